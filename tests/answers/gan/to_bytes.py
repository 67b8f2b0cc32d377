"""Bytes of what a tanh made."""

import math

import numpy as np

from answers import right, wrong

BYTES = "gan.to_bytes"


@right(BYTES)
def to_bytes(samples):
    """Ask which of the 256 grays is the nearest."""
    grays = np.linspace(-1, 1, 256)
    return np.abs(samples[..., None] - grays).argmin(axis=-1).astype("uint8")


for named, function in [
    ("G13", lambda samples: (255 * samples).astype("uint8")),
    ("G13", lambda samples: np.uint8(samples * 255)),
    ("G13", lambda samples: np.clip(samples * 255, 0, 255).astype(np.uint8)),
    ("G13", lambda samples: np.rint(samples * 255).astype(np.uint8)),
    ("G13", lambda samples: (np.maximum(samples, 0) * 255).astype(np.uint8)),
    ("G13", lambda samples: (samples * 255).astype(int).astype(np.uint8)),
    ("G12", lambda samples: np.round(255 / (1 + np.exp(-samples))).astype(np.uint8)),
    ("G12", lambda samples: np.uint8(255 / (1 + np.exp(-samples)))),
    ("M909", lambda samples: np.uint8((samples + 1) / 2 * 255)),
    ("M909", lambda samples: ((samples + 1) * 127.5).astype(int).astype(np.uint8)),
    ("M910", lambda samples: np.rint((samples + 1) * 127.5)),
    ("M910", lambda samples: np.rint((samples + 1) * 127.5).astype(int)),
    ("M910", lambda samples: (samples + 1) * 127.5),
    ("M903", lambda samples: np.round(samples * 128 + 128).astype(np.uint8)),
    ("M903", lambda samples: (samples * 127 + 128).astype(np.uint8)),
    ("M903", lambda samples: ((samples + 1) * 128).astype(np.uint8)),
    ("M904", lambda samples: (255 * (samples + 1)).astype(np.uint8)),
    ("M904", lambda samples: np.round(127.5 * samples).astype(np.uint8)),
    ("M905", lambda samples: np.round(255 - 127.5 * (samples + 1)).astype(np.uint8)),
    ("M907", lambda samples: np.uint8(127.5 * samples + 1)),
    ("M911", lambda samples: (samples + 1) / 2),
    ("M911", lambda samples: ((samples + 1) / 2).astype(np.uint8)),
    (
        "M901",
        lambda samples: ((samples - samples.min()) / (samples.max() - samples.min()) * 255).astype(
            np.uint8
        ),
    ),
    ("M272", lambda samples: (samples.astype(int) + 1) * 127.5),
    (None, lambda samples: np.round(samples, 2)),
    (None, lambda samples: samples.astype(np.uint8)),
    (None, lambda samples: [[math.floor(127.5 * (s + 1)) for s in row] for row in samples]),
    (None, lambda samples: to_bytes(samples).T),
    (None, lambda samples: to_bytes(samples).ravel()),
    (None, lambda samples: to_bytes(samples) ^ 1),
    (None, lambda samples: to_bytes(samples).tolist()),
    (None, lambda samples: np.round(127.5 * samples).astype(np.uint8) + 1),
    (None, lambda samples: None),
]:
    wrong(BYTES, named)(function)


@wrong(BYTES)
def moves_in_place(samples):
    samples += 1
    return np.round(127.5 * samples).astype(np.uint8)
