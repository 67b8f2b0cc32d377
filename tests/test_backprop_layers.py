"""Layers, their first weights, the optimizer beside PyTorch's, and parameters on disk."""

import os
import zipfile
from itertools import pairwise

import numpy as np
import pytest
import torch

from course_utils.backprop import (
    MLP,
    SGD,
    Linear,
    Tensor,
    cross_entropy,
    initial_weights,
    load_parameters,
    save_parameters,
    storage,
)
from course_utils.backprop.layers import SCHEMES

X = np.random.default_rng(0).normal(size=(7, 3))
LABELS = np.array([0, 1, 1, 0, 1, 0, 0])


def torch_twin(network, activation=torch.nn.ReLU):
    """Return PyTorch's network with the same weights."""
    modules = []
    for layer in network.layers:
        n_out, n_in = layer.weights.shape
        linear = torch.nn.Linear(n_in, n_out, dtype=torch.float64)
        with torch.no_grad():
            linear.weight[:] = torch.tensor(layer.weights.data)
            linear.bias[:] = torch.tensor(layer.bias.data)
        modules += [linear, activation()]
    return torch.nn.Sequential(*modules[:-1])


SPREAD = {
    "he": np.sqrt(2 / 400),
    "xavier": np.sqrt(2 / 500),
    "normal": 1.0,
    "small": 0.01,
    "zeros": 0.0,
}


class TestInitialWeights:
    def test_every_scheme_is_known_here(self):
        assert set(SCHEMES) == set(SPREAD)

    @pytest.mark.parametrize("scheme", SPREAD)
    def test_weights_are_normal_draws_times_the_spread(self, scheme):
        weights = initial_weights(400, 100, scheme, rng=3)
        draws = np.random.default_rng(3).standard_normal((100, 400))
        assert weights.shape == (100, 400) and weights.dtype == float
        assert weights == pytest.approx(SPREAD[scheme] * draws, rel=1e-15)
        assert weights.std() == pytest.approx(SPREAD[scheme], rel=0.02)

    def test_same_gives_all_neurons_the_same_weights_that_average_the_inputs(self):
        assert initial_weights(4, 2, "same").tolist() == [[0.25] * 4] * 2

    def test_the_default_is_he_with_seed_0(self):
        assert initial_weights(5, 3).tolist() == initial_weights(5, 3, "he", 0).tolist()

    def test_a_seed_repeats_and_a_generator_goes_on(self):
        rng = np.random.default_rng(1)
        first, second = initial_weights(5, 3, rng=rng), initial_weights(5, 3, rng=rng)
        assert first.tolist() == initial_weights(5, 3, rng=1).tolist() != second.tolist()

    @pytest.mark.parametrize(
        ("arguments", "error", "words"),
        [
            ((0, 1), ValueError, "n_in must be at least 1; got 0"),
            ((1, 0), ValueError, "n_out must be at least 1; got 0"),
            ((2.0, 1), TypeError, "n_in must be a whole number"),
            ((1, True), TypeError, "n_out must be a whole number"),
            ((1, 1, "best"), ValueError, "scheme must be one of 'he', 'xavier'.* got 'best'"),
            ((1, 1, None), ValueError, "scheme must be one of"),
            ((1, 1, "he", -1), TypeError, "rng must be"),
            ((1, 1, "same", None), TypeError, "rng must be"),
        ],
    )
    def test_bad_arguments_are_refused(self, arguments, error, words):
        with pytest.raises(error, match=words):
            initial_weights(*arguments)


