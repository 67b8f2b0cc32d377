"""The ring of eight in rounds: what both players have become, each round computed once."""

import copy
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from course_utils.gan.controls import N_ROUNDS, RATIOS, RING_LOSSES, STEPS, THEN
from course_utils.gan.fit import make_step
from course_utils.gan.losses import LOSSES
from course_utils.gan.model import GAN, Discriminator, Generator
from course_utils.gan.modes import modes_covered, near_share, ring_centers
from course_utils.gan.sampling import noise
from course_utils.training import Moment, one_torch_thread
from course_utils.validation import check_choice

CENTERS, SPREAD = torch.tensor(ring_centers()), 0.05  # of the modes
RATE, BETAS, R1, BATCH, SEED = 3e-3, (0.0, 0.99), 0.1, 64, 0
N_SAMPLES, N_ARROWS = 512, 40
REACH, N_GRID = 3.0, 60  # D is asked at the middles of N_GRID² cells, from -REACH to REACH


class RingState(NamedTuple):
    """What a state of the ring stepper shows; all numbers float64."""

    samples: np.ndarray  # (512, 2), of the same noise in every state
    logits: np.ndarray  # (60, 60), D's answers to the cells of the plane, row 0 at the bottom
    arrows: np.ndarray  # (40, 2), against the slope of G's loss at each of the first samples
    discriminator: float  # its loss on 512 real samples, the same in every state, and the fakes
    generator: float  # its loss on the fakes
    covered: int  # of eight modes, how many hold 2 % of the samples or more
    near: float  # the share of samples at a mode


class _Players(NamedTuple):
    gan: GAN
    g_optimizer: torch.optim.Adam
    d_optimizer: torch.optim.Adam


def ring_state(
    loss: str = "non-saturating",
    ratio: float = 1,
    r1: bool = False,
    n_rounds: int = 0,
    then: str = THEN[0],
) -> RingState:
    """Return what two small networks have become, and how they do on fixed samples.

    Parameters
    ----------
    loss : one of `controls.RING_LOSSES`
    ratio : one of `controls.RATIOS`, the discriminator's learning rate in those of the generator
    r1 : bool, if the discriminator pays the `r1_penalty`, with weight 0.1
    n_rounds : int, 0 to 40; in each both players take 25 steps
    then : one of `controls.THEN`, what comes after the last round

    Returns
    -------
    RingState, shared by all callers, read-only

    >>> ring_state(n_rounds=0).covered
    0
    """
    check_choice(loss, RING_LOSSES, "loss")
    check_choice(ratio, RATIOS, "ratio")
    check_choice(r1, (False, True), "r1")
    check_choice(n_rounds, range(N_ROUNDS + 1), "n_rounds")
    check_choice(then, THEN, "then")
    with one_torch_thread():
        return _state(loss, ratio, r1, n_rounds, then)


@lru_cache(1024)
def _state(loss: str, ratio: float, r1: bool, n_rounds: int, then: str) -> RingState:
    players = _after(loss, ratio, r1, n_rounds)
    if then != THEN[0]:
        resting = "g_optimizer" if then == THEN[1] else "d_optimizer"
        players = _one_round(players, loss, r1, n_rounds, resting)
    return _shown(players.gan, LOSSES[loss])


@lru_cache(256)
def _after(loss: str, ratio: float, r1: bool, n_rounds: int) -> _Players:
    """Return the players after some rounds: those of one round less, and one more round."""
    if n_rounds == 0:
        return _new_players(ratio)
    return _one_round(_after(loss, ratio, r1, n_rounds - 1), loss, r1, n_rounds - 1)


def _new_players(ratio: float) -> _Players:
    options = {"dtype": torch.float64}
    forger = Generator((2, 64, 64, 2), output="linear", batch_norm=False, generator=SEED, **options)
    detective = Discriminator((2, 64, 64, 1), generator=SEED + 1, **options)
    pairs = (forger, RATE), (detective, ratio * RATE)
    optimizers = (
        torch.optim.Adam(player.parameters(), lr=rate, betas=BETAS, fused=True)
        for player, rate in pairs
    )
    return _Players(GAN(forger, detective), *optimizers)


def _one_round(players, loss, r1, n_rounds, resting: str | None = None) -> _Players:
    """Return copies of the players after 25 more steps; who rests has a learning rate of 0."""
    players = _Players(*copy.deepcopy(tuple(players)))
    if resting:
        getattr(players, resting).param_groups[0]["lr"] = 0.0
    rules = {"r1": R1 * r1, "r1_every": 1, "gp": 0.0, "ema": 0.0, "n_critic": 1}
    step = make_step(*players, loss=loss, **rules)
    draws = torch.Generator().manual_seed(n_rounds)
    for i in range(STEPS):
        step((_real(BATCH, draws),), Moment(i, n_rounds, draws))
    return players


def _real(n: int, draws: torch.Generator) -> Tensor:
    """Draw n samples of the ring, as `make_ring` has them, each from a mode by chance."""
    modes = torch.randint(len(CENTERS), (n,), generator=draws)
    return CENTERS[modes] + SPREAD * torch.randn(n, 2, generator=draws, dtype=torch.float64)


def _shown(gan: GAN, losses) -> RingState:
    draws = torch.Generator().manual_seed(0)
    real, latents = _real(N_SAMPLES, draws), noise(gan.generator, N_SAMPLES, draws)
    with torch.no_grad():
        samples = gan.generator(latents)
        fake_logits = gan.discriminator(samples)
        paid = losses.discriminator(gan.discriminator(real), fake_logits)
        logits = gan.discriminator(_cells()).reshape(N_GRID, N_GRID)
    feet = samples[:N_ARROWS].clone().requires_grad_()
    # The mean over samples times their number: each sample's own loss.
    (slopes,) = torch.autograd.grad(N_ARROWS * losses.generator(gan.discriminator(feet)), feet)
    arrays = [part.numpy() for part in (samples, logits, -slopes)]
    for array in arrays:
        array.setflags(write=False)
    return RingState(
        *arrays,
        paid.item(),
        losses.generator(fake_logits).item(),
        modes_covered(arrays[0], CENTERS.numpy(), SPREAD),
        near_share(arrays[0], CENTERS.numpy(), SPREAD),
    )


def _cells() -> Tensor:
    """Return the middles of the cells of the plane, row by row from the lower left."""
    places = REACH * ((2 * torch.arange(N_GRID, dtype=torch.float64) + 1) / N_GRID - 1)
    rows, columns = torch.meshgrid(places, places, indexing="ij")
    return torch.stack([columns, rows], dim=2).reshape(-1, 2)
