"""What becomes of a signal from layer to layer: answers on the way forward, gradients back."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from course_utils.classroom.figures import PALETTE, new_figure
from course_utils.classroom.pictures import (
    MOST_CURVES,
    check_named,
    check_title,
    check_words,
    draw_curves,
)
from course_utils.validation import as_members, as_numbers, as_vector

MOST_SCHEMES = 4  # panels side by side


def draw_spread(answers: dict, *, title: str = "How widely a layer's answers are spread") -> Figure:
    """Draw how the answers of each hidden layer are spread, a panel for each initialization.

    The dark band holds the middle half of a layer's answers, the pale one 9 out of 10 of them, and
    the line is the median. A band that shrinks to a line is a signal that faded away; one that
    fills the whole range of tanh is saturated.

    Parameters
    ----------
    answers : dict of name -> list of arrays of any shape, a layer each, first to last
        Such as `[layer.data for layer in network.hidden(X)]`; one to four names.
    title : str, the headline
    """
    check_named(answers, "answers", MOST_SCHEMES)
    check_words(title, "title")
    spreads, ends = {}, {}
    for name, layers in answers.items():
        layers = as_members(layers, f"answers[{name!r}]", least=0)
        if not layers:
            raise ValueError(f"answers[{name!r}] is empty; pass an array for each hidden layer.")
        arrays = [as_numbers(layer, f"answers[{name!r}][{i}]") for i, layer in enumerate(layers)]
        ends[name] = np.std(arrays[-1])
        spreads[name] = np.array([np.percentile(a, (5, 25, 50, 75, 95)) for a in arrays])
    n = len(spreads)
    width = max(2.3 * n + 1.0, 5.4)  # the legend needs that
    fig, axes = new_figure(width, 3.7, ncols=n, sharey=True, squeeze=False)
    for ax, (name, spread) in zip(axes[0], spreads.items(), strict=True):
        _draw_bands(ax, spread)
        ax.set_title(f"{name}\nlast σ = {_significant(ends[name])}")
        ax.set_xlabel("hidden layer")
    axes[0, 0].set_ylabel("answers")
    fig.suptitle(title)
    keys = axes[0, 0].get_legend_handles_labels()[0]
    fig.legend(handles=keys, loc="outside lower center", ncols=3, frameon=False)
    return fig


def _draw_bands(ax: Axes, spread) -> None:
    layers = np.arange(1, len(spread) + 1)
    low, quarter, middle, three_quarters, high = spread.T
    blue = {"color": PALETTE["blue"], "linewidth": 0}
    ax.fill_between(layers, low, high, alpha=0.25, label="90 % of the answers", **blue)
    ax.fill_between(layers, quarter, three_quarters, alpha=0.55, label="middle half", **blue)
    look = {"color": "black", "linestyle": "-", "marker": "o", "markersize": 4, "linewidth": 1.5}
    ax.plot(layers, middle, **look, label="median")
    ax.xaxis.get_major_locator().set_params(integer=True)
    ax.set_xlim(0.8, len(spread) + 0.2)


def draw_gradient_norms(norms: dict, *, title: str | None = None) -> Figure:
    """Draw how large the gradients of the weights are, layer by layer, on a logarithmic scale.

    Parameters
    ----------
    norms : dict of name -> sequence of numbers >= 0, a layer each, first to last
        Such as the length of the gradient of a layer's weights. A 0 has no place on the scale: it
        is left out, and the legend says so.
    title : str, stands in place of the computed headline
    """
    check_named(norms, "norms", MOST_CURVES)
    check_title(title)
    curves, shares = {}, {}
    for name, values in norms.items():
        sizes = as_vector(values, f"norms[{name!r}]")
        if (sizes < 0).any():
            raise ValueError(f"norms[{name!r}] must be 0 or more; got {sizes.min():g}.")
        above = np.flatnonzero(sizes)
        if not len(above):
            raise ValueError(f"norms[{name!r}] holds only 0: nothing to draw on this scale.")
        n_zeros = len(sizes) - len(above)
        words = f"{name} (0 in {n_zeros} layer{'s' * (n_zeros > 1)})" if n_zeros else name
        curves[words] = above + 1, sizes[above]
        if sizes[-1]:
            shares[name] = sizes[0] / sizes[-1]
    headline = "The last layer's gradient is 0"
    if shares:
        steepest = min(shares, key=shares.get)
        share = _significant(shares[steepest])
        headline = f"{steepest}: the first layer's gradient is {share} of the last one's"
    return draw_curves(
        curves,
        xlabel="layer",
        ylabel="length of the weights' gradient",
        title=title or headline,
        log=True,
    )


def _significant(value: float) -> str:
    return f"{value:.2g}"
