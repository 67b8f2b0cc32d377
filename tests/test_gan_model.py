"""Both players beside NumPy's matrix products, and what is drawn from a generator."""

import json
from statistics import NormalDist

import numpy as np
import pytest
import torch
from torch import nn

from course_utils.gan.model import GAN, Discriminator, Generator
from course_utils.gan.sampling import as_classes, noise, sample

Z = np.random.default_rng(0).normal(size=(7, 4))
LABELS = [2, 0, 1, 2, 2, 0, 1]
OUTPUT_BY_HAND = {
    "tanh": np.tanh,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "linear": lambda x: x,
}


def stirred(network, seed=8):
    """Draw all that is 0 or 1 at first: biases, and the weights and buffers of batch norm."""
    drawn = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, tensor in network.state_dict().items():
            if tensor.is_floating_point() and (tensor.ndim == 1 and "parametrizations" not in name):
                tensor.copy_(torch.rand(tensor.shape, generator=drawn, dtype=tensor.dtype) + 0.2)
    return network


def forger(sizes=(4, 6, 5, 3), **options):
    return stirred(Generator(sizes, **{"dtype": torch.float64, "generator": 3} | options))


def detective(sizes=(4, 6, 5, 1), **options):
    return stirred(Discriminator(sizes, **{"dtype": torch.float64, "generator": 4} | options))


def leaky(x, slope):
    return np.where(x > 0, x, slope * x)


def with_classes(x, n_classes):
    return np.column_stack([x, np.eye(n_classes)[LABELS]]) if n_classes else x


def forged_by_hand(network, z, by_batch):
    """Return samples of noise; batch norm with the batch's means or with the stored ones."""
    options = network.options
    array = {name: tensor.numpy() for name, tensor in network.state_dict().items()}
    x = with_classes(z, options["n_classes"])
    n_layers = len(options["sizes"]) - 1
    for i in range(n_layers):
        x = x @ array[f"layers.{i}.weight"].T + array[f"layers.{i}.bias"]
        if i == n_layers - 1:
            return OUTPUT_BY_HAND[options["output"]](x)
        if options["batch_norm"]:
            names = ("running_mean", "running_var", "weight", "bias")
            mean, variance, factor, shift = (array[f"norms.{i}.{name}"] for name in names)
            if by_batch:
                mean, variance = x.mean(0), x.var(0)
            x = factor * (x - mean) / np.sqrt(variance + 1e-5) + shift
        x = leaky(x, options["slope"])


def run(network, x):
    labels = torch.tensor(LABELS) if network.options["n_classes"] else None
    with torch.no_grad():
        return network(torch.tensor(x), labels).numpy()


class TestGenerator:
    @pytest.mark.parametrize("output", OUTPUT_BY_HAND)
    @pytest.mark.parametrize("batch_norm", [False, True])
    @pytest.mark.parametrize(("n_classes", "slope"), [(0, 0.2), (3, 0.0), (4, 0.7)])
    def test_samples_by_hand(self, output, batch_norm, n_classes, slope):
        network = forger(output=output, batch_norm=batch_norm, n_classes=n_classes, slope=slope)
        for by_batch in (False, True):
            network.train(by_batch)
            expected = forged_by_hand(network, Z, by_batch)
            assert expected.shape == (7, 3)
            assert run(network, Z) == pytest.approx(expected, rel=1e-12)

    def test_defaults(self):
        network = Generator()
        assert network.options == {
            "sizes": [32, 128, 128, 64],
            "n_classes": 0,
            "slope": 0.2,
            "output": "tanh",
            "batch_norm": True,
        }
        assert {p.dtype for p in network.parameters()} == {torch.float32}
        twin = Generator(generator=torch.Generator().manual_seed(0))
        assert all(map(torch.equal, network.parameters(), twin.parameters()))

    def test_options_build_it_again_and_fit_into_json(self):
        network = forger(output="sigmoid", batch_norm=True, n_classes=3, slope=0.1).eval()
        twin = Generator(**json.loads(json.dumps(network.options)), dtype=torch.float64).eval()
        twin.load_state_dict(network.state_dict())
        assert np.array_equal(run(network, Z), run(twin, Z))

    def test_sizes_may_be_an_array_and_one_layer(self):
        network = Generator(np.array([4, 3]))
        assert network.options["sizes"] == [4, 3] and not network.norms
        assert json.dumps(network.options)

    def test_batch_norm_stands_at_hidden_layers_only(self):
        assert [norm.num_features for norm in forger().norms] == [6, 5]
        assert {p.dtype for p in forger().norms.parameters()} == {torch.float64}
        assert len(forger(batch_norm=False).norms) == 0


