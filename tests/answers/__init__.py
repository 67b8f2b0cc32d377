"""For each exercise, answers written apart from the package's own: one right, many wrong.

A wrong one stands as learners write it. None may pass, whatever the seed. Where a misconception
says what is wrong, its id stands with it.
"""

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Callable

RIGHT: dict[str, Callable] = {}
# "chapter.exercise" -> pairs (function, id of the misconception that names it, or None)
WRONG: dict[str, list[tuple[Callable, str | None]]] = defaultdict(list)


def right(exercise: str) -> Callable:
    """Keep the function below as the third right answer of `exercise`."""
    return lambda function: RIGHT.setdefault(exercise, function)


def wrong(exercise: str, named: str | None = None) -> Callable:
    """Keep the function below as a wrong answer that the misconception `named` explains."""
    return lambda function: WRONG[exercise].append((function, named))


for module in pkgutil.walk_packages(__path__, "answers."):
    importlib.import_module(module.name)
