"""The neuron, its boundary, and Rosenblatt's rule against the plainest loop there is."""

import inspect
import unittest.mock

import numpy as np
import pytest

import course_utils.perceptron as chapter
from course_utils.datasets import load_digits, logic_table, make_blobs
from course_utils.perceptron import (
    AveragedPerceptron,
    OneVsRest,
    Perceptron,
    boundary_line,
    convergence_bound,
    margin,
    neuron,
    perceptron_update,
    relu,
    score,
    sigmoid,
    slope,
    squeeze,
    step,
    tanh,
    trace,
    updates_and_bound,
)


def gate(name):
    X, y = logic_table(name)
    return X, 2 * y - 1


def naive_fit(X, y, learning_rate, n_epochs):
    """Rosenblatt's rule as one says it aloud: one sample after the other."""
    weights, bias, updates = np.zeros(X.shape[1]), 0.0, []
    for _ in range(n_epochs):
        updates.append(0)
        for x, label in zip(X, y, strict=True):
            if label * (x @ weights + bias) <= 0:
                weights = weights + learning_rate * label * x
                bias = bias + learning_rate * label
                updates[-1] += 1
        if updates[-1] == 0:
            break
    return weights, bias, updates


def grid_samples(seed):
    """Samples on a grid of tenths: many scores are 0, or would be but for rounding."""
    rng = np.random.default_rng(seed)
    X = rng.integers(-3, 4, (60, 3)) / 10
    y = np.where(X @ [1, 1, -1] + 0.1 * rng.normal(size=60) > 0, 1, -1)
    return X, y


def cloud_samples(n_samples, n_features, noise, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n_samples, n_features))
    y = np.where(X[:, 0] + noise * rng.normal(size=n_samples) > 0.1, 1, -1)
    y[:2] = -1, 1
    return X, y


SAMPLES = {
    **{f"tenths {seed}": grid_samples(seed) for seed in (3, 8, 10, 15, 20)},
    **{
        f"cloud {n} x {d}": cloud_samples(n, d, 0.3)
        for n, d in ((2, 1), (63, 2), (64, 2), (65, 2), (257, 3), (900, 7), (321, 64))
    },
    "easy cloud": cloud_samples(2_000, 2, 0.0),
    **{name: gate(name) for name in ("AND", "OR", "XOR")},
    "equal samples": (np.ones((5, 2)), np.array([1, -1, 1, 1, -1])),
    "zeros": (np.zeros((4, 3)), np.array([1, -1, -1, 1])),
}


