"""How far samples are from real ones: as a whole (Fréchet), by class, and one by one (copies)."""

import numpy as np

from course_utils.autoencoder import nearest_real
from course_utils.validation import as_matrix, as_rng, as_vector, check_count, check_labels

CHUNK = 2**20  # distances that are held at once


def frechet_distance(A, B) -> float:
    """Return the Fréchet distance of two clouds: of the two Gaussians with their means and spreads.

    |mean A - mean B|² + trace(C_A + C_B - 2 (C_A C_B)^½), with the covariances C. In the features
    of a classifier it tells how far generated images are from real ones. It is never below 0, and
    small samples look farther apart than they are: compare it at equal numbers of rows only.

    Parameters
    ----------
    A, B : arrays of shape (n_a, n_features) and (n_b, n_features), two rows at least

    References
    ----------
    Dowson and Landau, The Fréchet distance between multivariate normal distributions, Journal of
    Multivariate Analysis 12(3), 1982; Heusel et al., GANs trained by a two time-scale update rule
    converge to a local Nash equilibrium, NeurIPS 2017.

    >>> square = np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]])
    >>> round(frechet_distance(square, square + [3.0, 4.0]), 6)
    25.0
    """
    A, B = _same_features(A, B, "A", "B")
    (mean_a, cov_a), (mean_b, cov_b) = _moments(A, "A"), _moments(B, "B")
    # (C_A C_B)^½ has the eigenvalues of (R C_B R)^½ with R = C_A^½, which is symmetric.
    values, vectors = np.linalg.eigh(cov_a)
    root = vectors * np.sqrt(values.clip(0)) @ vectors.T
    shared = np.sqrt(np.linalg.eigvalsh(root @ cov_b @ root).clip(0)).sum()
    spread = np.trace(cov_a) + np.trace(cov_b) - 2 * shared
    return float(max(0.0, ((mean_a - mean_b) ** 2).sum() + spread))


def frechet_1d(a, b) -> float:
    """Return the Fréchet distance of two lists of numbers: (Δ mean)² + (Δ standard deviation)².

    It is `frechet_distance` with one feature; standard deviations are those of samples (n - 1).

    Parameters
    ----------
    a, b : arrays of shape (n_a,) and (n_b,), two numbers at least

    >>> round(frechet_1d([0.0, 1.0, 2.0], [3.0, 5.0, 7.0]), 6)  # means 1 and 5, spreads 1 and 2
    17.0
    """
    a, b = as_vector(a, "a"), as_vector(b, "b")
    _check_two(a, "a")
    _check_two(b, "b")
    return float((a.mean() - b.mean()) ** 2 + (a.std(ddof=1) - b.std(ddof=1)) ** 2)


def entropy_of_classes(classes, n_classes: int = 10) -> float:
    """Return how evenly samples spread over classes: 1 if evenly, 0 if all are of one class.

    It is the entropy of the shares, divided by ln(n_classes), its largest value.

    Parameters
    ----------
    classes : whole numbers of shape (n,), from 0 to n_classes - 1
    n_classes : int >= 2

    >>> entropy_of_classes([0, 0, 1, 1], 4)
    0.5
    """
    n_classes = check_count(n_classes, "n_classes", 2)
    counts = class_counts(classes, n_classes)
    shares = counts[counts > 0] / counts.sum()
    return float((shares * np.log(1 / shares)).sum() / np.log(n_classes))


def class_counts(classes, n_classes: int) -> np.ndarray:
    """Return how many samples are of each class, shape (n_classes,).

    >>> class_counts([0, 2, 2], 4).tolist()
    [1, 0, 2, 0]
    """
    classes = as_vector(classes, "classes")
    check_labels(classes, range(check_count(n_classes, "n_classes")), "classes")
    return np.bincount(classes.astype(int), minlength=n_classes)


