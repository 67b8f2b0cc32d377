"""What every `fit` does alike: watch the loss, stop in time, and say why it ended. NumPy only."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np

from course_utils.validation import as_matrix, check_labels, check_length

_REASONS = {KeyboardInterrupt: "interrupted", FloatingPointError: "diverged"}


@contextmanager
def telling_why(model, take_back: Callable = lambda: None) -> Iterator[None]:
    """Write into `model.history_["stopped"]` why the block ended.

    That is "n_epochs" if it came to its end; else "interrupted" (KeyboardInterrupt), "diverged"
    (FloatingPointError) or "failed", and the error goes on.

    Parameters
    ----------
    model : an estimator whose `history_` is a dict
    take_back : called on any error, first: brings back the model of the last finished epoch

    >>> from types import SimpleNamespace
    >>> model = SimpleNamespace(history_={"stopped": None})
    >>> with telling_why(model):
    ...     pass
    >>> model.history_
    {'stopped': 'n_epochs'}
    """
    try:
        yield
        model.history_["stopped"] = "n_epochs"
    except BaseException as error:
        take_back()
        model.history_["stopped"] = reason_of(error)
        raise


def reason_of(error: BaseException) -> str:
    """Return in one word what `error` means for a training that it ends.

    >>> reason_of(FloatingPointError("the loss is nan")), reason_of(MemoryError())
    ('diverged', 'failed')
    """
    known = (reason for kind, reason in _REASONS.items() if isinstance(error, kind))
    return next(known, "failed")


def longer(history: dict, **losses: float) -> dict:
    """Return a copy of `history` with one more number at the end of each list that is named.

    >>> longer({"loss": [3.0], "stopped": None}, loss=2.0)
    {'loss': [3.0, 2.0], 'stopped': None}
    """
    return history | {name: [*history[name], loss] for name, loss in losses.items()}


def check_finite(loss: float, arrays, epoch: int, learning_rate) -> None:
    """Raise FloatingPointError if the loss or a parameter is not finite after `epoch`.

    The loss alone does not tell: weights that flew off may answer 0, or get all samples right.
    """
    if not all(np.isfinite(array).all() for array in (loss, *arrays)):
        what = f"the loss is {loss}" if not np.isfinite(loss) else "a weight is not finite"
        raise FloatingPointError(
            f"{what} after epoch {epoch}: the steps are too long. "
            f"Lower learning_rate={learning_rate!r}, or scale X."
        )


def checked_validation(validation, classes, n_features: int) -> tuple[np.ndarray, np.ndarray]:
    """Return X and the numbers of the classes of `validation`, a pair (X, y), or say what is wrong.

    >>> checked_validation(([[0.5]], ["b"]), np.array(["a", "b"]), n_features=1)
    (array([[0.5]]), array([1]))
    """
    if not isinstance(validation, tuple | list) or len(validation) != 2:
        raise TypeError(f"validation must be a pair (X, y); got {type(validation).__name__}.")
    X, y = as_matrix(validation[0], "validation[0]"), np.asarray(validation[1])
    if X.shape[1] != n_features:
        raise ValueError(f"validation[0] has {X.shape[1]} features, but X has {n_features}.")
    if y.ndim != 1:
        raise ValueError(f"validation[1] must be 1-D, one label a sample; got shape {y.shape}.")
    check_length(y, "validation[1]", len(X))
    check_labels(y, classes.tolist(), "validation[1]")
    return X, np.searchsorted(classes, y)
