"""MLPClassifier: its loop, history and contract; the check of gradients; the graph in words."""

import inspect
import pickle
import subprocess
import sys

import numpy as np
import pytest
import torch
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.metrics import log_loss
from sklearn.utils import get_tags
from sklearn.utils.estimator_checks import check_estimator

import course_utils.backprop as chapter
from course_utils.backprop import (
    MLP,
    SGD,
    MLPClassifier,
    Tensor,
    Value,
    check_gradients,
    checking,
    cross_entropy,
    describe_graph,
    log_softmax,
    node_names,
    topological_order,
)
from course_utils.backprop import model as module
from course_utils.backprop.tensor import record
from course_utils.datasets import load_digits, make_blobs
from course_utils.gradient_descent import minibatches, softmax

CENTERS = ((0.0, 0.0), (2.0, 0.5), (0.5, 2.0))


def samples(n_samples=30, rng=0, n_classes=3):
    return make_blobs(n_samples, rng=rng, centers=CENTERS[:n_classes], spread=1.0)


def weights_of(model):
    return [tensor.data.tolist() for tensor in model.network_.parameters()]


def naive_fit(X, y, n_epochs, batch_size, hidden=(5,), activation="tanh", rng=3):
    """The training loop as one says it aloud, by the public pieces."""
    rng = np.random.default_rng(rng)
    network = MLP((X.shape[1], *hidden, 3), activation, rng, "xavier")
    optimizer, losses = SGD(network.parameters(), 0.2, 0.8, 0.01), []
    for _ in range(n_epochs):
        for rows in minibatches(len(X), batch_size, rng):
            optimizer.zero_grad()
            cross_entropy(network(Tensor(X[rows])), y[rows]).backward()
            optimizer.step()
        losses.append(cross_entropy(network(Tensor(X)), y).item())
    return [tensor.data.tolist() for tensor in network.parameters()], losses


def like_naive(n_epochs, batch_size, hidden=(5,)):
    return MLPClassifier(hidden, n_epochs, 0.2, 0.8, batch_size, 0.01, "tanh", "xavier", 3)


class TestLoop:
    @pytest.mark.parametrize("batch_size", [1, 7, 10, 30, 99])
    @pytest.mark.parametrize("hidden", [(5,), [4, 3], ()])
    def test_fit_is_the_naive_loop(self, batch_size, hidden):
        X, y = samples()
        weights, losses = naive_fit(X, y, 3, batch_size, hidden)
        model = like_naive(3, batch_size, hidden).fit(X, y)
        assert weights_of(model) == weights
        assert model.history_ == {"loss": losses, "stopped": "n_epochs"}

    def test_the_defaults(self):
        assert MLPClassifier().get_params() == {
            "hidden": (64,),
            "n_epochs": 30,
            "learning_rate": 0.1,
            "momentum": 0.9,
            "batch_size": 64,
            "weight_decay": 0.0,
            "activation": "relu",
            "scheme": "he",
            "rng": 0,
        }

    def test_a_seed_repeats_the_run_and_a_generator_goes_on(self):
        X, y = samples()
        one, again, other = (MLPClassifier((4,), 3, rng=rng).fit(X, y) for rng in (1, 1, 2))
        assert weights_of(one) == weights_of(again) != weights_of(other)
        model = MLPClassifier((4,), 3, rng=np.random.default_rng(1))
        assert weights_of(model.fit(X, y)) == weights_of(one)
        assert weights_of(model.fit(X, y)) != weights_of(one)

    def test_fit_forgets_what_was_learned_before(self):
        X, y = samples()
        model = MLPClassifier((4,), 5).fit(-X, y)
        first = model.network_
        assert weights_of(model.fit(X, y)) == weights_of(MLPClassifier((4,), 5).fit(X, y))
        assert len(model.history_["loss"]) == 5 and model.network_ is not first

    def test_the_data_stay_as_they_were(self):
        X, y = samples()
        X_before, y_before = X.copy(), y.copy()
        MLPClassifier((4,), 2).fit(X, y, validation=(X, y)).predict_proba(X)
        assert np.array_equal(X, X_before) and np.array_equal(y, y_before)

    def test_the_defaults_read_the_digits(self):
        model = MLPClassifier().fit(*load_digits("fit"))
        assert model.score(*load_digits("test")) >= 0.97
        assert [p.shape for p in model.network_.parameters()] == [(64, 64), (64,), (10, 64), (10,)]


