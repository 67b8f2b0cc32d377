"""What a training leaves behind: losses of both players, and results over seeds."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, MaxNLocator, NullLocator

from course_utils.classroom.figures import CLASS_STYLES, GRAY, PALETTE, new_figure
from course_utils.classroom.pictures import check_flag, check_named, check_title, check_words
from course_utils.validation import as_scalar, as_vector

MOST_RECIPES = 10
_PANELS = (("discriminator", "generator"), ("D(real)", "D(fake)"))


def draw_losses(history: dict, *, balance: bool = True, title: str | None = None) -> Figure:
    """Draw the losses of both players over the epochs, and beside them the discriminator's answers.

    Parameters
    ----------
    history : dict as `train_gan` returns it, with "discriminator", "generator", "D(real)" and
        "D(fake)", a number an epoch
    balance : bool
        Mark what a discriminator that can't tell makes of all of them: 2 ln 2 and ln 2 with the
        non-saturating loss, and 0.5. Pass False with another loss.
    title : str, stands in place of the computed headline
    """
    check_title(title)
    balance = check_flag(balance, "balance")
    if not isinstance(history, dict) or not {name for pair in _PANELS for name in pair} <= set(
        history
    ):
        raise ValueError(
            "history must be a dict as train_gan returns it, with 'discriminator', 'generator', "
            "'D(real)' and 'D(fake)'."
        )
    n_epochs = len(as_vector(history["discriminator"], "history['discriminator']"))
    fig, axes = new_figure(10, 4.6, ncols=2)
    marks = ((2 * np.log(2), np.log(2)), (0.5,))
    for ax, names, heights in zip(axes, _PANELS, marks, strict=True):
        for height in heights if balance else ():
            label = "D can't tell" if height == heights[0] else None
            ax.axhline(height, color=GRAY, linestyle=":", linewidth=2, zorder=1, label=label)
        for style, name in zip(CLASS_STYLES, names, strict=False):
            values = as_vector(history[name], f"history[{name!r}]", n_epochs)
            look = style | {"markersize": 7, "markevery": max(1, n_epochs // 8), "linewidth": 2}
            ax.plot(np.arange(1, n_epochs + 1), values, **look, label=name)
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.set_xlabel("epoch")
        ax.legend(frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3)
    axes[0].set_ylabel("loss")
    axes[1].set_ylabel("mean probability")
    axes[1].set_ylim(-0.02, 1.02)
    last = ", ".join(f"{name} {history[name][-1]:.2f}" for name in _PANELS[0] + _PANELS[1])
    fig.suptitle(title or f"Epoch {n_epochs}: {last}")
    return fig


def draw_ablation(
    table: dict,
    label: str,
    *,
    marks: dict | None = None,
    log: bool = False,
    title: str | None = None,
) -> Figure:
    """Draw what each recipe reached with each seed, a row a recipe, and the median of each.

    Parameters
    ----------
    table : dict of recipe -> array of results, one a seed; up to ten
    label : str, what a result is
    marks : dict of name -> number to compare with, such as a bar to pass; up to four
    log : bool, True gives results a logarithmic scale: all must be above 0
    title : str, stands in place of the computed headline
    """
    check_title(title)
    check_named(table, "table", MOST_RECIPES)
    check_words(label, "label")
    log = check_flag(log, "log")
    rows = {str(name): as_vector(row, f"table[{name!r}]") for name, row in table.items()}
    if marks is not None:
        check_named(marks, "marks", len(CLASS_STYLES))
    marks = {name: as_scalar(mark, f"marks[{name!r}]") for name, mark in (marks or {}).items()}
    lowest = min(*(row.min() for row in rows.values()), *marks.values(), np.inf)
    if log and lowest <= 0:
        raise ValueError(f"table and marks must be above 0 for log=True; got {lowest:g}.")
    fig, ax = new_figure(9.4, 0.48 * len(rows) + 1.7)
    medians = {name: float(np.median(row)) for name, row in rows.items()}
    for height, (name, row) in enumerate(rows.items()):
        _draw_seeds(ax, height, row, medians[name])
    for style, (name, value) in zip(CLASS_STYLES[::-1], marks.items(), strict=False):
        look = {"color": "black", "linestyle": style["linestyle"], "linewidth": 2, "zorder": 1}
        ax.axvline(value, **look, label=f"{name}: {value:.3g}")
    if log:
        ax.set_xscale("log")
        ax.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        ax.xaxis.set_major_formatter("{x:g}")
        ax.xaxis.set_minor_locator(NullLocator())
    ax.set_yticks(range(len(rows)), list(rows))
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel(label)
    fig.legend(loc="outside lower center", ncols=4, frameon=False)
    low, high = min(medians, key=medians.get), max(medians, key=medians.get)
    words = f"Medians from {medians[low]:.3g} ({low}) to {medians[high]:.3g} ({high})"
    ax.set_title(title or words)
    return fig


def _draw_seeds(ax: Axes, height: int, row, median: float) -> None:
    """Draw a seed always at the same height of its row, so that equal results stay apart."""
    heights = height + (np.linspace(-0.25, 0.25, len(row)) if len(row) > 1 else np.zeros(1))
    labels = ("a seed", "median") if height == 0 else (None, None)
    dots = {"s": 45, "color": PALETTE["blue"], "edgecolors": "white", "linewidths": 0.8}
    ax.scatter(row, heights, **dots, zorder=3, label=labels[0])
    look = {"color": PALETTE["vermilion"], "linestyle": "-", "linewidth": 5, "zorder": 2}
    ax.plot([median, median], [height - 0.38, height + 0.38], **look, label=labels[1])
    beside = {"transform": ax.get_yaxis_transform(), "va": "center", "fontsize": 12}
    ax.text(1.01, height, f"median {median:.3g}", **beside)
