"""The chapter's pictures say in their titles, and show in their data, what was computed."""

import numpy as np
import pytest
from matplotlib.colors import to_rgba
from matplotlib.patches import FancyArrowPatch
from matplotlib.text import Text

from course_utils.classroom import pictures
from course_utils.classroom.figures import CLASS_STYLES, PALETTE, describe, to_png
from course_utils.datasets import logic_table, make_blobs
from course_utils.perceptron import Perceptron, figures, relu, sigmoid, slope
from course_utils.perceptron.figures import (
    draw_activations,
    draw_boundary,
    draw_detectors,
    draw_digit_weights,
    draw_hidden_space,
    draw_history,
    draw_neuron,
    draw_squeeze,
)
from course_utils.perceptron.figures.plane import line_ends, place_arrow
from course_utils.perceptron.rule import squeeze

X, Y = logic_table("AND")
XOR = logic_table("XOR")
SOLVED = {"W": [[1, 1], [1, 1]], "b": [-0.5, -1.5], "v": [1, -1], "c": -1}
SQUEEZE = squeeze(X, 2 * Y - 1, 0.5)
DETECTORS = np.arange(3 * 64).reshape(3, 64) - 95.5
HISTORY = {"updates": [2, 1, 0], "misclassified": [3, 0, 0], "stopped": "converged"}
FIGURES = {
    "boundary": lambda: draw_boundary(X, Y, [2.0, 2.0], -3.0),
    "no boundary": lambda: draw_boundary(X, Y, [0.0, 0.0], 0.0),
    "neuron": lambda: draw_neuron([1.0, -2.0], [0.5, 4.0], -1.0),
    "activations": draw_activations,
    "weights": lambda: draw_digit_weights(np.linspace(-2, 1, 64)),
    "history": lambda: draw_history(HISTORY),
    "squeeze": lambda: draw_squeeze(SQUEEZE),
    "detectors": lambda: draw_detectors(DETECTORS, "abc"),
    "hidden space": lambda: draw_hidden_space(*XOR, **SOLVED),
}


@pytest.mark.parametrize("name", FIGURES)
def test_every_picture_can_be_drawn_with_type_of_11_points_or_more(name):
    fig = FIGURES[name]()
    assert to_png(fig).startswith(b"\x89PNG")
    assert min(text.get_fontsize() for text in fig.findobj(Text) if text.get_text()) >= 11


@pytest.mark.parametrize("name", FIGURES)
def test_pictures_are_the_same_each_time(name):
    assert describe(FIGURES[name]()) == describe(FIGURES[name]())


def title(fig):
    return fig.axes[0].get_title()


def plotted(fig, label):
    """Return the points of the artist with that label, of all axes."""
    for ax in fig.axes:
        for artist in ax.get_children():
            if artist.get_label() == label:
                return np.asarray(
                    artist.get_offsets() if hasattr(artist, "get_offsets") else artist.get_xydata()
                )
    raise AssertionError(f"{label!r} is not in the picture")


