"""Numbers in words: the same text on every machine, short enough to be read aloud."""

import numpy as np

LISTED = 10  # up to so many points are listed one by one
_NOISE = 1e-12
_GOLDEN = 0.6180339887498949


def number(value: float, scale: float | None = None) -> str:
    """Write `value` with 3 decimals at most.

    Where `scale`, the largest size among the values shown together, is below 0.01 or at least a
    million, its power of ten is written apart, so that small data do not all read 0.

    >>> number(0.12345), number(-0.0), number(2.5e-5), number(6e-17, scale=1)
    ('0.123', '0', '2.5e-5', '0')
    """
    if not np.isfinite(value):
        return str(float(value))
    scale = abs(value) if scale is None else scale
    exponent = int(np.floor(np.log10(scale))) if scale > _NOISE else 0
    shift = 0 if -2 <= exponent <= 5 else exponent
    decimals = 3 if shift else min(3, 5 - exponent)
    # Rounded twice: 0.0624999999999 on one machine and 0.0625 on another read the same.
    rounded = round(round(value / 10.0**shift, 9), decimals) + 0.0
    text = f"{rounded:.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text}e{shift}" if shift and text != "0" else text


def listed(values, among=None) -> str:
    """List `values`, on the scale of `among` (themselves if None)."""
    scale = _scale(as_floats(values if among is None else among))
    return ", ".join(number(value, scale) for value in as_floats(values))


def count(size: int, noun: str) -> str:
    """Say how many: '1 point', '2 points'."""
    return f"{size} {noun}" if size == 1 else f"{size} {noun}s"


def spread(values) -> str:
    """Say the range and mean of `values`, and how many are NaN or infinite.

    >>> spread([1, 2, 6]), spread([4, 4])
    ('1 to 6, mean 3', 'always 4')
    """
    values = as_floats(values)
    finite = values[np.isfinite(values)]
    if not len(finite):
        return "none finite"
    scale = _scale(finite)
    low, high, mean = (number(v, scale) for v in (finite.min(), finite.max(), finite.mean()))
    words = f"always {low}" if low == high else f"{low} to {high}, mean {mean}"
    missing = len(values) - len(finite)
    return f"{words} ({missing} not finite)" if missing else words


def point(x, y) -> str:
    """Write one point as (x, y)."""
    scale = _scale(as_floats([x, y]))
    return f"({number(x, scale)}, {number(y, scale)})"


def points(x, y) -> str:
    """List few points; of many say the range and mean of each coordinate."""
    x, y = as_floats(x), as_floats(y)
    if len(x) > LISTED:
        return f"x {spread(x)}; y {spread(y)}"
    scales = _scale(x), _scale(y)
    pairs = (f"({number(a, scales[0])}, {number(b, scales[1])})" for a, b in zip(x, y, strict=True))
    return ", ".join(pairs) or "none"


def samples(x, y) -> str:
    """Say y at five positions along a line of many points, or that it is level."""
    x, y = as_floats(x), as_floats(y)
    if spread(y).startswith("always"):
        return "level"
    chosen = np.linspace(0, len(x) - 1, 5).round().astype(int)
    return f"y at x = {listed(x[chosen], among=x)}: {listed(y[chosen], among=y)}"


def correlation(x, y) -> str:
    """Write Pearson's correlation, or that there is none."""
    x, y = as_floats(x), as_floats(y)
    keep = np.isfinite(x) & np.isfinite(y)
    x, y = x[keep], y[keep]
    if any(np.ptp(v) <= 1e-9 * _scale(v) if len(v) else True for v in (x, y)):
        return "undefined"
    return number(np.corrcoef(x, y)[0, 1], 1.0)


def weighted_sum(arrays) -> float:
    """Add all numbers with weights between 1 and 2 that differ from place to place.

    Unlike a mean it also moves when two values change places. Unlike a hash it hardly moves when
    the last bits differ, as they do between processors.
    """
    total = 0.0
    for start, values in enumerate(map(as_floats, arrays)):
        values = np.where(np.isfinite(values), values, 0.0)
        largest = _scale(values)
        # Tiny data would vanish and huge data drown the rest: both are brought near 1.
        shift = np.floor(np.log10(largest)) if largest and not 0.01 <= largest < 1e6 else 0.0
        weights = 1.0 + (_GOLDEN * np.arange(start, start + len(values))) % 1.0
        total += float(weights @ (values / 10.0**shift))
    return round(total, 9) + 0.0


def as_floats(values) -> np.ndarray:
    """Return `values` as one row of floats, NaN where they are masked."""
    return np.ma.filled(np.ma.asarray(values, dtype=float), np.nan).ravel()


def _scale(values) -> float:
    largest = float(np.abs(values[np.isfinite(values)]).max(initial=0.0))
    return largest if largest > _NOISE else 0.0
