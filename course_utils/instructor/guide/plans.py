"""The two plans of a class, 45 and 90 minutes: a selection kept as data, laid on the clock."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from course_utils.instructor.guide.outline import Section
from course_utils.instructor.notebooks import NotebookError

SHORT, LONG = 45, 90
QUIZZES = {
    "self-test": "self-test, before class",
    "entry": "entry quiz, before class",
    "exit": "exit quiz, at home",
}


@dataclass(frozen=True)
class Item:
    """Some minutes of a class: a section, or (without one) what `title` says."""

    title: str
    minutes: int
    do: str
    section: Section | None


def read_plans(path: Path) -> dict[str, dict]:
    """Return chapter -> its table of plans.toml.

    Raises
    ------
    NotebookError
        If the file is not TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise NotebookError(f"{path.name} is not TOML: {error}") from None


def short_plan(plan: dict, sections: list[Section]) -> list[Item]:
    """Return the items of 45 minutes, in the order of the file.

    Raises
    ------
    NotebookError
        With everything that does not fit: an unknown section or name, minutes that don't add up.
    """
    items = [_item(entry, sections) for entry in plan["short"]]
    _refuse(_problems(items, SHORT) + _too_long(items))
    return items


def long_plan(plan: dict, sections: list[Section]) -> list[Item]:
    """Return the items of 90 minutes: all core sections, and what the file puts after them."""
    waiting = [(entry["after"], _item(entry, sections)) for entry in plan.get("long", [])]
    known = {section.title for section in sections if section.core}
    _refuse([f"after {after!r}: no core section" for after, _ in waiting if after not in known])
    items = []
    for section in sections:
        if section.core:
            items.append(Item(section.title, section.minutes, inside(section), section))
            items += [item for after, item in waiting if after == section.title]
    _refuse(_problems(items, LONG))
    return items


def inside(section: Section) -> str:
    """Say in words what a section asks the class to do."""
    words = [f"exercise `{name}`" for name in section.exercises]
    words += [f"explorer `{name}`" for name in section.explorers]
    words += [f"`{poll}`" for poll, minute in section.polls.items() if minute is not None]
    words += [f"claim {claim}" for claim in section.claims]
    words += [said for part, said in QUIZZES.items() if part in section.polls]
    return ", ".join(words or ["slides" if section.slides else ""])


def _item(entry: dict, sections: list[Section]) -> Item:
    by_title = {section.title: section for section in sections}
    if "section" in entry and entry["section"] not in by_title:
        _refuse([f"no section has the title {entry['section']!r}"])
    title = entry.get("section") or entry["title"]
    return Item(title, entry["minutes"], entry.get("do", ""), by_title.get(title))


def _problems(items: list[Item], total: int) -> list[str]:
    problems = []
    if (minutes := sum(item.minutes for item in items)) != total:
        problems.append(f"the items take {minutes} minutes, not {total}")
    for item in items:
        named = re.findall(r"\*([^*]+)\*|`([^`]+)`", item.do)
        unknown = {a or b for a, b in named} - (item.section.names if item.section else set())
        if item.section and unknown - set(item.section.claims):
            problems.append(f"{item.title!r} has no {', '.join(sorted(unknown))}")
    return problems


def _too_long(items: list[Item]) -> list[str]:
    return [
        f"{item.title!r} gets {item.minutes} minutes and has {item.section.minutes}"
        for item in items
        if item.section and item.minutes > item.section.minutes
    ]


def _refuse(problems: list[str]) -> None:
    if problems:
        raise NotebookError("plans.toml has to be mended: " + "; ".join(problems))
