"""The tensor: each operation by hand and by differences, the walk back, and what is refused."""

import ast
import copy
import gc
import io
import pickle
import re
import tokenize
import weakref
from pathlib import Path

import numpy as np
import pytest
import torch

from course_utils.backprop import (
    Tensor,
    binary_cross_entropy,
    check_gradients,
    cross_entropy,
    log_softmax,
    mean_squared_error,
    topological_order,
)
from course_utils.backprop import tensor as module
from course_utils.backprop.arrays import as_floats, spread, sum_to
from course_utils.backprop.tensor import record
from course_utils.gradient_descent.stable import sigmoid

MODEL = Path(module.__file__).parent


def wanting(data, **options):
    return Tensor(np.array(data, float), requires_grad=True, **options)


def gradients(function, *arrays):
    """Return the result of a function of tensors, and its gradients for a plain sum."""
    tensors = [wanting(array) for array in arrays]
    result = function(*tensors)
    result.sum().backward()
    return result.data.tolist(), [tensor.grad.tolist() for tensor in tensors]


BY_HAND = {
    "+": (lambda a, b: a + b, [[1.0, 2.0], [3.0, 5.0]], [4.0, 7.0], [[1.0, 1.0], [1.0, 1.0]]),
    "-": (lambda a, b: a - b, [[1.0, 2.0], [3.0, 5.0]], [-2.0, -3.0], [[1.0, 1.0], [-1.0, -1.0]]),
    "*": (lambda a, b: a * b, [[1.0, 2.0], [3.0, 5.0]], [3.0, 10.0], [[3.0, 5.0], [1.0, 2.0]]),
    "/": (
        lambda a, b: a / b,
        [[1.0, 3.0], [2.0, 4.0]],
        [0.5, 0.75],
        [[0.5, 0.25], [-0.25, -0.1875]],
    ),
    "number -": (lambda a: 5 - a, [[1.0, 2.0]], [4.0, 3.0], [[-1.0, -1.0]]),
    "number /": (lambda a: 8 / a, [[2.0, 4.0]], [4.0, 2.0], [[-2.0, -0.5]]),
    "number *": (lambda a: 3 * a, [[2.0, 4.0]], [6.0, 12.0], [[3.0, 3.0]]),
    "number +": (lambda a: 3 + a, [[2.0, 4.0]], [5.0, 7.0], [[1.0, 1.0]]),
    "negative": (lambda a: -a, [[2.0, -4.0]], [-2.0, 4.0], [[-1.0, -1.0]]),
    "cube": (lambda a: a**3, [[2.0, -1.0]], [8.0, -1.0], [[12.0, 3.0]]),
    "root": (lambda a: a**0.5, [[4.0, 16.0]], [2.0, 4.0], [[0.25, 0.125]]),
    "inverse": (lambda a: a**-1, [[2.0, 4.0]], [0.5, 0.25], [[-0.25, -0.0625]]),
    "power 0": (lambda a: a**0, [[2.0, 0.0]], [1.0, 1.0], [[0.0, 0.0]]),
    "power 1": (lambda a: a**1, [[2.0, 0.0]], [2.0, 0.0], [[1.0, 1.0]]),
    "@": (
        lambda a, b: a @ b,
        [[[1.0, 2.0, 3.0]], [[1.0, 0.0], [0.0, 2.0], [5.0, 7.0]]],
        [[16.0, 25.0]],
        [[[1.0, 2.0, 12.0]], [[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]]],
    ),
    "exp": (lambda a: a.exp(), [[0.0]], [1.0], [[1.0]]),
    "log": (lambda a: a.log(), [[1.0, 4.0]], [0.0, np.log(4.0)], [[1.0, 0.25]]),
    "tanh": (lambda a: a.tanh(), [[0.0, 100.0]], [0.0, 1.0], [[1.0, 0.0]]),
    "sigmoid": (
        lambda a: a.sigmoid(),
        [[0.0, 1000.0, -1000.0]],
        [0.5, 1.0, 0.0],
        [[0.25, 0.0, 0.0]],
    ),
    "relu": (lambda a: a.relu(), [[2.0, 0.0, -2.0]], [2.0, 0.0, 0.0], [[1.0, 0.0, 0.0]]),
    "sum": (lambda a: a.sum() * 3, [[2.0, 4.0]], 18.0, [[3.0, 3.0]]),
    "mean": (lambda a: a.mean() * 3, [[2.0, 4.0]], 9.0, [[1.5, 1.5]]),
    "max": (lambda a: a.max() * 3, [[2.0, 4.0]], 12.0, [[0.0, 3.0]]),
    "max with ties": (lambda a: a.max() * 3, [[4.0, 2.0, 4.0]], 12.0, [[1.5, 0.0, 1.5]]),
    "reshape": (
        lambda a: a.reshape(2, 1) * np.array([[1.0], [5.0]]),
        [[2.0, 4.0]],
        [[2.0], [20.0]],
        [[1.0, 5.0]],
    ),
    "T": (
        lambda a: a.T * np.array([[1.0], [5.0]]),
        [[[2.0, 4.0]]],
        [[2.0], [20.0]],
        [[[1.0, 5.0]]],
    ),
    "one element": (lambda a: a[1] * 3, [[2.0, 4.0]], 12.0, [[0.0, 3.0]]),
    "a slice": (lambda a: a[::2] * 3, [[2.0, 4.0, 5.0]], [6.0, 15.0], [[3.0, 0.0, 3.0]]),
    "backwards": (
        lambda a: a[::-1] * np.array([1.0, 5.0]),
        [[2.0, 4.0]],
        [4.0, 10.0],
        [[5.0, 1.0]],
    ),
    "an element twice": (
        lambda a: a[[0, 0, 1]] * np.array([1.0, 5.0, 7.0]),
        [[2.0, 4.0]],
        [2.0, 10.0, 28.0],
        [[6.0, 7.0]],
    ),
    "a mask": (lambda a: a[np.array([True, False])] * 3, [[2.0, 4.0]], [6.0], [[3.0, 0.0]]),
    "a square": (lambda a: a * a, [[3.0, -4.0]], [9.0, 16.0], [[6.0, -8.0]]),
    "used twice": (
        lambda a, b: a * b + a,
        [[2.0], [-3.0]],
        [-4.0],
        [[-2.0], [2.0]],
    ),
    "less itself": (lambda a: a - a, [[3.0]], [0.0], [[0.0]]),
    "a diamond": (lambda a: (a + 1) * (a + 2), [[3.0]], [20.0], [[9.0]]),
}


