"""Shadow prices with one part exchanged: see `price_of_budget`."""

from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import misconception
from course_utils.resources.exercises.fill_by_ratio import (
    as_listed,
    by_ratio,
    by_value,
    fill_by_ratio,
)
from course_utils.resources.exercises.whole_tasks import whole_tasks


def shares_of(case: dict) -> tuple[np.ndarray, np.ndarray, int]:
    """Return the ratios and shares in the order of the walk, and how many tasks are done whole."""
    values, demands = case["values"], case["demands"]
    order = by_ratio(values, demands)
    shares = fill_by_ratio(**case)[order]
    return (values / demands)[order], shares, int(np.sum(shares == 1))


def ratio_at(place: Callable) -> Callable:
    """Return the ratio of the task at `place(n_whole, n)` in the walk; 0 if all are done."""

    def price(**case):
        ratios, _, n_whole = shares_of(case)
        if n_whole == len(ratios):
            return 0.0
        return ratios[np.clip(place(n_whole, len(ratios)), 0, len(ratios) - 1)]

    return price


def value_of(values, demands, budget):
    return values @ fill_by_ratio(values, demands, budget)


def last_that_gets_something(values, demands, budget):
    """Take the price from the left: what a little less of the budget would cost."""
    return 1000 * (value_of(values, demands, budget) - value_of(values, demands, budget - 0.001))


def never_zero(**case):
    ratios, _, n_whole = shares_of(case)
    return ratios[min(n_whole, len(ratios) - 1)]


def of_the_split_task(what: Callable) -> Callable:
    """Return `what(value, demand, share)` of the task that is done in part, or 0."""

    def price(values, demands, budget):
        n_whole = shares_of({"values": values, "demands": demands, "budget": budget})[2]
        if n_whole == len(values):
            return 0.0
        i = by_ratio(values, demands)[n_whole]
        return what(values[i], demands[i], fill_by_ratio(values, demands, budget)[i])

    return price


def whole_gain(values, demands, budget):
    more, now = (values @ whole_tasks(values, demands, budget + k) for k in (1, 0))
    return more - now


def walking(order: Callable) -> Callable:
    """Return the ratio of the first task in some order that is not full."""

    def price(values, demands, budget):
        for i in order(values, demands):
            if demands[i] > budget:
                return values[i] / demands[i]
            budget = budget - demands[i]
        return 0.0

    return price


def worst_first(values, demands):
    return np.argsort(values / demands)


def cheapest_first(values, demands):
    return np.argsort(demands)


OTHER_WALKS = (
    misconception(
        "M1060",
        says="goes by the value alone, and does not ask what a task costs",
        hint="Which tasks are full in the best plan: those that bring most, or those that bring "
        "most for each unit?",
    )(walking(by_value)),
    misconception(
        "M1061",
        says="goes by the demands alone, and does not ask what a task brings",
        hint="A task that costs little and brings nothing: is it full in the best plan?",
    )(walking(cheapest_first)),
    misconception(
        "M1064",
        says="takes the tasks in the order in which they are listed",
        hint="Write the list down in another order. Should a unit of the budget be worth more?",
    )(walking(as_listed)),
)


def never_off(values, demands, budget):
    for i in by_ratio(values, demands):
        if demands[i] > budget:
            return values[i] / demands[i]
    return 0.0


WRONG_TASKS = (
    misconception(
        "M1086",
        says="takes the best task's value for each unit, though that task is full already",
        hint="The best task is done in full. Can one more unit go there?",
        also=(lambda values, demands, budget: np.max(values / demands),),
    )(ratio_at(lambda n_whole, n: 0)),
    misconception(
        "M1087",
        says="looks back: what the last unit brought, and not what the next one would bring",
        hint="The budget just suffices for the first two tasks. Which task does the next unit "
        "work for?",
        also=(
            ratio_at(lambda n_whole, n: n_whole - 1),
            lambda **case: shares_of(case)[0][max(shares_of(case)[2] - 1, 0)],
        ),
    )(last_that_gets_something),
    misconception(
        "M1088",
        says="goes from the worst task on, or takes the first that gets nothing at all",
        hint="One task has got a part of what it can take. Where does the next unit go: there, "
        "or to a task that has got nothing yet?",
        also=(
            ratio_at(lambda n_whole, n: n_whole + 1),
            walking(worst_first),
            lambda values, demands, budget: np.min(values / demands),
        ),
    )(ratio_at(lambda n_whole, n: n - 1)),
    misconception(
        "M1089",
        says="has a price even where all tasks are done",
        hint="Every task is done, and budget is left. What would you do with one more unit?",
    )(never_zero),
)

WRONG_PRICES = (
    misconception(
        "M1090",
        says="takes the average: what a unit has brought so far, and not what the next one brings",
        hint="The first units went to the best tasks. Will the next one bring as much as they?",
        also=(
            lambda values, demands, budget: values.sum() / demands.sum(),
            lambda values, demands, budget: np.mean(values / demands),
            lambda values, demands, budget: values.sum() / budget,
        ),
    )(
        lambda values, demands, budget: (
            value_of(values, demands, budget) / min(budget, demands.sum())
        )
    ),
    misconception(
        "M1091",
        says="returns what a whole task would bring, and not what one unit of the budget does",
        hint="A task brings 40 and takes 8. What does one unit of it bring?",
        also=(
            of_the_split_task(lambda value, demand, share: value * share),
            of_the_split_task(lambda value, demand, share: value * (1 - share)),
            lambda values, demands, budget: value_of(values, demands, budget),
        ),
    )(of_the_split_task(lambda value, demand, share: value)),
    misconception(
        "M1069",
        says="never takes off the budget what a task used up",
        hint="The best task is full. How much is there for the second one in your loop?",
    )(never_off),
    misconception(
        "M1092",
        says="divides the wrong way round: units for each value",
        hint="The price says how much value one unit brings. Which of the two numbers is divided?",
    )(of_the_split_task(lambda value, demand, share: demand / value)),
    misconception(
        "M1093",
        says="asks what one more unit brings if tasks cannot be done in part",
        hint="Here a task may be done in part. How long must you wait until a single unit changes "
        "something, if it may not? If that was not your question: has your loop a second round?",
    )(whole_gain),
)
