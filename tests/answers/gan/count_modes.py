"""How many clumps a generator found."""

import math

import numpy as np

from answers import right, wrong

MODES = "gan.count_modes"


@right(MODES)
def count_modes(samples, centers, radius, share):
    """Go through the centers, and ask of each sample whether another center is nearer."""
    covered = 0
    for center in centers:
        mine = 0
        for sample in samples:
            gap = math.dist(sample, center)
            mine += gap <= radius and all(math.dist(sample, c) >= gap for c in centers)
        covered += mine / len(samples) >= share
    return covered


def distances(samples, centers):
    return np.sqrt(((samples[:, np.newaxis, :] - centers) ** 2).sum(axis=2))


def held(samples, centers, radius):
    d = distances(samples, centers)
    labels = np.where(d.min(axis=1) <= radius, d.argmin(axis=1), -1)
    return np.array([np.sum(labels == k) for k in range(len(centers))])


for named, enough in [
    ("M963", lambda n, samples, share: n / len(samples) > share),
    ("M964", lambda n, samples, share: n >= 1),
    ("M964", lambda n, samples, share: n > share),
    ("M965", lambda n, samples, share: n / n.sum() >= share),
    ("M966", lambda n, samples, share: n / samples.size >= share),
    ("M966", lambda n, samples, share: n / len(n) >= share),
    (None, lambda n, samples, share: n <= share * len(samples)),
    (None, lambda n, samples, share: n == share * len(samples)),
    (None, lambda n, samples, share: n >= len(samples) / share),
]:

    @wrong(MODES, named)
    def another_limit(samples, centers, radius, share, enough=enough):
        return int(np.sum(enough(held(samples, centers, radius), samples, share)))


@wrong(MODES, "M960")
def without_a_radius(samples, centers, radius, share):
    nearest = distances(samples, centers).argmin(axis=1)
    counts = np.bincount(nearest, minlength=len(centers))
    return np.count_nonzero(counts / len(samples) >= share)


@wrong(MODES, "M961")
def each_center_for_itself(samples, centers, radius, share):
    found = 0
    for center in centers:
        near = np.linalg.norm(samples - center, axis=1) <= radius
        if near.mean() >= share:
            found += 1
    return found


@wrong(MODES, "M962")
def squares(samples, centers, radius, share):
    d = ((samples[:, None] - centers) ** 2).sum(axis=2)
    counts = [np.sum((d.argmin(axis=1) == k) & (d[:, k] <= radius)) for k in range(len(centers))]
    return sum(c >= share * len(samples) for c in counts)


@wrong(MODES, "M963")
def inside_only(samples, centers, radius, share):
    d = distances(samples, centers)
    counts = [np.sum((d.argmin(axis=1) == k) & (d[:, k] < radius)) for k in range(len(centers))]
    return sum(c >= share * len(samples) for c in counts)


@wrong(MODES, "M964")
def any_sample(samples, centers, radius, share):
    return len(
        set(distances(samples, centers).argmin(1)[distances(samples, centers).min(1) <= radius])
    )


@wrong(MODES, "M967")
def which(samples, centers, radius, share):
    counts = held(samples, centers, radius)
    return [k for k in range(len(centers)) if counts[k] >= share * len(samples)]


@wrong(MODES, "M967")
def share_of_modes(samples, centers, radius, share):
    return np.mean(held(samples, centers, radius) >= share * len(samples))


@wrong(MODES)
def share_near(samples, centers, radius, share):
    return np.mean(distances(samples, centers).min(axis=1) <= radius)


@wrong(MODES)
def nearest_sample_of_each_center(samples, centers, radius, share):
    return np.sum(distances(samples, centers).argmin(axis=0) >= share * len(samples))


@wrong(MODES)
def mean_distance(samples, centers, radius, share):
    return np.sum(distances(samples, centers).mean(axis=0) <= radius)


@wrong(MODES)
def returns_in_the_loop(samples, centers, radius, share):
    for center in centers:
        near = np.linalg.norm(samples - center, axis=1) <= radius
        return int(near.mean() >= share)
