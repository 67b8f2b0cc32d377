"""Repairs of numbers: what changed, where and why; and nothing else."""

import numpy as np
import pandas as pd
import pytest

from course_utils.data_quality import (
    LOG_COLUMNS,
    MESSY_SCHEMA,
    PIXELS,
    Schema,
    blank_missing,
    found,
    make_messy,
    other_unit,
    repair_range,
    repair_units,
)
from course_utils.data_quality.repairs import FEWEST
from course_utils.datasets import load_digits

nan = np.nan
TEXT = pd.DataFrame(
    {
        "id": ["1", "2", "3"],
        "a": ["7", "NA", "-1"],
        "note": ["NA", "", "x"],
        "b": [" ", "0.5", nan],
    },
    dtype=object,
)
SCHEMA = Schema({"b": (0, 1), "a": (0, 16)}, id="id")


def same(left, right):
    """Whether two lists of cells are equal; NaN equals NaN."""
    return np.array_equal(np.array(left, float), np.array(right, float), equal_nan=True)


@pytest.fixture(params=["usual", "repeated"])
def text(request):
    """The table with a usual index and with one that repeats itself; it must stay as it was."""
    table = TEXT.copy(deep=True)
    if request.param == "repeated":
        table = table.set_axis([9, 9, 1])
    before = table.copy(deep=True)
    yield table
    pd.testing.assert_frame_equal(table, before)


class TestBlankMissing:
    def test_codes_become_nan_and_columns_numbers(self, text):
        table, _ = blank_missing(text, SCHEMA)
        assert same(table["a"], [7, nan, nan]) and same(table["b"], [nan, 0.5, nan])
        assert table["a"].dtype == table["b"].dtype == float

    def test_the_rest_stays(self, text):
        table, _ = blank_missing(text, SCHEMA)
        assert table.columns.equals(text.columns) and table.index.equals(text.index)
        pd.testing.assert_frame_equal(table[["id", "note"]], text[["id", "note"]])

    def test_the_log_lists_codes_row_by_row(self, text):
        log = blank_missing(text, SCHEMA).log
        assert tuple(log.columns) == LOG_COLUMNS
        assert log["row"].tolist() == [0, 1, 2]
        assert log["column"].tolist() == ["b", "a", "a"]
        assert log["before"].tolist() == [" ", "NA", "-1"]
        assert np.isnan(log["after"].astype(float)).all()
        assert set(log["why"]) == {"missing"}

    def test_other_codes(self, text):
        table, log = blank_missing(text, SCHEMA._replace(missing=("NA",)))
        assert same(table["a"], [7, nan, -1]) and log["row"].tolist() == [0, 1]

    def test_a_second_time_nothing_is_missing_anew(self, text):
        once = blank_missing(text, SCHEMA)
        twice = blank_missing(once.table, SCHEMA)
        assert twice.log.empty and tuple(twice.log.columns) == LOG_COLUMNS
        pd.testing.assert_frame_equal(twice.table, once.table)

    def test_a_column_all_missing(self):
        table, log = blank_missing(pd.DataFrame({"a": ["", "NA"]}), Schema({"a": (0, 1)}))
        assert table["a"].isna().all() and len(log) == 2

    def test_no_column_with_a_range(self, text):
        table, log = blank_missing(text, Schema({}))
        pd.testing.assert_frame_equal(table, text)
        assert table is not text and log.empty

    def test_text_that_is_no_number(self, text):
        with pytest.raises(ValueError, match=r"^column 'note' holds 1 cell\(s\) .* row 2: 'x'"):
            blank_missing(text, Schema({"note": (0, 1)}))

    def test_bad_arguments(self):
        with pytest.raises(TypeError, match="must be a pandas DataFrame"):
            blank_missing(None, SCHEMA)
        with pytest.raises(ValueError, match="table is empty"):
            blank_missing(TEXT.head(0), SCHEMA)
        with pytest.raises(TypeError, match="schema must be a Schema"):
            blank_missing(TEXT, {"a": (0, 16)})


