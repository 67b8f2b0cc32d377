"""What came of a malformed call, and whether that is allowed."""

import contextlib
import dataclasses
import inspect
import io
import re
import signal
import traceback
import warnings
from collections.abc import Iterator, Mapping
from types import GeneratorType

import numpy as np
import torch
from faults import drawn
from faults.malformed import EITHER, MISSING, REFUSE, SAME, UNKNOWN, Malformed
from faults.recorded import Call, duplicate
from matplotlib.figure import Figure

LONGEST = 5  # seconds
OURS = "course_utils"  # in the path of the file in which an error must be raised
USUAL = (ValueError, TypeError)
CELLS = ("a text inside", "a list inside", "one column less")  # of a table: the column is named
SHAPES = ("one row more", "one row less", "one column more", "one axis more", "one axis less")
CLOSE = 1e-3  # float32 on the way in


class TooLong(BaseException):
    """No `except Exception` may catch it."""


@contextlib.contextmanager
def limited() -> Iterator[None]:
    """Raise TooLong in what takes longer."""

    def stop(*_):
        raise TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def quietly(call: Call, arguments: dict):
    """Run a call: warnings are errors, nothing is printed, and what it yields is read.

    A figure is drawn, and comes in words.
    """
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()), limited():
        warnings.simplefilter("error")
        result = call.run(arguments)
        if isinstance(result, Figure):
            return drawn.in_words(result)
        return list(zip(range(100), result, strict=False)) if _is_lazy(result) else result


def _is_lazy(result) -> bool:
    return isinstance(result, (GeneratorType, map, zip))


def with_malformed(call: Call, malformed: Malformed, position: int) -> dict:
    """Return the arguments of a valid call with one of them spoiled."""
    arguments = call.fresh()
    if malformed.tag == MISSING:
        del arguments[malformed.argument]
    elif malformed.tag == UNKNOWN:
        arguments |= {malformed.argument: position}
    else:
        arguments[malformed.argument] = duplicate(malformed.make(position))
    return arguments


def problem(call: Call, malformed: Malformed, position: int, valid=None) -> str | None:
    """Return what is wrong with the outcome of a malformed call, or None.

    `valid` is the result of the valid call, after which the same arguments were copied.
    """
    if malformed.tag in (MISSING, UNKNOWN):
        return None if _signature_refuses(call, malformed, position) else "is accepted"
    expect = malformed.expect
    try:
        result = quietly(call, with_malformed(call, malformed, position))
    except TooLong:
        return f"takes more than {LONGEST} s"
    except Exception as error:  # the judge must see any
        return _problem_of_error(error, call, malformed)
    if expect == REFUSE:
        return f"is accepted: {str(result)[:200]}"
    if expect == SAME and not same(result, valid):
        return f"gives another result: {str(result)[:150]} for {str(valid)[:150]}"
    if expect == EITHER and finite(valid) and not finite(result):
        return f"gives a number that is none: {str(result)[:200]}"
    return None


def _signature_refuses(call: Call, malformed: Malformed, position: int) -> bool:
    """Whether Python itself says which argument is missing, or unknown."""
    arguments = with_malformed(call, malformed, position)
    bound = arguments.pop("self", None)
    function = call.function if bound is None else call.function.__get__(bound)
    try:
        function(**arguments)
    except TypeError as error:
        return malformed.argument in str(error)
    except Exception:
        return False
    return False


def _problem_of_error(error: Exception, call: Call, malformed: Malformed) -> str | None:
    where = traceback.extract_tb(error.__traceback__)[-1].filename
    if where.startswith("<doctest"):
        return None  # the function that the caller handed in failed
    if isinstance(error, FloatingPointError) and "learning rate" in str(error):
        return None  # a training that diverges says so, and what to do
    allowed = (*USUAL, *_documented(call))
    said = f"{type(error).__name__}: {error}"
    if not isinstance(error, allowed):
        return f"ends in {said[:300]}, which the docstring does not name"
    if isinstance(error, OSError):
        return None  # it names the file
    # Where two lengths differ, either may be named.
    either = call.arguments if malformed.tag in SHAPES else ()
    either = (*either, "column") if malformed.tag in CELLS else either
    if not any(names(str(error), name) for name in (malformed.argument, *either)):
        return f"ends in an error that does not name {malformed.argument}: {said[:300]}"
    if OURS not in where:
        return f"ends inside {where.rpartition('/')[2]}: {said[:300]}"
    return None


