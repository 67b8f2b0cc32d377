"""Copies: equal, nearly equal, copies of copies; and all that was planted is found."""

import inspect
import re

import numpy as np
import pandas as pd
import pytest

from course_utils.data_quality import duplicates
from course_utils.data_quality.defects import found
from course_utils.data_quality.duplicates import (
    NEAR_DIGITS,
    deduplicate,
    duplicate_groups,
    equal_rows,
    nearest_distances,
)
from course_utils.data_quality.messy import make_messy
from course_utils.data_quality.repairs import blank_missing, repair_range
from course_utils.data_quality.tables import LOG_COLUMNS, MESSY_SCHEMA, PIXELS
from course_utils.datasets import load_digits

TEXTS = pd.DataFrame(
    {
        "row_id": ["5", "6", "7", "8", "9", "9"],
        "p00": ["1", "2", "1", "", "1", ""],
        "label": ["7", "7", "7", None, "7.0", None],
    },
    index=[10, 10, 20, 30, 40, 50],
)
NUMBERS = pd.DataFrame({"a": [0.0, 9.0, 3.0, 0.0, 20.0, 9.0], "b": [0.0, 0.0, 4.0, 1.0, 0.0, 0.0]})


class TestExactCopies:
    def test_each_row_is_numbered_by_the_first_one_like_it(self):
        assert duplicate_groups(TEXTS, ignore=["row_id"]).tolist() == [0, 1, 0, 3, 4, 3]
        assert duplicate_groups(TEXTS).tolist() == [0, 1, 2, 3, 4, 5]
        assert duplicate_groups(TEXTS, columns=["p00"]).tolist() == [0, 1, 0, 3, 0, 3]
        assert duplicate_groups(TEXTS, columns=["row_id"]).tolist() == [0, 1, 2, 3, 4, 4]
        assert duplicate_groups(TEXTS, columns=TEXTS.columns[1:]).tolist() == [0, 1, 0, 3, 4, 3]
        assert duplicate_groups(TEXTS, ignore=TEXTS.columns[:1]).tolist() == [0, 1, 0, 3, 4, 3]

    def test_what_is_ignored_is_ignored_in_columns_too(self):
        groups = duplicate_groups(TEXTS, columns=["row_id", "p00", "p00"], ignore=["row_id"])
        assert groups.tolist() == [0, 1, 0, 3, 0, 3]

    def test_the_first_of_each_group_stays(self):
        table, log = deduplicate(TEXTS, ignore=["row_id"])
        assert table["row_id"].tolist() == ["5", "6", "8", "9"]
        assert table.index.equals(pd.RangeIndex(4))
        assert table.columns.equals(TEXTS.columns)
        assert tuple(log.columns) == LOG_COLUMNS
        assert log.values.tolist() == [
            [2, "", 2, 0, "equals row 0"],
            [5, "", 5, 3, "equals row 3"],
        ]

    def test_where_there_are_no_copies_nothing_is_removed(self):
        table, log = deduplicate(TEXTS)
        assert table.values.tolist() == TEXTS.values.tolist()
        assert tuple(log.columns) == LOG_COLUMNS and len(log) == 0

    def test_of_many_copies_one_stays(self):
        table, log = deduplicate(pd.DataFrame({"a": [7] * 50, "b": [1] * 50}))
        assert (len(table), len(log), set(log["after"])) == (1, 49, {0})

    def test_text_is_compared_as_it_is_written(self):
        table = pd.DataFrame({"a": ["1", "01", "1 ", 1, 1.0, "1"]}, dtype=object)
        assert duplicate_groups(table).tolist() == [0, 1, 2, 3, 3, 0]

    def test_missing_cells_are_equal(self):
        rows = pd.DataFrame({"a": [np.nan, 1.0, np.nan], "b": [None, None, None]})
        assert equal_rows(rows).tolist() == [0, 1, 0]


