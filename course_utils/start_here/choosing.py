"""One setting to choose, the k of k-nearest neighbors, and the samples it is chosen on."""

from collections.abc import Sequence

import numpy as np

from course_utils.start_here.model import KNearestNeighbors, accuracy
from course_utils.validation import as_members, as_samples, check_count


def accuracies(ks: Sequence[int], train, validation) -> dict[str, np.ndarray]:
    """Return the accuracy of each k on the training rows themselves, and on validation.

    Parameters
    ----------
    ks : sequence of int >= 1, each at most the number of training rows
    train, validation : pairs (X, y), such as `load_digits` returns

    Returns
    -------
    dict : "train" and "validation" -> ndarray of shape (len(ks),), shares from 0 to 1

    >>> train = [[0], [1], [2], [3], [4]], [0, 1, 0, 0, 1]
    >>> {name: found.tolist() for name, found in accuracies([1, 5], train, train).items()}
    {'train': [1.0, 0.6], 'validation': [1.0, 0.6]}
    """
    ks, train, validation = (
        _as_ks(ks),
        as_samples(train, "train"),
        as_samples(validation, "validation"),
    )
    model = KNearestNeighbors(max(ks)).fit(*train)
    return {
        "train": _accuracy_of_each(ks, model, train),
        "validation": _accuracy_of_each(ks, model, validation),
    }


def choose_k(ks: Sequence[int], train, judged) -> tuple[int, float]:
    """Return the k with the best accuracy on the samples that judge, and that accuracy.

    Of several best ones, the smallest k wins. What `judged` holds is used up by the choice: its
    accuracy is no fair report any more.

    Parameters
    ----------
    ks : sequence of int >= 1, each at most the number of training rows
    train, judged : pairs (X, y), such as `load_digits` returns

    >>> choose_k([1, 3], ([[0], [1], [2], [3]], [0, 1, 0, 0]), ([[1.2], [3]], [0, 0]))
    (3, 1.0)
    """
    ks, train, judged = sorted(_as_ks(ks)), as_samples(train, "train"), as_samples(judged, "judged")
    model = KNearestNeighbors(ks[-1]).fit(*train)
    found = _accuracy_of_each(ks, model, judged)
    return ks[found.argmax()], float(found.max())


def _as_ks(ks) -> list[int]:
    ks = ks.tolist() if isinstance(ks, np.ndarray) else ks
    return [check_count(k, "each of ks") for k in as_members(ks, "ks")]


def _accuracy_of_each(ks, model, samples) -> np.ndarray:
    """Return the accuracy of each k: the neighbors are sought once, the first k of them vote."""
    X, y = samples
    nearest = model.neighbors(X)
    votes = (model.y_[nearest][:, :, None] == model.classes_).cumsum(axis=1)
    return np.array([accuracy(y, model.classes_[votes[:, k - 1].argmax(axis=1)]) for k in ks])
