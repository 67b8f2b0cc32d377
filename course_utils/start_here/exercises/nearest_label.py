"""The nearest neighbor's label: all of the first model of the course, for one sample."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def nearest_label(X, y, x):
    distances = ((X - x) ** 2).sum(axis=1)
    closest = np.flatnonzero(distances == distances.min())
    return y[closest[0]]


def row_by_row(X, y, x):
    found, least = None, float("inf")
    for row, name in zip(X, y, strict=True):
        total = sum((a - b) ** 2 for a, b in zip(row, x, strict=True))
        if total < least:
            found, least = name, total
    return found


def cases(seed):
    rng = np.random.default_rng(seed)

    def labeled(X, x):
        """Draw labels that differ, and that can't be mistaken for a row number."""
        return {"X": X, "y": 10 + rng.permutation(80)[: len(X)], "x": x}

    def around(offsets):
        x = rng.integers(1, 9, size=2).astype(float)
        return labeled(x + np.array(offsets, dtype=float), x)

    def crowd(d):
        """Draw rows of which each is what another mistake takes; the nearest is not among the
        first `d`."""
        x = rng.integers(6, 10, size=d).astype(float)

        def beside(first, second):
            return x + np.array([first, second, 0, 0][:d], dtype=float)

        rows = [beside(3, 0), beside(0, 7), beside(5, -5), beside(-20, -20), beside(31, -22)]
        rows = np.array([*rows, 3 * x, np.eye(d)[0]])
        rows = rows[rng.permutation(len(rows))]
        place = int(rng.integers(d, len(rows)))
        return labeled(np.insert(rows, place, beside(2, 2), axis=0), x)

    return [
        around([[-3, 3], [5, 1], [0, 4]]),
        around([[5, 0], [2, -1], [-1, 2]]),  # two are equally near
        crowd(2),
        crowd(3),
        crowd(4),
        labeled(np.array([[3.0], [9.0], [3.0]]), np.array([5.0])),
    ]


def squares(X, x):
    return ((X - x) ** 2).sum(axis=1)


@misconception(
    "M550",
    says="gives the number of the row and not its label",
    hint="You found where the nearest one stands. What was asked: its place, or its name in y?",
)
def row_number(X, y, x):
    return np.argmin(squares(X, x))


@misconception(
    "M551",
    says="takes the farthest row",
    hint="Two images look alike. Is the distance between them large or small?",
)
def farthest(X, y, x):
    return y[np.argmax(squares(X, x))]


@misconception(
    "M552",
    says="adds up the differences with their signs, so that they cancel",
    hint="The differences 5 and -5: are the two points in the same place?",
    also=(lambda X, y, x: y[np.argmin(np.abs((X - x).sum(axis=1)))],),
)
def signed(X, y, x):
    return y[np.argmin((X - x).sum(axis=1))]


@misconception(
    "M553",
    says="adds up over the rows, and not along each of them",
    hint="How many sums do you get: one for each row of X, one for each column, or a single one?",
    also=(lambda X, y, x: y[np.argmin(((X - x) ** 2).sum())],),
)
def over_the_rows(X, y, x):
    return y[np.argmin(((X - x) ** 2).sum(axis=0))]


@misconception(
    "M554",
    says="adds up the differences without their signs, and does not square them",
    hint="Which is nearer to (0, 0) with a ruler: (3, 0) or (2, 2)? And with your distance?",
)
def not_squared(X, y, x):
    return y[np.argmin(np.abs(X - x).sum(axis=1))]


@misconception(
    "M555",
    says="looks for the row with the smallest numbers, and never at x",
    hint="If x moves to another place, does your result change?",
)
def without_x(X, y, x):
    return y[np.argmin((X**2).sum(axis=1))]


@misconception(
    "M556",
    says="compares only the first feature",
    hint="Two points with equal first numbers: are they in the same place?",
)
def first_feature(X, y, x):
    return y[np.argmin((X[:, 0] - x[0]) ** 2)]


@misconception(
    "M557",
    says="takes the row with the largest product with x",
    hint="Make one row ten times as large. Does it come nearer to x?",
)
def largest_product(X, y, x):
    return y[np.argmax(X @ x)]


@misconception(
    "M558",
    says="gives the distance and not the label",
    hint="How far away the nearest one is, you know. What is it called in y?",
    also=(lambda X, y, x: np.sqrt(squares(X, x).min()),),
)
def distance(X, y, x):
    return squares(X, x).min()


@misconception(
    "M559",
    says="takes the last of several rows that are equally near",
    hint="Two rows are equally near. Which of them does the text ask for?",
)
def last_of_equals(X, y, x):
    return y[np.flatnonzero(squares(X, x) == squares(X, x).min())[-1]]


@misconception(
    "M1176",
    says="gives the nearest row itself and not its label",
    hint="You found the nearest row of X. Where does it say which digit that row shows?",
    also=(lambda X, y, x: min(X, key=lambda row: ((row - x) ** 2).sum()).tolist(),),
)
def row_itself(X, y, x):
    return X[np.argmin(squares(X, x))]


EXERCISE = Exercise(
    title="The label of the nearest row",
    reference=nearest_label,
    another=row_by_row,
    cases=cases,
    misconceptions=(
        row_number,
        farthest,
        signed,
        over_the_rows,
        not_squared,
        without_x,
        first_feature,
        largest_product,
        distance,
        last_of_equals,
        row_itself,
    ),
    hints=(
        "How far is one row of X from x, as a ruler would measure it? And once you know this for "
        "each row, which one do you want?",
        "x is (1, 5). The row (4, 1) differs by 3 and -4: 9 + 16 = 25. The row (2, 5) differs by 1 "
        "and 0: 1 + 0 = 1. Which of the two is nearer, and what is its label if y is (7, 3)?",
        "for each row of X:\n    subtract x, square each difference, add them up\n"
        "find the row with the smallest sum (the first, if several)\nreturn its label",
    ),
    why="a distance is the root of that sum. Why may the root be left out here?",
    because=(
        "The root of a larger number is larger: it changes the distances, and never their order. "
        "Who asks only which row is nearest saves the work."
    ),
)
