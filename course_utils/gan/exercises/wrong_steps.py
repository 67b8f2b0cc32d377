"""Steps of a GAN in other orders, and with other losses: see `train_step`."""

from collections.abc import Callable

import torch

BEFORE = "D loss, D zero, D back, D step, G loss, G zero, G back, G step"
AFTER = "D loss, D back, D step, D zero, G loss, G back, G step, G zero"  # as it is shipped
# Both players move with each loss, or with D's loss alone.
ONE_OPTIMIZER = (
    "D loss, D zero, G zero, D back, D step, G step, "
    "G loss, D zero, G zero, G back, D step, G step",
    "D loss, D zero, G zero, D back, D step, G step, G loss, G zero, G back, D step, G step",
    "D loss, D zero, G zero, D back, D step, G step, G loss, G zero, G back, G step",
)


def loss_of_d(
    G, D, loss, real, noises, labels=(1, 0), detached: bool = True, draw: int = 0
) -> torch.Tensor:
    fake = G(noises[draw])
    fake = fake.detach() if detached else fake
    return loss(D(real), labels[0]) + loss(D(fake), labels[1])


def loss_of_g(
    G, D, loss, real, noises, label=1, detached: bool = False, draw: int = 1
) -> torch.Tensor:
    fake = G(noises[draw])
    return loss(D(fake.detach() if detached else fake), label)


def playing(
    events: str = BEFORE, d_loss: Callable = loss_of_d, g_loss: Callable = loss_of_g
) -> Callable:
    """Return the step in which these events happen, in this order.

    "D loss" computes the discriminator's loss, "D zero" empties its gradients, "D back" goes back
    from its loss, "D step" moves it; so for G. Losses are functions of G, D, loss, real, noises.
    """

    def train_step(G, D, g_optimizer, d_optimizer, loss, real, noises):
        losses = {}
        for event in events.split(", "):
            player, what = event.split()
            optimizer = d_optimizer if player == "D" else g_optimizer
            if what == "loss":
                make = d_loss if player == "D" else g_loss
                losses[player] = make(G, D, loss, real, noises)
            elif what == "back":
                losses[player].backward()
            elif what == "zero":
                optimizer.zero_grad()
            else:
                optimizer.step()

    return train_step


def with_the_bug(**losses: Callable) -> tuple[Callable]:
    """Return the step as it is shipped, but for these losses."""
    return (playing(AFTER, **losses),)


def d_loss_with(**changes) -> Callable:
    """Return `loss_of_d` with other labels, with fakes that are not detached, or another draw."""
    return lambda *given: loss_of_d(*given, **changes)


def g_loss_with(**changes) -> Callable:
    """Return `loss_of_g` with another label, with fakes that are detached, or another draw."""
    return lambda *given: loss_of_g(*given, **changes)


attached = d_loss_with(detached=False)


def halved(*given) -> torch.Tensor:
    return loss_of_d(*given) / 2


def minimax(*given) -> torch.Tensor:
    return -loss_of_g(*given, label=0)


def keeping_the_answer(**backward) -> Callable:
    """Return the step whose second loss judges D's answer of before D's move."""

    def train_step(G, D, g_optimizer, d_optimizer, loss, real, noises):
        fake_logits = D(G(noises[0]))
        d_optimizer.zero_grad()
        (loss(D(real), 1) + loss(fake_logits, 0)).backward(**backward)
        d_optimizer.step()
        g_optimizer.zero_grad()
        loss(fake_logits, 1).backward()
        g_optimizer.step()

    return train_step


def reusing_attached_fakes(G, D, g_optimizer, d_optimizer, loss, real, noises):
    fake = G(noises[0])
    d_optimizer.zero_grad()
    (loss(D(real), 1) + loss(D(fake), 0)).backward()
    d_optimizer.step()
    g_optimizer.zero_grad()
    loss(D(fake), 1).backward()
    g_optimizer.step()


def without_a_record(G, D, loss, real, noises) -> torch.Tensor:
    with torch.no_grad():
        logits = D(G(noises[1]))
    return loss(logits, 1)


def fixed_noise(noises: torch.Tensor) -> torch.Tensor:
    draws = torch.Generator().manual_seed(0)
    return torch.randn(noises.shape, generator=draws, dtype=noises.dtype)


def d_of_fixed_noise(G, D, loss, real, noises) -> torch.Tensor:
    return loss_of_d(G, D, loss, real, fixed_noise(noises))


def g_of_fixed_noise(G, D, loss, real, noises) -> torch.Tensor:
    return loss_of_g(G, D, loss, real, fixed_noise(noises))


def in_one_go(detached: bool, draw: int) -> Callable:
    """Return the step that goes back once, from the sum of both losses."""

    def train_step(G, D, g_optimizer, d_optimizer, loss, real, noises):
        d_loss = loss_of_d(G, D, loss, real, noises, detached=detached)
        g_loss = loss_of_g(G, D, loss, real, noises, draw=draw)
        g_optimizer.zero_grad()
        d_optimizer.zero_grad()
        (d_loss + g_loss).backward()
        d_optimizer.step()
        g_optimizer.step()

    return train_step


def at_the_same_time(G, D, g_optimizer, d_optimizer, loss, real, noises):
    d_optimizer.zero_grad()
    loss_of_d(G, D, loss, real, noises).backward()
    D.requires_grad_(False)
    g_optimizer.zero_grad()
    loss_of_g(G, D, loss, real, noises).backward()
    D.requires_grad_(True)
    d_optimizer.step()
    g_optimizer.step()


def frozen_for_good(G, D, g_optimizer, d_optimizer, loss, real, noises):
    fake = G(noises[0]).detach()
    d_optimizer.zero_grad()
    (loss(D(real), 1) + loss(D(fake), 0)).backward()
    d_optimizer.step()
    D.requires_grad_(False)
    g_optimizer.zero_grad()
    loss(D(G(noises[1])), 1).backward()
    g_optimizer.step()
