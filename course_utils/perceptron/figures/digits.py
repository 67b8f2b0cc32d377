"""Digits of 8×8 pixels, and the weights of neurons that see them."""

import numpy as np
from matplotlib.figure import Figure

from course_utils.classroom.figures import new_figure
from course_utils.classroom.pictures import (
    SIGNED,
    as_digit_weights,
    as_names,
    check_title,
    draw_neurons,
    draw_signs,
)
from course_utils.validation import as_vector

NOTHING_LEARNED = "All weights are 0: nothing was learned yet"


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
    names = as_names([names] if isinstance(names, str) else names, "names", 2)
    check_title(title)
    largest = np.abs(picture).max() or 1.0
    fig, ax = new_figure(5.8, 4.4)
    image = ax.imshow(picture, cmap=SIGNED, vmin=-largest, vmax=largest)
    draw_signs(ax, picture, largest / 10, 60)
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


def draw_detectors(weights, names) -> Figure:
    """Draw the weights of several neurons that see 8×8 digits, each under its name, in its scale.

    Ink on a vermilion cell speaks for the neuron's class, ink on a blue one against it. Cells
    stronger than half of the neuron's strongest carry a + or a -.

    Parameters
    ----------
    weights : array of shape (n_neurons, 64)
    names : sequence of n_neurons things to write above the pictures, e.g. `OneVsRest.classes_`
    """
    weights = as_digit_weights(weights)
    names = as_names(names, "names", len(weights))
    n_columns = min(5, len(weights))
    n_rows = -(-len(weights) // n_columns)
    fig, ax = new_figure(max(1.3 * n_columns, 6.4), 1.6 * n_rows + 0.4)
    draw_neurons(ax, weights, n_columns, names, sign_size=16)
    headline = "Where ink speaks for each (+), and against it (-)"
    ax.set_title(headline if weights.any() else NOTHING_LEARNED)
    return fig
