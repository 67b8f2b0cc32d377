"""Two hidden neurons and an output neuron: two lines in input space, one in hidden space."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.patches import FancyArrowPatch

from course_utils.classroom.figures import CLASS_STYLES, PALETTE, new_figure
from course_utils.perceptron.figures.plane import (
    RING,
    TINT,
    as_samples,
    is_positive,
    limits_around,
    line_ends,
    new_arrow,
    place_arrow,
    scatter_classes,
    set_plane,
)
from course_utils.perceptron.units import neuron
from course_utils.validation import as_matrix, as_scalar, as_vector

HIDDEN_LIMITS = ((-1.8, 1.8), (-1.8, 1.8))
HIDDEN_STYLES = {  # each line with its arrow; where the foot of the arrow may stand
    "A": {"color": PALETTE["green"], "linestyle": "-", "between": (0.1, 0.4)},
    "B": {"color": PALETTE["purple"], "linestyle": "--", "between": (0.6, 0.9)},
}
_SIGNS = "●■"  # as the classes' markers


def draw_hidden_space(X, y, W, b, v, c) -> Figure:
    """Draw what a network of two hidden step neurons and one output neuron sees, and what they see.

    On the left the samples, the lines of the hidden neurons A and B, and a tint where the network
    answers +1. On the right each sample stands at its two hidden answers, and the output neuron's
    line v·h + c = 0 parts them; a number says how many samples stand on one point.

    Parameters
    ----------
    X : array of shape (n_samples, 2)
    y : array of shape (n_samples,), one or two kinds of labels; the greater one is positive
    W : array of shape (2, 2), a row of weights for each hidden neuron
    b : array of shape (2,), their biases
    v : array of shape (2,), the weights of the output neuron
    c : float, its bias
    """
    X = as_samples(X)
    y = as_vector(y, "y", len(X))
    positive = is_positive(y)
    W = as_matrix(W, "W")
    if W.shape != (2, 2):
        raise ValueError(
            f"W must have shape (2, 2), two hidden neurons of two inputs; got {W.shape}."
        )
    b, v, c = as_vector(b, "b", 2), as_vector(v, "v", 2), as_scalar(c, "c")
    hidden = neuron(X, W, b)
    wrong = (neuron(hidden, v, c) == 1) != positive

    fig, (left, right) = new_figure(8.6, 4.7, ncols=2)
    limits = limits_around(X)
    scatter_classes(left, X, y, positive)
    if wrong.any():
        left.scatter(*X[wrong].T, **RING, label="answered wrong")
    answers = answers_on(limits, lambda points: neuron(neuron(points, W, b), v, c))
    tint(left, limits).set_data(answers)
    for name, weights, bias in zip(HIDDEN_STYLES, W, b, strict=True):
        _draw_hidden_line(left, name, weights, bias, limits, X)
    left.fill([], [], color=TINT, label="network answers +1")
    set_plane(left, limits)
    left.set_title("Inputs")

    answers = answers_on(HIDDEN_LIMITS, lambda points: neuron(points, v, c))
    tint(right, HIDDEN_LIMITS).set_data(answers)
    ends = line_ends(v, c, HIDDEN_LIMITS)
    right.plot(*ends.T, color="black", linestyle="-.", label="v·h + c = 0")
    _draw_hidden_answers(right, hidden, positive)
    set_hidden_plane(right)
    right.set_title("Hidden answers")
    fig.suptitle(f"The network answers {np.count_nonzero(~wrong)} of {len(X)} right")
    keys = [key for ax in (left, right) for key in ax.get_legend_handles_labels()[0]]
    keys = [key for key in keys if not isinstance(key, FancyArrowPatch)]  # their names stand there
    fig.legend(handles=keys, loc="outside lower center", ncols=4, frameon=False)
    return fig


def _draw_hidden_line(ax: Axes, name, weights, bias, limits, X) -> None:
    ends = line_ends(weights, bias, limits)
    if not len(ends):
        return
    style, length = HIDDEN_STYLES[name], 0.15 * np.ptp(limits[0])
    look = {"color": style["color"], "linestyle": style["linestyle"], "linewidth": 2.5}
    ax.plot(*ends.T, **look, label=f"line of {name}")
    foot, tip, end = place_named_arrow(ends, weights, X, length, style["between"])
    new_arrow(ax, f"direction of {name}", style["color"]).set_positions(foot, tip)
    ax.text(*end, name, **NAME)


NAME = {"ha": "center", "va": "center", "fontsize": 12, "fontweight": "bold", "zorder": 5}


def place_named_arrow(line, weights, X, length, between) -> tuple[np.ndarray, ...]:
    """Return foot and tip as `place_arrow` does, and where the arrow's name stands beyond it."""
    foot, end = place_arrow(line, weights, X, 1.8 * length, between)  # room for the name, too
    return foot, foot + (end - foot) / 1.8, foot + (end - foot) * 0.8


def _draw_hidden_answers(ax: Axes, hidden, positive) -> None:
    for group, size, style in zip((~positive, positive), (60, 150), CLASS_STYLES, strict=False):
        look = {"color": style["color"], "marker": style["marker"], "zorder": 4 - size / 150}
        ax.scatter(*hidden[group].T, s=size, **look)
    for corner in np.unique(hidden, axis=0):
        here = (hidden == corner).all(axis=1)
        counts = [np.count_nonzero(here & group) for group in (~positive, positive)]
        if sum(counts) > 1:
            words = "  ".join(f"{n} × {sign}" for n, sign in zip(counts, _SIGNS, strict=True) if n)
            ax.text(*beside_corner(corner), words, ha="center", va="center", fontsize=12)


def beside_corner(corner) -> np.ndarray:
    """Return where words about a point of hidden space stand: above or below it.

    >>> beside_corner([-1, 1]).tolist()
    [-1.0, 1.42]
    """
    return np.array([1.0, 1.42]) * corner


def tint(ax: Axes, limits) -> AxesImage:
    """Add an image in two colors, below all else; give it what `answers_on` returns."""
    look = {"cmap": ListedColormap(["white", TINT]), "interpolation": "nearest", "zorder": 0}
    return ax.imshow([[0]], vmin=0, vmax=1, origin="lower", extent=np.ravel(limits), **look)


def answers_on(limits, network, detail: int = 300) -> np.ndarray:
    """Return where `network` answers +1, as an image (detail, detail) of 0 and 1.

    `network` takes points (n, 2) and returns n answers.

    >>> answers_on(((0, 1), (0, 1)), lambda points: points[:, 0] - 0.5).mean()
    np.float64(0.5)
    """
    sides = [low + (high - low) * (np.arange(detail) + 0.5) / detail for low, high in limits]
    points = np.stack(np.meshgrid(*sides), axis=-1).reshape(-1, 2)
    return (network(points) > 0).reshape(detail, detail).astype(float)


def set_hidden_plane(ax: Axes) -> None:
    """Give hidden space its two axes, one a neuron, with the two answers as ticks."""
    ax.set_xlim(*HIDDEN_LIMITS[0])
    ax.set_ylim(*HIDDEN_LIMITS[1])
    ax.set_aspect("equal")
    ax.set_xticks([-1, 1], ["-1", "+1"])
    ax.set_yticks([-1, 1], ["-1", "+1"])
    ax.set_xlabel("answer of A")
    ax.set_ylabel("answer of B")
