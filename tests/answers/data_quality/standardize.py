"""Standardize two parts by the means and standard deviations of train."""

import statistics

import numpy as np

from answers import right, wrong

SCALE = "data_quality.standardize"


@right(SCALE)
def standardize(train, other):
    """Lists of plain numbers, and Python's own statistics."""
    rulers = []
    for column in train.T.tolist():
        rulers.append((statistics.fmean(column), statistics.pstdev(column) or 1))

    def measured(part):
        return [[(x - m) / s for x, (m, s) in zip(row, rulers, strict=True)] for row in part]

    return np.array(measured(train.tolist())), np.array(measured(other.tolist()))


def guarded(s):
    return np.where(s > 0, s, 1)


def with_ruler(m, s):
    """Return what measures both parts with m(train, other) and s(train, other)."""

    def standardize(train, other):
        mean, std = m(train, other), guarded(s(train, other))
        return (train - mean) / std, (other - mean) / std

    return standardize


def mean(train, other):
    return train.mean(axis=0)


def std(train, other):
    return train.std(axis=0)


for named, function in [
    ("D5", with_ruler(lambda a, b: np.r_[a, b].mean(axis=0), lambda a, b: np.r_[a, b].std(axis=0))),
    ("M611", with_ruler(lambda a, b: a.mean(), lambda a, b: a.std())),
    ("M614", with_ruler(lambda a, b: b.mean(axis=0), lambda a, b: b.std(axis=0))),
    ("M622", with_ruler(mean, lambda train, other: train.var(axis=0))),
    ("M623", with_ruler(mean, lambda train, other: np.ones(train.shape[1]))),
    ("M624", with_ruler(lambda train, other: 0, std)),
    ("M626", with_ruler(lambda a, b: a.min(axis=0), lambda a, b: np.ptp(a, axis=0))),
    ("M278", with_ruler(mean, lambda train, other: train.std(axis=0, ddof=1))),
    ("M41", lambda train, other: standardize(train, other)[::-1]),
    ("M613", lambda train, other: (standardize(train, other)[0], other)),
    (None, with_ruler(mean, lambda train, other: np.ptp(train, axis=0))),
    (None, with_ruler(mean, lambda train, other: np.abs(train).max(axis=0))),
    (None, with_ruler(lambda train, other: np.median(train, axis=0), std)),
    (None, with_ruler(mean, lambda train, other: other.std(axis=0))),
    (None, with_ruler(lambda train, other: other.mean(axis=0), std)),
    (None, lambda train, other: (train, standardize(train, other)[1])),
    (None, lambda train, other: standardize(train, other)[0]),
    (None, lambda train, other: np.concatenate(standardize(train, other))),
    (None, lambda train, other: tuple(-part for part in standardize(train, other))),
    (None, lambda train, other: print(standardize(train, other))),
]:
    wrong(SCALE, named)(function)


@wrong(SCALE, "D5")
def together_and_split_again(train, other):
    both = np.vstack([train, other])
    scaled = (both - both.mean(axis=0)) / both.std(axis=0)
    return scaled[: len(train)], scaled[len(train) :]


@wrong(SCALE, "M610")
def each_by_itself(train, other):
    train_s = (train - train.mean(axis=0)) / guarded(train.std(axis=0))
    other_s = (other - other.mean(axis=0)) / guarded(other.std(axis=0))
    return train_s, other_s


@wrong(SCALE, "M610")
def each_by_itself_unguarded(train, other):
    return tuple((part - np.mean(part, 0)) / np.std(part, 0) for part in (train, other))


@wrong(SCALE, "M612")
def along_rows(train, other):
    def by_row(part):
        return (part - part.mean(axis=1)[:, None]) / part.std(axis=1)[:, None]

    return by_row(train), by_row(other)


@wrong(SCALE, "D7")
def no_guard(train, other):
    m, s = train.mean(axis=0), train.std(axis=0)
    return (train - m) / s, (other - m) / s


@wrong(SCALE, "D7")
def a_crumb_for_safety(train, other):
    m, s = train.mean(axis=0), train.std(axis=0) + 1e-8
    return (train - m) / s, (other - m) / s


@wrong(SCALE, "M625")
def forgot_brackets(train, other):
    m, s = train.mean(axis=0), guarded(train.std(axis=0))
    return train - m / s, other - m / s


@wrong(SCALE, "M628")
def zeros_for_a_constant(train, other):
    m, s = train.mean(axis=0), train.std(axis=0)
    out = []
    for part in (train, other):
        z = np.zeros_like(part)
        z[:, s > 0] = ((part - m) / guarded(s))[:, s > 0]
        out.append(z)
    return out[0], out[1]


@wrong(SCALE)
def drops_the_constant_column(train, other):
    keep = train.std(axis=0) > 0
    m, s = train.mean(axis=0)[keep], train.std(axis=0)[keep]
    return (train[:, keep] - m) / s, (other[:, keep] - m) / s


@wrong(SCALE)
def nan_becomes_zero(train, other):
    m, s = train.mean(axis=0), train.std(axis=0)
    return np.nan_to_num((train - m) / s), np.nan_to_num((other - m) / s)


@wrong(SCALE, "M613")
def train_is_scaled_first(train, other):
    train = (train - train.mean(axis=0)) / guarded(train.std(axis=0))
    return train, (other - train.mean(axis=0)) / guarded(train.std(axis=0))


@wrong(SCALE)
def in_place(train, other):
    m, s = train.mean(axis=0), guarded(train.std(axis=0))
    train -= m
    train /= s
    other -= m
    other /= s
    return train, other


@wrong(SCALE)
def one_if_any_is_zero(train, other):
    m, s = train.mean(axis=0), train.std(axis=0)
    if (s == 0).any():
        s = 1
    return (train - m) / s, (other - m) / s
