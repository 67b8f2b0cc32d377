"""Longest first."""

import heapq
from textwrap import dedent

import numpy as np

from answers import right, wrong
from answers.backprop.written import made_of

SPAN = "resources.makespan"


@right(SPAN)
def makespan(jobs, n_machines):
    """A heap of the times at which machines are free."""
    free = [0] * n_machines
    for job in -np.sort(-jobs):
        heapq.heapreplace(free, free[0] + job)
    return max(free), max(sum(jobs) / n_machines, max(jobs))


WRITTEN = dedent(
    """
    def makespan(jobs, n_machines):
        loads = np.zeros(n_machines)
        for job in sorted(jobs, reverse=True):
            loads[loads.argmin()] += job
        bound = max(sum(jobs) / n_machines, max(jobs))
        return loads.max(), bound
    """
)
BOUND = "max(sum(jobs) / n_machines, max(jobs))"
for named, *changes in [
    ("M1064", ("sorted(jobs, reverse=True)", "jobs")),
    ("M1094", (", reverse=True", "")),
    ("M1097", ("argmin", "argmax")),
    ("M1098", ("loads.max()", "loads.min()")),
    ("M1098", ("loads.max()", "loads.mean()")),
    ("M1098", ("loads.max()", "bound")),
    (None, ("loads.max()", "loads")),
    ("M1097", ("loads.max()", "loads.sum()")),
    (None, ("loads.max()", "loads.argmax()")),
    ("M1099", (BOUND, "sum(jobs) / n_machines")),
    ("M1099", (BOUND, "max(jobs)")),
    ("M1099", (BOUND, "min(sum(jobs) / n_machines, max(jobs))")),
    ("M1196", (BOUND, "max(sum(jobs) // n_machines, max(jobs))")),
    ("M1196", (BOUND, "int(np.ceil(max(sum(jobs) / n_machines, max(jobs))))")),
    ("M1196", (BOUND, f"round({BOUND})")),
    (None, (BOUND, "np.mean(jobs)")),
    ("M1166", (BOUND, "sum(jobs)")),
    ("M1166", (BOUND, "sum(jobs) / n_machines + max(jobs)")),
    ("M1099", (BOUND, "max(jobs.mean() / n_machines, max(jobs))")),
    ("M41", ("loads.max(), bound", "bound, loads.max()")),
    (None, ("loads.max(), bound", "loads.max()")),
    (None, ("+= job", "= job")),
    (None, ("+= job", "+= 1")),
    (None, ("    bound", "        bound"), ("    return", "        return")),
    (
        "M404",
        ("    loads = ", "    jobs[::-1].sort()\n    loads = "),
        ("sorted(jobs, reverse=True)", "jobs"),
    ),
]:
    code = WRITTEN
    for old, new in changes:
        assert old in code, old
        code = code.replace(old, new)
    wrong(SPAN, named)(made_of(code, "makespan", {"np": np}))


@wrong(SPAN, "M1094")
def like_cards(jobs, n_machines):
    jobs = sorted(jobs)[::-1]
    return max(sum(jobs[k::n_machines]) for k in range(n_machines)), max(
        sum(jobs) / n_machines, jobs[0]
    )


@wrong(SPAN, "M1095")
def like_cards_unsorted(jobs, n_machines):
    loads = np.zeros(n_machines)
    for i, job in enumerate(jobs):
        loads[i % n_machines] += job
    return loads.max(), max(sum(jobs) / n_machines, max(jobs))


@wrong(SPAN, "M1096")
def the_very_best(jobs, n_machines):
    """All sets of loads that can be reached."""
    reached = {(0,) * n_machines}
    for job in jobs:
        reached = {
            tuple(sorted((*loads[:k], loads[k] + job, *loads[k + 1 :])))
            for loads in reached
            for k in range(n_machines)
        }
    return min(map(max, reached)), max(sum(jobs) / n_machines, max(jobs))
