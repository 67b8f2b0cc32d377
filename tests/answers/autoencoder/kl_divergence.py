"""How far the Gaussian of a code is from the standard one."""

import numpy as np

from answers import right, wrong

kl = "autoencoder.kl_divergence"


@right(kl)
def kl_divergence(mean, log_variance):
    """As papers write it, with a minus before the sum."""
    return -np.sum(1 + log_variance - np.square(mean) - np.exp(log_variance), axis=-1) / 2


for named, formula in [
    ("M754", lambda m, log: m**2 + np.exp(log / 2) - log - 1),
    ("M758", lambda m, log: m**2 + np.exp(log) ** 2 - log - 1),
    ("M758", lambda m, log: m**2 + np.exp(log) ** 2 - np.log(np.exp(log) ** 2) - 1),
    ("M755", lambda m, log: m**2 + log - np.log(log) - 1),
    ("M755", lambda m, log: m**2 + log**2 - np.log(log**2) - 1),
    ("M742", lambda m, log: np.exp(-log) * (1 + m**2) + log - 1),
    ("M765", lambda m, log: m**2 + np.exp(log) + log - 1),
    ("M765", lambda m, log: m**2 + np.exp(log) - log + 1),
    ("M765", lambda m, log: -(m**2) + np.exp(log) - log - 1),
    ("M766", lambda m, log: m**2 + np.exp(log) - log),
    ("M766", lambda m, log: m**2 + np.exp(log) - 1),
    ("M766", lambda m, log: np.exp(log) - log - 1),
    ("M766", lambda m, log: m**2),
    ("M767", lambda m, log: m + np.exp(log) - log - 1),
    ("M767", lambda m, log: abs(m) + np.exp(log) - log - 1),
    ("M763", lambda m, log: 1 + log - m**2 - np.exp(log)),
    (None, lambda m, log: m**2 + np.exp(log) - 1 - np.log(np.abs(log))),
    (None, lambda m, log: (m + np.exp(log)) ** 2 - log - 1),
    (None, lambda m, log: m**2 + np.exp(log) - log - 2),
    (None, lambda m, log: (m - 1) ** 2 + np.exp(log) - log - 1),
    (None, lambda m, log: m**2 * np.exp(log) - log - 1),
    (None, lambda m, log: log**2 + np.exp(m) - m - 1),
]:

    @wrong(kl, named)
    def another_term(mean, log_variance, formula=formula):
        return 0.5 * np.sum(formula(mean, log_variance), axis=1)


for named, total in [
    ("M768", lambda terms: terms.sum(axis=1)),
    (None, lambda terms: 2 * terms.sum(axis=1)),
    ("M763", lambda terms: -0.5 * terms.sum(axis=1)),
    ("M769", lambda terms: 0.5 * terms.mean(axis=1)),
    ("M769", lambda terms: terms.mean(axis=1)),
    ("M553", lambda terms: 0.5 * terms.sum(axis=0)),
    ("M553", lambda terms: 0.5 * terms.sum()),
    ("M553", lambda terms: 0.5 * terms.sum(axis=1).mean()),
    ("M553", lambda terms: 0.5 * terms.mean()),
    ("M736", lambda terms: 0.5 * terms),
    ("M766", lambda terms: 0.5 * ((terms + 1).sum(axis=1) - 1)),
    (None, lambda terms: 0.5 * terms.sum(axis=1, keepdims=True)),
    (None, lambda terms: np.sqrt(0.5 * terms.sum(axis=1))),
    (None, lambda terms: 0.5 * terms.max(axis=1)),
]:

    @wrong(kl, named)
    def another_sum(mean, log_variance, total=total):
        return total(mean**2 + np.exp(log_variance) - log_variance - 1)
