"""The label of the nearest row."""

import numpy as np

from answers import right, wrong

NEAREST = "start_here.nearest_label"


@right(NEAREST)
def nearest_label(X, y, x):
    """By sorting pairs of a distance with its root and a row number."""
    ranked = sorted((np.linalg.norm(row - x), i) for i, row in enumerate(X))
    return y[ranked[0][1]]


for named, choose in [
    ("M550", lambda X, y, x: ((X - x) ** 2).sum(axis=1).argmin()),
    ("M551", lambda X, y, x: y[np.linalg.norm(X - x, axis=1).argmax()]),
    ("M551", lambda X, y, x: y[np.argsort(((X - x) ** 2).sum(axis=1))[-1]]),
    ("M552", lambda X, y, x: y[(X - x).sum(axis=1).argmin()]),
    ("M552", lambda X, y, x: y[abs(np.sum(X - x, axis=1)).argmin()]),
    ("M553", lambda X, y, x: y[((X - x) ** 2).sum(axis=0).argmin()]),
    ("M553", lambda X, y, x: y[np.linalg.norm(X - x, axis=0).argmin()]),
    ("M553", lambda X, y, x: y[np.argmin(np.sum((X - x) ** 2))]),
    ("M553", lambda X, y, x: y[np.linalg.norm(X - x).argmin()]),
    ("M554", lambda X, y, x: y[abs(X - x).sum(axis=1).argmin()]),
    ("M555", lambda X, y, x: y[np.linalg.norm(X, axis=1).argmin()]),
    ("M556", lambda X, y, x: y[abs(X[:, 0] - x[0]).argmin()]),
    ("M557", lambda X, y, x: y[(X @ x).argmax()]),
    ("M558", lambda X, y, x: min(np.linalg.norm(X - x, axis=1))),
    ("M558", lambda X, y, x: min(sum((row - x) ** 2) for row in X)),
    (None, lambda X, y, x: min(y)),
    ("M1176", lambda X, y, x: X[((X - x) ** 2).sum(axis=1).argmin()]),
    (None, lambda X, y, x: y[((X - x) ** 2).argmin()]),
    (None, lambda X, y, x: y[((X - x) ** 2).max(axis=1).argmin()]),
    (None, lambda X, y, x: y[((X - x) ** 2).mean(axis=1)]),
    ("M552", lambda X, y, x: y[((X - x) ** 3).sum(axis=1).argmin()]),
    (None, lambda X, y, x: np.sort(y)[((X - x) ** 2).sum(axis=1).argmin()]),
    (None, lambda X, y, x: y[np.sort(((X - x) ** 2).sum(axis=1))[0].astype(int)]),
    (None, lambda X, y, x: str(y[((X - x) ** 2).sum(axis=1).argmin()])),
]:
    wrong(NEAREST, named)(choose)


@wrong(NEAREST, "M559")
def keeps_the_last_of_equals(X, y, x):
    best, label = np.inf, None
    for i in range(len(X)):
        distance = np.sum((X[i] - x) ** 2)
        if distance <= best:
            best, label = distance, y[i]
    return label


@wrong(NEAREST)
def forgets_to_remember_the_distance(X, y, x):
    best, label = np.inf, None
    for i in range(len(X)):
        if np.sum((X[i] - x) ** 2) < best:
            label = y[i]
    return label


@wrong(NEAREST)
def returns_all_that_tie(X, y, x):
    distances = np.sum((X - x) ** 2, axis=1)
    return y[distances == distances.min()]
