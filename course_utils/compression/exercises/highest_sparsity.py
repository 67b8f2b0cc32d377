"""A task for prune-and-quantize: how many weights may go in one shot, without more training."""

from collections.abc import Callable

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.classroom.judging import Observation, observe

POINTS = 1  # of accuracy that may be lost, in percent


def highest_sparsity():
    from course_utils.compression.exercises.shown import accuracies

    found = accuracies()
    highest = 0.0
    for sparsity in sorted(found):
        if found[sparsity] >= found[0.0] - 1:
            highest = sparsity
    return highest


def the_last_that_holds():
    return max(holding())


def accuracy_at() -> dict[float, float]:
    """Return sparsity -> accuracy on validation in percent, for all positions of the slider."""
    from course_utils.compression.exercises.shown import accuracies

    return accuracies()


def holding() -> list[float]:
    """Return the sparsities that lose no more than a point, in order."""
    found = accuracy_at()
    return [sparsity for sparsity in sorted(found) if found[sparsity] >= found[0.0] - POINTS]


def failing() -> list[float]:
    """Return the sparsities that lose more, in order."""
    return sorted(set(accuracy_at()) - set(holding()))


def observe_sparsity(function: Callable, case: dict) -> Observation:
    """Call the function when all is there that it may need, for then the time runs."""
    accuracy_at()
    return observe(function, case)


def cases(seed):
    return [{}]


def before_the_first_that_fails() -> float:
    first = failing()[0]
    return max(sparsity for sparsity in holding() if sparsity < first)


def lower(place: int) -> float:
    """Return one of the sparsities that hold, and are not the highest of them."""
    return holding()[:-1][place % (len(holding()) - 1)]


@misconception(
    "M1004",
    says="takes a sparsity that holds, though a higher one holds, too",
    hint="The accuracy goes up and down a little. Have you looked behind the first place at which "
    "it is too low?",
    also=tuple(lambda place=place: lower(place) for place in range(50)),
)
def stops_too_early():
    return before_the_first_that_fails()


@misconception(
    "M1005",
    says="takes a sparsity at which more than one point is lost",
    hint="What is the accuracy without pruning, what is it less one point, and what is it where "
    "your slider stands?",
    also=tuple(lambda place=place: failing()[place % len(failing())] for place in range(50)),
)
def goes_too_far():
    highest = max(holding())
    return next(sparsity for sparsity in failing() if sparsity > highest)


@misconception(
    "M998",
    says="gives what is read there, and not where it is read",
    hint="Which number did you set, and which one did you read?",
    also=(
        lambda: round(accuracy_at()[max(holding())], 1),
        lambda: round(accuracy_at()[max(holding())], 2),
        lambda: accuracy_at()[max(holding())] / 100,
        lambda: round(accuracy_at()[max(holding())] / 100, 3),
        lambda: accuracy_at()[0.0] - POINTS,
        lambda: accuracy_at()[0.0] - accuracy_at()[max(holding())],
    ),
)
def reads_the_accuracy():
    return accuracy_at()[max(holding())]


@misconception(
    "M1148",
    says="gives the sparsity in percent, where a share is asked for",
    hint="Half of the weights are gone. Which number from 0 to 1 says that?",
)
def in_percent():
    return 100 * max(holding())


EXERCISE = Exercise(
    title="Prune and quantize: the highest sparsity",
    reference=highest_sparsity,
    another=the_last_that_holds,
    cases=cases,
    observe=observe_sparsity,
    misconceptions=(stops_too_early, goes_too_far, reads_the_accuracy, in_percent),
    hints=(
        "The smallest weights go first. How much does the accuracy change in the beginning, and "
        "is the end of that sudden?",
        "Say that the accuracy is 97.2 % without pruning: all down to 96.2 % holds. With 96.9 % at "
        "0.2, 96.1 % at 0.3, 96.4 % at 0.4 and 95.0 % at 0.5, the answer is 0.4, although 0.3 does "
        "not hold. What would it be if two points were allowed?",
        "read the accuracy at sparsity 0, in float\n"
        "for each position of the slider, the highest first:\n"
        "    accuracy at most one point lower? return the sparsity",
    ),
    why="after some fine-tuning far more weights may go. Why does that not make your answer wrong?",
    because=(
        "It answers another question. In one shot the weights that stay are those of the whole "
        "network, which counted on the others; fine-tuning lets them take over. Whoever reports a "
        "sparsity has to say which recipe it belongs to, and on which data it was chosen: here on "
        "validation, so that test is still untouched."
    ),
)
