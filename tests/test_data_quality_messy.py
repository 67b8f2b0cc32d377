"""The messy table: what is planted, that the truth tells all of it, and how it is stored."""

import hashlib
import importlib.util
import sys
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from course_utils.data_quality.messy import KINDS, Messy, _copy_rows, csv_bytes, make_messy
from course_utils.data_quality.messy_sheet import INK, Draws, clean_sheet, ink_text, spellings
from course_utils.data_quality.tables import MESSY_SCHEMA, PIXELS, read_table
from course_utils.datasets import load_digits, load_messy

DATA = Path(__file__).resolve().parents[1] / "data"
FILES = ("digits_messy.csv", "digits_messy_truth.csv")
SEEDS = range(5)
COMMITTED = "committed"
N = 1437
ALL = ["row_id", *PIXELS, "ink", "label"]


@pytest.fixture(scope="module")
def digits():
    X, y = load_digits("fit", scaling="raw")
    return X.astype(int), y


@pytest.fixture(scope="module", params=[COMMITTED, *SEEDS])
def messy(request, digits):
    if request.param == COMMITTED:
        return Messy(*load_messy())
    return make_messy(*digits, request.param)


def whole_rows(truth, *kinds):
    return truth[truth.kind.isin(kinds or KINDS[-2:]) & (truth.column == "")]


def cells_of_originals(truth):
    """The planted cells, without those that were copied."""
    return truth[(truth.column != "") & ~truth.row.isin(whole_rows(truth).row)]


def corrected(messy):
    """The table with every listed cell put right."""
    table = messy.table.to_numpy(dtype=object).copy()
    for entry in messy.truth[messy.truth.column != ""].itertuples():
        assert table[entry.row, ALL.index(entry.column)] == entry.written
        assert entry.written != entry.truth, "a defect is a difference"
        table[entry.row, ALL.index(entry.column)] = entry.truth
    return pd.DataFrame(table, columns=ALL)


# What is planted


def test_rates_are_kept_for_every_seed(messy):
    cells = cells_of_originals(messy.truth)
    where = cells.column.where(~cells.column.isin(PIXELS), "pixel")
    planted = Counter(zip(cells.kind, where, strict=True))
    shares = {
        key: round(count / (N * 64 if key[1] == "pixel" else N), 4)
        for key, count in planted.items()
    }
    assert shares == {
        ("missing", "pixel"): 0.02,
        ("missing", "ink"): 0.0202,
        ("missing", "label"): round(8 / N, 4),
        ("out of range", "pixel"): 0.003,
        ("unit", "ink"): 0.0598,
        ("wrong label", "label"): 0.0501,
        ("spelling", "label"): 0.2498,
    }
    assert Counter(whole_rows(messy.truth).kind) == {"exact duplicate": 60, "near duplicate": 60}
    assert set(messy.truth.kind) == set(KINDS)


def test_truth_and_table_agree_cell_for_cell(messy, digits):
    known = {
        tuple(map(str, pixels)): [ink_text(sum(pixels)), str(label)]
        for pixels, label in zip(digits[0].tolist(), digits[1], strict=True)
    }
    right = corrected(messy).drop(index=whole_rows(messy.truth).row).to_numpy().tolist()
    for _, *cells in right:
        assert known.pop(tuple(cells[:64])) == cells[64:]
    assert not known, "each digit of fit stands there once"


def test_no_cell_has_two_defects(messy):
    assert not messy.truth.duplicated(["row", "column"]).any()


def test_each_kind_is_what_it_is_called(messy):
    truth = messy.truth
    groups = {kind: truth[truth.kind == kind] for kind in KINDS}
    labels = groups["missing"].column == "label"
    assert set(groups["missing"].written[labels]) == {""}
    assert set(groups["missing"].written[~labels]) == {"", "NA", "-1"}
    assert set(groups["out of range"].written) == {"99", "255", "999", "-7"}
    for entry in groups["unit"].itertuples():
        assert Decimal(entry.written) == 100 * Decimal(entry.truth)
        assert len(entry.written.partition(".")[2]) == 2
    moves = (
        groups["wrong label"].written.astype(int) - groups["wrong label"].truth.astype(int)
    ) % 10
    assert set(moves) == set(range(1, 10))
    for entry in groups["spelling"].itertuples():
        assert entry.written in spellings(int(entry.truth))
    ways = [
        spellings(int(entry.truth)).index(entry.written)
        for entry in groups["spelling"].itertuples()
    ]
    assert set(ways) == set(range(7))


def test_the_truth_goes_down_the_table_and_along_its_columns(messy):
    columns = ["", *ALL]
    places = [(row, columns.index(name)) for row, name in messy.truth[["row", "column"]].to_numpy()]
    assert places == sorted(places)


