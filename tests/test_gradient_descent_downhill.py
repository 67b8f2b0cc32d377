"""The walk: paths on the curve, and words that tell what becomes of them."""

import itertools
import re

import numpy as np
import pytest
from matplotlib.figure import Figure

from course_utils.classroom.figures import to_png
from course_utils.gradient_descent import CURVES, descend
from course_utils.gradient_descent.exercises.largest_learning_rate import largest_learning_rate
from course_utils.gradient_descent.explorers import downhill
from course_utils.gradient_descent.explorers.steps_downhill import LEARNING_RATES, N_STEPS

START = downhill.controls["start"]
STARTS = np.arange(START.minimum, START.maximum + 0.1, START.step).tolist()
OUTCOMES = ("converges", "jumps between two points", "diverges", "is still on its way")


@pytest.fixture(scope="module")
def artists():
    return downhill.stage(Figure())


def words(artists, **state):
    return downhill.draw(artists, **(downhill.start | state))


def told(said):
    """Return which of the four outcomes the words say."""
    [found] = [how for how in OUTCOMES if f"descent {how};" in said]
    return found


def test_every_state_has_its_own_words(artists):
    states = list(itertools.product(CURVES, LEARNING_RATES, STARTS))
    said = [
        words(artists, curve=curve, learning_rate=rate, start=start)
        for curve, rate, start in states
    ]
    assert len(set(said)) == len(states) == 4 * 15 * 13
    for text in said:
        assert told(text) and text.endswith(".")
        assert not re.search(r"nan|inf|-0(?![.\d])", text)


def test_the_words_of_the_bowl_are_those_of_arithmetic(artists):
    """Each step multiplies the distance to the lowest point by 1 - 2.5 times the rate."""
    for rate, start in itertools.product(LEARNING_RATES, STARTS):
        factor = abs(1 - 2.5 * rate)
        how = told(words(artists, learning_rate=rate, start=start))
        if factor > 1 + 1e-9:
            assert how == "diverges"
        elif factor > 1 - 1e-9:
            assert how == "jumps between two points"
        else:
            near = factor**N_STEPS * abs(start - 1) < 0.08  # a hundredth of the picture
            assert how == ("converges" if near else "is still on its way")


def test_what_is_still_on_its_way_goes_down_or_comes_together(artists):
    for curve, rate, start in itertools.product(CURVES, LEARNING_RATES, STARTS):
        if told(words(artists, curve=curve, learning_rate=rate, start=start)) == OUTCOMES[3]:
            path = descend(CURVES[curve].slope, start, rate, N_STEPS)
            losses, steps = CURVES[curve].loss(path), np.abs(np.diff(path))
            assert (np.diff(losses[-5:]) < 0).all() or (np.diff(steps[-5:]) < 0).all()


def test_the_task_can_be_read_off(artists):
    for start in STARTS:
        arrive = {
            rate: told(words(artists, learning_rate=rate, start=start)) for rate in LEARNING_RATES
        }
        converging = [rate for rate, how in arrive.items() if how == "converges"]
        assert max(converging) == largest_learning_rate() == 0.75
        assert (arrive[0.8], arrive[0.85]) == ("jumps between two points", "diverges")


def test_the_words_tell_the_picture(artists):
    assert words(artists) == (
        "bowl, learning rate 0.1, start -2.25: descent converges; from step 13 on it is close to "
        "w = 1.00. In 40 steps the loss goes from 13.2 to 0.000."
    )
    assert artists["words"].get_text() == "learning rate 0.1: converges\nloss 13.2 → 0.000"
    said = words(artists, learning_rate=0.8)
    assert "w = -2.25 and w = 4.25 take turns" in said
    said = words(artists, learning_rate=0.85)
    assert "step 2 leaves the picture" in said  # 1 - 3.25, then + 3.66, then - 4.11
    said = words(artists, curve="saturated", learning_rate=1.0, start=-2.75)
    end = descend(CURVES["saturated"].slope, -2.75, 1.0, N_STEPS)[-1]
    slope = CURVES["saturated"].slope(end)
    assert f"still on its way; at the end w = {end:.2f} and the slope is {slope:.2g}." in said


