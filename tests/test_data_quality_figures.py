"""The chapter's pictures say in their titles, and show in their data, what was computed."""

import itertools

import numpy as np
import pandas as pd
import pytest
from matplotlib.container import BarContainer
from matplotlib.text import Annotation, Text

from course_utils.classroom import pictures
from course_utils.classroom.figures import describe, to_png
from course_utils.data_quality import figures
from course_utils.data_quality.figures import (
    draw_augmented,
    draw_column,
    draw_imputation,
    draw_index,
    draw_leakage,
    draw_profile,
    draw_reading_angles,
)
from course_utils.data_quality.profiling import profile
from course_utils.data_quality.tables import Schema

COLUMNS = ["dimension", "measure", "bad", "of", "share"]
MEASURES = [
    ("completeness", "missing cells", 20, 1000, 0.02),
    ("completeness", "rows with a missing cell", 60, 100, 0.6),
    ("validity", "cells out of range", 0, 1000, 0.0),
    ("balance", "rows of the greatest class", 12, 100, 0.12),
    ("label accuracy", "wrong labels", None, 100, np.nan),
]
PROFILE = pd.DataFrame(MEASURES, columns=COLUMNS)
REPAIRED = PROFILE.assign(share=[0.0, 0.0, 0.0, 0.12, np.nan])
INK = np.r_[np.linspace(0.2, 0.5, 60), np.linspace(20, 50, 6), np.nan]
IN_ONE_UNIT = np.where(INK > 1, INK / 100, INK)
PIXEL = np.array([0] * 300 + [3] * 10 + [16] * 40 + [99] * 2 + [255])
TRUTH = np.array([0.0, 4.0, 8.0, 16.0])
FILLED = {"mean": np.full(4, 7.0), "neighbors": TRUTH + np.array([1, -1, 1, -1])}
STATES = {
    "as it is": (34.2, 0.93),
    "labels shuffled": (34.2, 0.10),
    "filled": (24.3, 0.86),
    "noise": (41.0, 0.94),
}
DEGREES = np.array([0, 90, 180])
SHARES = {6: [1, 0.5, 0], 8: [0.9, 0.2, 0.75]}
IMAGES = np.arange(5 * 6).reshape(5, 3, 2)

