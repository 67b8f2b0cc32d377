"""torchao, PyTorch's package for quantization, beside the course. It is loaded when it is used."""

import copy
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from torch import Tensor, nn

from course_utils.compression.model import check_network


def torchao_int8(network: nn.Module) -> nn.Module:
    """Return a copy in float32 whose linear layers keep their weights as torchao's int8 codes.

    Each row of the weights has a scale, its zero point is 0, and inputs stay real numbers: what
    `quantize_network` does by itself. The first call loads torchao, which takes a second.

    Parameters
    ----------
    network : nn.Module with linear layers, in float32 or float64; it stays as it is

    References
    ----------
    Or et al., TorchAO: PyTorch-native training-to-serving model optimization, 2025 (arXiv
    2507.16099).

    >>> from course_utils.compression.model import digits_network
    >>> network = torchao_int8(digits_network((64, 32, 10)))
    >>> codes, scale = torchao_codes(network)["0"]
    >>> codes.dtype, codes.shape, scale.shape
    (torch.int8, torch.Size([32, 64]), torch.Size([32, 1]))
    """
    smaller = copy.deepcopy(check_network(network)).float().eval()
    with _quietly():
        from torchao.quantization import Int8WeightOnlyConfig, quantize_

        quantize_(smaller, Int8WeightOnlyConfig(version=2))
    return smaller


def torchao_codes(network: nn.Module) -> dict[str, tuple[Tensor, Tensor]]:
    """Return the codes and the scales of each layer that torchao quantized, by its name."""
    return {
        name: (layer.weight.qdata, layer.weight.scale) for name, layer in _layers(network).items()
    }


def torchao_bytes(network: nn.Module) -> int:
    """Return the bytes of all that a network of `torchao_int8` keeps: codes, scales, biases.

    torchao also keeps a zero point of one byte for each scale, though it is 0.

    >>> torchao_bytes(torchao_int8(nn.Linear(64, 10)))
    730
    """
    quantized = {id(layer.weight) for layer in _layers(network).values()}
    total = sum(
        one.numel() * one.element_size()
        for one in (*network.parameters(), *network.buffers())
        if id(one) not in quantized
    )
    for layer in _layers(network).values():
        weight = layer.weight
        parts = (weight.qdata, weight.scale, weight.zero_point)
        total += sum(one.numel() * one.element_size() for one in parts)
    return total


def _layers(network: nn.Module) -> dict[str, nn.Linear]:
    layers = {
        name: layer
        for name, layer in check_network(network).named_modules()
        if hasattr(getattr(layer, "weight", None), "qdata")
    }
    if not layers:
        raise ValueError("network has no layer of torchao. Pass torchao_int8(network).")
    return layers


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep to itself what torchao says of parts for other machines, and PyTorch of torchao."""
    level = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(level)
