"""Gradients collected from mini-batches with one part exchanged: see `accumulated_gradient`."""

from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import misconception


def mean_of_rows(rows, error, n):
    return 2 * rows.T @ error / len(rows)


def sum_of_rows(rows, error, n):
    return 2 * rows.T @ error


def share_of_all(rows, error, n):
    return 2 * rows.T @ error / n


def collected(
    part: Callable = share_of_all,
    end: Callable = lambda total, n, size, n_batches: total,
    stops: Callable = lambda n, size: n,
    keeps: float = 1,
    batches: int | None = None,
) -> Callable:
    """Return what adds `part(rows, error, n)` over batches and makes `end(total, …)` of it.

    The batches begin below `stops(n, size)`; `keeps` = 0 forgets the earlier ones, and `batches`
    is after how many it ends.
    """

    def gradient(X, y, weights, batch_size):
        n, total, n_batches = len(X), np.zeros(len(weights)), 0
        for start in list(range(0, stops(n, batch_size), batch_size))[:batches]:
            rows = X[start : start + batch_size]
            error = rows @ weights - y[start : start + batch_size]
            total = keeps * total + part(rows, error, n)
            n_batches += 1
        return end(total, n, batch_size, n_batches)

    return gradient


def by_batches(total, n, size, n_batches):
    return total / n_batches


def by_rows(total, n, size, n_batches):
    return total / n


def by_full_batches(total, n, size, n_batches):
    return total / (n // size)


def full_batches(n, size):
    return n - size + 1


def all_in_full_batches(total, n, size, n_batches):
    return total / (n // size * size)


def with_the_bug(error: Callable, factor: Callable = lambda rows: 2) -> Callable:
    """Return the shipped code with its error or its factor changed, too."""

    def gradient(X, y, weights, batch_size):
        total, n_batches = np.zeros(len(weights)), 0
        for start in range(0, len(X), batch_size):
            rows, targets = X[start : start + batch_size], y[start : start + batch_size]
            total += factor(rows) * rows.T @ error(rows @ weights, targets) / len(rows)
            n_batches += 1
        return total / n_batches

    return gradient


def plain(predicted, targets):
    return predicted - targets


WRONG_DIVISORS = (
    misconception(
        "M204",
        says="adds up and never divides",
        hint="All rows have the gradient 3. What should come out, and what does?",
        also=(collected(mean_of_rows),),
    )(collected(sum_of_rows)),
    misconception(
        "M308",
        says="adds up over samples, but divides by the number of batches",
        hint="All rows have the gradient 3. How large may the mean be, and how large is yours?",
    )(collected(sum_of_rows, by_batches)),
    misconception(
        "M1197",
        says="adds up over all rows, but divides by the size of one batch",
        hint="All rows have the gradient 3. What comes out of your code for twice as many rows?",
    )(collected(sum_of_rows, lambda total, n, size, n_batches: total / size)),
    misconception(
        "M309",
        says="divides by the number of samples, but takes each batch's mean for a sum",
        hint="A batch of 64 rows has a mean of 2. How much do its rows add up to?",
    )(collected(mean_of_rows, by_rows)),
    misconception(
        "B8",
        says="divides by the number of samples once more",
        hint="Who divides by the number of rows, and how often on the way?",
        also=(
            collected(share_of_all, by_batches),
            collected(end=lambda total, n, size, n_batches: total / size),
        ),
    )(collected(share_of_all, by_rows)),
    misconception(
        "M320",
        says="gives every batch the size of the first",
        hint="Is each of your batches as large as the first one? How many rows do you divide by "
        "in all?",
        also=(
            lambda X, y, weights, batch_size: collected(
                lambda rows, error, n: 2 * rows.T @ error / min(batch_size, n), by_batches
            )(X, y, weights, batch_size),
            lambda X, y, weights, batch_size: collected(
                lambda rows, error, n: 2 * rows.T @ error / len(rows) * batch_size, by_rows
            )(X, y, weights, batch_size),
        ),
    )(
        lambda X, y, weights, batch_size: collected(
            lambda rows, error, n: 2 * rows.T @ error / batch_size, by_batches
        )(X, y, weights, batch_size)
    ),
    misconception(
        "M1109",
        says="counts only the full batches, though the short one is in the sum",
        hint="How many means did you add up, and by how many do you divide?",
        also=(
            collected(mean_of_rows, lambda total, n, size, n_batches: total / (n_batches - 1)),
            collected(mean_of_rows, lambda total, n, size, n_batches: total / max(n // size, 1)),
        ),
    )(collected(mean_of_rows, by_full_batches)),
)

WRONG_LOOPS = (
    misconception(
        "M311",
        says="leaves out a last batch that is shorter",
        hint="Does the last row have a say in your result, if it is alone in its batch?",
        also=(
            collected(mean_of_rows, by_full_batches, stops=full_batches),
            collected(sum_of_rows, all_in_full_batches, stops=full_batches),
            collected(mean_of_rows, lambda t, n, s, k: t / max(k, 1), stops=full_batches),
        ),
    )(collected(stops=full_batches)),
    misconception(
        "M310",
        says="returns what the last batch says, and nothing of the others",
        hint="Which of the batches can change your result?",
        also=(
            collected(mean_of_rows, keeps=0),
            collected(mean_of_rows, by_batches, keeps=0),
            collected(sum_of_rows, by_rows, keeps=0),
        ),
    )(collected(keeps=0)),
    misconception(
        "M955",
        says="returns after the first step",
        hint="How often does your loop reach its second round?",
        also=(collected(mean_of_rows, batches=1), collected(sum_of_rows, by_rows, batches=1)),
    )(collected(batches=1)),
)

WRONG_ERRORS = (
    misconception(
        "M361",
        says="leaves out the 2 that the square brings",
        hint="3 squared is 9 and 3.01 squared is 9.06. How steep is a square at 3?",
    )(collected(lambda rows, error, n: rows.T @ error / n)),
)