def _documented(call: Call) -> list[type]:
    """Return the exceptions under "Raises" of the docstring."""
    text = inspect.getdoc(call.function) or ""
    section = re.search(r"Raises\n-+\n(.*?)(?:\n\n\S|\Z)", text, re.DOTALL)
    words = re.findall(r"(?m)^(\w+)(?=,|$)|, (\w+)", section[1]) if section else []
    words = [word for pair in words for word in pair if word]
    scope = vars(inspect.getmodule(call.function)) | vars(__import__("builtins"))
    return [scope[word] for word in words if isinstance(scope.get(word), type)]


def names(message: str, argument: str) -> bool:
    """Whether a message names an argument; "a" is also a word, and must stand where names do.

    >>> names("X must be 2-D", "X"), names("pass a list", "a"), names("rows of `a` differ", "a")
    (True, False, True)
    """
    if argument == "a":
        return (
            re.search(r"(^|: |of |and |`)a(?=[`\[(:]| (must|and|has|holds|is|contains)\b)", message)
            is not None
        )
    return re.search(rf"(?<!\w){re.escape(argument)}(?!\w)", message) is not None


def same(one, other) -> bool:
    """Whether two results are equal but for rounding."""
    left, right = list(leaves(one)), list(leaves(other))
    return len(left) == len(right) and all(_equal(a, b) for a, b in zip(left, right, strict=True))


def _equal(a, b) -> bool:
    if isinstance(a, np.ndarray) or isinstance(b, np.ndarray):
        a, b = np.asarray(a), np.asarray(b)
        if a.shape != b.shape:
            return False
        if a.dtype.kind in "fc" or b.dtype.kind in "fc":
            known = b[np.isfinite(b)]
            scale = max(1.0, float(np.abs(known).max(initial=0)))
            return bool(np.allclose(a, b, rtol=CLOSE, atol=CLOSE * scale, equal_nan=True))
        return bool(np.array_equal(a, b))
    return a == b


def finite(result) -> bool:
    """Whether no number of a result is NaN or infinite."""
    arrays = [leaf for leaf in leaves(result) if isinstance(leaf, np.ndarray)]
    return all(np.isfinite(a).all() for a in arrays if a.dtype.kind in "fc")


def leaves(result) -> Iterator:
    """Yield the arrays, texts and flags of a result; of other objects what they hold."""
    yield from _leaves(result, 0)


def _leaves(result, depth: int) -> Iterator:
    if isinstance(result, torch.Tensor):
        yield result.detach().cpu().double().numpy()
    elif isinstance(result, (np.ndarray, np.generic, int, float, complex)):
        yield np.asarray(result)
    elif isinstance(result, (str, bytes, type(None))):
        yield result
    elif isinstance(result, Mapping):
        for key, value in result.items():
            yield str(key)
            yield from _leaves(value, depth)
    elif isinstance(result, (list, tuple, set, frozenset)):
        for value in sorted(result, key=str) if isinstance(result, (set, frozenset)) else result:
            yield from _leaves(value, depth)
    elif isinstance(result, torch.nn.Module):
        yield from _leaves(dict(result.state_dict()), depth)
    elif dataclasses.is_dataclass(result) and not isinstance(result, type):
        for field in dataclasses.fields(result):
            yield from _leaves(getattr(result, field.name), depth + 1)
    elif "course_utils" in type(result).__module__ and depth < 2 and hasattr(result, "__dict__"):
        held = {k: v for k, v in vars(result).items() if not callable(v)}
        yield from _leaves(held, depth + 1)
    else:
        yield type(result).__name__
