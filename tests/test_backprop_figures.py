"""The chapter's pictures say in their titles, and show in their data, what was computed."""

import itertools

import numpy as np
import pytest
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.text import Text

from course_utils.backprop import (
    MLP,
    MLPClassifier,
    Tensor,
    Value,
    cross_entropy,
    describe_graph,
    topological_order,
)
from course_utils.backprop.figures import (
    draw_confusion,
    draw_curves,
    draw_digits,
    draw_gradient_norms,
    draw_graph,
    draw_hidden_weights,
    draw_regions,
    draw_spread,
)
from course_utils.backprop.figures.graph import MOST_NODES, at_edge
from course_utils.backprop.figures.layout import bends, layout
from course_utils.backprop.figures.regions import regions
from course_utils.classroom import pictures
from course_utils.classroom.figures import describe, to_png
from course_utils.datasets import make_blobs, make_moons


def twice_used(a=2.0, b=-3.0, walk=True):
    """Return L = (a·b + a)² and the names of its leaves."""
    names = {"a": Value(a), "b": Value(b)}
    loss = (names["a"] * names["b"] + names["a"]) ** 2
    if walk:
        loss.backward()
    return loss, names


def network_loss():
    X = Tensor(np.arange(10.0).reshape(5, 2) / 10, name="X")
    network = MLP((2, 3, 2), "tanh")
    loss = cross_entropy(network(X), [0, 1, 0, 1, 0])
    loss.backward()
    return loss


MOONS = make_moons(40, rng=0, noise=0.1)
BLOBS = make_blobs(45, rng=0, centers=((0, 0), (3, 0), (1, 2)), spread=0.5)
LOOK = {"n_epochs": 30, "learning_rate": 0.3, "batch_size": 10, "activation": "tanh"}
MODEL = MLPClassifier((3,), **LOOK).fit(*MOONS)
OF_THREE = MLPClassifier((4,), **LOOK).fit(*BLOBS)
ANSWERS = {
    "spread": [np.linspace(-1, 1, 101), np.linspace(-0.5, 0.5, 101)],
    "faded": [np.linspace(-0.1, 0.1, 101).reshape(101, 1), np.zeros((3, 4))],
}
NORMS = {"sigmoid": [1e-5, 1e-3, 0.1], "relu": [0.04, 0.05, 0.08], "zeros": [0, 0, 0.2]}
WEIGHTS = np.vstack([np.linspace(-1, 2, 64), np.zeros(64), -0.1 * np.linspace(-1, 2, 64)])
FIGURES = {
    "graph": lambda: draw_graph(*twice_used()),
    "graph on its way": lambda: draw_graph(*twice_used(), upto=3),
    "graph of a network": lambda: draw_graph(network_loss()),
    "spread": lambda: draw_spread(ANSWERS),
    "gradient norms": lambda: draw_gradient_norms(NORMS),
    "regions": lambda: draw_regions(MODEL, *MOONS),
    "three regions": lambda: draw_regions(OF_THREE, *BLOBS),
    "hidden weights": lambda: draw_hidden_weights(WEIGHTS),
}


@pytest.mark.parametrize("name", FIGURES)
def test_every_picture_can_be_drawn_with_type_of_11_points_or_more(name):
    fig = FIGURES[name]()
    assert to_png(fig).startswith(b"\x89PNG")
    assert min(text.get_fontsize() for text in fig.findobj(Text) if text.get_text()) >= 11


@pytest.mark.parametrize("name", FIGURES)
def test_pictures_are_the_same_each_time(name):
    assert describe(FIGURES[name]()) == describe(FIGURES[name]())


def test_shared_pictures_are_handed_on():
    shared = (draw_digits, draw_confusion, draw_curves)
    assert shared == (pictures.draw_digits, pictures.draw_confusion, pictures.draw_curves)


def title(fig):
    return fig.axes[0].get_title()


def boxes(fig):
    """Return (lines of words, box) of each node, in topological order."""
    ax = fig.axes[0]
    found = [patch for patch in ax.patches if isinstance(patch, FancyBboxPatch)]
    return [(text.get_text().split("\n"), box) for text, box in zip(ax.texts, found, strict=True)]


def arrows(fig):
    return [patch for patch in fig.axes[0].patches if isinstance(patch, FancyArrowPatch)]