@pytest.mark.parametrize("case", BY_HAND)
def test_each_operation_is_what_one_works_out_by_hand(case):
    function, arrays, result, expected = BY_HAND[case]
    assert gradients(function, *arrays) == (result, expected)


A = np.array([[0.5, -1.5, 0.25], [2.0, 0.75, -0.5]])
POSITIVE = np.abs(A) + 0.5
LABELS = np.array([2, 0])
BY_DIFFERENCES = {
    "+": (lambda a, b: a + b, A, A[0]),
    "-": (lambda a, b: a - b, A, A[:, :1]),
    "*": (lambda a, b: a * b, A[:, :1], A[0]),
    "/": (lambda a, b: a / b, A, POSITIVE[0]),
    "array -": (lambda a: POSITIVE - a, A),
    "array /": (lambda a: A / a, POSITIVE),
    "**": (lambda a: a**-1.5, POSITIVE),
    "@": (lambda a, b: a @ b, A, A.T),
    "negative": (lambda a: -a, A),
    "exp": (Tensor.exp, A),
    "log": (Tensor.log, POSITIVE),
    "tanh": (Tensor.tanh, A),
    "sigmoid": (Tensor.sigmoid, A),
    "relu": (Tensor.relu, A),
    "reshape": (lambda a: a.reshape(3, 2), A),
    "T": (lambda a: a.T, A),
    "[]": (lambda a: a[:, [0, 0, 2]], A),
    "[::-1]": (lambda a: a[::-1, 1:], A),
    "log_softmax": (log_softmax, A),
    "cross_entropy": (lambda a: cross_entropy(a, LABELS), A),
    "binary_cross_entropy": (lambda a: binary_cross_entropy(a, [0.0, 1.0, 0.25]), A[0]),
    "mean_squared_error": (lambda a: mean_squared_error(a, POSITIVE), A),
}
for name in ("sum", "mean", "max"):
    for axis in (None, 0, 1, -1, (0, 1)):
        for keepdims in (False, True):
            BY_DIFFERENCES[f"{name}, axis {axis}, keepdims {keepdims}"] = (
                lambda a, name=name, options=(axis, keepdims): getattr(a, name)(*options),
                A,
            )


class TestDifferences:
    @pytest.mark.parametrize("case", BY_DIFFERENCES)
    def test_each_gradient_agrees_with_small_steps(self, case):
        function, *arrays = BY_DIFFERENCES[case]
        assert max(check_gradients(function, *map(wanting, arrays))) < 1e-8

    @pytest.mark.parametrize("case", BY_DIFFERENCES)
    @pytest.mark.parametrize("factor", [0.5, -1.0, 1.001])
    def test_a_way_back_that_is_off_by_a_factor_is_found(self, case, factor):
        function, *arrays = BY_DIFFERENCES[case]

        def broken(*tensors):
            result = function(*tensors)
            pulls = [lambda g, pull=pull: factor * pull(g) for pull in result._pulls]
            return record("broken", result.data, result.parents, pulls)

        with pytest.raises(AssertionError, match=r"gradient of tensors\[0\] is off"):
            check_gradients(broken, *map(wanting, arrays))

    @pytest.mark.parametrize("case", BY_DIFFERENCES)
    def test_a_way_back_that_is_missing_is_found(self, case):
        function, *arrays = BY_DIFFERENCES[case]

        def broken(*tensors):
            result = function(*tensors)
            pulls = [lambda g, p=parent: np.zeros(p.shape) for parent in result.parents]
            return record("broken", result.data, result.parents, pulls)

        with pytest.raises(AssertionError, match=r"relative error 1, tolerance 1e-06"):
            check_gradients(broken, *map(wanting, arrays))

    def test_the_gradient_of_a_second_input_is_checked_too(self):
        def broken(a, b):
            return record("*", a.data * b.data, (a, b), (lambda g: g * b.data, lambda g: g))

        with pytest.raises(AssertionError, match=r"gradient of tensors\[1\] is off"):
            check_gradients(broken, wanting(A), wanting(POSITIVE))


class TestReductions:
    @pytest.mark.parametrize("name", ["sum", "mean", "max"])
    @pytest.mark.parametrize("axis", [None, 0, 1, 2, -1, -2, (0, 2), (-1, 0), (1,), (0, 1, 2)])
    @pytest.mark.parametrize("keepdims", [False, True])
    def test_shapes_and_values_are_numpys(self, name, axis, keepdims):
        array = np.arange(24.0).reshape(2, 3, 4) % 7
        ours = getattr(Tensor(array), name)(axis, keepdims)
        theirs = getattr(array, name)(axis, keepdims=keepdims)
        assert ours.shape == np.shape(theirs)
        assert ours.data.tolist() == theirs.tolist()
        assert isinstance(ours.data, np.ndarray)

    def test_keywords_and_defaults(self):
        tensor = Tensor([[1.0, 2.0], [3.0, 5.0]])
        for name, (whole, columns) in {
            "sum": (11.0, [[4.0, 7.0]]),
            "mean": (2.75, [[2.0, 3.5]]),
            "max": (5.0, [[3.0, 5.0]]),
        }.items():
            reduce = getattr(tensor, name)
            assert (reduce().item(), reduce().shape) == (whole, ())
            assert reduce(axis=0, keepdims=True).data.tolist() == columns
            assert reduce(axis=0).data.tolist() == columns[0]

    def test_ties_in_each_row_share_by_themselves(self):
        x = wanting([[1.0, 1.0, 0.0], [2.0, 2.0, 2.0]])
        (x.max(axis=1) * np.array([6.0, 3.0])).sum().backward()
        assert x.grad.tolist() == [[3.0, 3.0, 0.0], [1.0, 1.0, 1.0]]

    @pytest.mark.parametrize("name", ["sum", "mean", "max"])
    def test_an_axis_that_is_not_there_is_refused(self, name):
        with pytest.raises(ValueError, match="axis 1 is out of bounds"):
            getattr(wanting([1.0]), name)(axis=1)


