"""Share one budget out among tasks that may be done in part: best value for the money first."""

from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.resources.exercises.telling_cases import drawn_until, tasks


def fill_by_ratio(values, demands, budget):
    x = np.zeros(len(values))
    room = budget
    for i in np.argsort(-values / demands):
        x[i] = min(1, room / demands[i])
        room = room - x[i] * demands[i]
    return x


def with_a_running_sum(values, demands, budget):
    order = np.argsort(values / demands)[::-1]
    before = np.cumsum(demands[order]) - demands[order]
    shares = np.empty(len(values))
    shares[order] = np.clip((budget - before) / demands[order], 0, 1)
    return shares


def by_value(values, demands):
    return np.argsort(-values)


def by_ratio(values, demands):
    return np.argsort(-values / demands)


def as_listed(values, demands):
    return np.arange(len(values))


def part(left, demand):
    return min(1, left / demand)


def filled(order: Callable = by_ratio, share: Callable = part) -> Callable:
    """Return what goes through the tasks in an order and gives each `share(left, demand)`."""

    def shares_of(values, demands, budget):
        shares, left = np.zeros(len(values)), budget
        for i in order(values, demands):
            shares[i] = share(left, demands[i])
            left = left - shares[i] * demands[i]
        return shares

    return shares_of


def until_it_ends(last: Callable, at_least: float = 0) -> Callable:
    """Return what fills whole tasks, and gives the first that does not fit `last(left)`.

    It stops there; so it does if less than `at_least` is left.
    """

    def shares_of(values, demands, budget):
        shares, left = np.zeros(len(values)), budget
        for i in by_ratio(values, demands):
            if left < at_least:
                break
            if demands[i] > left:
                shares[i] = last(left)
                break
            shares[i] = 1
            left = left - demands[i]
        return shares

    return shares_of


def never_poorer(values, demands, budget):
    return np.minimum(1, budget / demands)


def goes_on_behind_the_cut(values, demands, budget):
    shares, left = np.zeros(len(values)), budget
    for i in by_ratio(values, demands):
        shares[i] = part(left, demands[i])
        if demands[i] <= left:
            left = left - demands[i]
    return shares


def takes_off_whole_demands(values, demands, budget):
    shares, left = np.zeros(len(values)), budget
    for i in by_ratio(values, demands):
        shares[i] = part(left, demands[i])
        left = left - demands[i]
    return shares


def in_proportion(to: Callable, capped: bool = True) -> Callable:
    """Return what divides the budget in proportion to `to(values, demands)`."""

    def shares_of(values, demands, budget):
        weights = to(values, demands)
        shares = weights / weights.sum() * budget / demands
        return np.minimum(1, shares) if capped else shares

    return shares_of


def worth(values, demands):
    return values


def ratio(values, demands):
    return values / demands


def in_the_order_of_the_walk(values, demands, budget):
    return fill_by_ratio(values, demands, budget)[by_ratio(values, demands)]


@misconception(
    "M1060",
    says="goes by the value alone, and does not ask what a task costs",
    hint="One task brings 50 and takes the whole budget; two others bring 30 each and take half "
    "of it each. Which plan is worth more, and which one is yours?",
)
def most_valuable_first(values, demands, budget):
    return filled(by_value)(values, demands, budget)


@misconception(
    "M1061",
    says="goes by the demands alone, and does not ask what a task brings",
    hint="A task that costs little and brings nothing: how early does it get its share from you?",
    also=(filled(lambda values, demands: np.argsort(-demands)),),
)
def cheapest_first(values, demands, budget):
    return filled(lambda values, demands: np.argsort(demands))(values, demands, budget)


OTHER_ORDERS = (
    misconception(
        "M1062",
        says="begins with the task that brings least for each unit",
        hint="Value 10 for 2 units, or value 12 for 6 units: what does one unit bring in each, "
        "and which task comes first with you?",
    )(filled(lambda values, demands: np.argsort(values / demands))),
    misconception(
        "M1064",
        says="takes the tasks in the order in which they are listed",
        hint="Write the list down in another order. Should the same task get another share?",
    )(filled(as_listed)),
    misconception(
        "M1068",
        says="returns the right numbers in the order of the walk, and not in that of the tasks",
        hint="The best task stands third in the list. At which place of your result is its 1?",
    )(in_the_order_of_the_walk),
)

