"""The averaged perceptron: a boundary counts as much as the time it survived."""

from course_utils.perceptron.model import Perceptron


class AveragedPerceptron(Perceptron):
    """A perceptron that predicts with the mean of its weights over all visits.

    The rule moves as ever. But the last weights may be those of a mistake a moment ago, while
    others before them were right for thousands of samples. The mean gives each its share.

    Parameters are those of `Perceptron`.

    Attributes
    ----------
    weights_ : ndarray of shape (n_features,)
        The mean of the weights after each visit so far, the ones that predict.
    bias_ : float
        The mean of the bias, likewise.
    last_weights_, last_bias_ : where the rule stands, as in `Perceptron`
    n_visits_ : int, the looks at a sample so far
    converged_ : bool
        True if the last epoch made no update; the mean may still be wrong on some samples.

    References
    ----------
    Freund and Schapire, Large margin classification using the perceptron algorithm, Machine
    Learning 37(3), 1999.

    >>> model = AveragedPerceptron(n_epochs=1).fit([[1.0], [3.0], [4.0]], [-1, 1, 1])
    >>> model.weights_, model.last_weights_
    (array([1.]), array([2.]))
    """

    def _visit_all(self, X, y):
        """Visit each sample once, in order; learn from mistakes, and add up after each visit."""
        weights, bias, updates = self.last_weights_, self.last_bias_, 0
        # A mean times its count is the sum so far.
        weight_sum, bias_sum = self.n_visits_ * self.weights_, self.n_visits_ * self.bias_
        for x, label in zip(X, y, strict=True):
            if label * (x @ weights + bias) <= 0:
                move = float(self.learning_rate * label)
                weights, bias, updates = weights + move * x, bias + move, updates + 1
            weight_sum, bias_sum = weight_sum + weights, bias_sum + bias
        visits = self.n_visits_ + len(X)
        return self._finish_epoch(
            X,
            y,
            weight_sum / visits,
            bias_sum / visits,
            updates,
            last_weights_=weights,
            last_bias_=bias,
            n_visits_=visits,
        )

    def _untrained(self, n_features) -> dict:
        zeros = super()._untrained(n_features)
        return zeros | {"last_weights_": zeros["weights_"], "last_bias_": 0.0, "n_visits_": 0}