class TestBoundary:
    def test_the_title_counts_the_wrong_side(self):
        assert title(draw_boundary(X, Y, [2.0, 2.0], -3.0)) == "The line separates all 4 samples"
        wrong = "The line leaves 2 of 4 samples on the wrong side"
        fig = draw_boundary(X, Y, [1.0, 0.0], 0.0)
        # (0, 0) and (0, 1) score 0: on the line is the wrong side; (1, 0) is beyond it.
        assert title(fig) == "The line leaves 3 of 4 samples on the wrong side"
        assert plotted(fig, "wrong side").tolist() == [[0, 0], [0, 1], [1, 0]]
        assert title(draw_boundary(X, Y, [1.0, -1.0], 0.0)) != wrong
        assert title(draw_boundary(X, Y, [0.0, 0.0], 1.0)) == "All weights are 0: no boundary yet"

    def test_labels_minus_1_and_1_and_one_class_are_told_apart(self):
        fig = draw_boundary(X, 2 * Y - 1, [2.0, 2.0], -3.0)
        assert plotted(fig, "label -1").tolist() == [[0, 0], [0, 1], [1, 0]]
        assert plotted(fig, "label 1").tolist() == [[1, 1]]
        only = draw_boundary(X, [-1] * 4, [2.0, 2.0], -3.0)
        assert plotted(only, "wrong side").tolist() == [[1, 1]]

    def test_classes_differ_by_marker_too(self):
        assert CLASS_STYLES[0]["marker"] != CLASS_STYLES[1]["marker"]
        fig = draw_boundary(X, Y, [2.0, 2.0], -3.0)
        markers = [
            artist.get_paths()[0].vertices.shape
            for artist in fig.axes[0].collections
            if artist.get_label().startswith("label")
        ]
        assert markers[0] != markers[1]

    def test_the_line_passes_where_the_score_is_0(self):
        ends = plotted(draw_boundary(X, Y, [2.0, 1.0], -1.5), "w·x + b = 0")
        assert ends @ [2.0, 1.0] - 1.5 == pytest.approx([0, 0])

    def test_the_arrow_covers_no_sample_and_lies_above_them_all(self):
        dense = make_blobs(60, rng=2, centers=[[-1.5, 0.0], [1.5, 1.0]]).X
        for samples, weights, bias in ((dense, [2.0, 1.0], -0.5), (X, [0.0, 1.0], -0.5)):
            fig = draw_boundary(samples, np.arange(len(samples)) % 2, weights, bias)
            [arrow] = fig.axes[0].patches[-1:]
            assert arrow.get_label() == "direction of w"
            assert arrow.zorder > max(dots.zorder for dots in fig.axes[0].collections)
            foot, tip = np.array(arrow._posA_posB)
            assert foot @ weights + bias == pytest.approx(0)
            along = foot + np.linspace(0, 1, 101)[:, None] * (tip - foot)
            gaps = np.linalg.norm(samples[:, None] - along, axis=2)
            assert gaps.min() > 0.3 * np.linalg.norm(tip - foot)

    def test_the_arrow_goes_where_there_is_room(self):
        line = [(0.0, 0.0), (0.0, 10.0)]
        far, _ = place_arrow(line, np.array([2.0, 0.0]), np.array([[0.5, 5.0]]), 1.0)
        assert 0.5 <= abs(far[1] - 5) < 1.1  # beside the sample, but no farther than it must
        middle, tip = place_arrow(line, np.array([2.0, 0.0]), np.array([[9.0, 5.0]]), 1.0)
        assert middle.tolist() == [0, 5] and tip.tolist() == [1, 5]

    def test_the_arrow_is_an_arrow_in_the_legend_too(self):
        fig = draw_boundary(X, Y, [2.0, 2.0], -3.0)
        to_png(fig)
        [key] = fig.legends[0].findobj(FancyArrowPatch)
        assert key.get_edgecolor() == to_rgba(PALETTE["purple"])

    def test_a_title_can_be_given(self):
        assert title(draw_boundary(X, Y, [1.0, 1.0], 0.0, title="Mine")) == "Mine"

    @pytest.mark.parametrize(
        ("weights", "bias", "expected"),
        [
            ([1.0, 0.0], -0.25, [[0.25, 0], [0.25, 1]]),  # upright
            ([0.0, 2.0], -1.0, [[0, 0.5], [1, 0.5]]),  # level
            ([1.0, 1.0], -1.0, [[0, 1], [1, 0]]),  # through two corners
            ([1.0, -2.0], 0.0, [[0, 0], [1, 0.5]]),
            ([1.0, 1.0], 5.0, []),  # beside the box
            ([0.0, 0.0], 1.0, []),  # nowhere
        ],
    )
    def test_lines_are_cut_at_the_box(self, weights, bias, expected):
        assert line_ends(weights, bias, [(0, 1), (0, 1)]).tolist() == expected


