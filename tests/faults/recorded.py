"""Valid calls of the public functions, recorded while the examples of their docstrings run.

A function whose docstring has no example has its valid call in `calls/`, written by hand.
"""

import contextlib
import copy
import doctest
import functools
import importlib
import inspect
import io
import sys
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import torch

FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS


class Call(NamedTuple):
    """A call that works; a method is bound to its object by `self` among the arguments."""

    name: str
    function: Callable
    arguments: dict

    def fresh(self) -> dict:
        """Return the arguments, copied: a call may draw from a generator or train a network."""
        return duplicate(self.arguments)

    def run(self, arguments: dict):
        """Call the function."""
        bound = inspect.BoundArguments(inspect.signature(self.function), arguments)
        return self.function(*bound.args, **bound.kwargs)


def duplicate(value, memo: dict | None = None):
    """Return a deep copy; PyTorch's generators are copied by their state.

    What stands in it twice, as a network beside its optimizer, stands in the copy twice.
    """
    memo = {} if memo is None else memo
    if isinstance(value, torch.Generator):
        return value.clone_state()
    if type(value) is dict:
        return {key: duplicate(each, memo) for key, each in value.items()}
    return copy.deepcopy(value, memo)


class Recorder:
    """Keeps the first call of each function that it wraps."""

    def __init__(self):
        self.calls: dict[str, Call] = {}

    def wrapped(self, name: str, original: Callable, function: Callable | None = None) -> Callable:
        """Return a function that does the same and is recorded as a call of `function`."""

        @functools.wraps(original)
        def call(*args, **kwargs):
            new = name not in self.calls
            if new:
                self._keep(name, original, function or original, args, kwargs)
            try:
                return original(*args, **kwargs)
            except Exception:
                if new:
                    self.calls.pop(name, None)  # the example of an error is no valid call
                raise

        return call

    def _keep(self, name, original, function, args, kwargs) -> None:
        with contextlib.suppress(Exception):  # what can't be bound or copied is no example
            arguments = dict(inspect.signature(original).bind(*args, **kwargs).arguments)
            if original is not function:
                del arguments["self"]
            self.calls[name] = Call(name, function, duplicate(arguments))


def public(module_name: str) -> dict[str, object]:
    """Return the functions and classes that a module exports."""
    module = importlib.import_module(module_name)
    found = {name: getattr(module, name) for name in module.__all__}
    return {
        name: each
        for name, each in found.items()
        if (inspect.isfunction(each) or inspect.isclass(each)) and "course_utils" in each.__module__
    }


def methods_of(cls: type) -> dict[str, tuple[type, Callable]]:
    """Return name -> (class that defines it, function) of the public methods of a class.

    Those of a torch.nn.Module are left out: there PyTorch's own contract holds, in which layers
    pass NaN on and raise PyTorch's errors.
    """
    found = {}
    if issubclass(cls, torch.nn.Module):
        return found
    for owner in cls.__mro__:
        if owner.__module__.startswith("course_utils"):
            for name, each in vars(owner).items():
                if inspect.isfunction(each) and (not name.startswith("_") or name == "__call__"):
                    found.setdefault(name, (owner, each))
    return found


def is_record(cls: type) -> bool:
    """Whether a class only holds what a function returns, or is an exception."""
    return issubclass(cls, (tuple, BaseException)) or hasattr(cls, "__dataclass_fields__")


def record(module_name: str) -> dict[str, Call]:
    """Run the examples of what a module exports; return name -> valid call.

    Functions come as "name", constructors as "Class", methods as "Class.method".
    """
    recorder, exported = Recorder(), public(module_name)
    functions = {name: each for name, each in exported.items() if inspect.isfunction(each)}
    stand_ins = {name: recorder.wrapped(name, each) for name, each in functions.items()}
    with contextlib.ExitStack() as stack:
        for name, each in exported.items():
            if name not in functions and not is_record(each):
                stack.enter_context(_recorded_class(recorder, name, each))
        for example in examples(exported.values(), stand_ins):
            runner = doctest.DocTestRunner(optionflags=FLAGS, verbose=False)
            runner.run(example, out=io.StringIO().write, clear_globs=False)
    for name, each in exported.items():
        if hasattr(each, "get_params") and name in recorder.calls:
            call = recorder.calls[name]
            recorder.calls[name] = call._replace(function=_fitted(each, recorder.calls))
    return recorder.calls


def _fitted(cls: type, calls: dict[str, Call]) -> Callable:
    """Return a function that builds an estimator and fits it: scikit-learn's contract says that
    the constructor only keeps what it is given, and that `fit` looks at it."""
    fit = calls[f"{cls.__name__}.fit"].fresh()
    del fit["self"]

    def build_and_fit(*args, **kwargs):
        return cls(*args, **kwargs).fit(**duplicate(fit))

    build_and_fit.__signature__ = inspect.signature(cls)
    build_and_fit.__doc__ = inspect.getdoc(cls)
    return build_and_fit


def examples(objects, stand_ins: dict[str, Callable]) -> Iterator[doctest.DocTest]:
    """Yield the examples of some objects, which call the stand-ins."""
    finder = doctest.DocTestFinder(exclude_empty=True)
    for each in objects:
        names = vars(sys.modules[each.__module__]) | {"np": np}
        names |= {name: call for name, call in stand_ins.items() if name in names}
        yield from finder.find(each, each.__name__, globs=names)


@contextlib.contextmanager
def _recorded_class(recorder: Recorder, name: str, cls: type) -> Iterator[None]:
    """Let a class record its constructor and its methods."""
    changed = {}
    if "__init__" in vars(cls):
        changed[cls, "__init__"] = recorder.wrapped(name, cls.__init__, cls)
    for method, (owner, function) in methods_of(cls).items():
        changed[owner, method] = recorder.wrapped(f"{name}.{method}", function)
    before = {(owner, method): vars(owner)[method] for owner, method in changed}
    for (owner, method), function in changed.items():
        setattr(owner, method, function)
    try:
        yield
    finally:
        for (owner, method), function in before.items():
            setattr(owner, method, function)
