"""The scalar engine, one number at a time; and forward mode beside it."""

import math
import re
from fractions import Fraction

import numpy as np
import pytest
import torch

from course_utils.backprop import Dual, Value, topological_order


def gradients(function, *numbers):
    """Return the result of a function of values, and its derivative with respect to each."""
    values = [Value(number) for number in numbers]
    result = function(*values)
    result.backward()
    return result.data, [value.grad for value in values]


def duals(function, *numbers):
    """The same by forward mode: one run for each input."""
    runs = []
    for i in range(len(numbers)):
        inputs = [Dual(number, float(i == j)) for j, number in enumerate(numbers)]
        runs.append(function(*inputs))
    return runs[0].value, [run.slope for run in runs]


def torchs(function, *numbers):
    tensors = [torch.tensor(number, dtype=torch.float64, requires_grad=True) for number in numbers]
    result = function(*tensors)
    result.backward()
    return result.item(), [tensor.grad.item() for tensor in tensors]


BY_HAND = {
    "sum": (lambda a, b: a + b, (3.0, 4.0), 7.0, (1.0, 1.0)),
    "a number on the right": (lambda a: a + 2, (3.0,), 5.0, (1.0,)),
    "a number on the left": (lambda a: 2 + a, (3.0,), 5.0, (1.0,)),
    "difference": (lambda a, b: a - b, (3.0, 4.0), -1.0, (1.0, -1.0)),
    "number - value": (lambda a: 10 - a, (3.0,), 7.0, (-1.0,)),
    "value - number": (lambda a: a - 10, (3.0,), -7.0, (1.0,)),
    "product": (lambda a, b: a * b, (3.0, 4.0), 12.0, (4.0, 3.0)),
    "number * value": (lambda a: 5 * a, (3.0,), 15.0, (5.0,)),
    "quotient": (lambda a, b: a / b, (3.0, 4.0), 0.75, (0.25, -0.1875)),
    "number / value": (lambda a: 8 / a, (4.0,), 2.0, (-0.5,)),
    "value / number": (lambda a: a / 8, (4.0,), 0.5, (0.125,)),
    "negative": (lambda a: -a, (3.0,), -3.0, (-1.0,)),
    "cube": (lambda a: a**3, (-2.0,), -8.0, (12.0,)),
    "root": (lambda a: a**0.5, (4.0,), 2.0, (0.25,)),
    "inverse square": (lambda a: a**-2, (2.0,), 0.25, (-0.25,)),
    "power 1 at 0": (lambda a: a**1, (0.0,), 0.0, (1.0,)),
    "power 0": (lambda a: a**0, (5.0,), 1.0, (0.0,)),
    "power 0 at 0": (lambda a: a**0, (0.0,), 1.0, (0.0,)),
    "exp": (lambda a: a.exp(), (0.0,), 1.0, (1.0,)),
    "log": (lambda a: a.log(), (4.0,), math.log(4.0), (0.25,)),
    "tanh": (lambda a: a.tanh(), (0.5,), math.tanh(0.5), (1 - math.tanh(0.5) ** 2,)),
    "relu above": (lambda a: a.relu(), (2.0,), 2.0, (1.0,)),
    "relu a little above": (lambda a: a.relu(), (0.5,), 0.5, (1.0,)),
    "relu below": (lambda a: a.relu(), (-2.0,), 0.0, (0.0,)),
    "relu at 0": (lambda a: a.relu(), (0.0,), 0.0, (0.0,)),
    "a square": (lambda a: a * a, (3.0,), 9.0, (6.0,)),
    "used twice": (lambda a, b: a * b + a, (2.0, -3.0), -4.0, (-2.0, 2.0)),
    "a difference of itself": (lambda a: a - a, (3.0,), 0.0, (0.0,)),
    "a diamond": (lambda a: (a + 1) * (a + 2), (3.0,), 20.0, (9.0,)),
}


@pytest.mark.parametrize("engine", [gradients, duals])
@pytest.mark.parametrize("case", BY_HAND)
def test_each_operation_is_what_one_works_out_by_hand(engine, case):
    function, numbers, value, slopes = BY_HAND[case]
    got, got_slopes = engine(function, *numbers)
    assert got == value
    assert got_slopes == pytest.approx(list(slopes), rel=1e-15, abs=0)


def deep(a, b, c):
    d = (a * b + c).tanh() * a
    e = (d.exp() + 1.5) ** -0.5
    return (e * d - c / (b * b + 1)).relu() * 3 + (e + 2).log() - (2 - d) ** 3


@pytest.mark.parametrize("numbers", [(0.5, -1.5, 0.7), (-1.1, 0.3, 2.0), (0.0, 0.0, 0.0)])
def test_a_deep_expression_is_pytorchs_in_both_modes(numbers):
    value, slopes = torchs(deep, *numbers)
    for engine in (gradients, duals):
        got, got_slopes = engine(deep, *numbers)
        assert got == pytest.approx(value, rel=1e-14)
        assert got_slopes == pytest.approx(slopes, rel=1e-12, abs=1e-14)


