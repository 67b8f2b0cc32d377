"""The pictures of the resources chapter: plain data in, one figure out."""

from course_utils.classroom.pictures import draw_curves
from course_utils.resources.figures.costs import draw_memory, draw_speed_up
from course_utils.resources.figures.gantt import draw_gantt
from course_utils.resources.figures.polygon import draw_polygon
from course_utils.resources.figures.shares import draw_shares, draw_value_of_budget

__all__ = [
    "draw_curves",
    "draw_gantt",
    "draw_memory",
    "draw_polygon",
    "draw_shares",
    "draw_speed_up",
    "draw_value_of_budget",
]
