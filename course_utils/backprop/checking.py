"""Is a gradient right? Compare it with what small steps do."""

from collections.abc import Callable

import numpy as np

from course_utils.backprop.graphs import topological_order
from course_utils.backprop.tensor import Tensor
from course_utils.gradient_descent import numerical_gradient, relative_error
from course_utils.validation import as_rng, check_positive


def check_gradients(
    function: Callable, *tensors: Tensor, h=1e-5, tolerance=1e-6, rng=0
) -> list[float]:
    """Compare `backward` through `function` with central differences; return the relative errors.

    The result of `function` is multiplied with random numbers and summed. A plain sum could hide
    an error: the sum of a softmax is 1, whatever its inputs, and so any gradient of 0 would pass.

    Parameters
    ----------
    function : takes the tensors, returns a Tensor of any shape; must give the same result each time
    tensors : float64, with requires_grad
    h : float > 0, the step of the differences
    tolerance : float > 0
    rng : Generator or seed of the random numbers

    Returns
    -------
    errors : for each tensor ‖a - n‖ / (‖a‖ + ‖n‖), a from backward and n from differences
        0 where both differ by no more than the rounding of the result, divided by h.

    Raises
    ------
    TypeError
        If function returns no Tensor.
    ValueError
        If function gives two results for the same input, or computes with something else than its
        arguments, or if a tensor wants no gradient.
    AssertionError
        If an error is above the tolerance; the message names the tensor.

    >>> x = Tensor([[0.5, -1.0]], requires_grad=True)
    >>> max(check_gradients(Tensor.tanh, x)) < 1e-9
    True
    """
    if not callable(function):
        raise TypeError(f"function must take tensors and return one; got {function!r}.")
    check_positive(h, "h")
    check_positive(tolerance, "tolerance")
    if not tensors:
        raise ValueError("tensors is empty; pass those whose gradients to check.")
    for i, tensor in enumerate(tensors):
        if not isinstance(tensor, Tensor) or not tensor.requires_grad or tensor.dtype != np.float64:
            raise ValueError(f"tensors[{i}] must be a float64 Tensor with requires_grad=True.")
    arrays = [tensor.data for tensor in tensors]
    first = _run(function, arrays)
    if not np.array_equal(first.data, _run(function, arrays).data):
        raise ValueError("function gave two results for one input; switch randomness off first.")
    projection = as_rng(rng).standard_normal(first.shape)
    rounding = np.finfo(float).eps * np.abs(first.data * projection).sum() / h

    fresh = [Tensor(array, requires_grad=True) for array in arrays]
    _walk_back((function(*fresh) * projection).sum(), fresh)
    errors = []
    for i, tensor in enumerate(fresh):

        def loss(numbers, i=i):
            moved = [*arrays[:i], numbers, *arrays[i + 1 :]]
            return float((_run(function, moved).data * projection).sum())

        numeric = numerical_gradient(loss, tensor.data, h)
        if tensor.grad is None and not numeric.any():
            raise ValueError(
                f"function does not use tensors[{i}]; compute with its arguments, not with the "
                "tensors that you pass to check_gradients."
            )
        exact = np.zeros(tensor.shape) if tensor.grad is None else tensor.grad
        if np.abs(exact - numeric).max() <= rounding:
            errors.append(0.0)
        else:
            errors.append(relative_error(exact, numeric) if np.isfinite(exact).all() else np.inf)
        if not errors[-1] <= tolerance:
            raise AssertionError(
                f"The gradient of tensors[{i}] is off: relative error {errors[-1]:.2g}, tolerance "
                f"{tolerance:g}. At a kink (relu at 0, a tie of max) no difference can agree."
            )
    return errors


def _walk_back(loss: Tensor, arguments) -> None:
    """Leave gradients in `arguments`; whatever else the loss was made from keeps its own."""
    if not loss.requires_grad:
        raise ValueError(
            "function returns a constant: no gradient leads from its result to a tensor. Compute "
            "with its arguments, without detach, .data, or a new Tensor."
        )
    others = {node: node.grad for node in topological_order(loss) if not node.parents}
    loss.backward()
    for node in others.keys() - set(arguments):
        node.grad = others[node]


def _run(function, arrays) -> Tensor:
    """Call `function` with constants, so that no graph is recorded."""
    result = function(*map(Tensor, arrays))
    if not isinstance(result, Tensor):
        raise TypeError(f"function must return a Tensor; got {type(result).__name__}.")
    return result
