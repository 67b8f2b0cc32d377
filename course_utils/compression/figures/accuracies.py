"""Accuracy against what is saved: over the sparsity, and over the bits of a weight."""

import textwrap

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from course_utils.classroom.figures import CLASS_STYLES, GRAY, new_figure
from course_utils.classroom.pictures import check_named, check_title
from course_utils.validation import as_numbers, as_scalar, as_vector, check_count

MOST_CURVES = len(CLASS_STYLES)
ONE_POINT = 0.01
_APART = 0.07  # two ticks at least, in parts of the axis
_BARS = {"capsize": 4, "linewidth": 2, "markersize": 7}


def draw_pruning_curves(table: dict, baseline: float, *, title: str | None = None) -> Figure:
    """Draw the accuracy over the share of weights that were removed, a line a recipe.

    The line runs through the medians; a bar reaches from the worst to the best seed. The axis is
    logarithmic in what remains: from 50 to 75 % is as far as from 80 to 90 %.

    Parameters
    ----------
    table : dict of recipe -> dict of sparsity -> array of accuracies, one a seed, as
        `pruning_table_of` returns it; sparsities from 0 to below 1; up to four recipes
    baseline : float, accuracy of the network before
    title : str, stands in place of the computed headline
    """
    check_title(title)
    check_named(table, "table", MOST_CURVES)
    baseline = _accuracy(as_scalar(baseline, "baseline"), "baseline")
    curves = {name: _curve(row, f"table[{name!r}]") for name, row in table.items()}
    for name, (sparsities, _) in curves.items():
        if sparsities[0] < 0 or sparsities[-1] >= 1:
            raise ValueError(f"table[{name!r}] must have sparsities from 0 to below 1.")
    fig, ax = new_figure(9.0, 4.4)
    for style, (name, (sparsities, rows)) in zip(CLASS_STYLES, curves.items(), strict=False):
        _draw_curve(ax, 100 * (1 - sparsities), rows, style, name)
    _draw_baseline(ax, baseline)
    ax.set_xscale("log")
    ax.invert_xaxis()
    _set_sparsities(ax, np.unique(np.concatenate([row[0] for row in curves.values()])))
    ax.set_xlabel("weights removed, % (scale: logarithm of what remains)")
    _finish(fig, ax)
    last = {name: _last_within(*curve, baseline) for name, curve in curves.items()}
    words = ", ".join(f"{name} {share}" for name, share in last.items())
    fig.suptitle(title or _lines(f"Within 1 point of {baseline:.3f} up to: {words}"))
    return fig


def draw_bits_curve(bits, curves: dict, baseline: float, *, title: str | None = None) -> Figure:
    """Draw the accuracy over the bits of a weight, a line for each way to choose the scales.

    Parameters
    ----------
    bits : array of shape (n,), whole numbers that rise
    curves : dict of name -> array of shape (n,), or (n, n_seeds): then the line runs through the
        medians, and a bar reaches from the worst to the best; up to four
    baseline : float, accuracy of the network before
    title : str, stands in place of the computed headline
    """
    check_title(title)
    bits = as_vector(bits, "bits")
    if (np.diff(bits) <= 0).any() or bits[0] < 1 or (bits != np.round(bits)).any():
        raise ValueError(f"bits must be whole numbers that rise from 1 or more; got {bits}.")
    check_named(curves, "curves", MOST_CURVES)
    baseline = _accuracy(as_scalar(baseline, "baseline"), "baseline")
    fig, ax = new_figure(8.4, 4.4)
    least = []
    for style, (name, rows) in zip(CLASS_STYLES, curves.items(), strict=False):
        rows = np.atleast_1d(as_numbers(rows, f"curves[{name!r}]"))
        if len(rows) != len(bits):
            raise ValueError(f"curves[{name!r}] must hold a row for each of the {len(bits)} bits.")
        _, rows = _curve(dict(zip(bits, rows, strict=True)), f"curves[{name!r}]")
        _draw_curve(ax, bits, rows, style, name)
        below = np.flatnonzero(_medians(rows) < baseline - ONE_POINT - 1e-9)
        first = below[-1] + 1 if len(below) else 0
        least.append(f"{name} {bits[first]:g} bits" if first < len(bits) else f"{name} never")
    _draw_baseline(ax, baseline)
    ax.set_xticks(bits, [f"{check_count(int(bit), 'bits')}" for bit in bits])
    ax.set_xlabel("bits of a weight")
    _finish(fig, ax)
    words = ", ".join(least)
    fig.suptitle(title or _lines(f"Within 1 point of {baseline:.3f} from: {words}"))
    return fig


def _curve(row, name: str) -> tuple[np.ndarray, list[np.ndarray]]:
    """Return places in rising order, and the accuracies of all seeds at each."""
    if not isinstance(row, dict) or not row:
        raise ValueError(f"{name} must be a dict of number -> accuracies; got {row!r}.")
    places = as_vector(list(row), f"the keys of {name}")
    order = np.argsort(places)
    values = list(row.values())
    names = [f"{name}[{place:g}]" for place in places]
    rows = [as_vector(np.atleast_1d(as_numbers(values[i], names[i])), names[i]) for i in order]
    for value in (extreme for each in rows for extreme in (each.min(), each.max())):
        _accuracy(value, name)
    return places[order], rows


def _accuracy(value: float, name: str) -> float:
    if not 0 <= value <= 1:
        raise ValueError(f"{name} must hold accuracies from 0 to 1; got {value:g}.")
    return value


def _medians(rows) -> np.ndarray:
    return np.array([np.median(row) for row in rows])


def _draw_curve(ax: Axes, x, rows, style: dict, name) -> None:
    medians = _medians(rows)
    reach = [medians - [row.min() for row in rows], [row.max() for row in rows] - medians]
    ax.errorbar(x, medians, yerr=np.array(reach), **style, **_BARS, label=name)


def _draw_baseline(ax: Axes, baseline: float) -> None:
    for height, line, name in ((0, "-", "before"), (ONE_POINT, ":", "1 point below")):
        look = {"color": GRAY, "linestyle": line, "linewidth": 1.5, "zorder": 1}
        ax.axhline(baseline - height, **look, label=name)


def _last_within(sparsities, rows, baseline: float) -> str:
    """Return, in %, how far one can go before the median falls by more than a point."""
    below = np.flatnonzero(_medians(rows) < baseline - ONE_POINT - 1e-9)
    n_within = below[0] if len(below) else len(sparsities)
    return f"{100 * sparsities[n_within - 1]:g} %" if n_within else "never"


def _lines(words: str) -> str:
    """Break a headline into lines, and no number from its unit."""
    return textwrap.fill(words.replace(" %", "\N{NO-BREAK SPACE}%"), 80)


def _set_sparsities(ax: Axes, sparsities) -> None:
    """Write at the x axis the sparsities that leave each other room, the least one first."""
    places = -np.log(1 - sparsities)
    room = _APART * (np.ptp(places) or 1.0)
    chosen = [0]
    for i in range(1, len(sparsities)):
        if places[i] - places[chosen[-1]] >= room:
            chosen.append(i)
    names = [f"{100 * sparsities[i]:g}" for i in chosen]
    ax.set_xticks(100 * (1 - sparsities[chosen]), names)
    ax.xaxis.set_minor_locator(NullLocator())


def _finish(fig: Figure, ax: Axes) -> None:
    ax.set_ylabel("accuracy")
    fig.legend(loc="outside lower center", ncols=3, frameon=False)
