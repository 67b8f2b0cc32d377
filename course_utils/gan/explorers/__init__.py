"""The live figures of the GAN chapter: controls, a stage, and a pure draw function."""

from course_utils.gan.explorers.epochs_of_a_run import scrubber
from course_utils.gan.explorers.rounds_on_the_ring import ring_stepper
from course_utils.gan.explorers.samples_of_a_class import sampler

__all__ = ["ring_stepper", "sampler", "scrubber"]
