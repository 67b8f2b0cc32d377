"""Fill the empty cells of two parts with what one of them, the training rows, can know."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.data_quality.exercises.wrong_statistics import built


def fill_with_train(train, other):
    train, other = train.copy(), other.copy()
    for j in range(train.shape[1]):
        known = np.sort(train[~np.isnan(train[:, j]), j])
        n = len(known)
        center = (known[(n - 1) // 2] + known[n // 2]) / 2
        train[np.isnan(train[:, j]), j] = center
        other[np.isnan(other[:, j]), j] = center
    return train, other


def with_nanmedian(train, other):
    medians = np.nanmedian(train, axis=0)
    return tuple(np.where(np.isnan(part), medians, part) for part in (train, other))


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(n, m, d, holes_of_train, holes_of_other):
        """Draw columns with long tails, and take the cells (row, column) out."""
        train = np.round(rng.exponential(4.0, size=(n, d)), 1)
        other = np.round(rng.exponential(4.0, size=(m, d)) + 3.0, 1)
        for part, holes in ((train, holes_of_train), (other, holes_of_other)):
            for row, column in holes:
                part[row, column] = np.nan
        return {"train": train, "other": other}

    outlier = drawn(5, 4, 3, [(1, 0), (4, 2), (2, 2)], [(2, 0), (1, 1), (3, 2)])
    outlier["other"][0] = 1000.0
    return [
        drawn(4, 3, 2, [(2, 0)], [(1, 0), (0, 1)]),
        drawn(5, 3, 2, [], [(0, 0), (2, 1)]),  # empty cells in the other part alone
        outlier,
        drawn(6, 2, 3, [(0, 0), (3, 1), (5, 2), (4, 2)], []),
        drawn(
            7, 3, 4, [(1, 1), (2, 1), (6, 3)], [(0, 2), (1, 2), (2, 2), (1, 0)]
        ),  # a whole column
        drawn(6, 1, 2, [(0, 0), (5, 1)], [(0, 0), (0, 1)]),
    ]


def filled(part, values):
    return np.where(np.isnan(part), values, part)


def median(rows, axis=0, keepdims=False):
    return np.nanmedian(rows, axis, keepdims=keepdims)


def mean(rows, axis=0, keepdims=False):
    return np.nanmean(rows, axis, keepdims=keepdims)


def with_values_of(statistic):
    """Return what fills both parts with `statistic(column)` of train's columns, nan included."""

    def fill(train, other):
        values = [statistic(column) for column in train.T]
        return filled(train, values), filled(other, values)

    return fill


def there(column):
    return column[~np.isnan(column)]


def in_row_order(fill):
    """Return what treats each column of each part by `fill(column)`."""
    return lambda train, other: tuple(
        np.column_stack([fill(column) for column in part.T]) for part in (train, other)
    )


def a_line_between(column):
    rows = np.flatnonzero(~np.isnan(column))
    return np.interp(np.arange(len(column)), rows, column[rows]) if rows.size else column


def a_line_after_the_first(column):
    """As pandas does: what stands before the first number stays empty."""
    before = np.logical_and.accumulate(np.isnan(column))
    return np.where(before, np.nan, a_line_between(column))


def the_last_one(column):
    rows = np.where(np.isnan(column), 0, np.arange(len(column)))
    return column[np.maximum.accumulate(rows)]


def the_last_or_next_one(column):
    return the_last_one(the_last_one(column)[::-1])[::-1]


WRONG_VALUES = (
    misconception(
        "M615",
        says="fills with the mean and not with the median",
        hint="One cell of the column is 1000 times too large. What becomes of your value?",
    )(with_values_of(np.nanmean)),
    misconception(
        "M616",
        says="fills with 0",
        hint="A person's weight was not written down. Is 0 kilograms a good guess?",
    )(with_values_of(lambda column: 0.0)),
    misconception(
        "M617",
        says="lets the empty cells take part when it looks for the median",
        hint="Three numbers and two empty cells: among how many do you look for the one halfway?",
        also=(
            with_values_of(lambda column: np.median(np.nan_to_num(column))),
            with_values_of(lambda column: np.median(np.nan_to_num(column, nan=np.inf))),
        ),
    )(with_values_of(np.median)),
    misconception(
        "M619",
        says="takes one of the two numbers in the middle where their number is even",
        hint="2, 4, 6 and 9: which number lies halfway, with two on each side?",
        also=(
            with_values_of(lambda column: np.sort(there(column))[(len(there(column)) - 1) // 2]),
        ),
    )(with_values_of(lambda column: np.sort(there(column))[len(there(column)) // 2])),
    misconception(
        "N6",
        says="fills from the cells above and below, so that the order of the rows decides",
        hint="Shuffle the rows first. Should the same person get another weight by that?",
        also=tuple(map(in_row_order, (a_line_after_the_first, the_last_or_next_one, the_last_one))),
    )(in_row_order(a_line_between)),
)


@misconception(
    "M620",
    says="throws out the rows that have an empty cell",
    hint="How many rows came in, and how many go out? Who will answer for those in between?",
)
def without_the_rows(train, other):
    return tuple(part[~np.isnan(part).any(axis=1)] for part in (train, other))


@misconception(
    "M621",
    says="puts the median into every cell of a column, also where a number stood",
    hint="Was there anything wrong with the cells that hold a number?",
)
def every_cell(train, other):
    medians = np.nanmedian(train, axis=0)
    return np.zeros_like(train) + medians, np.zeros_like(other) + medians


EXERCISE = Exercise(
    title="Fill the empty cells with what train knows",
    reference=fill_with_train,
    another=with_nanmedian,
    cases=cases,
    outputs=("train", "other"),
    misconceptions=(
        *built((median, filled), (mean, filled)),
        *WRONG_VALUES,
        without_the_rows,
        every_cell,
    ),
    hints=(
        "A cell of the other part is empty. Which rows may decide what goes there, and which rows "
        "are not supposed to be seen yet?",
        "A column of train holds 2, 9, 4 and an empty cell; the same column of the other part "
        "holds 100 and an empty cell. The numbers of train in order are 2, 4, 9, the median is 4, "
        "and 4 goes into both empty cells. What goes there if train also holds a 6?",
        "work on copies of both parts\nfor each column:\n"
        "    m ← median of the numbers that train has there\n"
        "    put m into the empty cells of train\n    put m into those of the other part\n"
        "return both",
    ),
    why="why do the rows of the other part have no say, not even in their own column?",
    because=(
        "They stand for rows that come when the model is done. What they decide beforehand leaks "
        "into training, and the score no longer says how new rows will fare. And one new row that "
        "comes alone has no median of its own: a value from train is there for it, too."
    ),
)
