"""The scikit-learn estimator contract as mixins; scikit-learn itself stays unloaded.

A class that inherits from `BinaryClassifier` or `Classifier` works in pipelines, in
cross-validation and in grid searches, and yet `import course_utils.perceptron` needs NumPy alone.
"""

import inspect
import sys
import warnings

import numpy as np

from course_utils.validation import as_matrix, check_length


class NotFittedError(ValueError, AttributeError):
    """A model was asked for something that it knows only after `fit`."""


class Classifier:
    """What scikit-learn expects of any classifier, apart from `fit` and `predict`.

    The subclass stores its constructor arguments unchanged under their own names, and validates
    them in `fit`.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,), the labels met in `fit`, sorted
    n_features_in_ : int
    """

    _many_classes = True

    def get_params(self, deep: bool = True) -> dict:
        """Return the constructor's arguments by name; `deep` changes nothing here."""
        return {name: getattr(self, name) for name in inspect.signature(type(self)).parameters}

    def set_params(self, **params):
        """Set constructor arguments by name; they are validated by the next `fit`."""
        known = self.get_params()
        for name, value in params.items():
            if name not in known:
                raise ValueError(
                    f"{type(self).__name__} has no parameter {name!r}; it has {', '.join(known)}."
                )
            setattr(self, name, value)
        return self

    def __repr__(self) -> str:
        arguments = ", ".join(f"{name}={value!r}" for name, value in self.get_params().items())
        return f"{type(self).__name__}({arguments})"

    def score(self, X, y) -> float:
        """Return the accuracy: the share of samples whose predicted label equals `y`."""
        predicted = self.predict(X)
        y = _as_labels(y, len(predicted))
        _refuse_strangers(y, self.classes_)
        return float(np.mean(predicted == y))

    def _checked_classes(self, X, y) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return X as a matrix, the labels, and the two or more classes among them."""
        X = as_matrix(X)
        y = _as_labels(y, len(X))
        classes = _sorted_classes(y)
        if len(classes) < 2:
            raise ValueError(
                f"y must hold two classes or more; it holds {len(classes)} class(es): "
                f"{classes.tolist()}."
            )
        return X, y, classes

    def _as_samples(self, X) -> np.ndarray:
        """Return `X` as a matrix with the features of `fit`, or say what is wrong."""
        if not hasattr(self, "n_features_in_"):
            message = f"This {type(self).__name__} is not fitted yet. Call fit(X, y) first."
            # Code that knows scikit-learn catches scikit-learn's error; others need not load it.
            known = sys.modules.get("sklearn.exceptions")
            raise (known.NotFittedError if known else NotFittedError)(message)
        X = as_matrix(X)
        if X.shape[1] != self.n_features_in_:
            raise ValueError(
                f"X has {X.shape[1]} features, but {type(self).__name__} is expecting "
                f"{self.n_features_in_} features as input, as in fit."
            )
        return X

    def __sklearn_tags__(self):
        """Describe the estimator to scikit-learn, which alone asks for this."""
        from sklearn.utils import ClassifierTags, InputTags, Tags, TargetTags

        return Tags(
            estimator_type="classifier",
            target_tags=TargetTags(required=True),
            classifier_tags=ClassifierTags(multi_class=self._many_classes),
            input_tags=InputTags(),
        )


class BinaryClassifier(Classifier):
    """What scikit-learn expects of a two-class estimator, apart from `fit` and `decision_function`.

    Its `decision_function` returns one score a sample, and a score of at least 0
    means `classes_[1]`.

    Attributes
    ----------
    classes_ : ndarray of shape (2,)
        The two labels, sorted; the first is -1 for the rule, the second is +1.
    n_features_in_ : int
    """

    _many_classes = False

    def predict(self, X) -> np.ndarray:
        """Return the label of each sample, shape (n_samples,): `classes_[1]` where score >= 0."""
        positive = self.decision_function(X) >= 0
        return self.classes_[positive.astype(int)]

    def _learn_shape(self, X, y, classes=None) -> tuple[np.ndarray, np.ndarray]:
        """Set `classes_` (from `classes`, else from `y`) and `n_features_in_`; return X, signs.

        With them comes `_untrained`, all at once: no interrupt leaves new classes and old weights.
        """
        X = as_matrix(X)
        y = _as_labels(y, len(X))
        classes = _two_classes(y if classes is None else _as_labels(classes, None, "classes"))
        signs = _signs(y, classes)
        n_features = X.shape[1]
        vars(self).update(self._untrained(n_features), classes_=classes, n_features_in_=n_features)
        return X, signs

    def _untrained(self, n_features) -> dict:
        """Return what else a model has before it learns, by the attribute's name."""
        return {}

    def _as_signs(self, y, n_samples) -> np.ndarray:
        """Return the labels as -1.0 and +1.0, shape (n_samples,), or say what is wrong."""
        return _signs(_as_labels(y, n_samples), self.classes_)


