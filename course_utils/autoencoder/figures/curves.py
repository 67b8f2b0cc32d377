"""Errors over the size of the code, angles between subspaces, accuracy over labels."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from course_utils.classroom.figures import CLASS_STYLES, new_figure
from course_utils.classroom.pictures import check_named, check_title
from course_utils.validation import as_matrix, as_vector

_BARS = {"capsize": 4, "linewidth": 2, "markersize": 7}
RIGHT_ANGLE = 90


def draw_sizes(sizes, ours, pca, *, title: str | None = None) -> Figure:
    """Draw the error of the autoencoder and of PCA over the size of the code, both scales log.

    A bar reaches from the best to the worst seed; the line runs through the means.

    Parameters
    ----------
    sizes : array of shape (n_sizes,), numbers in the code, rising from 1 or more
    ours : array of shape (n_seeds, n_sizes), errors of the autoencoder, above 0
    pca : array of shape (n_sizes,), errors of PCA, above 0
    title : str, stands in place of the computed headline
    """
    check_title(title)
    sizes = _as_rising(sizes, "sizes")
    ours, pca = as_matrix(ours, "ours"), as_vector(pca, "pca", len(sizes))
    if ours.shape[1] != len(sizes):
        raise ValueError(
            f"ours must have a column for each of the {len(sizes)} sizes; got shape {ours.shape}."
        )
    for errors, name in ((ours, "ours"), (pca, "pca")):
        if errors.min() <= 0:
            raise ValueError(f"{name} must be above 0 for a logarithmic scale; got {errors.min()}.")
    fig, ax = new_figure(7.4, 4.2)
    _draw_bars(ax, 0, sizes, ours, "autoencoder")
    ax.plot(sizes, pca, **CLASS_STYLES[1], linewidth=2, markersize=7, label="PCA")
    ax.set_yscale("log")
    _set_errors(ax)
    _set_counts(ax, sizes)
    ax.set_xlabel("numbers in the code")
    ax.set_ylabel("mean squared error")
    ax.legend(frameon=False)
    ratios = ours.mean(axis=0) / pca
    best = int(ratios.argmin())
    words = f"With {sizes[best]:g} numbers the autoencoder makes {ratios[best]:.2f} of PCA's error"
    ax.set_title(title or words)
    return fig


def draw_few_labels(n_per_class, curves: dict, *, title: str | None = None) -> Figure:
    """Draw the accuracy over the number of labels, a line for each kind of features.

    A bar reaches one standard deviation of the draws up and down from the mean.

    Parameters
    ----------
    n_per_class : array of shape (n,), labels of each class, rising from 1 or more
    curves : dict of name -> array of shape (n, n_draws), accuracies, as `few_label_curve` returns
        it; up to four
    title : str, stands in place of the computed headline
    """
    check_title(title)
    counts = _as_rising(n_per_class, "n_per_class")
    check_named(curves, "curves", len(CLASS_STYLES))
    fig, ax = new_figure(7.4, 4.2)
    first = {}
    for position, (name, values) in enumerate(curves.items()):
        accuracies = as_matrix(values, f"curves[{name!r}]")
        if len(accuracies) != len(counts):
            raise ValueError(
                f"curves[{name!r}] must have a row for each of the {len(counts)} numbers of "
                f"labels; got shape {accuracies.shape}."
            )
        if accuracies.min() < 0 or accuracies.max() > 1:
            raise ValueError(f"curves[{name!r}] must hold accuracies from 0 to 1.")
        spread = accuracies.std(axis=1)
        _draw_bars(ax, position, counts, accuracies.T, name, (spread, spread))
        first[name] = f"{name} {accuracies[0].mean():.2f}"
    _set_counts(ax, counts)
    ax.set_xlabel("labels of each class")
    ax.set_ylabel("accuracy")
    ax.legend(frameon=False, loc="lower right")
    s = "" if counts[0] == 1 else "s"
    ax.set_title(title or f"With {counts[0]:g} label{s} a class: {', '.join(first.values())}")
    return fig


def draw_angles(angles: dict, *, title: str | None = None) -> Figure:
    """Draw the principal angles between subspaces, largest first, a line for each pair.

    At 0° all along, two subspaces are the same; 90° is a direction that the other one lacks.

    Parameters
    ----------
    angles : dict of name -> array of shape (k,), degrees from 0 to 90, as `principal_angles`
        returns them; up to four
    title : str, stands in place of the computed headline
    """
    check_title(title)
    check_named(angles, "angles", len(CLASS_STYLES))
    fig, ax = new_figure(6.8, 3.9)
    largest = []
    for style, (name, values) in zip(CLASS_STYLES, angles.items(), strict=False):
        degrees = as_vector(values, f"angles[{name!r}]")
        if degrees.min() < 0 or degrees.max() > RIGHT_ANGLE + 1e-9:
            raise ValueError(f"angles[{name!r}] must be from 0 to 90 degrees; got {degrees}.")
        places = np.arange(1, len(degrees) + 1)
        ax.plot(places, degrees, **style, linewidth=2, markersize=8, label=name, clip_on=False)
        largest.append(f"{name} {degrees.max():.1f}°")
    ax.set_ylim(0, RIGHT_ANGLE + 2)
    ax.set_yticks([0, 30, 60, 90], ["0°", "30°", "60°", "90°"])
    ax.set_xticks(range(1, max(map(len, (line.get_xdata() for line in ax.lines))) + 1))
    ax.set_xlabel("principal angle, largest first")
    fig.legend(loc="outside lower center", ncols=2, frameon=False)
    ax.set_title(title or f"Largest angle: {', '.join(largest)}")
    return fig


def _as_rising(values, name) -> np.ndarray:
    values = as_vector(values, name)
    if values.min() < 1 or (np.diff(values) <= 0).any():
        raise ValueError(f"{name} must rise from 1 or more; got {values.tolist()}.")
    return values


def _draw_bars(ax: Axes, position, x, values, name, spread=None) -> None:
    """Draw means over the rows of `values`, with bars; by default from least to greatest."""
    means = values.mean(axis=0)
    spread = spread or (means - values.min(axis=0), values.max(axis=0) - means)
    ax.errorbar(x, means, yerr=np.array(spread), **CLASS_STYLES[position], **_BARS, label=name)


def _set_errors(ax: Axes) -> None:
    """Write the ticks of a logarithmic y axis as plain numbers."""
    low, high = ax.get_ylim()
    ticks = [digit * 10.0**power for power in range(-6, 3) for digit in (1, 2, 5)]
    ticks = [tick for tick in ticks if low <= tick <= high]
    ax.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
    ax.yaxis.set_minor_locator(NullLocator())


def _set_counts(ax: Axes, counts) -> None:
    """Give the x axis a logarithmic scale with the counts themselves as ticks."""
    ax.set_xscale("log")
    ax.set_xticks(counts, [f"{count:g}" for count in counts])
    ax.xaxis.set_minor_locator(NullLocator())
