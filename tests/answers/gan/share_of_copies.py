"""How many samples lie suspiciously near to a training image."""

import math

import numpy as np

from answers import right, wrong

COPIES = "gan.share_of_copies"


@right(COPIES)
def share_of_copies(samples, train, held_out, quantile):
    """Ask of each sample how many held-out images are at least as near."""

    def nearest(image):
        return min(math.dist(image, known) for known in train)

    allowed = math.floor(quantile * len(held_out))
    copies = 0
    for sample in samples:
        gap = nearest(sample)
        copies += sum(nearest(image) <= gap for image in held_out) <= allowed
    return copies / len(samples)


def nearest(A, B):
    return np.array([min(np.linalg.norm(a - b) for b in B) for a in A])


for named, limit in [
    ("M987", lambda ours, usual, q, train: np.quantile(ours, q)),
    ("M987", lambda ours, usual, q, train: np.quantile([*ours, *usual], q)),
    ("M989", lambda ours, usual, q, train: np.quantile(nearest(train, train), q)),
    ("M989", lambda ours, usual, q, train: 1e-6),
    ("M992", lambda ours, usual, q, train: np.quantile(usual, 1 - q)),
    ("M993", lambda ours, usual, q, train: min(usual)),
    ("M993", lambda ours, usual, q, train: usual.mean()),
    ("M993", lambda ours, usual, q, train: np.percentile(usual, 1)),
    ("M748", lambda ours, usual, q, train: np.percentile(usual, q)),
    ("M748", lambda ours, usual, q, train: np.quantile(usual, q / 100)),
    ("M994", lambda ours, usual, q, train: sorted(usual)[int(q * len(usual)) + 1]),
    (None, lambda ours, usual, q, train: q),
    (None, lambda ours, usual, q, train: q * usual.max()),
    (None, lambda ours, usual, q, train: q * usual.mean()),
    (None, lambda ours, usual, q, train: usual[int(q * len(usual))]),
    ("M993", lambda ours, usual, q, train: usual.mean() - usual.std()),
]:

    @wrong(COPIES, named)
    def another_limit(samples, train, held_out, quantile, limit=limit):
        ours, usual = nearest(samples, train), nearest(held_out, train)
        return np.mean(ours < limit(ours, usual, quantile, train))


for named, answer in [
    ("M994", lambda ours, bar: (ours <= bar).mean()),
    ("M994", lambda ours, bar: (ours >= bar).mean()),
    ("M995", lambda ours, bar: (ours < bar).tolist()),
    ("M995", lambda ours, bar: (ours < bar).sum()),
    ("M995", lambda ours, bar: np.where(ours < bar)[0]),
    ("M995", lambda ours, bar: bar),
    (None, lambda ours, bar: bool((ours < bar).any())),
    (None, lambda ours, bar: ours[ours < bar]),
    (None, lambda ours, bar: ours.mean() / bar),
]:

    @wrong(COPIES, named)
    def another_answer(samples, train, held_out, quantile, answer=answer):
        ours, usual = nearest(samples, train), nearest(held_out, train)
        return answer(ours, np.quantile(usual, quantile))


@wrong(COPIES, "M988")
def nearer_to_train(samples, train, held_out, quantile):
    return (nearest(samples, train) < nearest(samples, held_out)).mean()


@wrong(COPIES, "M990")
def mean_of_all(samples, train, held_out, quantile):
    def far(A):
        return np.array([np.mean([np.linalg.norm(a - t) for t in train]) for a in A])

    return np.mean(far(samples) < np.quantile(far(held_out), quantile))


@wrong(COPIES, "M991")
def copied_images(samples, train, held_out, quantile):
    bar = np.quantile(nearest(held_out, train), quantile)
    return np.mean([nearest([t], samples)[0] < bar for t in train])


@wrong(COPIES, "M274")
def absolute(samples, train, held_out, quantile):
    def near(A):
        return np.array([min(abs(a - t).sum() for t in train) for a in A])

    return np.mean(near(samples) < np.quantile(near(held_out), quantile))


@wrong(COPIES)
def compared_with_held_out(samples, train, held_out, quantile):
    bar = np.quantile(nearest(held_out, train), quantile)
    return np.mean(nearest(samples, held_out) < bar)


@wrong(COPIES)
def the_other_way(samples, train, held_out, quantile):
    bar = np.quantile(nearest(train, held_out), quantile)
    return np.mean(nearest(samples, train) < bar)
