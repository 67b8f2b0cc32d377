"""What memory a computation needs, counted in bytes: the same on every machine."""

import tracemalloc
import weakref
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves
from torch.utils.checkpoint import checkpoint

from course_utils.resources.worker import gradients_of
from course_utils.training import saved_bytes
from course_utils.training.checks import check_callable, check_network
from course_utils.validation import as_matrix, as_vector, check_count, check_labels


def saved_activation_bytes(network: nn.Module, X) -> int:
    """Return how many bytes the forward pass keeps for the backward pass.

    Counted is what autograd saves, each piece of memory once, without the weights and the batch,
    which are there anyway.

    Parameters
    ----------
    network : nn.Module
    X : array of shape (n_samples, n_features)

    Returns
    -------
    int, bytes. It grows with the number of samples, and not with the number of weights.

    >>> network = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 2)).double()
    >>> saved_activation_bytes(network, np.ones((10, 4)))  # 10 rows of 3 numbers, 8 bytes each
    240
    """
    return saved_bytes(network, _as_batch(network, X))


def peak_tensor_bytes(function: Callable[[], object]) -> int:
    """Return the most bytes of new tensors that lived at the same time while `function` ran.

    What PyTorch's kernels use inside for a moment is not in it.

    >>> x = torch.zeros(1000, dtype=torch.float64)
    >>> peak_tensor_bytes(lambda: x.exp().sum()), peak_tensor_bytes(lambda: x.exp_().sum())
    (8008, 8)
    """
    check_callable(function, "function")
    with _Tally() as tally:
        function()
    return tally.peak


def peak_bytes(function: Callable[[], object]) -> int:
    """Return the most bytes of new NumPy arrays that lived at the same time while `function` ran.

    Python's own objects count, too: some thousand bytes. What was there before does not count, and
    neither do tensors, nor the pages of a memory-mapped file: the system may drop them.

    >>> x = np.zeros(1_000_000)
    >>> round(peak_bytes(lambda: np.exp(x)), -6), peak_bytes(lambda: np.exp(x, out=x)) < 100_000
    (8000000, True)
    """
    check_callable(function, "function")
    if tracemalloc.is_tracing():
        raise RuntimeError("tracemalloc is at work already: call tracemalloc.stop() first.")
    tracemalloc.start()
    try:
        function()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


class Checkpointed(nn.Sequential):
    """A network that keeps the inputs of its segments only, and computes the rest a second time.

    Parameters
    ----------
    network : nn.Sequential, whose layers are shared, not copied
    n_segments : int >= 1, at most the number of layers
        Segments differ by one layer at most. About the square root of the number of layers needs
        the least memory.

    References
    ----------
    Chen et al., Training deep nets with sublinear memory cost, arXiv:1604.06174, 2016.

    >>> network = nn.Sequential(*[nn.Linear(8, 8), nn.ReLU()] * 8).double()
    >>> X = np.ones((5, 8))
    >>> saved_activation_bytes(network, X), saved_activation_bytes(Checkpointed(network, 4), X)
    (2560, 960)
    """

    def __init__(self, network: nn.Sequential, n_segments: int):
        if not isinstance(network, nn.Sequential) or not len(network):
            raise TypeError(f"network must be an nn.Sequential with layers; got {network!r}.")
        if check_count(n_segments, "n_segments") > len(network):
            raise ValueError(
                f"n_segments must be at most {len(network)}, the number of layers; "
                f"got {n_segments}."
            )
        super().__init__(*network)
        ends = np.linspace(0, len(network), n_segments + 1).round().astype(int)
        self.segments = [range(start, stop) for start, stop in pairwise(ends)]

    def forward(self, x: Tensor) -> Tensor:
        layers = list(self)
        for segment in self.segments:
            inner = nn.Sequential(*(layers[i] for i in segment))
            x = checkpoint(inner, x, use_reentrant=False)
        return x


