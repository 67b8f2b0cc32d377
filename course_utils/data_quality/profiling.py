"""Measure a table before anybody repairs it: one row for each measure."""

import numpy as np
import pandas as pd

from course_utils.data_quality.labels import read_labels
from course_utils.data_quality.repairs import other_unit
from course_utils.data_quality.tables import Schema, check_schema, check_table, read_cells

DIMENSIONS = (
    *("completeness", "validity", "uniqueness", "consistency", "balance"),
    "label accuracy",
)
PROFILE_COLUMNS = ("dimension", "measure", "bad", "of", "share")


def profile(table, schema: Schema | None = None) -> pd.DataFrame:
    """Count what is wrong with a table, by the dimensions of ISO/IEC 5259-2.

    A cell can be bad in two ways: what is in another unit is mostly out of range, too.

    Parameters
    ----------
    table : DataFrame; it is left as it is
        Ten million cells take seconds.
    schema : Schema, optional
        Without one only missing cells (blanks, "NA", NaN), repeated rows and constant columns are
        counted: what a number may be, or whether -1 is a number, nobody said.

    Returns
    -------
    profile : DataFrame with the columns dimension, measure, bad, of, share
        `bad` of `of` cells, rows or columns are bad. The number of wrong labels is <NA>: no count
        shows it. Under "balance" stand the sizes of the greatest and the smallest class.

    References
    ----------
    ISO/IEC 5259-2:2024, Data quality for analytics and machine learning: data quality measures.

    >>> profile(pd.DataFrame({"id": ["1", "2"], "ink": ["0.5", ""]})).head(2)
          dimension                   measure  bad  of  share
    0  completeness             missing cells    1   4   0.25
    1  completeness  rows with a missing cell    1   2   0.50
    """
    if schema is None:
        check_table(table)
        cells = {name: read_cells(table[name], ("", "NA")) for name in table.columns}
        rows = _completeness(cells) + _uniqueness(table) + _constancy(table)
    else:
        check_schema(table, schema)
        cells = {name: read_cells(table[name], schema.missing) for name in table.columns}
        rows = _completeness(cells)
        rows += _numbers({name: cells[name] for name in schema.ranges}, schema, len(table))
        rows += _uniqueness(table.drop(columns=[schema.id] if schema.id is not None else []))
        rows += _labels(table[schema.label], schema) if schema.label is not None else []
        rows.sort(key=lambda row: DIMENSIONS.index(row[0]))
    measured = pd.DataFrame(rows, columns=list(PROFILE_COLUMNS[:4])).astype({"bad": "Int64"})
    bad, of = measured["bad"].to_numpy(dtype=float, na_value=np.nan), measured["of"]
    measured["share"] = bad / of.where(of > 0)
    return measured


def _completeness(cells) -> list[tuple]:
    missing = np.column_stack([is_missing for _, is_missing in cells.values()])
    n_rows, n_columns = missing.shape
    return [
        ("completeness", "missing cells", missing.sum(), missing.size),
        ("completeness", "rows with a missing cell", missing.any(axis=1).sum(), n_rows),
        ("completeness", "columns all missing", missing.all(axis=0).sum(), n_columns),
    ]


def _numbers(cells, schema, n_rows) -> list[tuple]:
    present = outside = strange = 0
    in_other_unit = np.zeros(n_rows, dtype=bool)
    for column, (numbers, is_missing) in cells.items():
        low, high = schema.ranges[column]
        present += np.count_nonzero(~is_missing)
        outside += np.count_nonzero((numbers < low) | (numbers > high))
        strange += np.count_nonzero(np.isnan(numbers) & ~is_missing)
        in_other_unit[other_unit(numbers)[0]] = True
    return [
        ("validity", "cells out of range", outside, present),
        ("validity", "cells that are no number", strange, present),
        ("consistency", "rows in another unit", in_other_unit.sum(), n_rows),
    ]


def _uniqueness(table) -> list[tuple]:
    repeats = table.duplicated().sum() if table.shape[1] else 0
    return [("uniqueness", "rows that repeat an earlier one", repeats, len(table))]


def _constancy(table) -> list[tuple]:
    constant = sum(table[name].nunique(dropna=False) == 1 for name in table.columns)
    return [("consistency", "columns with one value only", constant, table.shape[1])]


def _labels(column, schema) -> list[tuple]:
    labels, wrong = read_labels(column, schema.classes, schema.missing)
    present = np.count_nonzero(wrong != "missing")
    strange = np.count_nonzero(wrong == "no class")
    named = present - strange
    sizes = [np.count_nonzero((labels == label).fillna(False)) for label in schema.classes]
    return [
        ("validity", "labels of no class", strange, present),
        ("consistency", "labels in another spelling", sum(wrong == "another spelling"), present),
        ("balance", "rows of the greatest class", max(sizes), named),
        ("balance", "rows of the smallest class", min(sizes), named),
        ("label accuracy", "wrong labels", pd.NA, named),
    ]