class TestNeuronAndActivations:
    def test_the_arithmetic_is_written_out(self):
        assert title(draw_neuron([1.0, 2.0], [0.5, -1.0], 2.0, relu)) == (
            "w·x + b = 0.5·1 - 1·2 + 2 = 0.5; relu → 0.5"
        )
        assert title(draw_neuron([-2.0], [3.0], -1.0)) == "w·x + b = 3·(-2) - 1 = -7; step → -1"

    def test_the_numbers_stand_in_the_diagram(self):
        texts = {t.get_text() for t in draw_neuron([0.25, 7.0], [3.0, -4.0], 28.0).axes[0].texts}
        assert {"0.25", "7", "× 3", "× -4", "+ bias 28", "0.75", "step", "ŷ = 1"} <= texts

    def test_each_activation_stands_beside_its_slope(self):
        fig = draw_activations()
        lines = {line.get_label(): line for line in fig.axes[1].get_lines()}
        z, values = lines["answer"].get_xydata().T
        assert values == pytest.approx(sigmoid(z))
        assert lines["slope"].get_ydata() == pytest.approx(slope(sigmoid, z))
        assert [ax.get_title() for ax in fig.axes] == [
            "step: -1 or +1",
            "sigmoid: 0 to 1",
            "tanh: -1 to 1",
            "relu: 0 and up",
        ]

    def test_no_upright_line_where_the_step_jumps(self):
        step_line = draw_activations().axes[0].get_lines()[0]
        assert np.isnan(step_line.get_ydata()).sum() == 1
        assert set(step_line.get_ydata()[~np.isnan(step_line.get_ydata())]) == {-1, 1}


class TestDigits:
    def test_colors_are_symmetric_and_signs_repeat_them(self):
        weights = np.zeros(64)
        weights[[8, 63]] = -4.0, 2.0  # row 1 column 0, row 7 column 7
        fig = draw_digit_weights(weights, names=("zero", "one"))
        assert fig.axes[0].images[0].get_clim() == (-4.0, 4.0)
        assert fig.axes[0].images[0].get_array()[1, 0] == -4.0
        minus, plus = fig.axes[0].collections
        assert minus.get_offsets().tolist() == [[0, 1]]
        assert plus.get_offsets().tolist() == [[7, 7]]
        assert title(fig) == "Where ink speaks for one"
        assert "ink for zero" in describe(fig)

    def test_weights_of_0_say_so(self):
        assert (
            title(draw_digit_weights(np.zeros(64))) == "All weights are 0: nothing was learned yet"
        )

    def test_digits_are_drawn_as_everywhere(self):
        assert figures.draw_digits is pictures.draw_digits
        assert "draw_digits" in figures.__all__


class TestDetectors:
    def test_each_has_its_own_symmetric_scale_and_stands_under_its_name(self):
        fig = draw_detectors(DETECTORS, [7, 8, 9])
        [image] = fig.axes[0].images
        assert image.get_clim() == (-1, 1)
        shares = [row / np.abs(row).max() for row in DETECTORS]
        assert sorted(image.get_array().compressed()) == sorted(np.concatenate(shares))
        names = sorted(fig.axes[0].texts, key=lambda text: text.get_position()[0])
        assert [text.get_text() for text in names] == ["7", "8", "9"]
        columns = [9 * i + 3.5 for i in range(3)]  # 8 pixels and a gap
        assert [text.get_position()[0] for text in names] == columns

    def test_signs_repeat_the_color_of_strong_cells(self):
        weights = np.zeros((7, 64))
        weights[0, 0], weights[6, 63], weights[6, 9] = 3.0, -1.5, 0.7  # the last one is weak
        fig = draw_detectors(weights, range(7))
        minus, plus = fig.axes[0].collections
        image = fig.axes[0].images[0].get_array()
        for signs, value in ((minus, -1), (plus, 1)):
            [[column, row]] = signs.get_offsets().astype(int)
            assert image[row, column] == value

    def test_weights_of_0_can_be_drawn(self):
        fig = draw_detectors(np.zeros((2, 64)), "ab")
        assert list(fig.axes[0].collections) == []


