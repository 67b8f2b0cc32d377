"""Schedules: how the learning rate changes in the course of a training.

A schedule takes the share of the training that is done, from 0 to 1, and returns the factor on
each learning rate.
"""

import math
from collections.abc import Callable
from numbers import Real


def constant(share: float) -> float:
    """Leave the learning rate as it is: the factor is 1.

    >>> constant(0.5)
    1.0
    """
    return 1.0


def warmup_cosine(warmup: float = 0.1, floor: float = 0.0) -> Callable[[float], float]:
    """Return a schedule: up in a line over the share `warmup`, then half a cosine down to `floor`.

    Parameters
    ----------
    warmup : float in [0, 1), the share of the training in which the factor rises from 0 to 1
    floor : float in [0, 1), the factor at the end

    References
    ----------
    Loshchilov and Hutter, SGDR: Stochastic Gradient Descent with Warm Restarts, ICLR 2017.

    >>> [round(warmup_cosine(0.2, 0.1)(share), 3) for share in (0.1, 0.2, 0.6, 1.0)]
    [0.5, 1.0, 0.55, 0.1]
    """
    warmup, floor = _as_share(warmup, "warmup"), _as_share(floor, "floor")

    def schedule(share: float) -> float:
        if share < warmup:
            return share / warmup
        down = (share - warmup) / (1 - warmup)
        return floor + (1 - floor) * (1 + math.cos(math.pi * down)) / 2

    return schedule


def constant_then_linear(constant: float = 0.5, floor: float = 0.05) -> Callable[[float], float]:
    """Return a schedule: 1 over the share `constant`, then down in a line to `floor`.

    Parameters
    ----------
    constant : float in [0, 1), the share of the training in which nothing changes
    floor : float in [0, 1), the factor at the end

    >>> [constant_then_linear(0.5, 0.25)(share) for share in (0.25, 0.5, 0.75, 1.0)]
    [1.0, 1.0, 0.625, 0.25]
    """
    constant, floor = _as_share(constant, "constant"), _as_share(floor, "floor")

    def schedule(share: float) -> float:
        down = max(0.0, share - constant) / (1 - constant)
        return 1 - (1 - floor) * down

    return schedule


def _as_share(value, name) -> float:
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(f"{name} must be a share in [0, 1); got {value!r}.")
    if not 0 <= value < 1:
        raise ValueError(f"{name} must be a share in [0, 1); got {value!r}.")
    return float(value)
