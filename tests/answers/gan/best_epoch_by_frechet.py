"""What is read off the scrubber."""

import numpy as np

from answers import right, wrong
from course_utils.datasets import load_run
from course_utils.gan.stored import run_of

BEST = "gan.best_epoch_by_frechet"


def curve():
    """Return epoch -> Fréchet distance of the stored training."""
    run = run_of(load_run("gan_run.safetensors"))
    return dict(zip(run.epochs.tolist(), run.frechet.tolist(), strict=True))


@right(BEST)
def best_epoch_by_frechet():
    return min(curve(), key=curve().get)


@wrong(BEST, "M996")
def the_end():
    return max(curve())


@wrong(BEST, "G15")
def least_loss_of_g():
    run = run_of(load_run("gan_run.safetensors"))
    losses = [run.generator[epoch - 1] for epoch in run.epochs]
    return run.epochs[np.argmin(losses)]


@wrong(BEST, "M997")
def one_snapshot_late():
    epochs = list(curve())
    return epochs[epochs.index(best_epoch_by_frechet()) + 1]


@wrong(BEST, "M997")
def one_snapshot_early():
    epochs = list(curve())
    return epochs[epochs.index(best_epoch_by_frechet()) - 1]


@wrong(BEST, "M998")
def the_distance():
    return min(curve().values())


@wrong(BEST, "M998")
def the_place_in_the_list():
    return int(np.argmin(list(curve().values())))


@wrong(BEST)
def both():
    return best_epoch_by_frechet(), min(curve().values())


@wrong(BEST)
def as_text():
    return str(best_epoch_by_frechet())


for value in (0, -1, 100_000, None, "the last"):
    wrong(BEST)(lambda value=value: value)
