"""One detector a class: each is a perceptron of its own, and the greatest score wins."""

import numpy as np
import pytest

from course_utils.datasets import load_digits
from course_utils.perceptron import OneVsRest, Perceptron


def three_clouds(seed=0, n_samples=60):
    """Samples of the classes "a", "b" and "c", of which "b" lies between the others."""
    rng = np.random.default_rng(seed)
    y = np.array(["a", "b", "c"])[np.arange(n_samples) % 3]
    centers = {"a": (0.0, 0.0), "b": (1.5, 0.5), "c": (3.0, 2.0)}
    return np.array([centers[label] for label in y]) + 0.6 * rng.normal(size=(n_samples, 2)), y


def naive_detectors(X, y, learning_rate, n_epochs):
    """Train one detector after the other, each sample by sample."""
    rows, biases = [], []
    for name in sorted(set(y)):
        weights, bias = np.zeros(X.shape[1]), 0.0
        for _ in range(n_epochs):
            updates = 0
            for x, label in zip(X, y, strict=True):
                sign = 1 if label == name else -1
                if sign * (x @ weights + bias) <= 0:
                    weights, bias = weights + learning_rate * sign * x, bias + learning_rate * sign
                    updates += 1
            if not updates:
                break
        rows.append(weights.tolist())
        biases.append(bias)
    return rows, biases


@pytest.mark.parametrize("learning_rate", [1.0, 0.25])
@pytest.mark.parametrize("n_epochs", [1, 2, 9])
def test_fit_is_one_naive_loop_a_class(learning_rate, n_epochs):
    X, y = three_clouds()
    rows, biases = naive_detectors(X, y, learning_rate, n_epochs)
    model = OneVsRest(n_epochs, learning_rate).fit(X, y)
    assert model.weights_.tolist() == rows
    assert model.bias_.tolist() == biases
    assert model.classes_.tolist() == ["a", "b", "c"]
    assert model.n_features_in_ == 2


def test_each_detector_is_a_perceptron_of_one_class_against_the_rest():
    X, y = three_clouds(1)
    model = OneVsRest(4, 0.5).fit(X, y)
    assert len(model.detectors_) == 3
    for label, detector in zip("abc", model.detectors_, strict=True):
        alone = Perceptron(4, 0.5).fit(X, y == label)
        assert detector.get_params() == alone.get_params()
        assert detector.weights_.tolist() == alone.weights_.tolist()
        assert detector.history_["updates"] == alone.history_["updates"]
        assert detector.predict(X).tolist() == alone.predict(X).tolist()


def test_a_detector_rests_after_a_pass_without_a_mistake_and_the_others_go_on():
    X = np.array([[5.0, 0.0], [0.0, 1.0], [0.1, 1.1], [0.0, 1.2]])
    model = OneVsRest(n_epochs=8).fit(X, ["far", "one", "two", "one"])
    far, one, _ = (detector.history_["updates"] for detector in model.detectors_)
    assert far[-1] == 0 and 0 not in far[:-1] and len(far) < 8
    assert len(one) == 8
    why = [detector.history_["stopped"] for detector in model.detectors_]
    assert why == ["converged", "n_epochs", "n_epochs"]


def test_a_second_fit_forgets_the_first():
    X, y = three_clouds(2)
    model = OneVsRest(3).fit(X, y[::-1])
    assert model.fit(X, y).weights_.tolist() == OneVsRest(3).fit(X, y).weights_.tolist()


def test_scores_and_the_greatest_of_them():
    X, y = three_clouds(3)
    model = OneVsRest().fit(X, y)
    scores = model.decision_function(X[:5])
    assert scores.shape == (5, 3)
    for i, x in enumerate(X[:5]):
        for k, detector in enumerate(model.detectors_):
            assert scores[i, k] == pytest.approx(x @ detector.weights_ + detector.bias_)
        assert model.predict(X[:5])[i] == "abc"[int(np.argmax(scores[i]))]


