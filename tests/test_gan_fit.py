"""The training beside a loop written out; who learns when, and what an interrupt leaves."""

import copy

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from course_utils.checkpoints import load_networks
from course_utils.gan.averaging import move_average, renew_batch_norm
from course_utils.gan.fit import make_step, train_gan
from course_utils.gan.losses import LOSSES, Losses, gradient_penalty, r1_penalty
from course_utils.gan.model import GAN, Discriminator, Generator
from course_utils.gan.sampling import sample
from course_utils.training import Moment, constant, constant_then_linear

X = np.random.default_rng(0).uniform(-1, 1, size=(23, 3))
LABELS = np.arange(23) % 2
PLAY = {"loss": "non-saturating", "r1": 0, "r1_every": 1, "gp": 0, "ema": 0.9, "n_critic": 1}


def new_gan(n_classes=0, dtype=torch.float64, spectral_norm=False, **options):
    draws = torch.Generator().manual_seed(5)
    shared = {"n_classes": n_classes, "generator": draws, "dtype": dtype}
    return GAN(
        Generator((2, 5, 4, 3), **options | shared),
        Discriminator((3, 6, 1), spectral_norm=spectral_norm, **shared),
    )


def bce(logits, answer):
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, answer))


def move(optimizer, loss):
    """Give the gradients of `loss` to the weights of one optimizer alone, and take its step."""
    weights = optimizer.param_groups[0]["params"]
    gradients = torch.autograd.grad(loss, weights, retain_graph=True)
    for weight, gradient in zip(weights, gradients, strict=True):
        weight.grad = gradient
    optimizer.step()


