"""The ring in rounds: each state is that of a training in plain words, and computed once."""

import statistics
import time

import numpy as np
import pytest
import torch
from torch.nn.functional import softplus

from course_utils.gan import ring_states
from course_utils.gan.controls import N_ROUNDS, THEN
from course_utils.gan.model import Discriminator, Generator
from course_utils.gan.modes import ring_centers
from course_utils.gan.ring_states import ring_state

NAIVE = {"loss": "non-saturating", "ratio": 1, "r1": False}
CENTERS = ring_centers()
SIZES = {"dtype": torch.float64}


@pytest.fixture(scope="module")
def naive():
    """The states of the naive setting, round by round."""
    return [ring_state(**NAIVE, n_rounds=n) for n in range(N_ROUNDS + 1)]


def real_samples(n, draws):
    centers = torch.tensor(CENTERS)[torch.randint(8, (n,), generator=draws)]
    return centers + 0.05 * torch.randn(n, 2, generator=draws, dtype=torch.float64)


def latents(n, draws):
    return torch.randn(n, 2, generator=draws, dtype=torch.float64)


def d_loss(real, fake):
    return softplus(-real).mean() + softplus(fake).mean()


def g_loss(name, fake):
    return softplus(-fake).mean() if name == "non-saturating" else -softplus(fake).mean()


def played(loss, ratio, r1, turns):
    """Play rounds in plain words: `turns` names who learns in each ("DG", "D" or "G")."""
    G = Generator((2, 64, 64, 2), output="linear", batch_norm=False, generator=0, **SIZES)
    D = Discriminator((2, 64, 64, 1), generator=1, **SIZES)
    g_adam = torch.optim.Adam(G.parameters(), lr=3e-3, betas=(0.0, 0.99))
    d_adam = torch.optim.Adam(D.parameters(), lr=3e-3 * ratio, betas=(0.0, 0.99))
    for number, who in enumerate(turns):
        draws = torch.Generator().manual_seed(number)
        for _ in range(25):
            real = real_samples(64, draws).requires_grad_()
            fake = G(latents(64, draws)).detach()
            real_logits = D(real)
            paid = d_loss(real_logits, D(fake))
            if r1:
                (slope,) = torch.autograd.grad(real_logits.sum(), real, create_graph=True)
                paid = paid + 0.1 * slope.square().sum(1).mean() / 2
            d_adam.zero_grad()
            paid.backward()
            if "D" in who:
                d_adam.step()
            g_adam.zero_grad()
            g_loss(loss, D(G(latents(64, draws)))).backward()
            if "G" in who:
                g_adam.step()
    return G, D


def seen(G, D, loss):
    """Return what a state shows of two players, computed in another way."""
    draws = torch.Generator().manual_seed(0)
    real, z = real_samples(512, draws), latents(512, draws)
    with torch.no_grad():
        samples = G(z)
        real_logits, fake_logits = D(real), D(samples)
        places = np.linspace(-2.95, 2.95, 60)  # the middles of cells of 0.1
        rows, columns = np.meshgrid(places, places, indexing="ij")
        grid = D(torch.tensor(np.dstack([columns, rows]).reshape(-1, 2))).reshape(60, 60)
        price = (lambda x: softplus(-x)) if loss == "non-saturating" else (lambda x: -softplus(x))
        ways = []
        for step in 1e-6 * torch.eye(2, dtype=torch.float64):
            up, down = (price(D(samples[:40] + sign * step)) for sign in (1, -1))
            ways.append((down - up) / 2e-6)
        arrows = torch.stack(ways, dim=1).numpy()
    losses = d_loss(real_logits, fake_logits).item(), g_loss(loss, fake_logits).item()
    return samples.numpy(), grid.numpy(), arrows, *losses


