"""The chapter's exercises, one file each: reference, another right answer, and the wrong variants.

The ids P, M and F are rows of the course's list of misconceptions.
"""

from course_utils.classroom.exercises import bind
from course_utils.perceptron.exercises import (
    boundary_height,
    perceptron_update,
    predict_labels,
    train_epoch,
    updates_on_and,
    updates_per_epoch_on_xor,
)

EXERCISES = (
    predict_labels.EXERCISE,
    boundary_height.EXERCISE,
    perceptron_update.EXERCISE,
    train_epoch.EXERCISE,
    updates_on_and.EXERCISE,
    updates_per_epoch_on_xor.EXERCISE,
)

check, hint, solution = bind("perceptron", EXERCISES)
