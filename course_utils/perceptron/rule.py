"""Rosenblatt's rule: one update, a whole run as a list of visits, and how long it can last.

Labels are -1/+1, so one number tells right from wrong: y·(w·x + b) is above 0 where the score
has the sign of the label. Rosenblatt, The perceptron, Psychological Review 65(6), 1958.
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from course_utils.perceptron.units import margin
from course_utils.validation import (
    as_matrix,
    as_scalar,
    as_vector,
    check_choice,
    check_count,
    check_labels,
    check_positive,
)


def perceptron_update(weights, bias, x, y, learning_rate=1.0) -> tuple[np.ndarray, float]:
    """One step of Rosenblatt's rule: move the boundary only if `x` is misclassified.

    Parameters
    ----------
    weights : array of shape (n_features,)
    bias : float
    x : array of shape (n_features,)
        One sample.
    y : {-1, +1}
        Its label. A score of exactly 0 counts as a mistake.
    learning_rate : float > 0

    Returns
    -------
    weights, bias : the new parameters; the inputs are left as they were.

    References
    ----------
    Rosenblatt, The perceptron, Psychological Review 65(6), 1958.

    >>> perceptron_update(np.zeros(2), 0.0, np.array([1.0, 2.0]), -1, learning_rate=0.5)
    (array([-0.5, -1. ]), -0.5)
    """
    weights, bias = as_vector(weights, "weights"), as_scalar(bias, "bias")
    x, y = as_vector(x, "x", len(weights)), as_scalar(y, "y")
    check_labels(y, (-1, 1))
    learning_rate = check_positive(learning_rate, "learning_rate")
    if y * (x @ weights + bias) > 0:
        return weights.copy(), bias
    return weights + learning_rate * y * x, bias + learning_rate * y


class Visit(NamedTuple):
    """What happened when the rule looked at one sample; arrays are never shared between visits."""

    epoch: int  # from 1
    sample: int  # row of X, from 0
    x: np.ndarray
    y: int
    score: float  # w·x + b before the update
    agreement: float  # y·(w·x + b): a mistake if not above 0
    weights_before: np.ndarray
    bias_before: float
    weights: np.ndarray
    bias: float
    updated: bool  # the rule took the sample for a mistake


def trace(X, y, learning_rate=1.0, n_epochs=10, *, fit_bias=True, labels=(-1, 1)) -> list[Visit]:
    """Record every visit of Rosenblatt's rule, from zero weights on, sample by sample.

    The run ends after an epoch without a mistake, or after `n_epochs`.

    Parameters
    ----------
    X : array of shape (n_samples, n_features)
    y : array of shape (n_samples,), holding only `labels`
    learning_rate : float > 0
    n_epochs : int >= 1
    fit_bias : bool
        False keeps the bias at 0: the boundary then passes through the origin.
    labels : {(-1, 1), (0, 1)}
        The rule needs (-1, 1). With (0, 1) the same formula goes wrong, as `y` = 0 makes
        y·(w·x + b) zero (always a mistake) and η·y·x zero too (never a move): made to be watched.

    Returns
    -------
    visits : list of Visit, one for each sample of each epoch

    >>> [(v.sample, v.agreement, v.updated) for v in trace([[1.0], [3.0]], [-1, 1], n_epochs=2)]
    [(0, 0.0, True), (1, -4.0, True), (0, -2.0, True), (1, 2.0, False)]
    """
    return list(_visits(X, y, learning_rate, n_epochs, fit_bias, labels))


def _visits(X, y, learning_rate, n_epochs, fit_bias=True, labels=(-1, 1)) -> Iterator[Visit]:
    X = as_matrix(X)
    y = as_vector(y, "y", len(X))
    check_labels(y, check_choice(labels, ((-1, 1), (0, 1)), "labels"))
    learning_rate = check_positive(learning_rate, "learning_rate")
    weights, bias = np.zeros(X.shape[1]), 0.0
    for epoch in range(1, check_count(n_epochs, "n_epochs") + 1):
        updates = 0
        for i, (x, label) in enumerate(zip(X, y.astype(int).tolist(), strict=True)):
            total = float(x @ weights + bias)
            agreement = label * total + 0.0  # + 0.0 turns -0.0 into 0.0
            seen = (epoch, i, x.copy(), label, total, agreement, weights.copy(), bias)
            mistake = agreement <= 0
            if mistake:
                weights = weights + learning_rate * label * x
                bias = bias + learning_rate * label * fit_bias
                updates += 1
            yield Visit(*seen, weights.copy(), bias, mistake)
        if not updates:
            break


def convergence_bound(X, y, weights, bias) -> float:
    """Return (R / gamma)²: from zero weights the rule makes at most that many updates, ever.

    It needs a boundary (`weights`, `bias`) that separates the data; the better it does, the
    smaller the bound. The bias is the weight of one more input that is always 1, so R is the
    greatest length of (x, 1), and gamma the smallest margin of (weights, bias) on these rows.
    The learning rate has no part in it.

    Parameters
    ----------
    X : array of shape (n_samples, n_features)
    y : array of shape (n_samples,), labels -1 or +1
    weights : array of shape (n_features,)
    bias : float

    Raises
    ------
    ValueError
        If a sample lies on the boundary or beyond: then the theorem promises nothing.

    References
    ----------
    Novikoff, On convergence proofs on perceptrons, Symposium on the Mathematical Theory of
    Automata 12, 1962.

    >>> convergence_bound([[0.0], [2.0]], [-1, 1], weights=[1.0], bias=-1.0)
    10.0
    """
    X = as_matrix(X)
    rows = np.column_stack([X, np.ones(len(X))])
    normal = np.append(as_vector(weights, "weights", X.shape[1]), as_scalar(bias, "bias"))
    margins = margin(rows, y, normal, 0.0)
    if margins.min() <= 0:
        raise ValueError(
            f"weights and bias must separate the data, but sample {margins.argmin()} is on the "
            "boundary or on the wrong side: there is no bound. Fit until there are no mistakes."
        )
    # Squares first: on whole numbers the bound is then exact, free of a root's rounding.
    agreement = np.abs(rows @ normal).min()
    return float((rows**2).sum(axis=1).max() * (normal @ normal) / agreement**2)


class Squeeze(NamedTuple):
    """How far the weights (with the bias as one more) got after each update, and what limits it.

    After k updates of size η their length is at least η·γ·k, as each update adds η·γ or more in
    the direction of a separating boundary; and it is at most η·R·√k, as an update is a mistake
    and so never adds more than (η·R)² to the square. The line overtakes the root at k = (R/γ)².
    """

    lengths: np.ndarray  # (n_updates + 1,), beginning with 0
    radius: float  # R, the greatest length of a sample (x, 1)
    margin: float  # γ, the smallest of (w, b) on the samples (x, 1); `margin` divides by ‖w‖ alone
    learning_rate: float  # η
    bound: float  # (R/γ)²


def squeeze(X, y, learning_rate=1.0, n_epochs=1000) -> Squeeze:
    """Return the two limits of Novikoff's proof beside what the rule really did.

    The bound is that of the boundary which the rule found.

    Parameters
    ----------
    X : array of shape (n_samples, n_features)
    y : array of shape (n_samples,), labels -1 or +1
    learning_rate : float > 0
    n_epochs : int >= 1

    Raises
    ------
    ValueError
        If the rule doesn't come to an end within `n_epochs`.

    >>> found = squeeze([[0.0], [2.0]], [-1, 1])
    >>> found.lengths.round(3).tolist(), found.bound
    ([0.0, 1.0, 2.0, 2.236], 25.0)
    """
    lengths, updates_in = [0.0], Counter()
    for last in _visits(X, y, learning_rate, n_epochs):
        if last.updated:
            lengths.append(float(np.linalg.norm([*last.weights, last.bias])))
            updates_in[last.epoch] += 1
    if updates_in[last.epoch]:
        raise ValueError(
            f"n_epochs={n_epochs} ended before an epoch without an update: there are more to "
            "come, or no boundary separates the data."
        )
    bound = convergence_bound(X, y, last.weights, last.bias)
    radius = float(np.linalg.norm(np.column_stack([X, np.ones(len(X))]), axis=1).max())
    return Squeeze(np.array(lengths), radius, radius / bound**0.5, float(learning_rate), bound)


def updates_and_bound(X, y, learning_rate=1.0, n_epochs=1000) -> tuple[int, float]:
    """Return the updates that the rule makes until an epoch has none, and the bound on them.

    Arguments and errors are those of `squeeze`.

    >>> updates_and_bound([[0.0], [2.0]], [-1, 1])
    (3, 25.0)
    """
    found = squeeze(X, y, learning_rate, n_epochs)
    return len(found.lengths) - 1, found.bound
