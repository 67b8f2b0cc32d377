"""Memory by the byte: what the way back needs, what comes back in parts, what is used again."""

import tracemalloc

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from course_utils.resources.memory import (
    Checkpointed,
    accumulate_gradients,
    batch_mean,
    peak_bytes,
    peak_tensor_bytes,
    saved_activation_bytes,
    standardize,
)

X = np.linspace(-1, 1, 40 * 6).reshape(40, 6) ** 3
y = np.arange(40) % 3


def deep(n_hidden=7, width=6, dtype=torch.float64):
    layers = []
    generator = torch.Generator().manual_seed(0)
    for _ in range(n_hidden):
        layers += [nn.Linear(6, width, dtype=dtype), nn.ReLU()]
    network = nn.Sequential(*layers, nn.Linear(width, 3, dtype=dtype))
    for parameter in network.parameters():
        nn.init.uniform_(parameter, -0.6, 0.6, generator=generator)
    return network


def gradients(network, X=X, y=y, reduction="mean"):
    loss = F.cross_entropy(network(torch.tensor(X)), torch.tensor(y), reduction=reduction)
    names, parameters = zip(*network.named_parameters(), strict=True)
    return dict(zip(names, torch.autograd.grad(loss, parameters), strict=True))


def apart(one, other):
    assert list(one) == list(other)
    return max(float(np.abs(np.asarray(one[name]) - np.asarray(other[name])).max()) for name in one)


# What the forward pass keeps


@pytest.mark.parametrize(("n_rows", "n_hidden"), [(1, 1), (1, 4), (10, 4), (40, 7)])
def test_each_hidden_layer_keeps_its_output_for_each_row(n_rows, n_hidden):
    # ReLU's output is the next layer's input: one piece of memory, kept once.
    assert saved_activation_bytes(deep(n_hidden), X[:n_rows]) == n_rows * n_hidden * 6 * 8


def test_in_float32_it_is_half():
    assert saved_activation_bytes(deep(4, dtype=torch.float32), X) == 40 * 4 * 6 * 4


def test_one_layer_keeps_nothing_but_its_input_and_weights_which_are_there_anyway():
    assert saved_activation_bytes(nn.Sequential(nn.Linear(6, 50).double()), X) == 0


def test_an_activation_that_saves_more_is_counted_in_full():
    # Softplus saves its input, which the next layer does not need, beside its output.
    network = nn.Sequential(nn.Linear(6, 5), nn.Softplus(), nn.Linear(5, 1)).double()
    assert saved_activation_bytes(network, X) == 2 * 40 * 5 * 8


def test_checkpoints_keep_the_inputs_of_segments():
    network = deep(7)  # 15 layers
    # 1 segment: the batch alone. 15: the input of each layer but the first.
    for n_segments, n_kept in {1: 0, 2: 1, 3: 2, 5: 4, 15: 14}.items():
        kept = saved_activation_bytes(Checkpointed(network, n_segments), X)
        assert kept == n_kept * 40 * 6 * 8, n_segments


@pytest.mark.parametrize(
    ("network", "X", "error", "message"),
    [
        (F.relu, X, TypeError, "^network must be an nn.Module; got function"),
        (nn.ReLU(), X, ValueError, "^network has no weights to train"),
        (nn.Linear(6, 1).requires_grad_(False), X, ValueError, "^network has no weights to train"),
        (nn.Linear(6, 1), X[0], ValueError, "^X must be 2-D"),
    ],
)
def test_what_keeps_nothing_is_refused(network, X, error, message):
    with pytest.raises(error, match=message):
        saved_activation_bytes(network, X)


# Segments


def test_checkpoints_leave_the_gradients_as_they_are():
    network = deep(7)
    expected = gradients(network)
    for n_segments in (1, 2, 4, 15):
        assert apart(gradients(Checkpointed(network, n_segments)), expected) == 0


def test_segments_are_even_and_follow_one_another():
    for n_segments in range(1, 16):
        segments = Checkpointed(deep(7), n_segments).segments
        assert [i for segment in segments for i in segment] == list(range(15))
        lengths = [len(segment) for segment in segments]
        assert len(lengths) == n_segments and max(lengths) - min(lengths) <= 1


def test_layers_are_shared():
    network = deep(2)
    assert all(one is other for one, other in zip(network, Checkpointed(network, 2), strict=True))


def test_each_layer_computes_twice_with_checkpoints():
    network, calls = deep(4), []
    for i, layer in enumerate(network):
        layer.register_forward_pre_hook(lambda *_, i=i: calls.append(i))
    gradients(network)
    assert sorted(calls) == list(range(9))
    calls.clear()
    gradients(Checkpointed(network, 3))
    assert sorted(calls) == sorted(2 * list(range(9)))