class TestRepairRange:
    NUMBERS = pd.DataFrame(
        {"a": [0.0, 16.0, -0.5, 16.5, nan], "n": [-9, 99, 0, 0, 0], "b": [2.0, 0.5, 1.0, nan, -1.0]}
    )

    def test_outside_becomes_nan_and_the_ends_are_inside(self):
        table, _ = repair_range(self.NUMBERS, SCHEMA._replace(id=None))
        assert same(table["a"], [0, 16, nan, nan, nan])
        assert same(table["b"], [nan, 0.5, 1, nan, nan])
        assert table["n"].tolist() == [-9, 99, 0, 0, 0]

    def test_the_log(self):
        log = repair_range(self.NUMBERS, SCHEMA._replace(id=None)).log
        assert tuple(log.columns) == LOG_COLUMNS
        assert log["row"].tolist() == [0, 2, 3, 4]
        assert log["column"].tolist() == ["b", "a", "a", "b"]
        assert log["before"].tolist() == [2.0, -0.5, 16.5, -1.0]
        assert np.isnan(log["after"].astype(float)).all()
        assert set(log["why"]) == {"out of range"}

    def test_the_input_is_left_and_positions_are_counted(self):
        numbers = self.NUMBERS.set_axis([7, 7, 0, 1, 2])
        before = numbers.copy(deep=True)
        table, log = repair_range(numbers, Schema({"a": (0, 16)}))
        pd.testing.assert_frame_equal(numbers, before)
        assert table.index.tolist() == [7, 7, 0, 1, 2] and log["row"].tolist() == [2, 3]

    def test_nothing_to_do(self):
        table, log = repair_range(self.NUMBERS, Schema({"n": (-9, 99)}))
        assert log.empty and table["n"].tolist() == [-9, 99, 0, 0, 0]
        table, log = repair_range(self.NUMBERS, Schema({}))
        assert log.empty and table.equals(self.NUMBERS) and table is not self.NUMBERS

    def test_whole_numbers_and_infinity(self):
        table = pd.DataFrame(
            {"n": pd.array([3, None, 99], dtype="Int64"), "f": [np.inf, 1, -np.inf]}
        )
        after, log = repair_range(table, Schema({"n": (0, 16), "f": (0, 1)}))
        assert same(after["n"], [3, nan, nan]) and same(after["f"], [nan, 1, nan])
        assert log["row"].tolist() == [0, 2, 2]

    def test_text_is_refused(self):
        with pytest.raises(ValueError) as caught:
            repair_range(TEXT, SCHEMA)
        assert str(caught.value) == (
            "column 'b' holds object, not numbers. Call blank_missing first."
        )

    def test_bad_arguments(self):
        with pytest.raises(ValueError, match="has no column 'b'"):
            repair_range(self.NUMBERS[["a"]], SCHEMA)
        with pytest.raises(ValueError, match="more than once: a"):
            repair_range(self.NUMBERS[["a", "a"]], Schema({"a": (0, 1)}))


def unit(*numbers, factor=100.0):
    rows, is_larger = other_unit(np.array(numbers, dtype=float), factor)
    assert rows.dtype.kind == "i" and type(is_larger) is bool
    return rows.tolist(), is_larger


NONE = ([], False)


class TestOtherUnit:
    def test_the_fewer_larger_or_smaller_ones(self):
        assert unit(0.2, 30, 0.3, 0.25, 20) == ([1, 4], True)
        assert unit(20, 0.3, 30, 25, 0.2) == ([1, 4], False)

    def test_rows_come_sorted(self):
        assert unit(0.2, 40, 0.3, 0.25, 20, 0.2) == ([1, 4], True)

    def test_what_has_no_logarithm_is_left_out(self):
        assert unit(0, 0.25, -3, nan, 25, 0.25, np.inf, -np.inf) == ([4], True)

    @pytest.mark.parametrize(
        "numbers", [(), (nan,), (5.0,), (0, -1), (nan, nan), (0, 5), (5, 5, 5)]
    )
    def test_too_little_to_see_two_units(self, numbers):
        assert unit(*numbers) == NONE

    def test_two_rows_are_a_tie_and_three_are_not(self):
        assert unit(0.25, 25) == NONE
        assert unit(0.25, 25, 0.25) == ([1], True)
        assert unit(0.25, 25, 25) == ([0], False)

    def test_a_tie_of_many(self):
        assert unit(0.25, 0.25, 25, 25) == NONE

    def test_the_gap_is_at_least_half_the_factor_in_the_logarithm(self):
        # From 4 to 40 is a factor of 10, half of 100 in the logarithm; the medians are 100 apart.
        lower = (0.5, 0.5, 0.5, 0.5, 1, 4)
        assert unit(*lower, 40, 50, 60) == ([6, 7, 8], True)
        assert unit(*lower, 39.9, 50, 60) == NONE

    @pytest.mark.parametrize(
        ("larger", "is_seen"), [(49, False), (50, True), (200, True), (201, False)]
    )
    def test_the_medians_lie_the_factor_apart_give_or_take_2(self, larger, is_seen):
        assert unit(1, 1, 1, larger) == (([3], True) if is_seen else NONE)

    def test_medians_not_means(self):
        assert unit(0.1, 0.3, 0.3, 0.3, 29, 30, 250) == ([4, 5, 6], True)

    @pytest.mark.parametrize(("n", "is_seen"), [(49, True), (50, False)])
    @pytest.mark.parametrize("other", [0.5, 0.0, -1.0])
    def test_one_in_fifty_is_a_unit_fewer_are_slips(self, n, is_seen, other):
        assert FEWEST == 0.02
        assert unit(*[0.5] * 2, *[other] * (n - 2), 50) == (([n], True) if is_seen else NONE)

    def test_missing_cells_do_not_count_among_the_fifty(self):
        assert unit(*[0.5] * 49, *[nan] * 30, 50) == ([79], True)

    def test_the_widest_gap_cuts(self):
        assert unit(0.01, 0.3, 0.3, 0.3, 0.3, 40, 40) == ([5, 6], True)
        assert unit(0.001, 0.3, 0.3, 0.3, 0.3, 30) == NONE  # 0.001 is 300 times smaller: no unit

    def test_a_small_factor(self):
        assert unit(1, 1, 1, 2, factor=2) == ([3], True)

    @pytest.mark.parametrize("factor", [1, 1.0, 0.5])
    def test_a_factor_of_1_or_less(self, factor):
        with pytest.raises(ValueError) as caught:
            unit(1, 2, factor=factor)
        assert str(caught.value) == f"factor must be above 1; got {factor}."

    def test_no_factor(self):
        with pytest.raises(ValueError, match=r"^factor must be a finite number above 0; got 0"):
            unit(1, 2, factor=0)
        with pytest.raises(TypeError, match=r"^factor must be a number above 0; got '100'"):
            unit(1, 2, factor="100")

    def test_small_numbers_do_not_overflow(self):
        assert unit(1e-320, 1e300, 1e300) == NONE


