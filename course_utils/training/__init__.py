"""The one PyTorch training loop of the course, for one network or for several.

`loop` holds `Training`; beside it stand an epoch's batches and steps (`epochs`), the factor on the
learning rate (`schedules`), the way back to the last finished epoch (`snapshots`), what is refused
(`checks`), what a forward pass keeps (`saved`), and helpers for tensors (`tensors`).
"""

from course_utils.training.epochs import Moment, batches, one_optimizer
from course_utils.training.loop import Training
from course_utils.training.saved import saved_bytes
from course_utils.training.schedules import constant, constant_then_linear, warmup_cosine
from course_utils.training.snapshots import Best
from course_utils.training.tensors import as_generator, linear, one_torch_thread

__all__ = [
    "Best",
    "Moment",
    "Training",
    "as_generator",
    "batches",
    "constant",
    "constant_then_linear",
    "linear",
    "one_optimizer",
    "one_torch_thread",
    "saved_bytes",
    "warmup_cosine",
]
