"""The live figures of the gradient-descent chapter: controls, a stage, and a pure draw function."""

from course_utils.gradient_descent.explorers.error_of_h import h_sweep
from course_utils.gradient_descent.explorers.steps_downhill import downhill

__all__ = ["downhill", "h_sweep"]
