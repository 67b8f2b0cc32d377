"""The share of pairs in the right order."""

import numpy as np

from answers import right, wrong

AUC = "gradient_descent.rank_auc"


@right(AUC)
def rank_auc(y, scores):
    """By two counts in the sorted class 0: those below, and those not above."""
    zeros = np.sort(scores[y == 0])
    ones = scores[y == 1]
    below = np.searchsorted(zeros, ones, side="left")
    not_above = np.searchsorted(zeros, ones, side="right")
    return (below + not_above).sum() / (2 * len(zeros) * len(ones))


def parted(y, scores):
    return scores[y == 1], scores[y == 0]


for named, function in [
    ("M326", lambda y, scores: np.mean([p > n for p in scores[y == 1] for n in scores[y == 0]])),
    ("M327", lambda y, scores: np.mean([p >= n for p in scores[y == 1] for n in scores[y == 0]])),
    ("M328", lambda y, scores: 1 - rank_auc(y, scores)),
    ("M328", lambda y, scores: rank_auc(1 - y, scores)),
    ("M329", lambda y, scores: rank_auc(np.sort(y), scores)),
    ("M329", lambda y, scores: rank_auc(y, np.array(sorted(scores)))),
    ("M321", lambda y, scores: np.mean((scores >= 0.5).astype(int) == y)),
    ("M321", lambda y, scores: sum((scores >= 0) == y) / len(y)),
    (None, lambda y, scores: scores[y == 1].mean() - scores[y == 0].mean()),
    (None, lambda y, scores: float(scores[y == 1].mean() > scores[y == 0].mean())),
    (None, lambda y, scores: float(scores[y == 1].min() > scores[y == 0].max())),
    (None, lambda y, scores: np.mean(scores[y == 1] > scores[y == 0].mean())),
    (None, lambda y, scores: np.mean(scores[y == 1] > 0.5)),
    (None, lambda y, scores: 2 * rank_auc(y, scores) - 1),
    (None, lambda y, scores: max(rank_auc(y, scores), 1 - rank_auc(y, scores))),
    (None, lambda y, scores: np.corrcoef(np.append(y, [0, 1]), np.append(scores, [0, 1]))[0, 1]),
    (None, lambda y, scores: print(rank_auc(y, scores))),
    (None, lambda y, scores: round(rank_auc(y, scores))),
]:
    wrong(AUC, named)(function)


@wrong(AUC, "M204")
def counts(y, scores):
    won = 0
    for p in scores[y == 1]:
        for n in scores[y == 0]:
            won += 1 if p > n else 0.5 if p == n else 0
    return won


@wrong(AUC, "M307")
def divides_by_all_pairs(y, scores):
    won, n = 0, len(y)
    for i in range(n):
        for j in range(n):
            if y[i] > y[j]:
                won += 1 if scores[i] > scores[j] else 0.5 if scores[i] == scores[j] else 0
    return won / (n * (n - 1) / 2)


@wrong(AUC)
def divides_by_the_square(y, scores):
    won, n = 0, len(y)
    for i in range(n):
        for j in range(n):
            if y[i] > y[j]:
                won += 1 if scores[i] > scores[j] else 0.5 if scores[i] == scores[j] else 0
    return won / n**2


@wrong(AUC, "M330")
def zipped(y, scores):
    positives, negatives = parted(y, scores)
    won = n = 0
    for p, q in zip(positives, negatives, strict=False):
        won += 1 if p > q else 0.5 if p == q else 0
        n += 1
    return won / n


@wrong(AUC)
def neighbors_only(y, scores):
    ranked = y[np.argsort(scores, kind="stable")]
    return np.mean(ranked[1:] >= ranked[:-1])


@wrong(AUC)
def argsort_breaks_ties(y, scores):
    ranks = scores.argsort(kind="stable").argsort()
    return rank_auc(y, ranks)


@wrong(AUC)
def returns_in_the_loop(y, scores):
    for p in scores[y == 1]:
        return np.mean(p > scores[y == 0])
