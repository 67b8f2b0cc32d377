"""Sizes beside real files and SciPy's sparse matrices; times beside a clock that is set by hand."""

import zlib
from itertools import repeat

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from scipy.sparse import csr_array
from torch import nn

from course_utils.autoencoder import Autoencoder
from course_utils.compression import measure
from course_utils.compression.measure import (
    file_bytes,
    latency_ratio,
    ratio_sentence,
    sparse_bytes,
    zipped_bytes,
)
from course_utils.compression.model import digits_network
from course_utils.compression.prune import prune_network, remove_neurons

X = np.random.default_rng(0).random((4, 3))


class TestBytes:
    @pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
    def test_those_of_a_real_file(self, dtype, tmp_path):
        network, path = digits_network(dtype=dtype), tmp_path / "x.safetensors"
        save_file(network.state_dict(), path)
        assert file_bytes(network) == path.stat().st_size
        assert zipped_bytes(network) == len(zlib.compress(path.read_bytes(), 9))

    def test_level_9_finds_more_than_the_usual_one(self):
        network, _ = prune_network(digits_network(dtype=torch.float32), 0.5)
        content = measure._content(network)
        assert zipped_bytes(network) <= len(zlib.compress(content))
        assert zipped_bytes(network) != len(zlib.compress(content, 8))

    def test_buffers_and_shared_weights_are_in_it(self):
        network = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4))
        n_bytes = sum(one.nbytes for one in network.state_dict().values())
        assert n_bytes < file_bytes(network) < n_bytes + 700
        assert file_bytes(Autoencoder((6, 4), tied=True)) > 0

    def test_a_pruned_network_takes_as_many_bytes_unless_it_is_zipped(self):
        network = digits_network(dtype=torch.float32)
        pruned, _ = prune_network(network, 0.9)
        assert file_bytes(pruned) == file_bytes(network)
        assert zipped_bytes(pruned) < zipped_bytes(network) / 4
        assert file_bytes(remove_neurons(network, 32)) < 0.53 * file_bytes(network)

    def test_what_no_file_can_hold(self):
        class Own(torch.Tensor):
            pass

        network = digits_network((3, 2))
        network[0].register_buffer("odd", torch.zeros(2).as_subclass(Own))
        with pytest.raises(TypeError, match=r"^0\.odd is a Own, which a safetensors file can't"):
            file_bytes(network)
        with pytest.raises(TypeError, match=r"^network must be an nn\.Module; got list\."):
            zipped_bytes([])


class TestSparse:
    @pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
    @pytest.mark.parametrize("shape", [(5, 3), (1, 9), (9, 1)])
    @pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
    def test_those_of_scipy(self, dtype, shape, share):
        weight = torch.tensor(np.random.default_rng(1).random(shape), dtype=dtype)
        weight[weight < share] = 0
        theirs = csr_array(weight.numpy())
        assert theirs.indices.dtype == theirs.indptr.dtype == np.int32
        n_bytes = theirs.data.nbytes + theirs.indices.nbytes + theirs.indptr.nbytes
        assert sparse_bytes(weight) == n_bytes

    def test_half_the_weights_must_go_before_float32_saves_a_byte(self):
        weight = digits_network(dtype=torch.float32)[0].weight
        sizes = {}
        for sparsity in (0.4, 0.5, 0.6):
            pruned, _ = prune_network(digits_network(dtype=torch.float32), sparsity)
            sizes[sparsity] = sparse_bytes(pruned[0].weight)
        assert sizes[0.4] > sizes[0.5] > weight.nbytes > sizes[0.6]

    def test_bad_input(self):
        with pytest.raises(ValueError, match=r"^weight must be 2-D; got shape \(3,\)\."):
            sparse_bytes(torch.ones(3))
        with pytest.raises(TypeError, match=r"^weight must be a tensor; got ndarray\."):
            sparse_bytes(np.ones((3, 3)))
        with pytest.raises(ValueError, match=r"^weight must hold real numbers; got torch\.int64"):
            sparse_bytes(torch.ones((3, 3), dtype=torch.int64))


class Timed(nn.Linear):
    """A layer that moves a clock by hand, and writes down that it was there."""

    def __init__(self, name, seconds, clock):
        super().__init__(3, 2)
        self.name, self.clock = name, clock
        self.seconds = seconds if hasattr(seconds, "__next__") else repeat(seconds)

    def forward(self, x):
        self.clock.calls.append(self.name)
        self.clock.modes.append((self.training, torch.is_inference_mode_enabled()))
        self.clock.threads.add(torch.get_num_threads())
        self.clock.now += next(self.seconds)
        return super().forward(x)


