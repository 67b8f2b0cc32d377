"""Tables of the instructor's pages: plans, sections, what is left for home, the rubric."""

from collections.abc import Iterable

from course_utils.instructor.guide.outline import Section
from course_utils.instructor.guide.plans import Item, inside
from course_utils.instructor.notebooks import NotebookError


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    r"""Return a Markdown table.

    >>> print(table(["a", "b"], [["1", "x | y"]]))
    | a | b |
    |---|---|
    | 1 | x \| y |
    """
    head = list(head)
    lines = [head, *([" ".join(cell.replace("|", r"\|").split()) for cell in row] for row in rows)]
    text = ["| " + " | ".join(line) + " |" for line in lines]
    return "\n".join([text[0], "|" + "---|" * len(head), *text[1:]])


def plan_table(items: list[Item]) -> str:
    """Return a plan on the clock; the second column is the minute that the speaker notes show."""
    rows, clock = [], 0
    for item in items:
        core = item.section is not None and item.section.core
        notes = str(item.section.start) if core else "–"
        rows.append([f"{clock}–{clock + item.minutes}", notes, item.title, item.do])
        clock += item.minutes
    return table(["clock", "in the notes", "section", "what happens"], rows)


def section_table(sections: list[Section]) -> str:
    """Return every core section with its minutes, its slides and what it asks for."""
    rows = []
    for section in sections:
        if section.core:
            slides = [f"{m} *{title}*" for m, title in section.slides if title != section.title]
            end = section.start + section.minutes
            span = f"{section.start}–{end}"
            held = " · ".join(filter(None, [*slides, inside(section)]))
            rows.append([span, str(section.minutes), section.title, held])
    total = sum(section.minutes for section in sections if section.core)
    rows.append(["", f"**{total}**", "**all core sections**", ""])
    return table(
        ["minutes", "takes", "section", "slides that follow (minute, headline), and tasks"], rows
    )


def extra_table(sections: list[Section]) -> str:
    """Return the extra sections: what can be given as homework, and what it takes."""
    extra = [section for section in sections if not section.core]
    rows = [[section.title, str(section.minutes), inside(section)] for section in extra]
    rows.append(["**all of them**", f"**{sum(section.minutes for section in extra)}**", ""])
    return table(["extra section", "minutes", "in it"], rows)


def overview_table(titles: dict[str, str], chapters: dict[str, list[Section]]) -> str:
    """Return a row for each chapter (full name -> title, sections), with a link to its page."""
    rows = []
    for chapter, sections in chapters.items():
        core = [section for section in sections if section.core]
        extra = [section for section in sections if not section.core]
        makes = [section.title.removeprefix("Extra: ") for section in sections if section.table]
        words = [
            f"[{chapter[:2]} {titles[chapter]}](instructor_guide/{chapter}.md)",
            *(str(sum(section.minutes for section in part)) for part in (core, extra)),
            *(str(sum(len(section.exercises) for section in part)) for part in (core, extra)),
            str(sum(minute is not None for section in core for minute in section.polls.values())),
            "; ".join(makes) or "–",
        ]
        rows.append(words)
    minutes, exercises = ["core minutes", "extra"], ["core exercises", "extra"]
    return table(["page", *minutes, *exercises, "polls", "make task"], rows)


def rubric_table(plan: dict, sections: list[Section]) -> str:
    """Return the chapter's own rubric with a level below it, and where to look.

    Raises
    ------
    NotebookError
        If the criteria of plans.toml are not those of the chapter.
    """
    (text,) = [section.table for section in sections if section.table]
    lines = [line.strip("| \n").split(" | ") for line in text.strip().splitlines()[2:]]
    ours = plan.get("rubric", {})
    criteria = [line[0] for line in lines]
    if criteria != list(ours):
        raise NotebookError(
            f"plans.toml has to be mended: its rubric has {', '.join(ours) or 'no criteria'}; "
            f"the chapter's has {', '.join(criteria)}"
        )
    rows = [[line[0], ours[line[0]][0], *line[1:], ours[line[0]][1]] for line in lines]
    return table(["", "0 missing", "1 not yet", "2 good", "3 excellent", "where to look"], rows)
