"""Which rows can't be rebuilt."""

import math

import numpy as np

from answers import right, wrong

flags = "autoencoder.flag_anomalies"


@right(flags)
def flag_anomalies(errors_of_normal, errors, share):
    """Ask of each error how many normal rows would be flagged, if it were flagged itself."""
    allowed = math.floor(share * len(errors_of_normal))
    n_as_large = [sum(normal >= error for normal in errors_of_normal) for error in errors]
    return [n <= allowed for n in n_as_large]


for named, limit in [
    ("D5", lambda normal, new, share: np.quantile(np.concatenate([normal, new]), 1 - share)),
    ("D5", lambda normal, new, share: np.percentile([*new, *normal], 100 * (1 - share))),
    ("M744", lambda normal, new, share: np.quantile(new, 1 - share)),
    ("M745", lambda normal, new, share: np.quantile(normal, share)),
    ("M746", lambda normal, new, share: np.max(normal)),
    ("M746", lambda normal, new, share: normal.mean() + 2 * normal.std()),
    ("M746", lambda normal, new, share: normal.mean() + 3 * normal.std()),
    ("M746", lambda normal, new, share: np.quantile(normal, 0.95)),
    ("M747", lambda normal, new, share: (1 - share) * normal.max()),
    ("M748", lambda normal, new, share: np.percentile(normal, 1 - share)),
    ("M749", lambda normal, new, share: np.sort(normal)[::-1][int(share * len(normal)) + 1]),
    (None, lambda normal, new, share: np.sort(normal)[-int(share * len(normal))]),
    ("M748", lambda normal, new, share: np.percentile(normal, share)),
    (None, lambda normal, new, share: normal[int((1 - share) * (len(normal) - 1))]),
]:

    @wrong(flags, named)
    def another_limit(errors_of_normal, errors, share, limit=limit):
        return errors > limit(errors_of_normal, errors, share)


for named, answer in [
    ("M750", lambda errors, limit: errors < limit),
    ("M750", lambda errors, limit: errors <= limit),
    ("M751", lambda errors, limit: errors >= limit),
    ("M753", lambda errors, limit: np.where(errors > limit)[0]),
    ("M753", lambda errors, limit: [i for i, error in enumerate(errors) if error > limit]),
    ("M753", lambda errors, limit: errors[errors > limit]),
    ("M753", lambda errors, limit: sum(errors > limit)),
    ("M753", lambda errors, limit: float(limit)),
    (None, lambda errors, limit: np.any(errors > limit)),
    (None, lambda errors, limit: (errors > limit, limit)),
    (None, lambda errors, limit: np.abs(errors) > -limit),
]:

    @wrong(flags, named)
    def another_answer(errors_of_normal, errors, share, answer=answer):
        return answer(errors, np.quantile(errors_of_normal, 1 - share))


@wrong(flags, "M752")
def of_normal_rows(errors_of_normal, errors, share):
    return errors_of_normal > np.quantile(errors_of_normal, 1 - share)


@wrong(flags)
def sorts_in_place(errors_of_normal, errors, share):
    errors_of_normal.sort()
    n = len(errors_of_normal)
    return errors > errors_of_normal[n - 1 - int(share * n)]


@wrong(flags, "M744")
def the_largest_of_the_new(errors_of_normal, errors, share):
    n_flags = round(share * len(errors))
    return np.argsort(np.argsort(-errors)) < n_flags
