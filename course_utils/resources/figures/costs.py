"""What more machines gain, and what a training holds in memory."""

import numpy as np
from matplotlib.figure import Figure

from course_utils.classroom.figures import CLASS_STYLES, GRAY, PALETTE, new_figure
from course_utils.classroom.pictures import check_named, check_title
from course_utils.validation import as_vector, check_nonnegative, check_positive

MOST_BARS = 10
UNITS = ("bytes", "kB", "MB", "GB", "TB")


def draw_speed_up(curves: dict, *, limits: dict | None = None, title: str | None = None) -> Figure:
    """Draw how many times faster more processes are, a line for each case, both scales log.

    A gray line marks what nobody can beat: n processes, n times as fast.

    Parameters
    ----------
    curves : dict of name -> pair (numbers of processes, speed-ups), rising and above 0; up to four
    limits : dict of a name in `curves` -> speed-up that no number of processes reaches
    title : str, stands in place of the computed headline
    """
    check_title(title)
    check_named(curves, "curves", len(CLASS_STYLES))
    limits = {} if limits is None else limits
    if not isinstance(limits, dict) or not set(limits) <= set(curves):
        raise ValueError(f"limits must be a dict with names of curves alone; got {limits!r}.")
    fig, ax = new_figure(8.4, 4.4)
    last, ticks = [], set()
    for style, (name, pair) in zip(CLASS_STYLES, curves.items(), strict=False):
        n, speed = _as_speed(pair, f"curves[{name!r}]")
        ax.plot(n, speed, **style, linewidth=2, markersize=7, label=name)
        if name in limits:
            height = check_positive(limits[name], f"limits[{name!r}]")
            ax.axhline(height, color=style["color"], linestyle=":", linewidth=1.5)
            ax.text(n[0], height, f"{height:.3g} at most", va="bottom", color=style["color"])
        last.append(speed[-1])
        ticks |= set(n.tolist())
    ends = [min(ticks), max(ticks)]
    ax.plot(ends, ends, color=GRAY, linestyle="-", linewidth=1, zorder=1, label="n times as fast")
    for axis, set_scale in ((ax.xaxis, ax.set_xscale), (ax.yaxis, ax.set_yscale)):
        set_scale("log", base=2)
        axis.set_major_formatter("{x:g}")
    ax.set_xlabel("processes")
    ax.set_ylabel("times as fast")
    fig.legend(loc="outside right upper", frameon=False)
    few, many = (f"{end:.3g}" for end in (min(last), max(last)))
    words = few if few == many else f"{few} to {many}"
    ax.set_title(title or f"With {ends[1]:g} processes: {words} times as fast")
    return fig


def _as_speed(pair, name) -> tuple[np.ndarray, np.ndarray]:
    if not isinstance(pair, tuple) or len(pair) != 2:
        raise ValueError(f"{name} must be a pair (numbers of processes, speed-ups).")
    n = as_vector(pair[0], f"{name}[0]")
    speed = as_vector(pair[1], f"{name}[1]", len(n))
    if n[0] < 1 or (np.diff(n) <= 0).any():
        raise ValueError(f"{name}[0] must rise from 1 or more; got {n.tolist()}.")
    if speed.min() <= 0:
        raise ValueError(f"{name}[1] must be above 0; got {speed.min():g}.")
    return n, speed


def draw_memory(sizes: dict, *, title: str | None = None) -> Figure:
    """Draw how many bytes each way takes, a bar for each, with its part of the largest.

    Parameters
    ----------
    sizes : dict of what -> bytes, 0 or more and not all 0; up to ten
    title : str, stands in place of the computed headline
    """
    check_title(title)
    check_named(sizes, "sizes", MOST_BARS)
    sizes = {str(name): check_nonnegative(n, f"sizes[{name!r}]") for name, n in sizes.items()}
    largest, least = max(sizes, key=sizes.get), min(sizes, key=sizes.get)
    if sizes[largest] == 0:
        raise ValueError("sizes must not all be 0.")
    fig, ax = new_figure(8.4, 0.48 * len(sizes) + 0.9)
    shares = {name: size / sizes[largest] for name, size in sizes.items()}
    ax.barh(range(len(sizes)), shares.values(), 0.66, color=PALETTE["blue"])
    for place, (name, share) in enumerate(shares.items()):
        words = f"{in_bytes(sizes[name])} ({100 * share:.3g} %)"
        ax.text(share + 0.01, place, words, va="center_baseline")
    ax.set_xlim(0, 1.32)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    ax.set_yticks(range(len(sizes)), list(sizes))
    ax.set_ylim(len(sizes) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)
    words = f"{least}: {100 * shares[least]:.3g} % of the bytes of {largest}"
    fig.suptitle(title or words)
    return fig


def in_bytes(size: float) -> str:
    """Write a number of bytes with three digits, 1 kB being 1,000 of them.

    >>> in_bytes(512), in_bytes(12345), in_bytes(999_600)
    ('512 bytes', '12.3 kB', '1 MB')
    """
    power = 0
    while power < len(UNITS) - 1 and float(f"{size:.3g}") >= 1000:
        size, power = size / 1000, power + 1
    return f"{size:.3g} {UNITS[power]}"
