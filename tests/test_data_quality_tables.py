"""Tables as they come: files, doors, logs, and which cells are numbers."""

import re

import numpy as np
import pandas as pd
import pytest

from course_utils.data_quality import (
    LOG_COLUMNS,
    MESSY_SCHEMA,
    PIXELS,
    Schema,
    check_table,
    new_log,
    read_table,
    to_numbers,
)
from course_utils.data_quality.tables import MISSING, check_classes, check_schema, read_cells

nan = np.nan


def refusal(kind, call, *arguments, **options):
    """Return the message with which a call is refused."""
    with pytest.raises(kind) as caught:
        call(*arguments, **options)
    assert type(caught.value) is kind
    return str(caught.value)


class TestNames:
    def test_the_log_has_five_columns(self):
        assert LOG_COLUMNS == ("row", "column", "before", "after", "why")

    def test_pixels_are_named_by_row_and_column(self):
        assert PIXELS[:2] == ("p00", "p01") and PIXELS[8:10] == ("p10", "p11")
        assert len(set(PIXELS)) == 64 and PIXELS[-1] == "p77"

    def test_what_holds_for_the_messy_table(self):
        assert list(MESSY_SCHEMA.ranges) == [*PIXELS, "ink"]
        assert {MESSY_SCHEMA.ranges[pixel] for pixel in PIXELS} == {(0, 16)}
        assert MESSY_SCHEMA.ranges["ink"] == (0, 1)
        assert MESSY_SCHEMA[1:] == ("label", "row_id", tuple(range(10)), ("", "NA", "-1"))

    def test_a_schema_needs_ranges_only(self):
        assert Schema({}) == ({}, None, None, (), MISSING)


class TestLog:
    def test_an_empty_log(self):
        log = new_log()
        assert tuple(log.columns) == LOG_COLUMNS and len(log) == 0
        assert log["row"].dtype == "int64"

    def test_cells_keep_what_they_were(self):
        log = new_log([(4, "a", "", nan, "missing"), (0, "", 4, 2, "equals row 2")])
        assert log["row"].tolist() == [4, 0] and log["row"].dtype == "int64"
        assert log["before"].tolist() == ["", 4] and log["column"].tolist() == ["a", ""]
        assert np.isnan(log["after"][0]) and log["why"][1] == "equals row 2"


