"""What was saved, measured: bytes in a file, bytes of sparse weights, time beside time."""

import time
import zlib
from collections.abc import Callable
from statistics import median

import safetensors.torch
import torch
from torch import Tensor, nn

from course_utils.compression.model import as_rows, check_network, in_eval_mode
from course_utils.compression.weights import as_weight
from course_utils.training import one_torch_thread
from course_utils.validation import check_count, check_positive

SHORTEST = 1e-4  # seconds of a timing: many ticks of the clock, and seldom interrupted
INDEX_BYTES = 4  # of an int32


def file_bytes(network: nn.Module) -> int:
    """Return the size of the safetensors file that holds the network's weights and buffers.

    A weight takes its bytes whether or not it is 0.

    >>> from course_utils.compression.model import digits_network
    >>> network = digits_network(dtype=torch.float32)
    >>> file_bytes(network), sum(one.nbytes for one in network.parameters())
    (19520, 19240)
    """
    return len(_content(network))


def zipped_bytes(network: nn.Module) -> int:
    """Return the size of that file after zlib (level 9), which stores a run of zeros in few bytes.

    Another version of zlib may find some bytes more or less.

    >>> from course_utils.compression.model import digits_network
    >>> from course_utils.compression.prune import prune_network
    >>> network = digits_network(dtype=torch.float32)
    >>> pruned, _ = prune_network(network, 0.9)
    >>> file_bytes(pruned) == file_bytes(network), zipped_bytes(pruned) < zipped_bytes(network) / 4
    (True, True)
    """
    return len(zlib.compress(_content(network), level=9))


def sparse_bytes(weight: Tensor) -> int:
    """Return the bytes of a matrix as compressed sparse rows (CSR).

    They hold each number that is not 0, its column (int32), and where each row begins and the
    last one ends (int32).

    Parameters
    ----------
    weight : tensor of shape (n_rows, n_columns)

    References
    ----------
    Saad, Iterative methods for sparse linear systems, 2nd edition, SIAM, 2003, section 3.4.

    >>> sparse_bytes(torch.eye(3)), torch.eye(3).nbytes
    (40, 36)
    """
    weight = as_weight(weight)
    if weight.ndim != 2:
        raise ValueError(f"weight must be 2-D; got shape {tuple(weight.shape)}.")
    n_nonzero = int((weight != 0).sum())
    return n_nonzero * (weight.itemsize + INDEX_BYTES) + (len(weight) + 1) * INDEX_BYTES


def latency_ratio(
    new: nn.Module,
    old: nn.Module,
    X,
    n_pairs: int = 200,
    clock: Callable[[], float] = time.perf_counter,
) -> float:
    """Measure how long `new` takes for the rows X, as a share of how long `old` takes.

    Both are timed one right after the other, in pairs and in turns first, so that whatever else
    the computer does slows both; the median of the pairs' ratios leaves the disturbed pairs out.
    A timing repeats the pass for a tenth of a millisecond: the shorter, the fewer are disturbed.
    One thread computes.

    Parameters
    ----------
    new, old : networks that take the same rows
    X : array of shape (n_samples, n_features), the batch
    n_pairs : int >= 1
    clock : callable () -> seconds

    Returns
    -------
    float
        Below 1 where `new` is faster. It differs from run to run: report it with `ratio_sentence`.

    >>> from course_utils.compression.model import digits_network
    >>> small, large = digits_network((64, 8, 10)), digits_network((64, 2048, 10))
    >>> latency_ratio(small, large, torch.zeros(256, 64), n_pairs=5) < 0.8
    True
    """
    check_count(n_pairs, "n_pairs")
    check_network(new, "new"), check_network(old, "old")
    works = [(network, as_rows(network, X)) for network in (new, old)]
    ratios = []
    with one_torch_thread(), in_eval_mode(new, old), torch.inference_mode():
        repeats = max(_repeats(*work, clock) for work in works)
        for pair in range(n_pairs):
            seconds = [0.0, 0.0]
            for i in (0, 1) if pair % 2 else (1, 0):
                seconds[i] = _seconds(*works[i], repeats, clock)
            ratios.append(seconds[0] / seconds[1])
    return median(ratios)


def ratio_sentence(ratio: float, low: float = 0.8, high: float = 1.25) -> str:
    """Say in words, which the next run confirms, what a ratio of two times means.

    >>> ratio_sentence(0.31), ratio_sentence(1.04)
    ('faster: ratio below 0.8', 'not faster: ratio between 0.8 and 1.25')
    """
    ratio, low, high = (
        check_positive(value, name)
        for value, name in ((ratio, "ratio"), (low, "low"), (high, "high"))
    )
    if low >= high:
        raise ValueError(f"low must be below high; got {low:g} and {high:g}.")
    if ratio < low:
        return f"faster: ratio below {low:g}"
    if ratio > high:
        return f"slower: ratio above {high:g}"
    return f"not faster: ratio between {low:g} and {high:g}"


def _content(network: nn.Module) -> bytes:
    tensors = check_network(network).state_dict()
    for name, tensor in tensors.items():
        if type(tensor) is not Tensor:
            raise TypeError(
                f"{name} is a {type(tensor).__name__}, which a safetensors file can't hold."
            )
    # Copies in one piece: two names may share one tensor.
    return safetensors.torch.save(
        {
            name: tensor.clone(memory_format=torch.contiguous_format)
            for name, tensor in tensors.items()
        }
    )


def _repeats(network: nn.Module, rows: Tensor, clock: Callable) -> int:
    """Return how many passes take `SHORTEST` seconds; those before it warm the network up."""
    repeats = 1
    while _seconds(network, rows, repeats, clock) < SHORTEST:
        repeats *= 2
    return repeats


def _seconds(network: nn.Module, rows: Tensor, repeats: int, clock: Callable) -> float:
    start = clock()
    for _ in range(repeats):
        network(rows)
    return clock() - start
