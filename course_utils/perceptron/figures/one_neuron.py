"""One neuron with its numbers, and what an activation does to a score."""

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from course_utils.classroom.figures import GRAY, PALETTE, new_figure
from course_utils.perceptron.units import neuron, relu, score, sigmoid, slope, step, tanh
from course_utils.validation import as_scalar, as_vector

MOST_INPUTS = 6  # of a neuron drawn with its numbers


def draw_neuron(x, weights, bias, activation: Callable = step) -> Figure:
    """Draw one neuron with its numbers: inputs, weights, the weighted sum, and the answer.

    Parameters
    ----------
    x, weights : arrays of shape (n_features,), with 1 to 6 features
    bias : float
    activation : function of an array; its name is written into the last circle
    """
    x = as_vector(x, "x")
    weights, bias = as_vector(weights, "weights", len(x)), as_scalar(bias, "bias")
    if len(x) > MOST_INPUTS:
        raise ValueError(f"x must have {MOST_INPUTS} features at most to be drawn; got {len(x)}.")
    total, answer = float(score(x, weights, bias)), float(neuron(x, weights, bias, activation))
    name = getattr(activation, "__name__", "f")

    heights = np.arange(len(x) - 1, -1, -1) - (len(x) - 1) / 2
    low, high = min(-1.3, heights[-1] - 0.5), max(0.75, heights[0] + 0.5)
    fig, ax = new_figure(8.0, 0.76 * (high - low) + 0.4)
    for i, (value, weight, height) in enumerate(zip(x, weights, heights, strict=True)):
        start, end = np.array([0.45, height]), np.array([2.95, 0.3 * height])
        _arrow(ax, start, end)
        ax.text(*(start + 0.42 * (end - start)), f"× {weight:.3g}", **_LABEL, backgroundcolor="w")
        ax.text(-0.75, height, f"$x_{i}$", **_LABEL)
        _circle(ax, (0.0, height), 0.42, f"{value:.3g}", PALETTE["blue"])
    _circle(ax, (3.6, 0.0), 0.62, "sum", GRAY)
    ax.text(3.6, -0.95, f"+ bias {bias:.3g}", **_LABEL)
    _arrow(ax, (4.25, 0.0), (5.75, 0.0))
    ax.text(5.0, 0.22, f"{total:.3g}", **_LABEL)
    _circle(ax, (6.4, 0.0), 0.62, name, PALETTE["vermilion"])
    _arrow(ax, (7.05, 0.0), (8.2, 0.0))
    ax.text(8.3, 0.0, f"ŷ = {answer:.3g}", fontsize=13, fontweight="bold", va="center")
    ax.set_xlim(-1.0, 9.5)
    ax.set_ylim(low, high)
    ax.set_aspect("equal")
    ax.set_axis_off()
    ax.set_title(
        f"w·x + b = {_sum_in_words(x, weights, bias)} = {total:.3g}; {name} → {answer:.3g}"
    )
    return fig


_LABEL = {"ha": "center", "va": "center", "fontsize": 12}


def _circle(ax: Axes, center, radius, text, color) -> None:
    ax.add_patch(Circle(center, radius, facecolor="white", edgecolor=color, linewidth=2, zorder=3))
    ax.text(*center, text, **_LABEL, zorder=4)


def _arrow(ax: Axes, start, end) -> None:
    ax.annotate("", xy=end, xytext=start, arrowprops={"arrowstyle": "-|>", "color": GRAY})


def _sum_in_words(x, weights, bias) -> str:
    products = [
        f"{weight:.3g}·{value:.3g}" if value >= 0 else f"{weight:.3g}·({value:.3g})"
        for weight, value in zip(weights, x, strict=True)
    ]
    return " + ".join([*products, f"{bias:.3g}"]).replace("+ -", "- ")


def draw_activations() -> Figure:
    """Draw step, sigmoid, tanh and ReLU, each with its slope."""
    fig, axes = new_figure(10.0, 3.2, ncols=4, sharex=True, sharey=True)
    z = np.arange(-80, 81) / 20
    ranges = ("-1 or +1", "0 to 1", "-1 to 1", "0 and up")
    for ax, activation, answers in zip(axes, (step, sigmoid, tanh, relu), ranges, strict=True):
        for values, jumps, color, style, label in (
            (activation(z), activation is step, PALETTE["blue"], "-", "answer"),
            (slope(activation, z), activation is relu, PALETTE["vermilion"], "--", "slope"),
        ):
            # A gap where it jumps, so that no upright line pretends to be a part of the curve.
            shown = np.where((z == 0) & jumps, np.nan, values)
            ax.plot(z, shown, color=color, linewidth=2, linestyle=style, label=label)
        ax.axhline(0, color=GRAY, linewidth=0.8, linestyle="-", zorder=0)
        ax.set_title(f"{activation.__name__}: {answers}")
        ax.set_xlabel("score z")
        ax.set_ylim(-1.2, 2.2)
    axes[0].set_ylabel("answer, slope")
    axes[0].legend(frameon=False, loc="upper left")
    fig.suptitle("The step is flat everywhere; the others have a slope to learn by")
    return fig
