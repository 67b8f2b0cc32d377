"""Logistic and softmax regression: the training loop, its history, and scikit-learn's contract."""

import inspect
import pickle
import subprocess
import sys

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LogisticRegression as PeerRegression
from sklearn.metrics import log_loss
from sklearn.utils import get_tags
from sklearn.utils.estimator_checks import check_estimator

import course_utils.gradient_descent as chapter
from course_utils.datasets import load_digits, make_blobs
from course_utils.gradient_descent import (
    LogisticRegression,
    SoftmaxRegression,
    descend,
    logistic_loss_and_gradient,
    minibatches,
    softmax,
    softmax_loss_and_gradient,
)
from course_utils.gradient_descent import model as module
from course_utils.perceptron import sigmoid

CENTERS = ((0.0, 0.0), (2.0, 0.5), (0.5, 2.0))
LOSS_OF = {
    LogisticRegression: logistic_loss_and_gradient,
    SoftmaxRegression: softmax_loss_and_gradient,
}
BOTH = pytest.mark.parametrize("kind", LOSS_OF, ids=lambda kind: kind.__name__)


def samples(kind, n_samples=30, rng=0):
    """Return clouds that overlap: two for logistic regression, three for softmax."""
    centers = CENTERS[:2] if kind is LogisticRegression else CENTERS
    return make_blobs(n_samples, rng=rng, centers=centers, spread=1.0)


def zeros(kind):
    return (np.zeros(2), 0.0) if kind is LogisticRegression else (np.zeros((3, 2)), np.zeros(3))


def near(ours, expected):
    """Whether all numbers are equal but for rounding, which differs between processors."""
    ours, expected = np.asarray(ours), np.asarray(expected)
    return ours.shape == expected.shape and np.allclose(ours, expected, rtol=1e-11, atol=1e-14)


def naive_fit(kind, X, y, n_epochs, learning_rate, batch_size, l2, rng):
    """Gradient descent as one says it aloud, by the public pieces."""
    rng = np.random.default_rng(rng)
    (weights, bias), losses, n_steps = zeros(kind), [], 0
    for _ in range(n_epochs):
        whole = [np.arange(len(X))]
        for rows in whole if batch_size is None else minibatches(len(X), batch_size, rng):
            _, dw, db = LOSS_OF[kind](X[rows], y[rows], weights, bias, l2)
            weights, bias = weights - learning_rate * dw, bias - learning_rate * db
            n_steps += 1
        losses.append(LOSS_OF[kind](X, y, weights, bias)[0])
    return weights, bias, losses, n_steps