class Clock:
    def __init__(self):
        self.now, self.calls, self.modes, self.threads = 5.0, [], [], set()

    def __call__(self):
        return self.now


class TestLatency:
    def timed(self, new, old, n_pairs):
        clock = Clock()
        networks = Timed("new", new, clock), Timed("old", old, clock)
        return latency_ratio(*networks, X, n_pairs, clock), clock, networks

    def test_is_the_time_of_the_new_one_as_a_share_of_the_old_one(self):
        ratio, _, _ = self.timed(0.02, 0.08, 3)
        assert ratio == pytest.approx(0.25)

    def test_pairs_take_turns_at_going_first(self):
        _, clock, _ = self.timed(1.0, 1.0, 4)
        assert clock.calls == ["new", "old"] + ["old", "new", "new", "old"] * 2

    def test_is_the_median_of_the_pairs(self):
        new = iter([1.0, 3.0, 500.0, 2.0, 4.0, 5.0])
        ratio, _, _ = self.timed(new, 2.0, 5)
        assert ratio == 2.0  # of 1.5, 250, 1, 2, 2.5

    def test_short_passes_are_repeated_equally_often(self):
        # Of the faster, 1, 2, 4 passes are too short, and 8 are enough: so many are timed of each.
        n_passes = measure.SHORTEST / 5
        ratio, clock, _ = self.timed(n_passes, 10 * measure.SHORTEST, 2)
        assert ratio == pytest.approx(1 / 50)
        assert clock.calls[:16] == ["new"] * 15 + ["old"]
        assert clock.calls[16:] == ["old"] * 8 + ["new"] * 16 + ["old"] * 8

    def test_a_timing_of_just_the_shortest_time_is_enough(self):
        clock = Clock()
        clock.now = 0.0
        one = Timed("one", measure.SHORTEST, clock)
        assert measure._repeats(one, torch.zeros(1, 3), clock) == 1

    def test_computes_in_eval_and_inference_mode_with_one_thread(self):
        before = torch.get_num_threads()
        torch.set_num_threads(2)
        try:
            _, clock, networks = self.timed(1.0, 1.0, 1)
            assert torch.get_num_threads() == 2
        finally:
            torch.set_num_threads(before)
        assert set(clock.modes) == {(False, True)} and clock.threads == {1}
        assert all(network.training for network in networks)

    def test_fewer_weights_help_and_zeros_do_not(self):
        network = digits_network((64, 512, 512, 10), dtype=torch.float32)
        rows = np.random.default_rng(1).random((256, 64))
        pruned, _ = prune_network(network, 0.9)
        assert ratio_sentence(latency_ratio(pruned, network, rows)).startswith("not faster")
        smaller = remove_neurons(network, 64)
        assert ratio_sentence(latency_ratio(smaller, network, rows, 20)).startswith("faster")

    def test_the_dtypes_may_differ(self):
        single, double = (
            digits_network((3, 2), dtype=one) for one in (torch.float32, torch.float64)
        )
        assert latency_ratio(single, double, X, n_pairs=1) > 0

    def test_bad_input(self):
        network = digits_network((3, 2))
        with pytest.raises(ValueError, match=r"^n_pairs must be"):
            latency_ratio(network, network, X, 0)
        with pytest.raises(TypeError, match=r"^old must be an nn\.Module"):
            latency_ratio(network, 3, X)
        with pytest.raises(ValueError, match=r"^X must have shape \(n, 3\)"):
            latency_ratio(network, network, X[:, :2])


class TestSentence:
    @pytest.mark.parametrize(
        ("ratio", "words"),
        [
            (0.79, "faster: ratio below 0.8"),
            (0.8, "not faster: ratio between 0.8 and 1.25"),
            (1.25, "not faster: ratio between 0.8 and 1.25"),
            (1.26, "slower: ratio above 1.25"),
        ],
    )
    def test_usual_limits(self, ratio, words):
        assert ratio_sentence(ratio) == words

    def test_own_limits(self):
        assert ratio_sentence(0.6, 0.5, 2) == "not faster: ratio between 0.5 and 2"
        assert ratio_sentence(0.4, 0.5, 2) == "faster: ratio below 0.5"
        assert ratio_sentence(3.0, 0.5, 2) == "slower: ratio above 2"

    def test_bad_input(self):
        with pytest.raises(ValueError, match=r"^ratio must be"):
            ratio_sentence(0.0)
        with pytest.raises(ValueError, match=r"^low must be below high; got 1 and 1\."):
            ratio_sentence(1.0, 1.0, 1.0)