class TestRepairUnits:
    def table(self, *numbers):
        index = [5] * len(numbers)
        return pd.DataFrame({"x": range(len(numbers)), "ink": numbers}, index=index)

    def test_percent_becomes_a_share(self):
        before = self.table(0.25, 75.0, 0.5, 25.0, nan, 0.0, 0.5)
        copy = before.copy(deep=True)
        table, _ = repair_units(before, "ink")
        pd.testing.assert_frame_equal(before, copy)
        assert same(table["ink"], [0.25, 0.75, 0.5, 0.25, nan, 0.0, 0.5])
        assert table.index.tolist() == [5] * 7 and table["x"].tolist() == list(range(7))

    def test_the_log(self):
        log = repair_units(self.table(0.25, 75.0, 0.5, 0.5, 25.0), "ink").log
        assert tuple(log.columns) == LOG_COLUMNS
        why = "another unit: divided by 100.0"
        assert log.values.tolist() == [[1, "ink", 75.0, 0.75, why], [4, "ink", 25.0, 0.25, why]]

    def test_the_rarer_unit_is_converted_also_if_it_is_the_smaller(self):
        table, log = repair_units(self.table(8.0, 0.5, 4.0), "ink", factor=8)
        assert table["ink"].tolist() == [8.0, 4.0, 4.0]
        assert log.values.tolist() == [[1, "ink", 0.5, 4.0, "another unit: multiplied by 8"]]

    def test_nothing_to_see_nothing_changed(self):
        before = self.table(0.25, 0.5, 0.75)
        table, log = repair_units(before, "ink")
        pd.testing.assert_frame_equal(table, before)
        assert table is not before and log.empty and tuple(log.columns) == LOG_COLUMNS

    def test_bad_arguments(self):
        with pytest.raises(
            ValueError, match=r"^column 'ink' holds \w+, not numbers\. Call blank_m"
        ):
            repair_units(self.table("0.25", "75"), "ink")
        with pytest.raises(ValueError, match="has no column 'inc'; it has x, ink"):
            repair_units(self.table(1.0), "inc")
        with pytest.raises(ValueError, match=r"^factor must be above 1; got 1\."):
            repair_units(self.table(1.0), "ink", factor=1)


@pytest.mark.parametrize("seed", range(5))
def test_planted_defects_are_found(seed):
    messy, truth = make_messy(*load_digits("fit", scaling="raw"), seed=seed)
    blanked = blank_missing(messy, MESSY_SCHEMA)
    converted = repair_units(blanked.table, "ink")
    ranged = repair_range(converted.table, MESSY_SCHEMA)
    in_numbers = truth[truth["column"] != "label"]
    for log, kind in (
        (blanked.log, "missing"),
        (converted.log, "unit"),
        (ranged.log, "out of range"),
    ):
        score = found(log, in_numbers, kind)
        assert score.n_planted >= 85
        assert min(score.recall, score.precision) >= 0.95
    right = truth[truth["kind"] == "unit"]
    repaired = ranged.table["ink"].iloc[right["row"].astype(int)]
    assert repaired.tolist() == pytest.approx(right["truth"].astype(float).tolist(), abs=1e-4)
    assert ranged.table[list(PIXELS)].max().max() == 16
