"""Losses and their slopes: against definitions, scikit-learn, PyTorch, and far-out scores."""

import inspect

import numpy as np
import pytest
import torch
from sklearn.metrics import log_loss

from course_utils.gradient_descent import (
    binary_cross_entropy,
    binary_cross_entropy_slope,
    log_softmax,
    logistic_loss_and_gradient,
    softmax,
    softmax_cross_entropy,
    softmax_cross_entropy_slope,
    softmax_loss_and_gradient,
    squared_error,
    squared_error_slope,
)
from course_utils.gradient_descent.linear import mean_gradient, mean_loss
from course_utils.perceptron import sigmoid

Z = np.array([-30.0, -2.0, -0.5, 0.0, 0.25, 1.0, 3.0, 25.0])
ONES, ZEROS = np.ones(8), np.zeros(8)
BOTH = pytest.mark.parametrize("y", [ONES, ZEROS, np.arange(8) % 2], ids=["1", "0", "mixed"])


def scores_and_labels(n_samples, n_classes, seed=0):
    rng = np.random.default_rng(seed)
    return 3 * rng.normal(size=(n_samples, n_classes)), rng.integers(n_classes, size=n_samples)


class TestTwoClasses:
    @BOTH
    def test_squared_error_is_that_of_the_probability(self, y):
        assert squared_error(Z, y) == pytest.approx((sigmoid(Z) - y) ** 2, rel=1e-14)

    @BOTH
    def test_cross_entropy_is_minus_the_log_of_the_true_labels_probability(self, y):
        given = np.where(y == 1, sigmoid(Z), sigmoid(-Z))
        assert binary_cross_entropy(Z, y) == pytest.approx(-np.log(given), rel=1e-9)

    def test_its_mean_is_scikit_learns_log_loss(self):
        y = np.arange(8) % 2
        assert binary_cross_entropy(Z, y).mean() == pytest.approx(log_loss(y, sigmoid(Z)), rel=1e-9)

    @pytest.mark.parametrize(
        ("loss", "slope"),
        [(squared_error, squared_error_slope), (binary_cross_entropy, binary_cross_entropy_slope)],
    )
    @BOTH
    def test_slopes_are_those_of_small_differences(self, loss, slope, y):
        difference = (loss(Z + 1e-5, y) - loss(Z - 1e-5, y)) / 2e-5
        assert slope(Z, y) == pytest.approx(difference, abs=1e-9)
        assert slope(Z, y).shape == (8,)

    def test_a_score_of_0(self):
        assert squared_error([0.0, 0.0], [0, 1]).tolist() == [0.25, 0.25]
        assert squared_error_slope([0.0, 0.0], [0, 1]).tolist() == [0.25, -0.25]
        assert binary_cross_entropy([0.0, 0.0], [0, 1]).tolist() == [np.log(2)] * 2
        assert binary_cross_entropy_slope([0.0, 0.0], [0, 1]).tolist() == [0.5, -0.5]

    def test_scores_far_out(self):
        far, y = [1000.0, -1000.0, 1000.0, -1000.0], [1, 1, 0, 0]
        assert squared_error(far, y).tolist() == [0.0, 1.0, 1.0, 0.0]
        assert squared_error_slope(far, y).tolist() == [0.0, 0.0, 0.0, 0.0]
        assert binary_cross_entropy(far, y).tolist() == [0.0, 1000.0, 1000.0, 0.0]
        assert binary_cross_entropy_slope(far, y).tolist() == [0.0, -1.0, 1.0, 0.0]

    def test_confident_and_wrong_one_slope_vanishes_and_the_other_does_not(self):
        tail = np.exp(-30.0)
        assert squared_error_slope([-30.0], [1]) == pytest.approx(-2 * tail, rel=1e-9)
        assert squared_error_slope([30.0], [0]) == pytest.approx(2 * tail, rel=1e-9)
        assert binary_cross_entropy_slope([-30.0], [1]) == pytest.approx(-1.0, rel=1e-9)
        assert binary_cross_entropy([30.0, -30.0], [1, 0]) == pytest.approx([tail, tail], rel=1e-9)
        assert binary_cross_entropy_slope([-30.0], [0]) == pytest.approx(tail, rel=1e-9)

    @pytest.mark.parametrize("labels", [[True, False], [1, 0], [1.0, 0.0]])
    def test_labels_of_any_kind_that_are_0_and_1(self, labels):
        assert binary_cross_entropy_slope([0.0, 0.0], labels).tolist() == [-0.5, 0.5]


