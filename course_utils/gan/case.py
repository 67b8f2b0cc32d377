"""The documents' case: their training of a GAN as it is described, and players that can learn."""

import hashlib
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from course_utils.checkpoints import named_tensors
from course_utils.gan.model import GAN, Discriminator, Generator, check_players
from course_utils.gan.sampling import noise
from course_utils.training import as_generator, one_torch_thread
from course_utils.training.tensors import copied
from course_utils.validation import as_numbers, check_count

LATENT_DIM = 100
GENERATOR_HIDDEN = (128, 256, 512, 1024)
DISCRIMINATOR_HIDDEN = (128, 256, 512)


# What the listing of Document A does when it is run, in its order: an act, and on what.
LISTING = (
    ("load", "the images"),
    ("scale", "the images"),
    ("build", "the generator"),
    ("build", "the discriminator"),
    ("draw", "noise, in each epoch"),
    ("predict", "fakes, by the generator"),
    ("scale", "the images again"),
    ("train", "the discriminator: real images are real"),
    ("train", "the discriminator: fakes are fake"),
    ("train", "the discriminator: the same fakes are real"),
    ("print", "two losses and an accuracy"),
    ("save", "the generator"),
    ("save", "the discriminator"),
)


class DocumentedRun(NamedTuple):
    """What the documented training did, each array with one number an epoch."""

    losses: dict[str, np.ndarray]  # of the three lessons: "real", "fake", "generator"
    d_real: np.ndarray  # mean D(real) at the end of the epoch
    d_fake: np.ndarray  # mean D(fake) at the end of the epoch
    pixel_range: tuple[float, float]  # smallest and largest number in the real images it was shown
    checksums: tuple[str, str]  # of the generator's weights, before and after


def documented_players(
    n_pixels: int = 784, generator: torch.Generator | int = 0, dtype=torch.float64
) -> tuple[Generator, Discriminator]:
    """Return both networks of the listing: ReLU, no batch norm, tanh at the generator's end.

    Parameters
    ----------
    n_pixels : int >= 1
        784 is what the listing says, 1024 what its images of 32 x 32 pixels need.
    generator : torch.Generator or seed, for the first weights
        Where the listing says nothing, Keras' defaults hold: weights after Glorot, biases 0.
    dtype : torch.float32 or torch.float64

    References
    ----------
    Document A, section 4.3; Glorot and Bengio, Understanding the difficulty of training deep
    feedforward neural networks, AISTATS 2010.

    >>> forger, detective = documented_players()
    >>> forger.options["sizes"], detective.options["sizes"]
    ([100, 128, 256, 512, 1024, 784], [784, 128, 256, 512, 1])
    """
    check_count(n_pixels, "n_pixels")
    draws = as_generator(generator)
    forger = Generator(
        (LATENT_DIM, *GENERATOR_HIDDEN, n_pixels),
        batch_norm=False,
        slope=0.0,
        generator=draws,
        dtype=dtype,
    )
    detective = Discriminator(
        (n_pixels, *DISCRIMINATOR_HIDDEN, 1), slope=0.0, generator=draws, dtype=dtype
    )
    for layer in (*forger.layers, *detective.layers):
        nn.init.xavier_uniform_(layer.weight, generator=draws)
    return forger, detective


def documented_training(
    generator: Generator,
    discriminator: Discriminator,
    images,
    n_epochs: int = 100,
    seed: torch.Generator | int = 0,
) -> DocumentedRun:
    """Train as Document A describes it: three lessons an epoch, all of them for the discriminator.

    The images are divided by 255 twice. Then D learns that they are real, that fakes are not, and,
    in what is called the generator's step, that the same fakes are real. After an interrupt the
    discriminator of the last finished epoch remains.

    Parameters
    ----------
    generator, discriminator : as of `documented_players`
    images : uint8 array whose first axis is the images
    n_epochs : int >= 1
    seed : torch.Generator or seed, for the noise

    Raises
    ------
    ValueError
        If the players were built for another number of pixels.

    Notes
    -----
    The listing names no optimizer, loss or learning rate. Here it is Adam, binary cross-entropy
    and Keras' default of 1e-3. The 200 files that it writes in 100 epochs are left out.

    >>> run = documented_training(*documented_players(4), np.zeros((3, 2, 2), np.uint8), n_epochs=2)
    >>> run.checksums[0] == run.checksums[1]
    True
    """
    rows = _as_rows(images)
    _check_pixels(rows, generator, discriminator)
    check_count(n_epochs, "n_epochs")
    draws = as_generator(seed)
    real = torch.tensor(rows / 255 / 255, dtype=generator.layers[0].weight.dtype)
    before = weights_checksum(generator)
    adam = torch.optim.Adam(discriminator.parameters(), lr=1e-3, fused=True)
    epochs, finished = [], copied(discriminator.state_dict())
    try:
        with one_torch_thread():
            for _ in range(n_epochs):
                with torch.no_grad():
                    fake = generator(noise(generator, len(real), draws))
                lessons = ((real, 1.0), (fake, 0.0), (fake, 1.0))
                losses = [_teach(discriminator, adam, *lesson) for lesson in lessons]
                answers = [_mean_answer(discriminator, samples) for samples in (real, fake)]
                epochs.append((*losses, *answers))
                finished = copied(discriminator.state_dict())
    except BaseException:
        discriminator.load_state_dict(finished)
        discriminator.zero_grad()
        raise
    on_real, on_fake, on_fake_again, d_real, d_fake = np.array(epochs).T
    return DocumentedRun(
        {"real": on_real, "fake": on_fake, "generator": on_fake_again},
        d_real,
        d_fake,
        (real.min().item(), real.max().item()),
        (before, weights_checksum(generator)),
    )


