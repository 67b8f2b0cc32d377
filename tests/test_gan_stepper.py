"""The stepper of the ring shows what its rounds have become."""

import statistics
import time

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from course_utils.classroom.figures import to_png
from course_utils.gan import ring_states
from course_utils.gan.controls import N_ROUNDS, RATIOS, RING_LOSSES, STEPS, THEN
from course_utils.gan.explorers import ring_stepper
from course_utils.gan.explorers.rounds_on_the_ring import ARROW, CENTERS, LONGEST, rounds, ways
from course_utils.gan.ring_states import SPREAD, RingState, ring_state

NAIVE = {"loss": "non-saturating", "ratio": 1, "r1": False}


@pytest.fixture(scope="module")
def naive():
    """The states of the naive setting, round by round."""
    return rounds(**NAIVE, n_rounds=N_ROUNDS, then=THEN[0])


@pytest.fixture(scope="module")
def artists():
    return ring_stepper.stage(Figure((ring_stepper.width, ring_stepper.height)))


def words(artists, **state):
    return ring_stepper.draw(artists, **(ring_stepper.start | state))


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

    def test_the_way_to_a_late_round_is_its_training(self, monkeypatch):
        done = []

        def counted(*args, play=ring_states._one_round):
            done.append(args[3])
            return play(*args)

        monkeypatch.setattr(ring_states, "_one_round", counted)
        setting = {"loss": RING_LOSSES[1], "ratio": RATIOS[0], "r1": False}
        for n, passed in enumerate(ring_stepper.way(**setting, n_rounds=4, then=THEN[2])):
            assert passed == setting | {"n_rounds": n, "then": THEN[0]}
            before = list(done)
            ring_stepper.picture(**passed)
            assert done == before == list(range(n))  # drawn at once, a round at a time
        assert n == 3

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