class TestNearCopies:
    def test_the_distance_itself_is_near_enough(self):
        assert duplicate_groups(NUMBERS, near=1.0).tolist() == [0, 1, 2, 0, 4, 1]
        assert duplicate_groups(NUMBERS, near=0.999).tolist() == [0, 1, 2, 3, 4, 1]
        assert duplicate_groups(NUMBERS, near=5.0).tolist() == [0, 1, 0, 0, 4, 1]

    def test_a_copy_of_a_copy_belongs_to_the_same_group(self):
        chain = pd.DataFrame({"a": [6.0, 50.0, 0.0, 2.0, 4.0]})
        assert duplicate_groups(chain, near=2.0).tolist() == [0, 1, 0, 0, 0]
        assert duplicate_groups(chain[::-1], near=2.0).tolist() == [0, 0, 0, 3, 0]

    def test_the_log_tells_how_far_they_are_apart(self):
        table, log = deduplicate(NUMBERS, near=5.0)
        assert table["a"].tolist() == [0.0, 9.0, 20.0]
        assert table.index.equals(pd.RangeIndex(3))
        assert log.values.tolist() == [
            [2, "", 2, 0, "5.00 from row 0"],
            [3, "", 3, 0, "1.00 from row 0"],
            [5, "", 5, 1, "0.00 from row 1"],
        ]

    def test_nothing_near_is_an_empty_log(self):
        table, log = deduplicate(NUMBERS[:3], near=1.0)
        assert len(table) == 3 and len(log) == 0

    def test_missing_cells_are_stood_for_by_the_others(self):
        gaps = pd.DataFrame({"a": [1.0, 4.0, np.nan], "b": [np.nan, 0.0, 0.0], "c": [0.0, 4.0, 0]})
        # rows 0 and 1: 5 over 2 of 3 cells, so 5·√(3/2); rows 1 and 2: 4·√(3/2); 0 and 2: 0.
        log = deduplicate(gaps, near=4 * 1.5**0.5 - 0.01).log
        assert log["why"].tolist() == ["0.00 from row 0"]
        log = deduplicate(gaps, near=4 * 1.5**0.5 + 0.01).log
        assert log["why"].tolist() == [f"{5 * 1.5**0.5:.2f} from row 0", "0.00 from row 0"]

    def test_the_log_measures_as_the_search_does(self):
        rng = np.random.default_rng(0)
        X = rng.normal(size=(1, 4)) + rng.normal(scale=0.1, size=(8, 4))
        X[[1, 3, 3, 6], [0, 1, 2, 3]] = np.nan
        table, log = deduplicate(pd.DataFrame(X), near=10.0)
        assert len(table) == 1 and log["after"].tolist() == [0] * 7
        for row, why in zip(log["row"], log["why"], strict=True):
            known = ~np.isnan(X[row])
            squares = (X[row] - X[0])[known] ** 2
            assert why == f"{(squares.sum() * 4 / known.sum()) ** 0.5:.2f} from row 0"

    def test_a_group_may_hold_rows_without_a_common_cell(self):
        gaps = pd.DataFrame({"a": [1.0, 1.0, np.nan], "b": [np.nan, 1.0, 1.0]})
        log = deduplicate(gaps, near=0.5).log
        assert log["why"].tolist() == ["0.00 from row 0", "unknown distance from row 0"]

    def test_far_from_zero_small_differences_count_as_near_it(self):
        near_zero = pd.DataFrame({"a": [0.0, 0.25, 5.0, 9.0], "b": [0.0, 0.0, 1.0, 1.0]})
        for far in (near_zero + 1e9, near_zero - 1e9, near_zero.assign(a=near_zero["a"] + 1e12)):
            assert duplicate_groups(far, near=0.3).tolist() == [0, 0, 2, 3]
            assert nearest_distances(far).tolist() == [0.25, 0.25, 4.0, 4.0]

    def test_numbers_too_far_apart_are_refused(self):
        far = pd.DataFrame({"a": [0.0, 1.0, 2e150]})
        with pytest.raises(ValueError, match=r"more than 1e\+150 apart, .* Divide them by a const"):
            duplicate_groups(far, near=1.0)
        with pytest.raises(ValueError, match="too far for a distance"):
            nearest_distances([[-1.7e308], [1.7e308]])
        assert nearest_distances(far / 2).tolist() == [0.5, 0.5, 1e150]

    def test_rows_without_a_common_cell_are_no_copies(self):
        gaps = pd.DataFrame({"a": [1.0, np.nan, np.nan], "b": [np.nan, 1.0, np.nan]})
        assert duplicate_groups(gaps, near=100.0).tolist() == [0, 1, 2]

    def test_only_the_columns_that_count_are_measured(self):
        table = NUMBERS.assign(label="7", row_id=range(6))
        groups = duplicate_groups(table, ignore=["label", "row_id"], near=1.0)
        assert groups.tolist() == [0, 1, 2, 0, 4, 1]
        assert duplicate_groups(table, columns=["b"], near=1.0).tolist() == [0, 0, 2, 0, 0, 0]

    def test_whole_numbers_with_gaps_are_numbers(self):
        table = pd.DataFrame({"a": pd.array([1, None, 1], dtype="Int64"), "b": [1, 2, 2]})
        assert duplicate_groups(table, near=1.5).tolist() == [0, 0, 0]


