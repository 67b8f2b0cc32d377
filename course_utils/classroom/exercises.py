"""What an exercise is, as plain data, and what an attempt at it shows.

An exercise has cases from a seed, a tested reference, and *misconceptions*, wrong variants that
run. What a learner's function does is compared with what each of them does (see `judging`).
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from course_utils.classroom.feedback import shown_case
from course_utils.classroom.judging import Attempt, Observation, as_results, differences, observe


@dataclass(frozen=True)
class Misconception:
    """A wrong variant that runs, and the question that helps who wrote it."""

    id: str  # the row of the list of misconceptions
    says: str  # goes on after "code that …", or "someone who …" where one value is asked for
    hint: str  # a question, without a word of the answer's code
    variant: Callable
    also: tuple[Callable, ...] = ()  # the same mistake in other forms: another limit, in place …

    @property
    def forms(self) -> tuple[Callable, ...]:
        return (self.variant, *self.also)


def misconception(
    id: str, *, says: str, hint: str, also: tuple[Callable, ...] = ()
) -> Callable[[Callable], Misconception]:
    """Turn the function below it into a Misconception, so that words and code stand together."""
    return lambda variant: Misconception(id, says, hint, variant, also)


@dataclass(frozen=True)
class Exercise:
    """One function to write, named as `reference` is; the last case is never displayed."""

    title: str
    reference: Callable
    another: Callable  # a second right answer, written in another way
    cases: Callable[[int], list[dict]]  # seed -> arguments of each call, as plain data
    misconceptions: tuple[Misconception, ...]
    hints: tuple[str, str, str]  # a question; the concept with two numbers by hand; pseudocode
    why: str  # asked after a pass
    because: str  # answers it, in `solution`
    outputs: tuple[str, ...] = ()  # names of several results, for the words of a failure
    shipped: Callable | None = None  # the code of a bug hunt, as the learner finds it
    observe: Callable[[Callable, dict], Observation] = observe
    compare: Callable[[Observation, Observation], list[str]] = differences

    @property
    def name(self) -> str:
        return self.reference.__name__

    @property
    def asks_for_one_value(self) -> bool:
        """Whether there are no arguments: the answer is read off, or counted by hand."""
        return not inspect.signature(self.reference).parameters


def attempted(exercise: Exercise, function: Callable, seed: int) -> Attempt:
    """Run `function` and the reference on the cases of `seed`."""
    cases = exercise.cases(seed)
    return compared(exercise, seed, cases, observed_on(exercise, function, cases))


def observed_on(exercise: Exercise, function: Callable, cases: list[dict]) -> list[Observation]:
    """Return what `function` does on each case; this half may run where the learner's code is."""
    observed: list[Observation] = []
    for case in cases:
        late = bool(observed) and observed[-1].get("raised") == "OutOfTime"
        # After one endless loop the other cases are not run: each would cost its time limit.
        observed.append(observed[-1] if late else exercise.observe(function, case))
    return observed


def compared(
    exercise: Exercise, seed: int, cases: list[dict], observed: list[Observation]
) -> Attempt:
    """Compare what was observed, here or in another process, with what the reference does."""
    expected = [exercise.observe(exercise.reference, case) for case in cases]
    observed = [as_results(*pair) for pair in zip(observed, expected, strict=True)]
    wrong = [exercise.compare(*pair) for pair in zip(observed, expected, strict=True)]
    return Attempt(seed, cases, observed, expected, wrong)


def diagnose(exercise: Exercise, attempt: Attempt) -> Misconception | None:
    """Return the misconception that does on every case what the learner's code did, or None."""
    pairs = list(zip(attempt.cases, attempt.observed, strict=True))
    for misconception in exercise.misconceptions:
        for form in misconception.forms:
            if all(
                not exercise.compare(exercise.observe(form, case), seen) for case, seen in pairs
            ):
                return misconception
    return None


def partly(exercise: Exercise, attempt: Attempt) -> Misconception | None:
    """Return the only misconception that explains the displayed case, where none explains all."""
    i = shown_case(attempt)
    if i is None or _says_little(attempt.observed[i]):
        return None
    case, seen = attempt.cases[i], attempt.observed[i]
    found = [
        misconception
        for misconception in exercise.misconceptions
        if not all(
            exercise.compare(exercise.observe(form, case), seen) for form in misconception.forms
        )
    ]
    return found[0] if len(found) == 1 else None


def _says_little(seen: Observation) -> bool:
    """Whether two mistakes often look alike in one case: the same error, or the same yes or no."""
    kinds = [value.dtype.kind for value in seen.values() if isinstance(value, np.ndarray)]
    return "raised" in seen or "b" in kinds
