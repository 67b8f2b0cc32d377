"""A snapshot: all that a training is after an epoch, in memory or in a file."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from course_utils.checkpoints import (
    check_fit,
    join_tensors,
    read_checkpoint,
    split_tensors,
    write_checkpoint,
)
from course_utils.training.checks import check_names
from course_utils.training.tensors import copied


class Best(NamedTuple):
    """The epoch (from 1) with the smallest watched value, and that value."""

    epoch: int
    value: float


class Snapshot(NamedTuple):
    """What a training is after its last finished epoch. Nothing in it is ever changed."""

    networks: dict[str, dict[str, Tensor]]  # weights and buffers
    optimizers: dict[str, dict]
    generator: Tensor | None
    history: dict[str, np.ndarray]  # the step's losses first, then what validate returned
    n_losses: int  # how many names of the history are the step's
    best: Best | None
    best_networks: dict[str, dict[str, Tensor]] | None

    @property
    def n_epochs(self) -> int:
        return len(next(iter(self.history.values()), ()))


NOTHING = Snapshot({}, {}, None, {}, 0, None, None)  # before anything was learned


def after_epoch(done: Snapshot, losses: dict, validated: dict, watch: str | None) -> dict:
    """Return the fields history, n_losses and best of a snapshot that is one epoch longer.

    Parameters
    ----------
    losses, validated : name -> float; `validated` is empty in epochs without validation
    watch : the name whose smallest value is the best; None: not in this epoch

    >>> after_epoch(NOTHING, {"loss": 0.5}, {}, "loss")
    {'history': {'loss': array([0.5])}, 'n_losses': 1, 'best': Best(epoch=1, value=0.5)}
    """
    old, best, new = done.history, done.best, losses | validated
    first, later = list(old)[: done.n_losses], list(old)[done.n_losses :]
    check_names("step", first, losses)
    check_names("validate", later, validated or later)
    if both := losses.keys() & validated.keys():
        raise ValueError(f"step and validate both return {min(both)!r}. Rename one.")
    if watch is not None and watch not in list(new):
        raise ValueError(f"watch must be one of {', '.join(new)}; got {watch!r}.")
    if watch is not None and (best is None or new[watch] < best.value):
        best = Best(done.n_epochs + 1, new[watch])
    unknown = np.full(done.n_epochs, np.nan)
    history = {
        name: np.append(old.get(name, unknown), new.get(name, np.nan))
        for name in dict.fromkeys((*losses, *later, *validated))
    }
    return {"history": history, "n_losses": len(losses), "best": best}


def take(networks: dict, optimizers: dict, generator, before: Snapshot, **news) -> Snapshot:
    """Return a snapshot of networks, optimizers and generator, copied; `news` are other fields.

    The fields that are not in `news` are those of `before`.
    """
    after = before._replace(
        networks={name: copied(one.state_dict()) for name, one in networks.items()},
        optimizers={name: copied(one.state_dict()) for name, one in optimizers.items()},
        generator=generator.get_state(),
        **news,
    )
    is_best = after.best and after.best.epoch == after.n_epochs
    return after._replace(best_networks=after.networks) if is_best else after


def put_back(
    snapshot: Snapshot,
    networks: dict[str, nn.Module],
    optimizers: dict[str, Optimizer],
    generator: torch.Generator,
) -> None:
    """Make networks, optimizers and generator what they were when `snapshot` was taken."""
    for name, network in networks.items():
        network.load_state_dict(snapshot.networks[name])
        network.zero_grad()  # a step cut short may have left gradients
    for name, optimizer in optimizers.items():
        optimizer.load_state_dict(copied(snapshot.optimizers[name]))
    generator.set_state(snapshot.generator)


def write_snapshot(folder: Path, snapshot: Snapshot, same: dict, is_new_best: bool) -> None:
    """Write "last.safetensors", all of the snapshot, and "best.safetensors", the best networks.

    `same` is what has to be the same in a training that goes on from the file.
    """
    if is_new_best:
        about = {"config": same["config"], "best": snapshot.best}
        write_checkpoint(folder / "best.safetensors", _flat(snapshot.best_networks), about)
    history = {name: torch.from_numpy(values) for name, values in snapshot.history.items()}
    tensors, rest = split_tensors(snapshot._replace(history=history)._asdict())
    write_checkpoint(folder / "last.safetensors", tensors, {"same": same, "snapshot": rest})


def read_snapshot(path: Path, networks: dict[str, nn.Module]) -> tuple[Snapshot, dict]:
    """Return the snapshot and `same` of a file of `write_snapshot`; `networks` must fit it.

    Raises
    ------
    FileNotFoundError, ValueError
        See `read_checkpoint`; also if the file holds networks of other names or sizes.
    """
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing: no training was saved there yet.")
    tensors, about = read_checkpoint(path)
    if not isinstance(about, dict) or "snapshot" not in about:
        raise ValueError(f"{path} holds networks, but no training. Use load_networks for it.")
    parts = join_tensors(tensors, about["snapshot"])
    check_fit(_flat(parts["networks"]), networks, str(path))
    for optimizer in parts["optimizers"].values():
        # JSON has made text of the numbers of the weights.
        optimizer["state"] = {int(number): one for number, one in optimizer["state"].items()}
    parts["history"] = {name: values.numpy() for name, values in parts["history"].items()}
    parts["best"] = parts["best"] and Best(*parts["best"])
    return Snapshot(**parts), about["same"]


def _flat(networks: dict[str, dict[str, Tensor]]) -> dict[str, Tensor]:
    return {f"{name}.{key}": one for name, state in networks.items() for key, one in state.items()}
