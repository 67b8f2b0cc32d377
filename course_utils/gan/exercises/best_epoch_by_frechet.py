"""A task for the scrubber: when were the images best, and what did the losses say then?

The distances are those of the stored training, which the scrubber shows.
"""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def best_epoch_by_frechet():
    from course_utils.datasets import load_run
    from course_utils.gan.stored import run_of

    run = run_of(load_run("gan_run.safetensors"))
    best = 0
    for i in range(len(run.epochs)):
        if run.frechet[i] < run.frechet[best]:
            best = i
    return int(run.epochs[best])


def least_of_all():
    run = watched()
    return min(zip(run.frechet, run.epochs, strict=True))[1]


def watched():
    """Return the stored training that the scrubber shows."""
    from course_utils.datasets import load_run
    from course_utils.gan.stored import run_of

    return run_of(load_run("gan_run.safetensors"))


def cases(seed):
    return [{}]


def loss_shown(player: str) -> np.ndarray:
    """Return a player's loss in the epochs at which the scrubber can stop."""
    run = watched()
    return getattr(run, player)[run.epochs - 1]


@misconception(
    "M996",
    says="takes the last epoch for the best one",
    hint="Pull the marker a little back. Does the distance grow everywhere as you do so?",
    also=(lambda: len(watched().epochs),),
)
def the_last_one():
    return watched().epochs[-1]


@misconception(
    "G15",
    says="goes by a loss, which does not tell how good the images are",
    hint="Each loss is a verdict on two players who both change. Which of the curves compares the "
    "images with real ones?",
    also=(
        lambda: watched().generator.argmin() + 1,
        lambda: watched().discriminator.argmax() + 1,
        lambda: watched().epochs[loss_shown("discriminator").argmax()],
    ),
)
def where_the_generators_loss_is_least():
    return watched().epochs[loss_shown("generator").argmin()]


def first_rise() -> int:
    """Return the snapshot after which the distance rises for the first time."""
    return int(np.flatnonzero(np.diff(watched().frechet) > 0)[0])


def another_epoch(place: int) -> int:
    """Return an epoch at which the distance is not the smallest, and neither loss is extreme."""
    named = {least_of_all(), the_last_one.variant()}
    named |= {form() for form in where_the_generators_loss_is_least.forms}
    others = [epoch for epoch in watched().epochs if epoch not in named]
    return others[place % len(others)]


@misconception(
    "M997",
    says="stops at an epoch at which the distance is small, and not the smallest",
    hint="The curve of the distance goes up and down. Is there a deeper place, before or after?",
    also=tuple(lambda place=place: another_epoch(place) for place in range(50)),
)
def where_it_rises_first():
    return watched().epochs[first_rise()]


@misconception(
    "M998",
    says="gives what is read there, and not where it is read",
    hint="Which number did you set, and which one did you read?",
    also=(
        lambda: watched().frechet.min(),
        lambda: round(watched().frechet.min(), 2),
        lambda: watched().frechet.argmin(),
        lambda: watched().frechet.argmin() + 1,
    ),
)
def the_distance_itself():
    return round(watched().frechet.min(), 3)


EXERCISE = Exercise(
    title="Scrubber: the best epoch",
    reference=best_epoch_by_frechet,
    another=least_of_all,
    cases=cases,
    misconceptions=(
        the_last_one,
        where_the_generators_loss_is_least,
        where_it_rises_first,
        the_distance_itself,
    ),
    hints=(
        "Three curves go along with the pictures: two losses and a distance. Which of them would "
        "you trust to choose an epoch, and is small good there, or large?",
        "Say that the distance is 0.70 after epoch 100, 0.61 after 200, 0.64 after 300 and 0.60 "
        "after 400: it rises once on the way, and the best of the four is 400. Had it been 0.62 "
        "after 400, it would be 200. Follow the curve to its end. Where is it lowest?",
        "for each epoch at which the scrubber stops: read the Fréchet distance\n"
        "return the epoch with the smallest one",
    ),
    why="may you report the distance of this epoch as the distance of your generator?",
    because=(
        "Not without a word about how it was chosen. The smallest of many noisy measurements is "
        "small by luck, too: measure that generator again with new noise, and better with real "
        "images that had no part in the choice. It is the same as with a number of neighbors that "
        "was chosen on the test set."
    ),
)