def test_the_greatest_wins_where_all_say_no_and_where_two_say_yes():
    model = OneVsRest().fit(*three_clouds())
    for detector, weights, bias in zip(
        model.detectors_, ([1.0, 0.0], [0.0, 1.0], [0.0, 0.0]), (0.0, 0.0, -1.0), strict=True
    ):
        detector.weights_, detector.bias_ = np.array(weights), bias
    X = [[-3.0, -2.0], [2.0, 5.0], [5.0, 2.0]]
    assert model.decision_function(X).tolist() == [[-3, -2, -1], [2, 5, -1], [5, 2, -1]]
    assert model.predict(X).tolist() == ["c", "b", "a"]


def test_score_is_the_share_of_right_labels():
    X, y = three_clouds(4)
    model = OneVsRest().fit(X, y)
    assert model.score(X, y) == np.mean(model.predict(X) == y)
    assert 0.5 < model.score(X, y) < 1.0


def test_ten_digits_are_told_apart():
    model = OneVsRest().fit(*load_digits("fit"))
    assert model.weights_.shape == (10, 64) and model.bias_.shape == (10,)
    assert model.classes_.tolist() == list(range(10))
    assert model.score(*load_digits("test")) >= 0.9


@pytest.mark.parametrize("n_finished", [0, 2])
def test_an_interrupt_leaves_a_model_that_still_answers(n_finished, monkeypatch):
    X, y = three_clouds(5)
    model = OneVsRest().fit(X[:30], y[:30])
    before = model.weights_.tolist()
    partial_fit, calls = Perceptron.partial_fit, []

    def interrupted(self, *arguments):
        calls.append(1)
        if len(calls) == 3 * n_finished + 2:  # the second detector of the epoch
            raise KeyboardInterrupt
        return partial_fit(self, *arguments)

    monkeypatch.setattr(Perceptron, "partial_fit", interrupted)
    with pytest.raises(KeyboardInterrupt):
        model.fit(X, y)
    assert model.predict(X).shape == (60,)
    if n_finished == 0:
        assert model.weights_.tolist() == before
    else:
        assert len(model.detectors_[1].history_["updates"]) == n_finished
        why = {detector.converged_: detector.history_["stopped"] for detector in model.detectors_}
        assert why.pop(False) == "interrupted"
        assert why in ({}, {True: "converged"})


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda X, y: OneVsRest(0).fit(X, y), ValueError, "n_epochs must be at least 1; got 0"),
        (lambda X, y: OneVsRest(2.5).fit(X, y), TypeError, "n_epochs must be a whole number"),
        (lambda X, y: OneVsRest(1, 0.0).fit(X, y), ValueError, "learning_rate must be a finite"),
        (lambda X, y: OneVsRest().fit(X, y[:5]), ValueError, "y must hold 60 values"),
        (lambda X, y: OneVsRest().fit(X, ["a"] * 60), ValueError, "1 class"),
        (lambda X, y: OneVsRest().fit(X[:, 0], y), ValueError, "X must be 2-D"),
        (lambda X, y: OneVsRest().fit(X, y).predict(X[:, :1]), ValueError, "is expecting 2 feat"),
        (lambda X, y: OneVsRest().predict(X), ValueError, "OneVsRest is not fitted yet"),
        (lambda X, y: OneVsRest().decision_function(X), ValueError, "OneVsRest is not fitted yet"),
    ],
)
def test_bad_input_is_refused_in_words(call, error, words):
    with pytest.raises(error, match=words):
        call(*three_clouds())


@pytest.mark.filterwarnings("ignore:Estimator OneVsRest does not inherit:UserWarning")
def test_scikit_learns_own_checks_all_pass():
    # Not at the top: it takes 1 s, and a broken model is found without it.
    from sklearn.utils.estimator_checks import check_estimator

    results = check_estimator(OneVsRest(), on_skip=None, on_fail=None)
    assert {r["check_name"]: r["exception"] for r in results if r["status"] == "failed"} == {}
    assert sum(r["status"] == "passed" for r in results) >= 45


def test_the_tags_tell_a_classifier_of_many_classes():
    from sklearn.utils import get_tags

    tags = get_tags(OneVsRest())
    assert tags.estimator_type == "classifier"
    assert tags.classifier_tags.multi_class
