"""The VAE beside torch.distributions, and its training beside a loop written out."""

import numpy as np
import pytest
import torch
from torch.distributions import Normal, kl_divergence

from course_utils.autoencoder import (
    VAE,
    Autoencoder,
    fit_vae,
    gaussian_of_codes,
    images_of,
    kl_to_standard_normal,
    reconstruct,
    sample,
    sample_codes,
)
from course_utils.autoencoder.vae import negative_elbo
from course_utils.training import constant, warmup_cosine

RNG = np.random.default_rng(0)
X = RNG.random((7, 6))
IMAGES = torch.tensor(X)


def network(**options):
    usual = {"sizes": (6, 5, 2), "dtype": torch.float64, "generator": 3}
    return VAE(**usual | options)


class TestKl:
    def test_beside_torch_distributions(self):
        mean, log_variance = RNG.normal(size=(2, 9, 3))
        clouds = Normal(torch.tensor(mean), torch.tensor(np.exp(log_variance / 2)))
        expected = kl_divergence(clouds, Normal(0.0, 1.0)).sum(1).numpy()
        answer = kl_to_standard_normal(mean, log_variance)
        assert isinstance(answer, np.ndarray) and answer.shape == (9,)
        assert answer == pytest.approx(expected)

    def test_gradients_pass(self):
        mean = torch.tensor([[0.5, -2.0]], requires_grad=True)
        log_variance = torch.tensor([[0.0, 1.0]], requires_grad=True)
        kl_to_standard_normal(mean, log_variance).sum().backward()
        assert mean.grad.tolist() == [[0.5, -2.0]]
        assert log_variance.grad.numpy() == pytest.approx(np.array([[0.0, (np.e - 1) / 2]]))

    def test_bad_arguments_are_refused(self):
        with pytest.raises(ValueError, match=r"one shape \(n, k\); got \(1, 2\) and \(1, 1\)"):
            kl_to_standard_normal([[0.0, 0.0]], [[0.0]])
        with pytest.raises(ValueError, match=r"one shape \(n, k\); got \(2,\) and \(2,\)"):
            kl_to_standard_normal(torch.zeros(2), torch.zeros(2))
        with pytest.raises(TypeError, match=r"records gradients; pass mean\.detach"):
            kl_to_standard_normal(torch.zeros(1, 2, requires_grad=True), [[0.0, 0.0]])
        with pytest.raises(ValueError, match="log_variance contains NaN"):
            kl_to_standard_normal([[0.0]], [[np.nan]])
        with pytest.raises(ValueError, match="mean must be 2-D"):
            kl_to_standard_normal([0.0], [[0.0]])


class TestVae:
    def test_two_heads_on_one_hidden_layer(self):
        model = network()
        with torch.no_grad():
            hidden = torch.nn.functional.elu(model.encoder[0](IMAGES))
            mean, log_variance = model.encode(IMAGES)
            assert torch.equal(mean, model.encoder[1](hidden))
            assert torch.equal(log_variance, model.log_variance(hidden))
        assert reconstruct(model, X) == pytest.approx(images_of(model, mean.numpy()))

    def test_options_build_it_again(self):
        model = network(scale=0.3, activation="tanh", output="linear")
        assert model.options == {
            "sizes": [6, 5, 2],
            "activation": "tanh",
            "output": "linear",
            "scale": 0.3,
        }
        twin = VAE(**model.options, dtype=torch.float64)
        twin.load_state_dict(model.state_dict())
        assert np.array_equal(reconstruct(model, X), reconstruct(twin, X))

    def test_defaults_and_the_weights_of_the_new_head(self):
        model, generator = VAE(), torch.Generator().manual_seed(0)
        assert model.options == {
            "sizes": [64, 128, 8],
            "activation": "elu",
            "output": "sigmoid",
            "scale": 0.2,
        }
        plain = Autoencoder((64, 128, 8), generator=generator)
        assert torch.equal(model.encoder[0].weight, plain.encoder[0].weight)
        head = torch.empty(8, 128).uniform_(0, 2, generator=generator) - 1
        assert torch.allclose(model.log_variance.weight, head / 128**0.5, atol=1e-6)
        assert model.log_variance.bias.tolist() == [0.0] * 8
        assert model.log_variance.weight.dtype == torch.float32
        assert network().log_variance.weight.dtype == torch.float64

    def test_bad_arguments_are_refused(self):
        with pytest.raises(ValueError, match="scale must be a finite number above 0"):
            VAE(scale=0)
        with pytest.raises(TypeError, match="generator must be"):
            VAE(generator=None)
        with pytest.raises(ValueError, match="sizes must name"):
            VAE(sizes=(3,))


