"""The datasheet: seven sections, and no number in it that nothing recomputes or cites."""

import csv
import io
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from course_utils import compression, gan, resources
from course_utils.autoencoder.stored import networks_of, size_curve_of, trainings_of

DATA = Path(__file__).resolve().parents[1] / "data"
SECTIONS = [
    "Motivation",
    "Composition",
    "Collection process",
    "Preprocessing, cleaning, labeling",
    "Uses",
    "Distribution",
    "Maintenance",
]
# What stands in the sheet by citation or definition: no data file here could tell it.
CITED = (
    "64(12), 2021",
    "University, 1995",
    "Kybernetika, 1998",
    "NISTIR 5469, 1994",
    "No later than 1998",
    "30 June 1998",
    "C. (1998)",
    "10.24432/C50P49",
    "by/4.0/",
    "Attribution 4.0",
    "CC BY 4.0",
    "Croissant 1.0",
    "SHA-256",
    "uint8",
    "int64",
    "3,823 images by 30 other people",
    "43 people wrote digits; 13 of them",
    "13 writers on one form",
    "4×4 block of a 32×32 black-and-white image",
    "normalized 32×32 black-and-white images, and each 4×4 block",
    "the 32×32 images of the scans are not included",
    "64-bit key",
    "from its exact share by less than 1.",
)