def test_the_peak_is_least_about_the_square_root_of_the_layers():
    network = deep(12)  # 25 layers
    rows = np.tile(X, (50, 1))
    labels = np.tile(y, 50)

    def peak(network):
        return peak_tensor_bytes(lambda: gradients(network, rows, labels)) / (len(rows) * 6 * 8)

    peaks = {n: peak(Checkpointed(network, n)) for n in (1, 3, 5, 8, 25)}
    assert peaks[1] == pytest.approx(peak(network), rel=0.1)
    assert peaks[5] < 0.65 * peaks[1] and peaks[3] < peaks[1] and peaks[5] <= peaks[8]
    assert peaks[25] > 1.5 * peaks[1], "a checkpoint at each layer keeps more, not less"


@pytest.mark.parametrize(
    ("network", "n_segments", "error", "message"),
    [
        (nn.Linear(6, 1), 1, TypeError, "^network must be an nn.Sequential with layers; got Lin"),
        (nn.Sequential(), 1, TypeError, "^network must be an nn.Sequential with layers"),
        (deep(1), 4, ValueError, "^n_segments must be at most 3, the number of layers; got 4"),
        (deep(1), 0, ValueError, "^n_segments must be at least 1"),
        (deep(1), 1.0, TypeError, "^n_segments must be a whole number"),
    ],
)
def test_segments_that_cannot_be_are_refused(network, n_segments, error, message):
    with pytest.raises(error, match=message):
        Checkpointed(network, n_segments)


# Peaks


def test_tensors_count_while_they_live():
    x = torch.zeros(100, dtype=torch.float64)

    def chain():
        x.exp().exp().exp()  # two at a time

    def both():
        a, b, c = x.exp(), x.exp(), x.exp()
        return a, b, c

    assert peak_tensor_bytes(chain) == 2 * 800
    assert peak_tensor_bytes(both) == 3 * 800
    assert peak_tensor_bytes(lambda: [x.exp() for _ in range(5)] and None) == 5 * 800


def test_views_and_steps_in_place_take_no_new_memory():
    x = torch.zeros(100, dtype=torch.float64)
    assert peak_tensor_bytes(lambda: x.view(10, 10).T[2:5].mul_(2).add_(1)) == 0
    assert peak_tensor_bytes(lambda: x.exp()[:10].mul_(2)) == 800


def test_a_tensor_that_comes_in_several_pieces_counts_once():
    x = torch.zeros(4, 100, dtype=torch.float64)
    assert peak_tensor_bytes(lambda: torch.max(x, dim=1)) == 4 * 8 + 4 * 8
    assert peak_tensor_bytes(lambda: x.exp().unbind()) == 3200


def test_what_lived_before_and_dies_inside_does_not_count():
    there = [torch.zeros(1000, dtype=torch.float64)]
    assert peak_tensor_bytes(lambda: (there.clear(), torch.ones(10, dtype=torch.float64))) == 80


def test_arrays_count_while_they_live():
    x = np.zeros(100_000)

    def two():
        a = np.exp(x)
        return a + 1

    assert 1_600_000 <= peak_bytes(two) < 1_650_000
    assert 800_000 <= peak_bytes(lambda: np.exp(x)) < 850_000
    assert peak_bytes(lambda: np.exp(x, out=x)) < 50_000


def test_tracing_ends_also_after_an_error_and_is_not_taken_from_others():
    with pytest.raises(ZeroDivisionError):
        peak_bytes(lambda: 1 / 0)
    assert not tracemalloc.is_tracing()
    tracemalloc.start()
    try:
        with pytest.raises(RuntimeError, match=r"call tracemalloc\.stop\(\) first"):
            peak_bytes(lambda: None)
        assert tracemalloc.is_tracing()
    finally:
        tracemalloc.stop()


# Parts of a batch


@pytest.mark.parametrize("n_parts", [1, 2, 3, 7, 39, 40])
def test_parts_add_up_to_the_whole_batch(n_parts):
    network = deep(2)
    assert apart(accumulate_gradients(network, X, y, n_parts), gradients(network)) < 1e-14


def test_grad_stays_as_it_is():
    network = deep(2)
    accumulate_gradients(network, X, y, 2)
    assert all(parameter.grad is None for parameter in network.parameters())


