"""From gradients to better parameters."""

from collections.abc import Iterable

import numpy as np

from course_utils.backprop.tensor import Tensor
from course_utils.validation import as_members, check_nonnegative, check_positive


class SGD:
    """Gradient descent, with momentum if wanted: v ← m·v + g, then parameter ← parameter - η·v.

    It is called *stochastic* where the gradient comes from a batch and not from all data.

    Parameters
    ----------
    parameters : Tensors with requires_grad
    learning_rate : float > 0, η
    momentum : float in [0, 1), m
        The share of the last step that goes on; 0 forgets it.
    weight_decay : float >= 0
        Adds weight_decay · parameter to each gradient, which pulls parameters to 0.

    References
    ----------
    Polyak, Some methods of speeding up the convergence of iteration methods, 1964; the formula
    is that of torch.optim.SGD.

    >>> w = Tensor([1.0], requires_grad=True)
    >>> optimizer = SGD([w], learning_rate=0.25)
    >>> (w * w).sum().backward()
    >>> optimizer.step()
    >>> w.data
    array([0.5])
    """

    def __init__(self, parameters: Iterable[Tensor], learning_rate, momentum=0.0, weight_decay=0.0):
        if isinstance(parameters, Tensor):
            raise TypeError("parameters must be a list of tensors; got one Tensor. Pass [tensor].")
        self.parameters = as_members(parameters, "parameters")
        first = {}
        for i, tensor in enumerate(self.parameters):
            if not isinstance(tensor, Tensor) or not tensor.requires_grad or tensor.parents:
                raise ValueError(
                    f"parameters must be tensors with requires_grad that no operation made; "
                    f"parameters[{i}] is {_in_words(tensor)}."
                )
            if first.setdefault(tensor, i) < i:
                raise ValueError(
                    f"parameters[{i}] is parameters[{first[tensor]}] once more: it would move "
                    "twice in a step. List each parameter once."
                )
        self.learning_rate = check_positive(learning_rate, "learning_rate")
        self.momentum = check_nonnegative(momentum, "momentum")
        if self.momentum >= 1:
            raise ValueError(f"momentum must be below 1; got {momentum!r}.")
        self.weight_decay = check_nonnegative(weight_decay, "weight_decay")
        self.velocities = [np.zeros_like(parameter.data) for parameter in self.parameters]

    def zero_grad(self) -> None:
        """Forget the gradients: `backward` adds to what is there."""
        for parameter in self.parameters:
            parameter.grad = None

    def step(self) -> None:
        """Move each parameter that has a gradient."""
        for i, parameter in enumerate(self.parameters):
            if parameter.grad is None:
                continue
            gradient = parameter.grad
            if self.weight_decay:
                gradient = gradient + self.weight_decay * parameter.data
            if self.momentum:
                gradient = self.velocities[i] = self.momentum * self.velocities[i] + gradient
            parameter._move_by(-self.learning_rate * gradient)


def _in_words(value) -> str:
    if not isinstance(value, Tensor):
        return repr(value) if isinstance(value, str) else f"a {type(value).__name__}"
    made = f"the result of {value.operation!r}" if value.parents else "a tensor"
    wants = "" if value.requires_grad else " without requires_grad"
    return f"{made} of shape {value.shape}{wants}{value.name and f', {value.name!r}'}"
