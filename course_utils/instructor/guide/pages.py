"""The instructor's pages: what stands between two markers is written here, the rest by hand."""

import re
from pathlib import Path

from course_utils.classroom.quiz import load_quiz
from course_utils.instructor.guide.audit import count_table, findings, verdict_tables, waiting_table
from course_utils.instructor.guide.mistakes import mistake_lists, poll_table, quiz_table
from course_utils.instructor.guide.outline import outline
from course_utils.instructor.guide.plans import long_plan, read_plans, short_plan
from course_utils.instructor.guide.tables import (
    extra_table,
    overview_table,
    plan_table,
    rubric_table,
    section_table,
)
from course_utils.instructor.notebooks import NotebookError, find_chapter, load
from course_utils.instructor.solutions import chapter_exercises
from course_utils.places import ROOT, write_whole

FOLDER = Path("docs") / "instructor_guide"
GUIDE = FOLDER.with_suffix(".md")
AUDIT = Path("docs") / "source_audit.md"
README = Path("README.md")
BLOCKS = ("late", "plan-45", "plan-90", "polls", "extras", "rubric", "sections", "quiz", "mistakes")


def blocks(chapter: str, root: Path = ROOT) -> dict[str, str]:
    """Return name -> text of every generated part of a chapter's page (its full name)."""
    first_note, sections = outline(load(chapter, root))
    plan = read_plans(root / FOLDER / "plans.toml").get(chapter)
    if plan is None:
        raise NotebookError(f"{FOLDER.as_posix()}/plans.toml has no table for {chapter}.")
    items = load_quiz(root / "course_utils" / chapter.partition("_")[2] / "quiz.json")
    listed = root / "docs" / "misconceptions.csv"
    found = {
        "late": "> " + " ".join(first_note.split("\n\n")[0].split()),
        "plan-45": plan_table(short_plan(plan, sections)),
        "plan-90": plan_table(long_plan(plan, sections)),
        "polls": poll_table(items, sections),
        "extras": extra_table(sections),
        "sections": section_table(sections),
        "quiz": quiz_table(items),
        "mistakes": mistake_lists(chapter_exercises(chapter), sections, listed),
    }
    if any(section.table for section in sections):
        found["rubric"] = rubric_table(plan, sections)
    return found


def renewed(chapter: str, root: Path = ROOT) -> str:
    """Return a chapter's page with its generated parts written anew.

    Raises
    ------
    NotebookError
        If the page is missing, a marker is missing or comes twice, or plans.toml does not fit.
    """
    return _filled(root / FOLDER / f"{chapter}.md", blocks(chapter, root))


def renewed_guide(root: Path = ROOT) -> str:
    """Return the guide with its table of chapters written anew; raises as `renewed`."""
    read = {name: load(name, root) for name in chapter_names(root)}
    titles = {name: nb.cells[0].source[2:].partition(":")[0] for name, nb in read.items()}
    sections = {name: outline(nb)[1] for name, nb in read.items()}
    return _filled(root / GUIDE, {"chapters": overview_table(titles, sections)})


def renewed_audit(root: Path = ROOT) -> dict[Path, str]:
    """Return the two pages that tell what was found of the claims; raises as `renewed`."""
    names = chapter_names(root)
    found = findings(names, root)
    counts = count_table(found)
    tables = {"claims": verdict_tables(found, names), "waiting": waiting_table(found)}
    return {
        AUDIT: _filled(root / AUDIT, {"counts": counts, **tables}),
        README: _filled(root / README, {"counts": counts}),
    }


def chapter_names(root: Path = ROOT) -> list[str]:
    """Return the full names of the chapters, in their order."""
    return sorted(path.stem for path in (root / "chapters").glob("*.md"))


def _filled(path: Path, contents: dict[str, str]) -> str:
    if not path.exists():
        raise NotebookError(f"{path.name} does not exist in {path.parent}; write it first.")
    text = path.read_text(encoding="utf-8")
    for name, content in contents.items():
        begin, end = f"<!-- {name}: written by make guide -->", f"<!-- end of {name} -->"
        pattern = re.compile(f"{re.escape(begin)}\n.*?{re.escape(end)}", re.DOTALL)
        if text.count(begin) != 1 or len(pattern.findall(text)) != 1:
            raise NotebookError(
                f"{path.name} needs these two lines, once and in this order: {begin} and {end}"
            )
        text = pattern.sub(lambda _, whole=f"{begin}\n\n{content}\n\n{end}": whole, text)
    return text


def write(name: str, root: Path = ROOT) -> Path:
    """Write the generated parts of a chapter's page; return the page."""
    chapter = find_chapter(name, root)
    path = root / FOLDER / f"{chapter}.md"
    write_whole(path, renewed(chapter, root))
    return path


def write_guide(root: Path = ROOT) -> Path:
    """Write the guide's table of chapters; return the guide."""
    write_whole(root / GUIDE, renewed_guide(root))
    return root / GUIDE


def write_audit(root: Path = ROOT) -> list[Path]:
    """Write what the notebooks found of the claims; return the pages."""
    pages = renewed_audit(root)
    for path, text in pages.items():
        write_whole(root / path, text)
    return [root / path for path in pages]
