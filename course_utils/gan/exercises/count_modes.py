"""Count the modes that a generator reaches, and not those that it only brushes."""

from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception

RADIUS = 5
# Steps away from a center. They are whole: what lies on the circle does so however it is computed.
STEPS = (
    ((0, 0), (1, 0), (1, 1), (1, 2), (2, 1)),  # near even if the squares are not undone
    ((2, 2), (3, 1), (1, 3), (2, 3), (3, 2), (4, 1), (1, 4), (3, 3)),
    ((3, 4), (4, 3), (5, 0), (0, 5)),  # on the circle
    ((4, 4), (5, 4), (4, 5), (5, 3), (3, 5)),  # in the corners of its box
    ((6, 1), (6, 3), (2, 6), (6, 2), (1, 6)),
)
APART = 7  # of the last two centers: what lies between them is near to both


def count_modes(samples, centers, radius, share):
    held = np.zeros(len(centers))
    for x in samples:
        away = np.sqrt(((centers - x) ** 2).sum(axis=1))
        i = np.argmin(away)
        if away[i] <= radius:
            held[i] += 1
    return np.sum(held >= share * len(samples))


def all_at_once(samples, centers, radius, share):
    distances = np.linalg.norm(samples[:, None] - centers, axis=-1)
    near = distances.min(axis=1) <= radius
    counts = np.bincount(distances.argmin(axis=1)[near], minlength=len(centers))
    return int((counts / len(samples) >= share).sum())


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(share, n_between, *plan):
        """Draw so many samples between the last two modes, and of each kind of step for each mode.

        Their number is a power of 2, as the share is, so that nothing is rounded.
        """
        places = 20 * rng.permutation(len(plan) - 1) + rng.integers(1, 8)
        centers = np.column_stack([places, 10 * rng.integers(-2, 3, size=len(places))])
        centers = np.vstack([centers, centers[-1] + [APART, 0]])
        between = np.column_stack(
            [np.full(n_between, 3), rng.choice([-2, -1, 1, 2], size=n_between)]
        )
        groups = [centers[-2] + between]
        for k, numbers in enumerate(plan):
            for steps, n in zip(STEPS, numbers, strict=True):
                signs = rng.choice([-1, 1], size=(n, 2))
                if k >= len(plan) - 2:  # the two neighbors: on the side away from the other
                    signs[:, 0] = -1 if k == len(plan) - 2 else 1
                groups.append(centers[k] + signs * rng.choice(steps, size=n))
        samples = rng.permutation(np.vstack(groups))
        return {
            "samples": samples.astype(float),
            "centers": centers.astype(float),
            "radius": RADIUS,
            "share": share,
        }

    return [
        drawn(1 / 4, 1, (0, 0, 2, 1, 0), (2, 0, 0, 0, 0), (0, 1, 0, 0, 1)),
        drawn(1 / 4, 2, (0, 3, 1, 0, 1), (0, 3, 0, 1, 1), (0, 1, 0, 0, 0), (0, 3, 0, 0, 0)),
        drawn(
            1 / 4,
            *(1, (0, 2, 2, 0, 0), (0, 3, 0, 0, 2), (2, 0, 0, 0, 1)),
            *((1, 0, 0, 0, 0), (0, 1, 0, 1, 0)),
        ),
        drawn(1 / 4, 2, (6, 6, 4, 0, 0), (3, 2, 0, 0, 1), (0, 5, 2, 1, 0)),
        drawn(
            1 / 16,
            *(1, (2, 4, 2, 2, 2), (5, 0, 0, 0, 0), (0, 0, 2, 0, 0), (1, 1, 0, 0, 0)),
            *((0, 2, 1, 0, 0), (3, 1, 0, 0, 0), (1, 0, 0, 0, 0), (0, 2, 0, 0, 0)),
        ),
        drawn(1 / 2, 0, (2, 2, 0, 2, 2), (0, 1, 1, 0, 0), (3, 1, 0, 1, 1)),
    ]


def away_from(samples, centers):
    return np.linalg.norm(samples[:, None] - centers, axis=-1)


def numbers_held(samples, centers, radius, measure=away_from, reached=np.less_equal):
    """Return how many samples each center holds, by a measure of distance and a limit."""
    distances = measure(samples, centers)
    near = reached(distances.min(axis=1), radius)
    return np.bincount(distances.argmin(axis=1)[near], minlength=len(centers))


def counting(enough: Callable, **changed) -> Callable:
    """Return what counts the modes for which `enough(numbers, samples, share)` holds."""

    def count(samples, centers, radius, share):
        return enough(numbers_held(samples, centers, radius, **changed), samples, share).sum()

    return count


def answering(answer: Callable) -> Callable:
    """Return what gives `answer(covered, numbers)` where their number is asked for."""

    def count(samples, centers, radius, share):
        numbers = numbers_held(samples, centers, radius)
        return answer(numbers >= share * len(samples), numbers)

    return count