def test_defects_fall_anywhere(messy):
    cells = messy.truth[messy.truth.kind == "missing"]
    assert set(cells.column) == {*PIXELS, "ink", "label"}
    rows = whole_rows(messy.truth).row
    assert rows.min() < 300 and rows.max() > 1250 and rows.median() > 500


def test_the_ids_run_down_the_table(messy):
    ids = messy.table.row_id.astype(int)
    first = ids[~ids.duplicated()]
    assert first.tolist() == list(range(1, N + 91))
    again = set(ids.index[ids.duplicated()])
    exact = whole_rows(messy.truth, "exact duplicate")
    assert again < set(exact.row) and len(again) == 30
    same = exact.written.to_numpy() == messy.table.row_id[exact.truth.astype(int)].to_numpy()
    assert set(exact.row[same]) == again, "an id that comes again is that of the original"


# Copies


def test_each_copy_stands_below_an_original_of_its_own(messy):
    copies = whole_rows(messy.truth)
    originals = copies.truth.astype(int)
    assert (originals < copies.row).all()
    assert originals.is_unique and not set(originals) & set(copies.row)
    assert copies.written.tolist() == messy.table.row_id[copies.row].tolist()


def test_exact_copies_repeat_every_cell_and_its_defects(messy):
    cells = messy.truth[messy.truth.column != ""]
    for entry in whole_rows(messy.truth, "exact duplicate").itertuples():
        copy, original = messy.table.loc[entry.row], messy.table.loc[int(entry.truth)]
        assert copy[1:].tolist() == original[1:].tolist()
        listed = [
            cells[cells.row == row].drop(columns="row").to_numpy().tolist()
            for row in (entry.row, int(entry.truth))
        ]
        assert listed[0] == listed[1]


def value(label):
    """The digit that a label names, in whatever spelling; None if it is missing."""
    return {text: d for d in range(10) for text in (str(d), *spellings(d))}.get(label)


def test_near_copies_lie_8_away_in_the_cells_that_are_sound(messy):
    spoiled = set(zip(messy.truth.row, messy.truth.column, strict=True))
    right = corrected(messy)
    for entry in whole_rows(messy.truth, "near duplicate").itertuples():
        original = int(entry.truth)
        copy_row, original_row = messy.table.loc[entry.row], messy.table.loc[original]
        assert [(entry.row, p) in spoiled for p in PIXELS] == [
            (original, p) in spoiled for p in PIXELS
        ]
        differing = [p for p in PIXELS if copy_row[p] != original_row[p]]
        assert not any((entry.row, p) in spoiled for p in differing)
        steps = [int(copy_row[p]) - int(original_row[p]) for p in differing]
        assert sorted(steps) == [-1] * 4 + [1] * 4 and sum(step**2 for step in steps) == 8
        assert all(0 <= int(copy_row[p]) <= 16 for p in differing)
        assert copy_row.ink == original_row.ink
        assert value(copy_row.label) == value(original_row.label), "right or wrong, the same digit"
        assert right.label[entry.row] == right.label[original]
        assert copy_row.row_id != original_row.row_id


def sheet_of(*kinds_of_rows, n):
    """Return a sheet of n rows, dealt from rows of (count, number of cells, kind of defect)."""
    rows = [kinds_of_rows[i % len(kinds_of_rows)] for i in range(n)]
    counts = np.array([np.repeat([c for c, _, _ in row], [n for _, n, _ in row]) for row in rows])
    sheet = clean_sheet(counts, np.arange(n) % 10)
    for i, row in enumerate(rows):
        sheet.kind[i, :64] = np.repeat([kind for _, _, kind in row], [n for _, n, _ in row])
    return sheet


REST = (0, 24, "missing"), (16, 24, "out of range")
ENOUGH = [
    ((16, 8, ""), (0, 8, ""), *REST),
    ((15, 4, ""), (1, 4, ""), (0, 4, "missing"), (16, 4, "missing"), *REST),
    ((16, 55, ""), (0, 9, "")),
    ((7, 64, ""),),
]
TOO_FEW = [
    ((16, 7, ""), (0, 9, ""), *REST),
    ((16, 9, ""), (0, 7, ""), *REST),
    ((5, 7, ""), (5, 57, "missing")),
    ((16, 64, ""),),
    ((0, 64, ""),),
]