def test_both_pictures_show_the_path_of_descent(artists):
    for curve, rate, start in itertools.product(CURVES, (0.02, 0.8), (-2.75, 0.75)):
        words(artists, curve=curve, learning_rate=rate, start=start)
        path = descend(CURVES[curve].slope, start, rate, N_STEPS)
        losses = CURVES[curve].loss(path)
        assert artists["path"].get_xydata().tolist() == np.column_stack([path, losses]).tolist()
        assert artists["losses"].get_xydata().tolist() == [
            [step, loss] for step, loss in enumerate(losses)
        ]
        assert artists["start of path"].get_xydata().tolist() == [[start, losses[0]]]
        assert artists["start of losses"].get_xydata().tolist() == [[0, losses[0]]]
        (x0, y0), (x1, y1) = artists["tangent"].get_xydata()
        assert (x0 + x1) / 2 == pytest.approx(path[-1])
        assert (y1 - y0) / (x1 - x0) == pytest.approx(CURVES[curve].slope(path[-1]), abs=1e-9)


def test_scales_follow_the_curve_and_both_pictures_share_the_height(artists):
    left, _, right = (axis.axes for axis in artists["scales"])
    for name, curve in CURVES.items():
        words(artists, curve=name)
        assert left.get_xlim() == (curve.low, curve.high)
        assert left.get_ylim() == right.get_ylim()
        heights = artists["curve"].get_ydata()
        assert left.get_ylim()[0] < heights.min() and heights.max() < left.get_ylim()[1]
        assert all(curve.low < start < curve.high for start in STARTS)


def test_no_start_is_the_lowest_point_of_the_bowl():
    """There any learning rate would do."""
    assert not any(CURVES["bowl"].slope(start) == 0 for start in STARTS)


def test_pictures_depend_on_the_state_alone():
    states = [state for _, state in downhill.strip]
    states += [{"curve": name, "learning_rate": 1.0} for name in CURVES]
    downhill.check_pure([*states, downhill.start])


def test_the_strip_tells_the_story_and_no_answer_of_the_task(artists):
    said = [words(artists, **state) for _, state in downhill.strip]
    assert [told(text) for text in said] == ["converges", "diverges", "is still on its way"]
    rates = [state["learning_rate"] for _, state in downhill.strip]
    assert not set(rates) & {0.7, 0.75, 0.8, 0.85}
    for (caption, _), text in zip(downhill.strip, said, strict=True):
        assert "0.75" not in f"{caption} {text}"


def test_in_the_strip_no_words_run_into_the_next_panel():
    fig, _ = downhill._drawn_strip()
    to_png(fig)
    for column in fig.subfigs:
        panel = column.subfigs[1]
        assert panel.legends == []
        assert panel._suptitle.get_window_extent().x1 <= panel.bbox.x1
        for ax in panel.axes:
            assert ax.bbox.width >= 1.0 * fig.dpi
            assert ax.get_tightbbox().x1 <= panel.bbox.x1 + 0.05 * fig.dpi
            assert ax.get_tightbbox().x0 >= panel.bbox.x0
            assert ax.get_tightbbox().y0 >= panel.bbox.y0 - 1  # pixel


def test_the_numbers_of_every_curve_fit_beside_the_picture():
    for name in CURVES:
        downhill.picture(curve=name)
        axis = downhill._canvas.artists["scales"][0].axes.yaxis
        assert axis.get_tightbbox(downhill._canvas._canvas.get_renderer()).x0 >= 0


def test_the_picture_fits_a_laptop_screen_beside_its_controls():
    assert downhill.height <= 4.4


def test_other_values_are_refused():
    for wrong in ({"learning_rate": 0.55}, {"start": 1.0}, {"curve": "hill"}, {"rate": 0.1}):
        with pytest.raises(ValueError):
            downhill.picture(**wrong)
