"""The chapter's pictures say in their titles, and show in their data, what was computed."""

import numpy as np
import pytest
from matplotlib.colors import to_rgba
from matplotlib.patches import FancyArrowPatch
from matplotlib.text import Text

from course_utils.classroom.figures import CLASS_STYLES, PALETTE, describe, to_png
from course_utils.datasets import load_digits, logic_table, make_blobs
from course_utils.perceptron import Perceptron, relu, sigmoid, slope
from course_utils.perceptron.figures import (
    draw_activations,
    draw_boundary,
    draw_digit_weights,
    draw_digits,
    draw_history,
    draw_neuron,
    line_ends,
    place_arrow,
)

X, Y = logic_table("AND")
DIGITS = load_digits("test", classes=(0, 1))
HISTORY = {"updates": [2, 1, 0], "misclassified": [3, 0, 0], "stopped": "converged"}
FIGURES = {
    "boundary": lambda: draw_boundary(X, Y, [2.0, 2.0], -3.0),
    "no boundary": lambda: draw_boundary(X, Y, [0.0, 0.0], 0.0),
    "neuron": lambda: draw_neuron([1.0, -2.0], [0.5, 4.0], -1.0),
    "activations": draw_activations,
    "weights": lambda: draw_digit_weights(np.linspace(-2, 1, 64)),
    "history": lambda: draw_history(HISTORY),
    "digits": lambda: draw_digits(DIGITS.X[:5], DIGITS.y[:5]),
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

    def test_flat_and_square_digits_look_alike(self):
        flat = describe(draw_digits(DIGITS.X[:7], n_columns=4))
        assert describe(draw_digits(DIGITS.X[:7].reshape(-1, 8, 8), n_columns=4)) == flat
        assert "17 by 35 pixels" in flat

    def test_labels_stand_above_in_order(self):
        texts = draw_digits(DIGITS.X[:3], ["a", "b", "c"], title="T").axes[0].texts
        assert [text.get_text() for text in texts] == ["a", "b", "c"]


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
    "digits of 63": (lambda: draw_digits(np.ones((2, 63))), "X must hold 8x8 images.*got 63"),
    "digits one": (lambda: draw_digits(np.ones(64)), "X must be 2-D"),
    "digits none": (lambda: draw_digits(np.empty((0, 64))), "X is empty"),
    "digits columns": (lambda: draw_digits(DIGITS.X, n_columns=0), "n_columns must be at least 1"),
    "digits labels": (lambda: draw_digits(DIGITS.X[:3], [1]), "labels must hold 3 values"),
    "digits NaN": (lambda: draw_digits(np.full((1, 64), np.nan)), "X contains NaN"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_in_words(name):
    call, words = BAD[name]
    with pytest.raises(ValueError, match=words):
        call()
