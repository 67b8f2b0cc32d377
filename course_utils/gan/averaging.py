"""The running mean of a generator's weights, and the batch norm that belongs to it."""

import torch
from torch import nn

from course_utils.gan.model import Generator
from course_utils.gan.sampling import noise

N_BATCHES, BATCH_SIZE = 8, 250  # of noise, to measure batch norm


def move_average(averaged: nn.Module, network: nn.Module, keep: float) -> None:
    """Move each weight of the running mean: averaged = keep · averaged + (1 - keep) · network.

    >>> averaged, network = nn.Linear(1, 1), nn.Linear(1, 1)
    >>> _ = nn.init.constant_(averaged.bias, 1.0), nn.init.constant_(network.bias, 5.0)
    >>> move_average(averaged, network, 0.75)
    >>> averaged.bias.item()
    2.0
    """
    with torch.no_grad():
        torch._foreach_lerp_(list(averaged.parameters()), list(network.parameters()), 1 - keep)


def renew_batch_norm(network: Generator) -> None:
    """Measure the means and variances of batch norm anew, from 2,000 samples; leave in eval mode.

    Those of a running mean of weights are not the running mean of theirs. The noise is always the
    same.

    >>> network = Generator((2, 16, 3))
    >>> renew_batch_norm(network)
    >>> network.training, network.norms[0].num_batches_tracked.item()
    (False, 8)
    """
    if not isinstance(network, Generator):
        raise TypeError(f"network must be a Generator; got {type(network).__name__}.")
    momenta = [norm.momentum for norm in network.norms]
    draws, n_classes = torch.Generator().manual_seed(0), network.options["n_classes"]
    labels = torch.arange(BATCH_SIZE) % n_classes if n_classes else None
    try:
        for norm in network.norms:
            norm.reset_running_stats()
            norm.momentum = None  # the plain mean over the batches
        network.train()
        with torch.no_grad():
            for _ in range(N_BATCHES if network.norms else 0):
                network(noise(network, BATCH_SIZE, draws), labels)
    finally:
        for norm, momentum in zip(network.norms, momenta, strict=True):
            norm.momentum = momentum
        network.eval()