class TestBroadcasting:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ((3,), (2, 3)),
            ((), (2, 3)),
            ((2, 1), (2, 3)),
            ((2, 1), (1, 3)),
            ((1, 1), (2, 3)),
            ((4, 1, 3), (2, 1)),
            ((1,), ()),
            ((2, 3), (2, 3)),
        ],
    )
    def test_what_was_repeated_gets_the_sum(self, one, other):
        a, b = wanting(np.ones(one)), wanting(np.ones(other))
        total = a + b
        total.sum().backward()
        for tensor in (a, b):
            assert tensor.grad.shape == tensor.shape
            assert (tensor.grad == total.size / tensor.size).all()

    def test_sum_to_sums_leading_and_stretched_axes(self):
        g = np.arange(12.0).reshape(2, 3, 2)
        assert sum_to(g, np.zeros((3, 1))).tolist() == [[14.0], [22.0], [30.0]]
        assert sum_to(g, np.zeros(())).tolist() == 66.0
        assert sum_to(g, np.zeros((1, 1, 2))).tolist() == [[[30.0, 36.0]]]
        assert sum_to(g, np.zeros((2, 3, 2))) is g
        assert sum_to(g, np.zeros((3, 2), np.float32)).dtype == np.float32

    def test_spread_brings_a_sum_back_to_its_shape(self):
        like = np.zeros((2, 3, 2))
        for axis in (None, 1, -1, (0, 2)):
            for keepdims in (False, True):
                total = np.asarray(like.sum(axis, keepdims=keepdims)) + 5.0
                assert spread(like, axis)(total).tolist() == (like + 5).tolist()

    def test_shapes_that_do_not_fit_are_refused(self):
        for operate in (lambda a, b: a + b, lambda a, b: a * b, lambda a, b: b / a):
            with pytest.raises(ValueError, match=r"\(2,\) \(3,\)|\(3,\) \(2,\)"):
                operate(wanting([1.0, 2.0]), wanting([1.0, 2.0, 3.0]))


class TestWalk:
    def test_a_leaf_adds_up_and_a_node_between_does_not(self):
        a = wanting([3.0])
        square = a * a
        loss = square.sum()
        loss.backward()
        loss.backward()
        loss.backward()
        assert a.grad.tolist() == [18.0]
        assert square.grad.tolist() == [1.0]
        assert loss.grad.tolist() == 1.0
        a.grad = None
        loss.backward()
        assert a.grad.tolist() == [6.0]

    def test_two_losses_add_up_in_a_leaf(self):
        a = wanting([3.0])
        (a * 2).sum().backward()
        (a * 5).sum().backward()
        assert a.grad.tolist() == [7.0]

    def test_a_node_between_forgets_the_walk_from_another_end(self):
        a = wanting([3.0])
        square = a * a
        (square * 10).sum().backward()
        (square * 2).sum().backward()
        assert square.grad.tolist() == [2.0]
        assert a.grad.tolist() == [72.0]

    def test_a_leaf_by_itself_has_slope_1(self):
        a = wanting(3.0)
        a.backward()
        a.backward()
        assert a.grad == 2.0 and isinstance(a.grad, np.ndarray)

    @pytest.mark.parametrize("shape", [(), (1,), (1, 1)])
    def test_a_single_number_of_any_shape_starts_a_walk(self, shape):
        a = wanting(np.full(shape, 3.0))
        (a * a).backward()
        assert a.grad.shape == shape and a.grad.item() == 6.0

    def test_a_given_gradient_is_where_the_walk_starts(self):
        a = wanting([1.0, 2.0])
        (a * a).backward([10.0, 100.0])
        assert a.grad.tolist() == [20.0, 400.0]

    def test_a_given_gradient_is_copied(self):
        a, gradient = wanting([1.0, 2.0]), np.ones(2)
        doubled = a + a
        doubled.backward(gradient)
        gradient[:] = 9.0
        assert doubled.grad.tolist() == [1.0, 1.0] and a.grad.tolist() == [2.0, 2.0]
        a.backward(gradient)
        gradient[:] = 0.0
        assert a.grad.tolist() == [11.0, 11.0]

    def test_leaf_gradients_are_own_copies(self):
        a, b = wanting([1.0, 2.0]), wanting([3.0, 4.0])
        total = a + b
        total.sum().backward()
        a.grad[:] = 77.0
        assert b.grad.tolist() == [1.0, 1.0] and total.grad.tolist() == [1.0, 1.0]
        kept = b.grad
        total.sum().backward()
        assert kept.tolist() == [1.0, 1.0] and b.grad.tolist() == [2.0, 2.0]
        assert a.grad.flags.writeable and b.grad.flags.writeable
        with pytest.raises(ValueError, match="read-only"):
            total.grad[0] = 5.0

    def test_a_node_used_at_each_of_many_levels_counts_every_way(self):
        a = wanting(1.0)
        end = a
        for _ in range(50):
            end = end + end
        end.backward()
        assert a.grad == 2.0**50

    def test_without_requires_grad_there_is_nothing_to_walk(self):
        with pytest.raises(ValueError, match=r"Nothing to differentiate.*requires_grad=True"):
            (Tensor([1.0]) * 2).sum().backward()

    @pytest.mark.parametrize("shape", [(2,), (3, 1), (2, 2)])
    def test_more_than_one_number_needs_a_gradient(self, shape):
        words = rf"starts from one number; this tensor has shape \({shape[0]}.*\.sum\(\)"
        with pytest.raises(ValueError, match=words):
            (wanting(np.ones(shape)) * 2).backward()

    def test_a_gradient_of_another_shape_is_refused(self):
        with pytest.raises(ValueError, match=r"gradient must have shape \(2,\); got \(2, 1\)"):
            wanting([1.0, 2.0]).backward([[1.0], [2.0]])
        with pytest.raises(ValueError, match=r"gradient must have shape \(\); got \(1,\)"):
            wanting([1.0, 2.0]).sum().backward([1.0])
        with pytest.raises(ValueError, match=r"gradient must have shape \(2,\); got \(1,\)"):
            wanting([1.0, 2.0]).backward([1.0])

    def test_no_number_at_all_starts_no_walk(self):
        with pytest.raises(ValueError, match=r"starts from one number; .* shape \(0,\)"):
            wanting([1.0, 2.0])[:0].backward()

    def test_the_order_has_parents_first_and_each_node_once(self):
        a, b = wanting([1.0]), wanting([2.0])
        c = a * b
        d = c + a
        e = d * c
        order = topological_order(e)
        assert len(order) == 5 and order[-1] is e
        places = {node: i for i, node in enumerate(order)}
        assert all(places[p] < places[node] for node in order for p in node.parents)
        assert topological_order(a) == [a]