def elbo_parts(model, eps):
    """Return the two parts of -ELBO for given draws, by PyTorch's own distributions."""
    mean, log_variance = model.encode(IMAGES)
    cloud = Normal(mean, log_variance.exp().sqrt())
    pixel = Normal(model.decode(cloud.mean + cloud.stddev * eps), model.options["scale"])
    return (
        -pixel.log_prob(IMAGES).sum(1).mean(),
        kl_divergence(cloud, Normal(0.0, 1.0)).sum(1).mean(),
    )


class TestNegativeElbo:
    @pytest.mark.parametrize("scale", [0.1, 0.7])
    def test_beside_torch_distributions(self, scale):
        model = network(scale=scale)
        eps = torch.randn((7, 2), generator=torch.Generator().manual_seed(5), dtype=torch.float64)
        parts = negative_elbo(model, IMAGES, torch.Generator().manual_seed(5))
        reconstruction, kl = elbo_parts(model, eps)
        assert list(parts) == ["reconstruction", "kl"]
        assert parts["reconstruction"].item() == pytest.approx(reconstruction.item(), rel=1e-10)
        assert parts["kl"].item() == pytest.approx(kl.item(), rel=1e-10)


class TestFitVae:
    def test_defaults_by_hand(self):
        ours, twin = network(), network()
        history = fit_vae(ours, X, n_epochs=20, validation=X[:3])
        # The loop of the training draws a seed and an order before each step.
        generator = torch.Generator().manual_seed(0)
        optimizer = torch.optim.AdamW(twin.parameters(), lr=2e-3, weight_decay=0.0)
        rows = []
        for epoch in range(20):
            torch.randint(2**31, (), generator=generator)
            order = torch.randperm(7, generator=generator)
            optimizer.param_groups[0]["lr"] = 2e-3 * warmup_cosine()((epoch + 0.5) / 20)
            parts = negative_elbo(twin, IMAGES[order], generator)
            optimizer.zero_grad()
            (parts["reconstruction"] + parts["kl"]).backward()
            optimizer.step()
            rows.append([part.item() for part in parts.values()])
        reconstruction, kl = np.transpose(rows)
        assert history["reconstruction"] == pytest.approx(reconstruction, rel=1e-9)
        assert history["kl"] == pytest.approx(kl, rel=1e-9)
        assert history["loss"] == pytest.approx(reconstruction + kl, rel=1e-9)
        assert reconstruct(ours, X) == pytest.approx(reconstruct(twin, X), rel=1e-9)
        error = ((reconstruct(ours, X[:3]) - X[:3]) ** 2).mean()
        assert history["validation_error"][-1] == pytest.approx(error, rel=1e-9)
        assert history["stopped"] == "n_epochs" and ours.history_ is history
        assert history["best_epoch"] == 1 + history["validation_error"].argmin()

    def test_options_reach_the_training(self, tmp_path):
        def last(n_epochs=2, **options):
            model = network()
            history = fit_vae(model, X, n_epochs=n_epochs, **options)
            return history["loss"].tolist(), reconstruct(model, X).tolist()

        usual = last()
        assert usual == last(generator=torch.Generator().manual_seed(0))
        changes = [
            {"learning_rate": 1e-3},
            {"weight_decay": 0.5},
            {"batch_size": 2},
            {"generator": 1},
            {"schedule": constant},
        ]
        assert all(last(**change)[1] != usual[1] for change in changes)
        assert last(folder=tmp_path) == usual
        assert (tmp_path / "last.safetensors").exists()
        losses, _ = last(40, validation=-X, patience=1, schedule=constant, learning_rate=0.1)
        assert len(losses) < 40
        assert len(fit_vae(network(), X)["loss"]) == 100

    def test_batches_hold_128_rows_unless_named(self):
        many = np.tile(X, (19, 1))
        one, two = (
            fit_vae(network(), many, n_epochs=1, **options)["loss"][0]
            for options in ({}, {"batch_size": 128})
        )
        assert one == two != fit_vae(network(), many, n_epochs=1, batch_size=129)["loss"][0]

    def test_bad_arguments_are_refused(self):
        with pytest.raises(TypeError, match="model must be a VAE; got Autoencoder"):
            fit_vae(Autoencoder((6, 2)), X)
        with pytest.raises(ValueError, match="model is frozen"):
            fit_vae(network().requires_grad_(False), X)
        with pytest.raises(ValueError, match="learning_rate must be"):
            fit_vae(network(), X, learning_rate=-1)
        with pytest.raises(ValueError, match="weight_decay must be"):
            fit_vae(network(), X, weight_decay=-1)


