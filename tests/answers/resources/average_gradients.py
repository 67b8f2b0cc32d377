"""Gradients of several workers."""

from textwrap import dedent

import numpy as np

from answers import right, wrong
from answers.backprop.written import made_of

MEAN = "resources.average_gradients"


@right(MEAN)
def average_gradients(gradients, n_rows):
    """Each row once, with the gradient of its worker."""
    return np.repeat(gradients, n_rows, axis=0).mean(axis=0)


WRITTEN = dedent(
    """
    def average_gradients(gradients, n_rows):
        total = 0
        for g, n in zip(gradients, n_rows):
            if n == 0:
                continue
            total = total + n * g
        return total / n_rows.sum()
    """
)
GUARD = "        if n == 0:\n            continue\n"
for named, *changes in [
    ("M1100", (GUARD, "")),
    ("V1", ("n * g", "g"), ("n_rows.sum()", "np.sum(n_rows > 0)")),
    ("V1", ("n * g", "g"), ("n_rows.sum()", "len(n_rows)")),
    ("V1", (GUARD, ""), ("n * g", "g"), ("n_rows.sum()", "len(n_rows)")),
    ("M204", (" / n_rows.sum()", "")),
    ("M204", (GUARD, ""), (" / n_rows.sum()", "")),
    ("M308", ("n_rows.sum()", "np.sum(n_rows > 0)")),
    ("M308", (GUARD, ""), ("n_rows.sum()", "len(n_rows)")),
    ("M309", ("n * g", "g")),
    (None, ("total + n * g", "n * g"), ("n_rows.sum()", "n")),
    (None, ("total + n * g", "n * g")),
    (None, ("n * g", "g / n")),
    (None, ("n == 0", "n <= 1")),
    (None, ("continue", "break")),
    (None, ("n_rows.sum()", "n_rows.max()")),
    (None, ("return total / n_rows.sum()", "return np.mean(total / n_rows.sum())")),
    ("M955", ("    return", "        return")),
]:
    code = WRITTEN
    for old, new in changes:
        assert old in code, old
        code = code.replace(old, new)
    wrong(MEAN, named)(made_of(code, "average_gradients", {"np": np}))

for named, function in [
    ("V1", lambda gradients, n_rows: np.mean(gradients, axis=0)),
    ("V1", lambda gradients, n_rows: np.nanmean(gradients, axis=0)),
    ("M1100", lambda gradients, n_rows: n_rows @ gradients / n_rows.sum()),
    ("M1100", lambda gradients, n_rows: np.average(gradients, axis=0, weights=n_rows)),
    ("M1101", lambda gradients, n_rows: np.mean(gradients, axis=1)),
    ("M308", lambda gradients, n_rows: np.mean(gradients * n_rows[:, None], axis=0)),
    ("M310", lambda gradients, n_rows: gradients[n_rows.argmax()]),
    (
        "M1174",
        lambda gradients, n_rows: np.average(
            gradients[n_rows > 0], axis=0, weights=1 / n_rows[n_rows > 0]
        ),
    ),
    (None, lambda gradients, n_rows: gradients * n_rows / n_rows.sum()),
    (None, lambda gradients, n_rows: np.median(gradients, axis=0)),
]:
    wrong(MEAN, named)(function)