class TestLoop:
    @BOTH
    @pytest.mark.parametrize("l2", [0.0, 0.25])
    @pytest.mark.parametrize("batch_size", [None, 1, 7, 10, 30, 99])
    def test_fit_is_the_naive_loop(self, kind, batch_size, l2):
        X, y = samples(kind)
        weights, bias, losses, n_steps = naive_fit(kind, X, y, 4, 0.5, batch_size, l2, 3)
        model = kind(4, 0.5, batch_size, l2, 3).fit(X, y)
        assert near(model.weights_, weights) and near(model.bias_, bias)
        assert near(model.history_["loss"], losses)
        assert model.history_["stopped"] == "n_epochs"
        assert list(model.history_) == ["loss", "stopped"]
        assert model.n_steps_ == n_steps

    @BOTH
    @pytest.mark.parametrize("batch_size", [30, 31])
    def test_a_batch_of_all_is_the_full_batch(self, kind, batch_size):
        X, y = samples(kind)
        full, one = kind(n_epochs=9).fit(X, y), kind(n_epochs=9, batch_size=batch_size).fit(X, y)
        assert one.n_steps_ == full.n_steps_ == 9
        assert near(one.weights_, full.weights_)
        assert near(one.bias_, full.bias_)
        assert one.history_["loss"] == pytest.approx(full.history_["loss"], rel=1e-12)

    def test_each_step_takes_the_mean_of_its_batch_also_of_the_last_short_one(self):
        X, y = np.array([[1.0], [1.0], [1.0]]), np.array([0, 1, 1])
        model = LogisticRegression(n_epochs=1, learning_rate=0.5, batch_size=2, rng=0).fit(X, y)
        weights, bias = 0.0, 0.0
        for rows in minibatches(3, 2, 0):
            slope = np.mean(sigmoid(weights + bias) - y[rows])
            weights, bias = weights - 0.5 * slope, bias - 0.5 * slope
        assert model.weights_.tolist() == pytest.approx([weights], rel=1e-12)
        # of all three rows each counts as one: not the mean of the two batches' means
        z = (weights + bias) * np.ones(3)
        assert model.history_["loss"] == pytest.approx([log_loss(y, sigmoid(z))], rel=1e-12)

    def test_full_batches_are_a_walk_of_descend(self):
        X, y = samples(LogisticRegression)
        rows = np.column_stack([X, np.ones(len(X))])  # the bias as one more weight

        def slope(w):
            return logistic_loss_and_gradient(rows, y, w, 0.0)[1]

        path = descend(slope, np.zeros(3), 0.3, 20)
        model = LogisticRegression(n_epochs=20, learning_rate=0.3).fit(X, y)
        assert [*model.weights_, model.bias_] == pytest.approx(path[-1].tolist(), rel=1e-9)

    @BOTH
    def test_a_small_learning_rate_goes_downhill_with_each_step(self, kind):
        model = kind(n_epochs=50, learning_rate=0.1).fit(*samples(kind))
        assert (np.diff(model.history_["loss"]) < 0).all()

    @BOTH
    def test_a_seed_repeats_the_run_and_a_generator_goes_on(self, kind):
        X, y = samples(kind)
        one, again, other = (kind(3, batch_size=4, rng=seed).fit(X, y) for seed in (1, 1, 2))
        assert one.weights_.tolist() == again.weights_.tolist() != other.weights_.tolist()
        model = kind(3, batch_size=4, rng=np.random.default_rng(1))
        assert model.fit(X, y).weights_.tolist() == one.weights_.tolist()
        assert model.fit(X, y).weights_.tolist() != one.weights_.tolist()

    @BOTH
    def test_fit_forgets_what_was_learned_before(self, kind):
        X, y = samples(kind)
        model = kind(n_epochs=5).fit(-X, y)
        assert model.fit(X, y).weights_.tolist() == kind(n_epochs=5).fit(X, y).weights_.tolist()
        assert len(model.history_["loss"]) == model.n_steps_ == 5

    @BOTH
    def test_the_data_stay_as_they_were(self, kind):
        X, y = samples(kind)
        X_before, y_before = X.copy(), y.copy()
        kind(n_epochs=3, batch_size=4).fit(X, y, validation=(X, y)).predict_proba(X)
        assert np.array_equal(X, X_before) and np.array_equal(y, y_before)

    @BOTH
    def test_the_loss_comes_to_scikit_learns_at_equal_regularization(self, kind):
        X, y = samples(kind, 60)
        l2 = 0.02
        peer = PeerRegression(C=1 / (l2 * len(X)), tol=1e-10, max_iter=1000).fit(X, y)
        model = kind(n_epochs=2000, l2=l2).fit(X, y)
        if kind is LogisticRegression:
            theirs = logistic_loss_and_gradient(X, y, peer.coef_[0], peer.intercept_[0], l2)
        else:
            theirs = softmax_loss_and_gradient(X, y, peer.coef_, peer.intercept_, l2)
        penalty = l2 / 2 * (model.weights_**2).sum()  # which the history leaves out
        assert model.history_["loss"][-1] + penalty == pytest.approx(theirs[0], rel=1e-6)
        assert np.ravel(model.weights_) == pytest.approx(np.ravel(peer.coef_), rel=1e-2, abs=1e-3)

    def test_the_defaults_read_the_digits(self):
        model = SoftmaxRegression().fit(*load_digits("fit"))
        assert model.score(*load_digits("test")) >= 0.95
        assert model.weights_.shape == (10, 64)


