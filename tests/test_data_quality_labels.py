"""Labels in every spelling, and labels that look wrong, against the truth that was planted."""

import numpy as np
import pandas as pd
import pytest
from sklearn.model_selection import StratifiedKFold

from course_utils.data_quality import (
    MESSY_SCHEMA,
    NEAR_DIGITS,
    PIXELS,
    clean,
    found,
    impute,
    make_messy,
    parse_labels,
    suspect_labels,
)
from course_utils.data_quality.labels import SUSPECT, WORDS, read_labels
from course_utils.datasets import load_digits

SEVENS = [
    "07",
    "007",
    "seven",
    "Seven",
    "SEVEN",
    " 7",
    "7 ",
    "7.0",
    "7.",
    "７",
    "　7",
    "+7",
    " Seven ",
]
DIGITS = tuple(range(10))


def column(*cells, dtype=object):
    return pd.DataFrame({"id": range(len(cells)), "y": pd.Series(cells, dtype=dtype)})


def parsed(*cells, classes=DIGITS, **options):
    """Return the labels of a column, None where missing, and its log as rows."""
    table, log = parse_labels(column(*cells), "y", classes, **options)
    assert table["y"].dtype == "Int64"
    labels = [None if label is pd.NA else label for label in table["y"]]
    return labels, [tuple(row) for row in log.itertuples(index=False)]


class TestParseLabels:
    @pytest.mark.parametrize("cell", SEVENS)
    def test_every_spelling(self, cell):
        labels, log = parsed("7", cell)
        assert labels == [7, 7]
        assert log == [(1, "y", cell, 7, "another spelling")]

    @pytest.mark.parametrize("label", DIGITS)
    def test_every_digit_by_its_word(self, label):
        assert parsed(WORDS[label], str(label))[0] == [label, label]

    def test_the_words(self):
        assert " ".join(WORDS) == "zero one two three four five six seven eight nine"

    @pytest.mark.parametrize("cell", ["", " ", "NA", " NA", "-1", "－1", "-1.0", -1, -1.0])
    def test_missing_labels_are_logged(self, cell):
        labels, log = parsed("3", cell, "4")
        assert labels == [3, None, 4]
        [(row, name, before, after, why)] = log
        assert (row, name, before, why) == (1, "y", cell, "missing") and after is pd.NA

    @pytest.mark.parametrize("cell", [np.nan, None, pd.NA])
    def test_what_was_missing_already_is_no_change(self, cell):
        assert parsed("3", cell) == ([3, None], [])

    def test_numbers_are_labels_already(self):
        assert parsed(3, 4.0, np.int64(5)) == ([3, 4, 5], [])
        table, log = parse_labels(column(3, 4, dtype="Int64"), "y", DIGITS)
        assert table["y"].tolist() == [3, 4] and log.empty

    @pytest.mark.parametrize("cell", ["eigth", "10", "-2", "7.5", "na", "1 2", "7,0", 7.5, True])
    def test_anything_else_is_refused(self, cell):
        with pytest.raises(ValueError) as caught:
            parse_labels(column("1", cell, "2"), "y", DIGITS)
        assert str(caught.value) == (
            "column 'y' holds 1 cell(s) that name none of the classes 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 "
            f"(row 1: {cell!r}). Correct them, or pass errors='missing' to blank them."
        )

    def test_or_blanked(self):
        labels, log = parsed("1", "eigth", "12", "07", errors="missing")
        assert labels == [1, None, None, 7]
        assert [(row[0], row[2], row[4]) for row in log] == [
            (1, "eigth", "no class"),
            (2, "12", "no class"),
            (3, "07", "another spelling"),
        ]
        assert log[0][3] is pd.NA and log[2][3] == 7

    @pytest.mark.parametrize(("n", "end"), [(5, "row 4: 'x4')."), (6, "row 4: 'x4'; …).")])
    def test_the_first_five_are_named(self, n, end):
        with pytest.raises(ValueError) as caught:
            parse_labels(column(*(f"x{i}" for i in range(n))), "y", [1])
        assert f"holds {n} cell(s)" in str(caught.value) and "(row 0: 'x0'; row 1" in str(
            caught.value
        )
        assert end in str(caught.value)

    def test_other_classes(self):
        assert parsed("-1", "+1", "1", classes=(-1, 1), missing=("",))[0] == [-1, 1, 1]
        assert parsed("12", "0012", classes=[12])[0] == [12, 12]
        with pytest.raises(ValueError, match=r"^-1 is a class and a code for a missing cell"):
            parsed("1", classes=(-1, 1))

    def test_other_codes(self):
        assert parsed("?", "3", "", missing=("?",))[0] == [None, 3, None]
        with pytest.raises(ValueError, match=r"row 0: 'NA'"):
            parsed("NA", missing=("?",))
        assert parsed("None", "3", missing=("None",))[0] == [None, 3]
        with pytest.raises(ValueError, match=r"row 0: 'tree'"):
            parsed("tree", missing=("None",))

    def test_a_number_of_any_length_is_no_class(self):
        for digits in ("9" * 19, "9" * 5000):
            with pytest.raises(ValueError, match=r"1 cell\(s\) that name none of the classes"):
                parsed("3", digits)
        assert parsed("0" * 17 + "3")[0] == [3]

    def test_the_rest_of_the_table(self):
        table = column("7", " 7").set_axis([5, 5])
        before = table.copy(deep=True)
        after = parse_labels(table, "y", DIGITS).table
        pd.testing.assert_frame_equal(table, before)
        assert after.index.tolist() == [5, 5] and after["id"].tolist() == [0, 1]
        assert after.columns.tolist() == ["id", "y"]

    def test_rows_in_the_log_are_positions(self):
        log = parse_labels(column("7", " 7").set_axis([5, 3]), "y", DIGITS).log
        assert log["row"].tolist() == [1]

    def test_bad_arguments(self):
        table = column("1")
        with pytest.raises(ValueError, match=r"^table has no column 'z'; it has id, y"):
            parse_labels(table, "z", DIGITS)
        with pytest.raises(ValueError, match=r"^errors must be one of 'raise', 'missing'; got 'x'"):
            parse_labels(table, "y", DIGITS, errors="x")
        with pytest.raises(ValueError, match=r"^classes is empty"):
            parse_labels(table, "y", ())
        with pytest.raises(TypeError, match="positional"):
            parse_labels(table, "y", DIGITS, ("",))
        with pytest.raises(TypeError, match="must be a pandas DataFrame; got list"):
            parse_labels(["1"], "y", DIGITS)


