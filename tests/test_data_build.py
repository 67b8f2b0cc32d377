"""The script that rebuilds the data, and the papers that go with it."""

import csv
import hashlib
import importlib.util
import io
import json
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
STORED = ["digits.npz", "images.npy", "digits_messy.csv", "digits_messy_truth.csv"]
KEPT = [*STORED, "checksums.txt", "croissant.json", "README.md"]
SCRIPTS = ["build.py", "papers.py"]


@pytest.fixture
def load_script(monkeypatch):
    """Import a folder's build.py, which works on its own folder, as Python does that runs it."""

    def load(folder):
        monkeypatch.syspath_prepend(folder)
        monkeypatch.delitem(sys.modules, "papers", raising=False)
        spec = importlib.util.spec_from_file_location("data_build", folder / "build.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    yield load
    sys.modules.pop("papers", None)


@pytest.fixture
def copy(tmp_path, load_script):
    """The script on a private copy of the data folder."""
    for name in [*SCRIPTS, *KEPT]:
        (tmp_path / name).write_bytes((DATA / name).read_bytes())
    return load_script(tmp_path)


def needs_source():
    pytest.importorskip("sklearn", reason="the digits are rebuilt from scikit-learn's copy")


# Rebuilding


def test_the_committed_files_are_what_the_script_builds(load_script):
    needs_source()
    built = load_script(DATA).build()
    assert sorted(built) == sorted(KEPT)
    for name, content in built.items():
        assert content == (DATA / name).read_bytes(), f"{name}: run python data/build.py"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("digits.npz", b"PK"),
        ("images.npy", b""),
        ("digits_messy.csv", b"row_id\n"),
        ("checksums.txt", b""),
        ("digits.npz", None),
        ("digits_messy_truth.csv", None),
        ("checksums.txt", None),
    ],
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
    left = {path.name for path in tmp_path.iterdir()} - {"__pycache__"}
    assert left == {*SCRIPTS, *KEPT}


def test_all_files_are_rebuilt_byte_for_byte_where_there_are_none(copy, tmp_path):
    needs_source()
    for name in [*STORED, "checksums.txt"]:
        (tmp_path / name).unlink()
    assert copy.main([]) == 0
    for name in KEPT:
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes(), name


def test_the_data_stay_small():
    assert sum(path.stat().st_size for path in DATA.glob("*.*")) < 1_000_000


def test_digests_and_tables_follow_from_the_data(copy, tmp_path):
    needs_source()
    metadata = json.loads((tmp_path / "croissant.json").read_text(encoding="utf-8"))
    metadata["distribution"][0] |= {"sha256": "0" * 64, "contentSize": "1 B"}
    (tmp_path / "croissant.json").write_text(json.dumps(metadata), encoding="utf-8")
    sheet = (tmp_path / "README.md").read_text(encoding="utf-8")
    sheet = sheet.replace("| train |", "| x |").replace("| wrong label |", "| x |")
    (tmp_path / "README.md").write_text(sheet, encoding="utf-8")
    assert copy.main(["--check"]) == 1
    assert copy.main([]) == 0
    for name in KEPT:
        assert (tmp_path / name).read_bytes() == (DATA / name).read_bytes()


def test_the_command_says_what_is_wrong_without_scikit_learn(tmp_path):
    for name in SCRIPTS:
        (tmp_path / name).write_bytes((DATA / name).read_bytes())
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


@pytest.mark.parametrize("table", ["split", "defects"])
def test_a_datasheet_without_its_table_is_refused(copy, tmp_path, capsys, table):
    needs_source()
    sheet = (DATA / "README.md").read_text("utf-8").replace(f"<!-- {table}: end -->", "")
    (tmp_path / "README.md").write_text(sheet, encoding="utf-8")
    assert copy.main([]) == 2
    message = capsys.readouterr().err
    assert f"README.md must hold the lines '<!-- {table}: begin" in message
    assert (tmp_path / "README.md").read_text("utf-8") == sheet


def test_the_command_says_what_is_wrong_without_the_course(copy, monkeypatch, capsys):
    needs_source()
    monkeypatch.setitem(sys.modules, "course_utils.data_quality.messy", None)
    assert copy.main(["--check"]) == 2
    assert "the course's package can't be imported" in capsys.readouterr().err


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


# The enlarged images


def enlarged_by_hand(image):
    """One image, pixel by pixel, in fractions: the mean of four counts by their distances."""

    def around(i):
        place = min(max(Fraction(2 * i + 1, 8) - Fraction(1, 2), 0), 7)  # centers of pixels match
        low = min(int(place), 6)
        return (low, 1 - (place - low)), (low + 1, place - low)

    gray = np.zeros((32, 32), dtype=int)
    for i in range(32):
        for j in range(32):
            parts = [int(image[r, c]) * a * b for r, a in around(i) for c, b in around(j)]
            gray[i, j] = int(sum(parts) * Fraction(255, 16) + Fraction(1, 2))
    return gray


def test_images_are_enlarged_as_computed_by_hand(copy):
    images = np.load(DATA / "digits.npz")["images"][[0, 7, 1796]]
    for image, gray in zip(images, copy.enlarge(images), strict=True):
        np.testing.assert_array_equal(gray, enlarged_by_hand(image))


