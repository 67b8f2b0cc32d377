"""The training loop: an interrupted or resumed run ends at the numbers of an unbroken one."""

import math
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from course_utils import checkpoints
from course_utils.checkpoints import load_networks, read_checkpoint, save_networks
from course_utils.training import (
    Best,
    Training,
    as_generator,
    batches,
    constant,
    constant_then_linear,
    one_optimizer,
    one_torch_thread,
    warmup_cosine,
)

ROOT = Path(__file__).parents[1]
X = torch.rand(10, 3, generator=torch.Generator().manual_seed(5))
VALIDATION = torch.rand(4, 3, generator=torch.Generator().manual_seed(6))


@pytest.fixture(autouse=True)
def no_progress(monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS", "0")


def drawn(*layers, seed=0):
    """Return the layers in a row, their weights drawn from a generator of their own."""
    network, generator = nn.Sequential(*layers), torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for weight in network.parameters():
            weight.copy_(torch.rand(weight.shape, generator=generator) - 0.5)
    return network


class Project:
    """A training with all that has to be brought back: two networks, two optimizers, a third
    network without one, a schedule, dropout, noise from the generator, and batch statistics."""

    def __init__(self, folder=None, seed=3, **changes):
        hidden = changes.get("hidden", 4)
        self.maker = drawn(
            nn.Linear(2, hidden), nn.BatchNorm1d(hidden), nn.Dropout(0.5), nn.Linear(hidden, 3)
        )
        self.judge = drawn(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1), seed=1)
        self.mean = drawn(nn.Linear(2, hidden), nn.BatchNorm1d(hidden), nn.Linear(hidden, 3))
        self.adam = torch.optim.AdamW(
            self.maker.parameters(), lr=0.01, weight_decay=changes.get("weight_decay", 0.1)
        )
        self.sgd = torch.optim.SGD(
            self.judge.parameters(), lr=0.05, momentum=0.9, nesterov=changes.get("nesterov", False)
        )
        self.moments, self.at = [], {}
        self.training = Training(
            self.step,
            {"maker": self.maker, "judge": self.judge, "mean": self.mean},
            {"maker": self.adam, "judge": self.sgd},
            seed,
            schedule=warmup_cosine(0.3),
            config=changes.get("config", {"sizes": (2, 4, 3), "inner": {"k": 2}}),
            folder=folder,
        )

    def step(self, batch, moment):
        """Judge, then maker, as in a generative adversarial network; then the running mean."""
        (real,) = batch
        self.moments.append((moment.step, moment.epoch, len(real)))
        made = self.maker(torch.randn(len(real), 2, generator=moment.generator))
        self.sgd.zero_grad()
        judged = (self.judge(real) - 1).square().mean() + self.judge(made.detach()).square().mean()
        judged.backward()
        self.happen("middle", moment)
        self.sgd.step()
        self.adam.zero_grad()
        fooled = (self.judge(made) - 1).square().mean()
        fooled.backward()
        self.adam.step()
        with torch.no_grad():
            for mean, weight in zip(
                self.mean[0].parameters(), self.maker[0].parameters(), strict=True
            ):
                mean.lerp_(weight, 0.1)
        self.happen("end", moment)
        return {"judge": judged, "maker": fooled.item()}

    def happen(self, where, moment):
        event = self.at.pop((where, moment.step), None)
        if event:
            event()

    def validate(self):
        assert not self.maker.training and not torch.is_grad_enabled()
        return {"score": self.judge(VALIDATION).mean(), "n": 4}

    def run(self, n_epochs=6, batch_size=4, validate_every=2, **options):
        options = {"validate": self.validate, "save_every": 4} | options
        return self.training.run(X, n_epochs, batch_size, validate_every=validate_every, **options)

    def everything(self):
        """Return all numbers of the training, exactly."""
        nets, optimizers = self.training.networks.values(), self.training.optimizers.values()
        return [
            *(tensor.tolist() for net in nets for tensor in net.state_dict().values()),
            *(
                value.tolist() if isinstance(value, torch.Tensor) else value
                for optimizer in optimizers
                for state in optimizer.state_dict()["state"].values()
                for value in state.values()
            ),
            [group["lr"] for optimizer in optimizers for group in optimizer.param_groups],
            self.training.generator.get_state().tolist(),
            # NaN is not itself, so its text is compared.
            {name: str(values.tolist()) for name, values in self.training.history.items()},
            self.training.best,
        ]


@pytest.fixture(scope="module")
def unbroken():
    project = Project()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_PROGRESS", "0")
        project.run()
    return project


def strike(error):
    def event():
        raise error

    return event


