"""The documents' training beside the same lessons written out, and what it leaves untouched."""

from itertools import pairwise

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from course_utils.datasets import load_images
from course_utils.gan.case import (
    as_bytes,
    case_players,
    documented_players,
    documented_training,
    signed,
    weights_checksum,
)
from course_utils.gan.fit import train_gan
from course_utils.gan.model import Discriminator, Generator
from course_utils.training import linear

IMAGES = np.random.default_rng(0).integers(0, 256, (5, 2, 3)).astype(np.uint8)
HIDDEN = [128, 256, 512, 1024]


def small_players(n_pixels=6, generator=1):
    return (
        Generator((4, 8, n_pixels), batch_norm=False, generator=generator, dtype=torch.float64),
        Discriminator((n_pixels, 8, 1), generator=generator, dtype=torch.float64),
    )


class TestDocumentedPlayers:
    def test_the_listing(self):
        forger, detective = documented_players()
        assert forger.options == {
            "sizes": [100, *HIDDEN, 784],
            "n_classes": 0,
            "slope": 0.0,
            "output": "tanh",
            "batch_norm": False,
        }
        assert detective.options == {
            "sizes": [784, *HIDDEN[:3], 1],
            "n_classes": 0,
            "slope": 0.0,
            "spectral_norm": False,
        }
        assert {p.dtype for p in (*forger.parameters(), *detective.parameters())} == {torch.float64}

    def test_other_sizes_and_seeds(self):
        forger, detective = documented_players(9, 4, torch.float32)
        assert forger.options["sizes"][-1] == detective.options["sizes"][0] == 9
        assert forger.layers[0].weight.dtype == detective.layers[0].weight.dtype == torch.float32
        again, _ = documented_players(9, torch.Generator().manual_seed(4), torch.float32)
        other, _ = documented_players(9, 5, torch.float32)
        assert weights_checksum(forger) == weights_checksum(again) != weights_checksum(other)
        assert weights_checksum(documented_players(9)[0]) == weights_checksum(
            documented_players(9, 0)[0]
        )

    def test_first_weights_are_evenly_drawn_after_glorot(self):
        forger, detective = documented_players(784, 3)
        for layer in (*forger.layers, *detective.layers):
            limit = (6 / sum(layer.weight.shape)) ** 0.5
            assert 0.9 * limit < layer.weight.abs().max() <= limit
            assert layer.weight.std().item() == pytest.approx(limit / 3**0.5, rel=0.06)
            assert not layer.bias.any()
        first, second = forger.layers[1].weight, detective.layers[1].weight
        assert first.shape == second.shape and not torch.equal(first, second)

    def test_bad_arguments_are_refused(self):
        with pytest.raises(ValueError, match="n_pixels must be at least 1"):
            documented_players(0)
        with pytest.raises(TypeError, match="generator must be"):
            documented_players(4, "0")


def by_hand(forger, detective, images, n_epochs, seed):
    """Teach as the listing does; return losses, D(real) and D(fake) of each epoch."""
    real = torch.tensor(images.reshape(len(images), -1) / 65025.0)
    adam = torch.optim.Adam(detective.parameters(), lr=0.001)
    drawn = torch.Generator().manual_seed(seed)
    epochs = []
    for _ in range(n_epochs):
        z = torch.randn(len(real), 4, generator=drawn, dtype=torch.float64)
        fake = forger(z).detach()
        row = []
        for samples, answer in ((real, 1), (fake, 0), (fake, 1)):
            p = torch.sigmoid(detective(samples))
            loss = F.binary_cross_entropy(p, torch.full_like(p, answer))
            adam.zero_grad()
            loss.backward()
            adam.step()
            row.append(loss.item())
        epochs.append([*row, *(torch.sigmoid(detective(x)).mean().item() for x in (real, fake))])
    return np.array(epochs)