class TestSamples:
    @pytest.mark.parametrize("make", [VAE, Autoencoder])
    def test_images_of_standard_normal_codes(self, make):
        model = make((6, 5, 2))
        codes = torch.empty(9, 2).normal_(generator=torch.Generator().manual_seed(4))
        assert sample(model, 9, 4).tolist() == images_of(model, codes).tolist()
        assert (
            sample(model, 3).tolist() == sample(model, 3, torch.Generator().manual_seed(0)).tolist()
        )

    def test_no_samples_are_refused(self):
        with pytest.raises(ValueError, match="n must be at least 1"):
            sample(network(), 0)
        with pytest.raises(TypeError, match="model must be an Autoencoder; got Linear"):
            sample(torch.nn.Linear(2, 6), 3)

    @pytest.mark.parametrize("k", [1, 3])
    def test_mean_and_covariance_of_codes(self, k):
        codes = RNG.normal(size=(20, k))
        mean, covariance = gaussian_of_codes(codes)
        apart = codes - codes.mean(axis=0)
        assert mean == pytest.approx(codes.sum(axis=0) / 20)
        assert covariance == pytest.approx(apart.T @ apart / 19)
        assert covariance.shape == (k, k)

    def test_one_code_is_refused(self):
        with pytest.raises(ValueError, match="codes must have at least 2 rows"):
            gaussian_of_codes([[1.0, 2.0]])
        assert gaussian_of_codes([[1.0], [3.0]])[1].tolist() == [[2.0]]

    def test_drawn_codes_have_that_mean_and_covariance(self):
        mean, covariance = np.array([5.0, -3.0]), np.array([[4.0, 1.5], [1.5, 1.0]])
        codes = sample_codes(mean, covariance, 20_000, rng=2)
        assert codes.shape == (20_000, 2)
        assert codes.mean(axis=0) == pytest.approx(mean, abs=0.05)
        assert np.cov(codes.T) == pytest.approx(covariance, abs=0.1)
        draws = np.random.default_rng(0).standard_normal((4, 2))
        L = np.array([[2.0, 0.0], [0.75, np.sqrt(1 - 0.75**2)]])
        expected = [mean + L @ draw for draw in draws]
        assert sample_codes(mean, covariance, 4) == pytest.approx(np.array(expected))

    @pytest.mark.parametrize(
        ("mean", "covariance", "n", "words"),
        [
            ([0.0, 1.0], [[1.0]], 1, r"covariance must be symmetric, of shape \(2, 2\)"),
            ([0.0, 1.0], [[1.0, 0.5], [0.0, 1.0]], 1, "covariance must be symmetric"),
            ([0.0, 1.0], [[1.0, 1.0], [1.0, 0.0]], 1, "covariance is not positive definite"),
            ([0.0], [[1.0]], 0, "n must be at least 1"),
        ],
    )
    def test_bad_arguments_are_refused(self, mean, covariance, n, words):
        with pytest.raises(ValueError, match=words):
            sample_codes(mean, covariance, n)
