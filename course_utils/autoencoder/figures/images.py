"""Two ways from one digit to another, as rows of images."""

import numpy as np
from matplotlib.figure import Figure

from course_utils.classroom.image_rows import draw_montage, draw_rows, tiles
from course_utils.validation import as_matrix

__all__ = ["draw_interpolation", "draw_montage", "draw_rows", "tiles"]


def draw_interpolation(code_images, pixel_images, *, title: str | None = None) -> Figure:
    """Draw two ways from one digit to another: along a line of codes, and along a line of pixels.

    Parameters
    ----------
    code_images : array of shape (n_steps, 64), decoded from the codes on the line
    pixel_images : array of shape (n_steps, 64), the mixtures of the two digits themselves
    title : str, stands in place of the headline
    """
    rows = {"through the codes": code_images, "through the pixels": pixel_images}
    shares = np.linspace(0, 100, len(as_matrix(code_images, "code_images")))
    return draw_montage(
        rows,
        labels=[f"{share:.0f} %" for share in shares],
        title=title or "Two ways from one digit to another",
    )
