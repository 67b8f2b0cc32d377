"""The chapter's pictures say in their titles, and show in their data, what was computed."""

import numpy as np
import pytest
from matplotlib.text import Text

from course_utils.classroom import pictures
from course_utils.classroom.figures import describe, to_png
from course_utils.datasets import make_blobs
from course_utils.gradient_descent import (
    CURVES,
    binary_cross_entropy,
    binary_cross_entropy_slope,
    descend,
    figures,
    h_sweep,
    logistic_loss_and_gradient,
    roc_curve,
    squared_error,
    squared_error_slope,
)
from course_utils.gradient_descent.figures import (
    draw_downhill,
    draw_h_sweep,
    draw_rates,
    draw_roc,
    draw_two_losses,
    draw_valley,
)
from course_utils.gradient_descent.figures.downhill import outcome, tangent

BOWL = CURVES["bowl"]
HS = 10.0 ** -np.arange(1, 16)
X, Y = make_blobs(40, rng=3, centers=[[-1, 0], [1, 0.5]], spread=0.8)
ROC = roc_curve([0, 1, 0, 1], [1.0, 2.0, 3.0, 3.0])


def walk(learning_rate, start=-2.0, n_steps=6, curve=BOWL):
    return descend(curve.slope, start, learning_rate, n_steps)


RATES = {f"learning rate {rate}": walk(rate) for rate in (0.02, 0.3, 0.85)}
PATHS = {
    "all samples": np.array([[-2.0, 2.0], [0.0, 1.5], [1.0, 1.0]]),
    "minibatches": np.array([[-2.0, 2.0], [0.5, 1.0], [0.0, 1.0], [1.5, 1.0]]),
    "single samples": np.array([[-2.0, 2.0], [2.0, 2.0], [1.0, 0.0], [1.0, 1.0]]),
}


def cube(x):
    return x * x * x


def sweep(kind):
    return h_sweep(cube, lambda x: 3 * x * x, 1.0, HS, kind)


FIGURES = {
    **{
        f"{name} downhill": lambda curve=curve: draw_downhill(curve, walk(0.2, curve=curve))
        for name, curve in CURVES.items()
    },
    "one point": lambda: draw_downhill(BOWL, [0.0]),
    "rates": lambda: draw_rates(BOWL, RATES),
    "two losses": draw_two_losses,
    "h sweep": lambda: draw_h_sweep(HS, {kind: sweep(kind) for kind in ("central", "forward")}),
    "valley": lambda: draw_valley(X, Y, PATHS),
    "roc": lambda: draw_roc(ROC),
    "roc at a threshold": lambda: draw_roc(ROC, threshold=2.5),
}


@pytest.mark.parametrize("name", FIGURES)
def test_every_picture_can_be_drawn_with_type_of_11_points_or_more(name):
    fig = FIGURES[name]()
    assert to_png(fig).startswith(b"\x89PNG")
    assert min(text.get_fontsize() for text in fig.findobj(Text) if text.get_text()) >= 11


@pytest.mark.parametrize("name", FIGURES)
def test_pictures_are_the_same_each_time(name):
    assert describe(FIGURES[name]()) == describe(FIGURES[name]())


@pytest.mark.parametrize("name", FIGURES)
def test_no_words_are_cut_off_at_the_edge(name):
    fig = FIGURES[name]()
    to_png(fig)
    box = fig.get_tightbbox()
    assert box.x0 >= 0 and box.x1 <= fig.get_figwidth()
    assert box.y0 >= 0 and box.y1 <= fig.get_figheight()


@pytest.mark.parametrize("name", FIGURES)
def test_lines_that_are_named_differ_by_more_than_color(name):
    for ax in FIGURES[name]().axes:
        named = [line for line in ax.lines if not line.get_label().startswith("_")]
        looks = [(line.get_linestyle(), line.get_marker()) for line in named]
        assert len(set(looks)) == len(looks)


def test_shared_pictures_are_exported():
    for name in ("draw_digits", "draw_confusion", "draw_curves"):
        assert getattr(figures, name) is getattr(pictures, name)
        assert name in figures.__all__


