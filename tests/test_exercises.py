"""The exercise engine, on a toy chapter: column means of a matrix."""

import contextlib
import dataclasses
import math
import subprocess
import sys
from html import unescape

import numpy as np
import pytest

from course_utils.classroom.checking import bind
from course_utils.classroom.exercises import (
    Exercise,
    Misconception,
    attempted,
    diagnose,
    partly,
)


def column_means(X):
    return X.mean(axis=0)


def by_loops(X):
    return np.array([sum(column) / len(column) for column in X.T])


def toy_cases(seed):
    rng = np.random.default_rng(seed)
    return [{"X": rng.normal(size=shape)} for shape in [(4, 3), (2, 3), (5, 2), (1, 2)]]


TOY = Exercise(
    title="Column means",
    reference=column_means,
    another=by_loops,
    cases=toy_cases,
    misconceptions=(
        Misconception(
            "T1",
            "averages each row",
            "How many numbers should come out?",
            lambda X: X.mean(axis=1),
        ),
        Misconception(
            "T2", "adds without dividing", "Is a sum an average?", lambda X: X.sum(axis=0)
        ),
        Misconception("T3", "fails on one row", "Which case is special?", lambda X: {}["row"]),
    ),
    hints=("Which direction is a feature?", "Columns (1, 3) and (2, 4): 2 and 3.", "for each …"),
    why="why are there as many means as features?",
    because="Each column is averaged by itself.",
)