class TestDiscriminator:
    @pytest.mark.parametrize(("n_classes", "slope"), [(0, 0.2), (3, 0.0), (4, 0.7)])
    def test_logits_by_hand(self, n_classes, slope):
        network = detective(n_classes=n_classes, slope=slope)
        x = with_classes(Z, n_classes)
        for i, layer in enumerate(network.layers):
            x = x @ layer.weight.detach().numpy().T + layer.bias.detach().numpy()
            x = leaky(x, slope) if i < 2 else x
        assert run(network, Z).shape == (7,)
        assert run(network, Z) == pytest.approx(x[:, 0], rel=1e-12)

    def test_defaults(self):
        network = Discriminator()
        assert network.options == {
            "sizes": [64, 128, 128, 1],
            "n_classes": 0,
            "slope": 0.2,
            "spectral_norm": False,
        }
        assert {p.dtype for p in network.parameters()} == {torch.float32}
        twin = Discriminator(generator=0)
        assert all(map(torch.equal, network.parameters(), twin.parameters()))

    def test_spectral_norm_makes_the_largest_singular_value_1(self):
        network, plain = detective(spectral_norm=True), detective()
        for _ in range(200):  # a power iteration in each pass
            run(network, Z)
        network.eval()
        for layer, free in zip(network.layers, plain.layers, strict=True):
            expected = free.weight / torch.linalg.matrix_norm(free.weight, 2)
            assert torch.allclose(layer.weight, expected, rtol=1e-6)
        assert np.array_equal(run(network, Z), run(network, Z))

    def test_options_build_it_again(self):
        network = detective(spectral_norm=True, n_classes=3, slope=0.1).eval()
        options = json.loads(json.dumps(network.options))
        twin = Discriminator(**options, dtype=torch.float64).eval()
        twin.load_state_dict(network.state_dict())
        assert np.array_equal(run(network, Z), run(twin, Z))


@pytest.mark.parametrize("kind", [Generator, Discriminator])
class TestBoth:
    def test_first_weights_are_even_draws_layer_by_layer_and_biases_0(self, kind):
        network, drawn = kind((4, 5, 1), n_classes=2, generator=9), torch.Generator()
        drawn.manual_seed(9)
        for layer, shape in zip(network.layers, [(5, 6), (1, 5)], strict=True):
            expected = torch.empty(shape).uniform_(0, 2, generator=drawn) - 1
            assert torch.allclose(layer.weight, expected / shape[1] ** 0.5, atol=1e-6)
            assert layer.bias.tolist() == [0.0] * shape[0]

    def test_a_generator_goes_on(self, kind):
        draws = torch.Generator().manual_seed(0)
        first, second = (kind((4, 1), generator=draws) for _ in range(2))
        assert torch.equal(first.layers[0].weight, kind((4, 1)).layers[0].weight)
        assert not torch.equal(first.layers[0].weight, second.layers[0].weight)

    @pytest.mark.parametrize(
        ("arguments", "error", "words"),
        [
            ({"sizes": (64,)}, ValueError, r"sizes must name inputs and outputs .* got \(64,\)"),
            ({"sizes": 64}, ValueError, "sizes must name"),
            ({"sizes": (64, 0, 1)}, ValueError, r"sizes\[1\] must be at least 1; got 0"),
            ({"sizes": (64, 2.0, 1)}, TypeError, r"sizes\[1\] must be a whole number"),
            ({"n_classes": -1}, ValueError, "n_classes must be at least 0; got -1"),
            ({"slope": -0.1}, ValueError, "slope must be a finite number of at least 0"),
            ({"generator": -1}, TypeError, "generator must be a torch.Generator or"),
            ({"dtype": torch.int64}, ValueError, "dtype must be one of torch.float32"),
        ],
    )
    def test_bad_arguments_are_refused(self, kind, arguments, error, words):
        with pytest.raises(error, match=words):
            kind(**arguments)

    def test_labels_where_they_do_not_belong_or_are_missing(self, kind):
        with pytest.raises(ValueError, match=r"knows 0 classes: leave labels out\."):
            kind((4, 1))(torch.zeros(2, 4), torch.zeros(2, dtype=torch.int64))
        with pytest.raises(ValueError, match=r"knows 3 classes: pass labels, one for each row\."):
            kind((4, 1), n_classes=3)(torch.zeros(2, 4))


