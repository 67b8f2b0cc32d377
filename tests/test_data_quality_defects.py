"""Defects as ordered, no more and no less; and a score for those who look for them."""

import numpy as np
import pandas as pd
import pytest

from course_utils.data_quality.defects import DEFECTS, Score, found, scan_again, spoil
from course_utils.data_quality.gaps import as_matrix_with_gaps

X = np.arange(1.0, 61.0).reshape(20, 3)
Y = np.arange(20)


def changed(kind, share, rng=0):
    """Return which cells, and which labels, are no longer what they were."""
    A, y = spoil(X, Y, kind, share, rng)
    return (A != X), (y != Y)


class TestSpoil:
    def test_the_kinds(self):
        assert DEFECTS == ("missing", "noise", "duplicates", "units", "shuffled labels")

    @pytest.mark.parametrize(("share", "cells"), [(0, 0), (0.01, 1), (0.1, 6), (0.5, 30), (1, 60)])
    def test_that_share_of_the_cells_is_missing(self, share, cells):
        A, y = spoil(X, Y, "missing", share, 0)
        assert np.isnan(A).sum() == cells
        assert A[~np.isnan(A)].tolist() == X[~np.isnan(A)].tolist()
        assert y.tolist() == Y.tolist()

    @pytest.mark.parametrize(("share", "cells"), [(0, 0), (0.1, 6), (1, 60)])
    def test_that_share_of_the_cells_has_noise(self, share, cells):
        where, labels = changed("noise", share)
        assert where.sum() == cells
        assert not labels.any()

    def test_noise_is_as_wide_as_the_numbers(self):
        big = np.random.default_rng(1).normal(50.0, 7.0, (400, 50))
        noise = spoil(big, np.zeros(400), "noise", 1, 0)[0] - big
        assert noise.std() == pytest.approx(7.0, rel=0.02)
        assert noise.mean() == pytest.approx(0.0, abs=0.2)
        one = spoil(np.full((4, 2), 3.0), np.zeros(4), "noise", 1, 0)[0]
        assert one.tolist() == np.full((4, 2), 3.0).tolist()

    @pytest.mark.parametrize(("share", "rows"), [(0, 0), (0.05, 1), (0.5, 10), (1, 20)])
    def test_that_share_of_the_rows_is_copied_below(self, share, rows):
        A, y = spoil(X, Y, "duplicates", share, 0)
        assert A[:20].tolist() == X.tolist() and y[:20].tolist() == Y.tolist()
        assert A[20:].tolist() == X[y[20:]].tolist()
        assert len(A) == len(y) == 20 + rows
        assert len(set(y[20:].tolist())) == rows

    @pytest.mark.parametrize(("share", "rows"), [(0, 0), (0.05, 1), (0.5, 10), (1, 20)])
    def test_that_share_of_the_rows_is_ten_times_as_large(self, share, rows):
        A, y = spoil(X, Y, "units", share, 0)
        factor = A / X
        assert (factor == 10).all(axis=1).sum() == rows
        assert (factor == 1).all(axis=1).sum() == 20 - rows
        assert y.tolist() == Y.tolist()

    def test_labels_swap_places(self):
        A, y = spoil(X, Y, "shuffled labels", 0.5, 0)
        assert A.tolist() == X.tolist()
        assert sorted(y.tolist()) == Y.tolist()
        assert 0 < (y != Y).sum() <= 10
        assert (spoil(X, Y, "shuffled labels", 1, 0)[1] != Y).sum() > 15
        assert spoil(X, Y, "shuffled labels", 0, 0)[1].tolist() == Y.tolist()

    @pytest.mark.parametrize("kind", ["missing", "noise", "units"])
    def test_a_greater_share_spoils_more_of_the_same(self, kind):
        few, many = changed(kind, 0.2)[0], changed(kind, 0.5)[0]
        assert (few <= many).all() and few.sum() < many.sum()
        some, more = (spoil(X, Y, kind, share, 0)[0] for share in (0.2, 0.5))
        assert some[few].tolist() == pytest.approx(more[few].tolist(), nan_ok=True)

    @pytest.mark.parametrize("kind", DEFECTS)
    def test_the_seed_decides_where(self, kind):
        first, again, other = (spoil(X, Y, kind, 0.5, seed) for seed in (1, 1, 2))
        assert np.array_equal(first[0], again[0], equal_nan=True)
        assert first[1].tolist() == again[1].tolist()
        same_rows = np.array_equal(first[0], other[0], equal_nan=True)
        assert not (same_rows and first[1].tolist() == other[1].tolist())

    @pytest.mark.parametrize("kind", DEFECTS)
    def test_the_input_is_never_changed(self, kind):
        A, y = X.copy(), Y.copy()
        spoiled, labels = spoil(A, y, kind, 1, 0)
        spoiled[:], labels[:] = -1, -1
        assert A.tolist() == X.tolist() and y.tolist() == Y.tolist()

    @pytest.mark.parametrize("kind", DEFECTS)
    def test_a_kind_may_be_any_text_that_is_equal(self, kind):
        spelled = spoil(X, Y, "".join(list(kind)), 0.5, 3)
        for left, right in zip(spelled, spoil(X, Y, kind, 0.5, 3), strict=True):
            assert np.array_equal(left, right, equal_nan=True)

    @pytest.mark.parametrize("kind", DEFECTS)
    def test_two_defects_go_together(self, kind):
        gaps = X.copy()
        gaps[::2, 1] = np.nan
        A, _ = spoil(gaps, Y, kind, 0.5, 0)
        assert np.isnan(A[:20][::2, 1]).all()
        assert np.isfinite(A[:20][1::2]).any()

    def test_noise_needs_no_number_where_there_is_none(self):
        assert np.isnan(spoil(np.full((3, 2), np.nan), [0, 1, 2], "noise", 1, 0)[0]).all()

    @pytest.mark.parametrize(
        ("change", "error", "message"),
        [
            ({"share": 1.01}, ValueError, r"share must be from 0 to 1; got 1\.01\."),
            ({"share": -0.1}, ValueError, "share must be a finite number of at least 0"),
            ({"kind": "typos"}, ValueError, "kind must be one of 'missing', 'noise', 'dupl"),
            ({"y": [1, 2]}, ValueError, "y must hold 20 values, one for each; got 2"),
            ({"y": np.zeros((20, 1))}, ValueError, r"y must be 1-D, .*got shape \(20, 1\)"),
            ({"X": [1.0]}, ValueError, "X must be 2-D"),
            ({"rng": -1}, TypeError, "rng must be"),
        ],
    )
    def test_bad_input_is_refused(self, change, error, message):
        with pytest.raises(error, match=message):
            spoil(**({"X": X, "y": Y, "kind": "units", "share": 0.5, "rng": 0} | change))


