"""A task for the explorer: the k to choose, read off the validation images."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.start_here.exercises.reading import best_ks, shown


def k_of_best_validation():
    from course_utils.datasets import load_digits
    from course_utils.start_here import KS, choose_k, in_the_plane, spread_rows

    points, has_loop = in_the_plane(*load_digits("train"))
    rows = spread_rows(len(points), 100)
    k, _ = choose_k(
        KS, (points[rows], has_loop[rows]), judged=in_the_plane(*load_digits("validation"))
    )
    return k


def one_model_for_each():
    from course_utils.datasets import load_digits
    from course_utils.start_here import KS, KNearestNeighbors, in_the_plane, spread_rows

    points, has_loop = in_the_plane(*load_digits("train"))
    validation = in_the_plane(*load_digits("validation"))
    rows = spread_rows(len(points), 100)
    scores = {}
    for k in KS:
        model = KNearestNeighbors(k).fit(points[rows], has_loop[rows])
        scores[k] = model.score(*validation)
    return max(scores, key=scores.get)


def cases(seed):
    return [{}]


@misconception(
    "M560",
    says="takes the k with the best accuracy on the training images",
    hint="Which of the two curves is about images that the model has not seen?",
)
def best_training():
    return best_ks(100, "train")[0]


most_voters = misconception(
    "M561",
    says="takes the most neighbors that the slider offers",
    hint="99 of 100 vote. Does it still matter where the new image is?",
)(lambda: 99)


@misconception(
    "M562",
    says="reads it with another number of training images",
    hint="How many training images are chosen in your picture?",
    also=tuple(lambda k=k: k for k in (*best_ks(300)[1:], *best_ks(1077))),
)
def another_number():
    return best_ks(300)[0]


@misconception(
    "M563",
    says="gives the accuracy and not the k that leads to it",
    hint="Which number stands below your picture on the axis, and which beside it?",
    also=tuple(
        lambda value=value: value for value in (0.811, 0.8111, 0.81, 0.8, 81.1, 81.11, 81, 0.1889)
    ),
)
def the_accuracy():
    return shown(100)["validation"].max()


@misconception(
    "M564",
    says="takes a k at which the two curves meet",
    hint="Two curves can meet high up and low down. Which of them should be high?",
    also=tuple(lambda k=k: k for k in (9, 7, 25)),
)
def curves_meet():
    from course_utils.start_here import KS

    gap = np.abs(np.subtract(*shown(100).values()))
    return KS[gap.argmin()]


def tops():
    """Return each k before the best at which the validation accuracy falls next."""
    from course_utils.start_here import KS

    found = shown(100)["validation"]
    places = range(1, int(found.argmax()))
    return [KS[i] for i in places if found[i - 1] <= found[i] > found[i + 1]]


first_top = misconception(
    "M565",
    says="stops at the first place where the curve goes down again",
    hint="A little farther on, does the curve come up again, and how high?",
    also=tuple(lambda k=k: k for k in tops()[1:]),
)(lambda: tops()[0])

one_step_beside = misconception(
    "M566",
    says="stops one step beside the top",
    hint="Compare the third decimal. One step to the left and one to the right: which is highest?",
    also=(lambda: best_ks(100)[0] + 2,),
)(lambda: best_ks(100)[0] - 2)

EXERCISE = Exercise(
    title="Explorer: the k to choose",
    reference=k_of_best_validation,
    another=one_model_for_each,
    cases=cases,
    misconceptions=(
        best_training,
        most_voters,
        another_number,
        the_accuracy,
        curves_meet,
        first_top,
        one_step_beside,
    ),
    hints=(
        "One curve is about images that the model has seen, the other about new ones. Which of the "
        "two says what to expect?",
        "If 1 gave 0.70, 3 gave 0.74 and 5 gave 0.72, you would take 3. Go through the values near "
        "the top of the curve with the arrow keys: where is the second number largest?",
        "training images ← 100\nfor each k: read the validation accuracy\n"
        "return the k of the largest one",
    ),
    why="the next best k has one image of 360 less. Is the best k really better?",
    because=(
        "Nobody can say: with other validation images another k near it would have won. So its "
        "validation accuracy is a little too high, too: the winner of many was also lucky. That "
        "is why a test set waits, which chose nothing."
    ),
)
