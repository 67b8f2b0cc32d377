"""The first row of each group of copies."""

import numpy as np
import pandas as pd

from answers import right, wrong

COPIES = "data_quality.first_of_copies"


@right(COPIES)
def first_of_copies(rows):
    """As pandas marks them."""
    return np.flatnonzero(~pd.DataFrame(rows[:, 1:]).duplicated())


def kept(is_copy, *, among_kept=False):
    """Return the loop that most learners write: keep i unless `is_copy` of a row above it."""

    def first_of_copies(rows):
        keep = []
        for i in range(len(rows)):
            others = keep if among_kept else range(i)
            if not any(is_copy(rows[i], rows[j]) for j in others):
                keep.append(i)
        return np.array(keep)

    return first_of_copies


def marked(rows, **how):
    return pd.DataFrame(rows[:, 1:]).duplicated(**how).to_numpy()


for named, function in [
    ("N4", lambda rows: np.flatnonzero(~pd.DataFrame(rows).duplicated())),
    ("N4", lambda rows: sorted(np.unique(rows, axis=0, return_index=True)[1])),
    ("N4", kept(lambda row, other: (row == other).all())),
    ("N5", lambda rows: np.flatnonzero(~marked(rows, keep=False))),
    ("M582", lambda rows: np.flatnonzero(~marked(rows, keep="last"))),
    ("M583", lambda rows: [0, *(np.flatnonzero(np.diff(rows[:, 1:], axis=0).any(axis=1)) + 1)]),
    ("M584", lambda rows: np.flatnonzero(marked(rows))),
    ("M584", lambda rows: sorted(set(range(len(rows))) - set(first_of_copies(rows)))),
    ("M585", kept(lambda row, other: any(row[1:] == other[1:]))),
    ("M585", kept(lambda row, other: bool((row == other)[1:].sum()))),
    ("M586", kept(lambda row, other: row[1:].sum() == other[1:].sum())),
    ("M586", lambda rows: np.flatnonzero(~pd.Series(rows[:, 1:].mean(axis=1)).duplicated())),
    ("M586", kept(lambda row, other: np.allclose(row[1:], other[1:], atol=1))),
    ("M586", kept(lambda row, other: np.linalg.norm(row[1:] - other[1:]) <= 1)),
    ("M586", kept(lambda row, other: set(row[1:]) == set(other[1:]))),
    ("M587", lambda rows: rows[first_of_copies(rows)]),
    ("M587", lambda rows: [rows[i] for i in first_of_copies(rows)]),
    ("M587", lambda rows: rows[first_of_copies(rows)][:, 0]),
    ("M587", lambda rows: pd.DataFrame(rows[:, 1:]).drop_duplicates().to_numpy()),
    ("M41", lambda rows: np.unique(rows[:, 1:], axis=0, return_index=True)[1]),
    ("M41", lambda rows: first_of_copies(rows)[::-1]),
    ("N4", lambda rows: np.flatnonzero(~pd.Series(rows[:, 0]).duplicated())),
    (None, lambda rows: np.flatnonzero(~pd.Series(rows[:, 1]).duplicated())),
    (None, lambda rows: ~marked(rows)),
    (None, lambda rows: marked(rows)),
    (None, lambda rows: first_of_copies(rows) + 1),
    (None, lambda rows: len(first_of_copies(rows))),
    (None, lambda rows: set(first_of_copies(rows))),
    (None, lambda rows: print(first_of_copies(rows))),
    (None, kept(lambda row, other: row[1:-1].tolist() == other[1:-1].tolist())),
    (None, kept(lambda row, other: row[2:].tolist() == other[2:].tolist())),
    (None, lambda rows: np.arange(len(rows))),
]:
    wrong(COPIES, named)(function)


@wrong(COPIES, "N5")
def pairs_are_dropped(rows):
    dropped = set()
    for i in range(len(rows)):
        for j in range(i):
            if np.array_equal(rows[i, 1:], rows[j, 1:]):
                dropped |= {i, j}
    return [i for i in range(len(rows)) if i not in dropped]


@wrong(COPIES, "M582")
def the_later_one_wins(rows):
    place = {}
    for i, row in enumerate(rows):
        place[tuple(row[1:])] = i
    return sorted(place.values())


@wrong(COPIES, "M583")
def looks_one_row_up(rows):
    keep = [0]
    for i in range(1, len(rows)):
        if not np.array_equal(rows[i, 1:], rows[i - 1, 1:]):
            keep.append(i)
    return np.array(keep)


@wrong(COPIES)
def drops_the_id_in_place(rows):
    rows[:, 0] = 0
    return np.sort(np.unique(rows, axis=0, return_index=True)[1])


@wrong(COPIES)
def an_array_in_a_set(rows):
    seen, keep = set(), []
    for i, row in enumerate(rows):
        if row[1:] not in seen:
            seen.add(row[1:])
            keep.append(i)
    return keep


@wrong(COPIES, "M585")
def a_table_in_a_condition(rows):
    return [i for i in range(len(rows)) if rows[i, 1:] not in rows[:i, 1:]]
