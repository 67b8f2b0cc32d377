"""The instructor's pages: what is generated is current, plans add up, words name what there is."""

import re
import shutil
from pathlib import Path

import pytest

from course_utils.__main__ import parser
from course_utils.classroom.quiz import load_quiz
from course_utils.instructor.guide import BLOCKS, renewed, renewed_guide
from course_utils.instructor.guide.mistakes import mistake_lists, poll_table
from course_utils.instructor.guide.outline import outline
from course_utils.instructor.guide.plans import long_plan, read_plans, short_plan
from course_utils.instructor.guide.tables import plan_table, rubric_table
from course_utils.instructor.notebooks import NotebookError, load
from course_utils.instructor.solutions import chapter_exercises

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "instructor_guide"
GUIDE = ROOT / "docs" / "instructor_guide.md"
CHAPTERS = sorted(path.stem for path in (ROOT / "chapters").glob("*.md"))
PAGES = sorted(path.stem for path in FOLDER.glob("*.md"))
GENERATED = re.compile(r"<!-- ([\w-]+): written by make guide -->.*?<!-- end of \1 -->", re.S)
HEADINGS = (
    "Five minutes before class",
    "What to say",
    "45 minutes",
    "90 minutes",
    "Live, and what to do if it fails",
    "Polls",
    "Discussion",
    "Homework",
)


def by_hand(chapter):
    """Return what of a page is written by hand."""
    return GENERATED.sub("", (FOLDER / f"{chapter}.md").read_text("utf-8"))


def part(text, heading):
    """Return what stands below a `## ` heading."""
    return text.partition(f"## {heading}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("chapter", PAGES)
def test_the_generated_parts_are_current(chapter):
    page = (FOLDER / f"{chapter}.md").read_text("utf-8")
    name = chapter.partition("_")[2]
    assert page == renewed(chapter), (
        f"docs/instructor_guide/{chapter}.md is not what its sources say now: "
        f"make guide CHAPTER={name} (without make: python tools/guide.py {name})"
    )
    found = [match[1] for match in GENERATED.finditer(page)]
    makes = any(section.table for section in outline(load(chapter))[1])
    assert found == [name for name in BLOCKS if name != "rubric" or makes]


@pytest.mark.parametrize("chapter", PAGES)
def test_what_is_written_by_hand_is_there(chapter):
    text = by_hand(chapter)
    for heading in HEADINGS:
        assert f"\n## {heading}\n" in text
    assert len(re.findall(r"^\d\. ", part(text, "What to say"), re.M)) == 3
    asked = re.split(r"^\d\. ", part(text, "Discussion"), flags=re.M)[1:]
    questions = [" ".join(one.split()) for one in asked]
    assert 4 <= len(questions) <= 6
    assert all("?" in one and "good answer" in one for one in questions)
    assert "**" in part(text, "Live, and what to do if it fails")
    assert re.search(r"^\| +\| 0 missing \|", (FOLDER / f"{chapter}.md").read_text("utf-8"), re.M)


@pytest.mark.parametrize("chapter", PAGES)
def test_words_by_hand_name_what_the_chapter_has(chapter):
    _, sections = outline(load(chapter))
    text = " ".join(by_hand(chapter).replace("**", "").split())
    names = set().union(*(section.names for section in sections))
    assert set(re.findall(r"\*([^*]+)\*", text)) <= names
    plain = {name for name in re.findall(r"`([a-z_]{3,})`", text)}
    assert plain - names <= {"append", "doctor", "make", "nan"}


@pytest.mark.parametrize("page", [GUIDE, *sorted(FOLDER.glob("*.md"))], ids=lambda page: page.stem)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)\)", GENERATED.sub("", page.read_text("utf-8"))):
        assert target.startswith("https://") or (page.parent / target).exists(), target