class TestRule:
    @pytest.mark.parametrize("learning_rate", [1.0, 0.25, 0.1])
    @pytest.mark.parametrize("name", SAMPLES)
    def test_fit_is_the_naive_loop_bit_for_bit(self, name, learning_rate):
        X, y = SAMPLES[name]
        weights, bias, updates = naive_fit(X, y, learning_rate, 6)
        model = Perceptron(n_epochs=6, learning_rate=learning_rate).fit(X, y)
        assert model.history_["updates"] == updates
        assert model.weights_.tolist() == weights.tolist()
        assert model.bias_ == bias

    def test_the_order_in_memory_changes_nothing(self):
        X, y = grid_samples(3)
        plain = Perceptron(learning_rate=0.1).fit(X, y)
        other = Perceptron(learning_rate=0.1).fit(np.asfortranarray(X), y)
        assert other.weights_.tolist() == plain.weights_.tolist()

    def test_the_look_ahead_halves_at_a_mistake_and_doubles_without(self, monkeypatch):
        looks, vecdot = [], np.vecdot
        monkeypatch.setattr(np, "vecdot", lambda X, w: looks.append(len(X)) or vecdot(X, w))
        y = -np.ones(2000)
        y[[0, 300]] = 1  # three mistakes; all is right up to sample 300; two more
        model = Perceptron().partial_fit(np.ones((2000, 1)), y)
        assert model.history_["updates"] == [5]
        assert looks == [256, 128, 64, 64, 128, 256, 128, 64, 128, 256, 512, 738]

    def test_partial_fit_calls_are_the_epochs_of_fit(self):
        X, y = SAMPLES["cloud 257 x 3"]
        model = Perceptron()
        for _ in range(4):
            model.partial_fit(X, y, classes=[-1, 1])
        whole = Perceptron(n_epochs=4).fit(X, y)
        assert model.weights_.tolist() == whole.weights_.tolist()
        assert model.history_["updates"] == whole.history_["updates"]
        assert model.history_["misclassified"] == whole.history_["misclassified"]

    def test_partial_fit_learns_from_parts_that_hold_one_class(self):
        model = Perceptron().partial_fit([[1.0]], ["b"], classes=["a", "b"])
        assert (model.weights_.tolist(), model.bias_) == ([1.0], 1.0)
        model.partial_fit([[2.0]], ["a"])
        assert (model.weights_.tolist(), model.bias_) == ([-1.0], 0.0)

    def test_fit_forgets_what_was_learned_before(self):
        X, y = gate("AND")
        model = Perceptron().fit(X, -y)
        assert model.fit(X, y).weights_.tolist() == Perceptron().fit(X, y).weights_.tolist()

    def test_the_learning_rate_scales_the_weights_and_leaves_the_boundary(self):
        X, y = SAMPLES["cloud 257 x 3"]
        one, tiny = (Perceptron(learning_rate=rate).fit(X, y) for rate in (1.0, 2.0**-10))
        assert (tiny.weights_ * 2**10).tolist() == one.weights_.tolist()
        assert tiny.history_ == one.history_

    def test_an_update_moves_towards_the_sample_and_copies(self):
        weights, bias, x = np.array([1.0, -1.0]), 0.5, np.array([2.0, 4.0])
        new, new_bias = perceptron_update(weights, bias, x, 1, learning_rate=0.5)
        assert (new.tolist(), new_bias) == ([2.0, 1.0], 1.0)
        assert weights.tolist() == [1.0, -1.0]
        same, same_bias = perceptron_update(weights, bias, x, -1)
        assert (same.tolist(), same_bias) == ([1.0, -1.0], 0.5)
        assert same is not weights

    @pytest.mark.parametrize("label", [-1, 1])
    def test_a_score_of_exactly_0_is_a_mistake_for_either_label(self, label):
        weights, bias = perceptron_update([1.0, 1.0], -2.0, [1.0, 1.0], label)
        assert weights.tolist() == [1.0 + label, 1.0 + label]
        assert bias == -2.0 + label

    def test_show_source_finds_the_rule(self):
        source = inspect.getsource(Perceptron._visit_all)
        assert "mistakes = y[near] * (np.vecdot(X[near], weights) + bias) <= 0" in source
        body = source.split('"""')[2].strip().splitlines()
        assert len(body) <= 20


