"""The workbench: two lines on a grid, the best output neuron, and words that tell what is drawn."""

import itertools
import re

import numpy as np
import pytest
from matplotlib.figure import Figure

from course_utils.classroom.figures import to_png
from course_utils.perceptron import neuron
from course_utils.perceptron.exercises.hidden_points_of_xor import hidden_points_of_xor
from course_utils.perceptron.exercises.most_right_with_equal_lines import (
    most_right_with_equal_lines,
)
from course_utils.perceptron.explorers import workbench
from course_utils.perceptron.explorers.xor_workbench import (
    LIMITS,
    OUTPUTS,
    X,
    Y,
    best_output,
    line_of,
)

SOLVED = {"angle_a": 45, "distance_a": 0.5, "angle_b": 45, "distance_b": 1.0}


def offered(control):
    """Return all values of a slider."""
    steps = round((control.maximum - control.minimum) / control.step)
    return [control.minimum + i * control.step for i in range(steps + 1)]


LINES = [
    (direction, distance)
    for direction in offered(workbench.controls["angle_a"])
    for distance in offered(workbench.controls["distance_a"])
]
ANSWERS = {line: neuron(X, *line_of(*line)) for line in LINES}


def hidden(a, b):
    return tuple(zip(ANSWERS[a].tolist(), ANSWERS[b].tolist(), strict=True))


@pytest.fixture(scope="module")
def artists():
    return workbench.stage(Figure())


def words(artists, **state):
    return workbench.draw(artists, **(workbench.start | state))


def test_xor_is_solved_by_different_lines_only_and_not_at_the_start():
    right = {(a, b): best_output(hidden(a, b))[2] for a, b in itertools.product(LINES, LINES)}
    solved = [pair for pair, n in right.items() if n == len(X)]
    assert ((45, 0.5), (45, 1.0)) in solved
    assert all(a != b for a, b in solved)
    start = workbench.start
    first = (start["angle_a"], start["distance_a"]), (start["angle_b"], start["distance_b"])
    assert right[first] < len(X)


def test_the_answers_of_both_tasks_can_be_read_off():
    pairs = [hidden(a, b) for a, b in itertools.product(LINES, LINES)]
    assert {len(set(pair)) for pair in pairs if best_output(pair)[2] == len(X)} == {
        hidden_points_of_xor()
    }
    equal = [best_output(hidden(line, line))[2] for line in LINES]
    assert max(equal) == most_right_with_equal_lines()


def test_no_output_neuron_does_better_than_those_offered():
    grid = np.arange(-3, 4)
    neurons = [((v0, v1), c + 0.5) for v0, v1, c in itertools.product(grid, grid, grid)]
    for answers in {hidden(a, b) for a, b in itertools.product(LINES, LINES)}:
        best = max(int((neuron(answers, v, c) == Y).sum()) for v, c in neurons)
        v, c, n_right = best_output(answers)
        assert n_right == best == int((neuron(answers, v, c) == Y).sum())


def test_the_first_of_the_best_is_taken():
    answers = hidden((45, 0.5), (45, 0.5))  # A alone and B alone are as good
    assert best_output(answers)[:2] == OUTPUTS[0]


def test_lines_stand_where_the_sliders_say():
    for direction, distance in LINES:
        weights, bias = line_of(direction, distance)
        assert np.linalg.norm(weights) == pytest.approx(1)
        assert weights @ (distance * weights) + bias == pytest.approx(0, abs=1e-9)
        assert np.degrees(np.arctan2(*weights[::-1])) % 360 == pytest.approx(direction % 360)
    assert ANSWERS[90, 0.0].tolist() == [1, 1, 1, 1]  # on the line is +1, in spite of rounding
    assert ANSWERS[270, 0.0].tolist() == [1, -1, 1, -1]
    assert ANSWERS[60, 0.5].tolist() == [-1, 1, 1, 1]


def test_lines_and_arrows_lie_inside_the_picture(artists):
    for direction, distance in LINES:
        words(artists, angle_a=direction, distance_a=distance)
        weights, bias = line_of(direction, distance)
        ends = artists["A"].get_xydata()
        assert ends.shape == (2, 2)
        assert ends @ weights + bias == pytest.approx([0, 0])
        foot, tip = map(np.array, artists["arrow A"]._posA_posB)
        assert foot @ weights + bias == pytest.approx(0)
        assert (tip - foot) @ weights == pytest.approx(np.linalg.norm(tip - foot))
        for point in (foot, tip, artists["name A"].get_position()):
            assert all(low <= x <= high for x, (low, high) in zip(point, LIMITS, strict=True))


