"""Data parallelism: several processes compute the gradients of one batch, each with its rows."""

import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import nn

from course_utils.resources.processes import run_processes
from course_utils.validation import (
    as_matrix,
    as_vector,
    check_count,
    check_labels,
    check_positive,
)

MAX_PROCESSES = 8


class ParallelRun(NamedTuple):
    """What the processes found, for each way to share the batch, by the name of the way."""

    gradients: dict[str, dict[str, dict[str, np.ndarray]]]  # name -> rule -> parameter -> float64
    spread: float  # the largest difference between the averages that two processes hold
    communicating: dict[str, tuple[float, ...]]  # share of each process's time; waiting counts
    message_bytes: int  # that a process gives in a step, whatever the number of rows
    peak_bytes: tuple[int, ...]  # of memory, of each process
    seconds: float  # from the start of the first process to the end of the last


def parallel_gradients(
    network: nn.Sequential,
    X,
    y,
    shards: Mapping[str, Sequence[int]],
    *,
    n_timed: int = 30,
    timeout: float = 60.0,
) -> ParallelRun:
    """Compute a batch's gradients in several processes that average them by all-reduce.

    Process 0 takes the first rows, process 1 the next, and so on. Each computes the gradients of
    the mean cross-entropy of its own rows. They are averaged by two rules: "weighted" counts each
    process by its rows, which gives the gradients of the whole batch; "plain" counts all alike,
    which gives them only if all have as many rows. One start of the processes serves all shardings.

    Parameters
    ----------
    network : nn.Sequential of nn.Linear with nn.ReLU between them, in float64
    X : array of shape (n_samples, n_features)
    y : whole numbers of shape (n_samples,), the classes from 0
    shards : name -> the number of rows of each process
        Each entry has one number for each process, 2 to 8 of them, which add up to n_samples.
    n_timed : int >= 1, steps of each sharding from which `communicating` is the median
    timeout : float > 0, seconds after which the processes are ended

    Returns
    -------
    ParallelRun

    Raises
    ------
    TypeError, ValueError
        If an argument does not fit.
    RuntimeError
        If a process crashes or is killed; its last words stand in the message.
    TimeoutError
        If they are not done in time. Whatever happens, no process and no file stays behind.

    References
    ----------
    Li et al., PyTorch Distributed: Experiences on Accelerating Data Parallel Training, VLDB 2020.

    >>> network = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 2)).double()
    >>> run = parallel_gradients(network, np.eye(2), [0, 1], {"equal": (1, 1)}, n_timed=1)
    >>> run.gradients["equal"]["weighted"]["0.weight"].shape, run.message_bytes, run.spread
    ((3, 2), 136, 0.0)
    """
    sizes = _sizes_of(network)
    inputs = as_matrix(X, "X")
    if inputs.shape[1] != sizes[0]:
        raise ValueError(f"X must have shape (n_samples, {sizes[0]}); got {inputs.shape}.")
    labels = as_vector(y, "y", len(inputs))
    check_labels(labels, range(sizes[-1]), "y")
    shards = _checked_shards(shards, len(inputs))
    job = {
        "weights": dict(network.state_dict()),
        "X": torch.tensor(inputs),
        "y": torch.tensor(labels.astype(np.int64)),
        "shards": shards,
        "n_timed": check_count(n_timed, "n_timed"),
        "n_processes": len(next(iter(shards.values()))),
        "timeout": check_positive(timeout, "timeout"),
    }
    start = time.perf_counter()
    found = run_processes(job)
    return _told(found, time.perf_counter() - start)


# What is asked of the arguments


def _sizes_of(network) -> list[int]:
    """Return the sizes of the network's layers if the processes can build such a network."""
    layers = list(network) if isinstance(network, nn.Sequential) else []
    kinds = [nn.Linear, nn.ReLU] * (len(layers) // 2) + [nn.Linear]
    if [type(layer) for layer in layers] != kinds or any(one.bias is None for one in layers[::2]):
        raise TypeError(
            "network must be an nn.Sequential of nn.Linear (with bias) and nn.ReLU in turn, "
            f"nn.Linear at both ends; got {network!r}."
        )
    if {parameter.dtype for parameter in network.parameters()} != {torch.float64}:
        raise TypeError("network must hold float64; call network.double().")
    return [layers[0].in_features, *(layer.out_features for layer in layers[::2])]


def _checked_shards(shards, n_samples: int) -> dict[str, list[int]]:
    if not isinstance(shards, Mapping) or not shards:
        raise TypeError(
            'shards must give each way to share the batch a name, such as {"equal": '
            f"({n_samples // 2}, {n_samples - n_samples // 2})}}; got {shards!r}."
        )
    checked = {
        str(name): [check_count(n, f"shards[{name!r}]") for n in rows]
        for name, rows in shards.items()
    }
    n_processes = len(next(iter(checked.values())))
    for name, rows in checked.items():
        if sum(rows) != n_samples or len(rows) != n_processes:
            raise ValueError(
                f"shards[{name!r}] must hold {n_processes} numbers of rows that add up to "
                f"{n_samples}; got {rows}."
            )
    if not 2 <= n_processes <= MAX_PROCESSES:
        raise ValueError(
            f"shards must share rows among 2 to {MAX_PROCESSES} processes; got {n_processes}."
        )
    return checked


# What they found


def _told(found: list[dict], seconds: float) -> ParallelRun:
    """Return in one piece what the processes found."""
    first, *others = (
        {name: _arrays(rules) for name, rules in one["gradients"].items()} for one in found
    )
    apart = [
        np.abs(own - gradients[name][rule][parameter]).max()
        for gradients in others
        for name, rules in first.items()
        for rule, parameters in rules.items()
        for parameter, own in parameters.items()
    ]
    one_message = next(iter(first.values()))["plain"].values()
    return ParallelRun(
        gradients=first,
        spread=float(max(apart)),
        communicating={name: tuple(one["communicating"][name] for one in found) for name in first},
        message_bytes=sum(gradient.nbytes for gradient in one_message),
        peak_bytes=tuple(one["peak_bytes"] for one in found),
        seconds=seconds,
    )


def _arrays(rules: dict) -> dict[str, dict[str, np.ndarray]]:
    return {
        rule: {name: tensor.numpy() for name, tensor in gradients.items()}
        for rule, gradients in rules.items()
    }
