"""For each claim examined by a run: what to replace after the setup cell so that its verdict flips.

FLIPS maps the claim's id to names of the notebook and what stands in their place.
"""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import torch

from course_utils import (
    autoencoder,
    compression,
    data_quality,
    gan,
    gradient_descent,
    resources,
    start_here,
)
from course_utils.backprop import MLPClassifier
from course_utils.datasets import load_images


def changed(package, **names):
    """Return what stands in place of a package: the same, but for some names."""
    return SimpleNamespace(**vars(package) | names)


def tune_honestly_twice(right, **options):
    """Both ways choose on validation samples."""
    _, on_validation = start_here.tune_twice(right, **options)
    return on_validation, on_validation


def share_of_copies(D):
    """An index that grows with each copy, and knows no units."""
    return 1 / len(np.unique(D, axis=0))


def impute_by_neighbors(train, strategy):
    """Fill every gap from similar rows, whatever was asked for."""
    return data_quality.impute(train, strategy="neighbors")


def augment_nothing(images, labels, **options):
    """Return the images as they are."""
    return images, labels


def split_with_copies_together(X, y, groups, rng):
    """Keep the two versions of each row on one side, whatever was asked for."""
    groups = np.tile(np.arange(len(X) // 2), 2)
    return data_quality.split(X, y, groups=groups, rng=rng)


def always_right(X, y):
    """A judge that finds nothing wrong with any data."""
    return 1.0


def neuron_without_bias(X, W, b, activation):
    """A layer that forgets its bias."""
    return activation(X @ W.T)


def network_that_starts_apart(scheme, **options):
    """A network whose neurons start apart, whatever was asked for."""
    return MLPClassifier(scheme="he", **options)


def leave_as_it_is(model, X, **options):
    """Train nothing."""


class DecoderThatNeedsGradients(autoencoder.Autoencoder):
    """A decoder whose answer is another one where no gradients are recorded."""

    def decode(self, codes):
        return super().decode(codes) * (1 + torch.is_grad_enabled())


def players_that_fit(n_pixels=784, **options):
    """Players of the listing, for images of 32 x 32 pixels at both ends."""
    forger = gan.Generator((1024, 64, 1024), dtype=torch.float64)
    return forger, gan.Discriminator((1024, 64, 1), dtype=torch.float64)


def players_above_zero(n_pixels=784, **options):
    """Players whose generator makes numbers from 0 to 1."""
    forger = gan.Generator((100, 64, n_pixels), output="sigmoid", dtype=torch.float64)
    return forger, gan.Discriminator((n_pixels, 64, 1), dtype=torch.float64)


def train_the_generator_too(generator, discriminator, images, **options):
    """A training in which weights of both players move."""
    run = gan.documented_training(generator, discriminator, images, **options)
    with torch.no_grad():
        generator.layers[0].weight += 1
    return run._replace(checksums=(run.checksums[0], gan.weights_checksum(generator)))


def farther_the_nearer(A, B):
    """A distance that is the larger, the more alike two images are."""
    return -gan.nearest_distances(A, B)


class DetectiveOfBlack(torch.nn.Module):
    """A discriminator that looks for black pixels, which only real images have."""

    def __init__(self, *arguments, **options):
        super().__init__()
        self.scale = torch.nn.Parameter(torch.ones((), dtype=torch.float64))

    def forward(self, samples):
        return self.scale.abs() * (samples < -0.99).double().mean(dim=1)


class Resting:
    """An optimizer that never moves."""

    def __init__(self, parameters, lr):
        pass

    def step(self):
        pass


def save_after_each_epoch(players, X, n_epochs, folder):
    """Write a file in each tenth epoch, and never say which is the best."""
    for number in range(n_epochs // 10):
        (Path(folder) / f"{number}.h5").write_bytes(b"")


def come_to_rest(loss, n_steps, **options):
    """A duel that ends at the origin, whatever was asked for."""
    return np.zeros((n_steps + 1, 2))


def choose_hard(dim):
    """A choice that no gradient passes."""
    return lambda logits: (logits == logits.max(dim, keepdim=True).values).double()


def small_from_scratch(*arguments, **options):
    """A network of eight hidden neurons, whatever was to be made smaller."""
    return compression.digits_network((64, 8, 10))


def maximize(c, A_ub, b_ub, **options):
    """Look for the largest value within x >= 0, whatever was asked for."""
    return resources.solve_lp(c, A_ub, b_ub, maximize=True)


def solved_as_documented(c, A_ub, b_ub, **options):
    """A solver that finds what Document B prints."""
    x = resources.DOCUMENTED_SHARES
    return SimpleNamespace(x=x, value=float(x @ c))


def share_evenly(values, demands, budget):
    """An allocation that gives to each half of what it asks for."""
    return SimpleNamespace(value=values.sum() / 2)


def fit_amounts(weights, demands):
    """A fit that returns the best amounts."""
    return demands * resources.fractional_knapsack(weights, demands, resources.BUDGET)


def split_any_job(jobs, n_machines):
    """A schedule that cuts jobs in pieces, so that each machine helps."""
    return SimpleNamespace(makespan=sum(jobs) / n_machines)


def forget(function):
    """A cache that keeps nothing."""
    return function


FLIPS = {
    "A01": {"sh": changed(start_here, tune_twice=tune_honestly_twice)},
    "A03": {
        "DOCUMENT_MAP": {
            "deep learning": ["neural network"],
            "neural network": ["autoencoder", "GAN"],
            "autoencoder": ["image recognition"],
            "GAN": ["image generation"],
        }
    },
    "A04": {"ae": changed(autoencoder, fit_autoencoder=leave_as_it_is)},
    "A05": {"neuron": neuron_without_bias},
    # With the slope of cross-entropy in its place, "squared error" never gets stuck.
    "A06": {
        "gd": changed(
            gradient_descent, squared_error_slope=gradient_descent.binary_cross_entropy_slope
        )
    },
    "A07": {"MLPClassifier": network_that_starts_apart},
    "A08": {"Autoencoder": DecoderThatNeedsGradients},
    # One number as bias, which fits sums of any size.
    "A09": {"np": changed(np, zeros=lambda size: np.float64(0))},
    "A10": {"torch": changed(torch, optim=SimpleNamespace(SGD=Resting))},
    "A11": {"gan": changed(gan, Discriminator=DetectiveOfBlack)},
    "A12": {"gan": changed(gan, documented_players=players_that_fit)},
    "A13": {"gan": changed(gan, documented_players=players_above_zero)},
    # Bytes of 255 times as much light: one division more, and all is well.
    "A14": {"load_images": lambda: 255 * load_images().astype(int)},
    "A15": {"gan": changed(gan, documented_training=train_the_generator_too)},
    "A17": {"gan": changed(gan, documented_training=train_the_generator_too)},
    "A18": {"gan": changed(gan, nearest_distances=farther_the_nearer)},
    "A19": {"gan": changed(gan, train_gan=save_after_each_epoch)},
    "A25": {
        "compression": changed(
            compression,
            prune_network=lambda network, sparsity: (small_from_scratch(), {}),
            quantize_network=small_from_scratch,
        )
    },
    "A27": {"gan": changed(gan, documented_training=train_the_generator_too)},
    "A28": {"torch": changed(torch, nn=SimpleNamespace(Softmax=choose_hard))},
    "A29": {"gan": changed(gan, play_duel=come_to_rest)},
    "B01": {"dq": changed(data_quality, quality_index=share_of_copies)},
    "B02": {"dq": changed(data_quality, quality_index=lambda D: 3.4581026787614697)},
    "B03": {"right_on_new": always_right},
    "B04": {"resources": changed(resources, solve_lp=maximize)},
    "B05": {"resources": changed(resources, allocate=share_evenly)},
    "B06": {"resources": changed(resources, documented_fit=fit_amounts)},
    "B07": {"resources": changed(resources, documented_fit=lambda w, d: 0 * w + 0.5)},
    "B08": {"dq": changed(data_quality, impute=impute_by_neighbors)},
    "B09": {"dq": changed(data_quality, augment=augment_nothing)},
    "B10": {"dq": changed(data_quality, split=split_with_copies_together)},
    "B11": {"resources": changed(resources, best_schedule=split_any_job)},
    "B12": {"compression": changed(compression, latency_ratio=lambda *arguments: 0.25)},
    "B13": {"lru_cache": forget},
    "B23": {"right_on_new": always_right},
    "B25": {"resources": changed(resources, solve_lp=solved_as_documented)},
}
