"""The training of a GAN: in each step the discriminator moves, and then the generator."""

from collections.abc import Callable

import torch
from torch import Tensor

from course_utils.gan.averaging import move_average, renew_batch_norm
from course_utils.gan.losses import LOSSES, gradient_penalty, r1_penalty
from course_utils.gan.model import GAN
from course_utils.gan.sampling import as_classes, noise
from course_utils.training import Moment, Training, constant_then_linear
from course_utils.validation import (
    as_matrix,
    check_choice,
    check_count,
    check_nonnegative,
    check_positive,
)


def train_gan(
    gan: GAN,
    X,
    labels=None,
    *,
    loss: str = "non-saturating",
    n_epochs: int = 100,
    learning_rate: float | tuple[float, float] = 2e-3,
    betas: tuple[float, float] = (0.0, 0.99),
    batch_size: int = 128,
    r1: float = 1.0,
    r1_every: int = 4,
    gp: float = 0.0,
    ema: float = 0.999,
    n_critic: int = 1,
    schedule: Callable | None = None,
    validate: Callable | None = None,
    validate_every: int = 10,
    generator: torch.Generator | int = 0,
    folder=None,
) -> dict:
    """Train both players by turns: Adam on the loss of each.

    Parameters
    ----------
    gan : GAN, which goes on from the weights that it has
    X : array or tensor of shape (n_samples, n_features)
        In the range that the generator's output can reach: [-1, 1] for tanh.
    labels : whole numbers of shape (n_samples,), or None where the players know no classes
    loss : one of `LOSSES`
    n_epochs, batch_size : int >= 1; each batch is one step
    learning_rate : float > 0, or a pair of them for generator and discriminator
    betas : Adam's, how much it remembers of slopes and of their squares
    r1, r1_every : weight of the `r1_penalty`, put on in each `r1_every`-th step, times `r1_every`
    gp : weight of the `gradient_penalty`
    ema : float in [0, 1)
        How much of the running mean stays in a step; less in the first steps, (1 + t) / (10 + t).
    n_critic : int >= 1, steps of the discriminator before each one of the generator
    schedule : callable share of the run -> factor on the learning rates
        None means the whole rate for half of the run, then in a line down to 5 %.
    validate : callable Generator -> dict of numbers, asked about `averaged` each `validate_every`
        epochs; the epoch with the smallest first number is the best
    generator : torch.Generator or seed, for the order of samples and the noise
    folder : path or None
        Where two files are kept while training runs: "last.safetensors" holds everything after the
        last finished epoch, "best.safetensors" the networks "generator", "discriminator" and
        "averaged" of the best (see `load_networks`). Without `validate` nobody looked at samples:
        that epoch has the smallest loss of the discriminator, which makes it no better than
        another, and its "averaged" needs `renew_batch_norm`.

    Returns
    -------
    dict
        "discriminator" and "generator", the losses; "D(real)" and "D(fake)", the mean probability
        that the discriminator gave to real samples and to fakes, each the sigmoid of its logit or
        score; what `validate` says (NaN in epochs without it): ndarrays of
        shape (epochs done,); "stopped", why the training ended, and "best_epoch" (from 1), which
        is None without `validate`.

    After an interrupt the last finished epoch remains, `averaged` can be used, and `gan.history_`
    holds the history.

    References
    ----------
    Goodfellow et al., Generative adversarial nets, NeurIPS 2014; Mescheder, Geiger and Nowozin,
    Which training methods for GANs do actually converge?, ICML 2018 (R1); Karras et al.,
    Progressive growing of GANs, ICLR 2018 (the running mean).

    >>> from course_utils.gan import Discriminator, Generator
    >>> gan = GAN(Generator((1, 8, 2), output="linear"), Discriminator((2, 8, 1)))
    >>> history = train_gan(gan, [[0.0, 1.0], [1.0, 0.0]] * 8, n_epochs=3)
    >>> history["stopped"], history["generator"].shape
    ('n_epochs', (3,))
    """
    data = _as_data(gan, X, labels, batch_size)
    play = {
        "loss": check_choice(loss, LOSSES, "loss"),
        "r1": check_nonnegative(r1, "r1"),
        "r1_every": check_count(r1_every, "r1_every"),
        "gp": check_nonnegative(gp, "gp"),
        "ema": _below_one(ema, "ema"),
        "n_critic": check_count(n_critic, "n_critic"),
    }
    lengths = {
        "n_epochs": check_count(n_epochs, "n_epochs"),
        "batch_size": batch_size,
        "validate_every": check_count(validate_every, "validate_every"),
    }
    if validate is not None and not callable(validate):
        raise TypeError(f"validate must be a function of a Generator; got {validate!r}.")
    optimizers = _optimizers(gan, learning_rate, betas)
    networks = {
        "generator": gan.generator,
        "discriminator": gan.discriminator,
        "averaged": gan.averaged,
    }
    training = Training(
        make_step(gan, *optimizers.values(), **play),
        networks,
        optimizers,
        generator,
        schedule=constant_then_linear() if schedule is None else schedule,
        config={
            "generator": gan.generator.options,
            "discriminator": gan.discriminator.options,
            **play,
        },
        folder=folder,
    )

    def judged() -> dict:
        renew_batch_norm(gan.averaged)
        return validate(gan.averaged)

    try:
        training.run(data, **lengths, validate=None if validate is None else judged, name="GAN")
    finally:
        renew_batch_norm(gan.averaged)
        best = training.best.epoch if validate and training.best else None
        gan.history_ = training.history | {"stopped": training.stopped, "best_epoch": best}
    return gan.history_


