"""The weights of a network's linear layers, by name, and what is refused of them."""

from numbers import Real

import torch
from torch import Tensor, nn


def weights_of(network: nn.Module) -> dict[str, Tensor]:
    """Return the weights of the linear layers, the network's own and not copies; biases are not.

    >>> list(weights_of(nn.Sequential(nn.Linear(3, 2), nn.ReLU(), nn.Linear(2, 1))))
    ['0.weight', '2.weight']
    """
    weights = {
        f"{name}.weight".lstrip("."): layer.weight
        for name, layer in network.named_modules()
        if isinstance(layer, nn.Linear)
    }
    if not weights:
        raise ValueError("network has no nn.Linear, whose weights could go.")
    return weights


def as_weight(weight) -> Tensor:
    """Return `weight` if it is a tensor of finite real numbers that is not empty."""
    if not isinstance(weight, Tensor):
        raise TypeError(f"weight must be a tensor; got {type(weight).__name__}.")
    if not weight.is_floating_point() or not weight.numel():
        raise ValueError(
            f"weight must hold real numbers; got {weight.dtype}, shape {tuple(weight.shape)}."
        )
    if not torch.isfinite(weight).all():
        raise ValueError("weight contains NaN or inf: the training of its network diverged.")
    return weight


def check_share(value, name: str) -> float:
    """Return `value` as a float if it is a number in [0, 1]."""
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(f"{name} must be a share in [0, 1]; got {value!r}.")
    if not 0 <= value <= 1:
        raise ValueError(f"{name} must be a share in [0, 1], 0.8 for 80 %; got {value!r}.")
    return float(value)


def check_chain(network) -> nn.Sequential:
    """Return `network` if it is linear layers in a row, with nothing else that has a state."""
    if not isinstance(network, nn.Sequential):
        raise TypeError(f"network must be an nn.Sequential; got {type(network).__name__}.")
    layers = [layer for layer in network if isinstance(layer, nn.Linear)]
    if len(layers) < 2:
        raise ValueError(f"network must have a hidden layer; got {len(layers)} linear layers.")
    for layer in network:
        if not isinstance(layer, nn.Linear) and layer.state_dict():
            raise ValueError(
                f"network must hold nn.Linear and activations only; got {type(layer).__name__}, "
                "whose numbers belong to neurons."
            )
    return network