def test_near_copies_need_eight_sound_cells_that_can_rise_and_eight_that_can_fall():
    good, bad = sheet_of(*ENOUGH, n=60), sheet_of(*TOO_FEW, n=140)
    joined = type(good)(*(np.concatenate(grids) for grids in zip(bad, good, strict=True)))
    sheet, originals = _copy_rows(joined, Draws(0))
    assert len(originals) == 120 and len(sheet.kind) == 320
    assert sorted(originals[60:]) == list(range(140, 200))
    assert set(originals[:60]) <= set(range(140)) and len(set(originals)) == 120
    for copy, original in enumerate(originals[60:], start=260):
        steps = sheet.written[copy, :64].astype(int) - sheet.written[original, :64].astype(int)
        assert sorted(steps[steps != 0]) == [-1] * 4 + [1] * 4
        assert (sheet.kind[copy, :64][steps != 0] == "").all()
    one_less = type(good)(*(np.concatenate([b, g[1:]]) for b, g in zip(bad, good, strict=True)))
    with pytest.raises(ValueError) as caught:
        _copy_rows(one_less, Draws(0))
    assert str(caught.value) == "images must hold 60 rows with ink that are not full of it."


@pytest.mark.parametrize(("n", "drawn"), [(499, 0), (500, 1), (1499, 1), (1500, 2), (2000, 2)])
def test_rates_are_rounded_to_whole_cells_half_up(n, drawn):
    sheet = clean_sheet(np.zeros((n, 64), dtype=int), np.zeros(n, dtype=int))
    rows, columns = sheet.sound(Draws(0), [INK], 1)
    assert len(rows) == len(columns) == drawn and set(columns) <= {INK}


def test_spoiled_cells_are_not_drawn_again():
    sheet = clean_sheet(np.zeros((10, 64), dtype=int), np.zeros(10, dtype=int))
    sheet.spoil("missing", np.arange(9), 5, "")
    rows, columns = sheet.sound(Draws(0), [5, 7], 1000)
    cells = sorted(zip(rows.tolist(), columns.tolist(), strict=True))
    assert cells == [*((row, 7) for row in range(9)), (9, 5), (9, 7)]


def test_some_near_copies_have_their_label_in_another_spelling(messy):
    near = whole_rows(messy.truth, "near duplicate")
    label = messy.table.label
    other = label[near.row].to_numpy() != label[near.truth.astype(int)].to_numpy()
    assert 20 < other.sum() < 60


# Seeds


def test_the_same_seed_repeats_and_another_differs(digits):
    first, again, other = make_messy(*digits, 1), make_messy(*digits, 1), make_messy(*digits, 2)
    pd.testing.assert_frame_equal(first.table, again.table)
    pd.testing.assert_frame_equal(first.truth, again.truth)
    assert not first.table.equals(other.table)


def test_the_input_and_the_global_state_stay(digits):
    X, y = digits[0].copy(), digits[1].copy()
    before = np.random.get_state()[1].copy()
    make_messy(X, y, 0)
    np.testing.assert_array_equal(X, digits[0])
    np.testing.assert_array_equal(y, digits[1])
    np.testing.assert_array_equal(np.random.get_state()[1], before)


def test_images_may_come_flat_or_in_rows_and_in_any_number_type(digits):
    X, y = digits
    flat = make_messy(X, y, 3)
    square = make_messy(X.reshape(-1, 8, 8).astype(float), y.astype(np.uint8), 3)
    pd.testing.assert_frame_equal(flat.table, square.table)


def test_a_smaller_table_has_the_same_rates(digits):
    table, truth = make_messy(digits[0][:200], digits[1][:200], 0)
    assert table.shape == (320, 67)
    cells = cells_of_originals(truth)
    assert Counter(cells.kind) == {
        "missing": 256 + 4 + 8,
        "out of range": 38,
        "unit": 12,
        "wrong label": 10,
        "spelling": 50,
    }


# Texts


def test_ink_is_rounded_half_up():
    for total in range(1025):
        share = (Decimal(total) / 1024).quantize(Decimal("0.0001"), ROUND_HALF_UP)
        assert ink_text(total) == str(share)
        assert ink_text(total, percent=True) == str((100 * share).quantize(Decimal("0.01")))


@pytest.mark.parametrize("digit", range(10))
def test_every_spelling_is_read_as_its_digit(digit):
    names = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    assert len(set(spellings(digit))) == 7 and str(digit) not in spellings(digit)
    for text in spellings(digit):
        word = text.strip().lower()
        assert (names.index(word) if word in names else float(word)) == digit


# Files


def test_the_table_is_all_text_and_no_cell_is_lost():
    table, truth = load_messy()
    assert table.columns.tolist() == ALL
    assert truth.columns.tolist() == ["row", "column", "kind", "written", "truth"]
    assert truth.row.dtype == np.int64
    cells = [*table.to_numpy().ravel(), *truth.drop(columns="row").to_numpy().ravel()]
    assert {type(cell) for cell in cells} == {str}
    assert {"", "NA", "-1", "７", " 7", "7 "} < set(cells)
    assert MESSY_SCHEMA.id == "row_id" and set(MESSY_SCHEMA.ranges) < set(table.columns)