def test_what_only_one_of_them_refuses():
    with pytest.raises(ValueError, match=r"sizes must end in 1, the logit; got \(4, 2\)"):
        Discriminator((4, 2))
    with pytest.raises(ValueError, match="spectral_norm must be one of False, True; got 1"):
        Discriminator(spectral_norm=1)
    with pytest.raises(ValueError, match="batch_norm must be one of False, True; got 0"):
        Generator(batch_norm=0)
    with pytest.raises(ValueError, match="output must be one of 'tanh', 'sigmoid', 'linear'"):
        Generator(output="relu")


def test_pytorchs_own_generator_is_left_alone_and_decides_nothing():
    state = torch.random.get_rng_state()
    first = Discriminator((4, 3, 1), spectral_norm=True, generator=6).state_dict()
    Generator(), sample(Generator((2, 3)), 4)
    assert torch.equal(torch.random.get_rng_state(), state)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(99)
        second = Discriminator((4, 3, 1), spectral_norm=True, generator=6).state_dict()
        third = Discriminator((4, 3, 1), spectral_norm=True, generator=7).state_dict()
    assert all(torch.equal(first[name], second[name]) for name in first)
    vectors = [name for name in first if name.endswith("_u")]
    assert vectors and not any(torch.equal(first[name], third[name]) for name in vectors[:1])


class TestGAN:
    def test_the_running_mean_starts_as_a_copy_of_its_own(self):
        players = forger(n_classes=3), detective((3, 6, 1), n_classes=3)
        gan = GAN(*players)
        assert (gan.generator, gan.discriminator) == players
        mine, mean = gan.generator.state_dict(), gan.averaged.state_dict()
        assert all(torch.equal(mine[name], mean[name]) for name in mine)
        assert all(mine[name].data_ptr() != mean[name].data_ptr() for name in mine)
        assert gan.generator.training and not gan.averaged.training
        assert not any(weight.requires_grad for weight in gan.averaged.parameters())
        assert all(weight.requires_grad for weight in gan.generator.parameters())

    @pytest.mark.parametrize(
        ("players", "error", "words"),
        [
            ((nn.Linear(2, 3), Discriminator((3, 1))), TypeError, "generator must be a Generator;"),
            ((Generator((2, 3)), Generator((3, 1))), TypeError, "discriminator must be a Discr"),
            ((Generator((2, 3)), Discriminator((2, 1))), ValueError, "makes 3 numbers, .*takes 2"),
            (
                (Generator((2, 3), n_classes=2), Discriminator((3, 1), n_classes=3)),
                ValueError,
                "know 2 and 3 classes",
            ),
            (
                (Generator((2, 3)), Discriminator((3, 1), dtype=torch.float64)),
                ValueError,
                "compute in torch.float32 and torch.float64",
            ),
        ],
    )
    def test_players_that_do_not_fit(self, players, error, words):
        with pytest.raises(error, match=words):
            GAN(*players)


