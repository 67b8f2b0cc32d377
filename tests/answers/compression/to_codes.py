"""Numbers as codes of a byte."""

import numpy as np
import torch

from answers import right, wrong

CODES = "compression.to_codes"


@right(CODES)
def to_codes(x, low, high):
    """Ask PyTorch for codes from 0 to 255, and move them down by 128."""
    low, high = sorted([low, 0.0, high])[::2]
    scale = (high - low) / 255
    zero_point = int(-round(low / scale))
    codes = torch.quantize_per_tensor(torch.tensor(x).float(), scale, zero_point, torch.quint8)
    return (codes.int_repr().int() - 128).to(torch.int8).numpy()


def wide(low, high):
    return min(low, 0), max(high, 0)


def coded(x, low, high, steps=255, whole=np.round, clip=(-128, 127)):
    scale = (high - low) / steps
    zero_point = np.round(-128 - low / scale)
    codes = whole(x / scale) + zero_point
    return codes if clip is None else np.clip(codes, *clip)


def early(x, low, high):
    scale = (high - low) / 255
    return np.clip(x, -128 * scale, 127 * scale), low, high


for named, function in [
    ("Q1", lambda x, low, high: coded(x, *wide(low, high), clip=None).astype(np.int8)),
    (
        "Q1",
        lambda x, low, high: coded(x, *wide(low, high), clip=None).astype(int).astype("int8"),
    ),
    ("M1198", lambda x, low, high: coded(*early(x, *wide(low, high)), clip=None).astype(np.int8)),
    ("M1198", lambda x, low, high: coded(*early(x, *wide(low, high))).astype(np.int8)),
    ("Q5", lambda x, low, high: coded(x, low, high).astype(np.int8)),
    ("Q5", lambda x, low, high: coded(x, min(low, 0), high).astype(np.int8)),
    (
        "Q5",
        lambda x, low, high: np.clip(
            np.round((x - low) / ((high - low) / 255)) - 128, -128, 127
        ).astype(np.int8),
    ),
    (
        "Q3",
        lambda x, low, high: np.clip(
            np.round(x / max(abs(low), abs(high)) * 127), -128, 127
        ).astype(np.int8),
    ),
    (
        "Q3",
        lambda x, low, high: np.clip(np.rint(127.5 * x / max(-low, high)), -128, 127).astype(
            np.int8
        ),
    ),
    ("M1028", lambda x, low, high: coded(x, x.min(), x.max()).astype(np.int8)),
    (
        "M1028",
        lambda x, low, high: coded(x, min(x.min(), 0), max(x.max(), 0)).astype(np.int8),
    ),
    ("M1029", lambda x, low, high: coded(x, *wide(low, high), steps=256).astype(np.int8)),
    ("M1029", lambda x, low, high: coded(x, *wide(low, high), steps=254).astype(np.int8)),
    ("M1030", lambda x, low, high: coded(x, *wide(low, high), whole=np.floor).astype(np.int8)),
    ("M1030", lambda x, low, high: coded(x, *wide(low, high), whole=np.array).astype(np.int8)),
    ("M1030", lambda x, low, high: coded(x, *wide(low, high), whole=np.trunc).astype(np.int8)),
    ("M1035", lambda x, low, high: coded(x, *wide(low, high))),
    ("M1035", lambda x, low, high: coded(x, *wide(low, high)).astype(int)),
    (None, lambda x, low, high: to_codes(x, low, high).T),
    (None, lambda x, low, high: to_codes(x, low, high).ravel()),
    ("M1035", lambda x, low, high: to_codes(x, low, high).tolist()),
    (None, lambda x, low, high: -to_codes(x, low, high)),
    (None, lambda x, low, high: (255 * (x - x.min()) / np.ptp(x) - 128).astype(np.int8)),
    (None, lambda x, low, high: x.astype(np.int8)),
    (None, lambda x, low, high: to_codes(x, -1, 1)),
]:
    wrong(CODES, named)(function)


def moved(zero, clip=(-128, 127), kind=np.int8):
    """Return the codes with another zero point: `zero(low, scale)`."""

    def codes_of(x, low, high):
        low, high = wide(low, high)
        scale = (high - low) / 255
        return np.clip(np.round(x / scale) + zero(low, scale), *clip).astype(kind)

    return codes_of


for named, function in [
    ("M1145", moved(lambda low, scale: np.floor(-128 - low / scale))),
    ("M1145", moved(lambda low, scale: int(-low / scale) - 128)),
    (None, moved(lambda low, scale: int(-128 - low / scale) - 1)),
    ("M1032", moved(lambda low, scale: -round(low / scale), (0, 255), np.uint8)),
    ("M1032", moved(lambda low, scale: -round(low / scale))),
    ("M1033", moved(lambda low, scale: -128 + round(low / scale))),
    ("M1033", moved(lambda low, scale: round(low / scale))),
    ("M1033", moved(lambda low, scale: 128 + round(low / scale))),
    ("M1034", moved(lambda low, scale: 0)),
    (None, moved(lambda low, scale: -127 - round(low / scale))),
    (None, moved(lambda low, scale: -128 - low)),
    ("M1146", moved(lambda low, scale: -128 - round(low / scale), (-127, 127))),
    (None, moved(lambda low, scale: -128)),
]:
    wrong(CODES, named)(function)


@wrong(CODES, "M1031")
def from_the_lower_end(x, low, high):
    low, high = min(low, 0), max(high, 0)
    return np.clip(np.round((x - low) * 255 / (high - low)) - 128, -128, 127).astype(np.int8)


@wrong(CODES, "M1036")
def there_and_back(x, low, high):
    low, high = min(low, 0), max(high, 0)
    scale = (high - low) / 255
    zero_point = np.round(-128 - low / scale)
    return (to_codes(x, low, high) - zero_point) * scale
