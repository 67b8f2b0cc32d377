"""Malformed values, made from a valid one, each with what must come of it.

`refuse`: the call must end in an error that names the argument. `same`: another form of the same
value; the result must be the same, or the form refused by name. `either`: refused by name, or a
result without NaN or infinity, as it may be a legal value. `any`: refused by name, or a result.
"""

import inspect
from collections.abc import Callable, Iterator
from numbers import Integral, Real
from typing import NamedTuple

import numpy as np
import pandas as pd
import torch

REFUSE, SAME, EITHER, ANY = "refuse", "same", "either", "any"
MISSING, UNKNOWN = "is missing", "unknown keyword"
MANY = 10**15  # more numbers than any memory holds
# A patient call is no malformed one, and it can be interrupted.
PATIENT = ("n_epochs", "n_steps", "n_runs", "max_iter", "n_warmup", "seconds", "timeout")
WORDS = ("title", "xlabel", "ylabel", "measure")  # in a picture; none is legal
LABELS = ("y", "labels", "codes", "y_true", "y_predicted")


class Malformed(NamedTuple):
    """One way to spoil an argument: `make(position)` returns the value."""

    argument: str
    tag: str
    expect: str
    make: Callable[[int], object]


def spoiled(function: Callable, arguments: dict) -> Iterator[Malformed]:
    """Yield all ways to spoil the arguments of a valid call."""
    parameters = inspect.signature(function).parameters
    gathers = any(
        each.kind in (each.VAR_POSITIONAL, each.VAR_KEYWORD) for each in parameters.values()
    )
    for name, value in arguments.items():
        parameter = parameters[name]
        if name == "self" or parameter.kind is parameter.VAR_POSITIONAL:
            continue
        if parameter.kind is parameter.VAR_KEYWORD:
            continue
        others = [other for key, other in arguments.items() if key != name]
        may_be_none = parameter.default is None or "None" in str(parameter.annotation)
        whole = "int" in str(parameter.annotation) or name in LABELS
        for tag, expect, make in forms(name, value, others):
            if tag in ("half", "halves") and not whole:
                expect = EITHER  # 3 was written for 3.0
            if tag == "empty text" and name in WORDS:
                expect = ANY
            if not (tag == "None" and may_be_none):
                yield Malformed(name, tag, expect, make)
        if parameter.default is parameter.empty and not gathers:
            yield Malformed(name, MISSING, REFUSE, lambda i: None)
    if not gathers:
        yield Malformed("no_such_name", UNKNOWN, REFUSE, lambda i: i)


def forms(name: str, value, others: list) -> Iterator[tuple[str, str, Callable]]:
    """Yield (tag, what must come of it, maker) for a value, by its kind."""
    if isinstance(value, (bool, np.bool_)):
        yield from _fixed({"a text": "yes", "two": 2, "None": None, "a list": [True, False]})
        yield "a bool of NumPy", SAME, lambda i: np.bool_(value)
    elif isinstance(value, np.ndarray) and value.dtype.kind in "fiub":
        yield from _arrays(value, others)
    elif isinstance(value, torch.Tensor):
        yield from _tensors(value)
    elif isinstance(value, Real):
        yield from _numbers(name, value)
    elif isinstance(value, str):
        yield from _fixed({"None": None, "a number": 3, "empty text": "", "a list": [value]})
        yield "unknown text", EITHER, lambda i: "no such thing"
    elif isinstance(value, (np.random.Generator, torch.Generator)):
        yield from _fixed({"a text": "seed", "half": 0.5, "negative": -1, "a list of text": ["x"]})
    elif isinstance(value, (list, tuple)) and value:
        yield from _sequences(value)
    elif isinstance(value, pd.DataFrame):
        yield from _tables(value)
    elif type(value) is dict and value:
        yield from _members(name, value, others)
    elif callable(value):
        yield from _fixed({"None": None, "a number": 3, "a text": "f", "a list": [value]})
    else:
        yield from _fixed({"None": None, "a number": 3, "a text": "x", "a list": [1]})


def _fixed(values: dict) -> Iterator[tuple[str, str, Callable]]:
    for tag, value in values.items():
        yield tag, REFUSE, lambda i, value=value: value


def _arrays(value: np.ndarray, others: list) -> Iterator[tuple[str, str, Callable]]:
    yield from _fixed(
        {
            "None": None,
            "a text": "abc",
            "texts": value.astype(str).astype("U8") if value.ndim == 0 else _texts(value),
            "complex": value + 1j,
            "a dict": {"a": 1},
        }
    )
    yield "nan inside", REFUSE, lambda i: _with(value, i, np.nan)
    yield "inf inside", REFUSE, lambda i: _with(value, i, (np.inf, -np.inf)[i % 2])
    yield "None inside", REFUSE, lambda i: _with(value.astype(object), i, None)
    yield "one axis more", EITHER, lambda i: value[None]
    yield "a list", SAME, lambda i: value.tolist()
    yield "read-only", SAME, lambda i: _read_only(value)
    if value.dtype.kind == "f":
        yield "float32", SAME, lambda i: value.astype(np.float32)
    if value.dtype.kind in "iu":
        yield "halves", REFUSE, lambda i: _with(value, i, 0.5)
        yield "int16", SAME, lambda i: value.astype(np.int16)
        yield "a stranger", EITHER, lambda i: _with(value, i, (-7, 1000)[i % 2]).astype(int)
    if value.ndim:
        yield "empty", REFUSE, lambda i: value[:0]
        yield "one axis less", EITHER, lambda i: value[0]
        yield "ragged", REFUSE, lambda i: [[1.0], [1.0, 2.0]]
        yield "not contiguous", SAME, lambda i: np.repeat(value, 2, axis=0)[::2]
        n = len(value)
        paired = n > 1 and any(isinstance(o, np.ndarray) and o.shape[:1] == (n,) for o in others)
        longer = np.concatenate([value, value[-1:]])
        yield "one row more", REFUSE if paired else EITHER, lambda i: longer
        if n > 1:
            yield "one row less", REFUSE if paired else EITHER, lambda i: value[:-1]
    if value.ndim == 2:
        yield "one column more", EITHER, lambda i: np.concatenate([value, value[:, -1:]], axis=1)
        yield "columns first", SAME, lambda i: np.asfortranarray(value)


