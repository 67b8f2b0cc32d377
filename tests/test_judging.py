"""Observations are plain data, and comparing them is strict where it matters."""

import sys
import threading
import time

import numpy as np
import pytest

from course_utils.classroom.judging import (
    agree,
    as_results,
    constant_ratio,
    differences,
    observe,
    time_limit,
    where_they_differ,
)


def test_an_observation_is_arrays_and_strings():
    seen = observe(lambda x: {"mean": x.mean(), "shape": x.shape}, {"x": np.ones((2, 3))})
    assert seen["result['mean']"] == 1.0
    assert [seen["result['shape'][0]"], seen["result['shape'][1]"]] == [2, 3]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.zeros((3, 1)), np.zeros(3)),
        (np.array([1.0, np.nan]), np.array([np.nan, 1.0])),
        (np.array([np.inf]), np.array([-np.inf])),
        (np.array([1.0 + 2e-6]), np.array([1.0])),
        (np.array([1e-8]), np.array([0.0])),
        (np.array([1j]), np.array([1.0])),
        ("None", np.array(0.0)),
        (np.array("a"), np.array("b")),
    ],
)
def test_what_differs_differs(value, expected):
    assert not agree(value, expected)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.array([np.nan, np.inf]), np.array([np.nan, np.inf])),
        (np.array([1, 2]), np.array([1.0, 2.0])),
        (np.array([True]), np.array([1])),
        (np.array([1.0 + 1e-7]), np.array([1.0])),
        (np.array([1e-12]), np.array([0.0])),
        (np.array([1.00005], dtype=np.float32), np.array([1.0])),
    ],
)
def test_what_is_the_same_agrees(value, expected):
    assert agree(value, expected)


ONE_ROW_AND_TWO_NUMBERS = observe(lambda: (np.ones(3), 1.0, 2.0), {})
TWO_NUMBERS = observe(lambda: (1.0, 2.0), {})


def test_a_list_of_the_right_length_is_read_as_several_results():
    seen = as_results({"result": np.array([5.0, 6.0]), "changed inputs": "X"}, TWO_NUMBERS)
    assert seen == {"result[0]": 5.0, "result[1]": 6.0, "changed inputs": "X"}
    rows = observe(lambda: (np.ones(3), np.zeros(3)), {})
    assert differences(as_results({"result": np.array([[1, 1, 1], [0, 0, 0]])}, rows), rows) == []


@pytest.mark.parametrize(
    ("seen", "reference"),
    [
        ({"result": np.array([5.0, 6.0, 7.0])}, TWO_NUMBERS),
        ({"result": np.array([[5.0], [6.0]])}, TWO_NUMBERS),
        ({"result": np.array(5.0)}, TWO_NUMBERS),
        ({"result": np.array([5.0, 6.0, 7.0])}, ONE_ROW_AND_TWO_NUMBERS),
        ({"result": np.array([1.0, 2.0])}, {"result": np.array([1.0, 2.0])}),
        ({"result": np.array([1.0, 2.0])}, observe(lambda: {"a": 1.0, "b": 2.0}, {})),
        ({"result": np.array([])}, {"raised": "ValueError"}),
        ({"result": "None"}, TWO_NUMBERS),
        ({"raised": "NameError"}, TWO_NUMBERS),
    ],
)
def test_what_is_no_row_of_results_stays_as_it_is(seen, reference):
    assert as_results(seen, reference) is seen


def test_an_exception_is_an_observation():
    def fails(x):
        raise KeyError("no")

    seen = observe(fails, {"x": 1})
    assert seen["raised"] == "KeyError" and seen["note:line"].endswith('raise KeyError("no")')
    assert differences(seen, observe(fails, {"x": 1})) == []
    assert "raised" in differences(seen, {"result": np.array(1)})


def test_the_learners_line_is_found_below_library_calls():
    def fails(x):
        return np.linalg.inv(x)

    seen = observe(fails, {"x": np.zeros((2, 2))})
    assert seen["raised"] == "LinAlgError"
    assert seen["note:line"].endswith("return np.linalg.inv(x)")


def test_the_line_that_calls_a_formula_is_found_and_not_the_formulas_own():
    def fails(loss):
        return loss(3.0)

    loss = eval("lambda w: w[0]")
    assert observe(lambda: fails(loss), {})["note:line"].endswith("return loss(3.0)")


def test_inputs_are_copied_and_changes_are_named():
    case = {"x": np.zeros(3), "rows": [np.ones(2)]}

    def changes(x, rows):
        rows[0] += 1
        return x

    assert observe(changes, case)["changed inputs"] == "rows"
    assert case["rows"][0].tolist() == [1, 1]
    assert "changed inputs" not in observe(lambda x, rows: x, case)


def test_an_unchanged_nan_is_not_a_change():
    assert "changed inputs" not in observe(lambda x: 0, {"x": np.array([np.nan])})


def test_a_view_of_the_input_is_kept_as_it_was_returned():
    def history(x):
        kept = []
        for _ in range(2):
            kept.append(x)
            x = x + 1
        return np.array(kept)

    assert observe(history, {"x": np.zeros(1)})["result"].ravel().tolist() == [0, 1]


