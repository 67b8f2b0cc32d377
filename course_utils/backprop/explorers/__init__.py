"""The live figures of the backpropagation chapter: controls, a stage, and a pure draw function."""

from course_utils.backprop.explorers.moons_playground import playground
from course_utils.backprop.explorers.two_way_tape import tape

__all__ = ["playground", "tape"]
