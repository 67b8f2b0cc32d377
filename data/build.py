"""Rebuild the course's data, byte for byte.

    python data/build.py            write what differs (needs scikit-learn)
    python data/build.py --check    compare only; exit status 1 if a file differs

A data file is one function in `FILES`. Checksums, the metadata's digests and the datasheet's
tables follow from the files (papers.py), so they are never edited by hand.
"""

import argparse
import hashlib
import io
import os
import sys
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
from papers import BuildError, checksums_txt, croissant_json, readme_md

HERE = Path(__file__).resolve().parent
SPLIT_SIZES = {"train": 1077, "validation": 360, "test": 360}
SPLIT_SEED = 1998  # the year of the data set; any number would do, these three are fixed
IMAGES_SEED, MESSY_SEED = 100, 1437
N_IMAGES_A_DIGIT = 10
SOURCE_SHA256 = "87ff0c9e40dc7e2c0e34e7257799c2e3f3aec1a016363bb11cad869ec428a826"


@cache
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


def images_npy() -> bytes:
    """The documents' case: 100 images of 32 x 32, ten of each digit of "fit", in mixed order."""
    images, _ = read_source()
    return npy_bytes(enlarge(images[chosen_images()]))


FILES: dict[str, Callable[[], bytes]] = {
    "digits.npz": digits_npz,
    "images.npy": images_npy,
    "digits_messy.csv": lambda: messy_csvs()[0],
    "digits_messy_truth.csv": lambda: messy_csvs()[1],
}


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


def fit_rows(labels: np.ndarray) -> np.ndarray:
    """Return the sorted row numbers of train and validation together."""
    split = stratified_split(labels)
    return np.sort(np.concatenate([split["train"], split["validation"]]))


def chosen_images() -> np.ndarray:
    """Return the row numbers of the digits in images.npy, in its order."""
    _, labels = read_source()
    rows = fit_rows(labels)
    rows = rows[np.argsort(np.random.PCG64(IMAGES_SEED).random_raw(len(rows)), kind="stable")]
    earlier = [np.sum(labels[rows[:i]] == labels[row]) for i, row in enumerate(rows)]
    return rows[np.array(earlier) < N_IMAGES_A_DIGIT]


def enlarge(images: np.ndarray) -> np.ndarray:
    """Return counts (n, 8, 8) from 0 to 16 as gray values (n, 32, 32) from 0 to 255, uint8.

    Bilinear, pixel centers matched, edges repeated. Row i takes eighths of the two nearest rows
    and so do the columns: whole numbers throughout, so no computer rounds otherwise.
    """
    eighths = np.clip(2 * np.arange(32) - 3, 0, 56)  # where row i lies, in eighths of a row
    low, share = np.divmod(eighths, 8)
    weights = np.zeros((32, 8), dtype=np.int64)
    weights[np.arange(32), low] = 8 - share
    weights[np.arange(32), np.minimum(low + 1, 7)] += share
    sums = weights @ images.astype(np.int64) @ weights.T  # from 0 to 16 * 64
    return ((sums * 255 + 512) // 1024).astype(np.uint8)


@cache
def messy_csvs() -> tuple[bytes, bytes]:
    """The table of "fit" with planted defects, and what was planted where."""
    images, labels = read_source()
    sys.path.insert(0, str(HERE.parent))  # this course, whether or not one is installed
    try:
        from course_utils.data_quality.messy import csv_bytes, make_messy
    except ImportError as error:
        raise BuildError(
            f"the course's package can't be imported ({error}). Run this script in the course's "
            "folder, in its environment (pip install -e .)."
        ) from None
    rows = fit_rows(labels)
    table, truth = make_messy(images[rows], labels[rows], MESSY_SEED)
    return csv_bytes(table), csv_bytes(truth)


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


def build() -> dict[str, bytes]:
    """Return the content of every file that this script keeps, by name."""
    files = {name: make() for name, make in FILES.items()}
    return files | {
        "checksums.txt": checksums_txt(files),
        "croissant.json": croissant_json(files, (HERE / "croissant.json").read_bytes()),
        "README.md": readme_md(files, (HERE / "README.md").read_bytes()),
    }


def write_atomically(path: Path, content: bytes) -> None:
    """Write `content` beside `path`, then move it there: a reader sees the old or the new file."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(content)
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


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
