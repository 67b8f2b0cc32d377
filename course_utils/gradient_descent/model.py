"""Logistic and softmax regression: linear models that learn by gradient descent."""

import numpy as np

from course_utils.estimator import BinaryClassifier, Classifier
from course_utils.fitting import check_finite, checked_validation, longer, telling_why
from course_utils.gradient_descent.descent import minibatches
from course_utils.gradient_descent.linear import mean_gradient, mean_loss
from course_utils.gradient_descent.losses import (
    binary_cross_entropy,
    binary_cross_entropy_slope,
    softmax,
    softmax_cross_entropy,
    softmax_cross_entropy_slope,
)
from course_utils.gradient_descent.stable import sigmoid
from course_utils.validation import as_rng, check_count, check_nonnegative, check_positive


class SoftmaxScores(Classifier):
    """A classifier that answers with the greatest of its scores, one for each class.

    The subclass gives `_scores(X)`, shape (n_samples, n_classes).
    """

    def decision_function(self, X) -> np.ndarray:
        """Return each class's score for each sample, shape (n_samples, n_classes).

        Of two classes, as in scikit-learn, only how far the second is ahead, shape (n_samples,).
        """
        scores = self._scores(X)
        return scores[:, 1] - scores[:, 0] if len(self.classes_) == 2 else scores

    def predict(self, X) -> np.ndarray:
        """Return the class with the greatest score, shape (n_samples,)."""
        winners = self._scores(X).argmax(axis=1)
        return self.classes_[winners]

    def predict_proba(self, X) -> np.ndarray:
        """Return the probability of each class, shape (n_samples, n_classes), as in `classes_`."""
        return softmax(self._scores(X))


class _LinearModel(Classifier):
    """What both have in common: the training loop. A subclass names its loss and the slope."""

    def __init__(self, n_epochs=300, learning_rate=1.0, batch_size=None, l2=0.0, rng=0):
        self.n_epochs = n_epochs
        self.learning_rate = learning_rate
        self.batch_size = batch_size
        self.l2 = l2
        self.rng = rng

    @np.errstate(over="ignore", invalid="ignore")  # a loss that is not finite is told below
    def fit(self, X, y, validation=None):
        """Forget what was learned, then walk downhill from zero weights for `n_epochs`.

        Parameters
        ----------
        X : array of shape (n_samples, n_features)
        y : array of shape (n_samples,), the labels
        validation : pair (X, y) or None
            Samples that are watched, and never learned from.

        Raises
        ------
        FloatingPointError
            If the loss or a weight is no longer finite. As after a KeyboardInterrupt, the model of
            the last finished epoch remains, and `history_` says why fit ended.
        """
        n_epochs, rng = self._checked_parameters()
        X, y, validation = self._start(X, y, validation)
        with telling_why(self):
            for _ in range(n_epochs):
                weights, bias, n_steps = self._epoch(X, y, rng)
                self._finish_epoch(X, y, validation, weights, bias, n_steps)
        return self

    def _epoch(self, X, y, rng):
        """Visit each sample once, and take one step downhill for each batch of them."""
        weights, bias = self.weights_, self.bias_
        batches = [slice(None)]  # all rows together
        if self.batch_size is not None:
            batches = minibatches(len(X), self.batch_size, rng)
        for rows in batches:
            dw, db = mean_gradient(self._slope, X[rows], y[rows], weights, bias, self.l2)
            weights = weights - self.learning_rate * dw
            bias = bias - self.learning_rate * db
        return weights, bias, len(batches)

    def _finish_epoch(self, X, y, validation, weights, bias, n_steps):
        losses = {"loss": mean_loss(self._loss, X, y, weights, bias)}
        epoch = 1 + len(self.history_["loss"])
        check_finite(losses["loss"], (weights, bias), epoch, self.learning_rate)
        if validation:
            losses["validation_loss"] = mean_loss(self._loss, *validation, weights, bias)
        history = longer(self.history_, **losses)
        # One call, which an interrupt cannot cut in two.
        vars(self).update(
            weights_=weights, bias_=bias, history_=history, n_steps_=self.n_steps_ + n_steps
        )

    def _checked_parameters(self):
        check_positive(self.learning_rate, "learning_rate")
        check_nonnegative(self.l2, "l2")
        if self.batch_size is not None:
            check_count(self.batch_size, "batch_size")
        return check_count(self.n_epochs, "n_epochs"), as_rng(self.rng)

    def _start(self, X, y, validation):
        """Set the model to zeros; return X, the labels as numbers of classes, and the pair."""
        X, y, classes = self._checked_classes(X, y)
        history = {"loss": [], "stopped": None}
        if validation is not None:
            validation = checked_validation(validation, classes, X.shape[1])
            history["validation_loss"] = []
        weights, bias = self._zeros(len(classes), X.shape[1])
        # At once: no interrupt leaves new classes and old weights.
        learned = {"weights_": weights, "bias_": bias, "n_steps_": 0, "history_": history}
        vars(self).update(learned, classes_=classes, n_features_in_=X.shape[1])
        return X, np.searchsorted(classes, y), validation

    def _scores(self, X) -> np.ndarray:
        return self._as_samples(X) @ self.weights_.T + self.bias_


