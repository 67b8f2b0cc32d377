"""The duel beside PyTorch's gradients of the losses themselves, and beside a loop written out."""

import math
import time

import numpy as np
import pytest
import torch

from course_utils.gan.duel import duel_slopes, play_duel
from course_utils.gan.losses import LOSSES, r1_penalty

POINTS = [(1.0, 0.0), (0.7, -1.3), (-2.0, 0.4), (-0.3, -0.9), (3.0, 5.0)]
BOTH = ("minimax", "non-saturating")


def slopes_by_autograd(theta, psi, loss, r1):
    """Return the slopes of the losses that large GANs use, for one real sample at 0."""
    theta, psi = (torch.tensor([value], dtype=torch.float64) for value in (theta, psi))
    theta.requires_grad_(), psi.requires_grad_()
    real = torch.zeros(1, 1, dtype=torch.float64)
    penalty = r1_penalty(lambda x, _: psi * x[:, 0], real)
    d_loss = LOSSES[loss].discriminator(psi * 0, psi * theta) + r1 * penalty
    g_loss = LOSSES[loss].generator(psi * theta)
    (for_theta,) = torch.autograd.grad(g_loss, theta, retain_graph=True)
    (for_psi,) = torch.autograd.grad(d_loss, psi)
    return for_theta.item(), for_psi.item()


@pytest.mark.parametrize("r1", [0, 0.7])
@pytest.mark.parametrize("loss", BOTH)
@pytest.mark.parametrize("point", POINTS)
def test_slopes_are_those_of_the_losses(point, loss, r1):
    expected = slopes_by_autograd(*point, loss, r1)
    assert duel_slopes(*point, loss, r1) == pytest.approx(expected, rel=1e-12)


def test_slopes_unless_named_are_minimax_without_a_penalty():
    assert duel_slopes(0.7, 1.3) == duel_slopes(0.7, 1.3, "minimax", 0)


@pytest.mark.parametrize("loss", BOTH)
@pytest.mark.parametrize("sign", [1, -1])
def test_slopes_far_away(loss, sign):
    for_theta, for_psi = duel_slopes(sign * 1e4, 1e4, loss)
    sure = float(sign > 0)
    assert for_psi == pytest.approx(sure * 1e4)
    assert for_theta == pytest.approx(-1e4 * (sure if loss == "minimax" else 1 - sure))


def walked(loss, n_steps, rate, start, turns, r1):
    theta, psi = start
    path = [start]
    for _ in range(n_steps):
        for_theta, for_psi = slopes_by_autograd(theta, psi, loss, r1)
        if turns == "alternating":
            psi -= rate * for_psi
            theta -= rate * slopes_by_autograd(theta, psi, loss, r1)[0]
        else:
            theta, psi = theta - rate * for_theta, psi - rate * for_psi
        path.append((theta, psi))
    return np.array(path)


@pytest.mark.parametrize("turns", ["simultaneous", "alternating"])
@pytest.mark.parametrize("loss", BOTH)
def test_a_path_by_hand(loss, turns):
    path = play_duel(loss, 9, 0.3, (0.8, -0.5), turns, 0.4)
    assert path.shape == (10, 2)
    assert path == pytest.approx(walked(loss, 9, 0.3, (0.8, -0.5), turns, 0.4), rel=1e-11)


def test_defaults():
    path = play_duel()
    assert path.shape == (3001, 2) and path[0].tolist() == [1.0, 0.0]
    expected = play_duel("minimax", 3000, 0.1, (1, 0), "simultaneous", 0)
    assert np.array_equal(path, expected)


def test_where_the_games_lead():
    """Outward, inward, around, and to the point: only the penalty lets both come to rest."""
    radius = {
        name: np.hypot(*play_duel(**how)[-1])
        for name, how in {
            "minimax": {},
            "non-saturating": {"loss": "non-saturating"},
            "in turn": {"turns": "alternating"},
            "penalty": {"r1": 1.0},
        }.items()
    }
    assert 3.2 < radius["minimax"] < 3.4 and 0.4 < radius["non-saturating"] < 0.5
    assert 0.5 < radius["in turn"] < 1.5 and radius["penalty"] < 1e-6


def test_the_radius_grows_in_each_simultaneous_step_of_minimax():
    """There its direction is at right angles to the radius, so each step leads farther out."""
    assert (np.diff(np.hypot(*play_duel(n_steps=500).T)) > 0).all()


def test_the_equilibrium_is_never_left():
    for loss in BOTH:
        assert not play_duel(loss, 5, start=(0, 0)).any()


def test_it_is_quick():
    start = time.process_time()
    play_duel()
    assert time.process_time() - start < 0.5


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"loss": "hinge"}, ValueError, "loss must be one of 'minimax', 'non-saturating'; got 'h"),
        ({"turns": "both"}, ValueError, "turns must be one of 'simultaneous', 'alternating'"),
        ({"n_steps": 0}, ValueError, "n_steps must be at least 1"),
        ({"n_steps": 1.5}, TypeError, "n_steps must be a whole number"),
        ({"learning_rate": 0}, ValueError, "learning_rate must be a finite number above 0"),
        ({"start": (1, 0, 0)}, ValueError, "start must hold 2 values"),
        ({"start": (1, math.nan)}, ValueError, "start contains NaN"),
        ({"r1": -1}, ValueError, "r1 must be a finite number of at least 0"),
    ],
)
def test_bad_arguments_are_refused(arguments, error, words):
    with pytest.raises(error, match=words):
        play_duel(**arguments)


def test_a_game_that_leaves_all_numbers_says_after_which_step():
    with pytest.raises(FloatingPointError, match=r"after 2 steps\. Lower learning_rate=1e\+200\.$"):
        play_duel(learning_rate=1e200, r1=1.0)
