"""Tell a learner what went wrong in one attempt: the smallest failing case, got beside expected."""

import numpy as np

from course_utils.classroom.cards import Block
from course_utils.classroom.judging import Attempt, Observation, constant_ratio, where_they_differ


def failure_blocks(attempt: Attempt, outputs: tuple[str, ...] = ()) -> list[Block]:
    """Describe the smallest failing case; the last case stays hidden. `outputs` names results."""
    i = shown_case(attempt)
    if i is None:
        return [("text", text) for text in _only_hidden(attempt) if text]
    case, seen, expected = attempt.cases[i], attempt.observed[i], attempt.expected[i]
    keys, n_cases = attempt.wrong[i], len(attempt.cases)
    blocks: list[Block] = [
        (
            "text",
            f"The smallest failing case ({i + 1} of {n_cases}; numbers drawn anew for each version "
            f"of your code: seed {attempt.seed}):",
        ),
        ("facts", [(f"{name} =", _literal(value)) for name, value in case.items()]),
    ]
    if keys == ["changed inputs"]:
        text = "On this case the result is right, but the call changed its input "
        text += f"`{seen['changed inputs']}`. Whoever called you still needs it: work on a copy."
        return [*blocks, ("text", text)]
    blocks.append(("facts", _got_and_expected(keys, seen, expected, outputs)))
    blocks += [("text", remark) for remark in _remarks(keys, seen, expected, outputs)]
    failing = [i for i in range(n_cases - 1) if attempt.wrong[i]]
    ratio = constant_ratio((attempt.observed[i], attempt.expected[i]) for i in failing)
    if ratio is not None:
        text = f"Every number is {ratio:.6g} times the expected one."
        blocks.append(("question", f"{text} Which factor could be missing, or be there twice?"))
    return blocks


def shown_case(attempt: Attempt) -> int | None:
    """Return the smallest failing case that may be displayed, or None; wrong results go first."""
    failing = [i for i in range(len(attempt.cases) - 1) if attempt.wrong[i]]
    wrong = [i for i in failing if attempt.wrong[i] != ["changed inputs"]]
    return min(wrong or failing, key=lambda i: (_size(attempt.cases[i]), i), default=None)


def _only_hidden(attempt: Attempt) -> list[str]:
    seen, expected = attempt.observed[-1], attempt.expected[-1]
    if len(attempt.cases) > 1:
        return [
            f"All {len(attempt.cases) - 1} cases that may be shown agree; one that is never shown "
            "does not. Which special case have you not thought of: a zero, a tie, a batch of one?"
        ]
    if "raised" in seen:
        return [seen["note:message"], seen.get("note:line", "")]
    value = seen.get("result", "This")
    if isinstance(value, str) and value != "None" and not isinstance(expected["result"], str):
        return [f"You returned the text '{value}'. Return the number, without quotes."]
    return [f"{_literal(value)} is not the answer.", *_missing_return(seen)]


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
    remarks = _missing_return(seen)
    if "raised" in seen:
        remarks += [text for sign, text in _ERRORS if sign in seen["note:message"]]
    elif "raised" not in expected and not remarks:
        remarks += _counted(seen, expected, outputs)
        remarks += _printed_alike(keys, seen, expected)
    if "changed inputs" in keys and "changed inputs" in seen:
        remarks.append(f"It also changed its input `{seen['changed inputs']}`: work on a copy.")
    if seen.get("note:printed"):
        remarks.append(f"It printed: {seen['note:printed'].strip()[:300]}")
    return remarks


# What an error of Python or NumPy means for a beginner, by a part of its text.
_ERRORS = (
    ("still running", "It did not end in time. Which condition should end the loop?"),
    (
        "matmul",
        "`@` sums over the last axis of its left side and the last but one of its right side (or "
        "its only one). They must be equally long: print both shapes just before that line.",
    ),
    (
        "could not be broadcast",
        "Shapes are lined up at the right, and only a length of 1 is stretched: print both shapes.",
    ),
    ("unexpected keyword argument", "Keep the names in the `def` line as they were."),
    (
        "truth value of an array",
        "`if`, `max` and `min` decide once for the whole array; `np.where` and `np.maximum` decide "
        "for each number.",
    ),
    (
        "only integer scalar arrays",
        "One whole number is wanted there, such as an index or an axis. `np.max` reads its second "
        "argument as an axis; `np.maximum` compares number by number.",
    ),
    (
        "'NoneType' object has no attribute",
        "A name holds nothing (`None`) there. `append` changes its list and returns nothing: let "
        "it stand alone, and keep the list.",
    ),
)


def _missing_return(seen) -> list[str]:
    if not (isinstance(seen.get("result"), str) and seen["result"] == "None"):
        return []
    printing = "Printing shows a value, `return` hands it over." if "note:printed" in seen else ""
    return [f"It returned nothing (`None`). Is there a `return`? {printing}".strip()]


def _counted(seen, expected, outputs) -> list[str]:
    """Say that the number of results or a shape is off."""
    if _count(seen) != _count(expected):
        named = f" ({', '.join(outputs)})" if outputs else ""
        found = "1 result" if _count(seen) == 1 else f"{_count(seen)} results"
        return [f"It returned {found} and not {_count(expected)}{named}."]
    if "result" in expected and "result" not in seen:
        return ["It returned a tuple; one value is expected. Is there a comma, or a `[0]` missing?"]
    if any(_shape(seen, key) != _shape(expected, key) for key in seen if key in expected):
        return ["The shapes differ: print the shape of each step."]
    return []


def _printed_alike(keys, seen, expected) -> list[str]:
    """Say where two arrays differ whose printed digits are the same."""
    for key in keys:
        if key not in seen or key not in expected or _shaped(seen[key]) != _shaped(expected[key]):
            continue
        place = where_they_differ(seen[key], expected[key])
        if place is not None:
            got, right = _told_apart(seen[key][place], expected[key][place])
            at = f", most at index {', '.join(map(str, place))}" if place else ""
            return [f"Both print alike, but they differ{at}: {got}, and {right} is expected."]
    return []


def _told_apart(value, expected) -> tuple[str, str]:
    """Write two numbers with as many digits as it takes."""
    pairs = [(f"{value:.{n}g}", f"{expected:.{n}g}") for n in (3, 9, 17)]
    return next((pair for pair in pairs if pair[0] != pair[1]), pairs[-1])


def _size(case: dict) -> int:
    return sum(np.size(value) for value in case.values())


def _count(observation: Observation) -> int:
    return sum(key.startswith("result") for key in observation)


def _shape(observation: Observation, key: str) -> tuple | None:
    return getattr(observation[key], "shape", None)


def _literal(value) -> str:
    if isinstance(value, np.ndarray):
        return np.array2string(
            value, precision=4, threshold=40, suppress_small=True, max_line_width=70, separator=", "
        )
    return str(value)


def _shaped(value) -> str:
    if isinstance(value, np.ndarray) and value.ndim:
        return f"{_literal(value)}   shape {value.shape}"
    return _literal(value)
