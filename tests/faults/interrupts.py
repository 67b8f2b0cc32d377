"""Interrupt a call at a line of the course's code, as a KeyboardInterrupt does: anywhere."""

from __future__ import annotations

import linecache
import sys
from collections.abc import Callable
from pathlib import Path

from course_utils.places import ROOT


def lines_of(call: Callable, *files: str) -> list[tuple[str, int]]:
    """Run `call`; return each line of `files` that it came by, (file, number), in order.

    `files` are the beginnings of paths in course_utils, such as "fitting.py" or "perceptron/".
    """
    met = []

    def at_line(frame, event, _):
        if event == "line":
            met.append((frame.f_code.co_filename, frame.f_lineno))
        return at_line

    _traced(call, at_line, files)
    return met


def interrupted_at(call: Callable, moment: int, *files: str) -> bool:
    """Run `call`, with a KeyboardInterrupt at its line number `moment`, from 0, of `lines_of`.

    Returns whether the interrupt came out of the call.
    """
    left = iter(range(moment, -1, -1))

    def at_line(frame, event, _):
        if event == "line" and next(left, None) == 0:
            raise KeyboardInterrupt
        return at_line

    try:
        _traced(call, at_line, files)
    except KeyboardInterrupt:
        return True
    return False


def moments(lines: list[tuple[str, int]], shares=(0.5, 1)) -> list[int]:
    """Return when each line is come by: halfway through its times, and the last time.

    Lines with `with` are left out: its end counts as one more coming by, where Python takes no
    signal.

    >>> moments([("a", 1), ("a", 2), ("a", 1), ("a", 1), ("a", 1)])
    [1, 2, 4]
    """
    places = {}
    for i, line in enumerate(lines):
        if not linecache.getline(*line).lstrip().startswith("with "):
            places.setdefault(line, []).append(i)
    return sorted({at[int(share * (len(at) - 1))] for at in places.values() for share in shares})


def _traced(call: Callable, at_line: Callable, files) -> None:
    starts = tuple(str(Path(ROOT, "course_utils", file)) for file in files)

    def at_call(frame, event, _):
        return at_line if frame.f_code.co_filename.startswith(starts) else None

    before = sys.gettrace()
    sys.settrace(at_call)
    try:
        call()
    finally:
        sys.settrace(before)
