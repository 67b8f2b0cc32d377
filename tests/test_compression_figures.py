"""The chapter's pictures say in their titles, and show in their data, what was computed."""

import numpy as np
import pytest
from matplotlib.text import Text

from course_utils.classroom import pictures
from course_utils.classroom.figures import describe, to_png
from course_utils.compression import affine_parameters, dense_cost, figures, soften
from course_utils.compression.figures import (
    draw_bits_curve,
    draw_cost_bars,
    draw_number_line,
    draw_pruning_curves,
    draw_sizes,
    draw_softened,
    draw_students,
    draw_weights,
)
from course_utils.compression.figures.line import coded, levels_of
from course_utils.compression.figures.spread import shared_bins

COSTS = {"softmax": dense_cost((64, 10)), "network": dense_cost((64, 64, 10))}
SIZES = {"float32": 1000, "zeros": 1000, "sparse": 1210, "int8": 250}
W = np.array([[0.0, 0.1, -0.25], [0.3, -0.4, 0.5]])
MASK = np.abs(W) > 0.15
TABLE = {
    "one-shot": {0.9: [0.5, 0.7, 0.6], 0.0: [0.9, 0.92, 0.91], 0.5: [0.9, 0.89, 0.91]},
    "gradual": {0.0: [0.9], 0.5: [0.91], 0.9: [0.905]},
}
BITS = [2, 4, 8]
CURVES = {"per tensor": [0.3, 0.88, 0.9], "per channel": [[0.5, 0.7], [0.9, 0.91], [0.9, 0.9]]}
ALONE, DISTILLED, TEACHER = [0.8, 0.9, 0.85], [0.9, 0.89, 0.94], 0.97
LOGITS = [1.0, 4.0, -2.0, 3.0]
X = np.array([-1.0, -0.4, 0.0, 0.3, 2.6])
SCALE, ZERO = affine_parameters(-1, 2, 4)

FIGURES = {
    "costs": lambda **k: draw_cost_bars(COSTS, **k),
    "ten costs": lambda **k: draw_cost_bars(
        {f"a network with a long name, {i}": dense_cost((64, 2**i, 10)) for i in range(1, 11)}, **k
    ),
    "sizes": lambda **k: draw_sizes(SIZES, **k),
    "weights": lambda **k: draw_weights({"layer 1": W, "codes": [1, 1, 0]}, **k),
    "kept": lambda **k: draw_weights({"W": W, "V": 2 * W}, masks={"W": MASK}, **k),
    "pruning": lambda **k: draw_pruning_curves(TABLE, 0.91, **k),
    "bits": lambda **k: draw_bits_curve(BITS, CURVES, 0.9, **k),
    "students": lambda **k: draw_students(ALONE, DISTILLED, TEACHER, **k),
    "softened": lambda **k: draw_softened(LOGITS, [1, 2, 4, 8], **k),
    "softened, log": lambda **k: draw_softened(LOGITS, [0.1, 4], log=True, **k),
    "line": lambda **k: draw_number_line(X, SCALE, ZERO, 4, **k),
    "fine line": lambda **k: draw_number_line(np.linspace(-1, 3, 99), 0.01, **k),
}
TITLES = {
    "costs": "From 650 parameters (softmax) to 4,810 (network)",
    "sizes": "int8: 25 % of the bytes of float32",
    "pruning": "Within 1 point of 0.910 up to: one-shot 50\N{NO-BREAK SPACE}%, "
    "gradual 90\N{NO-BREAK SPACE}%",
    "bits": "Within 1 point of 0.900 from: per tensor 8 bits, per channel 4 bits",
    "students": "Distilled is better for 2 of 3 seeds: +6.0 points in the mean,\n"
    "6.0 below the teacher",
    "softened, log": "Class 3 comes second: 4.5e-05 at T = 0.1,\n0.3 at T = 4",
    "line": "5 values in 4 bits: mean squared error 0.0740, 1 cut off",
}


def title(fig):
    return fig._suptitle.get_text() if fig._suptitle else fig.axes[0].get_title()


@pytest.mark.parametrize("name", FIGURES)
def test_every_picture_has_type_of_11_points_or_more_and_all_words_inside(name):
    fig = FIGURES[name](title="Mine")
    assert title(fig) == "Mine"
    assert to_png(fig).startswith(b"\x89PNG") and describe(fig)
    assert min(text.get_fontsize() for text in fig.findobj(Text) if text.get_text()) >= 11
    box, (width, height) = fig.get_tightbbox(), fig.get_size_inches()
    assert min(box.x0, box.y0) >= -0.01
    assert box.x1 <= width + 0.01 and box.y1 <= height + 0.01
    assert width <= 10.5 and height <= 5.5


