"""The chapter's exercises, one file each: reference, another right answer, and the wrong variants.

The ids M are the course's own.
"""

from course_utils.classroom.checking import bind
from course_utils.start_here.exercises import (
    k_of_best_validation,
    k_of_perfect_training,
    nearest_label,
    share_right,
)

EXERCISES = (
    share_right.EXERCISE,
    nearest_label.EXERCISE,
    k_of_best_validation.EXERCISE,
    k_of_perfect_training.EXERCISE,
)

check, hint, solution = bind("start_here", EXERCISES)
