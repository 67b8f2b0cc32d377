"""Suspect the label of each row whose nearest other row has another one.

Wilson, Asymptotic properties of nearest neighbor rules using edited data, IEEE Transactions on
Systems, Man, and Cybernetics 2(3), 1972, here with one neighbor.
"""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def leave_one_out_suspects(X, y):
    found = []
    for i in range(len(X)):
        d = ((X - X[i]) ** 2).sum(axis=1)
        d[i] = np.inf
        if y[np.argmin(d)] != y[i]:
            found += [i]
    return np.array(found, dtype=int)


def all_distances_at_once(X, y):
    lengths = ((X[:, None, :] - X[None, :, :]) ** 2).sum(axis=2)
    np.fill_diagonal(lengths, np.inf)
    return np.flatnonzero(y[lengths.argmin(axis=1)] != y)


def squares(gaps):
    return (gaps**2).sum(axis=-1)


def sizes_of(gaps):
    return np.abs(gaps).sum(axis=-1)


def largest_of(gaps):
    return np.abs(gaps).max(axis=-1)


def distances(X, measure=squares):
    return measure(X[:, None, :] - X[None, :, :])


def without_itself(X, measure=squares):
    """Return the distances to all rows, infinite from each row to itself."""
    return np.where(np.eye(len(X), dtype=bool), np.inf, distances(X, measure))


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(n, d, n_classes, n_suspects):
        """Draw rows without ties of which so many are suspect."""
        while True:
            X = np.round(rng.uniform(-5, 5, size=(n, d)), 1)
            y = rng.integers(n_classes, size=n)
            ordered = np.sort(without_itself(X), axis=1)
            tie = np.isclose(ordered[:, 0], ordered[:, 1]).any()
            if not tie and len(leave_one_out_suspects(X, y)) == n_suspects:
                return {"X": X, "y": y}

    def with_a_copy(n, d, *, other_label):
        """Draw rows, the last a copy of another, whose label is another one or the same."""
        while True:
            case = drawn(n, d, 3, 2)
            i = rng.integers(n - 1)
            X, y = case["X"], case["y"]
            X[-1], y[-1] = X[i], (y[i] + other_label) % 3
            ordered = np.sort(without_itself(X), axis=1)
            ties = np.isclose(ordered[:, 0], ordered[:, 1])
            # Who has both copies nearest may look at either: it must not decide.
            if not ties.any() and (label_beyond_copies(X, y)[i] == y[i]) == other_label:
                return case

    def where_the_measure_decides(*sizes):
        """Draw rows in which other distances lead to other suspects."""
        while True:
            case = drawn(*sizes)
            right = list(leave_one_out_suspects(**case))
            if right not in (list(by(sizes_of)(**case)), list(by(largest_of)(**case))):
                return case

    return [
        drawn(5, 2, 2, 2),
        drawn(6, 3, 2, 3),
        with_a_copy(6, 2, other_label=True),
        with_a_copy(7, 3, other_label=False),
        where_the_measure_decides(9, 3, 3, 5),
        drawn(4, 3, 2, 0),
        {"X": np.round(rng.uniform(-5, 5, size=(2, 3)), 1), "y": rng.permutation(2)},
    ]


def label_beyond_copies(X, y):
    """Return the label of the nearest row that is no copy, for each row."""
    away = distances(X)
    return y[np.where(away == 0, np.inf, away).argmin(axis=1)]


def judged(nearest):
    """Return what suspects the rows whose label is not that of row `nearest(X)`."""
    return lambda X, y: np.flatnonzero(y[nearest(X)] != y)


def by(measure):
    return judged(lambda X: without_itself(X, measure).argmin(axis=1))


def one_sided(first):
    """Return what looks only at the rows before or after each one; the one without is passed."""

    def suspects(X, y):
        away, n = without_itself(X), np.arange(len(X))
        looked = np.where((n < n[:, None]) if first else (n > n[:, None]), away, np.inf)
        there = np.isfinite(looked).any(axis=1)
        return np.flatnonzero(there & (y[looked.argmin(axis=1)] != y))

    return suspects


def labels_shifted(X, y):
    rows = range(len(X))
    nearest = [squares(np.delete(X, i, axis=0) - X[i]).argmin() for i in rows]
    return np.array([i for i in rows if y[nearest[i]] != y[i]], dtype=int)


