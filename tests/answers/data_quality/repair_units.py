"""Two units in one column."""

import itertools
import math

import numpy as np

from answers import right, wrong

UNITS = "data_quality.repair_units"


@right(UNITS)
def repair_units(values, factor):
    """Pair by pair, with Python's numbers."""
    pairs = list(itertools.pairwise(sorted(values.tolist())))
    below, above = max(pairs, key=lambda pair: pair[1] / pair[0])
    if above / below < math.sqrt(factor):
        return values.tolist()
    return [value / factor if value >= above else value for value in values.tolist()]


def large(values, factor):
    """Say which values are in the other unit."""
    return np.array(repair_units(values, factor)) != values


def divided(choose):
    def repaired(values, factor):
        repaired = np.array(values, dtype=float)
        repaired[choose(values, factor)] /= factor
        return repaired

    return repaired


def above_the_widest_difference(values, factor):
    ordered = np.sort(values)
    return values > ordered[np.argmax(np.diff(ordered))]


def above_the_widest_ratio(values, factor):
    ordered = np.sort(values)
    return values > ordered[np.argmax(np.diff(np.log10(ordered)))]


for named, function in [
    ("N7", lambda values, factor: values / factor),
    ("N7", lambda values, factor: [value / factor for value in values]),
    ("N7", lambda values, factor: values / (factor if large(values, factor).any() else 1)),
    ("M595", divided(above_the_widest_difference)),
    (
        "M595",
        lambda values, factor: (
            divided(above_the_widest_difference)(values, factor)
            if step_at_the_widest_difference(values) >= factor**0.5
            else values
        ),
    ),
    ("M596", lambda values, factor: np.where(values > 1, values / factor, values)),
    ("M596", lambda values, factor: [v / factor if v > 1 else v for v in values]),
    ("M596", lambda values, factor: np.where(values >= factor, values / factor, values)),
    ("M597", divided(lambda values, factor: values > np.mean(values))),
    ("M597", divided(lambda values, factor: values > np.median(values))),
    ("M598", divided(above_the_widest_ratio)),
    ("M599", lambda values, factor: values * np.where(large(values, factor), factor, 1)),
    ("M599", lambda values, factor: values * factors_of_the_others(values, factor)),
    ("M600", lambda values, factor: np.where(large(values, factor), np.nan, values)),
    ("M600", lambda values, factor: values[~large(values, factor)]),
    ("M41", lambda values, factor: np.sort(repair_units(values, factor))),
    ("M41", lambda values, factor: sorted(repair_units(values, factor))),
    ("M41", lambda values, factor: repair_units(np.sort(values), factor)),
    ("M602", divided(lambda v, f: large(v, f) ^ (large(v, f).mean() > 0.5))),
    ("M1180", lambda values, factor: values),
    (None, lambda values, factor: large(values, factor)),
    (None, lambda values, factor: np.flatnonzero(large(values, factor))),
    (None, lambda values, factor: np.where(large(values, factor), values - factor, values)),
    (None, lambda values, factor: np.where(large(values, factor), values / 100, values)),
    (None, lambda values, factor: np.where(large(values, factor), values % factor, values)),
    (None, lambda values, factor: values / values.max()),
    (None, lambda values, factor: np.round(repair_units(values, factor), 1)),
    (None, lambda values, factor: print(repair_units(values, factor))),
]:
    wrong(UNITS, named)(function)


def factors_of_the_others(values, factor):
    """Return what the other group is multiplied with, so that all are in the large unit."""
    return np.where(large(values, factor), 1, factor if large(values, factor).any() else 1)


def step_at_the_widest_difference(values):
    ordered = np.sort(values)
    i = np.diff(ordered).argmax()
    return ordered[i + 1] / ordered[i]


@wrong(UNITS, "M598")
def never_asks_how_wide(values, factor):
    ordered = sorted(values)
    best, edge = 0, 0
    for below, above in itertools.pairwise(ordered):
        if above / below > best:
            best, edge = above / below, below
    return np.array([value / factor if value > edge else value for value in values])


@wrong(UNITS, "M602")
def the_few_are_wrong(values, factor):
    wrong_unit = large(values, factor)
    if wrong_unit.sum() > len(values) / 2:
        wrong_unit = ~wrong_unit
    return np.where(wrong_unit, values / factor, values)


@wrong(UNITS, "M1180")
def gap_as_wide_as_the_factor(values, factor):
    ordered = np.sort(values)
    ratios = ordered[1:] / ordered[:-1]
    if ratios.max() < factor:
        return values
    return divided(above_the_widest_ratio)(values, factor)


@wrong(UNITS)
def only_the_next_one(values, factor):
    ordered = np.sort(values)
    ratios = ordered[1:] / ordered[:-1]
    if ratios.max() < np.sqrt(factor):
        return values
    return np.where(values == ordered[ratios.argmax() + 1], values / factor, values)


@wrong(UNITS)
def in_place(values, factor):
    values[large(values, factor)] /= factor
    return values


@wrong(UNITS, "M1181")
def neighbors_of_the_table(values, factor):
    best, edge = 0, np.inf
    for below, above in itertools.pairwise(values):
        if above / below > best:
            best, edge = above / below, below
    if best < factor**0.5:
        return values
    return [value / factor if value > edge else value for value in values]
