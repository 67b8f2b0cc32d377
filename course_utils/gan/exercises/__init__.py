"""The chapter's exercises, one file each: reference, another right answer, and the wrong variants.

The ids B, F, G and so on are rows of the course's list of misconceptions; M are the course's own.
"""

from course_utils.classroom.checking import bind
from course_utils.gan.exercises import (
    best_epoch_by_frechet,
    count_modes,
    entropy_of_counts,
    equal_losses_different_modes,
    frechet_line,
    gan_losses,
    generator_slopes,
    optimal_answer,
    running_mean,
    share_of_copies,
    to_bytes,
    to_signed,
    train_step,
)

EXERCISES = (
    to_signed.EXERCISE,
    optimal_answer.EXERCISE,
    gan_losses.EXERCISE,
    generator_slopes.EXERCISE,
    train_step.EXERCISE,
    running_mean.EXERCISE,
    count_modes.EXERCISE,
    frechet_line.EXERCISE,
    entropy_of_counts.EXERCISE,
    share_of_copies.EXERCISE,
    best_epoch_by_frechet.EXERCISE,
    equal_losses_different_modes.EXERCISE,
    to_bytes.EXERCISE,
)

check, hint, solution = bind("gan", EXERCISES)
