"""The chapter's exercises, one file each: reference, another right answer, and the wrong variants.

The ids B, C, F, L and P are rows of the course's list of misconceptions; M are the course's own.
"""

from course_utils.classroom.checking import bind
from course_utils.gradient_descent.exercises import (
    best_h_central,
    best_h_one_sided,
    central_differences,
    largest_learning_rate,
    logistic_gradient,
    logistic_update,
    loss_of_epoch,
    mean_squared_loss,
    precision_and_recall,
    rank_auc,
    sgd_epoch,
    softmax_gradient,
    softmax_loss,
    walk_downhill,
)

EXERCISES = (
    walk_downhill.EXERCISE,
    mean_squared_loss.EXERCISE,
    logistic_update.EXERCISE,
    logistic_gradient.EXERCISE,
    central_differences.EXERCISE,
    softmax_loss.EXERCISE,
    softmax_gradient.EXERCISE,
    loss_of_epoch.EXERCISE,
    sgd_epoch.EXERCISE,
    precision_and_recall.EXERCISE,
    rank_auc.EXERCISE,
    largest_learning_rate.EXERCISE,
    best_h_central.EXERCISE,
    best_h_one_sided.EXERCISE,
)

check, hint, solution = bind("gradient_descent", EXERCISES)
