"""The ring in rounds, each computed once, and the stepper that shows them."""

import statistics
import time

import numpy as np
import pytest
import torch
from matplotlib.figure import Figure
from matplotlib.text import Text
from torch.nn.functional import softplus

from course_utils.classroom.figures import to_png
from course_utils.gan import ring_states
from course_utils.gan.controls import N_ROUNDS, RATIOS, RING_LOSSES, STEPS, THEN
from course_utils.gan.explorers import ring_stepper
from course_utils.gan.explorers.rounds_on_the_ring import ARROW, CENTERS, LONGEST, rounds, ways
from course_utils.gan.figures.ring import grid_points
from course_utils.gan.model import Discriminator, Generator
from course_utils.gan.ring_states import SPREAD, RingState, ring_state

NAIVE = {"loss": "non-saturating", "ratio": 1, "r1": False}
SIZES = {"dtype": torch.float64}


@pytest.fixture(scope="module")
def naive():
    """The states of the naive setting, round by round."""
    return rounds(**NAIVE, n_rounds=N_ROUNDS, then=THEN[0])


@pytest.fixture(scope="module")
def artists():
    return ring_stepper.stage(Figure((ring_stepper.width, ring_stepper.height)))


def words(artists, **state):
    return ring_stepper.draw(artists, **(ring_stepper.start | state))


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
        grid = D(torch.tensor(grid_points(CENTERS, 60))).reshape(60, 60)
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
        calm = rounds(**NAIVE | {"r1": True}, n_rounds=35, then=THEN[0])
        swings = [np.std([s.discriminator for s in run[15:36]]) for run in (naive, calm)]
        assert swings[1] < 0.5 * swings[0]
        steep = [np.mean([np.abs(s.logits).max() for s in run[15:36]]) for run in (naive, calm)]
        assert steep[1] < steep[0]
        assert max(state.covered for state in calm) == 8


class TestPicture:
    def test_arrows_point_where_the_generators_loss_falls_and_none_is_endless(self):
        state = ring_state(n_rounds=2)
        arrows = np.array([[1.0, 0.0], [0.0, -30.0], [0.0, 0.0]])
        drawn = ways(RingState(*state)._replace(arrows=arrows))
        assert drawn == pytest.approx(np.array([[ARROW, 0], [0, -LONGEST], [0, 0]]))

    def test_rounds_are_all_up_to_the_one_that_is_shown(self):
        states = rounds(**NAIVE, n_rounds=2, then=THEN[0])
        assert len(states) == 3
        assert all(state is ring_state(**NAIVE, n_rounds=n) for n, state in enumerate(states))
        more = rounds(**NAIVE, n_rounds=2, then=THEN[1])
        assert more[:3] == states and more[3] is ring_state(**NAIVE, n_rounds=2, then=THEN[1])

    def test_the_picture_shows_the_state(self, artists, naive):
        words(artists, n_rounds=15)
        state = naive[15]
        assert np.array_equal(artists["samples"].get_offsets(), state.samples)
        assert np.array_equal(artists["arrows"].get_offsets(), state.samples[:40])
        assert np.array_equal(
            np.column_stack([artists["arrows"].U, artists["arrows"].V]), ways(state)
        )
        answers = artists["answers"].get_array()
        assert np.allclose(answers, 1 / (1 + np.exp(-state.logits)))
        for name, field in (("D", "discriminator"), ("G", "generator"), ("modes", "covered")):
            x, y = artists[name].get_data()
            assert list(x) == list(range(16))
            assert list(y) == [getattr(each, field) for each in naive[:16]]
        assert [list(line.get_xdata()) for line in artists["now"]] == [[15, 15]] * 2

    def test_steps_of_one_player_are_drawn_as_one_more_round(self, artists):
        words(artists, n_rounds=5, then=THEN[2])
        x, y = artists["G"].get_data()
        assert list(x) == list(range(7))
        assert y[-1] == ring_state(n_rounds=5, then=THEN[2]).generator
        assert artists["now"][0].get_xdata()[0] == 6

    def test_the_words_tell_the_state(self, artists, naive):
        state = naive[15]
        losses = state.discriminator, state.generator
        said = words(artists, n_rounds=15)
        assert said == (
            "Non-saturating loss, D's learning rate 1 times that of G, without R1. After 15 rounds "
            f"of {STEPS} steps: the loss of D is {losses[0]:.3f}, that of G {losses[1]:.3f}. "
            f"{state.covered} of 8 modes are covered; {100 * state.near:.0f} % of the samples lie "
            "at one."
        )
        assert artists["words"].get_text() == (
            f"round 15: {state.covered} of 8 modes\nloss of D {losses[0]:.3f}, of G {losses[1]:.3f}"
        )
        said = words(artists, n_rounds=1, then=THEN[1], loss="minimax", ratio=0.5, r1=True)
        assert said.startswith(
            "Minimax loss, D's learning rate 0.5 times that of G, with R1. "
            "After 1 round of 25 steps, and then 25 steps of D alone: the loss of D is "
        )

    def test_from_the_start_every_control_changes_picture_and_words(self):
        at_start = ring_stepper.picture()
        changes = [{"loss": RING_LOSSES[1]}, {"ratio": RATIOS[0]}, {"ratio": RATIOS[2]}]
        changes += [{"r1": True}, {"then": THEN[1]}, {"then": THEN[2]}, {"n_rounds": 5}]
        shown = [ring_stepper.picture(**change) for change in changes]
        for parts in zip(at_start, *shown, strict=True):
            assert len(set(parts)) == len(changes) + 1

    def test_each_caption_of_the_strip_is_true_and_none_answers_the_task(self):
        no_mode, ring, beside = (ring_state(**state) for _, state in ring_stepper.strip)
        assert no_mode.covered == beside.covered == 0 and ring.covered > 4
        first, second = (state["n_rounds"] for _, state in ring_stepper.strip[1:])
        assert second - first == 3
        nearest = np.linalg.norm(beside.samples[:, None] - CENTERS, axis=2).min(axis=1)
        assert np.median(nearest) < 0.7 and (nearest < 4 * SPREAD).mean() < 0.1
        losses = [state.discriminator for state in (no_mode, ring, beside)]
        assert np.abs(np.diff(losses)).min() > 0.05 and losses[0] - losses[2] > 0.05

    def test_pictures_depend_on_the_state_alone(self):
        states = [state for _, state in ring_stepper.strip]
        ring_stepper.check_pure([*states, {"n_rounds": 3, "then": THEN[2]}, ring_stepper.start])

    def test_a_key_is_followed_by_its_picture_in_time(self):
        """CPU time, as machines are shared; rounds before this one have been computed."""
        ring_stepper.picture(n_rounds=9)
        times = []
        for n_rounds in range(10, 18):
            start = time.process_time()
            ring_stepper.picture(n_rounds=n_rounds)
            times.append(time.process_time() - start)
        assert statistics.median(times) < 0.3

    def test_in_the_strip_no_words_run_into_the_next_panel(self):
        fig, _ = ring_stepper._drawn_strip()
        to_png(fig)
        for column in fig.subfigs:
            panel = column.subfigs[1]
            for text in panel.findobj(Text):
                if text.get_visible() and text.get_text().strip():
                    box = text.get_window_extent()
                    assert panel.bbox.x0 - 1 <= box.x0 and box.x1 <= panel.bbox.x1 + 1
                    assert text.get_fontsize() >= 11

    def test_the_picture_fits_a_laptop_screen_beside_its_controls(self):
        assert ring_stepper.height <= 4.4
