"""The profile of a table: every count by hand, against the planted truth."""

import numpy as np
import pandas as pd
import pytest

from course_utils.data_quality import (
    MESSY_SCHEMA,
    Schema,
    clean,
    make_messy,
    profile,
)
from course_utils.datasets import load_digits

SCHEMA = Schema({"a": (0, 16), "ink": (0, 1)}, label="y", id="id", classes=(0, 1, 2))
MEASURES = [
    ("completeness", "missing cells"),
    ("completeness", "rows with a missing cell"),
    ("completeness", "columns all missing"),
    ("validity", "cells out of range"),
    ("validity", "cells that are no number"),
    ("validity", "labels of no class"),
    ("uniqueness", "rows that repeat an earlier one"),
    ("consistency", "rows in another unit"),
    ("consistency", "labels in another spelling"),
    ("balance", "rows of the greatest class"),
    ("balance", "rows of the smallest class"),
    ("label accuracy", "wrong labels"),
]
WITHOUT_SCHEMA = [
    *MEASURES[:3],
    ("uniqueness", "rows that repeat an earlier one"),
    ("consistency", "columns with one value only"),
]


def small_table():
    return pd.DataFrame(
        {
            "id": ["1", "2", "3", "4", "5", "6"],
            "a": ["16", "0", "-1", "99", "x", "16"],
            "ink": ["0.5", "1", "NA", "0.5", "50", "0.5"],
            "y": ["1", "one", " 1", "0", "7", "1"],
            "note": ["", "NA", " ", "-1", np.nan, ""],
        },
        dtype=object,
    )


def counts(table, schema=None):
    """Return measure -> (bad, of)."""
    measured = profile(table, schema)
    return {row.measure: (row.bad, row.of) for row in measured.itertuples()}


class TestWithSchema:
    def test_every_count(self):
        # Of ink, one of five is in percent: too large, too. Rows 0 and 5 are equal but for the id.
        assert counts(small_table(), SCHEMA) == {
            "missing cells": (8, 30),
            "rows with a missing cell": (6, 6),
            "columns all missing": (1, 5),
            "cells out of range": (2, 10),
            "cells that are no number": (1, 10),
            "labels of no class": (1, 6),
            "rows that repeat an earlier one": (1, 6),
            "rows in another unit": (1, 6),
            "labels in another spelling": (2, 6),
            "rows of the greatest class": (4, 5),
            "rows of the smallest class": (0, 5),
            "wrong labels": (pd.NA, 5),
        }

    def test_the_measures_stand_by_dimension(self):
        measured = profile(small_table(), SCHEMA)
        assert list(zip(measured["dimension"], measured["measure"], strict=True)) == MEASURES
        assert measured.columns.tolist() == ["dimension", "measure", "bad", "of", "share"]
        assert measured["bad"].dtype == "Int64" and measured["share"].dtype == float
        assert measured["of"].dtype.kind == "i" and measured.index.equals(pd.RangeIndex(12))

    def test_the_share_is_bad_divided_by_of(self):
        measured = profile(small_table(), SCHEMA)
        assert measured["share"][:11].tolist() == [
            bad / of for bad, of in zip(measured["bad"][:11], measured["of"], strict=False)
        ]
        assert np.isnan(measured["share"][11])

    def test_the_table_is_left_as_it_was(self):
        table = small_table().set_axis([3, 3, 3, 1, 1, 1])
        before = table.copy(deep=True)
        measured = counts(table, SCHEMA)
        pd.testing.assert_frame_equal(table, before)
        assert {name: bad for name, (bad, _) in measured.items() if bad is not pd.NA} == {
            name: bad
            for name, (bad, _) in counts(small_table(), SCHEMA).items()
            if bad is not pd.NA
        }

    def test_a_row_in_another_unit_counts_once(self):
        table = pd.DataFrame({"a": [0.5, 0.5, 50, 0.5, 0.5], "b": [50, 1.0, 100.0, 1.0, 1.0]})
        schema = Schema({name: (0, 1) for name in table.columns})
        assert counts(table, schema)["rows in another unit"] == (2, 5)

    def test_the_ends_of_a_range_are_inside(self):
        table = pd.DataFrame({"a": ["0", "16", "-0.1", "16.1", "-1"]})
        measured = counts(table, Schema({"a": (0, 16)}))
        assert measured["cells out of range"] == (2, 4)

    def test_without_label_and_id(self):
        measured = profile(small_table(), Schema({"a": (0, 16)}))
        assert list(zip(measured["dimension"], measured["measure"], strict=True)) == [
            *MEASURES[:5],
            *MEASURES[6:8],
        ]
        assert measured["bad"][5] == 0

    def test_nothing_present(self):
        table = pd.DataFrame({"a": ["", "NA"], "y": ["", ""]})
        measured = profile(table, Schema({"a": (0, 1)}, label="y", classes=(0, 1)))
        assert measured["of"].tolist() == [4, 2, 2, 0, 0, 0, 2, 2, 0, 0, 0, 0]
        assert measured["share"][:3].tolist() == [1, 1, 1]
        assert measured["share"][[3, 4, 5, 8, 9, 10, 11]].isna().all()
        assert measured["bad"][[3, 4, 5, 8, 9, 10]].tolist() == [0] * 6

    def test_one_class_only(self):
        table = pd.DataFrame({"y": ["1", "1", "01"]})
        measured = counts(table, Schema({}, label="y", classes=(0, 1)))
        assert measured["rows of the greatest class"] == (3, 3)
        assert measured["rows of the smallest class"] == (0, 3)

    def test_nothing_but_an_id(self):
        measured = counts(pd.DataFrame({"id": ["1", "1"]}), Schema({}, id="id"))
        assert measured["rows that repeat an earlier one"] == (0, 2)
        assert measured["cells out of range"] == (0, 0)

    def test_other_codes(self):
        table = pd.DataFrame({"a": ["?", "NA", "-1", "3"]})
        measured = counts(table, Schema({"a": (0, 16)}, missing=("?",)))
        assert measured["missing cells"] == (1, 4)
        assert measured["cells out of range"] == measured["cells that are no number"] == (1, 3)


