"""How defects come into a table: the digits, as a file that many hands typed and merged.

Each function below tells one way. What it spoils it also writes down, so that a repair can be
compared with the truth, cell for cell. In your own data nobody keeps that list.
"""

import csv
import io
from typing import NamedTuple

import numpy as np
import pandas as pd

from course_utils.data_quality.messy_sheet import (
    COLUMNS,
    INK,
    LABEL,
    Draws,
    Sheet,
    as_text,
    clean_sheet,
    ink_text,
    spellings,
)
from course_utils.data_quality.tables import MISSING
from course_utils.validation import as_numbers, as_vector, check_count, check_labels

KINDS = (
    "missing",
    "out of range",
    "unit",
    "wrong label",
    "spelling",
    "exact duplicate",
    "near duplicate",
)
TRUTH_COLUMNS = ("row", "column", "kind", "written", "truth")

IMPOSSIBLE_COUNTS = ("99", "255", "999", "-7")
# Rates in thousandths of the cells (of the rows, for labels and units); the rest are numbers.
LOST, OUT_OF_RANGE, IN_PERCENT, WRONG, RESPELLED = 20, 3, 60, 50, 250
N_LABELS_LOST, N_SAME_ID, N_NEW_ID, N_NEAR = 8, 30, 30, 60
N_STEPS = 4  # pixels of a near copy that are one count darker, and as many one count lighter


class Messy(NamedTuple):
    """A spoiled `table`, all text, and the `truth` about it, one planted defect a row."""

    table: pd.DataFrame
    truth: pd.DataFrame