class TestLinear:
    def test_by_hand(self):
        layer = Linear(3, 2)
        layer.weights.data = np.array([[1.0, 0.0, 2.0], [0.0, -1.0, 0.5]])
        layer.bias.data = np.array([10.0, 20.0])
        assert layer(Tensor([[1.0, 2.0, 4.0]])).data.tolist() == [[19.0, 20.0]]

    def test_parameters_begin_as_the_scheme_says_and_biases_with_0(self):
        layer = Linear(3, 2, rng=5, scheme="xavier")
        assert layer.weights.data.tolist() == initial_weights(3, 2, "xavier", 5).tolist()
        assert layer.bias.data.tolist() == [0.0, 0.0]
        assert layer.parameters() == [layer.weights, layer.bias]
        assert [(p.name, p.requires_grad) for p in layer.parameters()] == [
            ("weights", True),
            ("bias", True),
        ]
        assert Linear(3, 2).weights.data.tolist() == initial_weights(3, 2).tolist()

    def test_float32_on_request(self):
        layer = Linear(3, 2, dtype=np.float32)
        assert [p.dtype for p in layer.parameters()] == [np.float32] * 2
        assert Linear(3, 2).bias.dtype == np.float64

    @pytest.mark.parametrize(
        ("arguments", "error", "words"),
        [
            ({"n_in": 0, "n_out": 1}, ValueError, "n_in"),
            ({"n_in": 1, "n_out": 1.0}, TypeError, "n_out"),
            ({"n_in": 1, "n_out": 1, "scheme": "?"}, ValueError, "scheme"),
            ({"n_in": 1, "n_out": 1, "rng": "0"}, TypeError, "rng"),
            ({"n_in": 1, "n_out": 1, "dtype": int}, TypeError, "dtype"),
        ],
    )
    def test_bad_arguments_are_refused(self, arguments, error, words):
        with pytest.raises(error, match=words):
            Linear(**arguments)

    def test_bad_samples_are_refused(self):
        with pytest.raises(ValueError, match=r"shapes \(n, m\) and \(m, k\); got \(2,\)"):
            Linear(2, 1)(Tensor([1.0, 2.0]))


PEERS = {
    "relu": torch.nn.ReLU,
    "tanh": torch.nn.Tanh,
    "sigmoid": torch.nn.Sigmoid,
    "none": torch.nn.Identity,
}


