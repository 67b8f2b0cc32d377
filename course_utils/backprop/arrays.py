"""What the engine asks of arrays: floats at the door, and the way back from a broadcast."""

import numpy as np

from course_utils.validation import as_numbers


def as_floats(value, dtype=None, name="data") -> np.ndarray:
    """Return a copy of `value` as float64 (or float32), or say why it can't be one.

    >>> as_floats([0.5, 1.0])
    array([0.5, 1. ])
    """
    if dtype not in (None, float, np.float64, np.float32):
        raise TypeError(f"dtype must be numpy.float64 or numpy.float32; got {dtype!r}.")
    if hasattr(value, "requires_grad"):
        numbers = "detach().numpy()" if hasattr(value, "numpy") else "data"
        raise TypeError(f"{name} must be an array; got a tensor. Pass {name}.{numbers}.")
    array, given = as_numbers(value, name), np.asarray(value).dtype
    if given.kind in "iub":
        raise TypeError(
            f"{name} holds {given} numbers, and a gradient asks what a very small change "
            f"does: whole numbers have none. Pass floats: numpy.asarray({name}, float)."
        )
    if dtype is None:
        dtype = np.float32 if given == np.float32 else np.float64
    if dtype == np.float32 and np.abs(array).max() > np.finfo(np.float32).max:
        raise ValueError(f"{name} holds numbers too large for float32; use numpy.float64.")
    return array.astype(dtype)


def as_constant(value, dtype, name="the other side") -> np.ndarray:
    """Return a copy of a number or an array that meets a tensor of `dtype`.

    Floats of an array keep their own kind. A number, whole numbers and True and False take that of
    the tensor.

    >>> as_constant([1, 2], np.dtype(np.float32)).dtype, as_constant(np.ones(2), np.float32).dtype
    (dtype('float32'), dtype('float64'))
    """
    numbers = as_numbers(value, name)
    if numbers.ndim and np.asarray(value).dtype.kind == "f":
        return as_floats(value, name=name)
    return as_floats(numbers, dtype, name)


def own(key):
    """Copy the arrays in an index: whoever made them may change them before the walk back."""
    if isinstance(key, tuple):
        return tuple(own(part) for part in key)
    return np.array(key) if isinstance(key, np.ndarray | list) else key


def read_only(array) -> np.ndarray:
    """Return `array`, locked: whoever tries to change it in place gets NumPy's error."""
    array = np.asarray(array)
    array.setflags(write=False)
    return array


def sum_to(gradient, like) -> np.ndarray:
    """Sum a gradient over the axes along which broadcasting had repeated `like`.

    A number that was used in three places has changed the result in three places.

    >>> sum_to(np.ones((3, 2)), like=np.zeros(2))
    array([3., 3.])
    """
    if gradient.shape != like.shape:
        before = (1,) * (gradient.ndim - like.ndim) + like.shape
        repeated = tuple(i for i, n in enumerate(gradient.shape) if n != before[i])
        gradient = gradient.sum(axis=repeated).reshape(like.shape)
    return gradient.astype(like.dtype, copy=False)


def spread(like, axis):
    """Return the way back through a sum: each summand gets the gradient of its sum.

    >>> spread(np.zeros((2, 3)), axis=1)(np.array([5.0, 7.0]))
    array([[5., 5., 5.],
           [7., 7., 7.]])
    """

    def back(g):
        if g.ndim < like.ndim and axis is not None:
            g = np.expand_dims(g, axis)
        return np.broadcast_to(g, like.shape)

    return back
