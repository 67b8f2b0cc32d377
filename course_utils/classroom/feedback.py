"""Tell a learner what went wrong in one attempt: the smallest failing case, got beside expected."""

import pprint

import numpy as np

from course_utils.classroom.cards import Block
from course_utils.classroom.error_words import meanings
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
            f"The smallest failing case (case {i + 1} of {n_cases}; numbers drawn anew for each "
            f"version of your code: seed {attempt.seed}):",
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
        text = f"Every number is {ratio:.6g} times the expected one"
        blocks.append(
            ("text", f"{text}: the sign is turned round everywhere.")
            if np.isclose(ratio, -1)
            else ("question", f"{text}. Which factor could be missing, or be there twice?")
        )
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
    a_number = not isinstance(expected["result"], str)
    if "raised" in seen:
        unquoted = seen["raised"] == "NameError" and not a_number
        quotes = "Is it a text that you meant? It stands in quotes." if unquoted else ""
        meant = quotes or seen.get("note:meant", "")
        return [seen["note:message"], seen.get("note:line", ""), meant]
    if a_number and (wrapped := _wrapped(seen)):
        return [wrapped]
    value = seen.get("result")
    if a_number and isinstance(value, str) and value != "None":
        return [f"You returned the text '{value}'. Return the number, without quotes."]
    answer = _as_it_came(value) if "result" in seen else "This"
    quotes = "" if a_number or isinstance(value, str) else "Return one text, in quotes."
    return [f"{answer} is not the answer.", quotes, *_missing_return(seen)]


def _wrapped(seen: Observation) -> str:
    """Say what is around or beside the one number that was asked for, or ""."""
    values = [value for key, value in seen.items() if key.startswith("result")]
    n = sum(map(np.size, values))
    if n != 1:
        return f"You returned {n} values; one number is asked for."
    if "result" not in seen:
        return "Return the number alone, without a comma behind it."
    return "Return the number without brackets." if np.ndim(values[0]) else ""


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
        remarks += meanings(seen["note:message"])
        remarks += filter(None, [seen.get("note:meant")])
    elif "raised" not in expected and not remarks:
        remarks += _counted(seen, expected, outputs)
        remarks += _printed_alike(keys, seen, expected)
    if "changed inputs" in keys and "changed inputs" in seen:
        remarks.append(f"It also changed its input `{seen['changed inputs']}`: work on a copy.")
    if seen.get("note:printed"):
        remarks.append(f"It printed: {seen['note:printed'].strip()[:300]}")
    return remarks


def _missing_return(seen) -> list[str]:
    if not (isinstance(seen.get("result"), str) and seen["result"] == "None"):
        return []
    printing = "Printing shows a value, `return` hands it over." if "note:printed" in seen else ""
    return [f"It returned nothing (`None`). Is there a `return`? {printing}".strip()]


def _counted(seen, expected, outputs) -> list[str]:
    """Say that the kind or number of results or a shape is off."""
    if _is_dict(seen) and not _is_dict(expected):
        named = f" ({', '.join(outputs)})" if outputs else ""
        asked = "the value" if _count(expected) == 1 else f"{_count(expected)} values{named}"
        return [f"It returned a dict. Return {asked}, not a dict."]
    if _count(seen) != _count(expected):
        named = f" ({', '.join(outputs)})" if outputs else ""
        found = "1 result" if _count(seen) == 1 else f"{_count(seen)} results"
        return [f"It returned {found} and not {_count(expected)}{named}."]
    if "result" in expected and "result" not in seen:
        return ["It returned a tuple; one value is expected. Is there a comma, or a `[0]` missing?"]
    if text := _of_another_kind(seen, expected):
        return [text]
    if any(_shape(seen, key) != _shape(expected, key) for key in seen if key in expected):
        if _shape(expected, "result") == () and np.size(seen["result"]) == 1:
            return ["It is one number in an array; the number itself is expected."]
        return ["The shapes differ: print the shape after each line."]
    return [
        f"It returned {seen[key]}; a number is expected."
        for key in seen
        if key in expected and _is_bool(seen[key]) and _is_no_answer_of_bools(expected[key])
    ]


def _of_another_kind(seen: Observation, expected: Observation) -> str:
    """Say that there is text, a set or a list of `None` where numbers belong, or ""."""
    for key, value in seen.items():
        right = expected.get(key)
        if not isinstance(right, np.ndarray) or right.dtype.kind not in "fiub":
            continue
        asked = "a list or an array of numbers is" if right.ndim else "a number is"
        if isinstance(value, str) and _is_object(value):
            if value in _WITH_GAPS:
                return "Something in it is no number, such as `None`; `np.nan` stands for a gap."
            return f"It returned {value}; {asked} expected."
        if isinstance(value, str) and value == "None":
            return f"A part of what it returned is `None`; {asked} expected."
        if isinstance(value, str) or value.dtype.kind == "U":
            return f"It returned text; {asked} expected."
    return ""


_WITH_GAPS = ("an object of type list", "an object of type ndarray", "an object of type Series")


def _is_object(value: str) -> bool:
    return value.startswith("an object of type ")


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


def _size(value) -> int:
    """Count the numbers in the arguments of a call; lists may hold lists of different lengths."""
    if isinstance(value, dict):
        return sum(map(_size, value.values()))
    return sum(map(_size, value)) if isinstance(value, list | tuple) else np.size(value)


def _count(observation: Observation) -> int:
    return sum(key.startswith("result") for key in observation)


def _is_dict(observation: Observation) -> bool:
    return any(key.startswith("result['") for key in observation)


def _is_bool(value) -> bool:
    return isinstance(value, np.ndarray) and value.dtype == bool and value.ndim == 0


def _is_no_answer_of_bools(value) -> bool:
    return isinstance(value, np.ndarray) and not np.isin(value, (0, 1)).all()


def _shape(observation: Observation, key: str) -> tuple | None:
    return getattr(observation.get(key), "shape", None)


def _as_it_came(value) -> str:
    """Write an observed value; what was text stands in quotes."""
    is_text = isinstance(value, str) and value != "None" and not _is_object(value)
    return repr(value) if is_text else _literal(value)


def _literal(value) -> str:
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return pprint.pformat(value, width=70, compact=True)  # an array breaks its lines too
    if isinstance(value, np.ndarray):
        return np.array2string(
            value,
            precision=4,
            threshold=40,
            suppress_small=value.ndim > 0,  # one small number is not 0
            max_line_width=70,
            separator=", ",
        )
    return str(value)


def _shaped(value) -> str:
    if isinstance(value, np.ndarray) and value.ndim:
        return f"{_literal(value)}   shape {value.shape}"
    return _as_it_came(value)
