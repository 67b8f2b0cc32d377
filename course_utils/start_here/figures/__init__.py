"""The pictures of chapter 00: plain data in, one figure out."""

from course_utils.classroom.pictures import draw_curves, draw_digits
from course_utils.start_here.figures.curve import draw_k_curve
from course_utils.start_here.figures.votes import draw_neighbors, draw_vote

__all__ = ["draw_curves", "draw_digits", "draw_k_curve", "draw_neighbors", "draw_vote"]