class TestGraph:
    def test_boxes_show_names_operations_values_and_gradients(self):
        loss, names = twice_used()
        words = [lines for lines, _ in boxes(draw_graph(loss, names | {"L": loss}))]
        assert words == [
            ["a", "2", "grad 16"],
            ["b", "-3", "grad -16"],
            ["*", "-6", "grad -8"],
            ["+", "-4", "grad -8"],
            ["L: **2", "16", "grad 1"],
        ]

    def test_before_the_walk_back_there_are_no_gradients(self):
        for loss, names in (twice_used(walk=False), (Tensor([2.0], requires_grad=True) * 3.0, {})):
            assert "grad" not in describe(draw_graph(loss, names))

    def test_of_arrays_the_shape_and_the_length_of_the_gradient_are_shown(self):
        w = Tensor([[3.0, 4.0]], requires_grad=True, name="w")
        loss = (w * w).sum()
        loss.backward()
        words = [lines for lines, _ in boxes(draw_graph(loss))]
        assert words[0] == ["w", "(1, 2)", "‖grad‖ 10"]
        assert words[-1] == ["sum", "25", "grad 1"]

    def test_constants_are_told_apart_by_word_and_frame(self):
        w = Tensor([1.0, 2.0], requires_grad=True, name="w")
        drawn = boxes(draw_graph(w * 3.0))
        dashed = [box.get_linestyle() not in ("-", "solid") for _, box in drawn]
        assert dashed == [False, True, False]
        assert ["constant" in lines for lines, _ in drawn] == dashed

    def test_arrows_lead_from_what_is_used_to_what_was_made(self):
        fig = draw_graph(*twice_used())
        ends = [tip[0] - foot[0] for foot, tip in (arrow._posA_posB for arrow in arrows(fig))]
        assert len(ends) == 5 and min(ends) > 0

    def test_a_node_used_twice_at_once_has_two_arrows_apart(self):
        x = Value(3.0)
        first, second = (np.array(arrow._posA_posB) for arrow in arrows(draw_graph(x * x)))
        assert np.linalg.norm(first - second, axis=1).min() > 0.1
        assert len(arrows(draw_graph(x + 1.0))) == 2
        far = x**2
        assert len(arrows(draw_graph((far * far) * far + far))) == 1 + 2 + 2 + 2

    def test_upto_leaves_the_rest_without_numbers(self):
        loss, names = twice_used()
        fig = draw_graph(loss, names, upto=3)
        assert [lines for lines, _ in boxes(fig)] == [
            ["a", "2"],
            ["b", "-3"],
            ["*", "-6"],
            ["+"],
            ["**2"],
        ]
        assert title(fig) == "3 operations on 2 leaves: 3 of 5 values are known"
        assert title(draw_graph(loss, names)) == "3 operations on 2 leaves"
        assert title(draw_graph(Value(1.0).exp())) == "1 operation on 1 leaf"
        assert title(draw_graph(loss, names, title="Mine")) == "Mine"

    @pytest.mark.parametrize("name", ["graph", "graph of a network"])
    def test_words_stay_in_their_boxes_and_boxes_apart(self, name):
        fig = FIGURES[name]()
        to_png(fig)
        ax = fig.axes[0]
        frames = [box.get_window_extent() for _, box in boxes(fig)]
        for text, frame in zip(ax.texts, frames, strict=True):
            words = text.get_window_extent()
            assert frame.x0 <= words.x0 and words.x1 <= frame.x1
            assert frame.y0 <= words.y0 and words.y1 <= frame.y1
        assert not any(one.overlaps(other) for one, other in itertools.combinations(frames, 2))
        inside = fig.bbox
        assert all(inside.x0 <= f.x0 and f.x1 <= inside.x1 for f in frames)
        assert all(inside.y0 <= f.y0 and f.y1 <= inside.y1 for f in frames)

    def test_too_large_graphs_and_wrong_counts_are_refused(self):
        total = Value(0.0)
        for _ in range(MOST_NODES):
            total = total.tanh()
        with pytest.raises(ValueError, match=f"{MOST_NODES} nodes at most to be drawn; got 25"):
            draw_graph(total)
        with pytest.raises(ValueError, match="upto"):
            draw_graph(Value(1.0), upto=0)

    def test_an_arrow_starts_where_it_leaves_the_box(self):
        assert at_edge((0, 0), (10, 0), (2, 1)).tolist() == [1, 0]
        assert at_edge((0, 0), (1, 5), (2, 1)).tolist() == [0.1, 0.5]


