"""Chapter 02: the neuron, the line it draws, and the first rule that learned it."""

from course_utils.perceptron import model
from course_utils.perceptron.model import *  # noqa: F403

__all__ = model.__all__