class TestHistory:
    def test_and_converges_after_18_updates(self):
        model = Perceptron().fit(*gate("AND"))
        assert model.history_ == {
            "updates": [2, 3, 3, 2, 2, 3, 2, 1, 0],
            "misclassified": [3, 2, 1, 2, 2, 1, 2, 0, 0],
            "stopped": "converged",
        }
        assert model.converged_
        assert (model.weights_.tolist(), model.bias_) == ([3.0, 2.0], -4.0)

    def test_xor_never_does_and_updates_are_not_the_errors(self):
        model = Perceptron(n_epochs=5).fit(*gate("XOR"))
        assert model.history_["updates"] == [4] * 5
        assert model.history_["misclassified"] == [2] * 5
        assert model.history_["stopped"] == "n_epochs"
        assert not model.converged_

    def test_misclassified_is_what_predict_gets_wrong_after_the_epoch(self):
        X, y = SAMPLES["tenths 8"]
        model = Perceptron()
        for _ in range(5):
            model.partial_fit(X, y)
            assert model.history_["misclassified"][-1] == np.sum(model.predict(X) != y)
        assert model.history_["stopped"] is None

    def test_digits_0_and_1_are_told_apart(self):
        model = Perceptron().fit(*load_digits("fit", classes=(0, 1)))
        assert model.converged_
        assert model.score(*load_digits("test", classes=(0, 1))) >= 0.99

    @pytest.mark.parametrize("n_finished", [0, 2])
    def test_an_interrupt_leaves_the_model_of_the_last_finished_epoch(
        self, n_finished, monkeypatch
    ):
        X, y = SAMPLES["cloud 900 x 7"]
        model, vecdot = Perceptron(), np.vecdot

        def interrupted(*arguments):
            # in the middle of an epoch, when some of its updates are made
            if len(model.history_["updates"]) == n_finished and len(arguments[0]) < 100:
                raise KeyboardInterrupt
            return vecdot(*arguments)

        monkeypatch.setattr(np, "vecdot", interrupted)
        with pytest.raises(KeyboardInterrupt):
            model.fit(X, y)
        monkeypatch.undo()
        assert model.history_["stopped"] == "interrupted"
        assert len(model.history_["updates"]) == n_finished
        assert not model.converged_
        weights, bias, _ = naive_fit(X, y, 1.0, n_finished)
        assert (model.weights_.tolist(), model.bias_) == (weights.tolist(), bias)
        assert model.predict(X).shape == (900,)

    @pytest.mark.parametrize("method", ["fit", "partial_fit"])
    def test_overflow_is_an_error(self, method):
        X = np.array([[1e200, -1e200], [1e200, 1e200], [2e200, 1e200]])
        with pytest.raises(FloatingPointError, match="overflow"):
            getattr(Perceptron(), method)(X, [0, 1, 1])


class TestTrace:
    @pytest.mark.parametrize("name", ["AND", "XOR", "tenths 3", "cloud 65 x 2"])
    def test_it_tells_the_story_of_fit(self, name):
        X, y = SAMPLES[name]
        visits = trace(X, y, 0.1, 4)
        model = Perceptron(n_epochs=4, learning_rate=0.1).fit(X, y)
        assert visits[-1].weights.tolist() == model.weights_.tolist()
        assert visits[-1].bias == model.bias_
        assert sum(visit.updated for visit in visits) == sum(model.history_["updates"])
        assert len(visits) == len(X) * len(model.history_["updates"])

    def test_each_visit_is_one_perceptron_update(self):
        X, y = gate("AND")
        weights, bias = np.zeros(2), 0.0
        for visit in trace(X, y, 0.5):
            assert visit.x.tolist() == X[visit.sample].tolist()
            assert visit.y == y[visit.sample]
            assert visit.weights_before.tolist() == weights.tolist()
            assert visit.bias_before == bias
            assert visit.score == visit.x @ weights + bias
            assert visit.agreement == visit.y * visit.score
            assert visit.updated == (visit.agreement <= 0)
            weights, bias = perceptron_update(weights, bias, visit.x, visit.y, 0.5)
            assert visit.weights.tolist() == weights.tolist()
            assert visit.bias == bias

    def test_epochs_and_samples_are_counted(self):
        visits = trace(*gate("XOR"), n_epochs=2)
        assert [(v.epoch, v.sample) for v in visits] == [(e, s) for e in (1, 2) for s in range(4)]

    def test_it_ends_after_an_epoch_without_an_update(self):
        assert len(trace(*gate("AND"), n_epochs=50)) == 36
        assert [visit.updated for visit in trace([[1.0]], [1])] == [True, False]

    def test_no_two_visits_share_an_array(self):
        X, y = gate("AND")
        for spoiled, visit in enumerate(visits := trace(X, y)):
            others = [other for i, other in enumerate(visits) if i != spoiled]
            before = [(o.x.tolist(), o.weights_before.tolist(), o.weights.tolist()) for o in others]
            for array in (visit.x, visit.weights_before, visit.weights):
                array += 9
            after = [(o.x.tolist(), o.weights_before.tolist(), o.weights.tolist()) for o in others]
            assert after == before
        assert X.tolist() == gate("AND")[0].tolist()

    def test_a_tie_is_0_and_never_minus_0(self):
        ties = [visit.agreement for visit in trace(*gate("AND")) if visit.agreement == 0]
        assert len(ties) > 1
        assert not np.signbit(ties).any()

    def test_without_bias_the_boundary_stays_at_the_origin(self):
        visits = trace(*gate("AND"), n_epochs=6, fit_bias=False)
        assert {visit.bias for visit in visits} == {0.0}
        assert visits[-4].updated  # (0, 0) scores 0 for ever

    def test_labels_0_and_1_never_push_back(self):
        X, y = logic_table("AND")
        visits = trace(X, y, n_epochs=5, labels=(0, 1))
        negatives = [visit for visit in visits if visit.y == 0]
        assert len(visits) == 20  # it never ends
        assert all(visit.updated and visit.agreement == 0 for visit in negatives)
        assert all(v.weights.tolist() == v.weights_before.tolist() for v in negatives)
        last = visits[-1]
        assert (X @ last.weights + last.bias > 0).all()


