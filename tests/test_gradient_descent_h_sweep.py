"""The distance h: chord and tangent in a view that follows h, and the error on its V."""

import itertools
import math
import re

import numpy as np
import pytest
from matplotlib.figure import Figure

from course_utils.classroom.figures import to_png
from course_utils.gradient_descent import numerical_slope
from course_utils.gradient_descent.exercises.best_h_central import best_h_central
from course_utils.gradient_descent.exercises.best_h_one_sided import best_h_one_sided
from course_utils.gradient_descent.explorers import h_sweep
from course_utils.gradient_descent.explorers.error_of_h import (
    EXPONENTS,
    FUNCTIONS,
    KINDS,
    distance,
)

TRUE = {"exp at 1": math.e, "sin at 1": math.cos(1), "cube at 1": 3.0}


@pytest.fixture(scope="module")
def artists():
    return h_sweep.stage(Figure())


def words(artists, **state):
    return h_sweep.draw(artists, **(h_sweep.start | state))


def error_in(said):
    return float(re.search(r"the error is ([\d.e-]+),", said)[1])


def test_every_state_has_its_own_words(artists):
    states = list(itertools.product(FUNCTIONS, KINDS, EXPONENTS))
    said = [words(artists, function=f, kind=kind, k=k) for f, kind, k in states]
    assert len(set(said)) == len(states) == 3 * 2 * 15
    for text, (function, kind, k) in zip(said, states, strict=True):
        assert text.startswith(f"{function}, {kind}, h = 1e-{k}: the numerical slope is ")
        assert text.endswith(".") and not re.search(r"nan|inf", text)


def test_the_error_is_that_of_the_numerical_slope(artists):
    for function, kind, k in itertools.product(FUNCTIONS, KINDS, EXPONENTS):
        said = words(artists, function=function, kind=kind, k=k)
        estimate = numerical_slope(FUNCTIONS[function].f, 1.0, 10.0**-k, kind)
        assert error_in(said) == pytest.approx(abs(estimate - TRUE[function]), rel=0.06)
        [[h, error]] = artists["ring"].get_xydata()
        assert h == distance(k) == pytest.approx(10.0**-k)
        assert error == pytest.approx(max(error_in(said), 1e-12), rel=0.06)
        assert artists["now"].get_xdata() == [h, h]
        assert [h, error] in artists[kind].get_xydata().tolist()


def test_the_answers_of_both_tasks_can_be_read_off(artists):
    for kind, best in (("central", best_h_central()), ("forward", best_h_one_sided())):
        errors = {k: error_in(words(artists, kind=kind, k=k)) for k in EXPONENTS}
        least = min(errors, key=errors.get)
        assert abs(-math.log10(best) - least) <= 1.01


def test_chord_and_dots_stand_where_the_slope_is_taken(artists):
    for function, kind, k in itertools.product(FUNCTIONS, KINDS, (1, 4, 15)):
        words(artists, function=function, kind=kind, k=k)
        t, rise = artists["ends"].get_xydata().T
        assert t.tolist() == ([-1, 1] if kind == "central" else [0, 1])
        chord = artists["chord"].get_xydata()
        assert np.interp(t, *chord.T) == pytest.approx(rise)
        steepness = np.diff(chord[:, 1]) / np.diff(chord[:, 0])
        # The unit of the view is the tangent's rise in h, but for a rounded x + h.
        estimate = numerical_slope(FUNCTIONS[function].f, 1.0, distance(k), kind)
        assert steepness == pytest.approx(estimate / TRUE[function])
        t, curve = artists["curve"].get_xydata().T
        assert curve[np.argmin(np.abs(t - 1))] == pytest.approx(rise[-1])


def test_the_curve_bends_then_looks_straight_and_ends_as_a_staircase(artists):
    for function in FUNCTIONS:
        notes = []
        for k in EXPONENTS:
            said = words(artists, function=function, k=k)
            notes.append(artists["note"].get_text())
            sentence = {"the curve bends": "bends away", "a staircase": "floats have gaps"}
            assert sentence.get(notes[-1], "looks straight") in said
        assert [note for note, _ in itertools.groupby(notes)] == [
            "the curve bends",
            "looks straight",
            "a staircase",
        ]
        levels = len(np.unique(artists["curve"].get_ydata()))
        assert levels < 60  # of 321 points


def test_both_kinds_are_drawn_and_the_chosen_one_stands_out(artists):
    for kind in KINDS:
        words(artists, kind=kind, function="cube at 1")
        alphas = {name: artists[name].get_alpha() for name in KINDS}
        assert max(alphas, key=alphas.get) == kind
        assert artists["chord"].get_color() == artists[kind].get_color()
        assert artists["chord"].get_linestyle() == artists[kind].get_linestyle()
        assert artists["ends"].get_marker() == artists[kind].get_marker()
    central, forward = (artists[name].get_ydata() for name in KINDS)
    assert forward[:5] == pytest.approx([0.31, 0.0301, 0.003001, 3.0001e-4, 3e-5], rel=1e-4)
    assert central[:4] == pytest.approx([1e-2, 1e-4, 1e-6, 1e-8], rel=1e-3)


