"""Repair numbers: what is missing or impossible becomes NaN, and a wrong unit is converted."""

import numpy as np
import pandas as pd

from course_utils.data_quality.tables import (
    Repaired,
    Schema,
    check_column,
    check_schema,
    new_log,
    to_numbers,
)
from course_utils.validation import check_positive

FEWEST = 0.02  # of the numbers in a column: fewer are slips of single cells, and no unit


def blank_missing(table, schema: Schema) -> Repaired:
    """Turn the columns with a range into numbers, with NaN where a code says "nothing here".

    Parameters
    ----------
    table : DataFrame; it is left as it is
    schema : Schema
        Its `missing` are the codes.

    Returns
    -------
    Repaired
        The log lists the cells that held a code, row by row.

    Raises
    ------
    ValueError
        If a cell is neither a number nor a code.

    >>> table = pd.DataFrame({"ink": ["0.25", "NA"]})
    >>> blank_missing(table, Schema({"ink": (0, 1)})).log
       row column before after      why
    0    1    ink     NA   NaN  missing
    """
    check_schema(table, schema)
    columns = list(schema.ranges)
    numbers = to_numbers(table, columns, schema.missing)
    is_code = np.isnan(numbers) & table[columns].notna().to_numpy(dtype=bool)
    repaired = table.copy()
    repaired[columns] = numbers
    return Repaired(repaired, _log_blanked(table[columns], is_code, "missing"))


def repair_range(table, schema: Schema) -> Repaired:
    """Blank the numbers outside the range of their column: they were never measured.

    They become NaN. The nearest number inside would be a guess that looks like a measurement.

    Parameters
    ----------
    table : DataFrame; it is left as it is
        Its columns with a range hold numbers: `blank_missing` comes first, and so does
        `repair_units`, or a number in another unit would be blanked.
    schema : Schema
        A number equal to either end of its range is inside.

    Returns
    -------
    Repaired

    >>> table = pd.DataFrame({"p00": [16.0, 999.0]})
    >>> repair_range(table, Schema({"p00": (0, 16)})).table["p00"].tolist()
    [16.0, nan]
    """
    check_schema(table, schema)
    columns = list(schema.ranges)
    numbers = _numbers(table, columns)
    low, high = np.array([schema.ranges[column] for column in columns]).reshape(-1, 2).T
    outside = (numbers < low) | (numbers > high)
    repaired = table.copy()
    repaired[columns] = np.where(outside, np.nan, numbers)
    return Repaired(repaired, _log_blanked(table[columns], outside, "out of range"))


def repair_units(table, column, factor=100.0) -> Repaired:
    """Convert the rows of one column that are written in another unit, and only those.

    Parameters
    ----------
    table : DataFrame; it is left as it is
    column : str, a column of numbers
    factor : float > 1
        How many of one unit make one of the other: 100 for percent and shares.

    Returns
    -------
    Repaired
        The rows of the rarer unit are converted to the other. Where no two units are to be seen
        (see `other_unit`), nothing is changed and the log is empty.

    >>> repair_units(pd.DataFrame({"ink": [0.25, 0.5, 0.75, 50.0]}), "ink").log
       row column before after                            why
    0    3    ink   50.0   0.5  another unit: divided by 100.0
    """
    check_column(table, column)
    numbers = _numbers(table, [column])[:, 0]
    rows, is_larger = other_unit(numbers, factor)
    repaired = table.copy()
    if not rows.size:
        return Repaired(repaired, new_log())
    after = numbers[rows] / factor if is_larger else numbers[rows] * factor
    why = f"another unit: {'divided' if is_larger else 'multiplied'} by {factor}"
    log = new_log(
        (row, column, before, now, why)
        for row, before, now in zip(rows.tolist(), numbers[rows], after, strict=True)
    )
    numbers[rows] = after
    repaired[column] = numbers
    return Repaired(repaired, log)


@np.errstate(over="ignore")
def other_unit(numbers, factor=100.0) -> tuple[np.ndarray, bool]:
    """Find the numbers that are written in another unit, by the widest gap of their logarithms.

    The gap splits the positive numbers in two groups. They are two units only if the gap is at
    least half as wide as the factor (in the logarithm), if the medians of the groups lie the factor
    apart, give or take a factor of 2, and if the smaller group is no tie and has at least 2 % of
    all numbers.

    Parameters
    ----------
    numbers : array-like of shape (n_rows,); NaN is missing
    factor : float > 1

    Returns
    -------
    rows : sorted row numbers of the smaller group; none if there is one unit only
    is_larger : bool, whether it holds the larger numbers

    >>> other_unit([0.25, 50.0, 0.5, 0.75])
    (array([1]), True)
    """
    if check_positive(factor, "factor") <= 1:
        raise ValueError(f"factor must be above 1; got {factor}.")
    nothing = np.array([], dtype=int), False
    try:
        numbers = np.asarray(numbers, dtype=float)
    except (TypeError, ValueError) as error:
        raise TypeError(
            f"numbers must hold numbers, or NaN where one is missing: {error}"
        ) from error
    if numbers.ndim != 1:
        raise ValueError(f"numbers must be 1-D, one for each row; got shape {numbers.shape}.")
    positive = np.flatnonzero((numbers > 0) & np.isfinite(numbers))
    if positive.size < 2:
        return nothing
    order = positive[np.argsort(numbers[positive], kind="stable")]
    ordered = numbers[order]
    cut = np.argmax(np.diff(np.log(ordered))) + 1
    apart = np.median(ordered[cut:]) / np.median(ordered[:cut])
    fewer, more = sorted((order[:cut], order[cut:]), key=len)
    if (
        ordered[cut] < ordered[cut - 1] * np.sqrt(factor)
        or not factor / 2 <= apart <= factor * 2
        or len(fewer) == len(more)
        or len(fewer) < FEWEST * np.count_nonzero(~np.isnan(numbers))
    ):
        return nothing
    return np.sort(fewer), bool(fewer[0] == order[cut])


def _numbers(table, columns) -> np.ndarray:
    """Return columns of numbers as an array (n_rows, n_columns); refuse text."""
    for column in columns:
        if not pd.api.types.is_numeric_dtype(table[column]):
            raise ValueError(
                f"column {column!r} holds {table[column].dtype}, not numbers. "
                "Call blank_missing first."
            )
    return np.array(table[columns].to_numpy(dtype=float, na_value=np.nan))


def _log_blanked(cells, blanked, why) -> pd.DataFrame:
    """Return the log of the cells that became NaN, given where they are."""
    before = cells.to_numpy(dtype=object)
    return new_log(
        (row, cells.columns[j], before[row, j], np.nan, why)
        for row, j in np.argwhere(blanked).tolist()
    )
