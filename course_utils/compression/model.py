"""The network that the chapter makes smaller: from a digit's 64 pixels to 10 logits."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from course_utils.training import (
    Moment,
    Training,
    as_generator,
    linear,
    one_optimizer,
    warmup_cosine,
)
from course_utils.validation import (
    as_matrix,
    as_vector,
    check_choice,
    check_count,
    check_labels,
    check_positive,
)

BATCH_SIZE = 128
WEIGHT_DECAY = 1e-2


def digits_network(
    sizes: Sequence[int] = (64, 64, 10),
    generator: torch.Generator | int = 0,
    dtype: torch.dtype = torch.float64,
) -> nn.Sequential:
    """Build an untrained network: linear layers with ReLU between them.

    Parameters
    ----------
    sizes : sequence of int
        Features, neurons of each hidden layer (there may be none), classes.
    generator : torch.Generator or seed, for the first weights
    dtype : torch.float32 or torch.float64

    >>> digits_network((64, 32, 10))
    Sequential(
      (0): Linear(in_features=64, out_features=32, bias=True)
      (1): ReLU()
      (2): Linear(in_features=32, out_features=10, bias=True)
    )
    """
    check_choice(dtype, (torch.float32, torch.float64), "dtype")
    sizes, generator = as_sizes(sizes), as_generator(generator)
    layers = []
    for n_in, n_out in pairwise(sizes):
        layers += [linear(n_in, n_out, generator, dtype), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def fit_network(
    network: nn.Module,
    X,
    y,
    n_epochs: int = 100,
    learning_rate: float = 3e-3,
    generator: torch.Generator | int = 0,
    *,
    after_step: Callable[[], None] | None = None,
) -> dict:
    """Train the network: AdamW on the cross-entropy, along half a cosine.

    After an interrupt the weights of the last finished epoch remain.

    Parameters
    ----------
    network : nn.Module from rows to logits, which goes on from the weights that it has
    X : array of shape (n_samples, n_features)
    y : whole numbers of shape (n_samples,), the classes from 0
    n_epochs : int >= 1
    learning_rate : float > 0, at the beginning; at the end it is 0
    generator : torch.Generator or seed, for the order of the rows
    after_step : callable () -> None, or None
        Called after each step of the optimizer, such as to set removed weights to 0 again.

    Returns
    -------
    dict
        "loss", ndarray of shape (n_epochs,); "stopped", why the training ended.

    References
    ----------
    Loshchilov and Hutter, Decoupled weight decay regularization, ICLR 2019.

    >>> network = digits_network((2, 8, 2))
    >>> X, y = [[0.0, 1.0], [1.0, 0.0]] * 8, [0, 1] * 8
    >>> fit_network(network, X, y)["loss"].shape, accuracy(network, X, y)
    ((100,), 1.0)
    """
    rows = as_rows(network, X)
    labels = as_labels(network, y, len(rows))

    def loss_of(network: nn.Module, batch: tuple[Tensor, ...], moment: Moment) -> Tensor:
        return F.cross_entropy(network(batch[0]), batch[1])

    tensors = rows, labels
    return descend(network, loss_of, tensors, n_epochs, learning_rate, generator, after_step)


def descend(
    network: nn.Module,
    loss_of: Callable[[nn.Module, tuple[Tensor, ...], Moment], Tensor],
    tensors: tuple[Tensor, ...],
    n_epochs: int,
    learning_rate: float,
    generator: torch.Generator | int,
    after_step: Callable[[], None] | None = None,
    name: str = "network",
) -> dict:
    """Train by AdamW, whose learning rate falls to 0 along half a cosine; see `fit_network`.

    `loss_of(network, batch, moment)` is the loss to lower; `name` is the network's in messages.
    """
    if not any(weight.requires_grad for weight in network.parameters()):
        raise ValueError(
            f"{name} is frozen, or holds no weights to train: call {name}.requires_grad_() first."
        )
    if after_step is not None and not callable(after_step):
        raise TypeError(f"after_step must be a function without arguments; got {after_step!r}.")
    optimizer = torch.optim.AdamW(
        network.parameters(),
        lr=check_positive(learning_rate, "learning_rate"),
        weight_decay=WEIGHT_DECAY,
        fused=True,
    )
    move = one_optimizer(network, optimizer, loss_of)

    def step(batch: tuple[Tensor, ...], moment: Moment) -> dict:
        losses = move(batch, moment)
        if after_step is not None:
            after_step()
        return losses

    training = Training(
        step, {name: network}, {name: optimizer}, generator, schedule=warmup_cosine(0)
    )
    training.run(tensors, n_epochs, BATCH_SIZE, name=name)
    return training.history | {"stopped": training.stopped}


def logits_of(network: nn.Module, X) -> np.ndarray:
    """Return the logits of rows (n, n_features), float64 of shape (n, n_classes).

    >>> logits_of(digits_network(), np.zeros((5, 64))).shape
    (5, 10)
    """
    rows = as_rows(network, X)
    with in_eval_mode(network), torch.no_grad():
        return network(rows).double().numpy()


def accuracy(network: nn.Module, X, y) -> float:
    """Return the share of rows whose largest logit is that of their class `y`.

    >>> accuracy(digits_network((2, 3)), np.zeros((4, 2)), [0, 0, 1, 2])
    0.5
    """
    logits = logits_of(network, X)
    labels = as_vector(y, "y", len(logits))
    check_labels(labels, range(logits.shape[1]), "y")
    return float((logits.argmax(axis=1) == labels).mean())


@contextmanager
def in_eval_mode(*networks: nn.Module) -> Iterator[None]:
    """Set networks to eval mode, and at the end back to the mode that each had."""
    modes = [network.training for network in networks]
    for network in networks:
        network.eval()
    try:
        yield
    finally:
        for network, mode in zip(networks, modes, strict=True):
            network.train(mode)


def check_network(network, name: str = "network") -> nn.Module:
    """Return `network` if it is a network of PyTorch with a linear layer in it."""
    if not isinstance(network, nn.Module):
        raise TypeError(f"{name} must be an nn.Module; got {type(network).__name__}.")
    if not any(hasattr(layer, "in_features") for layer in network.modules()):
        raise ValueError(f"{name} has no linear layer, such as digits_network() has.")
    return network


def as_rows(network: nn.Module, X) -> Tensor:
    """Return rows as a tensor that the network takes, or say what is wrong with them."""
    check_network(network)
    rows = as_matrix(X, "X")
    if rows.shape[1] != n_features_of(network):
        raise ValueError(f"X must have shape (n, {n_features_of(network)}); got {rows.shape}.")
    return torch.tensor(rows, dtype=dtype_of(network))


def as_labels(network: nn.Module, y, n_rows: int) -> Tensor:
    """Return the classes `y` as a tensor of whole numbers, or say what is wrong with them."""
    labels = as_vector(y, "y", n_rows)
    last = [layer for layer in network.modules() if hasattr(layer, "out_features")][-1]
    check_labels(labels, range(last.out_features), "y")
    return torch.tensor(labels.astype(np.int64))


def as_sizes(sizes) -> list[int]:
    """Return the sizes of layers as whole numbers >= 1, two at least."""
    if not isinstance(sizes, tuple | list) or len(sizes) < 2:
        raise ValueError(f"sizes must name features and classes at least; got {sizes!r}.")
    return [check_count(size, f"sizes[{i}]") for i, size in enumerate(sizes)]


def n_features_of(network: nn.Module) -> int:
    """Return how many numbers the first layer takes."""
    return next(one.in_features for one in network.modules() if hasattr(one, "in_features"))


def dtype_of(network: nn.Module) -> torch.dtype:
    """Return the dtype of the network's first real numbers: a weight's, or a buffer's.

    >>> dtype_of(digits_network(dtype=torch.float32))
    torch.float32
    """
    numbers = (*network.parameters(), *network.buffers())
    return next(one.dtype for one in numbers if one.is_floating_point())