class TestRounds:
    @pytest.mark.parametrize(
        ("state", "turns"),
        [
            ({}, []),
            ({}, ["DG"] * 3),
            ({"loss": "minimax"}, ["DG"] * 2),
            ({"ratio": 4, "r1": True}, ["DG"] * 2),
            ({"ratio": 0.5}, ["DG"]),
            ({"then": THEN[1]}, ["DG", "DG", "D"]),
            ({"then": THEN[2], "r1": True}, ["DG", "DG", "G"]),
        ],
    )
    def test_a_state_is_that_of_the_training_in_plain_words(self, state, turns):
        setting = NAIVE | {key: value for key, value in state.items() if key != "then"}
        expected = seen(*played(*setting.values(), turns), setting["loss"])
        n_rounds = len(turns) - ("then" in state)
        found = ring_state(**setting, n_rounds=n_rounds, then=state.get("then", THEN[0]))
        for part, other in zip(found[:5], expected, strict=False):
            assert part == pytest.approx(other, rel=1e-5, abs=1e-6)

    def test_modes_are_counted_among_the_samples(self, naive):
        for state in naive[12:24]:
            nearest = np.linalg.norm(state.samples[:, None] - CENTERS, axis=2)
            at_one = nearest.min(axis=1) <= 4 * 0.05
            counts = np.bincount(nearest.argmin(axis=1)[at_one], minlength=8)
            assert state.covered == (counts >= 0.02 * 512).sum()
            assert state.near == at_one.mean()

    def test_who_rests_stays_as_it_was(self):
        before = ring_state(n_rounds=3)
        d_alone, g_alone = (ring_state(n_rounds=3, then=then) for then in THEN[1:])
        assert np.array_equal(d_alone.samples, before.samples)
        assert np.array_equal(g_alone.logits, before.logits)
        assert d_alone.discriminator < before.discriminator
        assert g_alone.generator < before.generator

    def test_one_more_round_costs_one_round(self, monkeypatch):
        done = []

        def counted(*args, play=ring_states._one_round):
            done.append(args[3])
            return play(*args)

        monkeypatch.setattr(ring_states, "_one_round", counted)
        for n_rounds in (2, 3, 1, 3):
            ring_state("minimax", 0.5, True, n_rounds)
        assert done == [0, 1, 2]

    def test_numbers_are_double_shared_and_can_not_be_changed(self):
        state = ring_state(n_rounds=1)
        assert ring_state(n_rounds=1).samples is state.samples
        assert [array.shape for array in state[:3]] == [(512, 2), (60, 60), (40, 2)]
        for array in state[:3]:
            assert array.dtype == np.float64
            with pytest.raises(ValueError, match="read-only"):
                array[0] = 1

    def test_real_samples_are_those_of_the_ring(self):
        X = ring_states._real(4000, torch.Generator().manual_seed(5)).numpy()
        apart = np.linalg.norm(X[:, None] - CENTERS, axis=2)
        mode = apart.argmin(axis=1)
        assert (X - CENTERS[mode]).std() == pytest.approx(0.05, rel=0.03)
        assert np.bincount(mode) == pytest.approx(np.full(8, 500), rel=0.15)

    @pytest.mark.parametrize(
        ("state", "complaint"),
        [
            ({"loss": "hinge"}, "loss must be one of"),
            ({"ratio": 2}, "ratio must be one of"),
            ({"r1": 3}, "r1 must be one of"),
            ({"n_rounds": 41}, "n_rounds must be one of"),
            ({"n_rounds": -1}, "n_rounds must be one of"),
            ({"then": "rest"}, "then must be one of"),
        ],
    )
    def test_other_settings_are_refused(self, state, complaint):
        with pytest.raises(ValueError, match=complaint):
            ring_state(**state)

    def test_a_round_takes_as_long_as_a_glance(self):
        """CPU time, as machines are shared."""
        ring_state("minimax", 4, False, 0)
        times = []
        for n_rounds in range(1, 8):
            start = time.process_time()
            ring_state("minimax", 4, False, n_rounds)
            times.append(time.process_time() - start)
        assert statistics.median(times) < 0.2


class TestTheStory:
    def test_equal_losses_hide_very_different_samples(self, naive):
        """The task has many answers, far from its limits, yet most pairs are none."""
        losses = np.array([state.discriminator for state in naive])
        modes = np.array([state.covered for state in naive])
        apart = np.abs(losses[:, None] - losses), np.abs(modes[:, None] - modes)
        sure = np.triu((apart[0] < 0.04) & (apart[1] >= 5)).sum()
        answers = np.triu((apart[0] <= 0.05) & (apart[1] >= 4)).sum()
        assert sure >= 20
        assert answers < 0.1 * len(naive) ** 2 / 2

    def test_nothing_is_gained_for_good_without_r1(self, naive):
        modes = [state.covered for state in naive]
        assert max(modes) >= 6 and max(np.abs(np.diff(modes))) >= 4
        assert 8 not in modes

    def test_r1_keeps_the_loss_of_d_steady_and_its_answers_mild(self, naive):
        calm = [ring_state(**NAIVE | {"r1": True}, n_rounds=n) for n in range(36)]
        swings = [np.std([s.discriminator for s in run[15:36]]) for run in (naive, calm)]
        assert swings[1] < 0.5 * swings[0]
        steep = [np.mean([np.abs(s.logits).max() for s in run[15:36]]) for run in (naive, calm)]
        assert steep[1] < steep[0]
        assert max(state.covered for state in calm) == 8
