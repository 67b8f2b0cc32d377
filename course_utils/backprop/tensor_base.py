"""The part of `Tensor` that computes nothing: its data, how it is shown, and what it refuses.

A tensor must not become a plain number or array unnoticed, as its graph would be lost; nor may it
be changed in place, as a graph may still need its numbers.
"""

import copy

import numpy as np

from course_utils.backprop.arrays import as_floats, read_only


def _refuse_in_place(symbol: str):
    """Return the method for `w -= …` and its like: of results it makes others, as Python does."""

    def in_place(self, other):
        if self.requires_grad and not self.parents:
            raise TypeError(
                f"w {symbol}= … would make w a result and no parameter. "
                f"Write w.data = w.data {symbol} …."
            )
        return NotImplemented

    return in_place


class TensorBase:
    """What `Tensor` has beside its operations; it brings `_data`, `requires_grad` and the rest."""

    __slots__ = ()
    __array_ufunc__ = None  # array * tensor is left to the tensor
    __hash__ = object.__hash__  # tensors are keys: each is itself, whatever its numbers

    @property
    def data(self) -> np.ndarray:
        return self._data

    @data.setter
    def data(self, new):
        if self.parents:
            raise TypeError(
                f"This tensor is the result of {self.operation!r}: its numbers follow from those "
                "of its parents. Only the data of a leaf can be replaced."
            )
        new = as_floats(new, self._data.dtype)
        if new.shape != self.shape:
            raise ValueError(f"data must keep the shape {self.shape}; got {new.shape}.")
        self._data = read_only(new)

    def _move_by(self, change):
        """Put data + change in the place of data, as an optimizer does."""
        moved = self._data + change
        if moved.shape != self._data.shape:
            raise ValueError(
                f"{self.name or 'a parameter'} has shape {self.shape}, and its gradient has "
                f"{np.shape(change)}: they must be equal."
            )
        self._data = read_only(moved.astype(self._data.dtype, copy=False))

    shape = property(lambda self: self._data.shape)
    ndim = property(lambda self: self._data.ndim)
    size = property(lambda self: self._data.size)
    dtype = property(lambda self: self._data.dtype)

    def item(self) -> float:
        """Return the only element as a Python float, without its graph."""
        return self._data.item()

    def __float__(self):
        return self.item()

    def __len__(self):
        return len(self._data)

    def __iter__(self):
        if not self.ndim:
            raise TypeError("A tensor of one number has no rows to go through. Use .item().")
        return (self[i] for i in range(len(self)))

    def __repr__(self):
        words = ", dtype=float32" * (self.dtype == np.float32)
        words += ", requires_grad=True" * self.requires_grad
        return f"Tensor({np.array2string(self._data, separator=', ', prefix='Tensor(')}{words})"

    def __format__(self, spec):
        return format(self.item(), spec) if spec and self.size == 1 else super().__format__(spec)

    def __array__(self, dtype=None, copy=None):
        if self.requires_grad:
            raise TypeError("NumPy would lose the graph. Pass tensor.data, its numbers.")
        return np.array(self._data, dtype=dtype, copy=copy)

    def __reduce__(self):
        """Copy and pickle leaves; a result would take its whole graph along."""
        if self.parents:
            raise TypeError(
                f"This tensor is the result of {self.operation!r} and hangs in a graph, which "
                "can't be copied. Copy tensor.detach(), its numbers."
            )
        return _rebuilt, (type(self), self._data, self.requires_grad, self.name, self.grad)

    def __bool__(self):
        raise TypeError(
            "A tensor is neither true nor false. Compare its numbers: tensor.data, tensor.item()."
        )

    def __eq__(self, other):
        if self is other:
            return True
        raise TypeError("No graph holds a comparison. Compare numbers: a.data == b.data.")

    def __setitem__(self, key, value):
        raise TypeError(
            "A tensor can't be changed in place: a graph may still need its numbers. Compute a new "
            "one, or put a whole new array into tensor.data."
        )

    __iadd__, __isub__ = _refuse_in_place("+"), _refuse_in_place("-")
    __imul__, __itruediv__ = _refuse_in_place("*"), _refuse_in_place("/")
    __ipow__, __imatmul__ = _refuse_in_place("**"), _refuse_in_place("@")


def _rebuilt(kind, data, requires_grad, name, grad):
    tensor = kind(data, requires_grad, dtype=data.dtype, name=name)
    tensor.grad = copy.copy(grad)
    return tensor
