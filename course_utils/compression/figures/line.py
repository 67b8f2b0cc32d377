"""The number line: values, the codes they get, and how far that moves them."""

from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from course_utils.classroom.figures import GRAY, PALETTE, new_figure
from course_utils.classroom.pictures import check_title
from course_utils.compression.codes import code_range, dequantize, quantize
from course_utils.validation import as_vector, check_positive

MOST_VALUES, MOST_NAMES = 400, 16
HALF = 0.5 + 1e-9  # of a step: farther is no rounding
LEVEL, VALUE = 0.0, 1.0  # heights: of the codes' numbers, of the values


class Coded(NamedTuple):
    """Values, and what becomes of them on their way into codes and back."""

    codes: np.ndarray
    back: np.ndarray
    errors: np.ndarray  # back - value
    cut: np.ndarray  # True where the error exceeds half a step: the value lies outside


def coded(values, scale: float, zero_point: int = 0, bits: int = 8) -> Coded:
    """Return the codes of values, what they stand for, and the errors.

    >>> coded([0.2, 9.0], 1.0, 0, 2)
    Coded(codes=array([0, 1], dtype=int8), back=array([0., 1.]), errors=array([-0.2, -8. ]), \
cut=array([False,  True]))
    """
    values = as_vector(values, "values")
    codes = quantize(values, scale, zero_point, bits)
    back = dequantize(codes, scale, zero_point)
    return Coded(codes, back, back - values, np.abs(back - values) > HALF * scale)


def levels_of(scale: float, zero_point: int = 0, bits: int = 8) -> np.ndarray:
    """Return the number of each code, from the smallest to the largest.

    >>> levels_of(0.5, -1, 2).tolist()
    [-0.5, 0.0, 0.5, 1.0]
    """
    smallest, largest = code_range(bits)
    return dequantize(np.arange(smallest, largest + 1), scale, zero_point)


def draw_number_line(
    x, scale: float, zero_point: int = 0, bits: int = 8, *, title: str | None = None
) -> Figure:
    """Draw values above the numbers that codes stand for, and below both how far each was moved.

    Parameters
    ----------
    x : array of shape (n,), up to 400 values
    scale, zero_point, bits : as for `quantize`
    title : str, stands in place of the computed headline
    """
    check_title(title)
    x = as_vector(x, "x")
    if len(x) > MOST_VALUES:
        raise ValueError(f"x must hold {MOST_VALUES} values at most to be drawn; got {len(x)}.")
    scale = check_positive(scale, "scale")
    found, levels = coded(x, scale, zero_point, bits), levels_of(scale, zero_point, bits)
    fig, (line, errors) = new_figure(9.0, 4.6, nrows=2, sharex=True)
    stage_line(line)
    line.add_collection(ways(x, found.back))
    line.add_collection(marks(levels))
    draw_points(line, x, np.full(len(x), VALUE), found.cut)
    if len(levels) <= MOST_NAMES:
        for code, level in enumerate(levels, code_range(bits)[0]):
            line.text(level, LEVEL - 0.3, f"{code}".replace("-", "−"), ha="center", va="top")
    everything = np.concatenate([x, levels])
    room = 0.03 * np.ptp(everything)
    line.set_xlim(everything.min() - room, everything.max() + room)
    stage_errors(errors, scale)
    draw_points(errors, x, found.errors, found.cut)
    reach = 1.15 * max(np.abs(found.errors).max(), scale / 2)
    errors.set_ylim(-reach, reach)
    errors.set_xlabel("value")
    fig.legend(*errors.get_legend_handles_labels(), loc="outside right upper", frameon=False)
    n_cut, s = int(found.cut.sum()), "s" * (len(x) != 1)
    words = f"{len(x)} value{s} in {bits} bits: mean squared error {(found.errors**2).mean():.4f}"
    fig.suptitle(title or f"{words}, {n_cut} cut off")
    return fig


def stage_line(ax: Axes) -> None:
    """Prepare an axes for values above the numbers of codes."""
    ax.set_ylim(LEVEL - 0.75, VALUE + 0.3)
    ax.set_yticks([LEVEL, VALUE], ["codes", "values"])
    ax.tick_params(axis="y", length=0)


def stage_errors(ax: Axes, scale: float) -> list:
    """Draw the lines between which rounding stays, and return them."""
    ax.axhline(0, color=GRAY, linewidth=1, linestyle="-", zorder=1)
    look = {"color": GRAY, "linewidth": 1.5, "linestyle": ":", "zorder": 1}
    ax.set_ylabel("error")
    names = ("half a step", None)
    return [
        ax.axhline(h, **look, label=n) for h, n in zip((scale / 2, -scale / 2), names, strict=True)
    ]


def marks(levels) -> LineCollection:
    """Return a short line for each number that a code stands for."""
    look = {"colors": "black", "linewidths": thickness(levels), "linestyles": "-", "zorder": 2}
    return LineCollection(upright(levels), **look)


def thickness(levels) -> float:
    """Return the width in points of each of so many lines, so that they stay apart."""
    return 1.5 if len(levels) <= 2 * MOST_NAMES else 0.5


def upright(levels) -> np.ndarray:
    """Return the two ends of each short line, shape (n, 2, 2)."""
    x = np.repeat(np.asarray(levels)[:, None], 2, axis=1)
    return np.stack([x, np.broadcast_to([LEVEL - 0.2, LEVEL + 0.2], x.shape)], axis=2)


def ways(values, back) -> LineCollection:
    """Return a line from each value to the number of its code."""
    look = {"colors": GRAY, "linewidths": 0.8, "linestyles": "-", "zorder": 1}
    return LineCollection(slopes(values, back), **look)


def slopes(values, back) -> np.ndarray:
    """Return the two ends of the line from each value to what came back, shape (n, 2, 2)."""
    x = np.column_stack([values, back])
    return np.stack([x, np.broadcast_to([VALUE, LEVEL + 0.2], x.shape)], axis=2)


def draw_points(ax: Axes, x, y, cut) -> tuple:
    """Draw values that were rounded as dots, those that were cut off as squares; return both."""
    looks = (
        {"color": PALETTE["blue"], "marker": "o", "s": 28, "label": "rounded"},
        {"color": PALETTE["vermilion"], "marker": "s", "s": 50, "label": "cut off"},
    )
    return tuple(
        ax.scatter(x[which], y[which], **look, linewidths=0, zorder=3)
        for look, which in zip(looks, (~cut, cut), strict=True)
    )
