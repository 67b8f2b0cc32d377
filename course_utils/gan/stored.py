"""What the stored trainings of the chapter hold, from the bytes of their files."""

import csv
import io
from typing import NamedTuple

import numpy as np
import torch
from torch import nn

from course_utils.checkpoints import put_tensors, read_checkpoint, told
from course_utils.gan.classifier import DigitClassifier
from course_utils.gan.model import Generator
from course_utils.validation import as_vector, check_bytes


class StoredRun(NamedTuple):
    """A GAN's training on the digits, as it went.

    `samples` are what the same 64 noise vectors became, by snapshot; `epochs` counts those done
    when a snapshot was taken.
    """

    epochs: np.ndarray  # int64 (n_snapshots,)
    samples: np.ndarray  # uint8 (n_snapshots, 64 images, 64 pixels)
    discriminator: np.ndarray  # float64 (n_epochs,), its loss
    generator: np.ndarray  # float64 (n_epochs,), its loss
    frechet: np.ndarray  # float64 (n_snapshots,)


class StoredCase(NamedTuple):
    """The training on the documents' 100 images, as it went; by snapshot as in `StoredRun`."""

    epochs: np.ndarray  # int64 (n_snapshots,)
    samples: np.ndarray  # uint8 (n_snapshots, n_images, 1024 pixels)
    discriminator: np.ndarray  # float64 (n_epochs,), its loss
    generator: np.ndarray  # float64 (n_epochs,), its loss
    copies: np.ndarray  # float64 (n_snapshots,), of `copies_share`
    nearer_to_train: np.ndarray  # float64 (n_snapshots,)


def networks_of(content: bytes) -> dict[str, nn.Module]:
    """Return the trained networks of a file, by name, ready to be used and not to be trained on.

    Parameters
    ----------
    content : bytes of "gan.safetensors"
        Its header holds {"networks": {name: {"options": …, "training": …, "scores": …}}}.

    Returns
    -------
    dict name -> network in float64
        "judge", a DigitClassifier; "conditional" and "unconditional", each a Generator.

    Raises
    ------
    TypeError, ValueError
        If `content` is no bytes, or damaged, or holds no such networks.

    >>> from course_utils.datasets import load_run
    >>> networks = networks_of(load_run("gan.safetensors"))
    >>> networks["conditional"].options["sizes"], networks["conditional"].options["n_classes"]
    ([32, 128, 128, 64], 10)
    """
    tensors, about = _read(content)
    networks = {
        name: (DigitClassifier if name == "judge" else Generator)(
            **said["options"], dtype=torch.float64
        )
        for name, said in about.items()
    }
    put_tensors(tensors, networks, told(content))
    for network in networks.values():
        network.eval().requires_grad_(False)
    return networks


def trainings_of(content: bytes) -> dict[str, dict]:
    """Return how each network of a file was trained, by name, and what scores it reached.

    >>> from course_utils.datasets import load_run
    >>> sorted(trainings_of(load_run("gan.safetensors"))["judge"])
    ['batch_size', 'n_epochs', 'n_steps', 'seed', 'test_accuracy']
    """
    _, about = _read(content)
    return {name: said["training"] | said["scores"] for name, said in about.items()}


def run_of(content: bytes) -> StoredRun:
    """Return the training that "gan_run.safetensors" holds; its tensors have the fields' names.

    Raises
    ------
    TypeError, ValueError
        If `content` is no bytes, or damaged, or holds something else.

    >>> from course_utils.datasets import load_run
    >>> run = run_of(load_run("gan_run.safetensors"))
    >>> run.epochs[:3].tolist(), run.samples.shape
    ([10, 20, 30], (46, 64, 64))
    """
    return _record(content, StoredRun, "gan_run.safetensors")


def case_of(content: bytes) -> StoredCase:
    """Return the training that "gan_case.safetensors" holds; its tensors have the fields' names.

    Raises
    ------
    TypeError, ValueError
        If `content` is no bytes, or damaged, or holds something else.

    >>> from course_utils.datasets import load_run
    >>> case = case_of(load_run("gan_case.safetensors"))
    >>> case.epochs[:3].tolist(), case.samples.shape
    ([250, 500, 750], (6, 25, 1024))
    """
    return _record(content, StoredCase, "gan_case.safetensors")


def ring_table_of(content: bytes) -> dict[str, dict[str, np.ndarray]]:
    """Return how many modes of the ring each recipe covered, and its share of samples near one.

    Parameters
    ----------
    content : bytes of "gan_ring.csv", columns recipe, seed, modes, near

    Returns
    -------
    dict "modes" or "near" -> dict recipe -> float64 ndarray of shape (n_seeds,)
        Recipes stand as in the file, seeds ascending.

    Raises
    ------
    TypeError, ValueError
        If `content` is no bytes, columns are missing, or not every recipe has the same seeds.

    >>> table = ring_table_of(b"recipe,seed,modes,near\\nnaive,1,4,.5\\nnaive,0,2,.25\\n")
    >>> table["modes"]["naive"].tolist(), table["near"]["naive"].tolist()
    ([2.0, 4.0], [0.25, 0.5])
    """
    return _table(content, ("modes", "near"), "gan_ring.csv")


def ablation_of(content: bytes) -> dict[str, dict[str, np.ndarray]]:
    """Return what the judge said of each recipe on the digits, by seed; as `ring_table_of`.

    Parameters
    ----------
    content : bytes of "gan_ablation.csv", columns recipe, seed, frechet, entropy

    Returns
    -------
    dict "frechet" or "entropy" -> dict recipe -> float64 ndarray of shape (n_seeds,)

    >>> from course_utils.datasets import load_run
    >>> list(ablation_of(load_run("gan_ablation.csv"))["frechet"])[:3]
    ['full', 'without running mean', 'without R1']
    """
    return _table(content, ("frechet", "entropy"), "gan_ablation.csv")


def _read(content) -> tuple[dict, dict]:
    """Return the tensors of a file, and what it says about each network."""
    check_bytes(content, "content")
    tensors, about = read_checkpoint(content)
    if not isinstance(about, dict) or "judge" not in about.get("networks", {}):
        raise ValueError('content holds no judge and generators. Pass load_run("gan.safetensors").')
    return tensors, about["networks"]


def _record(content, kind: type, file: str):
    check_bytes(content, "content")
    tensors, _ = read_checkpoint(content)
    if set(tensors) != set(kind._fields):
        raise ValueError(
            f"content must hold {', '.join(kind._fields)}; got {', '.join(tensors)}. "
            f'Pass load_run("{file}").'
        )
    return kind(**{name: tensor.numpy() for name, tensor in tensors.items()})


def _table(content, measures: tuple[str, ...], file: str) -> dict[str, dict[str, np.ndarray]]:
    check_bytes(content, "content")
    try:
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))
        cells = {(row["recipe"], int(row["seed"])): row for row in rows}
        recipes, seeds = dict.fromkeys(row["recipe"] for row in rows), {seed for _, seed in cells}
        if not rows or len(rows) != len(recipes) * len(seeds):
            raise ValueError(f"{len(rows)} rows for {len(recipes)} recipes, {len(seeds)} seeds")
        return {
            measure: {
                recipe: as_vector(
                    [float(cells[recipe, seed][measure]) for seed in sorted(seeds)], measure
                )
                for recipe in recipes
            }
            for measure in measures
        }
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(
            f"content must be a table with the columns recipe, seed, {', '.join(measures)}, and "
            "each seed must stand beside every recipe, once; "
            f'{type(error).__name__}: {error}. Pass load_run("{file}").'
        ) from error