class TestBound:
    def test_and_has_a_bound_of_87_by_its_own_line_and_51_by_the_best(self):
        X, y = gate("AND")
        assert updates_and_bound(X, y) == (18, 87.0)
        assert convergence_bound(X, y, [2.0, 2.0], -3.0) == 51.0

    def test_it_is_r_over_gamma_squared_with_the_bias_as_a_weight(self):
        X, y = make_blobs(30, rng=1)
        y = 2 * y - 1
        weights, bias = np.array([1.0, 0.7]), 0.3
        longest = max(np.hypot(np.hypot(*x), 1.0) for x in X)
        norm = np.sqrt(1.0 + 0.49 + 0.09)
        gamma = min(label * (x @ weights + bias) / norm for x, label in zip(X, y, strict=True))
        bound = convergence_bound(X, y, weights, bias)
        assert bound == pytest.approx((longest / gamma) ** 2, rel=1e-12)
        assert convergence_bound(X, y, 2 * weights, 2 * bias) == pytest.approx(bound, rel=1e-12)

    @pytest.mark.parametrize("seed", range(6))
    def test_no_run_makes_more_updates_than_the_bound(self, seed):
        X, y = make_blobs(40, rng=seed, spread=0.8)
        updates, bound = updates_and_bound(X, 2 * y - 1)
        assert 1 <= updates <= bound

    @pytest.mark.parametrize("weights", [[1.0, 1.0], [-2.0, -2.0], [1.0, 0.0]])
    def test_a_line_that_does_not_separate_gives_no_bound(self, weights):
        with pytest.raises(ValueError, match=r"must separate the data, but sample \d is on"):
            convergence_bound(*gate("AND"), weights, -1.0)

    @pytest.mark.parametrize("call", [updates_and_bound, squeeze])
    def test_a_run_without_an_end_gives_no_bound(self, call):
        with pytest.raises(ValueError, match="n_epochs=9 ended before an epoch without an upd"):
            call(*gate("XOR"), n_epochs=9)

    @pytest.mark.parametrize("call", [updates_and_bound, squeeze])
    def test_the_last_epoch_decides_and_no_other(self, call):
        X, y = gate("AND")  # 8 epochs with updates, the ninth has none
        call(X, y, n_epochs=9)
        with pytest.raises(ValueError, match="n_epochs=8 ended"):
            call(X, y, n_epochs=8)
        call([[1.0]], [1], n_epochs=2)

    @pytest.mark.parametrize("learning_rate", [1.0, 0.25])
    def test_the_lengths_are_those_of_weights_and_bias_after_each_update(self, learning_rate):
        X, y = gate("AND")
        weights, bias, lengths = np.zeros(2), 0.0, [0.0]
        for visit in trace(X, y, learning_rate, 50):
            weights, bias = perceptron_update(weights, bias, visit.x, visit.y, learning_rate)
            if visit.updated:
                lengths.append(float(np.sqrt(weights[0] ** 2 + weights[1] ** 2 + bias**2)))
        found = squeeze(X, y, learning_rate)
        assert len(found.lengths) == 19
        assert found.lengths.tolist() == pytest.approx(lengths, rel=1e-12)
        assert found.learning_rate == learning_rate

    def test_radius_margin_and_bound_are_those_of_the_samples(self):
        X, y = make_blobs(30, rng=3)
        y = 2 * y - 1
        found = squeeze(X, y, 0.5)
        assert found.radius == pytest.approx(max(np.sqrt(x @ x + 1) for x in X), rel=1e-12)
        last = trace(X, y, 0.5, 1000)[-1]
        norm = np.sqrt(last.weights @ last.weights + last.bias**2)
        expected = min(y * (X @ last.weights + last.bias)) / norm
        assert found.margin == pytest.approx(expected, rel=1e-12)
        assert found.bound == pytest.approx((found.radius / found.margin) ** 2, rel=1e-12)
        assert (len(found.lengths) - 1, found.bound) == updates_and_bound(X, y, 0.5)

    @pytest.mark.parametrize("learning_rate", [1.0, 0.1])
    @pytest.mark.parametrize("seed", range(4))
    def test_each_length_lies_between_the_line_and_the_root(self, seed, learning_rate):
        X, y = make_blobs(40, rng=seed, spread=0.8)
        found = squeeze(X, 2 * y - 1, learning_rate)
        k = np.arange(len(found.lengths))
        slack = 1 + 1e-12
        assert (found.learning_rate * found.margin * k <= found.lengths * slack).all()
        assert (found.lengths <= found.learning_rate * found.radius * np.sqrt(k) * slack).all()


