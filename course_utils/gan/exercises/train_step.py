"""The bug hunt: a step in which the discriminator moves by the generator's wish, too."""

import numpy as np
import torch

from course_utils.classroom.exercises import Exercise
from course_utils.gan.exercises.mistakes_in_steps import (
    WRONG_GRADIENTS,
    WRONG_LOSSES,
    WRONG_PATHS,
    WRONG_TURNS,
)
from course_utils.gan.exercises.mock_players import (
    OF_D,
    OF_G,
    RATE_OF_D,
    RATE_OF_G,
    observe_steps,
)


def train_step(G, D, g_optimizer, d_optimizer, loss, real, noises):
    fake = G(noises[0]).detach()
    d_loss = loss(D(real), 1) + loss(D(fake), 0)
    d_optimizer.zero_grad()
    d_loss.backward()
    d_optimizer.step()
    g_loss = loss(D(G(noises[1])), 1)
    g_optimizer.zero_grad()
    g_loss.backward()
    g_optimizer.step()


def with_a_frozen_discriminator(G, D, g_optimizer, d_optimizer, loss, real, noises):
    with torch.no_grad():
        fake = G(noises[0])
    d_loss = loss(D(real), 1) + loss(D(fake), 0)
    d_loss.backward()
    d_optimizer.step()
    d_optimizer.zero_grad()
    D.requires_grad_(False)  # slopes go through it, and none is left in it
    g_loss = loss(D(G(noises[1])), 1)
    g_loss.backward()
    g_optimizer.step()
    g_optimizer.zero_grad()
    D.requires_grad_(True)


def shipped(G, D, g_optimizer, d_optimizer, loss, real, noises):
    fake = G(noises[0]).detach()
    d_loss = loss(D(real), 1) + loss(D(fake), 0)
    d_loss.backward()
    d_optimizer.step()
    d_optimizer.zero_grad()
    g_loss = loss(D(G(noises[1])), 1)
    g_loss.backward()
    g_optimizer.step()
    g_optimizer.zero_grad()


def cases(seed):
    rng = np.random.default_rng(seed)

    def uniform(low, high, *shape):
        return (rng.choice([-1, 1], size=shape) * rng.uniform(low, high, size=shape)).round(1)

    return [
        {
            OF_G: uniform(0.4, 1, latent_dim, d),
            OF_D: uniform(0.4, 1, d),
            RATE_OF_G: g_rate,
            RATE_OF_D: d_rate,
            "loss": "the mean cross-entropy of logits and a label, 1 or 0",
            "real": uniform(0.5, 2, n, d),
            "noises": uniform(0.3, 1.5, 2, n, latent_dim),
        }
        for n, d, latent_dim, g_rate, d_rate in [
            (3, 2, 3, 0.5, 0.25),
            (4, 3, 2, 0.2, 0.4),
            (5, 2, 4, 0.3, 0.5),
            (6, 4, 3, 0.4, 0.1),
            (1, 3, 2, 0.25, 0.5),
        ]
    ]


EXERCISE = Exercise(
    title="Bug hunt: whose gradients move D?",
    reference=train_step,
    another=with_a_frozen_discriminator,
    cases=cases,
    shipped=shipped,
    observe=observe_steps,
    misconceptions=(*WRONG_GRADIENTS, *WRONG_PATHS, *WRONG_LOSSES, *WRONG_TURNS),
    hints=(
        "One bug, and the first step hides it. What stands in D's gradients when the function is "
        "called for the second time, and who put it there?",
        "D(x) = w · x with w = 0, so that D can only guess. One real sample 3 and one fake 2: D's "
        "loss has the slope 0.5 · 2 - 0.5 · 3 = -0.5, and w should grow. The generator's loss for "
        "the fake 2 goes back through D, too, and leaves the slope -0.5 · 2 = -1 in w. Which slope "
        "does D's optimizer find in the next step, and whose wish is the larger part of it?",
        "fakes ← the generator's, of the first noise, cut off from it\n"
        "D's loss ← real ones with label 1 + fakes with label 0\n"
        "D: empty the gradients, go back, move\n"
        "G's loss ← new fakes, of the second noise, with label 1\n"
        "G: empty the gradients, go back, move",
    ),
    why="in the loop of chapter 04 it was right to empty the gradients after the move. Why is "
    "that too early for D?",
    because=(
        "There one loss went back, and only into the model that it moved. Here the generator's "
        "loss goes back through D as well, and leaves slopes in D's weights: they say how D could "
        "be fooled more easily. Nobody moves by them, but they must be gone before D's own loss "
        "comes. So empty right before going back. Who freezes D in the generator's step, "
        "requires_grad_(False), and sets it free afterwards, leaves none there and saves time."
    ),
)
