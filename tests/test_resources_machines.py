"""Jobs on machines: the plan of a rule, beside the best one and a bound."""

import statistics
import time
from itertools import product

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from course_utils.classroom.figures import to_png
from course_utils.resources.controls import JOBS, MACHINES, RULES
from course_utils.resources.explorers import machines
from course_utils.resources.explorers.jobs_on_machines import bound_of, plan_of

ALL = list(product(JOBS, MACHINES, RULES))


@pytest.fixture(scope="module")
def artists():
    return machines.stage(Figure((machines.width, machines.height)))


def words(artists, **state):
    return machines.draw(artists, **(machines.start | state))


def played(durations, n_machines):
    """Return when all is done if each job goes to the machine that is free first."""
    loads = [0] * n_machines
    for job in durations:
        loads[loads.index(min(loads))] += job
    return max(loads)


def tried(durations, n_machines):
    """Return the earliest end of all ways to put jobs on machines."""
    reached = {(0,) * n_machines}
    for job in durations:
        reached = {
            tuple(sorted((*loads[:i], loads[i] + job, *loads[i + 1 :])))
            for loads in reached
            for i in range(n_machines)
        }
    return min(max(loads) for loads in reached)


@pytest.mark.parametrize(("jobs", "n_machines", "rule"), ALL)
def test_a_plan_is_that_of_its_rule_and_breaks_no_law(jobs, n_machines, rule):
    durations = JOBS[jobs]
    assert jobs == ", ".join(map(str, durations))
    plan = plan_of(jobs, n_machines, rule)
    expected = {
        "in order": played(durations, n_machines),
        "shortest first": played(sorted(durations), n_machines),
        "longest first": played(sorted(durations, reverse=True), n_machines),
        "best": tried(durations, n_machines),
    }
    assert plan.makespan == expected[rule] >= bound_of(jobs, n_machines)
    for machine in range(n_machines):
        mine = [i for i in range(len(durations)) if plan.machine[i] == machine]
        mine.sort(key=lambda i: plan.start[i])
        ends = [0, *(plan.start[i] + durations[i] for i in mine)]
        assert [plan.start[i] for i in mine] == ends[:-1] and ends[-1] <= plan.makespan


def late(jobs, n_machines):
    rule, best = (plan_of(jobs, n_machines, each).makespan for each in ("longest first", "best"))
    return rule - best


def test_the_first_task_has_one_answer():
    gaps = {(jobs, n): late(jobs, n) for jobs in JOBS for n in MACHINES}
    assert {where: gap for where, gap in gaps.items() if gap} == {
        ("3, 3, 2, 2, 2", 2): 1,
        ("3, 5, 4, 3, 5, 4, 3", 2): 1,
        ("3, 5, 4, 3, 5, 4, 3", 3): 2,
        ("4, 7, 5, 4, 6, 7, 5, 6, 4", 2): 2,
        ("4, 7, 5, 4, 6, 7, 5, 6, 4", 4): 3,
    }


def test_the_second_task_has_one_answer():
    jobs = "3, 3, 2, 2, 2"
    above = [n for n in MACHINES if plan_of(jobs, n, "best").makespan > bound_of(jobs, n)]
    assert above == [3]


def test_chance_may_beat_the_rule():
    jobs = "3, 5, 4, 3, 5, 4, 3"
    assert plan_of(jobs, 3, "in order").makespan == 9 < plan_of(jobs, 3, "longest first").makespan


def test_the_words_tell_the_state(artists):
    said = words(artists, rule="longest first")
    assert said == (
        "Durations 3, 3, 2, 2, 2; 2 machines; next job: longest first. All is done after 7, "
        "1 later than the best plan; no plan ends before 6. Work of the machines: 7, 5."
    )
    assert artists["words"].get_text() == "longest first, 2 machines: done after 7\nbest 6, bound 6"
    said = words(artists, jobs="3, 8, 1, 5, 2, 6", rule="best", n_machines=3)
    assert "after 9, as early as the best plan; no plan ends before 8.333." in said
    assert "1 machine; " in words(artists, n_machines=1)