def test_pandas_reads_the_same_as_the_datasheet_says():
    assert "`dtype=str, keep_default_na=False`" in (DATA / "README.md").read_text("utf-8")
    table = pd.read_csv(DATA / "digits_messy.csv", dtype=str, keep_default_na=False)
    pd.testing.assert_frame_equal(table, load_messy()[0])


def test_the_files_are_what_make_messy_gives(digits, monkeypatch):
    monkeypatch.syspath_prepend(DATA)
    spec = importlib.util.spec_from_file_location("data_build", DATA / "build.py")
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    sys.modules.pop("papers")
    for made, loaded in zip(make_messy(*digits, build.MESSY_SEED), load_messy(), strict=True):
        pd.testing.assert_frame_equal(made, loaded)


def test_every_caller_gets_tables_of_its_own():
    table, truth = load_messy()
    table["label"] = truth["kind"] = "changed"
    assert "changed" not in {*load_messy()[0].label, *load_messy()[1].kind}


def test_the_bytes_depend_on_no_type_of_pandas():
    frame = pd.DataFrame({"a": ["1,5", 'say "x"', "", "７"], "b": ["", " 7", "NA", "-1"]})
    expected = 'a,b\n"1,5",\n"say ""x""", 7\n,NA\n７,-1\n'.encode()
    assert csv_bytes(frame) == csv_bytes(frame.astype(object)) == expected
    assert read_table(expected).to_numpy().tolist() == frame.to_numpy().tolist()
    assert csv_bytes(pd.DataFrame({"row": [3], "x": ["a"]})) == b"row,x\n3,a\n"


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", ["missing", "truncated", "one cell"])
def test_a_missing_or_damaged_file_is_named_with_the_remedy(tmp_path, monkeypatch, name, damage):
    for file in (*FILES, "checksums.txt"):
        (tmp_path / file).write_bytes((DATA / file).read_bytes())
    content = (DATA / name).read_bytes()
    if damage == "missing":
        (tmp_path / name).unlink()
    else:
        content = content[:4000] if damage == "truncated" else content.replace(b",NA", b",", 1)
        (tmp_path / name).write_bytes(content)
    monkeypatch.setenv("COURSE_DATA", str(tmp_path))
    error, words = {"missing": (FileNotFoundError, "is missing")}.get(
        damage, (ValueError, "damaged")
    )
    with pytest.raises(error, match=words) as caught:
        load_messy()
    assert str(caught.value).startswith(name) and "copy the files of the course" in str(
        caught.value
    )


def test_the_committed_files_are_those_that_the_chapters_print_numbers_of():
    digests = [hashlib.sha256((DATA / name).read_bytes()).hexdigest()[:12] for name in FILES]
    assert digests == ["8923073e14cf", "003df1228854"]


# Bad input


GOOD = np.tile(np.arange(64) % 17, (200, 1)), np.arange(200) % 10


def changed(index, value):
    images = GOOD[0].astype(float)
    images[index] = value
    return images


@pytest.mark.parametrize(
    ("images", "labels", "seed", "error", "message"),
    [
        (GOOD[0][:199], GOOD[1][:199], 0, ValueError, "images must hold at least 200 images"),
        (GOOD[0][:, :63], GOOD[1], 0, ValueError, r"images must .* got shape \(200, 63\)"),
        (GOOD[0].reshape(-1), GOOD[1], 0, ValueError, "images must hold at least 200 images"),
        (GOOD[0] / 16, GOOD[1], 0, ValueError, "images may hold only whole numbers from 0 to 16"),
        (changed((5, 5), 17), GOOD[1], 0, ValueError, "images may hold only whole numbers"),
        (changed((5, 5), np.nan), GOOD[1], 0, ValueError, "images contains NaN"),
        (None, GOOD[1], 0, TypeError, "images must hold real numbers"),
        (GOOD[0], GOOD[1][:-1], 0, ValueError, "labels must hold 200 values"),
        (GOOD[0], GOOD[1] + 1, 0, ValueError, "labels may hold only the labels 0, 1"),
        (GOOD[0], 7, 0, ValueError, "labels must be 1-D"),
        (GOOD[0], GOOD[1], -1, ValueError, "seed must be at least 0"),
        (GOOD[0], GOOD[1], None, TypeError, "seed must be a whole number"),
        (GOOD[0] * 0, GOOD[1], 0, ValueError, "images must hold 60 rows with ink"),
    ],
)
def test_bad_input_is_refused_at_the_door(images, labels, seed, error, message):
    with pytest.raises(error, match=f"^{message}"):
        make_messy(images, labels, seed)