class TestAnUnbrokenRun:
    def test_steps_epochs_and_batches(self, unbroken):
        expected = [(3 * e + i, e, n) for e in range(6) for i, n in enumerate((4, 4, 2))]
        assert unbroken.moments == expected
        assert unbroken.training.stopped == "n_epochs" and unbroken.training.n_epochs_done == 6

    def test_the_history_has_a_number_for_each_epoch(self, unbroken):
        history = unbroken.training.history
        assert list(history) == ["judge", "maker", "score", "n"]
        for values in history.values():
            assert values.shape == (6,) and values.dtype == np.float64
        assert np.isfinite(history["judge"]).all() and np.isfinite(history["maker"]).all()
        assert np.isnan(history["score"]).tolist() == [True, False] * 3
        assert history["n"][1::2].tolist() == [4.0, 4.0, 4.0]

    def test_the_history_can_not_be_spoiled_from_outside(self, unbroken):
        unbroken.training.history["judge"][0] = 99.0
        unbroken.training.history["other"] = None
        assert unbroken.training.history["judge"][0] != 99.0
        assert "other" not in unbroken.training.history

    def test_the_best_is_the_smallest_of_the_first_validated_name(self, unbroken):
        scores = unbroken.training.history["score"]
        i = int(np.nanargmin(scores))
        assert unbroken.training.best == Best(i + 1, scores[i])

    def test_the_same_seed_gives_the_same_numbers_and_another_others(self, unbroken):
        for seed, same in ((3, True), (torch.Generator().manual_seed(3), True), (4, False)):
            project = Project(seed=seed)
            project.run()
            assert (project.everything() == unbroken.everything()) is same

    def test_the_learning_rates_are_given_back(self, unbroken):
        rates = [
            group["lr"]
            for optimizer in (unbroken.adam, unbroken.sgd)
            for group in optimizer.param_groups
        ]
        assert rates == [0.01, 0.05]

    def test_networks_train_again_after_it(self, unbroken):
        assert all(layer.training for layer in unbroken.maker.modules())

    def test_a_further_run_has_nothing_to_do(self, unbroken):
        before = unbroken.everything()
        assert unbroken.run() is unbroken.training and unbroken.training.stopped == "n_epochs"
        assert unbroken.everything() == before


def test_losses_are_means_over_rows():
    sums = []

    def step(batch, moment):
        sums.append(batch[0].sum().item())
        return {"loss": batch[0].mean(), "ones": 1}

    data = torch.arange(7.0)
    training = Training(step, {}, {}, 0).run(data, 2, batch_size=3)
    assert training.history["loss"] == pytest.approx([3.0, 3.0]) and len(sums) == 6
    assert training.history["ones"].tolist() == [1.0, 1.0]


def test_rows_of_several_tensors_stay_together_and_each_comes_once():
    met = []

    def step(batch, moment):
        met.append(batch)
        return {"loss": 0.0}

    Training(step, {}, {}, 0).run((torch.arange(9), 10 * torch.arange(9)), 2, batch_size=4)
    for epoch in (met[:3], met[3:]):
        first, second = (torch.cat(parts) for parts in zip(*epoch, strict=True))
        assert sorted(first.tolist()) == list(range(9)) and torch.equal(second, 10 * first)
        assert [len(batch[0]) for batch in epoch] == [4, 4, 1]
    assert [b[0].tolist() for b in met[:3]] != [b[0].tolist() for b in met[3:]]