class TestConstants:
    def test_no_graph_is_recorded_for_constants(self):
        a, b = Tensor([[1.0, 2.0]]), Tensor([[3.0], [4.0]])
        for result in (a + b, a @ b, -a, a.exp(), a.T, a[0], a.sum(), a.max(), log_softmax(a)):
            assert (result.parents, result.operation, result._pulls) == ((), "", ())
            assert result.requires_grad is False and result.grad is None

    def test_one_input_that_wants_a_gradient_is_enough_and_constants_get_none(self):
        a, b = wanting([1.0, 2.0]), Tensor([3.0, 4.0])
        product = b * a
        assert product.requires_grad is True and product.parents == (b, a)
        product.sum().backward()
        assert a.grad.tolist() == [3.0, 4.0] and b.grad is None

    def test_detach_cuts_the_graph_and_shares_the_numbers(self):
        a = wanting([1.0, 2.0], name="a")
        cut = (a * 3).detach()
        assert (cut.parents, cut.requires_grad, cut.data.tolist()) == ((), False, [3.0, 6.0])
        (a * a.detach()).sum().backward()
        assert a.grad.tolist() == [1.0, 2.0]
        assert a.detach().data is a.data

    @pytest.mark.parametrize("left", [True, False])
    def test_arrays_and_numbers_are_constants_on_either_side(self, left):
        a, c = wanting([1.0, 2.0]), np.array([4.0, 8.0])
        results = {
            "+": (c + a if left else a + c, [5.0, 10.0], [1.0, 1.0]),
            "-": (c - a, [3.0, 6.0], [-1.0, -1.0]) if left else (a - c, [-3.0, -6.0], [1.0, 1.0]),
            "*": (c * a if left else a * c, [4.0, 16.0], [4.0, 8.0]),
            "/": (c / a, [4.0, 4.0], [-4.0, -2.0])
            if left
            else (a / c, [0.25, 0.25], [0.25, 0.125]),
        }
        for result, value, slope in results.values():
            assert isinstance(result, Tensor) and result.data.tolist() == value
            a.grad = None
            result.sum().backward()
            assert a.grad.tolist() == slope

    def test_an_array_times_a_matrix_on_either_side(self):
        a, c = wanting([[1.0, 2.0]]), np.array([[3.0], [4.0]])
        (c @ a).sum().backward()
        assert a.grad.tolist() == [[7.0, 7.0]]
        a.grad = None
        result = a @ c
        result.sum().backward()
        assert isinstance(result, Tensor) and a.grad.tolist() == [[3.0, 4.0]]

    def test_numpys_own_numbers_on_the_left(self):
        a = wanting([1.0, 2.0])
        for result in (np.float64(3) * a, np.float32(3) * a, np.int64(3) * a):
            assert isinstance(result, Tensor) and result.data.tolist() == [3.0, 6.0]

    def test_a_constant_of_the_caller_is_copied(self):
        a, c = wanting([1.0, 2.0]), np.array([4.0, 8.0])
        product = a * c
        c[:] = 0.0
        product.sum().backward()
        assert a.grad.tolist() == [4.0, 8.0]


