"""The live figures of the data-quality chapter: controls, a stage, and a pure draw function."""

from course_utils.data_quality.explorers.dial_of_defects import defect_dial
from course_utils.data_quality.explorers.lab_of_turned_digits import augmentation_lab

__all__ = ["augmentation_lab", "defect_dial"]