def nearest_distances(A, B) -> np.ndarray:
    """Return how far each row of A is from the nearest row of B (Euclidean), shape (n_a,).

    Only about a million distances are held at once.

    Parameters
    ----------
    A, B : arrays of shape (n_a, n_features) and (n_b, n_features)

    >>> nearest_distances([[0.0, 0.0], [3.0, 3.0]], [[3.0, 4.0], [9.0, 9.0]]).tolist()
    [5.0, 1.0]
    """
    A, B = _same_features(A, B, "A", "B")
    size = max(1, CHUNK // len(B))
    return np.concatenate([nearest_real(A[i : i + size], B) for i in range(0, len(A), size)])


def copies_share(samples, train, held_out, quantile: float = 0.01) -> float:
    """Return the share of samples that lie nearer to a training image than real new images do.

    The limit is the distance that only `quantile` of the held-out images fall short of. So that
    is the share to expect of an honest generator; one that repeats its training set comes to 1.

    Parameters
    ----------
    samples, train, held_out : arrays of shape (n, n_features)
        `held_out` are real images that the generator never saw.
    quantile : float in (0, 1)

    Raises
    ------
    ValueError
        If so many held-out images are training images as well that the limit is 0.

    >>> train, held_out = np.array([[0.0], [10.0]]), np.array([[3.0], [14.0], [5.0]])
    >>> copies_share([[0.5], [9.0], [4.0], [10.0]], train, held_out)
    0.75
    """
    if not isinstance(quantile, float) or not 0 < quantile < 1:
        raise ValueError(f"quantile must be a share between 0 and 1; got {quantile!r}.")
    samples, train = _same_features(samples, train, "samples", "train")
    held_out, _ = _same_features(held_out, train, "held_out", "train")
    limit = np.quantile(nearest_distances(held_out, train), quantile)
    if limit == 0:
        raise ValueError("held_out holds training images; it must hold others. Split the data.")
    return float((nearest_distances(samples, train) < limit).mean())


def nearer_to_train(samples, train, held_out, rng: np.random.Generator | int = 0) -> float:
    """Return the share of samples whose nearest image is a training one, at equal numbers of both.

    The training images are dealt into lots of as many images as are held out, and the share is the
    mean over the lots. 0.5: no sign of memorizing. Of pure copies it is 1 if one lot holds all
    training images; with k lots, 1/k of them find their original, and it is 0.5 + 0.5/k.

    Parameters
    ----------
    samples, train, held_out : arrays of shape (n, n_features)
        Of more held-out than training images only as many are used, drawn at random.
    rng : Generator or seed, for the lots

    >>> train, held_out = np.array([[0.0], [10.0]]), np.array([[3.0], [14.0]])
    >>> nearer_to_train([[1.0], [9.0], [4.0], [11.0]], train, held_out)
    0.75
    """
    samples, train = _same_features(samples, train, "samples", "train")
    held_out, _ = _same_features(held_out, train, "held_out", "train")
    rng = as_rng(rng)
    n = min(len(train), len(held_out))
    train, held_out = rng.permutation(train), rng.permutation(held_out)[:n]
    to_held_out = nearest_distances(samples, held_out)
    shares = []
    for i in range(len(train) // n):
        to_train = nearest_distances(samples, train[i * n : (i + 1) * n])
        shares.append(((to_train < to_held_out) + (to_train == to_held_out) / 2).mean())
    return float(np.mean(shares))


def _moments(rows, name) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean and the covariance of rows, as np.cov takes it."""
    _check_two(rows, name)
    mean = rows.mean(axis=0)
    return mean, (rows - mean).T @ (rows - mean) / (len(rows) - 1)


def _check_two(rows, name) -> None:
    if len(rows) < 2:
        raise ValueError(f"{name} must hold two samples at least, to have a spread; got 1.")


def _same_features(A, B, name_a, name_b) -> tuple[np.ndarray, np.ndarray]:
    A, B = as_matrix(A, name_a), as_matrix(B, name_b)
    if A.shape[1] != B.shape[1]:
        raise ValueError(f"{name_a} has {A.shape[1]} features, but {name_b} has {B.shape[1]}.")
    return A, B
