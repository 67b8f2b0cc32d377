"""One column at a time: what its histogram gives away, and what filling does to it."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, MaxNLocator, NullFormatter, StrMethodFormatter

from course_utils.classroom.figures import CLASS_STYLES, GRAY, PALETTE, new_figure
from course_utils.classroom.pictures import check_flag, check_named, check_title
from course_utils.validation import as_scalar, as_vector

_N_BARS = 40  # of a histogram
_MOST_MARKS, _MOST_WAYS = 3, 4
_SEEN, _MOST_NOTES = 0.02, 6  # a lone bar below this part of the highest carries its count
_NOW = {"facecolor": PALETTE["blue"], "edgecolor": "white", "linewidth": 0.5}


def draw_column(
    values, repaired=None, *, name: str, log: bool = False, marks: dict | None = None
) -> Figure:
    """Draw how often each value of a column occurs, and beside it the same after a repair.

    Two units show as two humps, missing codes and out-of-range values as bars far out, clipping
    as a spike at the limit.

    Parameters
    ----------
    values, repaired : arrays of shape (n,); NaN is a missing value, counted in words
    name : str, what the column holds, with its unit; written below the axis
    log : bool, True gives the values a logarithmic scale: all must be above 0
    marks : dict of name -> number, up to 3 vertical lines, or None
    """
    if not isinstance(name, str) or not name.strip():
        raise ValueError(f"name must say what the column holds; got {name!r}.")
    log = check_flag(log, "log")
    marks = {} if marks is None else marks
    if marks:
        check_named(marks, "marks", _MOST_MARKS)
    marks = {name: _mark(place, f"marks[{name!r}]", log) for name, place in marks.items()}
    columns = [_present(values, "values", log)]
    columns += [] if repaired is None else [_present(repaired, "repaired", log)]
    width = 7.4 if repaired is None else 9.6
    shared = {"sharex": log, "sharey": log}
    fig, axes = new_figure(width, 3.7, ncols=len(columns), squeeze=False, **shared)
    every = np.concatenate([present for present, _ in columns])
    heads = ("",) if repaired is None else ("before: ", "after: ")
    for ax, head, (present, n_missing) in zip(axes[0], heads, columns, strict=True):
        _draw_bars(ax, present, _edges(every if log else present, log), log)
        for style, (label, place) in zip(CLASS_STYLES[1:], marks.items(), strict=False):
            look = {"color": style["color"], "linestyle": style["linestyle"], "linewidth": 2.5}
            ax.axvline(place, **look, label=f"{label}, {place:.3g}")
        ax.set_title(head + _range_in_words(present, n_missing))
        ax.set_xlabel(name)
    axes[0, 0].set_ylabel("how many")
    if marks:
        keys = axes[0, 0].get_legend_handles_labels()[0]
        fig.legend(handles=keys, loc="outside lower center", ncols=_MOST_MARKS, frameon=False)
    return fig


def _present(values, name, log) -> tuple[np.ndarray, int]:
    """Return the values that are there, and how many are not."""
    try:
        array = np.asarray(values)
    except ValueError as error:
        raise ValueError(f"{name} must be 1-D; its rows differ in length.") from error
    is_missing = pd.isna(array) if array.ndim == 1 else np.array(False)
    if array.size and is_missing.all():
        raise ValueError(f"{name} holds nothing but missing values; there is nothing to draw.")
    present = as_vector(array[~is_missing] if array.ndim == 1 else array, name)
    _check_scale(present.min(), name, log)
    return present, int(is_missing.sum())


def _mark(place, name, log) -> float:
    place = as_scalar(place, name)
    _check_scale(place, name, log)
    return place


def _check_scale(least, name, log) -> None:
    if log and least <= 0:
        raise ValueError(
            f"{name} must be above 0 for a logarithmic scale; got {least:g}. Pass log=False."
        )


def _draw_bars(ax: Axes, values, edges, log) -> None:
    counts, *_ = ax.hist(values, edges, **_NOW)
    around = np.pad(counts, 1)
    beside = around[:-2] + around[2:]
    low = np.flatnonzero((counts > 0) & (counts < _SEEN * counts.max()) & (beside == 0))
    for place in low if len(low) <= _MOST_NOTES else ():
        middle = edges[place : place + 2].mean(), counts[place]
        up = {"textcoords": "offset points", "ha": "center", "va": "bottom", "fontsize": 11}
        ax.annotate(f"{counts[place]:.0f}×\n▾", middle, (0, 1), **up, linespacing=0.8)
    if log:
        ax.set_xscale("log")
        ax.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        ax.xaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
        ax.xaxis.set_minor_formatter(NullFormatter())
    else:
        ax.xaxis.set_major_locator(MaxNLocator(integer=bool((values == np.round(values)).all())))


def _edges(values, log) -> np.ndarray:
    """Return the edges of the bars: one bar a whole number where that are few."""
    low, high = values.min(), values.max()
    if log:
        return np.geomspace(low / 1.001, 1.001 * high, _N_BARS + 1)
    if high - low <= _N_BARS and (values == np.round(values)).all():
        return np.arange(low - 0.5, high + 1)
    return np.linspace(low, high, _N_BARS + 1) if low < high else np.array([low - 0.5, low + 0.5])


def _range_in_words(values, n_missing) -> str:
    words = f"{len(values):,} values, {values.min():.3g} to {values.max():.3g}"
    return f"{words}, {n_missing:,} missing" if n_missing else words


def draw_imputation(truth, filled: dict, *, title: str | None = None) -> Figure:
    """Draw what was filled in over what should stand there, a panel for each way of filling.

    On the diagonal a value is restored. Each panel says the typical error (root mean square) and
    how widely the filled values are spread, as a share of the true spread (standard deviation).

    Parameters
    ----------
    truth : array of shape (n,), the true values of the cells that were missing
    filled : dict of name -> array of shape (n,), what stands there now; up to four ways
    title : str, stands in place of the computed headline
    """
    truth = as_vector(truth, "truth")
    check_named(filled, "filled", _MOST_WAYS)
    check_title(title)
    filled = {
        name: as_vector(values, f"filled[{name!r}]", len(truth)) for name, values in filled.items()
    }
    if not truth.std():
        raise ValueError("truth must hold different values; all are the same.")
    every = np.concatenate([truth, *filled.values()])
    room = 0.04 * np.ptp(every)
    limits = every.min() - room, every.max() + room
    n = len(filled)
    fig, axes = new_figure(2.7 * n + 0.8, 4.1, ncols=n, sharey=True, squeeze=False)
    for ax, (name, values) in zip(axes[0], filled.items(), strict=True):
        _draw_filled(ax, truth, values, limits)
        ax.set_title(f"{name}\nerror {_error(truth, values):.3g}")
        spread = values.std() / truth.std()
        ax.set_xlabel(f"truth\n(spread kept: {100 * spread:.0f} %)")
    axes[0, 0].set_ylabel("filled in")
    best = min(filled, key=lambda name: _error(truth, filled[name]))
    least = f"Least error: {best}, {_error(truth, filled[best]):.3g}"
    fig.suptitle(title or (least if n > 1 else f"{len(truth):,} cells filled with the {best}"))
    return fig


def _draw_filled(ax: Axes, truth, values, limits) -> None:
    ax.plot(limits, limits, color=GRAY, linestyle=":", linewidth=2, label="restored")
    dots = {"color": PALETTE["blue"], "marker": "o", "s": 14, "linewidths": 0}
    ax.scatter(truth, values, alpha=0.35, **dots, label="a cell")
    ax.set_xlim(limits)
    ax.set_ylim(limits)


def _error(truth, values) -> float:
    return float(np.sqrt(np.mean((values - truth) ** 2)))
