"""How weights are spread: which of them a mask keeps, and how many values are left."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from course_utils.classroom.figures import PALETTE, new_figure
from course_utils.classroom.pictures import check_named, check_title
from course_utils.validation import as_numbers, check_count

MOST_PANELS = 4
KEPT = {"facecolor": PALETTE["blue"], "edgecolor": PALETTE["blue"], "linewidth": 0.5}
REMOVED = {
    "facecolor": "white",
    "edgecolor": PALETTE["vermilion"],
    "hatch": "////",
    "linewidth": 1,
    "linestyle": "-",
}


def draw_weights(
    weights: dict, *, masks: dict | None = None, n_bins: int = 60, title: str | None = None
) -> Figure:
    """Draw how weights or codes are spread, a panel a name, all over one axis of values.

    Parameters
    ----------
    weights : dict of name -> array of any shape, one to four
    masks : dict of name -> array of that shape, True where a weight is kept; of some names or all.
        What is not kept is drawn hatched, at the value it had.
    n_bins : int >= 1, of equal width, shared
    title : str, stands in place of the headline
    """
    check_title(title)
    check_named(weights, "weights", MOST_PANELS)
    groups = {
        name: np.ravel(as_numbers(row, f"weights[{name!r}]")) for name, row in weights.items()
    }
    masks = {} if masks is None else masks
    if not isinstance(masks, dict) or not set(masks) <= set(groups):
        raise ValueError(f"masks must be a dict with names of weights: {', '.join(groups)}.")
    kept = {name: _mask(masks.get(name), name, weights[name]) for name in groups}
    bins = shared_bins(groups.values(), check_count(n_bins, "n_bins"))
    fig, axes = new_figure(
        8.4, 1.55 * len(groups) + 1.3, nrows=len(groups), sharex=True, squeeze=False
    )
    for ax, (name, values) in zip(axes[:, 0], groups.items(), strict=True):
        draw_kept(ax, values, kept[name], bins)
        ax.set_title(f"{name}: {in_words(values, kept[name])}", loc="left", fontsize=12)
        ax.set_ylabel("weights")
    axes[-1, 0].set_xlabel("value")
    if masks:
        keys = [Patch(**KEPT, label="kept"), Patch(**REMOVED, label="removed")]
        fig.legend(handles=keys, loc="outside lower center", ncols=2, frameon=False)
    fig.suptitle(title or "How the weights are spread")
    return fig


def shared_bins(groups, n_bins: int) -> np.ndarray:
    """Return the edges of bins over all values, one more if needed, so that 0 is amid one of them.

    >>> shared_bins([np.array([-1.0, 0.5])], 4).round(2).tolist()
    [-1.0, -0.6, -0.2, 0.2, 0.6, 1.0]
    """
    largest = max(np.abs(values).max() for values in groups) or 1.0
    return np.linspace(-largest, largest, (n_bins | 1) + 1)


def draw_kept(ax: Axes, values, kept, bins) -> None:
    """Draw the histogram of kept weights, and on top of it that of the removed ones."""
    both = [np.histogram(values[which], bins)[0] for which in (kept, ~kept)]
    centers, width = (bins[:-1] + bins[1:]) / 2, bins[1] - bins[0]
    ax.bar(centers, both[0], width, **KEPT)
    full = both[1] > 0  # an empty bar would leave its edge
    if full.any():
        ax.bar(centers[full], both[1][full], width, bottom=both[0][full], **REMOVED)


def in_words(values, kept) -> str:
    """Say how many weights there are, how many are kept, 0 or different.

    >>> in_words(np.array([0.0, 1.0, 1.0, 2.0]), np.array([True, True, True, False]))
    '4 weights, 1 removed, 1 is 0, 3 values'
    """
    n_removed, n_zero = int((~kept).sum()), int((values[kept] == 0).sum())
    words = [f"{len(values):,} weights"]
    words += [f"{n_removed:,} removed"] if n_removed else []
    words += [f"{n_zero:,} {'is' if n_zero == 1 else 'are'} 0"] if n_zero else []
    return ", ".join([*words, f"{len(np.unique(values)):,} values"])


def _mask(mask, name, weights) -> np.ndarray:
    shape = np.shape(weights)
    if mask is None:
        return np.ones(int(np.prod(shape)), dtype=bool)
    as_numbers(mask, f"masks[{name!r}]")  # or an error that names it
    mask = np.asarray(mask)
    if mask.dtype != bool or mask.shape != shape:
        raise ValueError(
            f"masks[{name!r}] must be of True and False and have the shape of weights[{name!r}], "
            f"{shape}; got {mask.dtype} of shape {mask.shape}."
        )
    return mask.ravel()
