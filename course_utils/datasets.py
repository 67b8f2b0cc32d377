"""Every data set of the course as plain arrays, offline.

The stored ones come from verified files, the generated ones need none. Only NumPy is imported,
and pandas where a table is asked for.
"""

import io
from collections.abc import Iterable
from numbers import Integral
from pathlib import Path
from typing import NamedTuple

import numpy as np

from course_utils.data_files import (
    RUNS,
    data_folder,
    read_array,
    read_arrays,
    read_bytes,
    verify,
    verify_all,
)
from course_utils.validation import (
    as_matrix,
    as_rng,
    check_choice,
    check_count,
    check_nonnegative,
    check_positive,
)

__all__ = [
    "Samples",
    "data_folder",
    "load_digits",
    "load_images",
    "load_messy",
    "load_run",
    "logic_table",
    "make_blobs",
    "make_moons",
    "make_ring",
    "make_xor",
    "verify",
    "verify_all",
]

_PARTS = {
    "train": ("train",),
    "validation": ("validation",),
    "test": ("test",),
    "fit": ("train", "validation"),
    "all": ("train", "validation", "test"),
}
_SCALINGS = {
    "unit": lambda counts: counts.astype(float) / 16,
    "signed": lambda counts: counts.astype(float) / 8 - 1,
    "raw": lambda counts: counts,
}
_GATES = {"AND": (0, 0, 0, 1), "OR": (0, 1, 1, 1), "XOR": (0, 1, 1, 0)}
_CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


class Samples(NamedTuple):
    """Inputs `X`, one sample a row, and their labels `y`, whole numbers from 0."""

    X: np.ndarray
    y: np.ndarray


def load_digits(
    split: str = "train",
    *,
    classes: Iterable[int] | None = None,
    layout: str = "flat",
    scaling: str = "unit",
) -> Samples:
    """Load the 1,797 handwritten digits, or one part of their fixed split.

    Parameters
    ----------
    split : {"train", "validation", "test", "fit", "all"}
        1,077, 360 and 360 images; "fit" is train and validation together (1,437): choose
        on validation, then refit on "fit", then test once.
    classes : digits to keep, e.g. (0, 1); None keeps all ten
    layout : {"flat", "images"}
        A row of 64 pixels, or 8 rows of 8.
    scaling : {"unit", "signed", "raw"}
        Ink from 0 to 1, from -1 to 1 (both float64), or the stored counts 0 to 16 (uint8).

    Returns
    -------
    Samples
        X of shape (n_samples, 64) or (n_samples, 8, 8); y of shape (n_samples,), int64, the
        digits. Rows stand in stored order. Both are yours: a change reaches nobody else.

    Raises
    ------
    ValueError, TypeError
        For an unknown option, or if the file is damaged.
    FileNotFoundError
        If the file is missing. Each message says how to restore it.

    References
    ----------
    Alpaydin and Kaynak, Optical Recognition of Handwritten Digits, UCI, 1998 (CC BY 4.0).

    >>> X, y = load_digits("train", classes=(0, 1))
    >>> X.shape, y[:6].tolist()
    ((215, 64), [0, 1, 0, 0, 1, 0])
    """
    check_choice(split, _PARTS, "split")
    check_choice(layout, ("flat", "images"), "layout")
    check_choice(scaling, _SCALINGS, "scaling")
    wanted = _digits_wanted(classes)
    stored = read_arrays("digits.npz", ("images", "labels", *_PARTS["all"]))
    rows = np.sort(np.concatenate([stored[part] for part in _PARTS[split]]))
    rows = rows[np.isin(stored["labels"][rows], wanted)]
    X = _SCALINGS[scaling](stored["images"][rows])
    return Samples(X.reshape(-1, 64) if layout == "flat" else X, stored["labels"][rows].astype(int))


def load_images() -> np.ndarray:
    """Load the case of the source documents: 100 gray images of 32 x 32 pixels, without labels.

    They are digits of "fit", ten of each, enlarged from 8 x 8 and in mixed order.

    Returns
    -------
    images : uint8 ndarray of shape (100, 32, 32)
        Gray values from 0 (no ink) to 255 (all ink). Yours: a change reaches nobody else.

    Raises
    ------
    FileNotFoundError, OSError, ValueError
        If the file is missing or damaged. The message says how to restore it.

    >>> images = load_images()
    >>> images.shape, images.min(), images.max()
    ((100, 32, 32), np.uint8(0), np.uint8(255))
    """
    return read_array("images.npy").copy()