def accumulate_gradients(network: nn.Module, X, y, n_parts: int) -> dict[str, np.ndarray]:
    """Return the gradients of a whole batch, computed in parts one after the other.

    Memory is needed for the activations of one part only. Each part counts by its rows, so that
    the sum is the gradient of the mean over the batch, also if parts differ in size.

    Parameters
    ----------
    network : nn.Module, from (n, n_features) to logits (n, n_classes); its `.grad` stay as they are
    X : array of shape (n_samples, n_features)
    y : whole numbers of shape (n_samples,), the classes from 0
    n_parts : int >= 1, at most n_samples; parts differ by one row at most

    Returns
    -------
    dict parameter -> ndarray, of the mean cross-entropy of all samples

    >>> network = nn.Sequential(nn.Linear(2, 3)).double()
    >>> whole, parts = (accumulate_gradients(network, np.eye(2), [2, 0], n) for n in (1, 2))
    >>> all(np.allclose(whole[name], parts[name], atol=1e-12) for name in whole)
    True
    """
    batch = _as_batch(network, X)
    labels = as_vector(y, "y", len(batch))
    with torch.no_grad():
        check_labels(labels, range(network(batch[:1]).shape[1]), "y")
    if any(isinstance(layer, _BatchNorm) for layer in network.modules()):
        raise TypeError(
            "network has batch normalization, which looks at all rows of a part: the gradients of "
            "parts don't add up to those of the batch. Take a network without it."
        )
    if check_count(n_parts, "n_parts") > len(batch):
        raise ValueError(f"n_parts must be at most {len(batch)}, the rows of X; got {n_parts}.")
    classes = torch.tensor(labels.astype(np.int64))
    total = {name: torch.zeros_like(weight) for name, weight in network.named_parameters()}
    for rows in torch.arange(len(batch)).tensor_split(n_parts):
        for name, gradient in gradients_of(network, batch[rows], classes[rows]).items():
            total[name] += gradient * (len(rows) / len(batch))
    return {name: gradient.numpy() for name, gradient in total.items()}


def standardize(X, mean, scale, out: np.ndarray | None = None) -> np.ndarray:
    """Return (X - mean) / scale, in new memory or in memory that is there already.

    Parameters
    ----------
    X : array of shape (n_samples, n_features)
    mean, scale : arrays of shape (n_features,); no scale is 0
    out : float64 ndarray of the shape of X, optional
        Gets the result. Without it two new arrays are made, one of which is dropped at the end.

    >>> X, buffer = np.array([[1.0, 4.0], [3.0, 8.0]]), np.empty((2, 2))
    >>> standardize(X, [2.0, 6.0], [1.0, 2.0], out=buffer) is buffer, buffer.tolist()
    (True, [[-1.0, -1.0], [1.0, 1.0]])
    """
    X = as_matrix(X, "X")
    mean, scale = (as_vector(v, name, X.shape[1]) for v, name in ((mean, "mean"), (scale, "scale")))
    if (scale == 0).any():
        raise ValueError("scale must hold no 0; a feature that never changes has none.")
    if out is not None and (
        not isinstance(out, np.ndarray) or out.shape != X.shape or out.dtype != float
    ):
        raise ValueError(f"out must be a float64 array of shape {X.shape}; pass np.empty_like(X).")
    # A name for the first result keeps NumPy from using its memory again, as it may in one formula.
    centered = np.subtract(X, mean, out=out)
    return np.divide(centered, scale, out=out)


def batch_mean(rows, batch_size: int) -> np.ndarray:
    """Return the mean of all rows, of which only `batch_size` are in memory at a time.

    Parameters
    ----------
    rows : array of shape (n_rows, n_features)
        Such as np.load(path, mmap_mode="r") gives: rows are read from the file when asked for.
    batch_size : int >= 1

    Returns
    -------
    float64 ndarray of shape (n_features,)

    >>> batch_mean(np.array([[1, 2], [3, 4], [8, 3]]), batch_size=2)
    array([4., 3.])
    """
    if not isinstance(rows, np.ndarray) or rows.ndim != 2 or not len(rows):
        raise TypeError(
            'rows must be a 2-D array (n_rows, n_features), such as np.load(path, mmap_mode="r") '
            f"gives; got {type(rows).__name__} of shape {getattr(rows, 'shape', None)}."
        )
    check_count(batch_size, "batch_size")
    total = np.zeros(rows.shape[1])
    for start in range(0, len(rows), batch_size):
        total += as_matrix(rows[start : start + batch_size], "rows").sum(axis=0)
    return total / len(rows)


class _Tally(TorchDispatchMode):
    """Counts the bytes of the storages that operations make, until each is dropped."""

    def __init__(self):
        super().__init__()
        self.now = self.peak = 0

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        return False  # or PyTorch's compiler, which is not in use here, would load: a second

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        result = function(*args, **(kwargs or {}))
        there = {id(storage) for storage in _storages((args, kwargs))}
        for storage in _storages(result):
            if id(storage) not in there:  # neither a view nor done in place
                there.add(id(storage))
                self.add(storage.nbytes())
                weakref.finalize(storage, self.add, -storage.nbytes())
        return result

    def add(self, n_bytes: int) -> None:
        self.now += n_bytes
        self.peak = max(self.peak, self.now)


def _storages(nested) -> list:
    return [one.untyped_storage() for one in tree_leaves(nested) if isinstance(one, Tensor)]


def _as_batch(network, X) -> Tensor:
    weights = list(check_network(network).parameters())
    if not any(weight.requires_grad for weight in weights):
        raise ValueError("network has no weights to train: nothing is kept. Build it anew.")
    batch = torch.tensor(as_matrix(X, "X"), dtype=weights[0].dtype)
    try:
        with torch.no_grad():
            network(batch[:2])
    except RuntimeError as error:
        raise ValueError(f"X does not fit the network: {error}.") from error
    return batch