def test_objects_that_are_no_data_are_named_by_type():
    assert observe(lambda: object, {})["result"] == "an object of type type"
    assert "generator" in observe(lambda: (i for i in ()), {})["result"]
    assert observe(lambda: [np.ones(2), 1.0], {}).keys() == {"result[0]", "result[1]"}


def test_warnings_and_prints_stay_inside(capsys, recwarn):
    seen = observe(lambda x: print("hello") or np.log(x), {"x": np.array(0.0)})
    assert seen["note:printed"] == "hello\n" and seen["result"] == -np.inf
    assert capsys.readouterr().out == "" and not recwarn


def test_an_endless_loop_ends_and_leaves_the_thread_usable():
    def endless():
        while True:
            pass

    start = time.perf_counter()
    seen = observe(endless, {}, seconds=0.2)
    assert seen["raised"] == "OutOfTime" and time.perf_counter() - start < 2
    assert observe(lambda: 1, {})["result"] == 1


def test_a_loop_that_catches_everything_ends_too():
    caught = []

    def stubborn():
        while len(caught) < 3:
            try:
                while True:
                    time.sleep(0.001)
            except:  # noqa: E722
                caught.append(1)
        while True:
            pass

    start = time.perf_counter()
    assert observe(stubborn, {}, seconds=0.1)["raised"] == "OutOfTime"
    assert len(caught) == 3 and time.perf_counter() - start < 3


def test_the_time_runs_from_the_first_line_of_the_block(monkeypatch):
    """On a busy machine the watcher's start takes long; it must not raise where nobody catches."""
    start = threading.Thread.start

    def slowly(thread):
        start(thread)
        time.sleep(0.05)

    monkeypatch.setattr(threading.Thread, "start", slowly)
    assert "result" in observe(lambda: 1.0, {}, seconds=0.02)
    time.sleep(0.25)  # a watcher that nobody ends would raise here


def test_a_call_that_ends_at_the_limit_leaks_nothing():
    def nap(duration):
        time.sleep(duration)

    for i in range(200):
        seen = observe(nap, {"duration": 0.0098 + (i % 5) * 1e-4}, seconds=0.01)
        assert "result" in seen or seen["raised"] == "OutOfTime"
    time.sleep(0.15)  # an exception that leaked would come here


@pytest.mark.parametrize("leave", [sys.exit, exit])
def test_leaving_python_is_an_observation(leave):
    assert observe(lambda: leave(), {})["raised"] == "SystemExit"


def test_changes_of_lists_are_named_whatever_they_hold():
    def into_itself(rows):
        rows.append(rows)

    def to_text(rows):
        rows[0] = "x"

    for change in (into_itself, to_text):
        assert observe(change, {"rows": [1.0, 2.0]})["changed inputs"] == "rows"


def test_a_call_in_time_is_left_alone():
    with time_limit(0.05):
        total = sum(range(10))
    time.sleep(0.1)
    assert total == 45


def test_keyboard_interrupt_is_not_swallowed():
    def interrupted():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        observe(interrupted, {})


@pytest.mark.parametrize(
    ("got", "expected", "ratio"),
    [
        ([2.0, 4.0], [1.0, 2.0], 2.0),
        ([-1.0, 0.0, -3.0], [1.0, 0.0, 3.0], -1.0),
        ([2.0], [1.0], None),
        ([2.0, 5.0], [1.0, 2.0], None),
        ([1.0, 1.0], [0.0, 1.0], None),
        ([0.0, 0.0], [1.0, 2.0], None),
        ([np.nan, 2.0], [1.0, 1.0], None),
    ],
)
def test_constant_ratio(got, expected, ratio):
    found = constant_ratio([({"result": np.array(got)}, {"result": np.array(expected)})])
    assert found == ratio


def test_a_ratio_is_one_over_all_cases():
    one = {"result": np.array(2.0)}, {"result": np.array(1.0)}
    other = {"result": np.array([6.0])}, {"result": np.array([3.0])}
    assert constant_ratio([one]) is None and constant_ratio([one, other]) == 2.0
    assert constant_ratio([one, ({"result": np.array(5.0)}, {"result": np.array(3.0)})]) is None


@pytest.mark.parametrize(
    ("value", "expected", "place"),
    [
        ([1.0, 2.0, 5.0], [1.0, 2.5, 4.0], (2,)),
        ([[1.0, 2.0], [3.0, 4.0]], [[1.0, 2.0], [9.0, 5.0]], (1, 0)),
        ([1e6 + 0.1, 1.0], [1e6, 1.001], (1,)),  # the first one is within the tolerance
        ([np.nan, 5.0], [1.0, 1.0], (0,)),
        ([np.inf, 5.0], [np.inf, 1.0], (1,)),
        (1.0, 2.0, ()),
        ([1.0], [1.0], None),
        ([1.0], [1.0, 2.0], None),
        ([1j], [1.0], None),
        ("None", [1.0], None),
    ],
)
def test_the_largest_difference_is_found(value, expected, place):
    value = value if isinstance(value, str) else np.array(value)
    assert where_they_differ(value, np.array(expected)) == place


def test_only_float32_gets_the_wider_tolerance():
    assert not agree(np.array([1.00005]), np.array([1.0]))
