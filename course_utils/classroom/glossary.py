"""A chapter's terms in English and Chinese, from its glossary.csv."""

import csv
import re
from pathlib import Path
from typing import NamedTuple

from IPython.display import display

from course_utils.places import ROOT

from .markup import paragraph, table

CHAPTERS = ROOT / "course_utils"


class Term(NamedTuple):
    """One row of a glossary."""

    term: str
    chinese: str
    definition: str


def glossary(chapter: str) -> None:
    """Display the glossary of `chapter` (a package of the course, as in "perceptron").

    Raises
    ------
    ValueError
        If there is no such chapter (the message lists those there are), or the file breaks a rule.
    """
    there = sorted(path.parent.name for path in CHAPTERS.glob("*/glossary.csv"))
    if chapter not in there:
        raise ValueError(f"chapter must be one of {', '.join(there)}; got {chapter!r}.")
    terms = load_glossary(CHAPTERS / chapter / "glossary.csv")
    html = table("Words of this chapter", ("term", "Chinese", "definition"), terms, Chinese="zh")
    words = (f"{t.term} ({t.chinese}): {t.definition}".replace("`", "") for t in terms)
    text = "\n".join(paragraph(line, after="  ") for line in words)
    display({"text/plain": text, "text/html": html}, raw=True)


def load_glossary(path: str | Path) -> list[Term]:
    """Return the terms of a glossary: three filled columns, each term once, sorted.

    Raises
    ------
    ValueError
        With the place and what to do.
    """
    path = Path(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = list(csv.reader(file, strict=True)) or [[]]
    except (UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"{path.name} is not a CSV file in UTF-8: {error}.") from None
    if tuple(header) != Term._fields:
        expected, got = ",".join(Term._fields), ",".join(header)
        raise ValueError(f"{path.name} must begin with the line {expected}; got {got!r}.")
    if not rows:
        raise ValueError(f"{path.name} holds no term; add one line for each.")
    before = ""
    for number, row in enumerate(rows, 1):
        name = row[0] if row else "empty line"
        problem = _problem(row, before)
        if problem:
            raise ValueError(f"{path.name}, term {number} ({name}): {problem}.")
        before = name.casefold()
    return [Term(*row) for row in rows]


def _problem(row: list[str], before: str) -> str:
    """Return what is wrong with a row that follows the term `before`, or ""."""
    if len(row) != 3:
        return f"{len(row)} columns instead of 3; put a definition with a comma in double quotes"
    for column, text in zip(Term._fields, row, strict=True):
        if not text or text != text.strip():
            return f"{column} is empty or has spaces around it: {text!r}"
    if not re.search(r"[\u3400-\u9fff]", row[1]):
        return f"chinese holds no Chinese character: {row[1]!r}"
    term = row[0].casefold()
    if term <= before:
        return "this term comes twice" if term == before else f"sort: it stands after {before!r}"
    return ""
