"""What is read off the explorers."""

import numpy as np

from answers import right, wrong
from course_utils.data_quality import explorers
from course_utils.data_quality.explorers.dial_of_defects import DEFECTS, state_of
from course_utils.data_quality.explorers.lab_of_turned_digits import ANGLES, share_read

CHANGE = "data_quality.change_of_q_by_shuffling"
REWARDED = "data_quality.defect_that_q_rewards"
ANGLE = "data_quality.smallest_angle_of_six"


@right(CHANGE)
def change_of_q_by_shuffling():
    """As the explorer computes it."""
    return state_of("shuffled labels", 1.0).q - state_of((), 0.0).q


@right(REWARDED)
def defect_that_q_rewards():
    """At every share the explorer offers: the other defects never make Q smaller."""
    dial = explorers.defect_dial.controls["share"]
    shares = np.arange(dial.minimum, dial.maximum, dial.step)[1:] / 100
    before = round(state_of((), 0.0).q, 9)
    falls = [[round(state_of(kind, share).q, 9) < before for share in shares] for kind in DEFECTS]
    assert all(any(row) == all(row) for row in falls)
    (found,) = [kind for kind, row in zip(DEFECTS, falls, strict=True) if all(row)]
    return found


@right(ANGLE)
def smallest_angle_of_six():
    return next(angle for angle in ANGLES if share_read(6, angle) < 0.5)


BEFORE, AFTER = (state_of("shuffled labels", share).accuracy for share in (0.0, 1.0))

for exercise, answers in {
    CHANGE: [
        ("M578", round(AFTER - BEFORE, 3)),
        ("M578", round(BEFORE - AFTER, 3)),
        ("M578", round(BEFORE, 3)),
        ("M578", round(AFTER, 3)),
        ("M579", round(state_of((), 0.0).q, 3)),
        ("M579", round(state_of("shuffled labels", 0.5).q, 3)),
        (None, 1),
        (None, -0.05),
        (None, "0"),
        (None, "none"),
        (None, None),
        (None, float("nan")),
        (None, (0, 0)),
        (None, [0]),
    ],
    REWARDED: [
        ("M606", "units"),
        ("M606", "Noise"),
        ("M607", "duplicates"),
        ("M607", "shuffled labels"),
        ("M607", " Shuffled Labels "),
        (None, ""),
        (None, "all"),
        (None, "cells"),
        (None, "missing, noise"),
        (None, ("missing", "noise")),
        (None, ["missing"]),
        (None, 0),
        (None, 3.5),
        (None, None),
    ],
    ANGLE: [
        ("M588", 40),
        ("M588", 40.0),
        ("M601", 55),
        ("M601", 55.0),
        (None, 65),
        (None, 80),
        (None, 30),
        (None, 0),
        (None, 50),
        (None, 60),
        (None, 180),
        (None, -45),
        (None, 0.25),
        (None, np.deg2rad(45)),
        (None, "45"),
        (None, (40, 45)),
        (None, None),
    ],
}.items():
    for named, value in answers:
        wrong(exercise, named)(lambda value=value: value)
