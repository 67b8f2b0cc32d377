"""Measure side by side, and hold a row of measurements against its bar.

Nothing here loads NumPy, so that `ONE_THREAD` can be set before NumPy starts its threads.
"""

import operator
import statistics
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

ONE_THREAD = dict.fromkeys(
    (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "NUMEXPR_NUM_THREADS",
        "VECLIB_MAXIMUM_THREADS",
    ),
    "1",
)
SIGNS = {"<=": operator.le, "<": operator.lt, ">=": operator.ge, ">": operator.gt}


class Bar(NamedTuple):
    """What a row must reach: the median of `of` ("course" or "ratio") against a limit."""

    of: str
    sign: str
    limit: float


class Spread(NamedTuple):
    """The lower quartile, the median and the upper quartile of some measurements."""

    low: float
    median: float
    high: float


class Row(NamedTuple):
    """One line of the table; `ratio` is course / peer, taken pair by pair."""

    name: str
    unit: str
    course: Spread
    peer: Spread | None = None
    ratio: Spread | None = None
    bar: Bar | None = None


def spread(values: Sequence[float]) -> Spread:
    """Return the quartiles of the values, in their unit.

    >>> spread([3.0, 1.0, 2.0, 100.0, 4.0])
    Spread(low=2.0, median=3.0, high=4.0)
    """
    if not len(values):
        raise ValueError("values is empty; measure at least once.")
    if len(values) == 1:
        return Spread(values[0], values[0], values[0])
    return Spread(*statistics.quantiles(values, n=4, method="inclusive"))


def make_row(
    name: str,
    unit: str,
    course: Sequence[float],
    peer: Sequence[float] | None = None,
    bar: Bar | None = None,
) -> Row:
    """Return the row of some measurements; those of `peer` stand beside those of `course`.

    Parameters
    ----------
    name, unit : what was measured
    course, peer : measurements in `unit`, at least one; measurement k of both belong together
    bar : Bar, or None for a row that is only shown

    Raises
    ------
    ValueError
        If the lengths differ, or if the bar names what the row does not have.

    >>> row = make_row("fit", "ms", [1.0, 2.0], [4.0, 4.0], Bar("ratio", "<=", 0.5))
    >>> row.ratio.median, holds(row)
    (0.375, True)
    """
    if peer is not None and len(peer) != len(course):
        raise ValueError(f"course has {len(course)} measurements, peer {len(peer)}; pair them.")
    if bar and (bar.sign not in SIGNS or bar.of not in ("course", "ratio")):
        raise ValueError(f'bar must be like ("ratio", "<=", 0.25); got {tuple(bar)!r}.')
    if bar and bar.of == "ratio" and peer is None:
        raise ValueError(f"the bar of {name!r} is a ratio, but there is no peer; measure one.")
    if peer is None:
        return Row(name, unit, spread(course), bar=bar)
    ratios = None
    if all(peer):
        ratios = spread([ours / theirs for ours, theirs in zip(course, peer, strict=True)])
    return Row(name, unit, spread(course), spread(peer), ratios, bar)


def holds(row: Row) -> bool | None:
    """Whether the row reaches its bar; None without one. NaN reaches no bar."""
    if row.bar is None:
        return None
    measured = getattr(row, row.bar.of)
    return measured is not None and SIGNS[row.bar.sign](measured.median, row.bar.limit)


def take_turns(
    course: Callable[[], float], peer: Callable[[], float], n_runs: int
) -> tuple[list[float], list[float]]:
    """Measure both in turn, so that a busy moment meets both; each goes first every other time.

    The first measurement of each is thrown away: it also loads code.

    >>> take_turns(lambda: 1.0, lambda: 2.0, 3)
    ([1.0, 1.0, 1.0], [2.0, 2.0, 2.0])
    """
    ours, theirs = [], []
    sides = [(peer, theirs), (course, ours)]
    for _ in range(n_runs + 1):
        for run, measured in sides:
            measured.append(run())
        sides.reverse()
    return ours[1:], theirs[1:]


def seconds(run: Callable[[], object]) -> float:
    """Return how long one call takes, in seconds of the wall clock."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def compare_times(
    name: str,
    course: Callable[[], object],
    peer: Callable[[], object],
    bar: Bar | None = None,
    n_runs: int = 51,
) -> Row:
    """Return the row, in milliseconds, of two calls that are timed in turn."""
    pairs = take_turns(lambda: 1e3 * seconds(course), lambda: 1e3 * seconds(peer), n_runs)
    return make_row(name, "ms", *pairs, bar)
