"""Small parts of work with tensors: seeds, first weights, one thread, copies."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from numbers import Integral

import torch
from torch import Tensor, nn

from course_utils.validation import check_count


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


def linear(n_in: int, n_out: int, generator: torch.Generator, dtype) -> nn.Linear:
    """Return a layer with weights drawn evenly from -1/√n_in to 1/√n_in, and biases 0.

    >>> linear(4, 2, as_generator(0), torch.float32).weight.abs().max().item() <= 0.5
    True
    """
    n_in, n_out = check_count(n_in, "n_in"), check_count(n_out, "n_out")
    generator = as_generator(generator)
    if not isinstance(dtype, torch.dtype) or not dtype.is_floating_point:
        raise TypeError(f"dtype must be a torch.dtype of real numbers; got {dtype!r}.")
    layer = nn.utils.skip_init(nn.Linear, n_in, n_out, dtype=dtype)  # draws nothing itself
    nn.init.uniform_(layer.weight, -1 / math.sqrt(n_in), 1 / math.sqrt(n_in), generator=generator)
    nn.init.zeros_(layer.bias)
    return layer


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
