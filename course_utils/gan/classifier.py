"""A small classifier of digits: the eyes of the judge, which never saw a generator."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from course_utils.training import Moment, Training, as_generator, one_optimizer, warmup_cosine
from course_utils.validation import (
    as_matrix,
    as_vector,
    check_choice,
    check_count,
    check_labels,
    check_nonnegative,
    check_positive,
)

BATCH_SIZE = 128
WEIGHT_DECAY = 1e-2


class DigitClassifier(nn.Module):
    """A network from an image to a logit for each class: linear layers with ReLU between them.

    Parameters
    ----------
    sizes : sequence of int
        Pixels, neurons of each hidden layer (one at least), classes. The last hidden layer gives
        the features in which images are compared.
    generator : torch.Generator or seed, for the first weights (He et al., ICCV 2015)
    dtype : torch.float32 or torch.float64

    Attributes
    ----------
    options : dict, the sizes, fit for JSON

    >>> network = DigitClassifier()
    >>> network(torch.zeros(5, 64, dtype=torch.float64)).shape
    torch.Size([5, 10])
    >>> network.features(torch.zeros(5, 64, dtype=torch.float64)).shape
    torch.Size([5, 64])
    """

    def __init__(
        self,
        sizes: Sequence[int] = (64, 128, 64, 10),
        generator: torch.Generator | int = 0,
        dtype=torch.float64,
    ):
        super().__init__()
        check_choice(dtype, (torch.float32, torch.float64), "dtype")
        if not isinstance(sizes, tuple | list) or len(sizes) < 3:
            raise ValueError(
                f"sizes must name pixels, a hidden layer at least, and classes; got {sizes!r}."
            )
        sizes = [check_count(size, f"sizes[{i}]") for i, size in enumerate(sizes)]
        self.options = {"sizes": sizes}
        generator = as_generator(generator)
        self.layers = nn.ModuleList(_layer(*pair, generator, dtype) for pair in pairwise(sizes))

    def features(self, images: Tensor) -> Tensor:
        """Return what the last hidden layer makes of images (n, n_pixels), after its ReLU."""
        x = images
        for layer in self.layers[:-1]:
            x = F.relu(layer(x))
        return x

    def forward(self, images: Tensor) -> Tensor:
        """Return the logits of images (n, n_pixels), shape (n, n_classes)."""
        return self.layers[-1](self.features(images))


def fit_classifier(
    network: DigitClassifier,
    X,
    y,
    n_epochs: int = 80,
    learning_rate: float = 3e-3,
    sigma: float = 0.2,
    generator: torch.Generator | int = 0,
) -> dict:
    """Train the classifier: AdamW on the cross-entropy of noisy images, along half a cosine.

    The noise makes it robust: small blemishes, as generators make them, hardly move its features.
    After an interrupt the weights of the last finished epoch remain.

    Parameters
    ----------
    network : DigitClassifier, which goes on from the weights that it has
    X : array of shape (n_samples, n_pixels), in [0, 1]
    y : whole numbers of shape (n_samples,), the classes from 0
    n_epochs : int >= 1
    learning_rate : float > 0, at the beginning; at the end it is 0
    sigma : float >= 0, standard deviation of the noise on each pixel, drawn anew in each step
    generator : torch.Generator or seed, for the order of the images and the noise

    Returns
    -------
    dict
        "loss", ndarray of shape (n_epochs,); "stopped", why the training ended.

    >>> network = DigitClassifier((2, 8, 2))
    >>> history = fit_classifier(network, [[0.0, 1.0], [1.0, 0.0]] * 8, [0, 1] * 8)
    >>> history["loss"].shape, classes_of(network, [[0.1, 0.9], [0.9, 0.1]]).tolist()
    ((80,), [0, 1])
    """
    images = as_images(network, X)
    labels = as_vector(y, "y", len(images))
    check_labels(labels, range(network.options["sizes"][-1]), "y")
    sigma = check_nonnegative(sigma, "sigma")
    if not any(weight.requires_grad for weight in network.parameters()):
        raise ValueError(
            "network is frozen, as the stored one is: call network.requires_grad_() first."
        )

    def loss_of(network: nn.Module, batch: tuple[Tensor, ...], moment: Moment) -> Tensor:
        clean, labels = batch
        noise = torch.randn(clean.shape, generator=moment.generator, dtype=clean.dtype)
        return F.cross_entropy(network(clean + sigma * noise), labels)

    optimizer = torch.optim.AdamW(
        network.parameters(),
        lr=check_positive(learning_rate, "learning_rate"),
        weight_decay=WEIGHT_DECAY,
        fused=True,
    )
    training = Training(
        one_optimizer(network, optimizer, loss_of),
        {"classifier": network},
        {"classifier": optimizer},
        generator,
        schedule=warmup_cosine(0),
    )
    data = images, torch.tensor(labels.astype(np.int64))
    training.run(data, n_epochs, BATCH_SIZE, name="classifier")
    return training.history | {"stopped": training.stopped}


def features_of(network: DigitClassifier, X) -> np.ndarray:
    """Return the features of images (n, n_pixels) in [0, 1], float64 of shape (n, n_features).

    >>> features_of(DigitClassifier((2, 8, 4, 3)), np.zeros((5, 2))).shape
    (5, 4)
    """
    images = as_images(network, X)
    with torch.no_grad():
        return network.features(images).double().numpy()


def classes_of(network: DigitClassifier, X) -> np.ndarray:
    """Return the class that the network reads in each image, whole numbers of shape (n,).

    >>> classes_of(DigitClassifier((2, 8, 3)), np.zeros((4, 2))).shape
    (4,)
    """
    images = as_images(network, X)
    with torch.no_grad():
        return network(images).argmax(dim=1).numpy()


def _layer(n_in: int, n_out: int, generator: torch.Generator, dtype) -> nn.Linear:
    layer = nn.utils.skip_init(nn.Linear, n_in, n_out, dtype=dtype)
    nn.init.kaiming_normal_(layer.weight, nonlinearity="relu", generator=generator)
    nn.init.zeros_(layer.bias)
    return layer


def as_images(network: DigitClassifier, X, name: str = "X") -> Tensor:
    """Return images as a tensor that the network takes, or say what is wrong with them."""
    if not isinstance(network, DigitClassifier):
        raise TypeError(f"network must be a DigitClassifier; got {type(network).__name__}.")
    images, n_pixels = as_matrix(X, name), network.options["sizes"][0]
    if images.shape[1] != n_pixels:
        raise ValueError(f"{name} must have shape (n, {n_pixels}); got {images.shape}.")
    if images.min() < 0 or images.max() > 1:
        raise ValueError(
            f"{name} must lie in [0, 1]; got {images.min():.3g} to {images.max():.3g}. "
            f"Samples from tanh are made so by ({name} + 1) / 2."
        )
    return torch.tensor(images, dtype=network.layers[0].weight.dtype)