class TestManyClasses:
    @pytest.mark.parametrize(("n", "k"), [(1, 2), (5, 3), (4, 10), (3, 1)])
    def test_softmax_is_its_formula_and_log_softmax_its_log(self, n, k):
        scores, _ = scores_and_labels(n, k)
        plain = np.exp(scores) / np.exp(scores).sum(axis=1)[:, None]
        assert softmax(scores) == pytest.approx(plain, rel=1e-12)
        assert log_softmax(scores) == pytest.approx(np.log(plain), rel=1e-9, abs=1e-12)
        assert softmax(scores).sum(axis=1) == pytest.approx(np.ones(n), rel=1e-14)

    def test_moved_scores_leave_the_probabilities(self):
        scores, _ = scores_and_labels(4, 3)
        moved = scores + np.array([[1000.0], [-1000.0], [7.0], [0.0]])
        assert softmax(moved) == pytest.approx(softmax(scores), rel=1e-9)

    def test_scores_far_out(self):
        far = [[1000.0, 0.0, -1000.0]]
        assert softmax(far).tolist() == [[1.0, 0.0, 0.0]]
        assert log_softmax(far).tolist() == [[0.0, -1000.0, -2000.0]]
        assert [softmax_cross_entropy(far, [k]).item() for k in range(3)] == [0.0, 1000.0, 2000.0]
        slopes = softmax_cross_entropy_slope([far[0]] * 3, [0, 1, 2])
        assert slopes.tolist() == [[0.0, 0.0, 0.0], [1.0, -1.0, 0.0], [1.0, 0.0, -1.0]]

    def test_the_loss_is_scikit_learns_log_loss(self):
        scores, labels = scores_and_labels(30, 4)
        expected = log_loss(labels, softmax(scores), labels=range(4))
        assert softmax_cross_entropy(scores, labels).shape == (30,)
        assert softmax_cross_entropy(scores, labels).mean() == pytest.approx(expected, rel=1e-12)

    def test_the_slope_is_that_of_small_differences(self):
        scores, labels = scores_and_labels(6, 4)
        slopes = softmax_cross_entropy_slope(scores, labels)
        for k in range(4):
            move = 1e-5 * (np.arange(4) == k)
            up = softmax_cross_entropy(scores + move, labels)
            down = softmax_cross_entropy(scores - move, labels)
            assert slopes[:, k] == pytest.approx((up - down) / 2e-5, abs=1e-9)
        assert slopes.sum(axis=1) == pytest.approx(np.zeros(6), abs=1e-14)

    def test_two_classes_are_the_sigmoid_of_their_difference(self):
        scores, labels = scores_and_labels(9, 2)
        ahead = scores[:, 1] - scores[:, 0]
        assert softmax(scores)[:, 1] == pytest.approx(sigmoid(ahead), rel=1e-12)
        expected = binary_cross_entropy(ahead, labels)
        assert softmax_cross_entropy(scores, labels) == pytest.approx(expected, rel=1e-12)


SHAPES = [(1, 1, 2), (7, 3, 4), (40, 5, 10), (3, 12, 2)]


def linear_problem(n, d, k, seed=0):
    """Return X, labels, and weights and bias of k scores (k = 0: of a single one)."""
    rng = np.random.default_rng(seed)
    X, labels = rng.normal(size=(n, d)), rng.integers(max(k, 2), size=n)
    return X, labels, rng.normal(size=(k, d) if k else d), rng.normal(size=k if k else ())


def torch_loss_and_gradient(loss, X, labels, weights, bias, l2):
    """Return the same by PyTorch's own losses and its automatic differentiation, in float64."""
    W, b = (
        torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in (weights, bias)
    )
    total = loss(torch.tensor(X) @ W.T + b, torch.tensor(labels)) + l2 / 2 * (W**2).sum()
    total.backward()
    return total.item(), W.grad.numpy(), b.grad.numpy()


def torch_logistic(scores, labels):
    return torch.nn.functional.binary_cross_entropy_with_logits(scores, labels.double())


