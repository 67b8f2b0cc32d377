"""Rebuild the course's data, byte for byte.

    python data/build.py            write what differs (needs scikit-learn)
    python data/build.py --check    compare only; exit status 1 if a file differs

A data file is one function in `FILES`. Checksums, the metadata's digests and the datasheet's
table follow from the files, so they are never edited by hand.
"""

import argparse
import hashlib
import io
import json
import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
SPLIT_SIZES = {"train": 1077, "validation": 360, "test": 360}
SPLIT_SEED = 1998  # the year of the data set; any number would do, this one is fixed
SOURCE_SHA256 = "87ff0c9e40dc7e2c0e34e7257799c2e3f3aec1a016363bb11cad869ec428a826"
TABLE_BEGIN, TABLE_END = "<!-- counts: begin (data/build.py) -->", "<!-- counts: end -->"


class BuildError(Exception):
    """The data can't be rebuilt here; the message says why and what to do."""


def read_source() -> tuple[np.ndarray, np.ndarray]:
    """Return images (1797, 8, 8) and labels (1797,), both uint8, in the source's order."""
    try:
        from sklearn.datasets import load_digits
    except ImportError:
        raise BuildError(
            "scikit-learn holds the source of the digits and is not installed. Install it with "
            "pip install scikit-learn, or take the committed file: git checkout -- data/digits.npz"
        ) from None
    source = load_digits()
    images, labels = source.images.astype(np.uint8), source.target.astype(np.uint8)
    if hashlib.sha256(images.tobytes() + labels.tobytes()).hexdigest() != SOURCE_SHA256:
        raise BuildError(
            "the digits bundled with this scikit-learn are not those the course was made from. "
            "Keep the committed file (git checkout -- data/digits.npz) and report the version."
        )
    return images, labels


def digits_npz() -> bytes:
    """All digits, their labels, and the fixed split as sorted row numbers."""
    images, labels = read_source()
    return npz_bytes({"images": images, "labels": labels, **stratified_split(labels)})


FILES: dict[str, Callable[[], bytes]] = {"digits.npz": digits_npz}


def stratified_split(labels: np.ndarray, seed: int = SPLIT_SEED) -> dict[str, np.ndarray]:
    """Return the sorted row numbers of train, validation and test.

    Each row draws a random 64-bit key; rows are taken in the order of their keys. The test part
    is drawn from all rows, then the validation part from what is left; the rest trains. Keys are
    raw PCG64 output: NumPy keeps that stream the same in all versions, a permutation not.
    """
    keys = np.random.PCG64(seed).random_raw(len(labels))
    remaining = np.argsort(keys, kind="stable")
    parts = {}
    for name in ("test", "validation"):
        taken = _take_stratified(labels[remaining], SPLIT_SIZES[name])
        parts[name] = remaining[taken]
        remaining = remaining[~taken]
    parts["train"] = remaining
    return {name: np.sort(parts[name]).astype("<i8") for name in SPLIT_SIZES}


def _take_stratified(labels, size) -> np.ndarray:
    """Mark the first rows of each class, as many as the largest-remainder rule gives the class.

    Whole numbers only: class c with n_c of n rows gets n_c * size // n, and the rows still
    missing go to the classes with the largest n_c * size % n, the smaller digit first in a tie.
    """
    counts = np.bincount(labels)
    quotas, remainders = np.divmod(counts * size, len(labels))
    neediest = np.argsort(-remainders, kind="stable")
    quotas[neediest[: size - quotas.sum()]] += 1
    taken = np.zeros(len(labels), dtype=bool)
    for label, quota in enumerate(quotas):
        taken[np.flatnonzero(labels == label)[:quota]] = True
    return taken


