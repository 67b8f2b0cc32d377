"""The classifier beside a loop written out, and the judge before generators that cheat."""

import time

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from course_utils.datasets import load_digits
from course_utils.gan.classifier import DigitClassifier, classes_of, features_of, fit_classifier
from course_utils.gan.judge import Judge
from course_utils.gan.measures import (
    copies_share,
    entropy_of_classes,
    frechet_distance,
    nearer_to_train,
)

TRAIN, VALIDATION, TEST = (load_digits(part) for part in ("train", "validation", "test"))
N = 2000


@pytest.fixture(scope="module")
def classifier():
    network = DigitClassifier()
    fit_classifier(network, TRAIN.X, TRAIN.y, n_epochs=25)
    return network


@pytest.fixture(scope="module")
def judge(classifier):
    return Judge(classifier, TRAIN.X, VALIDATION.X, VALIDATION.y)


@pytest.fixture
def rng():
    return np.random.default_rng(0)


class TestClassifier:
    def test_layers_with_relu_between_them(self, rng):
        network = DigitClassifier((6, 5, 4, 3), generator=1)
        x = images = rng.random((7, 6))
        arrays = [
            (layer.weight.detach().numpy(), layer.bias.detach().numpy()) for layer in network.layers
        ]
        assert [W.shape for W, _ in arrays] == [(5, 6), (4, 5), (3, 4)]
        for W, bias in arrays[:2]:
            x = np.maximum(0, x @ W.T + bias)
        logits = x @ arrays[2][0].T + arrays[2][1]
        assert network(torch.tensor(images)).detach().numpy() == pytest.approx(logits)
        assert features_of(network, images) == pytest.approx(x)
        assert classes_of(network, images).tolist() == logits.argmax(axis=1).tolist()
        assert network.options == {"sizes": [6, 5, 4, 3]}

    def test_the_first_weights_are_hes_and_come_from_the_generator(self):
        network = DigitClassifier((50, 400, 100, 10), generator=7, dtype=torch.float32)
        draws = torch.Generator().manual_seed(7)
        for layer, (n_in, n_out) in zip(
            network.layers, [(50, 400), (400, 100), (100, 10)], strict=True
        ):
            expected = torch.empty(n_out, n_in).normal_(0, (2 / n_in) ** 0.5, generator=draws)
            assert torch.allclose(layer.weight, expected) and not layer.bias.any()

    def test_the_usual_network(self):
        layers = DigitClassifier().layers
        assert [layer.in_features for layer in layers] == [64, 128, 64]
        assert layers[-1].out_features == 10 and layers[0].weight.dtype == torch.float64
        assert torch.equal(layers[0].weight, DigitClassifier(generator=0).layers[0].weight)

    def test_features_are_float64_whatever_the_network_computes_in(self):
        network = DigitClassifier((2, 4, 3), dtype=torch.float32)
        assert features_of(network, [[0.0, 1.0]]).dtype == np.float64

    def test_training_beside_a_loop_written_out(self):
        X, y = TRAIN.X[:300], TRAIN.y[:300]
        ours, loop = DigitClassifier((64, 12, 10)), DigitClassifier((64, 12, 10))
        history = fit_classifier(ours, X, y, n_epochs=4, generator=3)
        draws, losses, step = torch.Generator().manual_seed(3), [], 0
        images, labels = torch.tensor(X), torch.tensor(y)
        adamw = torch.optim.AdamW(loop.parameters(), lr=3e-3, weight_decay=0.01, fused=True)
        for _ in range(4):
            torch.randint(2**31, (), generator=draws)  # the epoch's seed for dropout
            losses.append(0)
            for rows in torch.randperm(300, generator=draws).split(128):
                share = (step + 0.5) / 12
                adamw.param_groups[0]["lr"] = 3e-3 * (1 + np.cos(np.pi * share)) / 2
                step += 1
                noise = torch.randn(len(rows), 64, generator=draws, dtype=torch.float64)
                loss = F.cross_entropy(loop(images[rows] + 0.2 * noise), labels[rows])
                adamw.zero_grad()
                loss.backward()
                adamw.step()
                losses[-1] += loss.item() * len(rows) / 300
        assert history["loss"] == pytest.approx(losses) and history["stopped"] == "n_epochs"
        for mine, theirs in zip(ours.parameters(), loop.parameters(), strict=True):
            assert torch.allclose(mine, theirs, rtol=0, atol=1e-8)

    def test_the_seed_and_sigma_make_the_training_what_it_is(self):
        def trained(**how):
            network = DigitClassifier((64, 4, 10))
            fit_classifier(network, TRAIN.X[:50], TRAIN.y[:50], n_epochs=1, **how)
            return network.layers[0].weight

        assert torch.equal(trained(), trained(generator=0, sigma=0.2, learning_rate=3e-3))
        for how in ({"generator": 1}, {"sigma": 0.0}, {"learning_rate": 1e-3}):
            assert not torch.equal(trained(), trained(**how)), how

    def test_without_being_told_it_learns_for_80_epochs(self):
        history = fit_classifier(DigitClassifier((2, 2, 2)), [[0, 1], [1, 0]], [0, 1])
        assert history["loss"].shape == (80,)

    def test_it_reads_digits_that_it_never_saw(self, classifier):
        assert (classes_of(classifier, TEST.X) == TEST.y).mean() > 0.96

    @pytest.mark.parametrize(
        ("sizes", "words"),
        [
            ((64, 10), "sizes must name pixels, a hidden layer at least, and classes"),
            (64, "sizes must name pixels"),
            ((64, 0, 10), r"sizes\[1\] must be at least 1; got 0"),
        ],
    )
    def test_bad_sizes_are_refused(self, sizes, words):
        with pytest.raises(ValueError, match=words):
            DigitClassifier(sizes)

    def test_a_dtype_is_one_of_two(self):
        with pytest.raises(ValueError, match="dtype must be one of"):
            DigitClassifier(dtype=torch.int64)

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"X": TRAIN.X[:5, :9]}, r"X must have shape \(n, 64\); got \(5, 9\)"),
            ({"X": TRAIN.X[:5] - 0.01}, r"X must lie in \[0, 1\]; got -0\.01 to 0\.99"),
            (
                {"X": TRAIN.X[:5] + 0.01},
                r"X must lie in \[0, 1\]; got 0\.01 to 1\.01.*\(X \+ 1\) /",
            ),
            ({"y": [0, 1]}, "y must hold 5 values"),
            ({"y": TRAIN.y[:5, None]}, r"y must be 1-D; got shape \(5, 1\)"),
            ({"y": [0, 1, 2, 3, 10]}, "y may hold only the labels 0, .*; got 10"),
            ({"sigma": -1}, "sigma must be a finite number of at least 0"),
            ({"learning_rate": 0}, "learning_rate must be a finite number above 0"),
            ({"n_epochs": 0}, "n_epochs must be at least 1"),
            (
                {"network": DigitClassifier().requires_grad_(False)},
                r"network is frozen.*requires_grad_\(\)",
            ),
        ],
    )
    def test_bad_data_are_refused(self, change, words):
        given = {"network": DigitClassifier(), "X": TRAIN.X[:5], "y": TRAIN.y[:5]} | change
        with pytest.raises(ValueError, match=words):
            fit_classifier(**given)

    def test_the_network_is_a_classifier(self):
        for call in (classes_of, features_of):
            with pytest.raises(TypeError, match="network must be a DigitClassifier; got Linear"):
                call(torch.nn.Linear(64, 10), TEST.X)


