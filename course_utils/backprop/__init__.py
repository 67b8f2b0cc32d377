"""Chapter 04: from one number that knows its past to a network that reads digits."""

from course_utils.backprop.checking import check_gradients
from course_utils.backprop.dual import Dual
from course_utils.backprop.graphs import describe_graph, node_names, topological_order
from course_utils.backprop.layers import MLP, Linear, initial_weights
from course_utils.backprop.losses import (
    binary_cross_entropy,
    cross_entropy,
    log_softmax,
    mean_squared_error,
)
from course_utils.backprop.model import MLPClassifier
from course_utils.backprop.optimizers import SGD
from course_utils.backprop.scalar import Value
from course_utils.backprop.storage import load_parameters, save_parameters
from course_utils.backprop.tensor import Tensor

__all__ = [
    "MLP",
    "SGD",
    "Dual",
    "Linear",
    "MLPClassifier",
    "Tensor",
    "Value",
    "binary_cross_entropy",
    "check_gradients",
    "cross_entropy",
    "describe_graph",
    "initial_weights",
    "load_parameters",
    "log_softmax",
    "mean_squared_error",
    "node_names",
    "save_parameters",
    "topological_order",
]