class TestMLP:
    @pytest.mark.parametrize("activation", PEERS)
    @pytest.mark.parametrize("sizes", [(3, 2), (3, 5, 2), (3, 5, 4, 6, 2)])
    def test_scores_and_gradients_are_pytorchs(self, activation, sizes):
        network = MLP(sizes, activation, rng=1)
        twin = torch_twin(network, PEERS[activation])
        loss = cross_entropy(network(Tensor(X)), LABELS)
        peer = torch.nn.functional.cross_entropy(twin(torch.tensor(X)), torch.tensor(LABELS))
        loss.backward()
        peer.backward()
        assert loss.item() == pytest.approx(peer.item(), rel=1e-13)
        for ours, theirs in zip(network.parameters(), twin.parameters(), strict=True):
            np.testing.assert_allclose(ours.grad, theirs.grad.numpy(), rtol=1e-11, atol=1e-14)

    def test_layers_draw_from_one_generator_in_order(self):
        network, rng = MLP((3, 5, 4, 2), rng=8, scheme="xavier"), np.random.default_rng(8)
        for layer, (n_in, n_out) in zip(network.layers, pairwise((3, 5, 4, 2)), strict=True):
            expected = initial_weights(n_in, n_out, "xavier", rng)
            assert layer.weights.data.tolist() == expected.tolist()

    def test_the_defaults_are_relu_he_and_seed_0(self):
        network, same = MLP((3, 5, 2)), MLP((3, 5, 2), "relu", 0, "he", np.float64)
        assert network.activation == "relu"
        for a, b in zip(network.parameters(), same.parameters(), strict=True):
            assert a.data.tolist() == b.data.tolist() and a.dtype == np.float64

    def test_parameters_by_name(self):
        network = MLP((3, 5, 2))
        assert list(network.named_parameters()) == [
            "layers.0.weights",
            "layers.0.bias",
            "layers.1.weights",
            "layers.1.bias",
        ]
        assert list(network.named_parameters().values()) == network.parameters()
        assert [p.shape for p in network.parameters()] == [(5, 3), (5,), (2, 5), (2,)]

    def test_names_of_parameters_come_from_their_place(self):
        network = MLP((2, 3, 1))
        for name, tensor in network.named_parameters().items():
            assert tensor.name == name
        network.layers[0].weights.name = "other"
        assert next(iter(network.named_parameters())) == "layers.0.weights"

    def test_an_array_is_taken_in_the_networks_dtype(self):
        for dtype in (np.float32, np.float64):
            network = MLP((2, 3, 1), dtype=dtype)
            for X in (np.ones((4, 2)), np.ones((4, 2), np.float32), [[1.0, 2.0]]):
                assert network(X).dtype == dtype

    def test_hidden_answers_stand_layer_by_layer(self):
        network = MLP((3, 5, 4, 2), "tanh")
        first, second = network.hidden(Tensor(X))
        assert first.data.tolist() == network.layers[0](Tensor(X)).tanh().data.tolist()
        assert second.data.tolist() == network.layers[1](first).tanh().data.tolist()
        assert network(Tensor(X)).data.tolist() == network.layers[2](second).data.tolist()
        assert MLP((3, 2)).hidden(Tensor(X)) == []

    def test_arrays_will_do_and_float32_stays(self):
        network = MLP([3, 5, 2], dtype=np.float32)
        assert network(X.astype(np.float32)).dtype == np.float32
        assert MLP(np.array([3, 2]))(X.tolist()).shape == (7, 2)

    @pytest.mark.parametrize("scheme", ["zeros", "same"])
    def test_equal_neurons_stay_equal(self, scheme):
        network = MLP((3, 5, 2), "tanh", scheme=scheme)
        optimizer = SGD(network.parameters(), 0.5)
        for _ in range(20):
            optimizer.zero_grad()
            cross_entropy(network(X), LABELS).backward()
            optimizer.step()
        weights = network.layers[0].weights.data
        assert (weights == weights[0]).all()

    @pytest.mark.parametrize(
        ("arguments", "error", "words"),
        [
            ({"sizes": (3,)}, ValueError, r"sizes must name inputs and outputs.* got \(3,\)"),
            ({"sizes": ()}, ValueError, "sizes must name inputs and outputs"),
            ({"sizes": 3}, ValueError, "sizes must name inputs and outputs.* got 3"),
            ({"sizes": "32"}, ValueError, "sizes must name"),
            ({"sizes": (3, 0)}, ValueError, r"sizes\[1\] must be at least 1; got 0"),
            ({"sizes": (3.0, 2)}, TypeError, r"sizes\[0\] must be a whole number"),
            (
                {"sizes": (3, 2), "activation": "step"},
                ValueError,
                "activation must be one of 'relu'",
            ),
            ({"sizes": (3, 2), "scheme": "?"}, ValueError, "scheme must be one of"),
            ({"sizes": (3, 2), "rng": None}, TypeError, "rng must be"),
            ({"sizes": (3, 2), "dtype": np.float16}, TypeError, "dtype must be"),
        ],
    )
    def test_bad_arguments_are_refused(self, arguments, error, words):
        with pytest.raises(error, match=words):
            MLP(**arguments)

    @pytest.mark.parametrize("shape", [(3,), (2, 4), (1, 2, 3)])
    def test_samples_of_another_shape_are_refused(self, shape):
        with pytest.raises(ValueError) as caught:
            MLP((3, 2))(np.ones(shape))
        assert str(caught.value) == f"X must have shape (n_samples, 3); got {shape}."

    @pytest.mark.parametrize("bad", [[["a", "b", "c"]], [[np.nan, 1.0, 2.0]], None])
    def test_bad_samples_are_refused(self, bad):
        with pytest.raises((TypeError, ValueError), match="X"):
            MLP((3, 2))(bad)


