"""The stored trainings of chapter 06. The settings stand here: no score chooses among them."""

import csv
import io
import math
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from course_utils.checkpoints import named_tensors, write_checkpoint
from course_utils.datasets import load_digits, load_images, make_ring
from course_utils.gan import GAN, Discriminator, Generator, renew_batch_norm, sample, train_gan
from course_utils.gan.case import as_bytes, case_players, signed
from course_utils.gan.classifier import DigitClassifier, classes_of, fit_classifier
from course_utils.gan.judge import Judge
from course_utils.gan.measures import copies_share, nearer_to_train
from course_utils.gan.modes import modes_covered, near_share, ring_centers
from course_utils.places import write_whole
from course_utils.training import constant

SEED = 0
NOISE_SEED = 99  # of the samples that are judged
N_JUDGED = 2000
N_WATCHED = 1000  # judged along the way, in each snapshot
BATCH_SIZE = 128
SPREAD = 0.05  # of a mode of the ring


class Recipe(NamedTuple):
    """One training of a table: its rows, each with whose samples count, and what is not default."""

    rows: dict[str, str]
    training: dict  # options of `train_gan`
    slope: float = 0.2
    batch_norm: bool = True


class Lengths(NamedTuple):
    """How long each part trains, in epochs."""

    classifier: int = 80
    digits: int = 458  # of 12 steps
    snapshot: int = 10
    ring: int = 125  # of 16 steps
    ablation: int = 153  # a third of the whole training
    case: int = 1500  # of one step: a batch holds all 100 images
    sheet: int = 250


LENGTHS = Lengths()
RING_SEEDS, ABLATION_SEEDS = range(10), range(5)
STEADY = {"betas": (0.0, 0.99), "learning_rate": 5e-3}
HASTY = {"betas": (0.9, 0.999), "learning_rate": 5e-3, "r1": 0.0}
FLAT = {"r1": 0.1, "r1_every": 1}
RING = [  # each row adds something to the row above
    Recipe({"naive": "generator"}, HASTY | {"schedule": constant}, 0.0, False),
    Recipe({"+ falling rate": "generator"}, HASTY, 0.0, False),
    Recipe({"+ LeakyReLU, betas (0, 0.99)": "generator"}, STEADY | {"r1": 0.0}, 0.2, False),
    Recipe({"+ R1": "generator", "+ running mean": "averaged"}, STEADY | FLAT, 0.2, False),
]
ABLATION = [  # each row but the first lacks something, or has something else in its place
    Recipe({"full": "averaged", "without running mean": "generator"}, {}),
    Recipe({"without R1": "averaged"}, {"r1": 0.0}),
    Recipe({"without batch norm": "averaged"}, {}, batch_norm=False),
    Recipe({"betas (0.9, 0.999)": "averaged"}, {"betas": (0.9, 0.999)}),
    Recipe({"minimax loss": "averaged"}, {"loss": "minimax"}),
]


def make(folder: Path) -> None:
    """Train, and write the five files into `folder`."""
    judge = Judge(trained_classifier(), load_digits("fit").X, *load_digits("test"))
    unconditional, run = watched_digits(judge)
    networks = {
        "judge": judge.classifier,
        "conditional": trained_conditional(),
        "unconditional": unconditional,
    }
    about = {"networks": told(networks, judge)}
    write_checkpoint(folder / "gan.safetensors", named_tensors(networks), about)
    print({name: one["scores"] for name, one in about["networks"].items()}, flush=True)
    write_checkpoint(folder / "gan_run.safetensors", run, {})
    write_checkpoint(folder / "gan_case.safetensors", watched_case(), {})
    write_table(folder / "gan_ring.csv", RING, RING_SEEDS, ring_scores)
    scores = partial(ablation_scores, judge=judge)
    write_table(folder / "gan_ablation.csv", ABLATION, ABLATION_SEEDS, scores)


# The networks


def trained_classifier() -> DigitClassifier:
    classifier = DigitClassifier(generator=SEED)
    X, y = load_digits("fit")
    fit_classifier(classifier, X, y, n_epochs=LENGTHS.classifier, generator=SEED)
    return classifier


def trained_conditional() -> Generator:
    X, y = load_digits("fit")
    gan = digit_players(SEED, n_classes=10)
    train_gan(gan, 2 * X - 1, y, n_epochs=LENGTHS.digits, generator=SEED)
    return gan.averaged


def told(networks: dict[str, nn.Module], judge: Judge) -> dict:
    """Return what the header says of each network: how to build it, its training, its scores."""
    n_steps = math.ceil(len(judge.X) / BATCH_SIZE)
    test = load_digits("test")
    labels = np.arange(N_JUDGED) % 10
    drawn = {
        "conditional": (images(networks["conditional"], labels=labels), labels),
        "unconditional": (images(networks["unconditional"]), None),
    }
    scores = {name: judge.judge(*samples)._asdict() for name, samples in drawn.items()}
    right = classes_of(networks["judge"], test.X) == test.y
    scores["judge"] = {"test_accuracy": float(right.mean())}
    epochs = {name: LENGTHS.digits for name in drawn} | {"judge": LENGTHS.classifier}
    return {
        name: {
            "options": network.options,
            "training": {
                "n_epochs": epochs[name],
                "n_steps": n_steps * epochs[name],
                "batch_size": BATCH_SIZE,
                "seed": SEED,
            },
            "scores": scores[name],
        }
        for name, network in networks.items()
    }


def images(generator: Generator, n: int = N_JUDGED, labels=None) -> np.ndarray:
    """Return samples in [0, 1], from the same noise for each generator."""
    return (sample(generator, n, labels=labels, generator=NOISE_SEED) + 1) / 2