class TestHistory:
    @BOTH
    def test_validation_is_watched_without_the_l2_term_and_changes_nothing(self, kind):
        X, y = samples(kind)
        X2, y2 = samples(kind, 11, rng=5)
        plain = kind(n_epochs=4, l2=0.5, batch_size=8).fit(X, y)
        model = kind(n_epochs=4, l2=0.5, batch_size=8).fit(X, y, validation=(X2, y2))
        assert list(model.history_) == ["loss", "stopped", "validation_loss"]
        assert model.history_["loss"] == plain.history_["loss"]
        assert model.weights_.tolist() == plain.weights_.tolist()
        assert len(model.history_["validation_loss"]) == 4
        last = LOSS_OF[kind](X2, y2, model.weights_, model.bias_)[0]
        assert model.history_["validation_loss"][-1] == pytest.approx(last, rel=1e-12)
        expected = log_loss(y2, model.predict_proba(X2), labels=model.classes_)
        assert last == pytest.approx(expected, rel=1e-9)

    @BOTH
    def test_validation_may_lack_a_class_and_names_labels_as_y_does(self, kind):
        X, y = samples(kind)
        names = np.array(["a", "b", "c"])[y]
        pair = [X[y == 1], names[y == 1]]
        model = kind(n_epochs=2).fit(X, names, validation=pair)
        expected = -np.log(model.predict_proba(pair[0])[:, 1]).mean()
        assert model.history_["validation_loss"][-1] == pytest.approx(expected, rel=1e-12)

    @BOTH
    def test_a_loss_is_a_plain_number(self, kind):
        X, y = samples(kind)
        history = kind(n_epochs=1).fit(X, y, validation=(X, y)).history_
        assert [type(history[name][0]) for name in ("loss", "validation_loss")] == [float, float]

    @BOTH
    @pytest.mark.parametrize("n_finished", [0, 2])
    def test_an_interrupt_leaves_the_model_of_the_last_finished_epoch(
        self, kind, n_finished, monkeypatch
    ):
        X, y = samples(kind)
        n_calls, gradient = 0, module.mean_gradient

        def interrupted(*arguments):
            nonlocal n_calls
            n_calls += 1
            if n_calls == 5 * n_finished + 3:  # in the middle of an epoch of five steps
                raise KeyboardInterrupt
            return gradient(*arguments)

        monkeypatch.setattr(module, "mean_gradient", interrupted)
        model = kind(10, 0.5, 6, 0.1, 3)
        with pytest.raises(KeyboardInterrupt):
            model.fit(X, y, validation=(X, y))
        weights, bias, losses, n_steps = naive_fit(kind, X, y, n_finished, 0.5, 6, 0.1, 3)
        assert near(model.weights_, weights) and near(model.bias_, bias)
        assert near(model.history_["loss"], losses)
        assert len(model.history_["validation_loss"]) == n_finished
        assert model.history_["stopped"] == "interrupted"
        assert model.n_steps_ == n_steps == 5 * n_finished
        assert model.predict(X).shape == (30,)

    @BOTH
    def test_any_other_error_is_a_failure_and_leaves_the_last_finished_epoch(
        self, kind, monkeypatch
    ):
        gradient, n_calls = module.mean_gradient, 0

        def failing(*arguments):
            nonlocal n_calls
            n_calls += 1
            if n_calls == 3:
                raise MemoryError
            return gradient(*arguments)

        monkeypatch.setattr(module, "mean_gradient", failing)
        model = kind()
        with pytest.raises(MemoryError):
            model.fit(*samples(kind))
        assert model.history_["stopped"] == "failed"
        assert len(model.history_["loss"]) == model.n_steps_ == 2

    @BOTH
    def test_the_loss_of_training_is_comparable_to_that_of_validation(self, kind):
        X, y = samples(kind)
        history = kind(n_epochs=5, l2=0.5).fit(X, y, validation=(X, y)).history_
        assert history["loss"] == history["validation_loss"]

    @BOTH
    def test_while_it_runs_nothing_has_stopped_it(self, kind, monkeypatch):
        model, seen, gradient = kind(n_epochs=3), [], module.mean_gradient

        def spy(*arguments):
            seen.append((model.history_["stopped"], len(model.history_["loss"]), model.n_steps_))
            return gradient(*arguments)

        monkeypatch.setattr(module, "mean_gradient", spy)
        model.fit(*samples(kind))
        assert seen == [(None, 0, 0), (None, 1, 1), (None, 2, 2)]
        assert model.history_["stopped"] == "n_epochs"


