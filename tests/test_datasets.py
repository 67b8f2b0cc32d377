"""The stored digits and the generated samples, and what they say to bad input."""

import hashlib
import io
import json
import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from course_utils import datasets
from course_utils.data_files import read_array, read_arrays, read_bytes
from course_utils.datasets import (
    load_digits,
    load_images,
    load_run,
    logic_table,
    make_blobs,
    make_moons,
    make_ring,
    make_xor,
    verify,
    verify_all,
)

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
PARTS = ("train", "validation", "test")
GENERATORS = [make_blobs, make_moons, make_xor, make_ring]


@pytest.fixture(scope="module")
def stored():
    with np.load(DATA / "digits.npz", allow_pickle=False) as archive:
        return {key: archive[key] for key in archive.files}


# The stored file


@pytest.mark.parametrize(
    ("stored_file", "digest"),
    [
        ("digits.npz", "052b50be35849e3bfaed76e7c8312ab9a0d2fafc418492efc34af3c1abc14724"),
        ("images.npy", "cee7d58bc9e23994e47272aa77219128d0dadf0778350cf1534fa6c0c1a6e44b"),
    ],
)
def test_the_file_is_the_one_the_chapters_print_numbers_of(stored_file, digest):
    assert hashlib.sha256((DATA / stored_file).read_bytes()).hexdigest() == digest


def test_arrays_have_the_documented_types_and_shapes(stored):
    described = {key: (array.dtype.str, array.shape) for key, array in stored.items()}
    assert described == {
        "images": ("|u1", (1797, 8, 8)),
        "labels": ("|u1", (1797,)),
        "train": ("<i8", (1077,)),
        "validation": ("<i8", (360,)),
        "test": ("<i8", (360,)),
    }
    assert (stored["images"].min(), stored["images"].max()) == (0, 16)


def test_split_is_a_partition_in_stored_order(stored):
    together = np.concatenate([stored[part] for part in PARTS])
    assert sorted(together.tolist()) == list(range(1797))
    for part in PARTS:
        assert (np.diff(stored[part]) > 0).all()


@pytest.mark.parametrize("part", PARTS)
def test_split_is_stratified(stored, part):
    share = np.bincount(stored["labels"]) * len(stored[part]) / 1797
    counts = np.bincount(stored["labels"][stored[part]])
    assert (np.abs(counts - share) < 1).all()


def test_no_image_stands_twice(stored):
    assert len(np.unique(stored["images"].reshape(1797, 64), axis=0)) == 1797


def test_images_and_labels_are_those_of_scikit_learn(stored):
    source = pytest.importorskip("sklearn.datasets", reason="scikit-learn holds the source")
    expected = source.load_digits()
    np.testing.assert_array_equal(stored["images"], expected.images)
    np.testing.assert_array_equal(stored["labels"], expected.target)


# load_digits


@pytest.mark.parametrize(
    ("split", "size"),
    [("train", 1077), ("validation", 360), ("test", 360), ("fit", 1437), ("all", 1797)],
)
def test_split_gives_its_rows_in_stored_order(stored, split, size):
    rows = {
        "fit": sorted([*stored["train"], *stored["validation"]]),
        "all": range(1797),
    }.get(split, stored.get(split))
    X, y = load_digits(split, layout="images", scaling="raw")
    assert len(X) == len(y) == size
    np.testing.assert_array_equal(X, stored["images"][list(rows)])
    np.testing.assert_array_equal(y, stored["labels"][list(rows)])


def test_defaults_are_flat_training_rows_in_zero_to_one(stored):
    X, y = load_digits()
    assert (X.shape, X.dtype, y.shape, y.dtype) == ((1077, 64), float, (1077,), np.int64)
    np.testing.assert_array_equal(X, stored["images"][stored["train"]].reshape(1077, 64) / 16)
    samples = load_digits()
    assert samples._fields == ("X", "y") and samples.X.shape == (1077, 64)


