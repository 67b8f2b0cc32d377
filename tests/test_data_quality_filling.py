"""Filling and scaling: learned from the training rows, applied to all, each change on record."""

import numpy as np
import pandas as pd
import pytest

from course_utils.data_quality.filling import Fitted, impute, normalize, standardize

NAN = np.nan
TRAIN = np.array([[1.0, 10.0], [2.0, NAN], [9.0, 40.0], [NAN, 10.0]])
OTHER = np.array([[NAN, NAN], [100.0, NAN]])
LOG = ["part", "row", "column", "before", "after", "why"]
STEPS = {"impute": impute, "standardize": standardize, "normalize": normalize}


class TestImpute:
    @pytest.mark.parametrize(("strategy", "fill"), [("median", (2.0, 10.0)), ("mean", (4.0, 20.0))])
    def test_every_part_gets_the_numbers_of_the_training_rows(self, strategy, fill):
        (train, other), log = impute(TRAIN, OTHER, strategy=strategy)
        assert train.tolist() == [[1, 10], [2, fill[1]], [9, 40], [fill[0], 10]]
        assert other.tolist() == [list(fill), [100, fill[1]]]
        assert log["why"].tolist() == [f"{strategy} of the training rows"] * 5
        assert log["after"].tolist() == [fill[1], fill[0], fill[0], fill[1], fill[1]]

    def test_the_log_lists_each_filled_cell(self):
        log = impute(TRAIN, TRAIN[:1], OTHER).log
        assert list(log.columns) == LOG
        cells = [[0, 1, 1], [0, 3, 0], [2, 0, 0], [2, 0, 1], [2, 1, 1]]
        assert log[["part", "row", "column"]].values.tolist() == cells
        assert log["before"].isna().all()

    def test_nothing_missing_is_an_empty_log(self):
        (train,), log = impute([[1, 2], [3, 4]])
        assert train.tolist() == [[1.0, 2.0], [3.0, 4.0]]
        assert list(log.columns) == LOG and len(log) == 0

    def test_the_median_is_what_you_get_unless_you_ask_for_more(self):
        assert impute([[1.0], [2.0], [9.0]], [[NAN]]).parts[1].tolist() == [[2.0]]

    def test_neighbors_are_training_rows_and_there_are_five(self):
        near = [[float(i), 10.0 * i] for i in range(1, 6)]
        train = [*near, [7.0, 1000.0], [3.0, NAN]]
        (filled, other), log = impute(train, [[2.9, NAN], [3.1, NAN]], strategy="neighbors")
        assert filled[6, 1] == other[0, 1] == other[1, 1] == 30.0
        assert log["why"].tolist() == ["mean of the 5 nearest training rows"] * 3

    def test_names_of_columns_stand_in_the_log(self):
        train = pd.DataFrame({"ink": [0.5, 0.7], "label": [7.0, NAN]}, index=[8, 9])
        log = impute(train, np.array([[NAN, 1.0]])).log
        assert log[["row", "column"]].values.tolist() == [[1, "label"], [0, "ink"]]

    def test_a_column_without_a_number_is_named(self):
        table = pd.DataFrame({"a": [1.0, NAN], "b": [NAN, NAN], "c": [None, None]})
        with pytest.raises(ValueError, match=r"no number in the column\(s\) 'b', 'c': nothing to"):
            impute(table)
        with pytest.raises(ValueError, match=r"column\(s\) 1: nothing"):
            impute([[1.0, NAN], [2.0, NAN]], [[3.0, 4.0]])

    def test_the_others_may_lack_a_column(self):
        assert impute([[1.0], [3.0]], [[NAN], [NAN]]).parts[1].tolist() == [[2.0], [2.0]]

    def test_an_unknown_strategy_is_refused(self):
        with pytest.raises(ValueError, match="strategy must be one of 'median', 'mean', 'neigh"):
            impute(TRAIN, strategy="mode")


class TestStandardize:
    def test_mean_and_spread_are_those_of_the_training_rows(self):
        (train, other), log = standardize([[1.0, 30.0], [5.0, 70.0]], [[7.0, 30.0], [3.0, 50.0]])
        assert train.tolist() == [[-1, -1], [1, 1]]
        assert other.tolist() == [[2, -1], [0, 0]]
        assert log.values.tolist() == [[0, 3.0, 2.0], [1, 50.0, 20.0]]
        assert list(log.columns) == ["column", "center", "scale"]

    def test_squares_that_are_no_numbers_are_refused(self):
        with pytest.raises(ValueError, match="Divide them by a constant first"):
            standardize([[1e200], [-1e200]])

    def test_the_spread_divides_by_n(self):
        assert standardize([[0.0], [0.0], [3.0]]).log["scale"][0] == pytest.approx(2**0.5)

    @pytest.mark.parametrize("constant", [0.0, 0.1, 1e9 + 0.1, -7.0])
    def test_a_constant_column_has_scale_one(self, constant):
        train = [[constant]] * 7
        parts, log = standardize(train, [[constant + 2]])
        assert log["scale"].tolist() == [1.0]
        assert parts[0].ravel().tolist() == pytest.approx([0.0] * 7, abs=1e-6)
        assert parts[1].item() == pytest.approx(2.0, abs=1e-6)


