"""The chapter's network: its first weights, its training, its accuracy, what it refuses."""

import copy

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from course_utils.compression.model import (
    accuracy,
    as_labels,
    as_rows,
    digits_network,
    dtype_of,
    fit_network,
    in_eval_mode,
    logits_of,
)
from course_utils.datasets import load_digits
from course_utils.training import as_generator, linear, warmup_cosine

X = np.random.default_rng(0).random((10, 3))
Y = np.arange(10) % 2


def small(seed=0):
    return digits_network((3, 5, 2), generator=seed)


class TestNetwork:
    def test_layers_have_the_sizes_and_relu_stands_between_them(self):
        kinds = [type(layer) for layer in digits_network((4, 3, 2, 5))]
        assert kinds == [nn.Linear, nn.ReLU, nn.Linear, nn.ReLU, nn.Linear]
        shapes = [tuple(layer.weight.shape) for layer in digits_network((4, 3, 2, 5))[::2]]
        assert shapes == [(3, 4), (2, 3), (5, 2)]
        assert [type(layer) for layer in digits_network((4, 2))] == [nn.Linear]
        assert [tuple(one.shape) for one in digits_network().parameters()] == [
            (64, 64),
            (64,),
            (10, 64),
            (10,),
        ]

    def test_first_weights_are_those_of_the_course(self):
        generator = as_generator(3)
        layers = [linear(3, 5, generator, torch.float64), linear(5, 2, generator, torch.float64)]
        for ours, theirs in zip(digits_network((3, 5, 2), 3)[::2], layers, strict=True):
            assert torch.equal(ours.weight, theirs.weight) and not ours.bias.any()

    @pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
    def test_dtype(self, dtype):
        network = digits_network(dtype=dtype)
        assert dtype_of(network) == dtype and as_rows(network, np.ones((2, 64))).dtype == dtype
        assert logits_of(network, np.ones((2, 64))).dtype == np.float64

    def test_dtype_of_a_network_whose_numbers_are_buffers(self):
        network = nn.Module()
        network.register_buffer("codes", torch.zeros(2, dtype=torch.int8))
        network.register_buffer("scale", torch.zeros(1, dtype=torch.float32))
        assert dtype_of(network) == torch.float32

    @pytest.mark.parametrize("sizes", [(), (64,), 64, {64: 10}])
    def test_too_few_sizes(self, sizes):
        with pytest.raises(ValueError, match=r"^sizes must name features and classes at least"):
            digits_network(sizes)

    def test_other_bad_input(self):
        with pytest.raises(ValueError, match=r"^sizes\[1\] must be"):
            digits_network((64, 0, 10))
        with pytest.raises(ValueError, match=r"^dtype must be"):
            digits_network(dtype=torch.float16)
        with pytest.raises(TypeError, match=r"^generator must be"):
            digits_network(generator=None)


