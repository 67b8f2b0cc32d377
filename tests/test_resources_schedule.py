"""Rules on machines beside all schedules, and Graham's bounds."""

import time
from itertools import product

import numpy as np
import pytest

from course_utils.resources.schedule import (
    MOST_JOBS,
    best_schedule,
    list_schedule,
    longest_first,
    lower_bound,
)


def random_jobs(n_instances=40):
    """Yield jobs and a number of machines; jobs of length 0 and ties are among them."""
    rng = np.random.default_rng(0)
    for _ in range(n_instances):
        yield rng.integers(0, 12, rng.integers(1, 8)), int(rng.integers(1, 4))


def smallest_makespan(jobs, n_machines):
    machines = np.array(list(product(range(n_machines), repeat=len(jobs))))
    return max_loads(jobs, machines, n_machines).min()


def max_loads(jobs, machines, n_machines):
    return np.max([(machines == m) @ jobs for m in range(n_machines)], axis=0)


def check_schedule(schedule, jobs, n_machines):
    """Each job runs once, no machine rests or does two things at once, and the makespan is true."""
    machine, start, makespan = schedule
    assert machine.dtype.kind == "i" and isinstance(makespan, float)
    assert machine.shape == start.shape == (len(jobs),)
    assert set(machine.tolist()) <= set(range(n_machines))
    ends = []
    for m in range(n_machines):
        mine = sorted((start[job], start[job] + jobs[job]) for job in np.flatnonzero(machine == m))
        begins = [begin for begin, _ in mine]
        ends.append(mine[-1][1] if mine else 0.0)
        assert begins == pytest.approx([0, *[end for _, end in mine]][: len(mine)])
    assert makespan == pytest.approx(max(ends))


class TestRules:
    def test_as_they_come(self):
        machine, start, makespan = list_schedule([3, 3, 2, 2, 2], 2)
        assert machine.tolist() == [0, 1, 0, 1, 0] and start.tolist() == [0, 0, 3, 3, 5]
        assert makespan == 7

    def test_in_an_order(self):
        machine, start, makespan = list_schedule([3, 1, 2], 2, order=[1, 2, 0])
        assert machine.tolist() == [0, 0, 1] and start.tolist() == [1, 0, 0] and makespan == 4
        assert list_schedule([3, 1, 2], 2, order=np.array([0, 2, 1])).machine.tolist() == [0, 1, 1]

    def test_longest_first(self):
        machine, start, makespan = longest_first([1, 5, 2, 5], 2)
        assert machine.tolist() == [1, 0, 0, 1] and start.tolist() == [5, 0, 5, 0]
        assert makespan == 7

    def test_they_keep_grahams_bounds(self):
        for jobs, m in random_jobs():
            shortest = smallest_makespan(jobs, m)
            for schedule, bound in (
                (list_schedule(jobs, m), 2 - 1 / m),
                (longest_first(jobs, m), 4 / 3 - 1 / (3 * m)),
            ):
                check_schedule(schedule, jobs, m)
                assert shortest <= schedule.makespan <= bound * shortest + 1e-9

    @pytest.mark.parametrize("m", [2, 3, 4])
    def test_the_bounds_are_reached(self, m):
        jobs = [1.0] * (m * (m - 1)) + [float(m)]
        assert list_schedule(jobs, m).makespan == 2 * m - 1
        jobs = [m, *np.repeat(np.arange(2 * m - 1, m - 1, -1), 2)]  # m three times
        assert longest_first(jobs, m).makespan == 4 * m - 1
        assert best_schedule(jobs, m).makespan == 3 * m

    def test_more_machines_than_jobs(self):
        machine, start, makespan = longest_first([2, 3], 4)
        assert machine.tolist() == [1, 0] and start.tolist() == [0, 0] and makespan == 3


class TestBest:
    def test_equal_to_the_best_of_all_schedules(self):
        for jobs, m in random_jobs():
            schedule = best_schedule(jobs, m)
            check_schedule(schedule, jobs, m)
            assert schedule.makespan == smallest_makespan(jobs, m)

    def test_fractions(self):
        rng = np.random.default_rng(1)
        for m in (2, 3):
            for _ in range(10):
                jobs = rng.random(7)
                schedule = best_schedule(jobs, m)
                check_schedule(schedule, jobs, m)
                assert schedule.makespan == pytest.approx(smallest_makespan(jobs, m), rel=1e-9)

    def test_where_longest_first_is_not_the_best(self):
        assert longest_first([3, 3, 2, 2, 2], 2).makespan == 7
        schedule = best_schedule([3, 2, 3, 2, 2], 2)
        assert schedule.makespan == 6
        assert schedule.machine.tolist() == [0, 1, 0, 1, 1]
        assert schedule.start.tolist() == [0, 0, 3, 2, 4]

    def test_where_longest_first_is_the_best_it_stays(self):
        for jobs, m in (([5, 4, 3, 3], 2), ([7, 2, 3, 4, 5, 4], 2), ([3, 7, 5, 7, 1, 4], 3)):
            best, rule = best_schedule(jobs, m), longest_first(jobs, m)
            assert best.machine.tolist() == rule.machine.tolist()
            assert best.makespan == rule.makespan > lower_bound(jobs, m)

    def test_machines_that_are_alike_are_tried_once(self):
        start = time.process_time()
        assert best_schedule(np.ones(14), 6).makespan == 3  # 7,484,400 ways to fill six with two
        assert time.process_time() - start < 2

    def test_at_most_14_jobs(self):
        assert MOST_JOBS == 14 and best_schedule(np.ones(14), 3).makespan == 5
        words = r"jobs holds 15, too many for branch and bound; 14 are the most\. Use longest_first"
        with pytest.raises(ValueError, match=words):
            best_schedule(np.ones(15), 3)


class TestBound:
    def test_no_schedule_beats_it_and_some_reach_it(self):
        reached = 0
        for jobs, m in random_jobs():
            bound, shortest = lower_bound(jobs, m), smallest_makespan(jobs, m)
            assert bound <= shortest + 1e-9
            reached += bound == shortest
        assert reached > 20

    def test_each_of_the_three(self):
        assert lower_bound([9, 1, 1, 1], 2) == 9
        assert lower_bound([3, 3, 2, 2, 2], 2) == 6
        assert lower_bound([4, 4, 4, 1], 3) == 5 == lower_bound([1, 4, 4, 4], 3)
        assert lower_bound([4, 4, 4], 3) == 4
        assert isinstance(lower_bound([1, 2], 1), float) and lower_bound([1, 2], 1) == 3


@pytest.mark.parametrize("of", [list_schedule, longest_first, lower_bound, best_schedule])
@pytest.mark.parametrize(
    ("jobs", "n_machines", "error", "words"),
    [
        ([1, -2], 2, ValueError, "jobs must last at least 0; got -2"),
        ([], 2, ValueError, "jobs is empty"),
        ([1, 2], 0, ValueError, "n_machines must be at least 1"),
        ([1, 2], 1.5, TypeError, "n_machines must be a whole number"),
    ],
)
def test_bad_jobs_are_refused(of, jobs, n_machines, error, words):
    with pytest.raises(error, match=words):
        of(jobs, n_machines)


@pytest.mark.parametrize("order", [[0, 1], [0, 1, 1], [1, 2, 3], [0.0, 1.0, 2.0], 5])
def test_an_order_holds_each_job_once(order):
    with pytest.raises(ValueError, match="order must hold each of the positions 0 to 2 once; got"):
        list_schedule([1, 2, 3], 2, order)