@pytest.mark.parametrize("name", FIGURES)
def test_computed_titles_stay_inside(name):
    fig = FIGURES[name]()
    to_png(fig)
    box, width = fig.get_tightbbox(), fig.get_size_inches()[0]
    assert box.x0 >= -0.01 and box.x1 <= width + 0.01


@pytest.mark.parametrize("name", TITLES)
def test_titles_say_what_was_computed(name):
    found = title(FIGURES[name]())
    expected = TITLES[name].replace("0.3 at T", f"{soften(LOGITS, 4)[3]:.1e} at T")
    assert found == expected


def test_shared_pictures_are_handed_on():
    assert figures.draw_curves is pictures.draw_curves
    assert figures.draw_digits is pictures.draw_digits
    assert all(hasattr(figures, name) for name in figures.__all__)


class TestCosts:
    def test_each_panel_is_a_kind_of_cost_and_each_bar_a_network(self):
        axes = FIGURES["costs"]().axes
        for ax, field in zip(axes, COSTS["network"]._fields, strict=True):
            values = [getattr(cost, field) for cost in COSTS.values()]
            assert [bar.get_width() for bar in ax.patches] == values
            assert [text.get_text() for text in ax.texts] == [f"{value:,}" for value in values]
        assert len({bar.get_hatch() for bar in (ax.patches[0] for ax in axes)}) == 4
        assert title(draw_cost_bars({"a": COSTS["softmax"]})) == "a: 650 parameters"

    def test_sizes_are_shares_of_the_first_which_looks_different(self):
        [ax] = FIGURES["sizes"]().axes
        assert [bar.get_width() for bar in ax.patches] == list(SIZES.values())
        words = [text.get_text().split()[:2] for text in ax.texts]
        assert words == [["1,000", "(100"], ["1,000", "(100"], ["1,210", "(121"], ["250", "(25"]]
        assert ax.patches[0].get_hatch() and not ax.patches[1].get_hatch()
        alone = draw_sizes({"a": 5, "b": 6})
        assert title(alone) == "Nothing is smaller than a: 5 bytes"
        assert draw_sizes({"a": 5, "b": 0}).axes[0].patches[1].get_width() == 0

    def test_what_can_not_be_drawn_is_refused(self):
        for call, words in (
            (lambda: draw_cost_bars({}), "1 to 10 names"),
            (lambda: draw_cost_bars({"a": (1, 2, 3, 4)}), r"costs\['a'\] must be a Cost.*no param"),
            (lambda: draw_sizes({"a": 0}), r"sizes\['a'\]"),
            (lambda: draw_sizes({"a": 1, "b": -1}), r"sizes\['b'\]"),
            (lambda: draw_sizes({str(i): 1 for i in range(11)}), "1 to 10 names"),
        ):
            with pytest.raises((ValueError, TypeError), match=words):
                call()


class TestWeights:
    def test_removed_weights_lie_on_top_of_the_kept_ones_at_their_old_values(self):
        top, below = draw_weights(
            {"W": W, "V": 2 * W}, masks={"W": np.abs(W) > 0.35}, n_bins=4
        ).axes
        heights = [[bar.get_height() for bar in bars] for bars in top.containers]
        # Five bins of width 0.4 from -1 to 1.
        assert heights == [[0, 1, 0, 1, 0], [1, 2, 1]]  # an empty bin has no bar of removed ones
        assert [bar.get_y() for bar in top.containers[1]] == heights[0][1:4]
        assert [np.sum([bar.get_height() for bar in bars]) for bars in below.containers] == [6]
        assert top.get_title(loc="left") == "W: 6 weights, 4 removed, 6 values"

    def test_zeros_and_values_are_counted(self):
        names = [ax.get_title(loc="left") for ax in FIGURES["weights"]().axes]
        assert names == [
            "layer 1: 6 weights, 1 is 0, 6 values",
            "codes: 3 weights, 1 is 0, 2 values",
        ]
        [ax] = draw_weights({"a": [0, 0, 3]}).axes
        assert ax.get_title(loc="left") == "a: 3 weights, 2 are 0, 2 values"
        assert not FIGURES["weights"]().legends and FIGURES["kept"]().legends

    def test_zero_lies_amid_a_bin(self):
        for n_bins in (4, 5):
            edges = shared_bins([np.array([-2.0, 1.0])], n_bins)
            assert len(edges) == 6 and edges[2] + edges[3] == pytest.approx(0)
            assert edges[0] == -2 and edges[-1] == 2
        assert shared_bins([np.zeros(2)], 1).tolist() == [-1, 1]

    def test_what_can_not_be_drawn_is_refused(self):
        for options, words in (
            ({"masks": {"V": MASK}}, "masks must be a dict with names of weights: W"),
            ({"masks": MASK}, "masks must be a dict"),
            ({"masks": {"W": MASK.T}}, r"masks\['W'\].*shape of.*\(2, 3\)"),
            ({"masks": {"W": MASK * 1}}, r"of True and False"),
            ({"n_bins": 0}, "n_bins"),
        ):
            with pytest.raises(ValueError, match=words):
                draw_weights({"W": W}, **options)
        with pytest.raises(ValueError, match="1 to 4 names"):
            draw_weights({})


