"""The linear rival: principal component analysis, and the angles between two subspaces."""

from dataclasses import dataclass

import numpy as np

from course_utils.autoencoder.model import Autoencoder, check_autoencoder, images_of
from course_utils.validation import as_matrix, check_count


@dataclass(frozen=True)
class PCA:
    """A mean image and the directions around it in which images differ most.

    Attributes
    ----------
    mean : ndarray of shape (n_pixels,)
    axes : ndarray of shape (n_components, n_pixels)
        Orthonormal, the direction of the largest variance first.
    variances : ndarray of shape (n_components,), of the codes of the images it was made from
    """

    mean: np.ndarray
    axes: np.ndarray
    variances: np.ndarray

    def encode(self, X) -> np.ndarray:
        """Return the coordinates of images along the axes, shape (n_samples, n_components)."""
        return (_rows(X, "X", self.mean.size) - self.mean) @ self.axes.T

    def decode(self, codes) -> np.ndarray:
        """Return the images at such coordinates, shape (n_samples, n_pixels)."""
        return _rows(codes, "codes", len(self.axes)) @ self.axes + self.mean

    def reconstruct(self, X) -> np.ndarray:
        """Return each image's nearest point in the subspace, shape (n_samples, n_pixels)."""
        return self.decode(self.encode(X))


def pca_baseline(X, n_components: int) -> PCA:
    """Return the principal components of images: no other linear code of that size errs less.

    Parameters
    ----------
    X : array of shape (n_samples, n_pixels), at least 2 samples
    n_components : int, from 1 to the smaller one of n_samples and n_pixels

    Returns
    -------
    PCA
        The largest entry of each axis (by magnitude) is positive: the sign is free otherwise.

    References
    ----------
    Hotelling, Journal of Educational Psychology 24(6), 1933; Eckart and Young, The approximation of
    one matrix by another of lower rank, Psychometrika 1(3), 1936.

    >>> pca = pca_baseline([[0.0, 0.0], [1.0, 2.0], [2.0, 4.0]], 1)
    >>> pca.axes.round(3).tolist(), pca.variances.round(3).tolist()
    ([[0.447, 0.894]], [5.0])
    >>> pca.reconstruct([[1.0, 2.0]]).round(3).tolist()
    [[1.0, 2.0]]
    """
    X = as_matrix(X)
    check_count(n_components, "n_components")
    if len(X) < 2 or n_components > min(X.shape):
        raise ValueError(
            f"{n_components} component(s) of {len(X)} sample(s) with {X.shape[1]} features: "
            "pass at least 2 samples, and n_components no larger than either number."
        )
    mean = X.mean(axis=0)
    _, lengths, axes = np.linalg.svd(X - mean, full_matrices=False)
    lengths, axes = lengths[:n_components], axes[:n_components]
    largest = np.abs(axes).argmax(axis=1)
    signs = np.sign(axes[np.arange(n_components), largest])
    return PCA(mean, axes * signs[:, None], lengths**2 / (len(X) - 1))


def principal_angles(A, B) -> np.ndarray:
    """Return the angles between the subspaces that the rows of A and of B span, in degrees.

    All are 0 if one subspace lies in the other, however the rows that span it were chosen.

    Parameters
    ----------
    A, B : arrays of shape (k, d) and (m, d), the rows of each independent

    Returns
    -------
    ndarray of shape (min(k, m),), largest first, from 0 to 90

    References
    ----------
    Björck and Golub, Numerical methods for computing angles between linear subspaces, Mathematics
    of Computation 27, 1973.

    >>> principal_angles([[1, 0, 0], [0, 1, 0]], [[1, 1, 0], [0, 1, 1]]).round(3).tolist()
    [54.736, 0.0]
    """
    A = as_matrix(A, "A")
    B = _rows(B, "B", A.shape[1])
    Q, R = sorted((_orthonormal(A, "A"), _orthonormal(B, "B")), key=len, reverse=True)
    inside = R @ Q.T
    # The cosine alone would blur small angles, the sine large ones.
    sines = np.linalg.svd(R - inside @ Q, compute_uv=False)
    cosines = np.linalg.svd(inside, compute_uv=False)
    return np.degrees(np.arctan2(sines, cosines[::-1]))


def linear_span(model: Autoencoder) -> np.ndarray:
    """Return rows that span what the decoder of a linear autoencoder reaches, shape (k, n_pixels).

    Row i is the change of the image if number i of the code grows by 1.

    >>> linear_span(Autoencoder((4, 3, 2), activation="none")).shape
    (2, 4)
    """
    options = check_autoencoder(model).options
    code_size = options["sizes"][-1]
    if options["output"] != "linear" or (
        options["activation"] != "none" and len(options["sizes"]) > 2
    ):
        raise ValueError(
            "model is not linear: build it with activation='none' and output='linear'; "
            f"got {options}."
        )
    return images_of(model, np.eye(code_size)) - images_of(model, np.zeros((1, code_size)))


def _rows(value, name, width) -> np.ndarray:
    rows = as_matrix(value, name)
    if rows.shape[1] != width:
        raise ValueError(f"{name} must have shape (n, {width}); got {rows.shape}.")
    return rows


def _orthonormal(rows, name) -> np.ndarray:
    if np.linalg.matrix_rank(rows) < len(rows):
        raise ValueError(f"The rows of {name} are not independent: leave out those that add none.")
    return np.linalg.qr(rows.T)[0].T