class TestScanAgain:
    @pytest.mark.parametrize("y", [7, np.zeros((20, 1))])
    def test_labels_of_another_shape_are_refused(self, y):
        with pytest.raises(ValueError, match=r"y must be 1-D, .*got shape \("):
            scan_again(X, y, 0)

    def test_each_row_comes_again_below_and_each_number_moves_by_one_at_most(self):
        A, y, groups = scan_again(X, Y + 7, 0)
        assert A.shape == (40, 3) and A[:20].tolist() == X.tolist()
        steps, how_often = np.unique(A[20:] - X, return_counts=True)
        assert steps.tolist() == [-1.0, 0.0, 1.0]
        assert how_often.min() >= 10  # of 60, 20 each by chance
        assert y.tolist() == [*range(7, 27)] * 2
        assert groups.tolist() == [*range(20)] * 2

    def test_the_seed_decides_which_and_gaps_stay_gaps(self):
        first, again, other = (scan_again(X, Y, seed)[0].tolist() for seed in (1, 1, 2))
        assert first == again != other
        assert np.isnan(scan_again([[np.nan, 1.0]], [0], 0)[0][:, 0]).all()

    def test_the_input_is_never_changed(self):
        A, y = X.copy(), Y.copy()
        for result in scan_again(A, y, 0):
            result[:] = -5
        assert A.tolist() == X.tolist() and y.tolist() == Y.tolist()

    def test_bad_input_is_refused(self):
        with pytest.raises(ValueError, match="y must hold 20 values, one for each; got 1"):
            scan_again(X, [1], 0)
        with pytest.raises(ValueError, match="X must be 2-D"):
            scan_again(X[0], [1, 2, 3], 0)
        with pytest.raises(TypeError, match="rng must be"):
            scan_again(X, Y, None)


TRUTH = pd.DataFrame(
    [
        (0, "ink", "unit"),
        (1, "ink", "unit"),
        (1, "p00", "missing"),
        (4, "ink", "unit"),
        (5, "", "near duplicate"),
        (9, "ink", "unit"),
    ],
    columns=["row", "column", "kind"],
)


def log(*cells):
    return pd.DataFrame(cells, columns=["row", "column"])


