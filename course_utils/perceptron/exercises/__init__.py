"""The chapter's exercises, one file each: reference, another right answer, and the wrong variants.

The ids P, M and F are rows of the course's list of misconceptions.
"""

from course_utils.classroom.checking import bind
from course_utils.perceptron.exercises import (
    averaged_epoch,
    boundary_height,
    hidden_points_of_xor,
    most_right_with_equal_lines,
    perceptron_update,
    predict_digit,
    predict_labels,
    relu_layer,
    safe_sigmoid,
    smallest_margin,
    softmax_rows,
    train_epoch,
    two_layers,
    updates_on_and,
    updates_per_epoch_on_xor,
    weights_after_each_visit,
)

EXERCISES = (
    predict_labels.EXERCISE,
    safe_sigmoid.EXERCISE,
    relu_layer.EXERCISE,
    boundary_height.EXERCISE,
    smallest_margin.EXERCISE,
    perceptron_update.EXERCISE,
    train_epoch.EXERCISE,
    updates_on_and.EXERCISE,
    updates_per_epoch_on_xor.EXERCISE,
    weights_after_each_visit.EXERCISE,
    predict_digit.EXERCISE,
    softmax_rows.EXERCISE,
    two_layers.EXERCISE,
    hidden_points_of_xor.EXERCISE,
    most_right_with_equal_lines.EXERCISE,
    averaged_epoch.EXERCISE,
)

check, hint, solution = bind("perceptron", EXERCISES)
