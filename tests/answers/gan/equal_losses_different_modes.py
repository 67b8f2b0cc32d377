"""What is read off the ring stepper."""

from itertools import combinations

import numpy as np

from answers import right, wrong
from course_utils.gan.ring_states import ring_state

PAIR = "gan.equal_losses_different_modes"


def found(asked):
    """Go back from round 20, and return the first two rounds that `asked(gap, modes)` accepts."""
    for a, b in combinations(range(20, -1, -1), 2):
        one, other = ring_state(n_rounds=a), ring_state(n_rounds=b)
        gap = abs(one.discriminator - other.discriminator)
        if asked(gap, abs(one.covered - other.covered)):
            return a, b
    raise LookupError("no such rounds")


@right(PAIR)
def equal_losses_different_modes():
    return list(found(lambda gap, modes: gap < 0.05 and modes >= 4))


@wrong(PAIR, "M999")
def nearly_as_many_modes():
    return found(lambda gap, modes: gap < 0.05 and modes <= 3)


@wrong(PAIR, "M999")
def one_round_twice():
    return 12, 12


@wrong(PAIR, "M977")
def losses_far_apart():
    return np.array(found(lambda gap, modes: gap > 0.06 and modes >= 4))


@wrong(PAIR, "M977")
def nothing_fits():
    return found(lambda gap, modes: gap > 0.06 and modes <= 3)


@wrong(PAIR, "M998")
def losses():
    return tuple(ring_state(n_rounds=n).discriminator for n in equal_losses_different_modes())


@wrong(PAIR)
def rounds_and_modes():
    return (*equal_losses_different_modes(), 4)


@wrong(PAIR)
def one_round():
    return equal_losses_different_modes()[0]


for named, value in [
    ("M998", (0.5, 3)),
    ("M998", (3, 41)),
    ("M998", (-1, 3)),
    ("M998", (float("nan"), 3)),
    (None, ()),
    (None, 7),
    (None, (True, False)),
    (None, ("7", "15")),
    (None, "7, 15"),
    (None, (1, None)),
    (None, None),
]:
    wrong(PAIR, named)(lambda value=value: value)
