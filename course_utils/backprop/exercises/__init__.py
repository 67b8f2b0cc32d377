"""The chapter's exercises, one file each: reference, another right answer, and the wrong variants.

The ids B, C, F and L are rows of the course's list of misconceptions.
"""

from course_utils.backprop.exercises import (
    backward_pass,
    descend_in_place,
    dual_polynomial,
    gradient_of_twice_used_node,
    gradients_by_hand,
    hidden_width_that_solves_moons,
    layer_gradients,
    momentum_steps,
    relative_error_of_gradients,
    scaled_weights,
    sum_to_shape,
    train_with,
    training_step,
    two_layer_gradients,
)
from course_utils.classroom.checking import bind

EXERCISES = (
    gradients_by_hand.EXERCISE,
    gradient_of_twice_used_node.EXERCISE,
    backward_pass.EXERCISE,
    sum_to_shape.EXERCISE,
    layer_gradients.EXERCISE,
    relative_error_of_gradients.EXERCISE,
    two_layer_gradients.EXERCISE,
    training_step.EXERCISE,
    scaled_weights.EXERCISE,
    hidden_width_that_solves_moons.EXERCISE,
    momentum_steps.EXERCISE,
    descend_in_place.EXERCISE,
    train_with.EXERCISE,
    dual_polynomial.EXERCISE,
)

check, hint, solution = bind("backprop", EXERCISES)
