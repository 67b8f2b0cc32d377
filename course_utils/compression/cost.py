"""What a network costs: numbers that it learns, FLOPs, bytes of weights, bytes kept to train."""

import copy
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import torch
from torch import nn
from torch.utils._python_dispatch import TorchDispatchMode

from course_utils.compression.model import as_sizes, check_network, dtype_of, n_features_of
from course_utils.training import saved_bytes
from course_utils.validation import check_choice, check_count

_ONE_PER_NUMBER = frozenset(
    {
        "relu",
        "leaky_relu",
        "elu",
        "gelu",
        "silu",
        "tanh",
        "sigmoid",
        "exp",
        "add",
        "sub",
        "mul",
        "div",
        "round",
        "clamp",
    }
)
_BATCH_NORMS = frozenset(("native_batch_norm", "_native_batch_norm_legit_no_training"))
_COPIES = frozenset(("_to_copy", "cat", "clone", "empty"))


class Cost(NamedTuple):
    """What one network costs, in whole numbers.

    A FLOP is one operation on a floating-point number, so a multiplication and an addition are
    two. Of bytes kept to train are the results that backpropagation needs again; the weights and
    the batch, which are there anyway, do not count.
    """

    parameters: int
    flops: int
    weight_bytes: int
    activation_bytes: int


def cost_of(network: nn.Module, n_features: int, batch_size: int = 1) -> Cost:
    """Count what a network costs, while it computes (in eval mode) the logits of a batch.

    Parameters
    ----------
    network : nn.Module that takes rows (batch_size, n_features); it stays as it is
    n_features : int, as many as the first layer takes
    batch_size : int >= 1

    Returns
    -------
    Cost
        parameters: numbers that it learns; those that two layers share count once.
        flops: of the forward pass of the batch. A linear layer takes 2 · n_in · n_out a row, and
        n_out for the bias; batch norm takes 2 a number (scale and shift), and an activation
        counts as 1 a number, although tanh costs a processor more than ReLU.
        weight_bytes: of parameters and buffers, in their dtypes.
        activation_bytes: of what the batch makes autograd keep for the backward pass.

    Raises
    ------
    ValueError
        If the network uses an operation for which there is no rule here, as a convolution.

    >>> from course_utils.compression.model import digits_network
    >>> cost_of(digits_network(), 64)
    Cost(parameters=4810, flops=9610, weight_bytes=38480, activation_bytes=512)
    """
    network = copy.deepcopy(check_network(network)).eval()
    if check_count(n_features, "n_features") != n_features_of(network):
        raise ValueError(f"n_features must be {n_features_of(network)}; got {n_features!r}.")
    shape = check_count(batch_size, "batch_size"), n_features
    batch = torch.zeros(shape, dtype=dtype_of(network))
    for weight in network.parameters():
        weight.requires_grad_(weight.is_floating_point())
    there = [*network.parameters(), *network.buffers()]
    with torch.no_grad(), _FlopCounter() as counter:
        network(batch)
    return Cost(
        sum(one.numel() for one in network.parameters()),
        counter.flops,
        sum(one.nbytes for one in there),
        saved_bytes(network, batch),
    )


def dense_cost(
    sizes: Sequence[int],
    bias: bool = True,
    batch_size: int = 1,
    dtype: torch.dtype = torch.float64,
) -> Cost:
    """Work out by arithmetic what `cost_of` counts, for linear layers with ReLU between them.

    Of a hidden layer one result is kept: that of ReLU, from which its own slope and the gradient
    of the next layer's weights follow. The last layer's results are the loss' affair.

    Parameters
    ----------
    sizes : sequence of int: features, neurons of each hidden layer, classes

    >>> dense_cost((64, 64, 10))
    Cost(parameters=4810, flops=9610, weight_bytes=38480, activation_bytes=512)
    """
    sizes, batch_size = as_sizes(sizes), check_count(batch_size, "batch_size")
    check_choice(bias, (False, True), "bias")
    check_choice(dtype, (torch.float32, torch.float64), "dtype")
    n_products = sum(n_in * n_out for n_in, n_out in pairwise(sizes))
    n_biases = sum(sizes[1:]) if bias else 0
    n_hidden = sum(sizes[1:-1])
    return Cost(
        parameters=n_products + n_biases,
        flops=batch_size * (2 * n_products + n_biases + n_hidden),
        weight_bytes=(n_products + n_biases) * dtype.itemsize,
        activation_bytes=batch_size * n_hidden * dtype.itemsize,
    )


class _FlopCounter(TorchDispatchMode):
    """Counts the FLOPs of each operation that PyTorch carries out, also outside of layers."""

    def __init__(self):
        super().__init__()
        self.flops = 0

    def __torch_dispatch__(self, operation, types, args=(), kwargs=None):
        result = operation(*args, **(kwargs or {}))
        self.flops += _flops_of(operation, args, result)
        return result


def _flops_of(operation, args: tuple, result) -> int:
    name = operation.overloadpacket.__name__
    name = name if name.startswith("_") else name.rstrip("_")  # relu_ computes in place
    if name == "mm":
        return 2 * args[0].shape[1] * result.numel()
    if name == "addmm":
        return (2 * args[1].shape[1] + 1) * result.numel()
    if name in _BATCH_NORMS:
        return 2 * result[0].numel()
    if name in _ONE_PER_NUMBER:
        return result.numel()
    if operation.is_view or name in _COPIES:
        return 0
    raise ValueError(
        f"network uses {name}, for which cost_of has no rule. It counts linear layers, batch norm "
        f"and activations: {', '.join(sorted(_ONE_PER_NUMBER))}."
    )
