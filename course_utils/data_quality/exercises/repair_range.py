"""Values that no instrument can have measured: nobody knows what they were, so they become nan."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def repair_range(values, low, high):
    short_by = low - values
    over_by = values - high
    repaired = values.astype(float)
    repaired[(short_by > 0) | (over_by > 0)] = np.nan
    return repaired


def chosen_by_where(values, low, high):
    return np.where((values >= low) & (values <= high), values, np.nan)


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(low, high, *outside, n_inside, unit=1):
        """Draw values from low to high, both ends among them, in steps of `unit`."""
        inside = low + unit * rng.integers(1, round((high - low) / unit), size=n_inside)
        values = rng.permutation(np.array([*inside, low, high, *outside]))
        return {"values": values, "low": low, "high": high}

    return [
        drawn(0, 16, 999, -7, n_inside=2),
        drawn(0, 16, 17, -1, 255, n_inside=4),
        drawn(0.0, 1.0, 1.125, -0.125, 64.5, n_inside=3, unit=0.125),
        drawn(-40, 50, 99, -273, 51, -41, n_inside=int(rng.integers(4, 7))),
        drawn(3.5, 9.5, 0.0, -1.0, 10.0, n_inside=3, unit=0.5),
        drawn(2, 14, n_inside=5),
        drawn(-3, 8, -999, 0, 9, 12, -4, n_inside=3),
    ]


def out_of_range(values, low, high):
    return (values < low) | (values > high)


def filled_with(fill):
    """Put `fill(values in range, low, high)` where a value is out of range."""

    def filled(values, low, high):
        bad = out_of_range(values, low, high)
        return np.where(bad, fill(values[~bad], low, high), values)

    return filled


def nan_where(is_bad):
    return lambda values, low, high: np.where(is_bad(values, low, high), np.nan, values)


def in_place(copy, is_bad=out_of_range):
    """Write nan into `copy(values)`, which may still be made for whole numbers."""

    def written(values, low, high):
        repaired = copy(values)
        repaired[is_bad(repaired, low, high)] = np.nan
        return repaired

    return written


WRONG_REPAIRS = (
    misconception(
        "N8",
        says="moves each wrong value to the nearer end of the range (it clips)",
        hint="Is 999 nearly 16, or not a measurement?",
        also=(
            lambda values, low, high: np.minimum(values, high),
            lambda values, low, high: np.maximum(values, low),
            filled_with(lambda good, low, high: high),
            filled_with(lambda good, low, high: low),
        ),
    )(lambda values, low, high: np.clip(values, low, high)),
    misconception(
        "M589",
        says="looks at one end of the range only",
        hint="Can a value be wrong at the other end, too?",
        also=(nan_where(lambda values, low, high: values < low),),
    )(nan_where(lambda values, low, high: values > high)),
    misconception(
        "M590",
        says="takes an end of the range for wrong",
        hint="The range is from 0 to 16. Is a pixel of 16 possible?",
        also=(
            nan_where(lambda values, low, high: (values < low) | (values >= high)),
            nan_where(lambda values, low, high: (values <= low) | (values > high)),
        ),
    )(nan_where(lambda values, low, high: (values <= low) | (values >= high))),
    misconception(
        "M591",
        says="puts a number where nobody knows one",
        hint="Afterwards, who can tell the number that you put there from a measured one?",
        also=(
            filled_with(lambda good, low, high: -1),
            filled_with(lambda good, low, high: good.mean()),
            filled_with(lambda good, low, high: np.median(good)),
            filled_with(lambda good, low, high: (low + high) / 2),
        ),
    )(filled_with(lambda good, low, high: 0)),
    misconception(
        "M592",
        says="leaves values out, so that the rest moves up",
        hint="How many rows has the table, and how many values have you left for them?",
    )(lambda values, low, high: values[~out_of_range(values, low, high)]),
    misconception(
        "M593",
        says="looks for values that are too small and too large at once: there are none",
        hint="Is there any number that lies below 0 and above 16?",
    )(lambda values, low, high: values),
    misconception(
        "M1175",
        says="blanks the values that are in range, and keeps the others",
        hint="The range is from 0 to 16. Of 8 and 999, which one has somebody measured?",
        also=(nan_where(lambda values, low, high: (low < values) & (values < high)),),
    )(nan_where(lambda values, low, high: ~out_of_range(values, low, high))),
    misconception(
        "M594",
        says="writes nan into an array of whole numbers, which has no place for it",
        hint="Which kind of number can say that nobody knows, and of which kind are the pixels?",
        also=(
            in_place(np.asarray),
            in_place(np.copy, lambda values, low, high: (values <= low) | (values >= high)),
            in_place(np.copy, lambda values, low, high: values > high),
        ),
    )(in_place(np.copy)),
)

EXERCISE = Exercise(
    title="Out of range is missing",
    reference=repair_range,
    another=chosen_by_where,
    cases=cases,
    misconceptions=WRONG_REPAIRS,
    hints=(
        "A pixel of 999 stands in the table. What do you know of the true one, and how do you "
        "write that down?",
        "Range 0 to 16, values 3, 99, 16, -7: the 3 and the 16 stay, the other two become nan. The "
        "result has four places, as before. What becomes of 0, and what of 17?",
        "repaired ← copy of the values, as numbers that can be nan\n"
        "where a value is below low, or above high: nan\nreturn repaired",
    ),
    why="how would you see in a histogram that somebody has clipped a column?",
    because=(
        "By a spike at an end of the range: everything that was beyond it stands there now. The "
        "spike looks like data, and the model learns from it. A nan stays visible until you "
        "decide how to fill it."
    ),
)