class TestNormalize:
    def test_least_and_greatest_are_those_of_the_training_rows(self):
        (train, other), log = normalize([[2.0, 5.0], [6.0, -5.0], [3.0, 0.0]], [[8.0, -6.0]])
        assert train.tolist() == [[0, 1], [1, 0], [0.25, 0.5]]
        assert other.tolist() == [[1.5, -0.1]]
        assert log.values.tolist() == [[0, 2.0, 4.0], [1, -5.0, 10.0]]
        assert list(log.columns) == ["column", "center", "scale"]

    def test_a_constant_column_has_scale_one(self):
        parts, log = normalize([[0.1], [0.1]], [[2.1]])
        assert log["scale"].tolist() == [1.0]
        assert [part.tolist() for part in parts] == [[[0.0], [0.0]], [[2.0]]]

    def test_even_the_smallest_range_is_a_range(self):
        assert normalize([[0.0], [5e-324]]).log["scale"].tolist() == [5e-324]


@pytest.mark.parametrize("step", [standardize, normalize])
class TestScalers:
    @pytest.mark.parametrize("place", [0, 1, 2])
    def test_missing_cells_are_refused(self, step, place):
        parts = [np.ones((2, 2)) for _ in range(3)]
        parts[place][1, 1] = NAN
        name = ["train", r"others\[0\]", r"others\[1\]"][place]
        with pytest.raises(ValueError, match=f"{name} contains NaN"):
            step(*parts)

    @pytest.mark.parametrize("large", [1e308, 1.7e308])
    def test_numbers_without_a_finite_spread_are_refused(self, step, large):
        table = pd.DataFrame({"ink": [0.5, 0.7], "far": [large, -large]})
        with pytest.raises(ValueError, match=r"train in the column\(s\) 'far' are too large for"):
            step(table)

    def test_names_of_columns_stand_in_the_log(self, step):
        table = pd.DataFrame({"ink": [0.5, 0.7], "p00": [1, 2]})
        assert step(table).log["column"].tolist() == ["ink", "p00"]


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
class TestEveryStep:
    def test_what_comes_out(self, step):
        fitted = step([[1.0], [2.0]], [[3.0]], [[4.0], [5.0], [6.0]])
        assert isinstance(fitted, Fitted)
        assert [part.shape for part in fitted.parts] == [(2, 1), (1, 1), (3, 1)]
        assert all(type(part) is np.ndarray and part.dtype == float for part in fitted.parts)

    def test_the_other_rows_never_reach_the_training_rows(self, step):
        train = np.array([[1.0, 2.0], [4.0, 3.0], [5.0, 9.0]])
        alone = step(train).parts[0]
        assert step(train, [[1e6, -1e6]]).parts[0].tolist() == alone.tolist()

    def test_the_input_is_never_changed(self, step):
        train, other = np.array([[1.0, 2.0], [3.0, 5.0]]), np.array([[7.0, 8.0]])
        if step is impute:
            train[0, 0] = other[0, 1] = NAN
        before = train.copy(), other.copy()
        for part in step(train, other).parts:
            part[:] = -1
        assert np.array_equal(train, before[0], equal_nan=True)
        assert np.array_equal(other, before[1], equal_nan=True)

    @pytest.mark.parametrize(
        ("parts", "message"),
        [
            (([[1.0, 2.0]], [[1.0]]), r"others\[0\] has 1 columns, but train has 2\."),
            (([[1.0]], [[1.0]], [[1.0, 2.0]]), r"others\[1\] has 2 columns, but train has 1\."),
            ((np.empty((0, 2)),), "train is empty: 0 sample"),
            (([[1.0]], np.empty((0, 1))), r"others\[0\] is empty: 0 sample"),
            (([1.0, 2.0],), "train must be 2-D"),
            (([["x"]],), "train must hold real numbers; got text"),
            (([[1.0]], [[np.inf]]), r"others\[0\] contains inf"),
            (
                (pd.DataFrame({"a": [1.0], "b": [2.0]}), pd.DataFrame({"b": [1.0], "a": [2.0]})),
                r"others\[0\] must have the columns of train in the same order: \['a', 'b'\]\.",
            ),
        ],
    )
    def test_bad_input_is_refused(self, step, parts, message):
        with pytest.raises(ValueError, match=message):
            step(*parts)

    def test_a_table_and_an_array_go_together(self, step):
        table = pd.DataFrame({"a": [1.0, 2.0]})
        assert len(step(table, table, [[3.0]]).parts) == 3
        assert len(step([[1.0], [2.0]], table).parts) == 2