def test_parts_need_less_memory():
    network, rows, labels = deep(6), np.tile(X, (100, 1)), np.tile(y, 100)
    peaks = [
        peak_tensor_bytes(lambda n=n: accumulate_gradients(network, rows, labels, n))
        for n in (1, 4, 16)
    ]
    copied = rows.nbytes + 8 * len(labels) * 2
    assert peaks[1] - copied < 0.5 * (peaks[0] - copied)
    assert peaks[2] - copied < 0.5 * (peaks[1] - copied)


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"network": "MLP"}, TypeError, "^network must be an nn.Module; got str"),
        ({"y": y[:39]}, ValueError, "^y must hold 40 values"),
        ({"y": y + 1}, ValueError, "^y may hold only the labels 0, 1, 2; got 3"),
        ({"n_parts": 41}, ValueError, "^n_parts must be at most 40, the rows of X; got 41"),
        ({"n_parts": 0}, ValueError, "^n_parts must be at least 1"),
        (
            {"network": nn.Sequential(nn.Linear(6, 3), nn.BatchNorm1d(3)).double().eval()},
            TypeError,
            "^network has batch normalization, which looks at all rows",
        ),
    ],
)
def test_what_cannot_be_accumulated_is_refused(changes, error, message):
    arguments = {"network": deep(1), "X": X, "y": y, "n_parts": 2} | changes
    with pytest.raises(error, match=message):
        accumulate_gradients(**arguments)


# Memory that is used again


def test_both_ways_standardize():
    mean, scale = X.mean(axis=0), X.std(axis=0)
    expected, out = (X - mean) / scale, np.empty_like(X)
    assert np.array_equal(standardize(X, mean, scale), expected)
    assert standardize(X, mean, scale, out=out) is out and np.array_equal(out, expected)
    inside = X.copy()
    assert standardize(inside, mean, scale, out=inside) is inside
    assert np.array_equal(inside, expected)


def test_memory_that_is_there_saves_two_arrays():
    rows = np.ones((20_000, 10))
    out, mean, scale = np.empty_like(rows), np.zeros(10), np.ones(10)
    fresh = peak_bytes(lambda: standardize(rows, mean, scale))
    assert 2 * rows.nbytes <= fresh < 2.1 * rows.nbytes
    # The check for NaN needs a byte a number.
    assert peak_bytes(lambda: standardize(rows, mean, scale, out=out)) < 0.2 * rows.nbytes


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"mean": np.zeros(5)}, "^mean must hold 6 values"),
        ({"scale": np.zeros(6)}, "^scale must hold no 0"),
        ({"scale": np.ones(1)}, "^scale must hold 6 values"),
        ({"out": np.empty((40, 5))}, r"^out must be a float64 array of shape \(40, 6\)"),
        ({"out": np.empty((41, 6))}, r"^out must be a float64 array of shape \(40, 6\)"),
        ({"out": np.empty((40, 6), dtype=np.float32)}, "^out must be a float64 array"),
        ({"out": [[0.0] * 6] * 40}, "^out must be a float64 array"),
    ],
)
def test_what_does_not_fit_is_refused(changes, message):
    arguments = {"X": X, "mean": np.zeros(6), "scale": np.ones(6)} | changes
    with pytest.raises(ValueError, match=message):
        standardize(**arguments)


@pytest.mark.parametrize("batch_size", [1, 3, 40, 41])
def test_the_mean_of_batches_is_that_of_all_rows(batch_size):
    assert np.allclose(batch_mean(X, batch_size), X.mean(axis=0), rtol=0, atol=1e-15)


def test_of_a_mapped_file_one_batch_is_in_memory(tmp_path):
    rows = (np.arange(200_000).reshape(20_000, 10) % 251).astype(np.uint8)
    np.save(tmp_path / "rows.npy", rows)
    mapped = np.load(tmp_path / "rows.npy", mmap_mode="r")
    assert np.allclose(batch_mean(mapped, 1000), rows.mean(axis=0), rtol=0, atol=1e-10)
    one_batch = 1000 * 10 * 8
    assert one_batch <= peak_bytes(lambda: batch_mean(mapped, 1000)) < 2.5 * one_batch
    assert peak_bytes(lambda: batch_mean(mapped, 20_000)) >= 20 * one_batch


@pytest.mark.parametrize(
    ("rows", "batch_size", "error", "message"),
    [
        ([[1.0]], 1, TypeError, "^rows must be a 2-D array .* got list"),
        (np.ones(3), 1, TypeError, r"^rows must be a 2-D .* got ndarray of shape \(3,\)"),
        (np.ones((2, 3, 4)), 1, TypeError, r"^rows must be a 2-D .* shape \(2, 3, 4\)"),
        (np.ones((0, 3)), 1, TypeError, r"^rows must be a 2-D .* shape \(0, 3\)"),
        (np.array([[1.0], [np.nan]]), 1, ValueError, "^rows contains NaN"),
        (np.ones((3, 1)), 0, ValueError, "^batch_size must be at least 1"),
    ],
)
def test_rows_without_a_mean_are_refused(rows, batch_size, error, message):
    with pytest.raises(error, match=message):
        batch_mean(rows, batch_size)
