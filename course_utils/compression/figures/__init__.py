"""The pictures of the compression chapter: plain data in, one figure out."""

from course_utils.classroom.pictures import draw_curves, draw_digits
from course_utils.compression.figures.accuracies import draw_bits_curve, draw_pruning_curves
from course_utils.compression.figures.costs import draw_cost_bars, draw_sizes
from course_utils.compression.figures.line import draw_number_line
from course_utils.compression.figures.spread import draw_weights
from course_utils.compression.figures.teaching import draw_softened, draw_students

__all__ = [
    "draw_bits_curve",
    "draw_cost_bars",
    "draw_curves",
    "draw_digits",
    "draw_number_line",
    "draw_pruning_curves",
    "draw_sizes",
    "draw_softened",
    "draw_students",
    "draw_weights",
]
