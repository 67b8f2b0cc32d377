"""Two players of a few weights each, made from plain data, and what two steps do to them.

They are real PyTorch modules, so that a step may use whatever PyTorch offers.
"""

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import softplus

from course_utils.classroom.judging import Observation, observe

# What a learner reads of a case: the things that the step gets are made of these.
OF_G, OF_D = "G: noise @ weights; weights", "D: samples @ weights; weights"
RATE_OF_G, RATE_OF_D = "g_optimizer: learning rate", "d_optimizer: learning rate"
N_STEPS = 2  # gradients that one step leaves behind show in the next

COMPLAINTS = (
    "does not require grad",
    "modified by an inplace operation",
    "through the graph a second time",
)


class Player(nn.Module):
    """Rows times weights; it notes whenever a gradient arrives."""

    def __init__(self, weights: np.ndarray) -> None:
        super().__init__()
        self.weights = nn.Parameter(torch.tensor(weights))
        self.calls: list[str] = []
        self.n_answers = 0
        self.weights.register_hook(lambda gradient: self.calls.append("backward"))

    def forward(self, rows: Tensor) -> Tensor:
        self.n_answers += 1
        return rows @ self.weights


class Optimizer:
    """Plain gradient descent on one player, who notes each call."""

    def __init__(self, player: Player, learning_rate: float) -> None:
        self.player, self.learning_rate = player, learning_rate

    def zero_grad(self, set_to_none: bool = True) -> None:  # PyTorch's argument; both empty
        self.player.calls.append("zero_grad")
        self.player.zero_grad(set_to_none)

    def step(self) -> None:
        self.player.calls.append("step")
        weights = self.player.weights
        if weights.grad is not None:
            with torch.no_grad():
                weights -= self.learning_rate * weights.grad


def cross_entropy(logits: Tensor, label: float) -> Tensor:
    """Return the mean loss of logits that should all say `label`: 1 for real, 0 for fake."""
    return (softplus(logits) - label * logits).mean()


def observe_steps(function: Callable, case: dict) -> Observation:
    """Report the weights of both players after each of two steps; what is returned is left out.

    Where a player never moves, the calls of the first step tell why. Of an error of PyTorch the
    kind is reported, and how far the step got.
    """
    players: dict[str, Player] = {}
    weights: dict[str, np.ndarray] = {}
    calls: dict[str, list[str]] = {}

    def play(real, noises, **others) -> None:
        G, D = players["G"], players["D"] = Player(others[OF_G]), Player(others[OF_D])
        for i in range(1, N_STEPS + 1):
            function(
                G,
                D,
                Optimizer(G, others[RATE_OF_G]),
                Optimizer(D, others[RATE_OF_D]),
                cross_entropy,
                torch.from_numpy(real),
                torch.from_numpy(noises),
            )
            for name, player in players.items():
                weights[f"{name}'s weights after step {i}"] = player.weights.detach().numpy().copy()
                calls.setdefault(name, list(player.calls))

    observation = observe(play, case)
    if "raised" in observation:
        return observation | {"the error came": _where(observation, players, len(weights) // 2)}
    del observation["result"]
    starts = {"G": case[OF_G], "D": case[OF_D]}
    stuck = [
        f"{name} never moves: {', '.join(calls[name]) or 'no calls'}"
        for name, start in starts.items()
        if np.array_equal(weights[f"{name}'s weights after step {N_STEPS}"], start)
    ]
    return observation | weights | {"who moves": "; ".join(stuck) or "both players"}


def _where(observation: Observation, players: dict[str, Player], n_done: int) -> str:
    message = str(observation["note:message"])
    complaint = next((part for part in COMPLAINTS if part in message), "")
    text = f"in step {n_done + 1}, after {players['D'].n_answers} answers of D"
    return f"{text}: {complaint}" if complaint else text