class TestInPlace:
    def test_the_numbers_of_a_tensor_are_its_own(self):
        array = np.array([1.0, 2.0])
        a = Tensor(array)
        array[:] = 9.0
        assert a.data.tolist() == [1.0, 2.0]

    @pytest.mark.parametrize(
        "made",
        [
            lambda a: a,
            lambda a: a + 1,
            lambda a: a.T,
            lambda a: a[0],
            lambda a: a.reshape(-1),
            lambda a: a.sum(),
            lambda a: a.detach(),
        ],
    )
    def test_changes_in_place_are_refused(self, made):
        tensor = made(wanting([[1.0, 2.0]]))
        with pytest.raises(ValueError, match="read-only"):
            tensor.data[...] = 5.0
        with pytest.raises(ValueError, match="read-only"):
            tensor.data += 1.0
        with pytest.raises(TypeError, match=r"can't be changed in place.*tensor\.data"):
            tensor[...] = 5.0

    def test_data_may_be_replaced_by_a_copy_of_the_same_shape_and_dtype(self):
        a, new = Tensor([1.0, 2.0], dtype=np.float32), np.array([3.0, 4.0])
        a.data = new
        new[:] = 9.0
        assert a.data.tolist() == [3.0, 4.0] and a.dtype == np.float32
        with pytest.raises(ValueError, match="read-only"):
            a.data[0] = 5.0

    @pytest.mark.parametrize("new", [[1.0], [[1.0, 2.0]], 1.0, [1.0, 2.0, 3.0]])
    def test_data_of_another_shape_is_refused(self, new):
        a = Tensor([1.0, 2.0])
        shape = np.shape(new)
        with pytest.raises(ValueError) as caught:
            a.data = new
        assert str(caught.value) == f"data must keep the shape (2,); got {shape}."
        assert a.data.tolist() == [1.0, 2.0]

    @pytest.mark.parametrize("new", [[1.0, np.nan], [1, 2], None, "text"])
    def test_bad_data_is_refused_and_the_old_stays(self, new):
        a = Tensor([1.0, 2.0])
        with pytest.raises((TypeError, ValueError), match="data"):
            a.data = new
        assert a.data.tolist() == [1.0, 2.0]

    @pytest.mark.parametrize("name", BY_DIFFERENCES)
    def test_an_older_graph_goes_on_with_the_old_numbers(self, name):
        function, *arrays = BY_DIFFERENCES[name]
        tensors, twins = ([wanting(array) for array in arrays] for _ in range(2))
        function(*twins).sum().backward()
        result = function(*tensors).sum()
        for tensor in tensors:
            tensor.data = tensor.data * 3.0 + 1.0
        result.backward()
        for tensor, twin in zip(tensors, twins, strict=True):
            assert tensor.grad.tolist() == twin.grad.tolist()

    def test_the_data_of_a_result_can_not_be_replaced(self):
        result = wanting([1.0, 2.0]) * 2
        with pytest.raises(TypeError, match=r"result of '\*': its numbers follow .* of a leaf"):
            result.data = [1.0, 2.0]
        assert result.data.tolist() == [2.0, 4.0]
        constant = Tensor([1.0]) * 2
        constant.data = [7.0]
        assert constant.data.tolist() == [7.0]

    def test_an_optimizers_move_adds_and_leaves_older_graphs_alone(self):
        a = wanting([1.0, 2.0])
        loss = (a * a).sum()
        a._move_by(np.array([10.0, 20.0]))
        assert a.data.tolist() == [11.0, 22.0] and not a.data.flags.writeable
        loss.backward()
        assert a.grad.tolist() == [2.0, 4.0]

    def test_an_optimizers_move_keeps_dtype_and_shape(self):
        a = Tensor([1.0, 2.0], requires_grad=True, dtype=np.float32, name="w")
        a._move_by(np.ones(2))
        assert a.dtype == np.float32
        with pytest.raises(ValueError, match=r"w has shape \(2,\), and its gradient has \(3, 1\)"):
            a._move_by(np.ones((3, 1)))
        with pytest.raises(ValueError, match="a parameter has shape"):
            wanting([1.0])._move_by(np.ones((1, 1)))

    @pytest.mark.parametrize("symbol", ["+", "-", "*", "/", "**", "@"])
    def test_a_parameter_is_not_turned_into_a_result(self, symbol):
        code = f"w {symbol}= other"
        names = {"w": wanting([[2.0]]), "other": 3.0 if symbol == "**" else np.array([[4.0]])}
        words = (
            f"w {symbol}= … would make w a result and no parameter. Write w.data = w.data {symbol}"
        )
        with pytest.raises(TypeError, match=re.escape(words)):
            exec(code, names)
        for w in (Tensor([[2.0]]), wanting([[2.0]]) * 1):  # a constant, a result: as Python does
            names["w"] = w
            exec(code, names)
            assert names["w"] is not w and names["w"].requires_grad is w.requires_grad
            expected = {"+": 6.0, "-": -2.0, "*": 8.0, "/": 0.5, "**": 8.0, "@": 8.0}[symbol]
            assert names["w"].item() == expected and w.item() == 2.0

    @pytest.mark.parametrize("key", [[0, 1], ([0, 1],), np.array([True, True, False])])
    def test_an_index_that_changes_later_changes_nothing(self, key):
        a = wanting([1.0, 2.0, 3.0])
        taken = a[key] * np.array([5.0, 7.0])
        (key[0] if isinstance(key, tuple) else key)[0] = 2 if not isinstance(key, np.ndarray) else 0
        taken.sum().backward()
        assert a.grad.tolist() == [5.0, 7.0, 0.0]

    def test_index_arrays_in_a_tuple_are_copied_too(self):
        a, rows, columns = wanting(A), np.array([0, 1]), np.array([2, 0])
        taken = a[rows, columns]
        rows[:], columns[:] = 0, 1
        taken.sum().backward()
        assert a.grad.tolist() == [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]