def test_equal_lines_keep_their_arrows_apart(artists):
    for direction, distance in LINES:
        words(
            artists, angle_a=direction, distance_a=distance, angle_b=direction, distance_b=distance
        )
        names = [artists[f"name {name}"].get_position() for name in "AB"]
        assert np.linalg.norm(np.subtract(*names)) > 0.3, (direction, distance)


def test_the_words_tell_the_picture(artists):
    assert words(artists, **SOLVED) == (
        "Line A: arrow at 45°, 0.5 from the origin; line B: arrow at 45°, 1 from the origin. "
        "Hidden answers of A and B: 00 (-1, -1), 01 (+1, -1), 10 (+1, -1), 11 (+1, +1). "
        "The best output neuron answers +1 where A - B - 1 ≥ 0: 4 of 4 right."
    )
    assert artists["words"].get_text() == "4 of 4 right\noutput: +1 where A - B - 1 ≥ 0"
    assert [text.get_text() for text in artists["corners"]] == ["00", "", "01 10", "11"]
    assert len(artists["wrong"].get_offsets()) == 0
    said = words(artists, angle_a=225, distance_a=0.0, angle_b=225, distance_b=0.0)
    assert said.startswith("A and B have the same line: arrow at 225°, 0 from the origin. ")
    assert "On line A, which counts as +1: 00. On line B, which counts as +1: 00. " in said
    assert said.endswith("answers +1 where -A ≥ 0: 3 of 4 right; wrong: 11.")
    assert artists["wrong"].get_offsets().tolist() == [[1, 1]]
    assert [text.get_text() for text in artists["corners"]] == ["01 10 11", "", "", "00"]


def test_every_state_has_its_own_words(artists):
    told = [words(artists, angle_a=a, distance_a=d, angle_b=30) for a, d in LINES]
    assert len(set(told)) == len(LINES)
    assert all(re.search(r"[0-4] of 4 right(; wrong: [01, ]+)?\.$", said) for said in told)
    assert not any(re.search(r"-0(?![.\d])", said) for said in told)


def test_the_tint_is_where_the_network_answers_1(artists):
    words(artists, **SOLVED)
    image = artists["tint"].get_array()
    (low, high), n = LIMITS[0], len(image)

    def at(x0, x1):
        column, row = (int((x - low) / (high - low) * n) for x in (x0, x1))
        return image[row, column]

    assert [at(*x) for x in X] == (Y == 1).tolist()
    assert at(0.0, 0.6) == 0 and at(0.0, 0.8) == 1  # A's line passes at 0.707
    assert at(1.3, 1.3) == 0 and at(-0.5, 1.7) == 1


def test_both_labels_can_be_seen_on_one_hidden_point(artists):
    words(artists, angle_a=225, distance_a=1.0, angle_b=225, distance_b=1.0)
    below, above = artists["hidden +1"], artists["hidden -1"]
    assert set(map(tuple, below.get_offsets())) == set(map(tuple, above.get_offsets()))
    assert below.zorder < above.zorder and below.get_sizes()[0] > above.get_sizes()[0]


def test_pictures_depend_on_the_state_alone():
    states = [state for _, state in workbench.strip]
    workbench.check_pure([*states, workbench.start, SOLVED])


def test_the_strip_tells_no_answer_of_a_task(artists):
    """No state solves XOR, and the equal lines of the strip are not the best ones."""
    told = []
    for caption, state in workbench.strip:
        a, b = [(state[f"angle_{name}"], state[f"distance_{name}"]) for name in "ab"]
        n_right = best_output(hidden(a, b))[2]
        assert n_right < (most_right_with_equal_lines() if a == b else len(X))
        told.append(f"{caption} {words(artists, **state)} {artists['words'].get_text()}")
        assert not re.search(r"\b(points?|different|at most|at best|4 of 4)\b", told[-1])
    assert sum("have the same line" in text for text in told) == 1


def test_in_the_strip_no_words_run_into_the_next_panel():
    fig, _ = workbench._drawn_strip()
    to_png(fig)
    for column in fig.subfigs:
        panel = column.subfigs[1]
        assert panel.legends == []
        assert panel._suptitle.get_window_extent().x1 <= panel.bbox.x1
        for ax in panel.axes:
            assert ax.bbox.width >= 1.2 * fig.dpi
            assert ax.get_tightbbox().x1 <= panel.bbox.x1 + 0.05 * fig.dpi
            assert ax.get_tightbbox().y0 >= panel.bbox.y0 - 1  # pixel


def test_the_picture_fits_a_laptop_screen_beside_its_controls():
    assert workbench.height <= 4.2  # it has four sliders


def test_values_between_the_steps_are_refused():
    for wrong in ({"angle_a": 40}, {"distance_a": 0.3}, {"angle_b": 360}, {"distance": 1.0}):
        with pytest.raises(ValueError):
            workbench.picture(**wrong)
