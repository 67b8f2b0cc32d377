"""Small parts of work with tensors: seeds, one thread, copies."""

from collections.abc import Iterator
from contextlib import contextmanager
from numbers import Integral

import torch
from torch import Tensor


def as_generator(value, name: str = "generator") -> torch.Generator:
    """Return a generator from a seed or a generator; never the global one.

    >>> as_generator(7).initial_seed()
    7
    """
    if isinstance(value, torch.Generator):
        return value
    if isinstance(value, Integral) and not isinstance(value, bool) and value >= 0:
        return torch.Generator().manual_seed(int(value))
    raise TypeError(
        f"{name} must be a torch.Generator or a whole number >= 0 (a seed); got {value!r}."
    )


@contextmanager
def one_torch_thread() -> Iterator[None]:
    """Let PyTorch compute with one thread: small networks are faster so, and sums never differ.

    >>> with one_torch_thread():
    ...     torch.get_num_threads()
    1
    """
    n_threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(n_threads)


def copied(nested):
    """Return a copy of nested dicts, lists and tuples with a copy of each tensor in them."""
    if isinstance(nested, Tensor):
        return nested.detach().clone()
    if isinstance(nested, dict):
        return {key: copied(value) for key, value in nested.items()}
    if isinstance(nested, list | tuple):
        return type(nested)(copied(value) for value in nested)
    return nested
