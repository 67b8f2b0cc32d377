"""Parameters on disk: plain arrays by name, in NumPy's format, and no code to run."""

import io
from os import PathLike
from pathlib import Path

import numpy as np

from course_utils.backprop.arrays import as_floats
from course_utils.backprop.layers import MLP
from course_utils.backprop.tensor import Tensor
from course_utils.places import write_whole


def save_parameters(network: MLP, path) -> None:
    """Write all parameters of `network` to `path`, a .npz file.

    The file appears whole or not at all: if writing fails, the old one stays.
    """
    arrays = {name: tensor.data for name, tensor in _parameters(network).items()}
    memory = io.BytesIO()
    np.savez(memory, **arrays)
    write_whole(_npz(path), memory.getvalue())


def load_parameters(network: MLP, path) -> None:
    """Put the parameters stored in `path` into `network`; it is changed whole or not at all.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If the file holds no parameters, other names, other shapes, or a number that is not finite.
    """
    path, wanted = _npz(path), _parameters(network)
    content = io.BytesIO(path.read_bytes())
    try:
        with np.load(content, allow_pickle=False) as stored:
            arrays = {name: np.asarray(stored[name]) for name in stored.files}
    except Exception as error:
        raise ValueError(
            f"{path.name} holds no parameters that save_parameters wrote: {error}"
        ) from error
    missing, unknown = wanted.keys() - arrays.keys(), arrays.keys() - wanted.keys()
    if missing or unknown:
        raise ValueError(
            f"{path.name} is of another network: it lacks {sorted(missing) or 'nothing'} and has "
            f"{sorted(unknown) or 'nothing'} too much."
        )
    for name, tensor in wanted.items():
        if arrays[name].shape != tensor.shape:
            raise ValueError(
                f"{name} has shape {arrays[name].shape} in {path.name}, and {tensor.shape} in this "
                "network. Build the network with the sizes it was saved with."
            )
        arrays[name] = as_floats(arrays[name], tensor.dtype, name)
    for name, tensor in wanted.items():
        tensor.data = arrays[name]


def _parameters(network) -> dict[str, Tensor]:
    if not isinstance(network, MLP):
        raise TypeError(f"network must be an MLP; got {type(network).__name__}.")
    return network.named_parameters()


def _npz(path) -> Path:
    if not isinstance(path, str | PathLike):
        raise TypeError(f"path must be text or a pathlib.Path; got {path!r}.")
    path = Path(path)
    if path.suffix != ".npz":
        raise ValueError(f"path must end in .npz; got {path.name!r}.")
    return path
