"""The slopes of the generator's two losses."""

import math

import numpy as np

from answers import right, wrong

SLOPES = "gan.generator_slopes"


@right(SLOPES)
def generator_slopes(logits):
    """As they are usually written: an overflow on the way does no harm here."""
    return -1 / (1 + np.exp(-logits)), -1 / (1 + np.exp(logits))


for named, first, second in [
    ("G10", lambda p: -p, lambda p: -p),
    ("G10", lambda p: p - 1, lambda p: p - 1),
    ("M928", lambda p: -1 / (1 - p), lambda p: -1 / p),
    ("M928", lambda p: 1 / (1 - p), lambda p: 1 / p),
    ("M287", lambda p: p, lambda p: 1 - p),
    ("M929", lambda p: p - 1, lambda p: -p),
    ("M927", lambda p: np.log(1 - p), lambda p: -np.log(p)),
    ("M282", lambda p: -p * p * (1 - p), lambda p: (p - 1) * p * (1 - p)),
    ("M282", lambda p: p * (1 - p), lambda p: p * (1 - p)),
    ("M671", lambda p: np.mean(-p), lambda p: np.mean(p - 1)),
    ("B8", lambda p: -p / p.size, lambda p: (p - 1) / p.size),
    ("M765", lambda p: -p, lambda p: 1 - p),
    ("M765", lambda p: p, lambda p: p - 1),
    (None, lambda p: 1 - p, lambda p: -p),
    (None, lambda p: -p, lambda p: -p * (1 - p)),
    (None, lambda p: -p, lambda p: p),
    (None, lambda p: -1 - p, lambda p: p - 1),
    (None, lambda p: -np.round(p), lambda p: np.round(p) - 1),
    (None, lambda p: np.zeros_like(p), lambda p: p - 1),
    (None, lambda p: -p, lambda p: -np.ones_like(p)),
    (None, lambda p: -p[:, None], lambda p: p[:, None] - 1),
]:

    @wrong(SLOPES, named)
    def of_the_probability(logits, first=first, second=second):
        p = 1 / (1 + np.exp(-logits))
        return first(p), second(p)


@wrong(SLOPES, "M929")
def a_sigmoid_that_falls(logits):
    p = 1 / (1 + np.exp(logits))
    return -p, p - 1


@wrong(SLOPES, "M927")
def losses(logits):
    return -np.logaddexp(logits, 0), np.logaddexp(-logits, 0)


@wrong(SLOPES, "F9")
def inf_by_inf(logits):
    e = np.exp(logits)
    return -e / (1 + e), e / (1 + e) - 1


@wrong(SLOPES, "F9")
def inf_by_inf_once(logits):
    e = np.exp(logits)
    return -e / (1 + e), -1 / (1 + e)


@wrong(SLOPES, "M94")
def with_math(logits):
    p = np.array([1 / (1 + math.exp(-logit)) for logit in logits])
    return -p, p - 1


@wrong(SLOPES)
def of_tanh(logits):
    p = np.tanh(logits)
    return -p, p - 1


@wrong(SLOPES)
def cut_off(logits):
    p = 1 / (1 + np.exp(-np.clip(logits, -5, 5)))
    return -p, p - 1


@wrong(SLOPES)
def first_only(logits):
    return -1 / (1 + np.exp(-logits))


@wrong(SLOPES)
def nan_made_tidy(logits):
    p = np.nan_to_num(np.exp(logits) / (1 + np.exp(logits)))
    return -p, p - 1