class TestBlocks:
    """Distances are looked at in blocks of rows; where these end makes no difference."""

    def test_a_block_is_small(self):
        assert duplicates.MEBIBYTES == 64

    @pytest.mark.parametrize("rows_a_block", [1, 2, 7])
    def test_the_blocks_make_no_difference(self, monkeypatch, rows_a_block):
        rng = np.random.default_rng(0)
        X = rng.normal(size=(20, 3)).round(1)
        X = np.concatenate([X, X[::2] + 0.01])[rng.permutation(30)]
        X[::4, 1] = np.nan
        table = pd.DataFrame(X)
        groups, distances = duplicate_groups(table, near=0.3), nearest_distances(X)
        monkeypatch.setattr(duplicates, "MEBIBYTES", (rows_a_block + 0.5) * 30 * 8 / 2**20)
        sizes = [len(block) for _, block in duplicates._distances(X, 1000)]
        assert max(sizes) == rows_a_block and sum(sizes) == 30
        assert duplicate_groups(table, near=0.3).tolist() == groups.tolist()
        assert nearest_distances(X).tolist() == pytest.approx(distances.tolist())
        assert len(set(groups.tolist())) < 25


class TestNearestDistances:
    def test_each_row_asks_all_others(self):
        assert nearest_distances(NUMBERS).tolist() == [1.0, 0.0, 4.242640687119285, 1.0, 11.0, 0.0]

    def test_a_row_that_cannot_be_compared_is_infinitely_far(self):
        assert nearest_distances([[1.0, 2.0]]).tolist() == [np.inf]
        rows = [[1.0, 5.0], [np.nan, np.nan], [4.0, 9.0]]
        assert nearest_distances(rows).tolist() == [5.0, np.inf, 5.0]

    def test_it_can_be_limited(self):
        assert nearest_distances([[1.0], [2.0]], max_pairs=1).tolist() == [1.0, 1.0]
        with pytest.raises(ValueError, match="3 rows make 3 pairs, more than max_pairs=2"):
            nearest_distances([[1.0], [2.0], [3.0]], max_pairs=2)


class TestTooManyPairs:
    @pytest.mark.parametrize(
        ("n_rows", "estimate"),
        [
            (6326, "6,326 rows make 20,005,975 pairs, more than max_pairs=20,000,000"),
            (6326, "would take about 5 seconds. Remove exact copies first"),
            (6928, "23,995,128 pairs, .* about 6 seconds"),
            (30_900, "477,389,550 pairs, .* about 119 seconds"),
            (30_985, "480,019,620 pairs, .* about 2 minutes"),
            (100_000, "4,999,950,000 pairs, .* about 21 minutes"),
            (1_000_000, "499,999,500,000 pairs, .* about 35 hours"),
            (2_000_000, "1,999,999,000,000 pairs, .* about 6 days"),
        ],
    )
    def test_the_estimate_says_how_long(self, n_rows, estimate):
        table = pd.DataFrame({"a": np.zeros(n_rows)})
        with pytest.raises(ValueError, match=estimate):
            duplicate_groups(table, near=1.0)

    @pytest.mark.parametrize(
        ("seconds", "words"),
        [
            (119, "119 seconds"),
            (120, "2 minutes"),
            (7199, "120 minutes"),
            (7200, "2 hours"),
            (172_799, "48 hours"),
            (172_800, "2 days"),
            (0, "0 seconds"),
            (59.6, "60 seconds"),
            (121.0, "2 minutes"),
            (151.0, "3 minutes"),
            (7_300, "2 hours"),
            (36_000, "10 hours"),
            (864_000, "10 days"),
        ],
    )
    def test_units_of_time(self, seconds, words):
        assert duplicates._duration(seconds) == words

    def test_the_numbers_that_the_estimate_stands_on(self):
        assert duplicates.MAX_PAIRS == 20_000_000
        assert duplicates.PAIRS_PER_SECOND == 4_000_000
        assert duplicates.LARGEST == 1e150

    def test_the_whole_message(self):
        with pytest.raises(ValueError) as caught:
            nearest_distances(np.zeros((7000, 1)))
        assert str(caught.value) == (
            "7,000 rows make 24,496,500 pairs, more than max_pairs=20,000,000; comparing them "
            "would take about 6 seconds. Remove exact copies first, search each class by itself, "
            "or raise max_pairs."
        )

    def test_what_is_taken_if_nothing_is_said(self):
        for search in (deduplicate, duplicate_groups, nearest_distances):
            assert inspect.signature(search).parameters["max_pairs"].default == 20_000_000

    def test_exactly_as_many_pairs_are_allowed(self):
        assert len(duplicate_groups(NUMBERS, near=1.0, max_pairs=15)) == 6
        for search in (duplicate_groups, deduplicate):
            with pytest.raises(ValueError, match="6 rows make 15 pairs, more than max_pairs=14"):
                search(NUMBERS, near=1.0, max_pairs=14)

    def test_exact_copies_need_no_pairs(self):
        assert len(deduplicate(NUMBERS, max_pairs=1).table) == 5


