"""The live figure of chapter 00: controls, a stage, and a pure draw function."""

from course_utils.start_here.explorers.dial import k_dial

__all__ = ["k_dial"]
