"""The first model of the course: answer as the most similar known samples would."""

from collections.abc import Iterator

import numpy as np

from course_utils.estimator import Classifier
from course_utils.validation import as_labels, check_count

TOGETHER = 64  # samples in one matrix product
ROUNDING = 16  # last digits of the greatest squared distance that may be wrong, for each feature


class KNearestNeighbors(Classifier):
    """A classifier that keeps all training rows, and lets the k most similar ones vote.

    Parameters
    ----------
    k : int >= 1
        How many neighbors vote; at most the number of training rows.

    Attributes
    ----------
    X_ : ndarray of shape (n_rows, n_features), the training rows
    y_ : ndarray of shape (n_rows,), their labels
    classes_ : ndarray of shape (n_classes,), the labels found in y, sorted

    References
    ----------
    Cover and Hart, Nearest neighbor pattern classification, IEEE Transactions on Information
    Theory 13(1), 1967.

    >>> model = KNearestNeighbors(k=3).fit([[0], [1], [5], [6], [7]], ["a", "a", "b", "b", "b"])
    >>> model.predict([[0], [9]]).tolist(), model.neighbors([[9]]).tolist()
    (['a', 'b'], [[4, 3, 2]])
    """

    def __init__(self, k=1):
        self.k = k

    def fit(self, X, y):
        """Remember the rows and their labels: nothing else is learned.

        Parameters
        ----------
        X : array of shape (n_rows, n_features)
        y : array of shape (n_rows,), labels of two or more classes
        """
        X, y, classes = self._checked_classes(X, y)
        self._checked_k(len(X))
        self.X_, self.y_ = X.copy(), y.copy()
        self.classes_, self.n_features_in_ = classes, X.shape[1]
        return self

    def predict(self, X) -> np.ndarray:
        """Return the label that most of the k neighbors have, shape (n_samples,)."""
        shares = self.predict_proba(X)
        return self.classes_[shares.argmax(axis=1)]  # of equal shares the first: the smallest label

    def neighbors(self, X) -> np.ndarray:
        """Return which k training rows are nearest, shape (n_samples, k).

        The nearest comes first; of rows at the same distance, the
        one that comes first in the training rows.
        """
        nearest = []
        for x, rows in self._shortlists(self._as_samples(X)):  # the other rows are too far
            distances = ((self.X_[rows] - x) ** 2).sum(axis=1)  # no root: the order is the same
            nearest.append(rows[distances.argsort(kind="stable")[: self.k]])
        return np.array(nearest)

    def _shortlists(self, X) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Yield each sample x, and the rows that may be among its k nearest, in their order.

        The squared distance to row a is |x|² - 2 x·a + |a|². By this form one matrix product
        serves many samples, but it rounds more: rows within its error of the k-th stay listed.
        """
        last = self._checked_k(len(self.X_)) - 1
        with np.errstate(over="raise"):  # a distance of inf would hide which row is nearer
            squares = np.square(self.X_).sum(axis=1)
            greatest = 4 * max(np.square(X).sum(axis=1).max(), squares.max())
        error = ROUNDING * X.shape[1] * np.spacing(greatest)
        for start in range(0, len(X), TOGETHER):
            samples = X[start : start + TOGETHER]
            rough = squares - 2 * samples @ self.X_.T  # |x|² is the same for all rows
            limits = np.partition(rough, last)[:, last] + error
            for x, distances, limit in zip(samples, rough, limits, strict=True):
                yield x, np.flatnonzero(distances <= limit)

    def _checked_k(self, n_rows) -> int:
        k = check_count(self.k, "k")
        if k > n_rows:
            raise ValueError(
                f"k must be at most the number of training rows; got k = {k} and {n_rows} rows."
            )
        return k

    def predict_proba(self, X) -> np.ndarray:
        """Return each class's share of the k votes, shape (n_samples, n_classes)."""
        nearest = self.neighbors(X)
        labels = self.y_[nearest]
        return (labels[:, :, None] == self.classes_).mean(axis=1)


def most_common(labels):
    """Return the label that occurs most often; of several such labels, the smallest.

    >>> int(most_common([7, 1, 7, 1, 9]))
    1
    """
    labels = as_labels(labels, "labels")
    found, counts = np.unique(labels, return_counts=True)  # found is sorted
    return found[counts.argmax()]


def accuracy(y, predicted) -> float:
    """Return the share of the samples whose predicted label is the right one.

    Parameters
    ----------
    y, predicted : arrays of shape (n_samples,), labels

    >>> accuracy([3, 8, 8, 1], [3, 8, 5, 1])
    0.75
    """
    y, predicted = as_labels(y), as_labels(predicted, "predicted")
    if len(y) != len(predicted):
        raise ValueError(
            f"y and predicted must be of one length; got {len(y)} and {len(predicted)} labels."
        )
    return float(np.mean(y == predicted))