class TestDocumentedTraining:
    def test_by_hand(self):
        ours, twins = small_players(), small_players()
        run = documented_training(*ours, IMAGES, n_epochs=7, seed=3)
        expected = by_hand(*twins, IMAGES, 7, seed=3)
        assert list(run.losses) == ["real", "fake", "generator"]
        found = np.column_stack([*run.losses.values(), run.d_real, run.d_fake])
        assert found == pytest.approx(expected, rel=1e-9)
        for mine, other in zip(ours[1].parameters(), twins[1].parameters(), strict=True):
            assert torch.allclose(mine, other, rtol=1e-9)

    def test_the_generator_stays_and_the_discriminator_moves(self):
        forger, detective = small_players()
        before = weights_checksum(forger), weights_checksum(detective)
        run = documented_training(forger, detective, IMAGES, n_epochs=1)
        assert run.checksums == (before[0], before[0])
        assert weights_checksum(forger) == before[0] and weights_checksum(detective) != before[1]
        assert all(weight.grad is None for weight in forger.parameters())

    def test_a_generator_that_moves_is_told(self):
        class Moving(Generator):
            def forward(self, noise, labels=None):
                with torch.no_grad():
                    self.layers[0].bias += 1
                return super().forward(noise, labels)

        forger = Moving((4, 8, 6), dtype=torch.float64)
        run = documented_training(forger, small_players()[1], IMAGES, n_epochs=1)
        assert run.checksums[0] != run.checksums[1] == weights_checksum(forger)

    def test_pixels_after_two_divisions(self):
        images = np.array([[0, 255], [9, 51]], np.uint8)
        run = documented_training(*small_players(2), images, n_epochs=1)
        assert run.pixel_range == pytest.approx((0, 1 / 255), rel=1e-12)
        run = documented_training(*small_players(2), images[1:], n_epochs=1)
        assert run.pixel_range == pytest.approx((9 / 255**2, 51 / 255**2), rel=1e-12)

    def test_100_epochs_and_seed_0_unless_named(self):
        run = documented_training(*small_players(), IMAGES)
        assert run.d_fake.shape == (100,)
        again = documented_training(*small_players(), IMAGES, 100, torch.Generator().manual_seed(0))
        other = documented_training(*small_players(), IMAGES, 100, 1)
        assert run.d_fake.tolist() == again.d_fake.tolist() != other.d_fake.tolist()

    def test_the_case_ends_in_a_shrug(self):
        players = documented_players(1024, dtype=torch.float32)
        run = documented_training(*players, load_images(), n_epochs=40)
        assert run.checksums[0] == run.checksums[1]
        assert run.d_fake[-10:] == pytest.approx(0.5, abs=0.03)
        assert run.d_real[-1] > 0.99

    def test_images_of_the_case_do_not_fit_the_listing(self):
        players = documented_players()
        before = weights_checksum(players[1])
        words = r"images have 1024 pixels each, but .* makes 784, .* documented_players\(1024\)"
        with pytest.raises(ValueError, match=words):
            documented_training(*players, load_images())
        assert weights_checksum(players[1]) == before

    @pytest.mark.parametrize(
        ("arguments", "error", "words"),
        [
            ({"images": IMAGES / 255}, TypeError, r"images must hold bytes, .*; got float64"),
            ({"images": IMAGES[0, 0]}, ValueError, r"images must have shape .*; got \(3,\)"),
            ({"images": IMAGES[:0]}, ValueError, r"images must have shape .*; got \(0, 2, 3\)"),
            ({"n_epochs": 0}, ValueError, "n_epochs must be at least 1"),
            ({"seed": -1}, TypeError, "generator must be a torch.Generator or a whole number"),
            ({"generator": nn.Linear(4, 6)}, TypeError, "generator must be a Generator; got Lin"),
            ({"discriminator": Discriminator((5, 1))}, ValueError, "makes 6 numbers, .* takes 5"),
        ],
    )
    def test_bad_arguments_are_refused(self, arguments, error, words):
        forger, detective = small_players()
        given = {"generator": forger, "discriminator": detective, "images": IMAGES}
        with pytest.raises(error, match=words):
            documented_training(**given | arguments)


