"""The chapter's exercises, one file each: reference, another right answer, and the wrong variants.

The ids Q, O and so on are rows of the course's list of misconceptions; M are the course's own.
"""

from course_utils.classroom.checking import bind
from course_utils.compression.exercises import (
    best_clip,
    channel_scales,
    count_cost,
    dense_bytes_saved,
    distillation_term,
    highest_sparsity,
    int8_product,
    prune_weights,
    pruned_step,
    sparse_size,
    to_codes,
)

EXERCISES = (
    count_cost.EXERCISE,
    prune_weights.EXERCISE,
    pruned_step.EXERCISE,
    sparse_size.EXERCISE,
    to_codes.EXERCISE,
    channel_scales.EXERCISE,
    int8_product.EXERCISE,
    best_clip.EXERCISE,
    highest_sparsity.EXERCISE,
    dense_bytes_saved.EXERCISE,
    distillation_term.EXERCISE,
)

check, hint, solution = bind("compression", EXERCISES)
