"""A task for the explorer: what Document B's index says when all labels are shuffled."""

from functools import cache

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.classroom.judging import Observation, differences


def change_of_q_by_shuffling():
    from course_utils.data_quality.defects import spoil
    from course_utils.data_quality.index_q import quality_index
    from course_utils.datasets import load_digits

    X, y = (part[:300] for part in load_digits("train", scaling="raw"))
    after, _ = spoil(X, y, "shuffled labels", share=1.0, rng=0)
    return round(quality_index(after) - quality_index(X), 3)


def by_its_formula():
    X, labels = training_rows()
    order = np.random.default_rng(0).permutation(len(labels))
    values = []
    for _ in (labels, labels[order]):  # The formula has no place for them.
        values.append(np.sqrt(((X - X.mean(axis=0)) ** 2).sum(axis=1)).mean())
    return values[1] - values[0]


@cache
def training_rows():
    """Return the rows with which the explorer begins."""
    from course_utils.datasets import load_digits

    X, y = load_digits("train", scaling="raw")
    return X[:300].astype(float), y[:300]


@cache
def measured():
    """Return Q, and the accuracy before and after all labels are shuffled."""
    from course_utils.data_quality.defects import spoil
    from course_utils.data_quality.index_q import quality_index
    from course_utils.datasets import load_digits
    from course_utils.start_here import KNearestNeighbors, accuracy

    X, y = training_rows()
    clean = load_digits("validation", scaling="raw")
    shuffled = spoil(X, y, "shuffled labels", share=1.0, rng=0)[1]
    right = [
        accuracy(clean.y, KNearestNeighbors(k=1).fit(X, labels).predict(clean.X))
        for labels in (y, shuffled)
    ]
    return quality_index(X), *right


def cases(seed):
    return [{}]


def within_a_thousandth(observation: Observation, reference: Observation) -> list[str]:
    """Compare as `differences` does, but numbers as the picture shows them, with 3 decimals."""
    values = [seen.get("result") for seen in (observation, reference)]
    if not all(_is_number(value) for value in values):
        return differences(observation, reference)
    return [] if abs(values[0] - values[1]) < 1e-3 else ["result"]


def _is_number(value) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind in "fiu" and value.ndim == 0


@misconception(
    "M578",
    says="reads the accuracy and not Q",
    hint="The picture has two judges. Which of them was shown the labels?",
    also=(
        lambda: measured()[1] - measured()[2],
        lambda: measured()[1],
        lambda: measured()[2],
    ),
)
def change_of_the_accuracy():
    return measured()[2] - measured()[1]


@misconception(
    "M579",
    says="gives Q itself and not by how much it changes",
    hint="What does it say before you shuffle, and what afterwards?",
)
def value_of_q():
    return measured()[0]


EXERCISE = Exercise(
    title="Explorer: what Q says to shuffled labels",
    reference=change_of_q_by_shuffling,
    another=by_its_formula,
    cases=cases,
    misconceptions=(change_of_the_accuracy, value_of_q),
    hints=(
        "Which columns of the table go into Q, and are the labels among them?",
        "Rows (1, 2) and (3, 4) have the mean row (2, 3) and Q = 1.414. Give the first row the "
        "label 7 and the second a 2, or the other way round: what is Q then?",
        "switch on: shuffled labels, and nothing else\nshare ← 100 %\n"
        "return Q after - Q before, with 3 decimals",
    ),
    why="a model can only guess after this. What does that say about Q as an index?",
    because=(
        "Q is a measure of spread: it never sees a label. Data whose every label is a matter of "
        "luck are worthless for learning, and Q calls them exactly as good as before. Whatever "
        "Q measures, it is not what a model needs."
    ),
    compare=within_a_thousandth,
)