class TestFound:
    def test_all_of_it_and_nothing_else(self):
        cells = log((9, "ink"), (0, "ink"), (4, "ink"), (1, "ink"))
        assert found(cells, TRUTH, "unit") == Score(1.0, 1.0, 4, 4)

    def test_the_row_and_the_column_must_agree(self):
        assert found(log((0, "ink"), (1, "p00"), (2, "ink")), TRUTH, "unit") == (0.25, 1 / 3, 3, 4)
        assert found(log((1, "p00")), TRUTH, "missing") == (1.0, 1.0, 1, 1)
        assert found(log((5, "ink")), TRUTH, "near duplicate") == (0.0, 0.0, 1, 1)
        assert found(log((5, "")), TRUTH, "near duplicate") == (1.0, 1.0, 1, 1)

    def test_a_cell_that_is_listed_twice_counts_once(self):
        assert found(log((0, "ink"), (0, "ink")), TRUTH, "unit") == Score(0.25, 1.0, 1, 4)

    def test_of_nothing_found_nothing_can_be_right(self):
        score = found(log(), TRUTH, "unit")
        assert (score.recall, score.n_found, score.n_planted) == (0.0, 0, 4)
        assert np.isnan(score.precision)

    @pytest.mark.parametrize(
        ("arguments", "error", "message"),
        [
            (([(0, "ink")], TRUTH, "unit"), TypeError, "log must be a DataFrame; got list"),
            ((log(), None, "unit"), TypeError, "truth must be a DataFrame; got NoneType"),
            (
                (TRUTH[["row"]], TRUTH, "unit"),
                ValueError,
                "log has no column 'column'; it needs row,",
            ),
            ((TRUTH[["column"]], TRUTH, "unit"), ValueError, "log has no column 'row'"),
            (
                (log(), log(), "unit"),
                ValueError,
                "truth has no column 'kind'; .* row, column, kind",
            ),
            (
                (log(), pd.concat([TRUTH, TRUTH[["row"]]], axis=1), "unit"),
                ValueError,
                "truth has 2 columns 'row'; it needs row, column, kind",
            ),
            ((log(), TRUTH[:0], "unit"), ValueError, "truth is empty: no defect was planted"),
            ((log(), TRUTH, "units"), ValueError, "kind must be one of 'unit', 'missing', 'near"),
            (
                (TRUTH.astype({"row": str}), TRUTH, "unit"),
                ValueError,
                "the rows of log must be positions, not ",
            ),
        ],
    )
    def test_bad_input_is_refused(self, arguments, error, message):
        with pytest.raises(error, match=message):
            found(*arguments)


class TestGaps:
    def test_what_is_there_stays_as_it_is(self):
        rows = [[0.0, -1.0, None], [1.0, None, 1e300]]
        expected = [[0.0, -1.0, np.nan], [1.0, np.nan, 1e300]]
        assert np.array_equal(as_matrix_with_gaps(rows), expected, equal_nan=True)

    @pytest.mark.parametrize(
        "value",
        [
            [[1, None], [2, 3]],
            [[1.0, float("nan")], [2.0, 3.0]],
            pd.DataFrame({"a": [1.0, 2.0], "b": pd.array([None, 3], dtype="Int64")}),
        ],
    )
    def test_whatever_is_missing_becomes_nan(self, value):
        matrix = as_matrix_with_gaps(value)
        assert matrix.dtype == float
        assert np.array_equal(matrix, [[1, np.nan], [2, 3]], equal_nan=True)

    def test_it_is_a_copy(self):
        for value in (np.ones((2, 2)), np.array([[1.0, np.nan]])):
            before = value.copy()
            as_matrix_with_gaps(value)[:] = 7
            assert np.array_equal(value, before, equal_nan=True)

    @pytest.mark.parametrize(
        ("value", "message"),
        [
            ([[1.0, np.inf, np.nan]], "cells contains inf"),
            ([[1.0, -np.inf]], "cells contains inf"),
            ([["", None]], "cells must hold real numbers; got text"),
            ([[1], [1, 2]], "its rows differ in length"),
            ([np.nan, 1.0], r"cells must be 2-D .*got shape \(2,\)"),
            (np.empty((0, 2)), "cells is empty"),
            (np.ma.array([[1.0, 2.0]], mask=[[0, 1]]), "cells hides values behind a mask"),
        ],
    )
    def test_what_is_no_matrix_is_refused(self, value, message):
        with pytest.raises(ValueError, match=message):
            as_matrix_with_gaps(value, "cells")
        with pytest.raises(ValueError, match="X must be 2-D"):
            as_matrix_with_gaps([1.0])