class TestHistory:
    def test_validation_is_watched_and_changes_nothing(self):
        X, y = samples()
        X2, y2 = samples(11, rng=5)
        plain = MLPClassifier((4,), 4).fit(X, y)
        model = MLPClassifier((4,), 4).fit(X, y, validation=(X2, y2))
        assert list(model.history_) == ["loss", "validation_loss", "stopped"]
        assert model.history_["loss"] == plain.history_["loss"]
        assert weights_of(model) == weights_of(plain)
        assert len(model.history_["validation_loss"]) == 4
        for name, data in {"loss": (X, y), "validation_loss": (X2, y2)}.items():
            expected = log_loss(data[1], model.predict_proba(data[0]), labels=model.classes_)
            assert model.history_[name][-1] == pytest.approx(expected, rel=1e-9)
            assert type(model.history_[name][-1]) is float

    def test_validation_may_lack_a_class_and_names_labels_as_y_does(self):
        X, y = samples()
        names = np.array(["a", "b", "c"])[y]
        model = MLPClassifier((4,), 2).fit(X, names, validation=[X[y == 1], names[y == 1]])
        expected = -np.log(model.predict_proba(X[y == 1])[:, 1]).mean()
        assert model.history_["validation_loss"][-1] == pytest.approx(expected, rel=1e-12)

    def test_validation_may_have_many_features(self):
        X = np.tile(X4, (1, 150))
        model = MLPClassifier((2,), 1).fit(X, Y4, validation=(X.copy(), Y4))
        assert len(model.history_["validation_loss"]) == 1

    @pytest.mark.parametrize("n_finished", [0, 2])
    @pytest.mark.parametrize("watched", [True, False])
    def test_an_interrupt_leaves_the_network_of_the_last_finished_epoch(
        self, n_finished, watched, monkeypatch
    ):
        X, y = samples()
        n_steps, step = 0, SGD.step

        def interrupted(optimizer):
            nonlocal n_steps
            n_steps += 1
            step(optimizer)
            if n_steps == 5 * n_finished + 3:  # in the middle of an epoch of five steps
                raise KeyboardInterrupt

        monkeypatch.setattr(SGD, "step", interrupted)
        model = like_naive(10, 6)
        with pytest.raises(KeyboardInterrupt):
            model.fit(X, y, validation=(X, y) if watched else None)
        monkeypatch.undo()
        weights, losses = naive_fit(X, y, n_finished, 6)
        assert weights_of(model) == weights
        assert model.history_["loss"] == losses
        assert model.history_["stopped"] == "interrupted"
        if watched:
            assert model.history_["validation_loss"] == losses
        assert model.predict(X).shape == (30,)

    def test_an_interrupt_while_losses_are_computed_forgets_that_epoch(self, monkeypatch):
        X, y = samples()
        calls, loss = [], cross_entropy

        def interrupted(scores, labels):
            calls.append(len(labels))
            if calls.count(30) == 4:  # validation, at the end of the second epoch
                raise KeyboardInterrupt
            return loss(scores, labels)

        monkeypatch.setattr(module, "cross_entropy", interrupted)
        model = like_naive(10, 6)
        with pytest.raises(KeyboardInterrupt):
            model.fit(X, y, validation=(X, y))
        monkeypatch.undo()
        weights, losses = naive_fit(X, y, 1, 6)
        assert weights_of(model) == weights
        assert model.history_ == {
            "loss": losses,
            "validation_loss": losses,
            "stopped": "interrupted",
        }

    def test_while_it_runs_nothing_has_stopped_it(self, monkeypatch):
        model, seen, step = MLPClassifier((4,), 3), [], SGD.step

        def spy(optimizer):
            seen.append((model.history_["stopped"], len(model.history_["loss"])))
            step(optimizer)

        monkeypatch.setattr(SGD, "step", spy)
        model.fit(*samples())
        assert seen == [(None, 0), (None, 1), (None, 2)]

    @pytest.mark.parametrize(
        "argument", ["batch_size", "hidden", "momentum", "scheme", "validation"]
    )
    def test_a_refused_fit_leaves_the_model_as_it_was(self, argument):
        X, y = samples()
        model = MLPClassifier((4,), 2).fit(X, y)
        before, history = weights_of(model), model.history_
        validation = (X,) if argument == "validation" else None
        if not validation:
            model.set_params(**{argument: -1})
        with pytest.raises((TypeError, ValueError), match=argument):
            model.fit(X, y, validation=validation)
        assert weights_of(model) == before and model.history_ is history


