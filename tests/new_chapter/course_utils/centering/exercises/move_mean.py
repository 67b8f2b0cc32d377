"""Give every column the mean it shall have."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def move_mean(X, target):
    return X - X.sum(axis=0) / len(X) + target


def moved_by_loops(X, target):
    moved = np.empty(X.shape)
    for j, column in enumerate(X.T):
        moved[:, j] = column + (target[j] - column.mean())
    return moved


def cases(seed):
    rng = np.random.default_rng(seed)
    drawn = []
    for n, d in [(2, 3), (5, 2), (4, 3), (1, 2)]:
        # Means are far from 0 and from the target: no wrong formula is right by chance.
        X = np.round(rng.uniform(2.0, 9.0, size=(n, d)), 1)
        drawn.append({"X": X, "target": np.round(rng.uniform(-3.0, -1.0, size=d), 1)})
    return drawn


@misconception(
    "M9901",
    says="moves every mean to 0 and forgets the target",
    hint="Which mean did you promise to each column, and which one has it now?",
)
def to_zero(X, target):
    return X - X.mean(axis=0)


@misconception(
    "M9902",
    says="takes one mean over the whole table",
    hint="Two columns in different units: does a shared middle mean anything?",
)
def one_mean(X, target):
    return X - X.mean() + target


@misconception(
    "M9903",
    says="takes the mean of every row",
    hint="Is the promise about one sample, or about one feature of all samples?",
)
def row_means(X, target):
    return X - X.mean(axis=1, keepdims=True) + target


@misconception(
    "M9904",
    says="adds the mean where it should subtract it",
    hint="All values are 5 and the target is 5. Must they move?",
)
def added(X, target):
    return X + X.mean(axis=0) + target


EXERCISE = Exercise(
    title="Move the mean",
    reference=move_mean,
    another=moved_by_loops,
    cases=cases,
    misconceptions=(to_zero, one_mean, row_means, added),
    hints=(
        "By how much must all values of a column move, if its mean is 3 and shall be 5?",
        "The column 1, 5 has mean 3. With the target 10 each value moves by 7, to 8 and 12. "
        "Do the column 2, 4 with the target 0 by hand.",
        "middle ← mean of each column\nresult ← X, minus the middle, plus the target",
    ),
    why="why does the distance between two samples stay as it was?",
    because="Both samples move by the same amount, so their difference does not change.",
)
