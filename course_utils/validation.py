"""Bad input fails at the door: each error names the argument, says what came and what to do."""

from collections.abc import Iterable
from math import isfinite
from numbers import Integral, Real

import numpy as np

MOST = 10**9  # a larger count is a slip: no memory holds it, no patience lasts for it


def as_matrix(value, name="X") -> np.ndarray:
    """Return `value` as a finite float64 array (n_samples, n_features), or say what is wrong.

    >>> as_matrix([[1, 2]])
    array([[1., 2.]])
    """
    array = _as_float(value, name)
    if array.ndim != 2:
        remedy = {
            0: "one row for each sample",
            1: f"for one sample pass {name}[None, :]",
        }.get(array.ndim, f"{name}.reshape(len({name}), -1) makes one row of each sample")
        raise ValueError(
            f"{name} must be 2-D (n_samples, n_features); got shape {array.shape}. "
            f"Reshape your data: {remedy}."
        )
    for size, axis in zip(array.shape, ("sample(s)", "feature(s)"), strict=True):
        if size == 0:
            raise ValueError(
                f"{name} is empty: 0 {axis} (shape={array.shape}) while a minimum of 1 is required."
            )
    return array


def as_vector(value, name, length=None) -> np.ndarray:
    """Return `value` as a finite float64 array of shape (length,), or say what is wrong."""
    array = _as_float(value, name)
    if array.ndim != 1:
        raise ValueError(
            f"{name} must be 1-D; got shape {array.shape}. Use {name}.ravel() if it holds one row."
        )
    if array.size == 0:
        raise ValueError(f"{name} is empty; pass at least one value.")
    check_length(array, name, length)
    return array


def as_numbers(value, name, nan=False) -> np.ndarray:
    """Return `value` (any shape, also one number) as a finite float64 array that is not empty.

    With `nan`, NaN may stand in it.
    """
    array = _as_float(value, name, nan)
    if array.size == 0:
        raise ValueError(f"{name} is empty (shape={array.shape}); pass at least one value.")
    return array


def as_scalar(value, name) -> float:
    """Return `value` as a finite float if it is one number."""
    array = _as_float(value, name)
    if array.ndim != 0:
        raise ValueError(f"{name} must be one number; got shape {array.shape}.")
    return float(array)


def check_length(array, name, length) -> None:
    """Raise if `array` does not hold `length` values (None accepts any length)."""
    if length is not None and len(array) != length:
        raise ValueError(f"{name} must hold {length} values, one for each; got {len(array)}.")


def check_labels(labels, allowed: Iterable, name="y") -> None:
    """Raise if `labels` holds a value outside `allowed`, and name the first that does."""
    allowed = tuple(allowed)
    labels = np.asarray(labels)
    found = set(labels.flat) if labels.dtype == object else np.unique(labels).tolist()
    for label in found:
        if label not in allowed:
            expected = ", ".join(map(str, allowed))
            raise ValueError(f"{name} may hold only the labels {expected}; got {label!r}.")


def as_labels(value, name="y", length=None) -> np.ndarray:
    """Return `value` as a 1-D array of labels of one kind: numbers, bools or texts.

    >>> as_labels(["a", "b"])
    array(['a', 'b'], dtype='<U1')
    """
    try:
        labels = np.asarray(value)
    except ValueError as error:
        raise ValueError(f"{name} must hold one label a sample; its rows differ.") from error
    if labels.ndim != 1 or not labels.size:
        raise ValueError(
            f"{name} must be 1-D, one label a sample, and not empty; got shape {labels.shape}."
        )
    if labels.dtype == object or (labels.dtype.kind == "U" and not isinstance(value, np.ndarray)):
        kinds = {str if isinstance(one, str) else Real for one in value}
        if len(kinds) > 1 or not all(isinstance(one, (str, Real)) for one in value):
            raise TypeError(
                f"{name} must hold labels of one kind, numbers or texts; got {value!r}."
            )
    if labels.dtype.kind not in "fiubUO":
        raise TypeError(f"{name} must hold numbers or texts; got dtype {labels.dtype}.")
    if labels.dtype.kind == "f" and not np.isfinite(labels).all():
        raise ValueError(f"{name} holds NaN or inf, which is no label; remove such samples first.")
    check_length(labels, name, length)
    return labels


def as_samples(value, name) -> tuple[np.ndarray, np.ndarray]:
    """Return a pair (X, y) as a matrix and its labels, such as `load_digits` returns.

    >>> as_samples(([[1, 2]], [7]), "train")
    (array([[1., 2.]]), array([7]))
    """
    members = as_members(value, name)
    if len(members) != 2:
        raise ValueError(f"{name} must be a pair (X, y); got {len(members)} members.")
    X = as_matrix(members[0], f"X of {name}")
    return X, as_labels(members[1], f"y of {name}", len(X))