def _as_labels(y, n_samples=None, name="y") -> np.ndarray:
    if y is None:
        raise ValueError(f"requires {name} to be passed, but the target {name} is None.")
    try:
        labels = np.asarray(y)
    except ValueError as error:
        raise ValueError(f"{name} must be 1-D, one label a sample; its rows differ.") from error
    if labels.dtype.kind == "c":
        raise ValueError(f"Complex data not supported: {name} must hold labels.")
    if labels.ndim == 2 and labels.shape[1] == 1:
        known = sys.modules.get("sklearn.exceptions")
        warnings.warn(
            f"A column-vector {name} was passed when a 1d array was expected. "
            f"Use {name}.ravel() to pass shape (n_samples,).",
            known.DataConversionWarning if known else UserWarning,
            stacklevel=4,
        )
        labels = labels.ravel()
    if labels.ndim != 1:
        raise ValueError(f"{name} must be 1-D, one label a sample; got shape {labels.shape}.")
    check_length(labels, name, n_samples)
    return labels


def _signs(y, classes) -> np.ndarray:
    _refuse_strangers(y, classes)
    return 2.0 * (y == classes[1]) - 1.0


def _refuse_strangers(y, classes) -> None:
    known = np.zeros(len(y), dtype=bool)
    for label in classes:
        known |= y == label
    if not known.all():
        stranger, names = y[~known].tolist()[0], " and ".join(map(repr, classes.tolist()))
        raise ValueError(f"y holds the label {stranger!r}, but the classes are {names}.")


def _two_classes(y) -> np.ndarray:
    """Return the two labels in `y`, sorted, or say why there are not two."""
    if y.dtype.kind in "iufb" and y.size:
        classes = np.array([y.min(), y.max()])
        if classes[0] != classes[1] and np.all((y == classes[0]) | (y == classes[1])):
            _refuse_measurements(classes)
            return classes  # np.unique sorts: at 20,000 labels it would take longer than fit
    classes = _sorted_classes(y)
    if len(classes) > 2:
        raise ValueError(
            "Only binary classification is supported. The type of the target is multiclass: "
            f"y holds {len(classes)} labels. Select two, or train one model for each class."
        )
    if len(classes) < 2:
        raise ValueError(
            f"y must hold two classes; it holds {len(classes)} class(es): {classes.tolist()}. "
            "If the rest comes later, name both in partial_fit: classes=[…, …]."
        )
    return classes


def _sorted_classes(y) -> np.ndarray:
    _refuse_measurements(y)
    try:
        return np.unique(y)
    except TypeError as error:
        raise ValueError(f"Unknown label type: y mixes kinds of labels ({error}).") from error


def _refuse_measurements(y) -> None:
    if y.dtype.kind != "f":
        return
    if not np.isfinite(y).all():
        raise ValueError("y contains NaN or inf; give each sample a label.")
    if (y != np.round(y)).any():
        raise ValueError("Unknown label type: continuous. y must hold labels, not measurements.")
