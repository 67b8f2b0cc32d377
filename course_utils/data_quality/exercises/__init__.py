"""The chapter's exercises, one file each: reference, another right answer, and the wrong variants.

The ids D and N are rows of the course's list of misconceptions; M are the course's own.
"""

from course_utils.classroom.checking import bind
from course_utils.data_quality.exercises import (
    balanced_accuracy,
    change_of_q_by_shuffling,
    count_missing,
    defect_that_q_rewards,
    fill_with_train,
    first_of_copies,
    honest_score,
    leave_one_out_suspects,
    parse_labels,
    repair_range,
    repair_units,
    smallest_angle_of_six,
    split_by_group,
    standardize,
)

EXERCISES = (
    count_missing.EXERCISE,
    parse_labels.EXERCISE,
    first_of_copies.EXERCISE,
    repair_range.EXERCISE,
    repair_units.EXERCISE,
    fill_with_train.EXERCISE,
    standardize.EXERCISE,
    split_by_group.EXERCISE,
    balanced_accuracy.EXERCISE,
    honest_score.EXERCISE,
    leave_one_out_suspects.EXERCISE,
    change_of_q_by_shuffling.EXERCISE,
    defect_that_q_rewards.EXERCISE,
    smallest_angle_of_six.EXERCISE,
)

check, hint, solution = bind("data_quality", EXERCISES)
