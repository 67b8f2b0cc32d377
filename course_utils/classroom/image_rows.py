"""Rows of images under each other: originals, and what several ways make of them."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.image import AxesImage

from course_utils.classroom import figures
from course_utils.classroom.figures import new_figure
from course_utils.classroom.pictures import as_names, check_named, check_words
from course_utils.validation import as_matrix

MOST_ROWS, MOST_COLUMNS = 6, 16
SIDES = {64: 8, 1024: 32}  # pixels of a flat image -> pixels a side
_SIDE = 0.8  # inches of an image
_LETTER = 0.125  # inches, of a wide letter


def draw_montage(rows: dict, *, labels=None, title: str = "") -> Figure:
    """Draw rows of images under each other, each row beside its name; a column is one image.

    All are drawn in one scale: white is 0 or less, black is 1 or more.

    Parameters
    ----------
    rows : dict of name -> array of shape (n_images, 64) or (n_images, 1024), one to six of one
        shape. Such as the originals, and what the autoencoder and PCA make of them. A name may
        have two lines.
    labels : sequence of n_images things to write above the columns, in one line or two, or None
    title : str, the headline
    """
    check_words(title, "title")
    images = as_rows(rows)
    n_columns = len(next(iter(images.values())))
    labels = None if labels is None else as_names(labels, "labels", n_columns)
    longest = max(len(line) for name in images for line in name.split("\n"))
    n_lines = 0 if labels is None else max(label.count("\n") + 1 for label in labels)
    names, above = _LETTER * longest + 0.2, 0.1 + 0.4 * bool(title) + 0.25 * n_lines
    width = max(_SIDE * n_columns + names, 0.105 * len(title), 4.0)
    fig, ax = new_figure(width, _SIDE * len(images) + above)
    draw_rows(ax, images, labels)
    ax.set_anchor("E")  # what room is left belongs to the names
    ax.set_title(title)
    return fig


def as_rows(rows) -> dict[str, np.ndarray]:
    """Return name -> images (n, n_pixels), all of one shape, or say what is wrong."""
    check_named(rows, "rows", MOST_ROWS)
    images = {str(name): as_matrix(row, f"rows[{name!r}]") for name, row in rows.items()}
    n_columns, n_pixels = next(iter(images.values())).shape
    if n_columns > MOST_COLUMNS:
        raise ValueError(
            f"rows must hold {MOST_COLUMNS} images at most to be drawn; got {n_columns}. "
            "Pass a part, such as X[:10]."
        )
    known = [n_pixels] if n_pixels in SIDES else list(SIDES)
    for name, row in images.items():
        if len(row) != n_columns or row.shape[1] not in known:
            wanted = " or ".join(f"({n_columns}, {size})" for size in known)
            raise ValueError(
                f"rows[{name!r}] must have shape {wanted}, an image for each column; "
                f"got {row.shape}."
            )
    return images


def draw_rows(ax: Axes, images: dict[str, np.ndarray], labels=None) -> AxesImage:
    """Draw rows of images on `ax`, each beside its name, as one picture."""
    side = SIDES[next(iter(images.values())).shape[1]]
    picture = ax.imshow(tiles(images.values()), cmap="gray_r", vmin=0, vmax=1)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    ax.set_xticks([])
    ax.set_yticks((side - 1) / 2 + (side + 1) * np.arange(len(images)), list(images))
    if labels is not None:
        labels = [str(label) for label in labels]
        ax.set_xticks((side - 1) / 2 + (side + 1) * np.arange(len(labels)), labels)
        ax.xaxis.tick_top()
    return picture


def tiles(rows) -> np.ndarray:
    """Return rows of images, each (n, n_pixels), as one picture with an empty pixel between them.

    >>> tiles([np.zeros((3, 64)), np.ones((3, 64))]).shape
    (17, 26)
    """
    rows = np.array(list(rows))
    side = SIDES[rows.shape[2]]
    return figures.montage(rows.reshape(-1, side, side), rows.shape[1])
