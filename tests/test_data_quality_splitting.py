"""Parts that share nothing: every row in one of them, every class in all, no group torn."""

import re

import numpy as np
import pandas as pd
import pytest

from course_utils.data_quality.duplicates import duplicate_groups
from course_utils.data_quality.splitting import (
    SIZES,
    LeakageError,
    _dealt,
    _majority,
    check_leakage,
    split,
)
from course_utils.datasets import load_digits

HALVES = (("train", 0.5), ("test", 0.5))
NAMES = ["train", "validation", "test"]


def rows_of(n):
    """Return n different rows."""
    return np.arange(n, dtype=float)[:, None]


def counts(parts, y):
    """Return the number of rows of each class (columns) in each part (rows)."""
    return np.array([np.bincount(y[rows], minlength=y.max() + 1) for rows in parts.values()])


class TestSplit:
    def test_every_row_is_in_one_part_and_the_rows_are_sorted(self):
        y = np.arange(53) % 3
        parts = split(rows_of(53), y, rng=0)
        assert list(parts) == NAMES
        assert sorted(np.concatenate(list(parts.values())).tolist()) == list(range(53))
        assert all((np.diff(rows) > 0).all() for rows in parts.values())

    @pytest.mark.parametrize("n", [30, 100, 101, 1437])
    def test_the_parts_are_as_large_as_asked(self, n):
        parts = split(rows_of(n), np.arange(n) % 2, rng=0)
        sizes = np.array([len(rows) for rows in parts.values()])
        assert np.abs(sizes - n * np.array([0.6, 0.2, 0.2])).max() <= 1
        assert SIZES == (("train", 0.6), ("validation", 0.2), ("test", 0.2))

    def test_each_class_has_its_share_of_each_part(self):
        for seed in range(5):
            y = np.repeat([0, 1, 2], [200, 50, 10])[np.random.default_rng(seed).permutation(260)]
            share = counts(split(rows_of(260), y, rng=seed), y)
            expected = np.outer([0.6, 0.2, 0.2], [200, 50, 10])
            assert np.abs(share - expected).max() <= 1

    def test_equal_classes_are_shared_out_exactly(self):
        y = np.arange(100) % 10
        for seed in range(5):
            assert (
                counts(split(rows_of(100), y, rng=seed), y).tolist() == [[6] * 10] + [[2] * 10] * 2
            )

    def test_many_small_classes_do_not_push_the_large_one_out_of_shape(self):
        y = np.append(np.repeat(np.arange(100), 3), [100] * 1000)
        share = counts(split(rows_of(1300), y, sizes=HALVES, rng=0), y)
        assert abs(share[0, 100] - 500) < 25

    def test_the_seed_decides_and_a_generator_goes_on(self):
        X, y = rows_of(40), np.arange(40) % 2
        rng = np.random.default_rng(3)
        first, again, second, other = (
            split(X, y, rng=r)["test"].tolist() for r in (rng, 3, rng, 4)
        )
        assert first == again
        assert first != second and first != other

    def test_each_row_gets_its_turn(self):
        X, y = rows_of(20), np.arange(20) % 2
        tested = np.concatenate([split(X, y, rng=seed)["test"] for seed in range(200)])
        how_often = np.bincount(tested, minlength=20)
        assert how_often.min() > 20 and how_often.max() < 65  # 40 each by chance

    def test_labels_may_be_words(self):
        parts = split(rows_of(4), ["cat", "dog", "dog", "cat"], sizes=HALVES, rng=0)
        assert [len(rows) for rows in parts.values()] == [2, 2]

    def test_cells_may_be_missing(self):
        X = [[1.0, np.nan], [np.nan, 1.0], [1.0, 1.0], [np.nan, np.nan]]
        assert len(split(X, [0, 0, 1, 1], sizes=HALVES, rng=0)["train"]) == 2

    def test_the_input_is_never_changed(self):
        X, y, groups = rows_of(12), np.arange(12) % 2, np.arange(12) // 4
        before = X.tolist(), y.tolist(), groups.tolist()
        for rows in split(X, y, groups=np.arange(12) // 2, sizes=HALVES, rng=0).values():
            rows[:] = 0
        assert (X.tolist(), y.tolist(), groups.tolist()) == before


class TestGroups:
    @pytest.mark.parametrize("size", [2, 3, 7])
    def test_a_group_is_never_torn(self, size):
        rng = np.random.default_rng(size)
        n = 60 * size
        groups = rng.permutation(np.repeat(np.arange(60), size))
        y = groups % 3
        parts = split(rows_of(n), y, groups=groups, rng=0)
        met = [set(groups[rows].tolist()) for rows in parts.values()]
        assert sum(map(len, met)) == 60 and len(set.union(*met)) == 60
        sizes = np.array([len(rows) for rows in parts.values()])
        assert np.abs(sizes - n * np.array([0.6, 0.2, 0.2])).max() <= size
        assert np.abs(counts(parts, y) - n / 3 * np.array([[0.6], [0.2], [0.2]])).max() <= 2 * size

    def test_groups_of_different_sizes(self):
        rng = np.random.default_rng(0)
        groups = np.repeat(np.arange(80), rng.integers(1, 9, 80))
        y = groups % 2
        parts = split(rows_of(len(y)), y, groups=groups, rng=1)
        shares = [len(rows) / len(y) for rows in parts.values()]
        assert shares == pytest.approx([0.6, 0.2, 0.2], abs=8 / len(y))
        share = counts(parts, y) / np.bincount(y)
        assert np.abs(share - [[0.6], [0.2], [0.2]]).max() < 0.07

    def test_a_part_ends_at_the_nearest_end_of_a_group(self):
        groups, y = np.repeat([0, 1, 2, 3], [1, 1, 9, 9]), np.repeat([0, 1, 0, 1], [1, 1, 9, 9])
        for seed in range(10):
            parts = split(rows_of(20), y, groups=groups, sizes=HALVES, rng=seed)
            assert sorted(len(rows) for rows in parts.values()) == [10, 10]

    def test_a_group_may_hold_two_labels_and_counts_as_the_more_frequent(self):
        groups = np.repeat(np.arange(40), 3)
        y = (groups % 2).copy()
        y[1::3] = 1 - y[1::3]  # each group: twice its own label, once the other
        parts = split(rows_of(120), y, groups=groups, sizes=HALVES, rng=0)
        kinds = [np.bincount(groups[rows][::3] % 2).tolist() for rows in parts.values()]
        assert kinds == [[10, 10], [10, 10]]

    def test_in_a_tie_a_group_counts_as_the_smaller_label(self):
        groups = np.repeat(np.arange(40), 2)
        y = np.tile([1, 0], 40)
        y[40:] = 1  # groups 0 to 19 are undecided, 20 to 39 are all of class 1
        for seed in range(5):
            parts = split(rows_of(80), y, groups=groups, sizes=HALVES, rng=seed)
            undecided = [np.sum(rows < 40) / 2 for rows in parts.values()]
            assert undecided == [10, 10]

    def test_a_large_group_gets_its_turn_in_each_part(self):
        y = np.repeat([0, 1], [40, 10])
        groups = np.append(np.arange(40), [40] * 10)  # class 1 is one group of ten rows
        rng = np.random.default_rng(0)
        parts = np.array([_dealt(y, groups, [25], rng) for _ in range(300)])
        assert (parts[:, 40:] == parts[:, 40:41]).all()
        assert 0.4 < parts[:, 40].mean() < 0.6

    def test_a_class_is_spread_from_end_to_end(self):
        # Each class has a place in the first, the middle and the last third of the line.
        y, groups = np.repeat([0, 1], [3, 30]), np.append(np.arange(3), 3 + np.arange(30) // 10)
        rng = np.random.default_rng(1)
        for _ in range(50):
            part = _dealt(y, groups, [11, 22], rng)
            assert sorted(part[:3]) == [0, 1, 2] and sorted(part[3::10]) == [0, 1, 2]

    def test_the_majority_of_each_group_and_the_smaller_label_in_a_tie(self):
        groups = np.array([0, 0, 0, 1, 1, 2, 2, 2, 2, 3])
        y = np.array([5, 2, 5, 7, 3, 1, 0, 1, 0, 9])
        assert _majority(y, groups).tolist() == [5, 3, 0, 9]
        order = np.array([9, 3, 8, 0, 7, 1, 4, 6, 2, 5])
        assert _majority(y[order], groups[order]).tolist() == [5, 3, 0, 9]

    def test_groups_may_have_names(self):
        groups = ["ada", "bob", "ada", "eve", "bob", "eve", "kim", "kim"]
        y = [0, 1, 0, 0, 1, 0, 1, 1]
        parts = split(rows_of(8), y, groups=groups, sizes=HALVES, rng=0)
        assert sorted(len(rows) for rows in parts.values()) == [4, 4]

    def test_copies_stay_together_by_their_groups(self):
        X, y = load_digits("validation", scaling="raw")
        X, y = np.tile(X, (2, 1)), np.tile(y, 2)
        groups = duplicate_groups(pd.DataFrame(X))
        parts = split(X, y, groups=groups, rng=0)
        check_leakage(X, parts, groups=groups)
        assert [len(rows) for rows in parts.values()] == [432, 144, 144]


class TestLeakage:
    def test_split_refuses_equal_rows_in_two_parts(self):
        X = np.tile(rows_of(20), (2, 1))
        with pytest.raises(LeakageError, match=r"row\(s\) of '.*' are in 'train', too: row"):
            split(X, np.arange(40) % 2, rng=0)

    def test_equal_rows_in_one_part_are_no_leak(self):
        check_leakage([[1.0], [1.0], [2.0]], {"train": [0, 1], "test": [2]})

    def test_the_rows_are_named(self):
        X = [[5.0], [7.0], [1.0], [2.0], [7.0], [1.0]]
        message = (
            "2 row(s) of 'test' are in 'train', too: row 5 equals row 2. Remove the copies "
            "(deduplicate), or keep them together (groups=duplicate_groups)."
        )
        with pytest.raises(LeakageError, match=f"^{re.escape(message)}$"):
            check_leakage(X, {"train": [0, 2, 1], "validation": [3], "test": [5, 4]})

    def test_of_several_equal_rows_the_first_in_the_part_is_named(self):
        X = [[5.0], [7.0], [5.0], [5.0], [5.0]]
        for train, first in (([0, 2, 1], 0), ([1, 2, 0], 2)):
            with pytest.raises(
                LeakageError, match=rf"^2 .* too: row 4 equals row {first}\. Remove"
            ):
                check_leakage(X, {"train": train, "test": [4, 3]})

    def test_every_pair_of_parts_is_compared(self):
        X = [[1.0], [2.0], [3.0], [2.0]]
        with pytest.raises(LeakageError, match="of 'c' are in 'b', too: row 3 equals row 1"):
            check_leakage(X, {"a": [0], "b": [1, 2], "c": [3]})

    def test_missing_cells_are_equal(self):
        with pytest.raises(LeakageError, match="row 1 equals row 0"):
            check_leakage([[1.0, np.nan], [1.0, np.nan]], {"a": [0], "b": [1]})
        check_leakage([[1.0, np.nan], [1.0, 0.0]], {"a": [0], "b": [1]})

    def test_a_row_may_be_in_one_part_only(self):
        with pytest.raises(LeakageError, match=r"1 row.*: row 1 is row 1\. Put each row into one"):
            check_leakage([[1.0], [2.0]], {"a": [0, 1], "b": [1]})

    def test_a_group_may_be_in_one_part_only(self):
        parts = {"a": [0, 1], "b": [2, 3]}
        message = r"1 row.*: row 3 has the group of row 1\. Put each group into one part\."
        with pytest.raises(LeakageError, match=message):
            check_leakage(rows_of(4), parts, groups=["p", "q", "r", "q"])
        check_leakage(rows_of(4), parts, groups=["p", "q", "r", "r"])

    def test_it_is_a_value_error(self):
        assert issubclass(LeakageError, ValueError)

    @pytest.mark.parametrize(
        ("parts", "message"),
        [
            ([[0], [1]], "parts must be a dict of two parts or more"),
            ({"a": [0]}, "parts must be a dict of two parts or more"),
            ({"a": [0], "b": []}, r"parts\['b'\] must be a list of row numbers, with one at least"),
            ({"a": [0.0], "b": [1]}, r"parts\['a'\] must be a list of row numbers"),
            ({"a": [True, False], "b": [1]}, r"parts\['a'\] must be a list of row numbers"),
            ({"a": 0, "b": [1]}, r"parts\['a'\] must be a list of row numbers"),
            ({"a": [0], "b": [1, 3]}, r"parts\['b'\] .* numbers from 0 to 2; got 1 to 3\."),
            ({"a": [-1, 0], "b": [1]}, r"parts\['a'\] .* numbers from 0 to 2; got -1 to 0\."),
        ],
    )
    def test_bad_parts_are_refused(self, parts, message):
        with pytest.raises(ValueError, match=message):
            check_leakage(rows_of(3), parts)

    def test_unsigned_row_numbers_are_row_numbers(self):
        check_leakage(rows_of(3), {"a": np.array([0, 2], dtype=np.uint8), "b": [1]})

    def test_groups_are_checked_too(self):
        with pytest.raises(ValueError, match="groups must hold 2 values, one for each; got 1"):
            check_leakage(rows_of(2), {"a": [0], "b": [1]}, groups=[1])


class TestTheDoor:
    @pytest.mark.parametrize(
        ("change", "error", "message"),
        [
            ({"X": []}, ValueError, "X must be 2-D"),
            ({"X": np.empty((0, 1)), "y": []}, ValueError, "X is empty: 0 sample(s)"),
            ({"y": [0, 1]}, ValueError, "y must hold 10 values, one for each; got 2."),
            (
                {"y": [[0]] * 10},
                ValueError,
                "y must be 1-D, one value for each row; got shape (10, 1)",
            ),
            ({"y": [7] * 10}, ValueError, "y must hold two classes or more; it holds 7 alone."),
            (
                {"y": [0, 1, np.nan, 0, 1, 0, 1, np.nan, 1, 0]},
                ValueError,
                "y is missing in 2 row(s), the first is row 2. Fill it, or leave these rows out.",
            ),
            ({"y": pd.array([0, 1] * 4 + [1, None])}, ValueError, "y is missing in 1 row(s)"),
            ({"y": np.array([0, "a"] * 5, dtype=object)}, ValueError, "y mixes kinds of values ("),
            (
                {"groups": [0] * 9 + [None]},
                ValueError,
                "groups is missing in 1 row(s), the first is row 9",
            ),
            ({"groups": [0]}, ValueError, "groups must hold 10 values"),
            ({"rng": None}, TypeError, "rng must be"),
            (
                {"sizes": [("a", 0.6), ("b", 0.2), ("c", 0.3)]},
                ValueError,
                "sizes must add to 1; 0.6 + 0.2 + 0.3 is 1.1.",
            ),
            ({"sizes": [("a", 0.5), ("b", 0.49)]}, ValueError, "0.5 + 0.49 is 0.99."),
            ({"sizes": [("a", 1.0)]}, ValueError, "two parts or more, each once; got ['a']."),
            ({"sizes": [("a", 0.5), ("a", 0.5)]}, ValueError, "each once; got ['a', 'a']."),
            ({"sizes": [("a", 1.0), ("b", 0)]}, ValueError, "the size of 'b' must be a finite"),
            ({"sizes": [("a", "1"), ("b", 0)]}, TypeError, "the size of 'a' must be a number"),
            (
                {"sizes": [0.6, 0.4]},
                TypeError,
                "sizes must be pairs (name, share), such as ('train'",
            ),
            ({"sizes": [("a", 1, 2)]}, TypeError, "such as ('train', 0.6); got [('a', 1, 2)]."),
        ],
    )
    def test_bad_input_is_refused(self, change, error, message):
        right = {"X": rows_of(10), "y": np.arange(10) % 2, "sizes": HALVES, "rng": 0}
        with pytest.raises(error, match=re.escape(message)):
            split(**(right | change))

    def test_sizes_add_to_one_up_to_rounding(self):
        tenths = [(str(i), 0.1) for i in range(10)]
        assert len(split(rows_of(40), np.arange(40) % 2, sizes=tenths, rng=0)) == 10

    def test_there_may_be_hundreds_of_parts(self):
        many = [(str(i), 1 / 300) for i in range(300)]
        parts = split(rows_of(1200), np.arange(1200) % 2, sizes=many, rng=0)
        assert [len(rows) for rows in parts.values()] == [4] * 300
        with pytest.raises(ValueError, match="each once; got"):
            split(rows_of(1200), np.arange(1200) % 2, sizes=[*many[1:], many[1]], rng=0)

    def test_a_class_with_too_few_rows_is_named(self):
        y = np.array([0] * 18 + [1] * 2)
        message = (
            r"class 1 of y would be absent from '\w+': it has 2 row\(s\) in 2 group\(s\)\. Collect"
        )
        with pytest.raises(ValueError, match=message):
            split(rows_of(20), y, rng=0)

    def test_a_class_with_too_few_groups_is_named(self):
        y = np.repeat(["few", "many"], [10, 50])
        groups = np.append([0] * 5 + [1] * 5, np.arange(50) + 2)
        message = r"class 'few' of y would be absent from '\w+': it has 10 row\(s\) in 2 group\(s\)"
        with pytest.raises(ValueError, match=message):
            split(rows_of(60), y, groups=groups, rng=0)

    @pytest.mark.parametrize("seed", range(6))
    def test_the_first_class_and_the_first_part_are_named(self, seed):
        y = np.array([0] * 18 + [1, 2])
        with pytest.raises(ValueError, match=r"class 1 of y would be absent from '(train|test)'"):
            split(rows_of(20), y, sizes=HALVES, rng=seed)
        sizes = (("most", 0.998), ("first", 0.001), ("last", 0.001))
        with pytest.raises(ValueError, match="class 1 of y would be absent from 'first'"):
            split(rows_of(20), np.array([1, 2] * 10), sizes=sizes, rng=seed)
