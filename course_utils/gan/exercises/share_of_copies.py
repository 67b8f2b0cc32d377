"""How many samples are copies of training images: nearer to one than new real images are."""

from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception

# Steps along two pixels, and how far they lead. All are whole: no way of computing rounds them.
STEPS = {
    5: (3, 4),
    10: (6, 8),
    13: (5, 12),
    15: (9, 12),
    17: (8, 15),
    20: (12, 16),
    25: (7, 24),
    29: (20, 21),
    34: (16, 30),
}
APART = 60  # training images differ at least by that, less 4, in every pixel


def share_of_copies(samples, train, held_out, quantile):
    ours, honest = [
        np.array([np.sqrt(((train - x) ** 2).sum(axis=1)).min() for x in group])
        for group in (samples, held_out)
    ]
    bar = np.sort(honest)[int(quantile * len(honest))]
    return np.mean(ours < bar)


def with_a_quantile(samples, train, held_out, quantile):
    def nearest(images):
        return np.linalg.norm(images[:, None] - train, axis=-1).min(axis=1)

    return (nearest(samples) < np.quantile(nearest(held_out), quantile)).mean()


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(n_train, n_pixels, one_in, n_below):
        """Draw images; one of so many held-out ones, and so `n_below`, lie below the limit.

        There is one held-out image more than that, so that every definition of a quantile finds
        the same limit. Samples lie on it, in every gap, and beyond both ends; one is a copy.
        """
        train = APART * rng.permutation(n_train)[:, None]
        train = train + rng.integers(-2, 3, size=(n_train, n_pixels))

        def moved(steps):
            moves = np.zeros((len(steps), n_pixels), dtype=int)
            for move, step in zip(moves, steps, strict=True):
                pixels = rng.permutation(n_pixels)[:2]
                move[pixels] = rng.choice([-1, 1], size=2) * step
            spots = train[rng.integers(n_train, size=len(steps))] + moves
            return rng.permutation(spots).astype(float)

        usual = sorted(rng.choice(list(STEPS), size=one_in * n_below + 1, replace=False).tolist())
        on = {usual[0], usual[n_below]}
        between = [(length + 1, 0) for length in usual]
        more = [(1, 1)] * rng.integers(2) + [(36, 0)] * rng.integers(1, 3)
        known = moved([(0, 0), (2, 0), *between, *(STEPS[length] for length in on), *more])
        lost = train.max(axis=0) + rng.integers(70, 90, size=n_pixels)
        return {
            "samples": rng.permutation(np.vstack([known, lost])),
            "train": rng.permutation(train).astype(float),
            "held_out": moved([STEPS[length] for length in usual]),
            "quantile": 1 / one_in,
        }

    none_below = {**drawn(4, 3, 4, 1), "quantile": 0.0}
    return [drawn(4, 2, 2, 1), drawn(6, 3, 4, 1), drawn(5, 4, 2, 3), drawn(7, 3, 4, 2), none_below]


def nearest(images, train):
    return np.linalg.norm(images[:, None] - train, axis=-1).min(axis=1)


def below(limit: Callable) -> Callable:
    """Return the share of samples nearer than `limit(quantile, ours, usual, train)`."""

    def share(samples, train, held_out, quantile):
        ours, usual = nearest(samples, train), nearest(held_out, train)
        return np.mean(ours < limit(quantile, ours, usual, train))

    return share


def measured(distance: Callable) -> Callable:
    """Return the share with another `distance(images, train)` to the training images."""

    def share(samples, train, held_out, quantile):
        return np.mean(distance(samples, train) < np.quantile(distance(held_out, train), quantile))

    return share


def answering(answer: Callable) -> Callable:
    """Return what gives `answer(ours, bar)` of the right limit."""

    def share(samples, train, held_out, quantile):
        return answer(nearest(samples, train), np.quantile(nearest(held_out, train), quantile))

    return share


def place(off: int) -> Callable:
    """Return the limit that is so many held-out images off."""
    return lambda q, ours, usual, train: np.append(np.sort(usual), -np.inf)[
        int(q * len(usual)) + off
    ]


def among_themselves(train):
    return np.linalg.norm(train[:, None] - train, axis=-1)


def nearest_others(train):
    return np.sort(among_themselves(train), axis=1)[:, 1]


def all_distances(images, train):
    return np.linalg.norm(images[:, None] - train, axis=-1)


def half_of_both(samples, train, held_out, quantile):
    return np.mean(nearest(samples, train) < nearest(samples, held_out))


def training_images_met(samples, train, held_out, quantile):
    return np.mean(nearest(train, samples) < np.quantile(nearest(held_out, train), quantile))