class TestInterruption:
    @pytest.mark.parametrize(
        ("error", "reason"),
        [(KeyboardInterrupt, "interrupted"), (MemoryError, "failed"), (SystemExit, "failed")],
    )
    @pytest.mark.parametrize("where", ["middle", "end"])
    @pytest.mark.parametrize("step", [0, 2, 7, 17])
    def test_the_last_finished_epoch_comes_back_and_a_further_run_ends_the_same(
        self, unbroken, error, reason, where, step
    ):
        project, after = Project(), Project()
        if step >= 3:
            after.at[("middle", 3 * (step // 3))] = strike(KeyboardInterrupt())
            with pytest.raises(KeyboardInterrupt):
                after.run()
        project.at[(where, step)] = strike(error("stop"))
        with pytest.raises(error, match="stop"):
            project.run()
        assert project.training.stopped == reason
        assert project.training.n_epochs_done == step // 3
        if step >= 3:
            assert project.everything() == after.everything()
        assert project.run().stopped == "n_epochs"
        assert project.everything() == unbroken.everything()

    def test_weights_are_those_of_the_finished_epoch(self):
        project, epochs = Project(), []
        project.at = {
            ("end", 3 * e + 2): lambda: epochs.append(project.maker[0].weight.tolist())
            for e in range(6)
        }
        project.at[("middle", 13)] = strike(KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt) as caught:
            project.run()
        assert project.maker[0].weight.tolist() == epochs[3] != epochs[2] and len(epochs) == 4
        said = (
            "training: 4 of 6 epochs are finished. The weights are those of the last finished one."
        )
        assert caught.value.__notes__ == [said]

    def test_an_interrupt_inside_an_optimizer(self, unbroken, monkeypatch):
        project, original = Project(), nn.Parameter.addcdiv_

        def half(weight, *arguments, **options):
            original(weight, *arguments, **options)
            raise KeyboardInterrupt

        project.adam.param_groups[0]["foreach"] = False
        with monkeypatch.context() as patch:
            project.at[("middle", 10)] = lambda: patch.setattr(nn.Parameter, "addcdiv_", half)
            with pytest.raises(KeyboardInterrupt):
                project.run()
        assert project.training.n_epochs_done == 3
        project.run()
        assert project.everything() == unbroken.everything()

    def test_an_interrupt_while_validating(self, unbroken):
        project = Project()
        with pytest.raises(KeyboardInterrupt):
            project.run(validate=strike(KeyboardInterrupt()))
        assert project.training.n_epochs_done == 1 and project.maker.training
        project.run()
        assert project.everything() == unbroken.everything()

    def test_gradients_of_a_step_cut_short_do_not_linger(self):
        line = drawn(nn.Linear(3, 1))
        sgd, calls = torch.optim.SGD(line.parameters(), lr=0.1), []

        def step(batch, moment):
            loss = line(batch[0]).square().mean()
            loss.backward()
            calls.append(moment.step)
            if calls == [0, 1]:
                raise KeyboardInterrupt
            sgd.step()
            sgd.zero_grad()
            return {"loss": loss}

        training = Training(step, {"line": line}, {"line": sgd}, 0)
        with pytest.raises(KeyboardInterrupt):
            training.run(X, 3)
        assert all(weight.grad is None for weight in line.parameters())

    def test_settings_may_change_as_long_as_no_epoch_is_finished(self):
        project = Project()
        project.at[("middle", 0)] = strike(KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            project.run(n_epochs=9)
        assert project.training.history == {} and project.training.best is None
        with torch.no_grad():
            project.maker[0].weight += 1
        assert project.run(n_epochs=2).n_epochs_done == 2
        other = Project()
        with torch.no_grad():
            other.maker[0].weight += 1
        other.run(n_epochs=2)
        assert project.everything() == other.everything()


class TestDivergence:
    @pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
    @pytest.mark.parametrize("kind", [float, torch.tensor, np.float32])
    def test_a_loss(self, bad, kind):
        training = Training(
            lambda batch, moment: {"mse": kind(1.0 if moment.epoch < 2 else bad)}, {}, {}, 0
        )
        with pytest.raises(
            FloatingPointError, match=rf"mse is {bad} in epoch 3: .*Lower the learn"
        ):
            training.run(X, 5)
        assert training.stopped == "diverged" and training.history["mse"].tolist() == [1.0, 1.0]

    @pytest.mark.parametrize("bad", [math.nan, math.inf])
    @pytest.mark.parametrize("name", ["0.weight", "1.running_mean"])
    def test_a_weight_or_buffer_while_the_loss_is_finite(self, bad, name):
        net = drawn(nn.Linear(3, 2), nn.BatchNorm1d(2))
        before = net.state_dict()[name].tolist()

        def step(batch, moment):
            if moment.step == 4:
                net.state_dict()[name][0] = bad
            return {"loss": 0.5}

        training = Training(step, {"net": net}, {}, 0)
        with pytest.raises(
            FloatingPointError, match=rf"net\.{name} is not finite after epoch 2: .*Low"
        ):
            training.run(X, 5, batch_size=4)
        assert training.stopped == "diverged" and training.n_epochs_done == 1
        assert net.state_dict()[name].tolist() == before

    def test_large_weights_are_finite_though_their_sum_is_not(self):
        net = drawn(nn.Linear(3, 2))
        with torch.no_grad():
            net[0].weight.fill_(3e38)
        assert Training(lambda *_: {"loss": 0.5}, {"net": net}, {}, 0).run(X, 1).n_epochs_done == 1

    def test_a_validated_number(self):
        training = Training(lambda *_: {"loss": 0.0}, {}, {}, 0)
        with pytest.raises(FloatingPointError, match="score is nan in epoch 2"):
            training.run(X, 4, validate=lambda: {"score": math.nan}, validate_every=2)

    def test_steps_that_are_too_long(self):
        line = drawn(nn.Linear(3, 3))
        sgd = torch.optim.SGD(line.parameters(), lr=1e6)
        step = one_optimizer(line, sgd, lambda net, batch, moment: net(batch[0]).square().mean())
        training = Training(step, {"line": line}, {"line": sgd}, 0)
        with pytest.raises(FloatingPointError):
            training.run(X, 50)
        assert 0 < training.n_epochs_done < 50 and torch.isfinite(line[0].weight).all()


class TestWhatIsReturned:
    @pytest.mark.parametrize(
        ("returned", "words"),
        [
            (None, r"step must return a dict such as .*; got None"),
            ({}, r"got \{\}"),
            (0.5, "got 0.5"),
            ({"loss": torch.ones(2)}, r"0-d tensors by name; 'loss': shape \(2,\)"),
            ({"loss": torch.ones(1)}, r"'loss': shape \(1,\)"),
            ({"loss": "0.5"}, "'loss': '0.5'"),
            ({1: 0.5}, "1: 0.5"),
        ],
    )
    def test_a_step_without_losses(self, returned, words):
        training = Training(lambda batch, moment: returned, {}, {}, 0)
        with pytest.raises(TypeError, match=words):
            training.run(X, 2)
        assert training.stopped == "failed" and training.n_epochs_done == 0

    @pytest.mark.parametrize("when", [1, 3])
    @pytest.mark.parametrize("now", [("a",), ("a", "c"), ("b", "a"), ("a", "b", "c")])
    def test_names_that_change_in_an_epoch_or_after_it(self, when, now):
        def step(batch, moment):
            return dict.fromkeys(("a", "b") if moment.step < when else now, 0.5)

        training = Training(step, {}, {}, 0)
        with pytest.raises(ValueError, match=r"step returned \['a', 'b'\] at first, and now"):
            training.run(X, 4, batch_size=4)
        assert training.n_epochs_done == when // 3

    def test_validated_names_that_change(self):
        names, training = iter("aab"), Training(lambda *_: {"loss": 0.5}, {}, {}, 0)
        with pytest.raises(
            ValueError, match=r"validate returned \['a'\] at first, and now \['b'\]"
        ):
            training.run(X, 4, validate=lambda: {next(names): 1.0})
        assert training.n_epochs_done == 2

    def test_a_name_of_both(self):
        training = Training(lambda *_: {"loss": 0.5, "z": 1}, {}, {}, 0)
        with pytest.raises(ValueError, match=r"step and validate both return 'loss'\. Rename one"):
            training.run(X, 4, validate=lambda: {"z": 1, "loss": 1.0})


def told(values, **options):
    """Return a training whose validated score takes these values, run to its end."""
    line, scores = drawn(nn.Linear(1, 1)), iter(values)

    def step(batch, moment):
        with torch.no_grad():
            line[0].weight.fill_(moment.epoch + 1)
        return {"loss": moment.epoch % 3, "other": 1}

    training = Training(step, {"line": line}, {}, 0)
    return training.run(X, len(values), validate=lambda: {"score": next(scores)}, **options)


class TestTheBest:
    def test_use_best_puts_the_weights_back_and_a_run_goes_on_with_the_last(self):
        training = told([3.0, 1.0, 2.0, 1.0])
        weight = training.networks["line"][0].weight
        assert training.best == Best(2, 1.0) and weight.item() == 4
        training.use_best()
        assert weight.item() == 2 and training.n_epochs_done == 4
        training.run(X, 4, validate=lambda: {})
        assert weight.item() == 4

    def test_another_name_is_watched(self):
        assert told([3.0, 1.0, 2.0, 1.0], watch="loss").best == Best(1, 0.0)
        assert told([3.0, -1.0, 2.0], watch="score").best == Best(2, -1.0)
        with pytest.raises(ValueError, match="watch must be one of loss, other, score; got 'psnr'"):
            told([3.0], watch="psnr")

    @pytest.mark.parametrize(
        ("values", "patience", "n", "best"),
        [
            ([5, 4, 4, 4, 1], 2, 4, 2),
            ([5, 4, 4, 3, 3, 3, 3], 2, 6, 4),
            ([1, 2, 3], 1, 2, 1),
            ([3, 2, 1], 1, 3, 3),
            ([3, 2, 2, 2], 2, 4, 2),
        ],
    )
    def test_patience(self, values, patience, n, best):
        training = told(values, patience=patience)
        assert (training.n_epochs_done, training.best.epoch) == (n, best)
        assert training.stopped == ("patience" if n < len(values) else "n_epochs")
        again = training.run(X, len(values), validate=lambda: {}, patience=patience)
        assert again.n_epochs_done == n and again.stopped == training.stopped

    def test_patience_ends_only_where_something_was_validated(self):
        def scores(n_epochs, **options):
            values = iter([1.0, *[2.0] * 9])
            training = Training(lambda *_: {"loss": 1}, {}, {}, 0)
            return training.run(X, n_epochs, validate=lambda: {"s": next(values)}, **options)

        training = scores(20, validate_every=5, patience=2)
        assert (training.n_epochs_done, training.best) == (10, Best(5, 1.0))
        training = scores(7, validate_every=5)
        assert np.isnan(training.history["s"]).tolist() == [True] * 4 + [False, True, False]

    def test_without_validation_the_first_loss_is_watched(self):
        training = Training(lambda batch, moment: {"a": abs(moment.epoch - 2), "b": 0}, {}, {}, 0)
        training.run(X, 9, patience=3, validate_every=4)
        assert (training.n_epochs_done, training.best) == (6, Best(3, 0.0))

    def test_there_is_none_before_the_first_epoch(self):
        training = Training(lambda *_: {"loss": 1}, {}, {}, 0)
        assert (training.best, training.history, training.n_epochs_done) == (None, {}, 0)
        with pytest.raises(ValueError, match=r"no best epoch yet\. Call run"):
            training.use_best()


class TestResuming:
    @pytest.mark.parametrize("step", [3, 7, 16])
    def test_a_new_program_ends_at_the_numbers_of_an_unbroken_run(self, unbroken, tmp_path, step):
        first, second = Project(tmp_path / "学习 1"), Project(str(tmp_path / "学习 1"), seed=99)
        first.at[("middle", step)] = strike(KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            first.run()
        with torch.no_grad():
            second.maker[0].weight += 1
        second.training.resume()
        assert second.everything() == first.everything()
        assert second.training.n_epochs_done == step // 3 and second.training.stopped is None
        second.run()
        assert second.everything() == unbroken.everything()
        assert second.moments == unbroken.moments[3 * (step // 3) :]
        second.training.use_best()
        unbroken.training.use_best()
        best = state_of(second.maker)
        assert best == state_of(unbroken.maker)
        unbroken.run()
        loaded = Project()
        about = load_networks(tmp_path / "学习 1" / "best.safetensors", loaded.training.networks)
        assert state_of(loaded.maker) == best
        assert Best(*about["best"]) == unbroken.training.best
        assert about["config"] == {"sizes": [2, 4, 3], "inner": {"k": 2}}

    def test_a_finished_training_is_known_as_finished(self, unbroken, tmp_path):
        Project(tmp_path).run()
        again = Project(tmp_path)
        again.training.resume()
        assert again.run().stopped == "n_epochs" and again.moments == []
        assert again.everything() == unbroken.everything()

    def test_files_are_written_every_so_often_and_at_the_end(self, tmp_path):
        found = []

        def step(batch, moment):
            path = tmp_path / "last.safetensors"
            found.append(len(read_checkpoint(path)[0]["history.loss"]) if path.exists() else 0)
            return {"loss": -min(moment.step, 2)}

        training = Training(step, {"net": nn.Linear(1, 1)}, {}, 0, folder=tmp_path)
        training.run(X, 8, save_every=3)
        assert found == [0, 0, 0, 3, 3, 3, 6, 6]
        last, best = (read_checkpoint(tmp_path / f"{x}.safetensors") for x in ("last", "best"))
        assert last[0]["history.loss"].tolist() == [0, -1, *[-2] * 6]
        assert best[1] == {"config": {}, "best": [3, -2.0]}
        before = (tmp_path / "last.safetensors").stat().st_mtime_ns
        training.run(X, 8, save_every=3)
        assert (tmp_path / "last.safetensors").stat().st_mtime_ns == before

    def test_an_older_training_is_not_replaced_before_an_epoch_is_done(self, tmp_path):
        Project(tmp_path).run()
        before = (tmp_path / "last.safetensors").read_bytes()
        project = Project(tmp_path)
        project.at[("end", 0)] = strike(KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            project.run()
        assert (tmp_path / "last.safetensors").read_bytes() == before

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"config": {"sizes": (2, 4, 3), "inner": {"k": 3}}}, "config: inner: k = 2, .* is 3"),
            ({"config": {"inner": {"k": 2}}}, r"config: sizes = \[2, 4, 3\], .* is None"),
            ({"weight_decay": 0.2}, "maker: group 0: weight_decay = 0.1, and now it is 0.2"),
            ({"nesterov": True}, "judge: group 0: nesterov = False, and now it is True"),
            ({"hidden": 5}, r"maker\.0\.weight is \(4, 2\) float32 there and \(5, 2\) float32"),
        ],
    )
    def test_another_training_is_refused_and_nothing_changes(self, tmp_path, changes, words):
        Project(tmp_path).run()
        project = Project(tmp_path, seed=1, **changes)
        before = project.everything()
        with pytest.raises(ValueError, match=words):
            project.training.resume()
        assert project.everything() == before and project.training.n_epochs_done == 0

    @pytest.mark.parametrize(
        ("options", "words"),
        [
            ({"n_epochs": 7}, "n_epochs = 6, and now it is 7. Keep the old value, or begin"),
            ({"batch_size": 5}, "batch_size = 4, and now it is 5"),
            ({"validate_every": 1}, "validate_every = 2, and now it is 1"),
            ({"validate": None}, "validates = True, and now it is False"),
            ({"patience": 3}, "patience = None, and now it is 3"),
            ({"watch": "n"}, "watch = None, and now it is 'n'"),
        ],
    )
    @pytest.mark.parametrize("resumed", [True, False])
    def test_other_settings_of_the_run_are_refused(self, tmp_path, options, words, resumed):
        project = Project(tmp_path)
        project.run()
        if resumed:
            project = Project(tmp_path)
            project.training.resume()
        before = project.everything()
        with pytest.raises(ValueError, match=f"The training so far had {words}"):
            project.run(**options)
        assert project.everything() == before

    def test_other_rows_are_refused(self, tmp_path):
        project = Project(tmp_path)
        project.run()
        again = Project(tmp_path)
        again.training.resume()
        with pytest.raises(
            ValueError, match=r"shapes of data = \[\[10, 3\]\], and now .*\[\[9, 3\]\]"
        ):
            again.training.run(X[:9], 6, 4, validate=again.validate, validate_every=2)

    def test_there_has_to_be_something_to_resume(self, tmp_path):
        with pytest.raises(ValueError, match=r"no folder to resume from\. Pass folder"):
            Project().training.resume()
        project = Project(tmp_path)
        with pytest.raises(FileNotFoundError, match="no training was saved there yet"):
            project.training.resume()
        save_networks(tmp_path / "last.safetensors", project.training.networks, {})
        with pytest.raises(
            ValueError, match=r"holds networks, but no training\. Use load_networks"
        ):
            project.training.resume()

    def test_a_full_disk_costs_no_weights(self, unbroken, tmp_path, monkeypatch):
        Project(tmp_path).run(n_epochs=2)
        older = (tmp_path / "last.safetensors").read_bytes()

        def full(*_):
            raise OSError(28, "No space left on device")

        project = Project(tmp_path)
        monkeypatch.setattr(os, "replace", full)
        with pytest.raises(OSError, match=r"best.safetensors was not written: No space") as caught:
            project.run()
        assert "could not be saved: " in caught.value.__notes__[0]
        assert project.training.stopped == "failed" and project.training.n_epochs_done == 4
        assert (tmp_path / "last.safetensors").read_bytes() == older
        project.at[("end", 14)] = strike(KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt) as caught:
            project.run()
        assert "Free some space" in caught.value.__notes__[0]
        monkeypatch.setattr(checkpoints, "write_whole", lambda path, content: None)
        project.run()
        assert project.everything() == unbroken.everything()


def state_of(network):
    return [tensor.tolist() for tensor in network.state_dict().values()]


class TestTheRestOfTheProgram:
    def test_threads_and_the_global_generator_are_as_before(self):
        threads, inside = torch.get_num_threads(), []

        def step(batch, moment):
            inside.append((torch.get_num_threads(), torch.rand(1).item()))
            if len(inside) == 4:
                raise KeyboardInterrupt
            return {"loss": 0.0}

        torch.set_num_threads(2)
        try:
            before, training = torch.get_rng_state(), Training(step, {}, {}, 0)
            with pytest.raises(KeyboardInterrupt):
                training.run(X, 3, batch_size=4)
            Training(step, {}, {}, 0).run(X, 3)
            assert torch.get_num_threads() == 2 and torch.equal(torch.get_rng_state(), before)
        finally:
            torch.set_num_threads(threads)
        assert {n for n, _ in inside} == {1} and len({draw for _, draw in inside[:4]}) == 4

    def test_nothing_is_printed_where_progress_is_off(self, capsys):
        told([1.0, 2.0])
        assert capsys.readouterr() == ("", "")

    def test_progress_is_shown_of_a_training_that_takes_long(self, monkeypatch):
        bars = []

        class Bar:
            n = 0

            def __init__(self, **options):
                bars.append((self, options))

            def update(self, n):
                self.n += n

            def __enter__(self):
                return self

            def __exit__(self, *_):
                self.closed = True

        monkeypatch.setattr("tqdm.auto.tqdm", Bar)
        monkeypatch.delenv("COURSE_PROGRESS")
        told([1.0, 2.0, 3.0], name="two lines")
        ((bar, options),) = bars
        assert bar.n == 3 and bar.closed
        assert options["total"] == 3 and options["desc"] == "two lines"

    def test_the_module_loads_no_widgets_and_fitting_no_torch(self):
        code = "import sys, course_utils.{}; print(*(name in sys.modules for name in {!r}))"
        heavy = ("torch", "ipywidgets", "matplotlib", "sklearn")
        for module, expected in (("training", "True False False False"), ("fitting", "False " * 4)):
            command = [sys.executable, "-c", code.format(module, heavy)]
            said = subprocess.check_output(command, cwd=ROOT, text=True)
            assert said.split() == expected.split()


class TestTheDoor:
    @pytest.mark.parametrize(
        ("data", "error", "words"),
        [
            (
                np.ones((2, 2)),
                TypeError,
                r"data must be a tensor; got ndarray\. Use torch\.as_tensor",
            ),
            ((), ValueError, "data is empty"),
            ((X, [1.0]), TypeError, r"data\[1\] must be a tensor; got list"),
            ((X, X[:9]), ValueError, r"data\[1\] must hold 10 rows, as data\[0\]; got 9"),
            (X[:0], ValueError, r"data must hold a row at least; got shape \(0, 3\)"),
            (torch.tensor(1.0), ValueError, r"a row at least; got shape \(\)"),
            (X / 0, ValueError, "data contains NaN or inf; remove"),
            (
                (X, X.clone().requires_grad_()),
                TypeError,
                r"data\[1\] records gradients; pass data\[1\]\.detach\(\)",
            ),
        ],
    )
    def test_data(self, data, error, words):
        with pytest.raises(error, match=words):
            Training(lambda *_: {"loss": 0.0}, {}, {}, 0).run(data, 1)

    @pytest.mark.parametrize(
        "name", ["n_epochs", "batch_size", "validate_every", "patience", "save_every"]
    )
    def test_counts(self, name):
        for bad, error in ((0, ValueError), (1.0, TypeError), (True, TypeError)):
            with pytest.raises(error, match=f"{name} must be"):
                Training(lambda *_: {"loss": 0.0}, {}, {}, 0).run(X, **{"n_epochs": 1, name: bad})

    @pytest.mark.parametrize(
        ("changes", "error", "words"),
        [
            (
                {"networks": nn.Linear(1, 1)},
                TypeError,
                "networks must be a dict by name; got Linear",
            ),
            ({"networks": {"a": 3}}, TypeError, r"networks\['a'\] must be a torch Module; got int"),
            ({"networks": {"a.b": nn.Linear(1, 1)}}, ValueError, r"text without"),
            ({"optimizers": []}, TypeError, "optimizers must be a dict by name; got list"),
            ({"optimizers": {"a": 3}}, TypeError, r"must be a torch Optimizer; got int"),
            (
                {"optimizers": {"a": torch.optim.SGD(nn.Linear(1, 1).parameters())}},
                ValueError,
                r"optimizers\['a'\] moves weights of no network here. Add it",
            ),
            ({"generator": -1}, TypeError, "generator must be a torch.Generator or a whole number"),
            ({"generator": True}, TypeError, "got True"),
            ({"generator": np.random.default_rng(0)}, TypeError, "a seed"),
            ({"step": None}, TypeError, r"step must be a function; got None\. Pass the function"),
            ({"schedule": 0.5}, TypeError, "schedule must be a function; got 0.5"),
            ({"config": [1]}, TypeError, "config must be a dict; got list"),
            ({"config": {"f": len}}, TypeError, "config must hold only what JSON can hold"),
            ({"config": {"f": math.nan}}, TypeError, "config must hold only what JSON can hold"),
        ],
    )
    def test_parts(self, changes, error, words):
        parts = {"step": print, "networks": {}, "optimizers": {}, "generator": 0}
        with pytest.raises(error, match=words):
            Training(**parts | changes)

    def test_what_validates_is_a_function(self):
        training = Training(lambda *_: {"loss": 0.0}, {}, {}, 0)
        with pytest.raises(TypeError, match=r"validate must be a function; got \{'score': 1\}"):
            training.run(X, 1, validate={"score": 1})
        assert training.n_epochs_done == 0

    def test_one_weight_of_another_network_is_one_too_many(self):
        known, other = nn.Linear(1, 1), nn.Linear(1, 1)
        sgd = torch.optim.SGD([*known.parameters(), other.bias])
        with pytest.raises(ValueError, match="moves weights of no network here"):
            Training(print, {"known": known}, {"known": sgd}, 0)

    @pytest.mark.parametrize("bad", [-0.1, math.nan, math.inf, None, True])
    def test_what_a_schedule_returns(self, bad):
        training = Training(lambda *_: {"loss": 0.0}, {}, {}, 0, schedule=lambda share: bad)
        with pytest.raises(ValueError, match=f"schedule must return .* at least 0; got {bad}"):
            training.run(X, 1)


class TestSchedules:
    def test_rates_follow_the_schedule_in_the_middle_of_each_step(self):
        line, rates = drawn(nn.Linear(3, 1)), []
        weight, bias = line.parameters()
        sgd = torch.optim.SGD([{"params": [weight]}, {"params": [bias], "lr": 0.5}], lr=2.0)

        def step(batch, moment):
            rates.append([group["lr"] for group in sgd.param_groups])
            return {"loss": 0.0}

        training = Training(step, {"line": line}, {"line": sgd}, 0, schedule=lambda share: share)
        training.run(X, 2, batch_size=5)
        assert rates == [[2 * t, t / 2] for t in (0.125, 0.375, 0.625, 0.875)]
        assert [group["lr"] for group in sgd.param_groups] == [2.0, 0.5]

    def test_constant(self):
        assert {constant(share) for share in (0.0, 0.4, 0.99)} == {1.0}

    @pytest.mark.parametrize(("warmup", "floor"), [(0.1, 0.0), (0.0, 0.0), (0.4, 0.2)])
    def test_warmup_and_cosine(self, warmup, floor):
        schedule = warmup_cosine(warmup, floor)
        for share in (0.0, 0.05, 0.1, 0.35, 0.4, 0.7, 0.999, 1.0):
            angle = math.pi * (share - warmup) / (1 - warmup)
            expected = (1 + floor) / 2 + (1 - floor) / 2 * math.cos(angle)
            expected = share / warmup if share < warmup else expected
            assert schedule(share) == pytest.approx(expected, abs=1e-15)
        assert warmup_cosine()(0.05) == pytest.approx(0.5) and warmup_cosine()(1.0) == 0

    def test_constant_then_linear(self):
        schedule = constant_then_linear()
        shares = (0.0, 0.5, 0.6, 0.75, 1.0)
        assert [schedule(s) for s in shares] == pytest.approx([1, 1, 0.81, 0.525, 0.05])
        assert constant_then_linear(0.0, 0.0)(0.25) == 0.75

    @pytest.mark.parametrize("make", [warmup_cosine, constant_then_linear])
    @pytest.mark.parametrize("place", [0, 1])
    def test_shares(self, make, place):
        name = list(make.__annotations__)[place]
        for bad in (-0.1, 1.0, math.nan):
            with pytest.raises(ValueError, match=rf"{name} must be a share in \[0, 1\); got {bad}"):
                make(**{name: bad})
        for bad in ("0.5", None, True):
            with pytest.raises(TypeError, match=rf"{name} must be a share"):
                make(**{name: bad})


def test_batches():
    generator = as_generator(0)
    rows = torch.randperm(7, generator=as_generator(0))
    assert [b.tolist() for b in batches(7, 3, generator)] == [b.tolist() for b in rows.split(3)]
    with pytest.raises(ValueError, match="batch_size must be at least 1"):
        batches(7, 0, generator)
    with pytest.raises(ValueError, match="n_rows must be at least 1"):
        batches(0, 1, generator)
    same = torch.Generator()
    assert as_generator(same) is same and as_generator(np.int64(7)).initial_seed() == 7
    with pytest.raises(TypeError, match=r"seed_of_noise must be a torch\.Generator"):
        as_generator(1.5, "seed_of_noise")


def test_one_thread_is_given_back_after_an_error():
    before = torch.get_num_threads()
    with pytest.raises(MemoryError), one_torch_thread():
        assert torch.get_num_threads() == 1
        raise MemoryError
    assert torch.get_num_threads() == before


def test_the_usual_step_is_the_hand_written_loop():
    nets = [drawn(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 3)) for _ in "ab"]
    ours, theirs = (torch.optim.Adam(net.parameters(), lr=0.01) for net in nets)
    noises = []

    def loss_of(network, batch, moment):
        noises.append((moment.step, moment.epoch))
        return (network(batch[0]) - batch[1]).square().mean()

    training = Training(one_optimizer(nets[0], ours, loss_of), {"n": nets[0]}, {"n": ours}, 8)
    training.run((X, 2 * X), 3, batch_size=4)
    generator, losses = torch.Generator().manual_seed(8), []
    for _ in range(3):
        torch.randint(2**31, (), generator=generator)
        total = 0.0
        for rows in torch.randperm(10, generator=generator).split(4):
            theirs.zero_grad()
            loss = (nets[1](X[rows]) - 2 * X[rows]).square().mean()
            loss.backward()
            theirs.step()
            total += loss.item() * len(rows)
        losses.append(total / 10)
    assert training.history["loss"].tolist() == losses
    assert state_of(nets[0]) == state_of(nets[1])
    assert noises == [(3 * e + i, e) for e in range(3) for i in range(3)]