@pytest.mark.parametrize("error", [MemoryError, RuntimeError])
def test_any_other_error_is_a_failure_and_leaves_the_last_finished_epoch(error, monkeypatch):
    X, y = samples()
    step, n_steps = SGD.step, 0

    def failing(optimizer):
        nonlocal n_steps
        n_steps += 1
        step(optimizer)
        if n_steps == 7:  # in the second epoch of five steps
            raise error

    monkeypatch.setattr(SGD, "step", failing)
    model = like_naive(10, 6)
    with pytest.raises(error):
        model.fit(X, y)
    monkeypatch.undo()
    weights, losses = naive_fit(X, y, 1, 6)
    assert weights_of(model) == weights
    assert model.history_ == {"loss": losses, "stopped": "failed"}


class TestDivergence:
    def test_steps_that_are_too_long_are_an_error_and_the_last_finite_model_remains(self):
        X, y = samples()
        model = MLPClassifier((4,), 1000, learning_rate=1e30, activation="none")
        words = r"the loss is (inf|nan) after epoch \d+: .* Lower learning_rate=1e\+30, or scale X"
        with pytest.raises(FloatingPointError, match=words):
            model.fit(X, y)
        assert model.history_["stopped"] == "diverged"
        assert np.isfinite(model.history_["loss"]).all()
        n_finished = len(model.history_["loss"])
        assert 1 <= n_finished < 20
        short = MLPClassifier((4,), n_finished, learning_rate=1e30, activation="none").fit(X, y)
        assert weights_of(model) == weights_of(short)

    def test_samples_that_are_too_great_are_an_error(self):
        X, y = samples()
        model = MLPClassifier((4,), 3)
        with pytest.raises(FloatingPointError, match=r"after epoch 1: .*learning_rate"):
            model.fit(1e200 * X, y)
        assert model.history_ == {"loss": [], "stopped": "diverged"}

    def test_weights_that_flew_off_behind_a_relu_are_seen(self, monkeypatch):
        def flown(optimizer):
            bias = optimizer.parameters[1]  # an inf that ReLU turns to 0
            bias._move_by(np.full(bias.shape, -np.inf))

        monkeypatch.setattr(SGD, "step", flown)
        with pytest.raises(FloatingPointError, match="after epoch 1"):
            MLPClassifier((4,), 1).fit(*samples())


class TestAnswers:
    @pytest.mark.parametrize(
        "names", [(0, 1, 2), (-1, 1, 5), ("cat", "cow", "dog"), (2.0, 3.0, 9.0)]
    )
    def test_any_labels_come_back_as_they_were(self, names):
        X, y = samples()
        named = np.array(names)[y]
        model = MLPClassifier((4,), 60).fit(X, named)
        assert model.classes_.tolist() == sorted(names) and model.n_features_in_ == 2
        assert weights_of(model) == weights_of(MLPClassifier((4,), 60).fit(X, y))
        assert set(model.predict(X)) <= set(names) and model.predict(X).dtype == named.dtype
        assert model.score(X, named) > 0.6

    def test_scores_probabilities_and_answers_of_three_classes(self):
        X, y = samples()
        model = MLPClassifier((4,), 3).fit(X, y)
        scores = model.network_(Tensor(X)).data
        assert model.decision_function(X).tolist() == scores.tolist()
        assert model.predict_proba(X).tolist() == softmax(scores).tolist()
        assert model.predict(X).tolist() == scores.argmax(axis=1).tolist()

    def test_two_classes_have_one_score(self):
        X, y = samples(n_classes=2)
        model = MLPClassifier((4,), 3).fit(X, y)
        scores = model.network_(Tensor(X)).data
        assert model.decision_function(X).tolist() == (scores[:, 1] - scores[:, 0]).tolist()
        assert model.predict_proba(X).shape == (30, 2)
        assert model.predict(X).tolist() == (model.decision_function(X) > 0).astype(int).tolist()


