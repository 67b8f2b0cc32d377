"""Changed images, and how long a turned digit is still read as itself."""

import numpy as np
from matplotlib.figure import Figure

from course_utils.classroom.figures import GRAY, draw_montage, new_figure
from course_utils.classroom.pictures import (
    MOST_CURVES,
    as_names,
    check_named,
    check_title,
    check_words,
    draw_curves,
)
from course_utils.validation import as_numbers, as_vector, check_count

HALF = 0.5


def draw_augmented(images, titles, *, n_columns: int = 6, title: str = "") -> Figure:
    """Draw images as one montage, each under what was done to it.

    Parameters
    ----------
    images : array of shape (n_images, height, width), ink from 0 up
    titles : sequence of n_images short texts
    n_columns : int >= 1, images in a row
    title : str, the headline
    """
    images = as_numbers(images, "images")
    if images.ndim != 3:
        raise ValueError(f"images must be 3-D (n_images, height, width); got shape {images.shape}.")
    titles = as_names(titles, "titles", len(images))
    check_words(title, "title")
    n_columns = min(check_count(n_columns, "n_columns"), len(images))
    n_rows = -(-len(images) // n_columns)
    longest = max(map(len, titles))
    width = max(1.15, 0.1 * longest)  # inches of an image: its title must not meet the next one
    height = width * images.shape[1] / images.shape[2] * 4 / 3
    fig, ax = new_figure(width * max(n_columns, 3), height * n_rows + (0.4 if title else 0.1))
    draw_montage(ax, images, n_columns, titles, vmin=0, vmax=images.max() or 1)
    ax.set_title(title)
    return fig


def draw_reading_angles(degrees, shares: dict, *, title: str | None = None) -> Figure:
    """Draw which share of each digit's images is still read as that digit, over the angle.

    Parameters
    ----------
    degrees : array of shape (n_angles,), by how much the images were turned, rising
    shares : dict of digit -> array of shape (n_angles,), shares from 0 to 1; up to eight digits
    title : str, stands in place of the computed headline
    """
    degrees = as_vector(degrees, "degrees")
    if len(degrees) > 1 and np.diff(degrees).min() <= 0:
        raise ValueError("degrees must rise from each angle to the next; sort them first.")
    check_named(shares, "shares", MOST_CURVES)
    check_title(title)
    curves, last = {}, {}
    for digit, values in shares.items():
        read = as_vector(values, f"shares[{digit!r}]", len(degrees))
        if read.min() < 0 or read.max() > 1:
            raise ValueError(
                f"shares[{digit!r}] must be from 0 to 1; got {read.min():g} to {read.max():g}."
            )
        curves[f"digit {digit}"] = (degrees, read)
        last[digit] = 100 * read[-1]
    labels = {"xlabel": "turned by, degrees", "ylabel": "share read right"}
    title = title or f"Turned by {degrees[-1]:g}°: {_best_and_worst(last)}"
    fig = draw_curves(curves, **labels, title=title)
    [ax] = fig.axes
    ax.axhline(HALF, color=GRAY, linestyle=":", linewidth=1.5)
    ax.text(degrees[-1], HALF + 0.01, "half", color=GRAY, ha="right", va="bottom")
    ax.set_ylim(-0.03, 1.03)
    return fig


def _best_and_worst(percent: dict) -> str:
    best, worst = (choose(percent, key=percent.get) for choose in (max, min))
    if percent[best] == percent[worst]:
        return f"{percent[best]:.0f} % are read right"
    words = f"{best}s are read right most often ({percent[best]:.0f} %)"
    return f"{words}, {worst}s least ({percent[worst]:.0f} %)"
