"""The pictures of the GAN chapter: plain data in, one figure out."""

from course_utils.classroom.image_rows import draw_montage
from course_utils.classroom.pictures import draw_curves, draw_digits
from course_utils.gan.figures.game import draw_duel, draw_optimal, draw_slopes
from course_utils.gan.figures.histograms import draw_distances, draw_frechet_1d, draw_pixel_ranges
from course_utils.gan.figures.ring import draw_ring, draw_ring_row, grid_points
from course_utils.gan.figures.sheets import draw_sheet, write_sheet
from course_utils.gan.figures.training import draw_ablation, draw_losses

__all__ = [
    "draw_ablation",
    "draw_curves",
    "draw_digits",
    "draw_distances",
    "draw_duel",
    "draw_frechet_1d",
    "draw_losses",
    "draw_montage",
    "draw_optimal",
    "draw_pixel_ranges",
    "draw_ring",
    "draw_ring_row",
    "draw_sheet",
    "draw_slopes",
    "grid_points",
    "write_sheet",
]
