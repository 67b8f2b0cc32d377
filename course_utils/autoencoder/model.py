"""A network that learns to repeat its input through a narrow place: what passes it is the code."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from course_utils.training import as_generator, linear
from course_utils.training.checks import check_network
from course_utils.validation import as_matrix, check_choice, check_count

ACTIVATIONS: dict[str, Callable] = {
    "tanh": torch.tanh,
    "relu": torch.relu,
    "elu": F.elu,
    "sigmoid": torch.sigmoid,
    "none": lambda x: x,
}
OUTPUTS: dict[str, Callable] = {"linear": lambda x: x, "sigmoid": torch.sigmoid}


class Transposed(nn.Module):
    """A layer that goes the way of another one back: its weights transposed, a bias of its own.

    The bias can't be shared, for it has another size: `other.bias` has one number for each output
    of `other`, this one for each input. The weights are no parameter of this layer: they are
    learned, counted and stored once, with `other`.
    """

    def __init__(self, other: nn.Linear):
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(other.in_features, dtype=other.weight.dtype))
        self._other = (other,)  # a bare attribute would be registered as a part of this layer

    @property
    def weight(self) -> torch.Tensor:
        return self._other[0].weight.T

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.linear(x, self.weight, self.bias)


class Autoencoder(nn.Module):
    """An encoder from images to codes, and a decoder that goes back the same way.

    Parameters
    ----------
    sizes : sequence of int
        Pixels, neurons of each hidden layer, numbers in a code. The decoder has the same sizes in
        reverse: (64, 32, 2) is 64-32-2-32-64.
    activation : {"tanh", "relu", "elu", "sigmoid", "none"}
        Of all layers but two: codes may be any numbers, and the last layer has `output`.
    output : {"linear", "sigmoid"}
        "sigmoid" can only answer between 0 and 1.
    tied : bool
        The decoder uses the encoder's weights, transposed, with biases of its own.
    generator : torch.Generator or seed, for the first weights
    dtype : torch.float32 or torch.float64

    Attributes
    ----------
    encoder, decoder : nn.ModuleList of the layers, in the order in which they are passed
    options : dict, the arguments that build such a network again, fit for JSON
    history_ : dict, what the last `fit_autoencoder` returned

    References
    ----------
    Rumelhart, Hinton and Williams, Nature 323, 1986; Hinton and Salakhutdinov, Science 313, 2006.

    >>> network = Autoencoder((64, 32, 2))
    >>> images = torch.zeros(5, 64)
    >>> network.encode(images).shape, network(images).shape, n_parameters(network)
    (torch.Size([5, 2]), torch.Size([5, 64]), 4354)
    """

    def __init__(
        self,
        sizes: Sequence[int] = (64, 32, 2),
        activation="tanh",
        output="linear",
        tied=False,
        generator: torch.Generator | int = 0,
        dtype=torch.float32,
    ):
        super().__init__()
        sizes = _checked_sizes(sizes)
        check_choice(activation, ACTIVATIONS, "activation")
        check_choice(output, OUTPUTS, "output")
        check_choice(tied, (False, True), "tied")
        check_choice(dtype, (torch.float32, torch.float64), "dtype")
        generator = as_generator(generator)
        self.options = {"sizes": sizes, "activation": activation, "output": output, "tied": tied}
        self.encoder = nn.ModuleList(linear(*pair, generator, dtype) for pair in pairwise(sizes))
        self.decoder = nn.ModuleList(
            Transposed(layer) if tied else linear(*layer.weight.shape, generator, dtype)
            for layer in reversed(self.encoder)
        )

    def encode(self, images: torch.Tensor) -> torch.Tensor:
        """Return the codes of images, shape (n, code size)."""
        return self._pass(images, self.encoder)

    def decode(self, codes: torch.Tensor) -> torch.Tensor:
        """Return the images of codes, shape (n, pixels)."""
        return OUTPUTS[self.options["output"]](self._pass(codes, self.decoder))

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Return what is left of images that went through the code."""
        return self.decode(self.encode(images))

    def _pass(self, x, layers):
        *hidden, last = layers
        for layer in hidden:
            x = ACTIVATIONS[self.options["activation"]](layer(x))
        return last(x)


def n_parameters(network: nn.Module) -> int:
    """Return how many numbers a network learns; weights that two layers share count once.

    >>> [n_parameters(Autoencoder((64, 16), tied=tied)) for tied in (False, True)]
    [2128, 1104]
    """
    return sum(parameter.numel() for parameter in check_network(network).parameters())


def codes_of(model: Autoencoder, X) -> np.ndarray:
    """Return the codes of images, shape (n_samples, code size); of a `VAE` their means.

    >>> codes_of(Autoencoder((4, 3, 2)), np.ones((5, 4))).shape
    (5, 2)
    """
    images = as_images(X, model)
    with torch.no_grad():
        codes = model.encode(images)
    return (codes[0] if isinstance(codes, tuple) else codes).numpy()


def images_of(model: Autoencoder, codes) -> np.ndarray:
    """Return the images that the decoder makes of codes, shape (n_samples, n_pixels).

    >>> images_of(Autoencoder((4, 3, 2)), np.ones((5, 2))).shape
    (5, 4)
    """
    codes = _as_rows(codes, "codes", model, -1)
    with torch.no_grad():
        return model.decode(codes).numpy()


def reconstruct(model: Autoencoder, X) -> np.ndarray:
    """Return what is left of images that went through the code, shape (n_samples, n_pixels).

    >>> reconstruct(Autoencoder((4, 3, 2)), np.zeros((1, 4))).tolist()
    [[0.0, 0.0, 0.0, 0.0]]
    """
    images = as_images(X, model)
    with torch.no_grad():
        return model(images).numpy()


def as_images(X, model: Autoencoder, name="X") -> torch.Tensor:
    """Return a copy of images (n_samples, n_pixels) as a tensor that fits `model`, or complain."""
    return _as_rows(X, name, model, 0)


def check_autoencoder(model) -> Autoencoder:
    """Return `model` if it is an Autoencoder; a VAE is one."""
    if not isinstance(model, Autoencoder):
        raise TypeError(f"model must be an Autoencoder; got {type(model).__name__}.")
    return model


def _as_rows(value, name, model, end) -> torch.Tensor:
    check_autoencoder(model)
    rows, width = as_matrix(value, name), model.options["sizes"][end]
    if rows.shape[1] != width:
        raise ValueError(f"{name} must have shape (n_samples, {width}); got {rows.shape}.")
    return torch.tensor(rows, dtype=model.encoder[0].weight.dtype)


def _checked_sizes(sizes) -> list[int]:
    if not isinstance(sizes, tuple | list | np.ndarray) or len(sizes) < 2:
        raise ValueError(f"sizes must name pixels and code size at least, (64, 2); got {sizes!r}.")
    return [check_count(size, f"sizes[{i}]") for i, size in enumerate(sizes)]