class TestWithoutSchema:
    def test_every_count(self):
        assert counts(small_table()) == {
            "missing cells": (6, 30),
            "rows with a missing cell": (5, 6),
            "columns all missing": (0, 5),
            "rows that repeat an earlier one": (0, 6),
            "columns with one value only": (0, 5),
        }
        measured = profile(small_table())
        assert list(zip(measured["dimension"], measured["measure"], strict=True)) == WITHOUT_SCHEMA

    def test_repeated_rows_and_constant_columns(self):
        table = pd.DataFrame({"a": ["1"] * 4, "b": [np.nan] * 4, "c": [1, 2, 1, 1]})
        measured = counts(table)
        assert measured["rows that repeat an earlier one"] == (2, 4)
        assert measured["columns with one value only"] == (2, 3)
        assert measured["columns all missing"] == (1, 3)

    def test_a_missing_cell_is_a_value_of_its_own(self):
        table = pd.DataFrame({"a": ["1", np.nan], "b": ["1", "1"]})
        assert counts(table)["columns with one value only"] == (1, 2)


@pytest.mark.parametrize(
    ("table", "schema", "kind", "message"),
    [
        ([["1"]], None, TypeError, "table must be a pandas DataFrame; got list"),
        (pd.DataFrame(), None, ValueError, "table is empty"),
        (pd.DataFrame(), SCHEMA, ValueError, "table is empty"),
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), None, ValueError, "more than once: a"),
        (pd.DataFrame({"a": ["1"]}), SCHEMA, ValueError, "no column 'ink', 'y', 'id'"),
        (pd.DataFrame({"a": ["1"]}), {"a": (0, 1)}, TypeError, "schema must be a Schema"),
    ],
)
def test_bad_input(table, schema, kind, message):
    with pytest.raises(kind) as caught:
        profile(table, schema)
    assert message in str(caught.value)


@pytest.mark.parametrize("seed", range(5))
def test_the_messy_table_is_counted_as_it_was_spoiled(seed):
    messy, truth = make_messy(*load_digits("fit", scaling="raw"), seed=seed)
    planted = truth["kind"].value_counts()
    measured = counts(messy, MESSY_SCHEMA)
    assert measured["missing cells"] == (planted["missing"], messy.size)
    assert measured["rows that repeat an earlier one"][0] == planted["exact duplicate"]
    assert measured["rows in another unit"] == (planted["unit"], len(messy))
    assert measured["labels in another spelling"][0] == planted["spelling"]
    # What is in percent is above 1: out of range, too.
    assert measured["cells out of range"][0] == planted["out of range"] + planted["unit"]


def test_a_cleaned_table_has_gaps_only():
    messy, _ = make_messy(*load_digits("fit", scaling="raw"), seed=0)
    table, _ = clean(messy, MESSY_SCHEMA, units=["ink"])
    measured = profile(table, MESSY_SCHEMA)
    wrong = measured[measured["dimension"].isin(["validity", "uniqueness", "consistency"])]
    assert wrong["bad"].tolist() == [0] * 6
    assert measured["bad"][0] > 0
