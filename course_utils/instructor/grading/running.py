"""Run one submission, as often as it takes to get past the cells that end its process."""

import re
import time
from typing import NamedTuple

from course_utils.instructor.grading.plain import pack
from course_utils.instructor.grading.process import Run, run
from course_utils.instructor.grading.submissions import Cell, Shipped, defined, plain
from course_utils.instructor.grading.walls import Walls
from course_utils.instructor.grading.watching import Limits

MOST_STARTS = 40  # each gets past one more cell or exercise


class Outcome(NamedTuple):
    """What was seen of one submission; nothing in it is judged yet."""

    found: dict[str, dict]  # exercise -> what its function does, or what is left to do
    missing: dict[str, str]  # exercise -> why there is no function
    ended: dict[str, tuple[str, str]]  # exercise -> how its function ended the process
    cells: dict[int, tuple[str, str]]  # cell -> how it failed, and the words; both "" where it ran
    over: str  # why no more was run, or ""
    took: dict[str, float]  # seconds of each step, by its name


def run_cells(
    cells: tuple[Cell, ...],
    chapter: Shipped,
    cases: dict[str, list[dict]],
    limits: Limits,
    walls: Walls,
    patience: dict[str, float],
) -> Outcome:
    """Run a notebook's cells and call the functions that they define.

    A cell, or a function, that ends its process or does not end costs itself: the rest is run once
    more without it.

    Parameters
    ----------
    cells : tuple of Cell
    chapter : Shipped
    cases : dict of str -> list of dict
        The exercises to observe, with the arguments of each call.
    limits, walls, patience : see `process.run`
    """
    outcome = Outcome({}, {}, {}, {}, "", {})
    topic = chapter.chapter.partition("_")[2]
    job = {
        "exercises": f"course_utils.{topic}.exercises",
        "setup": chapter.setup,
        "cells": [
            {"source": cell.source, "shipped": plain(cell.source) in chapter.cells, "skip": False}
            for cell in cells
        ],
        "cases": {name: pack(drawn) for name, drawn in cases.items()},
    }
    if all(cell["shipped"] for cell in job["cells"]):
        return outcome
    until = time.monotonic() + limits.in_all + sum(patience.values())
    frugal = False
    for _ in range(MOST_STARTS):
        until += patience.get("setup", 0.0)
        ran = run(job, limits, walls, patience, until)
        _note(ran, outcome, job)
        if not ran.end:
            return outcome
        if not ran.at and not frugal:  # experiments took all the time: once more without them
            frugal, until = True, time.monotonic() + limits.in_all + sum(patience.values())
            _leave_experiments_out(job, cells)
        elif not _skip(ran, outcome, job):
            return outcome._replace(over=ran.end)
    return outcome._replace(over="crashed: too many of its cells end the process")


def _leave_experiments_out(job: dict, cells: tuple[Cell, ...]) -> None:
    """Treat cells that answer no exercise as shipped ones: they run where an answer needs them."""
    for plan, cell in zip(job["cells"], cells, strict=True):
        answers = {cell.exercise, *defined(cell.source)} & job["cases"].keys()
        plan["shipped"] = plan["shipped"] or not answers


def _note(ran: Run, outcome: Outcome, job: dict) -> None:
    """Keep what a process said of the cells and exercises that it was given, and nothing else."""
    outcome.took.update(ran.took)
    for message in ran.messages:
        name, cell = message.get("exercise"), message.get("cell")
        if isinstance(name, str) and name in job["cases"]:
            outcome.found.pop(name, None)  # what is said last counts
            outcome.missing.pop(name, None)
            if isinstance(message.get("missing"), str):
                outcome.missing[name] = message["missing"][:200]
            else:
                outcome.found[name] = message
        elif type(cell) is int and 0 <= cell < len(job["cells"]):
            words = message.get("raised")
            outcome.cells[cell] = how_it_failed(words[:500] if isinstance(words, str) else "")


def how_it_failed(words: str) -> tuple[str, str]:
    """Return a result and words for what a cell raised; both "" for nothing.

    >>> how_it_failed("MemoryError: Unable to allocate")
    ('out of memory', 'MemoryError: Unable to allocate')
    """
    kinds = {"": "", "OutOfTime": "out of time", "MemoryError": "out of memory"}
    kind = re.match(r"\w*", words)[0].removeprefix("_Array")
    if kind == "OutOfTime":
        words = "it did not end in time"
    return kinds.get(kind, "error"), words


def _skip(ran: Run, outcome: Outcome, job: dict) -> bool:
    """Take what ended a process out of the job; say whether there was something to take out."""
    result, _, words = ran.end.partition(": ")
    number = ran.at.removeprefix("cell ")
    done = {*outcome.found, *outcome.missing}
    if number.isdecimal() and int(number) < len(job["cells"]):
        cell = job["cells"][int(number)]
        if cell["skip"]:
            return False
        cell["skip"] = True
        outcome.cells[int(number)] = result, words
    elif ran.at in job["cases"] and ran.at not in done:
        outcome.ended[ran.at] = result, words
    else:
        return False
    over = {*outcome.found, *outcome.ended}
    job["cases"] = {name: drawn for name, drawn in job["cases"].items() if name not in over}
    return bool(job["cases"])
