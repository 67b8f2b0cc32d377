"""Wrong choices of whole tasks: by another walk, for another goal, or told in another way.

`whole_tasks` has the right one.
"""

from collections.abc import Callable
from functools import cache
from itertools import product

import numpy as np

from course_utils.classroom.exercises import misconception
from course_utils.resources.exercises.fill_by_ratio import (
    as_listed,
    by_ratio,
    by_value,
    fill_by_ratio,
)


@cache
def choices(n: int) -> np.ndarray:
    """Return every choice of 0 or 1 for each of n tasks, one a row."""
    return np.array(list(product([0, 1], repeat=n)))


def worth(picked, values, demands):
    return picked @ values


def at_most(demand, budget):
    return demand <= budget


def best_by(score: Callable = worth, fits: Callable = at_most) -> Callable:
    """Return the choice with the best `score(picked, values, demands)` among those that fit."""

    def chosen(values, demands, budget):
        picked = choices(len(values))
        picked = picked[fits(picked @ demands, budget)]
        return picked[np.argmax(score(picked, values, demands))]

    return chosen


def going_by(order: Callable, stop: bool = False) -> Callable:
    """Return what takes each task that still fits; with `stop` the first that doesn't ends it."""

    def chosen(values, demands, budget):
        done, left = np.zeros(len(values), dtype=int), budget
        for i in order(values, demands):
            if demands[i] <= left:
                done[i] = 1
                left = left - demands[i]
            elif stop:
                break
        return done

    return chosen


def told(tell: Callable, choose: Callable) -> Callable:
    """Return `tell(choice, values, demands)` of what `choose` chooses."""
    return lambda values, demands, budget: tell(choose(values, demands, budget), values, demands)


best = best_by()
below = best_by(fits=lambda demand, budget: demand < budget)


def by_demand(values, demands):
    return np.argsort(demands)


def rounded(whole: Callable) -> Callable:
    return lambda values, demands, budget: whole(fill_by_ratio(values, demands, budget))


def best_single(values, demands, budget):
    fitting = np.where(demands <= budget, values, 0)
    return np.where(np.arange(len(values)) == np.argmax(fitting), np.sign(fitting), 0)


def none_if_empty(done, values, demands):
    return done if np.any(done) else None


def number_of_tasks(picked, values, demands):
    return picked.sum(axis=1)


def again_and_again(values, demands, budget):
    """Let the table of a smaller budget hold the task already that is added."""
    best = [(0, np.zeros(len(values), dtype=int))]
    for left in range(1, budget + 1):
        options = [best[left - 1]]
        for i in np.flatnonzero(demands <= left):
            value, counts = best[left - demands[i]]
            options.append((value + values[i], counts + (np.arange(len(values)) == i)))
        best.append(max(options, key=lambda option: option[0]))
    return best[budget][1]


WALKS = (
    misconception(
        "R4",
        says="solves the program with parts and then rounds its shares",
        hint="Add up what your rounded plan takes: is it still allowed? And a plan that shares no "
        "task at all with the rounded one: could it be worth more?",
        also=tuple(
            rounded(whole)
            for whole in (np.ceil, lambda x: x, lambda x: np.floor(x + 0.5), lambda x: x > 0)
        ),
    )(rounded(np.round)),
    misconception(
        "R7",
        says="walks down the list by value for each unit and never takes a task back",
        hint="Budget 10. A task of 6 units brings 13, and two of 5 units bring 10 each. Which one "
        "does your walk take first, and what fits beside it?",
        also=(going_by(by_ratio, stop=True), rounded(np.floor)),
    )(going_by(by_ratio)),
    misconception(
        "M1060",
        says="goes by the value alone, and does not ask what a task costs",
        hint="One task brings 50 and takes the whole budget; two others bring 30 each and take "
        "half of it each. Which choice is worth more, and which one is yours?",
        also=(going_by(by_value, stop=True), best_single),
    )(going_by(by_value)),
    misconception(
        "M1061",
        says="goes by the demands alone, and does not ask what a task brings",
        hint="Many cheap tasks that bring 1 each, or one that brings 100: does your code look at "
        "that anywhere?",
        also=(going_by(by_demand, stop=True),),
    )(going_by(by_demand)),
    misconception(
        "M1064",
        says="takes the tasks in the order in which they are listed",
        hint="Write the list down in another order. Should other tasks be done?",
        also=(going_by(as_listed, stop=True),),
    )(going_by(as_listed)),
)

FULLEST = misconception(
    "M1083",
    says="fills the budget as full as it can, and does not ask what for",
    hint="Is a budget there to be used up, or to bring something? Which argument does your "
    "result not depend on?",
)(best_by(lambda picked, values, demands: picked @ demands))

MOST = misconception(
    "M1169",
    says="looks for as many tasks as can be done, whatever they bring",
    hint="Two tasks bring 5 each, a third alone brings 90, and only the two or the one fit. Which "
    "plan is worth more, and which one is yours?",
    also=(
        # Of several choices with as many tasks, the last one that was tried.
        best_by(lambda picked, *_: number_of_tasks(picked, *_) + np.linspace(0, 0.5, len(picked))),
    ),
)(best_by(number_of_tasks))

AGAIN = misconception(
    "M1084",
    says="does a task more than once",
    hint="What is the largest number in your result, and how often can one task be done?",
)(again_and_again)

EACH = misconception(
    "M1069",
    says="never takes off the budget what a task used up",
    hint="Each of your tasks fits. Do they fit together?",
    also=(lambda values, demands, budget: np.ones(len(values)),),
)(lambda values, demands, budget: (demands <= budget).astype(int))

BELOW = misconception(
    "M1082",
    says="leaves out the plans that use the budget up exactly",
    hint="A budget of 10, and a plan that takes 10. Is that too much?",
    also=(told(none_if_empty, below),),
)(below)

DEAREST = misconception(
    "M1164",
    says="looks for the choice that brings most for each unit, and not for the most valuable",
    hint="A task alone brings 3 for each unit; with another one beside it, it is 2.5. Which of "
    "the two plans is worth more, and which is yours?",
)(best_by(lambda picked, values, demands: picked @ values / np.maximum(picked @ demands, 1)))

NOTHING = misconception(
    "M1163",
    says="has no answer where no task fits",
    hint="The budget is 1, and every task takes more. Is there a plan all the same, and what is "
    "in your variable then?",
)(told(none_if_empty, best))

ANSWERS = misconception(
    "M1085",
    says="returns which tasks, or how much, where a 1 or a 0 for each task is asked for",
    hint="Three tasks came in, and one is done. How many numbers should come out?",
    also=(
        told(lambda done, values, demands: values @ done, best),
        told(lambda done, values, demands: demands @ done, best),
        told(lambda done, values, demands: values[done == 1], best),
        told(lambda done, values, demands: demands * done, best),
        told(lambda done, values, demands: values * done, best),
        told(lambda done, values, demands: (done, values @ done), best),
    ),
)(told(lambda done, values, demands: np.flatnonzero(done), best))

GOALS = (BELOW, FULLEST, MOST, AGAIN, EACH, NOTHING, DEAREST, ANSWERS)