class TestDivergence:
    @BOTH
    def test_steps_that_are_too_long_are_an_error_and_the_last_finite_model_remains(self, kind):
        X, y = samples(kind)
        model = kind(n_epochs=1000, learning_rate=1e60, l2=1.0)
        words = r"the loss is (inf|nan) after epoch 3: .* Lower learning_rate=1e\+60, or scale X"
        with pytest.raises(FloatingPointError, match=words):
            model.fit(X, y)
        assert model.history_["stopped"] == "diverged"
        assert len(model.history_["loss"]) == model.n_steps_ == 2
        assert np.isfinite(model.weights_).all() and np.isfinite(model.history_["loss"]).all()
        weights, _, losses, _ = naive_fit(kind, X, y, 2, 1e60, None, 1.0, 0)
        assert near(model.weights_, weights)
        assert near(model.history_["loss"], losses)

    @BOTH
    @pytest.mark.parametrize("batch_size", [None, 1])
    def test_samples_that_are_too_great_are_an_error(self, kind, batch_size):
        X, y = samples(kind)
        with pytest.raises(FloatingPointError, match=r"after epoch 1: .*learning_rate"):
            kind(n_epochs=3, batch_size=batch_size).fit(1e200 * X, y)

    @BOTH
    def test_weights_that_flew_off_are_seen_although_all_scores_are_right(self, kind):
        X, y = np.array([[-1e150], [1e150]]), [0, 1]
        with pytest.raises(FloatingPointError, match="after epoch 1"):
            kind(n_epochs=1, learning_rate=1e160).fit(X, y)

    @BOTH
    @pytest.mark.parametrize("lost", ["weights", "bias"])
    def test_a_finite_loss_does_not_hide_them(self, kind, lost, monkeypatch):
        X, y = samples(kind)
        parts = [
            part + (np.inf if name == lost else 0.0)
            for name, part in zip(("weights", "bias"), zeros(kind), strict=True)
        ]
        monkeypatch.setattr(kind, "_epoch", lambda *_: (*parts, 1))
        monkeypatch.setattr(module, "mean_loss", lambda *_: 0.5)
        with pytest.raises(FloatingPointError, match="a weight is not finite after epoch 1"):
            kind().fit(X, y)

    @BOTH
    def test_a_learning_rate_that_oscillates_is_no_error(self, kind):
        model = kind(n_epochs=20, learning_rate=1e6).fit(*samples(kind))
        assert np.isfinite(model.history_["loss"]).all()


class TestAnswers:
    @BOTH
    @pytest.mark.parametrize(
        "names", [(0, 1, 2), (-1, 1, 5), ("cat", "cow", "dog"), (2.0, 3.0, 9.0)]
    )
    def test_any_labels_come_back_as_they_were(self, kind, names):
        X, y = samples(kind)
        named = np.array(names)[y]
        model = kind().fit(X, named)
        assert model.classes_.tolist() == sorted(set(named.tolist()))
        assert model.weights_.tolist() == kind().fit(X, y).weights_.tolist()
        assert set(model.predict(X)) == set(names[: len(model.classes_)])
        assert model.predict(X).dtype == named.dtype
        assert model.score(X, named) > 0.6

    def test_logistic_scores_probabilities_and_answers(self):
        X, y = samples(LogisticRegression)
        model = LogisticRegression().fit(X, y)
        z = X @ model.weights_ + model.bias_
        assert isinstance(model.bias_, float)
        assert model.decision_function(X).tolist() == z.tolist()
        assert model.predict_proba(X).tolist() == np.stack([sigmoid(-z), sigmoid(z)], 1).tolist()
        assert model.predict(X).tolist() == (z >= 0).astype(int).tolist()

    def test_softmax_scores_probabilities_and_answers(self):
        X, y = samples(SoftmaxRegression)
        model = SoftmaxRegression().fit(X, y)
        scores = X @ model.weights_.T + model.bias_
        assert model.bias_.shape == (3,)
        assert model.decision_function(X).tolist() == scores.tolist()
        assert model.predict_proba(X).tolist() == softmax(scores).tolist()
        assert model.predict(X).tolist() == scores.argmax(axis=1).tolist()

    def test_softmax_of_two_classes_has_one_score_and_says_what_logistic_says(self):
        X, y = samples(LogisticRegression)
        two = SoftmaxRegression(n_epochs=40).fit(X, y)
        # Each of the two rows takes half of the way, so together they take steps twice as long.
        one = LogisticRegression(n_epochs=40, learning_rate=2.0).fit(X, y)
        ahead = two.decision_function(X)
        assert ahead.shape == (30,)
        assert ahead == pytest.approx(one.decision_function(X), rel=1e-9)
        assert two.predict_proba(X) == pytest.approx(one.predict_proba(X), rel=1e-9)
        assert two.predict(X).tolist() == one.predict(X).tolist()
        assert two.weights_[0] == pytest.approx(-two.weights_[1], rel=1e-9)

    def test_samples_far_out_have_probabilities_too(self):
        logistic = LogisticRegression().fit([[-1.0], [1.0]], [0, 1])
        assert logistic.predict_proba([[1e6], [-1e6]]).tolist() == [[0.0, 1.0], [1.0, 0.0]]
        three = SoftmaxRegression().fit([[-2.0], [0.0], [2.0]], [0, 1, 2])
        assert three.predict_proba([[1e6]]).tolist() == [[0.0, 0.0, 1.0]]