class TestFloat32:
    def test_float32_on_request_or_from_an_array_of_it(self):
        assert Tensor([1.0]).dtype == np.float64
        assert Tensor([1.0], dtype=np.float32).dtype == np.float32
        assert Tensor(np.ones(2, np.float32)).dtype == np.float32
        assert Tensor(np.ones(2, np.float32), dtype=np.float64).dtype == np.float64
        assert Tensor(np.ones(2, np.float16)).dtype == np.float64
        assert Tensor([1.0], dtype=np.dtype("float32")).dtype == np.float32
        assert Tensor(np.ones(2, np.float32), dtype=float).dtype == np.float64

    @pytest.mark.parametrize(
        "made",
        [
            lambda a: a + 1,
            lambda a: 1.5 * a,
            lambda a: a * np.float64(1.5),
            lambda a: 2 / a,
            lambda a: 2 - a,
            lambda a: a ** np.float64(2.5),
            lambda a: a**0,
            lambda a: a @ a.T,
            lambda a: -a,
            lambda a: a.exp(),
            lambda a: a.log(),
            lambda a: a.tanh(),
            lambda a: a.sigmoid(),
            lambda a: a.relu(),
            lambda a: a.sum(axis=0),
            lambda a: a.mean(),
            lambda a: a.max(axis=1),
            lambda a: a.reshape(-1),
            lambda a: a[[0, 0]],
            log_softmax,
            lambda a: cross_entropy(a, [0, 1]),
            lambda a: binary_cross_entropy(a[0], [0.0, 0.3, 1.0]),
            lambda a: mean_squared_error(a, np.zeros((2, 3))),
        ],
    )
    def test_float32_stays_float32_there_and_back(self, made):
        a = Tensor(POSITIVE, requires_grad=True, dtype=np.float32)
        result = made(a)
        assert result.dtype == np.float32
        result.backward(np.ones(result.shape))
        assert result.grad.dtype == a.grad.dtype == np.float32
        result.backward(np.ones(result.shape))
        assert a.grad.dtype == np.float32

    def test_float64_beside_float32_gives_float64_and_each_its_own_gradient(self):
        a, b = Tensor([1.0], requires_grad=True, dtype=np.float32), wanting([3.0])
        product = a * b
        product.sum().backward()
        assert (product.dtype, a.grad.dtype, b.grad.dtype) == (np.float64, np.float32, np.float64)

    def test_a_single_float32_starts_a_walk_with_a_float32(self):
        a = Tensor(2.0, requires_grad=True, dtype=np.float32)
        a.backward()
        assert a.grad.dtype == np.float32

    @pytest.mark.parametrize("dtype", [int, "float64", np.float16, bool, torch.float32, np.int64])
    def test_other_dtypes_are_refused(self, dtype):
        with pytest.raises(TypeError, match=r"dtype must be numpy\.float64 or numpy\.float32; got"):
            Tensor([1.0], dtype=dtype)

    def test_numbers_beyond_float32_are_refused(self):
        largest = float(np.finfo(np.float32).max)
        assert Tensor([-largest], dtype=np.float32).data.tolist() == [-largest]
        for number in (1e39, -1e39, np.nextafter(largest, np.inf)):
            with pytest.raises(ValueError, match="data holds numbers too large for float32"):
                Tensor([0.0, number], dtype=np.float32)
        assert Tensor([1e39]).data.tolist() == [1e39]


BAD = {
    "integers": ([1, 2], TypeError, "holds int64 numbers.*Pass floats"),
    "unsigned": (np.array([1], np.uint8), TypeError, "holds uint8 numbers"),
    "bool": ([True, False], TypeError, "holds bool numbers"),
    "text": (["1.0"], ValueError, "must hold real numbers; got text"),
    "None": (None, TypeError, "must hold real numbers; got None"),
    "NaN": ([1.0, np.nan], ValueError, "contains NaN"),
    "inf": ([1.0, -np.inf], ValueError, "contains inf"),
    "empty": ([], ValueError, "is empty"),
    "ragged": ([[1.0], [1.0, 2.0]], ValueError, "rows differ in length"),
    "complex": ([1j], ValueError, "Complex data not supported: {name} must"),
    "masked": (
        np.ma.array([1.0, 2.0], mask=[True, False]),
        ValueError,
        "hides values behind a mask",
    ),
    "PyTorch": (
        torch.ones(2),
        TypeError,
        r"must be an array; got a tensor.*{name}\.detach\(\)\.numpy\(\)",
    ),
    "objects": ([1.0, object()], TypeError, "must hold real numbers"),
}


class TestDoor:
    @pytest.mark.parametrize("bad", BAD)
    def test_bad_input_is_refused_by_name(self, bad):
        value, error, words = BAD[bad]
        a = wanting([1.0, 2.0])
        attempts = {
            "data": [lambda: Tensor(value), lambda: setattr(a, "data", value)],
            "gradient": [lambda: a.backward(value)],
            "the other side": [lambda: a + value, lambda: a * value, lambda: a / value],
        }
        if bad in ("integers", "unsigned", "bool"):  # constants have no gradient
            del attempts["the other side"]
        if bad == "None":  # no gradient: it must start from one number
            del attempts["gradient"]
        for name, tries in attempts.items():
            for attempt in tries:
                with pytest.raises(error, match=words.format(name=name)) as caught:
                    attempt()
                assert name in str(caught.value)
        assert a.grad is None and a.data.tolist() == [1.0, 2.0]

    def test_a_tensor_is_no_array(self):
        with pytest.raises(
            TypeError, match=r"data must be an array; got a tensor. Pass data\.data\."
        ):
            Tensor(Tensor([1.0]))
        for rows in ([wanting(1.0), wanting(2.0)], [wanting(1.0) * 2]):
            with pytest.raises(TypeError, match="would lose the graph"):
                Tensor(rows)
            with pytest.raises(TypeError, match="would lose the graph"):
                Tensor([1.0, 2.0]) * rows
        assert Tensor([Tensor(1.0), Tensor(2.0)]).data.tolist() == [1.0, 2.0]

    @pytest.mark.parametrize("number", [1, True])
    def test_a_whole_number_is_refused_as_data(self, number):
        with pytest.raises(TypeError, match=r"data holds (int64|bool) numbers"):
            Tensor(number)

    @pytest.mark.parametrize("dtype", [np.float32, np.float64])
    @pytest.mark.parametrize("other", [2, [1, 2], np.array([1, 2]), True, np.array([True, False])])
    def test_whole_numbers_and_masks_are_constants_of_the_tensors_dtype(self, other, dtype):
        a = Tensor([3.0, 5.0], requires_grad=True, dtype=dtype)
        product = a * other
        expected = (np.array([3.0, 5.0]) * np.asarray(other)).tolist()
        assert product.data.tolist() == expected and product.dtype == dtype
        product.sum().backward()
        assert a.grad.tolist() == (np.ones(2) * np.asarray(other)).tolist()

    def test_a_number_that_is_not_finite_is_refused(self):
        with pytest.raises(ValueError, match="the other side contains NaN"):
            Tensor([1.0]) * float("nan")

    @pytest.mark.parametrize("value", [1, None, "yes", np.float32, [True]])
    def test_whether_a_gradient_is_wanted_is_yes_or_no(self, value):
        words = f"requires_grad must be True or False; got {value!r}"
        with pytest.raises(TypeError, match=re.escape(words)):
            Tensor([1.0], value)
        assert Tensor([1.0], np.True_).requires_grad is True

    @pytest.mark.parametrize("exponent", [True, None, "2", [2.0], Tensor(2.0), np.ones(2), 2j])
    def test_an_exponent_is_one_number(self, exponent):
        with pytest.raises(TypeError, match=r"exponent must be one number; got.*\.log\(\)"):
            wanting([1.0]) ** exponent

    @pytest.mark.parametrize("exponent", [np.nan, np.inf])
    def test_an_exponent_is_finite(self, exponent):
        with pytest.raises(ValueError, match="exponent contains"):
            wanting([1.0]) ** exponent

    @pytest.mark.parametrize(
        ("a", "b"),
        [
            ((2, 3), (2, 3)),
            ((3,), (3, 2)),
            ((2, 3), (3,)),
            ((2, 3), (3, 2, 1)),
            ((1, 2, 3), (3, 2)),
            ((), (1, 1)),
        ],
    )
    def test_matrices_must_fit(self, a, b):
        with pytest.raises(ValueError) as caught:
            wanting(np.ones(a)) @ np.ones(b)
        assert f"(n, m) and (m, k); got {a} and {b}." in str(caught.value)
        assert "reshape" in str(caught.value)

    def test_bad_keys_and_shapes_are_refused(self):
        a = wanting([1.0, 2.0])
        for key in (2, "a", 0.5, (0, 0), Tensor([0.0])):
            with pytest.raises((IndexError, TypeError)):
                a[key]
        with pytest.raises(ValueError, match="reshape"):
            a.reshape(3)

    def test_outside_its_domain_an_operation_warns(self):
        for bad in (lambda: Tensor([-1.0]).log(), lambda: Tensor([-1.0]) ** 0.5):
            with pytest.warns(RuntimeWarning, match="invalid value"):
                bad()
        with pytest.warns(RuntimeWarning, match="divide by zero"):
            Tensor([1.0]) / 0.0

    def test_numpys_functions_are_refused(self):
        with pytest.raises(TypeError, match="__array_ufunc__"):
            np.exp(Tensor([1.0]))


