"""A scale for each neuron."""

import numpy as np
import torch

from answers import right, wrong

SCALES = "compression.channel_scales"


@right(SCALES)
def channel_scales(W):
    """Take the width of each row together with its mirror image."""
    both = torch.cat([torch.tensor(W), -torch.tensor(W)], dim=1)
    return ((both.amax(1) - both.amin(1)) / (127 - -128)).tolist()


for named, function in [
    ("M1037", lambda W: abs(W).max(0) / 127.5),
    ("M1038", lambda W: abs(W).max() / 127.5),
    ("M1038", lambda W: np.ones(len(W)) * abs(W).max() / 127.5),
    ("M1039", lambda W: np.max(W, axis=1) / 127.5),
    ("M1039", lambda W: np.abs(np.max(W, axis=1)) / 127.5),
    ("M1040", lambda W: abs(W).max(1) / 127),
    ("M1040", lambda W: abs(W).max(1) / 128),
    ("M1040", lambda W: abs(W).max(1) / 255),
    ("M1041", lambda W: (W.max(1) - W.min(1)) / 255),
    ("M1042", lambda W: abs(W).mean(1) / 127.5),
    ("M1042", lambda W: W.std(1) / 127.5),
    ("M1042", lambda W: abs(W).sum(1) / 127.5),
    ("M1043", lambda W: 127.5 / abs(W).max(1)),
    ("M1044", lambda W: abs(W).max(1, keepdims=True) / 127.5),
    ("M1044", lambda W: np.round(W / (abs(W).max(1, keepdims=True) / 127.5))),
    (None, lambda W: abs(W).max(0, keepdims=True) / 127.5),
    (None, lambda W: W / 127.5),
    (None, lambda W: abs(W).max(1)),
    (None, lambda W: abs(W).min(1) / 127.5),
    (None, lambda W: (abs(W).max(1) / 127.5).round(3)),
    (None, lambda W: np.sort(abs(W).max(1) / 127.5)[::-1] + 1e-4),
    (None, lambda W: abs(W[0]).max() / 127.5),
]:
    wrong(SCALES, named)(function)


@wrong(SCALES)
def returns_in_the_loop(W):
    for row in W:
        return abs(row).max() / 127.5


@wrong(SCALES)
def divides_in_place(W):
    W /= 127.5
    return abs(W).max(axis=1)