def _texts(value: np.ndarray) -> np.ndarray:
    return np.full(value.shape, "a")


def _read_only(value: np.ndarray) -> np.ndarray:
    value = value.copy()
    value.flags.writeable = False
    return value


def _with(value: np.ndarray, position: int, stranger) -> np.ndarray:
    """Put a stranger into an array, somewhere."""
    changed = np.array(value, dtype=object if stranger is None else float)
    if changed.size:
        changed.flat[position * 7 % changed.size] = stranger
    return changed


def _tensors(value: torch.Tensor) -> Iterator[tuple[str, str, Callable]]:
    yield from _fixed({"None": None, "a text": "abc", "a dict": {"a": 1}, "texts": ["a", "b"]})
    if value.is_floating_point():
        yield "nan inside", REFUSE, lambda i: _tensor_with(value, i, torch.nan)
        yield "inf inside", REFUSE, lambda i: _tensor_with(value, i, torch.inf)
        yield "complex", REFUSE, lambda i: value.detach().to(torch.complex128)
        yield "whole numbers", EITHER, lambda i: value.detach().to(torch.int64)
    yield "one axis more", EITHER, lambda i: value.detach()[None]
    if value.ndim:
        yield "empty", REFUSE, lambda i: value.detach()[:0]
        yield "one axis less", EITHER, lambda i: value.detach()[0]


def _tensor_with(value: torch.Tensor, position: int, stranger: float) -> torch.Tensor:
    changed = value.detach().clone()
    if changed.numel():
        changed.view(-1)[position * 7 % changed.numel()] = stranger
    return changed


def _numbers(name: str, value) -> Iterator[tuple[str, str, Callable]]:
    yield from _fixed(
        {
            "None": None,
            "a text": str(value),
            "complex": complex(value, 1),
            "nan": float("nan"),
            "a dict": {"a": value},
        }
    )
    yield "a list", EITHER, lambda i: [value, value]
    yield "an array", EITHER, lambda i: np.array([value, value])
    yield "infinite", REFUSE, lambda i: (float("inf"), -float("inf"))[i % 2]
    yield "negative", EITHER, lambda i: -(abs(value) + i)
    yield "zero", EITHER, lambda i: type(value)(0)
    yield "True", EITHER, lambda i: True
    if isinstance(value, Integral):
        yield "half", REFUSE, lambda i: value + 0.5
        yield "a number of NumPy", SAME, lambda i: np.int64(value)
    else:
        yield "a number of NumPy", SAME, lambda i: np.float64(value)
        yield "huge", EITHER, lambda i: 1e100
    if isinstance(value, Integral) and not name.startswith(PATIENT):
        yield "more than memory", EITHER, lambda i: MANY


def _sequences(value) -> Iterator[tuple[str, str, Callable]]:
    yield from _fixed({"None": None, "an object": object()})
    yield "empty", EITHER, lambda i: []
    yield "None inside", REFUSE, lambda i: _member(value, i, None)
    yield "a dict inside", REFUSE, lambda i: _member(value, i, {})
    numbers = all(isinstance(each, Real) and not isinstance(each, bool) for each in value)
    yield "a number", EITHER if numbers else REFUSE, lambda i: 3
    if numbers:
        yield "nan inside", REFUSE, lambda i: _member(value, i, float("nan"))
        yield "a text inside", EITHER, lambda i: _member(value, i, "a")
        yield "an array", SAME, lambda i: np.array(value)
    yield (
        "the other kind",
        SAME,
        lambda i: list(value) if isinstance(value, tuple) else tuple(value),
    )


def _tables(value: pd.DataFrame) -> Iterator[tuple[str, str, Callable]]:
    yield from _fixed({"None": None, "a number": 3, "a text": "x", "a list": [1]})
    yield "no rows", EITHER, lambda i: value[:0]
    yield "one column less", EITHER, lambda i: value.drop(columns=_column(value, i))
    yield "a text inside", EITHER, lambda i: _cell(value, i, "x")
    yield "a list inside", EITHER, lambda i: _cell(value, i, [1])
    yield "two columns of one name", EITHER, lambda i: value[[*value.columns, _column(value, i)]]


def _column(value: pd.DataFrame, position: int):
    return value.columns[position % len(value.columns)]


def _cell(value: pd.DataFrame, position: int, stranger) -> pd.DataFrame:
    """Put a stranger into the first row of one of the last two columns."""
    changed = value.astype(object)
    changed.iat[0, -1 - position % len(changed.columns)] = stranger
    return changed


def _members(name: str, value: dict, others: list) -> Iterator[tuple[str, str, Callable]]:
    """Spoil a dict as a whole, and its first member in all ways that there are for its kind."""
    yield from _fixed({"None": None, "a number": 3, "a text": "x", "a list": [1]})
    yield "empty", EITHER, lambda i: {}
    key, member = next(iter(value.items()))
    for tag, expect, make in forms(name, member, [*others, *list(value.values())[1:]]):
        yield f"{tag} at {key!r}", expect, lambda i, make=make: value | {key: make(i)}


def _member(value, position: int, stranger) -> list:
    changed = list(value)
    changed[position % len(changed)] = stranger
    return changed