class TestFit:
    def test_reaches_97_percent_on_digits(self):
        network = digits_network()
        history = fit_network(network, *load_digits("fit"))
        assert history["loss"].shape == (100,) and history["stopped"] == "n_epochs"
        assert accuracy(network, *load_digits("test")) >= 0.97

    def test_is_adamw_along_half_a_cosine(self):
        ours, theirs = small(), small()
        history = fit_network(ours, X, Y, n_epochs=4, learning_rate=0.05)
        optimizer = torch.optim.AdamW(theirs.parameters(), lr=0.05, weight_decay=1e-2)
        losses = []
        for epoch in range(4):  # one batch an epoch: the order of rows does not matter
            for group in optimizer.param_groups:
                group["lr"] = 0.05 * warmup_cosine(0)((epoch + 0.5) / 4)
            optimizer.zero_grad()
            loss = F.cross_entropy(theirs(torch.tensor(X)), torch.tensor(Y))
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        assert history["loss"] == pytest.approx(losses, rel=1e-9)
        for one, other in zip(ours.parameters(), theirs.parameters(), strict=True):
            assert torch.allclose(one, other, rtol=1e-9, atol=1e-12)

    @pytest.mark.parametrize(("n_rows", "n_steps"), [(256, 2), (257, 3)])
    def test_batches_hold_128_rows(self, n_rows, n_steps):
        calls, rows = [], np.random.default_rng(1).random((n_rows, 3))
        y = np.arange(n_rows) % 2
        fit_network(small(), rows, y, 2, after_step=lambda: calls.append(1))
        assert len(calls) == 2 * n_steps

    def test_after_step_sees_the_moved_weights(self):
        network, seen = small(), []
        before = network[0].weight.detach().clone()
        fit_network(
            network, X, Y, 1, after_step=lambda: seen.append(network[0].weight.detach().clone())
        )
        assert len(seen) == 1 and not torch.equal(seen[0], before)
        assert torch.equal(seen[0], network[0].weight)

    def test_the_seed_orders_the_rows(self):
        rows, y = np.random.default_rng(2).random((200, 3)), np.arange(200) % 2
        first, again, other = (
            fit_network(small(), rows, y, 3, generator=seed)["loss"] for seed in (0, 0, 1)
        )
        assert np.array_equal(first, again) and not np.array_equal(first, other)

    def test_bad_input(self):
        frozen = small().requires_grad_(False)
        with pytest.raises(ValueError, match=r"^network is frozen, .*requires_grad_\(\)"):
            fit_network(frozen, X, Y)
        with pytest.raises(TypeError, match=r"^after_step must be a function"):
            fit_network(small(), X, Y, after_step=1)
        with pytest.raises(ValueError, match=r"^learning_rate must be"):
            fit_network(small(), X, Y, learning_rate=0)
        with pytest.raises(ValueError, match=r"^n_epochs must be"):
            fit_network(small(), X, Y, n_epochs=0)
        with pytest.raises(ValueError, match=r"^y must"):
            fit_network(small(), X, Y[1:])
        with pytest.raises(ValueError, match=r"^y may hold only the labels 0, 1; got"):
            fit_network(small(), X, Y + 1)
        half_frozen = small()
        half_frozen[0].requires_grad_(False)
        fit_network(half_frozen, X, Y, 1)


class TestAccuracy:
    def test_is_the_share_of_right_rows(self):
        line = digits_network((2, 2))
        with torch.no_grad():
            line[0].weight.copy_(torch.eye(2))
        rows = [[0.9, 0.1], [0.8, 0.2], [0.3, 0.7], [0.6, 0.4]]
        assert accuracy(line, rows, [0, 0, 1, 1]) == 0.75
        assert logits_of(line, rows) == pytest.approx(np.array(rows))

    def test_computes_in_eval_mode_and_leaves_the_mode(self):
        network = nn.Sequential(nn.Dropout(0.9), digits_network((3, 2)))
        expected = logits_of(network[1], X)
        for mode in (True, False):
            network.train(mode)
            assert np.array_equal(logits_of(network, X), expected)
            assert network.training is network[0].training is mode

    def test_each_network_gets_its_own_mode_back(self):
        one, other = small().train(), small().eval()
        with pytest.raises(KeyError), in_eval_mode(one, other):
            assert not one.training and not other.training
            raise KeyError
        assert one.training and not other.training

    def test_bad_input(self):
        with pytest.raises(ValueError, match=r"^X must have shape \(n, 3\); got \(10, 2\)\."):
            accuracy(small(), X[:, :2], Y)
        with pytest.raises(TypeError, match=r"^network must be an nn\.Module; got int\."):
            accuracy(3, X, Y)
        with pytest.raises(ValueError, match=r"^network has no linear layer"):
            accuracy(nn.ReLU(), X, Y)
        with pytest.raises(ValueError, match=r"^y may hold only the labels 0, 1; got"):
            accuracy(small(), X, Y + 1)
        with pytest.raises(ValueError, match=r"^y must"):
            accuracy(small(), X, Y[1:])

    def test_labels_are_those_of_the_last_layer(self):
        labels = as_labels(small(), [0.0, 1.0], 2)
        assert labels.dtype == torch.int64 and labels.tolist() == [0, 1]

    def test_nothing_is_changed(self):
        network = small()
        before = copy.deepcopy(network.state_dict())
        accuracy(network, X, Y)
        assert all(torch.equal(before[name], one) for name, one in network.state_dict().items())
