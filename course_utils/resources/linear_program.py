"""Linear programs: solved where there is an optimum, explained where there is none."""

from typing import NamedTuple

import numpy as np

from course_utils.validation import as_matrix, as_vector, check_choice

_ZERO = 1e-7  # the solver's own tolerance
_TIE = 1e-6  # what settles a tie: small beside the coefficients, which are 1 at most


class Solution(NamedTuple):
    """What a linear program came to; `x`, `value` and `prices` are None if it has no optimum."""

    status: str  # "optimal", "infeasible" or "unbounded"
    x: np.ndarray | None
    value: float | None  # c'x
    prices: np.ndarray | None  # by how much the value gets better per unit of each b_ub, >= 0
    message: str  # what stands in the way, in words


class _Program(NamedTuple):
    """Minimize c'x subject to A x <= b and low <= x <= high; some x may have to be whole."""

    c: np.ndarray
    A: np.ndarray
    b: np.ndarray
    low: np.ndarray
    high: np.ndarray
    whole: np.ndarray


def solve_lp(
    c, A_ub=None, b_ub=None, *, bounds=(0, None), maximize=False, integral=False
) -> Solution:
    """Minimize, or maximize, c'x subject to A_ub x <= b_ub and bounds on x.

    Parameters
    ----------
    c : array of shape (n,)
    A_ub, b_ub : arrays of shape (m, n) and (m,), or both None
        A row that says "at least" says "at most" after multiplying it and its limit by -1.
    bounds : pair (low, high) for each x, or a sequence of n pairs; None is no bound
    maximize : bool
    integral : bool
        Whether each x must be a whole number. There are no prices then: they are slopes.

    Returns
    -------
    Solution
        The message of an infeasible program names the rows that stand against each other, that
        of an unbounded one the variables that nothing holds.

    Raises
    ------
    RuntimeError
        If the solver gives up.

    References
    ----------
    Dantzig, Linear programming and extensions, 1963. The solver is HiGHS: Huangfu and Hall,
    Mathematical Programming Computation 10(1), 2018.

    >>> solution = solve_lp([3, 2], [[1, 1], [2, 1]], [4, 6], maximize=True)
    >>> solution.x, solution.value, solution.prices
    (array([2., 2.]), 10.0, array([1., 1.]))
    >>> solve_lp([1, 1], [[1, 1], [-1, -1]], [1, -2]).message
    'No x within the bounds keeps rows 0 and 1 together. It is enough to raise b_ub[0] by 1.'
    >>> solve_lp([1, 0], [[0, 1]], [5], bounds=(None, None)).message
    'The value has no limit: x[0] can fall forever. Add a bound or a row that stops it.'
    """
    c, maximize = as_vector(c, "c"), check_choice(maximize, (False, True), "maximize")
    A, b = _as_rows(A_ub, b_ub, len(c))
    low, high = _as_bounds(bounds, len(c))
    if integral:
        low, high = np.ceil(low), np.floor(high)
    has_room = (low <= high) & (low < np.inf) & (high > -np.inf)
    for j in np.flatnonzero(~has_room):
        return _no_optimum(
            "infeasible", f"No {'whole ' * integral}number lies between the bounds of x[{j}]."
        )
    # The solver's tolerances are absolute. With 1 as the largest number they hold in any unit.
    c_size, row_sizes = _size(c), np.array([_size(row) for row in A])
    whole = np.full(len(c), int(integral))
    goal = (-c if maximize else c) / c_size
    program = _Program(goal, A / row_sizes[:, None], b / row_sizes, low, high, whole)
    result = _highs(program)
    if result.status != 0:
        return _explain(program, row_sizes, result)
    x = (result.x.round() if integral else result.x.clip(low, high)) + 0.0  # no -0.0
    prices = None if integral else np.abs(result.ineqlin.marginals) * c_size / row_sizes
    return Solution("optimal", x, float(c @ x), prices, "An optimum was found.")


def _highs(program: _Program):
    from scipy.optimize import linprog

    c, A, b, low, high, whole = program
    bounds = np.column_stack([low, high])
    return linprog(c, A, b, bounds=bounds, integrality=whole, options={"mip_rel_gap": 0.0})


def _explain(program: _Program, row_sizes: np.ndarray, result) -> Solution:
    """Say why there is no optimum; of whole x the solver may not know whether any are allowed."""
    excess, together = _least_excess(program)
    if excess.any():
        return _no_optimum("infeasible", _words_of_rows(excess * row_sizes, together))
    direction = _endless_direction(program)
    if direction.any():
        return _no_optimum("unbounded", _words_of_direction(direction))
    raise RuntimeError(f"the solver found no answer. {result.message}")