class TestSqueeze:
    def test_the_length_lies_between_line_and_root_which_cross_at_the_bound(self):
        fig = draw_squeeze(SQUEEZE)
        line, root = plotted(fig, "at least η·γ·k"), plotted(fig, "at most η·R·√k")
        length = plotted(fig, "length of (w, b)")
        assert length[:, 0].tolist() == list(range(len(SQUEEZE.lengths)))
        assert length[:, 1] == pytest.approx(SQUEEZE.lengths)
        k = length[:, 0]
        assert (np.interp(k, *line.T) <= length[:, 1] + 1e-9).all()
        assert (length[1:, 1] <= np.sqrt(k[1:]) * root[-1, 1] / root[-1, 0] ** 0.5 + 1e-9).all()
        before, after = line[:, 0] < SQUEEZE.bound - 1e-9, line[:, 0] > SQUEEZE.bound + 1e-9
        assert (line[before, 1] <= root[before, 1]).all()
        assert (line[after, 1] > root[after, 1]).all() and after.any()
        assert plotted(fig, "k = (R/γ)²")[:, 0] == pytest.approx([SQUEEZE.bound] * 2)

    def test_the_title_says_how_many_were_made_and_how_many_are_possible(self):
        made = len(SQUEEZE.lengths) - 1
        expected = f"{made} updates made; more than {SQUEEZE.bound:.0f} are impossible"
        assert title(draw_squeeze(SQUEEZE)) == expected
        half = SQUEEZE._replace(bound=SQUEEZE.bound + 0.7)
        assert title(draw_squeeze(half)) == expected

    def test_a_long_run_is_a_line_without_dots(self):
        long = SQUEEZE._replace(lengths=np.arange(80.0), bound=90.0)
        markers = [
            next(line for line in draw_squeeze(s).axes[0].lines if line.get_color() == "black")
            for s in (SQUEEZE, long)
        ]
        assert [line.get_marker() for line in markers] == ["o", "None"]


class TestHiddenSpace:
    def test_two_lines_and_their_arrows_stand_in_input_space(self):
        fig = draw_hidden_space(*XOR, **SOLVED)
        for name, bias in (("A", -0.5), ("B", -1.5)):
            assert plotted(fig, f"line of {name}").sum(axis=1) == pytest.approx([-bias] * 2)
        arrows = [patch for patch in fig.axes[0].patches if isinstance(patch, FancyArrowPatch)]
        for arrow, bias in zip(arrows, (-0.5, -1.5), strict=True):
            foot, tip = map(np.array, arrow._posA_posB)
            assert foot.sum() == pytest.approx(-bias) and (tip > foot).all()
        styles = [line.get_linestyle() for line in fig.axes[0].lines]
        assert len(set(styles)) == len(styles) == 2
        assert [text.get_text() for text in fig.axes[0].texts] == ["A", "B"]

    def test_hidden_space_holds_the_answers_and_counts_those_that_coincide(self):
        right = draw_hidden_space(*XOR, **SOLVED).axes[1]
        negative, positive = (dots.get_offsets().tolist() for dots in right.collections)
        assert negative == [[-1, -1], [1, 1]] and positive == [[1, -1], [1, -1]]
        assert [text.get_text() for text in right.texts] == ["2 × ■"]
        mixed = draw_hidden_space(*XOR, **{**SOLVED, "b": [-0.5, -0.5]}).axes[1]
        assert [text.get_text() for text in mixed.texts] == ["1 × ●  2 × ■"]
        line = plotted(draw_hidden_space(*XOR, **SOLVED), "v·h + c = 0")
        assert line @ [1, -1] - 1 == pytest.approx([0, 0])

    def test_the_tint_is_where_the_network_answers_1(self):
        fig = draw_hidden_space(*XOR, **SOLVED)
        for ax, inside, outside in (
            (fig.axes[0], [(0, 1), (1, 0), (0.5, 0.5)], [(0, 0), (1, 1), (0.2, 0.2)]),
            (fig.axes[1], [(1, -1)], [(1, 1), (-1, -1), (-1, 1)]),
        ):
            image, (low, high) = ax.images[0].get_array(), ax.get_xlim()
            for points, value in ((inside, 1), (outside, 0)):
                for x in points:
                    column, row = (int((z - low) / (high - low) * len(image)) for z in x)
                    assert image[row, column] == value, x

    def test_the_title_counts_and_rings_show_what_is_wrong(self):
        fig = draw_hidden_space(*XOR, **SOLVED)
        assert fig.get_suptitle() == "The network answers 4 of 4 right"
        fig = draw_hidden_space(*XOR, **{**SOLVED, "W": np.eye(2), "b": [-0.5, -0.5]})
        assert fig.get_suptitle() == "The network answers 3 of 4 right"
        assert plotted(fig, "answered wrong").tolist() == [[0, 1]]

    def test_lines_outside_the_picture_and_absent_ones_are_left_out(self):
        fig = draw_hidden_space(*XOR, **{**SOLVED, "b": [50, -1.5]})
        assert [line.get_label() for line in fig.axes[0].lines] == ["line of B"]
        to_png(draw_hidden_space(*XOR, np.zeros((2, 2)), [1, -1], [0, 0], 1))