@pytest.mark.parametrize(
    ("scaling", "dtype", "low", "middle", "high"),
    [
        ("unit", np.float64, 0.0, 0.5, 1.0),
        ("signed", np.float64, -1.0, 0.0, 1.0),
        ("raw", np.uint8, 0, 8, 16),
    ],
)
def test_scaling_maps_no_ink_half_ink_and_all_ink(stored, scaling, dtype, low, middle, high):
    X, _ = load_digits("all", layout="images", scaling=scaling)
    assert X.dtype == dtype
    for counts, value in [(0, low), (8, middle), (16, high)]:
        assert set(X[stored["images"] == counts].tolist()) == {value}


def test_classes_keep_their_rows_in_stored_order():
    X, y = load_digits("fit")
    X_some, y_some = load_digits("fit", classes=(7, 2))
    chosen = (y == 2) | (y == 7)
    np.testing.assert_array_equal(y_some, y[chosen])
    np.testing.assert_array_equal(X_some, X[chosen])


@pytest.mark.parametrize("classes", [[3, 5], {3, 5}, range(3, 6, 2), np.array([5, 3])])
def test_classes_may_come_in_any_collection(classes):
    assert sorted(set(load_digits("test", classes=classes).y.tolist())) == [3, 5]


@pytest.mark.parametrize("scaling", ["unit", "signed", "raw"])
@pytest.mark.parametrize("layout", ["flat", "images"])
def test_a_change_reaches_no_other_caller(layout, scaling):
    first = load_digits("all", layout=layout, scaling=scaling)
    before = first.X.copy(), first.y.copy()
    first.X[:] = 3
    first.y[:] = 4
    again = load_digits("all", layout=layout, scaling=scaling)
    np.testing.assert_array_equal(again.X, before[0])
    np.testing.assert_array_equal(again.y, before[1])


@pytest.mark.parametrize("argument", ["split", "layout", "scaling"])
@pytest.mark.parametrize("value", ["", "Train", None, 3, True, ["train"], np.nan])
def test_an_unknown_option_is_refused(argument, value):
    with pytest.raises(ValueError, match=rf"^{argument} must be one of '.*got "):
        load_digits(**{argument: value})


@pytest.mark.parametrize(
    ("classes", "error", "message"),
    [
        ("01", TypeError, r"classes must be a collection of digits such as \(0, 1\); got '01'"),
        (3, TypeError, r"classes must be a collection .* got 3"),
        (np.array(3), TypeError, r"classes must be a collection .* got 3"),
        ((0, 1.0), TypeError, r"classes may hold only whole numbers from 0 to 9; got 1\.0"),
        ((0, "1"), TypeError, r"classes may hold only whole numbers .* got '1'"),
        ((0, np.nan), TypeError, r"classes may hold only whole numbers .* got nan"),
        ((True, False), TypeError, r"classes may hold only whole numbers .* got True"),
        (np.array([[0, 1]]), TypeError, r"classes may hold only whole numbers .* got \[0, 1\]"),
        ((0, 10), ValueError, r"classes may hold only the digits 0 to 9; got 10"),
        ((-1, 1), ValueError, r"classes may hold only the digits 0 to 9; got -1"),
        ((), ValueError, r"classes is empty; .* None for all ten"),
        ((4, 4), ValueError, r"classes names a digit twice; got \[4, 4\]"),
    ],
)
def test_classes_that_are_no_digits_are_refused(classes, error, message):
    with pytest.raises(error, match=message):
        load_digits(classes=classes)


# load_images


def means_of_blocks(images):
    """Each block of 4 x 4 gray values as one number: the enlarged digits, blurred, in counts."""
    return images.reshape(-1, 8, 4, 8, 4).mean(axis=(2, 4)) * 16 / 255


def test_images_are_100_gray_ones_of_32_x_32():
    images = load_images()
    assert (images.shape, images.dtype) == ((100, 32, 32), np.uint8)
    assert images.flags.c_contiguous and (images.min(), images.max()) == (0, 255)