def _least_excess(program: _Program) -> tuple[np.ndarray, np.ndarray]:
    """Return by how much each row must be exceeded, in all as little as possible, and a conflict.

    Of two rows, it is rather the first. The conflict is the rows with a price there: no x keeps
    just these. Whole x have no prices.
    """
    n_rows, n = program.A.shape
    elastic = _Program(
        np.append(np.zeros(n), 1 + _TIE * np.arange(n_rows)),
        np.hstack([program.A, -np.eye(n_rows)]),
        program.b,
        np.append(program.low, np.zeros(n_rows)),
        np.append(program.high, np.full(n_rows, np.inf)),
        np.append(program.whole, np.zeros(n_rows, int)),
    )
    result = _highs(elastic)
    excess = np.where(result.x[n:] > _ZERO, result.x[n:], 0.0)
    if program.whole.any():
        return excess, np.array([], int)
    return excess, np.flatnonzero(np.abs(result.ineqlin.marginals) > _ZERO)


def _endless_direction(program: _Program) -> np.ndarray:
    """Return a direction in [-1, 1] that improves the value and never meets a row or a bound.

    It is a difference, up - down, and moves no variable without need. 0 if there is none.
    """
    c, A, _, low, high, _ = program
    n = len(c)
    doubled = _Program(
        np.append(c, -c) + _TIE,
        np.hstack([A, -A]),
        np.zeros(len(A)),
        np.zeros(2 * n),
        np.append(np.isinf(high), np.isinf(low)).astype(float),
        np.zeros(2 * n, int),
    )
    up, down = np.split(_highs(doubled).x, 2)
    return np.where(np.abs(up - down) > _ZERO, up - down, 0.0)


def _words_of_rows(excess: np.ndarray, together: np.ndarray) -> str:
    rows = _listed(together)
    kept = {0: "all rows", 1: f"row {rows}"}.get(len(together), f"rows {rows} together")
    whole = "" if len(together) else "whole "
    raised = _listed([f"b_ub[{i}] by {excess[i]:g}" for i in np.flatnonzero(excess)])
    return f"No {whole}x within the bounds keeps {kept}. It is enough to raise {raised}."


def _words_of_direction(direction: np.ndarray) -> str:
    moves = []
    for verb, those in (("rise", direction > 0), ("fall", direction < 0)):
        if those.any():
            moves.append(f"{_listed([f'x[{j}]' for j in np.flatnonzero(those)])} can {verb}")
    stops = "it" if np.count_nonzero(direction) == 1 else "them"
    return (
        f"The value has no limit: {_listed(moves)} forever. "
        f"Add a bound or a row that stops {stops}."
    )


def _listed(items) -> str:
    *first, last = map(str, items) if len(items) else [""]
    return f"{', '.join(first)} and {last}" if first else last


def _no_optimum(status: str, message: str) -> Solution:
    return Solution(status, None, None, None, message)


def _size(row: np.ndarray) -> float:
    """Return the largest absolute number of a row, or 1 if all are 0."""
    return np.abs(row).max() or 1.0


def _as_rows(A_ub, b_ub, n: int) -> tuple[np.ndarray, np.ndarray]:
    if (A_ub is None) != (b_ub is None):
        missing, there = ("A_ub", "b_ub") if A_ub is None else ("b_ub", "A_ub")
        raise TypeError(f"{there} came without {missing}; pass both, or neither.")
    if A_ub is None:
        return np.zeros((0, n)), np.zeros(0)
    A = as_matrix(A_ub, "A_ub")
    if A.shape[1] != n:
        raise ValueError(
            f"A_ub must have {n} columns, one for each number of c; got shape {A.shape}."
        )
    return A, as_vector(b_ub, "b_ub", len(A))


def _as_bounds(bounds, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return both ends of the bounds, each of shape (n,); no bound is -inf or inf."""
    pairs = list(bounds) if np.iterable(bounds) else []
    if all(end is None or np.ndim(end) == 0 for end in pairs):
        pairs = [pairs] * n
    if len(pairs) != n or any(len(pair) != 2 for pair in pairs):
        raise ValueError(
            f"bounds must be one pair (low, high), or {n} of them, one for each x; got {bounds!r}."
        )
    ends = [
        [
            missing if end is None else end
            for end, missing in zip(pair, (-np.inf, np.inf), strict=True)
        ]
        for pair in pairs
    ]
    low, high = np.array(ends, float).T
    if np.isnan(low).any() or np.isnan(high).any():
        raise ValueError("bounds contains NaN; None means that there is no bound.")
    return low, high
