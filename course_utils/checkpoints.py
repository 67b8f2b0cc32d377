"""Networks in a file: tensors and words about them, written whole, read whole or not at all.

The file has the safetensors format: plain numbers behind a JSON header. Nothing in it can run, as
the objects of a pickled file could. A checksum in the header tells a damaged file.
"""

import hashlib
import json
from pathlib import Path

import safetensors
import safetensors.torch
import torch
from torch import Tensor, nn

from course_utils.places import as_path, write_whole

_KEY = "course"  # the one entry that we add to the header


def save_networks(path: Path | str, networks: dict[str, nn.Module], about: dict) -> None:
    """Write the weights and buffers of `networks`, and `about`, into one safetensors file.

    Parameters
    ----------
    path : the file; its folder is made if it is missing
    networks : name -> network; a name holds no "."
    about : what JSON can hold: sizes, settings, scores

    Raises
    ------
    OSError
        If the file can't be written. An older file at `path` is then as it was.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "line.safetensors"
    >>> line, copy = nn.Linear(1, 1), nn.Linear(1, 1)
    >>> save_networks(path, {"line": line}, {"n_epochs": 5})
    >>> load_networks(path, {"line": copy})
    {'n_epochs': 5}
    >>> torch.equal(copy.weight, line.weight)
    True
    """
    write_checkpoint(path, named_tensors(networks), as_dict(about, "about"))


def load_networks(source: Path | str | bytes, networks: dict[str, nn.Module]) -> dict:
    """Put the weights and buffers of a file into `networks`; return what is said about them.

    Parameters
    ----------
    source : the path of a file that `save_networks` wrote, or its bytes
    networks : name -> network, of the same names and sizes as when they were saved

    Raises
    ------
    FileNotFoundError, OSError
        If there is no such file, or it can't be read.
    ValueError
        If the file is damaged or foreign, or a name, a shape or a dtype differs. The networks are
        then as they were.
    """
    tensors, about = read_checkpoint(source)
    put_tensors(tensors, networks, told(source))
    return about


def put_tensors(tensors: dict[str, Tensor], networks: dict[str, nn.Module], where: str) -> None:
    """Put what `read_checkpoint` returned into `networks`; a ValueError names the file `where`."""
    check_fit(tensors, networks, where)
    for name, network in networks.items():
        network.load_state_dict({key: tensors[f"{name}.{key}"] for key in network.state_dict()})


def check_fit(tensors: dict[str, Tensor], networks: dict[str, nn.Module], where: str) -> None:
    """Raise ValueError unless `tensors` are exactly what `networks` hold: names, shapes, dtypes."""
    there = {name: _kind(tensor) for name, tensor in tensors.items()}
    here = {name: _kind(tensor) for name, tensor in named_tensors(networks).items()}
    problems = [f"{name} is missing" for name in here if name not in there]
    problems += [f"{name} is unknown here" for name in there if name not in here]
    problems += [
        f"{name} is {there[name]} there and {kind} here"
        for name, kind in here.items()
        if there.get(name, kind) != kind
    ]
    if problems:
        more = f"; and {len(problems) - 3} more" if len(problems) > 3 else ""
        raise ValueError(
            f"{where} does not fit these networks: {'; '.join(problems[:3])}{more}. "
            "Build the networks with the sizes of the saved ones."
        )


def write_checkpoint(path: Path | str, tensors: dict[str, Tensor], about: dict) -> None:
    """Write named tensors, and `about` (what JSON can hold), into one safetensors file.

    Raises
    ------
    TypeError
        If `tensors` holds something else, or JSON can't hold `about`.
    OSError
        If the file can't be written. An older file at `path` is then as it was.
    """
    path, about = as_path(path, "path"), as_json(about, "about")
    for name, tensor in as_dict(tensors, "tensors").items():
        if not isinstance(tensor, Tensor):
            raise TypeError(f"tensors[{name!r}] must be a tensor; got {type(tensor).__name__}.")
        if tensor.is_complex():
            raise TypeError(f"tensors[{name!r}] must hold real numbers; got {tensor.dtype}.")
    # Copies in one piece each: two names may share one tensor, and a tensor may be a view.
    layout = torch.contiguous_format
    tensors = {
        name: one.detach().cpu().clone(memory_format=layout) for name, one in tensors.items()
    }
    header = {_KEY: json.dumps({"about": about, "sha256": _checksum(tensors, about)})}
    content = safetensors.torch.save(tensors, header)
    write_whole(path, content)


