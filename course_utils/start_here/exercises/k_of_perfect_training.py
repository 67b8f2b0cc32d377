"""A task for the explorer: the k that knows every training image, and why that is worth nothing."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.classroom.judging import Observation, differences
from course_utils.start_here.exercises.k_of_best_validation import most_voters
from course_utils.start_here.exercises.reading import best_ks, shown


def k_of_perfect_training():
    from course_utils.datasets import load_digits
    from course_utils.start_here import KS, accuracies, in_the_plane, spread_rows

    points, has_loop = in_the_plane(*load_digits("train"))
    rows = spread_rows(len(points), 100)
    train = points[rows], has_loop[rows]
    found = accuracies(KS, train, train)["train"]
    return max(k for k, share in zip(KS, found, strict=True) if share == 1)


def by_thought():
    # No two images are in the same place, so that each is its own nearest neighbor.
    return 1


def cases(seed):
    return [{}]


def whole_number(observation: Observation, reference: Observation) -> list[str]:
    """Compare as `differences` does, and let 1.0, an accuracy, be no 1, a number of neighbors."""
    found = differences(observation, reference)
    kinds = [np.asarray(seen.get("result")).dtype.kind for seen in (observation, reference)]
    return found or (["result"] if kinds[0] != kinds[1] else [])


@misconception(
    "M567",
    says="reads the curve of the validation images",
    hint="Which of the two curves is about the images that the model has kept?",
    also=tuple(lambda k=k: k for n in (300, 1077) for k in best_ks(n)),
)
def best_validation():
    return best_ks(100)[0]


@misconception(
    "M563",
    says="gives the accuracy and not the k that leads to it",
    hint="Which number stands below your picture on the axis, and which beside it?",
    also=(lambda: 100, lambda: 100.0, lambda: 0.7),
)
def the_accuracy():
    return shown(100)["train"].max()


second_best = misconception(
    "M568",
    says="stops before the end of the slider",
    hint="The smallest number of neighbors that can vote: did you try it?",
    also=(lambda: 5, lambda: 7),
)(lambda: 3)

EXERCISE = Exercise(
    title="Explorer: the k that makes no mistake in training",
    reference=k_of_perfect_training,
    another=by_thought,
    cases=cases,
    misconceptions=(best_validation, the_accuracy, second_best, most_voters),
    hints=(
        "An image that was learned is asked for its label. Who of all the images is nearest to it?",
        "Three images at 2, 5 and 6 with the labels 7, 7 and 4. Ask the image at 6: alone it says "
        "4, and of its 3 nearest two say 7. How many may vote, so that no image is overruled?",
        "for each k: read the training accuracy\nreturn the k at which it is 1.000, "
        "as the slider shows it",
    ),
    why="the training accuracy is perfect there. What would you promise somebody for new images?",
    because=(
        "Not 1.000: each training image is its own nearest neighbor, and so it finds its own label "
        "again. On the validation images the same k gets 0.700. What was learned by heart can't "
        "tell how much was understood, so the training accuracy never chooses."
    ),
    compare=whole_number,
)