def test_every_state_has_its_own_words(artists):
    names = ("jobs", "n_machines", "rule")
    said = {words(artists, **dict(zip(names, state, strict=True))) for state in ALL}
    assert len(said) == len(ALL) == 80


def test_bars_lie_where_the_plan_puts_the_jobs_and_others_are_hidden(artists):
    for jobs, n_machines, rule in ALL:
        words(artists, jobs=jobs, n_machines=n_machines, rule=rule)
        plan, durations = plan_of(jobs, n_machines, rule), JOBS[jobs]
        for i, (bar, text) in enumerate(artists["bars"]):
            if i >= len(durations):
                assert bar.get_width() == 0 and text.get_text() == ""
                continue
            assert bar.get_x() == plan.start[i] and bar.get_width() == durations[i]
            assert bar.get_y() + bar.get_height() / 2 == pytest.approx(plan.machine[i])
            assert text.get_text() == str(durations[i])
        assert artists["end"].get_xdata() == [plan.makespan] * 2
        assert artists["bound"].get_xdata() == [bound_of(jobs, n_machines)] * 2
        assert plan.makespan < artists["end"].axes.get_xlim()[1]
    assert artists["bars"][5][0].get_width() > 0 and len(artists["bars"]) == 9


def test_the_scale_of_time_does_not_depend_on_the_rule(artists):
    limits = set()
    for rule in RULES:
        words(artists, jobs="3, 8, 1, 5, 2, 6", rule=rule)
        limits.add(artists["end"].axes.get_xlim())
    assert limits == {(0, 1.04 * 15)}


def test_the_curve_is_the_time_of_one_machine_over_that_of_n(artists):
    words(artists, jobs="3, 8, 1, 5, 2, 6", rule="best", n_machines=3)
    x, y = artists["speed"].get_data()
    assert list(x) == [1, 2, 3, 4]
    assert np.array(y) == pytest.approx([1, 25 / 13, 25 / 9, 25 / 8])
    assert artists["now"].get_xydata() == pytest.approx(np.array([[3, 25 / 9]]))


def test_each_caption_of_the_strip_is_true_and_none_answers_a_task():
    waits, together, above = (plan_of(**state) for _, state in machines.strip)
    assert waits.start[6] == 2 and waits.makespan == waits.start[6] + 3
    loads = np.bincount(together.machine, JOBS[machines.strip[1][1]["jobs"]])
    assert loads.tolist() == [3, 3, 3] and together.start[6] == 0
    assert above.makespan > bound_of("3, 8, 1, 5, 2, 6", 2)
    for _, state in machines.strip:
        assert late(state["jobs"], state["n_machines"]) == 0
        assert state["jobs"] != "3, 3, 2, 2, 2"


def test_pictures_depend_on_the_state_alone():
    states = [state for _, state in machines.strip]
    more = {"jobs": "4, 7, 5, 4, 6, 7, 5, 6, 4", "n_machines": 4, "rule": "longest first"}
    machines.check_pure([*states, more, {"n_machines": 1}, machines.start])


def test_a_key_is_followed_by_its_picture_in_time():
    """CPU time, as machines are shared."""
    machines.picture()
    times = []
    for jobs, n_machines in product(JOBS, MACHINES[1:]):
        start = time.process_time()
        machines.picture(jobs=jobs, n_machines=n_machines, rule="longest first")
        times.append(time.process_time() - start)
    assert statistics.median(times) < 0.25


def test_in_the_strip_no_words_run_into_the_next_panel():
    fig, _ = machines._drawn_strip()
    to_png(fig)
    for column in fig.subfigs:
        panel = column.subfigs[1]
        for text in panel.findobj(Text):
            if text.get_visible() and text.get_text().strip():
                box = text.get_window_extent()
                assert panel.bbox.x0 - 1 <= box.x0 and box.x1 <= panel.bbox.x1 + 1
                assert text.get_fontsize() >= 11


def test_the_picture_fits_a_laptop_screen_beside_its_controls():
    assert machines.height <= 4.4


def test_other_values_are_refused():
    for wrong in ({"jobs": "1, 2"}, {"n_machines": 5}, {"n_machines": 0}, {"rule": "random"}):
        with pytest.raises(ValueError):
            machines.picture(**wrong)
