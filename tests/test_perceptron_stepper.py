"""The stepper tells, at each state, what Rosenblatt's rule does there."""

import itertools
import re

import numpy as np
import pytest
from matplotlib.figure import Figure

from course_utils.classroom.figures import to_png
from course_utils.datasets import logic_table
from course_utils.perceptron import perceptron_update, updates_and_bound
from course_utils.perceptron.explorers.rule_stepper import LAST_STEP, LIMITS, stepper


@pytest.fixture(scope="module")
def artists():
    return stepper.stage(Figure())


def words(artists, **state):
    return stepper.draw(artists, **(stepper.start | state))


def test_every_state_can_be_drawn(artists):
    controls = stepper.controls
    choices = (controls["data"].options, controls["labels"].options, (True, False))
    for data, labels, fit_bias in itertools.product(*choices):
        for step in range(1, LAST_STEP + 1):
            said = words(artists, data=data, step=step, labels=labels, fit_bias=fit_bias)
            assert said.startswith((f"{data}, visit {step}:", f"{data}, the run ended at visit "))
            assert not re.search(r"-0(?![.\d])", said + artists["words"].get_text())
            assert said.endswith(".")
            assert "nan" not in said
            assert artists["words"].get_text().count("\n") == 3


def test_pictures_depend_on_the_state_alone():
    stepper.check_pure([state for _, state in stepper.strip] + [{"data": "blobs", "step": 11}])


def test_the_strip_tells_the_story(artists):
    first, converged, cycling = (words(artists, **state) for _, state in stepper.strip)
    assert "a mistake; w goes from (1, 0) to (2, 1), b from -2 to -1. Updates so far: 5" in first
    assert "Updates so far: 5; theory allows at most 109 here. An epoch without" in converged
    assert "Updates so far: 6; none of the 10 epochs shown is free of mistakes." in cycling


def test_the_strip_tells_no_answer_of_a_task(artists):
    X, y = logic_table("AND")
    total, _ = updates_and_bound(X, 2 * y - 1)
    for caption, state in stepper.strip:
        told = f"{caption} {words(artists, **state)} {artists['words'].get_text()}"
        assert not re.search(rf"\b({total}|87|4 of 4|4 mistakes)\b", told)


def test_the_task_on_and_can_be_read_off(artists):
    X, y = logic_table("AND")
    updates, bound = updates_and_bound(X, 2 * y - 1)
    said = words(artists, data="AND", step=LAST_STEP)
    assert f"Updates so far: {updates}; theory allows at most {bound:.0f} here." in said


def test_the_arithmetic_stands_above_the_picture(artists):
    words(artists, data="AND", step=6)
    assert artists["words"].get_text() == (
        "visit 6, epoch 2: x = (0, 1), y = -1\n"
        "y(w·x + b) = -1(1·0 + 1·1 - 1) = 0 ≤ 0\n"
        "w ← (1, 1) + 1·(-1)·(0, 1) = (1, 0)\n"
        "b ← -1 + 1·(-1) = -2; updates so far: 4"
    )
    words(artists, data="AND", step=7)
    assert artists["words"].get_text() == (
        "visit 7, epoch 2: x = (1, 0), y = -1\n"
        "y(w·x + b) = -1(1·1 + 0·0 - 2)\n"
        "= 1 > 0: right\n"
        "w and b stay; updates so far: 4"
    )


def test_lines_and_ring_follow_the_rule(artists):
    X, y = logic_table("AND")
    weights, bias, n_drawn = np.zeros(2), 0.0, 0
    for step in range(1, 37):
        sample = (step - 1) % 4
        new, new_bias = perceptron_update(weights, bias, X[sample], 2 * y[sample] - 1)
        said = words(artists, data="AND", step=step)
        assert artists["ring"].get_offsets().tolist() == [X[sample].tolist()]
        for name, w, b in (("before", weights, bias), ("after", new, new_bias)):
            points = artists[name].get_xydata()
            n_drawn += len(points) == 2
            assert np.abs(points @ w + b).max(initial=0) < 1e-12
        drawn = len(artists["after"].get_xydata()) == 2
        assert artists["normal"].get_visible() == drawn
        assert ("No line is drawn: all weights are 0." in said) == (not new.any())
        assert ("The line passes outside the picture." in said) == (not drawn and bool(new.any()))
        weights, bias = new, new_bias
    assert n_drawn > 50


def test_the_arrow_stands_upright_on_the_line(artists):
    words(artists, data="AND", step=36)
    foot, tip = (np.array(end) for end in artists["normal"]._posA_posB)
    assert foot @ [3.0, 2.0] - 4.0 == pytest.approx(0)
    assert np.cross([3.0, 2.0, 0.0], [*(tip - foot), 0.0])[2] == pytest.approx(0)
    assert (tip - foot) @ [3.0, 2.0] > 0


def test_labels_0_and_1_show_what_goes_wrong(artists):
    said = words(artists, data="AND", step=40, labels="0 and 1")
    assert "no label of 0 can push back, and 4 of 4 samples score above 0" in said
    said = words(artists, data="AND", step=5, labels="0 and 1")
    assert "a mistake to the rule, yet what it adds is 0 and moves nothing" in said
    said = words(artists, data="AND", step=40, labels="0 and 1")
    assert "Mistakes so far: 31, 30 moved nothing;" in said
    assert "mistakes so far: 31, 30 moved nothing" in artists["words"].get_text()


def test_without_bias_the_line_passes_through_the_origin(artists):
    words(artists, data="blobs", step=20, fit_bias=False)
    ends = artists["after"].get_xydata()
    assert ends[0, 0] * ends[1, 1] == pytest.approx(ends[0, 1] * ends[1, 0])
    said = words(artists, data="AND", step=40, fit_bias=False)
    assert "none of the 10 epochs shown is free of mistakes" in said


def test_after_the_end_the_last_visit_stays_and_the_words_say_so(artists):
    end = words(artists, data="AND", step=36)
    for step in range(37, LAST_STEP + 1):
        said = words(artists, data="AND", step=step)
        assert said == end.replace("AND, visit 36", "AND, the run ended at visit 36")
        assert artists["words"].get_text().startswith("the run ended at visit 36, epoch 9:")


def test_the_picture_fits_a_laptop_screen_beside_its_controls():
    assert stepper.height <= 4.8


def test_in_the_strip_no_words_run_into_the_next_panel():
    fig, _ = stepper._drawn_strip()
    to_png(fig)
    for column in fig.subfigs:
        panel = column.subfigs[1]
        for text in (panel._suptitle, panel.legends[0]):
            assert text.get_window_extent().x1 <= panel.bbox.x1
        assert panel.axes[0].bbox.width >= 1.2 * fig.dpi


def test_all_samples_lie_inside_the_picture(artists):
    for data in stepper.controls["data"].options:
        words(artists, data=data)
        points = np.vstack([artists[name].get_offsets() for name in ("negative", "positive")])
        assert len(points) == (10 if data == "blobs" else 4)
        assert (4 * points == np.round(4 * points)).all()  # the arithmetic is short and exact
        for column, (low, high) in zip(points.T, LIMITS, strict=True):
            assert low < column.min() and column.max() < high


def test_the_picture_is_a_png_with_its_description():
    png, said = stepper.picture(data="XOR", step=4)
    assert png.startswith(b"\x89PNG")
    assert said.startswith("XOR, visit 4: (1, 1) with label -1")
    for wrong in ({"data": "NAND"}, {"step": 0}, {"step": 41}, {"labels": "1 and 2"}, {"bias": 1}):
        with pytest.raises(ValueError):
            stepper.picture(**wrong)
