"""Automatic differentiation for arrays: each operation beside its derivative.

An operation computes its result, and notes for each input how a gradient travels back: a function
that takes the gradient of the loss with respect to the result, `g`, and returns the gradient with
respect to that input. `backward` walks the recorded graph from its end and calls these functions.
This is reverse mode: one walk gives the derivative with respect to every input.

Linnainmaa, 1970 (master's thesis, University of Helsinki); Rumelhart, Hinton and Williams, Nature
323, 1986; Baydin et al., Automatic Differentiation in Machine Learning, JMLR 18, 2018.
"""

from numbers import Real

import numpy as np

from course_utils.backprop.arrays import as_constant, as_floats, own, read_only, spread, sum_to
from course_utils.backprop.graphs import topological_order
from course_utils.backprop.tensor_base import TensorBase
from course_utils.gradient_descent.stable import sigmoid
from course_utils.validation import as_scalar


class Tensor(TensorBase):
    """An array that can tell how a number computed from it would change with each of its elements.

    Parameters
    ----------
    data : array-like of finite floats, any shape
        Copied, and read-only from then on: a graph may still need it. Integers are refused.
    requires_grad : bool
        Whether `backward` shall leave a gradient in `grad`.
    dtype : float64 or float32; None means float64, or that of a float32 array
    name : str, to be written on drawings

    Attributes
    ----------
    data : ndarray
        `leaf.data = new` puts another array of the same shape in its place. A graph that was
        recorded before goes on with the old one.
    grad : ndarray of the shape of data, or None
        A leaf (a tensor that no operation made) *adds up* the gradients of all `backward` calls
        since it was set to None. Any other node shows the gradient of the last call, read-only.
    parents : tuple of Tensor, the inputs of the operation that made it
    operation : str, such as "+" or "tanh"; "" for a leaf

    >>> w = Tensor([1.0, -2.0], requires_grad=True)
    >>> loss = (w * w).sum()
    >>> loss.backward()
    >>> loss.item(), w.grad
    (5.0, array([ 2., -4.]))
    """

    __slots__ = ("_data", "_pulls", "grad", "name", "operation", "parents", "requires_grad")

    def __init__(self, data, requires_grad=False, *, dtype=None, name=""):
        if not isinstance(requires_grad, bool | np.bool_):
            raise TypeError(
                f"requires_grad must be True or False; got {requires_grad!r}. For a kind of "
                "number write dtype=…."
            )
        self._data = read_only(as_floats(data, dtype))
        self.requires_grad, self.name = bool(requires_grad), name
        self.grad, self.parents, self.operation, self._pulls = None, (), "", ()

    # --- Arithmetic: numbers and arrays on the other side are constants ---

    def __add__(self, other):
        a, b = self, _as_tensor(other, self)
        return record("+", a._data + b._data, (a, b), (_same, _same))

    def __sub__(self, other):
        a, b = self, _as_tensor(other, self)
        return record("-", a._data - b._data, (a, b), (_same, np.negative))

    def __mul__(self, other):
        a, b = self, _as_tensor(other, self)
        x, y = a._data, b._data
        return record("*", x * y, (a, b), (lambda g: g * y, lambda g: g * x))

    def __truediv__(self, other):
        a, b = self, _as_tensor(other, self)
        y = b._data
        quotient = a._data / y
        return record("/", quotient, (a, b), (lambda g: g / y, lambda g: -g * quotient / y))

    def __pow__(self, exponent):
        if isinstance(exponent, bool) or not isinstance(exponent, Real):
            raise TypeError(
                f"exponent must be one number; got {exponent!r}. Use (b * a.log()).exp()."
            )
        x, exponent = self._data, as_scalar(exponent, "exponent")
        slope = (lambda g: g * exponent * x ** (exponent - 1)) if exponent else np.zeros_like
        return record(f"**{exponent:g}", x**exponent, (self,), (slope,))

    def __matmul__(self, other):
        """Multiply matrices: (n, m) @ (m, k) is (n, k)."""
        a, b = self, _as_tensor(other, self)
        x, y = a._data, b._data
        if x.ndim != 2 or y.ndim != 2 or x.shape[1] != y.shape[0]:
            raise ValueError(
                f"a @ b needs shapes (n, m) and (m, k); got {x.shape} and {y.shape}. "
                "Use reshape for a single row or column, and .T to turn a matrix."
            )
        return record("@", x @ y, (a, b), (lambda g: g @ y.T, lambda g: x.T @ g))

    def __neg__(self):
        return record("-", -self._data, (self,), (np.negative,))

    __radd__, __rmul__ = __add__, __mul__

    def __rsub__(self, other):
        return _as_tensor(other, self) - self

    def __rtruediv__(self, other):
        return _as_tensor(other, self) / self

    def __rmatmul__(self, other):
        return _as_tensor(other, self) @ self

    # --- Element by element ---

    def exp(self):
        y = np.exp(self._data)
        return record("exp", y, (self,), (lambda g: g * y,))

    def log(self):
        x = self._data
        return record("log", np.log(x), (self,), (lambda g: g / x,))

    def tanh(self):
        y = np.tanh(self._data)
        return record("tanh", y, (self,), (lambda g: g * (1 - y * y),))

    def sigmoid(self):
        y = sigmoid(self._data)
        return record("sigmoid", y, (self,), (lambda g: g * y * (1 - y),))

    def relu(self):
        """max(0, x); at 0, where there is no derivative, 0 is taken."""
        x = self._data
        return record("relu", np.maximum(x, 0), (self,), (lambda g: g * (x > 0),))

    # --- Many to few: a gradient goes back to all that were summed ---

    def sum(self, axis=None, keepdims=False):
        """The sum, shape (); or along `axis`, an int or a tuple of them, which it leaves out.

        With `keepdims` the axis stays, of length 1: (n, m) becomes (n, 1) at axis=1, not (n,).
        """
        x = self._data
        return record("sum", x.sum(axis, keepdims=keepdims), (self,), (spread(x, axis),))

    def mean(self, axis=None, keepdims=False):
        """The mean of all elements, or along `axis`; shapes are those of `sum`."""
        x = self._data
        mean, back = x.mean(axis, keepdims=keepdims), spread(x, axis)
        n = x.size / mean.size
        return record("mean", mean, (self,), (lambda g: back(g) / n,))

    def max(self, axis=None, keepdims=False):
        """The largest element, or along `axis`; shapes are those of `sum`.

        Where several are equal, they share the gradient evenly.
        """
        x = self._data
        largest, back = x.max(axis, keepdims=keepdims), spread(x, axis)
        winners = x == back(largest)
        share = winners / back(winners.sum(axis, keepdims=keepdims))
        return record("max", largest, (self,), (lambda g: back(g) * share,))

    # --- Another arrangement of the same elements ---

    def reshape(self, *shape):
        """The same elements in another shape: reshape(2, 3), reshape((2, 3)), reshape(-1, 3)."""
        x = self._data
        return record("reshape", x.reshape(*shape), (self,), (lambda g: g.reshape(x.shape),))

    @property
    def T(self):
        return record("T", self._data.T, (self,), (lambda g: g.T,))

    def __getitem__(self, key):
        """The part that NumPy would take: x[0] of shape (n, m) is (m,), x[[0, 2]] is (2, m)."""
        x, key = self._data, own(key)

        def put_back(g):
            gradient = np.zeros_like(x)
            np.add.at(gradient, key, g)  # an element that was taken twice gets both gradients
            return gradient

        return record("[]", x[key], (self,), (put_back,))

    # --- The walk back ---

    def backward(self, gradient=None):
        """Compute the derivative of this tensor with respect to all that it was made from.

        Parameters
        ----------
        gradient : array of the shape of data
            How fast the loss changes with this tensor; may be left out for a single number (1).

        Calling it twice adds every leaf's gradient twice; set `grad` to None in between.
        """
        if not self.requires_grad:
            raise ValueError(
                "Nothing to differentiate: no tensor that this one was made from has "
                "requires_grad=True."
            )
        if gradient is not None:
            gradient = as_floats(gradient, self.dtype, "gradient")
            if gradient.shape != self.shape:
                raise ValueError(f"gradient must have shape {self.shape}; got {gradient.shape}.")
        elif self.size == 1:
            gradient = np.ones_like(self._data)
        else:
            raise ValueError(
                f"backward() starts from one number; this tensor has shape {self.shape}. "
                "Take .sum() or .mean() first, or pass its gradient."
            )
        gradients = {self: gradient}
        for node in reversed(topological_order(self)):
            gradient = gradients.pop(node, None)
            if gradient is None:  # a constant
                continue
            if not node.parents:
                total = gradient if node.grad is None else node.grad + gradient
                node.grad = np.array(total, order="C")
                continue
            node.grad = read_only(gradient)
            for parent, pull in zip(node.parents, node._pulls, strict=True):
                if parent.requires_grad:
                    share = sum_to(pull(gradient), parent._data)
                    known = gradients.get(parent)
                    gradients[parent] = share if known is None else known + share

    def detach(self):
        """Return the same data without a past: no gradient goes through it."""
        return _leaf(self._data)


def record(operation, data, parents, pulls) -> Tensor:
    """Return the result of an operation, with its inputs and, for each, the way back to it.

    Where no input wants a gradient, nothing is recorded: the result is a constant.
    """
    for parent in parents:
        if parent.requires_grad:
            return _leaf(data, parents, operation, pulls)
    return _leaf(data)


def _leaf(data, parents=(), operation="", pulls=()) -> Tensor:
    """Make a tensor without the checks at the door: its numbers come from other tensors."""
    tensor = object.__new__(Tensor)
    tensor._data, tensor.grad, tensor.name = read_only(data), None, ""
    tensor.requires_grad = bool(parents)
    tensor.parents, tensor.operation, tensor._pulls = parents, operation, pulls
    return tensor


def _as_tensor(value, like) -> Tensor:
    return value if isinstance(value, Tensor) else _leaf(as_constant(value, like.dtype))


def _same(g):
    return g
