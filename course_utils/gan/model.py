"""The two players: a generator that turns noise into samples, a discriminator that doubts them."""

import copy
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils.parametrizations import spectral_norm as normalized

from course_utils.training import as_generator, linear
from course_utils.validation import (
    check_choice,
    check_count,
    check_nonnegative,
)

OUTPUTS: dict[str, Callable] = {"tanh": torch.tanh, "sigmoid": torch.sigmoid, "linear": lambda x: x}


class Generator(nn.Module):
    """A network from noise to samples: linear layers, batch norm, LeakyReLU.

    Parameters
    ----------
    sizes : sequence of int
        Numbers of a noise vector, neurons of each hidden layer, numbers of a sample.
    output : {"tanh", "sigmoid", "linear"}
        The samples lie in [-1, 1], in [0, 1], or anywhere; it should be where the real ones lie.
    batch_norm : bool
        Standardize each hidden neuron over the batch (Ioffe and Szegedy, ICML 2015).
    n_classes : int >= 0
        If not 0, the class is an input as well, as that many numbers of which one is 1.
    slope : float >= 0
        Of LeakyReLU, left of 0. With 0 it is ReLU.
    generator : torch.Generator or seed, for the first weights
    dtype : torch.float32 or torch.float64

    Attributes
    ----------
    options : dict, the arguments that build such a network again, fit for JSON

    References
    ----------
    Goodfellow et al., Generative adversarial nets, NeurIPS 2014; Mirza and Osindero, Conditional
    generative adversarial nets, 2014.

    >>> Generator((32, 128, 128, 64))(torch.zeros(5, 32)).shape
    torch.Size([5, 64])
    """

    def __init__(
        self,
        sizes: Sequence[int] = (32, 128, 128, 64),
        output: str = "tanh",
        batch_norm: bool = True,
        n_classes: int = 0,
        slope: float = 0.2,
        generator: torch.Generator | int = 0,
        dtype=torch.float32,
    ):
        super().__init__()
        check_choice(output, OUTPUTS, "output")
        check_choice(batch_norm, (False, True), "batch_norm")
        self.options = _checked(sizes, n_classes, slope, dtype)
        self.options |= {"output": output, "batch_norm": batch_norm}
        self.layers = _linear_layers(self.options, as_generator(generator), dtype)
        hidden = self.options["sizes"][1:-1] if batch_norm else []
        self.norms = nn.ModuleList(nn.BatchNorm1d(size, dtype=dtype) for size in hidden)

    def forward(self, noise: Tensor, labels: Tensor | None = None) -> Tensor:
        """Return the samples of noise vectors (n, latent_dim), shape (n, n_features)."""
        x = _with_labels(noise, labels, self.options["n_classes"])
        *hidden, last = self.layers
        for i, layer in enumerate(hidden):
            x = layer(x)
            if self.norms:
                x = self.norms[i](x)
            x = F.leaky_relu(x, self.options["slope"])
        return OUTPUTS[self.options["output"]](last(x))


class Discriminator(nn.Module):
    """A network from a sample to one logit: above 0 it takes the sample for real.

    Parameters
    ----------
    sizes : sequence of int
        Numbers of a sample, neurons of each hidden layer, 1.
    spectral_norm : bool
        Divide the weights of each layer by their largest singular value (Miyato et al., ICLR 2018).
    n_classes, slope, generator, dtype : see `Generator`

    >>> Discriminator((64, 128, 128, 1))(torch.zeros(5, 64)).shape
    torch.Size([5])
    """

    def __init__(
        self,
        sizes: Sequence[int] = (64, 128, 128, 1),
        n_classes: int = 0,
        slope: float = 0.2,
        spectral_norm: bool = False,
        generator: torch.Generator | int = 0,
        dtype=torch.float32,
    ):
        super().__init__()
        check_choice(spectral_norm, (False, True), "spectral_norm")
        self.options = _checked(sizes, n_classes, slope, dtype) | {"spectral_norm": spectral_norm}
        if self.options["sizes"][-1] != 1:
            raise ValueError(f"sizes must end in 1, the logit; got {tuple(sizes)}.")
        generator = as_generator(generator)
        self.layers = _linear_layers(self.options, generator, dtype)
        if spectral_norm:
            # It estimates the singular value from a vector that it draws globally.
            with torch.random.fork_rng(devices=[]):
                torch.default_generator.manual_seed(generator.initial_seed())
                for layer in self.layers:
                    normalized(layer)

    def forward(self, samples: Tensor, labels: Tensor | None = None) -> Tensor:
        """Return the logits of samples (n, n_features), shape (n,)."""
        x = _with_labels(samples, labels, self.options["n_classes"])
        *hidden, last = self.layers
        for layer in hidden:
            x = F.leaky_relu(layer(x), self.options["slope"])
        return last(x)[:, 0]


