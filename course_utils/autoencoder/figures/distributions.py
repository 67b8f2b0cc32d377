"""How numbers are spread: errors of two kinds of images, a code beside the standard normal."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from course_utils.classroom.figures import GRAY, PALETTE, new_figure
from course_utils.classroom.pictures import check_title, check_words, fixed
from course_utils.validation import as_numbers, as_scalar, as_vector, check_count

MOST_PANELS = 4
_PEAK = 1 / np.sqrt(2 * np.pi)  # of the standard normal
RANGES = {  # of what a last layer can answer
    "linear": (-np.inf, np.inf),
    "relu": (0.0, np.inf),
    "tanh": (-1.0, 1.0),
    "sigmoid": (0.0, 1.0),
}


def draw_error_histogram(
    normal, anomalies, *, threshold: float | None = None, n_bins: int = 40, title: str | None = None
) -> Figure:
    """Draw how large the reconstruction errors of normal images and of anomalies are.

    Parameters
    ----------
    normal : array of shape (n_normal,), errors of 0 or more
    anomalies : array of shape (n_anomalies,), errors of 0 or more
    threshold : float, an error above it raises an alarm; None draws no line
    n_bins : int >= 1, of equal width, shared by both
    title : str, stands in place of the computed headline
    """
    check_title(title)
    groups = {"normal": as_vector(normal, "normal"), "anomalies": as_vector(anomalies, "anomalies")}
    for name, errors in groups.items():
        if errors.min() < 0:
            raise ValueError(f"{name} must hold errors of 0 or more; got {errors.min():g}.")
    largest = max(errors.max() for errors in groups.values()) or 1.0
    bins = np.linspace(0, largest, check_count(n_bins, "n_bins") + 1)
    fig, ax = new_figure(7.4, 4.0)
    looks = (
        {"facecolor": PALETTE["blue"], "alpha": 0.75},
        {
            "hatch": "////",
            "facecolor": "none",
            "edgecolor": PALETTE["vermilion"],
            "linestyle": "-",
            "linewidth": 2,
        },
    )
    for look, (name, errors) in zip(looks, groups.items(), strict=True):
        weights = np.full(len(errors), 100 / len(errors))
        ax.hist(errors, bins, weights=weights, histtype="stepfilled", **look, label=name)
    medians = [np.median(errors) for errors in groups.values()]
    words = f"Median error: normal {medians[0]:.3f}, anomalies {medians[1]:.3f}"
    if threshold is not None:
        threshold = as_scalar(threshold, "threshold")
        line = {"color": "black", "linestyle": "--", "linewidth": 2}
        ax.axvline(threshold, **line, label=f"threshold {fixed(threshold, 3)}")
        alarms, found = (100 * (errors > threshold).mean() for errors in groups.values())
        words = f"{found:.0f} % of the anomalies found, {alarms:.0f} % false alarms"
    ax.set_xlim(0, largest)
    ax.set_xlabel("error of an image")
    ax.set_ylabel("share of the images, %")
    ax.legend(frameon=False, loc="upper right")
    ax.set_title(title or words)
    return fig


def draw_kl(means, standard_deviations, divergences, *, title: str | None = None) -> Figure:
    """Draw normal distributions of one number beside the standard normal, each with its distance.

    Parameters
    ----------
    means : array of shape (n,), one to four
    standard_deviations : array of shape (n,), above 0
    divergences : array of shape (n,), the KL divergence of each from the standard normal, as
        `kl_to_standard_normal` returns it
    title : str, the headline
    """
    check_title(title)
    means = as_vector(means, "means")
    n = len(means)
    deviations = as_vector(standard_deviations, "standard_deviations", n)
    divergences = as_vector(divergences, "divergences", n)
    if n > MOST_PANELS:
        raise ValueError(f"means must hold {MOST_PANELS} numbers at most to be drawn; got {n}.")
    if deviations.min() <= 0:
        raise ValueError(f"standard_deviations must be above 0; got {deviations.min():g}.")
    reach = max(3.0, float((np.abs(means) + 3 * deviations).max()))
    x = np.linspace(-reach, reach, 401)
    fig, axes = new_figure(2.4 * n + 0.6, 3.4, ncols=n, sharey=True, squeeze=False)
    for ax, mean, deviation, divergence in zip(
        axes[0], means, deviations, divergences, strict=True
    ):
        _draw_density(ax, x, mean, deviation)
        ax.set_title(f"μ = {mean:g}, σ = {deviation:g}\nKL = {divergence:.3f}")
        ax.set_yticks([])
        ax.set_ylim(0, 1.05 * _PEAK / min(1.0, deviations.min()))
        ax.spines["left"].set_visible(False)
    fig.suptitle(title or "")
    keys = axes[0, 0].get_legend_handles_labels()[0]
    fig.legend(handles=keys, loc="outside lower center", ncols=2, frameon=False)
    return fig


def _draw_density(ax: Axes, x, mean, deviation) -> None:
    ours, standard = _density(x, mean, deviation), _density(x, 0.0, 1.0)
    blue = PALETTE["blue"]
    ax.fill_between(x, ours, color=blue, alpha=0.3, linewidth=0)
    ax.plot(x, ours, color=blue, linestyle="-", linewidth=2.5, label="N(μ, σ²)")
    ax.plot(x, standard, color=GRAY, linestyle="--", linewidth=2, label="N(0, 1)")


def _density(x, mean, deviation) -> np.ndarray:
    return _PEAK / deviation * np.exp(-(((x - mean) / deviation) ** 2) / 2)


def draw_output_ranges(values, *, name: str = "pixels", title: str | None = None) -> Figure:
    """Draw how numbers are spread, and which of them each last layer can answer.

    Parameters
    ----------
    values : array of any shape, the numbers that an autoencoder is to give back
    name : str, what they are
    title : str, stands in place of the computed headline
    """
    check_title(title)
    check_words(name, "name")
    values = np.ravel(as_numbers(values, "values"))
    edges = min(values.min(), -1.0), max(values.max(), 1.0)
    room = 0.05 * (edges[1] - edges[0])
    edges = edges[0] - room, edges[1] + room
    fig, (top, below) = new_figure(7.4, 4.2, nrows=2, sharex=True, height_ratios=(1, 1.1))
    weights = np.full(len(values), 100 / len(values))
    top.hist(values, 60, weights=weights, histtype="stepfilled", color=PALETTE["blue"], alpha=0.75)
    top.set_ylabel("share, %")
    missed = {}
    for row, (layer, (low, high)) in enumerate(RANGES.items()):
        missed[layer] = 100 * ((values < low) | (values > high)).mean()
        start, end = max(low, edges[0]), min(high, edges[1])
        color = PALETTE["vermilion" if missed[layer] else "green"]
        below.barh(row, end - start, 0.6, start, color=color, hatch="//" if missed[layer] else "")
        below.text(1.01, row, f"{missed[layer]:.0f} % out", va="center", **_beside(below))
    below.set_yticks(range(len(RANGES)), list(RANGES))
    below.set_ylim(len(RANGES) - 0.5, -0.5)
    below.tick_params(axis="y", length=0)
    below.set_xlim(*edges)
    below.set_xlabel(name)
    worst = max(missed, key=missed.get)
    words = "Every last layer can answer all of them"
    if missed[worst]:
        words = f"A {worst} layer can't answer {missed[worst]:.0f} % of the {name}"
    fig.suptitle(title or words)
    return fig


def _beside(ax: Axes) -> dict:
    """Return how words stand right of `ax`, at a row of it."""
    return {"transform": ax.get_yaxis_transform(), "fontsize": 12}