def as_members(value, name, kind: type | tuple = object, least=1) -> list:
    """Return the members of a sequence as a list: `least` or more, each of `kind`.

    >>> as_members((1, 2), "sizes", int)
    [1, 2]
    """
    words = " or ".join(one.__name__ for one in (kind if isinstance(kind, tuple) else (kind,)))
    wanted = "" if kind is object else f" of {words}"
    if not isinstance(value, Iterable) or isinstance(value, (str, bytes, dict)):
        raise TypeError(f"{name} must be a sequence{wanted}; got {type(value).__name__} {value!r}.")
    members = list(value)
    if len(members) < least:
        few = "is empty; pass at least one member" if not members else f"holds {len(members)}"
        raise ValueError(f"{name} {few}{f'; it needs {least}' if members else ''}.")
    for position, member in enumerate(members):
        if not isinstance(member, kind):
            raise TypeError(f"{name}[{position}] must be of type {words}; got {member!r}.")
    return members


def check_bytes(value, name) -> bytes:
    """Return `value` if it is bytes, as `load_run` gives those of a file."""
    if not isinstance(value, bytes):
        raise TypeError(
            f"{name} must be the bytes of a file, as load_run gives them; "
            f"got {type(value).__name__}."
        )
    return value


def check_positive(value, name) -> float:
    """Return `value` as a float if it is a finite number above 0."""
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(f"{name} must be a number above 0; got {value!r}.")
    if not isfinite(value) or value <= 0:
        raise ValueError(f"{name} must be a finite number above 0; got {value!r}.")
    return float(value)


def check_nonnegative(value, name) -> float:
    """Return `value` as a float if it is a finite number of at least 0."""
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(f"{name} must be a number of at least 0; got {value!r}.")
    if not isfinite(value) or value < 0:
        raise ValueError(f"{name} must be a finite number of at least 0; got {value!r}.")
    return float(value)


def check_count(value, name, minimum=1) -> int:
    """Return `value` as an int if it is a whole number from `minimum` to a thousand million."""
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise TypeError(f"{name} must be a whole number, at least {minimum}; got {value!r}.")
    if value < minimum:
        raise ValueError(f"{name} must be at least {minimum}; got {value!r}.")
    if value > MOST:
        raise ValueError(f"{name} must be at most {MOST:,}; got {value!r}.")
    return int(value)


def check_choice(value, allowed: Iterable, name):
    """Return `value` if it is one of `allowed`."""
    allowed = tuple(allowed)
    if not any(type(value) is type(choice) and value == choice for choice in allowed):
        expected = ", ".join(map(repr, allowed))
        raise ValueError(f"{name} must be one of {expected}; got {value!r}.")
    return value


def as_rng(value, name="rng") -> np.random.Generator:
    """Return a generator from a seed or a generator; never the global one."""
    if isinstance(value, np.random.Generator):
        return value
    if isinstance(value, Integral) and not isinstance(value, bool) and value >= 0:
        return np.random.default_rng(int(value))
    raise TypeError(
        f"{name} must be a numpy.random.Generator or a whole number >= 0 (a seed); got {value!r}."
    )


def _as_float(value, name, nan=False) -> np.ndarray:
    if value is None:
        raise TypeError(f"{name} must hold real numbers; got None.")
    if getattr(value, "requires_grad", False):
        remedy = "detach()" if hasattr(value, "detach") else "data"
        raise TypeError(f"{name} is a tensor that records gradients; pass {name}.{remedy}.")
    if hasattr(value, "tocsr"):
        raise TypeError(f"{name} is a sparse matrix, which is not supported. Use {name}.toarray().")
    if isinstance(value, np.ma.MaskedArray) and np.ma.is_masked(value):
        raise ValueError(f"{name} hides values behind a mask. Fill them first: {name}.filled(…).")
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise ValueError(f"{name} must be a regular array; its rows differ in length.") from error
    if array.dtype == object:
        array = _numbers_in_objects(array, name)
    if array.dtype.kind == "c":
        raise ValueError(f"Complex data not supported: {name} must hold real numbers.")
    if array.dtype.kind not in "fiub":
        kind = {"U": "text", "S": "bytes"}.get(array.dtype.kind, f"dtype {array.dtype}")
        raise ValueError(f"{name} must hold real numbers; got {kind}. Convert it before the call.")
    array = array.astype(float, order="C", copy=False)  # rows in one piece, whatever came
    if not np.isfinite(array).all() and not (nan and not np.isinf(array).any()):
        kind = "NaN" if np.isnan(array).any() and not nan else "inf"
        raise ValueError(
            f"{name} contains {kind}; remove or replace such values first "
            f"(numpy.isfinite({name}) finds them)."
        )
    return array


def _numbers_in_objects(array, name) -> np.ndarray:
    if any(isinstance(item, str | bytes) for item in array.flat):
        raise ValueError(f"{name} must hold real numbers; got text. Convert it before the call.")
    try:
        return array.astype(float)
    except (TypeError, ValueError) as error:
        raise TypeError(f"{name} must hold real numbers: {error}.") from error