WRONG_NEIGHBORS = (
    misconception(
        "N10",
        says="finds each row itself as its nearest one",
        hint="Who is nearest to a row if it may be its own neighbor, and does that one agree?",
    )(judged(lambda X: distances(X).argmin(axis=1))),
    misconception(
        "M639",
        says="passes over every row at the distance 0, also a true copy of another row",
        hint="Two rows hold the same numbers and different labels. Could anything look worse?",
    )(lambda X, y: np.flatnonzero(label_beyond_copies(X, y) != y)),
    misconception(
        "M640",
        says="takes the second of the sorted distances, as if each row itself always came first",
        hint="A row and its copy are equally near to it. Who comes first when you sort?",
    )(judged(lambda X: distances(X).argsort(axis=1, kind="stable")[:, 1])),
    misconception(
        "M641",
        says="asks the second nearest of the other rows",
        hint="You made sure that a row doesn't find itself. Which place do you read after that?",
        also=(judged(lambda X: distances(X).argsort(axis=1, kind="stable")[:, 2]),),
    )(judged(lambda X: without_itself(X).argsort(axis=1, kind="stable")[:, 1])),
    misconception(
        "M642",
        says="asks the row that lies farthest away",
        hint="Near or far: which rows tell you something about the label of this one?",
    )(judged(lambda X: distances(X).argmax(axis=1))),
    misconception(
        "M643",
        says="adds up the differences with their signs, so that plus and minus cancel",
        hint="A neighbor is 3 higher in one column and 3 lower in the next. Is it at distance 0?",
        also=(
            by(lambda gaps: -gaps.sum(axis=-1)),
            by(lambda gaps: np.abs(gaps.sum(axis=-1))),
        ),
    )(by(lambda gaps: gaps.sum(axis=-1))),
    misconception(
        "M644",
        says="adds up the sizes of the differences and not their squares",
        hint="3 in one column and 4 in the next: is that 7 away, or 5 as the crow flies?",
    )(by(sizes_of)),
    misconception(
        "M651",
        says="looks among the rows without row i, and reads the labels of all rows by that place",
        hint="Take one row out of a list: which number has the row below it now? And its label?",
    )(labels_shifted),
    misconception(
        "M645",
        says="looks only among the rows that stand before or after it",
        hint="The first row and the last: whom do you compare each of them with?",
        also=(one_sided(first=False),),
    )(one_sided(first=True)),
)

WRONG_ANSWERS = (
    misconception(
        "M646",
        says="returns the neighbors that disagree and not the rows that were asked about",
        hint="Row 3 has another label than the row next to it. Which of the two is on trial?",
        also=(lambda X, y: np.unique(accusers(X, y)),),
    )(lambda X, y: accusers(X, y)),
    misconception(
        "M647",
        says="returns the rows whose nearest row agrees",
        hint="Whom do you suspect: one who is like the neighbors, or one who is not?",
    )(lambda X, y: np.setdiff1d(np.arange(len(X)), leave_one_out_suspects(X, y))),
    misconception(
        "M637",
        says="returns a yes or no for each row",
        hint="How long is your result, and how long should it be?",
    )(lambda X, y: y[without_itself(X).argmin(axis=1)] != y),
    misconception(
        "M648",
        says="says how many rows there are and not which",
        hint="Somebody wants to look at these rows. What do they need to find them?",
        also=(lambda X, y: len(leave_one_out_suspects(X, y)) / len(X),),
    )(lambda X, y: len(leave_one_out_suspects(X, y))),
)


def accusers(X, y):
    return without_itself(X).argmin(axis=1)[leave_one_out_suspects(X, y)]


EXERCISE = Exercise(
    title="Suspects: rows that their nearest neighbor contradicts",
    reference=leave_one_out_suspects,
    another=all_distances_at_once,
    cases=cases,
    misconceptions=(*WRONG_NEIGHBORS, *WRONG_ANSWERS),
    hints=(
        "Chapter 00 asked for the nearest row of a point. Now the point is a row of the table "
        "itself. Who is nearest to it then, and whose word is worth something?",
        "Rows 0, 1 and 5 on a line, labels 3, 3 and 8: the nearest other row of 0 is 1, of 1 it "
        "is 0, and of 5 it is 1. Only the last pair disagrees, so row number 2 is the suspect. "
        "What if the row at 1 had the label 8?",
        "for each row i:\n    distances ← from row i to all rows, squared\n"
        "    distance to itself ← infinite\n    j ← row with the smallest distance\n"
        "    if the labels of i and j differ: i is a suspect\nreturn the suspects",
    ),
    why="is a suspect always wrong, and is a wrong label always a suspect?",
    because=(
        "Neither. A rightly labeled row next to a wrong one is suspected too, and so is a row at "
        "the edge of its class. Two wrong rows with the same label protect each other. The list "
        "says where to look first; more neighbors and a look at the picture decide."
    ),
)
