"""The averaged perceptron against the plainest loop, and against the words of its docstring."""

import numpy as np
import pytest

from course_utils.datasets import load_digits, logic_table
from course_utils.perceptron import AveragedPerceptron, Perceptron


def samples(n_samples=70, n_features=3, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n_samples, n_features))
    return X, np.where(X[:, 0] + 0.8 * rng.normal(size=n_samples) > 0.2, 1, -1)


def naive_average(X, y, learning_rate, n_epochs):
    """Keep the weights and the bias after every single visit; average them at the end."""
    weights, bias, updates, after_each = np.zeros(X.shape[1]), 0.0, [], []
    for _ in range(n_epochs):
        updates.append(0)
        for x, label in zip(X, y, strict=True):
            if label * (x @ weights + bias) <= 0:
                weights = weights + learning_rate * label * x
                bias = bias + learning_rate * label
                updates[-1] += 1
            after_each.append([*weights, bias])
        if updates[-1] == 0:
            break
    *mean, mean_bias = np.mean(after_each, axis=0)
    return mean, mean_bias, weights, bias, updates


@pytest.mark.parametrize("learning_rate", [1.0, 0.25])
@pytest.mark.parametrize("n_epochs", [1, 2, 7])
def test_it_predicts_with_the_mean_over_all_visits(learning_rate, n_epochs):
    X, y = samples()
    mean, mean_bias, weights, bias, updates = naive_average(X, y, learning_rate, n_epochs)
    model = AveragedPerceptron(n_epochs, learning_rate).fit(X, y)
    assert model.weights_ == pytest.approx(mean, rel=1e-12)
    assert model.bias_ == pytest.approx(mean_bias, rel=1e-12)
    assert model.last_weights_.tolist() == weights.tolist()
    assert model.last_bias_ == bias
    assert model.n_visits_ == 70 * n_epochs
    assert model.history_["updates"] == updates
    assert model.decision_function(X) == pytest.approx(X @ mean + mean_bias)


def test_a_tie_is_a_mistake_and_the_first_sample_moves_the_zero_weights():
    model = AveragedPerceptron(n_epochs=1).fit([[2.0], [-1.0]], [1, -1])
    # visits: (2, 1), then -(2·(-1) + 1) = 1 is right: the mean is (2, 1)
    assert (model.weights_.tolist(), model.bias_) == ([2.0], 1.0)
    assert model.history_["updates"] == [1]
    assert AveragedPerceptron(n_epochs=1).fit([[2.0], [0.5], [-0.5]], [1, 1, -1]).history_[
        "updates"
    ] == [2]  # at -0.5 the score is exactly 0


def test_the_rule_itself_moves_as_in_the_perceptron():
    X, y = samples(seed=1)
    plain, averaged = Perceptron().fit(X, y), AveragedPerceptron().fit(X, y)
    assert averaged.last_weights_.tolist() == plain.weights_.tolist()
    assert averaged.last_bias_ == plain.bias_
    assert averaged.history_["updates"] == plain.history_["updates"]
    assert averaged.weights_.tolist() != plain.weights_.tolist()


def test_misclassified_counts_the_errors_of_the_mean():
    X, y = samples(seed=2)
    model = AveragedPerceptron()
    for _ in range(4):
        model.partial_fit(X, y)
        assert model.history_["misclassified"][-1] == np.sum(model.predict(X) != y)
    assert model.history_["stopped"] is None


def test_partial_fit_goes_on_where_it_stood():
    X, y = samples(seed=3)
    model = AveragedPerceptron(learning_rate=0.5)
    for _ in range(3):
        model.partial_fit(X, y, classes=[-1, 1])
    whole = AveragedPerceptron(3, 0.5).fit(X, y)
    assert model.weights_.tolist() == whole.weights_.tolist()
    assert model.bias_ == whole.bias_
    assert model.history_["updates"] == whole.history_["updates"]


def test_parts_of_unequal_length_count_by_their_visits():
    X, y = samples(seed=4)
    mean, mean_bias, *_ = naive_average(X, y, 1.0, 1)
    model = AveragedPerceptron()
    for start, stop in ((0, 5), (5, 6), (6, 70)):
        model.partial_fit(X[start:stop], y[start:stop], classes=[-1, 1])
    assert model.weights_ == pytest.approx(mean, rel=1e-12)
    assert model.bias_ == pytest.approx(mean_bias, rel=1e-12)


