"""What slopes show: a loss that goes flat where it is wrong, and an error with a best h."""

import numpy as np
from matplotlib.figure import Figure

from course_utils.classroom.figures import CLASS_STYLES, GRAY, new_figure
from course_utils.classroom.pictures import check_named
from course_utils.gradient_descent.losses import (
    binary_cross_entropy,
    binary_cross_entropy_slope,
    squared_error,
    squared_error_slope,
)
from course_utils.validation import as_vector

MOST_WRONG = -8.0  # the score at the left edge, where the answer should be 1
LEAST_ERROR = 1e-17  # an error of exactly 0 is drawn here


def draw_two_losses() -> Figure:
    """Draw squared error and cross-entropy over the score of a sample with y = 1, and the slopes.

    Where the neuron is most wrong, the squared error is flat: descent has nothing to go by.
    """
    z = np.linspace(MOST_WRONG, -MOST_WRONG, 321)
    ones = np.ones_like(z)
    pairs = (
        ("cross-entropy", binary_cross_entropy, binary_cross_entropy_slope),
        ("squared error", squared_error, squared_error_slope),
    )
    fig, (left, right) = new_figure(9.6, 3.9, ncols=2)
    for style, (name, loss, slope) in zip(CLASS_STYLES, pairs, strict=False):
        look = {"color": style["color"], "linestyle": style["linestyle"], "linewidth": 2.5}
        left.plot(z, loss(z, ones), **look, label=name)
        right.plot(z, slope(z, ones), **look)
        edge = float(slope(z[:1], ones[:1])[0])
        right.plot(z[:1], [edge], color=style["color"], marker=style["marker"], clip_on=False)
        right.text(MOST_WRONG + 0.5, edge + 0.04, f"{edge:.2g}", fontsize=12, va="bottom")
    for ax in (left, right):
        ax.set_xlabel("score z  (below 0: wrong)")
        ax.set_xlim(MOST_WRONG, -MOST_WRONG)
        ax.axvline(0, color=GRAY, linestyle=":", linewidth=1)
    left.set_ylim(bottom=0)
    right.set_ylim(-1.08, 0.2)
    left.set_title("Loss, for y = 1")
    right.set_title("Slope of the loss")
    left.legend(frameon=False, loc="upper right")
    fig.suptitle("Most wrong, the squared error is nearly flat; cross-entropy is steepest")
    return fig


def draw_h_sweep(hs, errors: dict) -> Figure:
    """Draw the error of numerical slopes over the distance h, both on logarithmic scales.

    Parameters
    ----------
    hs : array of shape (n,), distances above 0
    errors : dict of name -> array of shape (n,), the size of the error; up to four
    """
    hs = as_vector(hs, "hs")
    if hs.min() <= 0:
        raise ValueError(f"hs must hold distances above 0; got {hs.min():g}.")
    check_named(errors, "errors", len(CLASS_STYLES))
    fig, ax = new_figure(7.4, 4.2)
    best = []
    for style, (name, values) in zip(CLASS_STYLES, errors.items(), strict=False):
        error = as_vector(values, f"errors[{name!r}]", len(hs))
        if error.min() < 0:
            raise ValueError(
                f"errors[{name!r}] must hold sizes of at least 0; got {error.min():g}."
            )
        ax.plot(hs, np.maximum(error, LEAST_ERROR), **style, linewidth=2, label=name)
        best.append(f"{error.min():.0e} ({name})")
    ax.set_xscale("log")
    ax.set_yscale("log")
    where = {"transform": ax.transAxes, "va": "bottom", "color": GRAY, "fontsize": 12}
    ax.text(0.01, 0.02, "too small:\nrounding", **where, ha="left")
    ax.text(0.99, 0.02, "too large:\nthe curve bends", **where, ha="right")
    ax.set_xlabel("distance h")
    ax.set_ylabel("error of the slope")
    fig.legend(loc="outside right upper", frameon=False)
    ax.set_title(f"Least error: {', '.join(best)}")
    return fig