class TestSGD:
    @pytest.mark.parametrize("momentum", [0.0, 0.9])
    @pytest.mark.parametrize("weight_decay", [0.0, 0.1])
    def test_20_steps_are_pytorchs(self, momentum, weight_decay):
        network = MLP((3, 5, 2), "tanh", rng=2)
        twin = torch_twin(network, torch.nn.Tanh)
        ours = SGD(network.parameters(), 0.3, momentum, weight_decay)
        theirs = torch.optim.SGD(twin.parameters(), 0.3, momentum, weight_decay=weight_decay)
        for _ in range(20):
            ours.zero_grad()
            cross_entropy(network(X), LABELS).backward()
            ours.step()
            theirs.zero_grad()
            scores = twin(torch.tensor(X))
            torch.nn.functional.cross_entropy(scores, torch.tensor(LABELS)).backward()
            theirs.step()
        for a, b in zip(network.parameters(), twin.parameters(), strict=True):
            np.testing.assert_allclose(a.data, b.detach().numpy(), rtol=0, atol=1e-12)

    def test_two_steps_by_hand(self):
        w = Tensor([1.0], requires_grad=True)
        optimizer = SGD([w], 0.5, momentum=0.5, weight_decay=0.25)
        w.grad = np.array([2.0])
        optimizer.step()  # v = 2 + 0.25·1 = 2.25
        assert w.data.tolist() == [-0.125]
        optimizer.step()  # v = 0.5·2.25 + 2 - 0.03125 = 3.09375
        assert w.data.tolist() == [-1.671875]
        assert w.grad.tolist() == [2.0]

    def test_the_defaults_are_plain_gradient_descent(self):
        w = Tensor([1.0], requires_grad=True)
        optimizer = SGD([w], 0.5)
        w.grad = np.array([2.0])
        optimizer.step()
        optimizer.step()
        assert w.data.tolist() == [-1.0]

    def test_what_has_no_gradient_stays_and_the_rest_moves(self):
        a, b = (Tensor([1.0], requires_grad=True) for _ in range(2))
        optimizer = SGD((tensor for tensor in (a, b)), 0.5, 0.9, 0.1)
        b.grad = np.array([1.0])
        optimizer.step()
        assert a.data.tolist() == [1.0] and b.data.item() == pytest.approx(0.45)

    def test_zero_grad_forgets(self):
        a, b = (Tensor([1.0], requires_grad=True) for _ in range(2))
        a.grad, b.grad = np.ones(1), np.ones(1)
        SGD([a, b], 0.5).zero_grad()
        assert a.grad is None and b.grad is None

    def test_a_step_leaves_older_graphs_alone(self):
        w = Tensor([3.0], requires_grad=True)
        loss = (w * w).sum()
        loss.backward()
        SGD([w], 0.5).step()
        assert w.data.tolist() == [0.0]
        loss.backward()
        assert w.grad.tolist() == [12.0]

    def test_float32_stays(self):
        w = Tensor([1.0], requires_grad=True, dtype=np.float32)
        optimizer = SGD([w], 0.1, 0.9, 0.1)
        (w * w).sum().backward()
        optimizer.step()
        assert w.dtype == optimizer.velocities[0].dtype == np.float32

    @pytest.mark.parametrize(
        ("changes", "error", "words"),
        [
            ({"parameters": []}, ValueError, "parameters is empty"),
            (
                {"parameters": [Tensor([1.0], name="b")]},
                ValueError,
                r"parameters\[0\] is a tensor of shape \(1,\) without requires_grad, 'b'\.",
            ),
            ({"parameters": [np.ones(1)]}, ValueError, r"parameters\[0\] is a ndarray\."),
            ({"parameters": "w"}, TypeError, "parameters must be a sequence; got str 'w'"),
            ({"learning_rate": 0.0}, ValueError, "learning_rate must be a finite number above 0"),
            ({"learning_rate": -1}, ValueError, "learning_rate"),
            ({"learning_rate": "1"}, TypeError, "learning_rate"),
            ({"learning_rate": np.inf}, ValueError, "learning_rate"),
            ({"momentum": -0.1}, ValueError, "momentum must be a finite number of at least 0"),
            ({"momentum": 1.0}, ValueError, r"momentum must be below 1; got 1\.0"),
            ({"momentum": None}, TypeError, "momentum"),
            ({"weight_decay": -0.1}, ValueError, "weight_decay"),
            ({"weight_decay": np.nan}, ValueError, "weight_decay"),
        ],
    )
    def test_bad_arguments_are_refused(self, changes, error, words):
        arguments = {"parameters": [Tensor([1.0], requires_grad=True)], "learning_rate": 0.1}
        with pytest.raises(error, match=words):
            SGD(**arguments | changes)

    def test_results_can_not_be_moved(self):
        w = Tensor([[1.0], [2.0]], requires_grad=True)
        words = r"no operation made; parameters\[1\] is the result of '\*' of shape \(2, 1\)\."
        with pytest.raises(ValueError, match=words):
            SGD([w, w * 2], 0.1)

    def test_one_tensor_and_one_that_stands_twice_are_refused(self):
        w, b = (Tensor([1.0], requires_grad=True) for _ in range(2))
        with pytest.raises(TypeError, match=r"must be a list of tensors; got one Tensor"):
            SGD(w, 0.1)
        with pytest.raises(ValueError, match=r"parameters\[2\] is .*twice in a step"):
            SGD([w, b, w], 0.1)

    def test_a_gradient_of_another_shape_is_refused(self):
        w = Tensor([1.0, 2.0], requires_grad=True, name="w")
        w.grad = np.ones((2, 1))
        with pytest.raises(ValueError, match=r"w has shape \(2,\), and its gradient has \(2, 1\)"):
            SGD([w], 0.1).step()


