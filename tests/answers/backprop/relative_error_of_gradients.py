"""The relative error of two gradients."""

import math

import numpy as np

from answers import right, wrong

error = "backprop.relative_error_of_gradients"


@right(error)
def relative_error_of_gradients(analytic, numeric):
    a, n = analytic.flatten().tolist(), numeric.flatten().tolist()
    if not any(a + n):
        return 0
    return math.dist(a, n) / (math.hypot(*a) + math.hypot(*n))


def size(x):
    return np.sqrt(np.sum(x**2))


for named, function in [
    ("C6", lambda analytic, numeric: size(analytic - numeric)),
    ("C6", lambda analytic, numeric: max(abs(analytic - numeric).ravel())),
    ("C6", lambda analytic, numeric: np.sum((analytic - numeric) ** 2)),
    ("M410", lambda analytic, numeric: size(numeric - analytic) / (size(numeric) + size(analytic))),
    (
        "M411",
        lambda analytic, numeric: (
            size(numeric - analytic) / (size(numeric) + size(analytic) + 1e-8)
        ),
    ),
    (
        "M412",
        lambda analytic, numeric: (
            np.max(np.abs(analytic - numeric))
            / (np.max(np.abs(analytic)) + np.max(np.abs(numeric)))
        ),
    ),
    ("M413", lambda analytic, numeric: size(analytic - numeric) / size(analytic)),
    ("M413", lambda analytic, numeric: size(analytic - numeric) / size(numeric)),
    (
        "M414",
        lambda analytic, numeric: (
            size(analytic - numeric) / np.maximum(size(analytic), size(numeric))
        ),
    ),
    ("M415", lambda analytic, numeric: size(analytic - numeric) / size(analytic + numeric)),
    (
        "M419",
        lambda analytic, numeric: (
            np.nanmean(abs(analytic - numeric) / (abs(analytic) + abs(numeric))).item()
            if np.any(analytic) or np.any(numeric)
            else 0.0
        ),
    ),
    (
        "M420",
        lambda analytic, numeric: abs(analytic - numeric) / (abs(analytic) + abs(numeric)),
    ),
    (None, lambda analytic, numeric: np.allclose(analytic, numeric)),
    (None, lambda analytic, numeric: 0.0),
    (
        None,
        lambda analytic, numeric: (
            np.mean(abs(analytic - numeric)) / (size(analytic) + size(numeric))
        ),
    ),
    (
        None,
        lambda analytic, numeric: (
            size(analytic - numeric) / (size(analytic) + size(numeric)) if analytic.any() else 0.0
        ),
    ),
    (None, lambda analytic, numeric: size(analytic - numeric) / size(analytic) + size(numeric)),
    (
        None,
        lambda analytic, numeric: (
            np.linalg.norm(analytic - numeric, axis=-1)
            / (np.linalg.norm(analytic, axis=-1) + np.linalg.norm(numeric, axis=-1))
        ),
    ),
    (
        None,
        lambda analytic, numeric: (
            np.linalg.norm(analytic - numeric, 2)
            / (np.linalg.norm(analytic, 2) + np.linalg.norm(numeric, 2))
        ),
    ),
]:
    wrong(error, named)(function)


@wrong(error)
def no_error_where_one_is_zero(analytic, numeric):
    if size(analytic) == 0 or size(numeric) == 0:
        return 0.0
    return size(analytic - numeric) / (size(analytic) + size(numeric))


@wrong(error)
def all_zero_is_an_error_of_one(analytic, numeric):
    both = size(analytic) + size(numeric)
    return size(analytic - numeric) / both if both else 1.0