OTHER_SHARES = (
    misconception(
        "M1063",
        says="gives a task all or nothing, where the budget ends in the middle of one",
        hint="10 units are left and the next task takes 20. Must it go without any, and may it "
        "take all 20? And which numbers can an array hold that is made like the demands?",
        also=(
            until_it_ends(lambda left: 0),
            until_it_ends(lambda left: 1),
            until_it_ends(lambda left: 1, at_least=1),
        ),
    )(filled(share=lambda left, demand: 1 if demand <= left else 0)),
    misconception(
        "M1065",
        says="gives every task the same share",
        hint="Two tasks cost the same, and one of them brings ten times as much. Would you share "
        "evenly between the two?",
        also=(
            lambda values, demands, budget: np.full(len(values), budget / demands.sum()),
            lambda values, demands, budget: np.full(len(values), 0.5),
        ),
    )(lambda values, demands, budget: np.full(len(values), min(1, budget / demands.sum()))),
    misconception(
        "M1173",
        says="divides the budget in proportion to what the tasks are worth",
        hint="Two tasks take 10 units each and bring 6 and 4, and there are 10 units. What does "
        "your plan bring, and what would it bring to do the first one alone?",
        also=(
            in_proportion(worth, capped=False),
            in_proportion(ratio),
            in_proportion(ratio, capped=False),
            lambda values, demands, budget: values / values.sum(),
            lambda values, demands, budget: ratio(values, demands) / ratio(values, demands).sum(),
        ),
    )(in_proportion(worth)),
    misconception(
        "M1066",
        says="returns how many units a task gets, and not which part of it is done",
        hint="A task that takes 300 units is done in full. Which number stands for that?",
        also=(until_it_ends(lambda left: left),),
    )(lambda values, demands, budget: fill_by_ratio(values, demands, budget) * demands),
    misconception(
        "M1160",
        says="takes nothing, or its whole demand, off the budget for the task that is cut",
        hint="6 units are left, and the next task takes 20. How much is left behind it, and what "
        "do the tasks after it get from you?",
        also=(takes_off_whole_demands,),
    )(goes_on_behind_the_cut),
    misconception(
        "M1067",
        says="gives the best task the whole budget, and does it more than once",
        hint="The budget is five times what the best task takes. How often can it be done?",
    )(filled(share=lambda left, demand: left / demand)),
    misconception(
        "M1069",
        says="never takes off the budget what a task used up",
        hint="The first task took all there was. What is there for the second one in your loop?",
    )(never_poorer),
)

WRONG = (most_valuable_first, cheapest_first, *OTHER_ORDERS, *OTHER_SHARES)


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(n, n_whole):
        """Draw tasks and a budget for so many of them, and a part of the next one."""

        def draw():
            case = tasks(rng, n)
            best = np.sort(case["demands"][by_ratio(**case)[:n_whole]]).sum()
            following = case["demands"][by_ratio(**case)[n_whole]]
            return {**case, "budget": int(best + rng.integers(1, following))}

        wrong = [form for m in WRONG for form in m.forms]
        by_product = filled(lambda values, demands: np.argsort(-values * demands))
        return drawn_until(draw, fill_by_ratio, [*wrong, by_product])

    more_than_enough = tasks(rng, 3)
    more_than_enough["budget"] = int(more_than_enough["demands"].sum() + rng.integers(5, 20))
    return [
        drawn(4, 1),
        more_than_enough,
        drawn(5, 2),
        drawn(7, 4),
        drawn(6, 2),
        {**tasks(rng, 5), "budget": 0},
    ]


EXERCISE = Exercise(
    title="Fill the budget",
    reference=fill_by_ratio,
    another=with_a_running_sum,
    cases=cases,
    misconceptions=WRONG,
    hints=(
        "You may do a part of a task, and get that part of its value. Where does the next unit of "
        "budget bring most, and when is nothing more to be had there?",
        "Values 6, 10, 4; demands 3, 4, 4; budget 6. One unit brings 2, 2.5 and 1. The second task "
        "comes first: share 1, and 2 units are left. The first one takes 3, so it gets 2/3, and "
        "the third gets 0. The plan (2/3, 1, 0) is worth 14. What is the plan for a budget of 9?",
        "what is left ← the budget\n"
        "for each task, the one with the most value for each unit first:\n"
        "    share ← what is left / its demand, but 1 at most\n"
        "    what is left ← what is left - share * its demand\n"
        "return the shares, each at the place of its task",
    ),
    why="this walk never looks back. Why can no linear program find a better plan?",
    because=(
        "Take any other plan, and move a little budget from a task that brings less for each unit "
        "to one that brings more and is not full: the value rises. Only this plan leaves no such "
        "move (Dantzig, 1957). It needs one budget, and tasks that can be done in part. With two "
        "budgets, time and memory say, there is no one ratio to go by, and the program is needed."
    ),
)