FIGURES = {
    "profile": lambda: draw_profile(PROFILE),
    "profile, before": lambda: draw_profile(REPAIRED, PROFILE),
    "column": lambda: draw_column(PIXEL, name="pixel"),
    "column, repaired": lambda: draw_column(INK, IN_ONE_UNIT, name="ink", log=True),
    "column, marks": lambda: draw_column(PIXEL, name="pixel", marks={"a": 20.0, "b": 30}),
    "leakage": lambda: draw_leakage([0.5, 0.6], [0.8, 0.9, 1.0], 0.1),
    "leakage, one run": lambda: draw_leakage(0.5, 0.8, measure="balanced accuracy"),
    "imputation": lambda: draw_imputation(TRUTH, FILLED),
    "index": lambda: draw_index(STATES),
    "augmented": lambda: draw_augmented(IMAGES, list("abcde"), n_columns=3, title="Five"),
    "reading angles": lambda: draw_reading_angles(DEGREES, SHARES),
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
        named = {
            line.get_label(): (line.get_linestyle(), line.get_marker())
            for line in ax.lines
            if not line.get_label().startswith("_")
        }
        assert len(set(named.values())) == len(named)


@pytest.mark.parametrize("name", ["profile, before", "leakage", "index"])
def test_bars_of_two_kinds_differ_by_their_stripes(name):
    bars = [bars[0] for ax in FIGURES[name]().axes for bars in ax.containers]
    assert [bool(bar.get_hatch()) for bar in bars] == [True, False]


def test_shared_pictures_are_exported():
    for name in ("draw_digits", "draw_confusion", "draw_curves"):
        assert getattr(figures, name) is getattr(pictures, name)
        assert name in figures.__all__


def title(fig):
    return fig.axes[0].get_title()


def words(ax):
    return [text.get_text() for text in ax.texts]


def lengths(ax, number=0):
    bars = [part for part in ax.containers if isinstance(part, BarContainer)][number]
    across = bars.orientation == "horizontal"
    return [bar.get_width() if across else bar.get_height() for bar in bars]


class TestProfile:
    def test_each_measure_has_a_bar_and_its_share_in_words(self):
        [ax] = draw_profile(PROFILE).axes
        assert lengths(ax) == pytest.approx([2, 60, 0, 12, 0])
        assert words(ax) == ["2.0 %", "60.0 %", "0 %", "12.0 %", "unknown"]

    def test_a_dimension_is_named_once(self):
        ticks = [tick.get_text() for tick in draw_profile(PROFILE).axes[0].get_yticklabels()]
        assert ticks[:3] == [
            "completeness: missing cells",
            "rows with a missing cell",
            "validity: cells out of range",
        ]

    def test_before_stands_above_now(self):
        [ax] = draw_profile(REPAIRED, PROFILE).axes
        assert lengths(ax) == pytest.approx([2, 60, 0, 12, 0])
        assert lengths(ax, 1) == pytest.approx([0, 0, 0, 12, 0])
        before, now = (container[0].get_y() for container in ax.containers)
        assert before < now and ax.get_ylim()[0] > ax.get_ylim()[1]

    def test_the_title_counts_what_is_wrong_but_not_the_size_of_classes(self):
        assert title(draw_profile(PROFILE)) == "Something is wrong by 2 of 3 measures"
        said = title(draw_profile(REPAIRED, PROFILE))
        assert said == "Something is wrong by 2 of 3 measures before, by 0 now"
        assert title(draw_profile(PROFILE, title="Mine")) == "Mine"

    def test_a_profile_of_the_model_can_be_drawn(self):
        table = pd.DataFrame({"a": ["1", "", "99"], "label": ["0", "1", "1"]})
        schema = Schema(ranges={"a": (0, 16)}, label="label", classes=(0, 1))
        found = profile(table, schema)
        [ax] = draw_profile(found).axes
        assert len(words(ax)) == len(found)
        assert lengths(ax) == pytest.approx(100 * found["share"].fillna(0).to_numpy(float))

    def test_a_table_without_anything_bad_can_be_drawn(self):
        fig = draw_profile(PROFILE.assign(share=0.0))
        assert title(fig) == "Something is wrong by 0 of 4 measures"
        assert fig.axes[0].get_xlim()[1] > 0


class TestColumn:
    def test_few_whole_numbers_have_a_bar_each(self):
        [ax] = draw_column([0, 0, 3, np.nan], name="pixel").axes
        assert lengths(ax) == [2, 0, 0, 1]
        assert title(ax.figure) == "3 values, 0 to 3, 1 missing"
        assert ax.get_xlabel() == "pixel"

    def test_all_values_are_counted(self):
        for values in (PIXEL, [2.5, 2.5], np.linspace(0, 1, 97)):
            assert sum(lengths(draw_column(values, name="x").axes[0])) == len(values)

    def test_a_lone_low_bar_carries_its_count(self):
        [ax] = draw_column(PIXEL, name="pixel").axes
        assert words(ax) == ["2×\n▾", "1×\n▾"]
        places = [text.xy[0] for text in ax.texts if isinstance(text, Annotation)]
        assert places == pytest.approx([99, 255], abs=255 / 40)

    def test_a_low_bar_beside_others_carries_none(self):
        assert words(draw_column([0] * 300 + [1, 5], name="pixel").axes[0]) == ["1×\n▾"]

    def test_a_logarithmic_scale_shares_bars_and_heights(self):
        fig = draw_column(INK, IN_ONE_UNIT, name="ink", log=True)
        before, after = fig.axes
        assert before.get_xscale() == "log" and before.get_xlim() == after.get_xlim()
        assert before.get_ylim() == after.get_ylim()
        assert sum(lengths(before)) == sum(lengths(after)) == 66
        assert lengths(before)[-1] > 0 == lengths(after)[-1]
        assert before.get_title() == "before: 66 values, 0.2 to 50, 1 missing"
        assert after.get_title() == "after: 66 values, 0.2 to 0.5, 1 missing"

    def test_clipping_shows_as_a_spike(self):
        _, after = draw_column(PIXEL, np.minimum(PIXEL, 16), name="pixel").axes
        assert lengths(after)[-1] == 43

    def test_marks_stand_at_their_numbers(self):
        [ax] = FIGURES["column, marks"]().axes
        found = {line.get_label(): line.get_xdata()[0] for line in ax.lines}
        assert found == {"a, 20": 20.0, "b, 30": 30}


class TestImputation:
    def test_each_way_has_its_error_and_how_much_spread_it_keeps(self):
        fig = draw_imputation(TRUTH, FILLED)
        mean, neighbors = fig.axes
        assert neighbors.get_title() == "neighbors\nerror 1"
        assert mean.get_title() == f"mean\nerror {np.sqrt(np.mean((TRUTH - 7) ** 2)):.3g}"
        assert mean.get_xlabel() == "truth\n(spread kept: 0 %)"
        kept = 100 * FILLED["neighbors"].std() / TRUTH.std()
        assert neighbors.get_xlabel() == f"truth\n(spread kept: {kept:.0f} %)"
        assert fig.get_suptitle() == "Least error: neighbors, 1"

    def test_points_stand_over_the_truth(self):
        for ax, values in zip(draw_imputation(TRUTH, FILLED).axes, FILLED.values(), strict=True):
            [dots] = ax.collections
            assert dots.get_offsets().tolist() == np.column_stack([TRUTH, values]).tolist()
            low, high = ax.get_xlim()
            assert low < TRUTH.min() and TRUTH.max() < high and ax.get_ylim() == (low, high)

    def test_one_way_is_not_called_the_best(self):
        fig = draw_imputation(TRUTH, {"mean": FILLED["mean"]})
        assert fig.get_suptitle() == "4 cells filled with the mean"


class TestLeakage:
    def test_bars_are_means_and_dots_are_runs(self):
        [ax] = FIGURES["leakage"]().axes
        assert lengths(ax) == pytest.approx([0.9]) and lengths(ax, 1) == pytest.approx([0.55])
        dots = [line.get_ydata() for line in ax.lines if line.get_label() == "one repetition"]
        assert [list(values) for values in dots] == [[0.8, 0.9, 1.0], [0.5, 0.6]]
        assert title(ax.figure) == "The leak adds 0.350"
        assert words(ax) == ["0.900", "0.550", "chance\n0.100"]

    def test_a_leak_that_adds_nothing_says_so(self):
        assert title(draw_leakage(0.9, 0.9)) == "The leak changes +0.000"
        assert title(draw_leakage(0.9, 0.8)) == "The leak changes -0.100"


class TestIndex:
    def test_q_and_accuracy_stand_side_by_side(self):
        left, right = draw_index(STATES).axes
        assert lengths(left) == [q for q, _ in STATES.values()]
        assert lengths(right) == [accuracy for _, accuracy in STATES.values()]
        assert words(left) == ["34.200", "34.200", "24.300", "41.000"]
        assert [tick.get_text() for tick in left.get_yticklabels()] == list(STATES)
        for ax, first in ((left, 34.2), (right, 0.93)):
            assert ax.lines[0].get_xdata()[0] == first

    def test_the_title_counts_who_is_fooled(self):
        fig = draw_index(STATES)
        assert fig.get_suptitle() == "Of 3 changes, Q calls 1 better; accuracy rises in 1"
        noise = {"a": (1.0, 0.5), "b": (1.0 - 1e-12, 0.5)}
        said = draw_index(noise).get_suptitle()
        assert said == "Of 1 change, Q calls 0 better; accuracy rises in 0"


class TestTurned:
    def test_images_stand_below_their_titles(self):
        [ax] = FIGURES["augmented"]().axes
        assert words(ax) == list("abcde") and title(ax.figure) == "Five"
        drawn = ax.images[0].get_array()
        assert sorted(drawn.compressed()) == list(range(30))
        assert ax.images[0].get_clim() == (0, 29)

    def test_long_titles_do_not_meet(self):
        fig = draw_augmented(IMAGES, ["turned by 15 degrees"] * 5)
        to_png(fig)
        boxes = [text.get_window_extent() for text in fig.axes[0].texts]
        assert all(a.x1 < b.x0 for a, b in itertools.pairwise(boxes))

    def test_each_digit_has_its_line(self):
        [ax] = FIGURES["reading angles"]().axes
        for digit, shares in SHARES.items():
            [line] = [line for line in ax.lines if line.get_label() == f"digit {digit}"]
            points = np.column_stack([DEGREES, shares])
            assert line.get_xydata().tolist() == points.tolist()
        assert ax.lines[-1].get_ydata()[0] == 0.5 and words(ax) == ["half"]

    def test_the_title_tells_the_best_and_the_worst_at_the_end(self):
        said = title(FIGURES["reading angles"]())
        assert said == "Turned by 180°: 8s are read right most often (75 %), 6s least (0 %)"
        said = title(draw_reading_angles(DEGREES, {6: [1, 0.5, 0]}))
        assert said == "Turned by 180°: 0 % are read right"


BAD = {
    "profile columns": (lambda: draw_profile(PROFILE.drop(columns="of")), "profile lacks of"),
    "profile empty": (lambda: draw_profile(PROFILE[:0]), "profile is empty"),
    "profile text": (
        lambda: draw_profile(PROFILE.assign(share="much")),
        "profile must hold shares from 0 to 1: could not",
    ),
    "profile twice": (
        lambda: draw_profile(PROFILE[["share", *PROFILE.columns]]),
        "profile has columns of one name",
    ),
    "profile share": (lambda: draw_profile(PROFILE.assign(share=2.0)), "shares from 0 to 1"),
    "profile others": (lambda: draw_profile(PROFILE, PROFILE[::-1]), "in their order"),
    "column name": (lambda: draw_column([1.0], name=" "), "name must say what"),
    "column missing": (lambda: draw_column([np.nan], name="x"), "nothing but missing"),
    "column 2-D": (lambda: draw_column(np.eye(2), name="x"), "values must be 1-D"),
    "column inf": (lambda: draw_column([np.inf], name="x"), "values contains"),
    "column empty": (lambda: draw_column([], name="x"), "values is empty"),
    "column log": (lambda: draw_column([0.0], name="x", log=True), "values must be above 0"),
    "column repaired": (lambda: draw_column([1], [[1]], name="x"), "repaired must be 1-D"),
    "column rows": (lambda: draw_column([[1], [1, 2]], name="x"), "its rows differ in length"),
    "column text": (lambda: draw_column(["ink"], name="x"), "values must hold real numbers"),
    "column mark": (
        lambda: draw_column([1], name="x", marks={"a": np.nan}),
        r"marks\['a'\] contains NaN",
    ),
    "column mark, log": (
        lambda: draw_column([1], name="x", log=True, marks={"a": 0}),
        r"marks\['a'\] must be above 0",
    ),
    "column marks": (
        lambda: draw_column([1], name="x", marks=dict.fromkeys("abcd", 1)),
        "marks must be a dict of 1 to 3",
    ),
    "filled none": (lambda: draw_imputation(TRUTH, {}), "filled must be a dict of 1 to 4"),
    "filled length": (lambda: draw_imputation(TRUTH, {"a": [1]}), r"filled\['a'\] must hold 4"),
    "filled constant": (lambda: draw_imputation([1, 1], {"a": [1, 1]}), "all are the same"),
    "leakage share": (lambda: draw_leakage(0.5, 64), "leaking must be from 0 to 1; got 64 to 64"),
    "leakage chance": (lambda: draw_leakage(0.5, 0.6, -1), "chance must be from 0 to 1"),
    "index one": (lambda: draw_index({"a": (1, 1)}), "two or more states"),
    "index pair": (lambda: draw_index({"a": (1, 1), "b": (1,)}), r"states\['b'\] must hold 2"),
    "index share": (lambda: draw_index({"a": (1, 1), "b": (1, 2)}), r"got \(1.0, 2.0\)"),
    "index list": (lambda: draw_index([(1, 1)]), "states must be a dict of 1 to 10"),
    "images 2-D": (lambda: draw_augmented(np.eye(3), "a"), "images must be 3-D"),
    "images NaN": (lambda: draw_augmented([[[np.nan]]], "a"), "images contains NaN"),
    "images titles": (lambda: draw_augmented(IMAGES, "ab"), "titles must hold 5 values"),
    "angles order": (lambda: draw_reading_angles([90, 0], {6: [1, 1]}), "degrees must rise"),
    "angles length": (lambda: draw_reading_angles([0], {6: [1, 1]}), r"shares\[6\] must hold 1"),
    "angles share": (lambda: draw_reading_angles([0], {6: [36]}), r"shares\[6\] must be from 0"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_in_words(name):
    call, said = BAD[name]
    with pytest.raises(ValueError, match=said):
        call()


def test_a_profile_must_be_a_table():
    with pytest.raises(TypeError, match=r"profile must be what profile\(table\) returns"):
        draw_profile([0.5])