def test_the_images_are_ten_of_each_digit_of_fit_in_mixed_order():
    X, y = load_digits("fit", layout="images", scaling="raw")
    blurred = means_of_blocks(enlarged_without_rounding(X))
    distances = np.abs(means_of_blocks(load_images())[:, None] - blurred).max(axis=(2, 3))
    found = distances.argmin(axis=1)
    assert distances.min(axis=1).max() < 0.1 < np.sort(distances, axis=1)[:, 1].min()
    assert len(set(found.tolist())) == 100
    assert np.bincount(y[found]).tolist() == [10] * 10
    assert len(set(y[found][:10].tolist())) > 3 and not np.array_equal(found, np.sort(found))


def enlarged_without_rounding(images):
    """Bilinear, along one axis and then along the other, by NumPy's interpolation."""
    places = (np.arange(32) + 0.5) / 4 - 0.5
    taller = np.apply_along_axis(lambda line: np.interp(places, range(8), line), 1, images)
    wider = np.apply_along_axis(lambda line: np.interp(places, range(8), line), 2, taller)
    return wider * 255 / 16


def test_a_changed_image_reaches_no_other_caller():
    load_images()[:] = 7
    assert load_images().max() == 255


# Files that are missing or damaged


LOADERS = {
    "digits.npz": load_digits,
    "images.npy": load_images,
    "digits_messy.csv": partial(read_bytes, "digits_messy.csv"),
    "digits_messy_truth.csv": partial(read_bytes, "digits_messy_truth.csv"),
    "runs/autoencoder.safetensors": partial(load_run, "autoencoder.safetensors"),
    "runs/autoencoder_sizes.csv": partial(load_run, "autoencoder_sizes.csv"),
    "runs/compression.safetensors": partial(load_run, "compression.safetensors"),
    "runs/compression_pruning.csv": partial(load_run, "compression_pruning.csv"),
    "runs/compression_students.csv": partial(load_run, "compression_students.csv"),
    "runs/gan.safetensors": partial(load_run, "gan.safetensors"),
    "runs/gan_ablation.csv": partial(load_run, "gan_ablation.csv"),
    "runs/gan_case.safetensors": partial(load_run, "gan_case.safetensors"),
    "runs/gan_ring.csv": partial(load_run, "gan_ring.csv"),
    "runs/gan_run.safetensors": partial(load_run, "gan_run.safetensors"),
    "runs/resources_jobs.csv": partial(load_run, "resources_jobs.csv"),
}