def large_enough(numbers, samples, share):
    return numbers >= share * len(samples)


def whoever_is_near(samples, centers, radius, share):
    return np.sum((away_from(samples, centers) <= radius).mean(axis=0) >= share)


WRONG_HOLDS = (
    misconception(
        "M960",
        says="gives each point to its center however far it lies from it",
        hint="A point lies halfway between two of the real clumps. Which of them did the generator "
        "hit there?",
        also=(counting(large_enough, reached=lambda away, radius: away < 1e9),),
    )(counting(large_enough, reached=lambda away, radius: away >= 0)),
    misconception(
        "M961",
        says="lets one point count for several centers",
        hint="Two centers lie close together. Can a single point stand for both?",
    )(whoever_is_near),
    misconception(
        "M962",
        says="measures the distance in another way than along the straight line",
        hint="3 to the right and 4 up: how far is that, and how far is it in your code?",
        also=(
            counting(large_enough, measure=lambda s, c: np.abs(s[:, None] - c).sum(axis=2)),
            counting(large_enough, measure=lambda s, c: np.abs(s[:, None] - c).max(axis=2)),
        ),
    )(counting(large_enough, measure=lambda s, c: ((s[:, None] - c) ** 2).sum(axis=2))),
    misconception(
        "M963",
        says="leaves out what is exactly on a limit",
        hint="A point lies exactly on the circle, or a clump holds exactly what is needed. Is that "
        "too little?",
        also=(
            counting(lambda numbers, samples, share: numbers > share * len(samples)),
            counting(
                lambda numbers, samples, share: numbers > share * len(samples), reached=np.less
            ),
        ),
    )(counting(large_enough, reached=np.less)),
)

WRONG_SHARES = (
    misconception(
        "M964",
        says="counts a clump as found as soon as a single point lies there",
        hint="One point of a thousand went astray and landed at a center. Does the generator draw "
        "that clump now?",
        also=(
            counting(lambda numbers, samples, share: numbers >= share),
            counting(lambda numbers, samples, share: numbers > 1),
        ),
    )(counting(lambda numbers, samples, share: numbers > 0)),
    misconception(
        "M965",
        says="takes the share of the points that are near a center, and not of all",
        hint="Nine of ten points lie nowhere. May the tenth fill all clumps on its own?",
    )(counting(lambda numbers, samples, share: numbers >= share * numbers.sum())),
    misconception(
        "M966",
        says="divides by something other than the number of points",
        hint="What must the share be multiplied with, so that it becomes a number of points?",
        also=(
            counting(lambda numbers, samples, share: numbers >= share * len(numbers)),
            counting(
                lambda numbers, samples, share: numbers >= share * len(samples) / len(numbers)
            ),
        ),
    )(counting(lambda numbers, samples, share: numbers >= share * samples.size)),
    misconception(
        "M967",
        says="returns which clumps, or how many points, where the number of clumps is asked for",
        hint="The generator hits seven of the eight clumps. Which single number says so, and what "
        "does your code return?",
        also=(
            answering(lambda covered, numbers: np.flatnonzero(covered)),
            answering(lambda covered, numbers: numbers),
            answering(lambda covered, numbers: numbers[covered].sum()),
            answering(lambda covered, numbers: covered.mean()),
            answering(lambda covered, numbers: numbers.sum()),
        ),
    )(answering(lambda covered, numbers: covered)),
)

EXERCISE = Exercise(
    title="How many modes does it cover?",
    reference=count_modes,
    another=all_at_once,
    cases=cases,
    misconceptions=(*WRONG_HOLDS, *WRONG_SHARES),
    hints=(
        "Two questions, one after the other. To which center does a point belong, if to any? And "
        "how many points make a clump that you would call found?",
        "Centers (0, 0), (10, 0), (20, 0), radius 5, share 1/4, and the eight points (0, 0), "
        "(3, 4), (1, 1), (4, 4), (10, 1), (12, 0), (21, 0), (15, 20). The first three belong to "
        "the first center; (3, 4) is just near enough, at 5, and (4, 4) is not, at 5.7. Two "
        "belong to the second and one to the third. A quarter of 8 is 2. How many centers have 2 "
        "or more?",
        "for each sample:\n    find the nearest center\n"
        "    if it is not farther than radius: one more for that center\n"
        "count the centers that have at least share times the number of all samples",
    ),
    why="a generator covers eight of eight modes. What may still be wrong with its samples?",
    because=(
        "Half of them may lie between the modes, where no data is: they take nothing from the "
        "count. One mode may have most of them. And all samples of a mode may be the same point. "
        "So look at the share of samples near any mode, too, and at how they are spread."
    ),
)