class TestContract:
    @pytest.mark.filterwarnings("ignore:Estimator .* does not inherit:UserWarning")
    def test_scikit_learns_own_checks_all_pass(self):
        results = check_estimator(MLPClassifier(), on_skip=None, on_fail=None)
        failed = {r["check_name"]: r["exception"] for r in results if r["status"] == "failed"}
        assert failed == {}
        skipped = {r["check_name"] for r in results if r["status"] == "skipped"}
        assert skipped <= {"check_classifier_data_not_an_array", "check_array_api_input"}
        assert sum(r["status"] == "passed" for r in results) >= 45
        assert get_tags(MLPClassifier()).classifier_tags.multi_class

    def test_a_model_is_cloned_shown_and_pickled(self):
        X, y = samples()
        model = MLPClassifier((4,), 3, momentum=0.5, rng=7)
        assert clone(model).get_params() == model.get_params()
        assert repr(model).startswith("MLPClassifier(hidden=(4,), n_epochs=3, learning_rate=0.1,")
        again = pickle.loads(pickle.dumps(model.fit(X, y)))
        assert again.predict_proba(X).tolist() == model.predict_proba(X).tolist()
        assert again.fit(X, y).history_ == model.history_

    @pytest.mark.parametrize("method", ["predict", "predict_proba", "decision_function"])
    def test_answers_need_a_fit_and_its_number_of_features(self, method):
        with pytest.raises(NotFittedError, match="This MLPClassifier is not fitted yet"):
            getattr(MLPClassifier(), method)([[1.0]])
        model = MLPClassifier((4,), 1).fit(*samples())
        with pytest.raises(ValueError, match="X has 3 features, but MLPClassifier is expecting 2"):
            getattr(model, method)(np.zeros((2, 3)))

    def test_import_and_use_need_numpy_alone(self):
        heavy = ("sklearn", "scipy", "pandas", "matplotlib", "torch", "IPython", "ipywidgets")
        code = f"""
import sys
import course_utils.backprop as chapter
model = chapter.MLPClassifier((3,), 2).fit([[0.0], [1.0], [2.0]], [0, 1, 2])
model.predict([[2.0]]), model.predict_proba([[2.0]]), repr(model), model.score([[2.0]], [1])
print([name for name in {heavy} if name in sys.modules])
"""
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert run.stdout.strip() == "[]", run.stderr


