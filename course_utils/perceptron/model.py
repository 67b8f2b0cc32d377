"""The perceptron as a model to use: `fit`, `predict`, `score`, and a history."""

import numpy as np

from course_utils.estimator import BinaryClassifier
from course_utils.validation import check_count, check_positive

_NO_OVERFLOW = np.errstate(over="raise", invalid="raise")  # a NaN score would pass as no mistake


class Perceptron(BinaryClassifier):
    """Rosenblatt's perceptron for two classes, sample by sample, from zero weights.

    Parameters
    ----------
    n_epochs : int >= 1
        The most passes over the data; `fit` ends sooner after a pass without a mistake.
    learning_rate : float > 0
        From zero weights it scales the weights and bias, and leaves the boundary where it is.

    Attributes
    ----------
    weights_ : ndarray of shape (n_features,)
    bias_ : float
    classes_ : ndarray of shape (2,)
        The labels found in y; any two do. The first is -1 for the rule, the second +1.
    history_ : dict
        "updates": the mistakes met *during* each epoch, while the boundary moved;
        "misclassified": the samples that the model *after* that epoch predicts wrongly;
        "stopped": why fit ended, "converged", "n_epochs" or "interrupted" (None: no fit yet).
    converged_ : bool
        True if the last epoch made no update.

    >>> model = Perceptron().fit([[1.0], [3.0]], ["low", "high"])
    >>> model.predict([[0.0], [4.0]]).tolist(), model.history_["updates"]
    (['low', 'high'], [2, 1, 2, 1, 2, 1, 1, 0])
    """

    def __init__(self, n_epochs=10, learning_rate=1.0):
        self.n_epochs = n_epochs
        self.learning_rate = learning_rate

    @_NO_OVERFLOW
    def fit(self, X, y):
        """Forget what was learned, then pass over the data until no mistake or `n_epochs`.

        A KeyboardInterrupt leaves the model of the last finished epoch; `history_` says so.
        """
        n_epochs = check_count(self.n_epochs, "n_epochs")
        X, y = self._start(X, y)
        try:
            for _ in range(n_epochs):
                self._visit_all(X, y)
                if self.converged_:
                    break
            self.history_["stopped"] = "converged" if self.converged_ else "n_epochs"
        except KeyboardInterrupt:
            self.history_["stopped"] = "interrupted"
            raise
        return self

    @_NO_OVERFLOW
    def partial_fit(self, X, y, classes=None):
        """Visit each sample once, in order, and learn from each mistake.

        The first call starts from zero weights, and may name both `classes`.
        """
        return self._visit_all(*self._continue(X, y, classes))

    def _visit_all(self, X, y):  # here y is -1 or +1, whatever the labels
        """Make one epoch. The scores of many samples ahead are computed at once.

        Up to the first mistake they are what one-by-one visits would find; then the weights
        change, and the look ahead begins anew. It reaches further while all is right.
        """
        weights, bias, updates, i, ahead = self.weights_, self.bias_, 0, 0, 256
        while i < len(X):
            near = slice(i, i + ahead)
            # vecdot rounds each row like x @ weights would; X @ weights may not.
            mistakes = y[near] * (np.vecdot(X[near], weights) + bias) <= 0
            first = int(mistakes.argmax())  # of the first True; 0 if there is none
            if mistakes[first]:
                i += first
                move = float(self.learning_rate * y[i])
                weights, bias = weights + move * X[i], bias + move
                updates, i, ahead = updates + 1, i + 1, max(64, ahead // 2)
            else:
                i, ahead = i + ahead, 2 * ahead
        return self._finish_epoch(X, y, weights, bias, updates)

    def decision_function(self, X) -> np.ndarray:
        """Return the scores w·x + b, shape (n_samples,)."""
        return self._as_samples(X) @ self.weights_ + self.bias_

    def _start(self, X, y, classes=None) -> tuple[np.ndarray, np.ndarray]:
        check_positive(self.learning_rate, "learning_rate")
        return self._learn_shape(X, y, classes)

    def _untrained(self, n_features) -> dict:
        zeros = {"weights_": np.zeros(n_features), "bias_": 0.0, "converged_": False}
        return zeros | {"history_": {"updates": [], "misclassified": [], "stopped": None}}

    def _continue(self, X, y, classes=None) -> tuple[np.ndarray, np.ndarray]:
        if not hasattr(self, "weights_"):
            return self._start(X, y, classes)
        if classes is not None and list(classes) != self.classes_.tolist():
            raise ValueError(f"classes were {self.classes_.tolist()} at first; got {classes!r}.")
        check_positive(self.learning_rate, "learning_rate")
        X = self._as_samples(X)
        return X, self._as_signs(y, len(X))

    def _finish_epoch(self, X, y, weights, bias, updates, **more):
        wrong = int(np.count_nonzero((X @ weights + bias >= 0) != (y > 0)))
        history = {
            "updates": [*self.history_["updates"], updates],
            "misclassified": [*self.history_["misclassified"], wrong],
            "stopped": None,
        }
        # One call, which an interrupt cannot cut in two.
        learned = {"weights_": weights, "bias_": bias, "converged_": not updates}
        vars(self).update(learned, history_=history, **more)
        return self
