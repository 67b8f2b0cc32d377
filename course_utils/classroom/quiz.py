"""Retrieval questions: read, decide, choose a letter, and read why.

A question is an output of its own, and its answer buttons are the next one. So it can be read,
printed and put on a slide without a kernel, the buttons stand right below it for eye, Tab key and
screen reader, and the options are text in which the page typesets formulas (the labels of widgets
can't). Nothing is stored, and an answer can be changed as often as one likes.
"""

import json
import re
from functools import cache
from pathlib import Path

from IPython.display import display

from course_utils.places import as_path

from .answering import LETTERS, show_controls
from .markup import inline, paragraph

CHAPTERS = Path(__file__).resolve().parents[1]
SCHEMA = Path(__file__).with_name("quiz.schema.json")
_ALL_ABOVE = re.compile(r"\b(all|any|none|both|neither) of (the above|these|them)\b", re.I)
_VERDICT_FIRST = re.compile(r"(right|correct|wrong|incorrect|not yet|yes|no)\s*[:,.!]", re.I)


def quiz(chapter: str, part: str) -> None:
    """Display the questions of one part of a chapter, each followed by its answer controls.

    Parameters
    ----------
    chapter : str
        The chapter's package: "perceptron" reads course_utils/perceptron/quiz.json.
    part : str
        "entry", "exit" or the name of a poll.

    Raises
    ------
    ValueError
        If there is no such chapter or part (the message lists those there are), or if the file
        breaks a rule.
    """
    items = [item for item in load_quiz(_file(chapter)) if item["part"] == part]
    if not items:
        parts = dict.fromkeys(item["part"] for item in load_quiz(_file(chapter)))
        raise ValueError(f"part must be one of {', '.join(parts)} in {chapter}; got {part!r}.")
    for number, item in enumerate(items, 1):
        name = f"Question {number}" if len(items) > 1 else "Question"
        display({"text/plain": _as_text(name, item), "text/html": _as_html(name, item)}, raw=True)
        show_controls(name, item)


def load_quiz(path: str | Path) -> list[dict]:
    """Return the items of a quiz file, checked by quiz.schema.json and by `problems`.

    Raises
    ------
    OSError
        If the file can't be read.
    ValueError
        With everything that is wrong in the file, one line each.
    """
    path = as_path(path, "path")
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path.name} is not JSON: {error}.") from None
    found = [f"{_place(e.absolute_path)}{e.message}" for e in _validator().iter_errors(data)]
    found = sorted(found) or problems(data["items"])
    if found:
        listed = "\n".join(f"- {problem}" for problem in found)
        raise ValueError(f"{path.parent.name}/{path.name} has to be mended:\n{listed}")
    return data["items"]


def load_all(folder: str | Path = CHAPTERS) -> dict[str, list[dict]]:
    """Return chapter -> items for every quiz of the course; an id must not come twice."""
    course, owner = {}, {}
    for path in sorted(as_path(folder, "folder").glob("*/quiz.json")):
        course[path.parent.name] = load_quiz(path)
        for item in course[path.parent.name]:
            first = owner.setdefault(item["id"], path.parent.name)
            if first != path.parent.name:
                raise ValueError(f"id {item['id']!r} is used in {first} and {path.parent.name}.")
    return course


def problems(items: list[dict]) -> list[str]:
    """Return what a schema can't say: one right answer, words that teach, no give-aways."""
    found, seen = [], set()
    for item in items:
        texts = [option["text"] for option in item["options"]]
        right = sum(option["correct"] for option in item["options"])
        rules = [
            (item["id"] in seen, "this id is used twice; ids are unique in the whole course"),
            (right != 1, f"{right} options are marked correct; mark exactly one"),
            (len({text.casefold() for text in texts}) < len(texts), "two options are the same"),
            (
                any(_ALL_ABOVE.search(text) for text in texts),
                "an option like 'all of the above' tests reading, not knowing: replace it",
            ),
            (
                any("misconception" in option for option in item["options"] if option["correct"]),
                "the right option names a misconception",
            ),
        ]
        for option, letter in zip(item["options"], LETTERS, strict=False):
            feedback = option["feedback"]
            few = len(re.findall(r"[^\W\d_]{2,}", feedback)) < 3
            rules.append((few, f"the feedback of {letter} needs words: say why"))
            named = bool(_VERDICT_FIRST.match(feedback))
            rules.append((named, f"the feedback of {letter} repeats 'Right' or 'Not yet': cut it"))
        shown = [item["question"], item.get("why", ""), *texts]
        shown += [option["feedback"] for option in item["options"]]
        for mark, what in (("$", "formula"), ("`", "code")):
            odd = any(text.count(mark) % 2 for text in shown)
            rules.append((odd, f"a {mark} has no partner, so a {what} would never end"))
        seen.add(item["id"])
        found += [f"{item['id']}: {text}" for broken, text in rules if broken]
    return found


@cache
def _validator():
    from jsonschema import Draft202012Validator  # here, because a tenth of a second is long

    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _place(path) -> str:
    """Write where in the file a rule is broken: 'item 2, option 1, text: '."""
    parts = list(path)
    words = [
        f"{name.removesuffix('s')} {parts[i + 1] + 1}"
        if i + 1 < len(parts) and isinstance(parts[i + 1], int)
        else str(name)
        for i, name in enumerate(parts)
        if not isinstance(name, int)
    ]
    return f"{', '.join(words)}: " if words else ""


def _file(chapter: str) -> Path:
    there = sorted(path.parent.name for path in CHAPTERS.glob("*/quiz.json"))
    if chapter not in there:
        raise ValueError(f"chapter must be one of {', '.join(there)}; got {chapter!r}.")
    return CHAPTERS / chapter / "quiz.json"


def _as_text(name: str, item: dict) -> str:
    lines = [paragraph(f"{name}: {item['question']}".replace("`", ""))]
    for letter, option in zip(LETTERS, item["options"], strict=False):
        lines.append(paragraph(option["text"].replace("`", ""), f"  {letter}. ", "     "))
    return "\n".join(lines)


def _as_html(name: str, item: dict) -> str:
    # The letters are text: a list's own letters turn into numbers where styles are stripped.
    options = "".join(
        f'<li style="margin: 4px 0"><strong>{letter}.</strong> {inline(option["text"])}</li>'
        for letter, option in zip(LETTERS, item["options"], strict=False)
    )
    return (
        f'<div class="course-question" style="max-width: 46em; margin-top: 16px">'
        f"<p><strong>{name}.</strong> {inline(item['question'])}</p>"
        f'<ul style="list-style: none; margin: 4px 0; padding-left: 1.5em">{options}</ul></div>'
    )