@pytest.mark.parametrize("page", [GUIDE, *sorted(FOLDER.glob("*.md"))], ids=lambda page: page.stem)
def test_commands_are_there(page):
    text = GENERATED.sub("", page.read_text("utf-8"))
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    assert set(re.findall(r"(?m)(?:^|`)make\s([a-z-]+)", text)) <= targets
    commands = set(re.findall(r"^    ([a-z]+)\b", parser().format_help(), re.M))
    assert set(re.findall(r"-m course_utils\s([a-z]+)", text)) <= commands


def test_every_chapter_has_a_page_and_the_guide_leads_to_it():
    assert PAGES == CHAPTERS, "write docs/instructor_guide/NN_<name>.md, then: make guide"
    assert GUIDE.read_text("utf-8") == renewed_guide(), (
        "docs/instructor_guide.md is not what its sources say now: make guide"
    )
    assert list(read_plans(FOLDER / "plans.toml")) == CHAPTERS


def wrong_letters(sections, items):
    """Return the sections whose notes name other letters than the quiz has as right."""
    right = {
        item["part"]: "ABCDE"[[option["correct"] for option in item["options"]].index(True)]
        for item in items
    }
    wrong = []
    for section in sections:
        letters = [right[poll] for poll, minute in section.polls.items() if minute is not None]
        found = [re.match(r"Right: (\w)\b", note) for note in section.notes]
        if [one[1] for one in found if one] != letters:
            wrong.append(section.title)
    return wrong


@pytest.mark.parametrize("chapter", PAGES)
def test_the_notes_name_the_letter_that_is_right(chapter):
    items = load_quiz(ROOT / "course_utils" / chapter.partition("_")[2] / "quiz.json")
    assert wrong_letters(outline(load(chapter))[1], items) == []


def test_a_wrong_letter_in_the_notes_is_found():
    _, sections = toy()
    options = [{"correct": True}, {"correct": False}]
    assert wrong_letters(sections, [{"part": "poll-a", "options": options}]) == []
    assert wrong_letters(sections, [{"part": "poll-a", "options": options[::-1]}]) == ["A concept"]


def toy():
    """Return an outline with one core section, of ten minutes, and an extra one."""
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

    def text(source, *tags, slide="slide"):
        metadata = {"tags": list(tags), "slideshow": {"slide_type": slide}}
        return new_markdown_cell(source, metadata=metadata)

    poll = {"tags": ["quiz"], "slideshow": {"slide_type": "subslide"}}
    stub = {"tags": ["exercise", "exercise:double"]}
    rubric = "| | not yet | good | excellent |\n|---|---|---|---|\n| runs | no | yes | always |"
    cells = [
        text("# A toy"),
        text("Speaker notes, minute 0\n\nLate?", slide="notes"),
        text("## A concept", "core", "min-10"),
        text("Speaker notes, minute 0\n\nSay it.", slide="notes"),
        text("### One *more* slide", slide="subslide"),
        text("Speaker notes, minute 4\n\nShow it.", slide="notes"),
        new_code_cell('quiz("toy", "poll-a")', metadata=poll),
        text("Speaker notes, minute 6\n\nRight: A. `double`: the rest is\nhome.", slide="notes"),
        new_code_cell("def double(x):\n    ...", metadata=stub),
        text(f"## Extra: make it\n\n{rubric}", "extra", "min-60", slide="skip"),
    ]
    return outline(new_notebook(cells=cells))


def test_an_outline_holds_sections_minutes_and_tasks():
    first, (core, extra) = toy()
    assert first == "Late?"
    assert (core.title, core.minutes, core.start) == ("A concept", 10, 0)
    assert core.slides == [(0, "A concept"), (4, "One more slide")]
    assert core.polls == {"poll-a": 6} and core.exercises == ["double"]
    assert (extra.core, extra.minutes) == (False, 60) and "always" in extra.table


ITEM = {"section": "A concept", "minutes": 10, "do": "`double`, then *One more slide*"}
REST = {"title": "Discussion", "minutes": 35}