def title(fig):
    return fig.axes[0].get_title()


def plotted(fig, label, number=0):
    """Return the points of the line with that label, in the axes of that number."""
    [line] = [line for line in fig.axes[number].lines if line.get_label() == label]
    return line.get_xydata()


class TestDownhill:
    def test_the_points_of_the_path_lie_on_the_curve(self):
        path = walk(0.1, n_steps=3)
        fig = draw_downhill(BOWL, path)
        points = plotted(fig, "path")
        assert points[:, 0].tolist() == path.tolist()
        assert points[:, 1] == pytest.approx(1.25 * (path - 1) ** 2)
        assert plotted(fig, "start").tolist() == points[:1].tolist()
        weights, losses = plotted(fig, "loss").T
        assert (weights[0], weights[-1]) == (BOWL.low, BOWL.high) == fig.axes[0].get_xlim()
        assert losses == pytest.approx(1.25 * (weights - 1) ** 2)

    def test_the_slope_is_drawn_where_two_early_steps_begin(self):
        path = walk(0.1, n_steps=3)
        tangents = draw_downhill(BOWL, path).axes[0].lines[-2:]
        for line, weight in zip(tangents, path[[0, 2]], strict=True):
            (x0, y0), (x1, y1) = line.get_xydata()
            assert (x0 + x1) / 2 == pytest.approx(weight)
            assert (y1 - y0) / (x1 - x0) == pytest.approx(2.5 * (weight - 1))
        assert [line.get_label()[0] for line in tangents] == ["s", "_"]  # named once

    def test_the_title_counts_the_steps_and_says_the_fall(self):
        assert title(draw_downhill(BOWL, [3.0, 2.0])) == "1 step: loss 5 → 1.25"
        assert title(draw_downhill(BOWL, [3.0, 2.0, 1.001])) == "2 steps: loss 5 → 0.000"
        assert title(draw_downhill(BOWL, [3.0], title="Mine")) == "Mine"

    def test_a_path_that_ends_beyond_all_numbers_says_so(self):
        path = walk(1000.0, n_steps=400)
        words = f"{len(path) - 1} steps: loss 11.2 → beyond all numbers"
        assert title(draw_downhill(BOWL, path)) == words

    def test_a_path_that_leaves_does_not_stretch_the_picture(self):
        limits = [draw_downhill(BOWL, walk(rate)).axes[0].get_ylim() for rate in (0.1, 2.0)]
        assert limits[0] == limits[1]

    def test_each_rate_has_its_panel_with_the_same_scales(self):
        fig = draw_rates(BOWL, RATES)
        ends = [1.25 * (path[-1] - 1) ** 2 for path in RATES.values()]
        assert ends[1] < 0.0005
        ends = [f"{ends[0]:.3g}", "0.000", f"{ends[2]:.3g}"]
        titles = [f"{name}\nloss 11.2 → {end}" for name, end in zip(RATES, ends, strict=True)]
        assert [ax.get_title() for ax in fig.axes] == titles
        assert len({(*ax.get_xlim(), *ax.get_ylim()) for ax in fig.axes}) == 1
        for number, path in enumerate(RATES.values()):
            assert plotted(fig, "path", number)[:, 0].tolist() == path.tolist()

    def test_a_tangent_touches(self):
        x, y = tangent(BOWL, 3.0)
        assert np.interp(3.0, x, y) == pytest.approx(5.0)
        assert np.diff(y) / np.diff(x) == pytest.approx(5.0)


