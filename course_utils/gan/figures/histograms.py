"""How numbers of two kinds are spread: real and made, near and far."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from course_utils.classroom.figures import CLASS_STYLES, PALETTE, new_figure
from course_utils.classroom.pictures import as_names, check_named, check_title, fixed
from course_utils.gan.measures import frechet_1d
from course_utils.validation import as_numbers, as_scalar, as_vector, check_count

MOST_GROUPS = 2
_LOOKS = (
    {"facecolor": PALETTE["blue"], "alpha": 0.6},
    {
        "hatch": "////",
        "facecolor": "none",
        "edgecolor": PALETTE["vermilion"],
        "linestyle": "-",
        "linewidth": 2,
    },
)


def draw_distances(
    distances: dict, *, limit: float | None = None, n_bins: int = 40, title: str | None = None
) -> Figure:
    """Draw how far images are from their nearest neighbors.

    Parameters
    ----------
    distances : dict of name -> array of distances, 0 or more, as `nearest_distances` returns them
        Two at most, such as those of samples and of held-out images to the training images, or
        those of samples to the training images and to as many held-out ones.
    limit : float, below it an image is taken for a copy; None draws no line
    n_bins : int >= 1, of equal width, shared
    title : str, stands in place of the computed headline
    """
    check_title(title)
    check_named(distances, "distances", MOST_GROUPS)
    groups = {name: as_vector(row, f"distances[{name!r}]") for name, row in distances.items()}
    for name, row in groups.items():
        if row.min() < 0:
            raise ValueError(f"distances[{name!r}] must be 0 or more; got {row.min():g}.")
    largest = max(row.max() for row in groups.values()) or 1.0
    fig, ax = new_figure(8.4, 4.4)
    _draw_shares(ax, groups, np.linspace(0, largest, check_count(n_bins, "n_bins") + 1))
    words = "Median distance: "
    facts = [f"{name} {np.median(row):.2f}" for name, row in groups.items()]
    if limit is not None:
        limit = as_scalar(limit, "limit")
        line = {"color": "black", "linestyle": "--", "linewidth": 2}
        ax.axvline(limit, **line, label=f"limit {fixed(limit, 2)}")
        words = "Below the limit: "
        facts = [f"{name} {100 * (row < limit).mean():.1f} %" for name, row in groups.items()]
    ax.set_xlim(0, largest)
    ax.set_xlabel("distance to the nearest image")
    ax.set_ylabel("share, %")
    fig.legend(loc="outside right upper", frameon=False)
    ax.set_title(title or words + ", ".join(facts))
    return fig


def _draw_shares(ax: Axes, groups: dict, bins) -> None:
    """Draw histograms of one or two groups over each other, in percent of each."""
    for look, (name, values) in zip(_LOOKS, groups.items(), strict=False):
        weights = np.full(len(values), 100 / len(values))
        ax.hist(values, bins, weights=weights, histtype="stepfilled", **look, label=name)


def draw_frechet_1d(a, b, *, names=("real", "samples"), title: str | None = None) -> Figure:
    """Draw two sets of numbers, the normal distributions fitted to them, and their distance.

    As `frechet_1d` computes it: (difference of the means)² + (difference of the standard
    deviations)².

    Parameters
    ----------
    a, b : arrays of two or more numbers that are not all equal
    names : two str, what they are
    title : str, stands in place of the computed headline
    """
    check_title(title)
    first, second = as_names(names, "names", 2)
    if first == second:
        raise ValueError(f"names must be two that differ; got {names!r}.")
    groups = {first: as_vector(a, "a"), second: as_vector(b, "b")}
    means = [values.mean() for values in groups.values()]
    deviations = [values.std(ddof=1) if len(values) > 1 else 0 for values in groups.values()]
    if min(deviations) <= 0:
        raise ValueError("a and b must hold two or more numbers each that are not all equal.")
    everything = np.concatenate(list(groups.values()))
    bins = np.linspace(everything.min(), everything.max(), 41)
    low = min(m - 3 * s for m, s in zip(means, deviations, strict=True))
    high = max(m + 3 * s for m, s in zip(means, deviations, strict=True))
    x = np.linspace(min(low, bins[0]), max(high, bins[-1]), 401)
    fig, ax = new_figure(8.4, 4.4)
    _draw_shares(ax, groups, bins)
    for mean, deviation, style, name in zip(means, deviations, CLASS_STYLES, groups, strict=False):
        density = np.exp(-(((x - mean) / deviation) ** 2) / 2) / deviation / np.sqrt(2 * np.pi)
        look = {"color": style["color"], "linestyle": style["linestyle"], "linewidth": 3}
        label = f"normal fitted to {name}:\nmean {mean:.2f}, deviation {deviation:.2f}"
        ax.plot(x, 100 * (bins[1] - bins[0]) * density, **look, label=label.replace(" -", " −"))
    ax.set_xlabel("value")
    ax.set_ylabel("share, %")
    fig.legend(loc="outside right upper", frameon=False, labelspacing=0.9)
    shift, stretch = (one - other for one, other in (means, deviations))
    words = f"Fréchet distance: ({shift:.2f})² + ({stretch:.2f})² = {frechet_1d(a, b):.2f}"
    ax.set_title(title or words.replace("-", "−"))
    return fig


def draw_pixel_ranges(real, fake, *, title: str | None = None) -> Figure:
    """Draw which numbers the pixels of real images hold, and below those of generated ones.

    Parameters
    ----------
    real, fake : arrays of any shape
    title : str, stands in place of the computed headline
    """
    check_title(title)
    groups = {
        "real": np.ravel(as_numbers(real, "real")),
        "fakes": np.ravel(as_numbers(fake, "fake")),
    }
    everything = np.concatenate(list(groups.values()))
    low, high = min(everything.min(), -1.0), max(everything.max(), 1.0)
    fig, axes = new_figure(8.4, 4.6, nrows=2, sharex=True)
    facts = []
    for ax, look, (name, values) in zip(axes, _LOOKS, groups.items(), strict=True):
        weights = np.full(len(values), 100 / len(values))
        ax.hist(values, np.linspace(low, high, 81), weights=weights, histtype="stepfilled", **look)
        ax.set_ylabel(f"{name}, %")
        facts.append(f"{name} {values.min():.3g} to {values.max():.3g}")
    axes[1].set_xlabel("number in a pixel")
    fig.suptitle(title or f"Pixels: {', '.join(facts)}".replace(" -", " −"))
    return fig
