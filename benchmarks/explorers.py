"""How long a chapter's explorers take from a state to its picture, without the browser."""

import importlib.util
import statistics
from collections.abc import Iterator, Sequence

from benchmarks.measure import Bar, Row, make_row, seconds
from course_utils.classroom.controls import Control
from course_utils.classroom.explorer import Explorer

MEDIAN = Bar("course", "<=", 250)


def values(control: Control) -> Sequence:
    """Return all that a control offers, of a slider at most 21 places.

    >>> from course_utils.classroom.controls import slider
    >>> values(slider(0, 4, 2, "step", step=2))
    [0, 2, 4]
    """
    if control.kind != "slider":
        return control.options
    low, high, step = control.minimum, control.maximum, control.step
    n = min(round((high - low) / step), 20)
    return [control.nearest(low + (high - low) * i / n) for i in range(n + 1)]


def states(explorer: Explorer) -> list[dict]:
    """Return what keys can reach: each control through all its values, from each of the strip."""
    return [
        state | {name: value}
        for _, state in explorer.strip
        for name, control in explorer.controls.items()
        for value in values(control)
    ]


def rows(topic: str) -> Iterator[Row]:
    """Yield two rows for each explorer of a chapter: the median with its bar, and the slow end."""
    name = f"course_utils.{topic}.explorers"
    if importlib.util.find_spec(name) is None:
        return
    room = importlib.import_module(name)
    for name in room.__all__:
        explorer = getattr(room, name)
        explorer.picture()  # the first one also draws the stage
        walk = states(explorer)
        times = [1e3 * seconds(lambda: explorer.picture(**state)) for state in walk]  # noqa: B023
        what = f"explorer `{name}`, state to picture, {len(walk)} states"
        yield make_row(what, "ms", times, bar=MEDIAN)
        slow = statistics.quantiles(times, n=20)[-1]
        yield make_row(f"{what}: 95th percentile", "ms", [slow])
