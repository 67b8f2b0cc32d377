"""The share of right answers."""

import numpy as np

from answers import right, wrong

SHARE = "start_here.share_right"


@right(SHARE)
def share_right(y, predicted):
    """One minus the share of the places where the difference is not zero."""
    return 1 - np.count_nonzero(np.subtract(y, predicted)) / np.size(y)


for named, formula in [
    ("M540", lambda y, p: np.sum(y == p)),
    ("M540", lambda y, p: len(y[y == p])),
    ("M540", lambda y, p: sum(1 for a, b in zip(y, p, strict=True) if a == b)),
    ("M541", lambda y, p: np.mean(y != p)),
    ("M541", lambda y, p: 1 - np.sum(y == p) / len(y)),
    ("M542", lambda y, p: (y == p).all()),
    ("M542", lambda y, p: 1.0 if np.array_equal(y, p) else 0.0),
    ("M542", lambda y, p: sum(y == p) // len(y)),
    ("M543", lambda y, p: np.sum(y == p) / len(set(y))),
    ("M543", lambda y, p: np.sum(y == p) / 10),
    ("M544", lambda y, p: np.sum(y == p) / len(y) * 100),
    ("M545", lambda y, p: np.mean(np.array(sorted(y)) == np.array(sorted(p)))),
    ("M546", lambda y, p: [a == b for a, b in zip(y, p, strict=True)]),
    ("M546", lambda y, p: np.equal(y, p)),
    ("M546", lambda y, p: y == p / len(p)),
    ("M548", lambda y, p: abs(y - p).mean()),
    ("M548", lambda y, p: 1 - abs(y - p).mean()),
    ("M549", lambda y, p: sum(a in p for a in y) / len(y)),
    ("M1178", lambda y, p: len(y == p) / len(p)),
    (None, lambda y, p: np.sum(p) / np.sum(y)),
    (None, lambda y, p: ((y - p) ** 2).mean()),
    (None, lambda y, p: len(set(y) & set(p)) / len(y)),
    (None, lambda y, p: np.mean(y > p)),
    (None, lambda y, p: np.mean(y == p).round(1)),
    (None, lambda y, p: f"{np.mean(y == p):.3f}"),
    (None, lambda y, p: print(np.mean(y == p))),
    (None, lambda y, p: np.sum(y == p) / (len(y) + len(p))),
]:
    wrong(SHARE, named)(lambda y, predicted, formula=formula: formula(y, predicted))


@wrong(SHARE, "M547")
def returns_in_the_loop(y, predicted):
    for a, b in zip(y, predicted, strict=True):
        if a == b:
            return 1
        else:
            return 0


@wrong(SHARE, "M1177")
def starts_at_one(y, predicted):
    hits = 0
    for i in range(1, len(y)):
        if y[i] == predicted[i]:
            hits += 1
    return hits / len(y)


@wrong(SHARE)
def starts_anew_in_the_loop(y, predicted):
    for i in range(len(y)):
        hits = 0
        if y[i] == predicted[i]:
            hits += 1
    return hits / len(y)
