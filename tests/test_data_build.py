"""The script that rebuilds the data, and the papers that go with it."""

import hashlib
import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
KEPT = ["digits.npz", "checksums.txt", "croissant.json", "README.md"]


def load_script(folder):
    """Import `folder`/build.py, which works on its own folder."""
    spec = importlib.util.spec_from_file_location("data_build", folder / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def copy(tmp_path):
    """The script on a private copy of the data folder."""
    for name in ["build.py", *KEPT]:
        (tmp_path / name).write_bytes((DATA / name).read_bytes())
    return load_script(tmp_path)


def needs_source():
    pytest.importorskip("sklearn", reason="the digits are rebuilt from scikit-learn's copy")


# Rebuilding


def test_the_committed_files_are_what_the_script_builds():
    needs_source()
    built = load_script(DATA).build()
    assert sorted(built) == sorted(KEPT)
    for name, content in built.items():
        assert content == (DATA / name).read_bytes(), f"{name}: run python data/build.py"


@pytest.mark.parametrize(
    ("name", "content"),
    [("digits.npz", b"PK"), ("checksums.txt", b""), ("digits.npz", None), ("checksums.txt", None)],
)
def test_a_damaged_or_missing_file_is_found_and_restored(copy, tmp_path, capsys, name, content):
    needs_source()
    (tmp_path / name).unlink()
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert copy.main(["--check"]) == 1
    assert f"{name}: differs" in capsys.readouterr().out
    assert (tmp_path / name).is_file() == (content is not None)  # a check writes nothing
    assert copy.main([]) == 0
    assert f"{name}: written" in capsys.readouterr().out
    assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes()
    assert copy.main(["--check"]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["build.py", *KEPT])


def test_digests_and_table_follow_from_the_data(copy, tmp_path):
    needs_source()
    metadata = json.loads((tmp_path / "croissant.json").read_text(encoding="utf-8"))
    metadata["distribution"][0] |= {"sha256": "0" * 64, "contentSize": "1 B"}
    (tmp_path / "croissant.json").write_text(json.dumps(metadata), encoding="utf-8")
    sheet = (tmp_path / "README.md").read_text(encoding="utf-8")
    (tmp_path / "README.md").write_text(sheet.replace("| train |", "| x |"), encoding="utf-8")
    assert copy.main(["--check"]) == 1
    assert copy.main([]) == 0
    for name in KEPT:
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes()


def test_the_command_says_what_is_wrong_without_scikit_learn(tmp_path):
    (tmp_path / "build.py").write_bytes((DATA / "build.py").read_bytes())
    (tmp_path / "sklearn.py").write_text("raise ImportError('not here')")
    run = subprocess.run(
        [sys.executable, "-B", "build.py"], cwd=tmp_path, capture_output=True, text=True
    )
    assert run.returncode == 2
    assert "scikit-learn holds the source" in run.stderr and "git checkout" in run.stderr
    assert "Traceback" not in run.stderr


def test_another_source_is_refused(copy, monkeypatch, capsys, tmp_path):
    needs_source()
    monkeypatch.setattr(copy, "SOURCE_SHA256", "0" * 64)
    assert copy.main([]) == 2
    assert "not those the course was made from" in capsys.readouterr().err
    assert (tmp_path / "digits.npz").read_bytes() == (DATA / "digits.npz").read_bytes()


def test_a_datasheet_without_its_table_is_refused(copy, tmp_path, capsys):
    needs_source()
    (tmp_path / "README.md").write_text("# Data\n")
    assert copy.main([]) == 2
    assert "README.md must hold the lines" in capsys.readouterr().err
    assert (tmp_path / "README.md").read_text() == "# Data\n"


def test_a_failing_write_leaves_the_old_file_and_no_other(copy, tmp_path, monkeypatch):
    def full(*_):
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", full)
    target = tmp_path / "digits.npz"
    before = target.read_bytes()
    with pytest.raises(OSError, match="disk full"):
        copy.write_atomically(target, b"new")
    assert target.read_bytes() == before
    assert not list(tmp_path.glob("*.tmp")) and not list(tmp_path.glob(".*"))


# Bytes


def test_an_archive_reads_back_and_holds_no_clock_and_no_system(copy, tmp_path):
    arrays = {"a": np.arange(6, dtype=">i4").reshape(2, 3).T, "b": np.array([True]), "c": np.eye(0)}
    first = copy.npz_bytes(arrays)
    (tmp_path / "x.npz").write_bytes(first)
    with np.load(tmp_path / "x.npz", allow_pickle=False) as read:
        for key, array in arrays.items():
            np.testing.assert_array_equal(read[key], array)
            assert read[key].dtype == array.dtype.newbyteorder("<")
        for entry in read.zip.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert (entry.create_system, entry.compress_type) == (3, 0)
    assert copy.npz_bytes(arrays) == first


@pytest.mark.parametrize("shape", [(3,), (1797, 8, 8), (0,), (), tuple([1] * 12)])
def test_npy_headers_are_aligned_as_the_format_asks(copy, shape):
    content = copy.npy_bytes(np.zeros(shape, dtype=np.uint8))
    length = int.from_bytes(content[8:10], "little")
    assert content[:8] == b"\x93NUMPY\x01\x00" and (10 + length) % 64 == 0
    assert content[9 + length : 10 + length] == b"\n"


# The rule of the split


def test_largest_remainders_by_hand(copy):
    # 10 rows, 5 wanted: exact shares 2.5, 1.5 and 1.0; the tie goes to the smaller label
    labels = np.array([0, 1, 2, 0, 1, 0, 2, 0, 1, 0])
    taken = copy._take_stratified(labels, 5)
    assert np.flatnonzero(taken).tolist() == [0, 1, 2, 3, 5]
    assert np.bincount(labels[taken]).tolist() == [3, 1, 1]


def test_another_seed_splits_otherwise_with_the_same_sizes(copy):
    labels = np.load(DATA / "digits.npz")["labels"]
    first, second = copy.stratified_split(labels), copy.stratified_split(labels, seed=0)
    for part, size in {"train": 1077, "validation": 360, "test": 360}.items():
        assert len(first[part]) == len(second[part]) == size
        assert not np.array_equal(first[part], second[part])
    np.testing.assert_array_equal(first["test"], np.load(DATA / "digits.npz")["test"])


# The papers


def test_checksums_list_every_data_file():
    lines = (DATA / "checksums.txt").read_text().splitlines()
    listed = dict(reversed(line.split("  ")) for line in lines)
    stored = [path for path in DATA.iterdir() if path.suffix in {".npz", ".npy", ".csv"}]
    assert listed == {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in stored}
    assert stored


def test_the_datasheet_counts_what_the_file_holds():
    with np.load(DATA / "digits.npz") as digits:
        labels = digits["labels"]
        parts = {part: labels[digits[part]] for part in ("train", "validation", "test")}
    parts["all"] = labels
    rows = re.findall(r"^\| (\w+) \|((?: [\d,]+ \|){11})$", datasheet(), flags=re.MULTILINE)
    numbers = {
        name: [int(cell.replace(",", "")) for cell in cells.strip(" |").split(" | ")]
        for name, cells in rows
        if name != "split"
    }
    assert numbers == {
        name: [*np.bincount(part).tolist(), len(part)] for name, part in parts.items()
    }


def test_the_datasheet_answers_every_group_of_questions():
    headings = re.findall(r"^## (.+)$", datasheet(), flags=re.MULTILINE)
    assert headings == [
        "Motivation",
        "Composition",
        "Collection",
        "Preprocessing",
        "Uses",
        "Distribution and license",
        "Maintenance",
    ]


def test_what_the_datasheet_measured_is_so():
    with np.load(DATA / "digits.npz") as digits:
        X = digits["images"].reshape(-1, 64).astype(int)
        y = digits["labels"]
        parts = {part: digits[part] for part in ("train", "validation", "test")}
    squares = (X**2).sum(axis=1)
    distances = squares[:, None] + squares - 2 * X @ X.T

    def accuracy(train, test):
        nearest = train[distances[np.ix_(test, train)].argmin(axis=1)]
        return f"{(y[nearest] == y[test]).mean():.3f}"

    rows = np.arange(1797)
    fit = np.sort(np.concatenate([parts["train"], parts["validation"]]))
    at_random, in_order = accuracy(fit, parts["test"]), accuracy(rows[:1437], rows[1437:])
    np.fill_diagonal(distances, 10**6)
    first, second = sorted(np.unravel_index(distances.argmin(), distances.shape))
    pair = f"rows {first} (test) and {second} (train), {distances.min()} apart"
    assert first in parts["test"] and second in parts["train"] and y[first] == y[second] == 1
    never = " · ".join(f"{i // 8}, {i % 8}" for i in np.flatnonzero(X.max(axis=0) == 0))
    text = " ".join(datasheet().split())
    assert f"accuracy of {at_random} on `test`" in text and f"and {in_order} on the last" in text
    assert pair in text and f"(row, column: {never})" in text


def test_croissant_has_what_version_1_0_requires():
    metadata = croissant()
    required = ["@context", "name", "description", "license", "url", "creator", "datePublished"]
    assert [key for key in required if not metadata.get(key)] == []
    assert metadata["@type"] == "sc:Dataset"
    assert metadata["conformsTo"] == "http://mlcommons.org/croissant/1.0"
    assert metadata["license"] == "https://creativecommons.org/licenses/by/4.0/"
    for record_set in metadata["recordSet"]:
        fields = {field["@id"] for field in record_set["field"]}
        assert record_set["@type"] == "cr:RecordSet" and record_set["key"]["@id"] in fields
        assert all(field["dataType"] and field["description"] for field in record_set["field"])
        assert all(set(record) == fields for record in record_set["data"])


def test_croissant_describes_each_file_as_it_is():
    files = [e for e in croissant()["distribution"] if e["@type"] == "cr:FileObject"]
    listed = (DATA / "checksums.txt").read_text().split()[1::2]
    assert sorted(entry["name"] for entry in files) == sorted(listed)
    for entry in files:
        content = (DATA / entry["contentUrl"]).read_bytes()
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()
        assert entry["contentSize"] == f"{len(content)} B"
        assert entry["encodingFormat"] == "application/zip"


def test_croissant_describes_each_array_as_it_is():
    sets = {record_set["@id"]: record_set["data"] for record_set in croissant()["recordSet"]}
    with np.load(DATA / "digits.npz") as digits:
        arrays = {
            key: (" x ".join(map(str, digits[key].shape)), str(digits[key].dtype))
            for key in digits.files
        }
    described = {r["array/name"]: (r["array/shape"], r["array/dtype"]) for r in sets["array"]}
    assert described == arrays
    assert {r["split/name"]: r["split/url"] for r in sets["split"]} == {
        "train": "cr:TrainingSplit",
        "validation": "cr:ValidationSplit",
        "test": "cr:TestSplit",
    }


def datasheet():
    return (DATA / "README.md").read_text(encoding="utf-8")


def croissant():
    return json.loads((DATA / "croissant.json").read_text(encoding="utf-8"))
