"""One column in two units: find the gap between the two groups, and divide only the one above it.

The gap is measured by how many times larger the next value is, not by how much larger.
"""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def repair_units(values, factor):
    ordered = np.sort(values)
    ratios = ordered[1:] / ordered[:-1]
    edge = ratios.argmax()
    if ratios[edge] < np.sqrt(factor):
        return values.copy()
    return np.where(values > ordered[edge], values / factor, values)


def by_logarithms(values, factor):
    size = np.log(values)
    steps = np.diff(np.sort(size))
    edge = np.sort(size)[np.argmax(steps)]
    is_other_unit = (size > edge) & (max(steps) >= np.log(factor) / 2)
    return values / factor**is_other_unit


def cases(seed):
    rng = np.random.default_rng(seed)

    def mixed(n_right, n_wrong, factor, low, spread=2.5):
        """Draw values from low to spread * low; the last ones are written in the other unit."""
        values = low * rng.uniform(1, spread, size=n_right + n_wrong)
        values[:2], values[-2:] = low * np.array([1, spread]), low * np.array([spread, 1])
        values[n_right:] *= factor
        return {"values": rng.permutation(np.round(values, 4)), "factor": factor}

    # As wide as it must be to count: from 1 to 4, the root of 16.
    edge = [rng.uniform(0.4, 0.6), 0.75, 1.0, 4.0, *rng.uniform(5, 9, size=2)]
    return [
        mixed(3, 2, 100, 0.2),
        mixed(2, 4, 10, 3.0),
        mixed(5, 3, 100, 0.25, spread=3),
        # No gap: one unit.
        {"values": rng.permutation(np.round([1, 2.5, 6, *rng.uniform(8, 16, 3)], 2)), "factor": 10},
        {"values": rng.permutation(np.round(edge, 3)), "factor": 16},
        mixed(2, 5, 1000, 0.5),
        mixed(4, 2, 60, 6.0),
    ]


def dividing(is_wrong):
    """Divide the values for which `is_wrong(values, factor)` is true."""
    return lambda values, factor: np.where(is_wrong(values, factor), values / factor, values)


def in_other_unit(values, factor):
    return ~np.isclose(repair_units(values, factor), values)


def above_the_widest(step):
    """Return who lies above the widest step, as `step(above, below)` measures it."""

    def above(values, factor):
        ordered = np.sort(values)
        return values > ordered[step(ordered[1:], ordered[:-1]).argmax()]

    return above


def above_the_largest_difference(values, factor):
    ordered = np.sort(values)
    steps = np.diff(ordered)
    i = steps.argmax()
    wide = ordered[i + 1] / ordered[i] >= np.sqrt(factor)
    return (values > ordered[i]) & wide


def above_the_widest_in_the_table(values, factor):
    """Return who lies above the widest ratio of two values that stand side by side, unsorted."""
    ratios = values[1:] / values[:-1]
    i = ratios.argmax()
    return (values > values[i]) & (ratios[i] >= np.sqrt(factor))


def after_the_widest_in_the_table(values, factor):
    ratios = values[1:] / values[:-1]
    i = ratios.argmax()
    return (np.arange(len(values)) > i) & (ratios[i] >= np.sqrt(factor))


def smaller_group(values, factor):
    wrong = in_other_unit(values, factor)
    return ~wrong if wrong.mean() > 0.5 else wrong


