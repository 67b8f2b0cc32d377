"""The share of right answers: the exercise that shows how a check fails, helps and passes."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def share_right(y, predicted):
    n_equal = 0
    for y_i, p_i in zip(y, predicted, strict=True):
        n_equal = n_equal + (1 if y_i == p_i else 0)
    return n_equal / len(y)


def mean_of_comparisons(y, predicted):
    return np.mean(y == predicted)


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(pattern):
        """Draw labels, and predictions that are right where the pattern says 1."""
        hits = np.array([int(sign) for sign in pattern])
        y = rng.integers(10, size=len(hits))
        misses = rng.integers(1, 10, size=len(hits))
        return {"y": y, "predicted": np.where(hits == 1, y, (y + misses) % 10)}

    a, b, c = np.sort(rng.permutation(10)[:3])
    return [
        {"y": np.array([a, a, a, b, c]), "predicted": np.array([a, a, b, a, a])},
        drawn("10110"),
        drawn("0110111"),
        drawn("000000"),
        drawn("1010011011"),
        drawn("11111111"),
    ]


@misconception(
    "M540",
    says="counts the hits, and does not divide by anything",
    hint="3 hits among 4, and 3 hits among 400: is that the same share?",
    also=(lambda y, predicted: np.sum(y == predicted) / 1.0,),
)
def counts(y, predicted):
    return np.sum(y == predicted)


@misconception(
    "M541",
    says="gives the share of the misses",
    hint="If each one is a hit, which number should come out?",
)
def misses(y, predicted):
    return np.mean(y != predicted)


@misconception(
    "M542",
    says="says only whether all of them are hits",
    hint="Should 9 hits among 10 give the same number as 0 among 10?",
    also=(
        lambda y, predicted: int(np.array_equal(y, predicted)),
        lambda y, predicted: np.sum(y == predicted) // len(y),
    ),
)
def all_or_nothing(y, predicted):
    return bool(np.all(y == predicted))


@misconception(
    "M543",
    says="divides by the number of different labels",
    hint="There are ten digits. By how many do you divide for 360 images of digits?",
    also=(lambda y, predicted: np.sum(y == predicted) / 10,),
)
def by_the_classes(y, predicted):
    return np.sum(y == predicted) / len(np.unique(y))


@misconception(
    "M544",
    says="gives percent",
    hint="A share lies between 0 and 1. What does your code give if each one is a hit?",
)
def percent(y, predicted):
    return 100 * np.mean(y == predicted)


@misconception(
    "M545",
    says="sorts both arrays before it compares them",
    hint="The first prediction belongs to the first image. After sorting, does it still?",
)
def sorted_first(y, predicted):
    return np.mean(np.sort(y) == np.sort(predicted))


@misconception(
    "M546",
    says="compares each pair, and stops there: no share yet",
    hint="You have a yes or no for each image. How do many of them become one number?",
    also=(lambda y, predicted: y == predicted / len(y),),
)
def compares(y, predicted):
    return y == predicted


@misconception(
    "M547",
    says="looks at the first pair only",
    hint="After the first pair: does your loop go on, or does the function end?",
    also=(lambda y, predicted: (y[0] == predicted[0]) / len(y),),
)
def first_pair(y, predicted):
    return 1.0 if y[0] == predicted[0] else 0.0


@misconception(
    "M548",
    says="measures how far the numbers are apart",
    hint="Labels are names. If the truth is 3, is 8 a worse mistake than 4?",
    also=(lambda y, predicted: 1 - np.mean(np.abs(y - predicted)),),
)
def how_far(y, predicted):
    return np.mean(np.abs(y - predicted))


@misconception(
    "M549",
    says="asks whether each label occurs anywhere among the predictions",
    hint="A 7 was predicted for the second image. Does that help the first image, which is a 7?",
)
def anywhere(y, predicted):
    return np.mean(np.isin(y, predicted))


@misconception(
    "M1177",
    says="leaves the first pair out",
    hint="At which number does your loop begin, and where in the array does the first label stand?",
    also=(lambda y, predicted: np.mean(y[1:] == predicted[1:]),),
)
def from_the_second(y, predicted):
    return np.sum(y[1:] == predicted[1:]) / len(y)


@misconception(
    "M1178",
    says="counts how many pairs it compares, and not the hits among them",
    hint="Not one of 6 is a hit. How long is the array of your comparisons?",
)
def comparisons(y, predicted):
    return len(y == predicted) / len(y)


EXERCISE = Exercise(
    title="The share of right answers",
    reference=share_right,
    another=mean_of_comparisons,
    cases=cases,
    misconceptions=(
        counts,
        misses,
        all_or_nothing,
        by_the_classes,
        percent,
        sorted_first,
        compares,
        first_pair,
        how_far,
        anywhere,
        from_the_second,
        comparisons,
    ),
    hints=(
        "When does a prediction count as a hit? And if all are hits, which number should come out?",
        "The labels are 3, 8, 8, 1 and the predictions 3, 8, 5, 1: three of four pairs are equal, "
        "so the share is 3 / 4 = 0.75. What is it for the labels 2, 2 and the predictions 2, 7?",
        "count ← 0\nfor each label and its prediction:\n    if they are equal: add 1 to count\n"
        "return count / number of labels",
    ),
    why="nine of ten images show a 0. How good is a program that always says 0?",
    because=(
        "Its share is 0.9, and it has understood nothing. A share of right answers needs another "
        "number beside it: that of the laziest program. Chapters 01 and 03 come back to this."
    ),
)
