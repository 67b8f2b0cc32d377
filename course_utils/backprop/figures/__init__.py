"""The pictures of the backpropagation chapter: plain data in, one figure out."""

from course_utils.backprop.figures.graph import draw_graph
from course_utils.backprop.figures.regions import draw_regions
from course_utils.backprop.figures.signals import draw_gradient_norms, draw_spread
from course_utils.backprop.figures.weights import draw_hidden_weights
from course_utils.classroom.pictures import draw_confusion, draw_curves, draw_digits

__all__ = [
    "draw_confusion",
    "draw_curves",
    "draw_digits",
    "draw_gradient_norms",
    "draw_graph",
    "draw_hidden_weights",
    "draw_regions",
    "draw_spread",
]
