"""How evenly the samples are spread over the classes: 1 for all alike, 0 for a single one."""

from collections.abc import Callable
from math import log, log2

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def entropy_of_counts(counts):
    h = 0.0
    for c in counts:
        if c > 0:
            p = c / np.sum(counts)
            h = h - p * np.log(p)
    return h / np.log(len(counts))


def without_the_empty_ones(counts):
    shares = counts[counts > 0] / counts.sum()
    return float(shares @ np.log2(1 / shares) / np.log2(len(counts)))


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(n_classes, n_empty):
        """Draw counts that differ; so many classes have none, and one has a single sample."""
        numbers = rng.choice(np.arange(2, 30), size=n_classes - n_empty - 1, replace=False)
        return {"counts": rng.permutation(np.hstack([numbers, 1, np.zeros(n_empty, dtype=int)]))}

    only_one = np.zeros(4, dtype=int)
    only_one[rng.integers(4)] = rng.integers(20, 60)
    return [
        drawn(3, 0),
        drawn(4, 1),
        {"counts": only_one},
        drawn(10, 2),
        {"counts": np.full(6, rng.integers(3, 40))},
        drawn(5, 3),
    ]


def of_shares(rule: Callable) -> Callable:
    """Return `rule(shares, counts)`."""
    return lambda counts: rule(counts / counts.sum(), counts)


def nats(shares):
    shares = shares[shares > 0]
    return -np.sum(shares * np.log(shares))


def divided_by(divisor: Callable) -> Callable:
    """Return the entropy in nats by `divisor(counts)`."""
    return of_shares(lambda shares, counts: nats(shares) / divisor(counts))


def shifted(small: float, everywhere: bool = False) -> Callable:
    """Return the code that puts a small number into the logarithm, or to the shares."""

    def entropy(counts):
        shares = counts / counts.sum()
        factor = shares + small if everywhere else shares
        return -np.sum(factor * np.log(shares + small)) / np.log(len(counts))

    return entropy


def with_more_in_each(more: int) -> Callable:
    return lambda counts: nats((counts + more) / (counts + more).sum()) / np.log(len(counts))


WRONG_LOGARITHMS = (
    misconception(
        "M978",
        says="takes the logarithm of 0",
        hint="One class never came. What is 0 times something endless in Python, and what should "
        "that class add?",
        also=(
            lambda counts: -sum(p * log(p) for p in counts / counts.sum()) / log(len(counts)),
            lambda counts: -sum(p * log2(p) for p in counts / counts.sum()) / log2(len(counts)),
            of_shares(lambda p, counts: -np.sum(p * np.log(p))),
            of_shares(lambda p, counts: -np.sum(p * np.log2(p))),
        ),
    )(of_shares(lambda p, counts: -np.sum(p * np.log(p)) / np.log(len(p)))),
    misconception(
        "M979",
        says="puts a small number where a class is empty, and so moves all the others, too",
        hint="All came from one class. Is your result exactly 0 then?",
        also=(
            *(shifted(10.0**-k) for k in range(2, 9)),
            *(shifted(10.0**-k, everywhere=True) for k in range(2, 9)),
            with_more_in_each(1),
        ),
    )(shifted(1e-2)),
    misconception(
        "M980",
        says="has the sign turned round",
        hint="Is the logarithm of a share above 0 or below it?",
    )(divided_by(lambda counts: -np.log(len(counts)))),
    misconception(
        "M981",
        says="works with the counts and never makes shares of them",
        hint="Count twice as much everywhere. Should the evenness change?",
        also=(
            lambda counts: nats(counts),
            lambda counts: np.abs(nats(counts)) / np.log(len(counts)),
        ),
    )(lambda counts: nats(counts) / np.log(len(counts))),
)

WRONG_SCALES = (
    misconception(
        "M982",
        says="stops before it divides by the most that there can be",
        hint="Ten classes come alike, and four classes come alike. Should both have the same "
        "result?",
        also=(divided_by(lambda counts: np.log(2)), divided_by(lambda counts: np.log(10))),
    )(divided_by(lambda counts: 1)),
    misconception(
        "M983",
        says="leaves the empty classes out when it asks how much there could be",
        hint="Two classes of ten come, both alike. Is that as good as all ten alike?",
        also=(divided_by(lambda counts: np.log(max(2, np.count_nonzero(counts)))),),
    )(divided_by(lambda counts: np.log(np.count_nonzero(counts)))),
    misconception(
        "M984",
        says="divides by something other than the entropy of all classes alike",
        hint="Each of four classes has a quarter. What comes out before the division, and what "
        "should come out after it?",
        also=(
            divided_by(lambda counts: np.log(counts.sum())),
            divided_by(lambda counts: np.log2(len(counts))),
            divided_by(lambda counts: counts.sum()),
            divided_by(lambda counts: np.log(2) * len(counts)),
        ),
    )(divided_by(len)),
    misconception(
        "M985",
        says="measures the evenness with squares, and not with logarithms",
        hint="What is said twice in your formula for a share, and what is asked for?",
        also=(
            of_shares(lambda p, counts: np.sum(p**2)),
            of_shares(lambda p, counts: (1 - np.sum(p**2)) * len(p) / (len(p) - 1)),
            of_shares(lambda p, counts: 1 / np.sum(p**2)),
            of_shares(lambda p, counts: np.std(p)),
        ),
    )(of_shares(lambda p, counts: 1 - np.sum(p**2))),
    misconception(
        "M986",
        says="asks only which classes came, or only for the largest one",
        hint="Every class came, but one of them 90 times in a hundred. Is that even?",
        also=(
            of_shares(lambda p, counts: np.count_nonzero(counts)),
            of_shares(lambda p, counts: p.max()),
            of_shares(lambda p, counts: 1 - p.max()),
            of_shares(lambda p, counts: p.min() / p.max()),
        ),
    )(of_shares(lambda p, counts: np.mean(counts > 0))),
)

EXERCISE = Exercise(
    title="How even are the classes?",
    reference=entropy_of_counts,
    another=without_the_empty_ones,
    cases=cases,
    misconceptions=(*WRONG_LOGARITHMS, *WRONG_SCALES),
    hints=(
        "The result should be 1 if all classes come alike, and 0 if only one comes. What is the "
        "entropy in these two cases, before you divide by anything?",
        "Counts 2, 1, 1, 0: the shares are 1/2, 1/4, 1/4 and 0. To base 2, -1/2 · log(1/2) is "
        "0.5, twice -1/4 · log(1/4) is 1, and the empty class adds 0: together 1.5. Four classes "
        "alike would have log(4) = 2, so the result is 0.75. Another base gives the same. What are "
        "2, 2, 0, 0 and 4, 0, 0, 0?",
        "shares ← counts / their sum\n"
        "H ← for each share above 0: add -share times its logarithm\n"
        "return H / logarithm of the number of classes, the empty ones too",
    ),
    why="a generator has an entropy of 1.000 over the ten digits. Can its modes have collapsed?",
    because=(
        "Yes. It may draw one single picture of each digit, again and again: ten images, all "
        "classes alike, and an entropy of 1. The number sees collapse between classes and none "
        "within a class. It does not see either whether the images are good: a classifier gives "
        "noise a class, too."
    ),
)
