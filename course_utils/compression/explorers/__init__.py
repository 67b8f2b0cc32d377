"""The live figures of the compression chapter: controls, a stage, and a pure draw function."""

from course_utils.compression.explorers.clip_of_a_range import number_line
from course_utils.compression.explorers.smaller_network import prune_and_quantize

__all__ = ["number_line", "prune_and_quantize"]
