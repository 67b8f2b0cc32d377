"""The chapter's pictures say in their titles, and show in their data, what was computed."""

from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib.text import Text

from course_utils.classroom import pictures
from course_utils.classroom.figures import describe, to_png
from course_utils.resources import figures
from course_utils.resources.figures import (
    draw_gantt,
    draw_memory,
    draw_polygon,
    draw_shares,
    draw_speed_up,
    draw_value_of_budget,
)
from course_utils.resources.figures.costs import in_bytes
from course_utils.resources.figures.polygon import allowed_corners, is_allowed

JOBS = [3, 3, 2, 2, 2]
LONGEST = SimpleNamespace(machine=[0, 1, 0, 1, 0], start=[0, 0, 3, 3, 5])
BEST = SimpleNamespace(machine=[0, 0, 1, 1, 1], start=[0, 3, 0, 2, 4])
PLANS = {"longest first": LONGEST, "best": BEST}
NAMES = ["perceptron", "softmax regression", "autoencoder", "GAN", "table of pruning"]
POINTS = {"optimum": [1, 0.4], "0.5 each": [0.5, 0.5], "too much": [1, 1]}
WHOLE = {"optimum": [3, 1.5], "rounded": [3, 2], "whole": [4, 0]}
SHARES = {"largest value": [1, 1, 1, 1, 0], "0.5 each": [0.5] * 5, "fair": [1, 1, 1, 0.5, 0.4]}
TASKS = [f"task {i}" for i in range(1, 6)]
N = np.array([1, 2, 4, 8])
SPEED = {"no messages": (N, N / (0.9 + 0.1 * N)), "messages": (N[:3], [1, 1.5, 0.5])}
SIZES = {"one batch": 1_234_567, "four parts": 320_000, "checkpointed": 500_000}

