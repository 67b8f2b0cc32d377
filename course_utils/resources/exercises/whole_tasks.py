"""Tasks that are done in full or not at all: the best choice under a budget."""

from collections.abc import Callable
from functools import cache
from itertools import product

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.classroom.judging import Observation, observe
from course_utils.resources.exercises.fill_by_ratio import (
    as_listed,
    by_ratio,
    by_value,
    fill_by_ratio,
)
from course_utils.resources.exercises.telling_cases import drawn_until, tasks


def whole_tasks(values, demands, budget):
    from itertools import product

    within = [
        picked
        for picked in product([0, 1], repeat=len(values))
        if sum(d * t for d, t in zip(demands, picked, strict=True)) <= budget
    ]
    return np.array(max(within, key=lambda picked: values @ picked))


def with_each_or_without(values, demands, budget):
    """The best of the first i tasks for each budget, from the best of the first i - 1."""
    n = len(values)
    best = np.zeros((n + 1, budget + 1))
    for i in range(n):
        best[i + 1] = best[i]
        d = demands[i]
        if d <= budget:
            best[i + 1, d:] = np.maximum(best[i, d:], best[i, : budget + 1 - d] + values[i])
    done = np.zeros(n, dtype=int)
    left = budget
    for i in reversed(range(n)):
        done[i] = best[i + 1, left] > best[i, left]
        left -= done[i] * demands[i]
    return done


@cache
def choices(n: int) -> np.ndarray:
    """Return every choice of 0 or 1 for each of n tasks, one a row."""
    return np.array(list(product([0, 1], repeat=n)))


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


def best_by(score: Callable, fits: Callable = lambda demand, budget: demand <= budget) -> Callable:
    """Return the choice with the best `score(value, demand)` among those that fit."""

    def chosen(values, demands, budget):
        takes = choices(len(values))
        allowed = takes[fits(takes @ demands, budget)]
        return allowed[np.argmax(score(allowed @ values, allowed @ demands))]

    return chosen


def best_single(values, demands, budget):
    fitting = [i for i in range(len(values)) if demands[i] <= budget]
    done = np.zeros(len(values), dtype=int)
    if fitting:
        done[max(fitting, key=lambda i: values[i])] = 1
    return done


def again_and_again(values, demands, budget):
    """Let the table of a smaller budget hold the task already that is added."""
    best = [(0, np.zeros(len(values), dtype=int))]
    for left in range(1, budget + 1):
        options = [best[left - 1]]
        for i in range(len(values)):
            if demands[i] <= left:
                value, counts = best[left - demands[i]]
                more = counts.copy()
                more[i] += 1
                options.append((value + values[i], more))
        best.append(max(options, key=lambda option: option[0]))
    return best[budget][1]


def rounded(whole: Callable) -> Callable:
    return lambda values, demands, budget: whole(fill_by_ratio(values, demands, budget))


@misconception(
    "R4",
    says="solves the program with parts and then rounds its shares",
    hint="Add up what your rounded plan takes: is it still allowed? And a plan that shares no task "
    "at all with the rounded one: could it be worth more?",
    also=(
        rounded(np.ceil),
        rounded(lambda x: x),
        rounded(lambda x: np.floor(x + 0.5)),
        rounded(lambda x: x > 0),
    ),
)
def rounded_shares(values, demands, budget):
    return np.round(fill_by_ratio(values, demands, budget))


@misconception(
    "R7",
    says="walks down the list by value for each unit and never takes a task back",
    hint="Budget 10. A task of 6 units brings 13, and two of 5 units bring 10 each. Which one does "
    "your walk take first, and what fits beside it?",
    also=(going_by(by_ratio, stop=True), rounded(np.floor)),
)
def greedy(values, demands, budget):
    return going_by(by_ratio)(values, demands, budget)


OTHER_WALKS = (
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
        also=(going_by(lambda values, demands: np.argsort(demands), stop=True),),
    )(going_by(lambda values, demands: np.argsort(demands))),
    misconception(
        "M1064",
        says="takes the tasks in the order in which they are listed",
        hint="Write the list down in another order. Should other tasks be done?",
        also=(going_by(as_listed, stop=True),),
    )(going_by(as_listed)),
)


def or_nothing(choose: Callable, values, demands, budget):
    """Return the choice, and None where no task is in it."""
    done = choose(values, demands, budget)
    return done if np.any(done) else None


below = best_by(lambda value, demand: value, fits=lambda demand, budget: demand < budget)