def make_step(gan, g_optimizer, d_optimizer, *, loss, r1, r1_every, gp, ema, n_critic) -> Callable:
    """Return the step of `train_gan` for `Training`: who learns from what, and in which order."""
    losses, generator, discriminator = LOSSES[loss], gan.generator, gan.discriminator

    def step(batch: tuple[Tensor, ...], moment: Moment) -> dict:
        real, labels = batch if len(batch) == 2 else (*batch, None)
        t, draws = moment.step, moment.generator
        # The discriminator learns; the fakes are mere data, so no slope reaches the generator.
        with torch.no_grad():
            fake = generator(noise(generator, len(real), draws), labels)
        real_logits, fake_logits = discriminator(real, labels), discriminator(fake, labels)
        d_loss = losses.discriminator(real_logits, fake_logits)
        penalty = torch.zeros(())
        if r1 and t % r1_every == 0:
            penalty = penalty + r1 * r1_every * r1_penalty(discriminator, real, labels)
        if gp:
            penalty = penalty + gp * gradient_penalty(discriminator, real, fake, draws, labels)
        d_optimizer.zero_grad()
        (d_loss + penalty).backward()
        d_optimizer.step()
        # The generator learns: slopes go through the discriminator, which keeps none of them.
        fake = generator(noise(generator, len(real), draws), labels)
        g_loss = losses.generator(discriminator(fake, labels))
        if (t + 1) % n_critic == 0:
            g_optimizer.zero_grad()
            g_loss.backward(inputs=list(generator.parameters()))
            g_optimizer.step()
            move_average(gan.averaged, generator, min(ema, (1 + t) / (10 + t)))
        return {
            "discriminator": d_loss.detach(),
            "generator": g_loss.detach(),
            "D(real)": torch.sigmoid(real_logits.detach()).mean(),
            "D(fake)": torch.sigmoid(fake_logits.detach()).mean(),
        }

    return step


def _as_data(gan, X, labels, batch_size) -> tuple[Tensor, ...]:
    if not isinstance(gan, GAN):
        raise TypeError(f"gan must be a GAN; got {type(gan).__name__}.")
    options = gan.generator.options
    rows = as_matrix(X, "X")
    if rows.shape[1] != options["sizes"][-1]:
        raise ValueError(
            f"X must have shape (n_samples, {options['sizes'][-1]}), as the generator's samples; "
            f"got {rows.shape}."
        )
    low, high = {"tanh": (-1, 1), "sigmoid": (0, 1)}.get(options["output"], (None, None))
    if low is not None and (rows.min() < low or rows.max() > high):
        raise ValueError(
            f"X must lie in [{low}, {high}], which a generator with {options['output']} can reach; "
            f"got {rows.min():.3g} to {rows.max():.3g}. Scale X, or choose another output."
        )
    smallest_batch = len(rows) % check_count(batch_size, "batch_size") or batch_size
    if gan.generator.norms and smallest_batch == 1:
        raise ValueError(
            f"{len(rows)} rows in batches of {batch_size} leave a batch of one row, which batch "
            "norm can't standardize. Choose another batch_size, or leave one row out."
        )
    samples = torch.tensor(rows, dtype=gan.generator.layers[0].weight.dtype)
    classes = as_classes(labels, len(rows), gan.generator)
    return (samples,) if classes is None else (samples, classes)


def _optimizers(gan, learning_rate, betas) -> dict[str, torch.optim.Adam]:
    pair = learning_rate if isinstance(learning_rate, tuple) else (learning_rate, learning_rate)
    if len(pair) != 2:
        raise ValueError(f"learning_rate must be one number or a pair; got {learning_rate!r}.")
    players = {"generator": gan.generator, "discriminator": gan.discriminator}
    if not isinstance(betas, tuple | list) or len(betas) != 2:
        raise ValueError(f"betas must be a pair, such as (0.0, 0.99); got {betas!r}.")
    betas = tuple(_below_one(beta, "betas") for beta in betas)
    for name, player in players.items():
        if not all(weight.requires_grad for weight in player.parameters()):
            raise ValueError(f"The {name} is frozen: call gan.{name}.requires_grad_() first.")
    return {
        name: torch.optim.Adam(
            player.parameters(), lr=check_positive(rate, "learning_rate"), betas=betas, fused=True
        )
        for (name, player), rate in zip(players.items(), pair, strict=True)
    }


def _below_one(value, name) -> float:
    value = check_nonnegative(value, name)
    if value >= 1:
        raise ValueError(f"{name} must lie in [0, 1); got {value!r}.")
    return value
