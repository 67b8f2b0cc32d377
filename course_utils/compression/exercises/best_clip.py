"""A task for the number line: where to cut off, if one number lies far away from all others."""

from collections.abc import Callable

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.classroom.judging import Observation, observe


def best_clip():
    from course_utils.compression.exercises.shown import errors

    found = errors()
    best = min(found)
    for clip in sorted(found):
        if found[clip] < found[best]:
            best = clip
    return best


def least_of_all():
    return min((error, clip) for clip, error in error_at().items())[1]


def error_at(outlier: bool = True) -> dict[float, float]:
    """Return the clip -> the MSE, for all positions of the slider."""
    from course_utils.compression.exercises.shown import errors

    return errors(outlier)


def observe_clip(function: Callable, case: dict) -> Observation:
    """Call the function when all is there that it may need, for then the time runs."""
    error_at()
    error_at(outlier=False)
    return observe(function, case)


def cases(seed):
    return [{}]


@misconception(
    "M1149",
    says="takes the range that holds everything, for the sake of one number",
    hint="Nothing is cut off there. How wide are the steps between two codes, and how many numbers "
    "pay for that?",
)
def whole_range():
    return max(error_at())


@misconception(
    "M1150",
    says="looks for the best range without the outlier",
    hint="Is the switch for the outlier on? How much does it cost to cut that far below it?",
)
def without_the_outlier():
    return min(error_at(False), key=error_at(False).get)


def another_clip(place: int) -> float:
    """Return a clip that none of the other mistakes leads to, and not the best one."""
    named = {least_of_all(), whole_range.variant(), without_the_outlier.variant()}
    others = sorted(set(error_at()) - named)
    return others[place % len(others)]


@misconception(
    "M1151",
    says="stops at a range whose error is small, and not the smallest",
    hint="Go a step on in either direction. Does the error grow both ways?",
    also=tuple(lambda place=place: another_clip(place) for place in range(30)),
)
def a_step_beside():
    return another_clip(0)


@misconception(
    "M998",
    says="gives what is read there, and not where it is read",
    hint="Which number did you set, and which one did you read?",
    also=(
        lambda: round(min(error_at().values()), 2),
        lambda: round(min(error_at().values()), 3),
        lambda: round(min(error_at().values()), 4),
    ),
)
def reads_the_error():
    return min(error_at().values())


EXERCISE = Exercise(
    title="Number line: where to cut off",
    reference=best_clip,
    another=least_of_all,
    cases=cases,
    observe=observe_clip,
    misconceptions=(whole_range, without_the_outlier, a_step_beside, reads_the_error),
    hints=(
        "A wide range rounds every number coarsely; a narrow one cuts off the number that lies far "
        "away. Which of the two costs more at each end of the slider?",
        "Say that rounding costs 0.08 on average at a clip of 4 and 0.02 at 2, and that cutting "
        "off costs 0.01 at 4 and 0.09 at 2: the sums are 0.09 and 0.11. At 3 they are 0.045 + 0.04 "
        "= 0.085, less than at either end. Where is your sum the smallest?",
        "for each position of the slider, with the outlier:\n    read the MSE\n"
        "return the position with the smallest one",
    ),
    why="with more bits, does the best range become wider or narrower?",
    because=(
        "Wider. More bits make the steps narrower, so rounding costs less, and cutting off costs "
        "as much as before: with 8 bits it hardly pays. The fewer the bits, the more is won by a "
        "range that is chosen with care; a scale for each neuron is another way to keep one large "
        "weight from spoiling the others."
    ),
)
