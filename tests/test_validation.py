"""Bad input fails at the door: the error names the argument, what came, and what to do."""

import numpy as np
import pytest

from course_utils.validation import (
    as_matrix,
    as_numbers,
    as_rng,
    as_scalar,
    as_vector,
    check_choice,
    check_count,
    check_labels,
    check_length,
    check_nonnegative,
    check_positive,
)

READERS = [
    pytest.param(lambda value: as_matrix([value], "data"), id="matrix"),
    pytest.param(lambda value: as_vector(value, "data"), id="vector"),
    pytest.param(lambda value: as_numbers(value, "data"), id="numbers"),
]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize(
    ("value", "error", "words"),
    [
        ([1.0, np.nan], ValueError, "data contains NaN; remove or replace"),
        ([1.0, -np.inf], ValueError, "data contains inf; remove or replace"),
        (["1", "2"], ValueError, "data must hold real numbers; got text"),
        ([b"1", b"2"], ValueError, "data must hold real numbers; got bytes"),
        ([1, "2", None], ValueError, "data must hold real numbers; got text"),
        ([1, None], ValueError, "data contains NaN; remove or replace"),
        ([1, {"a": 2}], TypeError, "argument must be .* string.* number"),
        ([1j, 2], ValueError, "Complex data not supported: data"),
        (np.array(["2026-01-01"], dtype="M8[D]"), ValueError, "data must hold .*datetime64"),
        ([], ValueError, "data is empty"),
    ],
)
def test_values_that_are_no_finite_numbers_are_refused(read, value, error, words):
    with pytest.raises(error, match=words):
        read(value)


def test_a_matrix_tells_how_to_reshape():
    with pytest.raises(ValueError, match=r"X must be 2-D .*got shape \(64,\).*X\[None, :\]"):
        as_matrix(np.zeros(64))
    with pytest.raises(ValueError, match=r"got shape \(\)\. .*one row for each sample") as none:
        as_matrix(3.0)
    with pytest.raises(ValueError, match=r"\(5, 8, 8\).*X\.reshape\(len\(X\), -1\)") as images:
        as_matrix(np.zeros((5, 8, 8)))
    assert not any("one sample pass" in str(error.value) for error in (none, images))
    with pytest.raises(ValueError, match=r"0 feature\(s\) \(shape=\(3, 0\)\)"):
        as_matrix(np.zeros((3, 0)))
    with pytest.raises(ValueError, match="rows differ in length"):
        as_matrix([[1, 2], [3]])


@pytest.mark.parametrize("read", [as_matrix, as_vector, as_numbers, as_scalar])
def test_none_is_refused(read):
    with pytest.raises(TypeError, match="data must hold real numbers; got None"):
        read(None, "data")


def test_a_vector_has_one_axis_and_its_length():
    with pytest.raises(ValueError, match=r"y must be 1-D; got shape \(1, 2\)"):
        as_vector([[1, 2]], "y")
    with pytest.raises(ValueError, match="y must hold 3 values, one for each; got 2"):
        as_vector([1, 2], "y", 3)
    check_length([1, 2], "y", None)


def test_a_scalar_is_one_number():
    assert as_scalar(np.float32(0.5), "bias") == 0.5
    assert type(as_scalar(np.array(2), "bias")) is float
    with pytest.raises(ValueError, match=r"bias must be one number; got shape \(1,\)"):
        as_scalar([1.0], "bias")
    with pytest.raises(ValueError, match="bias contains NaN"):
        as_scalar(np.nan, "bias")


def test_sparse_and_masked_data_are_refused_with_the_remedy():
    class Sparse:
        def tocsr(self):
            return self

    with pytest.raises(TypeError, match=r"X is a sparse matrix.*X\.toarray\(\)"):
        as_matrix(Sparse())
    masked = np.ma.masked_equal([[1, -1]], -1)
    with pytest.raises(ValueError, match=r"X hides values behind a mask.*X\.filled"):
        as_matrix(masked)
    assert as_matrix(np.ma.array([[1, 2]])).tolist() == [[1, 2]]