class TestLook:
    def test_what_a_tensor_is(self):
        a = Tensor([[1.0, 2.0, 3.0]], requires_grad=True, name="a")
        assert (a.shape, a.ndim, a.size, len(a), a.dtype) == ((1, 3), 2, 3, 1, np.float64)
        assert (a.requires_grad, a.name, a.grad, a.parents, a.operation) == (
            True,
            "a",
            None,
            (),
            "",
        )
        plain = Tensor(2.0)
        assert (plain.requires_grad, plain.name, plain.shape) == (False, "", ())
        a.name = "b"
        assert a.name == "b" and (a + 1).name == ""
        with pytest.raises(AttributeError):
            a.shape = (3,)

    def test_item_is_the_only_element_as_a_plain_float(self):
        for tensor in (Tensor(2.5), Tensor([[2.5]]), Tensor(2.5, dtype=np.float32)):
            assert type(tensor.item()) is float and tensor.item() == 2.5
        with pytest.raises(ValueError):
            Tensor([1.0, 2.0]).item()

    def test_how_it_is_shown(self):
        assert repr(Tensor([1.0, 2.0])) == "Tensor([1., 2.])"
        assert repr(wanting(2.0)) == "Tensor(2., requires_grad=True)"
        assert repr(Tensor([[1.0], [2.0]])) == "Tensor([[1.],\n        [2.]])"
        single = Tensor([1.0], requires_grad=True, dtype=np.float32)
        assert repr(single) == "Tensor([1.], dtype=float32, requires_grad=True)"
        assert f"{Tensor([[2.5]]):.2f} {wanting(0.5):g}" == "2.50 0.5"
        assert f"{Tensor(2.0)}" == "Tensor(2.)"
        with pytest.raises(TypeError, match="unsupported format"):
            f"{Tensor([1.0, 2.0]):.2f}"

    def test_each_operation_has_its_name_and_parents(self):
        a, b = wanting([[1.0, 2.0]]), wanting([[3.0], [4.0]])
        names = {
            "+": a + b,
            "-": a - b,
            "*": a * b,
            "/": a / b,
            "@": a @ b,
            "**2": a**2,
            "**-0.5": a**-0.5,
            "exp": a.exp(),
            "log": a.log(),
            "tanh": a.tanh(),
            "sigmoid": a.sigmoid(),
            "relu": a.relu(),
            "sum": a.sum(),
            "mean": a.mean(),
            "max": a.max(),
            "reshape": a.reshape(2),
            "T": a.T,
            "[]": a[0],
            "log_softmax": log_softmax(a),
            "cross_entropy": cross_entropy(a, [0]),
            "binary_cross_entropy": binary_cross_entropy(b, [0, 1]),
            "mean_squared_error": mean_squared_error(a, [[0.0, 0.0]]),
        }
        for name, result in names.items():
            assert result.operation == name
            binary = name in ("+", "-", "*", "/", "@")
            first = b if name == "binary_cross_entropy" else a
            assert result.parents == ((a, b) if binary else (first,))
        assert (-a).operation == "-" and (-a).parents == (a,)

    def test_sigmoid_of_arrays(self):
        z = np.array([-1000.0, -1.0, 0.0, 1.0, 1000.0])
        expected = [0.0, 1 / (1 + np.e), 0.5, 1 / (1 + 1 / np.e), 1.0]
        assert sigmoid(z).tolist() == pytest.approx(expected, rel=1e-15)
        assert sigmoid(z.astype(np.float32)).dtype == np.float32

    def test_as_floats_copies(self):
        array = np.ones(2)
        assert as_floats(array) is not array
        assert as_floats(array).flags.writeable


