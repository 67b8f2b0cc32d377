"""Forward mode: a number that carries its slope along."""

import math

from course_utils.backprop.real import finite
from course_utils.validation import as_scalar


class Dual:
    """A value and its derivative with respect to one input, computed together, front to back.

    Give the input itself the slope 1. One run gives the derivative with respect to that one input;
    a network with a thousand weights needs a thousand runs. Reverse mode needs one.

    Parameters
    ----------
    value, slope : float

    References
    ----------
    Wengert, A simple automatic derivative evaluation program, Communications of the ACM 7(8), 1964.

    >>> x = Dual(2.0, 1.0)
    >>> x * x * x + 5 * x
    Dual(18.0, 17.0)
    """

    def __init__(self, value, slope=0.0):
        self.value, self.slope = as_scalar(value, "value"), as_scalar(slope, "slope")

    def __add__(self, other):
        other = _as_dual(other)
        return Dual(self.value + other.value, self.slope + other.slope)

    def __mul__(self, other):
        other = _as_dual(other)
        product = self.value * other.value
        return Dual(product, self.slope * other.value + self.value * other.slope)

    def __pow__(self, exponent):
        exponent = as_scalar(exponent, "exponent")
        result = finite(pow, self.value, exponent)
        slope = exponent * finite(pow, self.value, exponent - 1, of="slope") if exponent else 0.0
        return Dual(result, slope * self.slope)

    def exp(self):
        result = finite(math.exp, self.value)
        return Dual(result, result * self.slope)

    def log(self):
        return Dual(finite(math.log, self.value), self.slope / self.value)

    def tanh(self):
        result = math.tanh(self.value)
        return Dual(result, (1 - result**2) * self.slope)

    def relu(self):
        return Dual(max(self.value, 0.0), self.slope if self.value > 0 else 0.0)

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + -_as_dual(other)

    def __truediv__(self, other):
        return self * _as_dual(other) ** -1.0

    def __rsub__(self, other):
        return _as_dual(other) - self

    def __rtruediv__(self, other):
        return _as_dual(other) / self

    __radd__, __rmul__ = __add__, __mul__

    def __repr__(self):
        return f"Dual({self.value!r}, {self.slope!r})"


def _as_dual(number) -> Dual:
    return number if isinstance(number, Dual) else Dual(number)