@pytest.mark.parametrize("read", [as_matrix, as_vector, as_numbers, as_scalar])
def test_a_tensor_that_records_gradients_is_refused_with_the_remedy(read):
    torch = pytest.importorskip("torch")
    shape = {as_matrix: (2, 3), as_vector: (3,), as_numbers: (2, 3, 4), as_scalar: ()}[read]
    tensor = torch.ones(shape, requires_grad=True)
    with pytest.raises(TypeError, match=r"w is a tensor that records gradients; pass w\.detach"):
        read(tensor, "w")
    assert np.array_equal(read(tensor.detach(), "w"), np.ones(shape))


def test_what_has_no_detach_is_asked_for_its_data():
    class Recording:
        requires_grad = True

    with pytest.raises(TypeError, match=r"w is a tensor that records gradients; pass w\.data\."):
        as_numbers(Recording(), "w")


def test_numbers_of_all_kinds_become_float64_in_row_order():
    columns = np.asfortranarray(np.arange(6, dtype=np.int8).reshape(2, 3))
    result = as_matrix(columns)
    assert result.dtype == np.float64
    assert result.flags.c_contiguous
    assert result.tolist() == [[0, 1, 2], [3, 4, 5]]
    assert as_matrix(np.array([[1, 2.5]], dtype=object)).tolist() == [[1.0, 2.5]]
    assert as_vector([True, False], "y").tolist() == [1.0, 0.0]


def test_good_data_are_not_copied():
    X = np.ones((2, 2))
    assert as_matrix(X) is X


@pytest.mark.parametrize(
    ("labels", "stranger"),
    [([0, 1], "0"), ([-1, 2], "2"), (["a"], "'a'"), ([np.nan, 1.0], "nan"), ([None, 1], "None")],
)
def test_labels_outside_the_set_are_named(labels, stranger):
    with pytest.raises(ValueError, match=f"y may hold only the labels -1, 1; got {stranger}"):
        check_labels(np.array(labels), (-1, 1))


def test_labels_of_mixed_kinds_are_compared_without_sorting_them():
    with pytest.raises(ValueError, match="got 'x'"):
        check_labels(np.array([1, "x"], dtype=object), (-1, 1))
    check_labels(np.array([1, -1], dtype=object), (-1, 1))


@pytest.mark.parametrize("value", ["1", None, True, 1j, [1.0]])
def test_positive_and_nonnegative_need_a_number(value):
    for check, words in (
        (check_positive, "number above 0"),
        (check_nonnegative, "number of at least 0"),
    ):
        with pytest.raises(TypeError, match=f"rate must be a {words}"):
            check(value, "rate")


@pytest.mark.parametrize("value", [-1, np.nan, np.inf, -0.5])
def test_positive_and_nonnegative_refuse_numbers_out_of_range(value):
    for check in (check_positive, check_nonnegative):
        with pytest.raises(ValueError, match="rate must be a finite number"):
            check(value, "rate")


def test_zero_is_nonnegative_and_not_positive():
    assert check_nonnegative(0, "noise") == 0.0
    with pytest.raises(ValueError, match="got 0"):
        check_positive(0, "rate")
    assert type(check_positive(np.float32(0.25), "rate")) is float


@pytest.mark.parametrize("value", [1.5, 2.0, "3", None, True])
def test_counts_are_whole_numbers(value):
    with pytest.raises(TypeError, match="n_epochs must be a whole number, at least 1"):
        check_count(value, "n_epochs")


@pytest.mark.parametrize("value", [0, -1])
def test_counts_have_a_minimum(value):
    with pytest.raises(ValueError, match=f"n_epochs must be at least 1; got {value}"):
        check_count(value, "n_epochs")
    assert check_count(np.int32(0), "n_epochs", minimum=0) == 0


def test_choices_are_of_the_same_type():
    assert check_choice("a", ("a", "b"), "mode") == "a"
    for wrong in ("c", 1, None):
        with pytest.raises(ValueError, match="mode must be one of 'a', 'b'"):
            check_choice(wrong, ("a", "b"), "mode")
    with pytest.raises(ValueError, match="one of 1, 2; got True"):
        check_choice(True, (1, 2), "mode")


def test_generators_come_from_seeds_or_are_passed_through():
    rng = np.random.default_rng(0)
    assert as_rng(rng) is rng
    assert as_rng(7).random() == np.random.default_rng(7).random()
    for wrong in (-1, 1.5, None, True, np.random):
        with pytest.raises(TypeError, match=r"rng must be a .*Generator or a whole"):
            as_rng(wrong)