class TestAccuracies:
    def test_lines_run_through_the_medians_over_what_remains(self):
        [ax] = FIGURES["pruning"]().axes
        one_shot, gradual = (bars.lines[0] for bars in ax.containers)
        assert one_shot.get_xdata() == pytest.approx([100, 50, 10])
        assert one_shot.get_ydata().tolist() == [0.91, 0.9, 0.6]
        assert gradual.get_ydata().tolist() == [0.9, 0.91, 0.905]
        ends = [cap.get_ydata().tolist() for cap in ax.containers[0].lines[1]]
        assert np.allclose(ends, [[0.9, 0.89, 0.5], [0.92, 0.91, 0.7]])
        left, right = ax.get_xlim()
        assert left > right and ax.get_xscale() == "log"
        assert [text.get_text() for text in ax.get_xticklabels()] == ["0", "50", "90"]
        heights = [line.get_ydata()[0] for line in ax.lines if len(set(line.get_ydata())) == 1][-2:]
        assert heights == pytest.approx([0.91, 0.9])

    def test_ticks_leave_each_other_room(self):
        dense = {"a": {round(0.01 * i, 2): [0.5] for i in range(99)}}
        [ax] = draw_pruning_curves(dense, 0.5).axes
        places = np.log(ax.get_xticks())
        assert len(places) > 5 and -np.diff(places).max() >= 0.069 * np.log(50)

    def test_the_title_counts_up_to_the_first_fall_and_down_to_the_last(self):
        bent = {"a": {0.0: [0.9], 0.5: [0.8], 0.9: [0.9]}, "b": {0.0: [0.88], 0.5: [0.9]}}
        assert title(draw_pruning_curves(bent, 0.9)).endswith("a 0\N{NO-BREAK SPACE}%, b never")
        edge = {"a": {0.0: [0.9], 0.5: [0.89], 0.9: [0.8899]}}
        assert title(draw_pruning_curves(edge, 0.9)).endswith("a 50\N{NO-BREAK SPACE}%")
        curves = {"a": [0.9, 0.8, 0.9], "b": [0.9, 0.9, 0.8], "c": [0.89, 0.9, 0.9]}
        words = title(draw_bits_curve(BITS, curves, 0.9))
        assert words.endswith("a 8 bits, b never, c 2 bits")

    def test_bits_have_their_ticks_and_seeds_their_bars(self):
        [ax] = FIGURES["bits"]().axes
        assert ax.get_xticks().tolist() == BITS
        tensor, channel = (bars.lines[0].get_ydata().tolist() for bars in ax.containers)
        assert tensor == CURVES["per tensor"] and channel == pytest.approx([0.6, 0.905, 0.9])

    def test_what_can_not_be_drawn_is_refused(self):
        for call, words in (
            (lambda: draw_pruning_curves({}, 0.9), "1 to 4 names"),
            (lambda: draw_pruning_curves({"a": [0.9]}, 0.9), r"table\['a'\] must be a dict"),
            (lambda: draw_pruning_curves({"a": {1.0: [0.9]}}, 0.9), "from 0 to below 1"),
            (lambda: draw_pruning_curves({"a": {-0.1: [0.9]}}, 0.9), "from 0 to below 1"),
            (
                lambda: draw_pruning_curves({"a": {0.5: [97]}}, 0.9),
                "accuracies from 0 to 1; got 97",
            ),
            (lambda: draw_pruning_curves(TABLE, 97), "baseline must hold"),
            (lambda: draw_bits_curve([4, 2], {"a": [1, 1]}, 1), "bits must be whole numbers"),
            (lambda: draw_bits_curve([2.5], {"a": [1]}, 1), "bits must be whole numbers"),
            (lambda: draw_bits_curve([2, 4], {"a": [1]}, 1), "a row for each of the 2 bits"),
            (lambda: draw_bits_curve([2], {"a": [-1]}, 1), "accuracies from 0 to 1"),
        ):
            with pytest.raises(ValueError, match=words):
                call()


