"""Jobs on machines: simple rules, the best schedule of a few jobs, and a bound that none beats."""

from typing import NamedTuple

import numpy as np

from course_utils.validation import as_vector, check_count

MOST_JOBS = 14
_ROUNDING = 1 + 1e-12  # two sums of the same jobs may differ by so much


class Schedule(NamedTuple):
    """Where and when each job runs; times are in the unit of the jobs."""

    machine: np.ndarray  # whole numbers of shape (n_jobs,), from 0
    start: np.ndarray  # of shape (n_jobs,)
    makespan: float  # when the last machine is done


def list_schedule(jobs, n_machines: int, order=None) -> Schedule:
    """Give each job, in an order, to the machine that is free first.

    Parameters
    ----------
    jobs : array of shape (n_jobs,), each >= 0: how long a job takes, on any machine
    n_machines : int >= 1
    order : the jobs' positions in some order; None is as they come
        If several machines are free, the first of them takes the job.

    Returns
    -------
    Schedule
        Its makespan is at most 2 - 1/n_machines times the best one, whatever the order.

    References
    ----------
    Graham, Bounds for certain multiprocessing anomalies, Bell System Technical Journal 45, 1966.

    >>> list_schedule([2, 3, 1], n_machines=2)
    Schedule(machine=array([0, 1, 0]), start=array([0., 0., 2.]), makespan=3.0)
    """
    jobs, n_machines = _as_jobs(jobs, n_machines)
    free_at = np.zeros(n_machines)
    machine, start = np.zeros(len(jobs), int), np.zeros(len(jobs))
    for job in _as_order(order, len(jobs)):
        first = free_at.argmin()
        machine[job], start[job] = first, free_at[first]
        free_at[first] += jobs[job]
    return Schedule(machine, start, float(free_at.max()))


def longest_first(jobs, n_machines: int) -> Schedule:
    """Give each job, the longest first, to the machine that is free first.

    Parameters
    ----------
    jobs, n_machines : see `list_schedule`

    Returns
    -------
    Schedule
        Its makespan is at most 4/3 - 1/(3 n_machines) times the best one.

    References
    ----------
    Graham, Bounds on multiprocessing timing anomalies, SIAM Journal on Applied Mathematics 17(2),
    1969.

    >>> longest_first([3, 3, 2, 2, 2], n_machines=2).makespan  # the best is 6
    7.0
    """
    jobs, n_machines = _as_jobs(jobs, n_machines)
    return list_schedule(jobs, n_machines, np.argsort(-jobs, kind="stable"))


def lower_bound(jobs, n_machines: int) -> float:
    """Return a time before which no schedule ends.

    It is the largest of three: the longest job; all work spread evenly; and, with more jobs than
    machines, the two shortest of the n_machines + 1 longest jobs, as some machine gets two of them.

    Parameters
    ----------
    jobs, n_machines : see `list_schedule`

    >>> lower_bound([3, 3, 2, 2, 2], n_machines=2), lower_bound([5, 5, 5], n_machines=2)
    (6.0, 10.0)
    """
    jobs, n_machines = _as_jobs(jobs, n_machines)
    longest = np.sort(jobs)[::-1]
    pair = longest[n_machines - 1 : n_machines + 1].sum() if len(jobs) > n_machines else 0.0
    return float(max(longest[0], jobs.sum() / n_machines, pair))


def best_schedule(jobs, n_machines: int) -> Schedule:
    """Return a schedule of the smallest makespan, by branch and bound.

    A branch puts the longest job that is left on one machine. It is cut where that machine would
    be done no earlier than in the best schedule so far.

    Parameters
    ----------
    jobs, n_machines : see `list_schedule`; at most 14 jobs

    Returns
    -------
    Schedule
        On a machine, the jobs run from the longest to the shortest.

    References
    ----------
    Land and Doig, An automatic method of solving discrete programming problems, Econometrica
    28(3), 1960.

    >>> best_schedule([3, 3, 2, 2, 2], n_machines=2).makespan
    6.0
    """
    jobs, n_machines = _as_jobs(jobs, n_machines)
    if len(jobs) > MOST_JOBS:
        raise ValueError(
            f"jobs holds {len(jobs)}, too many for branch and bound; {MOST_JOBS} are the most. "
            "Use longest_first."
        )
    best = longest_first(jobs, n_machines)
    order = np.argsort(-jobs, kind="stable")
    sizes = jobs[order].tolist()
    found = _branch_and_bound(sizes, n_machines, best.makespan, lower_bound(jobs, n_machines))
    return best if found is None else _as_schedule(jobs, n_machines, order, found)


def _branch_and_bound(
    sizes: list[float], n_machines: int, makespan: float, bound: float
) -> list[int] | None:
    """Return the machine of each job, or None if nothing is shorter than this makespan."""
    best, chosen = None, []
    loads = [0.0] * n_machines

    def place() -> None:
        nonlocal best, makespan
        if len(chosen) == len(sizes):
            best, makespan = chosen.copy(), max(loads)
            return
        size = sizes[len(chosen)]
        for machine, load in enumerate(loads):
            if load in loads[:machine]:  # as good as the one before
                continue
            if makespan <= bound * _ROUNDING or load + size >= makespan / _ROUNDING:
                continue
            loads[machine] += size
            chosen.append(machine)
            place()
            chosen.pop()
            loads[machine] = load

    place()
    return best


def _as_schedule(jobs: np.ndarray, n_machines: int, order, machines) -> Schedule:
    """Run each machine's jobs in this order, without a break."""
    done = np.zeros(n_machines)
    machine, start = np.zeros(len(jobs), int), np.zeros(len(jobs))
    for job, chosen in zip(order, machines, strict=True):
        machine[job], start[job] = chosen, done[chosen]
        done[chosen] += jobs[job]
    return Schedule(machine, start, float(done.max()))


def _as_jobs(jobs, n_machines) -> tuple[np.ndarray, int]:
    jobs = as_vector(jobs, "jobs")
    if jobs.min() < 0:
        raise ValueError(f"jobs must last at least 0; got {jobs.min():g}.")
    return jobs, check_count(n_machines, "n_machines")


def _as_order(order, n_jobs: int) -> list[int]:
    if order is None:
        return list(range(n_jobs))
    positions = np.asarray(order)
    if positions.dtype.kind not in "iu" or not np.array_equal(
        np.sort(positions, None), range(n_jobs)
    ):
        raise ValueError(
            f"order must hold each of the positions 0 to {n_jobs - 1} once; got {order!r}."
        )
    return positions.ravel().tolist()