class TestLayout:
    def test_parents_stand_left_and_columns_are_never_crowded(self):
        for loss in (twice_used()[0], network_loss()):
            places = layout(loss)
            assert list(places) == topological_order(loss)
            for node, (column, _) in places.items():
                assert all(places[parent][0] < column for parent in node.parents)
            for one, other in itertools.combinations(places.values(), 2):
                assert one[0] != other[0] or abs(one[1] - other[1]) >= 1 - 1e-3

    def test_what_serves_one_operation_stands_close_before_it(self):
        w, v = (Tensor(np.ones((2, 2)), requires_grad=True, name=name) for name in "wv")
        result = (w.T @ w).tanh().exp() @ v.T
        places = {node.operation or node.name: place for node, place in layout(result).items()}
        assert places["v"][0] == places["@"][0] - 2
        assert places["w"][0] == 0

    def test_arrows_do_not_cross_where_they_need_not(self):
        a, b, c, d = (Value(float(i)) for i in range(4))
        places = layout((a * c) + (b * d))
        rows = [places[node][1] for node in (a, c, b, d)]
        assert rows in (sorted(rows), sorted(rows)[::-1])
        places = layout((a * b) + (c * a))
        assert places[a][1] == np.median([places[node][1] for node in (a, b, c)])

    def test_a_long_arrow_bends_past_each_column(self):
        loss, names = twice_used()
        ways = bends(loss)
        product, total = topological_order(loss)[2:4]
        assert [len(way) for way in ways.values()] == [0, 0, 0, 1, 0]
        [(column, row)] = ways[names["a"], total]
        assert column == layout(loss)[product][0] and abs(row - layout(loss)[product][1]) > 0.5

    def test_the_same_graph_is_said_in_words(self):
        loss, names = twice_used()
        assert describe_graph(loss, names).splitlines()[-1] == "n3 = n2**2 = 16, gradient 1"

    def test_a_deep_chain_can_be_laid_out(self):
        value = Value(0.5)
        for _ in range(1500):
            value = value.tanh()
        assert layout(value)[value] == (1500.0, 0.0)


class TestSpread:
    def test_bands_and_median_are_percentiles_layer_by_layer(self):
        fig = draw_spread(ANSWERS)
        assert [ax.get_title() for ax in fig.axes] == [
            "spread\nlast σ = 0.29",
            "faded\nlast σ = 0",
        ]
        outer, inner = fig.axes[0].collections
        for band, share in ((outer, 0.9), (inner, 0.5)):
            corners = band.get_paths()[0].vertices
            assert sorted(set(corners[corners[:, 0] == 1][:, 1].round(9))) == [-share, share]
            assert corners[corners[:, 0] == 2][:, 1].max() == pytest.approx(share / 2)
        assert fig.axes[1].lines[0].get_xydata().tolist() == [[1, 0], [2, 0]]

    def test_wrong_answers_are_refused(self):
        for wrong, words in (
            ({}, "1 to 4 names"),
            ([np.ones(3)], "1 to 4 names"),
            ({name: [np.ones(3)] for name in "abcde"}, "1 to 4 names"),
            ({"he": []}, "an array for each hidden layer"),
            ({"he": [np.array([np.nan])]}, r"answers\['he'\]\[0\]"),
        ):
            with pytest.raises(ValueError, match=words):
                draw_spread(wrong)


class TestGradientNorms:
    def test_each_line_runs_over_layers_from_1_on_a_logarithmic_scale(self):
        fig = draw_gradient_norms(NORMS)
        [ax] = fig.axes
        lines = {line.get_label(): line.get_xydata().tolist() for line in ax.lines}
        assert ax.get_yscale() == "log"
        assert lines["sigmoid"] == [[1, 1e-5], [2, 1e-3], [3, 0.1]]
        assert lines["zeros (0 in 2 layers)"] == [[3, 0.2]]

    def test_the_title_names_what_vanishes_most(self):
        kept = {name: NORMS[name] for name in ("sigmoid", "relu")}
        expected = "sigmoid: the first layer's gradient is 0.0001 of the last one's"
        assert title(draw_gradient_norms(kept)) == expected
        assert title(draw_gradient_norms(kept, title="Mine")) == "Mine"

    def test_a_last_layer_without_gradient_is_nobodys_measure(self):
        assert title(draw_gradient_norms({"a": [1, 0]})) == "The last layer's gradient is 0"
        both = draw_gradient_norms({"a": [1, 0], "b": [1, 2]})
        assert title(both) == "b: the first layer's gradient is 0.5 of the last one's"

    def test_wrong_sizes_are_refused(self):
        for wrong, words in (
            ({}, "1 to 8 names"),
            ({"relu": [0.1, -0.1]}, "must be 0 or more; got -0.1"),
            ({"relu": [0.0, 0.0]}, "only 0"),
        ):
            with pytest.raises(ValueError, match=words):
                draw_gradient_norms(wrong)