class TestReadTable:
    def test_every_cell_stays_text(self):
        table = read_table(b"id,label,note\n01, 7,NA\n2,,-1.50\n")
        assert table.columns.tolist() == ["id", "label", "note"]
        assert table.values.tolist() == [["01", " 7", "NA"], ["2", "", "-1.50"]]
        assert table.index.equals(pd.RangeIndex(2))
        assert table.dtypes.unique().tolist() == [pd.Series(["x"], dtype=str).dtype]

    def test_a_path_and_a_text_that_is_a_path(self, tmp_path):
        path = tmp_path / "a.csv"
        path.write_bytes("a,b\nü,７\n".encode())
        for source in (path, str(path)):
            assert read_table(source).values.tolist() == [["ü", "７"]]

    def test_quotes_windows_lines_and_a_mark_at_the_start(self):
        table = read_table('\ufeffa,b\r\n"x, ""y""","two\r\nlines"\r\n'.encode())
        assert table.columns.tolist() == ["a", "b"]
        assert table.values.tolist() == [['x, "y"', "two\r\nlines"]]

    def test_lines_without_text_are_left_out(self):
        assert read_table(b"\na,b\n\n1,2\n\n").values.tolist() == [["1", "2"]]

    def test_no_such_file(self, tmp_path):
        message = refusal(FileNotFoundError, read_table, tmp_path / "gone.csv")
        assert message.startswith(f"there is no file {tmp_path / 'gone.csv'}. Python looks from")
        assert message.endswith("; check the name.")

    def test_the_file_is_named(self, tmp_path):
        (tmp_path / "b.csv").write_bytes(b"")
        message = refusal(ValueError, read_table, tmp_path / "b.csv")
        assert message == "b.csv is empty. The first line must name the columns."

    @pytest.mark.parametrize("source", [None, 3, ["a,b"]])
    def test_neither_a_path_nor_bytes(self, source):
        message = refusal(TypeError, read_table, source)
        assert message == f"source must be a path or bytes; got {type(source).__name__}."

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"", "the table is empty. The first line must name the columns."),
            (b"\n\n", "the table is empty. The first line must name the columns."),
            (b"a,b\n", "the table names 2 column(s), but has no rows below them."),
            (b"b,a,a,b,b,c\n1,2,3,4,5,6", "the table has these columns more than once: a, b."),
            (b"a,b\n1,2\n\n1,2,3\n", "the table, line 4 has 3 cell(s), but there are 2 columns."),
            (b"a,b\n1\n", "the table, line 2 has 1 cell(s), but there are 2 columns. Look for"),
            (b'a,b\n"1\n2",3\n1\n', "the table, line 4 has 1 cell(s)"),
            (b'a,b\n1,2\n1,"x"y\n', "the table, line 3: "),
            (b"a,b\n1,2\n3,\xe9\n", "the table is not UTF-8: byte 0xe9 in line 3. Save it as"),
            (b"\xff,b\n1,2\n", "the table is not UTF-8: byte 0xff in line 1."),
            (b"a,b\n\xff,2\n", "the table is not UTF-8: byte 0xff in line 2."),
        ],
    )
    def test_what_is_no_table(self, content, message):
        assert refusal(ValueError, read_table, content).startswith(message)

    def test_an_open_quote(self):
        message = refusal(ValueError, read_table, b'a,b\n"1,2\n')
        assert message.startswith("the table, line 2: ") and message.endswith("Correct the quotes.")


class TestCheckTable:
    def test_a_good_table_is_handed_on(self):
        table = pd.DataFrame({"a": [1], "b": [2]})
        assert check_table(table) is table
        assert check_table(table, needs=("b", "a")) is table

    @pytest.mark.parametrize("value", [None, [[1]], {"a": [1]}, np.ones((2, 2)), pd.Series([1])])
    def test_no_data_frame(self, value):
        message = refusal(TypeError, check_table, value)
        assert message == (
            f"table must be a pandas DataFrame; got {type(value).__name__}. "
            "read_table(…) makes one of a CSV file."
        )

    @pytest.mark.parametrize(
        ("table", "size"),
        [
            (pd.DataFrame(), "0 rows and 0 columns"),
            (pd.DataFrame(columns=["a", "b"]), "0 rows and 2 columns"),
            (pd.DataFrame(index=[0, 1, 2]), "3 rows and 0 columns"),
        ],
    )
    def test_an_empty_frame(self, table, size):
        message = refusal(ValueError, check_table, table)
        assert message == f"table is empty: {size}. Pass at least one of each."

    def test_duplicate_column_names(self):
        table = pd.DataFrame([[1, 2, 3, 4]], columns=["b", "a", "b", 3])
        message = refusal(ValueError, check_table, table)
        assert message == "table has these columns more than once: b. Rename them."

    def test_a_cell_is_one_value(self):
        for stranger in ([2], {"b": 2}):
            for other in ("1", 1):
                table = pd.DataFrame({"a": ["x", "y"], "b": [other, stranger]})
                message = refusal(TypeError, check_table, table)
                assert message == "table holds lists or dicts in column 'b'; a cell is one value."
        mixed = pd.DataFrame({"a": ["1", 2, None, np.nan, (3, 4)]})
        assert check_table(mixed) is mixed

    @pytest.mark.parametrize(
        ("n_columns", "listed"), [(8, "0, 1, 2, 3, 4, 5, 6, 7."), (9, "7, ….")]
    )
    def test_columns_that_are_not_there(self, n_columns, listed):
        table = pd.DataFrame([range(n_columns)])
        message = refusal(ValueError, check_table, table, needs=[0, "x", "y"])
        assert message.startswith("table has no column 'x', 'y'; it has 0, 1, ")
        assert message.endswith(listed)

    def test_needs_are_named(self):
        assert "positional" in refusal(TypeError, check_table, pd.DataFrame({"a": [1]}), ["a"])

    def test_one_name_instead_of_a_list(self):
        message = refusal(TypeError, check_table, pd.DataFrame({"a": [1]}), needs="a")
        assert message == "needs must be a list of texts; got the text 'a'. Use ['a']."