class TestContract:
    @BOTH
    @pytest.mark.filterwarnings("ignore:Estimator .* does not inherit:UserWarning")
    def test_scikit_learns_own_checks_all_pass(self, kind):
        results = check_estimator(kind(), on_skip=None, on_fail=None)
        failed = {r["check_name"]: r["exception"] for r in results if r["status"] == "failed"}
        assert failed == {}
        skipped = {r["check_name"] for r in results if r["status"] == "skipped"}
        assert skipped <= {"check_classifier_data_not_an_array", "check_array_api_input"}
        assert sum(r["status"] == "passed" for r in results) >= 45

    def test_the_tags_tell_two_classes_from_many(self):
        assert not get_tags(LogisticRegression()).classifier_tags.multi_class
        assert get_tags(SoftmaxRegression()).classifier_tags.multi_class

    @BOTH
    def test_parameters_are_read_cloned_and_shown(self, kind):
        model = kind(n_epochs=3, learning_rate=0.5, batch_size=4, l2=0.1, rng=7)
        given = {"n_epochs": 3, "learning_rate": 0.5, "batch_size": 4, "l2": 0.1, "rng": 7}
        assert model.get_params() == clone(model).get_params() == given
        shown = "(n_epochs=3, learning_rate=0.5, batch_size=4, l2=0.1, rng=7)"
        assert repr(model) == kind.__name__ + shown

    @BOTH
    def test_a_fitted_model_survives_pickling(self, kind):
        X, y = samples(kind)
        model = kind(n_epochs=5).fit(X, y)
        again = pickle.loads(pickle.dumps(model))
        assert again.predict_proba(X).tolist() == model.predict_proba(X).tolist()
        assert again.fit(X, y).history_ == model.history_

    @BOTH
    @pytest.mark.parametrize("method", ["predict", "predict_proba", "decision_function"])
    def test_before_fit_every_answer_is_refused(self, kind, method):
        with pytest.raises(NotFittedError, match=f"This {kind.__name__} is not fitted yet"):
            getattr(kind(), method)([[1.0]])

    @BOTH
    @pytest.mark.parametrize("method", ["predict", "predict_proba", "decision_function"])
    def test_the_number_of_features_must_be_that_of_fit(self, kind, method):
        model = kind(n_epochs=1).fit(*samples(kind))
        words = f"X has 3 features, but {kind.__name__} is expecting 2 features"
        with pytest.raises(ValueError, match=words):
            getattr(model, method)(np.zeros((2, 3)))

    def test_import_and_use_need_numpy_alone(self):
        heavy = ("sklearn", "scipy", "pandas", "matplotlib", "torch", "IPython", "ipywidgets")
        code = f"""
import sys
import course_utils.gradient_descent as chapter
model = chapter.SoftmaxRegression(2, batch_size=2).fit([[0.0], [1.0], [2.0]], [0, 1, 2])
model.predict([[2.0]]), model.predict_proba([[2.0]]), repr(model), model.score([[2.0]], [1])
print([name for name in {heavy} if name in sys.modules])
"""
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert run.stdout.strip() == "[]", run.stderr


