"""Reports of a solver."""

from textwrap import dedent

import numpy as np

from answers import right, wrong
from answers.backprop.written import made_of

READ = "resources.read_solution"


@right(READ)
def read_solution(result, demands, budget):
    if not result.success or result.x is None:
        raise ValueError("No optimum. The solver says: " + result.message)
    used = sum(demands[i] * result.x[i] for i in range(len(demands)))
    return [list(result.x), 0 - result.fun, budget - used]


WRITTEN = dedent(
    """
    def read_solution(result, demands, budget):
        if result.status != 0:
            raise ValueError(result.message)
        return result.x, -result.fun, budget - demands @ result.x
    """
)
ASKED = "    if result.status != 0:\n        raise ValueError(result.message)\n"
RAISED = "raise ValueError(result.message)"

for named, *changes in [
    ("R5", (ASKED, "")),
    ("R5", (RAISED, "print(result.message)")),
    ("R5", (ASKED, ""), ("demands @ result.x", "np.sum(demands * result.x)")),
    ("M1076", ("result.status != 0", "result.x is None")),
    ("M1076", ("result.status != 0", "result.status > 1")),
    ("M1076", ("result.status != 0", "result.status in (2, 3)")),
    ("M1077", (RAISED, "return None")),
    ("M1077", (RAISED, "return None, None, None")),
    ("M1077", (RAISED, "return 0 * demands, 0, 0")),
    ("M1077", (RAISED, "return result.message")),
    (None, (RAISED, "return 0 * demands, 0, budget")),
    ("M1078", (RAISED, "raise ValueError")),
    ("M1078", (RAISED, "raise ValueError('infeasible or unbounded')")),
    ("M1172", (RAISED, "raise RuntimeError(result.message)")),
    ("M1172", (ASKED, "    assert result.success, result.message\n")),
    (None, (RAISED, "raise result.message")),
    ("M1079", ("!= 0", "== 0")),
    ("R6", ("-result.fun", "result.fun")),
    ("R6", ("-result.fun", "abs(result.fun)")),
    ("M1080", ("demands @ result.x", "result.x.sum()")),
    ("M1081", ("budget - demands", "demands")),
    ("M1081", ("budget - demands @ result.x", "demands @ result.x - budget")),
    (None, ("budget - demands @ result.x", "budget - demands * result.x")),
    ("M1162", ("budget - demands @ result.x", "budget - demands.sum()")),
    ("M1162", ("budget - demands @ result.x", "budget + result.fun")),
    ("M1066", ("return result.x", "return demands * result.x")),
    (None, ("budget - demands @ result.x", "budget")),
    (None, ("result.x, -result.fun", "-result.fun, result.x")),
    (None, ("return result.x", "return -result.x")),
    (None, ("return result.x", "return np.round(result.x)")),
    (None, ("return result.x, ", "return ")),
]:
    code = WRITTEN
    for old, new in changes:
        assert old in code, old
        code = code.replace(old, new)
    wrong(READ, named)(made_of(code, "read_solution", {"np": np}))


@wrong(READ)
def by_name(result, demands, budget):
    if result.status != "optimal":
        raise ValueError(result.message)
    return result.x, -result.fun, budget - demands @ result.x


@wrong(READ, "R5")
def with_a_loop(result, demands, budget):
    for demand, share in zip(demands, result.x, strict=True):
        budget = budget - demand * share
    return result.x, -result.fun, budget