@pytest.mark.filterwarnings("ignore:The use of `x.T` on tensors:UserWarning")
class TestGradientsEqualPyTorchs:
    @pytest.mark.parametrize("l2", [0.0, 0.3])
    @pytest.mark.parametrize(("n", "d", "k"), SHAPES)
    @pytest.mark.parametrize("scale", [1.0, 100.0])
    def test_softmax(self, n, d, k, l2, scale):
        X, labels, weights, bias = linear_problem(n, d, k)
        model = scale * X, labels, weights, bias, l2
        ours = softmax_loss_and_gradient(*model)
        theirs = torch_loss_and_gradient(torch.nn.functional.cross_entropy, *model)
        for mine, other in zip(ours, theirs, strict=True):
            assert np.shape(mine) == np.shape(other)
            assert np.abs(mine - other).max() <= 1e-10

    def test_many_features(self):
        """More than Python keeps small numbers for: 300 equals 300, and is another object."""
        X, y, weights, bias = linear_problem(4, 300, 3)
        theirs = torch_loss_and_gradient(
            torch.nn.functional.cross_entropy, X, y, weights, bias, 0.0
        )
        ours = softmax_loss_and_gradient(X, y, weights, bias)
        assert np.abs(ours[1] - theirs[1]).max() <= 1e-10

    @pytest.mark.parametrize("l2", [0.0, 0.3])
    @pytest.mark.parametrize(("n", "d"), [(n, d) for n, d, _ in SHAPES])
    @pytest.mark.parametrize("scale", [1.0, 100.0])
    def test_logistic(self, n, d, l2, scale):
        X, y, weights, bias = linear_problem(n, d, 0)
        model = scale * X, y, weights, bias, l2
        ours = logistic_loss_and_gradient(*model)
        theirs = torch_loss_and_gradient(torch_logistic, *model)
        for mine, other in zip(ours, theirs, strict=True):
            assert np.shape(mine) == np.shape(other)
            assert np.abs(mine - other).max() <= 1e-10


class TestLinear:
    def test_the_loss_is_the_mean_with_half_l2_times_the_squares(self):
        def weight_of(scores, y):
            return scores * y

        X, y, w = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([1.0, 3.0]), np.array([0.5, -1.0])
        assert mean_loss(weight_of, X, y, w, 0.25) == ((0.5 - 2 + 0.25) + 3 * (1.5 - 4 + 0.25)) / 2
        plain = mean_loss(weight_of, X, y, w, 0.25)
        assert mean_loss(weight_of, X, y, w, 0.25, 3.0) == plain + 1.5 * 1.25

    def test_the_gradient_is_the_mean_of_slope_times_input(self):
        X, w = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([0.5, -1.0])
        seen = []

        def slope(scores, y):
            seen.append(scores.tolist())
            return y

        dw, db = mean_gradient(slope, X, np.array([1.0, 3.0]), w, 0.25)
        assert (dw.tolist(), db) == ([5.0, 7.0], 2.0)
        assert seen == [[-1.25, -2.25]]
        assert mean_gradient(slope, X, np.array([1.0, 3.0]), w, 0.25, 2.0)[0].tolist() == [6.0, 5.0]

    def test_the_given_arrays_stay_as_they_were(self):
        X, labels, weights, bias = linear_problem(5, 3, 4)
        copies = [value.copy() for value in (X, labels, weights, bias)]
        softmax_loss_and_gradient(X, labels, weights, bias, 0.5)
        softmax_cross_entropy_slope(X, [0, 1, 2, 0, 1])
        for value, copy in zip((X, labels, weights, bias), copies, strict=True):
            assert value.tolist() == copy.tolist()

    @pytest.mark.parametrize("function", [logistic_loss_and_gradient, softmax_loss_and_gradient])
    def test_l2_is_0_by_default(self, function):
        assert inspect.signature(function).parameters["l2"].default == 0.0


def test_show_source_finds_the_formula_and_not_its_check():
    assert "return stable.sigmoid(scores) - y" in inspect.getsource(binary_cross_entropy_slope)


X2, W2 = np.ones((2, 3)), np.ones(3)
OF_ONE = (squared_error, squared_error_slope, binary_cross_entropy, binary_cross_entropy_slope)
OF_CLASSES = (softmax_cross_entropy, softmax_cross_entropy_slope)
WRONG_ONE = [
    ([0.0, np.nan], [0, 1], ValueError, "scores contains NaN"),
    ([0.0, np.inf], [0, 1], ValueError, "scores contains inf"),
    ([[0.0], [1.0]], [0, 1], ValueError, "scores must be 1-D"),
    (0.0, [0], ValueError, "scores must be 1-D"),
    ([], [], ValueError, "scores is empty"),
    (["a"], [0], ValueError, "scores must hold real numbers; got text"),
    (None, [0], TypeError, "scores must hold real numbers; got None"),
    ([0.0, 1.0], [0, -1], ValueError, "y may hold only the labels 0, 1; got -1"),
    ([0.0, 1.0], [0.5, 1], ValueError, "y may hold only the labels 0, 1; got 0.5"),
    ([0.0, 1.0], [1], ValueError, "y must hold 2 values, one for each; got 1"),
    ([0.0, 1.0], [[1], [0]], ValueError, "y must be 1-D"),
    ([0.0, 1.0], ["1", "0"], ValueError, "y must hold real numbers; got text"),
]
S3 = [[0.0, 1.0, 2.0], [0.0, 1.0, 2.0]]
WRONG_CLASSES = [
    ([0.0, 1.0], [0, 1], ValueError, "scores must be 2-D"),
    ([[0.0, np.nan]], [0], ValueError, "scores contains NaN"),
    (np.empty((0, 2)), [], ValueError, "scores is empty"),
    (S3, [0, 3], ValueError, "labels may hold only whole numbers from 0 to 2, one for .*; got 3"),
    (S3, [0, -1], ValueError, "labels may hold only whole numbers from 0 to 2, .*; got -1"),
    (S3, [0, 0.5], ValueError, "labels may hold only whole numbers from 0 to 2, .*; got 0.5"),
    (S3, [0], ValueError, "labels must hold 2 values"),
    (S3, [[1, 0, 0], [0, 1, 0]], ValueError, "labels must be 1-D"),
    (S3, ["a", "b"], ValueError, "labels must hold real numbers; got text"),
]


