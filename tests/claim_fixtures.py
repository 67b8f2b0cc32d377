"""For each claim examined by a run: what to replace after the setup cell so that its verdict flips.

FLIPS maps the claim's id to names of the notebook and what stands in their place.
"""

from types import SimpleNamespace

import numpy as np
import torch

from course_utils import autoencoder, data_quality, gradient_descent, start_here
from course_utils.backprop import MLPClassifier


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
    "B01": {"dq": changed(data_quality, quality_index=share_of_copies)},
    "B02": {"dq": changed(data_quality, quality_index=lambda D: 3.4581026787614697)},
    "B03": {"right_on_new": always_right},
    "B08": {"dq": changed(data_quality, impute=impute_by_neighbors)},
    "B09": {"dq": changed(data_quality, augment=augment_nothing)},
    "B10": {"dq": changed(data_quality, split=split_with_copies_together)},
    "B23": {"right_on_new": always_right},
}