@pytest.fixture(params=LOADERS)
def name(request):
    """Each data file in turn."""
    return request.param


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A private copy of the data, which COURSE_DATA points to."""
    (tmp_path / "runs").mkdir()
    for name in (*LOADERS, "checksums.txt", "runs/checksums.txt"):
        (tmp_path / name).write_bytes((DATA / name).read_bytes())
    monkeypatch.setenv("COURSE_DATA", str(tmp_path))
    return tmp_path


def refusal(error_type, name="digits.npz"):
    """Load, and return the message; `verify` must say the same, without raising."""
    with pytest.raises(error_type) as caught:
        LOADERS[name]()
    assert verify(name) == str(caught.value)
    return str(caught.value)


def replace_with_matching_checksum(folder, content, name="digits.npz"):
    digest = hashlib.sha256(content).hexdigest()
    (folder / name).write_bytes(content)
    (folder / "checksums.txt").write_text(f"{digest}  {name}\n")


def test_course_data_names_the_folder(folder):
    assert load_digits("all").X.shape == (1797, 64)
    assert datasets.data_folder() == folder.resolve()
    assert verify_all() == dict.fromkeys(sorted(LOADERS))


def test_an_empty_course_data_means_the_folder_beside_the_package(monkeypatch):
    monkeypatch.setenv("COURSE_DATA", "")
    assert datasets.data_folder() == DATA


def test_a_missing_file_is_named_with_its_folder_and_the_remedy(folder, name):
    (folder / name).unlink()
    message = refusal(FileNotFoundError, name)
    assert f"{Path(name).name} is missing in {(folder / name).parent}" in message
    assert "unset COURSE_DATA" in message
    assert verify_all() == dict.fromkeys(LOADERS) | {name: message}


def test_a_missing_folder_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA", str(tmp_path / "nowhere"))
    message = refusal(FileNotFoundError)
    assert f"there is no folder {tmp_path / 'nowhere'}" in message
    assert verify_all() == {"checksums.txt": message}


def test_home_is_understood(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("COURSE_DATA", "~/course")
    assert datasets.data_folder() == (tmp_path / "course").resolve()


def finding_of_a_package_in(folder, name="digits.npz"):
    """What `verify` says of a file in a copy of the package that stands in `folder`."""
    (folder / "course_utils").mkdir()
    for module in ("__init__.py", "data_files.py"):
        source = ROOT / "course_utils" / module
        (folder / "course_utils" / module).write_bytes(source.read_bytes())
    lines = f"from course_utils.data_files import verify; print(verify({name!r}))"
    environment = {key: value for key, value in os.environ.items() if key != "COURSE_DATA"}
    return subprocess.run(
        [sys.executable, "-B", "-c", lines],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_beside_the_package_the_remedy_is_a_command(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "checksums.txt").write_bytes((DATA / "checksums.txt").read_bytes())
    finding = finding_of_a_package_in(tmp_path)
    assert f"digits.npz is missing in {tmp_path / 'data'}" in finding
    assert f"({tmp_path}): git checkout -- data/digits.npz, or python data/build.py" in finding


def test_a_training_can_be_restored_or_done_anew(tmp_path):
    (tmp_path / "data" / "runs").mkdir(parents=True)
    finding = finding_of_a_package_in(tmp_path, "runs/autoencoder.safetensors")
    assert f"checksums.txt is missing in {tmp_path / 'data' / 'runs'}" in finding
    assert f"({tmp_path}): git checkout -- data/runs/checksums.txt, or train anew" in finding
    assert "make runs" in finding


def test_without_a_folder_beside_the_package_the_remedy_is_to_install(tmp_path):
    finding = finding_of_a_package_in(tmp_path)
    assert f"there is no folder {tmp_path / 'data'}" in finding
    assert "pip install -e ." in finding and "set COURSE_DATA" in finding


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[: len(content) // 2],
        lambda content: b"<html>not found</html>",
        lambda content: content[:-1] + bytes([content[-1] ^ 1]),
        lambda content: content + b"\n",
    ],
    ids=["empty", "truncated", "not a zip", "one bit", "one byte more"],
)
def test_a_damaged_file_is_never_read(folder, name, damage):
    shipped = (DATA / name).read_bytes()
    content = damage(shipped)
    (folder / name).write_bytes(content)
    message = refusal(ValueError, name)
    place = folder / name
    assert message.startswith(
        f"{place.name} in {place.parent} is damaged: its {len(content)} bytes have"
    )
    assert hashlib.sha256(content).hexdigest()[:12] in message
    assert f"checksums.txt says {hashlib.sha256(shipped).hexdigest()[:12]}" in message


def savez(**arrays):
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>not found</html>",
        (DATA / "digits.npz").read_bytes()[:5000],
        savez(images=np.zeros((2, 8, 8)), labels=np.zeros(2)),
        savez(images=np.array([{}, "pickled"], dtype=object)),
    ],
    ids=["empty", "not a zip", "truncated", "no split", "pickled"],
)
def test_a_matching_checksum_does_not_make_an_archive(folder, content):
    replace_with_matching_checksum(folder, content)
    with pytest.raises(ValueError, match=r"^digits.npz in .* the arrays images, labels, train"):
        load_digits()


def save(array):
    buffer = io.BytesIO()
    np.save(buffer, array)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>not found</html>",
        (DATA / "images.npy").read_bytes()[:5000],
        (DATA / "images.npy").read_bytes()[:50],
        (DATA / "digits.npz").read_bytes(),
        save(np.array([{}, "pickled"], dtype=object)),
    ],
    ids=["empty", "no array", "truncated", "header cut", "an archive", "pickled"],
)
def test_a_matching_checksum_does_not_make_an_array(folder, content):
    replace_with_matching_checksum(folder, content, "images.npy")
    with pytest.raises(ValueError, match=r"^images.npy in .* but no array can be read from it"):
        load_images()


@pytest.mark.parametrize("content", ["", "digits.npz\n", "052b  digits.npz\n", "\xff\x00"])
def test_damaged_checksums_are_said_to_be(folder, content):
    (folder / "checksums.txt").write_text(content, encoding="latin-1")
    message = refusal(ValueError)
    assert f"{folder / 'checksums.txt'} is damaged: each line must be" in message
    runs = {name: None for name in LOADERS if name.startswith("runs/")}
    assert verify_all() == {"checksums.txt": message} | runs


def test_damaged_checksums_of_the_trainings_leave_the_data_alone(folder):
    (folder / "runs" / "checksums.txt").unlink()
    message = refusal(FileNotFoundError, "runs/autoencoder_sizes.csv")
    assert f"checksums.txt is missing in {folder / 'runs'}" in message
    data = {name: None for name in LOADERS if not name.startswith("runs/")}
    assert verify_all() == data | {"runs/checksums.txt": message}


def test_windows_line_ends_do_not_damage_the_checksums(folder):
    lines = (folder / "checksums.txt").read_bytes().replace(b"\n", b"\r\n")
    (folder / "checksums.txt").write_bytes(lines)
    assert load_digits("test").X.shape == (360, 64)


def test_a_file_that_is_not_listed_is_not_trusted(folder):
    (folder / "checksums.txt").write_text(f"{'0' * 64}  other.csv\n")
    assert refusal(ValueError).startswith(
        "digits.npz is no name of a data file of the course; checksums"
    )


def test_a_folder_in_the_place_of_the_file_is_an_answer_in_words(folder):
    (folder / "digits.npz").unlink()
    (folder / "digits.npz").mkdir()
    assert "digits.npz can't be read (" in refusal(OSError)


def test_the_checksum_is_compared_once_but_verify_looks_again(folder, name):
    before = LOADERS[name]()
    (folder / name).write_bytes(b"")
    np.testing.assert_equal(LOADERS[name](), before)
    assert "is damaged" in verify(name)


def test_shared_arrays_are_read_only():
    images = read_arrays("digits.npz", ("images",))["images"]
    with pytest.raises(ValueError, match="read-only"):
        images[0] = 0
    with pytest.raises(ValueError, match="read-only"):
        read_array("images.npy")[0] = 0


def test_the_first_load_takes_under_20_ms(tmp_path, monkeypatch):
    seconds = []
    for attempt in range(5):  # a new folder each, so that nothing is cached
        folder = tmp_path / str(attempt)
        folder.mkdir()
        for name in ("digits.npz", "checksums.txt"):
            (folder / name).write_bytes((DATA / name).read_bytes())
        monkeypatch.setenv("COURSE_DATA", str(folder))
        start = time.perf_counter()
        load_digits("all")
        seconds.append(time.perf_counter() - start)
    assert min(seconds) < 0.020


def test_importing_needs_numpy_alone():
    lines = (
        "import json, sys, numpy.random\n"
        "with_numpy = set(sys.modules)\n"
        "import course_utils.datasets\n"
        "roots = {name.partition('.')[0] for name in set(sys.modules) - with_numpy}\n"
        "print(json.dumps(sorted(roots - sys.stdlib_module_names)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", lines],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(run.stdout) == ["course_utils"]


# Generated samples


@pytest.mark.parametrize("make", GENERATORS)
@pytest.mark.parametrize("n_samples", [1, 2, 7, 30, 101])
def test_class_sizes_differ_by_at_most_one(make, n_samples):
    X, y = make(n_samples, rng=0)
    n_classes = 8 if make is make_ring else 2
    counts = np.bincount(y, minlength=n_classes)
    assert X.shape == (n_samples, 2) and y.shape == (n_samples,)
    assert X.dtype == np.float64 and y.dtype == np.int64
    assert len(counts) == n_classes and np.ptp(counts) <= 1


@pytest.mark.parametrize("make", GENERATORS)
def test_the_same_seed_repeats_and_another_differs(make):
    first, again, other = make(20, rng=1), make(20, rng=1), make(20, rng=2)
    np.testing.assert_array_equal(first.X, again.X)
    np.testing.assert_array_equal(first.y, again.y)
    assert not np.array_equal(first.X, other.X)


@pytest.mark.parametrize("make", GENERATORS)
def test_a_generator_goes_on_and_the_global_state_stays(make):
    rng = np.random.default_rng(1)
    before = np.random.get_state()[1].copy()
    first, second = make(20, rng=rng), make(20, rng=rng)
    np.testing.assert_array_equal(first.X, make(20, rng=1).X)
    assert not np.array_equal(first.X, second.X)
    np.testing.assert_array_equal(np.random.get_state()[1], before)


@pytest.mark.parametrize("make", GENERATORS)
def test_rows_are_mixed(make):
    y = make(200, rng=0).y
    assert not np.array_equal(y, np.sort(y))
    assert not np.array_equal(y, np.arange(200) % (y.max() + 1))


def test_blobs_lie_around_their_centers_with_the_given_spread():
    centers = np.array([[0.0, 5.0, 1.0], [10.0, 0.0, -1.0], [-10.0, 0.0, 3.0]])
    X, y = make_blobs(9000, rng=0, centers=centers, spread=2.0)
    assert X.shape == (9000, 3)
    for label, center in enumerate(centers):
        np.testing.assert_allclose(X[y == label].mean(axis=0), center, atol=0.15)
        np.testing.assert_allclose(X[y == label].std(axis=0), 2.0, atol=0.1)


def test_default_blobs_are_separable_by_a_line():
    X, y = make_blobs(20_000, rng=0)
    np.testing.assert_array_equal(X.sum(axis=1) > 0, y == 1)


def test_moons_are_two_half_circles_that_reach_into_each_other():
    X, y = make_moons(400, rng=0, noise=0.0)
    upper, lower = X[y == 0], X[y == 1]
    np.testing.assert_allclose(np.linalg.norm(upper, axis=1), 1.0)
    np.testing.assert_allclose(np.linalg.norm(lower - [1.0, 0.5], axis=1), 1.0)
    assert (upper[:, 1] >= 0).all() and (lower[:, 1] <= 0.5).all()
    assert lower[:, 1].min() < -0.45 and upper[:, 1].max() > 0.95
    assert lower[:, 0].min() < 0.1 and upper[:, 0].max() > 0.9  # no vertical line between them


def test_xor_clouds_lie_at_the_corners_and_agree_with_the_table():
    X, y = make_xor(4000, rng=0, noise=0.05)
    corners = X.round().astype(int)
    np.testing.assert_array_equal(y, corners[:, 0] ^ corners[:, 1])
    np.testing.assert_allclose((X - corners).std(axis=0), 0.05, atol=0.003)
    table = logic_table("XOR")
    for corner, label in zip(table.X, table.y, strict=True):
        assert (y[(corners == corner).all(axis=1)] == label).all()


@pytest.mark.parametrize("n_samples", [4, 5, 6, 7])
def test_xor_shares_out_its_corners(n_samples):
    X, _ = make_xor(n_samples, rng=0, noise=0.0)
    counts = np.unique(X, axis=0, return_counts=True)[1]
    assert len(counts) == 4 and np.ptp(counts) <= 1


def test_ring_modes_stand_at_their_angles():
    X, y = make_ring(6000, rng=0, n_modes=6, radius=3.0, spread=0.1)
    for mode in range(6):
        angle = 2 * np.pi * mode / 6
        center = 3.0 * np.cos(angle), 3.0 * np.sin(angle)
        np.testing.assert_allclose(X[y == mode].mean(axis=0), center, atol=0.02)
        np.testing.assert_allclose(X[y == mode].std(axis=0), 0.1, atol=0.01)


@pytest.mark.parametrize(
    ("make", "scatter"),
    [(make_blobs, "spread"), (make_moons, "noise"), (make_xor, "noise"), (make_ring, "spread")],
)
@pytest.mark.parametrize(
    ("value", "error"),
    [
        (-0.1, ValueError),
        (np.nan, ValueError),
        (np.inf, ValueError),
        ("0.1", TypeError),
        (None, TypeError),
        (True, TypeError),
        ([0.1, 0.2], TypeError),
    ],
)
def test_scatter_must_be_a_finite_number_of_at_least_0(make, scatter, value, error):
    with pytest.raises(error, match=f"^{scatter} must be a .*at least 0; got "):
        make(10, rng=0, **{scatter: value})


@pytest.mark.parametrize("make", GENERATORS)
@pytest.mark.parametrize(
    ("n_samples", "error"),
    [
        (0, ValueError),
        (-3, ValueError),
        (10.0, TypeError),
        ("10", TypeError),
        (True, TypeError),
        (None, TypeError),
        (np.nan, TypeError),
    ],
)
def test_n_samples_must_be_a_count(make, n_samples, error):
    with pytest.raises(error, match=r"^n_samples must be .*at least 1; got "):
        make(n_samples, rng=0)


@pytest.mark.parametrize("make", GENERATORS)
@pytest.mark.parametrize("rng", [None, -1, 1.5, "0", True, np.random])
def test_rng_must_be_a_generator_or_a_seed(make, rng):
    with pytest.raises(TypeError, match=r"^rng must be a numpy.random.Generator or"):
        make(10, rng=rng)


@pytest.mark.parametrize("make", GENERATORS)
def test_rng_must_be_given(make):
    with pytest.raises(TypeError, match="rng"):
        make(10)


@pytest.mark.parametrize(
    ("centers", "message"),
    [
        ((0.0, 1.0), "centers must be 2-D"),
        (3, "centers must be 2-D"),
        (np.zeros((2, 2, 2)), "centers must be 2-D"),
        ([], "centers must be 2-D"),
        (np.zeros((0, 2)), "centers is empty"),
        (np.zeros((2, 0)), "centers is empty"),
        ([[0.0, np.nan]], "centers contains NaN"),
        ([[0.0, np.inf]], "centers contains inf"),
        ([["a", "b"]], "centers must hold real numbers"),
        ([[0.0, 1.0], [2.0]], "centers must be a regular array"),
    ],
)
def test_centers_must_be_rows_of_finite_numbers(centers, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        make_blobs(10, rng=0, centers=centers)


@pytest.mark.parametrize("radius", [0, -1.0, np.nan, np.inf])
def test_radius_must_be_above_0(radius):
    with pytest.raises(ValueError, match=r"^radius must be a finite number above 0; got "):
        make_ring(10, rng=0, radius=radius)


@pytest.mark.parametrize(("n_modes", "error"), [(0, ValueError), (2.0, TypeError)])
def test_n_modes_must_be_a_count(n_modes, error):
    with pytest.raises(error, match=r"^n_modes must be .*at least 1; got "):
        make_ring(10, rng=0, n_modes=n_modes)


@pytest.mark.parametrize("gate", ["AND", "OR", "XOR"])
def test_logic_tables(gate):
    X, y = logic_table(gate)
    rule = {"AND": all, "OR": any, "XOR": lambda pair: pair[0] != pair[1]}[gate]
    assert X.tolist() == [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
    assert y.tolist() == [int(rule(pair)) for pair in X.tolist()]
    assert (X.dtype, y.dtype) == (np.float64, np.int64)


def test_a_changed_table_reaches_no_other_caller():
    table = logic_table("AND")
    table.X[:] = 9
    table.y[:] = 9
    assert logic_table("AND").X.max() == 1 and logic_table("AND").y.tolist() == [0, 0, 0, 1]
    assert make_xor(4, rng=0, noise=0.0).X.max() == 1


@pytest.mark.parametrize("gate", ["and", "NAND", "", None, 1, ["AND"]])
def test_an_unknown_gate_is_refused(gate):
    with pytest.raises(ValueError, match=r"^gate must be one of 'AND', 'OR', 'XOR'; got "):
        logic_table(gate)
