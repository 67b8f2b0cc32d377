"""The losses: by hand, far out, beside PyTorch's and chapter 03's, and what they refuse."""

import numpy as np
import pytest
import torch
from torch.nn import functional as peer

from course_utils import gradient_descent as chapter_03
from course_utils.backprop import (
    Tensor,
    binary_cross_entropy,
    cross_entropy,
    log_softmax,
    mean_squared_error,
)

FAR = np.array([[1000.0, 0.0, -1000.0], [-1000.0, -1000.0, -1000.0], [1000.0, 1000.0, 0.0]])
NEAR = np.array([[0.5, -1.5, 0.25], [2.0, 0.75, -0.5], [0.0, 0.0, 0.0]])
LABELS = np.array([2, 0, 1])


def wanting(data):
    return Tensor(data, requires_grad=True)


def both(ours, theirs, scores):
    """Return value and gradient of both, each loss pulled at with weights 2, 3, … or with 2."""
    a, b = wanting(scores), torch.tensor(scores, requires_grad=True)
    results = ours(a), theirs(b)
    pull = 2.0 + np.arange(results[0].size).reshape(results[0].shape)
    results[0].backward(pull)
    results[1].backward(torch.tensor(pull))
    return (results[0].data, a.grad), (results[1].detach().numpy(), b.grad.numpy())


def assert_both(ours, theirs, scores):
    mine, yours = both(ours, theirs, scores)
    for a, b in zip(mine, yours, strict=True):
        assert a.shape == b.shape
        np.testing.assert_allclose(a, b, rtol=1e-13, atol=1e-15)


class TestLogSoftmax:
    @pytest.mark.parametrize("scores", [NEAR, FAR, NEAR[:1], NEAR[:, :1]])
    def test_it_is_pytorchs(self, scores):
        assert_both(log_softmax, lambda z: peer.log_softmax(z, dim=1), scores)

    def test_far_out_it_is_exact(self):
        assert log_softmax(Tensor(FAR)).data[0].tolist() == [0.0, -1000.0, -2000.0]

    def test_a_shift_of_a_row_changes_nothing(self):
        shifted = log_softmax(Tensor(NEAR + np.array([[8.0], [-16.0], [4.0]]))).data
        assert shifted == pytest.approx(log_softmax(Tensor(NEAR)).data, rel=1e-14)


class TestCrossEntropy:
    @pytest.mark.parametrize("scores", [NEAR, FAR])
    @pytest.mark.parametrize("labels", [LABELS, LABELS[::-1], [0, 0, 0]])
    def test_it_is_pytorchs(self, scores, labels):
        labels = np.array(labels)
        assert_both(
            lambda z: cross_entropy(z, labels),
            lambda z: peer.cross_entropy(z, torch.tensor(labels)),
            scores,
        )

    def test_by_hand(self):
        scores = wanting([[0.0, np.log(3.0)], [1000.0, 0.0]])
        loss = cross_entropy(scores, [1, 1])
        assert loss.shape == ()
        assert loss.item() == pytest.approx((np.log(4 / 3) + 1000.0) / 2, rel=1e-15)
        loss.backward()
        assert scores.grad.ravel() == pytest.approx([0.125, -0.125, 0.5, -0.5], rel=1e-15)

    def test_it_is_the_mean_of_chapter_03s(self):
        ours = cross_entropy(Tensor(NEAR), LABELS).item()
        assert ours == pytest.approx(
            chapter_03.softmax_cross_entropy(NEAR, LABELS).mean(), rel=1e-14
        )

    def test_a_second_walk_starts_from_the_same_probabilities(self):
        scores = wanting(NEAR)
        loss = cross_entropy(scores, LABELS)
        loss.backward()
        first = scores.grad.copy()
        loss.backward()
        assert scores.grad.tolist() == (2 * first).tolist()

    @pytest.mark.parametrize("dtype", [int, np.uint8, np.int32])
    def test_labels_are_any_integers_and_copied(self, dtype):
        labels, scores, twin = LABELS.astype(dtype), wanting(NEAR), wanting(NEAR)
        cross_entropy(twin, LABELS).backward()
        loss = cross_entropy(scores, labels)
        labels[:] = 0
        loss.backward()
        assert scores.grad.tolist() == twin.grad.tolist()

    @pytest.mark.parametrize(
        ("labels", "words"),
        [
            ([0, 1], "must hold 3 values, one for each; got 2"),
            ([0, 1, 2, 0], "must hold 3 values, one for each; got 4"),
            ([[0], [1], [2]], r"must be 1-D; got shape \(3, 1\)"),
            (1, r"must be 1-D; got shape \(\)"),
            ([0, 1, 3], "may hold only whole numbers from 0 to 2.*got 3"),
            ([0, -1, 2], "may hold only whole numbers from 0 to 2.*got -1"),
            ([0.0, 0.5, 1.0], "may hold only whole numbers from 0 to 2.*got 0.5"),
            (["a", "b", "c"], "must hold real numbers; got text"),
            (None, "must hold real numbers; got None"),
            ([[0], [1, 2]], "must be a regular array"),
            ([0.0, np.nan, 1.0], "contains NaN"),
            (wanting(np.ones(3)), "is a tensor that records gradients"),
        ],
    )
    def test_other_labels_are_refused(self, labels, words):
        with pytest.raises((TypeError, ValueError), match=f"labels {words}"):
            cross_entropy(wanting(NEAR), labels)


