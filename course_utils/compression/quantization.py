"""Quantized networks: layers whose weights are codes, and a copy of a network that is made so."""

import copy

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from course_utils.compression.codes import (
    affine_parameters,
    codes_at,
    quantize,
    symmetric_scale,
)
from course_utils.compression.model import as_rows, check_network
from course_utils.validation import check_choice

INPUT_BITS = 8


class QuantizedLinear(nn.Module):
    """A linear layer whose weights are codes of a byte.

    Parameters
    ----------
    linear : nn.Linear, which stays as it is
    bits : int, 2 to 8, of the weights' codes; each takes a byte in memory nevertheless
    per_channel : bool, a scale for each row of the weights, or one for all
    input_range : (low, high) or None
        None: the weights turn into real numbers when they are used. Else the input becomes codes
        of 8 bits in this range, and codes are multiplied by codes: products of two bytes are
        summed in 32 bits, where 65,000 of them have room.

    Attributes
    ----------
    codes : int8 (n_out, n_in); scale : float32 (n_out, 1) or (); bias : float32 (n_out,) or None
    input_scale, input_zero_point : float32 and int32, or None; all are buffers

    >>> linear = nn.Linear(2, 1)
    >>> linear.weight.data, linear.bias.data = torch.tensor([[1.0, -2.55]]), torch.zeros(1)
    >>> layer = QuantizedLinear(linear)
    >>> layer.codes, layer(torch.tensor([[1.0, 0.0]]))
    (tensor([[  50, -128]], dtype=torch.int8), tensor([[1.]]))
    """

    def __init__(
        self, linear: nn.Linear, bits: int = 8, per_channel: bool = True, input_range=None
    ):
        super().__init__()
        if not isinstance(linear, nn.Linear):
            raise TypeError(f"linear must be an nn.Linear; got {type(linear).__name__}.")
        axis = 0 if check_choice(per_channel, (True, False), "per_channel") else None
        self.in_features, self.out_features = linear.in_features, linear.out_features
        self.bits = bits
        weight = linear.weight.detach().float()
        scale = symmetric_scale(weight, bits, axis)
        bias = None if linear.bias is None else linear.bias.detach().float().clone()
        self.register_buffer("codes", quantize(weight, scale, bits=bits))
        self.register_buffer("scale", scale)
        self.register_buffer("bias", bias)
        scale = zero_point = None
        if input_range is not None:
            scale, zero_point = affine_parameters(*input_range, INPUT_BITS)
            scale, zero_point = torch.tensor(scale).float(), torch.tensor(zero_point).int()
        self.register_buffer("input_scale", scale)
        self.register_buffer("input_zero_point", zero_point)

    def forward(self, x: Tensor) -> Tensor:
        """Return x · weightᵀ + bias, shape (n, n_out), of the dtype of `x` (n, n_in)."""
        if self.input_scale is None:
            weight = (self.codes * self.scale).to(x.dtype)
            return F.linear(x, weight, None if self.bias is None else self.bias.to(x.dtype))
        x_codes = codes_at(x, self.input_scale, self.input_zero_point, INPUT_BITS)
        sums = (x_codes.int() - self.input_zero_point) @ self.codes.int().T
        y = sums * (self.input_scale * self.scale).flatten()
        return (y if self.bias is None else y + self.bias).to(x.dtype)

    def extra_repr(self) -> str:
        scales = "a scale for each row" if self.scale.ndim else "one scale"
        of_input = "" if self.input_scale is None else ", input in 8 bits"
        return f"{self.in_features} to {self.out_features}, {self.bits} bits, {scales}{of_input}"


def quantize_network(
    network: nn.Module, bits: int = 8, per_channel: bool = True, calibration=None
) -> nn.Module:
    """Return a copy of a trained network, with a QuantizedLinear for each linear layer.

    Parameters
    ----------
    network : nn.Module with linear layers; it stays as it is
    bits, per_channel : see QuantizedLinear
    calibration : array of shape (n_samples, n_features), or None
        Rows like those to come, a few hundred: the range of what each layer sees of them becomes
        the range of its input, see `input_ranges`. None: only weights become codes.

    >>> from course_utils.compression.model import digits_network
    >>> quantize_network(digits_network((64, 32, 10)))
    Sequential(
      (0): QuantizedLinear(64 to 32, 8 bits, a scale for each row)
      (1): ReLU()
      (2): QuantizedLinear(32 to 10, 8 bits, a scale for each row)
    )
    """
    linears = _linears(network)
    ranges = {} if calibration is None else input_ranges(network, calibration)
    holder = nn.ModuleDict({"network": copy.deepcopy(network)})  # the network may be one layer
    for name, linear in linears.items():
        parent, _, child = f"network.{name}".rstrip(".").rpartition(".")
        layer = QuantizedLinear(linear, bits, per_channel, ranges.get(name))
        setattr(holder.get_submodule(parent), child, layer)
    return holder["network"]


def input_ranges(network: nn.Module, X) -> dict[str, tuple[float, float]]:
    """Return the smallest and the largest number that each linear layer sees, by its name.

    Parameters
    ----------
    network : nn.Module with linear layers, the very one that is to be quantized
    X : array of shape (n_samples, n_features)

    >>> from course_utils.compression.model import digits_network
    >>> input_ranges(digits_network((2, 3, 2)), [[0.25, 0.5], [0.0, 1.0]])["0"]
    (0.0, 1.0)
    """
    rows, ranges = as_rows(network, X), {}

    def watch(name: str):
        def look(layer, inputs) -> None:
            ranges[name] = inputs[0].min().item(), inputs[0].max().item()

        return look

    linears = _linears(network)
    hooks = [layer.register_forward_pre_hook(watch(name)) for name, layer in linears.items()]
    try:
        with torch.no_grad():
            network(rows)
    finally:
        for hook in hooks:
            hook.remove()
    return ranges


def quantized_bytes(network: nn.Module) -> int:
    """Return the bytes of all that a network keeps, codes packed without gaps.

    Codes of 8 bits are kept so; fewer bits would have to be packed, which PyTorch does not do by
    itself. Scales, biases, and weights of layers without codes are counted as they are.

    >>> quantized_bytes(nn.Linear(64, 10)), quantized_bytes(QuantizedLinear(nn.Linear(64, 10)))
    (2600, 720)
    """
    total = 0
    for layer in check_network(network).modules():
        for name, tensor in (*layer._parameters.items(), *layer._buffers.items()):
            if tensor is not None:
                packed = isinstance(layer, QuantizedLinear) and name == "codes"
                n_bits = layer.bits if packed else 8 * tensor.element_size()
                total += -(-tensor.numel() * n_bits // 8)
    return total


def codes_of(network: nn.Module) -> dict[str, tuple[Tensor, Tensor]]:
    """Return the codes and the scale of each quantized layer, by its name.

    >>> codes, scale = codes_of(QuantizedLinear(nn.Linear(64, 10)))[""]
    >>> codes.shape, scale.shape
    (torch.Size([10, 64]), torch.Size([10, 1]))
    """
    return {
        name: (layer.codes, layer.scale)
        for name, layer in check_network(network).named_modules()
        if isinstance(layer, QuantizedLinear)
    }


def _linears(network: nn.Module) -> dict[str, nn.Linear]:
    layers = check_network(network).named_modules()
    linears = {name: layer for name, layer in layers if isinstance(layer, nn.Linear)}
    if not linears:
        raise ValueError("network has no nn.Linear any more; it is quantized already.")
    return linears