class TestHistory:
    def test_both_counts_are_drawn_by_epoch(self):
        fig = draw_history(HISTORY)
        assert plotted(fig, "updates during the epoch").tolist() == [[1, 2], [2, 1], [3, 0]]
        assert plotted(fig, "misclassified after the epoch").tolist() == [[1, 3], [2, 0], [3, 0]]
        assert title(fig) == "Converged: epoch 3 made no update"

    def test_the_title_warns_when_it_did_not_converge(self):
        xor = Perceptron(n_epochs=5).fit(*logic_table("XOR")).history_
        assert title(draw_history(xor)) == "Not converged: 4 updates in epoch 5, 2 wrong after"


BAD = {
    "boundary in space": (
        lambda: draw_boundary(np.eye(3), [0, 1, 1], [1, 1], 0),
        "X must have 2 f",
    ),
    "boundary weights": (lambda: draw_boundary(X, Y, [1, 1, 1], 0), "weights must hold 2 values"),
    "boundary labels": (
        lambda: draw_boundary(X, [0, 1, 2, 3], [1, 1], 0),
        "y must hold two labels",
    ),
    "boundary length": (lambda: draw_boundary(X, [0, 1], [1, 1], 0), "y must hold 4 values"),
    "boundary NaN": (lambda: draw_boundary(X, Y, [np.nan, 1], 0), "weights contains NaN"),
    "boundary text": (
        lambda: draw_boundary(X, ["a", "b", "a", "b"], [1, 1], 0),
        "y must hold real",
    ),
    "boundary empty": (lambda: draw_boundary(np.empty((0, 2)), [], [1, 1], 0), "X is empty"),
    "neuron too wide": (lambda: draw_neuron([1] * 7, [1] * 7, 0), "6 features at most.*got 7"),
    "neuron length": (lambda: draw_neuron([1, 2], [1], 0), "weights must hold 2 values"),
    "neuron inf": (lambda: draw_neuron([np.inf], [1], 0), "x contains inf"),
    "neuron bias": (lambda: draw_neuron([1], [1], [0]), "bias must be one number"),
    "weights 63": (lambda: draw_digit_weights(np.ones(63)), "weights must hold 64 values"),
    "weights square": (lambda: draw_digit_weights(np.ones((8, 8))), "weights must be 1-D"),
    "weights names": (lambda: draw_digit_weights(np.ones(64), names="01"), "names must hold 2"),
    "history lacks": (lambda: draw_history({"updates": [1]}), "it lacks 'misclassified'"),
    "history list": (lambda: draw_history([1, 0]), "history must be a dict"),
    "history none": (lambda: draw_history(None), "history must be a dict"),
    "history empty": (
        lambda: draw_history({"updates": [], "misclassified": []}),
        r"history\['updates'\] is empty",
    ),
    "history lengths": (
        lambda: draw_history({"updates": [1, 0], "misclassified": [1]}),
        "must hold 2 values",
    ),
    "detectors of 63": (lambda: draw_detectors(np.ones((2, 63)), "ab"), "64 numbers.*got 63"),
    "detectors names": (lambda: draw_detectors(np.ones((2, 64)), "abc"), "names must hold 2"),
    "hidden W": (lambda: draw_hidden_space(*XOR, np.ones((3, 2)), [0] * 3, [1, 1], 0), "W must ha"),
    "hidden b": (lambda: draw_hidden_space(*XOR, np.eye(2), [0], [1, 1], 0), "b must hold 2"),
    "hidden v": (lambda: draw_hidden_space(*XOR, np.eye(2), [0, 0], [1], 0), "v must hold 2"),
    "hidden c": (lambda: draw_hidden_space(*XOR, np.eye(2), [0, 0], [1, 1], [0]), "c must be one"),
    "hidden X": (
        lambda: draw_hidden_space(np.eye(3), [0, 1, 1], np.eye(2), [0, 0], [1, 1], 0),
        "X must have 2 f",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_in_words(name):
    call, words = BAD[name]
    with pytest.raises(ValueError, match=words):
        call()


def test_a_squeeze_must_come_from_the_rule():
    with pytest.raises(TypeError, match="squeeze must be what squeeze"):
        draw_squeeze([1.0, 2.0])