def load_messy() -> tuple:
    """Load the messy table of chapter 01, and the truth about it; every cell is the file's text.

    Returns
    -------
    table : DataFrame of text, shape (1557, 67)
        The digits of "fit" and 120 copies: row_id, the pixels p00 to p77, ink, label.
    truth : DataFrame, one planted defect a row
        row (position in the table), column ("" for a whole row), kind, written, truth. See
        `course_utils.data_quality.make_messy`, which plants them.

    Raises
    ------
    FileNotFoundError, OSError, ValueError
        If a file is missing or damaged. The message says how to restore it.

    >>> table, truth = load_messy()
    >>> table.shape, table["label"][truth["row"][1]], truth["kind"][1]
    ((1557, 67), ' 7', 'spelling')
    """
    import pandas as pd

    files = ("digits_messy.csv", "digits_messy_truth.csv")
    as_text = {"dtype": str, "keep_default_na": False}
    table, truth = (pd.read_csv(io.BytesIO(read_bytes(name)), **as_text) for name in files)
    return table, truth.astype({"row": "int64"})


def load_run(name: str) -> bytes:
    """Load a stored training: what a chapter shows and would take too long to do.

    Parameters
    ----------
    name : str
        A file of data/runs/, such as "autoencoder.safetensors". data/README.md says what is in it.

    Returns
    -------
    content : bytes, compared with its checksum once per process

    Raises
    ------
    FileNotFoundError, OSError, ValueError
        If there is no such file, or it is damaged. The message says how to restore it.

    >>> load_run("autoencoder_sizes.csv")[:10]
    b'size,seed,'
    """
    if not isinstance(name, str) or not name or Path(name).name != name:
        raise ValueError(
            f'name must be a file of data/runs/, such as "autoencoder.safetensors"; got {name!r}.'
        )
    return read_bytes(f"{RUNS}{name}")


def make_blobs(
    n_samples: int,
    *,
    rng: np.random.Generator | int,
    centers=((-2.0, -2.0), (2.0, 2.0)),
    spread: float = 0.5,
) -> Samples:
    """Draw round Gaussian clouds, one a class.

    Parameters
    ----------
    n_samples : int >= 1
        Shared out evenly; class sizes differ by at most one.
    rng : Generator or seed
    centers : array-like of shape (n_classes, n_features)
        Class k lies around row k. The default two lie 5.7 apart, so that a line separates them.
    spread : float >= 0
        Standard deviation of each feature, in the units of `centers`.

    Returns
    -------
    Samples
        X of shape (n_samples, n_features), y in 0 … n_classes - 1, in random order.

    >>> X, y = make_blobs(4, rng=0, spread=0.0)
    >>> bool((X == np.where(y == 1, 2.0, -2.0)[:, None]).all()), np.bincount(y).tolist()
    (True, [2, 2])
    """
    centers = as_matrix(centers, "centers")
    return _around(centers, np.arange(len(centers)), n_samples, rng, spread, "spread")


def make_moons(n_samples: int, *, rng: np.random.Generator | int, noise: float = 0.1) -> Samples:
    """Draw two half circles of radius 1 that reach into each other; no line separates them.

    Class 0 is the upper half of the circle around (0, 0), class 1 the lower half of the circle
    around (1, 0.5); each angle is equally likely.

    Parameters
    ----------
    n_samples : int >= 1
        Shared out evenly; class sizes differ by at most one.
    rng : Generator or seed
    noise : float >= 0
        Standard deviation of what is added to each coordinate, in radii.

    Returns
    -------
    Samples
        X of shape (n_samples, 2), y in {0, 1}, in random order.

    >>> X, y = make_moons(6, rng=0, noise=0.0)
    >>> np.linalg.norm(X - np.array([[0, 0], [1, 0.5]])[y], axis=1).round(6).tolist()
    [1.0, 1.0, 1.0, 1.0, 1.0, 1.0]
    """
    n_samples, rng = check_count(n_samples, "n_samples"), as_rng(rng)
    noise = check_nonnegative(noise, "noise")
    y = rng.permutation(np.arange(n_samples) % 2)
    angles = rng.uniform(0.0, np.pi, n_samples)
    upper = np.column_stack([np.cos(angles), np.sin(angles)])
    X = np.where(y[:, None] == 0, upper, np.array([1.0, 0.5]) - upper)
    return Samples(X + noise * rng.standard_normal(X.shape), y)


