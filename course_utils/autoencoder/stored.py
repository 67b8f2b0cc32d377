"""What the stored trainings of the chapter hold, from the bytes of their files."""

import csv
import io

import numpy as np

from course_utils.autoencoder.model import Autoencoder
from course_utils.checkpoints import put_tensors, read_checkpoint, told
from course_utils.validation import as_matrix, check_bytes


def networks_of(content: bytes) -> dict[str, Autoencoder]:
    """Return the trained networks of a file, by name, ready to be used and not to be trained on.

    Parameters
    ----------
    content : bytes of "autoencoder.safetensors"
        Its header holds `Autoencoder.options` of each network.

    Returns
    -------
    dict name -> Autoencoder
        "plane" is 64-32-2; "size k" has a code of k numbers; "denoiser" learned from noisy images.

    Raises
    ------
    TypeError, ValueError
        If `content` is no bytes, or damaged, or holds no such networks.

    >>> from course_utils.datasets import load_run
    >>> networks = networks_of(load_run("autoencoder.safetensors"))
    >>> networks["size 8"].options["sizes"]
    [64, 128, 8]
    """
    tensors, about = _read(content)
    networks = {name: Autoencoder(**said["options"]) for name, said in about.items()}
    put_tensors(tensors, networks, told(content))
    for network in networks.values():
        network.eval().requires_grad_(False)
    return networks


def trainings_of(content: bytes) -> dict[str, dict]:
    """Return how each network of a file was trained, by name, and its error on the test images.

    >>> from course_utils.datasets import load_run
    >>> sorted(trainings_of(load_run("autoencoder.safetensors"))["plane"])
    ['batch_size', 'learning_rate', 'n_epochs', 'sigma', 'test_error']
    """
    _, about = _read(content)
    return {
        name: said["training"] | {"test_error": said["test_error"]} for name, said in about.items()
    }


def size_curve_of(content: bytes) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the code sizes, and the mean squared errors on the test images at each.

    Parameters
    ----------
    content : bytes of "autoencoder_sizes.csv"

    Returns
    -------
    sizes : ndarray of shape (n_sizes,), ascending
    ours : ndarray of shape (n_seeds, n_sizes), the autoencoders'; row 0 is of the networks that
        `networks_of` returns
    pca : ndarray of shape (n_sizes,), that of as many principal components

    Raises
    ------
    TypeError, ValueError
        If `content` is no bytes, columns are missing, or not every size has the same seeds.

    >>> curve = b"size,seed,autoencoder,pca\\n2,0,0.5,1\\n4,0,0.2,0.7\\n2,1,0.4,1\\n4,1,0.3,0.7\\n"
    >>> sizes, ours, pca = size_curve_of(curve)
    >>> sizes.tolist(), ours.tolist(), pca.tolist()
    ([2, 4], [[0.5, 0.2], [0.4, 0.3]], [1.0, 0.7])
    """
    check_bytes(content, "content")
    try:
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))
        errors = {(int(r["seed"]), int(r["size"])): float(r["autoencoder"]) for r in rows}
        pca = {int(row["size"]): float(row["pca"]) for row in rows}
        sizes, seeds = sorted(pca), sorted({seed for seed, _ in errors})
        ours = as_matrix([[errors[seed, size] for size in sizes] for seed in seeds], "errors")
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(
            "content must be a table with the columns size, seed, autoencoder and pca, and each "
            f"seed must stand beside every size; {type(error).__name__}: {error}. "
            'Pass load_run("autoencoder_sizes.csv").'
        ) from error
    return np.array(sizes), ours, np.array([pca[size] for size in sizes])


def _read(content) -> tuple[dict, dict]:
    """Return the tensors of a file, and what it says about each network."""
    check_bytes(content, "content")
    tensors, about = read_checkpoint(content)
    if not isinstance(about, dict) or "networks" not in about:
        raise ValueError(
            'content holds no autoencoders of the course. Pass load_run("autoencoder.safetensors").'
        )
    return tensors, about["networks"]
