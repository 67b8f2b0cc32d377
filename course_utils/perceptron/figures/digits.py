"""Digits of 8×8 pixels, and the weights of neurons that see them."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from course_utils.classroom.figures import PALETTE, draw_montage, new_figure
from course_utils.validation import as_matrix, as_vector, check_count, check_length

NOTHING_LEARNED = "All weights are 0: nothing was learned yet"
_SIGNED = LinearSegmentedColormap.from_list(
    "blue-white-vermilion", [PALETTE["blue"], "#ffffff", PALETTE["vermilion"]]
)


def draw_digits(X, labels=None, *, n_columns: int = 10, title: str = "") -> Figure:
    """Draw digits as one montage, each under its label.

    Parameters
    ----------
    X : array of shape (n_images, 64) or (n_images, 8, 8)
    labels : sequence of n_images things to write above the images, or None
    n_columns : int >= 1, images in a row
    title : str, the headline
    """
    shape = np.shape(X)[1:]
    if shape not in ((64,), (8, 8)):
        raise ValueError(
            f"X must hold images of shape (64,) or (8, 8); got shape {np.shape(X)}. For one pass "
            "X[None]."
        )
    images = as_matrix(np.reshape(X, (-1, 64)))
    n_columns = min(check_count(n_columns, "n_columns"), len(images))
    n_rows = -(-len(images) // n_columns)
    height = (1.0 if labels is not None else 0.75) * n_rows + (0.4 if title else 0.1)
    fig, ax = new_figure(0.75 * max(n_columns, 4), height)
    draw_montage(ax, images.reshape(-1, 8, 8), n_columns, labels)
    ax.set_title(title)
    return fig


def draw_digit_weights(weights, *, names=("the first", "the second"), title=None) -> Figure:
    """Draw the 64 weights of a neuron that sees an 8×8 digit as a picture of what it looks for.

    Blue cells with a bar (-) speak for `names[0]` where there is ink, vermilion cells with a cross
    (+) for `names[1]`; weights below a tenth of the largest carry no sign.

    Parameters
    ----------
    weights : array of shape (64,)
    names : two str, what a negative and a positive score stand for, e.g. ("0", "1")
    title : str, stands in place of the computed headline
    """
    picture = as_vector(weights, "weights", 64).reshape(8, 8)
    names = _two_names(names)
    largest = np.abs(picture).max() or 1.0
    fig, ax = new_figure(5.8, 4.4)
    image = ax.imshow(picture, cmap=_SIGNED, vmin=-largest, vmax=largest)
    _draw_signs(ax, picture, largest / 10, 60)
    bar = fig.colorbar(image, ax=ax, label="weight")
    bar.ax.set_title(f"ink for {names[1]}", loc="left", fontsize=11)
    bar.ax.set_xlabel(f"ink for {names[0]}", loc="left", fontsize=11)
    ax.set_xticks(range(8))
    ax.set_yticks(range(8))
    ax.set_xlabel("column")
    ax.set_ylabel("row")
    headline = f"Where ink speaks for {names[1]}" if picture.any() else NOTHING_LEARNED
    ax.set_title(title or headline)
    return fig


def _draw_signs(ax: Axes, cells, least: float, size: float) -> None:
    """Write - or + on each cell below -least or above it, so that color is not all that tells."""
    for marker, kept in (("_", cells < -least), ("+", cells > least)):
        rows, columns = np.nonzero(kept)
        if len(rows):
            ax.scatter(columns, rows, marker=marker, color="black", s=size, linewidths=1.2)


def draw_detectors(weights, names) -> Figure:
    """Draw the weights of several neurons that see 8×8 digits, each under its name, in its scale.

    Ink on a vermilion cell speaks for the neuron's class, ink on a blue one against it. Cells
    stronger than half of the neuron's strongest carry a + or a -.

    Parameters
    ----------
    weights : array of shape (n_neurons, 64)
    names : sequence of n_neurons things to write above the pictures, e.g. `OneVsRest.classes_`
    """
    weights = as_matrix(weights, "weights")
    if weights.shape[1] != 64:
        raise ValueError(f"weights must hold 64 numbers for each neuron; got {weights.shape[1]}.")
    names = [str(name) for name in names]
    check_length(names, "names", len(weights))
    n_columns = min(5, len(weights))
    n_rows = -(-len(weights) // n_columns)
    strongest = np.abs(weights).max(axis=1, keepdims=True)
    shares = weights / np.where(strongest == 0, 1, strongest)
    fig, ax = new_figure(max(1.3 * n_columns, 6.4), 1.6 * n_rows + 0.4)
    image = draw_montage(
        ax, shares.reshape(-1, 8, 8), n_columns, names, cmap=_SIGNED, vmin=-1, vmax=1
    )
    _draw_signs(ax, image.get_array().filled(0), 0.5, 16)
    headline = "Where ink speaks for each (+), and against it (-)"
    ax.set_title(headline if weights.any() else NOTHING_LEARNED)
    return fig


def _two_names(names) -> list[str]:
    names = [names] if isinstance(names, str) else [str(name) for name in names]
    check_length(names, "names", 2)
    return names