class TestCheckSchema:
    TABLE = pd.DataFrame({"a": ["1"], "y": ["1"], "id": ["1"]})

    def test_a_good_schema_is_handed_on(self):
        for schema in (Schema({}), Schema({"a": (1, 1)}, "y", "id", (0, 1))):
            assert check_schema(self.TABLE, schema) is schema

    def test_no_schema(self):
        message = refusal(TypeError, check_schema, self.TABLE, {"a": (0, 1)})
        assert message == "schema must be a Schema; got dict."

    @pytest.mark.parametrize(
        "schema", [Schema({"b": (0, 1)}), Schema({}, label="b", classes=(1,)), Schema({}, id="b")]
    )
    def test_a_column_that_is_not_there(self, schema):
        assert (
            refusal(ValueError, check_schema, self.TABLE, schema)
            == "table has no column 'b'; it has a, y, id."
        )

    @pytest.mark.parametrize(("low", "high"), [(1, 0), (0, nan)])
    def test_a_range_from_high_to_low(self, low, high):
        message = refusal(ValueError, check_schema, self.TABLE, Schema({"a": (low, high)}))
        assert message == f"the range of 'a' must be (low, high); got ({low}, {high})."

    def test_a_label_without_classes(self):
        message = refusal(ValueError, check_schema, self.TABLE, Schema({}, label="y"))
        assert message == "classes is empty; name the labels, for example classes=range(10)."

    def test_a_class_that_is_a_code_for_missing(self):
        schema = Schema({}, label="y", classes=(-1, 1))
        message = refusal(ValueError, check_schema, self.TABLE, schema)
        assert message.startswith("-1 is a class and a code for a missing cell. Take it out of")
        check_schema(self.TABLE, schema._replace(missing=("", "NA")))


class TestCheckClasses:
    def test_they_become_a_tuple_of_ints(self):
        classes = check_classes(np.arange(2))
        assert classes == (0, 1) and type(classes) is tuple and type(classes[0]) is int

    @pytest.mark.parametrize("label", [1.0, "1", True, None])
    def test_whole_numbers_only(self, label):
        message = refusal(TypeError, check_classes, [0, label])
        assert message == f"classes must be whole numbers; got {label!r}."

    def test_codes_come_as_a_list(self):
        assert refusal(TypeError, check_classes, [0], "NA").startswith("missing must be a list")


