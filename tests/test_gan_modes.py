"""The modes of the ring, beside the data that has them."""

import numpy as np
import pytest

from course_utils.datasets import make_ring
from course_utils.gan.modes import modes_covered, near_modes, near_share, ring_centers

CENTERS = ring_centers()


def on_ring(angle, radius=2.0):
    return radius * np.array([np.cos(angle), np.sin(angle)])


@pytest.mark.parametrize("how", [{}, {"n_modes": 5}, {"radius": 0.5}, {"n_modes": 1}])
def test_the_centers_are_those_of_the_ring_without_spread(how):
    X, y = make_ring(40, rng=0, spread=0.0, **how)
    assert np.array_equal(ring_centers(**how)[y], X)


def test_real_samples_lie_at_their_modes_and_cover_all():
    X, y = make_ring(2000, rng=0)
    modes = near_modes(X, CENTERS, 0.05)
    # 4 spreads in two dimensions: exp(-8) of the samples lie farther away.
    assert (modes == y).mean() > 0.998 and modes_covered(X, CENTERS, 0.05) == 8
    assert near_share(X, CENTERS, 0.05) == (modes == y).mean()
    assert (near_modes(X, CENTERS, 0.05, 0.5) == -1).mean() == pytest.approx(
        np.exp(-0.125), abs=0.03
    )


def test_the_limit_is_a_distance_and_belongs_to_the_mode():
    def at(distance, spread=0.25, n_spreads=4.0):
        return near_modes([[2 + distance, 0], [2, -distance]], [[2, 0]], spread, n_spreads).tolist()

    assert at(1.0) == [0, 0] and at(1.001) == [-1, -1]
    assert at(0.5, n_spreads=2.0) == [0, 0] and at(0.501, n_spreads=2.0) == [-1, -1]
    assert near_modes([[0.8, 0.8]], [[0, 0]], 0.25).tolist() == [-1], "no square around the mode"


def test_between_two_modes_the_nearer_one_counts():
    angles = np.array([0.49, 0.51, 7.4]) * np.pi / 4
    samples = [on_ring(angle) for angle in angles]
    assert near_modes(samples, CENTERS, 1.0).tolist() == [0, 1, 7]


def test_a_mode_counts_from_its_share_of_all_samples_on():
    def covered(n_at_second, n_elsewhere, **how):
        samples = np.repeat(
            [CENTERS[0], CENTERS[1], [0, 0]], [100, n_at_second, n_elsewhere], axis=0
        )
        return modes_covered(samples, CENTERS, 0.05, **how)

    assert covered(4, 96) == 2 and covered(3, 97) == 1
    assert covered(2, 0) == 1, "2 of 102"
    assert covered(50, 50, share=0.25) == 2 and covered(49, 51, share=0.25) == 1
    assert covered(0, 0, share=1.0) == 1


def test_the_share_near_a_mode():
    samples = np.repeat([CENTERS[0], CENTERS[3], [0, 0]], [3, 1, 4], axis=0)
    assert near_share(samples, CENTERS, 0.05) == 0.5
    assert near_share([[0, 0]], CENTERS, 0.05) == 0.0
    assert modes_covered([[0, 0]], CENTERS, 0.05) == 0


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: ring_centers(0), "n_modes must be at least 1"),
        (lambda: ring_centers(radius=0), "radius must be a finite number above 0"),
        (lambda: near_modes([0.0, 1.0], CENTERS, 0.05), "samples must be 2-D"),
        (lambda: near_modes([[0.0, 1.0]], [1.0], 0.05), "centers must be 2-D"),
        (lambda: near_modes([[0.0]], CENTERS, 0.05), "samples have 1 coordinates, but centers 2"),
        (lambda: near_modes([[0.0, 1.0]], CENTERS, 0.0), "spread must be a finite number above 0"),
        (lambda: near_modes([[0.0, 1.0]], CENTERS, 1.0, 0), "n_spreads must be a finite number"),
        (lambda: modes_covered([[0.0, 1.0]], CENTERS, 1.0, 0), "share must be a finite number"),
        (lambda: near_share([[0.0, np.nan]], CENTERS, 1.0), "samples contains NaN"),
    ],
)
def test_bad_arguments_are_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()