class TestBinaryCrossEntropy:
    @pytest.mark.parametrize("y", [[0.0, 1.0, 0.25], [1.0, 1.0, 1.0], [0.0, 0.0, 0.0]])
    @pytest.mark.parametrize("scores", [NEAR[0], FAR[0], np.array([0.0, 1e-9, -1e-9])])
    @pytest.mark.parametrize("shape", [(3,), (3, 1)])
    def test_it_is_pytorchs(self, scores, y, shape):
        target = torch.tensor(y, dtype=torch.float64).reshape(shape)
        assert_both(
            lambda z: binary_cross_entropy(z, y),
            lambda z: peer.binary_cross_entropy_with_logits(z, target),
            scores.reshape(shape),
        )

    def test_by_hand(self):
        scores = wanting([0.0, 1000.0, -1000.0, 1000.0])
        loss = binary_cross_entropy(scores, [1, 1, 0, 0])
        assert loss.shape == () and loss.item() == (np.log(2) + 1000.0) / 4
        loss.backward()
        assert scores.grad.tolist() == [-0.125, 0.0, 0.0, 0.25]

    def test_it_is_the_mean_of_chapter_03s(self):
        ours = binary_cross_entropy(Tensor(NEAR[0]), [1, 0, 1]).item()
        expected = chapter_03.binary_cross_entropy(NEAR[0], [1, 0, 1]).mean()
        assert ours == pytest.approx(expected, rel=1e-14)

    def test_labels_are_copied(self):
        y, scores = np.array([1.0, 0.0, 1.0]), wanting(np.zeros(3))
        loss = binary_cross_entropy(scores, y)
        y[:] = 0.0
        loss.backward()
        assert scores.grad.tolist() == pytest.approx([-1 / 6, 1 / 6, -1 / 6], rel=1e-15)

    @pytest.mark.parametrize(
        ("scores", "y"),
        [
            ((3, 2), (3,)),
            ((3, 1), (3, 1)),
            ((3,), (2,)),
            ((1, 3), (3,)),
            ((3, 1, 1), (3,)),
            ((), ()),
            ((3,), ()),
        ],
    )
    def test_other_shapes_are_refused(self, scores, y):
        with pytest.raises(ValueError) as caught:
            binary_cross_entropy(wanting(np.ones(scores)), np.ones(y))
        words = f"scores must have shape (n,) or (n, 1), and y (n,); got {scores} and {y}."
        assert str(caught.value) == words

    @pytest.mark.parametrize(
        ("y", "words"),
        [
            ([-0.001, 0.0, 1.0], r"must lie between 0 and 1; got -0\.001 … 1\."),
            ([0.0, 0.0, 1.5], r"must lie between 0 and 1; got 0 … 1\.5\."),
            ([0.0, np.nan, 1.0], "contains NaN"),
            (["a", "b", "c"], "must hold real numbers; got text"),
            (None, "must hold real numbers; got None"),
            (wanting(np.ones(3)), r"is a tensor that records gradients; pass y\.detach\(\)"),
        ],
    )
    def test_other_targets_are_refused(self, y, words):
        with pytest.raises((TypeError, ValueError), match=f"y {words}"):
            binary_cross_entropy(wanting(np.ones(3)), y)