def blurred(images, weight):
    """Mix each pixel with its four neighbors, by `weight` in each direction."""
    rows = np.pad(images.reshape(-1, 8, 8), ((0, 0), (1, 1), (1, 1)), mode="edge")
    columns = weight * (rows[:, :-2] + rows[:, 2:]) + (1 - 2 * weight) * rows[:, 1:-1]
    mixed = weight * (columns[..., :-2] + columns[..., 2:]) + (1 - 2 * weight) * columns[..., 1:-1]
    return mixed.reshape(len(images), 64)


def noisy(images, sigma, rng):
    return (images + sigma * rng.normal(size=images.shape)).clip(0, 1)


class TestWhatTheJudgeFinds:
    def test_real_images_pass(self, judge):
        report, floor = judge.judge(TEST.X, TEST.y), judge.floor
        assert report.frechet < 1.5 * floor.frechet
        assert report.n_classes == 10 and report.entropy > 0.995
        assert report.copies <= 0.04 and 0.4 < report.nearer_to_train < 0.56
        assert report.label_accuracy > 0.96

    def test_so_does_their_floor(self, judge):
        assert judge.floor.copies <= 0.04 and 0.4 < judge.floor.nearer_to_train < 0.56
        assert judge.floor.n_classes == 10 and judge.floor.label_accuracy > 0.96

    @pytest.mark.parametrize(
        "changed",
        [
            lambda images, rng: images,
            lambda images, rng: noisy(images, 0.05, rng),
            lambda images, rng: blurred(images, 0.05),
        ],
    )
    def test_a_memorizer_is_caught_by_its_copies_though_its_distance_is_small(
        self, judge, rng, changed
    ):
        samples = changed(rng.choice(TRAIN.X, N), rng)
        report = judge.judge(samples)
        assert report.copies > 0.95 and report.nearer_to_train > 0.6
        assert judge.frechet(samples, 360) < 5 * judge.floor.frechet and report.n_classes == 10

    @pytest.mark.parametrize("weight", [0.15, 0.25])
    def test_copies_blurred_so_much_that_they_lie_far_away_still_lean_to_the_training_images(
        self, judge, rng, weight
    ):
        report = judge.judge(blurred(rng.choice(TRAIN.X, N), weight))
        assert report.copies < 0.05 and report.nearer_to_train > 0.6
        assert report.frechet > 5 * judge.floor.frechet, "and they do not look real"

    def test_a_generator_of_one_mode_is_caught_by_its_classes(self, judge, classifier, rng):
        threes = TEST.X[(TEST.y == 3) & (classes_of(classifier, TEST.X) == 3)]
        report = judge.judge(rng.choice(threes, N), np.full(N, 3))
        assert report.n_classes == 1 and report.entropy == 0
        assert report.copies < 0.04 and report.label_accuracy == 1, "nothing here tells"
        assert report.frechet > 20 * judge.floor.frechet

    def test_noise_is_caught_by_its_distance(self, judge, rng):
        report = judge.judge(rng.random((N, 64)))
        assert report.frechet > 20 * judge.floor.frechet
        assert report.copies == 0, "nothing is new like noise"

    def test_a_report_on_2000_samples_takes_no_time(self, judge, rng):
        samples = rng.random((N, 64))
        started = time.process_time()
        judge.judge(samples)
        assert time.process_time() - started < 1