OTHER_GOALS = (
    misconception(
        "M1082",
        says="leaves out the plans that use the budget up exactly",
        hint="A budget of 10, and a plan that takes 10. Is that too much?",
        also=(lambda values, demands, budget: or_nothing(below, values, demands, budget),),
    )(below),
    misconception(
        "M1083",
        says="fills the budget as full as it can, and does not ask what for",
        hint="Is a budget there to be used up, or to bring something? Which argument does your "
        "result not depend on?",
    )(best_by(lambda value, demand: demand)),
    misconception(
        "M1084",
        says="does a task more than once",
        hint="What is the largest number in your result, and how often can one task be done?",
    )(again_and_again),
    misconception(
        "M1069",
        says="never takes off the budget what a task used up",
        hint="Each of your tasks fits. Do they fit together?",
        also=(lambda values, demands, budget: np.ones(len(values)),),
    )(lambda values, demands, budget: (demands <= budget).astype(int)),
    misconception(
        "M1163",
        says="has no answer where no task fits",
        hint="The budget is 1, and every task takes more. Is there a plan all the same, and what "
        "is in your variable then?",
    )(lambda values, demands, budget: or_nothing(whole_tasks, values, demands, budget)),
    misconception(
        "M1164",
        says="looks for the choice that brings most for each unit, and not for the most valuable",
        hint="A task alone brings 3 for each unit; with another one beside it, it is 2.5. Which "
        "of the two plans is worth more, and which is yours?",
    )(best_by(lambda value, demand: value / np.maximum(demand, 1))),
    misconception(
        "M1085",
        says="returns which tasks, or how much, where a 1 or a 0 for each task is asked for",
        hint="Three tasks came in, and one is done. How many numbers should come out?",
        also=(
            lambda values, demands, budget: values @ whole_tasks(values, demands, budget),
            lambda values, demands, budget: demands @ whole_tasks(values, demands, budget),
            lambda values, demands, budget: values[whole_tasks(values, demands, budget) == 1],
            lambda values, demands, budget: demands * whole_tasks(values, demands, budget),
            lambda values, demands, budget: values * whole_tasks(values, demands, budget),
            lambda values, demands, budget: (
                whole_tasks(values, demands, budget),
                values @ whole_tasks(values, demands, budget),
            ),
        ),
    )(lambda values, demands, budget: np.flatnonzero(whole_tasks(values, demands, budget))),
)

WRONG = (rounded_shares, greedy, *OTHER_WALKS, *OTHER_GOALS)


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(n, used_up, *wrong):
        """Draw tasks with one best choice, which uses the budget up or does not.

        The usual walks and the answers of `wrong` are not the best choice; where there are none,
        the walks differ from one another, too.
        """

        def draw():
            while True:
                case = tasks(rng, n, largest=16)
                case["budget"] = int(rng.integers(12, 32))
                takes = choices(n)[choices(n) @ case["demands"] <= case["budget"]]
                reached = np.sort(takes @ case["values"])
                best = takes[np.argmax(takes @ case["values"])]
                is_one = best.sum() >= n // 2 and reached[-1] > reached[-2]
                if is_one and (best @ case["demands"] == case["budget"]) == used_up:
                    return case

        walks = (rounded_shares, greedy, *OTHER_WALKS)
        usual = [form for m in walks for form in m.forms]
        apart = [] if wrong else [m.variant for m in walks]
        return drawn_until(draw, best_by(lambda value, demand: value), [*usual, *wrong], apart)

    _, fullest, often, each = (m.variant for m in OTHER_GOALS[:4])
    return [
        drawn(4, False, fullest, often, each),
        drawn(5, True, often, each),
        drawn(5, False, fullest, each),
        {**tasks(rng, 4), "budget": 1},
        drawn(6, False),
    ]


def observe_choice(function: Callable, case: dict) -> Observation:
    """Read a tuple of one number for each task, as `product` makes it, as an array."""

    def choose(**arguments):
        answer = function(**arguments)
        is_row = isinstance(answer, tuple) and len(answer) == len(case["values"])
        return np.array(answer) if is_row and not any(map(np.ndim, answer)) else answer

    return observe(choose, case)


EXERCISE = Exercise(
    title="All or nothing",
    reference=whole_tasks,
    another=with_each_or_without,
    cases=cases,
    observe=observe_choice,
    misconceptions=WRONG,
    hints=(
        "With parts, one look at value for each unit was enough. If a task must be done in full, "
        "what can happen to the budget that is left over? How many choices are there at all?",
        "Values 13, 10, 10; demands 6, 5, 5; budget 10. For each unit they bring 2.2, 2 and 2, so "
        "the first looks best: it brings 13, and 4 units lie idle. The other two fit together, and "
        "bring 20. All choices: none 0, each alone 13, 10, 10, the last two 20; the rest takes "
        "too much. The answer is 0, 1, 1. What is it for a budget of 11?",
        "for each choice of a 0 or a 1 for every task:\n"
        "    if what it takes is within the budget, and its value is the highest so far: keep it\n"
        "return the choice that was kept",
    ),
    why="ten tasks make 1,024 choices. How many do fifty tasks make, and what does one do then?",
    because=(
        "2 to the 50, about 10^15: at a million a second that takes 36 years. With demands that "
        "are whole numbers a table over budgets is enough: the best of the first i tasks for each "
        "budget comes from the best of the first i - 1, and 50 tasks with a budget of 1,000 make "
        "50,000 entries. Solvers bound instead: the program with parts says how much a branch can "
        "still bring, and branches that cannot win are cut off."
    ),
)