def assert_equal(one, other):
    for a, b in zip(one.parameters(), other.parameters(), strict=True):
        assert a.data.tolist() == b.data.tolist() and a.dtype == b.dtype


BAD_FILES = {
    "another shape": (
        {"layers_0_weights": np.ones((3, 2))},
        r"layers\.0\.weights has shape \(3, 2\) in a\.npz, and \(2, 3\) in this network",
    ),
    "another shape of the last": ({"layers_0_bias": np.ones(3)}, r"layers\.0\.bias has shape"),
    "a lack": (
        {"layers_0_bias": None},
        r"lacks \['layers\.0\.bias'\] and has nothing too much",
    ),
    "too much": (
        {"layers_1_bias": np.ones(2)},
        r"lacks nothing and has \['layers\.1\.bias'\] too much",
    ),
    "NaN": ({"layers_0_bias": np.array([1.0, np.nan])}, r"layers\.0\.bias contains NaN"),
    "inf": ({"layers_0_bias": np.array([1.0, np.inf])}, r"layers\.0\.bias contains inf"),
    "integers": ({"layers_0_bias": np.array([1, 2])}, r"layers\.0\.bias holds int64"),
    "text": ({"layers_0_bias": np.array(["a", "b"])}, r"layers\.0\.bias must hold real"),
    "objects": ({"layers_0_bias": np.array([1.0, None])}, r"a\.npz holds no parameters that"),
}


