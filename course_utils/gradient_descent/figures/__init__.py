"""The pictures of the gradient-descent chapter: plain data in, one figure out."""

from course_utils.classroom.pictures import draw_confusion, draw_curves, draw_digits
from course_utils.gradient_descent.figures.downhill import draw_downhill, draw_rates
from course_utils.gradient_descent.figures.judging import draw_roc
from course_utils.gradient_descent.figures.slopes import draw_h_sweep, draw_two_losses
from course_utils.gradient_descent.figures.valley import draw_valley

__all__ = [
    "draw_confusion",
    "draw_curves",
    "draw_digits",
    "draw_downhill",
    "draw_h_sweep",
    "draw_rates",
    "draw_roc",
    "draw_two_losses",
    "draw_valley",
]