class TestRegions:
    def test_a_model_must_be_fitted(self):
        with pytest.raises(ValueError, match=r"model is not fitted yet.*Call model\.fit"):
            draw_regions(MLPClassifier(), *MOONS)

    def test_colors_say_which_class_and_how_sure(self):
        def sure_to_the_right(points):
            p = np.clip(points[:, 0], 0, 1)
            return np.column_stack([1 - p, p])

        shades, [border] = regions(sure_to_the_right, [(-1, 2), (0, 1)], detail=90)
        assert border[:, 0] == pytest.approx(0.5)
        row = shades[7]
        assert row[44] == pytest.approx(1, abs=0.05)  # white where it can't decide
        assert row[5][2] > row[5][0] and row[85][0] > row[85][2]  # blue, vermilion
        assert np.ptp(row[5]) > np.ptp(row[40])
        assert shades.min() >= 0 and shades.max() <= 1

    def test_each_region_has_a_border_and_upside_is_up(self):
        def by_height(points):
            return np.eye(3)[np.digitize(points[:, 1], [1.0, 2.0])] * 0.8 + 0.1

        shades, borders = regions(by_height, [(0, 3), (0, 3)], detail=60)
        heights = sorted({round(float(y), 1) for line in borders for y in line[:, 1]})
        assert heights == [1.0, 2.0]
        assert shades[5, 0].argmax() == 2 and shades[55, 0].argmax() == 1  # blue below, green above

    def test_the_title_counts_and_rings_show_what_is_wrong(self):
        X, y = MOONS
        flipped = y.copy()
        flipped[3] = 1 - flipped[3]
        right = int((MODEL.predict(X) == flipped).sum())
        fig = draw_regions(MODEL, X, flipped)
        assert title(fig) == f"{right} of 40 samples are answered right"
        rings = [dots for dots in fig.axes[0].collections if dots.get_label() == "answered wrong"]
        assert X[3].tolist() in rings[0].get_offsets().tolist()
        assert len(rings[0].get_offsets()) == 40 - right

    def test_colors_stand_where_the_samples_are(self):
        X, y = MOONS
        [image] = draw_regions(MODEL, X, y).axes[0].images
        shades, (left, right, low, high) = image.get_array(), image.get_extent()
        assert image.origin == "lower" and left < X[:, 0].min() and right > X[:, 0].max()
        top = X[:, 1].argmax()
        column, row = (X[top] - [left, low]) / [right - left, high - low] * len(shades)
        assert shades[int(row), int(column)].argmax() == 2 and MODEL.predict(X)[top] == 0

    def test_classes_differ_by_marker_too(self):
        fig = draw_regions(OF_THREE, *BLOBS)
        kinds = [c for c in fig.axes[0].collections if c.get_label().startswith("class")]
        assert len({len(dots.get_paths()[0].vertices) for dots in kinds}) == 3

    def test_wrong_input_is_refused(self):
        X, y = MOONS
        for wrong, words in (
            ((MODEL, X[:, :1], y), "2 features to be drawn"),
            ((MODEL, X, y[:-1]), "y"),
            ((MODEL, X, y + 5), "y"),
        ):
            with pytest.raises(ValueError, match=words):
                draw_regions(*wrong)


class TestHiddenWeights:
    def test_each_neuron_has_its_own_symmetric_scale(self):
        fig = draw_hidden_weights(WEIGHTS, n_columns=2)
        [image] = fig.axes[0].images
        assert image.get_clim() == (-1, 1)
        cells = image.get_array()
        assert cells.shape == (17, 17)
        assert cells[7, 7] == 1 and cells[0, 0] == -0.5  # the first neuron, by its strongest
        assert not cells[:8, 9:].any() and cells[16, 7] == -1

    def test_signs_repeat_the_color_of_strong_pixels(self):
        minus, plus = draw_hidden_weights(WEIGHTS, n_columns=3).axes[0].collections
        shares = WEIGHTS / [[2], [1], [0.2]]
        assert len(plus.get_offsets()) == (shares > 0.5).sum()
        assert len(minus.get_offsets()) == (shares < -0.5).sum()

    def test_wrong_weights_are_refused(self):
        for wrong, words in (
            (np.ones((2, 63)), "64 numbers for each neuron; got 63"),
            (np.ones((81, 64)), "80 neurons at most; got 81"),
            (np.ones(64), "2-D"),
        ):
            with pytest.raises(ValueError, match=words):
                draw_hidden_weights(wrong)
