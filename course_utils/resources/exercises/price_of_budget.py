"""The shadow price: what a little more of the budget would bring."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.resources.exercises.fill_by_ratio import as_listed, by_ratio, by_value
from course_utils.resources.exercises.telling_cases import drawn_until, tasks
from course_utils.resources.exercises.wrong_prices import (
    OTHER_WALKS,
    WRONG_PRICES,
    WRONG_TASKS,
    cheapest_first,
    walking,
    worst_first,
)


def price_of_budget(values, demands, budget):
    room = budget
    for i in np.argsort(-values / demands):
        if room < demands[i]:
            return values[i] / demands[i]
        room = room - demands[i]
    return 0.0


def by_a_little_more(values, demands, budget):
    def worth(available):
        order = np.argsort(demands / values)
        before = np.cumsum(demands[order]) - demands[order]
        return values[order] @ np.clip((available - before) / demands[order], 0, 1)

    return 1000 * (worth(budget + 0.001) - worth(budget))


@misconception(
    "R6",
    says="has the sign turned round, as a solver that minimizes reports it",
    hint="More budget never makes the best plan worse. Should its price be below 0? And what was "
    "the solver told to make small?",
)
def as_the_solver_says(**case):
    return -price_of_budget(**case)


WRONG = (as_the_solver_says, *OTHER_WALKS, *WRONG_TASKS, *WRONG_PRICES)
looking_back, always_some = WRONG_TASKS[1].variant, WRONG_TASKS[3].variant


def with_the_product(values, demands, budget):
    """Go by value times demand."""
    return price_of_budget(values, 1 / demands, budget)


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(n, n_whole, corner=False, apart=()):
        """Draw tasks, and a budget that splits the task after so many, or ends at a corner."""

        def draw():
            case = tasks(rng, n)
            *whole, split = case["demands"][by_ratio(**case)[: n_whole + 1]]
            part = 0 if corner else rng.integers(1, split)
            return {**case, "budget": int(sum(whole) + part)}

        # Both are right here: there is no corner to look back from, and not all tasks are done.
        right = (always_some,) if corner else (always_some, looking_back)
        wrong = [form for m in WRONG for form in m.forms if form not in right]
        return drawn_until(draw, price_of_budget, [*wrong, with_the_product], apart)

    plenty = tasks(rng, 4)
    plenty["budget"] = int(plenty["demands"].sum() + rng.integers(5, 20))
    enough = tasks(rng, 5)
    enough["budget"] = int(enough["demands"].sum())
    walks = [walking(order) for order in (by_value, as_listed, cheapest_first, worst_first)]
    return [
        drawn(4, 1),
        plenty,
        drawn(5, 2),
        drawn(6, 3, corner=True),
        drawn(7, 3, apart=walks),
        enough,
    ]


EXERCISE = Exercise(
    title="What is one more unit worth?",
    reference=price_of_budget,
    another=by_a_little_more,
    cases=cases,
    misconceptions=WRONG,
    hints=(
        "You are given one more unit of the budget. Which task does it go to, if the best ones are "
        "full already? And if all of them are?",
        "Values 6, 10, 4; demands 3, 4, 4. With a budget of 5 the second task is full, and the "
        "first one holds 1 unit of 3: the next unit goes there, and brings 6 / 3 = 2. With a "
        "budget of 7 both are full, and the next unit brings 4 / 4 = 1. With 11 all are full: 0. "
        "What is it with a budget of 2, and with one of 10?",
        "what is left ← the budget\n"
        "for each task, the one with the most value for each unit first:\n"
        "    if what is left is less than its demand: return its value for each unit\n"
        "    what is left ← what is left - its demand\n"
        "return 0, as nothing more can be had",
    ),
    why="the price is 0.1. By how much does the best value grow with 1,000 more units?",
    because=(
        "By 100 at most, and perhaps by nothing. A price holds for the next unit, up to the corner "
        "at which the task is full; behind it the next task is worse, and the price falls. The "
        "value as a function of the budget bends down at every corner and never up: it is concave. "
        "And a price of 0 says that the budget is not what holds you back."
    ),
)
