"""Tell a learner what went wrong in one attempt: the smallest failing case, got beside expected."""

import numpy as np

from course_utils.classroom.cards import Block
from course_utils.classroom.judging import Attempt, Observation, constant_ratio


def failure_blocks(attempt: Attempt, outputs: tuple[str, ...] = ()) -> list[Block]:
    """Describe the smallest failing case; the last case stays hidden. `outputs` names results."""
    shown = range(len(attempt.cases) - 1)
    failing = [i for i in shown if attempt.wrong[i]]
    if not failing:
        return [("text", _only_hidden(attempt))]
    i = min(failing, key=lambda i: (_size(attempt.cases[i]), i))
    case, seen, expected = attempt.cases[i], attempt.observed[i], attempt.expected[i]
    keys, n_cases = attempt.wrong[i], len(attempt.cases)
    blocks: list[Block] = [
        ("text", f"The smallest failing case (case {i + 1} of {n_cases}, seed {attempt.seed}):"),
        ("facts", [(f"{name} =", _literal(value)) for name, value in case.items()]),
    ]
    if keys == ["changed inputs"]:
        text = f"The result is right, but the call changed its input `{seen['changed inputs']}`."
        return [*blocks, ("text", f"{text} Whoever called you still needs it: work on a copy.")]
    blocks.append(("facts", _got_and_expected(keys, seen, expected, outputs)))
    blocks += [("text", remark) for remark in _remarks(keys, seen, expected, outputs)]
    ratio = _common_ratio(attempt)
    if ratio is not None:
        text = f"Every number is {ratio:.6g} times the expected one."
        blocks.append(("question", f"{text} Which factor could be missing, or be there twice?"))
    return blocks


def _only_hidden(attempt: Attempt) -> str:
    if len(attempt.cases) == 1:
        value = attempt.observed[0].get("result", attempt.observed[0].get("raised", "nothing"))
        return f"{_literal(value)} is not the answer."
    return (
        f"All {len(attempt.cases) - 1} cases that may be shown agree; one that is never shown does "
        "not. Which special case have you not thought of: a zero, a tie, a batch of one?"
    )


def _got_and_expected(keys, seen, expected, outputs) -> list[tuple[str, str]]:
    names = {f"result[{i}]": name for i, name in enumerate(outputs)}
    rows = []
    for key in keys:
        if key in ("raised", "changed inputs"):
            continue
        for word, side in (("got", seen), ("expected", expected)):
            if key in side:
                rows.append((f"{word} {names.get(key, key)}", _shaped(side[key])))
    if "raised" in seen:
        rows.insert(0, ("got", seen["note:message"]))
        if seen.get("note:line"):
            rows.insert(1, ("at", seen["note:line"]))
    elif "raised" in expected:
        rows.append(("expected", f"an error of type {expected['raised']}"))
    return rows


def _remarks(keys, seen, expected, outputs) -> list[str]:
    remarks = []
    if seen.get("raised") == "OutOfTime":
        remarks.append("It did not end in time. Which condition should end the loop?")
    if isinstance(seen.get("result"), str) and seen["result"] == "None":
        remarks.append("It returned nothing (`None`). Is there a `return`?")
    elif "raised" not in {*seen, *expected} and _count(seen) != _count(expected):
        named = f" ({', '.join(outputs)})" if outputs else ""
        remarks.append(f"It returned {_count(seen)} result(s), not {_count(expected)}{named}.")
    if "changed inputs" in keys and "changed inputs" in seen:
        remarks.append(f"It also changed its input `{seen['changed inputs']}`: work on a copy.")
    if any(_shape(seen, key) != _shape(expected, key) for key in seen if key in expected):
        remarks.append("The shapes differ: print the shape of each step.")
    if seen.get("note:printed"):
        remarks.append(f"It printed: {seen['note:printed'].strip()[:300]}")
    return remarks


def _common_ratio(attempt: Attempt) -> float | None:
    shown = [i for i in range(len(attempt.cases) - 1) if attempt.wrong[i]]
    ratios = [constant_ratio(attempt.observed[i], attempt.expected[i]) for i in shown]
    known = [ratio for ratio in ratios if ratio is not None]
    return known[0] if known and len(known) == len(ratios) and np.ptp(known) < 1e-6 else None


def _size(case: dict) -> int:
    return sum(np.size(value) for value in case.values())


def _count(observation: Observation) -> int:
    return sum(key.startswith("result") for key in observation)


def _shape(observation: Observation, key: str) -> tuple | None:
    return getattr(observation[key], "shape", None)


def _literal(value) -> str:
    if isinstance(value, np.ndarray):
        return np.array2string(
            value, precision=4, threshold=40, suppress_small=True, max_line_width=70
        )
    return str(value)


def _shaped(value) -> str:
    if isinstance(value, np.ndarray) and value.ndim:
        return f"{_literal(value)}   shape {value.shape}"
    return _literal(value)
