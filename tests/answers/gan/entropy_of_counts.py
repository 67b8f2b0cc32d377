"""How even a handful of counts is."""

import math

import numpy as np

from answers import right, wrong

EVEN = "gan.entropy_of_counts"


@right(EVEN)
def entropy_of_counts(counts):
    """With the logarithm to the base of the number of classes."""
    total = sum(counts.tolist())
    shares = [c / total for c in counts.tolist() if c]
    return sum(p * math.log(1 / p, len(counts)) for p in shares)


def shares_of(counts):
    return counts / counts.sum()


def guarded(p):
    """Return p times its logarithm, and 0 where p is 0."""
    return np.where(p > 0, p * np.log(np.where(p > 0, p, 1)), 0)


for named, function in [
    (
        "M978",
        lambda counts: -(shares_of(counts) * np.log(shares_of(counts))).sum() / np.log(len(counts)),
    ),
    ("M978", lambda counts: -(shares_of(counts) * np.log2(shares_of(counts))).sum()),
    (
        "M978",
        lambda counts: -sum(p * math.log(p) for p in shares_of(counts)) / math.log(len(counts)),
    ),
    (
        "M979",
        lambda counts: (
            -(shares_of(counts) * np.log(shares_of(counts) + 1e-3)).sum() / np.log(len(counts))
        ),
    ),
    (
        "M979",
        lambda counts: (
            -(shares_of(counts) * np.log(shares_of(counts) + 1e-8)).sum() / np.log(len(counts))
        ),
    ),
    (
        "M979",
        lambda counts: -guarded((counts + 1) / (counts + 1).sum()).sum() / np.log(len(counts)),
    ),
    ("M980", lambda counts: guarded(shares_of(counts)).sum() / np.log(len(counts))),
    ("M981", lambda counts: -guarded(counts).sum() / np.log(len(counts))),
    ("M981", lambda counts: -guarded(counts).sum()),
    ("M982", lambda counts: -guarded(shares_of(counts)).sum()),
    ("M982", lambda counts: -guarded(shares_of(counts)).sum() / np.log(2)),
    ("M982", lambda counts: -guarded(shares_of(counts)).sum() / np.log(10)),
    ("M983", lambda counts: -guarded(shares_of(counts)).sum() / np.log(np.sum(counts > 0))),
    ("M984", lambda counts: -guarded(shares_of(counts)).mean()),
    ("M984", lambda counts: -guarded(shares_of(counts)).sum() / np.log2(len(counts))),
    ("M984", lambda counts: -guarded(shares_of(counts)).sum() / np.log(counts.sum())),
    ("M985", lambda counts: 1 - (shares_of(counts) ** 2).sum()),
    ("M985", lambda counts: 1 / (shares_of(counts) ** 2).sum()),
    ("M986", lambda counts: np.mean(counts != 0)),
    ("M986", lambda counts: max(counts) / sum(counts)),
    (None, lambda counts: -guarded(shares_of(counts)) / np.log(len(counts))),
    (None, lambda counts: np.exp(-guarded(shares_of(counts)).sum())),
    (None, lambda counts: 1 + guarded(shares_of(counts)).sum() / np.log(len(counts))),
    (None, lambda counts: -guarded(counts / counts.max()).sum() / np.log(len(counts))),
    (None, lambda counts: -guarded(counts / len(counts)).sum() / np.log(len(counts))),
    (None, lambda counts: -np.log(shares_of(counts[counts > 0])).sum() / np.log(len(counts))),
    (None, lambda counts: 1.0),
]:
    wrong(EVEN, named)(function)


@wrong(EVEN)
def skips_by_leaving_the_loop(counts):
    total = 0
    for p in counts / counts.sum():
        if p == 0:
            break
        total -= p * np.log(p)
    return total / np.log(len(counts))


@wrong(EVEN)
def keeps_the_last(counts):
    for p in shares_of(counts):
        if p > 0:
            h = -p * np.log(p)
    return h / np.log(len(counts))


@wrong(EVEN)
def shares_in_place(counts):
    counts /= counts.sum()
    return -guarded(counts).sum() / np.log(len(counts))