@pytest.fixture(scope="module")
def sheet():
    return (DATA / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def digits():
    with np.load(DATA / "digits.npz") as stored:
        return dict(stored)


@pytest.fixture(scope="module")
def messy():
    """The rows of the table and of the truth, each a dict of text, read by csv alone."""
    return [
        list(csv.DictReader(io.StringIO((DATA / name).read_text("utf-8"), newline="")))
        for name in ("digits_messy.csv", "digits_messy_truth.csv")
    ]


def one_line(text):
    return " ".join(text.split())


def rows_of_table(sheet, name):
    """The cells of the table between the markers `name`, without its two lines of heading."""
    inside = sheet.partition(f"<!-- {name}: begin")[2].partition(f"<!-- {name}: end")[0]
    lines = re.findall(r"^\| (.+) \|$", inside, flags=re.MULTILINE)
    return [line.split(" | ") for line in lines[2:]]


def squared_distances(X):
    squares = (X**2).sum(axis=1)
    return squares[:, None] + squares - 2 * X @ X.T


def nearest_neighbor_accuracy(distances, y, train, test):
    nearest = train[distances[np.ix_(test, train)].argmin(axis=1)]
    return f"{(y[nearest] == y[test]).mean():.3f}"


def facts_about_digits(digits):
    X, y = digits["images"].reshape(-1, 64).astype(int), digits["labels"]
    n, values = len(X), X.shape[1]
    sizes = {part: len(digits[part]) for part in ("train", "validation", "test")}
    n_fit, n_test = sizes["train"] + sizes["validation"], sizes["test"]
    counts = np.bincount(y)
    fit, rows = np.sort(np.concatenate([digits["train"], digits["validation"]])), np.arange(n)
    distances = squared_distances(X)
    at_random = nearest_neighbor_accuracy(distances, y, fit, digits["test"])
    in_order = nearest_neighbor_accuracy(distances, y, rows[:n_fit], rows[n_fit:])
    np.fill_diagonal(distances, 10**6)
    first, second = sorted(np.unravel_index(distances.argmin(), distances.shape))
    assert first in digits["test"] and second in digits["train"] and y[first] == y[second] == 1
    assert distances.min() > 0, "no two of the images are equal"
    never = " · ".join(f"{i // 8}, {i % 8}" for i in np.flatnonzero(X.max(axis=0) == 0))
    side, top = digits["images"].shape[1], X.max()
    return [
        f"the {n:,} handwritten digits that most chapters work on, as {side}×{side} images",
        f"X: ({sizes['train']}, {values}) in [0, 1]; y: ({sizes['train']},) digits",
        f"one handwritten digit, {side}×{side} values",
        f"from {X.min()} (no ink) to {top} (all ink)",
        f"{n:,}, from {counts.min()} to {counts.max()} of each digit",
        f"`images` uint8 {digits['images'].shape} · `labels` uint8 {y.shape}",
        f"rows {first} (test) and {second} (train), {distances.min()} apart",
        f"Three pixels are 0 in every image (row, column: {never})",
        f"train and validation together, {n_fit:,} images",
        f"accuracy of {at_random} on `test` when it is given `fit`, and {in_order} "
        f"on the last {n - n_fit} rows when it is given the first {n_fit:,}",
        f"a digit with n of the {n:,} rows gets n · {n_test} / {n} rows",
        f"Validation ({sizes['validation']}) is drawn",
        f"what is left ({sizes['train']:,}) is the training part",
        f"more than a few errors in {n_test}",
        f"Two different digits are at least {distances.min()} apart",
        f"than the {side}×{side} images they were",
    ]


def facts_about_images():
    images = np.load(DATA / "images.npy")
    n, side, top = len(images), images.shape[1], images.max()
    each = int(n / 10)  # which digits they are, tests/test_datasets.py finds out
    return [
        f"{n} larger images without labels",
        f"{n} images of {side}×{side}, as one NumPy array",
        f"images = load_images() # {images.shape}, {images.min()} to {top}",
        f"### The {n} images",
        f"one digit, {side}×{side} values from {images.min()} (no ink) to {top} (all ink), uint8",
        f"{n}: exactly {each} of each digit, all from `fit`",
        f"the first {each} of each digit are taken",
        f"enlarged {side // 8} times",
        f"scaled from 0 … 16 to {images.min()} … {top}",
    ]


def facts_about_the_messy_table(messy):
    table, truth = messy
    copies = {e["row"]: e for e in truth if not e["column"]}
    near = [e for e in copies.values() if e["kind"] == "near duplicate"]
    same = [e for e in copies.values() if table[int(e["truth"])]["row_id"] == e["written"]]
    n_originals = len(table) - len(copies)
    pixels = [name for name in table[0] if re.fullmatch("p[0-7][0-7]", name)]
    written = {
        kind: sorted({e["written"] for e in truth if (e["kind"], e["column"] in pixels) == kind})
        for kind in [("out of range", True), ("missing", True), ("missing", False)]
    }
    assert written["out of range", True] == ["-7", "255", "99", "999"]
    assert written["missing", True] == written["missing", False] == ["", "-1", "NA"]
    [(darker, lighter, squared)] = {steps_of(table, e, pixels) for e in near}
    return [
        f"{len(table)} rows of text; {len(truth)} planted defects",
        f"`{pixels[0]}` … `{pixels[-1]}`, the {len(pixels)} pixels by row and column",
        "divided by 16, with 4 decimals",
        f"`label`. {len(table):,} rows and {len(table[0])} columns",
        f"From the {n_originals:,} rows of `fit`, and {len(copies)} copies of them",
        f"{len(truth):,} planted defects, listed",
        f"counts the cells of the {n_originals:,} originals",
        "is empty, `NA` or `-1`",
        "a pixel is `99`, `255`, `999` or `-7`",
        "in percent, with 2 decimals",
        "each of the other 9 as likely",
        "written as `07`, `seven`, `Seven`, `7` after or before a blank, `7.0`, or `７`",
        f"{len(same)} with the `row_id` of the original and "
        f"{len(copies) - len(near) - len(same)} with a new one",
        f"{darker} pixels one count darker and {lighter} one count lighter, so that the ink "
        f"stays the same and the squared distance is {squared}",
    ]


def steps_of(table, entry, pixels):
    """How a near copy differs from its original: pixels up, pixels down, squared distance."""
    copy, original = table[int(entry["row"])], table[int(entry["truth"])]
    steps = [
        int(copy[name]) - int(original[name]) for name in pixels if copy[name] != original[name]
    ]
    return steps.count(1), steps.count(-1), sum(step**2 for step in steps)


def facts_about_the_trainings():
    runs = DATA / "runs"
    networks = networks_of((runs / "autoencoder.safetensors").read_bytes())
    trainings = trainings_of((runs / "autoencoder.safetensors").read_bytes())
    sizes, errors, _ = size_curve_of((runs / "autoencoder_sizes.csv").read_bytes())
    layers = {name: "-".join(map(str, model.options["sizes"])) for name, model in networks.items()}
    wide = {layers[f"size {size}"].removesuffix(f"-{size}") for size in sizes}
    assert len(layers) == len(sizes) + 2
    [types] = {str(weights.dtype) for one in networks.values() for weights in one.parameters()}
    return [
        f"of the chapter on autoencoders, its weights in {types.removeprefix('torch.')}",
        f"`plane` is {layers['plane']}, `size k` is {wide.pop()}-k for {len(sizes)} sizes of the "
        f"code from {sizes[0]} to {sizes[-1]}, and `denoiser` is {layers['denoiser']}, trained on "
        f"images with noise of sigma {trainings['denoiser']['sigma']}",
        f"each of the {len(sizes)} sizes and {len(errors)} seeds",
        "Seed 0 is the stored network",  # tests/test_autoencoder_stored.py finds that out
        *facts_about_the_gans(runs),
        *facts_about_compression(runs),
        f"each of {len(resources.jobs_of((runs / 'resources_jobs.csv').read_bytes()).names)} "
        "trainings of this course",
    ]


def facts_about_the_gans(runs):
    networks = gan.networks_of((runs / "gan.safetensors").read_bytes())
    trainings = gan.trainings_of((runs / "gan.safetensors").read_bytes())
    run = gan.run_of((runs / "gan_run.safetensors").read_bytes())
    case = gan.case_of((runs / "gan_case.safetensors").read_bytes())
    modes = gan.ring_table_of((runs / "gan_ring.csv").read_bytes())["modes"]
    distances = gan.ablation_of((runs / "gan_ablation.csv").read_bytes())["frechet"]
    layers = {name: "-".join(map(str, one.options["sizes"])) for name, one in networks.items()}
    names = ("conditional", "unconditional")
    [sizes], [epochs] = {layers[name] for name in names}, {trainings[n]["n_epochs"] for n in names}
    [types] = {str(weights.dtype) for one in networks.values() for weights in one.parameters()}
    return [
        f"networks in {types.removeprefix('torch.')}: `judge`, a classifier {layers['judge']}",
        f"`unconditional`, {sizes}, {epochs} epochs each",
        f"{len(run.epochs)} snapshots of what the same {run.samples.shape[1]} noise",
        f"{len(case.epochs)} sheets of {case.samples.shape[1]}",
        *(
            f"each of {len(table)} recipes and {len(next(iter(table.values())))} seeds"
            for table in (modes, distances)
        ),
    ]


def facts_about_compression(runs):
    networks = compression.networks_of((runs / "compression.safetensors").read_bytes())
    students = compression.students_of((runs / "compression_students.csv").read_bytes())
    table = compression.pruning_table_of((runs / "compression_pruning.csv").read_bytes())
    networks["pruned"] = compression.digits_network()
    layers = {
        name: "-".join(str(one.in_features) for one in network if hasattr(one, "in_features"))
        for name, network in networks.items()
    }
    [types] = {str(one.dtype) for network in networks.values() for one in network.parameters()}
    by_sparsity = next(iter(table.values()))
    source = (runs / "compression.py").read_text(encoding="utf-8")
    return [
        f"two networks in {types.removeprefix('torch.')}: `teacher`, {layers['teacher']}-10",
        f"`student`, {layers['student']}-10",
        f"learned from {re.search(r'N_LABELED = ([0-9]+)', source)[1]} labeled rows",
        f"each of {len(students['alone'])} seeds: the accuracy",
        f"each of {len(table)} recipes, {len(by_sparsity)} sparsities and "
        f"{len(next(iter(by_sparsity.values())))} seeds",
        f"a network {layers['pruned']}-10",
    ]


def facts_about_the_script():
    source = (DATA / "build.py").read_text(encoding="utf-8")
    images_seed, messy_seed = re.search(r"IMAGES_SEED, MESSY_SEED = (\d+), (\d+)", source).groups()
    split_seed = re.search(r"SPLIT_SEED = (\d+)", source)[1]
    return [
        f"`numpy.random.PCG64({split_seed})`",
        f"`PCG64({images_seed})`",
        f"with the seed {messy_seed};",
    ]


def unexplained(text, phrases):
    """What still holds a figure in `text` after the phrases are taken out, with its place."""
    for phrase in phrases:
        assert phrase in text, f"the datasheet does not say: {phrase}"
        text = text.replace(phrase, "§")
    text = re.sub(r" \d\. ", " ", text)  # the numbers of a list
    return re.findall(r".{0,30}\d.{0,20}", text)


def test_it_follows_the_seven_sections_of_datasheets_for_datasets(sheet):
    assert re.findall(r"^## (.+)$", sheet, flags=re.MULTILINE) == SECTIONS
    for section in re.split(r"^## ", sheet, flags=re.MULTILINE)[1:]:
        questions = re.findall(r"^- \*\*[^*]+\*\*", section, flags=re.MULTILINE)
        assert questions, f"the section {section.splitlines()[0]} answers nothing"


def test_every_number_is_recomputed_or_cited(sheet, digits, messy):
    text = re.sub(r"(<!-- (\w+): begin).*?<!-- \2: end -->", "", sheet, flags=re.DOTALL)
    facts = [
        *facts_about_digits(digits),
        *facts_about_images(),
        *facts_about_the_messy_table(messy),
        *facts_about_the_trainings(),
        *facts_about_the_script(),
    ]
    assert unexplained(one_line(text), [*map(one_line, facts), *CITED]) == []


def test_a_changed_or_a_new_number_is_found():
    assert unexplained("It holds 12 rows.", ["holds 12 rows"]) == []
    assert unexplained("It holds 12 rows, 3 of them new.", ["holds 12 rows"]) != []
    with pytest.raises(AssertionError, match="does not say: holds 12 rows"):
        unexplained("It holds 13 rows.", ["holds 12 rows"])


def test_the_table_of_the_split(sheet, digits):
    parts = {part: digits["labels"][digits[part]] for part in ("train", "validation", "test")}
    parts["all"] = digits["labels"]
    assert rows_of_table(sheet, "split") == [
        [name, *map(str, np.bincount(labels)), f"{len(labels):,}"] for name, labels in parts.items()
    ]


def test_the_table_of_defects(sheet, messy):
    table, truth = messy
    copies = {entry["row"] for entry in truth if entry["column"] == ""}
    place = {"ink": "ink", "label": "label", "": "row"}
    planted, copied = Counter(), Counter()
    for entry in truth:
        counts = copied if entry["row"] in copies else planted
        counts[entry["kind"], place.get(entry["column"], "pixels")] += 1
    n = len(table) - len(copies)
    for kind, where, first, of, share, again, everywhere in rows_of_table(sheet, "defects"):
        one, two = planted.pop((kind, where), 0), copied.pop((kind, where), 0)
        assert everywhere == f"{one + two:,}"
        if where == "row":
            assert [first, of, share, again] == ["–"] * 4 and one == 0
        else:
            cells = n * 64 if where == "pixels" else n
            assert [first, of, again] == [f"{one:,}", f"{cells:,}", f"{two:,}"]
            assert share == f"{100 * one / cells:.1f}%"
    assert not planted and not copied, "every kind has its line"


def test_the_files_it_lists_are_the_files_of_the_folder(sheet):
    listed = set(re.findall(r"`([\w.]+)`", sheet.partition("```python")[0]))
    there = {path.name for path in DATA.iterdir() if path.is_file()}
    assert listed - {"build.py"} == there - {"README.md", "build.py"} and "build.py" in listed


def test_the_trainings_it_names_are_those_of_their_folder(sheet):
    there = {path.name for path in (DATA / "runs").iterdir() if path.is_file()}
    assert set(re.findall(r"`runs/([\w.]+)`", sheet)) == there
