"""The bug hunt: a gradient collected from mini-batches, the last of which may be shorter."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.resources.exercises.wrong_batches import (
    WRONG_DIVISORS,
    WRONG_ERRORS,
    WRONG_LOOPS,
    by_batches,
    collected,
    mean_of_rows,
    plain,
    with_the_bug,
)


def accumulated_gradient(X, y, weights, batch_size):
    total = np.zeros(len(weights))
    for start in range(0, len(X), batch_size):
        rows = X[start : start + batch_size]
        error = rows @ weights - y[start : start + batch_size]
        total += 2 * rows.T @ error / len(X)
    return total


def each_batch_by_its_rows(X, y, weights, batch_size):
    total, n_rows = np.zeros(len(weights)), 0
    for start in range(0, len(X), batch_size):
        rows = X[start : start + batch_size]
        error = rows @ weights - y[start : start + batch_size]
        batch_mean = 2 * rows.T @ error / len(rows)
        total += batch_mean * len(rows)
        n_rows += len(rows)
    return total / n_rows


def shipped(X, y, weights, batch_size):
    total = np.zeros(len(weights))
    n_batches = 0
    for start in range(0, len(X), batch_size):
        rows = X[start : start + batch_size]
        error = rows @ weights - y[start : start + batch_size]
        total += 2 * rows.T @ error / len(rows)
        n_batches += 1
    return total / n_batches


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(n, d, batch_size):
        """Draw rows; the last one, alone in its batch or not, is far from what is predicted."""
        X = np.round(rng.uniform(0.4, 2, size=(n, d)) * rng.choice([-1, 1], size=(n, d)), 1)
        weights = np.round(rng.uniform(0.5, 1.5, size=d) * rng.choice([-1, 1], size=d), 1)
        y = np.round(X @ weights + rng.uniform(0.5, 2, size=n) * rng.choice([-1, 1], size=n), 1)
        y[-1] = np.round(y[-1] + rng.choice([-1, 1]) * rng.uniform(5, 8), 1)
        return {"X": X, "y": y, "weights": weights, "batch_size": batch_size}

    return [
        drawn(6, 2, 3),
        drawn(5, 2, 2),
        drawn(7, 3, 3),
        drawn(8, 3, 5),
        drawn(4, 3, 6),
        drawn(9, 2, 4),
        drawn(3, 2, 1),
    ]


@misconception(
    "L10",
    says="takes the mean of the batches' means, as if all batches were equally large",
    hint="The last batch holds a single row. How much does that row count in the sum, and how much "
    "does a row of a full batch?",
    also=(collected(mean_of_rows, by_batches),),
)
def mean_of_means(X, y, weights, batch_size):
    return shipped(X, y, weights, batch_size)


@misconception(
    "M466",
    says="changes a line that was right and leaves the bug",
    hint="Put your change back. With batches that are all as large, was the result right at first?",
    also=(
        with_the_bug(lambda predicted, targets: targets - predicted),
        with_the_bug(lambda predicted, targets: predicted + targets),
        with_the_bug(lambda predicted, targets: np.abs(predicted - targets)),
        with_the_bug(plain, factor=lambda rows: -2),
        with_the_bug(plain, factor=lambda rows: 1 / 2),
        with_the_bug(plain, factor=lambda rows: 2 / len(rows)),
    ),
)
def another_line(X, y, weights, batch_size):
    return with_the_bug(plain, factor=lambda rows: 1)(X, y, weights, batch_size)


EXERCISE = Exercise(
    title="Bug hunt: a gradient in pieces",
    reference=accumulated_gradient,
    another=each_batch_by_its_rows,
    cases=cases,
    shipped=shipped,
    misconceptions=(mean_of_means, another_line, *WRONG_DIVISORS, *WRONG_LOOPS, *WRONG_ERRORS),
    hints=(
        "One bug, and for many batch sizes it does not show. For which ones is the result right? "
        "What is different about the others?",
        "Three rows have the gradients 1, 1 and 4: their mean is 6 / 3 = 2. In batches of 2 the "
        "batches' means are 1 and 4, and (1 + 4) / 2 = 2.5. The third row counts a half there, and "
        "not a third. Which number must each batch be multiplied with, so that 2 comes out?",
        "total ← zeros\n"
        "for each batch:\n"
        "    total ← total + the sum of the gradients of its rows / the number of all rows\n"
        "return total",
    ),
    why="why did nobody notice this for years in code that was run every day?",
    because=(
        "Mostly the batches are all as large, and then the code is right. With a short last batch "
        "its few rows count too much: training goes on, a little noisier than it must be. It comes "
        "to light when somebody compares with the gradient of all rows at once. In 2024 it did in "
        "widely used libraries for language models: texts of unequal length filled the parts "
        "unequally, and each part was averaged by itself."
    ),
)
