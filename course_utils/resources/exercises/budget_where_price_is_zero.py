"""A task for the LP dial: the smallest budget of which one more unit is worth nothing.

The prices are those that the dial shows for Document B's five tasks.
"""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def budget_where_price_is_zero():
    from course_utils.resources.case import TASKS
    from course_utils.resources.controls import BUDGETS
    from course_utils.resources.exercises.price_of_budget import price_of_budget

    for budget in BUDGETS:
        if price_of_budget(TASKS.weights, TASKS.demands, budget) == 0:
            return budget
    return None


def all_that_is_asked_for():
    from course_utils.resources.case import TASKS

    return int(TASKS.demands.sum())


def cases(seed):
    return [{}]


def on_the_dial(below: bool) -> tuple[int, ...]:
    """Return the budgets of the dial before, or behind, the one that is asked for.

    Numbers that are also read there, as the price or the value, are left out.
    """
    from course_utils.resources.controls import BUDGETS

    answer, read = all_that_is_asked_for(), (0, value_there())
    return tuple(
        budget for budget in BUDGETS if (budget < answer) == below and budget not in (answer, *read)
    )


def documents_budget() -> float:
    from course_utils.resources.case import BUDGET

    return BUDGET


def value_there() -> float:
    from course_utils.resources.case import TASKS

    return TASKS.weights.sum()


@misconception(
    "M1116",
    says="stops where the price is still above 0",
    hint="Read the price once more there. Would another unit still bring something?",
    also=(
        lambda: documents_budget(),
        lambda: all_that_is_asked_for() - 1,
        *(
            lambda place=place: np.take(on_the_dial(True), place, mode="wrap")
            for place in range(31)
        ),
    ),
)
def one_step_early():
    return on_the_dial(below=True)[-1]


@misconception(
    "M1117",
    says="goes on to where the price has been 0 for a while",
    hint="The price is 0 there. Is it 0 a step before as well, and how far back is that so?",
    also=(
        *(
            lambda place=place: np.take(on_the_dial(False), place, mode="wrap")
            for place in range(5)
        ),
    ),
)
def the_end_of_the_dial():
    return on_the_dial(below=False)[-1]


@misconception(
    "M998",
    says="gives what is read there, and not where it is read",
    hint="Which number did you set, and which one did you read?",
    also=(lambda: 0.1, lambda: 0),
)
def the_best_value():
    return value_there()


EXERCISE = Exercise(
    title="LP dial: when is more worth nothing?",
    reference=budget_where_price_is_zero,
    another=all_that_is_asked_for,
    cases=cases,
    misconceptions=(the_best_value, one_step_early, the_end_of_the_dial),
    hints=(
        "What does the line of the best value look like where another unit brings nothing? And "
        "which shares have the tasks there?",
        "Two tasks alone, with demands 100 and 200, each worth a tenth of that: with a budget of "
        "250 the second one still lacks 50, and a unit brings 0.1. With 300 both are full, and "
        "nobody has a use for unit 301. How much do all five take together?",
        "for each budget on the dial, the smallest first:\n"
        "    read the price; if it is 0, that is the budget",
    ),
    why="the price is 0 there. Is the budget worthless then?",
    because=(
        "No: without it nothing at all would be done. The price speaks of the next unit only. Up "
        "to this budget every unit brought 0.1, and the whole brought 150. That the price is the "
        "same everywhere before is because all five tasks bring as much for each unit; with other "
        "values it would go down in steps."
    ),
)
