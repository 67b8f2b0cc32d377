"""The LP dial: the best that a budget can do for five tasks, and the price of one more unit."""

import statistics
import time

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from course_utils.classroom.figures import to_png
from course_utils.resources.controls import BUDGETS, FACTORS
from course_utils.resources.explorers import lp_dial
from course_utils.resources.explorers.budget_of_five_tasks import best, curve, values_of
from course_utils.resources.model import allocate

WEIGHTS, DEMANDS = np.array([10.0, 20, 30, 40, 50]), np.array([100.0, 200, 300, 400, 500])
STATES = [(task, factor) for task in range(1, 6) for factor in FACTORS]


@pytest.fixture(scope="module")
def artists():
    return lp_dial.stage(Figure((lp_dial.width, lp_dial.height)))


def words(artists, **state):
    return lp_dial.draw(artists, **(lp_dial.start | state))


def filled(values, budget):
    """Return the best value by hand: the dearest units first."""
    total = 0.0
    for ratio, demand in sorted(zip(values / DEMANDS, DEMANDS, strict=True), reverse=True):
        taken = min(demand, budget)
        total, budget = total + ratio * taken, budget - taken
    return total


def test_values_change_for_one_task_alone():
    assert values_of(3, 1.5).tolist() == [10, 20, 45, 40, 50]
    assert values_of(1, 1.0).tolist() == WEIGHTS.tolist()


@pytest.mark.parametrize(("task", "factor"), STATES)
def test_the_optimum_is_that_of_a_hand_and_so_is_the_curve(task, factor):
    values = WEIGHTS.copy()
    values[task - 1] *= factor
    for budget in (0, 50, 500, 850, 1000, 1500, 1600):
        found = best(budget, task, factor)
        assert found.value == pytest.approx(filled(values, budget))
        assert found.used == pytest.approx(min(budget, 1500))
        assert found.price == pytest.approx(filled(values, budget + 1) - found.value, abs=1e-9)
        assert np.interp(budget, *curve(task, factor)) == pytest.approx(found.value)


@pytest.mark.parametrize(
    ("budget", "task", "factor"), [(600, 5, 1.0), (850, 3, 2.0), (1200, 5, 0.5)]
)
def test_the_point_is_one_of_the_best_and_bars_span_all_of_them(budget, task, factor):
    found, values = best(budget, task, factor), values_of(task, factor)
    assert found.shares @ values == pytest.approx(found.value)
    assert found.shares @ DEMANDS <= budget + 1e-9
    assert (found.least <= found.shares + 1e-6).all()
    assert (found.shares <= found.largest + 1e-6).all()
    for i in range(5):
        least = np.where(np.arange(5) == i, min(found.largest[i] + 0.01, 1), 0)
        more = allocate(values, DEMANDS, budget, at_least=least)
        assert found.largest[i] > 0.99 or more.value < found.value - 1e-6


def test_the_first_task_has_one_answer_that_can_be_read_off(artists):
    free = [
        budget for budget in BUDGETS if "one more unit adds 0. " in words(artists, budget=budget)
    ]
    rest = [budget for budget in BUDGETS if "adds 0.1. " in words(artists, budget=budget)]
    assert free == [1500, 1550, 1600] and rest == list(BUDGETS[: BUDGETS.index(1500)])


def test_the_second_task_has_one_answer_that_can_be_read_off(artists):
    """A task of doubled value keeps the price at 0.2 until it has all that it needs."""
    for task, need in enumerate(DEMANDS, start=1):
        budgets, values = curve(task, 2.0)
        assert (budgets[1], values[1] / budgets[1]) == (need, pytest.approx(0.2))
        for budget, price in ((int(need) - 50, "0.2"), (int(need), "0.1")):
            said = words(artists, budget=budget, task=task, factor=2.0)
            assert f"one more unit adds {price}. " in said


def test_the_words_tell_the_state(artists):
    said = words(artists, budget=600, factor=2.0)
    assert said == (
        "Budget 600; task 5 is worth 2 times 50. The best value is 110 with 600 used; one more "
        "unit adds 0.1. More than one allocation is best. Best shares: task 1: 0 to 1, "
        "task 2: 0 to 0.5, task 3: 0 to 0.333, task 4: 0 to 0.25, task 5: 1."
    )
    assert artists["words"].get_text() == "budget 600, 600 used\nvalue 110, price 0.1"
    said = words(artists, budget=1200, factor=0.5)
    assert "price 0.05" in artists["words"].get_text() and "More than one" not in said
    assert said.endswith("task 3: 1, task 4: 1, task 5: 0.4.")