def test_read_labels_says_what_is_wrong_with_each_cell():
    cells = pd.Series(["3", np.nan, "03", "NA", "x", "3"], dtype=object)
    labels, wrong = read_labels(cells, DIGITS)
    assert labels.isna().tolist() == [False, True, False, True, True, False]
    assert labels[[0, 2, 5]].tolist() == [3, 3, 3] and labels.dtype == "Int64"
    assert wrong.tolist() == ["", "missing", "another spelling", "missing", "no class", ""]


@pytest.mark.parametrize("seed", range(5))
def test_spellings_and_lost_labels_of_the_messy_table_are_found(seed):
    table, truth = make_messy(*load_digits("fit", scaling="raw"), seed=seed)
    log = parse_labels(table, "label", DIGITS).log
    spelling = found(log[log["why"] == "another spelling"], truth, "spelling")
    assert min(spelling.recall, spelling.precision) >= 0.95
    lost = truth[(truth["kind"] == "missing") & (truth["column"] == "label")]
    missing = found(log[log["why"] == "missing"], lost, "missing")
    assert (missing.recall, missing.precision) == (1.0, 1.0) and missing.n_planted >= 8


# Two crowds on a line, at 0 to 9 and at 100 to 109. Row 4 has the label of the other crowd.
X = np.concatenate([np.arange(10), np.arange(100, 110)])[:, None]
Y = np.repeat([3, 8], 10)
Y[4] = 8