class TestCasePlayers:
    def test_the_repair(self):
        gan = case_players()
        assert gan.generator.options == {
            "sizes": [100, *HIDDEN, 1024],
            "n_classes": 0,
            "slope": 0.2,
            "output": "tanh",
            "batch_norm": True,
        }
        assert gan.discriminator.options == {
            "sizes": [1024, *HIDDEN[:3], 1],
            "n_classes": 0,
            "slope": 0.2,
            "spectral_norm": False,
        }
        assert gan.generator.layers[0].weight.dtype == torch.float32
        drawn = torch.Generator().manual_seed(0)
        sizes = [100, *HIDDEN, 1024]
        for layer, pair in zip(gan.generator.layers, pairwise(sizes), strict=True):
            assert torch.equal(layer.weight, linear(*pair, drawn, torch.float32).weight)
        first = gan.discriminator.layers[0].weight
        assert torch.equal(first, linear(1024, 128, drawn, torch.float32).weight)

    def test_they_learn_from_the_images(self):
        gan = case_players(2, torch.float64)
        before = weights_checksum(gan.generator)
        train_gan(gan, signed(load_images()[:8]), n_epochs=1)
        assert weights_checksum(gan.generator) != before
        assert gan.generator.layers[0].weight.dtype == torch.float64


class TestChecksum:
    def test_each_weight_and_buffer_counts(self):
        def norm():
            return nn.BatchNorm1d(3)

        same = weights_checksum(norm())
        assert weights_checksum(norm()) == same and len(same) == 16
        for name in ("weight", "bias", "running_mean", "running_var"):
            network = norm()
            with torch.no_grad():
                network.state_dict()[name][1] += 1e-6
            assert weights_checksum(network) != same

    def test_shape_name_and_dtype_count(self):
        def of(**parameters):
            return weights_checksum(nn.ParameterDict(parameters))

        zeros = torch.zeros(2, 3)
        told = [of(a=zeros), of(b=zeros), of(a=zeros.T), of(a=torch.zeros(3, dtype=torch.float64))]
        assert len(set(told)) == 4 and of(a=zeros.clone()) == told[0]


class TestBytes:
    def test_there_and_back(self):
        images = np.arange(256, dtype=np.uint8).reshape(4, 8, 8)
        there = signed(images)
        assert there.shape == (4, 64) and there.dtype == np.float64
        assert there.ravel() == pytest.approx(np.linspace(-1, 1, 256), abs=1e-12)
        back = as_bytes(there)
        assert back.dtype == np.uint8 and np.array_equal(back, images.reshape(4, 64))

    def test_each_number_becomes_the_nearest_byte(self):
        bytes_ = as_bytes(np.array([-1 + 0.9 / 255, -1 + 1.1 / 255, 1 - 0.9 / 255, 1 - 1.1 / 255]))
        assert bytes_.tolist() == [0, 1, 255, 254]
        assert as_bytes(torch.tensor([[-1.0, 0.998]])).tolist() == [[0, 255]]

    def test_bad_input_is_refused(self):
        for samples in ([0.5, 1.01], [-1.01, 0.5]):
            with pytest.raises(ValueError, match=r"samples must lie in \[-1, 1\]; got .*1\.01"):
                as_bytes(samples)
        with pytest.raises(ValueError, match="samples contains NaN"):
            as_bytes([np.nan])
        with pytest.raises(TypeError, match=r"images must hold bytes, .*got float64"):
            signed(IMAGES / 255)
        with pytest.raises(TypeError, match=r"images must hold bytes, .*got bool"):
            signed(IMAGES > 127)
        with pytest.raises(ValueError, match=r"images must have shape .* pass images\[None\]"):
            signed(IMAGES[0, 0])
