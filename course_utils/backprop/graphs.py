"""The graph behind a result: in which order to walk it, and how to say it in words.

Everything here works for the `Value` of `scalar.py` and for the `Tensor` of `tensor.py`.
"""

from collections import Counter
from collections.abc import Mapping

import numpy as np


def topological_order(root) -> list:
    """Return all nodes that `root` was made from, and `root` last: parents before children.

    The walk keeps its own stack: Python's would overflow on a graph a thousand nodes deep.

    >>> from course_utils.backprop import Value
    >>> a = Value(3.0)
    >>> [node.data for node in topological_order(a * a + a)]
    [3.0, 9.0, 12.0]
    """
    if not hasattr(root, "parents"):
        raise TypeError(f"root must be a Value or a Tensor; got {type(root).__name__}.")
    order, met, stack = {}, set(), [root]
    while stack:
        node = stack[-1]
        if node in met:  # for the second time: all its parents are in
            order[stack.pop()] = None
        else:
            met.add(node)
            stack += node.parents[::-1]
    return list(order)


def node_names(root, names=None) -> dict:
    """Return a name for each node: the given one, its own, or n1, n2, … in topological order.

    Parameters
    ----------
    root : Value or Tensor
    names : dict of str -> node, or None
    """
    if names is not None and not isinstance(names, Mapping):
        raise TypeError(f"names must be a dict of name -> node; got {names!r}.")
    for name, node in (names or {}).items():
        if not hasattr(node, "parents"):
            raise TypeError(f"names[{name!r}] must be a Value or a Tensor; got {node!r}.")
    given = {id(node): name for name, node in (names or {}).items()}
    order = topological_order(root)
    known = {node: given.get(id(node)) or node.name for node in order}
    twice = [name for name, n in Counter(filter(None, known.values())).items() if n > 1]
    if twice:
        raise ValueError(f"names must differ; {twice[0]!r} stands for two nodes.")
    numbers = (f"n{i}" for i in range(1, len(order) + 1))
    free = (name for name in numbers if name not in known.values())
    return {node: name or next(free) for node, name in known.items()}


def describe_graph(root, names=None) -> str:
    """Say the graph in words, one line a node, in topological order.

    Parameters
    ----------
    root : Value or Tensor
    names : dict of str -> node, for nodes without a name of their own, or None

    >>> from course_utils.backprop import Value
    >>> a, b = Value(2.0), Value(-3.0)
    >>> loss = a * b + a
    >>> loss.backward()
    >>> print(describe_graph(loss, {"a": a, "b": b, "loss": loss}))
    a = 2, gradient -2
    b = -3, gradient 2
    n1 = a * b = -6, gradient 1
    loss = n1 + a = -4, gradient 1
    """
    called = node_names(root, names)
    return "\n".join(
        f"{called[node]} = {_formula(node, called)}{_in_words(node.data)}{_gradient(node)}"
        for node in called
    )


def _formula(node, called) -> str:
    names, operation = [called[parent] for parent in node.parents], node.operation
    if not names:
        return ""
    if operation.startswith("**"):
        return f"{names[0]}{operation} = "
    if len(names) == 2:
        return f"{names[0]} {operation} {names[1]} = "
    if operation == "-":
        return f"-{names[0]} = "
    return f"{operation}({', '.join(names)}) = "


def _in_words(data) -> str:
    data = np.asarray(data)
    if data.size == 1:
        return f"{data.item():.4g}"
    if data.size <= 6:
        return np.array2string(data, precision=3, separator=", ").replace("\n", "")
    return f"array {data.shape}, mean {data.mean():.4g}"


def _gradient(node) -> str:
    if node.grad is None:
        return "" if node.requires_grad else ", constant"
    return f", gradient {_in_words(node.grad)}"