WRONG_LIMITS = (
    misconception(
        "M987",
        says="finds the limit among the generated images themselves",
        hint="A generator gives back nothing but what it was trained on. Which share does your "
        "code find then, and which should it find?",
        also=(below(lambda q, ours, usual, train: np.quantile(np.append(ours, usual), q)),),
    )(below(lambda q, ours, usual, train: np.quantile(ours, q))),
    misconception(
        "M989",
        says="finds the limit among the training images",
        hint="How far is each training image from the training set that it is in? Which real "
        "images does the generator not know?",
        also=(
            below(lambda q, ours, usual, train: np.quantile(among_themselves(train), q)),
            below(lambda q, ours, usual, train: 0),
            below(lambda q, ours, usual, train: 1e-9),
        ),
    )(below(lambda q, ours, usual, train: np.quantile(nearest_others(train), q))),
    misconception(
        "M992",
        says="counts the quantile from the far end",
        hint="Which part of the real new images would your limit call copies, and which part "
        "should it be?",
    )(below(lambda q, ours, usual, train: np.quantile(usual, 1 - q))),
    misconception(
        "M993",
        says="has a limit that does not depend on the quantile",
        hint="Now twice as many false alarms are allowed. Which line of yours hears of it?",
        also=(
            below(lambda q, ours, usual, train: usual.mean()),
            below(lambda q, ours, usual, train: np.median(usual)),
            below(lambda q, ours, usual, train: usual.mean() - usual.std()),
            below(lambda q, ours, usual, train: usual.max()),
            below(lambda q, ours, usual, train: np.quantile(usual, 0.01)),
            below(lambda q, ours, usual, train: np.quantile(usual, 0.05)),
        ),
    )(below(lambda q, ours, usual, train: usual.min())),
    misconception(
        "M748",
        says="mixes up shares and percent",
        hint="A quantile of 0.25: is it a quarter of the held-out images that lies below your "
        "limit, or hardly one in four hundred?",
    )(below(lambda q, ours, usual, train: np.percentile(usual, q))),
    misconception(
        "M994",
        says="is one image off at the limit",
        hint="Five held-out images, of which one may lie below the limit. How many lie below "
        "yours? And what becomes of an image that is exactly on it?",
        also=(below(place(1)), below(place(-1)), answering(lambda ours, bar: np.mean(ours >= bar))),
    )(answering(lambda ours, bar: np.mean(ours <= bar))),
)

WRONG_DISTANCES = (
    misconception(
        "M988",
        says="asks whether a held-out image is nearer still",
        hint="That is a good question of its own. But for what did you need the quantile?",
    )(half_of_both),
    misconception(
        "M990",
        says="takes the distance to all training images together, and not to the nearest one",
        hint="A copy of one image may be far from all the others. Is it a copy?",
        also=(
            measured(lambda images, train: all_distances(images, train).max(axis=1)),
            measured(lambda images, train: np.linalg.norm(images - train.mean(axis=0), axis=1)),
        ),
    )(measured(lambda images, train: all_distances(images, train).mean(axis=1))),
    misconception(
        "M991",
        says="asks which training images were met, and not which samples are copies",
        hint="All copies may be of the same image. How many of the generated images are copies "
        "then, and how many training images were copied?",
    )(training_images_met),
    misconception(
        "M274",
        says="takes the sizes of the misses and not their squares",
        hint="Two pixels are off by 3 and by 4. How far is that in a straight line?",
    )(measured(lambda images, train: np.abs(images[:, None] - train).sum(axis=2).min(axis=1))),
    misconception(
        "M995",
        says="returns which, how many or how far, where the share of copies is asked for",
        hint="Two of eight generated images are copies. Which single number should come out?",
        also=(
            answering(lambda ours, bar: np.sum(ours < bar)),
            answering(lambda ours, bar: np.flatnonzero(ours < bar)),
            answering(lambda ours, bar: 100 * np.mean(ours < bar)),
            answering(lambda ours, bar: bar),
            answering(lambda ours, bar: ours),
        ),
    )(answering(lambda ours, bar: ours < bar)),
)

EXERCISE = Exercise(
    title="Which share is copied?",
    reference=share_of_copies,
    another=with_a_quantile,
    cases=cases,
    misconceptions=(*WRONG_LIMITS, *WRONG_DISTANCES),
    hints=(
        "In chapter 05 normal rows that were kept apart said how large an error is usual. Which "
        "images say here how near to a training image is still usual, and which are measured?",
        "Training images (0, 0) and (60, 60). Held-out ones (3, 4), (54, 52), (72, 65): their "
        "nearest training images are 5, 10 and 13 away. With the quantile 1/2 the limit is the "
        "middle one, 10. Samples (6, 0), (60, 60), (0, 11), (6, 8) are 6, 0, 11 and 10 away. Those "
        "below 10 are copies: 6 and 0, so 2 of 4. What is it with the quantile 0, which makes 5 "
        "the limit?",
        "for each held-out image: its distance to the nearest training image\n"
        "limit ← the quantile of these distances\n"
        "for each sample: its distance to the nearest training image\n"
        "return the share of samples whose distance is below the limit",
    ),
    why="a tenth of the samples are copies by the quantile 0.1. Is the generator a copier?",
    because=(
        "No: of real images that nobody generated a tenth lies below that limit, too. The quantile "
        "is the floor to compare with. And a share near it is no proof of the opposite: a copy "
        "that is shifted by one pixel is far away in this distance."
    ),
)