class TestOutcome:
    @pytest.mark.parametrize(
        ("learning_rate", "expected"),
        [
            (0.001, "still on its way"),
            (0.1, "converges"),
            (0.75, "converges"),
            (0.8, "jumps between two points"),
            (0.85, "diverges"),
            (1000.0, "diverges"),
        ],
    )
    def test_on_the_bowl(self, learning_rate, expected):
        assert outcome(BOWL, walk(learning_rate, n_steps=40), 40) == expected

    def test_a_path_that_ended_early_diverged(self):
        path = walk(1000.0, n_steps=400)
        assert len(path) < 401 and outcome(BOWL, path, 400) == "diverges"

    def test_a_flat_shoulder_is_no_valley(self):
        curve = CURVES["saturated"]
        path = walk(0.1, start=-5.5, n_steps=40, curve=curve)
        assert abs(path[-1] - path[0]) < 1e-3
        assert outcome(curve, path, 40) == "still on its way"

    def test_a_ridge_is_no_valley(self):
        assert outcome(CURVES["two valleys"], np.full(41, 0.25), 40) == "still on its way"

    def test_jumps_that_shrink_are_no_jumps_for_ever(self):
        path = 1 + 2 * (-0.996) ** np.arange(41)
        assert outcome(BOWL, path, 40) == "still on its way"


class TestTwoLosses:
    def test_losses_and_slopes_are_those_of_the_model(self):
        fig = draw_two_losses()
        for number, pair in enumerate(
            [
                (binary_cross_entropy, squared_error),
                (binary_cross_entropy_slope, squared_error_slope),
            ]
        ):
            drawn = [line for line in fig.axes[number].lines if len(line.get_xdata()) > 2]
            for line, function in zip(drawn, pair, strict=True):
                z = line.get_xdata()
                assert (z[0], z[-1]) == (-8, 8)
                assert line.get_ydata() == pytest.approx(function(z, np.ones_like(z)))

    def test_the_slopes_at_the_left_edge_are_written_there(self):
        texts = [text.get_text() for text in draw_two_losses().axes[1].texts]
        assert texts == ["-1", "-0.00067"]
        assert f"{squared_error_slope([-8.0], [1])[0]:.2g}" == texts[1]


class TestHSweep:
    def test_errors_stand_over_h_on_logarithmic_scales(self):
        fig = FIGURES["h sweep"]()
        for kind in ("central", "forward"):
            h, error = plotted(fig, kind).T
            assert h.tolist() == HS.tolist() and error.tolist() == sweep(kind).tolist()
        assert fig.axes[0].get_xscale() == fig.axes[0].get_yscale() == "log"

    def test_the_title_says_the_least_error(self):
        errors = {"a": [1e-3, 2e-6, 0.5], "b": [3e-9, 1, 1]}
        assert title(draw_h_sweep([0.1, 0.01, 1e-9], errors)) == "Least error: 2e-06 (a), 3e-09 (b)"

    def test_an_error_of_0_can_be_drawn(self):
        fig = draw_h_sweep([0.1, 0.01], {"a": [0.0, 1e-3]})
        assert (plotted(fig, "a")[:, 1] > 0).all()
        assert title(fig) == "Least error: 0e+00 (a)"


class TestValley:
    def test_rings_are_those_of_the_logistic_loss(self):
        fig = draw_valley(X, Y, PATHS)
        [rings] = fig.axes[0].collections
        for level, path in zip(rings.levels, rings.get_paths(), strict=True):
            for w in path.vertices[1:-1:25]:
                loss, *_ = logistic_loss_and_gradient(X, Y, w, 0.0)
                assert loss == pytest.approx(level, abs=0.01)

    def test_each_path_is_named_with_its_steps_and_its_last_loss(self):
        fig = draw_valley(X, Y, PATHS)
        for name, path in PATHS.items():
            loss, *_ = logistic_loss_and_gradient(X, Y, path[-1], 0.0)
            label = f"{name}:\n{len(path) - 1} steps, loss {loss:.3f}"
            assert plotted(fig, label).tolist() == path.tolist()
        assert plotted(fig, "start").tolist() == [[-2, 2]]

    def test_all_paths_lie_inside(self):
        ax = draw_valley(X, Y, PATHS).axes[0]
        points = np.vstack(list(PATHS.values()))
        for values, (low, high) in zip(points.T, (ax.get_xlim(), ax.get_ylim()), strict=True):
            assert low < values.min() and values.max() < high

    def test_the_title_says_how_long_the_paths_are(self):
        paths = {"straight": [[0, 0], [3, 4]], "round": [[0, 0], [3, 0], [3, 4]]}
        words = "Down one valley, by paths of length 5.0, 7.0"
        assert title(draw_valley(X, Y, paths)) == words
        assert title(draw_valley(X, Y, paths, title="Mine")) == "Mine"