class TestActivations:
    def test_step_has_two_answers_and_0_is_positive(self):
        assert step([-2.0, -1e-300, 0.0, -0.0, 3.0]).tolist() == [-1, -1, 1, 1, 1]
        assert step(-0.5) == -1
        assert np.ndim(step(0.5)) == 0

    def test_sigmoid_is_stable_and_symmetric(self):
        z = np.array([-1000.0, -20.0, -1.0, 0.0, 1.0, 20.0, 1000.0])
        values = sigmoid(z)
        assert values[0] == 0.0 and values[3] == 0.5 and values[-1] == 1.0
        assert values[1] == pytest.approx(np.exp(-20.0) / (1 + np.exp(-20.0)), rel=1e-15)
        assert (values + sigmoid(-z)).tolist() == pytest.approx([1.0] * 7, abs=1e-15)

    def test_tanh_is_a_stretched_sigmoid(self):
        z = np.linspace(-3, 3, 7)
        assert tanh(z) == pytest.approx(2 * sigmoid(2 * z) - 1)

    def test_relu_keeps_the_shape(self):
        assert relu([[-1.0, 2.0, 0.0], [3.0, -4.0, 5.0]]).tolist() == [[0, 2, 0], [3, 0, 5]]

    @pytest.mark.parametrize("activation", [step, sigmoid, tanh, relu])
    def test_slopes_are_those_of_small_differences(self, activation):
        z = np.array([-3.0, -0.5, 0.4, 2.0])
        difference = (activation(z + 1e-5) - activation(z - 1e-5)) / 2e-5
        assert slope(activation, z) == pytest.approx(difference, abs=1e-8)
        assert slope(activation, z).shape == (4,)

    def test_an_activation_is_told_by_what_it_is_and_not_by_what_it_equals(self):
        with pytest.raises(ValueError, match="activation must be step, sigmoid, tanh or relu"):
            slope(unittest.mock.ANY, 0.0)

    def test_slopes_at_0_and_far_out(self):
        assert [slope(f, 0.0) for f in (step, sigmoid, tanh, relu)] == [0.0, 0.25, 1.0, 0.0]
        assert slope(sigmoid, 1000.0) == slope(sigmoid, -1000.0) == 0.0