class TestTeaching:
    def test_bars_are_the_softened_answers_and_the_second_one_is_hatched(self):
        for ax, temperature in zip(FIGURES["softened"]().axes, (1, 2, 4, 8), strict=True):
            heights = [bar.get_height() for bar in ax.patches]
            exponents = np.exp(np.array(LOGITS) / temperature)
            assert heights == pytest.approx(exponents / exponents.sum())
            assert [bool(bar.get_hatch()) for bar in ax.patches] == [False, False, False, True]
            assert ax.get_title() == f"T = {temperature}"
        assert FIGURES["softened, log"]().axes[0].get_yscale() == "log"

    def test_each_seed_is_a_line_solid_where_the_student_gained(self):
        [ax] = FIGURES["students"]().axes
        pairs = [line for line in ax.lines if list(line.get_xdata()) == [0, 1]]
        assert [list(line.get_ydata()) for line in pairs] == [
            list(pair) for pair in zip(ALONE, DISTILLED, strict=True)
        ]
        assert [line.get_linestyle() for line in pairs] == ["-", ":", "-"]
        assert [text.get_text() for text in ax.texts] == ["0.850", "0.910", "0.970"]
        assert ax.collections[2].get_offsets()[:, 1].tolist() == [0.97] * 3
        teachers = draw_students(ALONE, DISTILLED, [0.9, 0.96, 0.99]).axes[0]
        assert teachers.texts[-1].get_text() == "0.950"

    def test_a_loss_is_called_a_loss(self):
        words = title(draw_students([0.9, 0.8], [0.8, 0.8], 0.7))
        assert words == (
            "Distilled is better for 0 of 2 seeds: −5.0 points in the mean,\n10.0 above the teacher"
        )

    def test_what_can_not_be_drawn_is_refused(self):
        for call, words in (
            (lambda: draw_students(ALONE, DISTILLED[:2], 0.9), "distilled must hold 3"),
            (lambda: draw_students(ALONE, DISTILLED, [0.9, 0.9]), "teacher must hold 3"),
            (lambda: draw_students([90.0], [91.0], 95), "alone must hold accuracies"),
            (lambda: draw_softened([1.0], [1]), "2 to 12 classes; got 1"),
            (lambda: draw_softened(LOGITS, [0]), "temperatures"),
            (lambda: draw_softened(LOGITS, range(1, 6)), "1 to 4 numbers; got 5"),
        ):
            with pytest.raises(ValueError, match=words):
                call()


class TestLine:
    def test_values_are_rounded_within_half_a_step_or_cut_off(self):
        found = coded([-1.0, 0.5, 1.5, 2.4, 7.0], 1.0, 0, 3)  # codes -4 to 3
        assert found.codes.tolist() == [-1, 0, 2, 2, 3]
        assert found.back.tolist() == [-1, 0, 2, 2, 3]
        assert found.errors == pytest.approx([0, -0.5, 0.5, -0.4, -4])
        assert found.cut.tolist() == [False] * 4 + [True]
        assert coded([3.5, 3.51], 1.0, 0, 3).cut.tolist() == [False, True]
        assert levels_of(0.5, 1, 2).tolist() == [-1.5, -1, -0.5, 0]

    def test_lines_lead_from_values_to_what_comes_back(self):
        line, errors = FIGURES["line"]().axes
        ways, marks, rounded, cut = line.collections
        found = coded(X, SCALE, ZERO, 4)
        ends = np.array([path.vertices[:, 0] for path in ways.get_paths()])
        assert np.allclose(ends, np.column_stack([X, found.back]))
        assert [path.vertices[0, 0] for path in marks.get_paths()] == pytest.approx(
            levels_of(SCALE, ZERO, 4)
        )
        assert rounded.get_offsets()[:, 0].tolist() == X[:4].tolist()
        assert cut.get_offsets().tolist() == [[2.6, 1]]
        assert [text.get_text() for text in line.texts][::15] == ["−8", "7"]
        low, high = (part.get_offsets() for part in errors.collections)
        assert np.allclose(np.concatenate([low, high])[:, 1], found.errors)
        halves = [line.get_ydata()[0] for line in errors.lines[1:]]
        assert halves == pytest.approx([SCALE / 2, -SCALE / 2])
        assert not FIGURES["fine line"]().axes[0].texts

    def test_what_can_not_be_drawn_is_refused(self):
        for call, words in (
            (lambda: draw_number_line([], 1.0), "x"),
            (
                lambda: draw_number_line(np.zeros(401), 1.0),
                "400 values at most to be drawn; got 401",
            ),
            (lambda: draw_number_line(X, 0.0), "scale"),
            (lambda: draw_number_line(X, 1.0, 0, 9), "bits must be 2 to 8"),
            (lambda: draw_number_line(X, 1.0, 300, 8), "zero_point"),
        ):
            with pytest.raises(ValueError, match=words):
                call()
