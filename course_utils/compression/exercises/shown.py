"""What the explorers show, computed once for all attempts: an attempt has a time limit."""

from functools import cache

import numpy as np
from torch import nn

from course_utils.compression.codes import dequantize, quantize, symmetric_scale
from course_utils.compression.controls import CLIPS, LINE_BITS, SPARSITIES, line_values
from course_utils.compression.model import accuracy, digits_network, fit_network
from course_utils.compression.prune import prune_network
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
