"""Bring columns to mean 0 and spread 1, by the ruler of the training rows."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.data_quality.exercises.wrong_statistics import built


def standardize(train, other):
    n = len(train)
    center = train.sum(axis=0) / n
    width = np.sqrt(((train - center) ** 2).sum(axis=0) / n)
    width[width == 0] = 1
    return (train - center) / width, (other - center) / width


def column_by_column(train, other):
    parts = [], []
    for column, others in zip(train.T, other.T, strict=True):
        mean, std = column.mean(), column.std() or 1.0
        parts[0].append((column - mean) / std)
        parts[1].append((others - mean) / std)
    return np.transpose(parts[0]), np.transpose(parts[1])


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(n, m, d):
        """Draw columns, each with its own mean and spread."""
        means, spreads = rng.uniform(2, 9, size=d), rng.permutation([0.5, 1.5, 4.0, 8.0])[:d]
        rows = means + spreads * rng.normal(size=(n + m, d))
        return {"train": np.round(rows[:n], 1), "other": np.round(rows[n:] + spreads, 1)}

    outlier, constant, two = drawn(5, 4, 3), drawn(4, 3, 2), drawn(6, 2, 4)
    outlier["other"][rng.integers(4), rng.integers(3)] = 1000.0
    constant["train"][:, 1] = rng.integers(2, 6)
    two["train"][:, [0, 2]] = rng.integers(2, 6), 0
    two["other"][:, [0, 2]] = [[7, -3], [0, 8]]
    return [drawn(4, 3, 2), constant, outlier, two, drawn(7, 1, 2), drawn(7, 5, 3)]


def fit(rows, axis=0, keepdims=False):
    return rows.mean(axis, keepdims=keepdims), rows.std(axis, keepdims=keepdims)


def apply(part, statistics):
    mean, std = statistics
    return (part - mean) / np.where(std == 0, 1, std)


def apply_by_zero(part, statistics):
    mean, std = statistics
    return (part - mean) / std


def by_columns(scaled):
    """Return what scales both parts by `scaled(part, mean, std, train)`, with a std of 0 as 1."""

    def scale(train, other):
        mean, std = fit(train)
        std = np.where(std == 0, 1, std)
        return scaled(train, mean, std, train), scaled(other, mean, std, train)

    return scale


def one_less(std, train):
    n = len(train)
    return np.where(train.std(axis=0) == 0, 1, std * np.sqrt(n / (n - 1)))


def from_0_to_1(part, train):
    low, high = train.min(axis=0), train.max(axis=0)
    return (part - low) / np.where(high == low, 1, high - low)


def with_a_crumb(crumb):
    """Return what divides by the standard deviation and a crumb, so that it is never 0."""
    return lambda train, other: tuple(
        (part - train.mean(axis=0)) / (train.std(axis=0) + crumb) for part in (train, other)
    )


WRONG_SCALES = (
    misconception(
        "D7",
        says="divides by a spread of 0, or of hardly more",
        hint="All cells of a column are equal. How far do they lie from their mean, and what does "
        "your code divide by?",
        also=tuple(map(with_a_crumb, (1e-8, 1e-7, 1e-9, 1e-10, 1e-12))),
    )(with_a_crumb(0.0)),
    misconception(
        "M278",
        says="divides by one less than the number of samples",
        hint="What is the standard deviation of your result? Is it 1, for all rows that came in?",
    )(by_columns(lambda part, mean, std, train: (part - mean) / one_less(std, train))),
    misconception(
        "M622",
        says="divides by the variance and not by its root",
        hint="The lengths are written in centimeters and not in meters. Does your result change?",
    )(by_columns(lambda part, mean, std, train: (part - mean) / std**2)),
    misconception(
        "M623",
        says="subtracts the mean and never divides",
        hint="How far do the columns spread in your result, compared with each other?",
    )(by_columns(lambda part, mean, std, train: part - mean)),
    misconception(
        "M624",
        says="divides and never subtracts the mean",
        hint="What is the mean of each column of train in your result?",
    )(by_columns(lambda part, mean, std, train: part / std)),
    misconception(
        "M625",
        says="lost the brackets: only the mean is divided",
        hint="Which is done first, the minus or the fraction? Which should be?",
    )(by_columns(lambda part, mean, std, train: part - mean / std)),
    misconception(
        "M626",
        says="stretches each column from 0 to 1 (it normalizes)",
        hint="What are the mean and the standard deviation of a column that goes from 0 to 1?",
    )(by_columns(lambda part, mean, std, train: from_0_to_1(part, train))),
)


@misconception(
    "M628",
    says="writes 0 wherever train's column is constant, also for a row that differs",
    hint="Train has only 5s in a column, a new row has a 7. Is that row like all the others?",
)
def zero_for_all(train, other):
    return tuple(np.where(train.std(axis=0) == 0, 0, part) for part in standardize(train, other))


EXERCISE = Exercise(
    title="One ruler for both parts",
    reference=standardize,
    another=column_by_column,
    cases=cases,
    outputs=("train", "other"),
    misconceptions=(*built((fit, apply), (fit, apply_by_zero)), *WRONG_SCALES, zero_for_all),
    hints=(
        "A ruler has a zero and a unit. From which rows do both come, which rows are measured "
        "with it, and what if a column gives you no unit at all?",
        "A column of train holds 2 and 6: the mean is 4, the standard deviation 2, so the cells "
        "become -1 and 1. A 10 in the other part becomes (10 - 4) / 2 = 3. In the next column "
        "train holds 5 and 5, and the other part a 7. What becomes of the three if the unit is 1?",
        "for each column:\n    m ← mean over train\n"
        "    s ← root of the mean squared distance from m, over train\n"
        "    if s is 0: s ← 1\n    train ← (train - m) / s\n    other ← (other - m) / s",
    ),
    why="why may the other part have a mean far from 0 afterwards, with nothing being wrong?",
    because=(
        "It is measured with train's ruler, and other rows have another mean: by chance, or as "
        "something has changed, and then one would like to see it. If each part had a ruler of its "
        "own, a part ten times as large would look the same, and a model could not tell."
    ),
)