WRONG_UNITS = (
    misconception(
        "N7",
        says="divides the whole column",
        hint="How many rows should your log list, and what becomes of those that were right?",
        also=(dividing(lambda values, factor: in_other_unit(values, factor).any()),),
    )(lambda values, factor: values / factor),
    misconception(
        "M595",
        says="looks for the widest difference and not for the widest ratio",
        hint="From 0.3 to 30, and from 30 to 90: in which of the two steps does the unit change?",
        also=(dividing(above_the_largest_difference),),
    )(dividing(above_the_widest(lambda above, below: above - below))),
    misconception(
        "M596",
        says="has a limit of its own, such as 1, for what is too large",
        hint="Would that number still divide the groups if the column held lengths in meters?",
        also=(
            dividing(lambda values, factor: values >= factor),
            dividing(lambda values, factor: values > factor / 10),
            dividing(lambda values, factor: values > np.sqrt(factor)),
        ),
    )(dividing(lambda values, factor: values > 1)),
    misconception(
        "M597",
        says="divides all that lies above the middle",
        hint="Must half of the rows be wrong? What if nine of ten are?",
        also=(dividing(lambda values, factor: values > np.median(values)),),
    )(dividing(lambda values, factor: values > values.mean())),
    misconception(
        "M598",
        says="finds two groups in every column, also where the widest gap is narrow",
        hint="A column with one unit has a widest gap, too. How wide must it be to mean anything?",
    )(dividing(above_the_widest(lambda above, below: above / below))),
    misconception(
        "M1180",
        says="leaves every column as it is, as if no gap were wide enough",
        hint="Shares from 0.2 to 0.4 and percent from 20 to 40: how many times 0.4 is 20?",
    )(lambda values, factor: values),
    misconception(
        "M1181",
        says="compares values that stand side by side in the table, and does not sort them",
        hint="Shuffle the rows. Do you still divide the same ones, and should you?",
        also=(dividing(after_the_widest_in_the_table),),
    )(dividing(above_the_widest_in_the_table)),
    misconception(
        "M599",
        says="moves a group the wrong way: it multiplies, or takes the other group",
        hint="By how much do the two groups differ now, and by how much did they before?",
        also=(
            lambda values, factor: (
                np.where(in_other_unit(values, factor), values, values * factor)
                if in_other_unit(values, factor).any()
                else values
            ),
            lambda values, factor: (
                np.where(in_other_unit(values, factor), values, values / factor)
                if in_other_unit(values, factor).any()
                else values
            ),
        ),
    )(lambda values, factor: np.where(in_other_unit(values, factor), values * factor, values)),
    misconception(
        "M600",
        says="gives up the wrong values: they become nan, or are left out",
        hint="You know by which number they are too large. Is their true value unknown?",
        also=(lambda values, factor: values[~in_other_unit(values, factor)],),
    )(lambda values, factor: np.where(in_other_unit(values, factor), np.nan, values)),
    misconception(
        "M41",
        says="returns the right values in another order",
        hint="To which row does the first of your results belong?",
        also=(lambda values, factor: np.sort(repair_units(values, factor)),),
    )(lambda values, factor: repair_units(np.sort(values), factor)),
    misconception(
        "M602",
        says="takes the smaller group for the wrong one",
        hint="Which group is too large: the one with few rows, or the one with the large numbers?",
    )(dividing(smaller_group)),
)

EXERCISE = Exercise(
    title="Two units in one column",
    reference=repair_units,
    another=by_logarithms,
    cases=cases,
    misconceptions=WRONG_UNITS,
    hints=(
        "Sort the column in your head: somewhere the numbers jump. How do you measure a jump so "
        "that it does not depend on the unit, and which jumps are too small to mean anything?",
        "Factor 100, values 0.2, 30, 0.5, 90: in order, each is 2.5, 60 and 3 times the one "
        "before. 60 is the most, and more than 10, the root of 100. So 30 and 90 become 0.3 and "
        "0.9. What becomes of 2, 5 and 8?",
        "ordered ← the values, sorted\n"
        "ratio of each one to the one before it; the widest is a gap\n"
        "widest less than the root of the factor? return the values as they are\n"
        "divide the values above the gap, each in its place",
    ),
    why="which columns in two units can this method not repair?",
    because=(
        "Those whose values spread by more than the factor themselves: the groups overlap, and no "
        "gap is left. Nor can it know which unit is right where all rows share the wrong one. "
        "Only who made the file can say; a program should then leave the column alone."
    ),
)
