"""Many classes from neurons that know two answers: a detector for each class, and a vote."""

import numpy as np

from course_utils.estimator import Classifier
from course_utils.perceptron.model import Perceptron
from course_utils.perceptron.units import score
from course_utils.validation import check_count


class OneVsRest(Classifier):
    """One perceptron a class, trained to tell it from all the rest; the greatest score wins.

    Each sample is a "yes" for one detector and a "no" for all others. Two detectors may say yes
    to the same sample, or none: the greatest score decides. Longer weights speak louder.

    Parameters
    ----------
    n_epochs : int >= 1
        The most passes over the data; a detector rests after a pass without a mistake.
    learning_rate : float > 0

    Attributes
    ----------
    detectors_ : list of n_classes Perceptron, in the order of `classes_`
    weights_ : ndarray of shape (n_classes, n_features), a row for each detector
    bias_ : ndarray of shape (n_classes,)

    >>> model = OneVsRest().fit([[0.0], [1.0], [5.0], [6.0], [-5.0]], ["b", "b", "c", "c", "a"])
    >>> model.predict([[-9.0], [9.0]]).tolist(), model.weights_.shape
    (['a', 'c'], (3, 1))
    """

    def __init__(self, n_epochs=10, learning_rate=1.0):
        self.n_epochs = n_epochs
        self.learning_rate = learning_rate

    def fit(self, X, y):
        """Train all detectors, epoch by epoch; an interrupt leaves those of the last epochs."""
        n_epochs = check_count(self.n_epochs, "n_epochs")
        X, y, classes = self._checked_classes(X, y)
        detectors = [Perceptron(n_epochs, self.learning_rate) for _ in classes]
        try:
            for epoch in range(n_epochs):
                for detector, label in zip(detectors, classes, strict=True):
                    if epoch == 0 or not detector.converged_:
                        detector.partial_fit(X, y == label)  # True is +1 for the rule, False -1
                vars(self).update(detectors_=detectors, classes_=classes, n_features_in_=X.shape[1])
        except KeyboardInterrupt:
            _say_why(detectors, "interrupted")
            raise
        _say_why(detectors, "n_epochs")
        return self

    @property
    def weights_(self) -> np.ndarray:
        return np.stack([detector.weights_ for detector in self.detectors_])

    @property
    def bias_(self) -> np.ndarray:
        return np.array([detector.bias_ for detector in self.detectors_])

    def decision_function(self, X) -> np.ndarray:
        """Return each detector's score for each sample, shape (n_samples, n_classes).

        Two detectors are each other's mirror image; as in scikit-learn, only the score of
        `classes_[1]` is then returned, shape (n_samples,).
        """
        scores = self._scores(X)
        return scores[:, 1] if len(self.classes_) == 2 else scores

    def predict(self, X) -> np.ndarray:
        """Return the class whose detector has the greatest score, shape (n_samples,)."""
        winners = self._scores(X).argmax(axis=1)
        return self.classes_[winners]

    def _scores(self, X) -> np.ndarray:
        return score(self._as_samples(X), self.weights_, self.bias_)


def _say_why(detectors, stopped) -> None:
    for detector in detectors:
        if hasattr(detector, "history_"):
            detector.history_["stopped"] = "converged" if detector.converged_ else stopped
