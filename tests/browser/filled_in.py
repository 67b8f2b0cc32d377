"""Write a function of the course as a learner would have typed it into an exercise's cell."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from types import ModuleType


def borrowed_names(function: Callable) -> list[str]:
    """Import lines for what `function` uses of its own module."""
    used = [name for name in function.__code__.co_names if name in function.__globals__]
    values = {name: function.__globals__[name] for name in used}
    return [
        f"import {value.__name__} as {name}"
        if isinstance(value, ModuleType)
        else f"from {function.__module__} import {name}"
        for name, value in values.items()
    ]


def can_be_typed(function: Callable) -> bool:
    """Whether it is written out as a function of its own, neither a lambda nor made by another."""
    return function.__closure__ is None and function.__name__ != "<lambda>"


def written_by_learner(function: Callable, name: str) -> str:
    """The source of `function`, called `name`; what it needs is imported in its body."""
    definition = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    definition.name = name
    definition.decorator_list = []
    if ast.get_docstring(definition):
        del definition.body[0]
    definition.body[:0] = ast.parse("\n".join(borrowed_names(function))).body
    return ast.unparse(definition)


def with_mistake(source: str, room: str, exercise, misconception) -> str:
    """The text of an exercise cell with a mistake in it; others are called by id."""
    name, variant = exercise.name, misconception.variant
    if can_be_typed(variant):
        return with_answer(source, name, variant)
    parameters = ", ".join(inspect.signature(exercise.reference).parameters)
    answer = f"""def {name}({parameters}):
    from {room} import EXERCISES
    mistakes = next(one.misconceptions for one in EXERCISES if one.name == {name!r})
    return next(one.variant for one in mistakes if one.id == {misconception.id!r})({parameters})"""
    return _in_place_of(source, name, answer)


def with_answer(source: str, name: str, function: Callable) -> str:
    """The text of an exercise cell in which the learner's function does what `function` does."""
    return _in_place_of(source, name, written_by_learner(function, name))


def _in_place_of(source: str, name: str, answer: str) -> str:
    definition = next(
        node
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and node.name == name
    )
    lines = source.split("\n")
    lines[definition.lineno - 1 : definition.end_lineno] = answer.split("\n")
    return "\n".join(lines)
