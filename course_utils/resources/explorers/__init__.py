"""The live figures of the resources chapter: controls, a stage, and a pure draw function."""

from course_utils.resources.explorers.budget_of_five_tasks import lp_dial
from course_utils.resources.explorers.jobs_on_machines import machines

__all__ = ["lp_dial", "machines"]
