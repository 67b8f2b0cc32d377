"""Fill empty cells with the medians of train."""

import statistics

import numpy as np

from answers import right, wrong

FILL = "data_quality.fill_with_train"


@right(FILL)
def fill_with_train(train, other):
    """Lists of plain numbers, and Python's own median."""
    values = [statistics.median(x for x in column if x == x) for column in train.T.tolist()]

    def without_holes(part):
        return [
            [x if x == x else value for x, value in zip(row, values, strict=True)]
            for row in part.tolist()
        ]

    return np.array(without_holes(train)), np.array(without_holes(other))


def put(part, values):
    part = part.copy()
    rows, columns = np.where(np.isnan(part))
    part[rows, columns] = np.broadcast_to(values, part.shape)[rows, columns]
    return part


def each_part(values_of_train, values_of_other=None):
    """Return what fills with the values that two functions of both parts give."""

    def fill_with_train(train, other):
        values = values_of_train(train, other)
        others = values if values_of_other is None else values_of_other(train, other)
        return put(train, values), put(other, others)

    return fill_with_train


def medians(part):
    return np.nanmedian(part, axis=0)


for named, function in [
    ("D5", each_part(lambda train, other: medians(np.concatenate([train, other])))),
    ("D5", each_part(lambda train, other: np.nanmean(np.append(train, other, axis=0), axis=0))),
    ("D5", each_part(lambda a, b: medians(a), lambda a, b: medians(np.vstack([b, a])))),
    ("M610", each_part(lambda a, b: medians(a), lambda a, b: medians(b))),
    ("M610", each_part(lambda a, b: np.nanmean(a, axis=0), lambda a, b: np.nanmean(b, axis=0))),
    ("M611", each_part(lambda train, other: np.nanmedian(train))),
    ("M614", each_part(lambda train, other: medians(other))),
    ("M615", each_part(lambda train, other: np.nanmean(train, axis=0))),
    ("M616", lambda train, other: (np.nan_to_num(train), np.nan_to_num(other))),
    ("M617", each_part(lambda train, other: np.median(train, axis=0))),
    ("M617", each_part(lambda train, other: np.median(np.nan_to_num(train), axis=0))),
    ("M617", each_part(lambda train, other: np.median(np.nan_to_num(train, nan=1e9), axis=0))),
    ("M619", each_part(lambda a, b: [statistics.median_low(x for x in c if x == x) for c in a.T])),
    ("M619", each_part(lambda a, b: [statistics.median_high(x for x in c if x == x) for c in a.T])),
    ("M41", lambda train, other: fill_with_train(train, other)[::-1]),
    ("M613", lambda train, other: (fill_with_train(train, other)[0], other)),
    ("M620", lambda train, other: tuple(p[~np.isnan(p.sum(axis=1))] for p in (train, other))),
    (None, lambda train, other: (train, fill_with_train(train, other)[1])),
    (None, each_part(lambda train, other: np.nanmedian(np.concatenate([train, other])))),
    (None, each_part(lambda train, other: np.nanmax(train, axis=0))),
    (None, each_part(lambda train, other: -1)),
    (None, lambda train, other: fill_with_train(train, other)[1]),
    (None, lambda train, other: np.vstack(fill_with_train(train, other))),
    (None, lambda train, other: (train, other)),
]:
    wrong(FILL, named)(function)


@wrong(FILL, "M612")
def wrong_axis(train, other):
    for part in (train := train.copy(), other := other.copy()):
        for row in part:
            row[np.isnan(row)] = np.nanmedian(row)
    return train, other


@wrong(FILL, "M621")
def the_whole_column(train, other):
    train, other = train.copy(), other.copy()
    for j in range(train.shape[1]):
        m = np.nanmedian(train[:, j])
        train[:, j] = m
        other[:, j] = m
    return train, other


@wrong(FILL, "N6")
def the_cell_above(train, other):
    train, other = train.copy(), other.copy()
    for part in (train, other):
        for i in range(1, len(part)):
            part[i] = np.where(np.isnan(part[i]), part[i - 1], part[i])
    return train, other


@wrong(FILL, "N6")
def between_the_neighbors(train, other):
    out = []
    for part in (train, other):
        part = part.copy()
        for j in range(part.shape[1]):
            there = ~np.isnan(part[:, j])
            if there.any():
                part[:, j] = np.interp(
                    range(len(part)), np.flatnonzero(there), part[there, j], left=np.nan
                )
        out.append(part)
    return tuple(out)


@wrong(FILL)
def in_place(train, other):
    medians = np.nanmedian(train, axis=0)
    for part in (train, other):
        for j, value in enumerate(medians):
            part[np.isnan(part[:, j]), j] = value
    return train, other


@wrong(FILL)
def compares_with_nan(train, other):
    medians = np.nanmedian(train, axis=0)
    return np.where(train == np.nan, medians, train), np.where(other == np.nan, medians, other)


@wrong(FILL)
def fills_one_after_the_other(train, other):
    train = np.where(np.isnan(train), np.nanmean(train, axis=0), train)
    return train, np.where(np.isnan(other), np.median(train, axis=0), other)


@wrong(FILL)
def returns_in_the_loop(train, other):
    train, other = train.copy(), other.copy()
    for j in range(train.shape[1]):
        m = np.nanmedian(train[:, j])
        train[np.isnan(train[:, j]), j] = m
        other[np.isnan(other[:, j]), j] = m
        return train, other