# The trainings that are watched


def watched_digits(judge: Judge) -> tuple[Generator, dict]:
    """Train on the digits without classes; return the generator and the record of the training."""
    gan = digit_players(SEED)
    record = watched(
        gan,
        2 * load_digits("fit").X - 1,
        lambda samples: {"frechet": judge.frechet((samples + 1) / 2)},
        n_shown=64,
        n_epochs=LENGTHS.digits,
        every=LENGTHS.snapshot,
    )
    return gan.averaged, record


def watched_case() -> dict:
    """Train on the documents' 100 images; the other digits of "fit", enlarged, are held out."""
    train = signed(load_images())
    others = signed(enlarged(load_digits("fit").X))
    held_out = others[(others[:, None] != train).any(axis=2).all(axis=1)]
    return watched(
        case_players(generator=SEED, dtype=torch.float32),
        train,
        lambda samples: {
            "copies": copies_share(samples, train, held_out),
            "nearer_to_train": nearer_to_train(samples, train, held_out),
        },
        n_shown=25,
        n_epochs=LENGTHS.case,
        every=LENGTHS.sheet,
    )


def watched(
    gan: GAN, X: np.ndarray, measure: Callable, *, n_shown: int, n_epochs: int, every: int
) -> dict[str, torch.Tensor]:
    """Train; return the losses, and what the same noise became along the way, with its measures.

    Snapshots are of the running mean, after each `every`-th epoch and the last.
    """
    sheets, measures = [], []

    def look(averaged: Generator) -> dict:
        samples = sample(averaged, N_WATCHED, generator=NOISE_SEED)
        sheets.append(as_bytes(samples[:n_shown]))
        measures.append(measure(samples))
        return measures[-1]

    history = train_gan(
        gan, X, n_epochs=n_epochs, validate=look, validate_every=every, generator=SEED
    )
    measured = {name: [one[name] for one in measures] for name in measures[0]}
    epochs = 1 + np.flatnonzero(np.isfinite(history[next(iter(measured))]))
    losses = {name: history[name] for name in ("discriminator", "generator")}
    record = {"epochs": epochs, "samples": np.stack(sheets)} | losses | measured
    return {name: torch.as_tensor(np.asarray(values)) for name, values in record.items()}


def enlarged(X: np.ndarray) -> np.ndarray:
    """Return 8x8 digits in [0, 1] as bytes of 32x32 pixels, as the case's images were enlarged."""
    small = torch.tensor(X.reshape(-1, 1, 8, 8))
    large = F.interpolate(small, size=(32, 32), mode="bilinear", align_corners=False)
    return torch.floor(large[:, 0] * 255 + 0.5).to(torch.uint8).numpy()


# The tables


def ring_scores(recipe: Recipe, seed: int) -> dict[str, dict]:
    """Return the scores of a recipe's rows, trained on the ring with one seed."""
    sizes = {"slope": recipe.slope, "dtype": torch.float64}
    gan = GAN(
        Generator((2, 64, 64, 2), "linear", recipe.batch_norm, generator=seed, **sizes),
        Discriminator((2, 64, 64, 1), generator=seed + 100, **sizes),
    )
    X = make_ring(2048, rng=0, spread=SPREAD).X
    train_gan(gan, X, n_epochs=LENGTHS.ring, **recipe.training, generator=seed)
    scores = {}
    for row, player in recipe.rows.items():
        samples = sample(getattr(gan, player), N_WATCHED, generator=NOISE_SEED)
        scores[row] = {
            "modes": modes_covered(samples, ring_centers(), SPREAD),
            "near": near_share(samples, ring_centers(), SPREAD),
        }
    return scores


def ablation_scores(recipe: Recipe, seed: int, judge: Judge) -> dict[str, dict]:
    """Return the scores of a recipe's rows, trained on the digits without classes."""
    gan = digit_players(seed, batch_norm=recipe.batch_norm, dtype=torch.float32)
    X = 2 * judge.X - 1
    train_gan(gan, X, n_epochs=LENGTHS.ablation, **recipe.training, generator=seed)
    renew_batch_norm(gan.generator)  # as that of the running mean is
    scores = {}
    for row, player in recipe.rows.items():
        report = judge.judge(images(getattr(gan, player)))
        scores[row] = {"frechet": round(report.frechet, 6), "entropy": round(report.entropy, 6)}
    return scores


def digit_players(
    seed: int, n_classes: int = 0, batch_norm: bool = True, dtype: torch.dtype = torch.float64
) -> GAN:
    known = {"n_classes": n_classes, "dtype": dtype}
    return GAN(
        Generator(batch_norm=batch_norm, generator=seed, **known),
        Discriminator(generator=seed + 100, **known),
    )


def write_table(
    path: Path, recipes: Iterable[Recipe], seeds: Iterable[int], scores_of: Callable
) -> None:
    """Train every recipe with every seed; print and write the scores."""
    found = {}
    for recipe in recipes:
        of_seeds = [scores_of(recipe, seed) for seed in seeds]
        found |= {row: [scores[row] for scores in of_seeds] for row in recipe.rows}
    lines = [
        {"recipe": row, "seed": seed} | scores
        for row, of_seeds in found.items()
        for seed, scores in zip(seeds, of_seeds, strict=True)
    ]
    for row, of_seeds in found.items():
        print(f"  {row}: {[list(scores.values()) for scores in of_seeds]}", flush=True)
    text = io.StringIO()
    writer = csv.DictWriter(text, lines[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    write_whole(path, text.getvalue())
