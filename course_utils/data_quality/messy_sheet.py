"""What a planted table is made of: a sheet of three grids, its texts, and repeatable choices."""

from typing import NamedTuple

import numpy as np

from course_utils.data_quality.tables import PIXELS

COLUMNS = (*PIXELS, "ink", "label")
INK, LABEL = 64, 65
NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


class Sheet(NamedTuple):
    """Three grids of text (n_rows, 66): what is written, what is true, and the kind of defect."""

    written: np.ndarray
    true: np.ndarray
    kind: np.ndarray  # "" where a cell is sound

    def spoil(self, kind, rows, columns, texts) -> None:
        self.written[rows, columns] = texts
        self.kind[rows, columns] = kind

    def sound(self, draws, columns, thousandths) -> tuple[np.ndarray, np.ndarray]:
        """Draw sound cells of `columns`, as many as the rate says of all: rows, columns."""
        columns = np.asarray(columns)
        n_cells = len(self.kind) * len(columns)
        candidates = np.argwhere(self.kind[:, columns] == "")
        rows, which = draws.some(candidates, (n_cells * thousandths + 500) // 1000).T
        return rows, columns[which]


class Draws:
    """Random choices made of raw PCG64 output: NumPy keeps that stream the same in all versions."""

    def __init__(self, seed):
        self._bits = np.random.PCG64(seed)

    def order(self, n):
        return np.argsort(self._bits.random_raw(n), kind="stable")

    def some(self, items, count):
        return items[self.order(len(items))[:count]]

    def numbers(self, below, count):
        return (self._bits.random_raw(count) % np.uint64(below)).astype(int)

    def texts(self, options, count):
        return np.array(options, dtype=object)[self.numbers(len(options), count)]


def spellings(digit: int) -> tuple[str, ...]:
    """Return seven other ways in which people write a digit.

    >>> spellings(7)
    ('07', 'seven', 'Seven', ' 7', '7 ', '7.0', '７')
    """
    name = NAMES[digit]
    full_width = chr(ord("０") + digit)
    return f"0{digit}", name, name.title(), f" {digit}", f"{digit} ", f"{digit}.0", full_width


def ink_text(total: int, *, percent: bool = False) -> str:
    """Return the ink of an image whose 64 counts add up to `total`, as a share or in percent.

    >>> ink_text(327), ink_text(327, percent=True)
    ('0.3193', '31.93')
    """
    ten_thousandths = (625 * int(total) + 32) // 64  # 10,000 · total / (64 · 16), rounded half up
    unit = 100 if percent else 10_000
    return f"{ten_thousandths // unit}.{ten_thousandths % unit:0{len(str(unit)) - 1}d}"


def as_text(numbers: np.ndarray) -> np.ndarray:
    """Return whole numbers as text, in an array of objects."""
    return np.asarray(numbers).astype(str).astype(object)


def clean_sheet(counts: np.ndarray, digits: np.ndarray) -> Sheet:
    """Return a sheet without defects, from pixel counts (n, 64) and labels (n,)."""
    ink = [ink_text(total) for total in counts.sum(axis=1)]
    true = np.column_stack([as_text(counts), np.array(ink, dtype=object), as_text(digits)])
    return Sheet(written=true.copy(), true=true, kind=np.full(true.shape, "", dtype=object))
