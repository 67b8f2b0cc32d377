"""The papers that go with the data files: each follows from the files and its own last version."""

import csv
import hashlib
import io
import json

import numpy as np

PARTS = ("train", "validation", "test")
BEGIN, END = "<!-- {}: begin (data/build.py) -->", "<!-- {}: end -->"


class BuildError(Exception):
    """The data can't be rebuilt here; the message says why and what to do."""


def checksums_txt(files: dict[str, bytes]) -> bytes:
    """Return one line a file, as `sha256sum --check` reads it."""
    return "".join(f"{_sha256(files[name])}  {name}\n" for name in sorted(files)).encode("ascii")


def croissant_json(files: dict[str, bytes], last: bytes) -> bytes:
    """Return the metadata with the sizes and digests of `files` filled in."""
    metadata = json.loads(last)
    for entry in metadata["distribution"]:
        if entry["@type"] == "cr:FileObject":
            content = files[entry["name"]]
            entry["contentSize"] = f"{len(content)} B"
            entry["sha256"] = _sha256(content)
    return (json.dumps(metadata, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def readme_md(files: dict[str, bytes], last: bytes) -> bytes:
    """Return the datasheet with its tables made from the files."""
    with np.load(io.BytesIO(files["digits.npz"])) as digits:
        splits = split_table(digits["labels"], {name: digits[name] for name in PARTS})
    text = _replace_table(last.decode("utf-8"), "split", splits)
    table, truth = (_read_csv(files[f"digits_messy{part}.csv"]) for part in ("", "_truth"))
    return _replace_table(text, "defects", defects_table(len(table), truth)).encode("utf-8")


def split_table(labels: np.ndarray, splits: dict[str, np.ndarray]) -> str:
    """Return the number of images by split and digit as a Markdown table."""
    n_classes = int(labels.max()) + 1
    lines = [["split", *map(str, range(n_classes)), "sum"], ["---"] + ["---:"] * (n_classes + 1)]
    for name, index in {**splits, "all": np.arange(len(labels))}.items():
        counts = np.bincount(labels[index], minlength=n_classes)
        lines.append([name, *map(str, counts), f"{counts.sum():,}"])
    return _markdown(lines)


def defects_table(n_rows: int, truth: list[dict[str, str]]) -> str:
    """Return the number of planted defects by kind and place as a Markdown table."""
    copies = {entry["row"] for entry in truth if not entry["column"]}
    n_originals = n_rows - len(copies)
    n_cells = {"pixels": 64 * n_originals, "ink": n_originals, "label": n_originals}
    planted, copied = {}, {}
    for entry in truth:
        place = {"ink": "ink", "label": "label", "": "row"}.get(entry["column"], "pixels")
        counts = copied if entry["row"] in copies else planted
        key = entry["kind"], place
        counts[key] = counts.get(key, 0) + 1
    lines = [["defect", "where", "planted", "of", "share", "in copies", "all"]]
    lines.append(["---"] * 2 + ["---:"] * 5)
    for kind, place in sorted({**planted, **copied}):
        first, again = planted.get((kind, place), 0), copied.get((kind, place), 0)
        of = n_cells.get(place)
        counts = [f"{first:,}", f"{of:,}", f"{first / of:.1%}", f"{again:,}"] if of else ["–"] * 4
        lines.append([kind, place, *counts, f"{first + again:,}"])
    return _markdown(lines)


def _replace_table(text, name, table) -> str:
    before, begin, rest = text.partition(BEGIN.format(name))
    _, end, after = rest.partition(END.format(name))
    if not (begin and end):
        raise BuildError(
            f"README.md must hold the lines {BEGIN.format(name)!r} and {END.format(name)!r}."
        )
    return f"{before}{begin}\n\n{table}\n{end}{after}"


def _markdown(lines) -> str:
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _read_csv(content) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def _sha256(content) -> str:
    return hashlib.sha256(content).hexdigest()
