"""Quantization: a real number becomes a small whole one, its code, and a scale leads back.

Codes are signed: with b bits they reach from -2^(b-1) to 2^(b-1) - 1, with 8 from -128 to 127.
"""

import numpy as np
import torch
from torch import Tensor

from course_utils.validation import as_numbers, as_scalar, check_choice, check_count

# A row of zeros has some scale too: that of torchao.
SMALLEST_SCALE = torch.finfo(torch.float32).eps


def code_range(bits: int = 8) -> tuple[int, int]:
    """Return the smallest and the largest code of so many bits, 2 to 8.

    >>> code_range(8), code_range(2)
    ((-128, 127), (-2, 1))
    """
    if check_count(bits, "bits", 2) > 8:
        raise ValueError(f"bits must be 2 to 8, so that a code fits into a byte; got {bits}.")
    return -(2 ** (bits - 1)), 2 ** (bits - 1) - 1


def affine_parameters(low: float, high: float, bits: int = 8) -> tuple[float, int]:
    """Return the scale and the zero point that spread all codes over a range of numbers.

    scale = (high - low) / (2^bits - 1); the zero point is the code of the number 0.

    Parameters
    ----------
    low, high : float, low <= high
        The range. It is widened to hold 0, which then has a code of its own: an input of 0, such
        as ReLU gives, stays exactly 0.
    bits : int, 2 to 8

    References
    ----------
    Jacob et al., Quantization and training of neural networks for efficient
    integer-arithmetic-only inference, CVPR 2018.

    >>> affine_parameters(-32.0, 95.5), affine_parameters(20.0, 127.5)
    ((0.5, -64), (0.5, -128))
    """
    smallest, largest = code_range(bits)
    low, high = as_scalar(low, "low"), as_scalar(high, "high")
    if low > high:
        raise ValueError(f"low must not lie above high; got low={low}, high={high}.")
    low, high = min(low, 0.0), max(high, 0.0)
    scale = (high - low) / (largest - smallest) or 1.0  # all numbers are 0: any scale will do
    return scale, smallest - round(low / scale)


def symmetric_scale(
    weight, bits: int = 8, axis: int | None = None
) -> Tensor | np.ndarray | np.float64:
    """Return the scale of weights whose zero point is 0: twice the largest |w| / (2^bits - 1).

    That is the affine scale of the range from -max |w| to max |w|. No weight ends up farther than
    half a scale from where it was. The scale is at least 1.2e-7.

    Parameters
    ----------
    weight : tensor or array of shape (n_out, n_in)
    bits : int, 2 to 8
    axis : None or 0
        None: one scale for all weights ("per tensor"). 0: one for each row, that is for each
        neuron ("per channel").

    Returns
    -------
    One number for None, shape (n_out, 1) for 0; a tensor where `weight` is one.

    References
    ----------
    Krishnamoorthi, Quantizing deep convolutional networks for efficient inference, 2018 (a scale
    for each channel); the factor is that of torchao.

    >>> symmetric_scale(np.array([[0.5, -2.55], [0.1, 0.255]]), axis=0)
    array([[0.02 ],
           [0.002]])
    """
    smallest, largest = code_range(bits)
    values = _as_tensor(weight, "weight")
    if check_choice(axis, (None, 0), "axis") == 0 and values.ndim < 2:
        raise ValueError(
            f"weight must have rows, (n_out, n_in), for axis=0; got shape {tuple(values.shape)}."
        )
    sizes = values.abs().amax() if axis is None else values.abs().flatten(1).amax(1, keepdim=True)
    return _like(weight, (sizes / ((largest - smallest) / 2)).clamp(min=SMALLEST_SCALE))


def quantize(x, scale, zero_point: int = 0, bits: int = 8) -> Tensor | np.ndarray | np.int8:
    """Return the codes of numbers: divided by the scale, rounded, moved by the zero point, clipped.

    Parameters
    ----------
    x : tensor or array of real numbers
    scale : number > 0, or a tensor or array of them that stands beside `x`, such as (n_out, 1)
    zero_point : int, a code
    bits : int, 2 to 8

    Returns
    -------
    int8 of the shape of `x`, a tensor where `x` is one
        A half is rounded to the even number. What lies outside the codes becomes the nearest one
        before it is stored in a byte, which would wrap around.

    >>> quantize(np.array([-32.0, 0.0, 0.75, 0.4, 999.0]), 0.5, -64)
    array([-128,  -64,  -62,  -63,  127], dtype=int8)
    """
    code_range(bits)
    scale, zero_point = _as_scale(scale), _as_zero_point(zero_point, bits)
    values = _as_tensor(x, "x")
    _check_beside(values, scale)
    return _like(x, codes_at(values, scale, zero_point, bits))


def dequantize(codes, scale, zero_point: int = 0) -> Tensor | np.ndarray | np.float64:
    """Return the numbers that codes stand for: (codes - zero point) · scale.

    Parameters
    ----------
    codes : tensor or array of whole numbers
    scale, zero_point : as for `quantize`

    Returns
    -------
    A tensor where `codes` is one; of float64, or of the dtype of a scale that is a tensor.

    >>> dequantize(np.array([-128, -64, -62, 127], dtype=np.int8), 0.5, -64)
    array([-32. ,   0. ,   1. ,  95.5])
    """
    scale, zero_point = _as_scale(scale), _as_zero_point(zero_point, 8)
    values = _as_tensor(codes, "codes").to(scale.dtype)
    if not torch.equal(values, values.round()):
        raise ValueError("codes must be whole numbers, as quantize gives them; got some between.")
    _check_beside(values, scale)
    return _like(codes, (values - zero_point) * scale)


def codes_at(x: Tensor, scale: Tensor, zero_point, bits: int) -> Tensor:
    """Return the codes of numbers that were looked at before, see `quantize`."""
    # By the reciprocal, as torchao does it: the last bit of a quotient decides where a half goes.
    return (torch.round(x * (1 / scale)) + zero_point).clamp(*code_range(bits)).to(torch.int8)


def _as_tensor(value, name: str) -> Tensor:
    array = as_numbers(value, name)
    keeps_dtype = isinstance(value, Tensor) and value.is_floating_point()
    return value if keeps_dtype else torch.tensor(array)


def _like(value, result: Tensor):
    """Return a result as a tensor where `value` is one, else as an array or number of NumPy."""
    return result if isinstance(value, Tensor) else result.numpy()[()]


def _as_scale(scale) -> Tensor:
    values = _as_tensor(scale, "scale")
    if values.min() <= 0:
        raise ValueError(f"scale must lie above 0; got {values.min().item():.3g}.")
    return values


def _check_beside(values: Tensor, scale: Tensor) -> None:
    try:
        torch.broadcast_shapes(values.shape, scale.shape)
    except RuntimeError as error:
        raise ValueError(
            f"scale must be one number, or stand beside the values of shape {tuple(values.shape)}, "
            f"such as (n_out, 1); got shape {tuple(scale.shape)}."
        ) from error


def _as_zero_point(zero_point, bits: int) -> int:
    smallest, largest = code_range(bits)
    if check_count(zero_point, "zero_point", smallest) > largest:
        raise ValueError(
            f"zero_point must be a code of {bits} bits, at most {largest}; got {zero_point}. "
            "The range that it was made from must hold 0."
        )
    return int(zero_point)
