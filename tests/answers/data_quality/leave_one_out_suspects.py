"""Rows whose nearest other row has another label."""

import math

import numpy as np

from answers import right, wrong

SUSPECTS = "data_quality.leave_one_out_suspects"


@right(SUSPECTS)
def leave_one_out_suspects(X, y):
    """The others are made as a list, and Python measures."""
    points, suspects = X.tolist(), []
    for i, point in enumerate(points):
        others = [j for j in range(len(points)) if j != i]
        nearest = min(others, key=lambda j: math.dist(point, points[j]))
        if y[nearest] != y[i]:
            suspects.append(i)
    return suspects


def looked(nearest, agree=lambda a, b: a == b):
    """Return the rows i that don't agree with the label of row nearest(X, i)."""

    def leave_one_out_suspects(X, y):
        return np.array([i for i in range(len(X)) if not agree(y[nearest(X, i)], y[i])], dtype=int)

    return leave_one_out_suspects


def d(X, i):
    return np.sum((X - X[i]) ** 2, axis=1)


def others(X, i, far=np.inf):
    away = d(X, i)
    away[i] = far
    return away


def beyond_zero(X, i):
    away = d(X, i)
    away[away == 0] = 1e9
    return away.argmin()


def by_sizes(X, i):
    away = np.abs(X - X[i]).sum(axis=1)
    away[i] = np.inf
    return away.argmin()


def by_signs(X, i):
    away = (X - X[i]).sum(axis=1)
    away[i] = np.inf
    return away.argmin()


def by_signed_squares(X, i):
    away = (X - X[i]).sum(axis=1) ** 2
    away[i] = np.inf
    return away.argmin()


def largest_column(X, i):
    away = np.abs(X - X[i]).max(axis=1)
    away[i] = np.inf
    return away.argmin()


def first_column(X, i):
    away = np.abs(X - X[i])[:, 0]
    away[i] = np.inf
    return away.argmin()


for named, function in [
    ("N10", looked(lambda X, i: d(X, i).argmin())),
    ("N10", looked(lambda X, i: min(range(len(X)), key=lambda j: math.dist(X[i], X[j])))),
    ("N10", looked(lambda X, i: others(X, i, far=0).argmin())),
    ("M639", looked(beyond_zero)),
    ("M640", looked(lambda X, i: sorted(range(len(X)), key=lambda j: d(X, i)[j])[1])),
    ("M641", looked(lambda X, i: sorted(range(len(X)), key=lambda j: others(X, i)[j])[1])),
    ("M642", looked(lambda X, i: d(X, i).argmax())),
    ("M643", looked(by_signs)),
    ("M643", looked(by_signed_squares)),
    ("M644", looked(by_sizes)),
    ("M647", looked(lambda X, i: others(X, i).argmin(), agree=lambda a, b: a != b)),
    ("M648", lambda X, y: len(leave_one_out_suspects(X, y))),
    (None, looked(largest_column)),
    (None, looked(first_column)),
    (None, looked(lambda X, i: i - 1)),
    (None, looked(lambda X, i: others(X, i).argmin(), agree=lambda a, b: a <= b)),
    (None, lambda X, y: [i + 1 for i in leave_one_out_suspects(X, y)]),
    (None, lambda X, y: y[leave_one_out_suspects(X, y)]),
    (None, lambda X, y: print(leave_one_out_suspects(X, y))),
    (None, lambda X, y: list(range(len(X)))),
]:
    wrong(SUSPECTS, named)(function)


@wrong(SUSPECTS, "M637")
def a_mask(X, y):
    return np.array([y[others(X, i).argmin()] != y[i] for i in range(len(X))])


@wrong(SUSPECTS, "M646")
def accuses_the_neighbor(X, y):
    found = []
    for i in range(len(X)):
        j = others(X, i).argmin()
        if y[i] != y[j]:
            found.append(j)
    return np.array(found)


@wrong(SUSPECTS, "M646")
def accuses_each_neighbor_once(X, y):
    return sorted({int(others(X, i).argmin()) for i in leave_one_out_suspects(X, y)})


@wrong(SUSPECTS, "M645")
def only_rows_before(X, y):
    found = []
    for i in range(1, len(X)):
        j = ((X[:i] - X[i]) ** 2).sum(axis=1).argmin()
        if y[j] != y[i]:
            found.append(i)
    return found


@wrong(SUSPECTS, "M645")
def only_rows_after(X, y):
    found = []
    for i in range(len(X) - 1):
        j = i + 1 + ((X[i + 1 :] - X[i]) ** 2).sum(axis=1).argmin()
        if y[j] != y[i]:
            found.append(i)
    return found


@wrong(SUSPECTS)
def accuses_both(X, y):
    found = set()
    for i in range(len(X)):
        j = int(others(X, i).argmin())
        if y[i] != y[j]:
            found |= {i, j}
    return sorted(found)


@wrong(SUSPECTS, "M651")
def place_among_the_others(X, y):
    found = []
    for i in range(len(X)):
        rest = np.delete(X, i, axis=0)
        j = ((rest - X[i]) ** 2).sum(axis=1).argmin()
        if y[j] != y[i]:  # j counts without row i
            found.append(i)
    return found


@wrong(SUSPECTS)
def returns_the_first(X, y):
    for i in range(len(X)):
        if y[others(X, i).argmin()] != y[i]:
            return i


@wrong(SUSPECTS)
def the_nearest_pair(X, y):
    away = np.array([others(X, i) for i in range(len(X))])
    i, j = np.unravel_index(away.argmin(), away.shape)
    return [i] if y[i] != y[j] else []
