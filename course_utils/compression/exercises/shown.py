"""What the explorers show, computed once for all attempts: an attempt has a time limit."""

from functools import cache

import numpy as np
import torch
from torch import nn

from course_utils.compression.codes import dequantize, quantize, symmetric_scale
from course_utils.compression.controls import CLIPS, LINE_BITS, SPARSITIES, line_values
from course_utils.compression.measure import sparse_bytes, zipped_bytes
from course_utils.compression.model import accuracy, digits_network, fit_network
from course_utils.compression.prune import prune_network
from course_utils.compression.weights import weights_of
from course_utils.datasets import load_digits


@cache
def network() -> nn.Sequential:
    """Return the chapter's network, trained on "train", so that validation is new to it."""
    network = digits_network()
    fit_network(network, *load_digits("train"))
    return network


@cache
def accuracies() -> dict[float, float]:
    """Return sparsity -> accuracy on validation, pruned in one shot, in percent."""
    validation = load_digits("validation")
    return {
        sparsity: 100 * accuracy(prune_network(network(), sparsity)[0], *validation)
        for sparsity in SPARSITIES
    }


@cache
def bytes_of(sparsity: float) -> dict[str, int]:
    """Return the bytes of the pruned network in float32, stored in several ways.

    >>> bytes_of(0.9)["dense"] == bytes_of(0.0)["dense"]
    True
    """
    pruned = prune_network(network(), sparsity)[0].to(torch.float32)
    weights = weights_of(pruned).values()
    return {
        "zipped": zipped_bytes(pruned),
        "dense": sum(weight.nbytes for weight in weights),
        "sparse": sum(sparse_bytes(weight) for weight in weights),
        "with biases": sum(one.nbytes for one in pruned.parameters()),
    }


def mean_squared_error(clip: float, outlier: bool = True) -> float:
    """Return the MSE of the numbers that come back from codes of the range -clip to clip."""
    values = line_values(outlier=outlier)
    scale = symmetric_scale(np.array([clip]), LINE_BITS)
    codes = quantize(values, scale, bits=LINE_BITS)
    return float(np.mean((dequantize(codes, scale) - values) ** 2))


@cache
def errors(outlier: bool = True) -> dict[float, float]:
    """Return the clip -> the MSE, for all clips of the number line."""
    return {clip: mean_squared_error(clip, outlier) for clip in CLIPS}
