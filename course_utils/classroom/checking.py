"""check, hint and solution, bound to a chapter: what a learner calls, and the cards it answers."""

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from course_utils.classroom import progress
from course_utils.classroom.cards import Block, Card
from course_utils.classroom.exercises import Exercise, Misconception, attempted, diagnose, partly
from course_utils.classroom.feedback import failure_blocks
from course_utils.classroom.judging import Attempt, is_single
from course_utils.classroom.learner_code import fingerprint, left_to_do, lost_assignment, source_of
from course_utils.classroom.unseen import to_be_seen


@dataclass(frozen=True, repr=False)
class Result(Card):
    """What `check` found: a card to read; for programs `passed` and `misconception` (its id)."""

    passed: bool = False
    misconception: str | None = None

    __repr__ = Card.__repr__


@dataclass
class _Record:
    """What happened to one exercise in this kernel."""

    versions: list[str] = field(default_factory=list)  # each different code once
    last: str = ""
    misconception: Misconception | None = None
    told: set[str] = field(default_factory=set)  # misconceptions already named by `hint`
    level: int = 0
    passed: bool = False
    failed: bool = False  # the version checked last


class Bound(NamedTuple):
    """The three functions a chapter exports."""

    check: Callable[..., Result]
    hint: Callable[..., Card]
    solution: Callable[..., Card]


def bind(chapter: str, exercises: Sequence[Exercise]) -> Bound:
    """Bind `exercises` to a chapter.

    Parameters
    ----------
    chapter : str
        The chapter's package name; with the function's name it makes the exercise's id.
    exercises : sequence of Exercise, names unique

    Returns
    -------
    check, hint, solution
        Functions that look an exercise up by the name of the learner's function.

    Raises
    ------
    ValueError
        If two exercises have the same name.
    """
    by_name = {exercise.name: exercise for exercise in exercises}
    if len(by_name) != len(exercises):
        raise ValueError(f"{chapter}: two exercises have the same name; names must be unique.")
    records = {name: _Record() for name in by_name}

    def check(function: Callable, name: str | None = None, *, strict: bool = False) -> Result:
        """Judge `function` by its behavior; the exercise has its name, or `name`.

        Returns a Result and never raises; with `strict` a wrong answer raises AssertionError. Only
        the learner's own interrupt (KeyboardInterrupt) goes through.
        """
        found = _find(function, name, by_name)
        if isinstance(found, Card):
            result = Result(found.status, found.headline, found.blocks)
        elif not callable(function):
            result = Result("not attempted", _NOT_A_FUNCTION.format(found.name))
        else:
            result = _check(chapter, found, function, records[found.name])
        if strict and not result.passed:
            raise AssertionError(repr(result))
        return to_be_seen(result)

    def hint(function_or_name: Callable | str) -> Card:
        """Give the next hint: first for the mistake found last, then three levels."""
        found = _find(function_or_name, None, by_name)
        is_card = isinstance(found, Card)
        return to_be_seen(found if is_card else _hint(found, records[found.name]))

    def solution(function_or_name: Callable | str, *, give_up: bool = False) -> Card:
        """Show two right answers: after a pass, two different attempts, or with `give_up=True`."""
        found = _find(function_or_name, None, by_name)
        if not isinstance(found, Card):
            found = _solution(found, records[found.name], give_up)
        return to_be_seen(found)

    return Bound(check, hint, solution)


_NOT_A_FUNCTION = "pass the function itself, without calling it: `check({})`"


def _find(function, name, by_name) -> Exercise | Card:
    wanted = name or (function if isinstance(function, str) else getattr(function, "__name__", ""))
    if wanted in by_name:
        return by_name[wanted]
    near = difflib.get_close_matches(str(wanted), by_name, n=1)
    text = f"The exercises of this chapter are {', '.join(f'`{n}`' for n in by_name)}."
    if near:
        text = f"Did you mean `{near[0]}`? {text}"
    elif not callable(function):
        text = f"Keep the `def` line, and pass the function itself, without calling it. {text}"
    label = f"`{wanted}`" if wanted else f"a value of type `{type(function).__name__}`"
    return Card("not attempted", f"no exercise is named {label}", (("text", text),))


