"""The pictures of the autoencoder chapter: plain data in, one figure out."""

from course_utils.autoencoder.figures.curves import draw_angles, draw_few_labels, draw_sizes
from course_utils.autoencoder.figures.distributions import (
    draw_error_histogram,
    draw_kl,
    draw_output_ranges,
)
from course_utils.autoencoder.figures.hourglass import draw_network
from course_utils.autoencoder.figures.images import draw_interpolation, draw_montage
from course_utils.autoencoder.figures.plane import draw_plane
from course_utils.classroom.pictures import draw_curves, draw_digits

__all__ = [
    "draw_angles",
    "draw_curves",
    "draw_digits",
    "draw_error_histogram",
    "draw_few_labels",
    "draw_interpolation",
    "draw_kl",
    "draw_montage",
    "draw_network",
    "draw_output_ranges",
    "draw_plane",
    "draw_sizes",
]
