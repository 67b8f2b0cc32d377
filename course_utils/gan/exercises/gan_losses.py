"""What the two players pay, from the logits: the non-saturating game.

Goodfellow et al., Generative adversarial nets, section 3, NeurIPS 2014.
"""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.gan.exercises.wrong_losses import (
    OTHER_GAMES,
    TINY,
    WRONG_SUMS,
    kept_finite,
    naive,
    naive_not,
    paid,
    players,
    powers_as_they_are,
    quotient,
    taken_twice,
    with_labels,
)


def gan_losses(real_logits, fake_logits):
    of_real = np.logaddexp(0, -real_logits)  # -log D(real)
    of_fake = np.logaddexp(0, fake_logits)  # -log(1 - D(fake))
    believed = np.logaddexp(0, -fake_logits)  # -log D(fake)
    return of_real.mean() + of_fake.mean(), believed.mean()


def without_a_large_power(real_logits, fake_logits):
    def cost(logits):
        return np.maximum(logits, 0) + np.log1p(np.exp(-np.abs(logits)))

    d_loss = np.mean(cost(-real_logits)) + np.mean(cost(fake_logits))
    return d_loss, np.mean(cost(-fake_logits))


def cases(seed):
    rng = np.random.default_rng(seed)

    def mild(n, signs=(-1, 1)):
        """Draw logits of which some are above 0 and some below."""
        return rng.uniform(0.3, 3.0, size=n).round(2) * rng.permutation(np.resize(signs, n))

    def drawn(real, fake):
        return {"real_logits": rng.permutation(real), "fake_logits": rng.permutation(fake)}

    sure = np.round(rng.uniform(45, 90))  # here a probability is 1 in a computer, and none is 0
    return [
        drawn(mild(3), mild(3)),
        drawn(mild(2), mild(4)),
        drawn([*mild(2), 0.0], [*mild(1), sure]),
        drawn([*mild(2), -1000.0], [*mild(3), 1000.0]),
        drawn([*mild(2), 1000.0], [*mild(1), -1000.0]),
        drawn([-1000.0], [*mild(2), 1000.0]),
    ]


@misconception(
    "G8",
    says="labels the fakes 1 for the discriminator, too",
    hint="Both losses can fall to 0 together. What does the discriminator then say to everything?",
    also=(
        players(lambda real, fake: naive(real).mean() + naive(fake).mean()),
        players(lambda real, fake: paid(np.concatenate([-real, -fake])).mean()),
        players(lambda real, fake: (paid(-real).mean() + paid(-fake).mean()) / 2),
    ),
)
def fakes_labeled_real(real_logits, fake_logits):
    d_loss = np.logaddexp(0, -real_logits).mean() + np.logaddexp(0, -fake_logits).mean()
    return d_loss, np.logaddexp(0, -fake_logits).mean()


@misconception(
    "G9",
    says="trains the generator with the label 0",
    hint="What does the generator want the discriminator to say about a fake? With which label is "
    "that cheap?",
    also=(
        players(g=lambda real, fake: naive_not(fake).mean()),
        players(g=lambda real, fake: paid(-real).mean() + paid(fake).mean()),
    ),
)
def generator_wants_fake(real_logits, fake_logits):
    d_loss = np.logaddexp(0, -real_logits).mean() + np.logaddexp(0, fake_logits).mean()
    return d_loss, np.logaddexp(0, fake_logits).mean()


@misconception(
    "G10",
    says="makes log(1 - D(fake)) small, which is flat where the fakes are found out",
    hint="All fakes are found out, with a logit of -1000 each. Does your second loss change if one "
    "of them becomes -900?",
    also=(
        players(g=lambda real, fake: -naive_not(fake).mean()),
        players(
            lambda real, fake: naive(real).mean() + naive_not(fake).mean(),
            lambda real, fake: -naive_not(fake).mean(),
        ),
        with_labels(g=lambda p_fake: np.log(1 - p_fake).mean()),
    ),
)
def saturating(real_logits, fake_logits):
    d_loss = np.logaddexp(0, -real_logits).mean() + np.logaddexp(0, fake_logits).mean()
    return d_loss, -np.logaddexp(0, fake_logits).mean()


