"""Codes times codes."""

import numpy as np
import torch

from answers import right, wrong

PRODUCT = "compression.int8_product"


@right(PRODUCT)
def int8_product(codes_x, zero_x, codes_w, scale_x, scale_w):
    """Correct the sums by those of the weights, as fast libraries do."""
    x, w = torch.tensor(codes_x).int(), torch.tensor(codes_w).int()
    sums = x @ w.T - zero_x * w.sum(dim=1)
    return (sums.double() * scale_x * torch.tensor(scale_w)).numpy()


def long(codes):
    return codes.astype(np.int32)


def scaled(sums):
    """Return what multiplies `sums(codes_x, zero_x, codes_w)` by both scales."""
    return lambda codes_x, zero_x, codes_w, scale_x, scale_w: (
        sums(codes_x, zero_x, codes_w) * scale_x * scale_w
    )


def finished(finish):
    """Return what makes `finish(sums, scale_x, scale_w)` of the right sums."""
    return lambda codes_x, zero_x, codes_w, scale_x, scale_w: finish(
        (long(codes_x) - zero_x) @ long(codes_w).T, scale_x, scale_w
    )


for named, function in [
    ("Q6", scaled(lambda x, z, w: (x - z) @ w.T)),
    ("Q6", scaled(lambda x, z, w: ((long(x) - z) @ long(w).T).astype(np.int8))),
    ("Q6", scaled(lambda x, z, w: ((long(x) - z) @ long(w).T).astype(np.int16))),
    ("Q6", scaled(lambda x, z, w: x @ w.T)),
    ("Q6", scaled(lambda x, z, w: (x @ w.T).astype(np.int32) - z)),
    ("Q6", scaled(lambda x, z, w: np.int32((x - z) @ w.T))),
    ("M1045", scaled(lambda x, z, w: (x - z).astype(np.int32) @ w.astype(np.int32).T)),
    ("M1046", scaled(lambda x, z, w: long(x) @ long(w).T)),
    ("M1046", scaled(lambda x, z, w: (long(x) + z) @ long(w).T)),
    ("M1047", scaled(lambda x, z, w: long(x) @ long(w).T - z)),
    ("M1171", scaled(lambda x, z, w: (long(x) - z - z) @ long(w).T)),
    ("M1171", scaled(lambda x, z, w: (long(x) - z) @ long(w).T - z * long(w).sum(axis=1))),
    ("M1171", scaled(lambda x, z, w: (long(x) - z) @ long(w).T - z)),
    ("M1048", scaled(lambda x, z, w: (long(x) - z) @ (long(w) - z).T)),
    ("M1048", scaled(lambda x, z, w: long(x) @ (long(w) - z).T)),
    ("M1049", finished(lambda sums, sx, sw: sums)),
    ("M1049", finished(lambda sums, sx, sw: sums * sx)),
    ("M1049", finished(lambda sums, sx, sw: sums * sw)),
    ("M1050", finished(lambda sums, sx, sw: sums / (sx * sw))),
    ("M1050", finished(lambda sums, sx, sw: sums * (sx + sw))),
    ("M1051", finished(lambda sums, sx, sw: (sums * sx * sw).round())),
    ("M1051", finished(lambda sums, sx, sw: (sums * sx * sw).astype(int))),
    (None, finished(lambda sums, sx, sw: (sums * sx * sw).T)),
    (None, finished(lambda sums, sx, sw: sums * sx * sw[:, None])),
    (None, finished(lambda sums, sx, sw: -sums * sx * sw)),
    (None, finished(lambda sums, sx, sw: np.clip(sums * sx * sw, -128, 127) + 1)),
    (None, scaled(lambda x, z, w: (long(x) - z) @ long(w))),
    (None, scaled(lambda x, z, w: ((long(x) - z)[:, None] * long(w)).mean(axis=2))),
]:
    wrong(PRODUCT, named)(function)
