"""A variational autoencoder: codes that are clouds, kept so close to N(0, 1) that one can sample.

Images come, so the model says, from a code z ~ N(0, 1) and x ~ N(decode(z), scale²). The evidence
lower bound (ELBO) is what training raises: log p(x) >= E[log p(x | z)] - KL(q(z | x) || N(0, 1)).
"""

import math
from collections.abc import Callable, Sequence

import numpy as np
import torch

from course_utils.autoencoder.fit import adamw, new_training, run_training
from course_utils.autoencoder.model import (
    Autoencoder,
    as_images,
    check_autoencoder,
    images_of,
)
from course_utils.training import as_generator, linear
from course_utils.validation import (
    as_matrix,
    as_rng,
    as_vector,
    check_count,
    check_positive,
)


class VAE(Autoencoder):
    """An autoencoder whose encoder answers with a normal distribution instead of one point.

    Parameters
    ----------
    sizes, activation, output, generator, dtype : see `Autoencoder`
    scale : float > 0
        The spread of a pixel around what the decoder says. It sets the price of an error: smaller
        means sharper reconstructions, and codes that stray further from N(0, 1).

    References
    ----------
    Kingma and Welling, Auto-encoding variational Bayes, ICLR 2014.

    >>> mean, log_variance = VAE((64, 128, 8)).encode(torch.zeros(5, 64))
    >>> mean.shape, log_variance.shape
    (torch.Size([5, 8]), torch.Size([5, 8]))
    """

    def __init__(
        self,
        sizes: Sequence[int] = (64, 128, 8),
        activation="elu",
        output="sigmoid",
        scale: float = 0.2,
        generator: torch.Generator | int = 0,
        dtype=torch.float32,
    ):
        generator = as_generator(generator)
        super().__init__(sizes, activation, output, generator=generator, dtype=dtype)
        *_, before_code, code_size = self.options["sizes"]
        del self.options["tied"]
        self.options["scale"] = check_positive(scale, "scale")
        self.log_variance = linear(before_code, code_size, generator, dtype)

    def encode(self, images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return mean and log variance of the codes of images, each of shape (n, code size)."""
        *hidden, mean = self.encoder
        return self._pass(images, [*hidden, mean]), self._pass(images, [*hidden, self.log_variance])

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Return the images of the mean codes."""
        return self.decode(self.encode(images)[0])


def kl_to_standard_normal(mean, log_variance):
    """Return KL(N(mean, exp(log_variance)) || N(0, 1)) in nats, summed over the numbers of a code.

    Parameters
    ----------
    mean, log_variance : arrays or tensors of shape (n, k)

    Returns
    -------
    ndarray of shape (n,); a tensor, through which gradients pass, if both are tensors

    >>> kl_to_standard_normal([[0.0, 0.0], [1.0, 0.0]], [[0.0, 0.0], [0.0, 0.0]]).tolist()
    [0.0, 0.5]
    """
    exp = torch.exp
    if not (isinstance(mean, torch.Tensor) and isinstance(log_variance, torch.Tensor)):
        mean, log_variance = as_matrix(mean, "mean"), as_matrix(log_variance, "log_variance")
        exp = np.exp
    if mean.shape != log_variance.shape or mean.ndim != 2:
        raise ValueError(
            "mean and log_variance must have one shape (n, k); "
            f"got {tuple(mean.shape)} and {tuple(log_variance.shape)}."
        )
    return 0.5 * (mean**2 + exp(log_variance) - 1 - log_variance).sum(1)


def fit_vae(
    model: VAE,
    X,
    *,
    validation=None,
    n_epochs: int = 100,
    learning_rate: float = 2e-3,
    batch_size: int = 128,
    weight_decay: float = 0.0,
    patience: int | None = None,
    generator: torch.Generator | int = 0,
    folder=None,
    schedule: Callable | None = None,
) -> dict:
    """Train a VAE: AdamW on -ELBO, in nats an image.

    Parameters are those of `fit_autoencoder`. A code is drawn as mean + spread · eps with
    eps ~ N(0, 1) (reparameterization), so that gradients reach mean and spread.

    Returns
    -------
    dict
        As of `fit_autoencoder`; "loss" is -ELBO, the sum of "reconstruction", -log p(x | z), and
        "kl". "validation_error" is the mean squared error of the images of the mean codes.

    >>> X = np.repeat([[0.0, 0.0], [1.0, 1.0]], 50, axis=0)
    >>> history = fit_vae(VAE((2, 8, 1)), X, n_epochs=100)
    >>> bool(history["loss"][-1] < history["loss"][0]), history["kl"].shape
    (True, (100,))
    """
    if not isinstance(model, VAE):
        raise TypeError(f"model must be a VAE; got {type(model).__name__}.")
    images, optimizer = as_images(X, model), adamw(model, learning_rate, weight_decay)

    def step(batch, moment):
        optimizer.zero_grad()
        parts = negative_elbo(model, *batch, moment.generator)
        loss = sum(parts.values())
        loss.backward()
        optimizer.step()
        return {"loss": loss.detach()} | {name: part.detach() for name, part in parts.items()}

    training = new_training(model, optimizer, step, generator, schedule, folder)
    how = {"n_epochs": n_epochs, "batch_size": batch_size, "patience": patience}
    return run_training(model, training, images, validation, None, **how)


def negative_elbo(model: VAE, images: torch.Tensor, generator: torch.Generator) -> dict:
    """Return the two parts of -ELBO, means over images: "reconstruction" and "kl", in nats.

    The expectation over codes is taken from one draw each.
    """
    mean, log_variance = model.encode(images)
    eps = torch.randn(mean.shape, generator=generator, dtype=mean.dtype)
    guess = model.decode(mean + torch.exp(log_variance / 2) * eps)
    scale = model.options["scale"]
    squares = ((images - guess) / scale) ** 2
    log_likelihood = -0.5 * squares - math.log(scale * math.sqrt(2 * math.pi))
    return {
        "reconstruction": -log_likelihood.sum(1).mean(),
        "kl": kl_to_standard_normal(mean, log_variance).mean(),
    }


def sample(model: Autoencoder, n: int, generator: torch.Generator | int = 0) -> np.ndarray:
    """Return images of n codes drawn from N(0, 1), shape (n, n_pixels).

    A VAE is trained for that; a plain autoencoder is not, and its images show it.

    >>> sample(VAE((64, 128, 8)), 5).shape
    (5, 64)
    """
    shape = check_count(n, "n"), check_autoencoder(model).options["sizes"][-1]
    return images_of(model, torch.randn(shape, generator=as_generator(generator)))


def gaussian_of_codes(codes) -> tuple[np.ndarray, np.ndarray]:
    """Return mean (k,) and covariance (k, k) of codes (n, k), at least 2.

    >>> mean, covariance = gaussian_of_codes([[0.0, 1.0], [2.0, 1.0]])
    >>> mean.tolist(), covariance.tolist()
    ([1.0, 1.0], [[2.0, 0.0], [0.0, 0.0]])
    """
    codes = as_matrix(codes, "codes")
    if len(codes) < 2:
        raise ValueError("codes must have at least 2 rows: one code has no covariance.")
    return codes.mean(axis=0), np.cov(codes, rowvar=False).reshape(2 * codes.shape[1:])


def sample_codes(mean, covariance, n: int, rng: np.random.Generator | int = 0) -> np.ndarray:
    """Return n codes drawn from the normal distribution with this mean and covariance, (n, k).

    Parameters
    ----------
    mean : array of shape (k,)
    covariance : array of shape (k, k), symmetric and positive definite
    n : int >= 1
    rng : Generator or seed

    >>> sample_codes([0.0, 1.0], [[1.0, 0.0], [0.0, 1.0]], 3).shape
    (3, 2)
    """
    mean, covariance = as_vector(mean, "mean"), as_matrix(covariance, "covariance")
    if covariance.shape != 2 * mean.shape or not np.allclose(covariance, covariance.T):
        raise ValueError(
            f"covariance must be symmetric, of shape {2 * mean.shape}; got {covariance.shape}."
        )
    try:
        root = np.linalg.cholesky(covariance)
    except np.linalg.LinAlgError as error:
        raise ValueError(
            "covariance is not positive definite: some direction of the codes does not vary."
        ) from error
    return mean + as_rng(rng).standard_normal((check_count(n, "n"), len(mean))) @ root.T
