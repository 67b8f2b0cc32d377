"""Noise for the inputs of a denoising autoencoder, drawn afresh whenever it is asked for."""

from collections.abc import Callable

import torch

from course_utils.training import as_generator
from course_utils.validation import check_nonnegative


def gaussian_noise(sigma: float) -> Callable:
    """Return a function that adds normal noise of spread `sigma` to each pixel.

    Parameters
    ----------
    sigma : float >= 0, in units of the pixels
        The sum is not clipped to [0, 1]: that would tell the network which pixels were 0.

    Returns
    -------
    callable (images, torch.Generator or seed) -> noisy images of the same shape and dtype

    >>> noise = gaussian_noise(0.3)
    >>> noisy = noise(torch.zeros(100, 64), 0)
    >>> noisy.shape, round(noisy.std().item(), 2)
    (torch.Size([100, 64]), 0.3)
    """
    sigma = check_nonnegative(sigma, "sigma")

    def noise(images: torch.Tensor, generator: torch.Generator | int) -> torch.Tensor:
        return images + sigma * _drawn(torch.randn, images, generator)

    return noise


def masking_noise(share: float) -> Callable:
    """Return a function that sets each pixel to 0 with probability `share`.

    Parameters
    ----------
    share : float in [0, 1]

    Returns
    -------
    callable (images, torch.Generator or seed) -> noisy images of the same shape and dtype

    References
    ----------
    Vincent et al., Extracting and composing robust features with denoising autoencoders, ICML 2008.

    >>> noise = masking_noise(0.25)
    >>> kept = noise(torch.ones(100, 64), 0)
    >>> kept.unique().tolist(), round(kept.mean().item(), 1)
    ([0.0, 1.0], 0.8)
    """
    share = check_nonnegative(share, "share")
    if share > 1:
        raise ValueError(f"share must lie between 0 and 1; got {share!r}.")

    def noise(images: torch.Tensor, generator: torch.Generator | int) -> torch.Tensor:
        return images * (_drawn(torch.rand, images, generator) >= share)

    return noise


def _drawn(draw: Callable, images, generator) -> torch.Tensor:
    """Return a number for each pixel, of the dtype of the images."""
    if not isinstance(images, torch.Tensor) or not images.is_floating_point():
        came = getattr(images, "dtype", type(images).__name__)
        raise TypeError(f"images must be a float tensor; got {came}. Use torch.tensor(X).")
    return draw(images.shape, generator=as_generator(generator), dtype=images.dtype)