def npz_bytes(arrays: dict[str, np.ndarray]) -> bytes:
    """Return an uncompressed .npz whose bytes depend on the arrays alone.

    `np.savez` would store the clock and the operating system, and its header padding has changed
    between releases.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, array in arrays.items():
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3  # Unix, wherever it is built
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, npy_bytes(array))
    return buffer.getvalue()


def npy_bytes(array: np.ndarray) -> bytes:
    """Return `array` in the .npy format 1.0 (NEP 1): little-endian, C order, aligned to 64."""
    array = array.astype(array.dtype.newbyteorder("<"))
    header = f"{{'descr': {array.dtype.str!r}, 'fortran_order': False, 'shape': {array.shape}, }}"
    padding = -(10 + len(header) + 1) % 64
    header = header.encode("ascii") + b" " * padding + b"\n"
    return b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + array.tobytes()


def checksums_txt(files: dict[str, bytes]) -> bytes:
    """Return one line a file, as `sha256sum --check` reads it."""
    return "".join(f"{_sha256(files[name])}  {name}\n" for name in sorted(files)).encode("ascii")


def croissant_json(files: dict[str, bytes]) -> bytes:
    """Return the metadata with the sizes and digests of `files` filled in."""
    metadata = json.loads((HERE / "croissant.json").read_text(encoding="utf-8"))
    for entry in metadata["distribution"]:
        if entry["@type"] == "cr:FileObject":
            content = files[entry["name"]]
            entry["contentSize"] = f"{len(content)} B"
            entry["sha256"] = _sha256(content)
    return (json.dumps(metadata, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def readme_md(files: dict[str, bytes]) -> bytes:
    """Return the datasheet with its table of counts made from the digits."""
    text = (HERE / "README.md").read_text(encoding="utf-8")
    before, begin, rest = text.partition(TABLE_BEGIN)
    _, end, after = rest.partition(TABLE_END)
    if not (begin and end):
        raise BuildError(f"README.md must hold the lines {TABLE_BEGIN!r} and {TABLE_END!r}.")
    with np.load(io.BytesIO(files["digits.npz"])) as digits:
        table = counts_table(digits["labels"], {name: digits[name] for name in SPLIT_SIZES})
    return f"{before}{begin}\n\n{table}\n{end}{after}".encode()


def counts_table(labels: np.ndarray, splits: dict[str, np.ndarray]) -> str:
    """Return the number of images by split and digit as a Markdown table."""
    n_classes = int(labels.max()) + 1
    rows = {**splits, "all": np.arange(len(labels))}
    lines = [["split", *map(str, range(n_classes)), "sum"], ["---"] + ["---:"] * (n_classes + 1)]
    for name, index in rows.items():
        counts = np.bincount(labels[index], minlength=n_classes)
        lines.append([name, *map(str, counts), f"{counts.sum():,}"])
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def build() -> dict[str, bytes]:
    """Return the content of every file that this script keeps, by name."""
    files = {name: make() for name, make in FILES.items()}
    return files | {
        "checksums.txt": checksums_txt(files),
        "croissant.json": croissant_json(files),
        "README.md": readme_md(files),
    }


def write_atomically(path: Path, content: bytes) -> None:
    """Write `content` beside `path`, then move it there: a reader sees the old or the new file."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(content)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def main(arguments: list[str] | None = None) -> int:
    """Build, then write or compare; return the exit status."""
    parser = argparse.ArgumentParser(description="Rebuild the course's data, byte for byte.")
    parser.add_argument("--check", action="store_true", help="compare only, write nothing")
    check_only = parser.parse_args(arguments).check
    try:
        built = build()
    except BuildError as error:
        print(f"data/build.py: {error}", file=sys.stderr)
        return 2
    differing = 0
    for name, content in built.items():
        path = HERE / name
        same = path.is_file() and path.read_bytes() == content
        differing += not same
        if not same and not check_only:
            write_atomically(path, content)
        print(f"{name}: {'unchanged' if same else 'differs' if check_only else 'written'}")
    return 1 if check_only and differing else 0


if __name__ == "__main__":
    sys.exit(main())
