"""Sheets of samples, on the page and as files."""

import io
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from PIL import Image

from course_utils.classroom import figures
from course_utils.classroom.figures import new_figure
from course_utils.classroom.image_rows import SIDES
from course_utils.classroom.pictures import check_words
from course_utils.places import as_path, write_whole
from course_utils.validation import as_numbers, check_count

MOST_IMAGES = 400
_WIDTH, _HEIGHT, _SIDE = 9.0, 4.4, 0.7  # inches: of a sheet at most, of an image at most
_NARROWEST, _LETTER = 3.0, 0.115  # inches


def draw_sheet(images, n_columns: int = 10, *, title: str = "") -> Figure:
    """Draw images as one sheet, no ink white, all ink black.

    Parameters
    ----------
    images : array of n images, flat or square, of 8×8 or 32×32 pixels
        Numbers from 0 to 1, or uint8 from 0 to 255.
    n_columns : int >= 1, images in a row
    title : str, the headline
    """
    check_words(title, "title")
    images = as_images(images)
    n_columns = min(check_count(n_columns, "n_columns"), len(images))
    n_rows = -(-len(images) // n_columns)
    side = min(_SIDE, _WIDTH / n_columns, _HEIGHT / n_rows)
    width = max(side * n_columns + 0.2, _LETTER * len(title), _NARROWEST)
    fig, ax = new_figure(width, side * n_rows + (0.4 if title else 0.1))
    figures.draw_montage(ax, images, n_columns, vmin=0, vmax=1)
    ax.set_title(title)
    return fig


def write_sheet(path, images, n_columns: int = 10, *, scale: int = 4) -> Path:
    """Write images as one sheet into a PNG file, whole or not at all, and return its path.

    Parameters
    ----------
    path : path that ends in .png; its folder is made if it is missing
    images, n_columns : as of `draw_sheet`
    scale : int >= 1, pixels of the file for a pixel of an image, a side
    """
    path = as_path(path, "path")
    if path.suffix != ".png":
        raise ValueError(f"path must end in .png; got {path.name!r}.")
    sheet = figures.montage(as_images(images), n_columns)
    ink = np.rint(255 * np.nan_to_num(sheet)).astype(np.uint8)
    times = np.ones((check_count(scale, "scale"),) * 2, dtype=np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(np.kron(255 - ink, times)).save(buffer, "png")
    write_whole(path, buffer.getvalue())
    return path


def as_images(images) -> np.ndarray:
    """Return images (n, side, side) with numbers from 0 to 1, or say what is wrong.

    >>> as_images(np.full((2, 64), 255, dtype=np.uint8)).max(axis=(1, 2)).tolist()
    [1.0, 1.0]
    """
    is_bytes = getattr(images, "dtype", None) == np.uint8
    images = as_numbers(images, "images") / (255 if is_bytes else 1)
    shape = images.shape
    side = SIDES.get(int(np.prod(shape[1:])))
    if side is None or len(shape) not in (2, 3) or shape[1:] not in ((side * side,), (side, side)):
        raise ValueError(
            "images must have shape (n, 64), (n, 1024), (n, 8, 8) or (n, 32, 32); "
            f"got {shape}. For one pass images[None]."
        )
    if len(images) > MOST_IMAGES:
        raise ValueError(f"images must be {MOST_IMAGES} at most to be drawn; got {len(images)}.")
    if images.min() < 0 or images.max() > 1:
        raise ValueError(
            "images must hold numbers from 0 to 1, or uint8; got "
            f"{images.min():.3g} to {images.max():.3g}. Of a tanh generator pass (samples + 1) / 2."
        )
    return images.reshape(-1, side, side)
