"""The network beside NumPy's matrix products, and its training beside a loop written out."""

import copy
import json

import numpy as np
import pytest
import torch
from safetensors.torch import load, save
from torch.nn import functional as F

from course_utils.autoencoder import (
    VAE,
    Autoencoder,
    codes_of,
    fit_autoencoder,
    gaussian_noise,
    images_of,
    n_parameters,
    reconstruct,
)
from course_utils.training import constant, warmup_cosine

X = np.random.default_rng(0).random((7, 6))
BY_HAND = {
    "tanh": np.tanh,
    "relu": lambda x: np.maximum(x, 0),
    "elu": lambda x: np.where(x > 0, x, np.exp(x) - 1),
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "none": lambda x: x,
}


def network(sizes=(6, 5, 4, 2), **options):
    """Return an autoencoder in float64 whose biases are not 0."""
    model = Autoencoder(sizes, **{"dtype": torch.float64, "generator": 3} | options)
    drawn = torch.Generator().manual_seed(8)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name.endswith("bias"):
                parameter.copy_(torch.randn(parameter.shape, generator=drawn, dtype=torch.float64))
    return model


def by_hand(x, layers, activation):
    for i, (W, b) in enumerate(layers):
        x = x @ W.T + b
        if i + 1 < len(layers):
            x = BY_HAND[activation](x)
    return x


class TestAutoencoder:
    @pytest.mark.parametrize("output", ["linear", "sigmoid"])
    @pytest.mark.parametrize("tied", [False, True])
    @pytest.mark.parametrize("activation", BY_HAND)
    def test_the_way_there_and_back_by_hand(self, activation, tied, output):
        model = network(activation=activation, tied=tied, output=output)
        arrays = {name: tensor.numpy() for name, tensor in model.state_dict().items()}
        W = [arrays[f"encoder.{i}.weight"] for i in range(3)]
        V = [w.T for w in W[::-1]] if tied else [arrays[f"decoder.{i}.weight"] for i in range(3)]
        there = [(w, arrays[f"encoder.{i}.bias"]) for i, w in enumerate(W)]
        back = [(v, arrays[f"decoder.{i}.bias"]) for i, v in enumerate(V)]
        codes = by_hand(X, there, activation)
        images = by_hand(codes, back, activation)
        images = BY_HAND["sigmoid"](images) if output == "sigmoid" else images
        assert codes.shape == (7, 2) and images.shape == X.shape
        assert codes_of(model, X) == pytest.approx(codes, rel=1e-12)
        assert images_of(model, codes) == pytest.approx(images, rel=1e-12)
        assert reconstruct(model, X) == pytest.approx(images, rel=1e-12)

    def test_defaults(self):
        model = Autoencoder()
        assert model.options == {
            "sizes": [64, 32, 2],
            "activation": "tanh",
            "output": "linear",
            "tied": False,
        }
        assert {p.dtype for p in model.parameters()} == {torch.float32}
        twin = Autoencoder(generator=0)
        assert all(map(torch.equal, model.parameters(), twin.parameters()))

    def test_options_build_it_again_and_fit_into_json(self):
        model = network(activation="elu", output="sigmoid", tied=True)
        twin = Autoencoder(**json.loads(json.dumps(model.options)), dtype=torch.float64)
        twin.load_state_dict(model.state_dict())
        assert np.array_equal(reconstruct(model, X), reconstruct(twin, X))

    def test_first_weights_are_even_draws_layer_by_layer_and_biases_0(self):
        model, drawn = Autoencoder((6, 5, 2), generator=9), torch.Generator().manual_seed(9)
        layers = [*model.encoder, *model.decoder]
        for layer, shape in zip(layers, [(5, 6), (2, 5), (5, 2), (6, 5)], strict=True):
            expected = torch.empty(shape).uniform_(0, 2, generator=drawn) - 1
            assert torch.allclose(layer.weight, expected / shape[1] ** 0.5, atol=1e-6)
            assert layer.bias.tolist() == [0.0] * shape[0]

    def test_a_generator_goes_on_and_the_global_one_is_left_alone(self):
        state, generator = torch.random.get_rng_state(), torch.Generator().manual_seed(0)
        first, second = (Autoencoder((6, 2), generator=generator) for _ in range(2))
        assert not torch.equal(first.encoder[0].weight, second.encoder[0].weight)
        assert torch.equal(first.encoder[0].weight, Autoencoder((6, 2)).encoder[0].weight)
        assert torch.equal(torch.random.get_rng_state(), state)

    @pytest.mark.parametrize(
        ("arguments", "error", "words"),
        [
            ({"sizes": (64,)}, ValueError, r"sizes must name pixels and code size .* got \(64,\)"),
            ({"sizes": 64}, ValueError, "sizes must name"),
            ({"sizes": (64, 0)}, ValueError, r"sizes\[1\] must be at least 1; got 0"),
            ({"sizes": (64, 2.0)}, TypeError, r"sizes\[1\] must be a whole number"),
            ({"activation": "swish"}, ValueError, "activation must be one of 'tanh', 'relu'"),
            ({"output": "tanh"}, ValueError, "output must be one of 'linear', 'sigmoid'"),
            ({"tied": 1}, ValueError, "tied must be one of False, True; got 1"),
            ({"generator": -1}, TypeError, "generator must be a torch.Generator or"),
            ({"dtype": torch.int64}, ValueError, "dtype must be one of torch.float32"),
        ],
    )
    def test_bad_arguments_are_refused(self, arguments, error, words):
        with pytest.raises(error, match=words):
            Autoencoder(**arguments)