X4, Y4 = np.arange(8.0).reshape(4, 2), np.array([0, 1, 0, 1])
ARGUMENTS = [
    ("hidden", 64, TypeError, r"hidden must be a sequence of whole numbers, .*got 64"),
    ("hidden", "64", TypeError, "hidden must be a sequence of whole numbers"),
    ("hidden", (0,), ValueError, r"hidden\[0\] must be at least 1; got 0"),
    ("hidden", (4, 2.5), TypeError, r"hidden\[1\] must be a whole number"),
    ("n_epochs", 0, ValueError, "n_epochs must be at least 1; got 0"),
    ("n_epochs", 1.5, TypeError, "n_epochs must be a whole number"),
    ("learning_rate", 0.0, ValueError, "learning_rate must be a finite number above 0"),
    ("learning_rate", "1", TypeError, "learning_rate must be a number above 0"),
    ("momentum", 1.0, ValueError, "momentum must be below 1"),
    ("momentum", -0.5, ValueError, "momentum must be a finite number of at least 0"),
    ("batch_size", 0, ValueError, "batch_size must be at least 1; got 0"),
    ("batch_size", None, TypeError, "batch_size must be a whole number"),
    ("weight_decay", -0.1, ValueError, "weight_decay must be a finite number of at least 0"),
    ("activation", "step", ValueError, "activation must be one of 'relu'"),
    ("scheme", "?", ValueError, "scheme must be one of"),
    ("rng", None, TypeError, "rng must be a numpy.random.Generator or a whole number"),
]
DATA = [
    ([0.0, 1.0], Y4, ValueError, "X must be 2-D"),
    (np.empty((0, 2)), [], ValueError, "X is empty"),
    ([[np.nan, 0.0]] * 4, Y4, ValueError, "X contains NaN"),
    (X4, [0, 1, 0], ValueError, "y must hold 4 values, one for each; got 3"),
    (X4, [1, 1, 1, 1], ValueError, r"y must hold two classes or more; it holds 1 class\(es\)"),
    (X4, None, ValueError, "requires y to be passed"),
]
PAIRS = [
    (X4, TypeError, r"validation must be a pair \(X, y\); got ndarray"),
    ((), TypeError, r"validation must be a pair \(X, y\); got tuple"),
    ((X4, Y4, Y4), TypeError, r"validation must be a pair \(X, y\); got tuple"),
    ((X4[0], Y4), ValueError, r"validation\[0\] must be 2-D"),
    ((X4[:, :1], Y4), ValueError, r"validation\[0\] has 1 features, but X has 2"),
    ((X4, Y4[:3]), ValueError, r"validation\[1\] must hold 4 values, one for each; got 3"),
    ((X4, Y4[:, None]), ValueError, r"validation\[1\] must be 1-D, .*; got shape \(4, 1\)"),
    ((X4, [0, 1, 2, 1]), ValueError, r"validation\[1\] may hold only the labels 0, 1; got 2"),
]


class TestDoor:
    @pytest.mark.parametrize(("name", "value", "error", "words"), ARGUMENTS)
    def test_bad_arguments_are_refused_by_fit(self, name, value, error, words):
        with pytest.raises(error, match=words):
            MLPClassifier(**{name: value}).fit(X4, Y4)

    @pytest.mark.parametrize(("X", "y", "error", "words"), DATA)
    def test_bad_data_are_refused(self, X, y, error, words):
        with pytest.raises(error, match=words):
            MLPClassifier().fit(X, y)

    @pytest.mark.parametrize(("validation", "error", "words"), PAIRS)
    def test_bad_validation_is_refused(self, validation, error, words):
        with pytest.raises(error, match=words):
            MLPClassifier().fit(X4, Y4, validation=validation)


def wanting(data):
    return Tensor(np.array(data, float), requires_grad=True)


