"""The training loop for PyTorch: epochs, batches, validation, and a way back to the last epoch.

What is particular to a network stands in its `step`. The loop keeps the history, remembers the
best epoch, and takes a snapshot after each epoch. Whatever happens in the middle of the next one,
everything comes back as it was, and a further `run` goes on to the numbers of an unbroken one.
"""

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from course_utils.checkpoints import as_dict, as_json
from course_utils.fitting import reason_of
from course_utils.places import as_path
from course_utils.training.checks import (
    as_factor,
    as_losses,
    as_rows,
    check_callable,
    check_finite_weights,
    check_parts,
    check_same,
    settings_of,
)
from course_utils.training.epochs import evaluating, train_epoch
from course_utils.training.schedules import constant
from course_utils.training.snapshots import (
    NOTHING,
    Best,
    after_epoch,
    put_back,
    read_snapshot,
    take,
    write_snapshot,
)
from course_utils.training.tensors import as_generator, one_torch_thread
from course_utils.validation import check_count


class Training:
    """Train networks, one step a batch.

    Parameters
    ----------
    step : callable (batch, Moment) -> dict, name -> number or 0-d tensor
        Learns from a batch, a tuple of tensors: it moves the optimizers itself, and returns its
        losses, under the same names each time. `one_optimizer` makes the usual one.
    networks : dict, name -> nn.Module
        All that changes in the training, also a network without an optimizer, as a running mean.
    optimizers : dict, name -> Optimizer
    generator : torch.Generator or seed
        Orders the rows, and a step draws from it. Dropout layers get their seed from it.
    schedule : callable, share of the training that is done -> factor on each learning rate
    config : dict that JSON can hold, or None
        What makes this training what it is. `resume` refuses the file of another one.
    folder : path or None
        Where "last.safetensors" (to resume) and "best.safetensors" (the best networks, see
        `load_networks`) are written. Files of an older training are replaced.

    Attributes
    ----------
    history : dict, name -> float64 ndarray of shape (n_epochs_done,)
        The mean of each loss over the epoch's rows, and what `validate` returned (NaN in epochs
        without it).
    n_epochs_done : int
    best : Best or None, the epoch with the smallest watched value so far
    stopped : why the last run ended: "n_epochs", "patience", "interrupted", "diverged" or
        "failed"; None as long as it runs

    >>> from course_utils.training import one_optimizer
    >>> line, X = nn.Linear(1, 1, bias=False), torch.tensor([[1.0], [2.0]])
    >>> def loss_of(network, batch, moment):
    ...     return (network(batch[0]) - 3 * batch[0]).square().mean()
    >>> sgd = torch.optim.SGD(line.parameters(), lr=0.1)
    >>> training = Training(one_optimizer(line, sgd, loss_of), {"line": line}, {"line": sgd}, 0)
    >>> round(training.run(X, n_epochs=40).networks["line"].weight.item(), 3)
    3.0
    >>> training.stopped, training.n_epochs_done
    ('n_epochs', 40)
    """

    def __init__(
        self,
        step: Callable,
        networks: dict[str, nn.Module],
        optimizers: dict[str, Optimizer],
        generator: torch.Generator | int,
        *,
        schedule: Callable[[float], float] = constant,
        config: dict | None = None,
        folder: Path | str | None = None,
    ):
        check_parts(networks, optimizers)
        self.step = check_callable(step, "step")
        self.schedule = check_callable(schedule, "schedule")
        self.networks, self.optimizers = dict(networks), dict(optimizers)
        self.generator = as_generator(generator)
        self.folder = None if folder is None else as_path(folder, "folder")
        self.stopped = None
        self._rates = {
            name: [float(group["lr"]) for group in optimizer.param_groups]
            for name, optimizer in optimizers.items()
        }
        # What has to stay the same, so that an interrupted training comes to the same numbers.
        self._same = {
            "config": as_json({} if config is None else as_dict(config, "config"), "config"),
            "optimizers": {name: settings_of(one) for name, one in optimizers.items()},
            "run": None,
        }
        self._done = self._saved = NOTHING

    @property
    def history(self) -> dict[str, np.ndarray]:
        return {name: values.copy() for name, values in self._done.history.items()}

    @property
    def n_epochs_done(self) -> int:
        return self._done.n_epochs

    @property
    def best(self) -> Best | None:
        return self._done.best

    def run(
        self,
        data: Tensor | tuple[Tensor, ...],
        n_epochs: int,
        batch_size: int = 128,
        *,
        validate: Callable[[], dict] | None = None,
        validate_every: int = 1,
        watch: str | None = None,
        patience: int | None = None,
        save_every: int = 100,
        name: str = "training",
    ) -> "Training":
        """Train until `n_epochs` are done in all; go on after those that already are.

        Parameters
        ----------
        data : tensor or tuple of tensors, whose first axes are the same rows
        validate : callable () -> dict, name -> number
            Called after each `validate_every`-th epoch and the last, in eval mode and without
            gradients.
        watch : the name in the history whose smallest value makes the best epoch
            None: the first name of `validate`, or the first loss where nothing is validated.
        patience : int or None
            Stop when the best epoch lies so many epochs back.
        save_every : epochs from one writing of the files to the next, if there is a folder
        name : what the progress bar says; COURSE_PROGRESS=0 in the environment turns it off

        Raises
        ------
        FloatingPointError
            If a loss or a weight is not finite.
        ValueError
            If epochs are done already, with other settings.

        On any error the last finished epoch comes back, `stopped` says why, and the error goes on.
        """
        data, save_every = as_rows(data), check_count(save_every, "save_every")
        if validate is not None:
            check_callable(validate, "validate")
        if not isinstance(name, str):
            raise TypeError(f"name must be a text; got {name!r}.")
        settings = {
            "n_epochs": check_count(n_epochs, "n_epochs"),
            "batch_size": check_count(batch_size, "batch_size"),
            "shapes of data": [list(tensor.shape) for tensor in data],
            "validates": validate is not None,
            "validate_every": check_count(validate_every, "validate_every"),
            "watch": watch,
            "patience": None if patience is None else check_count(patience, "patience"),
        }
        self._begin(settings)
        with one_torch_thread(), torch.random.fork_rng(devices=[]), _bar(n_epochs, name) as bar:
            try:
                while (reason := self._why_end(settings)) is None:
                    self._run_epoch(data, settings, validate)
                    bar.update(self.n_epochs_done - bar.n)
                    if self.n_epochs_done % save_every == 0:
                        self._save()
                self._save()
            except BaseException as error:
                self._put_back()
                self.stopped = reason_of(error)
                self._save_after(error)
                if self.stopped == "interrupted":
                    error.add_note(
                        f"{name}: {self.n_epochs_done} of {n_epochs} epochs are finished. "
                        "The weights are those of the last finished one."
                    )
                raise
        self.stopped = reason
        return self

    def use_best(self) -> None:
        """Put the weights of the best epoch into the networks. A further `run` takes the last."""
        if self.best is None:
            raise ValueError("There is no best epoch yet. Call run(...) first.")
        for name, network in self.networks.items():
            network.load_state_dict(self._done.best_networks[name])

    def resume(self) -> None:
        """Read the folder's "last.safetensors": the next `run` goes on where it was written.

        Raises
        ------
        FileNotFoundError
            If no training was saved there.
        ValueError
            If the file is damaged or of another training. Nothing is changed then.
        """
        if self.folder is None:
            raise ValueError("This training has no folder to resume from. Pass folder=….")
        done, same = read_snapshot(self.folder / "last.safetensors", self.networks)
        check_same(same, {**self._same, "run": same["run"]})
        self._same, self._done, self._saved = same, done, done
        self._put_back()

    def _begin(self, settings) -> None:
        """Go back to the last finished epoch, if there is one, in whatever state things are."""
        if self.n_epochs_done:
            check_same(self._same["run"], settings)
        else:
            self._same = {**self._same, "run": settings}
            self._done = take(self.networks, self.optimizers, self.generator, NOTHING)
        self._put_back()
        self.stopped = None
        for network in self.networks.values():
            network.train()

    def _run_epoch(self, data, settings, validate) -> None:
        """Learn from each row once; the snapshot at the end makes the epoch count."""
        epoch = self.n_epochs_done
        n_epochs, batch_size = settings["n_epochs"], settings["batch_size"]
        # What draws from PyTorch's global generator, as dropout layers do, can be repeated too.
        seed = torch.randint(2**31, (), generator=self.generator)
        torch.default_generator.manual_seed(seed.item())
        losses = train_epoch(
            self.step, data, batch_size, epoch, n_epochs, self.generator, self._before_step
        )
        self._set_rates(1.0)
        check_finite_weights(self.networks, f"after epoch {epoch + 1}")
        validated, is_time = {}, _is_time(settings, epoch + 1)
        if validate and is_time:
            with evaluating(self.networks):
                validated = as_losses(validate(), "validate", epoch + 1)
        watch = settings["watch"]
        watch = next(iter(validated or losses)) if watch is None else watch
        news = after_epoch(self._done, losses, validated, watch if is_time else None)
        # One assignment, which an interrupt cannot cut in two.
        self._done = take(self.networks, self.optimizers, self.generator, self._done, **news)

    def _before_step(self, share: float) -> None:
        self._set_rates(as_factor(self.schedule(share)))

    def _why_end(self, settings) -> str | None:
        """Return why no further epoch is due, or None."""
        n, patience = self.n_epochs_done, settings["patience"]
        if n == settings["n_epochs"]:
            return "n_epochs"
        waited = n - self.best.epoch if self.best and _is_time(settings, n) else 0
        return "patience" if patience is not None and waited >= patience else None

    def _set_rates(self, factor: float) -> None:
        for name, optimizer in self.optimizers.items():
            for group, rate in zip(optimizer.param_groups, self._rates[name], strict=True):
                group["lr"] = factor * rate

    def _put_back(self) -> None:
        put_back(self._done, self.networks, self.optimizers, self.generator)

    def _save(self) -> None:
        """Write the files, unless there is no folder, or nothing new."""
        if self.folder is None or self.n_epochs_done == 0 or self._done is self._saved:
            return
        write_snapshot(self.folder, self._done, self._same, self._saved.best != self.best)
        self._saved = self._done

    def _save_after(self, error: BaseException) -> None:
        try:
            self._save()
        except Exception as second:
            error.add_note(f"The last finished epoch could not be saved: {second}")


def _is_time(settings, epoch) -> bool:
    """Whether the epoch (from 1) is one to validate after, and to ask whether it is the best."""
    every = settings["validate_every"] if settings["validates"] else 1
    return epoch % every == 0 or epoch == settings["n_epochs"]


def _bar(n_epochs: int, name: str):
    """Return a progress bar, which shows itself when a second has passed."""
    if os.environ.get("COURSE_PROGRESS") == "0":
        from tqdm import tqdm

        return tqdm(disable=True)
    from tqdm.auto import tqdm  # loads widgets

    return tqdm(total=n_epochs, desc=name, unit="epoch", delay=1, leave=False)
