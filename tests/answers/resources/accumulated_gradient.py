"""A gradient in pieces, mended in part and mended wrongly."""

from textwrap import dedent

import numpy as np

from answers import right, wrong
from answers.backprop.written import made_of

HUNT = "resources.accumulated_gradient"


@right(HUNT)
def accumulated_gradient(X, y, weights, batch_size):
    """Each batch by its share of the rows."""
    total = np.zeros_like(weights)
    for start in range(0, len(X), batch_size):
        batch = slice(start, start + batch_size)
        rows, error = X[batch], X[batch] @ weights - y[batch]
        share = len(rows) / len(X)
        total = total + share * np.mean(2 * error[:, None] * rows, axis=0)
    return total


SHIPPED = dedent(
    """
    def accumulated_gradient(X, y, weights, batch_size):
        total = np.zeros(len(weights))
        n_batches = 0
        for start in range(0, len(X), batch_size):
            rows = X[start : start + batch_size]
            error = rows @ weights - y[start : start + batch_size]
            total += 2 * rows.T @ error / len(rows)
            n_batches += 1
        return total / n_batches
    """
)
OF_ROWS, RETURN = "@ error / len(rows)", "return total / n_batches"
MENDED = ((OF_ROWS, "@ error / len(X)"), (RETURN, "return total"))
COUNT = "        n_batches += 1\n"

for named, *changes in [
    ("L10", ("+= 2", "+= 2.0")),
    ("L10", (COUNT, ""), ("n_batches = 0", "n_batches = -(-len(X) // batch_size)")),
    ("M1109", (COUNT, ""), ("n_batches = 0", "n_batches = len(X) // batch_size")),
    ("M1109", (COUNT, ""), ("n_batches = 0", "n_batches = max(1, len(X) // batch_size)")),
    ("M320", (OF_ROWS, "@ error / batch_size")),
    ("M308", (OF_ROWS, "@ error")),
    ("M1197", (OF_ROWS, "@ error"), (RETURN, "return total / batch_size")),
    ("M309", (RETURN, "return total / len(X)")),
    ("M204", (RETURN, "return total")),
    ("M204", (OF_ROWS, "@ error"), (RETURN, "return total")),
    ("B8", (OF_ROWS, "@ error / len(X)")),
    ("B8", (OF_ROWS, "@ error / len(X)"), (RETURN, "return total / len(X)")),
    ("M311", ("len(X), batch", "len(X) - batch_size + 1, batch")),
    ("M311", *MENDED, ("len(X), batch", "len(X) - batch_size + 1, batch")),
    ("M310", *MENDED, ("+= 2", "= 2")),
    ("M310", ("+= 2", "= 2"), (RETURN, "return total")),
    ("M955", *MENDED, ("    return", "        return")),
    ("M955", ("    return", "        return")),
    ("M361", *MENDED, ("2 * rows", "rows")),
    ("M466", ("2 * rows", "rows")),
    ("M466", ("+= 2", "+= -2")),
    ("M466", ("+= 2", "-= 2")),
    ("M466", ("weights - y", "weights + y")),
    (None, *MENDED, ("+= 2", "-= 2")),
    (None, *MENDED, ("weights - y", "weights + y")),
    (None, *MENDED, ("rows.T @ error", "rows.T @ np.abs(error)")),
    (None, *MENDED, ("range(0", "range(1")),
    (None, (RETURN, "return total / len(rows)")),
    (None, (RETURN, "return total / batch_size")),
    (None, (RETURN, "return total / len(weights)")),
    (None, (OF_ROWS, "@ error * len(rows)"), (RETURN, "return total / len(X)")),
    (None, ("n_batches += 1", "n_batches += len(rows)"), (OF_ROWS, "@ error * len(rows)")),
    (None, ("2 * rows.T @ error", "2 * error @ rows.T")),
]:
    code = SHIPPED
    for old, new in changes:
        assert old in code, (named, old)
        code = code.replace(old, new)
    wrong(HUNT, named)(made_of(code, "accumulated_gradient", {"np": np}))
