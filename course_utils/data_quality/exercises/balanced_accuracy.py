"""A score in which every class counts the same, however rare: the mean of the classes' recalls.

Brodersen, Ong, Stephan and Buhmann, The balanced accuracy and its posterior distribution, ICPR
2010.
"""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def balanced_accuracy(y, predicted):
    total = 0
    classes = np.unique(y)
    for c in classes:
        n_right = np.sum((y == c) & (predicted == c))
        total = total + n_right / np.sum(y == c)
    return total / len(classes)


def weighted_by_size(y, predicted):
    _, which, sizes = np.unique(y, return_inverse=True, return_counts=True)
    return np.average(y == predicted, weights=1 / sizes[which])


def cases(seed):
    rng = np.random.default_rng(seed)

    def shuffled(pairs):
        """Return (class, answer) pairs, each as often as its count says, in mixed order."""
        y, predicted = rng.permutation([p for p, n in pairs.items() for _ in range(n)]).T
        return {"y": y, "predicted": predicted}

    more = int(rng.integers(2, 5))
    return [
        shuffled({(0, 0): 3, (1, 1): 1, (1, 0): 1}),
        shuffled({(0, 0): 9 + more, (1, 0): 1, (2, 2): 1, (2, 1): 2}),  # hardly anything but 0
        shuffled({(0, 0): 4, (0, 1): more, (1, 1): 2, (2, 2): 1, (2, 0): 2}),
        shuffled({(0, 0): 3, (1, 1): more, (1, 0): 1, (2, 0): 2}),  # the class 2 is never answered
        shuffled({(1, 1): 4 + more, (1, 3): 1, (7, 7): 1, (7, 1): 1}),  # answers 3: no such class
        shuffled({(3, 3): 2, (3, 5): more, (5, 5): 6, (5, 3): 1, (8, 8): 1, (8, 5): 3}),
        shuffled({(0, 0): 8, (4, 0): 2}),  # always the same answer
    ]


def recalls(y, predicted, classes):
    """Return the share of each class that is answered rightly; nan for a class nobody has."""
    with np.errstate(invalid="ignore"):
        return np.array([np.sum(y[y == predicted] == c) / np.sum(y == c) for c in classes])


def of_known(y, predicted):
    return recalls(y, predicted, np.unique(y))


def mean_over(classes):
    """Return the mean over `classes(y, predicted)`; a class that does not occur counts 0."""
    return lambda y, predicted: np.nan_to_num(recalls(y, predicted, classes(y, predicted))).mean()


def precisions(y, predicted):
    return np.nan_to_num(recalls(predicted, y, np.unique(y)))


WRONG_SCORES = (
    misconception(
        "D4",
        says="gives the share of right answers, in which a rare class hardly counts",
        hint="94 of 100 are healthy. How well does a test do that always says healthy, and how "
        "well does it find the ill?",
    )(lambda y, predicted: np.mean(y == predicted)),
    misconception(
        "M603",
        says="divides by more classes than there are in y",
        hint="Nobody in y is a 9. Can anybody answer a 9 rightly or wrongly there?",
        also=(
            mean_over(lambda y, predicted: range(10)),
            mean_over(lambda y, predicted: range(y.max() + 1)),
            lambda y, predicted: np.mean(
                recalls(y, predicted, np.union1d(y, predicted)),
            ),
        ),
    )(mean_over(np.union1d)),
    misconception(
        "M604",
        says="asks how many of each answer are right, and not how many of each class are found",
        hint="A share of whom: of all ill people, or of all who are called ill?",
        also=(
            lambda y, predicted: recalls(predicted, y, np.unique(predicted)).mean(),
            lambda y, predicted: recalls(predicted, y, np.unique(y)).mean(),
        ),
    )(lambda y, predicted: precisions(y, predicted).mean()),
    misconception(
        "M605",
        says="looks at one of the classes only",
        hint="Which class does your result say nothing about?",
        also=(
            lambda y, predicted: of_known(y, predicted)[0],
            lambda y, predicted: of_known(y, predicted)[1],
            lambda y, predicted: np.nan_to_num(recalls(y, predicted, [1]))[0],
        ),
    )(lambda y, predicted: of_known(y, predicted)[-1]),
    misconception(
        "M204",
        says="adds up and never divides",
        hint="Between which two values does a share lie?",
    )(lambda y, predicted: of_known(y, predicted).sum()),
    misconception(
        "M608",
        says="returns one share for each class and no mean",
        hint="How many numbers are asked for?",
    )(of_known),
    misconception(
        "M609",
        says="leaves out the classes that are never answered",
        hint="A class is never found at all. Is its share unknown, or is it 0?",
    )(lambda y, predicted: recalls(y, predicted, np.intersect1d(y, predicted)).mean()),
)

EXERCISE = Exercise(
    title="Every class counts the same",
    reference=balanced_accuracy,
    another=weighted_by_size,
    cases=cases,
    misconceptions=WRONG_SCORES,
    hints=(
        "One class is rare. Which question do you ask of each class by itself, so that its size "
        "no longer matters?",
        "Eight healthy, two ill, and everybody is called healthy: 8 of 8 and 0 of 2 are right, so "
        "(1 + 0) / 2 = 0.5, where the accuracy is 0.8. What are both if one ill person is found?",
        "for each class in y:\n    add how many of it are answered rightly / how many there are\n"
        "return what was added / number of classes in y",
    ),
    why="what does a model get that always gives the same answer, with ten classes?",
    because=(
        "0.1, whatever the sizes of the classes: it finds all of one class and nobody of the other "
        "nine. The accuracy would be the share of that one class, which can be 0.94 and more."
    ),
)
