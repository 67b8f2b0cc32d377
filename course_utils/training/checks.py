"""What a training is given, and what its functions return: checked, and refused in words."""

import json
import math
from collections.abc import Callable
from numbers import Real

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from course_utils.checkpoints import named_tensors

REMEDY = "the steps are too long. Lower the learning rate, or scale the data."


def as_rows(data) -> tuple[Tensor, ...]:
    """Return `data`, a tensor or a tuple of tensors with as many rows each, as a finite tuple."""
    data = tuple(data) if isinstance(data, tuple | list) else (data,)
    if not data:
        raise ValueError("data is empty; pass a tensor or a tuple of tensors.")
    for i, tensor in enumerate(data):
        name = f"data[{i}]" if len(data) > 1 else "data"
        if not isinstance(tensor, Tensor):
            raise TypeError(
                f"{name} must be a tensor; got {type(tensor).__name__}. "
                f"Use torch.as_tensor({name}, dtype=torch.float32)."
            )
        if tensor.ndim == 0 or len(tensor) == 0:
            raise ValueError(f"{name} must hold a row at least; got shape {tuple(tensor.shape)}.")
        if len(tensor) != len(data[0]):
            raise ValueError(
                f"{name} must hold {len(data[0])} rows, as data[0]; got {len(tensor)}."
            )
        if tensor.requires_grad:
            raise TypeError(f"{name} records gradients; pass {name}.detach().")
        if not torch.isfinite(tensor).all():
            raise ValueError(f"{name} contains NaN or inf; remove or replace such rows first.")
    return data


def check_network(value, name: str = "network") -> nn.Module:
    """Return `value` if it is a network of PyTorch."""
    if not isinstance(value, nn.Module):
        raise TypeError(f"{name} must be an nn.Module; got {type(value).__name__}.")
    return value


def check_tensor(
    value, name: str, ndim: int, dtype: torch.dtype | None = None, finite: bool = True
) -> Tensor:
    """Return `value` if it is a tensor of real numbers with `ndim` axes and some rows.

    In the steps of a training pass finite=False: as PyTorch's own losses do, a loss passes NaN on,
    and `Training` says what to do about it.
    """
    wanted = f"a {ndim}-D tensor" + (f" of {dtype}" if dtype else "")
    if not isinstance(value, Tensor):
        raise TypeError(f"{name} must be {wanted}; got {type(value).__name__}.")
    if value.ndim != ndim or not len(value):
        raise ValueError(
            f"{name} must be {wanted}, with one row at least; got {tuple(value.shape)}."
        )
    if value.dtype != (dtype or value.dtype) or not (dtype or value.is_floating_point()):
        raise TypeError(f"{name} must be {wanted} and of the network's kind; got {value.dtype}.")
    if finite and not torch.isfinite(value).all():
        raise ValueError(f"{name} contains NaN or inf; remove or replace such rows first.")
    return value


def check_callable(value, name: str) -> Callable:
    """Return `value` if it can be called, as a function can."""
    if not callable(value):
        raise TypeError(
            f"{name} must be a function; got {value!r}. Pass the function itself, without (…)."
        )
    return value


def as_losses(values, who: str, epoch: int) -> dict[str, float]:
    """Return what `who` returned, name -> number or 0-d tensor, as floats, or say what is wrong.

    Raises
    ------
    FloatingPointError
        If one is not finite.

    >>> as_losses({"loss": torch.tensor(0.5)}, "step", epoch=1)
    {'loss': 0.5}
    """
    if not isinstance(values, dict) or not values:
        raise TypeError(f'{who} must return a dict such as {{"loss": loss}}; got {values!r}.')
    losses = {}
    for name, value in values.items():
        number = value.item() if isinstance(value, Tensor) and value.ndim == 0 else value
        if not isinstance(name, str) or not isinstance(number, Real):
            got = f"shape {tuple(value.shape)}" if isinstance(value, Tensor) else repr(value)
            raise TypeError(f"{who} must return numbers or 0-d tensors by name; {name!r}: {got}.")
        if not math.isfinite(number):
            raise FloatingPointError(f"{name} is {number} in epoch {epoch}: {REMEDY}")
        losses[name] = float(number)
    return losses


def check_finite_weights(networks: dict[str, nn.Module], when: str) -> None:
    """Raise FloatingPointError if a weight or a buffer is not finite: no loss may tell of it."""
    for name, tensor in named_tensors(networks).items():
        # The sum is quick, and finite only if all numbers are; but large ones may exceed it.
        if not math.isfinite(tensor.sum()) and not torch.isfinite(tensor).all():
            raise FloatingPointError(f"{name} is not finite {when}: {REMEDY}")


def check_parts(networks, optimizers) -> None:
    """Raise unless both are dicts by name, and the optimizers move weights of the networks only."""
    for told, parts, kind in (
        ("networks", networks, nn.Module),
        ("optimizers", optimizers, Optimizer),
    ):
        if not isinstance(parts, dict):
            raise TypeError(f"{told} must be a dict by name; got {type(parts).__name__}.")
        for name, part in parts.items():
            if not isinstance(part, kind):
                came = type(part).__name__
                raise TypeError(f"{told}[{name!r}] must be a torch {kind.__name__}; got {came}.")
    named_tensors(networks)
    weights = {id(weight) for network in networks.values() for weight in network.parameters()}
    for name, optimizer in optimizers.items():
        moved = {id(weight) for group in optimizer.param_groups for weight in group["params"]}
        if not moved <= weights:
            raise ValueError(
                f"optimizers[{name!r}] moves weights of no network here. Add it to networks."
            )


def settings_of(optimizer: Optimizer) -> dict:
    """Return the kind of an optimizer and what each of its groups was made with, as JSON does.

    >>> settings_of(torch.optim.SGD([torch.ones(1)], lr=0.5))["group 0"]["lr"]
    0.5
    """
    settings = {"kind": type(optimizer).__name__}
    for i, group in enumerate(optimizer.param_groups):
        settings[f"group {i}"] = {name: group[name] for name in group if name != "params"}
    return json.loads(json.dumps(settings, default=float))  # a number may be a tensor


def as_factor(value) -> float:
    """Return what a schedule returned as a float, if it is a finite number of at least 0."""
    if isinstance(value, bool) or not isinstance(value, Real) or not 0 <= value < math.inf:
        raise ValueError(f"schedule must return a finite number of at least 0; got {value!r}.")
    return float(value)


def check_names(who: str, before, now) -> None:
    """Raise if `who` returned other names than before; the first time there are none."""
    if before and list(before) != list(now):
        raise ValueError(f"{who} returned {list(before)} at first, and now {list(now)}.")


def check_same(before: dict, now: dict, where: str = "") -> None:
    """Raise and name the first entry, also of an inner dict, in which the two differ.

    >>> check_same({"config": {"k": 2}}, {"config": {"k": 3}})
    Traceback (most recent call last):
    ...
    ValueError: The training so far had config: k = 2, and now it is 3. Keep the old value, ...
    """
    for name in dict.fromkeys((*before, *now)):
        old, new = before.get(name), now.get(name)
        if isinstance(old, dict) and isinstance(new, dict):
            check_same(old, new, f"{where}{name}: ")
        elif old != new:
            raise ValueError(
                f"The training so far had {where}{name} = {old!r}, and now it is {new!r}. "
                "Keep the old value, or begin a new training."
            )
