"""The chapter's exercises."""

from course_utils.centering.exercises import mean_distance, move_mean
from course_utils.classroom.checking import bind

EXERCISES = (move_mean.EXERCISE, mean_distance.EXERCISE)

check, hint, solution = bind("centering", EXERCISES)