class TestTied:
    def test_weights_are_one_parameter_counted_and_stored_once(self):
        sizes = (6, 5, 2)
        free, tied = Autoencoder(sizes), Autoencoder(sizes, tied=True)
        assert n_parameters(free) == 2 * (6 * 5 + 5 * 2) + (5 + 2 + 5 + 6)
        assert n_parameters(tied) == 6 * 5 + 5 * 2 + (5 + 2 + 5 + 6)
        stored = load(save(tied.state_dict()))
        assert sorted(name for name in stored if name.startswith("decoder")) == [
            "decoder.0.bias",
            "decoder.1.bias",
        ]
        assert [stored[f"decoder.{i}.bias"].shape[0] for i in range(2)] == [5, 6]

    def test_it_stays_tied_while_it_learns_and_in_a_copy(self):
        model = copy.deepcopy(network((6, 5, 2), tied=True))
        before = reconstruct(model, X)
        history = fit_autoencoder(model, X, n_epochs=20, learning_rate=0.03)
        assert history["loss"][-1] < history["loss"][0] / 2
        assert not np.allclose(before, reconstruct(model, X))
        for layer, mirror in zip(model.encoder, reversed(model.decoder), strict=True):
            assert torch.equal(mirror.weight, layer.weight.T)

    def test_gradients_come_from_both_places(self):
        model = network((6, 2), tied=True)
        x = torch.tensor(X)
        model(x).square().sum().backward()
        W, (b, c) = model.encoder[0].weight, (model.encoder[0].bias, model.decoder[0].bias)
        codes = x @ W.T + b
        slope = 2 * (codes @ W + c)
        expected = (slope @ W.T).T @ x + codes.T @ slope
        assert torch.allclose(W.grad, expected)

    def test_another_dtype(self):
        model = Autoencoder((6, 2), tied=True, dtype=torch.float64)
        assert {parameter.dtype for parameter in model.parameters()} == {torch.float64}


class TestDoors:
    def test_numpy_in_numpy_out_in_the_dtype_of_the_network(self):
        model = Autoencoder((6, 2))
        for answer in (reconstruct(model, X), codes_of(model, X), images_of(model, X[:, :2])):
            assert isinstance(answer, np.ndarray) and answer.dtype == np.float32
        assert reconstruct(network(), torch.tensor(X)).dtype == np.float64

    def test_codes_of_a_vae_are_the_means(self):
        model = VAE((6, 5, 2))
        mean, _ = model.encode(torch.tensor(X, dtype=torch.float32))
        assert codes_of(model, X).tolist() == mean.tolist()

    def test_input_is_left_as_it_was(self):
        frozen = X.copy()
        frozen.flags.writeable = False
        reconstruct(network(), frozen)
        assert np.array_equal(frozen, X)

    @pytest.mark.parametrize("door", [reconstruct, codes_of])
    def test_bad_images_are_refused(self, door):
        with pytest.raises(ValueError, match=r"X must have shape \(n_samples, 6\); got \(7, 5\)"):
            door(network(), X[:, :5])
        with pytest.raises(ValueError, match="X contains NaN"):
            door(network(), np.full((1, 6), np.nan))
        with pytest.raises(TypeError, match="model must be an Autoencoder; got Linear"):
            door(torch.nn.Linear(6, 6), X)

    def test_bad_codes_are_refused(self):
        with pytest.raises(ValueError, match=r"codes must have shape \(n_samples, 2\)"):
            images_of(network(), X)


