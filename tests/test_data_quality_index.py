"""Document B's index: the number it prints, and what a mean distance can and can't see."""

import numpy as np
import pandas as pd
import pytest

from course_utils.data_quality.index_q import DOCUMENT_ROWS, quality_index
from course_utils.datasets import load_digits


def test_the_rows_of_document_b_give_its_number():
    assert DOCUMENT_ROWS.tolist() == [[1, 2], [3, 4], [5, 6], [7, 8], [9, 10]]
    assert quality_index(DOCUMENT_ROWS) == pytest.approx(12 * 2**0.5 / 5, rel=1e-15)
    assert type(quality_index(DOCUMENT_ROWS)) is float


def test_nobody_can_change_the_rows_of_document_b():
    with pytest.raises(ValueError, match="read-only"):
        DOCUMENT_ROWS[0] = 7


def test_it_is_the_mean_of_euclidean_distances_to_the_mean_row():
    assert quality_index([[0.0, 0.0], [6.0, 8.0]]) == 5.0
    assert quality_index([[0.0, 0.0], [0.0, 0.0], [9.0, 12.0]]) == (5 + 5 + 10) / 3
    assert quality_index([[1.0], [2.0], [6.0]]) == 2.0
    assert quality_index([[3.0, 4.0]]) == 0.0


def test_it_takes_a_table_of_numbers():
    assert quality_index(pd.DataFrame({"a": [0, 6], "b": [0, 8]})) == 5.0


def test_it_has_the_units_of_the_columns_and_no_place_for_the_origin():
    X = load_digits("train", scaling="raw").X
    assert quality_index(X * 1000.0) == pytest.approx(1000 * quality_index(X), rel=1e-12)
    assert quality_index(X + 100.0) == pytest.approx(quality_index(X), rel=1e-12)


def test_it_praises_the_loss_of_what_makes_rows_differ():
    X, y = load_digits("train", scaling="raw")
    replaced = X.astype(float)
    replaced[::10] = X.mean(axis=0)
    assert quality_index(replaced) < quality_index(X)
    assert quality_index(X[y == 6]) < quality_index(X)
    assert quality_index(np.tile(X.mean(axis=0), (5, 1))) == pytest.approx(0, abs=1e-12)


def test_it_leaves_its_input_alone():
    D = np.array([[1.0, 2.0], [3.0, 5.0]])
    quality_index(D)
    assert D.tolist() == [[1.0, 2.0], [3.0, 5.0]]


@pytest.mark.parametrize(
    ("D", "message"),
    [
        ([[1.0, np.nan]], "D contains NaN"),
        ([[1.0, np.inf]], "D contains inf"),
        ([1.0, 2.0], "D must be 2-D"),
        (np.empty((0, 3)), r"D is empty: 0 sample\(s\)"),
        ([["a"]], "D must hold real numbers; got text"),
        ([[1e200], [-3e200]], r"D holds numbers too large to be squared \(up to 3e\+200\)"),
        ([[1e308], [1e308], [1e308]], r"\(up to 1e\+308\); divide it by a constant first"),
    ],
)
def test_bad_input_is_refused(D, message):
    with pytest.raises(ValueError, match=message):
        quality_index(D)
