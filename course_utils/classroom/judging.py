"""Judge a function by its behavior alone: observe it on cases, then compare observations.

An observation is plain data, a dict of arrays and strings, so that it can be made where the
learner's code is and judged somewhere else. Keys that start with "note:" are never compared.
"""

import contextlib
import copy
import ctypes
import functools
import io
import linecache
import sysconfig
import threading
import traceback
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from course_utils.classroom.learner_code import name_meant

Observation = dict[str, np.ndarray | str]

SECONDS = 2.0  # one call may take this long; an endless loop ends here
TOLERANCE = 1e-6  # relative, for float64
SINGLE_TOLERANCE = 1e-4  # relative, for a right value in float32
PRINTED_CHARACTERS = 2000


class Attempt(NamedTuple):
    """One version of a learner's code on the cases of one seed; the last is never displayed."""

    seed: int
    cases: list[dict]
    observed: list[Observation]
    expected: list[Observation]
    wrong: list[list[str]]  # for each case the keys that differ; empty where it agrees


class OutOfTime(BaseException):
    """Ends an endless loop. Not an Exception, so that `except Exception` can't swallow it."""


def observe(function: Callable, case: dict, seconds: float = SECONDS) -> Observation:
    """Call `function(**case)` on a deep copy of `case` and report what it did.

    Parameters
    ----------
    function : callable
    case : dict of argument name -> plain data (arrays, numbers, strings, lists)
    seconds : float > 0
        A call that takes longer is ended and observed as raising "OutOfTime".

    Returns
    -------
    dict of arrays and strings
        "result" (or "result[0]", "result['key']" … for several), or "raised"; "changed inputs"
        where the call wrote into its arguments; notes ("note:message", "note:line", …).

    >>> observe(lambda x: (x, 2 * x), {"x": 1.5})
    {'result[0]': array(1.5), 'result[1]': array(3.)}
    """
    arguments = copy.deepcopy(case)
    printed = _Bounded()
    observation: Observation = {}
    try:
        with (
            contextlib.redirect_stdout(printed),
            warnings.catch_warnings(),
            np.errstate(all="ignore"),
        ):
            warnings.simplefilter("ignore")
            with time_limit(seconds):
                result = function(**arguments)
        observation |= dict(_outputs("result", result))
    except OutOfTime:
        observation["raised"] = "OutOfTime"
        observation["note:message"] = f"still running after {seconds:g} s"
    except (Exception, SystemExit) as error:
        observation["raised"] = type(error).__name__
        observation["note:message"] = f"{type(error).__name__}: {error}"
        observation["note:line"] = _own_line(error)
        if type(error) is NameError:
            observation["note:meant"] = name_meant(error)
    changed = [name for name in case if not _same_data(case[name], arguments[name])]
    if changed:
        observation["changed inputs"] = ", ".join(changed)
    if printed.getvalue():
        observation["note:printed"] = printed.getvalue()
    return observation


def differences(observation: Observation, reference: Observation) -> list[str]:
    """Return the keys in which two observations differ; an empty list means the same behavior."""
    keys = [key for key in {**reference, **observation} if not key.startswith("note:")]
    return [
        key
        for key in keys
        if key not in observation
        or key not in reference
        or not agree(observation[key], reference[key])
    ]


def as_results(observation: Observation, reference: Observation) -> Observation:
    """Read one list or array as the several results of `reference`, if number and shapes fit.

    >>> as_results({"result": np.array([1, 2])}, observe(lambda: (1.0, 2.0), {}))
    {'result[0]': array(1), 'result[1]': array(2)}
    """
    value = observation.get("result")
    names = [key for key in reference if key.startswith("result")]
    if not isinstance(value, np.ndarray) or value.ndim == 0 or not names:
        return observation
    if len(value) != len(names) or names != [f"result[{i}]" for i in range(len(names))]:
        return observation
    if any(np.shape(reference[name]) != value.shape[1:] for name in names):
        return observation
    parts = dict(zip(names, map(np.asarray, value), strict=True))
    return parts | {key: other for key, other in observation.items() if key != "result"}


def agree(value, expected) -> bool:
    """Say whether two observed values agree: shape, NaN pattern, numbers within tolerance."""
    if isinstance(value, str) or isinstance(expected, str):
        return isinstance(value, str) and isinstance(expected, str) and value == expected
    if value.shape != expected.shape:
        return False
    if not (_is_numeric(value) and _is_numeric(expected)):
        return bool(np.array_equal(value, expected))
    return bool(_close(value, expected).all())


def where_they_differ(value, expected) -> tuple[int, ...] | None:
    """Return the index of the largest difference beyond the tolerance, or None.

    >>> where_they_differ(np.array([0.5, 1.0, 3.0]), np.array([0.5, 1.1, 2.0]))
    (2,)
    """
    if agree(value, expected) or not (_is_numeric(value) and _is_numeric(expected)):
        return None
    if value.shape != expected.shape:
        return None
    with np.errstate(invalid="ignore"):
        gap = np.abs(value.astype(float) - expected.astype(float))
    gap = np.where(_close(value, expected), -1.0, np.nan_to_num(gap, nan=np.inf))
    return tuple(int(i) for i in np.unravel_index(gap.argmax(), gap.shape))


