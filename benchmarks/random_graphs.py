"""Random graphs of all the engine's operations, run on its tensors and on PyTorch's.

A program is a list of leaves (shape, whether it wants a gradient) and a list of steps (operation,
index, index, seed). Nodes are used again and again, and shapes broadcast.
"""

import numpy as np
import torch

from course_utils.backprop import (
    Tensor,
    binary_cross_entropy,
    cross_entropy,
    log_softmax,
    mean_squared_error,
)

SHAPES = ((), (2, 3), (3,), (2, 1), (3, 2), (1, 3), (2, 3), (2, 1, 3), (4, 2, 3))
LARGEST = 3.0  # a node beyond it is squeezed by tanh, or numbers would grow without end
SAME = 1e-10


class Ours:
    """The operations whose call differs between the two libraries, as the chapter calls them."""

    def __init__(self, dtype=np.float64):
        self.dtype = dtype

    def leaf(self, data, requires_grad):
        return Tensor(data.astype(self.dtype), requires_grad=requires_grad)

    def constant(self, array):
        return array.astype(self.dtype)

    def sum(self, x, axis, keepdims):
        return x.sum(axis, keepdims)

    def mean(self, x, axis, keepdims):
        return x.mean(axis, keepdims)

    def max(self, x, axis, keepdims):
        return x.max(axis, keepdims)

    def turned(self, x):
        return x.T

    log_softmax = staticmethod(log_softmax)
    cross_entropy = staticmethod(cross_entropy)
    binary_cross_entropy = staticmethod(binary_cross_entropy)
    mean_squared_error = staticmethod(mean_squared_error)


class Torch:
    """The same in PyTorch; amax shares the gradient of a tie evenly, max does not."""

    def leaf(self, data, requires_grad):
        return torch.tensor(data, requires_grad=requires_grad)

    def constant(self, array):
        return torch.tensor(array)

    def sum(self, x, axis, keepdims):
        return x.sum(dim=axis, keepdim=keepdims)

    def mean(self, x, axis, keepdims):
        return x.mean(dim=axis, keepdim=keepdims)

    def max(self, x, axis, keepdims):
        return x.amax(dim=() if axis is None else axis, keepdim=keepdims)

    def turned(self, x):
        return x.permute(tuple(reversed(range(x.ndim))))

    def log_softmax(self, x):
        return torch.log_softmax(x, dim=1)

    def cross_entropy(self, x, labels):
        return torch.nn.functional.cross_entropy(x, torch.tensor(labels))

    def binary_cross_entropy(self, x, y):
        y = torch.tensor(y).reshape(x.shape)
        return torch.nn.functional.binary_cross_entropy_with_logits(x, y)

    def mean_squared_error(self, x, targets):
        return torch.nn.functional.mse_loss(x, torch.tensor(targets))


def axis_of(x, rng):
    """Return None, one axis counted from either end, or two axes; and keepdims."""
    choices = [None, *range(-x.ndim, x.ndim)]
    if x.ndim > 1:
        choices += [(0, 1), (-1, 0)]
    return choices[rng.integers(len(choices))], bool(rng.integers(2))


