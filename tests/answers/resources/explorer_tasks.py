"""What is read off the LP dial and the machines."""

import numpy as np

from answers import right, wrong
from course_utils.resources.explorers.budget_of_five_tasks import best
from course_utils.resources.explorers.jobs_on_machines import JOBS, MACHINES, plan_of

BUDGET = "resources.budget_where_price_is_zero"
LOSES = "resources.longest_first_loses"


@right(BUDGET)
def budget_where_price_is_zero():
    """Ask the dial."""
    return next(budget for budget in range(0, 1601, 50) if best(budget, 5, 1.0).price < 1e-9)


for named, value in [
    ("M1116", 1450),
    ("M1116", 1400),
    ("M1116", 1000),
    ("M1116", 500),
    ("M1116", 1499),
    ("M1117", 1550),
    ("M1117", 1600),
    ("M998", 150),
    ("M998", 0.1),
    ("M998", 0),
    (None, -1500),
    (None, 15),
    (None, None),
    (None, "1500"),
    (None, (1500, 0)),
]:
    wrong(BUDGET, named)(lambda value=value: value)


def ends(jobs, n_machines):
    """Return when longest first, the best plan and the two other rules are done."""
    rules = ("longest first", "best", "in order", "shortest first")
    return [plan_of(jobs, n_machines, rule).makespan for rule in rules]


@right(LOSES)
def longest_first_loses():
    """The last of the explorer's states, the machines first."""
    states = [(n, jobs) for jobs in JOBS for n in MACHINES]
    n, jobs = [state for state in states if ends(*state[::-1])[0] > ends(*state[::-1])[1]][-1]
    return n, np.array(JOBS[jobs])


@wrong(LOSES, "M1118")
def in_order_loses():
    return next(
        (JOBS[jobs], n)
        for jobs in JOBS
        for n in MACHINES
        if ends(jobs, n)[0] == ends(jobs, n)[1] < max(ends(jobs, n)[2:])
    )


@wrong(LOSES, "M998")
def both_ends():
    return tuple(ends("3, 3, 2, 2, 2", 2)[:2])


for named, value in [
    ("M1118", ([1, 1, 1, 1, 1, 1, 3], 3)),
    ("M1118", ([1, 1, 2], 2)),
    ("M1119", ([3, 3, 2, 2, 2], 1)),
    ("M1119", ([2, 2, 2, 2], 2)),
    ("M1119", ([9, 1], 4)),
    ("M998", 2),
    ("M998", [3, 3, 2, 2, 2]),
    (None, ([3, 3, 2, 2, 2], 2.5)),
    (None, ([3, 3, 2, 2, 2], 0)),
    (None, ([3, 3, 2, 2, -2], 2)),
    (None, ([3, 3, 2, 2, float("nan")], 2)),
    (None, ([3] * 40, 2)),
    ("M998", None),
    (None, ([], 2)),
    ("M998", ("three jobs", 2)),
]:
    wrong(LOSES, named)(lambda value=value: value)