class TestCheckGradients:
    def test_an_error_for_each_tensor(self):
        a, b = wanting([[1.0, 2.0]]), wanting([[3.0], [4.0]])
        errors = check_gradients(lambda a, b: a @ b + b.sum(), a, b)
        assert len(errors) == 2 and all(type(error) is float for error in errors)
        assert max(errors) < 1e-9

    def test_the_tensors_stay_as_they_were(self):
        a = wanting([1.0, 2.0])
        check_gradients(Tensor.tanh, a)
        assert a.grad is None and a.data.tolist() == [1.0, 2.0]
        a.grad = np.array([5.0, 5.0])
        check_gradients(Tensor.tanh, a)
        assert a.grad.tolist() == [5.0, 5.0]

    def test_a_tensor_that_is_not_used_is_an_error(self):
        a, b = wanting([1.0]), wanting([2.0])
        with pytest.raises(ValueError, match=r"function does not use tensors\[1\]"):
            check_gradients(lambda a, b: a * 2, a, b)
        assert check_gradients(lambda a, b: a * 2 + b * 0, a, b)[1] == 0.0

    def test_a_result_without_a_graph_is_an_error(self):
        with pytest.raises(ValueError, match="function returns a constant: no gradient leads"):
            check_gradients(lambda a: a.detach() * 2, wanting([1.0]))

    def test_a_tensor_from_outside_keeps_its_gradient(self):
        outside, with_gradient = wanting([2.0]), wanting([3.0])
        with_gradient.grad = np.array([5.0])
        check_gradients(lambda a: a * outside * with_gradient, wanting([1.0]))
        assert outside.grad is None and with_gradient.grad.tolist() == [5.0]

    def test_an_error_that_is_no_number_is_off(self, monkeypatch):
        monkeypatch.setattr(checking, "relative_error", lambda *_: np.nan)
        with pytest.raises(AssertionError, match="relative error nan"):
            check_gradients(lambda x: record("*", x.data, (x,), (np.negative,)), wanting([1.0]))

    def test_a_gradient_that_is_cut_is_off(self):
        with pytest.raises(AssertionError, match=r"tensors\[1\] is off: relative error 1,"):
            check_gradients(lambda a, b: a * b.detach(), wanting([1.0]), wanting([2.0]))

    def test_rounding_of_a_constant_sum_is_no_error(self):
        x = wanting([[0.5, -1.0, 2.0]])
        total = lambda x: log_softmax(x).exp().sum(axis=1)  # noqa: E731
        assert check_gradients(total, x) == [0.0]
        assert check_gradients(lambda x: total(x) * 1e6, x) == [0.0]

    def test_tiny_gradients_are_compared_by_their_size(self):
        def half(x):
            return record("half", 1e-9 * x.data, (x,), (lambda g: 0.5e-9 * g,))

        with pytest.raises(AssertionError, match=r"relative error 0\.33"):
            check_gradients(half, wanting([0.5, 2.0]))

    def test_a_gradient_of_zeros_does_not_hide_behind_a_plain_sum(self):
        def wrong(x):
            return record("softmax", log_softmax(x).exp().data, (x,), (np.zeros_like,))

        with pytest.raises(AssertionError, match=r"tensors\[0\] is off: relative error 1,"):
            check_gradients(wrong, wanting([[0.5, -1.0, 2.0]]))

    def test_a_gradient_of_nan_is_off(self):
        def wrong(x):
            return record("nan", x.data, (x,), (lambda g: g * np.nan,))

        with pytest.raises(AssertionError, match=r"tensors\[0\] is off: relative error inf"):
            check_gradients(wrong, wanting([1.0]))

    def test_the_tolerance_decides(self):
        def slightly(x):
            return record("*", x.data, (x,), (lambda g: g * 1.002,))

        (error,) = check_gradients(slightly, wanting([1.0, 2.0]), tolerance=0.002)
        assert error == pytest.approx(0.001, rel=1e-2)
        with pytest.raises(AssertionError, match=r"tolerance 0\.0009\. At a kink"):
            check_gradients(slightly, wanting([1.0, 2.0]), tolerance=0.0009)

    def test_the_step_decides(self):
        x = wanting([1.0])
        (coarse,) = check_gradients(lambda x: x**3, x, h=0.1, tolerance=1.0)
        assert coarse == pytest.approx(0.01 / 6.01, rel=1e-6)  # 3 + h², beside 3
        assert check_gradients(lambda x: x**3, x)[0] < 1e-9

    def test_a_seed_and_a_generator_give_the_factors(self):
        x = wanting([[0.3, -0.7]])
        assert check_gradients(Tensor.exp, x, rng=1) == check_gradients(
            Tensor.exp, x, rng=np.random.default_rng(1)
        )

    def test_a_kink_is_off(self):
        with pytest.raises(AssertionError, match="relu at 0"):
            check_gradients(Tensor.relu, wanting([0.0]))

    def test_randomness_is_seen(self):
        rng = np.random.default_rng(0)
        with pytest.raises(ValueError, match="function gave two results for one input"):
            check_gradients(lambda x: x * float(rng.random()), wanting([1.0]))

    @pytest.mark.parametrize(
        "bad", [Tensor([1.0]), np.ones(1), Tensor([1.0], requires_grad=True, dtype=np.float32), 1.0]
    )
    def test_tensors_without_gradients_are_refused(self, bad):
        with pytest.raises(
            ValueError, match=r"tensors\[1\] must be a float64 Tensor with requires_"
        ):
            check_gradients(lambda a, b: a, wanting([1.0]), bad)

    def test_no_tensors_are_refused(self):
        with pytest.raises(ValueError, match="tensors is empty"):
            check_gradients(Tensor.exp)

    @pytest.mark.parametrize("result", [1.0, None, np.ones(1)])
    def test_a_function_of_something_else_is_refused(self, result):
        with pytest.raises(TypeError, match="function must return a Tensor; got"):
            check_gradients(lambda x: result, wanting([1.0]))

    @pytest.mark.parametrize("name", ["h", "tolerance"])
    @pytest.mark.parametrize("value", [0.0, -1.0, np.nan, "1"])
    def test_bad_numbers_are_refused(self, name, value):
        with pytest.raises((TypeError, ValueError), match=name):
            check_gradients(Tensor.exp, wanting([1.0]), **{name: value})

    def test_a_bad_rng_is_refused(self):
        with pytest.raises(TypeError, match="rng must be"):
            check_gradients(Tensor.exp, wanting([1.0]), rng=None)


