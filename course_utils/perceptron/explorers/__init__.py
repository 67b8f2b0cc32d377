"""The live figures of the perceptron chapter: controls, a stage, and a pure draw function."""

from course_utils.perceptron.explorers.rule_stepper import stepper
from course_utils.perceptron.explorers.xor_workbench import workbench

__all__ = ["stepper", "workbench"]
