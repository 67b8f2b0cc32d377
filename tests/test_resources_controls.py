"""What the explorers' controls can be set to."""

from course_utils.resources.controls import BUDGET_STEP, BUDGETS, FACTORS, JOBS, MACHINES, RULES


def test_steps_are_even():
    assert list(FACTORS) == [i / 2 for i in range(1, 5)] and list(MACHINES) == [1, 2, 3, 4]
    assert len(BUDGETS) == 33 and BUDGETS[0] == 0 and BUDGETS[-1] == 32 * BUDGET_STEP == 1600
    assert len(set(RULES)) == 4


def test_each_list_of_jobs_is_named_as_it_is():
    assert [", ".join(map(str, jobs)) for jobs in JOBS.values()] == list(JOBS)
