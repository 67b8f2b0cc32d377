"""Two small graphs: their values, and which shares of a gradient have arrived where."""

from functools import lru_cache
from typing import NamedTuple

from course_utils.backprop.scalar import Value

OPERATIONS = {
    "*": ("{}·{}", Value.__mul__),
    "+": ("{} + {}", Value.__add__),
    "²": ("{}²", lambda value: value**2),
    "tanh": ("tanh({})", Value.tanh),
}


class Step(NamedTuple):
    """One operation of a graph: the name of its result, what it does, and with which values."""

    name: str
    operation: str
    parents: tuple[str, ...]


GRAPHS = {
    "L = (a·b + a)²": (
        Step("p", "*", ("a", "b")),
        Step("s", "+", ("p", "a")),
        Step("L", "²", ("s",)),
    ),
    "L = tanh(a·x + b), x = 2": (
        Step("p", "*", ("a", "x")),
        Step("s", "+", ("p", "b")),
        Step("L", "tanh", ("s",)),
    ),
}
INPUT = 2.0  # the x of the second graph
LAST_STEP = 7  # 3 operations forward, the gradient of L, 3 operations backward
H = 1e-4  # of the differences


def compute(graph: str, a: float, b: float, nudged: str = "", h: float = 0.0) -> dict[str, Value]:
    """Return all values of a graph by name, leaves first; `h` is added to the one that is nudged.

    >>> compute("L = (a·b + a)²", 2, -3)["L"].data
    16.0
    """
    steps = GRAPHS[graph]
    made = {step.name for step in steps}
    leaves = dict.fromkeys(name for step in steps for name in step.parents if name not in made)
    values = {name: Value({"a": a, "b": b, "x": INPUT}[name]) for name in leaves}
    if nudged in values:
        values[nudged] = values[nudged] + h
    for step in steps:
        result = OPERATIONS[step.operation][1](*(values[name] for name in step.parents))
        values[step.name] = result + h if step.name == nudged else result
    return values


@lru_cache(256)
def differences(graph: str, a: float, b: float) -> dict[str, float]:
    """Return, for each value of a graph, how fast L changes with it, by two small steps."""
    return {
        name: (compute(graph, a, b, name, H)["L"].data - compute(graph, a, b, name, -H)["L"].data)
        / (2 * H)
        for name in compute(graph, a, b)
    }


def shares_after(graph: str, values: dict[str, Value], n_steps: int) -> dict[str, list]:
    """Return which gradients have arrived where after `n_steps` operations backward.

    For each name a list of (from where, local derivative, gradient there); L has none.
    """
    steps, shares = GRAPHS[graph][::-1][:n_steps], {}
    for step in steps:
        gradient = total(shares, step.name)
        for parent, slope in zip(step.parents, values[step.name].slopes, strict=True):
            shares.setdefault(parent, []).append((step.name, slope, gradient))
    return shares


def total(shares: dict[str, list], name: str) -> float:
    """Return the sum of the gradients that arrived; that of L is 1."""
    return 1.0 if name == "L" else sum(slope * gradient for _, slope, gradient in shares[name])