class TestSample:
    @pytest.mark.parametrize("n_classes", [0, 3])
    def test_samples_are_those_of_the_noise_in_eval_mode(self, n_classes):
        network = forger(n_classes=n_classes)
        labels = LABELS if n_classes else None
        samples = sample(network, 7, labels=labels, generator=5)
        drawn = torch.Generator().manual_seed(5)
        z = torch.randn(7, 4, generator=drawn, dtype=torch.float64)
        assert samples == pytest.approx(forged_by_hand(network, z.numpy(), False), rel=1e-12)
        assert samples.dtype == np.float64 and sample(Generator((2, 3)), 1).dtype == np.float32

    def test_seed_0_unless_named_and_a_generator_goes_on(self):
        network, draws = forger(), torch.Generator().manual_seed(0)
        first, second = (sample(network, 3, generator=draws) for _ in range(2))
        assert np.array_equal(sample(network, 3), first) and not np.array_equal(first, second)

    @pytest.mark.parametrize("mode", [False, True])
    def test_the_network_is_left_as_it_was(self, mode):
        network = forger().train(mode)
        before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
        sample(network, 5)
        assert network.training is mode and network.norms[0].training is mode
        assert all(torch.equal(before[name], now) for name, now in network.state_dict().items())
        with pytest.raises(RuntimeError):
            network.layers[0] = nn.Linear(3, 3)
            sample(network, 5)
        assert network.training is mode

    def test_truncated_noise_is_the_normal_one_between_two_limits(self):
        network, limit = forger((50, 3)), 0.8
        drawn = noise(network, 40, torch.Generator().manual_seed(5), truncation=limit)
        evenly = torch.rand(40, 50, generator=torch.Generator().manual_seed(5), dtype=torch.float64)
        normal = NormalDist()
        low, high = normal.cdf(-limit), normal.cdf(limit)
        expected = [normal.inv_cdf(low + (high - low) * u) for u in evenly.ravel().tolist()]
        assert drawn.ravel().tolist() == pytest.approx(expected, abs=1e-9)
        samples = sample(network, 40, truncation=limit, generator=5)
        with torch.no_grad():
            assert np.allclose(samples, network.eval()(drawn).numpy())

    @pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
    @pytest.mark.parametrize("limit", [1e-3, 2, 5.7, 50])
    def test_no_number_passes_the_limit(self, dtype, limit):
        network = Generator((500, 3), dtype=dtype)
        drawn = noise(network, 100, torch.Generator().manual_seed(1), truncation=limit)
        assert drawn.dtype == dtype and torch.isfinite(drawn).all()
        assert drawn.abs().max() <= limit and drawn.abs().max() > min(0.98 * limit, 3)

    @pytest.mark.parametrize(
        ("network", "arguments", "error", "words"),
        [
            (nn.Linear(2, 3), {}, TypeError, "network must be a Generator; got Linear"),
            (Generator((2, 3)), {"n": 0}, ValueError, "n must be at least 1"),
            (Generator((2, 3)), {"generator": None}, TypeError, "generator must be"),
            (Generator((2, 3)), {"truncation": 0}, ValueError, "truncation must be a finite num"),
            (Generator((2, 3)), {"labels": [0] * 4}, ValueError, "knows 0 classes: leave labels"),
        ],
    )
    def test_bad_arguments_are_refused(self, network, arguments, error, words):
        with pytest.raises(error, match=words):
            sample(network, **{"n": 4} | arguments)

    @pytest.mark.parametrize(
        ("labels", "words"),
        [
            (None, "knows 3 classes: pass labels, one for each row"),
            ([0, 1, 2], "labels must hold 4 values, one for each; got 3"),
            ([0, 1, 2, 3], "labels may hold only the labels 0, 1, 2; got 3"),
            ([0, 1, 0, -1], "labels may hold only the labels 0, 1, 2; got -1"),
            ([0, 1, 0, 0.5], "got 0.5"),
            ([[0], [1], [0], [1]], r"labels must be 1-D; got shape \(4, 1\)"),
        ],
    )
    def test_labels_that_are_no_classes_of_the_network(self, labels, words):
        network, draws = Generator((2, 3), n_classes=3), torch.Generator().manual_seed(0)
        before = draws.get_state()
        with pytest.raises(ValueError, match=words):
            sample(network, 4, labels=labels, generator=draws)
        assert torch.equal(draws.get_state(), before), "nothing was drawn"

    def test_labels_of_any_kind_of_whole_numbers(self):
        network = Generator((2, 3), n_classes=3)
        for labels in ([0, 2], np.array([0.0, 2.0]), torch.tensor([0, 2]), np.uint8([0, 2])):
            classes = as_classes(labels, 2, network)
            assert classes.dtype == torch.int64 and classes.tolist() == [0, 2]