@pytest.mark.parametrize("search", [deduplicate, duplicate_groups])
class TestTheDoor:
    @pytest.mark.parametrize(
        ("change", "error", "message"),
        [
            ({"table": [[1]]}, TypeError, "table must be a pandas DataFrame; got list"),
            ({"table": NUMBERS[:0]}, ValueError, "table is empty"),
            ({"ignore": ["id"]}, ValueError, "table has no column 'id'"),
            ({"columns": ["a", "x"]}, ValueError, "table has no column 'x'"),
            ({"ignore": "a"}, TypeError, "ignore must be a list of texts; got the text 'a'."),
            ({"columns": "a"}, TypeError, "columns must be a list of texts; got the text 'a'."),
            ({"ignore": ["a", "b"]}, ValueError, "no column is left to compare"),
            ({"columns": []}, ValueError, "no column is left to compare"),
            ({"near": 0}, ValueError, "near must be a finite number above 0; got 0."),
            ({"near": "4"}, TypeError, "near must be a number above 0"),
            ({"near": 1, "max_pairs": 0}, ValueError, "max_pairs must be at least 1; got 0."),
            ({"max_pairs": 1.5}, TypeError, "max_pairs must be a whole number"),
            (
                {"table": TEXTS, "near": 1},
                ValueError,
                "near needs numbers, but 'row_id', 'p00', 'label' hold(s) none.",
            ),
            (
                {"table": pd.DataFrame([["x"] * 4 + [1]], columns=[*"abcde"]), "near": 1},
                ValueError,
                "but 'a', 'b', 'c' hold(s) none. Name the numeric columns in columns",
            ),
            (
                {"table": NUMBERS.replace(20.0, np.inf), "near": 1},
                ValueError,
                "table contains inf",
            ),
        ],
    )
    def test_bad_input_is_refused(self, search, change, error, message):
        arguments = {"table": NUMBERS} | change
        with pytest.raises(error, match=re.escape(message)):
            search(arguments.pop("table"), **arguments)

    @pytest.mark.parametrize("options", [{}, {"near": 5.0}])
    def test_the_input_is_never_changed(self, search, options):
        table = NUMBERS.copy()
        result = search(table, **options)
        if search is deduplicate:
            result.table.iloc[:, :] = -1.0
        assert table.equals(NUMBERS)


class TestPlantedCopies:
    def test_the_distance_stands_between_copies_and_neighbors(self):
        assert NEAR_DIGITS == 4.0
        X = load_digits("all", scaling="raw").X
        assert round(nearest_distances(X).min() ** 2) == 28
        assert round(nearest_distances(load_digits("fit", scaling="raw").X).min() ** 2) == 57
        assert 8**0.5 < NEAR_DIGITS < 28**0.5

    @pytest.mark.parametrize("seed", range(5))
    def test_all_that_was_planted_is_found_and_nothing_else(self, seed):
        X, y = load_digits("fit", scaling="raw")
        table, truth = make_messy(X.reshape(-1, 8, 8), y, seed)
        exact = deduplicate(table, ignore=["row_id"])
        score = found(exact.log, truth, "exact duplicate")
        assert min(score.recall, score.precision) >= 0.95

        clean = repair_range(blank_missing(table, MESSY_SCHEMA).table, MESSY_SCHEMA).table
        log = deduplicate(clean, columns=PIXELS, near=NEAR_DIGITS).log
        near = log[~log["row"].isin(exact.log["row"])]
        score = found(near, truth, "near duplicate")
        assert min(score.recall, score.precision) >= 0.95

        pairs = truth[truth["kind"].isin(["exact duplicate", "near duplicate"])]
        originals = dict(zip(log["row"], log["after"], strict=True))
        assert [originals.get(row) for row in pairs["row"]] == pairs["truth"].astype(int).tolist()
