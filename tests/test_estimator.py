"""The scikit-learn contract: all of its own checks pass, and scikit-learn is loaded by nobody."""

import pickle
import subprocess
import sys

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import DataConversionWarning, NotFittedError
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils import get_tags
from sklearn.utils.estimator_checks import check_estimator

from course_utils.datasets import make_blobs
from course_utils.estimator import BinaryClassifier
from course_utils.perceptron import Perceptron

# Skipped by scikit-learn itself where a package is absent; where it is present they must pass.
NEEDS_A_PACKAGE = {
    "check_classifier_data_not_an_array": "pandas",
    "check_array_api_input": "array_api_strict, and SCIPY_ARRAY_API set",
}


@pytest.mark.filterwarnings("ignore:Estimator Perceptron does not inherit:UserWarning")
def test_scikit_learns_own_checks_all_pass():
    results = check_estimator(Perceptron(), on_skip=None, on_fail=None)
    failed = {r["check_name"]: r["exception"] for r in results if r["status"] == "failed"}
    assert failed == {}
    skipped = {r["check_name"] for r in results if r["status"] == "skipped"}
    assert skipped <= set(NEEDS_A_PACKAGE)
    assert sum(r["status"] == "passed" for r in results) >= 45


def test_the_tags_tell_a_classifier_of_two_classes_that_needs_labels():
    tags = get_tags(Perceptron())
    assert tags.estimator_type == "classifier"
    assert tags.target_tags.required
    assert not tags.classifier_tags.multi_class


def run_apart(code: str) -> str:
    """Run code in an interpreter of its own, where scikit-learn was not imported."""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return run.stdout.strip()


def test_import_and_use_need_numpy_alone():
    heavy = ("sklearn", "scipy", "pandas", "matplotlib", "torch", "IPython", "ipywidgets")
    code = f"""
import sys
from course_utils.perceptron import Perceptron
model = Perceptron().fit([[0.0], [1.0]], [0, 1])
model.predict([[2.0]]), repr(model), model.score([[2.0]], [1])
print([name for name in {heavy} if name in sys.modules])
"""
    assert run_apart(code) == "[]"


def test_without_scikit_learn_the_error_is_the_courses_own():
    code = """
from course_utils.estimator import NotFittedError
from course_utils.perceptron import Perceptron
try:
    Perceptron().predict([[1.0]])
except NotFittedError as error:
    print(isinstance(error, ValueError), isinstance(error, AttributeError), error)
"""
    assert run_apart(code) == ("True True This Perceptron is not fitted yet. Call fit(X, y) first.")


@pytest.mark.parametrize("method", ["predict", "decision_function", "score"])
def test_before_fit_every_answer_is_refused(method):
    arguments = ([[1.0]], [1]) if method == "score" else ([[1.0]],)
    with pytest.raises(NotFittedError, match=r"Perceptron is not fitted yet. Call fit\(X, y\)"):
        getattr(Perceptron(), method)(*arguments)


def test_it_works_where_scikit_learn_puts_estimators():
    X, y = make_blobs(60, rng=0)
    pipeline = make_pipeline(StandardScaler(), Perceptron())
    assert cross_val_score(pipeline, X, y, cv=3).tolist() == [1.0, 1.0, 1.0]
    search = GridSearchCV(Perceptron(), {"n_epochs": [1, 5]}, cv=3).fit(X, y)
    assert search.best_score_ == 1.0


def test_parameters_are_read_set_cloned_and_shown():
    model = Perceptron(n_epochs=3, learning_rate=0.5)
    assert model.get_params() == {"n_epochs": 3, "learning_rate": 0.5}
    assert repr(model) == "Perceptron(n_epochs=3, learning_rate=0.5)"
    assert model.set_params(n_epochs=7) is model
    assert clone(model).get_params() == {"n_epochs": 7, "learning_rate": 0.5}
    with pytest.raises(ValueError, match="Perceptron has no parameter 'eta'; it has n_epochs, lea"):
        model.set_params(eta=1)


def test_a_fitted_model_survives_pickling():
    X, y = make_blobs(20, rng=0)
    model = Perceptron().fit(X, y)
    again = pickle.loads(pickle.dumps(model))
    assert again.decision_function(X).tolist() == model.decision_function(X).tolist()
    assert again.history_ == model.history_


@pytest.mark.parametrize(
    "labels",
    [(0, 1), (-1, 1), (5, 9), ("cat", "dog"), (False, True), (2.0, 3.0)],
    ids=repr,
)
def test_any_two_labels_come_back_as_they_were(labels):
    X, y = make_blobs(20, rng=0)
    named = np.array(labels)[y]
    model = Perceptron().fit(X, named)
    assert model.classes_.tolist() == list(labels)
    assert model.predict(X).tolist() == named.tolist()
    assert model.predict(X).dtype == named.dtype
    assert model.score(X, named) == 1.0
    # The first label is the negative one: the same weights, whatever the names.
    assert model.weights_.tolist() == Perceptron().fit(X, y).weights_.tolist()