def _close(value: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """Say for each number whether it agrees."""
    relative = SINGLE_TOLERANCE if is_single(value) else TOLERANCE
    # Below 1e-3 of the tolerance a value counts as zero: sums that cancel leave such crumbs.
    return np.isclose(
        value.astype(float),
        expected.astype(float),
        rtol=relative,
        atol=1e-3 * relative,
        equal_nan=True,
    )


def is_single(value) -> bool:
    """Say whether an observed value is a float of less than double precision."""
    return isinstance(value, np.ndarray) and value.dtype in (np.float32, np.float16)


def constant_ratio(pairs: Iterable[tuple[Observation, Observation]]) -> float | None:
    """Return c if every differing output is c times the expected one, else None.

    Parameters
    ----------
    pairs : iterable of (observation, reference)
        The cases that fail. All together must hold two numbers: one alone always has a ratio.

    >>> constant_ratio([({"result": np.array([1.0, 3.0])}, {"result": np.array([2.0, 6.0])})])
    0.5
    """
    ratios: list[float] = []
    for observation, reference in pairs:
        for key in differences(observation, reference):
            value, expected = observation.get(key), reference.get(key)
            if not (_is_numeric(value) and _is_numeric(expected) and value.shape == expected.shape):
                return None
            value, expected = value.astype(float).ravel(), expected.astype(float).ravel()
            zero = expected == 0
            if value[zero].any() or not np.isfinite([*value, *expected]).all():
                return None
            ratios += (value[~zero] / expected[~zero]).tolist()
    if len(ratios) < 2 or not np.allclose(ratios, ratios[0], rtol=TOLERANCE, atol=0):
        return None
    return float(ratios[0]) or None


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise OutOfTime inside the block after `seconds` (between lines of Python, any system)."""
    thread, lock, done = threading.get_ident(), threading.Lock(), threading.Event()
    raise_in_thread = ctypes.pythonapi.PyThreadState_SetAsyncExc
    outside = threading.Lock()  # held until the block is entered: only there is it guarded
    outside.acquire()

    def watch() -> None:
        outside.acquire()
        wait = seconds
        while not done.wait(wait):
            with lock:
                if not done.is_set():
                    raise_in_thread(ctypes.c_ulong(thread), ctypes.py_object(OutOfTime))
            wait = 0.1  # and again: a bare `except:` in a loop swallows whatever comes

    threading.Thread(target=watch, daemon=True).start()
    try:
        outside.release()
        yield
    finally:
        try:
            done.set()
        finally:  # once more, as the exception may come in the line above
            done.set()
            with lock:
                pass  # a watcher in the middle of raising is waited for


def _outputs(name: str, value) -> Iterator[tuple[str, np.ndarray | str]]:
    """Flatten a return value into named arrays and strings."""
    if isinstance(value, tuple):
        for i, part in enumerate(value):
            yield from _outputs(f"{name}[{i}]", part)
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _outputs(f"{name}[{key!r}]", part)
    elif value is None or isinstance(value, str):
        yield name, str(value)
    else:
        try:
            array = np.array(value)
        except (ValueError, TypeError, RuntimeError):
            if isinstance(value, list):  # [weights, bias] is as good as (weights, bias)
                yield from _outputs(name, tuple(value))
                return
            array = np.array(None)
        plain = array.dtype.kind in "fiubcU"
        yield name, array if plain else f"an object of type {type(value).__name__}"


def _same_data(before, after) -> bool:
    try:
        left, right = dict(_outputs("", before)), dict(_outputs("", after))
    except RecursionError:  # a list that was put into itself
        return False
    return left.keys() == right.keys() and all(
        np.array_equal(
            left[key], right[key], equal_nan=_is_numeric(left[key]) and _is_numeric(right[key])
        )
        for key in left
    )


def _is_numeric(value) -> bool:
    return isinstance(value, np.ndarray) and value.dtype.kind in "fiub"


@functools.cache
def _libraries() -> list[Path]:
    """Return the folders whose code is not the learner's: Python's, the packages', the course's."""
    installed = [Path(sysconfig.get_path(key)) for key in ("stdlib", "purelib", "platlib")]
    return [*installed, Path(__file__).parents[1]]


def _own_line(error: Exception) -> str:
    """Return the deepest line of the learner's own code in the traceback, never a library's."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if frame.filename == "<string>":  # text that a case holds, made a function by `eval`
            continue
        if not any(path.is_relative_to(library) for library in _libraries()):
            text = linecache.getline(frame.filename, frame.lineno).strip()
            return f"line {frame.lineno}: {text}" if text else f"line {frame.lineno}"
    return ""


class _Bounded(io.StringIO):
    """Collects printed text up to a limit, so that an endless `print` can't fill the memory."""

    def write(self, text: str) -> int:
        room = PRINTED_CHARACTERS - self.tell()
        super().write(text[: max(room, 0)])
        return len(text)
