"""What is read off the latent plane."""

import numpy as np

from answers import right, wrong
from course_utils.autoencoder.explorers import latent_plane
from course_utils.autoencoder.explorers.moving_on_the_plane import UNSURE, reading

POINT = "autoencoder.uncertain_point"


def walk(stop):
    """Move the sliders, line by line, until `stop(confidence)`; return where they are."""
    across, up = (latent_plane.controls[name] for name in ("x", "y"))
    for y in np.arange(up.minimum, up.maximum + up.step / 2, up.step).tolist():
        for x in np.arange(across.minimum, across.maximum + up.step / 2, across.step).tolist():
            if stop(reading(x, y).probabilities.max()):
                return [x, y]
    raise LookupError("no such point on the plane")


@right(POINT)
def uncertain_point():
    return walk(lambda confidence: confidence < UNSURE)


@wrong(POINT, "M756")
def nearly():
    return walk(lambda confidence: 0.51 < confidence < 0.6)


@wrong(POINT, "M756")
def in_doubt():
    return np.array(walk(lambda confidence: 0.6 < confidence < 0.8))


@wrong(POINT, "M800")
def amid_a_class():
    return tuple(walk(lambda confidence: confidence > 0.95))


@wrong(POINT, "M801")
def the_confidence():
    x, y = uncertain_point()
    return round(float(reading(x, y).probabilities.max()), 3)


@wrong(POINT)
def the_probabilities():
    return reading(*uncertain_point()).probabilities


@wrong(POINT)
def point_and_confidence():
    return (*uncertain_point(), 0.4)


for named, value in [
    ("M801", 0),
    ("M801", 1),
    ("M801", [0.3]),
    (None, ()),
    (None, ("0.5", "1")),
    (None, "(0.5, 1)"),
    (None, (float("nan"), 1.0)),
    (None, (float("inf"), 1.0)),
    (None, (1e30, 1.0)),
    (None, (True, False)),
    (None, (1.0, None)),
    (None, None),
    (None, {"x": "a", "y": "b"}),
]:
    wrong(POINT, named)(lambda value=value: value)
