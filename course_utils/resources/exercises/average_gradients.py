"""One gradient of all rows from those of several workers, each of which saw rows of its own."""

from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def average_gradients(gradients, n_rows):
    total = np.zeros(gradients.shape[1])
    for g, n in zip(gradients, n_rows, strict=True):
        if n > 0:
            total = total + n * g
    return total / n_rows.sum()


def by_shares(gradients, n_rows):
    there = n_rows > 0
    return np.average(gradients[there], axis=0, weights=n_rows[there])


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(d, *n_rows):
        sizes = np.array(n_rows)
        gradients = rng.choice([-1, 1], (len(sizes), d)) * rng.uniform(0.5, 9, (len(sizes), d))
        gradients = gradients.round(1)
        gradients[sizes == 0] = np.nan
        return {"gradients": gradients, "n_rows": sizes}

    def between(low, high):
        return int(rng.integers(low, high))

    same = between(8, 30)
    return [
        drawn(3, between(2, 9), between(20, 60)),
        drawn(4, same, same, same),
        drawn(2, between(10, 30), 1, between(40, 70)),
        drawn(3, between(6, 20), 0, between(30, 50), 0),
        drawn(3, 64, 64, 64, 64, between(5, 30)),
        drawn(2, 0, between(3, 9), between(12, 20)),
    ]


def averaged(rule: Callable) -> Callable:
    """Return `rule(gradients, n_rows)` of the workers that have rows."""

    def average(gradients, n_rows):
        there = n_rows > 0
        return rule(gradients[there], n_rows[there])

    return average


def with_and_without_empty(rule: Callable) -> tuple[Callable, Callable]:
    """Return a wrong rule twice: careful with workers without rows, and not."""
    return averaged(rule), lambda gradients, n_rows: rule(gradients, n_rows)


@misconception(
    "V1",
    says="takes the plain mean of the workers, as if all had as many rows",
    hint="One worker saw 10 rows, one 1,000. How much should each of them count?",
    also=(
        lambda gradients, n_rows: gradients.mean(axis=0),
        lambda gradients, n_rows: np.nanmean(gradients, axis=0),
        lambda gradients, n_rows: np.nan_to_num(gradients).mean(axis=0),
    ),
)
def plain_mean(gradients, n_rows):
    return averaged(lambda g, n: g.mean(axis=0))(gradients, n_rows)


@misconception(
    "M1100",
    says="multiplies what a worker without rows hands in by 0, and hopes that this makes it 0",
    hint="One worker has no rows, and no number to hand in. What is 0 times no number in Python?",
    also=(
        lambda gradients, n_rows: (n_rows / n_rows.sum()) @ gradients,
        lambda gradients, n_rows: np.average(gradients, axis=0, weights=n_rows),
    ),
)
def nothing_times_nan(gradients, n_rows):
    return (gradients * n_rows[:, None]).sum(axis=0) / n_rows.sum()


def forms_of(id: str, *rules: Callable, **words: str):
    """Return the misconception of some rules, each with and without care for empty workers."""
    first, *others = [form for rule in rules for form in with_and_without_empty(rule)]
    return misconception(id, also=tuple(others), **words)(first)


WRONG_MEANS = (
    forms_of(
        "M204",
        lambda g, n: n @ g,
        lambda g, n: g.sum(axis=0),
        says="adds up and never divides",
        hint="Every row has the gradient 3. What should come out, and what does?",
    ),
    forms_of(
        "M308",
        lambda g, n: n @ g / len(n),
        says="adds up over rows, and divides by the number of workers",
        hint="Every row has the gradient 3. How large may the mean be, and how large is yours?",
    ),
    forms_of(
        "M309",
        lambda g, n: g.sum(axis=0) / n.sum(),
        lambda g, n: (g / n[:, None]).sum(axis=0),
        lambda g, n: (g / n[:, None]).mean(axis=0),
        says="divides by rows what is a mean over rows already",
        hint="A worker with 64 rows hands in the mean 2. How much do its rows add up to?",
    ),
    forms_of(
        "M1174",
        lambda g, n: 1 / n @ g / (1 / n).sum(),
        lambda g, n: (n.sum() - n) @ g / (n.sum() - n).sum(),
        says="gives a worker less weight, the more rows it has",
        hint="One worker saw 10 rows, one 1,000. Which of the two weighs more in your mean?",
    ),
    forms_of(
        "M310",
        lambda g, n: g[0],
        lambda g, n: g[-1],
        lambda g, n: g[np.argmax(n)],
        says="lets one worker speak for all",
        hint="Which of the workers can change your result?",
    ),
    forms_of(
        "M955",
        lambda g, n: n[0] * g[0] / n.sum(),
        says="returns after the first step",
        hint="How often does your loop reach its second worker?",
    ),
    forms_of(
        "B8",
        lambda g, n: n @ g / n.sum() / len(n),
        lambda g, n: (n[:, None] * g / n.sum()).mean(axis=0),
        says="divides twice: by the number of rows, and once more by the number of workers",
        hint="Every row has the gradient 3, and there are four workers. Is your mean 3?",
    ),
    forms_of(
        "M1101",
        lambda g, n: np.sum(n[:, None] * g) / n.sum(),
        lambda g, n: g.mean(axis=1),
        lambda g, n: g.mean(),
        says="mixes the weights of the network: it adds across a worker's own numbers",
        hint="A network with three weights has a gradient of three numbers. How many do you get?",
    ),
)

EXERCISE = Exercise(
    title="One gradient from many workers",
    reference=average_gradients,
    another=by_shares,
    cases=cases,
    misconceptions=(plain_mean, nothing_times_nan, *WRONG_MEANS),
    hints=(
        "Chapter 03 made the loss of an epoch from batches that were not all as large. What has to "
        "count once: each worker, or each row? And what does a worker without any row know?",
        "Rows with the gradients 1, 1 and 4 have the mean 2. One worker has the first two and "
        "hands in 1, the other has the last row and hands in 4. (1 + 4) / 2 = 2.5 is not it; "
        "(2 · 1 + 1 · 4) / 3 is. What is it for 3 rows with the mean 5 and 1 row with the mean "
        "-3, if a third worker has none?",
        "for each worker that has rows:\n"
        "    all of its rows together ← number of its rows * its gradient\n"
        "return all rows together / the number of all rows",
    ),
    why="libraries for training on many machines take the plain mean of the workers. How do they "
    "get away with it?",
    because=(
        "They give every worker as many rows: the data is padded or cut so that it can be dealt "
        "out evenly, and then the plain mean is the right one. It stops being right where workers "
        "have what they have: the last batch of an epoch, rows that were filtered out, hospitals "
        "that each keep their own patients. Nothing fails then; the rows of small workers just "
        "count too much."
    ),
)
