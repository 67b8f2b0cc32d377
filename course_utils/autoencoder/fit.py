"""The training of an autoencoder: its loss, and what is watched meanwhile."""

from collections.abc import Callable

import torch
from torch.nn import functional as F

from course_utils.autoencoder.model import Autoencoder, as_images
from course_utils.training import Training, one_optimizer, warmup_cosine
from course_utils.validation import check_nonnegative, check_positive


def fit_autoencoder(
    model: Autoencoder,
    X,
    *,
    validation=None,
    n_epochs: int = 100,
    learning_rate: float = 4e-3,
    batch_size: int = 128,
    weight_decay: float = 0.0,
    noise: Callable | None = None,
    sparsity: float = 0.0,
    patience: int | None = None,
    generator: torch.Generator | int = 0,
    folder=None,
    schedule: Callable | None = None,
) -> dict:
    """Train a network to repeat images: AdamW on the mean squared error to the clean images.

    Parameters
    ----------
    model : Autoencoder, which goes on from the weights that it has
    X : array or tensor of shape (n_samples, n_pixels)
    validation : array or tensor of shape (n, n_pixels), or None
        Images that are watched, and never learned from. For a denoiser they get noise once, so
        that the errors of all epochs compare.
    n_epochs, batch_size : int >= 1
    learning_rate : float > 0, the largest of the run
    weight_decay, sparsity : float >= 0
        `sparsity` adds its product with the mean |number in a code| to the loss.
    noise : callable (images, torch.Generator) -> noisy images, or None
        Such as `gaussian_noise(0.3)`. Called in each step: the network sees each image with ever
        new noise.
    patience : int >= 1 or None
        End after so many epochs without a better validation error, with the best epoch's weights.
    generator : torch.Generator or seed, for the order of images and the noise
    folder : path or None
        Where the last and the best weights are kept while training runs.
    schedule : callable share of the run -> factor on the learning rate
        None means 10 % warm-up, then a half cosine to 0.

    Returns
    -------
    dict
        "loss", and with validation "validation_error": ndarray of shape (epochs done,);
        "stopped": "n_epochs" or "patience" (in `model.history_` after an error also "interrupted",
        "diverged" or "failed": the weights of the last finished epoch remain);
        "best_epoch": from 1, by the validation error if there is one, else by the loss.

    References
    ----------
    Vincent et al., Extracting and composing robust features with denoising autoencoders, ICML 2008;
    Loshchilov and Hutter, Decoupled weight decay regularization, ICLR 2019.

    >>> model = Autoencoder((2, 1), activation="none")
    >>> history = fit_autoencoder(model, [[0.0, 0.0], [1.0, 1.0]], learning_rate=0.05)
    >>> history["stopped"], bool(history["loss"][-1] < 1e-3)
    ('n_epochs', True)
    """
    images = as_images(X, model)
    if hasattr(model, "log_variance"):
        raise TypeError("model is a VAE, whose codes are clouds: train it with fit_vae.")
    check_nonnegative(sparsity, "sparsity")
    if noise is not None and not callable(noise):
        raise TypeError(f"noise must be a function, such as gaussian_noise(0.3); got {noise!r}.")

    def loss_of(network, batch, moment):
        (clean,) = batch
        codes = network.encode(clean if noise is None else noise(clean, moment.generator))
        loss = F.mse_loss(network.decode(codes), clean)
        return loss + sparsity * codes.abs().mean() if sparsity else loss

    optimizer = adamw(model, learning_rate, weight_decay)
    training = new_training(
        model, optimizer, one_optimizer(model, optimizer, loss_of), generator, schedule, folder
    )
    how = {"n_epochs": n_epochs, "batch_size": batch_size, "patience": patience}
    return run_training(model, training, images, validation, noise, **how)


def adamw(model, learning_rate, weight_decay) -> torch.optim.AdamW:
    """Return the optimizer of all parameters; "fused" does a step in one call, much sooner."""
    if not any(weight.requires_grad for weight in model.parameters()):
        raise ValueError(
            "model is frozen, as the stored networks are: call model.requires_grad_() first."
        )
    learning_rate = check_positive(learning_rate, "learning_rate")
    weight_decay = check_nonnegative(weight_decay, "weight_decay")
    return torch.optim.AdamW(
        model.parameters(), lr=learning_rate, weight_decay=weight_decay, fused=True
    )


def new_training(model, optimizer, step, generator, schedule, folder) -> Training:
    """Return the training of one network with one optimizer, not yet begun."""
    return Training(
        step,
        {"model": model},
        {"optimizer": optimizer},
        generator,
        schedule=warmup_cosine() if schedule is None else schedule,
        config=model.options,
        folder=folder,
    )


def run_training(model, training, images, validation, noise, *, patience, **options) -> dict:
    """Run `training` on images while the validation images are watched; return the history."""
    validate = None
    if validation is not None:
        clean = as_images(validation, model, "validation")
        seen = clean if noise is None else noise(clean, torch.Generator().manual_seed(0))

        def validate():
            return {"validation_error": F.mse_loss(model(seen), clean)}

    elif patience is not None:
        raise ValueError("patience needs images to watch: pass validation, or patience=None.")
    try:
        training.run(images, validate=validate, patience=patience, **options)
    finally:
        best = training.best and training.best.epoch
        model.history_ = training.history | {"stopped": training.stopped, "best_epoch": best}
    if training.stopped == "patience":
        training.use_best()
    return model.history_