class TestNeuron:
    W = np.array([[1.0, 0.0, 2.0], [0.0, -1.0, 0.5]])
    b = np.array([0.5, -0.25])
    X = np.array([[1.0, 2.0, 3.0], [0.0, 1.0, -1.0], [4.0, 4.0, 4.0], [-1.0, 0.5, 0.0]])

    def test_shapes_for_samples_and_layers(self):
        assert np.shape(score(self.X[0], self.W[0], 0.5)) == ()
        assert score(self.X, self.W[0], 0.5).shape == (4,)
        assert score(self.X[0], self.W, self.b).shape == (2,)
        assert score(self.X, self.W, self.b).shape == (4, 2)

    def test_images_may_be_large(self):
        assert score(np.ones((2, 1000)), np.ones(1000), 0.5).tolist() == [1000.5, 1000.5]

    def test_a_batch_is_its_samples_and_a_layer_its_neurons(self):
        whole = score(self.X, self.W, self.b)
        for i, x in enumerate(self.X):
            for k in range(2):
                by_hand = sum(w * v for w, v in zip(self.W[k], x, strict=True)) + self.b[k]
                assert whole[i, k] == score(x, self.W[k], self.b[k]) == by_hand

    @pytest.mark.parametrize("activation", [step, sigmoid, tanh, relu, np.sin])
    def test_the_activation_comes_last(self, activation):
        expected = activation(self.X @ self.W.T + self.b)
        assert neuron(self.X, self.W, self.b, activation) == pytest.approx(expected)

    def test_step_is_the_default(self):
        assert neuron(self.X, self.W[0], 0.5).tolist() == [1, -1, 1, -1]

    def test_margins_are_distances(self):
        X, y = np.array([[3.0, 4.0], [0.0, 0.0], [1.0, 1.0]]), np.array([1, -1, -1])
        expected = [(9 + 16 - 5) / 5, 1.0, -(3 + 4 - 5) / 5]
        assert margin(X, y, [3.0, 4.0], -5.0).tolist() == pytest.approx(expected)
        assert margin(X, y, [6.0, 8.0], -10.0).tolist() == pytest.approx(expected)

    @pytest.mark.parametrize(
        ("weights", "bias"), [([1.0, 2.0], -4.0), ([-3.0, 0.5], 0.25), ([1.0, -2.0], 1.0)]
    )
    def test_points_of_the_line_score_0(self, weights, bias):
        x0 = np.linspace(-3, 3, 5)
        points = np.column_stack([x0, boundary_line(weights, bias, x0)])
        assert score(points, weights, bias) == pytest.approx(np.zeros(5), abs=1e-12)

    def test_one_x0_gives_one_x1(self):
        assert boundary_line([1.0, 2.0], -4.0, 2.0) == 1.0