def make_messy(images: np.ndarray, labels: np.ndarray, seed: int) -> Messy:
    """Plant known defects of seven kinds (`KINDS`) in a table made from digits.

    Parameters
    ----------
    images : ndarray of shape (n, 8, 8) or (n, 64), n >= 200
        Ink by pixel, whole numbers from 0 to 16.
    labels : ndarray of shape (n,)
        Digits from 0 to 9.
    seed : int >= 0
        Of all choices; the same seed gives the same table with every version of NumPy.

    Returns
    -------
    Messy
        `table` of shape (n + 120, 67), all text: row_id (a running number), p00 … p77 (row and
        column of the pixel), ink (the share of all ink that fits, 4 decimals), label. `truth`:
        row (position in the table), column ("" for a whole row), kind, written, and truth: the
        text that belongs there; for a copy, `written` is its row_id and `truth` the position
        of its original, which always stands above it. A spoiled cell that was copied is listed
        for the copy, too. No cell has two defects.

    >>> from course_utils.datasets import load_digits
    >>> table, truth = make_messy(*load_digits("fit", scaling="raw"), seed=0)
    >>> table.shape, int((truth.kind == "unit").sum()) >= 86  # of 1,437 rows, 6 % and copies
    ((1557, 67), True)
    """
    counts, digits = _checked(images, labels)
    draws = Draws(check_count(seed, "seed", minimum=0))
    sheet = clean_sheet(counts, digits)
    _leave_blank(sheet, draws)
    _mistype(sheet, draws)
    _mix_units(sheet, draws)
    _mislabel(sheet, draws)
    _respell(sheet, draws)
    sheet, originals = _copy_rows(sheet, draws)
    return _put_together(sheet, originals, draws)


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """Return `frame` as UTF-8 CSV without the index; the bytes depend on no version of pandas.

    >>> csv_bytes(pd.DataFrame({"a": ["x,y", ""], "b": ["7", " 7"]}))
    b'a,b\\n"x,y",7\\n, 7\\n'
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(frame.columns)
    writer.writerows(frame.itertuples(index=False, name=None))
    return stream.getvalue().encode("utf-8")


def _leave_blank(sheet, draws) -> None:
    """Nobody filled the cell in: one hand leaves it empty, one writes NA, an old program -1."""
    for columns in (range(64), [INK]):
        rows, columns = sheet.sound(draws, columns, LOST)
        sheet.spoil("missing", rows, columns, draws.texts(MISSING, len(rows)))
    lost = draws.some(np.arange(len(sheet.kind)), N_LABELS_LOST)
    sheet.spoil("missing", lost, LABEL, "")


def _mistype(sheet, draws) -> None:
    """A slip of the finger, a code for "no reading", a sign too many: no count can be that."""
    rows, columns = sheet.sound(draws, range(64), OUT_OF_RANGE)
    sheet.spoil("out of range", rows, columns, draws.texts(IMPOSSIBLE_COUNTS, len(rows)))


def _mix_units(sheet, draws) -> None:
    """One of those who measured wrote percent where the others wrote shares."""
    rows, _ = sheet.sound(draws, [INK], IN_PERCENT)
    totals = sheet.true[rows, :64].astype(int).sum(axis=1)
    sheet.spoil("unit", rows, INK, [ink_text(total, percent=True) for total in totals])


def _mislabel(sheet, draws) -> None:
    """Whoever labeled it misread the digit; any other digit is as likely."""
    rows, _ = sheet.sound(draws, [LABEL], WRONG)
    wrong = (sheet.true[rows, LABEL].astype(int) + 1 + draws.numbers(9, len(rows))) % 10
    sheet.spoil("wrong label", rows, LABEL, as_text(wrong))


def _respell(sheet, draws) -> None:
    """Nobody agreed on how to write a label: right, but a program sees another class."""
    rows, _ = sheet.sound(draws, [LABEL], RESPELLED)
    ways = draws.numbers(7, len(rows))
    digits = sheet.true[rows, LABEL].astype(int)
    texts = [spellings(digit)[way] for digit, way in zip(digits, ways, strict=True)]
    sheet.spoil("spelling", rows, LABEL, texts)


def _copy_rows(sheet, draws) -> tuple[Sheet, np.ndarray]:
    """Files were merged twice, pages scanned twice. Return the longer sheet and whom it copies.

    The exact copies stand before the near ones; those with the id of their original come first.
    """
    n = len(sheet.kind)
    sound = sheet.kind[:, :64] == ""
    counts = sheet.true[:, :64].astype(int)
    can_rise, can_fall = (sound & (counts < 16)).sum(axis=1), (sound & (counts > 0)).sum(axis=1)
    enough = np.flatnonzero(np.minimum(can_rise, can_fall) >= 2 * N_STEPS)
    if len(enough) < N_NEAR:
        raise ValueError(f"images must hold {N_NEAR} rows with ink that are not full of it.")
    near = draws.some(enough, N_NEAR)
    exact = draws.some(np.setdiff1d(np.arange(n), near), N_SAME_ID + N_NEW_ID)
    originals = np.concatenate([exact, near])
    copied = np.concatenate([np.arange(n), originals])
    sheet = Sheet(*(grid[copied] for grid in sheet))
    for row in range(n + len(exact), len(copied)):
        _scan_again(sheet, row, draws)
    return sheet, originals


def _scan_again(sheet, row, draws) -> None:
    """Four pixels come out one count darker, four one lighter; the label is typed anew."""
    counts = sheet.true[row, :64].astype(int)
    sound = sheet.kind[row, :64] == ""
    for step, limit in ((1, 16), (-1, 0)):
        pixels = draws.some(np.flatnonzero(sound & (counts != limit)), N_STEPS)
        sheet.written[row, pixels] = as_text(counts[pixels] + step)
        sound[pixels] = False
    if sheet.kind[row, LABEL] in ("", "spelling"):
        digit = sheet.true[row, LABEL]
        [text] = draws.texts((digit, *spellings(int(digit))), 1)
        sheet.spoil("" if text == digit else "spelling", row, LABEL, text)


def _put_together(sheet, originals, draws) -> Messy:
    """Mix the rows, each copy below its original, and number them down the table."""
    n_rows = len(sheet.kind)
    copies = np.arange(n_rows - len(originals), n_rows)
    place = draws.order(n_rows)
    above, below = np.sort([place[originals], place[copies]], axis=0)
    place[originals], place[copies] = above, below
    sheet = Sheet(*(grid[np.argsort(place)] for grid in sheet))
    has_new_id = np.ones(n_rows, dtype=int)
    has_new_id[below[:N_SAME_ID]] = 0
    ids = np.cumsum(has_new_id)
    ids[below[:N_SAME_ID]] = ids[above[:N_SAME_ID]]
    cells = np.column_stack([as_text(ids), sheet.written])
    table = pd.DataFrame(cells, columns=["row_id", *COLUMNS], dtype=str)
    return Messy(table, _truth(sheet, table.row_id, above, below))


def _truth(sheet, ids, originals, copies) -> pd.DataFrame:
    """List all that was planted, by row, then by column; a whole row before its cells."""
    kinds = np.repeat(KINDS[-2:], [N_SAME_ID + N_NEW_ID, N_NEAR])
    records = [
        (copy, "", kind, ids[copy], str(original))
        for copy, kind, original in zip(copies.tolist(), kinds.tolist(), originals, strict=True)
    ]
    for row, column in np.argwhere(sheet.kind != "").tolist():
        kind, written, true = (
            grid[row, column] for grid in (sheet.kind, sheet.written, sheet.true)
        )
        records.append((row, COLUMNS[column], kind, written, true))
    records.sort(key=lambda record: record[0])  # stable: within a row they stay in this order
    return pd.DataFrame(records, columns=TRUTH_COLUMNS)


def _checked(images, labels) -> tuple[np.ndarray, np.ndarray]:
    counts = as_numbers(images, "images")
    if counts.shape[1:] not in ((8, 8), (64,)) or len(counts) < 200:
        raise ValueError(
            f"images must hold at least 200 images of 8 x 8 or 64 pixels; got shape {counts.shape}."
        )
    if not np.isin(counts, range(17)).all():
        raise ValueError("images may hold only whole numbers from 0 to 16 (scaling='raw').")
    digits = as_vector(labels, "labels", len(counts))
    check_labels(digits, range(10), "labels")
    return counts.reshape(-1, 64).astype(int), digits.astype(int)