@pytest.fixture
def toy(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_WORK", str(tmp_path))
    return bind("toy", [TOY])


def mean_over_rows(X):
    return X.mean(axis=1)


def test_right_answers_pass_and_are_asked_why(toy):
    for answer in (column_means, by_loops):
        result = toy.check(answer, "column_means")
        assert result.passed and result.misconception is None
        assert "Passed" in repr(result) and "as many means as features?" in repr(result)
        assert "Then see two ways to write it, and our answer" in repr(result)


def test_check_finds_the_exercise_by_the_name_of_the_function(toy):
    assert toy.check(column_means).passed


@pytest.mark.parametrize("misconception", TOY.misconceptions, ids=lambda m: m.id)
def test_each_misconception_is_named(toy, misconception):
    result = toy.check(misconception.variant, "column_means")
    assert not result.passed and result.misconception == misconception.id


def test_first_failure_shows_the_smallest_case_and_not_the_hint(toy):
    text = repr(toy.check(mean_over_rows, "column_means"))
    assert "(case 2 of 4; numbers drawn anew" in text and "seed 1)" in text
    assert "shape (2,)" in text and "shape (3,)" in text
    assert "averages each row" not in text


def test_a_changed_attempt_names_the_misconception(toy):
    toy.check(lambda X: X.mean(), "column_means")
    text = repr(toy.check(mean_over_rows, "column_means"))
    assert "Your results equal those of code that averages each row. Is that yours?" in text
    assert "How many numbers should come out?" in text


def test_the_same_code_again_gets_the_same_seed_and_no_hint(toy):
    toy.check(mean_over_rows, "column_means")
    text = repr(toy.check(mean_over_rows, "column_means"))
    assert "seed 1" in text and "code of your last attempt" in text
    assert "averages each row" not in text


def test_a_changed_helper_is_a_changed_attempt(toy, tmp_path):
    def answer(axis):
        path = tmp_path / f"answer{axis}.py"
        path.write_text(
            f"def mean(X):\n    return X.mean(axis={axis})\n"
            "def column_means(X):\n    return mean(X)\n"
        )
        space = {"__name__": "learner"}
        exec(compile(path.read_text(), str(path), "exec"), space)
        return space["column_means"]

    toy.check(answer(None))
    text = repr(toy.check(answer(1)))
    assert "seed 2" in text and "averages each row" in text


def test_each_changed_attempt_draws_new_cases(toy):
    assert "seed 1" in repr(toy.check(lambda X: X.mean(), "column_means"))
    assert "seed 2" in repr(toy.check(lambda X: X.max(), "column_means"))


def test_hint_names_the_mistake_once_then_gives_three_levels(toy):
    toy.check(mean_over_rows, "column_means")
    assert "averages each row" in repr(toy.hint("column_means"))
    given = [repr(toy.hint("column_means")) for _ in range(4)]
    assert [f"level {level} of 3" in text for level, text in zip((1, 2, 3, 3), given, strict=True)]
    assert "Which direction is a feature?" in given[0] and "for each" in given[3]


def test_after_a_pass_a_version_that_fails_gets_its_own_hint(toy):
    toy.check(mean_over_rows, "column_means")
    toy.check(column_means)
    assert "you passed" in repr(toy.hint("column_means"))
    toy.check(mean_over_rows, "column_means")  # changed, so that its mistake is named at once
    assert "level 1 of 3" in repr(toy.hint("column_means"))
    toy.check(lambda X: X.sum(axis=0), "column_means")
    toy.check(lambda X: {}["row"], "column_means")
    assert "level 2 of 3" in repr(toy.hint("column_means"))
    toy.check(column_means)
    assert "you passed" in repr(toy.hint("column_means"))


def test_another_form_of_a_mistake_gets_its_name(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_WORK", str(tmp_path))
    sums = dataclasses.replace(TOY.misconceptions[1], also=(lambda X: np.tile(X.sum(0), (2, 1)),))
    exercise = dataclasses.replace(TOY, misconceptions=(TOY.misconceptions[0], sums))
    check = bind("toy", [exercise]).check
    twice = check(lambda X: np.array([X.sum(axis=0)] * 2), "column_means")
    assert twice.misconception == "T2"
    assert check(lambda X: X.sum(axis=0), "column_means").misconception == "T2"
    assert check(lambda X: np.array([X.sum(axis=0)] * 3), "column_means").misconception is None


def test_solution_opens_after_two_different_attempts(toy):
    assert "so far there are 0" in " ".join(repr(toy.solution("column_means")).split())
    toy.check(mean_over_rows, "column_means")
    toy.check(mean_over_rows, "column_means")
    assert "still closed" in repr(toy.solution("column_means"))
    assert "so far there is 1" in " ".join(repr(toy.solution("column_means")).split())
    toy.check(lambda X: X.sum(), "column_means")
    text = repr(toy.solution("column_means"))
    assert "X.mean(axis=0)" in text and "for column in X.T" in text


def test_solution_opens_on_giving_up_and_after_a_pass(toy):
    assert "X.mean" in repr(toy.solution("column_means", give_up=True))
    assert "still closed" in repr(toy.solution("column_means"))
    toy.check(column_means)
    assert "X.mean" in repr(toy.solution("column_means"))


def test_a_constant_factor_is_pointed_out(toy):
    text = repr(toy.check(lambda X: 3 * X.mean(axis=0), "column_means"))
    assert "3 times the expected one" in text and "Which factor" in text


def test_a_sign_that_is_turned_round_is_called_that(toy):
    text = " ".join(repr(toy.check(lambda X: -X.mean(axis=0), "column_means")).split())
    assert "is -1 times the expected one: the sign is turned round everywhere." in text
    assert "Which factor" not in text


def test_no_constant_factor_is_claimed_where_there_is_none(toy):
    assert "times the expected" not in repr(toy.check(lambda X: X.sum(axis=0), "column_means"))
    assert "times the expected" not in repr(toy.check(lambda X: X.mean(axis=0) + 1, "column_means"))


def test_a_changed_input_is_reported_by_itself(toy):
    def column_means(X):
        means = X.mean(axis=0)
        X -= means
        return means

    result = toy.check(column_means)
    assert not result.passed and result.misconception is None
    text = " ".join(repr(result).split())
    assert "On this case the result is right, but the call changed its input X." in text


def test_a_wrong_number_is_shown_before_a_changed_input(toy):
    def column_means(X):  # right where the matrix is smallest
        X -= 1
        return X.mean(axis=0) + (1 if len(X) == 2 else 2)

    text = repr(toy.check(column_means))
    assert "(case 3 of 4;" in text and "got result" in text and "It also changed its input" in text


@pytest.mark.parametrize(
    ("by", "words"),
    [
        ([0, 0, 3e-5], "most at index 2: 0.75003, and 0.75 is expected."),
        ([0, 2e-6, 0], "most at index 1: 0.500002, and 0.5 is expected."),
        ([5e-9, 0, 0], "most at index 0: 5e-09, and 0 is expected."),
        ([0, 2e-6, 3e-6], "most at index 2: 0.750003, and 0.75 is expected."),
    ],
)
def test_numbers_that_print_alike_are_told_apart(tmp_path, monkeypatch, by, words):
    monkeypatch.setenv("COURSE_WORK", str(tmp_path))
    shown = {"X": np.array([[0.0, 0.5, 0.75], [0.0, 0.5, 0.75]])}
    check = bind("toy", [dataclasses.replace(TOY, cases=lambda seed: [shown] * 3)]).check
    text = " ".join(repr(check(lambda X: X.mean(axis=0) + by, "column_means")).split())
    assert f"Both print alike, but they differ, {words}" in text


def test_numbers_that_print_otherwise_need_no_such_remark(toy):
    assert "print alike" not in repr(toy.check(lambda X: X.mean(axis=0) + 1, "column_means"))


def test_one_number_that_prints_alike_has_no_index(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_WORK", str(tmp_path))

    def half(X):
        return 0.5

    check = bind("toy", [dataclasses.replace(TOY, reference=half)]).check
    text = " ".join(repr(check(lambda X: 0.5 + 3e-6, "half")).split())
    assert "Both print alike, but they differ: 0.500003, and 0.5 is expected." in text


def test_single_precision_passes_with_a_remark(toy):
    result = toy.check(lambda X: X.mean(axis=0).astype(np.float32), "column_means")
    assert result.passed and "float32" in repr(result)


def test_an_exception_shows_the_learners_line_and_no_internal_frame(toy):
    def column_means(X):
        rows = len(X)
        return X[rows]

    text = repr(toy.check(column_means))
    assert "IndexError: index 2 is out of bounds" in text
    assert "return X[rows]" in text
    assert "judging.py" not in text and "Traceback" not in text


def test_an_endless_loop_ends(toy):
    def column_means(X):
        while True:
            with contextlib.suppress(Exception):
                X = X + 0

    text = repr(toy.check(column_means))
    assert "still running after 2 s" in text and "end the loop" in text


def test_a_missing_return_is_named(toy):
    def column_means(X):
        X.mean(axis=0)

    assert "Is there a `return`?" in toy.check(column_means)._repr_html_().replace(
        "<code>", "`"
    ).replace("</code>", "`")


def test_several_results_are_called_by_their_names(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_WORK", str(tmp_path))

    def extremes(X):
        return X.min(axis=0), X.max(axis=0)

    exercise = dataclasses.replace(TOY, reference=extremes, outputs=("low", "high"))
    check = bind("toy", [exercise]).check
    text = repr(check(lambda X: (X.min(axis=0), X.max()), "extremes"))
    assert "got high" in text and "expected high" in text and "result[1]" not in text
    assert "expected low" not in text
    text = repr(check(lambda X: X.min(axis=0), "extremes"))
    assert "It returned 1 result and not 2 (low, high)." in text
    for whole in (list, np.array):
        assert check(lambda X, whole=whole: whole(extremes(X)), "extremes").passed
    three = repr(check(lambda X: [*extremes(X), X[0]], "extremes"))
    assert "It returned 1 result and not 2 (low, high)." in three


def test_a_result_of_the_wrong_kind_is_explained(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_WORK", str(tmp_path))

    def extremes(X):
        return X.min(), X.max()

    def total(X):
        return X.sum()

    exercises = (
        dataclasses.replace(TOY, reference=extremes, outputs=("low", "high")),
        dataclasses.replace(TOY, reference=total),
        dataclasses.replace(TOY, reference=has_rows),
    )
    check = bind("toy", exercises).check

    def said(function, name):
        return " ".join(repr(check(function, name)).split())

    pair = said(lambda X: dict(low=X.min(), high=X.max()), "extremes")
    assert "It returned a dict. Return 2 values (low, high), not a dict." in pair
    assert "Return the value, not a dict." in said(lambda X: {"a": X.sum()}, "total")
    for wrapped in (lambda X: X.sum(keepdims=True), lambda X: [X.sum()]):
        assert "It is one number in an array; the number itself" in said(wrapped, "total")
    assert "print the shape after each line." in said(lambda X: X.sum(axis=0), "total")
    assert "It returned True; a number is expected." in said(lambda X: X.sum() < 1e9, "total")
    # Where 0 or 1 is expected, a bool is as good: it is the wrong one.
    assert "a number is expected" not in said(lambda X: len(X) < 0, "has_rows")


def has_rows(X):
    return len(X) > 0


def digit_of(texts):
    return np.array([float(text) if text else np.nan for text in texts])


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda texts: [text.strip() for text in texts], "It returned text; a list or an array of"),
        (lambda texts: [text or None for text in texts], "such as None; np.nan stands for a gap."),
        (lambda texts: {text for text in texts}, "It returned an object of type set; a list or"),
        (lambda texts: "7", "It returned text; a list or an array of numbers is expected."),
        # An error shows its line: the words looked for stand on another one.
        (
            lambda texts: texts.strip(),
            "go through it one by one, in a loop.",
        ),
        (
            lambda texts: [int(text) for text in texts],
            "Print the text with repr, which shows its",
        ),
        (
            lambda texts: [float(text) for text in texts],
            "That text is no number. Which texts may",
        ),
    ],
)
def test_answers_to_a_list_of_text_are_explained(tmp_path, monkeypatch, answer, words):
    monkeypatch.setenv("COURSE_WORK", str(tmp_path))

    def cases(seed):
        return [{"texts": ["7", "", " 07", *["3"] * n]} for n in (25, 0, 9)]

    exercise = dataclasses.replace(TOY, reference=digit_of, cases=cases, misconceptions=())
    text = repr(bind("toy", [exercise]).check(answer, "digit_of"))
    assert words in " ".join(text.split())
    assert "texts =  ['7', '', ' 07']\n" in text and "The shapes differ" not in text


def test_a_part_that_is_none_is_no_text(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_WORK", str(tmp_path))

    def both(x):
        return 2 * x, 3 * x

    def cases(seed):
        return [{"x": 2.0}, {"x": 1.0}]

    exercise = dataclasses.replace(TOY, reference=both, cases=cases, misconceptions=())
    text = repr(bind("toy", [exercise]).check(lambda x: (2 * x, None), "both"))
    assert "A part of what it returned is None; a number is expected." in " ".join(text.split())
    assert "returned text" not in text


def test_a_long_list_of_text_is_broken_into_lines(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_WORK", str(tmp_path))

    def cases(seed):
        return [{"texts": ["1", *["22"] * 25]}, {"texts": [""]}]

    exercise = dataclasses.replace(TOY, reference=digit_of, cases=cases, misconceptions=())
    text = repr(bind("toy", [exercise]).check(lambda texts: [1.0, *[2.0] * 25], "digit_of"))
    lines = text.splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("  texts"))
    assert lines[first].startswith("  texts =  ['1', '22', ")
    assert lines[first + 1].startswith(" " * 12 + "'22', ")
    assert max(map(len, lines)) <= 100


def test_a_task_may_ask_for_a_name(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_WORK", str(tmp_path))

    def kind():
        return "missing"

    task = dataclasses.replace(TOY, reference=kind, cases=lambda seed: [{}], misconceptions=())
    check = bind("toy", [task]).check

    def said(value):
        return " ".join(repr(check(lambda: value, "kind")).split())

    assert "'noise' is not the answer." in said("noise")
    assert "3 is not the answer. Return one text, in quotes." in said(3)
    assert "This is not the answer. Return one text, in quotes." in said(("noise", "missing"))
    assert "Is there a return?" in said(None) and "in quotes" not in said(None)
    assert "missing it is." in said("missing")
    forgotten = " ".join(repr(check(lambda: missing, "kind")).split())  # noqa: F821
    assert "NameError" in forgotten and "It stands in quotes." in forgotten


LEARNING_RATE = 0.1


@pytest.mark.parametrize(
    ("function", "meant"),
    [
        (lambda X: x.mean(axis=0), "Did you mean `X`?"),  # noqa: F821
        (lambda X: LEARNING_RAET * X, "Did you mean `LEARNING_RATE`?"),  # noqa: F821
        (lambda X: summ(X), "Did you mean `sum`?"),  # noqa: F821
        (lambda X: itertools.count(X), "Is there an `import itertools`?"),  # noqa: F821
        (lambda X: quite_another(X), None),  # noqa: F821
        (lambda X: X.mena(axis=0), None),
    ],
)
def test_an_unknown_name_is_answered_by_the_nearest(toy, function, meant):
    texts = [content for kind, content in toy.check(function, "column_means").blocks]
    assert [text for text in texts if str(text).endswith("?")] == ([meant] if meant else [])


def test_a_local_name_goes_before_a_global_one(toy):
    def column_means(X):
        learning_rates = X.mean(axis=0)  # noqa: F841
        return learning_rate  # noqa: F821

    assert "Did you mean learning_rates?" in repr(toy.check(column_means)).replace("\n", " ")


def test_the_hidden_case_is_never_displayed(toy):
    def column_means(X):
        return X.mean(axis=0) if len(X) > 1 else X[0] * 2

    text = repr(toy.check(column_means))
    assert "never shown" in text and "case 4" not in text and "X =" not in text


def test_a_task_with_one_case_never_shows_its_answer(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_WORK", str(tmp_path))

    def answer():
        return 41

    task = Exercise(
        "A number",
        answer,
        lambda: 40 + 1,
        lambda seed: [{}],
        (Misconception("T4", "counts from two below", "Where?", lambda: 39),),
        ("?", "", ""),
        "why?",
        "so",
    )
    check = bind("toy", [task]).check
    text = repr(check(lambda: 40, "answer"))
    assert "40 is not the answer" in text and "41" not in text
    named = " ".join(repr(check(lambda: 39, "answer")).split())
    assert "Someone who counts from two below gets this answer too. Is that what you did?" in named
    assert "You returned the text '41'" in repr(check(lambda: "41", "answer"))
    assert "Is there a return?" in repr(check(lambda: None, "answer"))
    assert "without brackets." in repr(check(lambda: [41], "answer"))
    assert "without a comma behind it." in repr(check(lambda: (41,), "answer"))
    for several in ((40, 41), [40, 41], {"a": 40, "b": 41}):
        text = " ".join(repr(check(lambda several=several: several, "answer")).split())
        assert "You returned 2 values; one number is asked for." in text
    assert "You returned 0 values" in repr(check(lambda: (), "answer"))
    for name in (lambda: fourty_one, lambda: abss(-41)):  # noqa: F821
        assert "NameError" in repr(check(name, "answer"))
    assert "Did you mean abs?" in repr(check(name, "answer"))
    assert "Keep the def line" in repr(check(41))
    passed = " ".join(repr(check(answer)).split())
    assert "41 it is." in passed and "Then see two ways to compute it, and our answer" in passed


@pytest.mark.parametrize("body", ["...", "y = ...\n    return y", "return X + ..."])
def test_a_stub_is_not_attempted(toy, body, tmp_path):
    path = tmp_path / "stub.py"
    path.write_text(f"def column_means(X):\n    {body}\n")
    space = {}
    exec(compile(path.read_text(), str(path), "exec"), space)
    result = toy.check(space["column_means"])
    assert not result.passed and "Not attempted yet" in repr(result)


def test_an_ellipsis_in_an_index_is_not_a_stub(toy):
    def column_means(X):
        return X[..., :].mean(axis=0)

    assert toy.check(column_means).passed


def test_a_bug_hunt_is_not_attempted_until_its_code_changes(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_WORK", str(tmp_path))
    hunt = dataclasses.replace(TOY, shipped=mean_over_rows)
    check = bind("toy", [hunt]).check

    def unchanged(X):
        # a comment changes nothing
        return X.mean(axis=1)

    assert "Not attempted yet" in repr(check(unchanged, "column_means"))
    assert "Not yet" in repr(check(lambda X: X.mean(axis=1), "column_means"))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("print(X.mean(axis=0))", "Printing shows a value, `return` hands it over."),
        ("return X @ X", "They must be equally long: print both shapes"),
        ("X = X(0)", "Did you assign to its name, as in `loss = loss(…)`? Take another name."),
        ("return X + np.ones((7, 7))", "Shapes are lined up at the right"),
        ("return 1 if X > 0 else 2", "`if`, `and`, `max` and `min` decide once for"),
        ("return X[0 < X and X < 1]", "For two conditions write `(a == 1) & (b == 1)`, with"),
        ("X = X > 0\n    return X[X == 1 & X == 2]", "`(a == 1) & (b == 1)`, with brackets"),
        ("return math.exp(1000)", "`sigmoid` of chapter 02 takes any score"),
        ("return X[0, 0][0]", "`loss` wants the whole vector of weights"),
        ("return X[0, 0, 0]", "The array has fewer axes than you gave indices: print its shape."),
        ("return X ^ 2", "`**` is the power."),
        ("return max(0, X)", "`np.where` and `np.maximum` decide for each number"),
        ("return np.max(0, X)", "`np.maximum` compares number by number"),
        ("rows = []\n    rows = rows.append(X)\n    rows.append(X)", "and returns nothing: let"),
        ("return (X.mean(axis=0),)", "It returned a tuple; one value is expected"),
        ("X <- X + 1\n    return X", "`X < -X + 1` compares two values and stores nothing"),
        ("...\n    return X", "replace the `...` in line 2 of the function"),
    ],
)
def test_a_beginners_slip_is_explained(toy, tmp_path, body, words):
    path = tmp_path / "answer.py"
    path.write_text(f"def column_means(X):\n    {body}\n")
    space = {"np": np, "math": math}
    exec(compile(path.read_text(), str(path), "exec"), space)
    html = toy.check(space["column_means"])._repr_html_()
    plain = html.replace("<code>", "`").replace("</code>", "`")
    assert words in unescape(plain)


def test_a_renamed_argument_is_explained(toy):
    text = " ".join(repr(toy.check(lambda Z: Z.mean(axis=0), "column_means")).split())
    assert "Keep the names in the def line as they were." in text


def test_two_mistakes_at_once_are_told_one_by_one(toy):
    def column_means(X):
        return X.sum(axis=0) if len(X) == 2 else X.max()

    toy.check(lambda X: X.min(), "column_means")
    result = toy.check(column_means)
    assert result.misconception is None
    assert "On this case you get what code gets that adds without dividing" in repr(result)


def test_the_question_after_a_pass_is_answered_in_the_solution(toy):
    toy.check(column_means)
    assert "Each column is averaged by itself." in repr(toy.solution("column_means"))
    assert "you passed" in repr(toy.hint("column_means"))


def test_prints_of_the_learner_are_shown_and_bounded(toy):
    def column_means(X):
        for _ in range(10_000):
            print("here", X.shape)

    text = repr(toy.check(column_means))
    assert "It printed: here (2, 3)" in text and len(text) < 2000


@pytest.mark.parametrize("value", [None, 3.5, np.zeros(3), "colum_means", [1, 2]])
def test_bad_arguments_get_an_answer_and_never_an_exception(toy, value):
    result = toy.check(value)
    assert not result.passed and "column_means" in repr(result)


def test_calling_the_function_inside_check_is_explained(toy):
    assert "without calling it" in repr(toy.check(np.zeros(3), "column_means"))


def test_an_unknown_name_lists_the_exercises(toy):
    for answer in (toy.hint("colum_means"), toy.solution("colum_means")):
        assert "Did you mean column_means?" in repr(answer)


def test_strict_raises_on_a_wrong_answer_only(toy):
    toy.check(column_means, strict=True)
    with pytest.raises(AssertionError, match="Not yet"):
        toy.check(mean_over_rows, "column_means", strict=True)


def test_a_pass_is_recorded(toy):
    from course_utils.classroom import progress

    toy.check(mean_over_rows, "column_means")
    assert "toy.column_means" not in progress.passed()
    toy.check(column_means)
    assert "toy.column_means" in progress.passed()


def test_names_must_be_unique():
    with pytest.raises(ValueError, match="same name"):
        bind("toy", [TOY, TOY])


def test_html_says_the_status_in_words_and_escapes_values(toy):
    html = toy.check(lambda X: "<script>", "column_means")._repr_html_()
    assert "Not yet" in html and 'role="status"' in html
    assert "<script>" not in html and "&lt;script&gt;" in html


def test_the_engine_knows_no_chapter():
    code = (
        "import sys, course_utils.classroom.checking; "
        "print([m for m in sys.modules if m.startswith('course_utils.') "
        "and '.classroom' not in m])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "['course_utils.places']"


class TestOneCaseAlone:
    """A mistake that explains the displayed case, where none explains all of them."""

    @staticmethod
    def part_of(function):
        attempt = attempted(TOY, function, seed=1)
        assert any(attempt.wrong) and diagnose(TOY, attempt) is None
        found = partly(TOY, attempt)
        return found and found.id

    def test_it_is_named_if_it_is_the_only_one(self):
        assert self.part_of(lambda X: X.sum(axis=0) if len(X) == 2 else X.max(axis=0)) == "T2"

    def test_it_is_not_named_for_an_error_which_many_mistakes_raise(self):
        assert self.part_of(lambda X: {}["another row"] if len(X) == 2 else X.max(axis=0)) is None

    def test_it_is_not_named_for_a_yes_or_no_which_is_right_half_of_the_time(self):
        yes = dataclasses.replace(
            TOY,
            reference=lambda X: X.sum() > 0,
            misconceptions=(Misconception("T4", "says yes", "Always?", lambda X: np.True_),),
        )
        wrong = attempted(yes, lambda X: ~(X.sum() > 0), seed=1)
        assert any(wrong.wrong) and partly(yes, wrong) is None