def trained_by_hand(model, n_epochs, schedule, rate=4e-3, decay=0.0, shift=0.0, sparsity=0.0):
    """Train on all of X at once; return the loss of each epoch."""
    x, losses = torch.tensor(X, dtype=model.encoder[0].weight.dtype), []
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=decay)
    for epoch in range(n_epochs):
        optimizer.param_groups[0]["lr"] = rate * schedule((epoch + 0.5) / n_epochs)
        codes = model.encode(x + shift)
        loss = ((model.decode(codes) - x) ** 2).mean() + sparsity * codes.abs().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


class TestFitAutoencoder:
    def test_defaults_by_hand(self):
        ours, twin = network(), network()
        history = fit_autoencoder(ours, X)
        expected = trained_by_hand(twin, 100, warmup_cosine())
        assert history["loss"] == pytest.approx(expected, rel=1e-6)
        assert reconstruct(ours, X) == pytest.approx(reconstruct(twin, X), rel=1e-6)
        assert history["stopped"] == "n_epochs" and history["best_epoch"] == 100
        assert ours.history_ is history

    def test_every_option_by_hand(self):
        ours, twin = network(), network()
        options = {"n_epochs": 6, "schedule": constant, "learning_rate": 0.02}
        history = fit_autoencoder(
            ours, X, weight_decay=0.3, sparsity=0.7, noise=lambda x, generator: x + 0.4, **options
        )
        expected = trained_by_hand(twin, 6, constant, 0.02, decay=0.3, shift=0.4, sparsity=0.7)
        assert history["loss"] == pytest.approx(expected, rel=1e-9)
        assert reconstruct(ours, X) == pytest.approx(reconstruct(twin, X), rel=1e-9)

    def test_it_goes_on_from_the_weights_it_has(self):
        model = network()
        first, second = (fit_autoencoder(model, X, n_epochs=20) for _ in range(2))
        assert second["loss"][0] == pytest.approx(first["loss"][-1], rel=0.01)

    def test_batches_and_a_seed_that_repeats(self):
        def run(seed, noise=None):
            sizes = []

            def watching(x, generator):
                sizes.append(len(x))
                return noise(x, generator) if noise else x

            model = network()
            history = fit_autoencoder(
                model, X, n_epochs=3, batch_size=3, noise=watching, generator=seed
            )
            return sizes, history["loss"].tolist()

        assert run(0)[0] == [3, 3, 1] * 3
        assert run(0) == run(torch.Generator().manual_seed(0))
        assert run(0) != run(1)
        noise = gaussian_noise(0.1)
        assert run(0, noise) == run(0, noise) != run(1, noise)

    def test_batches_hold_128_rows_unless_named(self):
        sizes = []
        noise = lambda x, generator: sizes.append(len(x)) or x  # noqa: E731
        fit_autoencoder(network(), np.tile(X, (19, 1)), n_epochs=1, noise=noise)
        assert sizes == [128, 5]

    def test_noise_is_drawn_afresh_in_each_step_and_once_for_validation(self):
        drawn = []

        def noise(x, generator):
            drawn.append(gaussian_noise(0.5)(x, generator))
            return drawn[-1]

        model = network()
        history = fit_autoencoder(model, X, validation=X[:5], n_epochs=4, noise=noise)
        seen, *steps = drawn
        assert [len(x) for x in drawn] == [5, 7, 7, 7, 7]
        assert torch.equal(
            seen,
            gaussian_noise(0.5)(torch.tensor(X[:5]), torch.Generator().manual_seed(0)),
        )
        # Rows are shuffled, yet no noise comes twice.
        apart = [set((step.sum(1)).tolist()) for step in steps]
        assert len(set.union(*apart)) == 28
        error = F.mse_loss(model(seen), torch.tensor(X[:5])).item()
        assert history["validation_error"][-1] == pytest.approx(error, rel=1e-12)
        assert history["validation_error"].shape == (4,)

    def test_validation_without_noise(self):
        model = network()
        history = fit_autoencoder(model, X[:4], validation=X[4:], n_epochs=2)
        error = ((reconstruct(model, X[4:]) - X[4:]) ** 2).mean()
        assert history["validation_error"][-1] == pytest.approx(error, rel=1e-12)

    def test_patience_ends_early_with_the_weights_of_the_best_epoch(self):
        def fitted(**options):
            model = network()
            options |= {"schedule": constant, "learning_rate": 0.05}
            return model, fit_autoencoder(model, np.ones((4, 6)), validation=-X, **options)

        model, history = fitted(n_epochs=50, patience=2)
        best = int(history["validation_error"].argmin()) + 1
        assert history["stopped"] == "patience" and history["best_epoch"] == best
        assert len(history["loss"]) == best + 2 < 50
        twin, _ = fitted(n_epochs=best)
        assert np.array_equal(reconstruct(model, X), reconstruct(twin, X))
        unbroken, _ = fitted(n_epochs=best + 2)
        assert not np.array_equal(reconstruct(model, X), reconstruct(unbroken, X))

    def test_an_interrupt_leaves_the_last_finished_epoch(self):
        def noise(x, generator):
            calls.append(x)
            if len(calls) == 3:
                raise KeyboardInterrupt
            return x

        calls, model, twin = [], network(), network()
        with pytest.raises(KeyboardInterrupt):
            fit_autoencoder(model, X, n_epochs=9, schedule=constant, noise=noise)
        fit_autoencoder(twin, X, n_epochs=2, schedule=constant)
        assert model.history_["stopped"] == "interrupted" and model.history_["best_epoch"] == 2
        assert model.history_["loss"].tolist() == twin.history_["loss"].tolist()
        assert np.array_equal(reconstruct(model, X), reconstruct(twin, X))

    def test_an_error_in_the_first_epoch_leaves_no_best_one(self):
        model = network()
        with pytest.raises(FloatingPointError):
            fit_autoencoder(model, X, noise=lambda x, generator: x * np.inf)
        assert model.history_["stopped"] == "diverged" and model.history_["best_epoch"] is None

    def test_other_networks_are_refused(self):
        with pytest.raises(TypeError, match=r"model is a VAE.* train it with fit_vae"):
            fit_autoencoder(VAE((6, 2)), X)
        with pytest.raises(TypeError, match="model must be an Autoencoder; got Linear"):
            fit_autoencoder(torch.nn.Linear(6, 6), X)

    def test_a_frozen_network_is_refused_and_a_half_frozen_one_is_not(self):
        model = network().requires_grad_(False)
        with pytest.raises(ValueError, match=r"model is frozen, .*: call model\.requires_grad_"):
            fit_autoencoder(model, X)
        before = codes_of(model, X)
        model.decoder.requires_grad_()
        history = fit_autoencoder(model, X, n_epochs=20)
        assert history["loss"][-1] < history["loss"][0]
        assert np.array_equal(codes_of(model, X), before)

    def test_a_folder_keeps_the_weights(self, tmp_path):
        fit_autoencoder(network(), X, n_epochs=2, folder=tmp_path)
        assert sorted(path.name for path in tmp_path.iterdir()) == [
            "best.safetensors",
            "last.safetensors",
        ]

    @pytest.mark.parametrize(
        ("arguments", "error", "words"),
        [
            ({"X": X[:, :5]}, ValueError, r"X must have shape \(n_samples, 6\)"),
            ({"validation": X[:, :5]}, ValueError, r"validation must have shape"),
            ({"n_epochs": 0}, ValueError, "n_epochs must be at least 1"),
            ({"batch_size": 0}, ValueError, "batch_size must be at least 1"),
            ({"learning_rate": 0}, ValueError, "learning_rate must be a finite number above 0"),
            ({"weight_decay": -1}, ValueError, "weight_decay must be a finite number of at least"),
            ({"sparsity": -1}, ValueError, "sparsity must be a finite number of at least 0"),
            ({"noise": 0.3}, TypeError, r"noise must be a function, such as .*; got 0\.3"),
            ({"patience": 3}, ValueError, "patience needs images to watch: pass validation"),
            ({"patience": 0, "validation": X}, ValueError, "patience must be at least 1"),
            ({"generator": "0"}, TypeError, "generator must be"),
        ],
    )
    def test_bad_arguments_are_refused_and_nothing_is_learned(self, arguments, error, words):
        model = network()
        before = reconstruct(model, X)
        with pytest.raises(error, match=words):
            fit_autoencoder(model, **{"X": X} | arguments)
        assert np.array_equal(before, reconstruct(model, X))
