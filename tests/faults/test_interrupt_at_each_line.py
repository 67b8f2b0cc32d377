"""An interrupt at any line of a training leaves the model of a finished epoch, and a way on."""

from __future__ import annotations

import contextlib
from functools import partial

import numpy as np
import pytest
import torch
from interrupts import interrupted_at, lines_of, moments
from small_trainings import ESTIMATORS, N_EPOCHS, NETWORKS, X, same, weights_of

from course_utils.checkpoints import read_checkpoint
from course_utils.gan import case
from course_utils.training import loop


@pytest.fixture(autouse=True)
def quiet(monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS", "0")


@pytest.mark.parametrize("name", ESTIMATORS)
def test_an_estimator(name):
    make, arguments, files = ESTIMATORS[name]
    states = [None, *(weights_of(make(n).fit(*arguments)) for n in range(1, N_EPOCHS + 1))]
    new = make(N_EPOCHS)
    lines = lines_of(lambda: new.fit(*arguments), *files)
    for moment in moments(lines):
        model, where = make(N_EPOCHS), f"{name}, interrupted at {lines[moment]}"
        assert interrupted_at(partial(model.fit, *arguments), moment, *files), where
        if not hasattr(model, "history_"):
            assert vars(model).keys() == vars(make(1)).keys(), f"{where}: half begun"
        else:
            n_epochs = check_history(model.history_, where)
            assert n_epochs == 0 or same(weights_of(model), states[n_epochs]), where
            assert model.predict(X).shape == (len(X),), where
        assert same(weights_of(model.fit(*arguments)), states[-1]), f"{where}, and fitted again"


def check_history(history: dict, where: str) -> int:
    """Return how many epochs it tells of; raise unless it says that it was interrupted.

    Before the first line of the training, and after its last, it need not.
    """
    lengths = {len(values) for name, values in history.items() if name != "stopped"}
    assert len(lengths) == 1, f"{where}: {history}"
    (n_epochs,) = lengths
    allowed = {0: {None}, N_EPOCHS: {"n_epochs", "converged"}}.get(n_epochs, set())
    assert history["stopped"] in {"interrupted", *allowed}, f"{where}: {history}"
    return n_epochs


@pytest.mark.parametrize("name", ESTIMATORS)
def test_an_older_model_stays_or_goes_as_a_whole(name):
    make, (samples, labels, *more), files = ESTIMATORS[name]
    names = np.array(["a", "b", "c"])
    new = make(N_EPOCHS).fit(samples, labels, *more)
    lines = lines_of(lambda: new.fit(samples[:, :2], names[labels]), *files)
    firsts = moments(lines, [0])
    assert len(firsts) > 30
    for moment in firsts:
        model = make(N_EPOCHS).fit(samples, labels, *more)
        interrupted_at(partial(model.fit, samples[:, :2], names[labels]), moment, *files)
        newer = model.n_features_in_ == 2
        kinds = set(names) if newer else set(labels)
        answers = model.predict(samples[:, :2] if newer else samples)
        assert set(answers.tolist()) <= kinds, f"{name}, interrupted at {lines[moment]}"


@pytest.mark.parametrize("name", NETWORKS)
def test_a_network(name, tmp_path, monkeypatch):
    make, files = NETWORKS[name]

    def new(folder="whole"):
        return make(tmp_path / folder) if name.endswith("files") else make()

    states = states_of(*new(), monkeypatch)
    assert len(states) == N_EPOCHS + 1 and not same(states[-2], states[-1])
    lines = lines_of(new()[1], *files)
    n_threads = torch.get_num_threads()
    learning = [weight.requires_grad for weight in new()[0].parameters()]
    halfway = moments(lines, [0.5])
    assert len(halfway) > 15
    for moment in halfway:
        where, folder = f"{name}, interrupted at {lines[moment]}", f"{moment}"
        model, train = new(folder)
        assert interrupted_at(train, moment, *files), where
        reached = [i for i, state in enumerate(states) if same(state, weights_of(model))]
        assert reached, f"{where}: the weights are those of no finished epoch"
        assert [weight.requires_grad for weight in model.parameters()] == learning, where
        assert torch.get_num_threads() == n_threads, where
        check_files(tmp_path / folder, where)
    train()
    assert all(np.isfinite(weights).all() for weights in weights_of(model))


def states_of(model, train, monkeypatch) -> list[list[np.ndarray]]:
    """Return the weights of `model` at first and after each epoch of an unbroken training."""
    states = []

    def noted(function):
        def first_noted(*arguments, **options):
            states.append(weights_of(model))
            return function(*arguments, **options)

        return first_noted

    with monkeypatch.context() as patch:
        for owner, name in ((loop, "take"), (case, "copied")):
            patch.setattr(owner, name, noted(getattr(owner, name)))
        train()
    return states


def check_files(folder, where: str) -> None:
    """Raise unless each file in `folder` is whole, and none is a draft."""
    for path in folder.glob("*"):
        assert path.name in ("best.safetensors", "last.safetensors"), f"{where}: {path.name}"
        read_checkpoint(path)


def test_an_interrupt_that_is_swallowed_or_comes_too_early_is_seen():
    def swallowing():
        with contextlib.suppress(KeyboardInterrupt):
            Careless().fit(X)

    assert lines_of(lambda: None, "fitting.py") == []
    lines = lines_of(swallowing, "fitting.py")
    assert len(lines) > 5 and not interrupted_at(swallowing, 3, "fitting.py")
    assert interrupted_at(lambda: Careless().fit(X), 3, "fitting.py")


class Careless:
    """A model whose training says in the history what it has not done yet."""

    def fit(self, X):
        from course_utils.fitting import longer

        self.history_ = {"loss": [], "stopped": None}
        for _ in range(N_EPOCHS):
            self.history_ = longer(self.history_, loss=0.0)
        return self


def test_a_history_that_says_nothing_of_the_interrupt_is_seen():
    history = {"loss": [1.0], "validation_loss": [1.0], "stopped": None}
    with pytest.raises(AssertionError, match="here"):
        check_history(history, "here")
    with pytest.raises(AssertionError, match="here"):
        check_history(history | {"stopped": "interrupted", "loss": []}, "here")
    assert check_history(history | {"stopped": "interrupted"}, "here") == 1
