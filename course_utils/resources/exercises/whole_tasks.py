"""Tasks that are done in full or not at all: the best choice under a budget."""

from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import Exercise
from course_utils.classroom.judging import Observation, observe
from course_utils.resources.exercises.telling_cases import drawn_until, tasks
from course_utils.resources.exercises.wrong_choices import (
    AGAIN,
    EACH,
    FULLEST,
    GOALS,
    MOST,
    WALKS,
    best,
    choices,
)


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


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(n, used_up, wrong=(), apart=()):
        """Draw tasks with one best choice, which uses the budget up or does not.

        No form of `wrong` is the best choice, and no two of the answers in `apart` are the same.
        """

        def draw():
            while True:
                case = tasks(rng, n, largest=16)
                case["budget"] = int(rng.integers(12, 32))
                takes = choices(n)[choices(n) @ case["demands"] <= case["budget"]]
                reached = np.sort(takes @ case["values"])
                right = takes[np.argmax(takes @ case["values"])]
                is_one = right.sum() >= n // 2 and reached[-1] > reached[-2]
                if is_one and (right @ case["demands"] == case["budget"]) == used_up:
                    return case

        return drawn_until(draw, best, [form for m in wrong for form in m.forms], apart)

    return [
        drawn(4, False, [*WALKS[::-1], FULLEST, AGAIN, EACH]),
        drawn(5, True, WALKS[::-1]),
        drawn(5, False, [*WALKS[::-1], MOST]),
        {**tasks(rng, 4), "budget": 1},
        drawn(8, False, apart=[*(m.variant for m in (*WALKS, FULLEST)), *MOST.forms]),
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
    misconceptions=(*WALKS, *GOALS),
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
