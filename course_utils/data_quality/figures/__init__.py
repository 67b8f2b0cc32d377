"""The pictures of the data-quality chapter: plain data in, one figure out."""

from course_utils.classroom.pictures import draw_confusion, draw_curves, draw_digits
from course_utils.data_quality.figures.columns import draw_column, draw_imputation
from course_utils.data_quality.figures.shares import draw_profile
from course_utils.data_quality.figures.turned import draw_augmented, draw_reading_angles
from course_utils.data_quality.figures.verdicts import draw_index, draw_leakage

__all__ = [
    "draw_augmented",
    "draw_column",
    "draw_confusion",
    "draw_curves",
    "draw_digits",
    "draw_imputation",
    "draw_index",
    "draw_leakage",
    "draw_profile",
    "draw_reading_angles",
]