def test_fit_forgets_what_was_learned_before():
    X, y = samples(seed=5)
    again = AveragedPerceptron().fit(X, -y).fit(X, y)
    once = AveragedPerceptron().fit(X, y)
    assert again.weights_.tolist() == once.weights_.tolist()
    assert (again.bias_, again.n_visits_) == (once.bias_, once.n_visits_)


def test_it_ends_where_the_rule_makes_no_mistake():
    X, y = logic_table("AND")
    model = AveragedPerceptron(n_epochs=50).fit(X, y)
    assert model.converged_
    assert model.history_["stopped"] == "converged"
    assert model.history_["updates"] == Perceptron(50).fit(X, y).history_["updates"]
    assert model.n_visits_ == 4 * len(model.history_["updates"])
    assert (model.last_weights_.tolist(), model.last_bias_) == ([3.0, 2.0], -4.0)


def test_labels_come_back_as_they_were():
    X, y = samples(seed=6)
    named = np.where(y > 0, "yes", "no")
    model = AveragedPerceptron().fit(X, named)
    assert model.classes_.tolist() == ["no", "yes"]
    assert model.weights_.tolist() == AveragedPerceptron().fit(X, y).weights_.tolist()
    assert set(model.predict(X)) == {"no", "yes"}


def test_it_beats_the_last_weights_on_hard_digits():
    train, test = load_digits("fit", classes=(3, 8)), load_digits("test", classes=(3, 8))
    plain, averaged = Perceptron(3).fit(*train), AveragedPerceptron(3).fit(*train)
    assert averaged.score(*test) >= plain.score(*test)
    assert averaged.score(*test) >= 0.95


def test_an_interrupt_leaves_the_model_of_the_last_finished_epoch(monkeypatch):
    X, y = samples(seed=7)
    model = AveragedPerceptron()
    finish = model._finish_epoch

    def interrupted(*arguments, **more):
        if len(model.history_["updates"]) == 2:
            raise KeyboardInterrupt
        return finish(*arguments, **more)

    monkeypatch.setattr(model, "_finish_epoch", interrupted)
    with pytest.raises(KeyboardInterrupt):
        model.fit(X, y)
    two = AveragedPerceptron(2).fit(X, y)
    assert model.history_["stopped"] == "interrupted"
    assert model.weights_.tolist() == two.weights_.tolist()
    assert model.last_weights_.tolist() == two.last_weights_.tolist()
    assert model.n_visits_ == 140


@pytest.mark.parametrize("method", ["fit", "partial_fit"])
def test_overflow_is_an_error(method):
    X = np.array([[1e200, -1e200], [1e200, 1e200], [2e200, 1e200]])
    with pytest.raises(FloatingPointError, match="overflow"):
        getattr(AveragedPerceptron(), method)(X, [0, 1, 1])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: AveragedPerceptron(0).fit(*samples()), "n_epochs must be at least 1"),
        (lambda: AveragedPerceptron(1, -1.0).fit(*samples()), "learning_rate must be a finite"),
        (lambda: AveragedPerceptron().partial_fit([[np.nan]], [1]), "X contains NaN"),
        (lambda: AveragedPerceptron().partial_fit([[1.0]], [1]), r"it holds 1 class\(es\)"),
    ],
)
def test_bad_input_is_refused_in_words(call, words):
    with pytest.raises(ValueError, match=words):
        call()


@pytest.mark.filterwarnings("ignore:Estimator AveragedPerceptron does not inherit:UserWarning")
def test_scikit_learns_own_checks_all_pass():
    # Not at the top: it takes 1 s, and a broken model is found without it.
    from sklearn.utils.estimator_checks import check_estimator

    results = check_estimator(AveragedPerceptron(), on_skip=None, on_fail=None)
    assert {r["check_name"]: r["exception"] for r in results if r["status"] == "failed"} == {}
    assert sum(r["status"] == "passed" for r in results) >= 45
