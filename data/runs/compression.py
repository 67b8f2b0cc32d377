"""The stored trainings of chapter 07. The settings stand here: no score on test chose them."""

import csv
import io
from pathlib import Path

import numpy as np
from torch import nn

from course_utils.checkpoints import save_networks
from course_utils.compression.distillation import distill
from course_utils.compression.model import BATCH_SIZE, accuracy, digits_network, fit_network
from course_utils.compression.prune import (
    fine_tune,
    prune_gradually,
    prune_network,
    remove_neurons,
)
from course_utils.datasets import load_digits
from course_utils.places import write_whole

SIZES = (64, 64, 10)
SPARSITIES = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)
PRUNING_SEEDS = range(5)
N_EPOCHS = 100  # of the first training, and of all fine-tuning that comes after it
N_ROUNDS = 5  # of gradual pruning, which share those epochs
LEARNING_RATE = 1e-2  # of fine-tuning; on validation better than 1e-3 and 3e-3
TEACHER, STUDENT = (64, 256, 256, 10), (64, 16, 10)
N_LABELED = 100  # rows that a student learns from; its teacher learned from all of "fit"
STUDENT_SEEDS = range(10)  # of the rows, the first weights and the noise
TEACHER_EPOCHS, STUDENT_EPOCHS = 30, 400  # for a student an epoch is one step
TEMPERATURE, HARD_SHARE, SIGMA = 4.0, 0.1, 0.2


def make(folder: Path) -> None:
    """Train, and write the files into `folder`."""
    write_table(folder / "compression_pruning.csv", pruning_rows())
    teacher = trained_teacher()
    networks = {"teacher": teacher, "student": trained_student(teacher, 0, HARD_SHARE)}
    about = {"networks": told(networks)}
    save_networks(folder / "compression.safetensors", networks, about)
    print({name: one["scores"] for name, one in about["networks"].items()}, flush=True)
    write_table(folder / "compression_students.csv", student_rows(teacher))


# Pruning


def pruning_rows() -> list[dict]:
    """Return the accuracy on test of each recipe, sparsity and seed."""
    rows = []
    for seed in PRUNING_SEEDS:
        network = digits_network(SIZES, generator=seed)
        fit_network(network, *load_digits("fit"), N_EPOCHS, generator=seed)
        for sparsity in SPARSITIES:
            for recipe, prune in RECIPES.items():
                found = accuracy(prune(network, sparsity, seed), *load_digits("test"))
                row = {"recipe": recipe, "sparsity": sparsity, "seed": seed}
                rows.append(row | {"accuracy": round(found, 6)})
    order = list(RECIPES)
    return sorted(rows, key=lambda row: (order.index(row["recipe"]), row["sparsity"], row["seed"]))


def one_shot(network, sparsity: float, seed: int):
    return prune_network(network, sparsity)[0]


def tuned(network, sparsity: float, seed: int):
    pruned, masks = prune_network(network, sparsity)
    fine_tune(pruned, masks, *load_digits("fit"), N_EPOCHS, LEARNING_RATE, seed)
    return pruned


def gradual(network, sparsity: float, seed: int):
    pruned, _ = prune_gradually(
        network,
        sparsity,
        *load_digits("fit"),
        n_rounds=N_ROUNDS,
        n_epochs=N_EPOCHS // N_ROUNDS,
        learning_rate=LEARNING_RATE,
        generator=seed,
    )
    return pruned


def structured(network, sparsity: float, seed: int):
    """Remove that share of the neurons, and fine-tune as long; one neuron stays at least."""
    smaller = remove_neurons(network, max(1, round((1 - sparsity) * SIZES[1])))
    fit_network(smaller, *load_digits("fit"), N_EPOCHS, LEARNING_RATE, seed)
    return smaller


RECIPES = {
    "one-shot": one_shot,
    "one-shot + fine-tuning": tuned,
    "gradual": gradual,
    "structured": structured,
}


# Distillation


def trained_teacher() -> nn.Sequential:
    teacher = digits_network(TEACHER)
    fit_network(teacher, *load_digits("fit"), TEACHER_EPOCHS)
    return teacher


def trained_student(teacher: nn.Sequential, seed: int, hard_share: float) -> nn.Sequential:
    """Return a student of few rows; with `hard_share` 1 it learned alone, all else being equal."""
    X, y = load_digits("fit")
    rows = np.random.default_rng(seed).choice(len(X), N_LABELED, replace=False)
    student = digits_network(STUDENT, generator=seed)
    distill(
        student,
        teacher,
        X[rows],
        y[rows],
        STUDENT_EPOCHS,
        temperature=TEMPERATURE,
        hard_share=hard_share,
        sigma=SIGMA,
        generator=seed,
    )
    return student


def student_rows(teacher: nn.Sequential) -> list[dict]:
    """Return by seed the accuracy on test: student alone, distilled, and the teacher."""
    test = load_digits("test")
    above = round(accuracy(teacher, *test), 6)
    rows = []
    for seed in STUDENT_SEEDS:
        alone, distilled = (
            round(accuracy(trained_student(teacher, seed, share), *test), 6)
            for share in (1.0, HARD_SHARE)
        )
        rows.append({"seed": seed, "alone": alone, "distilled": distilled, "teacher": above})
    return rows


def told(networks: dict[str, nn.Sequential]) -> dict:
    """Return what the header says of each network: how to build it, its training, its score."""
    known = {"batch_size": BATCH_SIZE, "seed": 0}
    trainings = {
        "teacher": {"n_epochs": TEACHER_EPOCHS, "n_rows": len(load_digits("fit").X)},
        "student": {
            "n_epochs": STUDENT_EPOCHS,
            "n_rows": N_LABELED,
            "temperature": TEMPERATURE,
            "hard_share": HARD_SHARE,
            "sigma": SIGMA,
        },
    }
    return {
        name: {
            "options": {"sizes": list(sizes)},
            "training": known | trainings[name],
            "scores": {"test_accuracy": accuracy(networks[name], *load_digits("test"))},
        }
        for name, sizes in (("teacher", TEACHER), ("student", STUDENT))
    }


def write_table(path: Path, rows: list[dict]) -> None:
    """Print and write the rows of a table."""
    for row in rows:
        print(f"  {', '.join(map(str, row.values()))}", flush=True)
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    write_whole(path, text.getvalue())
