"""A fair share of a budget: nobody gets more than asked for, and what is left over is passed on."""

from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.resources.exercises.telling_cases import drawn_until


def fair_amounts(demands, budget):
    amounts = np.zeros(len(demands))
    room, n_open = budget, len(demands)
    for i in np.argsort(demands):
        amounts[i] = min(demands[i], room / n_open)
        room = room - amounts[i]
        n_open = n_open - 1
    return amounts


def with_a_rising_level(demands, budget):
    """Pour the budget in: all rise together, and each stops where it is full."""
    if demands.sum() <= budget:
        return demands.astype(float)
    low, high = 0.0, float(demands.max())
    for _ in range(100):
        level = (low + high) / 2
        if np.minimum(demands, level).sum() > budget:
            high = level
        else:
            low = level
    return np.minimum(demands, level)


def equal_parts(demands, budget):
    return np.full(len(demands), budget / len(demands))


def equal_parts_at_most(demands, budget):
    return np.minimum(demands, budget / len(demands))


def in_proportion(demands, budget):
    return demands * min(1, budget / demands.sum())


def served(order: Callable) -> Callable:
    """Return what gives each, in an order, all that it asks for, as long as there is any."""

    def amounts_of(demands, budget):
        amounts, left = np.zeros(len(demands)), budget
        for i in order(demands):
            amounts[i] = min(demands[i], left)
            left = left - amounts[i]
        return amounts

    return amounts_of


def passed_on_once(demands, budget, capped=True):
    """Share what is left over after a first round among those who still want more."""
    amounts = equal_parts_at_most(demands, budget)
    hungry = amounts < demands
    if hungry.any():
        amounts = amounts + hungry * (budget - amounts.sum()) / hungry.sum()
    return np.minimum(amounts, demands) if capped else amounts


def passed_on_to_all(demands, budget):
    """Share what is left over after a first round among all, those who are full included."""
    amounts = equal_parts_at_most(demands, budget)
    return np.minimum(demands, amounts + (budget - amounts.sum()) / len(demands))


def walking(order: Callable, still_waiting: bool = True) -> Callable:
    """Return the right walk in another order, or with all of them always counted as waiting."""

    def amounts_of(demands, budget):
        amounts, left, n = np.zeros(len(demands)), budget, len(demands)
        for k, i in enumerate(order(demands)):
            amounts[i] = min(demands[i], left / (n - k if still_waiting else n))
            left = left - amounts[i]
        return amounts

    return amounts_of


@misconception(
    "M1110",
    says="deals out equal parts, and gives some more than they asked for",
    hint="Somebody asks for 2 units and gets 10. What happens to the 8 that are too many, and who "
    "could use them?",
)
def the_same_for_all(demands, budget):
    return equal_parts(demands, budget)


@misconception(
    "M1111",
    says="lets what the small ones do not need lie idle",
    hint="Add up what you hand out. Is budget left, and is anybody still waiting for more?",
    also=(lambda demands, budget: walking(lambda demands: np.argsort(-demands))(demands, budget),),
)
def no_second_round(demands, budget):
    return equal_parts_at_most(demands, budget)


def whole_units(demands, budget):
    amounts, left = np.zeros_like(demands), budget
    for k, i in enumerate(np.argsort(demands)):
        amounts[i] = min(demands[i], left / (len(demands) - k))
        left = left - amounts[i]
    return amounts