class TestReport:
    def test_each_field_is_its_measure(self, judge, classifier):
        samples, labels = TEST.X[:200], np.roll(TEST.y[:200], 1)
        read = classes_of(classifier, samples)
        report = judge.judge(samples, labels)
        assert report.frechet == pytest.approx(
            frechet_distance(features_of(classifier, samples), features_of(classifier, TRAIN.X))
        )
        assert report.entropy == entropy_of_classes(read)
        assert report.copies == copies_share(samples, TRAIN.X, VALIDATION.X)
        assert report.nearer_to_train == nearer_to_train(samples, TRAIN.X, VALIDATION.X)
        assert report.label_accuracy == (read == labels).mean()
        assert judge.judge(samples).label_accuracy is None
        assert judge.judge(samples) == report._replace(label_accuracy=None)

    def test_a_class_counts_from_a_tenth_of_an_even_share_on(self, judge, classifier):
        read = classes_of(classifier, TRAIN.X)
        threes, fives = TRAIN.X[read == 3][:90], TRAIN.X[read == 5]
        for n_fives, n_classes in ((9, 1), (10, 2), (11, 2)):
            threes_too = np.resize(threes, (1000 - n_fives, 64))
            assert judge.judge(np.vstack([threes_too, fives[:n_fives]])).n_classes == n_classes

    def test_a_class_of_fewer_classes_needs_more(self):
        network = DigitClassifier((1, 1, 2))
        with torch.no_grad():  # class 1 from a half on
            for layer, weights, bias in zip(
                network.layers, ([[1.0]], [[0.0], [1.0]]), ([0.0], [0.5, 0.0]), strict=True
            ):
                layer.weight.copy_(torch.tensor(weights))
                layer.bias.copy_(torch.tensor(bias))
        small = Judge(network, [[0.0], [1.0]], [[0.1], [0.2], [0.8], [0.9]])
        samples = np.zeros((100, 1))
        for n_ones, n_classes in ((4, 1), (5, 2)):
            samples[:n_ones] = 1
            assert small.judge(samples).n_classes == n_classes

    def test_the_floor_compares_halves(self, judge):
        order = np.random.default_rng(0).permutation(VALIDATION.X)
        one, other = order[::2], order[1::2]
        whole = judge.judge(VALIDATION.X, VALIDATION.y)
        assert judge.floor == whole._replace(
            copies=(copies_share(one, TRAIN.X, other) + copies_share(other, TRAIN.X, one)) / 2,
            nearer_to_train=(
                nearer_to_train(one, TRAIN.X, other) + nearer_to_train(other, TRAIN.X, one)
            )
            / 2,
        )

    def test_lots_of_one_size_can_be_compared(self, judge, classifier):
        order = np.random.default_rng(0).permutation(360)
        features, real = features_of(classifier, TEST.X), features_of(classifier, TRAIN.X)
        lots = [features[order[:150]], features[order[150:300]]]  # sixty are left over
        expected = np.mean([frechet_distance(lot, real) for lot in lots])
        assert judge.frechet(TEST.X, 150) == pytest.approx(expected)
        assert judge.frechet(TEST.X, 360) == pytest.approx(frechet_distance(features, real))
        assert judge.frechet(TEST.X) == judge.frechet(TEST.X, 360) == judge.judge(TEST.X).frechet
        assert judge.frechet(TEST.X, 180) > judge.frechet(TEST.X), "few look farther away"
        assert judge.frechet(TEST.X[:4], 2) > 0

    @pytest.mark.parametrize(
        ("call", "words"),
        [
            (lambda judge: judge.judge(TEST.X[:, 1:]), r"samples must have shape \(n, 64\)"),
            (lambda judge: judge.judge(2 * TEST.X - 1), r"samples must lie in \[0, 1\]"),
            (lambda judge: judge.frechet(TEST.X + 1), r"samples must lie in \[0, 1\]"),
            (lambda judge: judge.judge(TEST.X[:3], [0, 1]), "labels must hold 3 values"),
            (lambda judge: judge.judge(TEST.X[:2], [0, 10]), "labels may hold only"),
            (lambda judge: judge.judge(TEST.X[:2], [[0], [1]]), "labels must be 1-D"),
            (lambda judge: judge.frechet(TEST.X, 361), "n must be at most .* 360; got 361"),
            (lambda judge: judge.frechet(TEST.X, 1), "n must be at least 2"),
            (
                lambda judge: Judge(judge.classifier, TRAIN.X, TEST.X[:3]),
                "held_out must hold 4 images at least; got 3",
            ),
            (
                lambda judge: Judge(judge.classifier, TRAIN.X * 2, TEST.X),
                r"X must lie in \[0, 1\]",
            ),
            (
                lambda judge: Judge(judge.classifier, TRAIN.X, TEST.X * 2),
                r"held_out must lie in \[0, 1\]",
            ),
            (
                lambda judge: Judge(judge.classifier, TRAIN.X, TEST.X, [1]),
                "y_held_out must hold 360 values",
            ),
            (
                lambda judge: Judge(judge.classifier, TRAIN.X, TRAIN.X),
                "held_out holds training images",
            ),
        ],
    )
    def test_bad_arguments_are_refused(self, judge, call, words):
        with pytest.raises(ValueError, match=words):
            call(judge)

    def test_four_held_out_images_are_enough(self, classifier):
        assert Judge(classifier, TRAIN.X, TEST.X[:4]).floor.label_accuracy is None

    def test_the_classifier_is_one(self):
        with pytest.raises(TypeError, match="classifier must be a DigitClassifier; got NoneType"):
            Judge(None, TRAIN.X, TEST.X)
