"""The best answer at each place."""

import numpy as np

from answers import right, wrong

BEST = "gan.optimal_answer"


@right(BEST)
def optimal_answer(p_real, p_fake):
    found = []
    for p, q in zip(p_real.tolist(), p_fake.tolist(), strict=True):
        found.append(p / (p + q) if p or q else 1 / 2)
    return found


def shares(p, q):
    return np.nan_to_num(p / (p + q), nan=0.5)


for named, function in [
    ("M913", lambda p_real, p_fake: p_real / p_fake),
    ("M913", lambda p_real, p_fake: np.where(p_real + p_fake == 0, 0.5, p_real / p_fake)),
    ("M913", lambda p_real, p_fake: np.minimum(p_real / p_fake, 1)),
    ("M914", lambda p_real, p_fake: 1 - shares(p_real, p_fake)),
    ("M914", lambda p_real, p_fake: p_fake / (p_real + p_fake)),
    ("M915", lambda p_real, p_fake: p_real / (p_real + p_fake)),
    ("M915", lambda p_real, p_fake: 1 / (1 + p_fake / p_real)),
    ("M916", lambda p_real, p_fake: p_real / (p_real + p_fake + 1e-8)),
    ("M916", lambda p_real, p_fake: p_real / (p_real + p_fake + 1e-12)),
    ("M916", lambda p_real, p_fake: p_real / np.maximum(p_real + p_fake, 1e-12)),
    ("M916", lambda p_real, p_fake: np.nan_to_num(shares(p_real, p_fake) * (p_real > 0))),
    ("M90", lambda p_real, p_fake: p_real > p_fake),
    ("M90", lambda p_real, p_fake: (p_real >= p_fake).astype(int)),
    ("M90", lambda p_real, p_fake: (np.sign(p_real - p_fake) + 1) / 2),
    ("M917", lambda p_real, p_fake: p_real),
    ("M917", lambda p_real, p_fake: p_real / np.sum(p_real)),
    ("M918", lambda p_real, p_fake: p_real - p_fake),
    ("M918", lambda p_real, p_fake: 1 / (1 + np.exp(-(p_real - p_fake)))),
    ("M918", lambda p_real, p_fake: (p_real - p_fake) / (p_real + p_fake)),
    ("M919", lambda p_real, p_fake: np.log(p_real / p_fake)),
    ("M920", lambda p_real, p_fake: p_real / (p_real.sum() + p_fake.sum())),
    ("M921", lambda p_real, p_fake: np.ones(len(p_real)) / 2),
    (None, lambda p_real, p_fake: 0.5),
    (None, lambda p_real, p_fake: p_real + p_fake),
    (None, lambda p_real, p_fake: p_real * p_fake / (p_real + p_fake)),
    (None, lambda p_real, p_fake: shares(p_real**2, p_fake**2)),
    (None, lambda p_real, p_fake: shares(np.sqrt(p_real), np.sqrt(p_fake))),
    (None, lambda p_real, p_fake: -np.log(shares(p_real, p_fake))),
    (None, lambda p_real, p_fake: shares(p_real, p_fake).mean()),
    (None, lambda p_real, p_fake: shares(p_real, p_fake)[:, None]),
    (None, lambda p_real, p_fake: shares(p_real, p_fake)[p_real + p_fake > 0]),
    (None, lambda p_real, p_fake: np.maximum(p_real, p_fake) / (p_real + p_fake)),
]:
    wrong(BEST, named)(function)


@wrong(BEST)
def asks_once_for_all(p_real, p_fake):
    if p_real + p_fake == 0:
        return 0.5
    return p_real / (p_real + p_fake)


@wrong(BEST)
def half_where_one_is_missing(p_real, p_fake):
    return np.where((p_real > 0) & (p_fake > 0), p_real / (p_real + p_fake), 0.5)
