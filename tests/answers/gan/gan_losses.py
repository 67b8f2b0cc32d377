"""What the two players pay."""

import numpy as np

from answers import right, wrong

LOSSES = "gan.gan_losses"


def softplus(z):
    return np.logaddexp(z, 0)


@right(LOSSES)
def gan_losses(real_logits, fake_logits):
    """Write both as a cross-entropy with labels: softplus(logit) - label · logit."""

    def cross_entropy(logits, label):
        costs = np.maximum(logits, 0) - label * logits
        return (costs + np.log1p(np.exp(-np.abs(logits)))).mean()

    d_loss = cross_entropy(real_logits, 1) + cross_entropy(fake_logits, 0)
    return [d_loss, cross_entropy(fake_logits, 1)]


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def bce(p, label, tiny=0.0):
    return -np.mean(label * np.log(p + tiny) + (1 - label) * np.log(1 - p + tiny))


def clipped(p, label, tiny=1e-7):
    p = np.clip(p, tiny, 1 - tiny)
    return -np.mean(label * np.log(p) + (1 - label) * np.log(1 - p))


def right_d(real, fake):
    return softplus(-real).mean() + softplus(fake).mean()


def right_g(real, fake):
    return softplus(-fake).mean()


for named, d, g in [
    ("G8", lambda real, fake: softplus(-real).mean() + softplus(-fake).mean(), right_g),
    ("G8", lambda real, fake: softplus(-np.concatenate([real, fake])).mean(), right_g),
    ("G9", right_d, lambda real, fake: softplus(fake).mean()),
    ("G10", right_d, lambda real, fake: -softplus(fake).mean()),
    ("G10", right_d, lambda real, fake: np.log(1 - sigmoid(fake)).mean()),
    (
        "L3",
        lambda real, fake: bce(sigmoid(real), 1) + bce(sigmoid(fake), 0),
        lambda real, fake: bce(sigmoid(fake), 1),
    ),
    (
        "L3",
        lambda real, fake: -np.log(sigmoid(real)).mean() - np.log(1 - sigmoid(fake)).mean(),
        lambda real, fake: -np.log(sigmoid(fake)).mean(),
    ),
    (
        "F1",
        lambda real, fake: np.log1p(np.exp(-real)).mean() + np.log1p(np.exp(fake)).mean(),
        lambda real, fake: np.log1p(np.exp(-fake)).mean(),
    ),
    (
        "M291",
        lambda real, fake: bce(sigmoid(real), 1, 1e-8) + bce(sigmoid(fake), 0, 1e-8),
        lambda real, fake: bce(sigmoid(fake), 1, 1e-8),
    ),
    (
        "M291",
        lambda real, fake: clipped(sigmoid(real), 1) + clipped(sigmoid(fake), 0),
        lambda real, fake: clipped(sigmoid(fake), 1),
    ),
    (
        "M926",
        lambda real, fake: softplus(-sigmoid(real)).mean() + softplus(sigmoid(fake)).mean(),
        lambda real, fake: softplus(-sigmoid(fake)).mean(),
    ),
    ("M926", lambda real, fake: bce(real, 1) + bce(fake, 0), lambda real, fake: bce(fake, 1)),
    (
        "M926",
        lambda real, fake: -np.log(real).mean() - np.log(1 - fake).mean(),
        lambda real, fake: -np.log(fake).mean(),
    ),
    ("M922", lambda real, fake: 0.5 * right_d(real, fake), right_g),
    (
        "M922",
        lambda real, fake: np.mean([*softplus(-real), *softplus(fake)]),
        right_g,
    ),
    (
        "M204",
        lambda real, fake: softplus(-real).sum() + softplus(fake).sum(),
        lambda real, fake: softplus(-fake).sum(),
    ),
    (
        "M275",
        lambda real, fake: softplus(-real) + softplus(fake),
        lambda real, fake: softplus(-fake),
    ),
    ("M41", right_g, right_d),
    (
        "M763",
        lambda real, fake: -right_d(real, fake),
        lambda real, fake: -right_g(real, fake),
    ),
    ("M763", lambda real, fake: -right_d(real, fake), right_g),
    ("M912", lambda real, fake: softplus(fake).mean(), right_g),
    ("M912", lambda real, fake: softplus(-real).mean(), right_g),
    ("M923", lambda real, fake: softplus(real).mean() + softplus(-fake).mean(), right_g),
    (
        "M923",
        lambda real, fake: right_d(-real, -fake),
        lambda real, fake: softplus(fake).mean(),
    ),
    (
        "M924",
        lambda real, fake: -(real.mean() - fake.mean()),
        lambda real, fake: -fake.mean(),
    ),
    (
        "M924",
        lambda real, fake: ((real - 1) ** 2).mean() + (fake**2).mean(),
        lambda real, fake: ((fake - 1) ** 2).mean(),
    ),
    ("M925", right_d, lambda real, fake: -right_d(real, fake)),
    ("G9", right_d, right_d),
    (None, right_d, lambda real, fake: softplus(-real).mean()),
    (None, lambda real, fake: right_d(real, fake) + 0.1 * real.mean(), right_g),
    (None, lambda real, fake: softplus(-real).mean() - softplus(fake).mean(), right_g),
    (None, lambda real, fake: max(softplus(-real).mean(), softplus(fake).mean()), right_g),
    ("M1199", lambda real, fake: right_d(real.mean(), fake.mean()), right_g),
    (
        "M1199",
        lambda real, fake: right_d(real.mean(), fake.mean()),
        lambda real, fake: right_g(real.mean(), fake.mean()),
    ),
    (None, lambda real, fake: right_d(real, fake) / np.log(2), right_g),
    (None, right_d, lambda real, fake: 2 * right_g(real, fake)),
    (None, right_d, lambda real, fake: np.median(softplus(-fake))),
    (
        None,
        lambda real, fake: right_d(np.clip(real, -30, 30), np.clip(fake, -30, 30)),
        lambda real, fake: right_g(real, np.clip(fake, -30, 30)),
    ),
]:

    @wrong(LOSSES, named)
    def other_players(real_logits, fake_logits, d=d, g=g):
        return d(real_logits, fake_logits), g(real_logits, fake_logits)


@wrong(LOSSES)
def only_the_discriminator(real_logits, fake_logits):
    return right_d(real_logits, fake_logits)


@wrong(LOSSES)
def adds_them_up(real_logits, fake_logits):
    return right_d(real_logits, fake_logits) + right_g(real_logits, fake_logits)


@wrong(LOSSES)
def turns_the_fakes_in_place(real_logits, fake_logits):
    d_loss = right_d(real_logits, fake_logits)
    fake_logits *= -1
    return d_loss, softplus(fake_logits).mean()
