"""Two ways from one digit to another, as rows of images."""

import numpy as np
from matplotlib.figure import Figure

from course_utils.classroom.image_rows import SIDES, draw_montage, draw_rows, tiles
from course_utils.classroom.pictures import check_title
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
    check_title(title)
    codes, pixels = as_matrix(code_images, "code_images"), as_matrix(pixel_images, "pixel_images")
    if codes.shape != pixels.shape or codes.shape[1] not in SIDES:
        raise ValueError(
            "code_images and pixel_images must have one shape, (n_steps, 64) or (n_steps, 1024); "
            f"got {codes.shape} and {pixels.shape}."
        )
    rows = {"through the codes": codes, "through the pixels": pixels}
    shares = np.linspace(0, 100, len(codes))
    return draw_montage(
        rows,
        labels=[f"{share:.0f} %" for share in shares],
        title=title or "Two ways from one digit to another",
    )