FIGURES = {
    "polygon": lambda **k: draw_polygon([40, 50], [400, 500], 600, POINTS, **k),
    "whole": lambda **k: draw_polygon(
        [5, 4], [[6, 4], [1, 2]], [24, 6], WHOLE, most=5, whole=True, **k
    ),
    "shares": lambda **k: draw_shares(SHARES, TASKS, **k),
    "value": lambda **k: draw_value_of_budget([0, 100, 300, 800], [0, 30, 50, 50], **k),
    "prices": lambda **k: draw_value_of_budget([0, 5, 9], [0, 10, 10], [2, 0, 0], **k),
    "plan": lambda **k: draw_gantt(LONGEST, JOBS, **k),
    "plans": lambda **k: draw_gantt(PLANS, JOBS, bound=6, **k),
    "names": lambda **k: draw_gantt(PLANS, JOBS, names=NAMES, unit="s", **k),
    "speed": lambda **k: draw_speed_up(SPEED, limits={"no messages": 10}, **k),
    "memory": lambda **k: draw_memory(SIZES, **k),
}
TITLES = {
    "polygon": "optimum: value 60; 1 of 3 points not allowed",
    "whole": "optimum: value 21; 1 of 3 points not allowed",
    "shares": "Of 5 tasks done in full: largest value 4, 0.5 each 0, fair 3",
    "value": "One more unit is worth 0.3 at first, 0 at the end",
    "plan": "All done: after 7",
    "plans": "All done: longest first after 7, best after 6",
    "names": "All done: longest first after 7, best after 6 s",
    "speed": "With 8 processes: 0.5 to 4.71 times as fast",
    "memory": "four parts: 25.9 % of the bytes of one batch",
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


@pytest.mark.parametrize("name", TITLES)
def test_titles_say_what_was_computed_and_fit(name):
    fig = FIGURES[name]()
    assert title(fig) == TITLES[name]
    to_png(fig)
    assert fig.get_tightbbox().x1 <= fig.get_size_inches()[0] + 0.01


def test_the_shared_picture_is_handed_on():
    assert figures.draw_curves is pictures.draw_curves


class TestPolygon:
    def test_corners_lie_where_limits_meet(self):
        square = [[0, 0], [1, 0], [1, 1], [0, 1]]
        for demands, budget, corners in (
            ([[100, 200]], [400], square),
            ([[100, 200]], [300], square),  # it touches a corner
            ([[100, 200]], [250], [[0, 0], [1, 0], [1, 0.75], [0.5, 1], [0, 1]]),
            ([[100, 200]], [50], [[0, 0], [0.5, 0], [0, 0.25]]),
            ([[4, 0]], [2], [[0, 0], [0.5, 0], [0.5, 1], [0, 1]]),
            ([[1, 1], [2, 1]], [1.5, 2], [[0, 0], [1, 0], [0.5, 1], [0, 1]]),
        ):
            found = allowed_corners(np.array(demands, float), np.array(budget, float))
            assert np.unique(found.round(9), axis=0).tolist() == sorted(corners)
        assert allowed_corners(np.ones((1, 2)), np.array([9.0]), 5).max() == 5

    def test_a_point_is_allowed_up_to_rounding(self):
        demands, budget = np.array([[0.1, 0.2]]), np.array([0.3])
        assert is_allowed(np.ones(2), demands, budget)  # 0.1 + 0.2 is more than 0.3
        assert not is_allowed(np.array([1.0, 1.001]), demands, budget, most=2)
        assert not is_allowed(np.array([1.1, 0]), demands, budget)
        assert not is_allowed(np.array([-0.1, 0]), demands, budget)

    def test_lines_join_what_costs_and_what_is_worth_the_same(self):
        [ax] = draw_polygon([30, 50], [400, 500], 600, {"optimum": [0.25, 1]}).axes
        budget, *levels = (line for line in ax.lines if hasattr(line, "get_xy1"))
        for line, weights, height in (
            (budget, [400, 500], 600),
            *((line, [30, 50], 57.5 * part / 3) for part, line in enumerate(levels, start=1)),
        ):
            ends = np.array([line.get_xy1(), line.get_xy2()])
            assert ends @ weights == pytest.approx([height] * 2)
            assert not np.allclose(*ends)

    def test_points_carry_their_value_and_whole_ones_say_if_they_are_allowed(self):
        fig = FIGURES["whole"]()
        labels = [text.get_text() for text in fig.legends[0].get_texts()]
        assert labels[1:3] == ["budget 24", "budget 6"]
        assert labels[-3:] == [
            "optimum:\n(3, 1.5), value 21",
            "rounded:\n(3, 2), value 23",
            "whole:\n(4, 0), value 20",
        ]
        lines = {line.get_label(): line.get_xydata().tolist() for line in fig.axes[0].lines[5:]}
        fine = [
            [x, y] for x in range(6) for y in range(6) if 6 * x + 4 * y <= 24 and x + 2 * y <= 6
        ]
        assert lines["whole, allowed"] == fine
        assert len(lines["whole, too much"]) == 36 - len(fine)
        assert lines[labels[-1]] == [[4, 0]]

    def test_the_best_allowed_point_makes_the_headline(self):
        fig = draw_polygon([1, 1], [1, 1], 1, {"a": [0.2, 0.2], "b": [0.5, 0.5]})
        assert title(fig) == "b: value 1"
        fig = draw_polygon([1, 1], [1, 1], 1, {"a": [1, 1]})
        assert title(fig) == "None of these points is allowed"

    def test_what_can_not_be_drawn_is_refused(self):
        for values, demands, budget, shares, words in (
            ([0, 0], [1, 1], 1, POINTS, "values must not both be 0"),
            ([1, 1, 1], [1, 1], 1, POINTS, "values must hold 2"),
            ([1, 1], [1, 1, 1], 1, POINTS, r"two numbers for each budget; got shape \(1, 3\)"),
            ([1, 1], [1, 1], [1, 2], POINTS, "budget must hold 1"),
            ([1, 1], np.ones((5, 2)), [1] * 5, POINTS, "budget must be 4 at most; got 5"),
            ([1, 1], [-1, 1], 1, POINTS, "demands must be 0 or more; got -1"),
            ([1, 1], [1, 1], -1, POINTS, "budget must be 0 or more; got -1"),
            ([1, 1], [1, 1], 1, {}, "shares must be a dict of 1 to 4"),
            ([1, 1], [1, 1], 1, {"a": [1]}, r"shares\['a'\] must hold 2"),
        ):
            with pytest.raises(ValueError, match=words):
                draw_polygon(values, demands, budget, shares)
        with pytest.raises(ValueError, match="names must hold 2 values"):
            draw_polygon([1, 1], [1, 1], 1, POINTS, names=["one"])
        with pytest.raises(ValueError, match="most must be"):
            draw_polygon([1, 1], [1, 1], 1, POINTS, most=0)


class TestShares:
    def test_bars_stand_beside_each_other_at_their_task(self):
        [ax] = FIGURES["shares"]().axes
        assert [bars.get_label() for bars in ax.containers] == list(SHARES)
        for bars, parts in zip(ax.containers, SHARES.values(), strict=True):
            assert [bar.get_height() for bar in bars] == parts
        centers = [[bar.get_center()[0] for bar in bars] for bars in ax.containers]
        assert np.mean(centers, axis=0) == pytest.approx(range(5))
        assert (np.diff(centers, axis=0) > 0.2).all()
        assert [text.get_text() for text in ax.get_xticklabels()] == TASKS

    def test_the_slope_is_that_of_the_value_and_prices_are_points(self):
        top, below = FIGURES["prices"]().axes
        assert top.lines[0].get_xydata().tolist() == [[0, 0], [5, 10], [9, 10]]
        assert below.patches[0].get_data().values.tolist() == [2, 0]
        assert below.patches[0].get_data().edges.tolist() == [0, 5, 9]
        assert below.lines[0].get_xydata().tolist() == [[0, 2], [5, 0], [9, 0]]
        assert below.get_ylim()[1] > 2 and top.get_xlim() == below.get_xlim() == (0, 9)
        [_, alone] = FIGURES["value"]().axes
        assert not alone.lines and alone.get_ylim()[1] == pytest.approx(1.15 * 0.3)

    def test_what_can_not_be_drawn_is_refused(self):
        for call, words in (
            (lambda: draw_shares({"a": [1.2, 0]}, TASKS[:2]), "parts from 0 to 1; got 0 to 1.2"),
            (lambda: draw_shares({"a": [-0.1, 0]}, TASKS[:2]), "got -0.1 to 0"),
            (lambda: draw_shares({"a": [1]}, TASKS[:2]), r"shares\['a'\] must hold 2"),
            (lambda: draw_shares(SHARES, []), "tasks must be 1 to 12; got 0"),
            (lambda: draw_shares({str(i): [1] for i in range(5)}, ["a"]), "1 to 4 names"),
            (lambda: draw_value_of_budget([0, 0], [0, 1]), "budgets must rise"),
            (lambda: draw_value_of_budget([0], [0]), "must hold 2"),
            (lambda: draw_value_of_budget([0, 1], [0]), "values must hold 2"),
            (lambda: draw_value_of_budget([0, 1], [0, 1], [1]), "prices must hold 2"),
        ):
            with pytest.raises(ValueError, match=words):
                call()


class TestGantt:
    def test_each_job_is_a_bar_in_the_row_of_its_machine(self):
        fig = FIGURES["plans"]()
        for ax, plan, end in zip(fig.axes, (LONGEST, BEST), (7, 6), strict=True):
            boxes = [bar.get_bbox().bounds for bar in ax.patches]
            assert [box[0] for box in boxes] == plan.start
            assert [box[2] for box in boxes] == JOBS
            assert [box[1] + box[3] / 2 for box in boxes] == pytest.approx(plan.machine)
            assert [text.get_text() for text in ax.texts] == ["3", "3", "2", "2", "2"]
            assert [line.get_xdata()[0] for line in ax.lines] == [end, 6]
        assert [ax.get_title() for ax in fig.axes] == ["longest first: 7", "best: 6"]
        assert fig.axes[0].get_xlim()[1] == pytest.approx(1.04 * 7)

    def test_names_stand_in_a_legend_under_letters(self):
        fig = FIGURES["names"]()
        labels = [text.get_text() for text in fig.legends[0].get_texts()]
        assert labels == [
            "A: perceptron, 3 s",
            "B: softmax regression, 3 s",
            "C: autoencoder, 2 s",
            "D: GAN, 2 s",
            "E: table of pruning, 2 s",
            "end",
        ]
        assert [text.get_text() for text in fig.axes[0].texts] == list("ABCDE")
        assert fig.axes[-1].get_xlabel() == "time, s"

    def test_a_bar_too_slim_for_its_number_has_none(self):
        plan = SimpleNamespace(machine=[0, 0], start=[0, 100])
        [ax] = draw_gantt(plan, [100, 1]).axes
        assert [text.get_text() for text in ax.texts] == ["100", ""]

    def test_machines_without_a_job_have_a_row_if_asked_for(self):
        [ax] = draw_gantt(LONGEST, JOBS, n_machines=4).axes
        assert ax.get_ylim() == (3.5, -0.5)
        assert [text.get_text() for text in ax.get_yticklabels()][3] == "machine 4"

    def test_what_can_not_be_drawn_is_refused(self):
        for call, error, words in (
            (lambda: draw_gantt(LONGEST, [-1, 1]), ValueError, "26 durations of at least 0"),
            (lambda: draw_gantt(LONGEST, np.ones(27)), ValueError, "26 durations of at least 0"),
            (lambda: draw_gantt(LONGEST, [1, 1]), ValueError, "schedule.machine must hold 2"),
            (lambda: draw_gantt([1, 2], JOBS), TypeError, ".machine and .start"),
            (lambda: draw_gantt({}, JOBS), ValueError, "1 to 3 names"),
            (lambda: draw_gantt(LONGEST, JOBS, n_machines=1), ValueError, "at least 2"),
            (lambda: draw_gantt(LONGEST, JOBS, n_machines=9), ValueError, "8 at most"),
            (lambda: draw_gantt(LONGEST, JOBS, names=["a"]), ValueError, "names must hold 5"),
        ):
            with pytest.raises(error, match=words):
                call()


class TestCosts:
    def test_lines_show_the_speed_ups_beside_what_nobody_beats(self):
        [ax] = FIGURES["speed"]().axes
        lines = {line.get_label(): line.get_xydata().tolist() for line in ax.lines}
        for name, pair in SPEED.items():
            assert lines[name] == np.column_stack(pair).tolist()
        assert lines["n times as fast"] == [[1, 1], [8, 8]]
        assert ax.lines[1].get_ydata() == [10, 10] and ax.texts[0].get_text() == "10 at most"
        assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
        assert title(draw_speed_up({"a": ([1, 2], [1, 2])})) == "With 2 processes: 2 times as fast"

    def test_bars_are_parts_of_the_largest(self):
        [ax] = FIGURES["memory"]().axes
        widths = [bar.get_width() for bar in ax.patches]
        assert widths == pytest.approx([1, 320_000 / 1_234_567, 500_000 / 1_234_567])
        assert [text.get_text() for text in ax.texts] == [
            "1.23 MB (100 %)",
            "320 kB (25.9 %)",
            "500 kB (40.5 %)",
        ]

    @pytest.mark.parametrize(
        ("size", "words"),
        [
            (0, "0 bytes"),
            (999, "999 bytes"),
            (1000, "1 kB"),
            (999_400, "999 kB"),
            (999_600, "1 MB"),
            (5e9, "5 GB"),
            (2.5e15, "2.5e+03 TB"),
        ],
    )
    def test_bytes_are_written_with_three_digits(self, size, words):
        assert in_bytes(size) == words

    def test_what_can_not_be_drawn_is_refused(self):
        for call, words in (
            (lambda: draw_speed_up({"a": [1, 2]}), "must be a pair"),
            (lambda: draw_speed_up({"a": ([1, 1], [1, 1])}), "rise from 1 or more"),
            (lambda: draw_speed_up({"a": ([0.5, 1], [1, 1])}), "rise from 1 or more"),
            (lambda: draw_speed_up({"a": ([1, 2], [1, 0])}), "must be above 0; got 0"),
            (lambda: draw_speed_up(SPEED, limits={"x": 1}), "names of curves alone; got .'x'"),
            (lambda: draw_memory({"a": -1}), r"sizes\['a'\] must be a finite number of at least 0"),
            (lambda: draw_memory({"a": 0}), "must not all be 0"),
            (lambda: draw_memory({}), "1 to 10 names"),
        ):
            with pytest.raises(ValueError, match=words):
                call()
