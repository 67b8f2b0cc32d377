"""The losses of both players with one part or several exchanged: see `gan_losses`."""

from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import misconception

TINY = [10.0**-k for k in (*range(5, 13), 15, 16)]


def paid(logits):
    """Return -log(1 - sigmoid(logit)) of each: what a high logit costs where a low one is asked."""
    return np.logaddexp(0, logits)


def of_discriminator(real, fake):
    return paid(-real).mean() + paid(fake).mean()


def of_generator(real, fake):
    return paid(-fake).mean()


def players(d: Callable = of_discriminator, g: Callable = of_generator) -> Callable:
    """Return both losses, each a function of the real and the fakes' logits."""
    return lambda real_logits, fake_logits: (
        d(real_logits, fake_logits),
        g(real_logits, fake_logits),
    )


def sigmoid(logits):
    return 1 / (1 + np.exp(-logits))


def quotient(logits):
    return np.exp(logits) / (1 + np.exp(logits))


def naive(logits):
    """Return -log D by way of the probability."""
    return -np.log(sigmoid(logits))


def naive_not(logits):
    """Return -log(1 - D) by way of the probability."""
    return -np.log(1 - sigmoid(logits))


def powers_as_they_are(logits):
    return np.log(1 + np.exp(logits))


def cross_entropy(label, p):
    return -np.mean(label * np.log(p) + (1 - label) * np.log(1 - p))


def with_labels(both: Callable = lambda a, b: a + b, g: Callable | None = None) -> Callable:
    """Return the losses of labels 1 and 0 and of probabilities, in which 0 · log 0 may occur."""

    def losses(real_logits, fake_logits):
        p_real, p_fake = sigmoid(real_logits), sigmoid(fake_logits)
        d_loss = both(cross_entropy(1, p_real), cross_entropy(0, p_fake))
        return d_loss, g(p_fake) if g else cross_entropy(1, p_fake)

    return losses


FINITE = {
    "add": lambda p, tiny: p + tiny,
    "max": lambda p, tiny: np.maximum(p, tiny),
    "clip": lambda p, tiny: np.clip(p, tiny, 1 - tiny),
}


def kept_finite(form: str, tiny: float) -> Callable:
    """Return the losses of probabilities that `tiny` keeps from 0."""

    def cost(p):
        return -np.log(FINITE[form](p, tiny)).mean()

    def losses(real_logits, fake_logits):
        p_real, p_fake = sigmoid(real_logits), sigmoid(fake_logits)
        return cost(p_real) + cost(1 - p_fake), cost(p_fake)

    return losses


def of_mean_logits(real_logits, fake_logits):
    real, fake = real_logits.mean(keepdims=True), fake_logits.mean(keepdims=True)
    return of_discriminator(real, fake), of_generator(real, fake)


def taken_twice(real_logits, fake_logits):
    """Put probabilities in where logits are expected."""
    p_real, p_fake = sigmoid(real_logits), sigmoid(fake_logits)
    return paid(-p_real).mean() + paid(p_fake).mean(), paid(-p_fake).mean()


def critic(real_logits, fake_logits):
    return fake_logits.mean() - real_logits.mean(), -fake_logits.mean()


def hinge(real_logits, fake_logits):
    missed = np.maximum(0, 1 - real_logits).mean() + np.maximum(0, 1 + fake_logits).mean()
    return missed, -fake_logits.mean()


def least_squares(real_logits, fake_logits):
    missed = np.mean((real_logits - 1) ** 2) + np.mean(fake_logits**2)
    return missed, np.mean((fake_logits - 1) ** 2)


def squares_of_answers(real_logits, fake_logits):
    return least_squares(sigmoid(real_logits), sigmoid(fake_logits))


