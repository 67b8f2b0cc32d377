"""What the explorers share: the stored networks, the digits, and noise that stays the same."""

from functools import lru_cache

import numpy as np
import torch

from course_utils.autoencoder.model import Autoencoder
from course_utils.autoencoder.noise import gaussian_noise
from course_utils.autoencoder.stored import networks_of
from course_utils.datasets import Samples, load_digits, load_run
from course_utils.validation import check_choice


def stored(name: str) -> Autoencoder:
    """Return a network of data/runs/autoencoder.safetensors, trained on the 1,437 digits of "fit".

    Parameters
    ----------
    name : "plane", "denoiser", or "size 1", "size 2" … by the numbers in the code

    Returns
    -------
    Autoencoder, shared by all callers

    Raises
    ------
    FileNotFoundError, OSError, ValueError
        If the file is missing or damaged (the message says how to restore it), or holds no such
        network.

    >>> stored("plane").options["sizes"]
    [64, 32, 2]
    """
    networks = _networks()
    return networks[check_choice(name, networks, "name")]


@lru_cache
def _networks() -> dict[str, Autoencoder]:
    return networks_of(load_run("autoencoder.safetensors"))


@lru_cache
def digits(split: str) -> Samples:
    """Return the digits of a part of the split, ink from 0 to 1; shared, read-only."""
    samples = load_digits(split)
    for array in samples:
        array.setflags(write=False)
    return samples


def with_noise(X, sigma: float) -> np.ndarray:
    """Return X with Gaussian noise: the same draw on each call, only stronger or weaker.

    >>> X = np.zeros((2, 64))
    >>> bool(np.allclose(with_noise(X, 0.2), 2 * with_noise(X, 0.1)))
    True
    """
    return gaussian_noise(sigma)(torch.tensor(X), 0).numpy()
