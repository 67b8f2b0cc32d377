"""The judge of malformed calls finds each way in which a function can fail its caller."""

import time
import warnings

import numpy as np
import pandas as pd
import pytest
from faults import judge
from faults.malformed import forms, spoiled
from faults.recorded import Call, record

X = np.array([[1.0, 2.0], [3.0, 4.0]])


def careful(X, k=1):
    if X is None or not np.isfinite(np.asarray(X, dtype=float)).all():
        raise ValueError("X must hold finite numbers.")
    return float(np.sum(X))


def silent(X, k=1):
    return float(np.nansum(X))


def bare(X, k=1):
    return X[0][7]


def nameless(X, k=1):
    raise ValueError("something is wrong")


def mistyped(X, k=1):
    raise KeyError("X")


def slow(X, k=1):
    time.sleep(60)


def warning(X, k=1):
    warnings.warn("X is odd", stacklevel=1)
    return 0.0


def by_kind(X, k=1):
    return float(np.sum(X)) if isinstance(X, np.ndarray) else 0.0


def found(function, tag, monkeypatch):
    monkeypatch.setattr(judge, "LONGEST", 0.2)
    monkeypatch.setattr(judge, "OURS", __name__)  # here the functions stand in this file
    call = Call(function.__name__, function, {"X": X})
    (case,) = [each for each in spoiled(function, {"X": X}) if (each.argument, each.tag) == tag]
    return judge.problem(call, case, 0, valid=10.0)


@pytest.mark.parametrize(
    ("function", "tag", "words"),
    [
        (silent, "nan inside", "is accepted"),
        (bare, "a dict", "KeyError"),
        (nameless, "nan inside", "does not name X"),
        (mistyped, "nan inside", "which the docstring does not name"),
        (slow, "nan inside", "takes more than 0.2 s"),
        (warning, "nan inside", "UserWarning"),
        (by_kind, "a list", "gives another result"),
    ],
)
def test_each_failure_is_found(function, tag, words, monkeypatch):
    assert words in found(function, ("X", tag), monkeypatch)


@pytest.mark.parametrize("tag", ["nan inside", "None", "a list", "read-only", "float32"])
def test_a_careful_function_passes(tag, monkeypatch):
    assert found(careful, ("X", tag), monkeypatch) is None


def test_missing_and_unknown_arguments_are_refused_by_python_itself(monkeypatch):
    assert found(careful, ("X", "is missing"), monkeypatch) is None
    assert found(careful, ("no_such_name", "unknown keyword"), monkeypatch) is None


def test_nan_in_a_result_is_no_answer():
    assert judge.finite({"a": [1.0, X]}) and not judge.finite({"a": [1.0, X * np.nan]})


def test_results_are_compared_leaf_by_leaf():
    assert judge.same({"a": X}, {"a": X + 1e-9}) and not judge.same({"a": X}, {"a": X + 0.1})
    assert not judge.same([1, 2], [1, 2, 3]) and not judge.same("x", "y")


def test_every_kind_of_value_is_spoiled_in_more_than_one_way():
    values = [True, 3, 2.5, "text", X, [1, 2], np.random.default_rng(0), len, object()]
    for value in values:
        assert len({tag for tag, _, _ in forms("name", value, [])}) >= 3, value


def test_what_stands_in_a_dict_or_a_table_is_spoiled_too():
    def made(value, tag):
        return next(make for each, _, make in forms("name", value, []) if each == tag)(0)

    assert np.isnan(made({"a": X, "b": X}, "nan inside at 'a'")["a"]).any()
    table = pd.DataFrame({"a": [1, 2], "b": [3, 4]})
    assert made(table, "a text inside")["b"].tolist() == ["x", 4]
    assert made(table, "one column less").columns.tolist() == ["b"]
    assert made(table, "two columns of one name").columns.tolist() == ["a", "b", "a"]
    assert table["b"].tolist() == [3, 4]


def test_the_examples_are_recorded():
    calls = record("course_utils.perceptron")
    assert set(calls["perceptron_update"].arguments) >= {"weights", "bias", "x", "y"}
    assert "Perceptron.fit" in calls and "self" in calls["Perceptron.fit"].arguments