@pytest.mark.parametrize("function", OF_ONE, ids=lambda f: f.__name__)
@pytest.mark.parametrize(("scores", "y", "error", "words"), WRONG_ONE)
def test_bad_scores_or_labels_of_two_classes_are_refused(function, scores, y, error, words):
    with pytest.raises(error, match=words):
        function(scores, y)


@pytest.mark.parametrize("function", OF_CLASSES, ids=lambda f: f.__name__)
@pytest.mark.parametrize(("scores", "labels", "error", "words"), WRONG_CLASSES)
def test_bad_scores_or_labels_of_many_classes_are_refused(function, scores, labels, error, words):
    with pytest.raises(error, match=words):
        function(scores, labels)


BAD = {
    **{
        f"{function.__name__} {words}": (lambda f=function, s=scores: f(s), ValueError, words)
        for function in (softmax, log_softmax)
        for scores, words in (
            ([1.0, 2.0], "scores must be 2-D"),
            ([[1.0, np.inf]], "scores contains inf"),
            (np.empty((2, 0)), "scores is empty"),
            ([["a"]], "scores must hold real numbers"),
        )
    },
    "logistic X": (
        lambda: logistic_loss_and_gradient(W2, [1], W2, 0.0),
        ValueError,
        "X must be 2-D",
    ),
    "logistic labels": (
        lambda: logistic_loss_and_gradient(X2, [1, 2], W2, 0.0),
        ValueError,
        "y may hold only the labels 0, 1; got 2",
    ),
    "logistic length": (
        lambda: logistic_loss_and_gradient(X2, [1], W2, 0.0),
        ValueError,
        "y must hold 2 values",
    ),
    "logistic weights": (
        lambda: logistic_loss_and_gradient(X2, [1, 0], [1.0], 0.0),
        ValueError,
        "weights must hold 3 values",
    ),
    "logistic bias": (
        lambda: logistic_loss_and_gradient(X2, [1, 0], W2, [0.0]),
        ValueError,
        "bias must be one number",
    ),
    "logistic l2": (
        lambda: logistic_loss_and_gradient(X2, [1, 0], W2, 0.0, -0.1),
        ValueError,
        "l2 must be a finite number of at least 0; got -0.1",
    ),
    "softmax X": (
        lambda: softmax_loss_and_gradient([[np.nan]], [0], [[1.0]], [0.0]),
        ValueError,
        "X contains NaN",
    ),
    "softmax weights 1-D": (
        lambda: softmax_loss_and_gradient(X2, [1, 0], W2, [0.0]),
        ValueError,
        "weights must be 2-D",
    ),
    "softmax weights transposed": (
        lambda: softmax_loss_and_gradient(X2, [1, 0], np.ones((3, 2)), np.zeros(2)),
        ValueError,
        r"weights must be \(n_classes, n_features\) with the 3 features of X; got shape \(3, 2\)",
    ),
    "softmax weights too wide": (
        lambda: softmax_loss_and_gradient(X2, [1, 0], np.ones((2, 4)), np.zeros(2)),
        ValueError,
        r"with the 3 features of X; got shape \(2, 4\)",
    ),
    "softmax bias": (
        lambda: softmax_loss_and_gradient(X2, [1, 0], np.ones((2, 3)), [0.0]),
        ValueError,
        "bias must hold 2 values",
    ),
    "softmax labels": (
        lambda: softmax_loss_and_gradient(X2, [1, 2], np.ones((2, 3)), [0.0, 0.0]),
        ValueError,
        "labels may hold only whole numbers from 0 to 1, one for each class; got 2",
    ),
    "softmax length": (
        lambda: softmax_loss_and_gradient(X2, [1], np.ones((2, 3)), [0.0, 0.0]),
        ValueError,
        "labels must hold 2 values",
    ),
    "softmax l2": (
        lambda: softmax_loss_and_gradient(X2, [1, 0], np.ones((2, 3)), [0.0, 0.0], "1"),
        TypeError,
        "l2 must be a number of at least 0; got '1'",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_in_words(name):
    call, error, words = BAD[name]
    with pytest.raises(error, match=words):
        call()