class GAN(nn.Module):
    """Both players, and the running mean of the generator, which is what is used in the end.

    Parameters
    ----------
    generator : Generator
    discriminator : Discriminator, for samples and classes of the same sizes

    Attributes
    ----------
    generator, discriminator : the players
    averaged : Generator, whose weights are a running mean of the generator's (EMA)
    history_ : dict, what the last `train_gan` returned

    >>> gan = GAN(Generator((2, 16, 3)), Discriminator((3, 16, 1)))
    >>> gan.averaged(torch.zeros(5, 2)).shape
    torch.Size([5, 3])
    """

    def __init__(self, generator: Generator, discriminator: Discriminator):
        super().__init__()
        check_players(generator, discriminator)
        self.generator, self.discriminator = generator, discriminator
        self.averaged = copy.deepcopy(generator).eval().requires_grad_(False)


def check_players(generator, discriminator) -> None:
    """Raise unless both are players that fit together: sizes, classes and dtype."""
    for player, kind in ((generator, Generator), (discriminator, Discriminator)):
        if not isinstance(player, kind):
            name = kind.__name__
            raise TypeError(f"{name.lower()} must be a {name}; got {type(player).__name__}.")
    made, taken = generator.options["sizes"][-1], discriminator.options["sizes"][0]
    if made != taken:
        raise ValueError(f"The generator makes {made} numbers, the discriminator takes {taken}.")
    known = generator.options["n_classes"], discriminator.options["n_classes"]
    if known[0] != known[1]:
        raise ValueError(f"Generator and discriminator know {known[0]} and {known[1]} classes.")
    dtypes = generator.layers[0].weight.dtype, discriminator.layers[0].weight.dtype
    if dtypes[0] != dtypes[1]:
        raise ValueError(f"Generator and discriminator compute in {dtypes[0]} and {dtypes[1]}.")


def check_given(labels, n_classes: int) -> None:
    """Raise unless labels are given where the network knows classes, and only there."""
    if (labels is None) != (n_classes == 0):
        raise ValueError(
            f"This network knows {n_classes} classes: "
            + ("pass labels, one for each row." if n_classes else "leave labels out.")
        )


def _checked(sizes, n_classes, slope, dtype) -> dict:
    if not isinstance(sizes, tuple | list | np.ndarray) or len(sizes) < 2:
        raise ValueError(f"sizes must name inputs and outputs at least, (2, 1); got {sizes!r}.")
    check_choice(dtype, (torch.float32, torch.float64), "dtype")
    return {
        "sizes": [check_count(size, f"sizes[{i}]") for i, size in enumerate(sizes)],
        "n_classes": check_count(n_classes, "n_classes", minimum=0),
        "slope": check_nonnegative(slope, "slope"),
    }


def _linear_layers(options, generator, dtype) -> nn.ModuleList:
    n_in, *rest = options["sizes"]
    pairs = pairwise([n_in + options["n_classes"], *rest])
    return nn.ModuleList(linear(*pair, generator, dtype) for pair in pairs)


def _with_labels(x: Tensor, labels: Tensor | None, n_classes: int) -> Tensor:
    """Put the class of each row beside it, one-hot; without classes there must be no labels."""
    check_given(labels, n_classes)
    if labels is None:
        return x
    return torch.cat([x, F.one_hot(labels, n_classes).to(x.dtype)], dim=1)
