"""What every exercise of every chapter must hold: right answers pass, each mistake is named."""

import contextlib
import importlib
import inspect
import io
import itertools
import keyword
import pkgutil
import re
import tokenize
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from answers import RIGHT, WRONG
from reference_mutants import mutants

import course_utils
from course_utils.classroom import judging
from course_utils.classroom.checking import bind
from course_utils.classroom.exercises import attempted, diagnose
from course_utils.classroom.learner_code import source_of

SEEDS = range(1, 6)
MANY_SEEDS = range(1, 21)


def chapters():
    for module in pkgutil.iter_modules(course_utils.__path__):
        if module.ispkg and importlib.util.find_spec(f"course_utils.{module.name}.exercises"):
            yield module.name


def remembering(exercise):
    """Return the exercise with its cases, and what each answer does on each, worked out once."""
    cases, seen = cache(exercise.cases), {}

    def observe(function, case):
        key = function, id(case)
        if key not in seen:
            seen[key] = case, exercise.observe(function, case)  # the case stays, and so its id
        return seen[key][1]

    return replace(exercise, cases=cases, observe=observe)


EXERCISES = [
    pytest.param(chapter, remembering(exercise), id=f"{chapter}.{exercise.name}")
    for chapter in chapters()
    if chapter != "classroom"
    for exercise in importlib.import_module(f"course_utils.{chapter}.exercises").EXERCISES
]
every_exercise = pytest.mark.parametrize(("chapter", "exercise"), EXERCISES)
every_hunt = pytest.mark.parametrize(
    ("chapter", "exercise"), [param for param in EXERCISES if param.values[1].shipped]
)


@pytest.fixture(autouse=True)
def no_time_limit(monkeypatch):
    """Nothing here is endless, and a timer for each of many thousand calls takes long."""
    monkeypatch.setattr(judging, "time_limit", contextlib.nullcontext)


def third_answer(chapter, exercise):
    return RIGHT[f"{chapter}.{exercise.name}"]


def drawn(exercise, seeds):
    """Return the seeds that draw different cases: without arguments there is one case."""
    return seeds if inspect.signature(exercise.reference).parameters else [1]


@every_exercise
def test_right_answers_pass_on_every_seed(chapter, exercise):
    for answer in (exercise.reference, exercise.another, third_answer(chapter, exercise)):
        for seed in drawn(exercise, SEEDS):
            attempt = attempted(exercise, answer, seed)
            assert not any(attempt.wrong), (answer.__name__, seed, attempt.wrong)
            assert not any("raised" in seen for seen in attempt.expected), seed


@every_exercise
def test_each_misconception_is_named_and_no_other(chapter, exercise):
    for misconception in exercise.misconceptions:
        for seed in drawn(exercise, (1, 2)):  # the attempts on which a name is first asked for
            attempt = attempted(exercise, misconception.variant, seed)
            assert any(attempt.wrong), f"{misconception.id} passes with seed {seed}"
            assert diagnose(exercise, attempt) is misconception


@every_exercise
def test_each_form_of_a_misconception_is_named_by_it(chapter, exercise):
    for misconception in exercise.misconceptions:
        for form, seed in itertools.product(misconception.also, drawn(exercise, (1, 2))):
            attempt = attempted(exercise, form, seed)
            assert any(attempt.wrong), f"a form of {misconception.id} passes with seed {seed}"
            assert diagnose(exercise, attempt) is misconception


@every_exercise
def test_no_wrong_answer_passes_on_any_seed(chapter, exercise):
    typed = [function for function, _ in WRONG[f"{chapter}.{exercise.name}"]]
    answers = [*typed, *(form for m in exercise.misconceptions for form in m.forms)]
    assert len(typed) >= 5
    for seed in drawn(exercise, MANY_SEEDS):
        cases = exercise.cases(seed)
        expected = [exercise.observe(exercise.reference, case) for case in cases]
        for answer in answers:
            caught = any(
                exercise.compare(exercise.observe(answer, case), right)
                for case, right in zip(cases, expected, strict=True)
            )
            assert caught, f"seed {seed} accepts {source_of(answer)}"


@every_exercise
def test_mistakes_as_learners_write_them_are_named(chapter, exercise):
    for function, named in WRONG[f"{chapter}.{exercise.name}"]:
        for seed in drawn(exercise, (1, 2)):
            found = diagnose(exercise, attempted(exercise, function, seed))
            assert (found and found.id) == named, source_of(function)