def make_xor(n_samples: int, *, rng: np.random.Generator | int, noise: float = 0.1) -> Samples:
    """Draw clouds around the corners of the unit square, labeled by XOR; no line separates them.

    (0, 0) and (1, 1) are class 0, (0, 1) and (1, 0) class 1, as in `logic_table("XOR")`: what
    solves the table solves the clouds.

    Parameters
    ----------
    n_samples : int >= 1
        Shared out evenly; the sizes of classes, and of corners, differ by at most one.
    rng : Generator or seed
    noise : float >= 0
        Standard deviation of each coordinate, in sides of the square.

    Returns
    -------
    Samples
        X of shape (n_samples, 2), y in {0, 1}, in random order.

    >>> X, y = make_xor(8, rng=0, noise=0.0)
    >>> bool((y == (X[:, 0] != X[:, 1])).all()), np.bincount(y).tolist()
    (True, [4, 4])
    """
    around_the_square = _CORNERS[[0, 1, 3, 2]]  # classes alternate, so any n_samples is balanced
    return _around(around_the_square, np.array([0, 1, 0, 1]), n_samples, rng, noise, "noise")


def make_ring(
    n_samples: int,
    *,
    rng: np.random.Generator | int,
    n_modes: int = 8,
    radius: float = 2.0,
    spread: float = 0.05,
) -> Samples:
    """Draw small Gaussians, evenly spaced on a circle: does a generator find every mode?

    Parameters
    ----------
    n_samples : int >= 1
        Shared out evenly; the sizes of modes differ by at most one.
    rng : Generator or seed
    n_modes : int >= 1
        Mode k lies at the angle 2πk / n_modes, counterclockwise from (radius, 0).
    radius : float > 0
        Of the circle around (0, 0).
    spread : float >= 0
        Standard deviation of each coordinate, in the units of `radius`.

    Returns
    -------
    Samples
        X of shape (n_samples, 2), y the mode in 0 … n_modes - 1, in random order.

    References
    ----------
    Metz, Poole, Pfau and Sohl-Dickstein, Unrolled Generative Adversarial Networks, ICLR 2017.

    >>> X, y = make_ring(4, rng=0, n_modes=4, spread=0.0)
    >>> (X[np.argsort(y)].round(6) + 0.0).tolist()
    [[2.0, 0.0], [0.0, 2.0], [-2.0, 0.0], [0.0, -2.0]]
    """
    n_modes, radius = check_count(n_modes, "n_modes"), check_positive(radius, "radius")
    angles = 2 * np.pi * np.arange(n_modes) / n_modes
    centers = radius * np.column_stack([np.cos(angles), np.sin(angles)])
    return _around(centers, np.arange(n_modes), n_samples, rng, spread, "spread")


def logic_table(gate: str) -> Samples:
    """Return the four inputs (0, 0), (0, 1), (1, 0), (1, 1) and what AND, OR or XOR makes of them.

    >>> logic_table("XOR").y
    array([0, 1, 1, 0])
    """
    return Samples(_CORNERS.copy(), np.array(_GATES[check_choice(gate, _GATES, "gate")]))


def _around(centers, labels, n_samples, rng, spread, spread_name) -> Samples:
    """Share the samples out evenly among the centers, in random order, and scatter them."""
    n_samples, rng = check_count(n_samples, "n_samples"), as_rng(rng)
    spread = check_nonnegative(spread, spread_name)
    center = rng.permutation(np.arange(n_samples) % len(centers))
    X = centers[center] + spread * rng.standard_normal((n_samples, centers.shape[1]))
    return Samples(X, labels[center])


def _digits_wanted(classes) -> list[int]:
    if classes is None:
        return list(range(10))
    if isinstance(classes, np.ndarray):
        classes = classes.tolist()
    if isinstance(classes, str | bytes) or not isinstance(classes, Iterable):
        raise TypeError(f"classes must be a collection of digits such as (0, 1); got {classes!r}.")
    wanted = list(classes)
    for digit in wanted:
        if isinstance(digit, bool) or not isinstance(digit, Integral):
            raise TypeError(f"classes may hold only whole numbers from 0 to 9; got {digit!r}.")
        if not 0 <= digit <= 9:
            raise ValueError(f"classes may hold only the digits 0 to 9; got {digit!r}.")
    if not wanted:
        raise ValueError("classes is empty; name at least one digit, or pass None for all ten.")
    if len(set(wanted)) < len(wanted):
        raise ValueError(f"classes names a digit twice; got {wanted}. Name each digit once.")
    return wanted