X4, Y4 = np.arange(8.0).reshape(4, 2), np.array([0, 1, 0, 1])
ARGUMENTS = [
    ("n_epochs", 0, ValueError, "n_epochs must be at least 1; got 0"),
    ("n_epochs", 1.5, TypeError, "n_epochs must be a whole number"),
    ("learning_rate", 0.0, ValueError, "learning_rate must be a finite number above 0; got 0.0"),
    ("learning_rate", -1, ValueError, "learning_rate must be a finite number above 0; got -1"),
    ("learning_rate", np.inf, ValueError, "learning_rate must be a finite number above 0; got inf"),
    ("learning_rate", "1", TypeError, "learning_rate must be a number above 0; got '1'"),
    ("batch_size", 0, ValueError, "batch_size must be at least 1; got 0"),
    ("batch_size", 2.5, TypeError, "batch_size must be a whole number"),
    ("l2", -0.1, ValueError, "l2 must be a finite number of at least 0; got -0.1"),
    ("l2", None, TypeError, "l2 must be a number of at least 0; got None"),
    ("rng", None, TypeError, "rng must be a numpy.random.Generator or a whole number"),
    ("rng", -1, TypeError, "rng must be a numpy.random.Generator or a whole number"),
]
DATA = [
    ([0.0, 1.0], Y4, ValueError, "X must be 2-D"),
    (np.empty((0, 2)), [], ValueError, "X is empty"),
    ([[np.nan, 0.0]] * 4, Y4, ValueError, "X contains NaN"),
    (None, Y4, TypeError, "X must hold real numbers; got None"),
    (X4, [0, 1, 0], ValueError, "y must hold 4 values, one for each; got 3"),
    (X4, [1, 1, 1, 1], ValueError, r"y must hold two classes or more; it holds 1 class\(es\): \[1"),
    (X4, [0.5, 1.5, 0.5, 2], ValueError, "Unknown label type: continuous"),
    (X4, [0, 1, 0, np.nan], ValueError, "y contains NaN or inf"),
    (X4, np.eye(4), ValueError, "y must be 1-D, one label a sample"),
    (X4, None, ValueError, "requires y to be passed"),
]
PAIRS = [
    (X4, TypeError, r"validation must be a pair \(X, y\); got ndarray"),
    ((X4,), TypeError, r"validation must be a pair \(X, y\); got tuple"),
    ((X4, Y4, Y4), TypeError, r"validation must be a pair \(X, y\); got tuple"),
    ((X4[0], Y4), ValueError, r"validation\[0\] must be 2-D"),
    (([["a", "b"]], [0]), ValueError, r"validation\[0\] must hold real numbers"),
    ((X4[:, :1], Y4), ValueError, r"validation\[0\] has 1 features, but X has 2"),
    ((np.ones((4, 3)), Y4), ValueError, r"validation\[0\] has 3 features, but X has 2"),
    ((X4, Y4[:3]), ValueError, r"validation\[1\] must hold 4 values, one for each; got 3"),
    ((X4, Y4[:, None]), ValueError, r"validation\[1\] must be 1-D, .*; got shape \(4, 1\)"),
    ((X4, [0, 1, 2, 1]), ValueError, r"validation\[1\] may hold only the labels 0, 1; got 2"),
    ((X4, list("abab")), ValueError, r"validation\[1\] may hold only the labels 0, 1; got 'a'"),
]


@BOTH
@pytest.mark.parametrize(("name", "value", "error", "words"), ARGUMENTS)
def test_bad_arguments_are_refused_by_fit_and_the_old_model_stays(kind, name, value, error, words):
    model = kind(n_epochs=2).fit(X4, Y4)
    before = dict(vars(model))
    with pytest.raises(error, match=words):
        model.set_params(**{name: value}).fit(X4, 1 - Y4)
    assert vars(model) == before | {name: value}


@BOTH
@pytest.mark.parametrize(("X", "y", "error", "words"), DATA)
def test_bad_data_are_refused_and_the_old_model_stays(kind, X, y, error, words):
    model = kind(n_epochs=2).fit(X4, Y4)
    before = dict(vars(model))
    with pytest.raises(error, match=words):
        model.fit(X, y)
    assert vars(model) == before


@BOTH
@pytest.mark.parametrize(("pair", "error", "words"), PAIRS)
def test_bad_validation_is_refused_and_the_old_model_stays(kind, pair, error, words):
    model = kind(n_epochs=2).fit(X4, Y4)
    before = dict(vars(model))
    with pytest.raises(error, match=words):
        model.fit(X4 + 1, Y4, validation=pair)
    assert vars(model) == before


def test_logistic_regression_refuses_a_third_class_and_names_the_model_that_takes_it():
    words = "Only binary classification is supported.*y holds 3 labels.*use SoftmaxRegression"
    with pytest.raises(ValueError, match=words):
        LogisticRegression().fit(X4, [0, 1, 2, 1])


@BOTH
def test_the_defaults_are_those_that_the_text_counts_on(kind):
    parameters = inspect.signature(kind).parameters.values()
    assert {one.name: one.default for one in parameters} == {
        "n_epochs": 300,
        "learning_rate": 1.0,
        "batch_size": None,
        "l2": 0.0,
        "rng": 0,
    }


def test_everything_public_is_documented_and_exported():
    for name in chapter.__all__:
        assert inspect.getdoc(getattr(chapter, name))
