"""Out of range is missing."""

import numpy as np
import pandas as pd

from answers import right, wrong

RANGE = "data_quality.repair_range"


@right(RANGE)
def repair_range(values, low, high):
    """One by one."""
    return [value if low <= value <= high else float("nan") for value in values.tolist()]


def bad(values, low, high):
    return (values < low) | (values > high)


def inside(values, low, high):
    return pd.Series(values).between(low, high, inclusive="neither")


def put(fill):
    """Return a copy with `fill(values, low, high)` at the places that are out of range."""

    def repaired(values, low, high):
        copy = values.astype(float)
        copy[bad(values, low, high)] = fill(values, low, high)
        return copy

    return repaired


for named, function in [
    ("N8", lambda values, low, high: values.clip(low, high)),
    ("N8", lambda values, low, high: np.minimum(np.maximum(values, low), high)),
    ("N8", lambda values, low, high: np.array([min(max(v, low), high) for v in values])),
    ("N8", lambda values, low, high: pd.Series(values).clip(upper=high)),
    ("M589", lambda values, low, high: np.where(values <= high, values, np.nan)),
    ("M589", lambda values, low, high: pd.Series(values).where(values >= low)),
    ("M590", lambda values, low, high: np.where((low < values) & (values < high), values, np.nan)),
    ("M590", lambda values, low, high: pd.Series(values).where(inside(values, low, high))),
    ("M590", lambda values, low, high: [v if low <= v < high else np.nan for v in values]),
    ("M591", put(lambda values, low, high: 0)),
    ("M591", put(lambda values, low, high: -1)),
    ("M591", put(lambda values, low, high: values[~bad(values, low, high)].mean())),
    ("M591", put(lambda values, low, high: np.median(values[~bad(values, low, high)]))),
    ("M592", lambda values, low, high: values[(values >= low) & (values <= high)]),
    ("M592", lambda values, low, high: [v for v in values if low <= v <= high]),
    ("M593", lambda values, low, high: np.where((values < low) & (values > high), np.nan, values)),
    ("M593", lambda values, low, high: [np.nan if v < low and v > high else v for v in values]),
    ("M1175", lambda values, low, high: np.where(bad(values, low, high), values, np.nan)),
    ("M1175", lambda values, low, high: pd.Series(values).mask(values.clip(low, high) == values)),
    (None, lambda values, low, high: bad(values, low, high)),
    (None, lambda values, low, high: np.flatnonzero(bad(values, low, high))),
    (None, lambda values, low, high: [v if low <= v <= high else None for v in values]),
    (None, lambda values, low, high: [v if low <= v <= high else "" for v in values]),
    (None, lambda values, low, high: np.where(values < 0, np.nan, values)),
    (None, lambda values, low, high: np.where((values >= 0) & (values <= 16), values, np.nan)),
    (None, lambda values, low, high: np.where(np.abs(values) > high, np.nan, values)),
    (None, put(lambda values, low, high: values.mean())),
    (None, lambda values, low, high: np.full(len(values), np.nan)),
    (None, lambda values, low, high: np.sort(repair_range(values, low, high))),
    (None, lambda values, low, high: np.where(values < low or values > high, np.nan, values)),
    (None, lambda values, low, high: np.where(values < low | values > high, np.nan, values)),
    (None, lambda values, low, high: values[values < low or values > high]),
    (None, lambda values, low, high: print(repair_range(values, low, high))),
]:
    wrong(RANGE, named)(function)


@wrong(RANGE, "M593")
def keeps_what_came(values, low, high):
    repaired = values.copy()
    for value in repaired:
        if value < low or value > high:
            value = np.nan
    return repaired


@wrong(RANGE, "M594")
def copy_of_whole_numbers(values, low, high):
    repaired = values.copy()
    repaired[(repaired < low) | (repaired > high)] = np.nan
    return repaired


@wrong(RANGE, "M594")
def copy_of_whole_numbers_without_its_ends(values, low, high):
    repaired = values.copy()
    repaired[(repaired >= high) | (repaired <= low)] = np.nan
    return repaired


@wrong(RANGE, "M594")
def in_place(values, low, high):
    values[(values < low) | (values > high)] = np.nan
    return values


@wrong(RANGE)
def in_place_with_the_end(values, low, high):
    values[values > high] = high
    values[values < low] = low
    return values


@wrong(RANGE)
def returns_in_the_loop(values, low, high):
    repaired = values.astype(float)
    for i in range(len(values)):
        if repaired[i] < low or repaired[i] > high:
            repaired[i] = np.nan
        return repaired


@wrong(RANGE)
def second_condition_undoes_the_first(values, low, high):
    repaired = np.where(values < low, np.nan, values)
    repaired = np.where(values > high, np.nan, values)
    return np.where(repaired == low, np.nan, repaired)
