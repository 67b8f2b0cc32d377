"""The playground trains while one watches, fast enough, and says what is drawn."""

import itertools
import re
import statistics
import time

import numpy as np
import pytest
from matplotlib.figure import Figure

from course_utils.backprop import MLPClassifier
from course_utils.backprop.explorers import playground
from course_utils.backprop.explorers.moons_playground import (
    DEPTHS,
    LIMITS,
    N_TRAIN,
    TRAINING,
    WIDTHS,
    moons,
    run,
)
from course_utils.classroom.figures import to_png

NOISES = [0.0, 0.1, 0.2, 0.3, 0.4]


@pytest.fixture(scope="module")
def artists():
    return playground.stage(Figure((playground.width, playground.height)))


def words(artists, **state):
    return playground.draw(artists, **(playground.start | state))


def n_right(width, **changes):
    (X, y), _ = moons(0.1)
    return int((MLPClassifier((width,), **TRAINING | changes).fit(X, y).predict(X) == y).sum())


@pytest.mark.parametrize("share", [0.75, 0.9, 1.0, 1.1, 1.25])
def test_there_is_a_smallest_width_that_solves_the_moons(share):
    """The answer of the task does not hang on the last digit of the learning rate."""
    rate = {"learning_rate": share * TRAINING["learning_rate"]}
    counts = [n_right(width, **rate) for width in WIDTHS]
    assert max(counts[:2]) <= N_TRAIN - 6
    assert counts[2:] == [N_TRAIN] * len(WIDTHS[2:])


def test_the_task_can_be_read_off(artists):
    for width in WIDTHS:
        solved = "(1.000, " in words(artists, width=width).partition(" training points")[2][:30]
        assert solved == (n_right(width) == N_TRAIN)
        assert ("training 1.000" in artists["words"].get_text()) == solved


def test_the_words_tell_the_picture(artists):
    said = words(artists, width=16, depth=2, noise=0.3, weight_decay=0.001, seed=4)
    trained = run(16, 2, 0.001, 0.3, 4)
    losses = trained.model.history_
    assert said.startswith(
        f"2 hidden layers of 16 neurons, {trained.n_parameters} parameters; weight decay 0.001, "
        f"noise 0.3, seed 4. After 60 epochs {trained.n_right} of 60 training points are right"
    )
    assert trained.n_parameters == 3 * 16 + 17 * 16 + 17 * 2
    assert f"{trained.n_right / 60:.3f}, loss {losses['loss'][-1]:.2f})" in said
    assert (
        f"{trained.n_right_validation / 200:.3f}, loss {losses['validation_loss'][-1]:.2f}" in said
    )
    assert "1 hidden layer of 1 neuron, 7 parameters" in words(artists)


def test_what_is_said_of_overfitting_is_true(artists):
    said = words(artists, width=16, noise=0.4)
    losses = run(16, 1, 0, 0.4, 0).model.history_["validation_loss"]
    best = int(np.argmin(losses))
    assert f"lowest after epoch {best + 1} ({losses[best]:.2f}) and is {losses[-1]:.2f}" in said
    assert losses[-1] > 1.25 * losses[best]
    assert words(artists, width=16).endswith("No training point lies on the wrong side.")
    wrong = N_TRAIN - run(1, 1, 0, 0.1, 0).n_right
    assert words(artists).endswith(f"{wrong} training points lie on the wrong side.")


def test_controls_change_what_is_learned(artists):
    states = [{}, {"depth": 2}, {"weight_decay": 0.1}, {"noise": 0.2}, {"seed": 1}, {"width": 4}]
    pictures = {artists["shades"].get_array().tobytes() for s in states if words(artists, **s)}
    assert len(pictures) == len(states)


