"""One epoch: each row is learned from once, in batches, and a step is taken for each batch."""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from course_utils.training.checks import as_losses, check_callable, check_names, check_network
from course_utils.validation import check_count


class Moment(NamedTuple):
    """When a step takes place (both counts from 0), and where its random numbers come from."""

    step: int
    epoch: int
    generator: torch.Generator


def one_optimizer(network: nn.Module, optimizer: Optimizer, loss_of: Callable) -> Callable:
    """Return the usual step: the loss of a batch, its gradients, one move of the optimizer.

    Parameters
    ----------
    loss_of : callable (network, batch, moment) -> 0-d tensor; `batch` is a tuple of tensors
    """
    check_network(network)
    if not isinstance(optimizer, Optimizer):
        raise TypeError(f"optimizer must be a torch Optimizer; got {type(optimizer).__name__}.")
    check_callable(loss_of, "loss_of")

    def step(batch: tuple[Tensor, ...], moment: Moment) -> dict[str, Tensor]:
        optimizer.zero_grad()
        loss = loss_of(network, batch, moment)
        loss.backward()
        optimizer.step()
        return {"loss": loss.detach()}

    return step


def batches(n_rows: int, batch_size: int, generator: torch.Generator) -> Iterator[Tensor]:
    """Return the numbers of the rows of each batch: all rows once, in an order drawn anew.

    The last batch holds what is left, and may be smaller.

    >>> rows = list(batches(5, 2, torch.Generator().manual_seed(0)))
    >>> [len(one) for one in rows], sorted(torch.cat(rows).tolist())
    ([2, 2, 1], [0, 1, 2, 3, 4])
    """
    n_rows, batch_size = check_count(n_rows, "n_rows"), check_count(batch_size, "batch_size")
    return iter(torch.randperm(n_rows, generator=generator).split(batch_size))


def train_epoch(
    step: Callable,
    data: tuple[Tensor, ...],
    batch_size: int,
    epoch: int,
    n_epochs: int,
    generator: torch.Generator,
    before_step: Callable[[float], None],
) -> dict[str, float]:
    """Take a step for each batch of `data`; return the mean of each loss over the rows.

    Parameters
    ----------
    epoch : int, from 0
    before_step : callable, called before each step with the share of all `n_epochs` that is done

    Raises
    ------
    FloatingPointError
        If a loss is not finite.
    """
    n_rows = len(data[0])
    n_batches = math.ceil(n_rows / batch_size)
    totals = {}
    for i, rows in enumerate(batches(n_rows, batch_size, generator)):
        moment = Moment(epoch * n_batches + i, epoch, generator)
        # The middle of the step: at the beginning of a warm-up the learning rate would be 0.
        before_step((moment.step + 0.5) / (n_epochs * n_batches))
        losses = step(tuple(tensor[rows] for tensor in data), moment)
        losses = as_losses(losses, "step", epoch + 1)
        check_names("step", totals, losses)
        for name, loss in losses.items():
            totals[name] = totals.get(name, 0.0) + len(rows) * loss
    return {name: total / n_rows for name, total in totals.items()}


@contextmanager
def evaluating(networks: dict[str, nn.Module]) -> Iterator[None]:
    """Set the networks to eval mode, without gradients, and back to train mode at the end."""
    for network in networks.values():
        network.eval()
    try:
        with torch.no_grad():
            yield
    finally:
        for network in networks.values():
            network.train()