class TestStorage:
    @pytest.mark.parametrize("dtype", [np.float64, np.float32])
    @pytest.mark.parametrize("as_text", [True, False])
    def test_there_and_back(self, tmp_path, dtype, as_text):
        network, other = (MLP((3, 5, 2), rng=rng, dtype=dtype) for rng in (1, 2))
        path = tmp_path / "deep" / "network.npz"
        path = str(path) if as_text else path
        assert save_parameters(network, path) is None
        assert load_parameters(other, path) is None
        assert_equal(network, other)
        with np.load(path, allow_pickle=False) as stored:
            assert list(stored.files) == list(network.named_parameters())

    def test_loading_moves_the_numbers_not_the_tensors(self, tmp_path):
        network, other = MLP((3, 2), rng=1), MLP((3, 2), rng=2)
        before = other.parameters()
        save_parameters(network, tmp_path / "a.npz")
        load_parameters(other, tmp_path / "a.npz")
        assert other.parameters() == before
        network.layers[0].bias.data = [7.0, 7.0]
        assert other.layers[0].bias.data.tolist() == [0.0, 0.0]

    def test_other_dtypes_of_float_are_converted(self, tmp_path):
        single, double = MLP((3, 2), rng=1, dtype=np.float32), MLP((3, 2), rng=2)
        save_parameters(single, tmp_path / "a.npz")
        load_parameters(double, tmp_path / "a.npz")
        assert double.layers[0].weights.dtype == np.float64
        assert double.layers[0].weights.data.tolist() == single.layers[0].weights.data.tolist()

    def test_a_failed_write_leaves_the_old_file_whole(self, tmp_path, monkeypatch):
        network, path = MLP((3, 2), rng=1), tmp_path / "a.npz"
        save_parameters(network, path)
        before = path.read_bytes()

        def full(*_):
            raise OSError("no space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="no space left"):
            save_parameters(MLP((3, 2), rng=2), path)
        assert path.read_bytes() == before
        assert [file.name for file in tmp_path.iterdir()] == ["a.npz"]

    def test_the_whole_file_is_written_at_once(self, tmp_path, monkeypatch):
        written = []
        monkeypatch.setattr(storage, "write_whole", lambda *call: written.append(call))
        save_parameters(MLP((3, 2)), tmp_path / "a.npz")
        assert [path.name for path, _ in written] == ["a.npz"]
        assert list(tmp_path.iterdir()) == []

    def write(self, path, **changes):
        """Write the parameters of MLP((3, 2), rng=1) with some changed; None leaves one out."""
        arrays = {n: t.data for n, t in MLP((3, 2), rng=1).named_parameters().items()}
        arrays |= {name.replace("_", "."): value for name, value in changes.items()}
        np.savez(path, **{name: value for name, value in arrays.items() if value is not None})

    @pytest.mark.parametrize("bad", BAD_FILES)
    def test_a_file_that_does_not_fit_changes_nothing(self, tmp_path, bad):
        changes, words = BAD_FILES[bad]
        self.write(tmp_path / "a.npz", **changes)
        network = MLP((3, 2), rng=2)
        with pytest.raises((TypeError, ValueError), match=words):
            load_parameters(network, tmp_path / "a.npz")
        assert_equal(network, MLP((3, 2), rng=2))

    def test_numbers_beyond_float32_change_nothing(self, tmp_path):
        self.write(tmp_path / "a.npz", layers_0_bias=np.array([1.0, 1e39]))
        network = MLP((3, 2), rng=2, dtype=np.float32)
        with pytest.raises(
            ValueError, match=r"layers\.0\.bias holds numbers too large for float32"
        ):
            load_parameters(network, tmp_path / "a.npz")
        assert_equal(network, MLP((3, 2), rng=2, dtype=np.float32))

    @pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04", b"\x80\x04N."])
    def test_other_files_are_refused(self, tmp_path, content):
        (tmp_path / "a.npz").write_bytes(content)
        with pytest.raises(ValueError, match=r"a\.npz holds no parameters that save_parameters"):
            load_parameters(MLP((3, 2)), tmp_path / "a.npz")

    def test_one_array_and_a_zip_of_other_things_are_refused(self, tmp_path):
        with open(tmp_path / "a.npz", "wb") as file:
            np.save(file, np.ones(3))
        with pytest.raises(ValueError, match="holds no parameters that save_parameters wrote"):
            load_parameters(MLP((3, 2)), tmp_path / "a.npz")
        with zipfile.ZipFile(tmp_path / "a.npz", "w") as file:
            for name in MLP((3, 2)).named_parameters():
                file.writestr(name, "1.0")
        with pytest.raises(ValueError, match=r"layers\.0\.weights has shape \(\) in a\.npz"):
            load_parameters(MLP((3, 2)), tmp_path / "a.npz")

    @pytest.mark.parametrize("at", range(0, 700, 7))
    def test_a_damaged_file_is_loaded_right_or_refused(self, tmp_path, at):
        network, path = MLP((3, 2), rng=1), tmp_path / "a.npz"
        save_parameters(network, path)
        content = bytearray(path.read_bytes())
        content[at % len(content)] ^= 0xFF
        path.write_bytes(content)
        other = MLP((3, 2), rng=2)
        try:
            load_parameters(other, path)
        except ValueError:
            assert_equal(other, MLP((3, 2), rng=2))
        else:
            assert_equal(other, network)

    def test_a_file_that_is_not_there(self, tmp_path):
        with pytest.raises(FileNotFoundError):
            load_parameters(MLP((3, 2)), tmp_path / "a.npz")

    @pytest.mark.parametrize("store", [save_parameters, load_parameters])
    def test_bad_arguments_are_refused(self, store, tmp_path):
        with pytest.raises(ValueError, match=r"path must end in \.npz; got 'a\.txt'"):
            store(MLP((3, 2)), tmp_path / "a.txt")
        with pytest.raises(TypeError, match=r"path must be text or a pathlib\.Path; got 3"):
            store(MLP((3, 2)), 3)
        with pytest.raises(TypeError, match="network must be an MLP; got Linear"):
            store(Linear(3, 2), tmp_path / "a.npz")
        assert list(tmp_path.iterdir()) == []
