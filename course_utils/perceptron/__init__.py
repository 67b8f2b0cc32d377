"""Chapter 02: the neuron, the line it draws, and the first rule that learned it."""

from course_utils.perceptron.averaged import AveragedPerceptron
from course_utils.perceptron.model import Perceptron
from course_utils.perceptron.one_vs_rest import OneVsRest
from course_utils.perceptron.rule import (
    Squeeze,
    Visit,
    convergence_bound,
    perceptron_update,
    squeeze,
    trace,
    updates_and_bound,
)
from course_utils.perceptron.units import (
    boundary_line,
    margin,
    neuron,
    relu,
    score,
    sigmoid,
    slope,
    step,
    tanh,
)

__all__ = [
    "AveragedPerceptron",
    "OneVsRest",
    "Perceptron",
    "Squeeze",
    "Visit",
    "boundary_line",
    "convergence_bound",
    "margin",
    "neuron",
    "perceptron_update",
    "relu",
    "score",
    "sigmoid",
    "slope",
    "squeeze",
    "step",
    "tanh",
    "trace",
    "updates_and_bound",
]