def test_a_plan_is_laid_on_the_clock():
    _, sections = toy()
    table = plan_table(short_plan({"short": [REST, ITEM]}, sections))
    assert "| 0–35 | – | Discussion |  |" in table
    assert "| 35–45 | 0 | A concept |" in table
    longer = {"long": [{"after": "A concept", "title": "Break", "minutes": 80}]}
    assert "| 10–90 | – | Break |" in plan_table(long_plan(longer, sections))


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([ITEM], "take 10 minutes, not 45"),
        ([ITEM | {"minutes": 11}, REST | {"minutes": 34}], "gets 11 minutes and has 10"),
        ([ITEM | {"section": "Another"}, REST], "no section has the title 'Another'"),
        ([ITEM | {"do": "`halve`"}, REST], "has no halve"),
        ([ITEM | {"do": "*Another slide*"}, REST], "has no Another slide"),
    ],
)
def test_a_plan_that_does_not_fit_is_refused(items, said):
    with pytest.raises(NotebookError, match=re.escape(said)):
        short_plan({"short": items}, toy()[1])


def test_a_long_plan_that_does_not_fit_is_refused():
    _, sections = toy()
    with pytest.raises(NotebookError, match="take 10 minutes, not 90"):
        long_plan({}, sections)
    with pytest.raises(NotebookError, match="after 'Nothing': no core section"):
        long_plan({"long": [{"after": "Nothing", "title": "Break", "minutes": 80}]}, sections)


def test_the_rubric_has_the_chapters_criteria():
    _, sections = toy()
    table = rubric_table({"rubric": {"runs": ["no file", "run it"]}}, sections)
    assert table.endswith("| runs | no file | no | yes | always | run it |")
    with pytest.raises(NotebookError, match="rubric has looks; the chapter's has runs"):
        rubric_table({"rubric": {"looks": ["no file", "run it"]}}, sections)


def test_mistakes_are_told_once_with_what_they_lead_to():
    exercises = chapter_exercises("02_perceptron")
    _, sections = outline(load("02_perceptron"))
    text = mistake_lists(exercises, sections, ROOT / "docs" / "misconceptions.csv")
    for exercise in exercises:
        assert exercise.name in text and exercise.why in text
        for one in exercise.misconceptions:
            assert f"| {one.id} |" in text or one.id in re.findall(r"Seen above already: .*", text)
    assert "| P11 | returns 0 for a sample exactly on the boundary (leads to: " in text
    rows = [line for line in text.splitlines() if re.match(r"\| [A-Z]+\d+ \|", line)]
    within = [block.splitlines() for block in re.split(r"(?=####|<details>)", text)]
    assert len(rows) == len({row for block in within for row in block if row in rows})


def test_polls_stand_in_the_order_of_the_class():
    _, sections = toy()
    options = [
        {"text": "yes", "correct": True, "feedback": "so it is"},
        {"text": "no", "correct": False, "feedback": "why not?"},
    ]
    item = {"id": "toy-poll", "part": "poll-a", "question": "Is it?", "options": options}
    row = poll_table([item], sections).splitlines()[-1]
    assert row == "| 6 | `poll-a` | Is it? | **A** yes | B “no”: why not? |"


def test_a_page_without_its_markers_is_refused(tmp_path):
    chapter = PAGES[0]
    copied = ("notebooks", "docs")
    for name in copied:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("images"))
    package = Path("course_utils") / chapter.partition("_")[2]
    (tmp_path / package).mkdir(parents=True)
    shutil.copy(ROOT / package / "quiz.json", tmp_path / package)
    page = tmp_path / "docs" / "instructor_guide" / f"{chapter}.md"
    text = page.read_text("utf-8")
    assert renewed(chapter, tmp_path) == text
    page.write_text(text.replace("<!-- end of polls -->", ""), "utf-8")
    with pytest.raises(NotebookError, match="needs these two lines"):
        renewed(chapter, tmp_path)
    page.unlink()
    with pytest.raises(NotebookError, match="does not exist"):
        renewed(chapter, tmp_path)


def test_plans_that_are_no_toml_are_refused(tmp_path):
    (tmp_path / "plans.toml").write_text("short = [", "utf-8")
    with pytest.raises(NotebookError, match=r"plans.toml is not TOML"):
        read_plans(tmp_path / "plans.toml")