class LogisticRegression(_LinearModel, BinaryClassifier):
    """The smooth perceptron: one sigmoid neuron that goes downhill on the cross-entropy.

    Parameters
    ----------
    n_epochs : int >= 1
        Passes over the data.
    learning_rate : float > 0
    batch_size : int >= 1, or None
        The samples of one step, drawn anew each epoch; None takes all, in their order.
    l2 : float >= 0
        Adds l2/2·‖weights‖² to the mean cross-entropy; the bias is free.
    rng : Generator or seed
        Shuffles the minibatches; nothing else is random.

    Attributes
    ----------
    weights_ : ndarray of shape (n_features,)
    bias_ : float
    classes_ : ndarray of shape (2,)
        The labels found in y; any two do. The first is 0 for the loss, the second 1.
    history_ : dict
        "loss": mean cross-entropy on all training rows after each epoch, without the l2 term;
        "validation_loss": the same on the validation rows, if `fit` was given any;
        "stopped": why fit ended, "n_epochs", "interrupted", "diverged" or "failed" (None: it runs).
    n_steps_ : int, the steps downhill so far

    References
    ----------
    Cox, The regression analysis of binary sequences, Journal of the Royal Statistical Society
    B 20(2), 1958.

    >>> model = LogisticRegression().fit([[1.0], [3.0]], ["low", "high"])
    >>> model.predict([[0.0], [4.0]]).tolist(), model.n_steps_
    (['low', 'high'], 300)
    """

    _loss = staticmethod(binary_cross_entropy.__wrapped__)
    _slope = staticmethod(binary_cross_entropy_slope.__wrapped__)

    def decision_function(self, X) -> np.ndarray:
        """Return the scores w·x + b, shape (n_samples,)."""
        return self._scores(X)

    def predict_proba(self, X) -> np.ndarray:
        """Return the probability of each class, shape (n_samples, 2), as in `classes_`."""
        scores = self._scores(X)
        return np.column_stack([sigmoid(-scores), sigmoid(scores)])

    def _checked_classes(self, X, y):
        X, y, classes = super()._checked_classes(X, y)
        if len(classes) > 2:
            raise ValueError(
                "Only binary classification is supported. The type of the target is multiclass: "
                f"y holds {len(classes)} labels. Select two, or use SoftmaxRegression."
            )
        return X, y, classes

    def _zeros(self, n_classes, n_features):
        return np.zeros(n_features), 0.0


class SoftmaxRegression(SoftmaxScores, _LinearModel):
    """A score for each class, and softmax to make probabilities of them: one layer, no more.

    Parameters and `history_` are those of `LogisticRegression`.

    Attributes
    ----------
    weights_ : ndarray of shape (n_classes, n_features)
    bias_ : ndarray of shape (n_classes,)
    classes_ : ndarray of shape (n_classes,), the labels found in y, sorted
    n_steps_ : int, the steps downhill so far

    References
    ----------
    Bridle, Probabilistic interpretation of feedforward classification network outputs, with
    relationships to statistical pattern recognition, Neurocomputing, NATO ASI F 68, 1990.

    >>> model = SoftmaxRegression().fit([[-2.0], [0.0], [2.0]], ["a", "b", "c"])
    >>> model.predict([[-9.0], [0.1], [9.0]]).tolist(), model.weights_.shape
    (['a', 'b', 'c'], (3, 1))
    """

    _loss = staticmethod(softmax_cross_entropy.__wrapped__)
    _slope = staticmethod(softmax_cross_entropy_slope.__wrapped__)

    def _zeros(self, n_classes, n_features):
        return np.zeros((n_classes, n_features)), np.zeros(n_classes)