def _check(chapter: str, exercise: Exercise, function: Callable, record: _Record) -> Result:
    todo = left_to_do(function, exercise.shipped)
    if todo:
        return Result("not attempted", f"`{exercise.name}`: {todo}, then run this cell again")
    code = fingerprint(function)
    changed, record.last = code != record.last, code
    if code not in record.versions:
        record.versions.append(code)
    attempt = attempted(exercise, function, seed=record.versions.index(code) + 1)
    record.failed = any(attempt.wrong)
    if not record.failed:
        record.passed, record.misconception = True, None
        return _passed(chapter, exercise, attempt)
    record.misconception = diagnose(exercise, attempt)
    blocks = failure_blocks(attempt, exercise.outputs)
    if lost := lost_assignment(function):
        blocks.append(("text", f"`{lost}` compares two values and stores nothing; `=` stores."))
    if len(record.versions) > 1 and changed and record.misconception:
        blocks += hypothesis(exercise, record.misconception)
        record.told.add(record.misconception.id)
    elif len(record.versions) > 1 and changed and (part := partly(exercise, attempt)):
        text = f"On this case you get what code gets that {part.says}. Could that be a part of it?"
        blocks += [("text", text), ("question", part.hint)]
    elif not changed:
        blocks += [("text", "This is the code of your last attempt.")]
    blocks += [("text", f"Next: change it and check again, or ask `hint({exercise.name})`.")]
    name = record.misconception.id if record.misconception else None
    return Result("not yet", f"`{exercise.name}`", tuple(blocks), misconception=name)


def _passed(chapter: str, exercise: Exercise, attempt: Attempt) -> Result:
    text = f"{len(attempt.cases)} cases agree (seed {attempt.seed}), one of them never shown."
    if len(attempt.cases) == 1:
        text = f"{attempt.expected[0]['result']} it is."
    if any(is_single(value) for seen in attempt.observed for value in seen.values()):
        text += " Your result is in float32: right, with 7 digits instead of 16."
    way = f"two ways to {'compute' if exercise.asks_for_one_value else 'write'} it"
    see = f"Then see {way}, and our answer to this question: `solution({exercise.name})`."
    blocks: list[Block] = [
        ("text", text),
        ("question", f"To be sure: {exercise.why}"),
        ("text", see),
    ]
    trouble = progress.record(f"{chapter}.{exercise.name}")
    if trouble:
        blocks.append(("text", trouble))
    return Result("passed", f"`{exercise.name}`", tuple(blocks), passed=True)


def hypothesis(exercise: Exercise, misconception: Misconception) -> list[Block]:
    text = f"Your results equal those of code that {misconception.says}. Is that yours?"
    if exercise.asks_for_one_value:
        text = f"Someone who {misconception.says} gets this answer too. Is that what you did?"
    return [("text", text), ("question", misconception.hint)]


def _hint(exercise: Exercise, record: _Record) -> Card:
    if record.passed and not record.failed:
        return Card("hint", f"you passed `{exercise.name}`; `solution({exercise.name})` is open")
    found = record.misconception
    if found and found.id not in record.told:
        record.told.add(found.id)
        return Card(
            "hint", f"`{exercise.name}`, your last attempt", tuple(hypothesis(exercise, found))
        )
    record.level = min(record.level + 1, 3)
    kind = ("question", "text", "code")[record.level - 1]
    blocks = ((kind, exercise.hints[record.level - 1]),)
    return Card("hint", f"`{exercise.name}`, level {record.level} of 3", blocks)


def _solution(exercise: Exercise, record: _Record, give_up: bool) -> Card:
    name, n = exercise.name, len(record.versions)
    if not (record.passed or give_up or n >= 2):
        text = (
            f"Two different attempts open it; so far there {'is' if n == 1 else 'are'} {n}. "
            f"`hint({name})` helps now. To see it anyway: `solution({name}, give_up=True)`."
        )
        return Card("hint", f"the solution of `{name}` is still closed", (("text", text),))
    blocks = [
        ("text", "The tested reference:"),
        ("code", source_of(exercise.reference)),
        ("text", "Another right answer:"),
        ("code", source_of(exercise.another)),
        ("question", f"The question was: {exercise.why}"),
        ("text", exercise.because),
    ]
    if exercise.asks_for_one_value:
        blocks.insert(0, ("text", f"It is {exercise.reference()}. The code below computes it."))
    return Card("solution", f"`{name}`", tuple(blocks))
