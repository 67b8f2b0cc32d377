"""Chapter 00: how the course works, and a first model in four steps."""

from course_utils.start_here.choosing import accuracies, choose_k
from course_utils.start_here.model import KNearestNeighbors, accuracy, most_common
from course_utils.start_here.plane import KS, N_TRAIN, WITH_A_LOOP, in_the_plane, spread_rows
from course_utils.start_here.tuning import (
    Reports,
    Setting,
    make_settings,
    right_answers,
    tune_twice,
)

__all__ = [
    "KS",
    "N_TRAIN",
    "WITH_A_LOOP",
    "KNearestNeighbors",
    "Reports",
    "Setting",
    "accuracies",
    "accuracy",
    "choose_k",
    "in_the_plane",
    "make_settings",
    "most_common",
    "right_answers",
    "spread_rows",
    "tune_twice",
]
