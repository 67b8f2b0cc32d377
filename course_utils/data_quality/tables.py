"""Tables as they come: every cell read as text, the rules that hold for it, and logs of repairs."""

import csv
import io
import os
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from numbers import Integral
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from pandas.api.types import infer_dtype, is_hashable, is_object_dtype

from course_utils.validation import as_members, check_choice

LOG_COLUMNS = ("row", "column", "before", "after", "why")
MISSING = ("", "NA", "-1")
PIXELS = tuple(f"p{row}{column}" for row in range(8) for column in range(8))


class Schema(NamedTuple):
    """What the people who made a table know about it.

    `ranges` gives each numeric column the lowest and the highest number that it may hold, `id` is
    the column that only numbers the rows, `classes` are the whole numbers that the column `label`
    may name, and `missing` are the texts that say "nothing here".
    """

    ranges: dict[str, tuple[float, float]]
    label: str | None = None
    id: str | None = None
    classes: tuple[int, ...] = ()
    missing: tuple[str, ...] = MISSING


MESSY_SCHEMA = Schema(
    ranges={**dict.fromkeys(PIXELS, (0, 16)), "ink": (0, 1)},
    label="label",
    id="row_id",
    classes=tuple(range(10)),
)


class Repaired(NamedTuple):
    """A repaired copy of a table, and the log of all that changed (columns LOG_COLUMNS)."""

    table: pd.DataFrame
    log: pd.DataFrame


def new_log(rows: Iterable[tuple] = ()) -> pd.DataFrame:
    """Return a log with one row for each (row, column, before, after, why).

    `row` is a position from 0, `column` is "" where the whole row is meant.

    >>> new_log([(3, "ink", 41.2, 0.412, "another unit")])
       row column before  after           why
    0    3    ink   41.2  0.412  another unit
    """
    rows = as_members(rows, "rows", tuple, least=0)
    log = pd.DataFrame(rows, columns=list(LOG_COLUMNS), dtype=object)
    return log.astype({"row": "int64"})


def read_table(source: str | os.PathLike | bytes) -> pd.DataFrame:
    """Read a CSV file whose first line names the columns. Nothing is guessed: all cells are text.

    Lines without any text are left out.

    Parameters
    ----------
    source : path, or bytes
        The file, or what stands in it; UTF-8.

    Returns
    -------
    table : DataFrame of text, with rows 0..n-1

    Raises
    ------
    FileNotFoundError, ValueError
        If there is no such file, no row, a column name twice, a byte that is not UTF-8, or a line
        with too many or too few cells.

    >>> read_table(b"name,age\\nAda,036\\n").loc[0, "age"]
    '036'
    """
    name, content = _content(source)
    reader = csv.reader(io.StringIO(_decode(content, name), newline=""), strict=True)
    lines = []
    try:
        for cells in reader:
            if cells:
                lines.append((reader.line_num, cells))
    except csv.Error as error:
        raise ValueError(f"{name}, line {reader.line_num}: {error}. Correct the quotes.") from error
    if not lines:
        raise ValueError(f"{name} is empty. The first line must name the columns.")
    (_, header), *rows = lines
    _refuse_twice(header, name)
    for number, cells in rows:
        if len(cells) != len(header):
            raise ValueError(
                f"{name}, line {number} has {len(cells)} cell(s), but there are {len(header)} "
                "columns. Look for a missing or an extra comma."
            )
    if not rows:
        raise ValueError(f"{name} names {len(header)} column(s), but has no rows below them.")
    return pd.DataFrame([cells for _, cells in rows], columns=header, dtype=str)


def _content(source) -> tuple[str, bytes]:
    if isinstance(source, bytes):
        return "the table", source
    if not isinstance(source, str | os.PathLike):
        raise TypeError(f"source must be a path or bytes; got {type(source).__name__}.")
    path = Path(source)
    try:
        return path.name, path.read_bytes()
    except FileNotFoundError:
        raise FileNotFoundError(
            f"there is no file {path}. Python looks from the folder {Path.cwd()}; check the name."
        ) from None


def _decode(content, name) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ValueError(
            f"{name} is not UTF-8: byte 0x{content[error.start]:02x} in line {line}. "
            "Save it as UTF-8, or decode it with its own encoding first."
        ) from error


def _refuse_twice(names, where) -> None:
    twice = sorted(str(name) for name, count in Counter(names).items() if count > 1)
    if twice:
        raise ValueError(
            f"{where} has these columns more than once: {', '.join(twice)}. Rename them."
        )