class TestBase:
    def test_one_number_becomes_a_float(self):
        assert float(Tensor([[2.5]])) == 2.5
        with pytest.raises(ValueError):
            float(Tensor([1.0, 2.0]))

    def test_rows_come_one_by_one(self):
        a = wanting([[1.0, 2.0], [3.0, 4.0]])
        rows = list(a)
        assert [row.data.tolist() for row in rows] == [[1.0, 2.0], [3.0, 4.0]]
        (rows[0] * 3 + rows[1]).sum().backward()
        assert a.grad.tolist() == [[3.0, 3.0], [1.0, 1.0]]
        assert len(list(Tensor([5.0]))) == 1
        with pytest.raises(TypeError, match=r"no rows to go through. Use \.item\(\)"):
            list(Tensor(1.0))

    def test_constants_become_arrays_and_others_refuse_to(self):
        assert np.asarray(Tensor([1.0, 2.0])).tolist() == [1.0, 2.0]
        copied = np.array(Tensor([1.0, 2.0], dtype=np.float32), dtype=float)
        copied[0] = 9.0
        assert copied.tolist() == [9.0, 2.0] and copied.dtype == float
        for tensor in (wanting([1.0]), wanting([1.0]) * 2):
            with pytest.raises(TypeError, match=r"would lose the graph. Pass tensor\.data"):
                np.asarray(tensor)

    def test_leaves_are_copied_with_their_gradient(self):
        a = Tensor([1.0, 2.0], requires_grad=True, dtype=np.float32, name="w")
        (a * a).sum().backward()
        for again in (copy.deepcopy(a), copy.copy(a), pickle.loads(pickle.dumps(a))):
            assert again.data.tolist() == [1.0, 2.0] and again.grad.tolist() == [2.0, 4.0]
            assert (again.requires_grad, again.dtype, again.name) == (True, np.float32, "w")
            assert not again.data.flags.writeable
            again.grad[:] = 9.0
            assert a.grad.tolist() == [2.0, 4.0]
        assert copy.deepcopy(Tensor(1.0)).grad is None

    def test_results_are_not_copied(self):
        for copied in (copy.deepcopy, copy.copy, pickle.dumps):
            with pytest.raises(TypeError, match=r"result of '\+' and hangs in a graph.*detach\(\)"):
                copied(wanting([1.0]) + 1)

    def test_a_tensor_is_neither_true_nor_false(self):
        for tensor in (Tensor(1.0), Tensor([0.0]), wanting([1.0, 2.0])):
            with pytest.raises(TypeError, match=r"neither true nor false.*\.item\(\)"):
                bool(tensor)

    def test_tensors_are_keys_and_are_not_compared(self):
        a, b = Tensor([1.0]), Tensor([1.0])
        assert a == a and len({a, b, a}) == 2
        for compare in (lambda: a == b, lambda: a != b, lambda: a == 1.0, lambda: 1.0 == a):  # noqa: SIM300
            with pytest.raises(TypeError, match=r"a\.data == b\.data"):
                compare()


@pytest.mark.parametrize("size", [1e-200, 1e200])
def test_a_quotient_of_extreme_numbers_has_its_gradients(size):
    a, b = wanting([size]), wanting([size])
    (a / b).sum().backward()
    assert a.grad.tolist() == [1 / size] and b.grad.tolist() == [-1 / size]


def test_a_dtype_is_named():
    with pytest.raises(TypeError, match="positional"):
        Tensor([1.0], True, np.float32)
    with pytest.raises(TypeError, match=r"requires_grad must be .* write dtype=…"):
        Tensor([1.0], np.float32)


class TestDepth:
    def test_a_chain_of_10_000_nodes_is_walked(self):
        start = wanting(1.0)
        end = start
        for _ in range(10_000):
            end = end * 1.0
        end.backward()
        assert start.grad == 1.0
        assert len(topological_order(end)) == 20_001

    def test_a_chain_of_100_000_nodes_is_freed_without_a_crash(self):
        end = wanting(1.0)
        for _ in range(100_000):
            end = -end
        assert end.item() == 1.0
        del end

    def test_a_graph_is_freed_without_the_garbage_collector(self):
        gc.disable()
        try:
            a = wanting([1.0, 2.0])
            between = (a * a).exp()
            kept = weakref.ref(between.data)
            loss = log_softmax(between.reshape(1, 2)).max() + between[[0, 0]].mean()
            loss.backward()
            del between
            assert kept() is not None
            del loss
            assert kept() is None
        finally:
            gc.enable()

    def test_a_gradient_outlives_its_graph_without_holding_it(self):
        a = wanting([1.0, 2.0])
        product = a * 2
        data = weakref.ref(product.data)
        product.sum().backward()
        del product
        assert a.grad.tolist() == [2.0, 2.0] and data() is None


class TestSize:
    @staticmethod
    def lines_of_code(text):
        """Count the lines that hold code: no docstring, no comment, no blank."""
        lines = set()
        silent = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type not in (*silent, tokenize.ENDMARKER):
                lines |= set(range(token.start[0], token.end[0] + 1))
        documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, documented) and ast.get_docstring(node) is not None:
                lines -= set(range(node.body[0].lineno, node.body[0].end_lineno + 1))
        return len(lines)

    def test_lines_are_counted_without_words(self):
        text = '"""One.\n\nTwo."""\n\n# three\ndef f():\n    "four"\n    return (1,  # five\n  2)\n'
        assert self.lines_of_code(text) == 3

    def test_the_engine_has_at_most_250_lines_and_its_first_step_about_60(self):
        count = {
            name: self.lines_of_code((MODEL / f"{name}.py").read_text("utf-8"))
            for name in ("tensor", "arrays", "scalar", "tensor_base")
        }
        assert count["tensor"] + count["arrays"] <= 250 and count["tensor_base"] <= 100
        assert count["scalar"] <= 60
