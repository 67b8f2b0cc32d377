"""More training images from those there are: shifted, turned, resized, with the same label."""

import numpy as np
from scipy import ndimage
from scipy.special import cosdg, sindg

from course_utils.validation import (
    as_labels,
    as_numbers,
    as_rng,
    as_scalar,
    check_choice,
    check_count,
    check_nonnegative,
    check_positive,
)


def shift(images, down, right) -> np.ndarray:
    """Move each image; what leaves is lost, and what comes in is 0, the empty paper.

    Parameters
    ----------
    images : array-like of shape (n_images, height, width)
    down, right : float, in pixels; below 0 moves up, or to the left
        A pixel that lands between others is shared out among them (linear interpolation).

    Returns
    -------
    ndarray of the shape of images, float64

    >>> shift(np.array([[[1, 2], [3, 4]]]), down=1, right=0)
    array([[[0., 0.],
            [1., 2.]]])
    """
    moved = as_scalar(down, "down"), as_scalar(right, "right")
    return _resample(as_images(images), np.eye(2), moved)


def rotate(images, degrees) -> np.ndarray:
    """Turn each image about its center, counterclockwise where degrees > 0.

    Parameters
    ----------
    images : array-like of shape (n_images, height, width)
    degrees : float
        The corners that leave the frame are lost, and what comes in is 0, the empty paper.

    Returns
    -------
    ndarray of the shape of images, float64

    >>> rotate(np.array([[[1, 2], [3, 4]]]), 90)
    array([[[2., 4.],
            [1., 3.]]])
    """
    degrees = as_scalar(degrees, "degrees")
    cosine, sine = cosdg(degrees), sindg(degrees)  # exact at quarter turns
    return _resample(as_images(images), np.array([[cosine, sine], [-sine, cosine]]))


def rescale(images, factor) -> np.ndarray:
    """Enlarge (factor > 1) or reduce what is on each image, about the center of the frame.

    Parameters
    ----------
    images : array-like of shape (n_images, height, width)
    factor : float > 0

    Returns
    -------
    ndarray of the shape of images, float64
        Each pixel is interpolated from four; far below 1 a thin stroke can fall between them.

    >>> rescale(np.array([[[0, 4, 8]]]), 2)
    array([[[2., 4., 6.]]])
    """
    factor = check_positive(factor, "factor")
    return _resample(as_images(images), np.eye(2) / factor)


def crop(images, size) -> np.ndarray:
    """Cut the middle out of each image, `size` by `size` pixels.

    Parameters
    ----------
    images : array-like of shape (n_images, height, width)
    size : int, at most the shorter side
        Where the middle can't be met, the cut lies half a pixel further up, or to the left.

    Returns
    -------
    ndarray of shape (n_images, size, size), float64

    >>> crop(np.arange(9).reshape(1, 3, 3), 1)
    array([[[4.]]])
    """
    images, size = as_images(images), check_count(size, "size")
    _, height, width = images.shape
    if size > min(height, width):
        raise ValueError(
            f"size must be at most {min(height, width)}, the shorter side; got {size}."
        )
    top, left = (height - size) // 2, (width - size) // 2
    return images[:, top : top + size, left : left + size].copy()


def augment(images, labels, *, kind, amount, copies=1, rng) -> tuple[np.ndarray, np.ndarray]:
    """Add changed copies of all images, each with the label of its original.

    Augment the training rows alone, after the split: a copy of a test row is a leak. And the
    change must leave the label true: a 6 that is turned by 180 degrees is a 9.

    Parameters
    ----------
    images : array-like of shape (n_images, height, width)
    labels : array-like of shape (n_images,)
    kind : {"shift", "rotate", "rescale"}
    amount : float >= 0, the largest change
        Drawn for each copy, evenly: up to `amount` whole pixels down or up, and to the right or
        left; a turn by up to `amount` degrees either way; a factor from 1 - amount to 1 + amount
        (amount < 1).
    copies : int >= 1, of each image
    rng : Generator or seed

    Returns
    -------
    images : ndarray of shape ((1 + copies) * n_images, height, width), float64
        The originals first, then one copy of each in their order, then the next: row i was made
        from row i % n_images.
    labels : ndarray of shape ((1 + copies) * n_images,)

    References
    ----------
    Simard, Steinkraus and Platt, Best practices for convolutional neural networks applied to visual
    document analysis, ICDAR 2003.

    >>> images, labels = augment(np.eye(3)[None], [7], kind="rotate", amount=10, copies=2, rng=0)
    >>> images.shape, labels
    ((3, 3, 3), array([7, 7, 7]))
    """
    images = as_images(images)
    labels = as_labels(labels, "labels", len(images))
    draw, change = _KINDS[check_choice(kind, _KINDS, "kind")]
    amount = check_nonnegative(amount, "amount")
    copies, rng = check_count(copies, "copies"), as_rng(rng)
    if kind == "rescale" and amount >= 1:
        raise ValueError(f"amount must be below 1 for kind='rescale'; got {amount:g}.")
    if kind == "shift" and amount != int(amount):
        raise ValueError(f"amount must be whole pixels for kind='shift'; got {amount:g}.")
    new = [change(image[None], *draw(rng, amount)) for _ in range(copies) for image in images]
    return np.concatenate([images, *new]), np.tile(labels, 1 + copies)


_KINDS = {
    "shift": (lambda rng, most: rng.integers(-int(most), int(most) + 1, 2), shift),
    "rotate": (lambda rng, most: rng.uniform(-most, most, 1), rotate),
    "rescale": (lambda rng, most: rng.uniform(1 - most, 1 + most, 1), rescale),
}


def as_images(images) -> np.ndarray:
    """Return `images` as finite float64 (n_images, height, width), or say what is wrong."""
    images = as_numbers(images, "images")
    if images.ndim != 3:
        remedy = {
            1: "a row of pixels becomes one image by images.reshape(1, height, width)",
            2: "for one image pass images[None]; rows of pixels need reshape(-1, height, width)",
        }.get(images.ndim, "pass gray images, one number a pixel")
        raise ValueError(
            f"images must be 3-D (n_images, height, width); got shape {images.shape}: {remedy}."
        )
    return images


def _resample(images, matrix, moved=(0.0, 0.0)) -> np.ndarray:
    """Look each pixel up at matrix @ (its place - center - moved) + center of its own image."""
    center = (np.array(images.shape[1:]) - 1) / 2
    within_one_image = np.eye(3)
    within_one_image[1:, 1:] = matrix
    offset = np.append(0.0, center - matrix @ (center + moved))
    return ndimage.affine_transform(
        images, within_one_image, offset, order=1, mode="grid-constant", cval=0.0
    )