def test_the_words_tell_the_picture(artists):
    assert words(artists, function="cube at 1", kind="central", k=3) == (
        "cube at 1, central, h = 1e-3: the numerical slope is 3.000001, the true one 3; the "
        "error is 1e-06, 6 digits are right. The view is 4 h wide: so close, the curve looks "
        "straight, one line with its tangent."
    )
    assert artists["words"].get_text() == "h = 1e-3, central: error 1e-06\n6 digits are right"
    said = words(artists, function="cube at 1", kind="forward", k=1)
    assert "the error is 0.31, off by 10 %" in said


def test_the_view_is_as_wide_as_the_words_say(artists):
    low, high = artists["curve"].axes.get_xlim()
    assert (low, high) == (-2, 2)  # in units of h: x-h, x, x+h stand at -1, 0 and 1
    assert [tick.get_text() for tick in artists["curve"].axes.get_xticklabels()] == [
        *("x-h", "x", "x+h")
    ]
    assert "The view is 4 h wide:" in words(artists)


def test_a_digit_is_right_if_both_numbers_round_to_it(artists):
    for function, kind, k in itertools.product(FUNCTIONS, KINDS, EXPONENTS):
        said = words(artists, function=function, kind=kind, k=k)
        numbers = r"slope is (\S+), the true one (\S+);.*?(\d+) digits"
        estimate, true, n = re.search(numbers, f"{said} 0 digits").groups()
        place = math.floor(math.log10(float(true)))
        error = abs(float(estimate) - float(true))
        if 1 < int(n) < 11:  # the words hold 12 digits
            assert error <= 0.5000001 * 10.0 ** (place - int(n) + 1)
            assert error >= 0.4999999 * 10.0 ** (place - int(n))
    assert "3.003001, the true one 3; the error is 0.003, 3 digits" in words(
        artists, function="cube at 1", kind="forward", k=3
    )


def test_it_starts_with_the_kind_of_the_first_task():
    assert h_sweep.start["kind"] == "central"


def test_all_points_lie_inside_the_picture(artists):
    right = artists["ring"].axes
    left = artists["curve"].axes
    for function, kind, k in itertools.product(FUNCTIONS, KINDS, EXPONENTS):
        words(artists, function=function, kind=kind, k=k)
        for ax, names in ((right, ("ring", *KINDS)), (left, ("ends", "curve"))):
            for x, y in np.vstack([artists[name].get_xydata() for name in names]):
                assert ax.get_xlim()[0] <= x <= ax.get_xlim()[1]
                assert ax.get_ylim()[0] <= y <= ax.get_ylim()[1]


def test_pictures_depend_on_the_state_alone():
    states = [state for _, state in h_sweep.strip]
    h_sweep.check_pure([*states, h_sweep.start, {"kind": "central", "k": 7}])


def test_the_strip_tells_the_story_and_no_answer_of_a_task(artists):
    said = [words(artists, **state) for _, state in h_sweep.strip]
    parts = ("the curve bends", "the curve looks straight", "the curve is a staircase")
    assert all(part in text.lower() for part, text in zip(parts, said, strict=True))
    errors = [error_in(text) for text in said]
    assert errors[1] < min(errors[0], errors[2])
    for (caption, state), text in zip(h_sweep.strip, said, strict=True):
        assert state["function"] != "exp at 1"
        assert not re.search(r"1e-0?[4-9]\b", f"{caption} {text}")


def test_in_the_strip_no_words_run_into_the_next_panel():
    fig, _ = h_sweep._drawn_strip()
    to_png(fig)
    for column in fig.subfigs:
        panel = column.subfigs[1]
        assert panel.legends == []
        assert panel._suptitle.get_window_extent().x1 <= panel.bbox.x1
        for ax in panel.axes:
            assert ax.bbox.width >= 1.0 * fig.dpi
            assert ax.get_tightbbox().x1 <= panel.bbox.x1 + 0.05 * fig.dpi
            assert ax.get_tightbbox().x0 >= panel.bbox.x0 - 1  # pixel


def test_the_picture_fits_a_laptop_screen_beside_its_controls():
    assert h_sweep.height <= 4.4


def test_other_values_are_refused():
    for wrong in ({"k": 0}, {"k": 16}, {"kind": "backward"}, {"function": "tan"}, {"h": 0.1}):
        with pytest.raises(ValueError):
            h_sweep.picture(**wrong)
