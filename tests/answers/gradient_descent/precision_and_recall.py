"""Precision and recall of class 1."""

import numpy as np

from answers import right, wrong

BOTH = "gradient_descent.precision_and_recall"


@right(BOTH)
def precision_and_recall(y, predicted):
    """As sets of rows."""
    there, found = set(np.flatnonzero(y)), set(np.flatnonzero(predicted))
    hits = len(there & found)
    return hits / max(len(found), 1), hits / max(len(there), 1)


def ratio(part, whole):
    return part / whole if whole else 0.0


for named, function in [
    ("M41", lambda y, predicted: (ratio(sum(y * predicted), sum(y)), hits_of_found(y, predicted))),
    ("M321", lambda y, predicted: (np.mean(y == predicted), np.mean(y == predicted))),
    ("M321", lambda y, predicted: (np.mean(y == predicted), ratio(sum(y * predicted), sum(y)))),
    ("M323", lambda y, predicted: precision_and_recall(1 - y, 1 - predicted)),
    ("M312", lambda y, predicted: (np.mean(y * predicted), np.mean(y * predicted))),
    ("M312", lambda y, predicted: (hits_of_found(y, predicted), np.mean(y * predicted))),
    (None, lambda y, predicted: (predicted.mean(), y.mean())),
    (None, lambda y, predicted: (hits_of_found(y, predicted),) * 2),
    (None, lambda y, predicted: (ratio(sum(y), sum(predicted)), ratio(sum(predicted), sum(y)))),
    (None, lambda y, predicted: hits_of_found(y, predicted)),
    (None, lambda y, predicted: (sum(y * predicted), sum(y * predicted))),
    (None, lambda y, predicted: print(precision_and_recall(y, predicted))),
    (None, lambda y, predicted: tuple(100 * x for x in precision_and_recall(y, predicted))),
    (None, lambda y, predicted: tuple(round(x) for x in precision_and_recall(y, predicted))),
    (None, lambda y, predicted: tuple(1 - x for x in precision_and_recall(y, predicted))),
]:
    wrong(BOTH, named)(function)


def hits_of_found(y, predicted):
    return ratio(sum(y * predicted), sum(predicted))


@wrong(BOTH, "M324")
def numpy_divides(y, predicted):
    tp = np.sum((y == 1) & (predicted == 1))
    return tp / np.sum(predicted), tp / np.sum(y)


@wrong(BOTH, "M324")
def python_divides(y, predicted):
    tp = sum(1 for a, b in zip(y, predicted, strict=True) if a == b == 1)
    return tp / int(predicted.sum()), tp / int(y.sum())


@wrong(BOTH, "M324")
def perfect_without_an_answer(y, predicted):
    tp = sum(y * predicted)
    p = tp / sum(predicted) if sum(predicted) > 0 else 1
    r = tp / sum(y) if sum(y) > 0 else 1
    return p, r


@wrong(BOTH)
def one_of_them_unguarded(y, predicted):
    tp = sum(y * predicted)
    return tp / sum(predicted), ratio(tp, sum(y))


@wrong(BOTH)
def gives_up_on_both(y, predicted):
    if predicted.sum() == 0:
        return 0.0, 0.0
    return sum(y * predicted) / sum(predicted), sum(y * predicted) / sum(y)


@wrong(BOTH, "M322")
def specificity(y, predicted):
    fp = ((y == 0) & (predicted == 1)).sum()
    tn = ((y == 0) & (predicted == 0)).sum()
    return hits_of_found(y, predicted), tn / (tn + fp) if tn + fp else 0.0


@wrong(BOTH, "M325")
def right_is_right(y, predicted):
    correct = np.sum(y == predicted)
    return ratio(correct, sum(predicted)), ratio(correct, sum(y))


@wrong(BOTH)
def hits_against_alarms(y, predicted):
    tp = sum(y * predicted)
    return ratio(tp, sum(predicted) - tp), ratio(tp, sum(y) - tp)