def test_a_second_walk_forgets_the_first():
    a = Value(3.0)
    square = a * a
    result = square + a
    result.backward()
    result.backward()
    assert (a.grad, square.grad, result.grad) == (7.0, 1.0, 1.0)
    square.backward()
    assert (a.grad, square.grad) == (6.0, 1.0)


def test_a_value_tells_where_it_came_from():
    a, b = Value(2.0), Value(5)
    result = a * b
    assert (result.data, result.parents, result.slopes, result.operation) == (
        10.0,
        (a, b),
        (5.0, 2.0),
        "*",
    )
    assert (a.parents, a.operation, a.grad, a.name, a.requires_grad) == ((), "", 0.0, "", True)
    assert type(b.data) is float
    operations = [(a + b), a**-0.5, a.exp(), a.log(), a.tanh(), a.relu()]
    assert [r.operation for r in operations] == ["+", "**-0.5", "exp", "log", "tanh", "relu"]
    assert all(r.parents[0] is a for r in operations)
    assert repr(result) == "Value(10, grad=0)"


def test_a_chain_of_10_000_values_is_walked_and_freed():
    start = Value(1.0)
    end = start
    for _ in range(10_000):
        end = end + 1.0
    assert end.data == 10_001.0
    end.backward()
    assert start.grad == 1.0
    assert len(topological_order(end)) == 20_001
    del end


def test_a_value_used_at_each_of_many_levels_counts_every_way():
    a = Value(1.0)
    end = a
    for _ in range(50):  # 2^50 ways lead back: walking each of them would never end
        end = end + end
    end.backward()
    assert a.grad == 2.0**50


@pytest.mark.parametrize("kind", [Value, Dual])
@pytest.mark.parametrize("number", [3, 3.0, np.float64(3), np.float32(3), np.int64(3), Fraction(3)])
def test_any_real_number_will_do(kind, number):
    made = kind(number)
    stored = made.data if kind is Value else made.value
    assert type(stored) is float and stored == 3.0
    total = kind(1.0) + number
    assert (total.data if kind is Value else total.value) == 4.0


BAD = {
    "None": (None, TypeError, "must hold real numbers; got None"),
    "text": ("3", ValueError, "must hold real numbers; got text"),
    "a list": ([1.0, 2.0], ValueError, r"must be one number; got shape \(2,\)"),
    "NaN": (float("nan"), ValueError, "contains NaN"),
    "inf": (float("-inf"), ValueError, "contains inf"),
    "complex": (1j, ValueError, "Complex data not supported"),
}


@pytest.mark.parametrize("bad", BAD)
def test_what_is_no_number_is_refused_by_name(bad):
    value, error, words = BAD[bad]
    with pytest.raises(error, match=f"data {words}|: data"):
        Value(value)
    for name in ("value", "slope"):
        with pytest.raises(error, match=f"{name} {words}|: {name}"):
            Dual(**{"value": 1.0, name: value})
    for kind in (Value, Dual):
        with pytest.raises(error, match=f"exponent {words}|: exponent"):
            kind(2.0) ** value
        with pytest.raises(error, match=words):
            kind(2.0) + value


NO_NUMBER = {
    "log(-1) is no finite real number": lambda kind: kind(-1.0).log(),
    "log(0) is": lambda kind: kind(0.0).log(),
    "exp(1000) is": lambda kind: kind(1000.0).exp(),
    "pow(0, -1) is": lambda kind: kind(1.0) / 0.0,
    "pow(-8, 0.5) is": lambda kind: kind(-8.0) ** 0.5,
    "pow(1e+200, 2) is": lambda kind: kind(1e200) ** 2,
    "the slope needs pow(0, -0.5), which is no finite real number": lambda kind: kind(0.0) ** 0.5,
    "contains inf": lambda kind: kind(1e200) * kind(1e200),
}


@pytest.mark.parametrize("kind", [Value, Dual])
@pytest.mark.parametrize("words", NO_NUMBER)
def test_results_that_are_no_real_number_are_refused(kind, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        NO_NUMBER[words](kind)


def test_a_dual_starts_as_a_constant_and_shows_itself():
    assert (Dual(2.0).value, Dual(2.0).slope) == (2.0, 0.0)
    assert repr(Dual(2, 1) * 3) == "Dual(6.0, 3.0)"
    constant = (2 * Dual(3.0) + 1) ** 2
    assert (constant.value, constant.slope) == (49.0, 0.0)


def test_a_dual_carries_any_slope_along():
    # d/dt of f(x(t)) with dx/dt = 5
    assert (Dual(3.0, 5.0) ** 2).slope == 30.0
    assert (Dual(3.0, 5.0) * Dual(2.0, 7.0)).slope == 31.0
    assert (Dual(3.0, 5.0) - Dual(2.0, 7.0)).slope == -2.0
    assert (Dual(0.0, 5.0).relu()).slope == 0.0