class TestGraph:
    def test_parents_come_first_as_the_first_is_met_first(self):
        a, b = Value(2.0), Value(3.0)
        c = a * b
        d = c + a
        assert topological_order(d) == [a, b, c, d]

    def test_names_are_given_own_or_counted(self):
        a, b = Tensor([1.0], requires_grad=True, name="a"), wanting([2.0])
        c = a * b
        d = c + b
        assert list(node_names(d).values()) == ["a", "n1", "n2", "n3"]
        assert node_names(d, {"w": a, "loss": d})[a] == "w"
        assert node_names(d, {"n1": c}) == {a: "a", b: "n2", c: "n1", d: "n3"}
        with pytest.raises(ValueError, match="names must differ; 'a' stands for two nodes"):
            node_names(d, {"a": b})
        with pytest.raises(TypeError, match=r"names\['w'\] must be a Value or a Tensor; got 3"):
            node_names(d, {"w": 3})

    def test_a_graph_of_tensors_in_words(self):
        w = Tensor([[1.0, -2.0]], requires_grad=True, name="w")
        loss = ((w**2) * np.array([[3.0, 0.5]])).sum()
        loss.backward()
        assert describe_graph(loss, {"loss": loss}).splitlines() == [
            "w = [[ 1., -2.]], gradient [[ 6., -2.]]",
            "n1 = w**2 = [[1., 4.]], gradient [[3. , 0.5]]",
            "n2 = [[3. , 0.5]], constant",
            "n3 = n1 * n2 = [[3., 2.]], gradient [[1., 1.]]",
            "loss = sum(n3) = 5, gradient 1",
        ]

    def test_the_parameters_of_a_network_have_names_of_their_own(self):
        network = MLP((2, 3, 2))
        words = describe_graph(cross_entropy(network(Tensor([[1.0, 2.0]])), [0]))
        for name in network.named_parameters():
            assert f"\n{name} = " in words

    def test_a_graph_that_was_not_walked_shows_no_gradients(self):
        w = wanting(np.arange(8.0))
        assert describe_graph(-w, {"w": w}).splitlines() == [
            "w = array (8,), mean 3.5",
            "n1 = -w = array (8,), mean -3.5",
        ]

    @pytest.mark.parametrize("bad", [3.0, None, np.ones(2), torch.ones(1)])
    def test_a_root_that_is_no_node_is_refused(self, bad):
        for function in (topological_order, node_names, describe_graph):
            with pytest.raises(TypeError, match="root must be a Value or a Tensor; got"):
                function(bad)


def test_every_public_name_has_words_and_an_example():
    for name in chapter.__all__:
        words = inspect.getdoc(getattr(chapter, name))
        assert words, name
        assert ">>>" in words or name in ("node_names", "save_parameters", "load_parameters"), name
    assert sorted(chapter.__all__) == sorted(set(chapter.__all__))