class TestSuspectLabels:
    def test_the_wrong_label_is_found(self):
        suspects = suspect_labels(X, Y, k=5, n_folds=4)
        assert suspects.columns.tolist() == ["row", "given", "predicted", "confidence"]
        assert suspects.values.tolist() == [[4, 8, 3, 0.0]]
        assert suspects.index.equals(pd.RangeIndex(1))

    def test_the_inputs_are_left_as_they_were(self):
        samples, labels = X.astype(float), Y.copy()
        suspect_labels(samples, labels, k=5, n_folds=4)
        assert (samples == X).all() and (labels == Y).all()

    def test_one_neighbor_decides(self):
        # Each row's nearest other row: its neighbor on the line, which is in another fold here.
        suspects = suspect_labels(X, Y, k=1, n_folds=9)
        assert set(suspects["row"]) <= {3, 4, 5} and 4 in set(suspects["row"])

    def test_confidence_is_the_share_of_votes_for_the_given_label(self):
        everyone = suspect_labels(X, Y, k=5, n_folds=4, threshold=1.0)
        assert len(everyone) == 20
        assert everyone["row"][0] == 4 and everyone["confidence"][0] == 0.0
        low, high = everyone[everyone["row"] < 10], everyone[everyone["row"] >= 10]
        assert set(high["confidence"]) == {1.0}
        assert set(low["confidence"]) <= {0.0, 0.8, 1.0} and 0.8 in set(low["confidence"])
        assert (everyone["predicted"] == np.where(everyone["row"] < 10, 3, 8)).all()

    def test_most_suspect_first_then_in_the_order_of_rows(self):
        everyone = suspect_labels(X, Y, k=5, n_folds=4, threshold=1.0)
        order = everyone.sort_values(["confidence", "row"])["row"]
        assert everyone["row"].tolist() == order.tolist() and everyone["row"].is_unique

    def test_a_confidence_equal_to_the_threshold_is_suspect(self):
        everyone = suspect_labels(X, Y, k=5, n_folds=4, threshold=1.0)
        n = int((everyone["confidence"] <= 0.8).sum())
        assert 1 < n < 20
        assert len(suspect_labels(X, Y, k=5, n_folds=4, threshold=0.8)) == n
        assert len(suspect_labels(X, Y, k=5, n_folds=4, threshold=0.79)) == 1
        assert len(suspect_labels(X, Y, k=5, n_folds=4, threshold=0.0)) == 1

    def test_what_is_taken_if_nothing_is_said(self):
        assert SUSPECT == 0.1
        samples = np.repeat(X, 2, axis=0) + np.tile([0.0, 0.25], 20)[:, None]
        labels = np.repeat(Y, 2)
        given = suspect_labels(samples, labels, k=10, n_folds=10, threshold=0.1, rng=0)
        pd.testing.assert_frame_equal(suspect_labels(samples, labels), given)
        everyone = suspect_labels(samples, labels, threshold=1.0)
        assert set((everyone["confidence"] * 10).round(9) % 1) == {0.0}
        assert set(given["row"]) >= {8, 9}

    def test_the_seed_deals_the_folds(self):
        rng = np.random.default_rng(0)
        samples, labels = rng.normal(size=(60, 2)), rng.integers(2, size=60)
        first, again, other = (
            suspect_labels(samples, labels, threshold=1.0, rng=seed) for seed in (1, 1, 2)
        )
        pd.testing.assert_frame_equal(first, again)
        assert not first.equals(other)
        generator = np.random.default_rng(1)
        pd.testing.assert_frame_equal(
            suspect_labels(samples, labels, threshold=1.0, rng=generator), first
        )

    def test_seeds_deal_in_many_ways(self, monkeypatch):
        dealt = []

        def fold(*arguments, random_state, **options):
            dealt.append(random_state)
            return StratifiedKFold(*arguments, random_state=random_state, **options)

        monkeypatch.setattr("course_utils.data_quality.labels.StratifiedKFold", fold)
        for seed in range(20):
            suspect_labels(X, Y, k=5, n_folds=4, rng=seed)
        assert len(set(dealt)) == 20 and 2**30 < max(dealt) < 2**31

    def test_no_row_votes_for_itself(self):
        # With its own vote each row would be sure of its label, however random the labels are.
        rng = np.random.default_rng(0)
        samples, labels = rng.normal(size=(200, 2)), rng.integers(2, size=200)
        suspects = suspect_labels(samples, labels, k=1, threshold=0.0)
        assert 60 <= len(suspects) <= 140
        assert (suspects["given"] != suspects["predicted"]).all()

    def test_a_tie_of_votes_goes_to_the_smaller_label(self):
        samples = [[0.0], [0.0], [0.0], [0.0]]
        everyone = suspect_labels(samples, [1, 1, 0, 0], k=2, n_folds=2, threshold=1.0)
        assert everyone["predicted"].tolist() == [0, 0, 0, 0]
        assert everyone["confidence"].tolist() == [0.5] * 4
        assert everyone["given"].tolist() == [1, 1, 0, 0]

    def test_labels_may_be_text_or_come_in_a_column(self):
        names = np.where(Y == 3, "three", "eight")
        suspects = suspect_labels(X.tolist(), names.tolist(), k=5, n_folds=4)
        assert suspects[["given", "predicted"]].values.tolist() == [["eight", "three"]]
        by_column = suspect_labels(pd.DataFrame(X), pd.Series(Y, dtype="Int64"), k=5, n_folds=4)
        pd.testing.assert_frame_equal(by_column, suspect_labels(X, Y, k=5, n_folds=4))

    def test_without_suspects_the_table_is_empty(self):
        suspects = suspect_labels(X, np.repeat([3, 8], 10), k=5, n_folds=4)
        assert suspects.empty and suspects.columns.tolist()[0] == "row"

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"y": np.zeros(20, dtype=int)}, "y holds one class only, 0; suspicion takes two"),
            ({"y": Y[:19]}, "y must hold 20 values, one for each; got 19."),
            ({"y": Y[:, None]}, "y must be 1-D, one label for each row; got shape (20, 1)."),
            (
                {"y": pd.Series(Y, dtype="Int64").where(X[:, 0] % 7 != 6)},
                "y lacks 2 label(s), the first in row 6. Leave these rows out",
            ),
            (
                {"y": [*"ab" * 9, "c", "d"], "n_folds": 2},
                "y needs n_folds = 2 rows of each class; too few have c (1), d (1). Take fewer",
            ),
            ({"n_folds": 10}, "y needs n_folds = 10 rows of each class; too few have 3 (9)."),
            ({"n_folds": 1}, "n_folds must be at least 2; got 1."),
            ({"k": 0}, "k must be at least 1; got 0."),
            ({"k": 16}, "k must be at most the number of training rows; got k = 16 and 15 rows."),
            ({"threshold": 1.01}, "threshold must be from 0 to 1; got 1.01."),
            ({"threshold": -0.1}, "threshold must be a finite number of at least 0; got -0.1."),
            ({"X": np.where(X == 3, np.nan, X)}, "X contains NaN; remove or replace"),
            ({"X": X[:, 0]}, "X must be 2-D"),
            ({"X": X[:0], "y": []}, "X is empty: 0 sample(s)"),
        ],
    )
    def test_bad_input(self, change, message):
        with pytest.raises(ValueError) as caught:
            suspect_labels(**{"X": X, "y": Y, "k": 5, "n_folds": 4, **change})
        assert str(caught.value).startswith(message)

    def test_a_class_may_have_any_number_of_rows_above_that(self):
        labels = np.append(np.repeat([3, 8], 300), 5)
        samples = np.arange(601.0)[:, None]
        with pytest.raises(
            ValueError, match=r"n_folds = 2 rows of each class; too few have 5 \(1\)\. Take fewer"
        ):
            suspect_labels(samples, labels, k=1, n_folds=2)
        with pytest.raises(
            ValueError, match=r"= 301 rows of each class; too few have 3 \(300\), 8 \(300\)\. Ta"
        ):
            suspect_labels(samples[:600], labels[:600], k=1, n_folds=301)

    def test_a_class_with_just_enough_rows(self):
        assert len(suspect_labels(X, Y, k=5, n_folds=9)) == 1

    def test_a_threshold_or_seed_of_another_kind(self):
        with pytest.raises(TypeError, match=r"^threshold must be a number"):
            suspect_labels(X, Y, threshold="0.1")
        with pytest.raises(TypeError, match="positional"):
            suspect_labels(X, Y, 5)
        with pytest.raises(TypeError, match=r"^rng must be a numpy"):
            suspect_labels(X, Y, k=5, n_folds=4, rng=None)


@pytest.mark.parametrize("seed", range(5))
def test_wrong_labels_among_the_digits_are_found(seed):
    messy, truth = make_messy(*load_digits("fit", scaling="raw"), seed=seed)
    table, log = clean(messy, MESSY_SCHEMA, units=["ink"], copies_by=PIXELS, near=NEAR_DIGITS)
    stayed = np.setdiff1d(np.arange(len(messy)), log["row"][log["column"] == ""])
    labeled = table["label"].notna().to_numpy()
    rows = stayed[labeled]
    [X] = impute(table.loc[labeled, list(PIXELS)].to_numpy()).parts
    suspects = suspect_labels(X, table["label"][labeled])
    wrong = truth[(truth["kind"] == "wrong label") & truth["row"].isin(rows)]
    listed = pd.DataFrame({"row": rows[suspects["row"]], "column": "label"})
    score = found(listed, wrong, "wrong label")
    assert score.n_planted >= 65
    assert min(score.recall, score.precision) >= 0.7
