"""The idea of automatic differentiation, one number at a time.

A `Value` remembers from which values it was made, and how fast it changes with each of them.
`backward` walks the graph from the end to the beginning and multiplies along the way.
"""

import math

from course_utils.backprop.graphs import topological_order
from course_utils.backprop.real import finite
from course_utils.validation import as_scalar


class Value:
    """A number that remembers how it was computed.

    Parameters
    ----------
    data : float
    parents : the values that it was made from
    slopes : how fast it changes with each parent, a number for each

    Attributes
    ----------
    grad : float
        How fast the result changes with this value, after `result.backward()`.

    References
    ----------
    Karpathy, micrograd, 2020: an engine of this size, with the same operations.

    >>> a, b = Value(2.0), Value(-3.0)
    >>> result = (a * b + a) ** 2
    >>> result.backward()
    >>> result.data, a.grad, b.grad
    (16.0, 16.0, -16.0)
    """

    requires_grad = True
    name = ""

    def __init__(self, data, parents=(), slopes=(), operation=""):
        quick = type(data) is float and math.isfinite(data)
        self.data = data if quick else as_scalar(data, "data")
        self.parents, self.slopes, self.operation = parents, slopes, operation
        self.grad = 0.0

    def __add__(self, other):
        other = _as_value(other)
        return Value(self.data + other.data, (self, other), (1.0, 1.0), "+")

    def __mul__(self, other):
        other = _as_value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data), "*")

    def __pow__(self, exponent):
        exponent = as_scalar(exponent, "exponent")
        result = finite(pow, self.data, exponent)
        slope = exponent * finite(pow, self.data, exponent - 1, of="slope") if exponent else 0.0
        return Value(result, (self,), (slope,), f"**{exponent:g}")

    def exp(self):
        result = finite(math.exp, self.data)
        return Value(result, (self,), (result,), "exp")

    def log(self):
        return Value(finite(math.log, self.data), (self,), (1 / self.data,), "log")

    def tanh(self):
        result = math.tanh(self.data)
        return Value(result, (self,), (1 - result**2,), "tanh")

    def relu(self):
        return Value(max(self.data, 0.0), (self,), (float(self.data > 0),), "relu")

    def backward(self):
        """Set `grad` of every value that this one depends on; what was there before is forgotten.

        A value that is used twice gets a share from each of its uses: shares are added.
        """
        order = topological_order(self)
        for node in order:
            node.grad = 0.0
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes, strict=True):
                parent.grad += slope * node.grad

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + -_as_value(other)

    def __truediv__(self, other):
        return self * _as_value(other) ** -1.0

    def __rsub__(self, other):
        return _as_value(other) - self

    def __rtruediv__(self, other):
        return _as_value(other) / self

    __radd__ = __add__
    __rmul__ = __mul__

    def __repr__(self):
        return f"Value({self.data:g}, grad={self.grad:g})"


def _as_value(number) -> Value:
    return number if isinstance(number, Value) else Value(number)