class TestMeanSquaredError:
    @pytest.mark.parametrize("shape", [(), (3,), (3, 1), (3, 2), (2, 3, 2)])
    def test_it_is_pytorchs(self, shape):
        rng = np.random.default_rng(0)
        predictions, targets = rng.normal(size=(2, *shape))
        assert_both(
            lambda p: mean_squared_error(p, targets),
            lambda p: peer.mse_loss(p, torch.tensor(targets)),
            np.asarray(predictions),
        )

    def test_by_hand(self):
        predictions = wanting([[1.0, 3.0], [0.0, 2.0]])
        loss = mean_squared_error(predictions, [[0, 1], [0, -2]])
        assert loss.shape == () and loss.item() == 5.25
        loss.backward()
        assert predictions.grad.tolist() == [[0.5, 1.0], [0.0, 2.0]]

    def test_targets_may_be_a_tensor_that_wants_no_gradient(self):
        predictions, targets = wanting([1.0, 3.0]), Tensor([0.0, 1.0])
        mean_squared_error(predictions, targets).backward()
        assert predictions.grad.tolist() == [1.0, 2.0]
        with pytest.raises(
            TypeError, match=r"targets is a tensor that .* pass targets\.detach\(\)"
        ):
            mean_squared_error(predictions, wanting([0.0, 1.0]))

    def test_targets_are_copied(self):
        targets, predictions = np.array([1.0, 2.0]), wanting([0.0, 0.0])
        loss = mean_squared_error(predictions, targets)
        targets[:] = 9.0
        loss.backward()
        assert predictions.grad.tolist() == [-1.0, -2.0]

    @pytest.mark.parametrize(
        ("one", "other"), [((3, 1), (3,)), ((3,), (1,)), ((2,), ()), ((), (1,))]
    )
    def test_shapes_that_would_broadcast_are_refused(self, one, other):
        with pytest.raises(ValueError) as caught:
            mean_squared_error(wanting(np.ones(one)), np.ones(other))
        assert f"predictions have shape {one}, targets {other}:" in str(caught.value)
        assert "reshape" in str(caught.value)

    @pytest.mark.parametrize("bad", [None, ["a", "b"], [np.nan, 1.0], [[1.0], [1.0, 2.0]], []])
    def test_bad_targets_are_refused_by_name(self, bad):
        with pytest.raises((TypeError, ValueError), match="targets"):
            mean_squared_error(wanting([1.0, 2.0]), bad)


LOSSES = {
    log_softmax: ("scores", ()),
    cross_entropy: ("scores", ([0, 1],)),
    binary_cross_entropy: ("scores", ([0, 1],)),
    mean_squared_error: ("predictions", ([0.0, 1.0],)),
}


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.__name__)
@pytest.mark.parametrize("value", [[[1.0, 2.0]], np.ones((2, 2)), torch.ones(2, 2), None, 1.0])
def test_what_is_scored_must_be_a_tensor(loss, value):
    name, others = LOSSES[loss]
    with pytest.raises(TypeError, match=f"{name} must be a Tensor; got {type(value).__name__}"):
        loss(value, *others)


@pytest.mark.parametrize("loss", [log_softmax, cross_entropy])
@pytest.mark.parametrize("shape", [(), (2,), (2, 2, 2)])
def test_scores_of_classes_are_a_matrix(loss, shape):
    with pytest.raises(ValueError) as caught:
        loss(wanting(np.ones(shape)), *LOSSES[loss][1])
    assert f"scores must have shape (n_samples, n_classes); got {shape}." in str(caught.value)


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.__name__)
def test_a_loss_of_constants_records_nothing(loss):
    scores = Tensor(NEAR[:2] if loss in (log_softmax, cross_entropy) else NEAR[0, :2])
    result = loss(scores, *LOSSES[loss][1])
    assert not result.requires_grad and result.parents == ()
