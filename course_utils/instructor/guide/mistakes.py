"""Where students go wrong: polls, quizzes, and the misconceptions of each exercise in words."""

import csv
import re
from collections.abc import Sequence
from pathlib import Path

from course_utils.classroom.answering import LETTERS
from course_utils.classroom.exercises import Exercise, Misconception
from course_utils.instructor.guide.outline import Section
from course_utils.instructor.guide.tables import table


def poll_table(items: list[dict], sections: list[Section]) -> str:
    """Return the polls in the order of the class: question, right letter, what to ask whom."""
    rows = []
    for section in sections:
        for part, minute in section.polls.items():
            if part not in ("entry", "exit", "self-test"):
                where = "notebook" if minute is None else str(minute)
                rows += [[where, f"`{part}`", *_asked(i)] for i in items if i["part"] == part]
    return table(["minute", "poll", "question", "right", "to who chose another, ask"], rows)


def quiz_table(items: list[dict]) -> str:
    """Return the questions of the self-test, the entry and the exit quiz."""
    parts = ("self-test", "entry", "exit")
    rows = [[part, *_asked(i)] for part in parts for i in items if i["part"] == part]
    return table(["quiz", "question", "right", "to who chose another, ask"], rows)


def _asked(item: dict) -> list[str]:
    options = list(zip(LETTERS, item["options"], strict=False))
    right = [f"**{letter}** {option['text']}" for letter, option in options if option["correct"]]
    wrong = [
        f"{letter} “{option['text']}”: {option['feedback']}"
        for letter, option in options
        if not option["correct"]
    ]
    return [item["question"], "; ".join(right), "<br>".join(wrong)]


def mistake_lists(exercises: Sequence[Exercise], sections: list[Section], listed: Path) -> str:
    """Return, exercise by exercise, what is done wrong and the question that helps.

    Those of the core stand open, those of extra sections behind a click. What an earlier exercise
    of the chapter has told is named by its id alone.
    """
    with listed.open(encoding="utf-8", newline="") as file:
        leads_to = {row["id"]: row["symptom"] for row in csv.DictReader(file)}
    by_name = {exercise.name: exercise for exercise in exercises}
    told: set[tuple[str, str, str]] = set()
    blocks = []
    for section in sorted(sections, key=lambda section: not section.core):
        for name in section.exercises:
            words = _words(by_name[name], section, told, leads_to)
            blocks.append(words if section.core else _folded(words))
    return "\n\n".join(blocks)


def _words(exercise: Exercise, section: Section, told: set, leads_to: dict[str, str]) -> str:
    new, old = [], []
    for one in exercise.misconceptions:
        key = (one.id, one.says, one.hint)
        (old if key in told else new).append(one)
        told.add(key)
    kind = "" if section.core else ", extra"
    parts = [f"#### `{exercise.name}`: {exercise.title} (*{section.title}*{kind})"]
    if slips := _slips(exercise.name, section):
        parts.append(f"From the notes: {slips}")
    if new:
        who = "someone who" if exercise.asks_for_one_value else "code that"
        parts.append(table(["id", who, "ask"], [_row(one, leads_to) for one in new]))
    if old:
        ids = ", ".join(dict.fromkeys(one.id for one in old))
        parts.append(f"Seen above already: {ids}.")
    parts.append(f"After a pass, ask: {exercise.why} *Answer:* {exercise.because}")
    return "\n\n".join(parts)


def _row(one: Misconception, leads_to: dict[str, str]) -> list[str]:
    seen = leads_to.get(one.id, "").replace("(measured) ", "").rstrip(".")
    return [one.id, f"{one.says} (leads to: {seen})" if seen else one.says, one.hint]


def _slips(name: str, section: Section) -> str:
    """Return what the notes beside the exercise say of its most frequent mistakes."""
    note = next((note for note in section.notes if f"`{name}`" in note), "")
    found = re.findall(r"(?:The m|M)ost frequent.*?\.(?=\s|$)", note, re.DOTALL)
    return " ".join(" ".join(found).split())


def _folded(words: str) -> str:
    head, _, rest = words.partition("\n\n")
    name, _, title = head.removeprefix("#### `").partition("`: ")
    summary = f"<code>{name}</code>: {re.sub(r'[*`]', '', title)}"
    return f"<details><summary>{summary}</summary>\n\n{rest}\n\n</details>"
