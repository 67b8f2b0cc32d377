"""Chapter 08: who gets the machine: allocation, scheduling, processes, and memory."""

from course_utils.resources.case import (
    BUDGET,
    DOCUMENTED_SHARES,
    LISTING,
    TASKS,
    documented_fit,
    documented_objective,
    documented_ratio,
)
from course_utils.resources.knapsack import (
    best_subset,
    fair_shares,
    fractional_knapsack,
    greedy_subset,
)
from course_utils.resources.linear_program import Solution, solve_lp
from course_utils.resources.memory import (
    Checkpointed,
    accumulate_gradients,
    batch_mean,
    peak_bytes,
    peak_tensor_bytes,
    saved_activation_bytes,
    standardize,
)
from course_utils.resources.model import Allocation, allocate, range_of_shares
from course_utils.resources.parallel import ParallelRun, parallel_gradients
from course_utils.resources.schedule import (
    Schedule,
    best_schedule,
    list_schedule,
    longest_first,
    lower_bound,
)
from course_utils.resources.speed_up import amdahl, speed_up_with_communication
from course_utils.resources.stored import Jobs, jobs_of
from course_utils.resources.worker import gradients_of

__all__ = [
    "BUDGET",
    "DOCUMENTED_SHARES",
    "LISTING",
    "TASKS",
    "Allocation",
    "Checkpointed",
    "Jobs",
    "ParallelRun",
    "Schedule",
    "Solution",
    "accumulate_gradients",
    "allocate",
    "amdahl",
    "batch_mean",
    "best_schedule",
    "best_subset",
    "documented_fit",
    "documented_objective",
    "documented_ratio",
    "fair_shares",
    "fractional_knapsack",
    "gradients_of",
    "greedy_subset",
    "jobs_of",
    "list_schedule",
    "longest_first",
    "lower_bound",
    "parallel_gradients",
    "peak_bytes",
    "peak_tensor_bytes",
    "range_of_shares",
    "saved_activation_bytes",
    "solve_lp",
    "speed_up_with_communication",
    "standardize",
]
