"""What a chapter holds, read from its notebook: sections, minutes, slides, polls, exercises."""

import re
from dataclasses import dataclass, field

from nbformat import NotebookNode

from course_utils.instructor.notebooks import exercise_name, slide_type, tags

MINUTE = re.compile(r"Speaker notes, minute (\d+)\n+")


@dataclass
class Section:
    """A section with its `## ` heading; `start` is its first minute, None in an extra one."""

    title: str
    minutes: int
    start: int | None
    slides: list[tuple[int | None, str]] = field(default_factory=list)  # minute, headline
    headlines: list[str] = field(default_factory=list)
    exercises: list[str] = field(default_factory=list)
    explorers: list[str] = field(default_factory=list)
    polls: dict[str, int | None] = field(default_factory=dict)  # part -> minute, if in the deck
    claims: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    table: str = ""  # the rubric of a make task

    @property
    def core(self) -> bool:
        return self.start is not None

    @property
    def names(self) -> set[str]:
        """What words about this section may name."""
        return {self.title, *self.headlines, *self.exercises, *self.explorers, *self.polls}


def outline(nb: NotebookNode) -> tuple[str, list[Section]]:
    """Return the first speaker note, without its minute, and the sections of a notebook."""
    first_note, sections, clock, waiting = "", [], 0, ""
    for cell in nb.cells:
        if cell.source.startswith("## "):
            minutes = next(int(tag[4:]) for tag in tags(cell) if tag.startswith("min-"))
            start = clock if "core" in tags(cell) else None
            clock += minutes if start is not None else 0
            sections.append(Section(cell.source.splitlines()[0][3:], minutes, start))
        if slide_type(cell) == "notes":
            note, minute = MINUTE.sub("", cell.source), int(MINUTE.match(cell.source)[1])
            if sections:
                _note(sections[-1], note, minute, waiting)
            else:
                first_note = note
            waiting = ""
        elif sections:
            waiting = _read(sections[-1], cell) or waiting
    return first_note, sections


def _note(section: Section, note: str, minute: int, poll: str) -> None:
    """Give the minute of a note to the slide, or the poll, before it."""
    section.notes.append(note)
    if poll:
        section.polls[poll] = minute
    section.slides = [(minute if m is None else m, title) for m, title in section.slides]


def _read(section: Section, cell: NotebookNode) -> str:
    """Note what a cell brings to its section; return the name of a poll that is a slide."""
    in_deck = slide_type(cell) in ("slide", "subslide")
    if cell.cell_type == "markdown":
        # A star outside a formula is emphasis.
        plain = re.sub(r"(\$[^$\n]+\$)|\*", lambda found: found[1] or "", cell.source)
        found = re.findall(r"^#{2,3} (.+)$", plain, re.MULTILINE)
        section.headlines += found
        section.slides += [(None, title) for title in found if in_deck]
        if cell.source.startswith("## ") and "not yet | good" in cell.source:
            section.table = cell.source[cell.source.index("| | not yet") :]
        return ""
    section.exercises += [name] if (name := exercise_name(cell)) else []
    section.explorers += re.findall(r"\bexplorers\.(\w+)\.show\(", cell.source)
    section.claims += [tag[6:] for tag in tags(cell) if tag.startswith("claim:")]
    polls = re.findall(r'\bquiz\("\w+", "([\w-]+)"\)', cell.source)
    section.polls |= dict.fromkeys(polls)
    return polls[0] if polls and in_deck else ""
