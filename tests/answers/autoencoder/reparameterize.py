"""Draws from Gaussians whose mean and width are learned."""

import math

import numpy as np

from answers import right, wrong

draw = "autoencoder.reparameterize"


@right(draw)
def reparameterize(mean, log_variance, eps):
    return np.array(
        [
            [m + math.sqrt(math.exp(log)) * e for m, log, e in zip(*rows, strict=True)]
            for rows in zip(mean, log_variance, eps, strict=True)
        ]
    )


for named, formula in [
    ("M754", lambda m, log, e: m + np.exp(log) * e),
    ("M755", lambda m, log, e: m + log * e),
    ("M755", lambda m, log, e: m + np.sqrt(log) * e),
    ("M755", lambda m, log, e: m + 0.5 * log * e),
    ("M757", lambda m, log, e: m + np.exp(-0.5 * log) * e),
    ("M757", lambda m, log, e: m + e / np.exp(0.5 * log)),
    ("M758", lambda m, log, e: m + np.exp(log) ** 2 * e),
    ("M759", lambda m, log, e: m + e),
    ("M760", lambda m, log, e: m + np.exp(0.5 * log)),
    ("M760", lambda m, log, e: m + 0 * e),
    ("M761", lambda m, log, e: np.exp(0.5 * log) * e),
    ("M762", lambda m, log, e: (m + e) * np.exp(log / 2)),
    ("M721", lambda m, log, e: m - np.exp(0.5 * log) * e),
    ("M764", lambda m, log, e: m + np.exp(log / 2) * np.random.default_rng(0).normal(size=m.shape)),
    (None, lambda m, log, e: m + np.random.default_rng(1).normal(size=m.shape)),
    (None, lambda m, log, e: m * np.exp(0.5 * log) * e),
    (None, lambda m, log, e: m + np.exp(0.5 * log * e)),
    (None, lambda m, log, e: m + np.exp(0.5) * log * e),
    (None, lambda m, log, e: m + np.exp(0.5 + log) * e),
    (None, lambda m, log, e: m + np.log(1 + np.exp(log)) * e),
    (None, lambda m, log, e: m + np.exp(np.sqrt(log)) * e),
    (None, lambda m, log, e: m + 10 ** (0.5 * log) * e),
    (None, lambda m, log, e: m + np.sqrt(np.exp(log) + 1e-3) * e),
    (None, lambda m, log, e: (m + np.exp(0.5 * log) * e).sum(axis=1)),
    (None, lambda m, log, e: log + np.exp(0.5 * m) * e),
    (None, lambda m, log, e: (m, np.exp(0.5 * log))),
]:

    @wrong(draw, named)
    def another_formula(mean, log_variance, eps, formula=formula):
        return formula(mean, log_variance, eps)


@wrong(draw)
def moves_the_mean_in_place(mean, log_variance, eps):
    mean += np.exp(0.5 * log_variance) * eps
    return mean