class TestReadCells:
    def read(self, cells, missing=MISSING, dtype=object):
        numbers, is_missing = read_cells(pd.Series(cells, dtype=dtype), missing)
        assert numbers.dtype == float and is_missing.dtype == bool
        return numbers.tolist(), is_missing.tolist()

    def test_numbers_in_every_spelling(self):
        cells = ["7", " 7", "7 ", "007", "7.0", "7e0", "+7", 7, 7.0, True]
        assert self.read(cells) == ([7.0] * 9 + [1.0], [False] * 10)

    @pytest.mark.parametrize(
        "cell", ["", "  ", "\t", "NA", " NA ", "-1", " -1", "-1.0", -1, -1.0, nan, None, pd.NA]
    )
    def test_missing_cells(self, cell):
        numbers, is_missing = self.read(["3", cell, "4"])
        assert numbers[::2] == [3.0, 4.0] and np.isnan(numbers[1])
        assert is_missing == [False, True, False]

    @pytest.mark.parametrize("cell", ["seven", "na", "nan", "1,5", "７", "1_0", "--1"])
    def test_other_text_is_neither_a_number_nor_missing(self, cell):
        numbers, is_missing = self.read([cell, "3", cell])
        assert np.isnan(numbers[0]) and numbers[1] == 3.0 and np.isnan(numbers[2])
        assert is_missing == [False] * 3

    def test_only_the_codes_given_are_missing(self):
        numbers, is_missing = self.read(["-1", "NA", "?", "99", "99.0"], missing=("?", "99"))
        assert numbers[0] == -1.0 and np.isnan(numbers[1:]).all()
        assert is_missing == [False, False, True, True, True]

    def test_blanks_are_missing_whatever_the_codes(self):
        assert self.read(["", " ", "-1"], missing=())[1] == [True, True, False]

    @pytest.mark.parametrize("dtype", [float, "Int64", "category", "str"])
    def test_columns_of_any_kind(self, dtype):
        numbers, is_missing = read_cells(pd.Series([3, None, 5, 3], dtype=dtype))
        assert numbers[[0, 2, 3]].tolist() == [3.0, 5.0, 3.0] and np.isnan(numbers[1])
        assert is_missing.tolist() == [False, True, False, False]

    def test_nothing_but_missing_cells(self):
        assert self.read([nan, None])[1] == self.read(["", "NA"])[1] == [True, True]

    def test_infinity_is_a_number(self):
        assert self.read(["inf", "-inf"]) == ([np.inf, -np.inf], [False, False])

    def test_one_code_instead_of_a_list(self):
        message = refusal(TypeError, read_cells, pd.Series(["1"]), "NA")
        assert message == "missing must be a list of texts; got the text 'NA'. Use ['NA']."


class TestToNumbers:
    TABLE = pd.DataFrame({"a": ["1", "NA", "x"], "b": ["-1", "2", "y"], "c": ["4", "5", "6"]})

    def test_columns_in_the_order_asked_for(self):
        numbers = to_numbers(self.TABLE.head(2), ["c", "a"])
        assert numbers.dtype == float and numbers.shape == (2, 2)
        assert np.array_equal(numbers, [[4, 1], [5, nan]], equal_nan=True)

    def test_text_is_refused_by_row_and_cell(self):
        message = refusal(ValueError, to_numbers, self.TABLE, ["c", "b"])
        assert message == (
            "column 'b' holds 1 cell(s) that are no number, the first in row 2: 'y'. Correct them, "
            "name them in missing, or pass errors='coerce' to make them nan."
        )

    def test_rows_are_positions(self):
        table = self.TABLE.set_axis([2, 0, 1])
        assert "the first in row 2: 'x'" in refusal(ValueError, to_numbers, table, ["a"])

    def test_or_becomes_nan(self):
        numbers = to_numbers(self.TABLE, ["a", "b"], errors="coerce")
        expected = [[1, nan], [nan, 2], [nan, nan]]
        assert np.array_equal(numbers, expected, equal_nan=True)

    def test_the_codes_are_used(self):
        assert to_numbers(self.TABLE.head(1), ["b"], missing=["x"]).tolist() == [[-1.0]]
        numbers = to_numbers(self.TABLE, ["a"], missing=["x", "NA"])
        assert np.isnan(numbers).ravel().tolist() == [False, True, True]

    def test_the_table_is_left_as_it_was(self):
        before = self.TABLE.copy(deep=True)
        to_numbers(self.TABLE, ["a"], errors="coerce")
        pd.testing.assert_frame_equal(self.TABLE, before)

    def test_bad_arguments(self):
        message = refusal(ValueError, to_numbers, self.TABLE, ["c"], errors="ignore")
        assert message == "errors must be one of 'raise', 'coerce'; got 'ignore'."
        assert "no column 'd'" in refusal(ValueError, to_numbers, self.TABLE, ["d"])
        message = refusal(TypeError, to_numbers, self.TABLE, "a")
        assert re.match(r"columns must be a list of texts; got the text 'a'", message)
        assert "must be a pandas DataFrame" in refusal(TypeError, to_numbers, [["1"]], [0])
