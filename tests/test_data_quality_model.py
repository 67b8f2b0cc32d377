"""All repairs in one call: each planted defect is found, in an order that spoils nothing."""

import numpy as np
import pandas as pd
import pytest

from course_utils.data_quality import (
    MESSY_SCHEMA,
    NEAR_DIGITS,
    PIXELS,
    Schema,
    clean,
    found,
    make_messy,
    promised_and_kept,
    scan_again,
    split,
    spoil,
)
from course_utils.datasets import load_digits
from course_utils.start_here import KNearestNeighbors

# What a log says of a repair, and the kind of defect that it answers.
SAYS = {
    "missing": "missing",
    "out of range": "out of range",
    "unit": "another unit",
    "spelling": "another spelling",
}


@pytest.fixture(scope="module", params=range(5))
def messy(request):
    return make_messy(*load_digits("fit", scaling="raw"), seed=request.param)


@pytest.fixture(scope="module")
def repaired(messy):
    return clean(messy.table, MESSY_SCHEMA, units=["ink"], copies_by=PIXELS, near=NEAR_DIGITS)


@pytest.mark.parametrize("kind", SAYS)
def test_every_planted_cell_is_found_and_no_other(messy, repaired, kind):
    log = repaired.log[repaired.log.why.str.startswith(SAYS[kind])]
    score = found(log, messy.truth, kind)
    assert min(score.recall, score.precision) >= 0.95


def test_every_planted_copy_is_found_and_no_other(messy, repaired):
    truth = messy.truth.assign(kind=messy.truth.kind.str.replace("exact|near", "a", regex=True))
    score = found(repaired.log[repaired.log.column == ""], truth, "a duplicate")
    assert min(score.recall, score.precision) >= 0.95
    assert len(repaired.table) == len(messy.table) - score.n_found


def test_the_numbers_that_stay_are_true(messy, repaired):
    """Undo the planting by the truth, and compare all cells of the rows that stay."""
    columns = [*PIXELS, "ink"]
    true = messy.table.copy()
    for row, column, text in messy.truth[["row", "column", "truth"]].itertuples(index=False):
        if column:
            true.loc[row, column] = text
    stay = np.setdiff1d(np.arange(len(true)), repaired.log[repaired.log.column == ""].row)
    true = true.loc[stay, columns].astype(float).to_numpy()
    numbers = repaired.table[columns].to_numpy()
    known = ~np.isnan(numbers)
    assert 0.97 < known.mean() < 0.99
    assert np.allclose(numbers[known], true[known], atol=1e-4)


def table(**columns):
    return pd.DataFrame(columns, dtype=str)


SCHEMA = Schema({"ink": (0, 1)}, label="label", id="id", classes=(1, 2))


def test_a_number_in_another_unit_is_mended_before_its_range_is_checked():
    ink = [*["0.5"] * 20, "40"]
    messy = table(id=map(str, range(21)), ink=ink, label=["1"] * 21)
    assert clean(messy, SCHEMA, units=["ink"]).table.ink.tolist() == [0.5, 0.4]
    left = clean(messy, SCHEMA).table.ink
    assert left.isna().tolist() == [False, True]


def test_copies_show_after_all_is_written_alike_and_keep_their_numbers():
    messy = table(id=list("abcd"), ink=["0.5", "NA", "0.50", " "], label=["1", "2", "one", "2.0"])
    cleaned = clean(messy, SCHEMA)
    assert cleaned.table.id.tolist() == ["a", "b"]
    assert cleaned.table.index.tolist() == [0, 1]
    removed = cleaned.log[cleaned.log.column == ""]
    assert removed[["row", "after"]].to_numpy().tolist() == [[2, 0], [3, 1]]


def test_without_a_label_or_an_id_the_rest_is_done():
    cleaned = clean(table(ink=["0.5", "7", "0.5"]), Schema({"ink": (0, 1)}))
    assert cleaned.log[["row", "why"]].to_numpy().tolist() == [
        [1, "out of range"],
        [2, "equals row 0"],
    ]


def test_a_clean_table_stays_and_its_log_is_empty():
    sound = table(id=["1", "2"], ink=["0.5", "0.6"], label=["1", "2"])
    before = sound.copy()
    cleaned = clean(sound, SCHEMA, units=["ink"])
    assert cleaned.log.empty and list(cleaned.log) == ["row", "column", "before", "after", "why"]
    assert cleaned.table.ink.tolist() == [0.5, 0.6]
    assert sound.equals(before)


def test_the_codes_of_the_schema_hold_for_labels_too():
    schema = SCHEMA._replace(missing=("?",))
    cleaned = clean(table(id=["1", "2"], ink=["?", "0.6"], label=["1", "?"]), schema)
    assert cleaned.table.label.isna().tolist() == [False, True]


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (([[1]], SCHEMA), TypeError, "table must be a pandas DataFrame"),
        ((table(ink=["1"]), SCHEMA), ValueError, "table has no column 'label'"),
        ((table(id=[], ink=[], label=[]), SCHEMA), ValueError, "table is empty"),
    ],
)
def test_bad_input_is_refused_in_words(arguments, error, message):
    with pytest.raises(error, match=message):
        clean(*arguments)


def test_a_unit_column_that_is_not_there_is_named_before_anything_is_done():
    sound = table(id=["1"], ink=["0.5"], label=["1"])
    with pytest.raises(ValueError, match="table has no column 'width'"):
        clean(sound, SCHEMA, units=["width"])


class TestPromisedAndKept:
    def test_copies_across_the_split_promise_too_much_and_groups_do_not(self):
        digits, new = (
            spoil(*load_digits(part, scaling="raw"), "shuffled labels", 0.3, 0)
            for part in ("fit", "test")
        )
        X, y, same = scan_again(*digits, rng=0)
        too_much = {"random": [], "grouped": []}
        for seed in range(3):
            for name, groups in (("random", None), ("grouped", same)):
                model = KNearestNeighbors(1)
                promised, kept = promised_and_kept(model, X, y, new, groups=groups, rng=seed)
                too_much[name].append(promised - kept)
        assert min(too_much["random"]) > 0.15
        assert abs(np.mean(too_much["grouped"])) < 0.05

    def test_it_is_a_split_a_fit_and_two_scores(self):
        X, y = load_digits("validation")
        new = load_digits("test")
        model = KNearestNeighbors(3)
        promised, kept = promised_and_kept(model, X, y, new, rng=5)
        part = split(X, y, rng=5)
        same = KNearestNeighbors(3).fit(X[part["train"]], y[part["train"]])
        assert promised == same.score(X[part["test"]], y[part["test"]])
        assert kept == same.score(*new) and np.array_equal(model.X_, same.X_)
