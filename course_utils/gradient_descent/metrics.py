"""How good is a classifier? From the table of right and wrong answers to the ROC curve."""

from typing import NamedTuple

import numpy as np

from course_utils.gradient_descent.losses import as_class_numbers
from course_utils.validation import as_scalar, as_vector, check_count, check_labels


def confusion_matrix(y, predicted, n_classes=None) -> np.ndarray:
    """Count the samples of each true class (row) by the class predicted for them (column).

    Parameters
    ----------
    y, predicted : arrays of shape (n_samples,), whole numbers from 0
    n_classes : int >= 1, or None for the greatest number met, plus 1

    Returns
    -------
    counts : ndarray of int, shape (n_classes, n_classes); the right answers are on the diagonal

    >>> confusion_matrix([0, 0, 1, 1, 1], [0, 1, 1, 1, 0])
    array([[1, 1],
           [1, 2]])
    """
    if n_classes is not None:
        n_classes = check_count(n_classes, "n_classes")
    y = as_class_numbers(y, "y", None, n_classes)
    predicted = as_class_numbers(predicted, "predicted", len(y), n_classes)
    n_classes = n_classes or int(max(y.max(), predicted.max())) + 1
    counts = np.zeros((n_classes, n_classes), dtype=int)
    np.add.at(counts, (y, predicted), 1)  # counts[y, predicted] += 1 would count a pair once
    return counts


def precision_recall(y, predicted, positive=1) -> tuple[float, float]:
    """Return how many alarms are right, and how many of those to be found are found.

    Precision is the share of true positives among the samples *predicted* positive, recall their
    share among those that *are* positive. NaN stands for a share of nothing.

    Parameters
    ----------
    y, predicted : arrays of shape (n_samples,), labels that are numbers
    positive : the label that counts as positive; all others are negative

    >>> precision_recall([1, 1, 1, 0, 0], [1, 0, 0, 1, 0])
    (0.5, 0.3333333333333333)
    """
    y = _labels(y, "y")
    predicted, positive = _labels(predicted, "predicted", len(y)), as_scalar(positive, "positive")
    alarm, real = predicted == positive, y == positive
    found = int(np.sum(alarm & real))
    return _share(found, int(alarm.sum())), _share(found, int(real.sum()))


class Roc(NamedTuple):
    """The receiver operating characteristic: what each threshold finds, and what it costs."""

    false_positive_rate: np.ndarray  # share of the negatives with a score >= threshold
    true_positive_rate: np.ndarray  # share of the positives, the recall
    thresholds: np.ndarray  # falling; the first is inf, at which nothing is positive


def roc_curve(y, scores) -> Roc:
    """Return both rates for every threshold that changes an answer.

    Parameters
    ----------
    y : array of shape (n_samples,), labels 0 or 1, both present
    scores : array of shape (n_samples,)
        Greater for the samples that look more positive: scores or probabilities.

    Returns
    -------
    roc : Roc
        A point for "nothing is positive", then one for each different score.

    References
    ----------
    Fawcett, An introduction to ROC analysis, Pattern Recognition Letters 27(8), 2006.

    >>> roc_curve([0, 1, 0, 1], [1.0, 2.0, 3.0, 3.0])
    Roc(false_positive_rate=array([0. , 0.5, 0.5, 1. ]),
        true_positive_rate=array([0. , 0.5, 1. , 1. ]), thresholds=array([inf,  3.,  2.,  1.]))
    """
    y = as_vector(y, "y")
    scores = as_vector(scores, "scores", len(y))
    check_labels(y, (0, 1))
    if y.min() == y.max():
        raise ValueError(f"y must hold both labels, 0 and 1; it holds only {y[0]:g}.")
    falling = np.argsort(-scores, kind="stable")
    y, scores = y[falling], scores[falling]
    # Equal scores pass a threshold together: a point stands after the last of them.
    last = np.append(np.flatnonzero(scores[1:] != scores[:-1]), len(y) - 1)
    found, false_alarms = np.cumsum(y)[last], np.cumsum(1 - y)[last]
    return Roc(
        np.append(0.0, false_alarms / false_alarms[-1]),
        np.append(0.0, found / found[-1]),
        np.append(np.inf, scores[last]),
    )


def area_under_curve(roc) -> float:
    """Return the area under the ROC curve: 1 for a perfect order, 0.5 for an order by chance.

    It is the probability that a positive sample scores higher than a negative one, ties counted
    as half.

    Parameters
    ----------
    roc : Roc, as `roc_curve` returns it

    References
    ----------
    Hanley and McNeil, The meaning and use of the area under a receiver operating characteristic
    (ROC) curve, Radiology 143(1), 1982.

    >>> area_under_curve(roc_curve([0, 1, 0, 1], [1.0, 2.0, 3.0, 3.0]))
    0.625
    """
    if not isinstance(roc, Roc):
        raise TypeError(f"roc must be what roc_curve(y, scores) returns; got {type(roc).__name__}.")
    return float(np.trapezoid(roc.true_positive_rate, roc.false_positive_rate))


def _labels(value, name, length=None) -> np.ndarray:
    labels = as_vector(value, name, length)
    between = labels[labels != np.round(labels)]
    if between.size:
        raise ValueError(f"{name} must hold labels, whole numbers; got {between[0]:g}.")
    return labels


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")
