"""Two Gaussians on a line, compared."""

import statistics

import numpy as np

from answers import right, wrong

LINE = "gan.frechet_line"


@right(LINE)
def frechet_line(a, b):
    places = statistics.fmean(a) - statistics.fmean(b)
    spreads = statistics.stdev(a) - statistics.stdev(b)
    return places * places + spreads * spreads


def gap(a, b):
    return a.mean() - b.mean()


def std(x):
    return np.std(x, ddof=1)


for named, function in [
    ("M968", lambda a, b: gap(a, b) ** 2 + (a.var(ddof=1) - b.var(ddof=1)) ** 2),
    ("M968", lambda a, b: gap(a, b) ** 2 + (np.var(a) - np.var(b)) ** 2),
    ("M968", lambda a, b: gap(a, b) ** 2 + abs(np.var(a) - np.var(b))),
    ("M969", lambda a, b: (np.mean(a) - np.mean(b)) ** 2 + (np.std(a) - np.std(b)) ** 2),
    ("M969", lambda a, b: gap(a, b) ** 2 + a.var() + b.var() - 2 * np.sqrt(a.var() * b.var())),
    ("M970", lambda a, b: gap(a, b) ** 2 + (std(a) + std(b)) ** 2),
    ("M970", lambda a, b: gap(a, b) ** 2 + a.var(ddof=1) + b.var(ddof=1)),
    ("M970", lambda a, b: gap(a, b) ** 2 + std(a) ** 2 + std(b) ** 2 - 2 * (std(a) * std(b)) ** 2),
    ("M971", lambda a, b: gap(a, b) ** 2 / (a.var(ddof=1) + b.var(ddof=1))),
    ("M972", lambda a, b: abs(a.mean() - b.mean()) + abs(std(a) - std(b))),
    ("M972", lambda a, b: a.mean() - b.mean() + std(a) - std(b)),
    ("M972", lambda a, b: abs(gap(a, b)) + (std(a) - std(b)) ** 2),
    ("M973", lambda a, b: np.sqrt(gap(a, b) ** 2 + (std(a) - std(b)) ** 2)),
    ("M974", lambda a, b: gap(a, b) ** 2),
    ("M974", lambda a, b: (std(a) - std(b)) ** 2),
    ("M974", lambda a, b: abs(gap(a, b))),
    ("M975", lambda a, b: (gap(a, b) + std(a) - std(b)) ** 2),
    ("M975", lambda a, b: gap(a, b) ** 2 - (std(a) - std(b)) ** 2),
    (None, lambda a, b: (a.mean() + b.mean()) ** 2 + (std(a) - std(b)) ** 2),
    (None, lambda a, b: (np.median(a) - np.median(b)) ** 2 + (std(a) - std(b)) ** 2),
    (None, lambda a, b: gap(a, b) ** 2 + (np.ptp(a) - np.ptp(b)) ** 2),
    (None, lambda a, b: gap(a, b) ** 2 * (std(a) - std(b)) ** 2),
    (None, lambda a, b: (gap(a, b) ** 2, (std(a) - std(b)) ** 2)),
    (None, lambda a, b: gap(a, b) * 2 + (std(a) - std(b)) * 2),
    (None, lambda a, b: gap(a, b) ** 2 + (std(a) - np.std(b)) ** 2),
    (None, lambda a, b: (gap(a, b) ** 2 + (std(a) - std(b)) ** 2) / 2),
    (None, lambda a, b: np.abs(np.sort(a)[: len(b)] - np.sort(b)[: len(a)]).mean()),
]:
    wrong(LINE, named)(function)


@wrong(LINE, "M976")
def paired(a, b):
    return ((a - b) ** 2).sum() / len(a)


@wrong(LINE, "M976")
def every_pair(a, b):
    return np.mean([(x - y) ** 2 for x in a for y in b])


@wrong(LINE, "M969")
def by_hand_with_n(a, b):
    spreads = []
    for x in (a, b):
        spreads.append((sum((v - sum(x) / len(x)) ** 2 for v in x) / len(x)) ** 0.5)
    return (sum(a) / len(a) - sum(b) / len(b)) ** 2 + (spreads[0] - spreads[1]) ** 2


@wrong(LINE)
def not_centered(a, b):
    return gap(a, b) ** 2 + (np.sqrt(np.mean(a**2)) - np.sqrt(np.mean(b**2))) ** 2


@wrong(LINE)
def centers_in_place(a, b):
    shift = a.mean() - b.mean()
    a -= a.mean()
    b -= b.mean()
    return shift**2 + (std(a) - std(b)) ** 2
