"""Every class counts the same."""

import numpy as np
from sklearn.metrics import confusion_matrix, f1_score, precision_score

from answers import right, wrong

BALANCED = "data_quality.balanced_accuracy"


@right(BALANCED)
def balanced_accuracy(y, predicted):
    """From two dictionaries, by counting."""
    there, found = {}, {}
    for label, answer in zip(y.tolist(), predicted.tolist(), strict=True):
        there[label] = there.get(label, 0) + 1
        found[label] = found.get(label, 0) + (label == answer)
    return sum(found[label] / there[label] for label in there) / len(there)


def recall(y, predicted, label):
    return np.mean(predicted[y == label] == label) if (y == label).any() else 0.0


def mean_of_recalls(classes):
    return lambda y, predicted: np.mean([recall(y, predicted, c) for c in classes(y, predicted)])


def table(y, predicted):
    return confusion_matrix(y, predicted, labels=np.unique(y)).astype(float)


for named, function in [
    ("D4", lambda y, predicted: np.mean(y == predicted)),
    ("D4", lambda y, predicted: sum(y == predicted) / len(y)),
    ("D4", lambda y, predicted: 1 - np.count_nonzero(y - predicted) / y.size),
    ("M603", mean_of_recalls(lambda y, predicted: set(y) | set(predicted))),
    ("M603", mean_of_recalls(lambda y, predicted: range(10))),
    ("M603", mean_of_recalls(lambda y, predicted: range(max(y) + 1))),
    (
        "M604",
        lambda y, predicted: precision_score(
            y, predicted, average="macro", labels=np.unique(y), zero_division=0
        ),
    ),
    (
        "M604",
        lambda y, predicted: np.mean(
            [np.mean(y[predicted == c] == c) for c in np.unique(predicted)]
        ),
    ),
    ("M605", lambda y, predicted: recall(y, predicted, y.max())),
    ("M605", lambda y, predicted: recall(y, predicted, 1)),
    ("M204", lambda y, predicted: sum(recall(y, predicted, c) for c in set(y))),
    ("M204", lambda y, predicted: np.sum([recall(y, predicted, c) for c in np.unique(y)])),
    ("M608", lambda y, predicted: np.array([recall(y, predicted, c) for c in np.unique(y)])),
    ("M608", lambda y, predicted: [float(recall(y, predicted, c)) for c in sorted(set(y))]),
    ("M609", mean_of_recalls(lambda y, predicted: set(y) & set(predicted))),
    ("M609", mean_of_recalls(np.intersect1d)),
    (None, lambda y, predicted: 1 - balanced_accuracy(y, predicted)),
    (None, lambda y, predicted: 100 * balanced_accuracy(y, predicted)),
    (
        None,
        lambda y, predicted: f1_score(
            y, predicted, average="macro", labels=np.unique(y), zero_division=0
        ),
    ),
    (None, lambda y, predicted: 2 * balanced_accuracy(y, predicted) - 1),
    (None, lambda y, predicted: {int(c): recall(y, predicted, c) for c in np.unique(y)}),
    (None, lambda y, predicted: np.prod([recall(y, predicted, c) for c in np.unique(y)])),
    (None, lambda y, predicted: min(recall(y, predicted, c) for c in np.unique(y))),
    (None, lambda y, predicted: np.median([recall(y, predicted, c) for c in np.unique(y)])),
    (None, lambda y, predicted: np.diag(table(y, predicted)).sum() / len(table(y, predicted))),
    (
        None,
        lambda y, predicted: np.mean([np.mean((y == c) & (predicted == c)) for c in np.unique(y)]),
    ),
    (
        None,
        lambda y, predicted: np.mean([np.mean((y == c) == (predicted == c)) for c in np.unique(y)]),
    ),
    (None, lambda y, predicted: np.mean([np.mean(predicted[y == c]) == c for c in np.unique(y)])),
    (None, lambda y, predicted: round(balanced_accuracy(y, predicted))),
    (None, lambda y, predicted: print(balanced_accuracy(y, predicted))),
]:
    wrong(BALANCED, named)(function)


@wrong(BALANCED)
def returns_in_the_loop(y, predicted):
    total = 0
    for label in np.unique(y):
        total += recall(y, predicted, label)
        return total / len(np.unique(y))


@wrong(BALANCED, "M605")
def keeps_the_last(y, predicted):
    for label in np.unique(y):
        share = recall(y, predicted, label)
    return share
