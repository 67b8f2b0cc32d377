"""Chapter 03: losses, their slopes, and the walk downhill that trains a model."""

from course_utils.gradient_descent.descent import (
    CURVES,
    LEARNING_RATES,
    Curve,
    descend,
    minibatches,
)
from course_utils.gradient_descent.differences import (
    h_sweep,
    numerical_gradient,
    numerical_slope,
    relative_error,
)
from course_utils.gradient_descent.linear import (
    logistic_loss_and_gradient,
    softmax_loss_and_gradient,
)
from course_utils.gradient_descent.losses import (
    binary_cross_entropy,
    binary_cross_entropy_slope,
    log_softmax,
    softmax,
    softmax_cross_entropy,
    softmax_cross_entropy_slope,
    squared_error,
    squared_error_slope,
)
from course_utils.gradient_descent.metrics import (
    Roc,
    area_under_curve,
    confusion_matrix,
    precision_recall,
    roc_curve,
)
from course_utils.gradient_descent.model import LogisticRegression, SoftmaxRegression

__all__ = [
    "CURVES",
    "LEARNING_RATES",
    "Curve",
    "LogisticRegression",
    "Roc",
    "SoftmaxRegression",
    "area_under_curve",
    "binary_cross_entropy",
    "binary_cross_entropy_slope",
    "confusion_matrix",
    "descend",
    "h_sweep",
    "log_softmax",
    "logistic_loss_and_gradient",
    "minibatches",
    "numerical_gradient",
    "numerical_slope",
    "precision_recall",
    "relative_error",
    "roc_curve",
    "softmax",
    "softmax_cross_entropy",
    "softmax_cross_entropy_slope",
    "softmax_loss_and_gradient",
    "squared_error",
    "squared_error_slope",
]
