"""The list of misconceptions: what stands in it is taught, and what is taught stands in it.

An id that is not in the list is the course's own, found while teaching: M and a number from 6 up.
Its meaning is what the exercise says that names it.
"""

import csv
import importlib
import re
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import pytest

from course_utils.classroom.quiz import load_all

ROOT = Path(__file__).parents[1]
COLUMNS = ["id", "chapter", "topic", "wrong_variant", "symptom", "hint"]
OWN = re.compile(r"M([6-9]|[1-9]\d+)")
CHAPTERS = sorted(path.stem for path in (ROOT / "chapters").glob("*.md"))
BRITISH = re.compile(
    r"\b(\w*(central|general|initial|maxim|memor|minim|normal|optim|organ|random|real|recogn"
    r"|regular|standard|summar|visual)is(e[drs]?|ing|ation\w*)|\w*(canc|lab|mod)ell(ed|ing)"
    r"|\w*(analys(e[ds]?|ing)|learnt|grey|behaviour|colour|neighbour)\w*)\b",
    re.I,
)


class Named(NamedTuple):
    """A misconception where a learner meets it."""

    id: str
    chapter: str  # the package
    says: str  # "" for an option of a quiz
    hint: str


def read_list(path: Path = ROOT / "docs" / "misconceptions.csv") -> list[dict[str, str]]:
    """Return the rows of the list."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def named_in_the_course() -> list[Named]:
    """Return every misconception that an exercise or an option of a quiz names."""
    found = []
    for chapter in CHAPTERS:
        package = chapter.partition("_")[2]
        for exercise in importlib.import_module(f"course_utils.{package}.exercises").EXERCISES:
            found += [Named(m.id, package, m.says, m.hint) for m in exercise.misconceptions]
    for package, items in load_all().items():
        options = [option for item in items for option in item["options"]]
        found += [
            Named(option["misconception"], package, "", option["feedback"])
            for option in options
            if "misconception" in option
        ]
    return found


def packages(row: dict[str, str]) -> list[str]:
    """Return the chapters of a row: '02_perceptron / 04_backprop' is due in either."""
    return [chapter.partition("_")[2] for chapter in row["chapter"].split(" / ")]


def untaught(rows: list[dict], named: list[Named], chapters: list[str]) -> list[str]:
    """Return the ids of the rows that are due in one of `chapters` and named in none of theirs."""
    there = {chapter.partition("_")[2] for chapter in chapters}
    taught = {(each.chapter, each.id) for each in named}
    return [
        row["id"]
        for row in rows
        if there & set(packages(row))
        and not any((package, row["id"]) in taught for package in packages(row))
    ]


def problems_of_ids(rows: list[dict], named: list[Named]) -> list[str]:
    """Return every id that is in no list, or whose meaning is not said, or said in two ways."""
    listed = {row["id"] for row in rows}
    meanings, problems = defaultdict(lambda: defaultdict(set)), []
    for each in named:
        if each.id not in listed:
            meanings[each.id][each.chapter] |= {each.says} - {""}
    for id, chapters in meanings.items():
        if not OWN.fullmatch(id):
            problems.append(f"{id} is not in docs/misconceptions.csv; ids of your own begin at M6")
        for chapter, says in chapters.items():
            if not says:
                problems.append(f"{id} is named by a quiz of {chapter}, and no exercise says it")
        # Within a chapter one mistake may show in several ways; a second chapter takes a new id.
        if len(chapters) > 1 and not set.intersection(*chapters.values()):
            problems.append(f"{id} means different things in {' and '.join(sorted(chapters))}")
    return problems


def odd_spelling(text: str) -> list[str]:
    """Return the British spellings in a text."""
    return [found[0] for found in BRITISH.finditer(text)]


ROWS, NAMED = read_list(), named_in_the_course()


# --- The list and the course -----------------------------------------------------------------


def test_the_list_is_whole():
    ids = [row["id"] for row in ROWS]
    assert len(ids) == len(set(ids)) >= 130
    for row in ROWS:
        assert list(row) == COLUMNS and all(text == text.strip() != "" for text in row.values())
        assert re.fullmatch(r"[A-Z]\d+", row["id"]) and not OWN.fullmatch(row["id"]), row["id"]
        for chapter in row["chapter"].split(" / "):
            assert re.fullmatch(r"\d\d_[a-z]+(_[a-z]+)*", chapter), row["id"]
        assert odd_spelling(" ".join(row.values())) == [], row["id"]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_row_of_a_chapter_is_taught(chapter):
    assert untaught(ROWS, NAMED, [chapter]) == []


def test_a_text_of_the_course_stands_behind_each_chapter_of_the_list_that_is_ready():
    names = {name for row in ROWS for name in row["chapter"].split(" / ")}
    numbers = {name[:2]: name for name in names}
    assert all(numbers.get(chapter[:2], chapter) == chapter for chapter in CHAPTERS)


def test_every_id_is_known_and_means_one_thing():
    assert problems_of_ids(ROWS, NAMED) == []


def test_the_chapters_hints_are_spelled_as_the_list_is():
    for each in NAMED:
        assert odd_spelling(f"{each.says} {each.hint}") == [], each


# --- The rules can fail ----------------------------------------------------------------------

TOY = [
    {"id": "P2", "chapter": "02_one"},
    {"id": "F1", "chapter": "02_one / 04_two"},
    {"id": "G1", "chapter": "06_three"},
]


@pytest.mark.parametrize(
    "chapters, named, missing",
    [
        ([], [], []),
        (["02_one"], [], ["P2", "F1"]),
        (["02_one"], [("P2", "one")], ["F1"]),
        (["02_one"], [("P2", "two"), ("F1", "two")], ["P2"]),
        (["04_two"], [], ["F1"]),
        (["04_two", "06_three"], [("F1", "one")], ["G1"]),
    ],
)
def test_a_row_that_nobody_teaches_is_found(chapters, named, missing):
    assert untaught(TOY, [Named(*pair, "", "") for pair in named], chapters) == missing


@pytest.mark.parametrize(
    "named, says",
    [
        ([("P3", "one", "adds")], "P3 is not in docs/misconceptions.csv"),
        ([("M5", "one", "adds")], "M5 is not in"),
        ([("M06", "one", "adds")], "M06 is not in"),
        ([("M6", "one", "")], "M6 is named by a quiz of one, and no exercise says it"),
        ([("M6", "one", "adds"), ("M6", "two", "")], "M6 is named by a quiz of two"),
        ([("M6", "one", "adds"), ("M6", "two", "counts")], "M6 means different things in one and"),
    ],
)
def test_an_id_without_a_meaning_or_with_two_is_found(named, says):
    found = problems_of_ids(TOY, [Named(*three, "") for three in named])
    assert found and found[0].startswith(says)


@pytest.mark.parametrize(
    "named",
    [
        [("P2", "one", "adds"), ("P2", "two", "counts")],
        [("M6", "one", "adds"), ("M6", "one", "counts"), ("M6", "one", "")],
        [("M6", "one", "adds"), ("M6", "one", "counts"), ("M6", "two", "counts")],
        [("M60", "one", "adds")],
    ],
)
def test_an_id_may_have_several_words_for_one_meaning(named):
    assert problems_of_ids(TOY, [Named(*three, "") for three in named]) == []


def test_british_spelling_is_found():
    text = "The optimiser learnt to normalise grey noise: labelled, colourful, analysed."
    assert odd_spelling(text) == [
        *("optimiser", "learnt", "normalise", "grey", "labelled", "colourful", "analysed")
    ]
    assert odd_spelling("Supervised realism: a precise, minimal analysis; raise, excelled.") == []