def read_checkpoint(source: Path | str | bytes) -> tuple[dict[str, Tensor], dict]:
    """Return the tensors and the `about` of a file that `write_checkpoint` wrote, or of its bytes.

    Raises
    ------
    FileNotFoundError, OSError
        If there is no such file, or it can't be read.
    ValueError
        If a bit of it changed, its end is missing, or something else wrote it.
    """
    content = source if isinstance(source, bytes) else as_path(source, "source").read_bytes()
    try:
        tensors = dict(sorted(safetensors.torch.load(content).items()))
        size = int.from_bytes(content[:8], "little")
        said = json.loads(content[8 : 8 + size]).get("__metadata__", {})
    except (safetensors.SafetensorError, ValueError, KeyError) as error:
        raise ValueError(
            f"{told(source)} is damaged, or no safetensors file ({error}). "
            "Use another copy of it, or train again."
        ) from error
    if _KEY not in said:
        raise ValueError(
            f"{told(source)} is a safetensors file that the course did not write. "
            "Read it with safetensors.torch.load_file."
        )
    try:
        said = json.loads(said[_KEY])
        whole = said["sha256"] == _checksum(tensors, said["about"])
    except (ValueError, KeyError, TypeError):
        whole = False
    if not whole:
        raise ValueError(
            f"{told(source)} is damaged: its checksum is not the one that was written. "
            "Use another copy of it, or train again."
        )
    return tensors, said["about"]


def split_tensors(nested, name: str = "") -> tuple[dict[str, Tensor], object]:
    """Return the tensors of nested dicts and lists by name, and the rest, ready for JSON.

    >>> tensors, rest = split_tensors({"lr": 0.5, "state": {0: torch.ones(2)}})
    >>> rest
    {'lr': 0.5, 'state': {'0': {'tensor': 'state.0'}}}
    >>> join_tensors(tensors, rest)
    {'lr': 0.5, 'state': {'0': tensor([1., 1.])}}
    """
    if isinstance(nested, Tensor):
        return {name: nested}, {"tensor": name}
    if not isinstance(nested, dict | list | tuple):
        return {}, nested
    pairs = nested.items() if isinstance(nested, dict) else enumerate(nested)
    tensors, rest = {}, {}
    for key, value in pairs:
        inner, rest[str(key)] = split_tensors(value, f"{name}.{key}" if name else str(key))
        tensors |= inner
    return tensors, rest if isinstance(nested, dict) else list(rest.values())


def join_tensors(tensors: dict[str, Tensor], rest):
    """Return what `split_tensors` took apart; its keys are text now, its tuples lists."""
    if isinstance(rest, list):
        return [join_tensors(tensors, value) for value in rest]
    if not isinstance(rest, dict):
        return rest
    if list(rest) == ["tensor"] and isinstance(rest["tensor"], str):
        return tensors[rest["tensor"]]
    return {key: join_tensors(tensors, value) for key, value in rest.items()}


def named_tensors(networks: dict[str, nn.Module]) -> dict[str, Tensor]:
    """Return the weights and buffers of all networks by name: "network.layer.weight"."""
    for name, network in as_dict(networks, "networks").items():
        if not isinstance(network, nn.Module):
            raise TypeError(f"networks[{name!r}] must be a network; got {type(network).__name__}.")
        if not isinstance(name, str) or not name or "." in name:
            raise ValueError(f'a network\'s name must be text without "."; got {name!r}.')
    return {
        f"{name}.{key}": tensor
        for name, network in networks.items()
        for key, tensor in network.state_dict().items()
    }


def as_json(value, name: str):
    """Return `value` as JSON would give it back, or say what JSON can't hold."""
    try:
        return json.loads(json.dumps(value, allow_nan=False))
    except (TypeError, ValueError) as error:
        raise TypeError(f"{name} must hold only what JSON can hold: {error}.") from error


def as_dict(value, name: str) -> dict:
    """Return `value` if it is a dict."""
    if not isinstance(value, dict):
        raise TypeError(f"{name} must be a dict; got {type(value).__name__}.")
    return value


def _kind(tensor: Tensor) -> str:
    return f"{tuple(tensor.shape)} {str(tensor.dtype).removeprefix('torch.')}"


def told(source) -> str:
    """Return how an error names a file: by its path, or by the number of its bytes."""
    return f"a file of {len(source)} bytes" if isinstance(source, bytes) else str(source)


def _checksum(tensors: dict[str, Tensor], about) -> str:
    checksum = hashlib.sha256(json.dumps(about, sort_keys=True).encode())
    for name in sorted(tensors):
        checksum.update(f"\n{name} {_kind(tensors[name])}\n".encode())
        checksum.update(tensors[name].reshape(-1).view(torch.uint8).numpy())
    return checksum.hexdigest()