def check_table(table, *, needs: Sequence[str] = ()) -> pd.DataFrame:
    """Return `table` if it is a DataFrame with rows, clear column names, and the columns `needs`.

    Raises
    ------
    TypeError, ValueError
        That say what is wrong and what to do.

    >>> check_table(pd.DataFrame({"ink": ["0.3"]}), needs=["ink"]).shape
    (1, 1)
    """
    if not isinstance(table, pd.DataFrame):
        raise TypeError(
            f"table must be a pandas DataFrame; got {type(table).__name__}. "
            "read_table(…) makes one of a CSV file."
        )
    _refuse_twice(table.columns, "table")
    if table.empty:
        raise ValueError(
            f"table is empty: {len(table)} rows and {table.shape[1]} columns. "
            "Pass at least one of each."
        )
    for name in filter(lambda name: is_object_dtype(table[name]), table.columns):
        if "mixed" in infer_dtype(table[name]) and not table[name].map(is_hashable).all():
            raise TypeError(f"table holds lists or dicts in column {name!r}; a cell is one value.")
    absent = [name for name in as_names(needs, "needs") if name not in table.columns]
    if absent:
        raise ValueError(
            f"table has no column {', '.join(map(repr, absent))}; it has "
            f"{', '.join(map(str, table.columns[:8]))}{', …' if table.shape[1] > 8 else ''}."
        )
    return table


def check_column(table, column) -> None:
    """Raise if `table` is none, or does not have this one column."""
    if column is None or not isinstance(column, Hashable):
        raise TypeError(f"column must be the name of one column; got {column!r}.")
    check_table(table, needs=[column])


def check_schema(table, schema) -> Schema:
    """Return `schema` if it is one, and fits `table`."""
    if not isinstance(schema, Schema):
        raise TypeError(f"schema must be a Schema; got {type(schema).__name__}.")
    others = [name for name in (schema.label, schema.id) if name is not None]
    check_table(table, needs=[*schema.ranges, *others])
    for column, (low, high) in schema.ranges.items():
        if not low <= high:
            raise ValueError(f"the range of {column!r} must be (low, high); got ({low}, {high}).")
    if schema.label is not None:
        check_classes(schema.classes, schema.missing)
    return schema


def check_classes(classes, missing=MISSING) -> tuple[int, ...]:
    """Return `classes` as a tuple of whole numbers, none of which also means "nothing here"."""
    classes, missing = as_members(classes, "classes", least=0), as_names(missing, "missing")
    if not classes:
        raise ValueError("classes is empty; name the labels, for example classes=range(10).")
    for label in classes:
        if isinstance(label, bool) or not isinstance(label, Integral):
            raise TypeError(f"classes must be whole numbers; got {label!r}.")
        if str(label) in missing:
            raise ValueError(
                f"{label} is a class and a code for a missing cell. Take it out of one of the two."
            )
    return tuple(map(int, classes))


def to_numbers(table, columns, missing=MISSING, errors="raise") -> np.ndarray:
    """Return columns of a table as numbers, with nan where a cell is missing.

    Parameters
    ----------
    table : DataFrame
    columns : list of column names
    missing : list of texts that stand for a missing cell; blanks and NaN always do
    errors : {"raise", "coerce"}
        What to do with other text that is no number: refuse it, or make it nan.

    Returns
    -------
    numbers : float ndarray of shape (n_rows, n_columns)

    >>> to_numbers(pd.DataFrame({"p00": ["7", " NA", "16"]}), ["p00"]).ravel()
    array([ 7., nan, 16.])
    """
    columns = as_names(columns, "columns")
    check_table(table, needs=columns)
    check_choice(errors, ("raise", "coerce"), "errors")
    numbers = np.empty((len(table), len(columns)))
    for j, column in enumerate(columns):
        numbers[:, j], is_missing = read_cells(table[column], missing)
        strange = np.flatnonzero(np.isnan(numbers[:, j]) & ~is_missing)
        if strange.size and errors == "raise":
            raise ValueError(
                f"column {column!r} holds {strange.size} cell(s) that are no number, the first in "
                f"row {strange[0]}: {table[column].iloc[strange[0]]!r}. Correct them, name them in "
                "missing, or pass errors='coerce' to make them nan."
            )
    return numbers


def read_cells(column: pd.Series, missing=MISSING) -> tuple[np.ndarray, np.ndarray]:
    """Return the numbers in one column (nan where there is none), and which cells are missing.

    Each distinct cell is read once, which keeps millions of cells fast.

    >>> read_cells(pd.Series(["7", "-1", "x"]))
    (array([ 7., nan, nan]), array([False,  True, False]))
    """
    codes = {"", *as_names(missing, "missing")}
    which, cells = pd.factorize(column.to_numpy(dtype=object))  # NaN has the number -1: the last
    numbers = np.append(_parsed(cells), np.nan)
    is_missing = np.isin(numbers, _parsed(list(codes)))
    is_missing[-1] = True
    words = np.flatnonzero(np.isnan(numbers[:-1]))
    is_missing[words] = [str(cell).strip() in codes for cell in cells[words]]
    numbers[is_missing] = np.nan
    return numbers[which], is_missing[which]


def _parsed(cells) -> np.ndarray:
    numbers = pd.to_numeric(pd.Series(cells, dtype=object), errors="coerce")
    return numbers.to_numpy(dtype=float)


def as_names(value, name) -> list:
    """Return `value` as a list of names of columns, or of texts."""
    if isinstance(value, str):
        raise TypeError(f"{name} must be a list of texts; got the text {value!r}. Use [{value!r}].")
    names = as_members(value, name, Hashable, least=0)
    if None in names:
        raise TypeError(f"{name} must be a list of texts; got None in it.")
    return names
