"""The chapter's exercises, one file each: reference, another right answer, and the wrong variants.

The ids B, L, R and V are rows of the course's list of misconceptions; M are the course's own.
"""

from course_utils.classroom.checking import bind
from course_utils.resources.exercises import (
    accumulated_gradient,
    amdahl_speed_up,
    average_gradients,
    budget_where_price_is_zero,
    fair_amounts,
    fill_by_ratio,
    longest_first_loses,
    makespan,
    price_of_budget,
    read_solution,
    to_upper_bounds,
    whole_tasks,
)

EXERCISES = (
    fill_by_ratio.EXERCISE,
    to_upper_bounds.EXERCISE,
    read_solution.EXERCISE,
    price_of_budget.EXERCISE,
    budget_where_price_is_zero.EXERCISE,
    whole_tasks.EXERCISE,
    fair_amounts.EXERCISE,
    makespan.EXERCISE,
    longest_first_loses.EXERCISE,
    average_gradients.EXERCISE,
    amdahl_speed_up.EXERCISE,
    accumulated_gradient.EXERCISE,
)

check, hint, solution = bind("resources", EXERCISES)
