"""Find, read and verify the files of the data folder. What goes wrong comes with its remedy."""

import hashlib
import io
import os
import re
import zipfile
from functools import cache
from pathlib import Path

import numpy as np

RUNS = "runs/"  # the stored trainings, with checksums of their own


def data_folder() -> Path:
    """Return the folder of the stored data: COURSE_DATA if set, else data/ beside the package."""
    chosen = os.environ.get("COURSE_DATA")
    folder = os.path.expanduser(chosen) if chosen else Path(__file__).parents[1] / "data"
    return Path(folder).resolve()


def read_arrays(name: str, keys: tuple[str, ...]) -> dict[str, np.ndarray]:
    """Return the arrays `keys` of the archive `name`, verified once per process.

    The arrays are shared by all callers and read-only.

    Raises
    ------
    FileNotFoundError, OSError, ValueError
        If the file is missing, can't be read, or is damaged. The message says how to restore it.

    >>> read_arrays("digits.npz", ("images",))["images"].shape
    (1797, 8, 8)
    """
    return _read_archive(data_folder() / name, keys)


def read_array(name: str) -> np.ndarray:
    """Return the array in the .npy file `name`, verified once per process; read-only and shared.

    Raises
    ------
    FileNotFoundError, OSError, ValueError
        If the file is missing, can't be read, or is damaged. The message says how to restore it.

    >>> read_array("images.npy").shape
    (100, 32, 32)
    """
    return _read_array(data_folder() / name)


def read_bytes(name: str) -> bytes:
    """Return the content of the data file `name`, verified once per process.

    Raises
    ------
    FileNotFoundError, OSError, ValueError
        If the file is missing, can't be read, or is damaged. The message says how to restore it.

    >>> read_bytes("digits_messy.csv")[:14]
    b'row_id,p00,p01'
    """
    return _read_once(data_folder() / name)


def verify(name: str) -> str | None:
    """Return what is wrong with the data file `name` and the remedy, or None if it is as shipped.

    Raises
    ------
    ValueError
        If `name` is no name of a file.

    >>> verify("digits.npz") is None
    True
    """
    if not isinstance(name, str) or not name or Path(name).name != name.removeprefix(RUNS):
        raise ValueError(f'name must be a file of data/, such as "digits.npz"; got {name!r}.')
    try:
        _read_verified(data_folder() / name)
    except (OSError, ValueError) as error:
        return str(error)
    return None


def verify_all() -> dict[str, str | None]:
    """Return the finding of `verify` for every data file; never raises.

    >>> verify_all()["digits.npz"] is None
    True
    """
    found = {}
    for part in ("", RUNS):
        try:
            names = [f"{part}{name}" for name in sorted(_checksums(data_folder() / part))]
        except (OSError, ValueError) as error:
            found[f"{part}checksums.txt"] = str(error)
            if not data_folder().is_dir():
                return found
            continue
        found |= {name: verify(name) for name in names}
    return found


def remedy(name: str) -> str:
    """Return what to do where the data file `name` is missing or damaged."""
    return _remedy(data_folder() / name)


@cache
def _read_archive(path: Path, keys: tuple[str, ...]) -> dict[str, np.ndarray]:
    content = _read_verified(path)
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as archive:
            arrays = {key: archive[key] for key in keys}
    except (ValueError, OSError, EOFError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise ValueError(
            f"{path.name} in {path.parent} agrees with its checksum, but the arrays "
            f"{', '.join(keys)} can't be read from it ({error}). {_remedy(path)}"
        ) from error
    for array in arrays.values():
        array.setflags(write=False)
    return arrays


@cache
def _read_array(path: Path) -> np.ndarray:
    content = _read_once(path)
    try:
        array = np.load(io.BytesIO(content), allow_pickle=False)
        array.setflags(write=False)
    except (ValueError, OSError, EOFError, AttributeError) as error:
        raise ValueError(
            f"{path.name} in {path.parent} agrees with its checksum, but no array can be read "
            f"from it ({error}). {_remedy(path)}"
        ) from error
    return array


@cache
def _read_once(path: Path) -> bytes:
    return _read_verified(path)


def _read_verified(path: Path) -> bytes:
    expected = _checksums(path.parent)
    if path.name not in expected:
        listed = ", ".join(sorted(expected)) or "no file"
        raise ValueError(
            f"{path.name} is no name of a data file of the course; checksums.txt has {listed}."
        )
    content = _read(path)
    found = hashlib.sha256(content).hexdigest()
    if found != expected[path.name]:
        raise ValueError(
            f"{path.name} in {path.parent} is damaged: its {len(content)} bytes have the SHA-256 "
            f"{found[:12]}…, checksums.txt says {expected[path.name][:12]}…. {_remedy(path)}"
        )
    return content


def _checksums(folder: Path) -> dict[str, str]:
    """Return file name -> SHA-256, as listed in `folder`."""
    path = folder / "checksums.txt"
    lines = _read(path).decode("utf-8", errors="replace").splitlines()
    entries = [re.fullmatch(r"([0-9a-f]{64}) [ *](\S+)", line) for line in lines]
    if not entries or None in entries:
        raise ValueError(
            f"{path} is damaged: each line must be a SHA-256 and a file name. {_remedy(path)}"
        )
    return {entry[2]: entry[1] for entry in entries}


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        what = f"{path.name} is missing in" if path.parent.is_dir() else "there is no folder"
        raise FileNotFoundError(f"{what} {path.parent}. {_remedy(path)}") from None
    except OSError as error:
        raise OSError(f"{path} can't be read ({error.strerror}). {_remedy(path)}") from error


def _remedy(path: Path) -> str:
    folder = data_folder()
    if os.environ.get("COURSE_DATA"):
        return (
            "COURSE_DATA points there: copy the files of the course's data folder to it, "
            "or unset COURSE_DATA."
        )
    if not folder.is_dir():
        return (
            "Install the course from its own folder (pip install -e .), or set COURSE_DATA "
            "to its data folder."
        )
    name = path.relative_to(folder).as_posix()
    anew = "python data/build.py (needs scikit-learn)"
    if name.startswith(RUNS):
        anew = "train anew, which takes minutes: make runs"
    return (
        f"Restore it in the course's folder ({folder.parent}): git checkout -- data/{name}, "
        f"or {anew}."
    )
