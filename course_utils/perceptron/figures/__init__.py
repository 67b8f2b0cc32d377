"""The pictures of the perceptron chapter: plain data in, one figure out."""

from course_utils.classroom.pictures import draw_digits
from course_utils.perceptron.figures.digits import draw_detectors, draw_digit_weights
from course_utils.perceptron.figures.layers import draw_hidden_space
from course_utils.perceptron.figures.one_neuron import draw_activations, draw_neuron
from course_utils.perceptron.figures.plane import draw_boundary
from course_utils.perceptron.figures.training import draw_history, draw_squeeze

__all__ = [
    "draw_activations",
    "draw_boundary",
    "draw_detectors",
    "draw_digit_weights",
    "draw_digits",
    "draw_hidden_space",
    "draw_history",
    "draw_neuron",
    "draw_squeeze",
]
