"""Shares of each row of scores."""

import numpy as np

from answers import right, wrong


@right("perceptron.softmax_rows")
def softmax_rows(scores):
    """In logarithms: the total of a row is added up without leaving them."""
    totals = np.logaddexp.reduce(scores, axis=1)
    return np.exp(scores - totals[:, np.newaxis])


softmax = "perceptron.softmax_rows"

for named, function in [
    ("F1", lambda scores: np.exp(scores) / np.sum(np.exp(scores), axis=1, keepdims=True)),
    ("F1", lambda scores: [np.exp(row) / sum(np.exp(row)) for row in scores]),
    ("F3", lambda scores: np.exp(scores) / np.exp(scores).sum(axis=1)),
    ("M114", lambda scores: np.exp(scores - scores.max(0)) / np.exp(scores - scores.max(0)).sum(0)),
    ("M118", lambda scores: softmax_rows(np.minimum(np.maximum(scores, -700), 700))),
    (None, lambda scores: softmax_rows(-scores)),
    ("M120", lambda scores: np.exp(scores - scores.max(axis=1)[:, None])),
    ("M121", lambda scores: np.array([row / row.sum() for row in scores])),
    ("M125", lambda scores: [int(np.argmax(row)) for row in scores]),
    ("M126", lambda scores: 1 / (1 + np.exp(-scores))),
    ("M127", lambda scores: np.exp(scores) / np.sum(np.exp(scores))),
    ("M128", lambda scores: np.exp(scores) / sum(np.exp(scores))),
    (None, lambda scores: np.exp(scores - max(scores)) / sum(np.exp(scores - max(scores)))),
    (None, lambda scores: np.log(softmax_rows(scores))),
    (None, lambda scores: (scores == scores.max(axis=1, keepdims=True)) * 1),
    (None, lambda scores: softmax_rows(scores).max(axis=1)),
    (None, lambda scores: softmax_rows(scores).ravel()),
    (None, lambda scores: softmax_rows(scores).T),
    (None, lambda scores: softmax_rows(scores / 1000)),
    (None, lambda scores: softmax_rows(scores / scores.max())),
    (None, lambda scores: np.abs(scores) / np.abs(scores).sum(axis=1, keepdims=True)),
    (None, lambda scores: np.round(softmax_rows(scores), 2)),
    (None, lambda scores: 2**scores / (2**scores).sum(axis=1, keepdims=True)),
    (None, lambda scores: np.tanh(scores)),
    (None, lambda scores: print(softmax_rows(scores))),
]:
    wrong(softmax, named)(function)


@wrong(softmax, "F3")
def no_column_for_the_largest(scores):
    powers = np.exp(scores - np.max(scores, axis=1))
    return powers / np.sum(powers, axis=1, keepdims=True)


@wrong(softmax, "F3")
def no_columns_at_all(scores):
    powers = np.exp(scores - scores.max(axis=1))
    return powers / powers.sum(axis=1)


@wrong(softmax, "M113")
def for_one_vector(scores):
    powers = np.exp(scores - np.max(scores))
    return powers / np.sum(powers)


@wrong(softmax, "M111")
def row_totals_but_one_largest(scores):
    powers = np.exp(scores - np.max(scores))
    return powers / powers.sum(axis=1)[:, None]


@wrong(softmax, "M52")
def returns_in_the_loop(scores):
    for row in scores:
        powers = np.exp(row - row.max())
        return powers / powers.sum()


@wrong(softmax)
def totals_go_on(scores):
    shares, total = [], 0
    for row in scores:
        powers = np.exp(row - row.max())
        total += powers.sum()
        shares.append(powers / total)
    return np.array(shares)


@wrong(softmax)
def writes_into_its_input(scores):
    for row in scores:
        row -= row.max()
    return np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)


@wrong(softmax)
def largest_of_the_row_before(scores):
    shares, largest = [], 0
    for row in scores:
        powers = np.exp(row - largest)
        shares.append(powers / powers.sum())
        largest = row.max()
    return shares


@wrong(softmax, "M119")
def subtraction_turned_round(scores):
    powers = np.exp(scores.max(axis=1, keepdims=True) - scores)
    return powers / powers.sum(axis=1, keepdims=True)