def test_the_picture_shows_the_network(artists):
    words(artists, width=3)
    (X, y), _ = moons(0.1)
    trained = run(3, 1, 0, 0.1, 0)
    shades = np.asarray(artists["shades"].get_array())
    n, blue = len(shades), {0: 2, 1: 0}
    for point, answer in zip(X, trained.model.predict(X), strict=True):
        column, row = (
            int((value - low) / (high - low) * n)
            for value, (low, high) in zip(point, LIMITS, strict=True)
        )
        color = shades[row, column]
        sure = abs(trained.model.predict_proba(point[None])[0, 0] - 0.5) > 0.4
        assert not sure or color[blue[int(answer)]] == color.max()
    assert len(artists["border"].get_segments()) > 0
    for segment in artists["border"].get_segments():
        assert np.abs(trained.model.predict_proba(segment)[:, 0] - 0.5).max() < 0.2
    for label in (0, 1):
        assert len(artists[f"class {label}"].get_offsets()) == (y == label).sum()
    assert len(artists["wrong"].get_offsets()) == 0
    assert artists["training"].get_xdata()[-1] == TRAINING["n_epochs"]
    assert list(artists["validation"].get_ydata()) == trained.model.history_["validation_loss"]


def test_all_training_points_lie_inside_the_picture():
    for noise in NOISES:
        (X, _), _ = moons(noise)
        assert len(X) == N_TRAIN
        for column, (low, high) in zip(X.T, LIMITS, strict=True):
            assert low < column.min() and column.max() < high


def test_every_network_can_be_drawn(artists):
    for width, depth in itertools.product((1, 16), DEPTHS):
        for weight_decay, noise in itertools.product((0, 0.1), (0.0, 0.4)):
            state = {"width": width, "depth": depth, "weight_decay": weight_decay, "noise": noise}
            said = words(artists, **state, seed=9)
            assert said.endswith(".") and not re.search(r"nan|inf\b", said)


def test_pictures_depend_on_the_state_alone():
    playground.check_pure([*(state for _, state in playground.strip), {"width": 3, "depth": 2}])


def test_what_the_strip_prints_does_not_hang_on_the_last_digits():
    """Other processors round otherwise: a training moved by 1e-13 must print the same."""
    for _, state in playground.strip:
        train, validation = moons(state["noise"])
        model = MLPClassifier(
            (state["width"],) * state["depth"],
            **TRAINING,
            weight_decay=state["weight_decay"],
            rng=state["seed"],
        ).fit(train.X * (1 + 1e-13), train.y, validation=validation)
        trained = run(*(state[name] for name in playground.controls))
        for key in ("loss", "validation_loss"):
            assert model.history_[key] == pytest.approx(trained.model.history_[key], abs=1e-9)


def test_the_strip_tells_no_answer_of_a_task():
    """It shows widths that are far from the smallest one that solves the moons."""
    assert {state["width"] for _, state in playground.strip} == {WIDTHS[0], WIDTHS[-1]}


def test_a_key_is_followed_by_its_picture_in_time():
    """The median of trainings that were never seen before; CPU time, as machines are shared."""
    playground.picture()
    times = []
    for seed, width in itertools.product((5, 6, 7), (2, 6, 16)):
        run.cache_clear()
        start = time.process_time()
        playground.picture(width=width, seed=seed)
        times.append(time.process_time() - start)
    assert statistics.median(times) < 0.25


def test_in_the_strip_no_words_run_into_the_next_panel():
    fig, _ = playground._drawn_strip()
    to_png(fig)
    for column in fig.subfigs:
        panel = column.subfigs[1]
        assert panel.legends == []
        assert panel._suptitle.get_window_extent().x1 <= panel.bbox.x1
        for ax in panel.axes:
            assert ax.bbox.width >= 1.2 * fig.dpi
            assert ax.get_tightbbox().x1 <= panel.bbox.x1 + 0.1 * fig.dpi
            assert ax.get_tightbbox().y0 >= panel.bbox.y0 - 1  # pixel


def test_the_picture_fits_a_laptop_screen_beside_its_controls():
    assert playground.height <= 4.0  # it has five controls


def test_states_that_do_not_exist_are_refused():
    for wrong in ({"width": 5}, {"depth": 4}, {"noise": 0.5}, {"seed": -1}, {"lr": 0.1}):
        with pytest.raises(ValueError):
            playground.picture(**wrong)