def case_players(generator: torch.Generator | int = 0, dtype=torch.float32) -> GAN:
    """Return players for the case's images of 32 x 32 pixels that `train_gan` can train.

    The hidden sizes are the listing's. New are 1,024 pixels at both ends, LeakyReLU, batch norm in
    the generator, and logits.

    >>> gan = case_players()
    >>> gan.generator.options["sizes"], gan.discriminator.options["sizes"]
    ([100, 128, 256, 512, 1024, 1024], [1024, 128, 256, 512, 1])
    """
    draws, n_pixels = as_generator(generator), 32 * 32
    return GAN(
        Generator((LATENT_DIM, *GENERATOR_HIDDEN, n_pixels), generator=draws, dtype=dtype),
        Discriminator((n_pixels, *DISCRIMINATOR_HIDDEN, 1), generator=draws, dtype=dtype),
    )


def weights_checksum(network: nn.Module) -> str:
    """Return a fingerprint of all weights and buffers: it changes if one bit of them does.

    >>> line = nn.Linear(1, 1)
    >>> before = weights_checksum(line)
    >>> _ = nn.init.constant_(line.bias, 7.0)
    >>> len(before), weights_checksum(line) == before
    (16, False)
    """
    checksum = hashlib.sha256()
    for name, tensor in named_tensors({"network": network}).items():
        checksum.update(f"{name} {tuple(tensor.shape)} {tensor.dtype}".encode())
        checksum.update(tensor.detach().cpu().numpy().tobytes())
    return checksum.hexdigest()[:16]


def signed(images) -> np.ndarray:
    """Return bytes as numbers from -1 (byte 0) to 1 (byte 255), where tanh can reach them all.

    Parameters
    ----------
    images : uint8 array whose first axis is the images

    Returns
    -------
    float64 ndarray of shape (n_images, n_pixels)

    >>> signed(np.array([[0, 51, 255]], np.uint8)).round(3).tolist()
    [[-1.0, -0.6, 1.0]]
    """
    return _as_rows(images) / 127.5 - 1


def as_bytes(samples) -> np.ndarray:
    """Return numbers in [-1, 1] as bytes, each the nearest: the way back from `signed`.

    >>> as_bytes([-1.0, -0.5, 0.01, 1.0])
    array([  0,  64, 129, 255], dtype=uint8)
    """
    samples = as_numbers(samples, "samples")
    if np.abs(samples).max() > 1:
        raise ValueError(
            f"samples must lie in [-1, 1]; got {samples.min():.3g} to {samples.max():.3g}. "
            "Clip or scale them first."
        )
    return np.rint((samples + 1) * 127.5).astype(np.uint8)


def _teach(discriminator, optimizer, samples: Tensor, answer: float) -> float:
    """Take one step of D toward one answer to all samples; return the loss before it."""
    logits = discriminator(samples)
    loss = F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, answer))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def _mean_answer(discriminator, samples: Tensor) -> float:
    with torch.no_grad():
        return torch.sigmoid(discriminator(samples)).mean().item()


def _as_rows(images) -> np.ndarray:
    if not isinstance(images, np.ndarray) or images.dtype != np.uint8:
        came = getattr(images, "dtype", type(images).__name__)
        raise TypeError(f"images must hold bytes, 0 to 255 (a uint8 array); got {came}.")
    if images.ndim < 2 or images.size == 0:
        raise ValueError(
            f"images must have shape (n_images, …) and hold some; got {images.shape}. "
            "For one image pass images[None]."
        )
    return images.reshape(len(images), -1)


def _check_pixels(rows, generator, discriminator) -> None:
    check_players(generator, discriminator)
    n_pixels, made = rows.shape[1], generator.options["sizes"][-1]
    if n_pixels != made:
        raise ValueError(
            f"images have {n_pixels} pixels each, but the generator makes {made}, and so many the "
            f"discriminator takes. Build them with documented_players({n_pixels})."
        )