def test_every_state_of_a_control_has_its_own_words(artists):
    for name, values in (("budget", BUDGETS), ("task", range(1, 6)), ("factor", FACTORS)):
        assert len({words(artists, **{name: value}) for value in values}) == len(values)


def test_the_picture_shows_the_state(artists):
    words(artists, budget=600, factor=2.0)
    found = best(600, 5, 2.0)
    assert [bar.get_width() for bar in artists["sure"]] == found.least.tolist()
    assert [bar.get_width() for bar in artists["open"]] == found.largest.tolist()
    assert artists["best"].get_xdata().tolist() == [0, 0, 0, 0.25, 1]
    assert artists["notes"][3].get_text() == "0 to 0.25\nof 40"
    assert artists["curve"].get_xydata().tolist() == np.column_stack(curve(5, 2.0)).tolist()
    assert artists["point"].get_xydata().tolist() == [[600, found.value]]
    x, y = artists["slope"].get_data()
    assert np.diff(y) / np.diff(x) == pytest.approx(0.1)
    assert np.interp(600, x, y) == pytest.approx(110)


def test_the_polygon_holds_what_the_other_tasks_leave(artists):
    words(artists, budget=700, task=1, factor=2.0)  # task 1 takes 100 of it
    corners = artists["region"].get_xy()[:-1]
    assert corners.tolist() == [[0, 0], [1, 0], [1, 0.4], [0.25, 1], [0, 1]]
    for name, height, weights in (("budget line", 600, [400, 500]), ("equal", 60, [40, 50])):
        assert artists[name].get_xydata() @ weights == pytest.approx([height] * 2)
    assert artists["corner"].get_xydata().tolist() == [[0.25, 1]]
    words(artists, budget=1200, factor=0.5)
    assert artists["equal"].get_xydata() @ [40, 25] == pytest.approx([50, 50])
    words(artists, budget=0)
    assert not artists["corner"].get_xydata().any()


def test_all_curves_lie_inside_the_picture(artists):
    ax = artists["curve"].axes
    assert ax.get_ylim()[1] > max(curve(*state)[1].max() for state in STATES)
    assert ax.get_xlim()[0] <= BUDGETS[0] and BUDGETS[-1] <= ax.get_xlim()[1]


def test_each_caption_of_the_strip_is_true_and_none_answers_a_task():
    open_, doubled, plenty = (best(**state) for _, state in lp_dial.strip)
    assert (open_.least < 1e-6).all() and (open_.largest > 1 - 1e-6).all()
    assert doubled.least[4] > 1 - 1e-6 and (doubled.least[:4] < 1e-6).all()
    assert (plenty.least > 1 - 1e-6).all() and plenty.price == 0
    assert plenty.used == pytest.approx(1500)
    assert {state["budget"] for _, state in lp_dial.strip} == {600, 1600}


def test_pictures_depend_on_the_state_alone():
    states = [state for _, state in lp_dial.strip]
    more = {"budget": 0, "task": 2, "factor": 0.5}
    lp_dial.check_pure([*states, more, {"budget": 1150, "task": 5, "factor": 0.5}, lp_dial.start])


def test_a_key_is_followed_by_its_picture_in_time():
    """CPU time, as machines are shared; the linear programs are solved in it."""
    lp_dial.picture()
    times = []
    for budget in BUDGETS[1:12]:
        start = time.process_time()
        lp_dial.picture(budget=budget, task=4, factor=1.5)
        times.append(time.process_time() - start)
    assert statistics.median(times) < 0.25


def test_in_the_strip_no_words_run_into_the_next_panel():
    fig, _ = lp_dial._drawn_strip()
    to_png(fig)
    for column in fig.subfigs:
        panel = column.subfigs[1]
        for text in panel.findobj(Text):
            if text.get_visible() and text.get_text().strip():
                box = text.get_window_extent()
                assert panel.bbox.x0 - 1 <= box.x0 and box.x1 <= panel.bbox.x1 + 1
                assert text.get_fontsize() >= 11


def test_the_picture_fits_a_laptop_screen_beside_its_controls():
    assert lp_dial.height <= 4.4


def test_other_values_are_refused():
    for wrong in ({"budget": 1650}, {"budget": 25}, {"task": 6}, {"factor": 3.0}):
        with pytest.raises(ValueError):
            lp_dial.picture(**wrong)