def test_no_ink_stays_0_and_all_ink_becomes_255(copy):
    assert (copy.enlarge(np.zeros((1, 8, 8), dtype=np.uint8)) == 0).all()
    full = copy.enlarge(np.full((1, 8, 8), 16, dtype=np.uint8))
    assert (full == 255).all() and full.dtype == np.uint8 and full.shape == (1, 32, 32)


# Checksums and metadata


def test_checksums_list_every_data_file():
    lines = (DATA / "checksums.txt").read_text().splitlines()
    listed = dict(reversed(line.split("  ")) for line in lines)
    assert listed == {name: digest(name) for name in STORED}
    assert {path.name for path in DATA.iterdir() if path.suffix in (".npz", ".npy", ".csv")} == set(
        STORED
    )


def test_croissant_has_what_version_1_0_requires():
    metadata = croissant()
    required = ["@context", "name", "description", "license", "url", "creator", "datePublished"]
    assert [key for key in required if not metadata.get(key)] == []
    assert metadata["@type"] == "sc:Dataset"
    assert metadata["conformsTo"] == "http://mlcommons.org/croissant/1.0"
    assert metadata["license"] == "https://creativecommons.org/licenses/by/4.0/"
    for record_set in metadata["recordSet"]:
        name, fields = record_set["@id"], {field["@id"] for field in record_set["field"]}
        assert record_set["@type"] == "cr:RecordSet" and record_set["description"]
        assert all(field["description"] for field in record_set["field"])
        assert fields == {f"{name}/{field['name']}" for field in record_set["field"]}
        key = record_set.get("key", [])
        assert {part["@id"] for part in (key if isinstance(key, list) else [key])} <= fields
        assert all(set(record) == fields for record in record_set.get("data", []))


def test_croissant_describes_each_file_as_it_is():
    files = [e for e in croissant()["distribution"] if e["@type"] == "cr:FileObject"]
    assert sorted(entry["name"] for entry in files) == sorted(STORED)
    formats = {
        ".npz": "application/zip",
        ".npy": "https://numpy.org/neps/nep-0001-npy-format.html",
        ".csv": "text/csv",
    }
    for entry in files:
        assert entry["@id"] == entry["name"] == entry["contentUrl"]
        assert entry["sha256"] == digest(entry["name"])
        assert entry["contentSize"] == f"{(DATA / entry['name']).stat().st_size} B"
        assert entry["encodingFormat"] == formats[Path(entry["name"]).suffix]


def test_croissant_describes_each_array_as_it_is():
    arrays = {"images.npy": np.load(DATA / "images.npy")}
    with np.load(DATA / "digits.npz") as stored:
        arrays |= dict(stored)
    assert {r["array/name"]: (r["array/shape"], r["array/dtype"]) for r in records("array")} == {
        key: (" x ".join(map(str, array.shape)), str(array.dtype)) for key, array in arrays.items()
    }
    assert {r["split/name"]: r["split/url"] for r in records("split")} == {
        "train": "cr:TrainingSplit",
        "validation": "cr:ValidationSplit",
        "test": "cr:TestSplit",
    }


@pytest.mark.parametrize(
    ("name", "record_set"), [("digits_messy.csv", "messy"), ("digits_messy_truth.csv", "truth")]
)
def test_croissant_describes_each_column_as_it_is(name, record_set):
    header, *rows = csv.reader(io.StringIO((DATA / name).read_text("utf-8"), newline=""))
    types = {
        column: "sc:Integer" if all(map(str.isdecimal, cells)) else "sc:Text"
        for column, cells in zip(header, zip(*rows, strict=True), strict=True)
    }
    types |= {column: "sc:Text" for column in ("row_id",) if column in types}  # a name, no quantity
    described = {set_["@id"]: set_ for set_ in croissant()["recordSet"]}[record_set]
    assert {field["name"]: field["dataType"] for field in described["field"]} == types
    assert [field["source"] for field in described["field"]] == [
        {"fileObject": {"@id": name}, "extract": {"column": column}} for column in header
    ]
    keys = [part["@id"].partition("/")[2] for part in described.get("key", [])]
    found = [tuple(row[header.index(key)] for key in keys) for row in rows]
    assert not keys or len(set(found)) == len(rows), "a key names one row"


@pytest.mark.filterwarnings("ignore")
def test_the_library_of_croissant_reads_it_without_a_complaint():
    mlcroissant = pytest.importorskip("mlcroissant", reason="a tool of authors (extra dev)")
    dataset = mlcroissant.Dataset(jsonld=str(DATA / "croissant.json"))
    issues = dataset.metadata.ctx.issues
    assert (issues.errors, issues.warnings) == (set(), set())
    lines = (DATA / "digits_messy_truth.csv").read_text("utf-8").splitlines()
    rows = [record["truth/row"] for record in dataset.records("truth")]
    assert rows == [int(line.partition(",")[0]) for line in lines[1:]]


def croissant():
    return json.loads((DATA / "croissant.json").read_text(encoding="utf-8"))


def records(name):
    return next(set_["data"] for set_ in croissant()["recordSet"] if set_["@id"] == name)


def digest(name):
    return hashlib.sha256((DATA / name).read_bytes()).hexdigest()