class TestRoc:
    def test_the_curve_and_its_area(self):
        fig = draw_roc(ROC)
        points = plotted(fig, "this classifier, area 0.625")
        assert points.tolist() == [[0, 0], [0.5, 0.5], [0.5, 1], [1, 1]]
        assert title(fig) == "A positive outranks a negative in 62.5 % of pairs"

    @pytest.mark.parametrize(
        ("threshold", "alarms", "found"),
        [(9.0, 0, 0), (3.0, 0.5, 0.5), (2.5, 0.5, 0.5), (2.0, 0.5, 1), (0.0, 1, 1)],
    )
    def test_scores_from_the_threshold_up_count(self, threshold, alarms, found):
        fig = draw_roc(ROC, threshold=threshold)
        assert plotted(fig, f"threshold {threshold:g}").tolist() == [[alarms, found]]
        words = f"{100 * found:.0f} % found, {100 * alarms:.0f} % false alarms"
        assert title(fig) == f"Threshold {threshold:g}: {words}"


BAD = {
    "path square": (lambda: draw_downhill(BOWL, np.eye(2)), "path must be 1-D"),
    "path NaN": (lambda: draw_downhill(BOWL, [np.nan]), "path contains NaN"),
    "rates none": (lambda: draw_rates(BOWL, {}), "paths must be a dict of 1 to 4"),
    "rates list": (lambda: draw_rates(BOWL, [[1.0]]), "paths must be a dict of 1 to 4"),
    "rates many": (
        lambda: draw_rates(BOWL, {i: [1] for i in range(5)}),
        r"1 to 4 names; got 5 of them\.$",
    ),
    "rates long": (lambda: draw_rates(BOWL, [np.ones(999)]), r"1 to 4 names; got list\.$"),
    "rates path": (lambda: draw_rates(BOWL, {"a": []}), r"paths\['a'\] is empty"),
    "h of 0": (lambda: draw_h_sweep([0.1, 0], {"a": [1, 1]}), "distances above 0; got 0"),
    "h length": (lambda: draw_h_sweep([0.1], {"a": [1, 1]}), r"errors\['a'\] must hold 1"),
    "h none": (lambda: draw_h_sweep([0.1], {}), "errors must be a dict of 1 to 4"),
    "h below 0": (lambda: draw_h_sweep([0.1], {"a": [-1]}), "at least 0; got -1"),
    "valley X": (lambda: draw_valley(np.eye(3), [0, 1, 1], PATHS), "X must have 2 columns"),
    "valley y": (lambda: draw_valley(X, Y[:3], PATHS), "y must hold 40 values"),
    "valley labels": (lambda: draw_valley(X, 2 * Y - 1, PATHS), "only the labels 0, 1; got -1"),
    "valley none": (lambda: draw_valley(X, Y, {}), "paths must be a dict of 1 to 4"),
    "valley path": (lambda: draw_valley(X, Y, {"a": [[1]]}), r"paths\['a'\] must have 2 columns"),
    "roc threshold": (lambda: draw_roc(ROC, threshold=[1]), "threshold must be one number"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_in_words(name):
    call, words = BAD[name]
    with pytest.raises(ValueError, match=words):
        call()


def test_curves_and_rocs_must_come_from_the_model():
    for draw in (lambda c: draw_downhill(c, [1.0]), lambda c: draw_rates(c, {"a": [1.0]})):
        with pytest.raises(TypeError, match=r"curve must be a Curve, as CURVES\['bowl'\]"):
            draw("bowl")
    with pytest.raises(TypeError, match="roc must be what roc_curve"):
        draw_roc(tuple(ROC))
