"""The stored trainings of chapter 05: settings chosen on validation, then refit on "fit"."""

import csv
import io
import math
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

from course_utils.autoencoder import (
    Autoencoder,
    fit_autoencoder,
    gaussian_noise,
    mean_squared_error,
    pca_baseline,
    reconstruct,
)
from course_utils.autoencoder.controls import SIZES
from course_utils.checkpoints import named_tensors, write_checkpoint
from course_utils.datasets import load_digits
from course_utils.places import write_whole

SEEDS = range(5)
SIGMA = 0.3
BATCH_SIZE = 128
NETWORKS, CURVE = "autoencoder.safetensors", "autoencoder_sizes.csv"


class Recipe(NamedTuple):
    """What a training needs to be done again; `sigma` is the noise of a denoiser's input."""

    sizes: tuple[int, ...]
    activation: str
    learning_rate: float
    n_steps: int
    sigma: float = 0.0

    def __str__(self) -> str:
        words = f"{'-'.join(map(str, self.sizes))} {self.activation}, rate {self.learning_rate}"
        return f"{words}, {self.n_steps} steps" + f", sigma {self.sigma}" * bool(self.sigma)


PLANES = [Recipe((64, 32, 2), "tanh", rate, 8000) for rate in (4e-3, 8e-3)]
CURVES = [
    Recipe((64, 128, 4), name, rate, 5000) for name in ("tanh", "elu") for rate in (4e-3, 8e-3)
]
TRIED_SIZES = (4, 32)  # what the curve's recipe is chosen by
DENOISERS = [
    Recipe((64, 128, size), name, 4e-3, 4000, SIGMA)
    for name in ("relu", "elu")
    for size in (32, 64)
]


def trained(recipe: Recipe, X: np.ndarray, seed: int = 0) -> Autoencoder:
    """Train on whole epochs, as many as `n_steps` allows, and return the network."""
    model = Autoencoder(recipe.sizes, recipe.activation, generator=seed)
    options = training_options(recipe, len(X))
    sigma = options.pop("sigma")
    fit_autoencoder(
        model, X, **options, noise=gaussian_noise(sigma) if sigma else None, generator=seed
    )
    return model


def training_options(recipe: Recipe, n_rows: int) -> dict:
    """Return what the file says of a training: the arguments of `fit_autoencoder`, and sigma."""
    return {
        "n_epochs": recipe.n_steps // math.ceil(n_rows / BATCH_SIZE),
        "learning_rate": recipe.learning_rate,
        "batch_size": BATCH_SIZE,
        "sigma": recipe.sigma,
    }


def error_of(model: Autoencoder, X: np.ndarray, sigma: float = 0.0) -> float:
    """Return the error on images; what a denoiser gets has noise, the same for each model."""
    seen = gaussian_noise(sigma)(torch.as_tensor(X), 0)
    return mean_squared_error(X, reconstruct(model, seen))


def with_code(recipe: Recipe, size: int) -> Recipe:
    return recipe._replace(sizes=(*recipe.sizes[:-1], size))


def chosen(candidates: Iterable[Recipe], code_sizes: Iterable[int] = ()) -> Recipe:
    """Train each recipe on "train"; print and return the one with the least validation error.

    With several code sizes, one recipe is to serve all: the geometric mean of their errors counts.
    """
    train, validation = load_digits("train").X, load_digits("validation").X
    scores = {}
    for recipe in candidates:
        variants = [with_code(recipe, size) for size in code_sizes] or [recipe]
        errors = [error_of(trained(one, train), validation, recipe.sigma) for one in variants]
        scores[recipe] = float(np.exp(np.mean(np.log(errors))))
        print(f"  {scores[recipe]:.5f}  {recipe}", flush=True)
    best = min(scores, key=scores.get)
    print(f"chosen: {best}", flush=True)
    return best


def size_curve(recipe: Recipe) -> tuple[dict[str, Autoencoder], list[dict]]:
    """Train every size with every seed; return the networks of seed 0 and the rows of the table."""
    fit, test = load_digits("fit").X, load_digits("test").X
    n_steps = training_options(recipe, len(fit))["n_epochs"] * math.ceil(len(fit) / BATCH_SIZE)
    networks, rows = {}, []
    for size in SIZES:
        peer = mean_squared_error(test, pca_baseline(fit, size).reconstruct(test))
        models = [trained(with_code(recipe, size), fit, seed) for seed in SEEDS]
        networks[f"size {size}"] = models[0]
        for seed, model in zip(SEEDS, models, strict=True):
            error = error_of(model, test)
            row = {"size": size, "seed": seed, "n_steps": n_steps}
            rows.append(row | {"autoencoder": f"{error:.6f}", "pca": f"{peer:.6f}"})
        print(f"  size {size}: {rows[-len(SEEDS)]['autoencoder']}, PCA {peer:.6f}", flush=True)
    return networks, rows


def make(folder: Path) -> None:
    """Choose, train, and write both files into `folder`."""
    fit, test = load_digits("fit").X, load_digits("test").X
    recipes = {"plane": chosen(PLANES), "denoiser": chosen(DENOISERS)}
    networks = {name: trained(recipe, fit) for name, recipe in recipes.items()}
    curve = chosen(CURVES, TRIED_SIZES)
    of_sizes, rows = size_curve(curve)
    networks |= of_sizes
    recipes |= {f"size {size}": with_code(curve, size) for size in SIZES}
    scores = {name: error_of(model, test, recipes[name].sigma) for name, model in networks.items()}
    about = {
        name: {
            "options": model.options,
            "training": training_options(recipes[name], len(fit)),
            "test_error": round(scores[name], 6),
        }
        for name, model in networks.items()
    }
    write_checkpoint(folder / NETWORKS, named_tensors(networks), {"networks": about})
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    write_whole(folder / CURVE, text.getvalue())
