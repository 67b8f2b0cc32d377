"""A toy chapter: numbers measured from their mean."""

from course_utils.centering.model import center, spread

__all__ = ["center", "spread"]