def trained_by_hand(
    gan,
    labels=None,
    n_epochs=100,
    rates=(2e-3, 2e-3),
    betas=(0.0, 0.99),
    batch_size=128,
    r1=1.0,
    r1_every=4,
    gp=0.0,
    ema=0.999,
    n_critic=1,
    schedule=constant_then_linear(),  # noqa: B008
    seed=0,
    loss="non-saturating",
):
    """Train as `train_gan` says it does; return the history and the running mean's weights."""
    forger, detective, draws = gan.generator, gan.discriminator, torch.Generator().manual_seed(seed)
    dtype = forger.layers[0].weight.dtype
    x, y = torch.tensor(X, dtype=dtype), None if labels is None else torch.tensor(labels)
    players = (forger, detective)
    g_adam, d_adam = (
        torch.optim.Adam(player.parameters(), lr=rate, betas=betas)
        for player, rate in zip(players, rates, strict=True)
    )
    mean = [weight.detach().clone() for weight in forger.parameters()]
    n_steps, step, history = n_epochs * -(-len(x) // batch_size), 0, []
    for _ in range(n_epochs):
        torch.randint(2**31, (), generator=draws)  # the seed for dropout layers
        sums = np.zeros(4)
        for rows in torch.randperm(len(x), generator=draws).split(batch_size):
            for adam, rate in zip((g_adam, d_adam), rates, strict=True):
                adam.param_groups[0]["lr"] = rate * schedule((step + 0.5) / n_steps)
            real, kinds = x[rows], None if y is None else y[rows]
            z = torch.randn(len(rows), 2, generator=draws, dtype=dtype)
            fake = forger(z, kinds).detach()
            on_real, on_fake = detective(real, kinds), detective(fake, kinds)
            d_loss = LOSSES[loss].discriminator(on_real, on_fake)
            if loss == "non-saturating":
                d_loss = bce(on_real, 1.0) + bce(on_fake, 0.0)
            total = d_loss
            if r1 and step % r1_every == 0:
                total = total + r1 * r1_every * r1_penalty(detective, real, kinds)
            if gp:
                total = total + gp * gradient_penalty(detective, real, fake, draws, kinds)
            move(d_adam, total)
            z = torch.randn(len(rows), 2, generator=draws, dtype=dtype)
            judged = detective(forger(z, kinds), kinds)
            g_loss = LOSSES[loss].generator(judged)
            if loss == "non-saturating":
                g_loss = bce(judged, 1.0)
            if (step + 1) % n_critic == 0:
                move(g_adam, g_loss)
                keep = min(ema, (1 + step) / (10 + step))
                for held, weight in zip(mean, forger.parameters(), strict=True):
                    held.copy_(keep * held + (1 - keep) * weight.detach())
            answers = [torch.sigmoid(logits).mean().item() for logits in (on_real, on_fake)]
            sums += len(rows) * np.array([d_loss.item(), g_loss.item(), *answers])
            step += 1
        history.append(sums / len(x))
    return np.array(history).T, mean


def check_by_hand(options, new=new_gan, labels=None, **by_hand):
    ours, twin = new(), new()
    history = train_gan(ours, X, labels, **options)
    expected, mean = trained_by_hand(twin, labels, **by_hand)
    names = ["discriminator", "generator", "D(real)", "D(fake)"]
    assert list(history) == [*names, "stopped", "best_epoch"]
    assert np.array([history[name] for name in names]) == pytest.approx(expected, rel=1e-7)
    for player, other in (
        (ours.generator, twin.generator),
        (ours.discriminator, twin.discriminator),
    ):
        for name, tensor in player.state_dict().items():
            assert torch.allclose(tensor, other.state_dict()[name], rtol=1e-6), name
    for weight, held in zip(ours.averaged.parameters(), mean, strict=True):
        assert torch.allclose(weight, held, rtol=1e-6)
    assert history["stopped"] == "n_epochs" and history["best_epoch"] is None
    assert ours.history_ is history


class TestByHand:
    def test_defaults(self):
        check_by_hand({})

    @pytest.mark.parametrize("loss", LOSSES)
    def test_each_loss_in_batches(self, loss):
        options = {"n_epochs": 5, "batch_size": 6, "loss": loss}
        check_by_hand(options, **options)

    def test_batches_hold_128_rows_unless_named(self, monkeypatch):
        sizes, (d_loss, g_loss) = [], LOSSES["hinge"]

        def counting(real, fake):
            sizes.append((len(real), len(fake)))
            return d_loss(real, fake)

        monkeypatch.setitem(LOSSES, "hinge", Losses(counting, g_loss))
        train_gan(new_gan(), np.tile(X, (6, 1)), n_epochs=1, loss="hinge")
        assert sizes == [(128, 128), (10, 10)]

    def test_every_option(self):
        options = {"n_epochs": 4, "batch_size": 5, "betas": (0.3, 0.8), "schedule": constant}
        options |= {"r1": 0.4, "r1_every": 3, "gp": 0.7, "ema": 0.35, "n_critic": 2}
        check_by_hand(
            options | {"learning_rate": (0.01, 0.03), "generator": 8},
            rates=(0.01, 0.03),
            seed=8,
            **options,
        )

    def test_labels_go_to_both(self):
        check_by_hand(
            {"n_epochs": 4, "batch_size": 6, "gp": 0.5, "learning_rate": 0.02},
            new=lambda: new_gan(n_classes=2),
            labels=LABELS,
            n_epochs=4,
            batch_size=6,
            gp=0.5,
            rates=(0.02, 0.02),
        )

    @pytest.mark.parametrize("kind", [{"batch_norm": False}, {"spectral_norm": True}])
    def test_other_players(self, kind):
        options = {"n_epochs": 4, "batch_size": 12}
        check_by_hand(options, new=lambda: new_gan(**kind), **options)

    def test_float32(self):
        gan = new_gan(dtype=torch.float32)
        history = train_gan(gan, X, n_epochs=2)
        expected, _ = trained_by_hand(new_gan(dtype=torch.float32), n_epochs=2)
        assert history["generator"] == pytest.approx(expected[1], rel=1e-4)
        assert sample(gan.averaged, 2).dtype == np.float32

    def test_labels_matter(self):
        def losses(labels):
            history = train_gan(new_gan(n_classes=2), X, labels, n_epochs=3)
            return history["discriminator"].tolist()

        assert losses(LABELS) == losses(torch.tensor(LABELS)) != losses(1 - LABELS)

    def test_the_same_seed_gives_the_same_numbers_whatever_the_global_one(self):
        def run(seed):
            gan = new_gan()
            train_gan(gan, X, n_epochs=3, generator=seed)
            return sample(gan.averaged, 4).tolist()

        first = run(3)
        torch.rand(5)
        state = torch.random.get_rng_state()
        assert run(torch.Generator().manual_seed(3)) == first != run(4)
        assert torch.equal(torch.random.get_rng_state(), state)

    def test_it_goes_on_from_the_weights_it_has(self):
        gan = new_gan()
        first, second = (train_gan(gan, X, n_epochs=30) for _ in range(2))
        apart = abs(second["discriminator"][0] - first["discriminator"][-1])
        assert apart < abs(first["discriminator"][0] - first["discriminator"][-1])


class Watched(torch.optim.SGD):
    """Plain descent that writes into a log what it does, and how things stand then."""

    def __init__(self, player, name, log, look):
        super().__init__(player.parameters(), lr=0.1)
        self.name, self.log, self.look = name, log, look

    def zero_grad(self, set_to_none=True):
        self.log.append((f"{self.name} zero", self.look()))
        super().zero_grad(set_to_none)

    def step(self, closure=None):
        self.log.append((f"{self.name} step", self.look()))
        super().step(closure)


def copies(tensors):
    return [None if one is None else one.detach().clone() for one in tensors]


def same(first, second):
    return all(
        a is b if a is None or b is None else torch.equal(a, b)
        for a, b in zip(first, second, strict=True)
    )


class Lab:
    """A GAN with watched optimizers, and its step."""

    def __init__(self, new=new_gan, **play):
        self.gan, self.log = new(), []
        self.players = {"G": self.gan.generator, "D": self.gan.discriminator}
        g, d = (Watched(self.players[name], name, self.log, self.look) for name in "GD")
        self.step = make_step(self.gan, g, d, **PLAY | play)
        self.draws = torch.Generator().manual_seed(1)

    def look(self):
        weights = {name: list(player.parameters()) for name, player in self.players.items()}
        return {
            "gradients": {name: copies(w.grad for w in of) for name, of in weights.items()},
            "weights": {name: copies(of) for name, of in weights.items()},
            "D learns": {weight.requires_grad for weight in weights["D"]},
            "mean": copies(self.gan.averaged.parameters()),
        }

    def take(self, number, real=X):
        return self.step((torch.tensor(real),), Moment(number, 0, self.draws))


class TestStep:
    def test_who_moves_when(self):
        lab = Lab()
        lab.take(0), lab.take(1)
        assert [what for what, _ in lab.log] == ["D zero", "D step", "G zero", "G step"] * 2

    def test_no_slope_of_the_discriminators_loss_reaches_the_generator(self):
        lab = Lab(r1=1.0, gp=1.0)
        lab.take(0)
        looks = dict(lab.log)
        assert all(gradient is None for gradient in looks["D step"]["gradients"]["G"])
        assert all(gradient is not None for gradient in looks["D step"]["gradients"]["D"])
        assert same(looks["D zero"]["weights"]["G"], looks["G step"]["weights"]["G"])

    def test_the_generators_step_leaves_the_discriminator_as_it_is(self):
        lab = Lab()
        lab.take(0)
        looks, after = dict(lab.log), lab.look()
        assert all(look["D learns"] == {True} for look in looks.values())  # it is never frozen
        # Its gradients are those of its own step, and its weights what that step made of them.
        assert same(looks["G step"]["gradients"]["D"], looks["D step"]["gradients"]["D"])
        assert same(after["weights"]["D"], looks["G zero"]["weights"]["D"])
        assert not same(looks["D step"]["weights"]["D"], after["weights"]["D"])
        assert not same(looks["D step"]["weights"]["G"], after["weights"]["G"])

    def test_noise_is_drawn_twice(self):
        seen, lab = [], Lab()
        lab.gan.generator.register_forward_hook(lambda _, given, __: seen.append(given[0]))
        lab.take(0)
        assert len(seen) == 2 and not torch.equal(*seen)
        assert [len(z) for z in seen] == [23, 23]

    def test_the_penalty_comes_in_each_kth_step_k_times_as_large(self):
        def moved(number, **play):
            lab = Lab(**play)
            lab.take(number)
            return lab.look()["weights"]["D"]

        every = moved(0, r1=0.6)
        for ours, expected in zip(moved(0, r1=0.2, r1_every=3), every, strict=True):
            assert torch.allclose(ours, expected, rtol=1e-12)
        plain = moved(0)
        assert not same(plain, every)
        for number, pays in ((1, False), (2, False), (3, True), (4, False), (6, True)):
            assert same(moved(number, r1=0.2, r1_every=3), plain) is not pays

    def test_n_critic(self):
        lab = Lab(n_critic=3)
        answers = [lab.take(number) for number in range(7)]
        told = [what for what, _ in lab.log if what.endswith("step")]
        assert "".join(what[0] for what in told) == "DDDG" + "DDDG" + "D"
        assert all(list(answer) == list(answers[0]) for answer in answers)
        looks = [look for what, look in lab.log if what == "D zero"]
        # The running mean moves with the generator, and only then.
        assert same(looks[0]["mean"], looks[2]["mean"])
        assert not same(looks[2]["mean"], looks[3]["mean"])
        assert same(looks[3]["mean"], looks[5]["mean"])
        assert not same(looks[5]["mean"], looks[6]["mean"])

    def test_what_it_tells(self):
        lab = Lab(r1=3.0)
        twin, draws = copy.deepcopy(lab.gan), torch.Generator().manual_seed(1)
        told = lab.take(0)
        with torch.no_grad():
            z = torch.randn(23, 2, generator=draws, dtype=torch.float64)
            real, fake = twin.discriminator(torch.tensor(X)), twin.discriminator(twin.generator(z))
        assert told["discriminator"].item() == pytest.approx(
            (bce(real, 1.0) + bce(fake, 0.0)).item(), rel=1e-12
        )
        assert told["D(real)"].item() == pytest.approx(torch.sigmoid(real).mean().item())
        assert told["D(fake)"].item() == pytest.approx(torch.sigmoid(fake).mean().item())
        assert not any(value.requires_grad for value in told.values())

    @pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
    def test_after_an_error_in_the_generators_half_the_discriminator_still_learns(
        self, monkeypatch, error
    ):
        def broken(fake_logits):
            raise error

        monkeypatch.setitem(LOSSES, "hinge", Losses(LOSSES["hinge"].discriminator, broken))
        lab = Lab(loss="hinge")
        with pytest.raises(error):
            lab.take(0)
        assert lab.look()["D learns"] == {True}


class TestRunningMean:
    def test_one_move(self):
        mean, network = Generator((2, 3), generator=1), Generator((2, 3), generator=2)
        before = copies(mean.parameters())
        move_average(mean, network, 0.75)
        for held, old, new in zip(mean.parameters(), before, network.parameters(), strict=True):
            assert torch.allclose(held, 0.75 * old + 0.25 * new)

    def test_without_memory_it_is_the_generator(self):
        gan = new_gan()
        train_gan(gan, X, n_epochs=3, ema=0)
        assert same(gan.averaged.parameters(), gan.generator.parameters())

    @pytest.mark.parametrize("n_classes", [0, 2])
    def test_batch_norm_is_measured_anew(self, n_classes):
        """Eight batches of 250: the mean of their means, and of their variances (n - 1)."""
        gan = new_gan(n_classes=n_classes)
        train_gan(gan, X, LABELS if n_classes else None, n_epochs=3)
        network, draws = gan.averaged, torch.Generator().manual_seed(0)
        found = [[], []]
        for _ in range(8):
            x = torch.randn(250, 2, generator=draws, dtype=torch.float64)
            if n_classes:
                x = torch.cat([x, torch.eye(2, dtype=torch.float64).repeat(125, 1)], 1)
            for i in range(2):
                layer, norm = network.layers[i], network.norms[i]
                x = x @ layer.weight.T + layer.bias
                found[i].append((x.mean(0), x.var(0)))
                x = (x - x.mean(0)) / (x.var(0, unbiased=False) + 1e-5).sqrt()
                x = F.leaky_relu(x * norm.weight + norm.bias, 0.2)
        for norm, batches in zip(network.norms, found, strict=True):
            means, variances = (torch.stack(of).mean(0) for of in zip(*batches, strict=True))
            assert torch.allclose(norm.running_mean, means, rtol=1e-9)
            assert torch.allclose(norm.running_var, variances, rtol=1e-9)
        assert not network.training

    def test_an_interrupt_leaves_batch_norm_its_momentum(self, monkeypatch):
        def interrupted(*arguments):
            raise KeyboardInterrupt

        network = new_gan().averaged
        monkeypatch.setattr("course_utils.gan.averaging.noise", interrupted)
        with pytest.raises(KeyboardInterrupt):
            renew_batch_norm(network.train())
        assert {norm.momentum for norm in network.norms} == {0.1} and not network.training

    def test_renewing_twice_changes_nothing_and_one_without_batch_norm_neither(self):
        gan = new_gan()
        train_gan(gan, X, n_epochs=2)
        before = copies(gan.averaged.state_dict().values())
        renew_batch_norm(gan.averaged.train())
        assert same(gan.averaged.state_dict().values(), before) and not gan.averaged.training
        plain = Generator((2, 5, 3), batch_norm=False)
        seen = []
        plain.register_forward_hook(lambda *_: seen.append(1))
        renew_batch_norm(plain)
        assert not plain.training and not seen

    def test_weights_keep_no_gradients(self):
        network = Generator((2, 5, 3))
        network.register_forward_hook(lambda _, __, out: found.append(out.requires_grad))
        found = []
        renew_batch_norm(network)
        assert found == [False] * 8 and network.norms[0].momentum == 0.1
        with pytest.raises(TypeError, match="network must be a Generator; got GAN"):
            renew_batch_norm(new_gan())


class TestValidate:
    def watch(self, numbers, **options):
        """Train for seven epochs; return the GAN, its history and what `validate` was given."""
        gan, given, numbers = new_gan(), [], iter(numbers)

        def validate(network):
            renewed = copies(network.norms.state_dict().values())
            given.append((network, network.training, sample(network, 3)))
            renew_batch_norm(network)
            assert same(renewed, copies(network.norms.state_dict().values()))
            return {"distance": next(numbers), "other": 1.0}

        options = {"n_epochs": 7, "validate_every": 3} | options
        return gan, train_gan(gan, X, validate=validate, **options), given

    def test_it_sees_the_running_mean_every_few_epochs_and_at_the_end(self):
        gan, history, given = self.watch([5.0, 2.0, 3.0])
        assert [network is gan.averaged for network, _, _ in given] == [True] * 3
        assert [training for _, training, _ in given] == [False] * 3
        nan = [np.nan] * 2
        assert history["distance"] == pytest.approx([*nan, 5, *nan, 2, 3], nan_ok=True)
        assert history["best_epoch"] == 6 and history["stopped"] == "n_epochs"
        assert np.array_equal(given[-1][2], sample(gan.averaged, 3))

    def test_watching_changes_nothing_but_the_history(self):
        gan, _, _ = self.watch([1.0] * 9, validate_every=2)
        twin = new_gan()
        train_gan(twin, X, n_epochs=7)
        assert same(gan.state_dict().values(), twin.state_dict().values())

    def test_every_tenth_epoch_unless_named(self):
        gan, calls = new_gan(), []
        history = train_gan(
            gan, X, n_epochs=21, validate=lambda _: calls.append(1) or {"distance": -len(calls)}
        )
        assert (np.flatnonzero(np.isfinite(history["distance"])) + 1).tolist() == [10, 20, 21]
        assert history["best_epoch"] == 21

    def test_the_folder_holds_the_last_and_the_best_running_mean(self, tmp_path):
        gan, _, given = self.watch([2.0, 1.0, 3.0], folder=tmp_path)
        names = ["best.safetensors", "last.safetensors"]
        assert sorted(path.name for path in tmp_path.iterdir()) == names
        best = new_gan()
        parts = {"generator": best.generator, "discriminator": best.discriminator}
        load_networks(tmp_path / "best.safetensors", parts | {"averaged": best.averaged})
        assert np.array_equal(sample(best.averaged, 3), given[1][2])
        assert not np.array_equal(given[1][2], sample(gan.averaged, 3))

    def test_without_it_the_best_is_the_epoch_with_the_smallest_loss_of_the_discriminator(
        self, tmp_path
    ):
        history, networks = train_gan(new_gan(), X, n_epochs=5, folder=tmp_path), new_gan()
        parts = {name: getattr(networks, name) for name in ("generator", "discriminator")}
        about = load_networks(
            tmp_path / "best.safetensors", parts | {"averaged": networks.averaged}
        )
        losses = history["discriminator"]
        assert about["best"] == [losses.argmin() + 1, losses.min()]
        assert history["best_epoch"] is None


class TestInterrupt:
    def interrupted(self, error, at, **options):
        """Raise `error` in step number `at` (from 0), in the middle of an epoch of four steps."""
        gan, shares = new_gan(), []

        def schedule(share):
            shares.append(share)
            if len(shares) == at + 1:
                raise error
            return 1.0

        with pytest.raises(error):
            train_gan(gan, X, n_epochs=9, batch_size=6, schedule=schedule, **options)
        return gan

    def test_the_last_finished_epoch_remains(self):
        gan, twin = self.interrupted(KeyboardInterrupt, 10), new_gan()
        train_gan(twin, X, n_epochs=2, batch_size=6, schedule=constant)
        assert gan.history_["stopped"] == "interrupted" and gan.history_["best_epoch"] is None
        for name in ("discriminator", "generator", "D(real)", "D(fake)"):
            assert gan.history_[name].tolist() == twin.history_[name].tolist()
        assert same(gan.state_dict().values(), twin.state_dict().values())
        assert np.array_equal(sample(gan.averaged, 5), sample(twin.averaged, 5))
        assert not gan.averaged.training
        train_gan(gan, X, n_epochs=1)

    def test_the_best_epoch_so_far_is_told(self):
        numbers = iter([3.0, 1.0, 2.0])
        gan = self.interrupted(
            KeyboardInterrupt,
            14,
            validate=lambda _: {"distance": next(numbers)},
            validate_every=1,
        )
        assert gan.history_["best_epoch"] == 2
        assert gan.history_["distance"].tolist() == [3.0, 1.0, 2.0]

    def test_before_the_first_epoch_is_done(self):
        before = new_gan()
        gan = self.interrupted(KeyboardInterrupt, 2)
        assert gan.history_ == {"stopped": "interrupted", "best_epoch": None}
        assert same(gan.averaged.parameters(), before.averaged.parameters())
        gan = self.interrupted(KeyboardInterrupt, 2, validate=lambda _: {"distance": 1.0})
        assert gan.history_["best_epoch"] is None

    def test_in_the_generators_half_of_a_step(self, monkeypatch):
        calls, (d_loss, g_loss) = [], LOSSES["hinge"]

        def broken(fake_logits):
            calls.append(1)
            if len(calls) == 6:
                raise KeyboardInterrupt
            return g_loss(fake_logits)

        monkeypatch.setitem(LOSSES, "hinge", Losses(d_loss, broken))
        gan = new_gan()
        with pytest.raises(KeyboardInterrupt):
            train_gan(gan, X, n_epochs=9, batch_size=6, loss="hinge")
        assert len(gan.history_["generator"]) == 1
        history = train_gan(gan, X, n_epochs=2, loss="hinge")
        assert history["stopped"] == "n_epochs"

    def test_steps_too_long(self):
        gan = new_gan()
        with pytest.raises(FloatingPointError, match="Lower the learning rate"):
            train_gan(gan, X, learning_rate=1e200, n_epochs=50)
        assert gan.history_["stopped"] == "diverged"
        assert np.isfinite(sample(gan.averaged, 3)).all()


class TestDoor:
    @pytest.mark.parametrize(
        ("arguments", "error", "words"),
        [
            ({"gan": Generator((2, 3))}, TypeError, "gan must be a GAN; got Generator"),
            ({"X": X[:, :2]}, ValueError, r"X must have shape \(n_samples, 3\), .* got \(23, 2\)"),
            ({"X": X[0]}, ValueError, "X must be 2-D"),
            ({"X": X * np.nan}, ValueError, "X contains NaN"),
            ({"X": 1.01 * X / X.max()}, ValueError, r"X must lie in \[-1, 1\], .* tanh can reach"),
            ({"X": 1.01 * X / -X.min()}, ValueError, r"must lie in \[-1, 1\], .*; got -1\.01 to"),
            ({"labels": LABELS}, ValueError, "knows 0 classes: leave labels out"),
            ({"loss": "mse"}, ValueError, "loss must be one of 'minimax', .*; got 'mse'"),
            ({"n_epochs": 0}, ValueError, "n_epochs must be at least 1"),
            ({"learning_rate": 0}, ValueError, "learning_rate must be a finite number above 0"),
            ({"learning_rate": (1e-3, -1)}, ValueError, "learning_rate must be a finite number"),
            ({"learning_rate": (1e-3,)}, ValueError, "learning_rate must be one number or a pair"),
            (
                {"learning_rate": (1e-3, 1e-3, 1e-3)},
                ValueError,
                "learning_rate must be one number or a pair",
            ),
            ({"betas": (0.5, 1)}, ValueError, r"betas must lie in \[0, 1\); got 1"),
            ({"betas": (-0.5, 0.9)}, ValueError, "betas must be a finite number of at least 0"),
            ({"betas": 0.5}, ValueError, r"betas must be a pair, .*; got 0\.5"),
            ({"betas": (0.5, 0.9, 0.9)}, ValueError, "betas must be a pair"),
            ({"batch_size": 0}, ValueError, "batch_size must be at least 1"),
            ({"batch_size": 22}, ValueError, "23 rows in batches of 22 leave a batch of one row"),
            ({"batch_size": 1}, ValueError, "23 rows in batches of 1 leave a batch of one row"),
            ({"r1": -1}, ValueError, "r1 must be a finite number of at least 0"),
            ({"r1_every": 0}, ValueError, "r1_every must be at least 1"),
            ({"gp": -1}, ValueError, "gp must be a finite number of at least 0"),
            ({"ema": 1}, ValueError, r"ema must lie in \[0, 1\); got 1"),
            ({"ema": -0.1}, ValueError, "ema must be a finite number of at least 0"),
            ({"n_critic": 0}, ValueError, "n_critic must be at least 1"),
            ({"schedule": 0.5}, TypeError, "schedule must be a function"),
            ({"validate": 0.5}, TypeError, "validate must be a function of a Generator; got 0.5"),
            ({"validate_every": 0}, ValueError, "validate_every must be at least 1"),
            ({"generator": "0"}, TypeError, "generator must be"),
        ],
    )
    def test_bad_arguments_are_refused_and_nothing_is_learned(self, arguments, error, words):
        gan = new_gan()
        before = copies(gan.state_dict().values())
        with pytest.raises(error, match=words):
            train_gan(**{"gan": gan, "X": X} | arguments)
        assert same(gan.state_dict().values(), before) and not hasattr(gan, "history_")

    def test_labels_that_the_players_do_not_know(self):
        for labels, words in (
            (None, "knows 2 classes: pass labels"),
            (LABELS + 1, "labels may hold only the labels 0, 1; got 2"),
            (LABELS[:5], "labels must hold 23 values, one for each; got 5"),
        ):
            with pytest.raises(ValueError, match=words):
                train_gan(new_gan(n_classes=2), X, labels)

    def test_a_sigmoid_reaches_0_to_1_and_a_linear_output_all(self):
        gan = new_gan(output="sigmoid")
        for bad in (X, (X + 1.5) / 2):
            with pytest.raises(ValueError, match=r"X must lie in \[0, 1\], .* with sigmoid can"):
                train_gan(gan, bad, n_epochs=1)
        # The ends belong to it.
        ends = np.eye(3).repeat(3, axis=0)
        assert train_gan(gan, ends, n_epochs=1)["stopped"] == "n_epochs"
        assert train_gan(new_gan(), 2 * ends - 1, n_epochs=1)["stopped"] == "n_epochs"
        assert train_gan(new_gan(output="linear"), 50 * X, n_epochs=1)["stopped"] == "n_epochs"

    @pytest.mark.parametrize("player", ["generator", "discriminator"])
    def test_a_frozen_player_is_refused(self, player):
        gan = new_gan()
        getattr(gan, player).requires_grad_(False)
        words = rf"The {player} is frozen: call gan\.{player}\.requires_grad_\(\) first"
        with pytest.raises(ValueError, match=words):
            train_gan(gan, X)

    def test_batches_of_one_row_are_fine_without_batch_norm(self):
        options = {"batch_size": 22, "n_epochs": 1}
        assert train_gan(new_gan(batch_norm=False), X, **options)["stopped"] == "n_epochs"
        assert train_gan(new_gan(), X, batch_size=21, n_epochs=1)["stopped"] == "n_epochs"

    def test_input_is_left_as_it_was(self):
        frozen = X.copy()
        frozen.flags.writeable = False
        train_gan(new_gan(), frozen, n_epochs=1)
        assert np.array_equal(frozen, X)
