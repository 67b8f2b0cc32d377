"""What the stored trainings of the chapter hold, from the bytes of their files."""

import csv
import io

import numpy as np
import torch
from torch import nn

from course_utils.checkpoints import put_tensors, read_checkpoint, told
from course_utils.compression.model import digits_network
from course_utils.validation import as_vector, check_bytes

_KINDS = {"recipe": str, "seed": int}  # of columns; the others hold real numbers


def pruning_table_of(content: bytes) -> dict[str, dict[float, np.ndarray]]:
    """Return the accuracy on test after each recipe of pruning, by sparsity and seed.

    Parameters
    ----------
    content : bytes of "compression_pruning.csv", columns recipe, sparsity, seed, accuracy

    Returns
    -------
    dict recipe -> dict sparsity -> float64 ndarray of shape (n_seeds,)
        Recipes stand as in the file, sparsities and seeds ascending.

    Raises
    ------
    TypeError, ValueError
        If `content` is no bytes, columns are missing, or not every recipe and sparsity has the
        same seeds.

    >>> table = pruning_table_of(b"recipe,sparsity,seed,accuracy\\nx,.9,1,.5\\nx,.9,0,.4\\n")
    >>> table["x"][0.9].tolist()
    [0.4, 0.5]
    """
    rows = _rows(content, ("recipe", "sparsity", "seed", "accuracy"), "compression_pruning.csv")
    cells = {(row["recipe"], row["sparsity"], row["seed"]): row["accuracy"] for row in rows}
    recipes, sparsities, seeds = (dict.fromkeys(key[i] for key in cells) for i in range(3))
    n_cells = len(recipes) * len(sparsities) * len(seeds)
    if not len(rows) == len(cells) == n_cells:
        raise ValueError(
            f"content must hold each of {len(recipes)} recipes, {len(sparsities)} sparsities and "
            f"{len(seeds)} seeds together once, {n_cells} rows; got {len(rows)}."
        )
    return {
        recipe: {
            sparsity: as_vector(
                [cells[recipe, sparsity, seed] for seed in sorted(seeds)], "accuracy"
            )
            for sparsity in sorted(sparsities)
        }
        for recipe in recipes
    }


def students_of(content: bytes) -> dict[str, np.ndarray]:
    """Return the accuracy on test of the student alone and distilled, and its teacher's, by seed.

    Parameters
    ----------
    content : bytes of "compression_students.csv", columns seed, alone, distilled, teacher

    Returns
    -------
    dict "alone", "distilled" or "teacher" -> float64 ndarray of shape (n_seeds,), seeds ascending

    >>> students_of(b"seed,alone,distilled,teacher\\n1,.5,.6,.9\\n0,.4,.7,.8\\n")["distilled"]
    array([0.7, 0.6])
    """
    names = ("alone", "distilled", "teacher")
    rows = _rows(content, ("seed", *names), "compression_students.csv")
    rows = sorted(rows, key=lambda row: row["seed"])
    if len({row["seed"] for row in rows}) < len(rows):
        raise ValueError("content must hold each seed once.")
    return {name: as_vector([row[name] for row in rows], name) for name in names}


def networks_of(content: bytes) -> dict[str, nn.Sequential]:
    """Return the trained networks of a file, by name, ready to be used and not to be trained on.

    Parameters
    ----------
    content : bytes of "compression.safetensors"
        Its header holds {"networks": {name: {"options": {"sizes": …}, …}}}.

    Returns
    -------
    dict "teacher" or "student" -> network in float64, as `digits_network` builds it

    Raises
    ------
    TypeError, ValueError
        If `content` is no bytes, or damaged, or holds no such networks.
    """
    check_bytes(content, "content")
    tensors, about = read_checkpoint(content)
    if not isinstance(about, dict) or "teacher" not in about.get("networks", {}):
        raise ValueError('content holds no teacher. Pass load_run("compression.safetensors").')
    networks = {
        name: digits_network(one["options"]["sizes"], dtype=torch.float64)
        for name, one in about["networks"].items()
    }
    put_tensors(tensors, networks, told(content))
    for network in networks.values():
        network.eval().requires_grad_(False)
    return networks


def teacher_of(content: bytes) -> nn.Sequential:
    """Return the teacher of "compression.safetensors"; see `networks_of`."""
    return networks_of(content)["teacher"]


def _rows(content, columns: tuple[str, ...], file: str) -> list[dict]:
    """Return the rows of a table, each a dict of column -> number; a recipe is text."""
    check_bytes(content, "content")
    try:
        rows = [
            {name: _KINDS.get(name, float)(row[name]) for name in columns}
            for row in csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))
        ]
        if not rows:
            raise ValueError("no rows")
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(
            f"content must be a table with the columns {', '.join(columns)}; "
            f'{type(error).__name__}: {error}. Pass load_run("{file}").'
        ) from error
    return rows