def key_of(x, rng):
    """Return an index that takes at least one element; arrays take some elements twice."""
    n = x.shape[0]
    mask = rng.random(tuple(x.shape)) < 0.5
    mask.flat[0] = True
    rows = rng.integers(n, size=4)
    keys = [int(rng.integers(-n, n)), slice(0, 1 + n // 2), slice(None, None, 2), rows, mask]
    keys += [(..., 0), (None, slice(None)), rng.integers(n, size=(2, 2))]
    if x.ndim > 1:
        keys += [(rows, rng.integers(x.shape[1], size=4)), (slice(None), 0), (rows, slice(0, 1))]
    return keys[rng.integers(len(keys))]


def fitting(a, b) -> bool:
    try:
        np.broadcast_shapes(tuple(a.shape), tuple(b.shape))
    except ValueError:
        return False
    return True


def away_from_0(x) -> bool:
    return bool((numbers(x) > 0.2).all())


def numbers(x):
    return x.detach().numpy() if isinstance(x, torch.Tensor) else x.data


# name -> (whether it can be done here, the operation); both get the library, the two nodes, and
# a generator that draws the same for both libraries.
def always(a, b) -> bool:
    return True


def matrix(a, b) -> bool:
    return a.ndim == 2


def number(rng):
    return float(rng.uniform(0.5, 1.5))


def array_like(x, rng):
    return rng.uniform(0.5, 1.5, size=tuple(x.shape))


def matmul(lib, a, b, rng):
    return a @ (b if a.shape[1] == b.shape[0] else lib.turned(a))


def power(lib, a, b, rng):
    whole, any_number = (0, 1, 2, 3), (0, 1, 2, 3, 0.5, -1, -2, 1.5)
    choices = any_number if away_from_0(a) else whole
    return a ** choices[rng.integers(len(choices))]


def reshaped(lib, a, b, rng):
    shapes = [(-1,), (*a.shape[::-1],), (1, *a.shape), (*a.shape, 1)]
    return a.reshape(shapes[rng.integers(len(shapes))])


def left_array(lib, a, b, rng):
    """An array on the left is left to the tensor (PyTorch asks for a tensor there)."""
    c = lib.constant(array_like(a, rng))
    return [lambda: c + a, lambda: c - a, lambda: c * a][rng.integers(3)]()


OPERATIONS = {
    "+": (fitting, lambda lib, a, b, rng: a + b),
    "-": (fitting, lambda lib, a, b, rng: a - b),
    "*": (fitting, lambda lib, a, b, rng: a * b),
    "/": (lambda a, b: fitting(a, b) and away_from_0(b), lambda lib, a, b, rng: a / b),
    "a number /": (lambda a, b: away_from_0(a), lambda lib, a, b, rng: number(rng) / a),
    "an array /": (
        lambda a, b: away_from_0(a),
        lambda lib, a, b, rng: lib.constant(array_like(a, rng)) / a,
    ),
    "a number -": (always, lambda lib, a, b, rng: number(rng) - a),
    "* a number": (always, lambda lib, a, b, rng: a * number(rng) + 1),
    "/ an array": (always, lambda lib, a, b, rng: a / lib.constant(array_like(a, rng))),
    "an array on the left": (always, left_array),
    "negative": (always, lambda lib, a, b, rng: -a),
    "**": (always, power),
    "@": (lambda a, b: a.ndim == b.ndim == 2, matmul),
    "an array @": (
        matrix,
        lambda lib, a, b, rng: lib.constant(rng.uniform(-1, 1, size=(2, a.shape[0]))) @ a,
    ),
    "@ an array": (
        matrix,
        lambda lib, a, b, rng: a @ lib.constant(rng.uniform(-1, 1, size=(a.shape[1], 2))),
    ),
    "exp": (always, lambda lib, a, b, rng: a.exp()),
    "log": (always, lambda lib, a, b, rng: (a if away_from_0(a) else a * a + 0.5).log()),
    "tanh": (always, lambda lib, a, b, rng: a.tanh()),
    "sigmoid": (always, lambda lib, a, b, rng: a.sigmoid()),
    "relu": (always, lambda lib, a, b, rng: a.relu()),
    "sum": (always, lambda lib, a, b, rng: lib.sum(a, *axis_of(a, rng))),
    "mean": (always, lambda lib, a, b, rng: lib.mean(a, *axis_of(a, rng))),
    "max": (always, lambda lib, a, b, rng: lib.max(a, *axis_of(a, rng))),
    "reshape": (always, reshaped),
    "T": (always, lambda lib, a, b, rng: lib.turned(a)),
    "[]": (lambda a, b: a.ndim > 0, lambda lib, a, b, rng: a[key_of(a, rng)]),
    "detach": (always, lambda lib, a, b, rng: a.detach()),
    "log_softmax": (matrix, lambda lib, a, b, rng: lib.log_softmax(a)),
    "cross_entropy": (
        matrix,
        lambda lib, a, b, rng: lib.cross_entropy(a, rng.integers(a.shape[1], size=a.shape[0])),
    ),
    "binary_cross_entropy": (
        lambda a, b: a.ndim == 1 or (a.ndim == 2 and a.shape[1] == 1),
        lambda lib, a, b, rng: lib.binary_cross_entropy(a, rng.random(a.shape[0])),
    ),
    "mean_squared_error": (
        always,
        lambda lib, a, b, rng: lib.mean_squared_error(a, rng.random(tuple(a.shape))),
    ),
}


def run(program, libraries):
    """Run a program on all libraries in step; return the nodes of each, and what was done.

    Kinks are left out where rounding could decide: all libraries must see the same signs at relu,
    and the same winners at max. Exact zeros and exact ties stay in.
    """
    leaves, steps = program
    pools, done = [[] for _ in libraries], []
    for i, (shape, wanted) in enumerate(leaves):
        # Eighths, so that ties and zeros occur. One leaf at least wants a gradient.
        data = np.random.default_rng(i).integers(-12, 13, size=shape) / 8
        for lib, pool in zip(libraries, pools, strict=True):
            pool.append(lib.leaf(np.asarray(data), wanted or i == 0))
    for name, i, j, seed in steps:
        can, operation = OPERATIONS[name]
        pairs = [(pool[-1 - i % len(pool)], pool[-1 - j % len(pool)]) for pool in pools]
        if not can(*pairs[0]) or (name in ("relu", "max") and not same_kinks(pairs)):
            continue
        rngs = [np.random.default_rng(seed) for _ in libraries]
        calls = zip(libraries, pairs, rngs, strict=True)
        made = [operation(lib, a, b, rng) for lib, (a, b), rng in calls]
        if np.abs(numbers(made[0])).max() > LARGEST:
            made = [node.tanh() for node in made]
        for pool, node in zip(pools, made, strict=True):
            pool.append(node)
        done.append(name)
    return pools, done


def same_kinks(pairs) -> bool:
    """Whether all libraries have the same elements up to rounding, and bit for bit where near."""
    arrays = [numbers(a) for a, _ in pairs]
    rounded = np.round(arrays[0], 9)
    return all(np.array_equal(arrays[0], array) for array in arrays[1:]) or (
        np.unique(rounded).size == rounded.size and not (rounded == 0).any()
    )


def walk_back(pools, seed=0):
    """Let the last three nodes be pulled at with random gradients, all at once; twice."""
    for pool in pools:
        rng = np.random.default_rng(seed)
        for node in [node for node in pool[-3:] if node.requires_grad]:
            gradient = rng.standard_normal(tuple(node.shape))
            if isinstance(node, Tensor):
                node.backward(gradient)
            else:
                node.backward(torch.tensor(gradient), retain_graph=True)


def draw(rng: np.random.Generator) -> tuple[list, list]:
    """Return a program of 1 to 4 leaves and 3 to 14 steps."""
    leaves = [
        (SHAPES[rng.integers(len(SHAPES))], bool(rng.integers(2)))
        for _ in range(rng.integers(1, 5))
    ]
    names = sorted(OPERATIONS)
    steps = [
        (names[rng.integers(len(names))], *map(int, rng.integers((8, 8, 1000))))
        for _ in range(rng.integers(3, 15))
    ]
    return leaves, steps


def differences(program) -> tuple[float, float]:
    """Return how far values, and gradients, lie from PyTorch's, in units of the largest one."""
    (ours, theirs), _ = run(program, [Ours(), Torch()])
    walk_back([ours, theirs])
    values = [(a.data, b) for a, b in zip(ours, theirs, strict=True)]
    leaves = zip(ours, theirs, strict=True)
    gradients = [(a.grad, b.grad) for a, b in leaves if b.is_leaf and b.grad is not None]
    return _farthest(values), _farthest(gradients)


def _farthest(pairs) -> float:
    far = 0.0
    for ours, theirs in pairs:
        theirs = theirs.detach().numpy()
        scale = max(1.0, np.abs(theirs).max(initial=0.0))
        far = max(far, float(np.abs(ours - theirs).max(initial=0.0) / scale))
    return far
