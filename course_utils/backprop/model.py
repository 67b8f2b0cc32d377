"""A network to use: `fit`, `predict`, `score`, and a history. Everything it needs is built here."""

import numpy as np

from course_utils.backprop.layers import MLP
from course_utils.backprop.losses import cross_entropy
from course_utils.backprop.optimizers import SGD
from course_utils.backprop.tensor import Tensor
from course_utils.fitting import check_finite, checked_validation, longer, telling_why
from course_utils.gradient_descent import minibatches
from course_utils.gradient_descent.model import SoftmaxScores
from course_utils.validation import as_rng, check_count


class MLPClassifier(SoftmaxScores):
    """A multilayer perceptron for two or more classes, trained with minibatches and momentum.

    Parameters
    ----------
    hidden : sequence of int, the neurons of each hidden layer
    n_epochs : int >= 1, passes over the data
    learning_rate : float > 0
    momentum : float in [0, 1)
    batch_size : int >= 1
    weight_decay : float >= 0
        Pulls weights and biases to 0, see `SGD`.
    activation : {"relu", "tanh", "sigmoid", "none"}
    scheme : how the first weights are drawn, see `initial_weights`
    rng : Generator or seed, for the first weights and the order of samples

    Attributes
    ----------
    network_ : MLP
    history_ : dict
        "loss": mean cross-entropy on all training rows after each epoch;
        "validation_loss": the same on the validation rows, if `fit` was given any;
        "stopped": why fit ended, "n_epochs", "interrupted", "diverged" or "failed" (None: it
        runs).
    classes_ : ndarray of shape (n_classes,), the labels found in y, sorted

    >>> X, y = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [0, 1, 1, 0]
    >>> model = MLPClassifier(hidden=(8,), n_epochs=200, activation="tanh").fit(X, y)
    >>> model.predict(X).tolist()
    [0, 1, 1, 0]
    """

    def __init__(
        self,
        hidden=(64,),
        n_epochs=30,
        learning_rate=0.1,
        momentum=0.9,
        batch_size=64,
        weight_decay=0.0,
        activation="relu",
        scheme="he",
        rng=0,
    ):
        self.hidden = hidden
        self.n_epochs = n_epochs
        self.learning_rate = learning_rate
        self.momentum = momentum
        self.batch_size = batch_size
        self.weight_decay = weight_decay
        self.activation = activation
        self.scheme = scheme
        self.rng = rng

    @np.errstate(over="ignore", invalid="ignore")  # a loss that is not finite is told below
    def fit(self, X, y, validation=None):
        """Forget what was learned, then train for `n_epochs`.

        Parameters
        ----------
        X : array of shape (n_samples, n_features)
        y : array of shape (n_samples,), the labels
        validation : pair (X, y) or None
            Samples that are watched, and never learned from.

        Raises
        ------
        FloatingPointError
            If the loss or a weight is no longer finite. As after a KeyboardInterrupt, the network
            of the last finished epoch remains, and `history_` says why fit ended.
        """
        n_epochs = check_count(self.n_epochs, "n_epochs")
        check_count(self.batch_size, "batch_size")
        X, y, classes = self._checked_classes(X, y)
        watched = {"loss": (X, np.searchsorted(classes, y))}
        if validation is not None:
            watched["validation_loss"] = checked_validation(validation, classes, X.shape[1])
        rng, sizes = as_rng(self.rng), (X.shape[1], *_counts(self.hidden), len(classes))
        network = MLP(sizes, self.activation, rng, self.scheme)
        optimizer = SGD(network.parameters(), self.learning_rate, self.momentum, self.weight_decay)
        history = {name: [] for name in watched} | {"stopped": None}
        # At once: no interrupt leaves new classes and an old network.
        learned = {"network_": network, "history_": history}
        vars(self).update(learned, classes_=classes, n_features_in_=X.shape[1])
        finished = self.history_, [tensor.data for tensor in network.parameters()]

        def take_back():
            self.history_, arrays = finished
            for tensor, array in zip(network.parameters(), arrays, strict=True):
                tensor.data = array

        with telling_why(self, take_back):
            for _ in range(n_epochs):
                self._run_epoch(*watched["loss"], optimizer, rng)
                history = self._longer_history(watched)
                # One assignment, which an interrupt cannot cut in two.
                finished = history, [tensor.data for tensor in network.parameters()]
                self.history_ = history
        return self

    def _run_epoch(self, X, labels, optimizer, rng) -> None:
        for rows in minibatches(len(X), self.batch_size, rng):
            loss = cross_entropy(self.network_(Tensor(X[rows])), labels[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()

    def _longer_history(self, watched) -> dict:
        """Return the history with the losses of the epoch that just ended."""
        losses = {
            name: cross_entropy(self.network_(Tensor(X)), labels).item()
            for name, (X, labels) in watched.items()
        }
        arrays = [tensor.data for tensor in self.network_.parameters()]
        epoch = 1 + len(self.history_["loss"])
        check_finite(losses["loss"], arrays, epoch, self.learning_rate)
        return longer(self.history_, **losses)

    def _scores(self, X) -> np.ndarray:
        X = self._as_samples(X)
        return self.network_(Tensor(X)).data


def _counts(hidden) -> list[int]:
    if not isinstance(hidden, tuple | list | np.ndarray):
        raise TypeError(f"hidden must be a sequence of whole numbers, as in (64,); got {hidden!r}.")
    return [check_count(n, f"hidden[{i}]") for i, n in enumerate(hidden)]
