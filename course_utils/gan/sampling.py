"""What goes into a generator, and what comes out: noise, classes, samples."""

import numpy as np
import torch
from torch import Tensor

from course_utils.gan.model import Discriminator, Generator, check_given
from course_utils.training import as_generator
from course_utils.validation import as_vector, check_count, check_labels, check_positive


def sample(
    network: Generator,
    n: int,
    *,
    labels=None,
    truncation: float | None = None,
    generator: torch.Generator | int = 0,
) -> np.ndarray:
    """Return n samples of a generator, in eval mode and its dtype, shape (n, n_features).

    Parameters
    ----------
    network : Generator, such as `GAN.averaged`
    n : int >= 1
    labels : whole numbers, one for each sample, or None where the generator knows no classes
    truncation : float > 0 or None
        Draw each number of the noise between -truncation and truncation only: samples become more
        typical, and more alike (Brock, Donahue and Simonyan, ICLR 2019).
    generator : torch.Generator or seed, for the noise

    >>> sample(Generator((2, 16, 3), n_classes=2), 4, labels=[0, 0, 1, 1]).shape
    (4, 3)
    """
    if not isinstance(network, Generator):
        raise TypeError(f"network must be a Generator; got {type(network).__name__}.")
    n, draws = check_count(n, "n"), as_generator(generator)
    classes = as_classes(labels, n, network)
    latents = noise(network, n, draws, truncation)
    was_training = network.training
    network.eval()
    try:
        with torch.no_grad():
            return network(latents, classes).numpy()
    finally:
        network.train(was_training)


def noise(
    network: Generator, n: int, generator: torch.Generator, truncation: float | None = None
) -> Tensor:
    """Return n vectors of standard normal noise for a generator, shape (n, latent_dim).

    >>> noise(Generator((2, 16, 3)), 5, torch.Generator().manual_seed(0)).shape
    torch.Size([5, 2])
    """
    shape, dtype = (n, network.options["sizes"][0]), network.layers[0].weight.dtype
    if truncation is None:
        return torch.randn(shape, generator=generator, dtype=dtype)
    tail = torch.special.ndtr(-torch.tensor(check_positive(truncation, "truncation"), dtype=dtype))
    evenly = torch.rand(shape, generator=generator, dtype=dtype)
    return torch.special.ndtri(tail + (1 - 2 * tail) * evenly).clamp(-truncation, truncation)


def as_classes(labels, n: int, network: Generator | Discriminator) -> Tensor | None:
    """Return labels as a tensor of n classes that the network knows, or complain."""
    n_classes = network.options["n_classes"]
    check_given(labels, n_classes)
    if labels is None:
        return None
    labels = as_vector(labels, "labels", n)
    check_labels(labels, range(n_classes), "labels")
    return torch.tensor(labels.astype(np.int64))
