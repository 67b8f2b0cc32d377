"""What two of the explorers show, computed from the stored networks, once for all attempts.

An attempt has a time limit, which the training of a classifier could exceed on a busy computer.
"""

from functools import cache
from itertools import product
from typing import NamedTuple

import numpy as np
import torch

from course_utils.autoencoder import (
    Autoencoder,
    gaussian_noise,
    images_of,
    networks_of,
    psnr,
    reconstruct,
)
from course_utils.autoencoder.controls import LIMITS, PLANE_STEP, SIGMAS
from course_utils.datasets import load_digits, load_run
from course_utils.gradient_descent import SoftmaxRegression

# Where the two sliders of the latent plane can be put.
POINTS = list(
    product(*(np.arange(low, high + PLANE_STEP, PLANE_STEP).tolist() for low, high in LIMITS))
)


class Decibels(NamedTuple):
    """PSNR of the 360 test digits, by the strength of the noise."""

    noisy: dict[float, float]
    denoised: dict[float, float]


@cache
def stored_networks() -> dict[str, Autoencoder]:
    return networks_of(load_run("autoencoder.safetensors"))


def stored_network(name: str) -> Autoencoder:
    return stored_networks()[name]


@cache
def judge() -> SoftmaxRegression:
    """Return the classifier that reads the images of the latent plane."""
    return SoftmaxRegression().fit(*load_digits("fit"))


def confidences(points) -> np.ndarray:
    """Return the largest of the ten probabilities for the image decoded at each point.

    >>> confidences([[0.0, 0.0], [9.0, -9.0]]).shape
    (2,)
    """
    return judge().predict_proba(images_of(stored_network("plane"), points)).max(axis=1)


@cache
def decibels() -> Decibels:
    """Return what the denoising dial shows: the noise is one draw, only stronger or weaker.

    >>> noisy, denoised = decibels()
    >>> denoised[0.3] > noisy[0.3]
    True
    """
    clean = load_digits("test").X
    found = Decibels({}, {})
    for sigma in SIGMAS:
        seen = gaussian_noise(sigma)(torch.tensor(clean), 0).numpy()
        found.noisy[sigma] = psnr(clean, seen)
        found.denoised[sigma] = psnr(clean, reconstruct(stored_network("denoiser"), seen))
    return found
