"""One of the processes that share a batch, and what it computes; `processes` starts it.

It runs as a script, by its path, and needs PyTorch alone: nothing else of the course is loaded,
which keeps its start short and its memory small.
"""

import os
import sys
import time
import traceback
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median

import torch
from torch import Tensor, distributed, nn
from torch.nn import functional as F

from course_utils.training.checks import check_network, check_tensor
from course_utils.validation import check_length

JOB, STORE = "job.pt", "store"  # the files of a run; each process adds one with its rank
LOST = 3  # the exit code of a process that another one left alone


def gradients_of(network: nn.Module, X: Tensor, y: Tensor) -> dict[str, Tensor]:
    """Return the gradients of the mean cross-entropy of a batch, by the parameter's name.

    Parameters
    ----------
    network : nn.Module, from (n, n_features) to logits (n, n_classes)
    X : Tensor of shape (n, n_features)
    y : int64 Tensor of shape (n,), the classes from 0

    >>> line = nn.Linear(1, 2, dtype=torch.float64)
    >>> _ = nn.init.zeros_(line.weight), nn.init.zeros_(line.bias)
    >>> gradients_of(line, torch.ones(4, 1, dtype=torch.float64), torch.tensor([0, 0, 0, 1]))
    {'weight': tensor([[-0.2500], [ 0.2500]], dtype=torch.float64),
     'bias': tensor([-0.2500,  0.2500], dtype=torch.float64)}
    """
    check_tensor(X, "X", 2)
    check_length(check_tensor(y, "y", 1, torch.int64), "y", len(X))
    names, parameters = zip(*check_network(network).named_parameters(), strict=True)
    loss = F.cross_entropy(network(X), y)
    return dict(zip(names, torch.autograd.grad(loss, parameters), strict=True))


def averaged(gradients: dict[str, Tensor], weight: float) -> dict[str, Tensor]:
    """Return the sum over all processes of weight · gradients; each process gives its own.

    All gradients travel in one message, as each message costs time of its own.

    Raises
    ------
    ConnectionError
        If another process is gone.
    """
    message = torch.cat([weight * gradient.flatten() for gradient in gradients.values()])
    try:
        distributed.all_reduce(message)
    except RuntimeError as error:
        raise ConnectionError("Another process is gone: its gradients did not come.") from error
    parts = message.split([gradient.numel() for gradient in gradients.values()])
    return {
        name: part.view_as(gradient)
        for (name, gradient), part in zip(gradients.items(), parts, strict=True)
    }


def network_of(weights: dict[str, Tensor]) -> nn.Sequential:
    """Return the network, linear layers with ReLU between them, that has these weights.

    >>> list(network_of(nn.Sequential(nn.Linear(3, 2), nn.ReLU(), nn.Linear(2, 1)).state_dict()))
    [Linear(in_features=3, out_features=2, bias=True), ReLU(),
     Linear(in_features=2, out_features=1, bias=True)]
    """
    layers = []
    for name, weight in weights.items():
        if name.endswith(".weight"):
            n_out, n_in = weight.shape
            layers += [nn.utils.skip_init(nn.Linear, n_in, n_out, dtype=weight.dtype), nn.ReLU()]
    network = nn.Sequential(*layers[:-1])
    network.load_state_dict(weights)
    return network


def work(job: dict, rank: int) -> dict:
    """Return what the process `rank` finds: for each way to share the batch, gradients and times.

    Parameters
    ----------
    job : dict
        "weights" of the network, "X", "y", "shards" (name -> rows of each process), "n_timed".
    rank : int, from 0

    Returns
    -------
    dict
        "gradients": name -> "weighted" or "plain" -> parameter -> Tensor;
        "communicating": name -> share of the time of a step; "peak_bytes".
    """
    network, found = network_of(job["weights"]), {"gradients": {}, "communicating": {}}
    for name, n_rows in job["shards"].items():
        start = sum(n_rows[:rank])
        X, y = (job[key][start : start + n_rows[rank]] for key in ("X", "y"))
        own = gradients_of(network, X, y)
        found["gradients"][name] = {
            "weighted": averaged(own, n_rows[rank] / sum(n_rows)),
            "plain": averaged(own, 1 / len(n_rows)),
        }
        found["communicating"][name] = communicating_share(
            lambda X=X, y=y: gradients_of(network, X, y),
            lambda own: averaged(own, 0.5),
            job["n_timed"],
        )
    return found | {"peak_bytes": peak_bytes_of_process()}


def communicating_share(compute: Callable, communicate: Callable, n_timed: int) -> float:
    """Return the share of a step's time for which a process waits and sends: medians of steps."""
    seconds = []
    for _ in range(n_timed):
        start = time.perf_counter()
        own = compute()
        middle = time.perf_counter()
        communicate(own)
        seconds.append((middle - start, time.perf_counter() - middle))
    computing, communicating = (median(column) for column in zip(*seconds, strict=True))
    return communicating / (computing + communicating)


def peak_bytes_of_process() -> int:
    """Return the most memory in bytes that this process has held, shared libraries included.

    >>> 10_000_000 < peak_bytes_of_process() < 100_000_000_000
    True
    """
    if sys.platform == "win32":
        import psutil

        return psutil.Process().memory_info().peak_wset
    status = Path("/proc/self/status")  # Linux: getrusage there begins with the parent's peak
    lines = status.read_text().splitlines() if status.exists() else []
    for line in lines:
        if line.startswith("VmHWM"):
            return 1024 * int(line.split()[1])
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else 1024 * peak


def main(folder: str, rank: str) -> int:
    """Do the job that lies in `folder`, leave the result there, and return the exit code."""
    torch.set_num_threads(1)
    job = torch.load(Path(folder, JOB), weights_only=True)
    distributed.init_process_group(
        "gloo",
        store=distributed.FileStore(str(Path(folder, STORE)), job["n_processes"]),
        rank=int(rank),
        world_size=job["n_processes"],
        timeout=timedelta(seconds=job["timeout"]),
    )
    try:
        found = work(job, int(rank))
    except ConnectionError:
        traceback.print_exc()
        return LOST
    torch.save(found, Path(folder, rank))
    distributed.destroy_process_group()
    return 0


if __name__ == "__main__":
    code = main(*sys.argv[-2:])
    os._exit(code)  # at once: to take PyTorch down in order costs a third of a second