WRONG_SUMS = (
    misconception(
        "M922",
        says="takes half of what the discriminator pays for the two kinds together",
        hint="It can only guess, and pays 0.693 for either kind. What do they add up to?",
        also=(
            players(lambda real, fake: paid(np.concatenate([-real, fake])).mean()),
            with_labels(lambda of_real, of_fake: (of_real + of_fake) / 2),
        ),
    )(players(lambda real, fake: (paid(-real).mean() + paid(fake).mean()) / 2)),
    misconception(
        "M204",
        says="adds up and never divides",
        hint="A batch twice as large, with the same logits twice: should it cost twice as much?",
        also=(
            players(lambda real, fake: paid(-real).sum() + paid(fake).sum()),
            players(g=lambda real, fake: paid(-fake).sum()),
        ),
    )(
        players(
            lambda real, fake: paid(-real).sum() + paid(fake).sum(),
            lambda real, fake: paid(-fake).sum(),
        )
    ),
    misconception(
        "M1199",
        says="takes the mean of the logits first, and the loss of that one logit",
        hint="Two fakes have the logits -8 and 8: one is found out, one passes for real. What does "
        "the discriminator pay for the second one, and what with your code?",
        also=(
            players(lambda real, fake: of_mean_logits(real, fake)[0]),
            players(g=lambda real, fake: of_mean_logits(real, fake)[1]),
        ),
    )(of_mean_logits),
    misconception(
        "M275",
        says="returns one number for each sample and no average",
        hint="How many numbers does an optimizer make smaller in one step?",
        also=(players(g=lambda real, fake: paid(-fake)),),
    )(players(lambda real, fake: paid(-real) + paid(fake), lambda real, fake: paid(-fake))),
    misconception(
        "M41",
        says="returns the right values in another order",
        hint="Which of the two losses comes first in the words above your code?",
    )(players(of_generator, of_discriminator)),
    misconception(
        "M763",
        says="has the opposite sign, as in a formula for what is to be made large",
        hint="The discriminator is right about everything. Is your first number then at its lowest "
        "or at its highest, and which of the two does a step downhill need?",
        also=(
            players(lambda real, fake: -paid(-real).mean() - paid(fake).mean()),
            players(g=lambda real, fake: -paid(-fake).mean()),
        ),
    )(
        players(
            lambda real, fake: -paid(-real).mean() - paid(fake).mean(),
            lambda real, fake: -paid(-fake).mean(),
        )
    ),
)

OTHER_GAMES = (
    misconception(
        "M912",
        says="shows the discriminator one kind of sample only",
        hint="Which answer would be the cheapest to every sample there is, and does your first "
        "number forbid it?",
        also=(
            players(lambda real, fake: paid(fake).mean()),
            players(lambda real, fake: 2 * paid(-real).mean()),
        ),
    )(players(lambda real, fake: paid(-real).mean())),
    misconception(
        "M923",
        says="teaches the discriminator that real samples are fakes and fakes real",
        hint="A large logit shall stand for real. What does a real sample with a large logit cost?",
        also=(
            players(
                lambda real, fake: paid(real).mean() + paid(-fake).mean(),
                lambda real, fake: paid(fake).mean(),
            ),
            players(lambda real, fake: paid(real).mean() + paid(fake).mean()),
        ),
    )(players(lambda real, fake: paid(real).mean() + paid(-fake).mean())),
    misconception(
        "M924",
        says="has the losses of another kind of GAN: no logarithm in them, or squares",
        hint="The discriminator can only guess: every logit is 0. Does your first number become "
        "1.386, which is twice the logarithm of 2?",
        also=(least_squares, squares_of_answers, hinge),
    )(critic),
    misconception(
        "M925",
        says="gives the generator what the discriminator pays, with the other sign",
        hint="The two add up to 0: that is the other game of this chapter. How large is the slope "
        "that a fake gets with it when it is found out?",
        also=(players(g=lambda real, fake: paid(-real).mean() + paid(-fake).mean()),),
    )(players(g=lambda real, fake: -paid(-real).mean() - paid(fake).mean())),
)
