"""Conditions with an upper bound."""

from textwrap import dedent

import numpy as np

from answers import right, wrong
from answers.backprop.written import made_of

BOUNDS = "resources.to_upper_bounds"


@right(BOUNDS)
def to_upper_bounds(A, b, senses):
    """Signs first, for each condition once or twice."""
    signs = {"<=": [1.0], ">=": [-1.0], "==": [1.0, -1.0]}
    rows = [(i, sign) for i, sense in enumerate(senses) for sign in signs[sense]]
    which, sign = np.array([i for i, _ in rows]), np.array([s for _, s in rows])
    return sign[:, None] * A[which], sign * b[which]


WRITTEN = dedent(
    """
    def to_upper_bounds(A, b, senses):
        A_ub, b_ub = [], []
        for i in range(len(b)):
            if senses[i] == "<=":
                A_ub.append(A[i])
                b_ub.append(b[i])
            elif senses[i] == ">=":
                A_ub.append(-A[i])
                b_ub.append(-b[i])
            else:
                A_ub.append(A[i])
                b_ub.append(b[i])
                A_ub.append(-A[i])
                b_ub.append(-b[i])
        return np.array(A_ub), np.array(b_ub)
    """
)
TWICE = "            A_ub.append(-A[i])\n            b_ub.append(-b[i])\n    return"

for named, *changes in [
    ("R2", (TWICE, "    return"), ("-A[i]", "A[i]"), ("-b[i]", "b[i]")),
    ("M1070", ("-b[i]", "b[i]")),
    ("M1070", ("-A[i]", "A[i]")),
    ("M1071", ('"<="', '"x"'), ('">="', '"<="'), ('"x"', '">="')),
    ("M1073", (TWICE, "    return")),
    ("M1075", ("        else:", "        elif False:")),
    (None, ("return np.array(A_ub), np.array(b_ub)", "return np.array(b_ub), np.array(A_ub)")),
    (None, ("return np.array(A_ub), np.array(b_ub)", "return np.array(A_ub)")),
    (None, ("return np.array(A_ub)", "return np.array(A_ub).T")),
    (None, ("return np.array(A_ub)", "return np.abs(A_ub)")),
    (None, ("-b[i]", "1 / b[i]"), ("-A[i]", "1 / A[i]")),
    (None, ("    return", "        return")),
    (None, ("A_ub.append(-A[i])", "A_ub += -A[i]")),
]:
    code = WRITTEN
    for old, new in changes:
        assert old in code, old
        code = code.replace(old, new)
    wrong(BOUNDS, named)(made_of(code, "to_upper_bounds", {"np": np}))


@wrong(BOUNDS, "R2")
def handed_on(A, b, senses):
    return A, b


@wrong(BOUNDS, "M1072")
def all_turned(A, b, senses):
    return -1 * A, -1 * b


@wrong(BOUNDS, "M1073")
def with_signs(A, b, senses):
    sign = np.where(np.array(senses) == ">=", -1, 1)
    return sign[:, None] * A, sign * b


@wrong(BOUNDS, "M1074")
def equal_twice(A, b, senses):
    again = [i for i, sense in enumerate(senses) if sense == "=="]
    sign = np.where(np.array(senses) == ">=", -1, 1)
    return np.vstack([sign[:, None] * A, A[again]]), np.hstack([sign * b, b[again]])


@wrong(BOUNDS, "M404")
def where_they_stand(A, b, senses):
    senses = np.array(senses)
    A[senses == ">="] *= -1
    b[senses == ">="] *= -1
    return np.vstack([A, -A[senses == "=="]]), np.hstack([b, -b[senses == "=="]])


@wrong(BOUNDS)
def only_lower_ones(A, b, senses):
    lower = np.array(senses) != "<="
    return -A[lower], -b[lower]


@wrong(BOUNDS, "M1161")
def an_else_for_the_last_if(A, b, senses):
    rows, limits = [], []
    for row, limit, sense in zip(A, b, senses, strict=True):
        if sense == "<=":
            rows.append(row)
            limits.append(limit)
        if sense == ">=":
            rows.append(-row)
            limits.append(-limit)
        else:
            rows += [row, -row]
            limits += [limit, -limit]
    return np.array(rows), np.array(limits)