def test_labels_in_an_object_array_are_fine():
    y = np.array(["a", "b", "a"], dtype=object)
    assert Perceptron().fit([[0], [3], [1]], y).predict([[3]]).tolist() == ["b"]


X3 = [[0.0], [1.0], [2.0]]


@pytest.mark.parametrize(
    ("y", "words"),
    [
        ([0, 1, 2], "Only binary classification is supported.*3 labels"),
        (["a", "b", "c"], "Only binary classification is supported.*3 labels"),
        ([1, 1, 1], r"y must hold two classes; it holds 1 class\(es\): \[1\]"),
        (["a", "a", "a"], "y must hold two classes"),
        ([0.5, 1.5, 0.5], "Unknown label type: continuous"),
        ([0.5, 1.5, 2.5], "Unknown label type: continuous"),
        ([0, 1, np.nan], "y contains NaN or inf"),
        ([0, 1, np.inf], "y contains NaN or inf"),
        ([0, "a", 1.5], "Only binary|Unknown label type"),
        (np.array([0, "a", None], dtype=object), "Unknown label type: y mixes kinds"),
        ([0, 1], "y must hold 3 values, one for each; got 2"),
        ([], "y must hold 3 values"),
        ([[0, 1], [1, 0], [0, 1]], r"y must be 1-D, one label a sample; got shape \(3, 2\)"),
        (0, r"y must be 1-D.*got shape \(\)"),
        (None, "requires y to be passed, but the target y is None"),
    ],
)
def test_labels_that_are_not_two_classes_are_refused(y, words):
    with pytest.raises(ValueError, match=words):
        Perceptron().fit(X3, y)


@pytest.mark.parametrize(
    ("X", "error", "words"),
    [
        ([0.0, 1.0, 2.0], ValueError, "X must be 2-D"),
        ([[[0.0]], [[1.0]], [[2.0]]], ValueError, "X must be 2-D"),
        ([], ValueError, "X must be 2-D"),
        (np.empty((0, 1)), ValueError, r"X is empty: 0 sample\(s\)"),
        (np.empty((3, 0)), ValueError, r"X is empty: 0 feature\(s\)"),
        ([[0.0], [np.nan], [2.0]], ValueError, "X contains NaN"),
        ([[0.0], [np.inf], [2.0]], ValueError, "X contains inf"),
        ([["0"], ["1"], ["2"]], ValueError, "X must hold real numbers; got text"),
        (None, TypeError, "X must hold real numbers"),
    ],
)
def test_samples_that_are_no_matrix_of_numbers_are_refused(X, error, words):
    with pytest.raises(error, match=words):
        Perceptron().fit(X, [0, 1, 0])
    model = Perceptron().fit(X3, [0, 1, 1])
    with pytest.raises(error, match=words):
        model.predict(X)


def test_a_refused_fit_leaves_the_old_model():
    model = Perceptron().fit(X3, [0, 1, 1])
    before = model.predict(X3).tolist()
    with pytest.raises(ValueError):
        model.fit(X3, [0, 1, 2])
    with pytest.raises(ValueError):
        model.fit([[np.nan, 1.0]] * 3, [0, 1, 1])
    assert model.predict(X3).tolist() == before


@pytest.mark.parametrize("method", ["predict", "decision_function", "score", "partial_fit"])
def test_the_number_of_features_must_be_that_of_fit(method):
    model = Perceptron().fit([[0.0, 1.0], [1.0, 0.0]], [0, 1])
    arguments = () if method in ("predict", "decision_function") else ([0, 1],)
    words = "X has 3 features, but Perceptron is expecting 2 features as input"
    with pytest.raises(ValueError, match=words):
        getattr(model, method)(np.zeros((2, 3)), *arguments)


def test_score_is_the_share_of_right_labels_and_refuses_strangers():
    model = Perceptron().fit([[0.0], [4.0]], [0, 1])
    assert model.score([[0.0], [4.0], [5.0], [-1.0]], [0, 1, 0, 0]) == 0.75
    with pytest.raises(ValueError, match="y holds the label -1, but the classes are 0 and 1"):
        model.score([[0.0], [4.0]], [-1, 1])
    with pytest.raises(ValueError, match="y must hold 2 values"):
        model.score([[0.0], [4.0]], [0])


def test_a_column_of_labels_is_read_with_a_warning():
    with pytest.warns(DataConversionWarning, match="A column-vector y was passed"):
        model = Perceptron().fit(X3, [[0], [1], [1]])
    assert model.predict(X3).shape == (3,)


def test_a_score_of_exactly_0_is_predicted_as_the_second_class():
    class Constant(BinaryClassifier):
        def fit(self, X, y):
            self._learn_shape(X, y)
            return self

        def decision_function(self, X):
            return self._as_samples(X)[:, 0]

    model = Constant().fit([[0], [1]], ["no", "yes"])
    assert model.predict([[-1e-300], [0.0], [-0.0], [1.0]]).tolist() == ["no", "yes", "yes", "yes"]
    assert model.score([[0.0]], ["yes"]) == 1.0