OTHER_RULES = (
    misconception(
        "M1065",
        says="gives to each in proportion to what it asks for, so that who asks for more gets more",
        hint="One asks for 10 and really needs it; another asks for 1,000 to be safe. What does it "
        "bring with your rule to ask for twice as much?",
        also=(
            lambda demands, budget: demands * budget / demands.sum(),
            lambda demands, budget: np.minimum(demands, demands * budget / demands.sum()),
        ),
    )(in_proportion),
    misconception(
        "M1112",
        says="serves one after the other in full, until nothing is left",
        hint="Who comes last in your walk, and what is there for it?",
        also=(
            served(lambda demands: np.argsort(-demands)),
            served(lambda demands: np.arange(len(demands))),
        ),
    )(served(np.argsort)),
    misconception(
        "M1113",
        says="passes on what is left over once, and then stops",
        hint="In the second round somebody gets more than is needed again. Where does that go?",
        also=(
            lambda demands, budget: passed_on_once(demands, budget, capped=False),
            passed_on_to_all,
        ),
    )(passed_on_once),
    misconception(
        "M1114",
        says="goes through them as they are listed, and not from the smallest on",
        hint="Who asks for much is served early, with an equal part of what is there. The next one "
        "needs little and leaves some over. Who hears of that?",
    )(walking(lambda demands: np.arange(len(demands)))),
    misconception(
        "M1115",
        says="divides what is left by all, also by those who were served already",
        hint="Three are still waiting. Into how many parts do you divide what is left?",
        also=(walking(lambda demands: np.arange(len(demands)), still_waiting=False),),
    )(walking(np.argsort, still_waiting=False)),
    misconception(
        "M1068",
        says="returns the right numbers in the order of the walk, and not in that of the tasks",
        hint="Who asks for least stands third in the list. At which place is its amount in yours?",
    )(lambda demands, budget: np.sort(fair_amounts(demands, budget))),
    misconception(
        "M1165",
        says="hands out whole units only, or keeps parts in an array that holds none",
        hint="One unit is left for two. May each get a half, and can your array hold it?",
        also=(lambda demands, budget: np.floor(fair_amounts(demands, budget)),),
    )(whole_units),
    misconception(
        "M1066",
        says="returns which part of its demand each gets, where the amounts are asked for",
        hint="A budget of 90. What do the numbers that you return add up to?",
    )(lambda demands, budget: fair_amounts(demands, budget) / demands),
)

WRONG = (the_same_for_all, no_second_round, *OTHER_RULES)


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(n):
        def draw():
            demands = rng.choice(np.arange(2, 60), size=n, replace=False)
            return {"demands": demands, "budget": int(rng.uniform(0.3, 0.8) * demands.sum())}

        wrong = [form for m in WRONG for form in m.forms]
        return drawn_until(draw, fair_amounts, wrong)

    enough = rng.choice(np.arange(2, 30), size=3, replace=False)
    alike = rng.choice(np.arange(4, 30), size=3, replace=False)[[0, 1, 1, 2, 0]]
    return [
        drawn(4),
        {"demands": enough, "budget": int(enough.sum() + rng.integers(4, 20))},
        drawn(5),
        {"demands": alike, "budget": int(0.6 * alike.sum())},
        drawn(7),
        {"demands": rng.permutation(np.arange(3, 8)), "budget": 0},
    ]


EXERCISE = Exercise(
    title="A fair part",
    reference=fair_amounts,
    another=with_a_rising_level,
    cases=cases,
    misconceptions=WRONG,
    hints=(
        "Nobody should get more than asked for, and whoever gets less than asked for should get at "
        "least as much as anybody else. Whose amount can you fix first, for certain?",
        "Demands 2, 8, 10; budget 15. Equal parts would be 5; the first one needs only 2. That "
        "leaves 13 for two: 6.5 each, and both need more. So 2, 6.5, 6.5. What is it for the same "
        "demands and a budget of 19?",
        "what is left ← the budget; waiting ← all\n"
        "for each, the one that asks for least first:\n"
        "    its amount ← the smaller of: what it asks for, what is left / waiting\n"
        "    take its amount off what is left; one less is waiting\n"
        "return the amounts, each at its place",
    ),
    why="one task brings ten times as much for each unit as the others. What does fairness cost "
    "here, and who decides whether it is worth that?",
    because=(
        "The best plan by value would fill that task first; the fair one stops it at the level of "
        "the others. The difference in value is the price of fairness, and the linear program can "
        "compute it. Whether it is worth that is no question of mathematics: it is one for those "
        "who wait for the results (max-min fairness: Bertsekas and Gallager, Data Networks, 1992)."
    ),
)