@every_exercise
def test_an_attempt_that_fails_gets_a_card(chapter, exercise, tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_WORK", str(tmp_path))

    def attempt(*args, **kwargs):
        return forgotten  # noqa: F821

    result = bind(chapter, [exercise]).check(attempt, exercise.name)
    assert result.status == "not yet" and result.misconception is None
    assert "NameError: name 'forgotten' is not defined" in " ".join(repr(result).split())


@every_exercise
def test_pairs_of_misconceptions_are_separable(chapter, exercise):
    for seed in drawn(exercise, SEEDS):
        cases = exercise.cases(seed)
        runs = [[exercise.observe(m.variant, c) for c in cases] for m in exercise.misconceptions]
        for (m, one), (n, other) in itertools.combinations(
            zip(exercise.misconceptions, runs, strict=True), 2
        ):
            differ = any(exercise.compare(a, b) for a, b in zip(one, other, strict=True))
            assert differ, f"{m.id} is {n.id} with seed {seed}"


@every_exercise
def test_a_misconception_shows_in_a_case_that_may_be_displayed(chapter, exercise):
    for misconception in exercise.misconceptions:
        wrong = attempted(exercise, misconception.variant, seed=1).wrong
        assert len(wrong) == 1 or any(wrong[:-1]), misconception.id


def numbers(value):
    """All numbers, or texts, of an argument in one row; lists may have different lengths."""
    return np.hstack([*map(numbers, value), []]) if isinstance(value, list) else np.ravel(value)


@every_exercise
def test_cases_are_plain_repeatable_and_not_square(chapter, exercise):
    drawn_twice = exercise.cases(3), exercise.cases.__wrapped__(3)
    for one, again in zip(*drawn_twice, strict=True):
        for name, value in one.items():
            assert repr(value) == repr(again[name])
            np.testing.assert_array_equal(numbers(value), numbers(again[name]))
            assert isinstance(value, np.ndarray | int | float | str | list), name
            shape = np.shape(value) if isinstance(value, np.ndarray) else ()
            assert not (len(shape) == 2 and shape[0] == shape[1]), (name, shape)


@every_exercise
def test_no_two_arguments_displayed_are_equal_or_opposite(chapter, exercise):
    """Else a mix-up of the two can't be seen in a result."""
    for seed in MANY_SEEDS:
        for case in exercise.cases(seed)[:-1]:
            arrays = [
                array
                for array in map(numbers, case.values())
                if array.size > 1 and array.dtype.kind in "fiub" and array.any()
            ]
            for one, other in itertools.combinations(arrays, 2):
                assert not np.array_equal(np.abs(one), np.abs(other)), (seed, case)


@every_exercise
def test_the_smallest_case_displayed_is_no_batch_of_one(chapter, exercise):
    """A batch of one hides mistakes such as `if scores >= 0`."""
    for seed in SEEDS:
        shown = exercise.cases(seed)[:-1] or [{}]
        smallest = min(shown, key=lambda case: sum(numbers(value).size for value in case.values()))
        lists = [value for value in smallest.values() if isinstance(value, list | np.ndarray)]
        assert all(len(value) != 1 for value in lists)


@every_exercise
def test_seeds_draw_different_cases(chapter, exercise):
    if inspect.signature(exercise.reference).parameters:
        assert repr(exercise.cases(1)) != repr(exercise.cases(2))
        assert len(exercise.cases(1)) >= 4


@every_exercise
def test_enough_misconceptions_each_with_its_own_words(chapter, exercise):
    found = exercise.misconceptions
    assert len(found) >= (3 if inspect.signature(exercise.reference).parameters else 2)
    assert len({m.id for m in found}) == len({m.says for m in found}) == len(found)


# Slips that change nothing, with the reason.
SAME = {
    "learning_rate / y": "labels are -1 and +1: dividing by one is multiplying by it",
    "learning_rate / label": "labels are -1 and +1: dividing by one is multiplying by it",
}


@pytest.mark.parametrize(
    "exercise",
    [
        pytest.param(exercise, id=param.id)
        for param in EXERCISES
        if inspect.signature((exercise := param.values[1]).reference).parameters
    ],
)
def test_no_slip_of_the_pen_passes(exercise):
    slips = [slip for slip in mutants(exercise.reference) if not any(s in slip[0] for s in SAME)]
    assert len(slips) > 10
    for code, slip in slips:
        for seed in (1, 2, 3):
            assert any(attempted(exercise, slip, seed).wrong), f"seed {seed} accepts\n{code}"


def names_in(function):
    """Names in the code of `function`, without keywords."""
    return {
        token.string
        for token in tokenize.generate_tokens(io.StringIO(source_of(function)).readline)
        if token.type == tokenize.NAME and not keyword.iskeyword(token.string)
    }


def leaked(hint, function, shipped=None):
    """Names of the answer's code in `hint` that a learner doesn't see above it anyway."""
    seen = {function.__name__, *inspect.signature(function).parameters}
    seen |= names_in(shipped) if shipped else set()
    return set(re.findall(r"\w+", hint)) & (names_in(function) - seen)


@every_exercise
def test_first_hints_ask_and_tell_no_code(chapter, exercise):
    asked = [exercise.hints[0], *(m.hint for m in exercise.misconceptions)]
    for hint in asked:
        assert "?" in hint, hint
        assert "`" not in hint and not leaked(hint, exercise.reference, exercise.shipped), hint
    assert any(character.isdigit() for character in exercise.hints[1]), "a case to do by hand"
    assert exercise.hints[2] != source_of(exercise.reference)
    assert "<-" not in exercise.hints[2], "in Python that is a comparison: write ←"


def test_the_hint_rule_can_fail():
    def centered(X):
        mean = X.mean(axis=0)
        return X - mean

    assert leaked("What does mean do?", centered) == {"mean"}
    assert not leaked("Where is the middle of X?", centered)
    assert not leaked("What does mean do?", centered, shipped=lambda X: X - X.mean())


@every_exercise
def test_the_stub_can_be_written_from_the_words(chapter, exercise):
    assert exercise.title and exercise.why.rstrip("`").endswith("?")


@pytest.mark.parametrize("chapter", sorted({param.values[0] for param in EXERCISES}))
def test_each_chapter_with_lessons_has_one_bug_hunt(chapter):
    hunts = [p for p in EXERCISES if p.values[0] == chapter and p.values[1].shipped]
    assert len(hunts) == (chapter != "start_here")


@every_hunt
def test_the_code_of_a_bug_hunt_fails_and_is_named_on_every_seed(chapter, exercise):
    for seed in MANY_SEEDS:
        attempt = attempted(exercise, exercise.shipped, seed)
        assert any(attempt.wrong[:-1]), f"seed {seed} shows no case in which it fails"
        assert diagnose(exercise, attempt), f"seed {seed}"


@every_hunt
def test_a_bug_hunt_is_no_attempt_before_its_code_changes(chapter, exercise, tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_WORK", str(tmp_path))
    code = source_of(exercise.shipped)
    head, body = code.split("\n", 1)
    first = body.strip().splitlines()[0]
    untouched = {
        "as it was": code,
        "a docstring": f'{head}\n    """Why?"""\n{body}',
        "comments": "\n".join(f"{line}  # Why?" for line in code.splitlines()),
        "empty lines": code.replace("\n", "\n\n"),
        "deeper": code.replace("    ", "      "),
        "longer lines": re.sub(r" = (.+)", r" = (\1)", code),
    }
    changed = {"a line more": f"{head}\n    {first}\n{body}"}
    for change, text in {**untouched, **changed}.items():
        path = tmp_path / f"{change}.py"
        path.write_text(text)
        space = dict(exercise.shipped.__globals__)
        exec(compile(text, path, "exec"), space)
        check = bind(chapter, [exercise]).check
        status = check(space[exercise.shipped.__name__], exercise.name).status
        assert status == ("not attempted" if change in untouched else "not yet"), change


@every_hunt
def test_a_bug_hunt_fits_its_cell(chapter, exercise):
    """The code stands in a notebook with a docstring above it: see STYLE, 72 columns."""
    lines = source_of(exercise.shipped).splitlines()
    assert max(map(len, lines)) <= 72 and len(lines) < 20
    for answer in (exercise.reference, exercise.shipped):
        assert inspect.signature(answer) == inspect.signature(exercise.another)


def test_ids_are_unique_in_the_course():
    ids = [param.id for param in EXERCISES]
    assert len(ids) == len(set(ids))


def test_a_mistake_typed_by_a_learner_gets_its_hint_on_the_second_attempt(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_WORK", str(tmp_path))
    for param in EXERCISES:
        chapter, exercise = param.values
        check = bind(chapter, [exercise]).check
        second, *others = exercise.misconceptions
        code = source_of(second.variant)  # some variants come from one factory
        first = next(m for m in others if source_of(m.variant) != code)
        check(first.variant, exercise.name)
        text = " ".join(repr(check(second.variant, exercise.name)).split())
        assert second.says in text and second.hint in text