X2, Y2, W2 = np.eye(2), np.array([1, -1]), np.array([1.0, -1.0])
BAD = {
    "step text": (lambda: step("a"), ValueError, "z must hold real numbers; got text"),
    "step NaN": (lambda: step([0.0, np.nan]), ValueError, "z contains NaN"),
    "sigmoid empty": (lambda: sigmoid([]), ValueError, "z is empty"),
    "tanh None": (lambda: tanh(None), TypeError, "z must hold real numbers; got None"),
    "relu inf": (lambda: relu([np.inf]), ValueError, "z contains inf"),
    "slope unknown": (lambda: slope(np.sin, 0.0), ValueError, "must be step, sigmoid, tanh or rel"),
    "slope NaN": (lambda: slope(relu, np.nan), ValueError, "z contains NaN"),
    "score features": (
        lambda: score(np.ones((4, 3)), np.ones(2), 0.0),
        ValueError,
        r"X has 3 features, but weights \(shape \(2,\)\) expect 2",
    ),
    "score features of one": (
        lambda: score(np.ones(2), np.ones((4, 3)), np.zeros(4)),
        ValueError,
        r"X has 2 features, but weights \(shape \(4, 3\)\) expect 3",
    ),
    "score transposed": (
        lambda: score(np.ones((4, 3)), np.ones((3, 2)), np.zeros(3)),
        ValueError,
        r"X has 3 features, but weights \(shape \(3, 2\)\) expect 2: the last axis of both must be",
    ),
    "score 3-D": (lambda: score(np.ones((1, 2, 2)), W2, 0.0), ValueError, "X must be 1-D or 2-D"),
    "score 0-D": (lambda: score(1.0, W2, 0.0), ValueError, r"X must be 1-D or 2-D; got shape \(\)"),
    "score weights": (lambda: score(X2, 1.0, 0.0), ValueError, "weights must be 1-D or 2-D"),
    "score bias": (lambda: score(X2, W2, [0.0, 0.0]), ValueError, "bias must be one number"),
    "score biases": (lambda: score(X2, X2, [0.0]), ValueError, "bias must hold 2 values"),
    "score one bias": (lambda: score(X2, X2, 0.0), ValueError, "bias must be 1-D"),
    "score empty": (lambda: score([], W2, 0.0), ValueError, "X is empty"),
    "neuron activation": (
        lambda: neuron(X2, W2, 0.0, "relu"),
        TypeError,
        "activation must be a function such as step; got 'relu'",
    ),
    "neuron text": (lambda: neuron([["a", "b"]], W2, 0.0), ValueError, "X must hold real numbers"),
    "margin labels": (
        lambda: margin(X2, [0, 1], W2, 0.0),
        ValueError,
        "only the labels -1, 1; got 0",
    ),
    "margin length": (lambda: margin(X2, [1], W2, 0.0), ValueError, "y must hold 2 values"),
    "margin weights": (lambda: margin(X2, Y2, [0, 0], 0.0), ValueError, "weights are all 0"),
    "margin one": (lambda: margin([1.0, 0.0], [1], W2, 0.0), ValueError, "X must be 2-D"),
    "margin layer": (lambda: margin(X2, Y2, X2, 0.0), ValueError, "weights must be 1-D"),
    "line vertical": (
        lambda: boundary_line([2.0, 0.0], -1.0, 0.0),
        ValueError,
        r"weights\[1\] must not be 0: .* the boundary is upright, at x0 = 0.5",
    ),
    "line vertical on the left": (
        lambda: boundary_line([-2.0, 0.0], -1.0, 0.0),
        ValueError,
        "the boundary is upright, at x0 = -0.5",
    ),
    "line none": (
        lambda: boundary_line([0, 0], 1.0, 0.0),
        ValueError,
        "no line, as both weights are 0",
    ),
    "line 3 weights": (
        lambda: boundary_line([1, 2, 3], 1.0, 0.0),
        ValueError,
        "must hold 2 values",
    ),
    "line x0": (lambda: boundary_line(W2, 1.0, [np.inf]), ValueError, "x0 contains inf"),
    "line bias": (lambda: boundary_line(W2, "1", 0.0), ValueError, "bias must hold real numbers"),
    "update label": (
        lambda: perceptron_update(W2, 0.0, W2, 0),
        ValueError,
        "only the labels -1, 1",
    ),
    "update text": (lambda: perceptron_update(W2, 0.0, W2, "1"), ValueError, "y must hold real"),
    "update length": (
        lambda: perceptron_update(W2, 0.0, [1.0], 1),
        ValueError,
        "x must hold 2 values",
    ),
    "update batch": (lambda: perceptron_update(W2, 0.0, X2, 1), ValueError, "x must be 1-D"),
    "update rate": (
        lambda: perceptron_update(W2, 0.0, W2, 1, -0.5),
        ValueError,
        "learning_rate must be a finite number above 0; got -0.5",
    ),
    "update NaN": (lambda: perceptron_update(W2, np.nan, W2, 1), ValueError, "bias contains NaN"),
    "trace labels": (lambda: trace(X2, [0, 1]), ValueError, "only the labels -1, 1; got 0"),
    "trace 0 and 1": (lambda: trace(X2, Y2, labels=(0, 1)), ValueError, "labels 0, 1; got -1"),
    "trace set": (lambda: trace(X2, Y2, labels=(1, 2)), ValueError, "labels must be one of"),
    "trace no set": (lambda: trace(X2, Y2, labels=5), ValueError, "labels must be one of"),
    "trace rate": (lambda: trace(X2, Y2, 0), ValueError, "learning_rate must be .* above 0; got 0"),
    "trace epochs": (lambda: trace(X2, Y2, n_epochs=0), ValueError, "n_epochs must be at least 1"),
    "trace length": (lambda: trace(X2, [1]), ValueError, "y must hold 2 values"),
    "trace empty": (lambda: trace(np.empty((0, 2)), []), ValueError, "X is empty"),
    "bound labels": (lambda: convergence_bound(X2, [0, 1], W2, 0.0), ValueError, "labels -1, 1"),
    "bound weights": (
        lambda: convergence_bound(X2, Y2, [1.0], 0.0),
        ValueError,
        "weights must hold",
    ),
    "bound zeros": (lambda: convergence_bound(X2, Y2, [0, 0], 0.0), ValueError, "all 0"),
    "bound NaN": (lambda: convergence_bound([[np.nan]], [1], [1.0], 0.0), ValueError, "X contains"),
    "updates labels": (lambda: updates_and_bound(X2, [0, 1]), ValueError, "only the labels -1, 1"),
    "updates epochs": (lambda: updates_and_bound(X2, Y2, n_epochs=-1), ValueError, "n_epochs must"),
    **{
        f"fit n_epochs {value!r}": (
            lambda value=value: Perceptron(n_epochs=value).fit(X2, Y2),
            error,
            "n_epochs must be",
        )
        for value, error in ((0, ValueError), (-1, ValueError), (1.5, TypeError), ("9", TypeError))
    },
    **{
        f"{method} learning_rate {value!r}": (
            lambda value=value, method=method: getattr(Perceptron(learning_rate=value), method)(
                X2, Y2
            ),
            error,
            "learning_rate must be a",
        )
        for value, error in (
            (0.0, ValueError),
            (-1.0, ValueError),
            (np.nan, ValueError),
            (np.inf, ValueError),
            ("1", TypeError),
            (True, TypeError),
        )
        for method in ("fit", "partial_fit")
    },
    "partial_fit one class": (
        lambda: Perceptron().partial_fit(X2, [1, 1]),
        ValueError,
        r"it holds 1 class\(es\): \[1\]. If the rest comes later, name both",
    ),
    "partial_fit stranger": (
        lambda: Perceptron().partial_fit(X2, [1, 2], classes=[0, 1]),
        ValueError,
        "y holds the label 2, but the classes are 0 and 1",
    ),
    **{
        f"partial_fit other classes {other}": (
            lambda other=other: Perceptron().partial_fit(X2, Y2).partial_fit(X2, Y2, classes=other),
            ValueError,
            r"classes were \[-1, 1\] at first",
        )
        for other in ([0, 1], [-2, 1], [1, -1])
    },
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_in_words(name):
    call, error, words = BAD[name]
    with pytest.raises(error, match=words):
        call()


DEFAULTS = {
    Perceptron: {"n_epochs": 10, "learning_rate": 1.0},
    AveragedPerceptron: {"n_epochs": 10, "learning_rate": 1.0},
    OneVsRest: {"n_epochs": 10, "learning_rate": 1.0},
    neuron: {"activation": step},
    perceptron_update: {"learning_rate": 1.0},
    trace: {"learning_rate": 1.0, "n_epochs": 10, "fit_bias": True, "labels": (-1, 1)},
    updates_and_bound: {"learning_rate": 1.0, "n_epochs": 1000},
    squeeze: {"learning_rate": 1.0, "n_epochs": 1000},
}


@pytest.mark.parametrize("function", DEFAULTS)
def test_the_defaults_are_those_that_the_text_counts_on(function):
    parameters = inspect.signature(function).parameters.values()
    given = {one.name: one.default for one in parameters if one.default is not one.empty}
    assert given == DEFAULTS[function]


def test_options_of_trace_are_named():
    with pytest.raises(TypeError, match="positional"):
        trace(X2, Y2, 1.0, 10, False)


def test_everything_public_is_documented_and_exported():
    for name in chapter.__all__:
        assert inspect.getdoc(getattr(chapter, name))