WRONG_NUMBERS = (
    misconception(
        "L3",
        says="takes the logarithm of a probability that has become exactly 0",
        hint="A fake with the logit 50 has a probability of 1 - 2e-22. Which number is that in a "
        "computer, and what is left of it below 1? Do you need the probability at all?",
        also=(
            with_labels(),
            players(lambda real, fake: naive(real).mean() + naive_not(fake).mean()),
        ),
    )(
        players(
            lambda real, fake: naive(real).mean() + naive_not(fake).mean(),
            lambda real, fake: naive(fake).mean(),
        )
    ),
    misconception(
        "F1",
        says="raises e to the logits as they are: e^1000 is infinite, and e^-1000 is 0",
        hint="A logit of 1000 as a power of e is too large for a computer, though its logarithm "
        "would be 1000 again. What do you know without computing that power?",
        also=(
            players(
                lambda real, fake: naive(real).mean() + naive(-fake).mean(),
                lambda real, fake: naive(fake).mean(),
            ),
            players(
                lambda real, fake: (
                    -np.log(quotient(real)).mean() - np.log(1 - quotient(fake)).mean()
                ),
                lambda real, fake: -np.log(quotient(fake)).mean(),
            ),
        ),
    )(
        players(
            lambda real, fake: powers_as_they_are(-real).mean() + powers_as_they_are(fake).mean(),
            lambda real, fake: powers_as_they_are(-fake).mean(),
        )
    ),
    misconception(
        "M291",
        says="keeps the logarithm finite with a tiny number: beyond it all mistakes cost the same",
        hint="A real sample gets the logit -1000, another one -2000. Which of the two mistakes is "
        "worse, and which costs more with your code?",
        also=tuple(kept_finite(form, tiny) for tiny in TINY for form in ("add", "max", "clip")),
    )(kept_finite("add", 1e-12)),
    misconception(
        "M926",
        says="mixes logits and probabilities up: it takes the sigmoid twice, or not at all",
        hint="Which numbers can come in, and what does your first line make of them? Is it done "
        "once, twice or never?",
        also=(
            players(
                lambda real, fake: -np.log(real).mean() - np.log(1 - fake).mean(),
                lambda real, fake: -np.log(fake).mean(),
            ),
        ),
    )(taken_twice),
)

EXERCISE = Exercise(
    title="What the two players pay",
    reference=gan_losses,
    another=without_a_large_power,
    cases=cases,
    outputs=("loss of the discriminator", "loss of the generator"),
    misconceptions=(
        fakes_labeled_real,
        generator_wants_fake,
        saturating,
        *WRONG_NUMBERS,
        *WRONG_SUMS,
        *OTHER_GAMES,
    ),
    hints=(
        "There are three questions of yes or no: what should the discriminator say to a real "
        "sample, what to a fake, and what does the generator want it to say to a fake? What does "
        "each wrong answer cost?",
        "A real sample with the logit 2 and a fake with -1. The sigmoid makes 0.881 and 0.269 of "
        "them. The discriminator pays -ln 0.881 = 0.127 and -ln(1 - 0.269) = 0.313, together "
        "0.440; the generator pays -ln 0.269 = 1.313. Straight from the logit: -ln of the sigmoid "
        "is ln(1 + e^-logit), and ln(1 + e^1000) is 1000. What do the two pay for a fake with 0?",
        "cost of a logit that should be high ← ln(e^0 + e^-logit), without computing a large "
        "power\n"
        "cost of a logit that should be low  ← ln(e^0 + e^logit), likewise\n"
        "first loss  ← average cost of the real ones, high wanted,\n"
        "              + average cost of the fakes, low wanted\n"
        "second loss ← average cost of the fakes, high wanted",
    ),
    why="the discriminator can only guess: all logits are 0. What are the two losses, and do they "
    "say that the samples are good?",
    because=(
        "2 ln 2 = 1.386 and ln 2 = 0.693. They say that this discriminator can't tell the two "
        "kinds apart: because the fakes are as good as real ones, or because it has learned "
        "nothing yet. The losses are moves of a game against a moving opponent, and no measure of "
        "quality."
    ),
)
