"""Pages that hold all they need: no script, no request, readable on paper."""

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

from matplotlib.figure import Figure

from course_utils.classroom.cards import Card
from course_utils.classroom.figures import GRAY, PALETTE, figure_html, new_figure, to_png
from course_utils.classroom.markup import inline, table
from course_utils.instructor.grading.marking import PROBLEMS, RESULTS, Row

MOST_MISTAKES = 12  # in the figure
# The browser's own wall behind the escaping: whatever stood on a page, nothing is run or fetched.
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
GROUPS = {  # what a bar is made of: results, color and hatch
    "passed": (("passed",), PALETTE["blue"], ""),
    "wrong": (("wrong",), PALETTE["vermilion"], "//"),
    "error, time, memory, crash": (
        ("error", "out of time", "out of memory", "crashed"),
        PALETTE["purple"],
        "xx",
    ),
    "not attempted or missing": (("not attempted", "missing"), "#D9D9D9", ".."),
}
STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff;
       max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h1, h2 { line-height: 1.25 }
h2 { margin-top: 2.5rem; border-top: 1px solid #ccc; padding-top: 1rem }
.wide { overflow-x: auto }
table { border-collapse: collapse; margin: 1rem 0 }
th, td { padding: 4px 12px 4px 0; border-bottom: 1px solid #ddd }
div[role=status] table th, div[role=status] table td { border: 0 }
div[role=status] { margin: 1.2rem 0 !important }
figcaption { font-style: italic }
pre { white-space: pre-wrap; overflow-wrap: anywhere }
"""


def page(title: str, body: str) -> str:
    """Return a whole HTML page."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{escape(title)}</h1>\n{body}\n</body>\n</html>\n"
    )


def feedback_page(student: str, file: str, marked: Sequence[tuple[Row, Card]]) -> str:
    """Return what one learner is told of one notebook, in the words of `check`."""
    n_passed = sum(row.result == "passed" for row, _ in marked)
    intro = (
        f"<p>{escape(file)}: <strong>{n_passed} of {len(marked)}</strong> exercises passed. Your "
        "functions ran on cases that no notebook shows.</p>"
    )
    told = [card for row, card in marked if row.result != "not attempted"]
    if left := [f"`{row.exercise}`" for row, _ in marked if row.result == "not attempted"]:
        told.append(Card("not attempted", ", ".join(left)))
    cards = "\n".join(card._repr_html_() for card in told)
    return page(f"Feedback for {student}", f"{intro}\n{cards}")


def class_page(rows: Sequence[Row], facts: Sequence[str]) -> str:
    """Return the report on a class: how many passed what, and which mistakes are common."""
    students = {row.student for row in rows}
    files = {row.file for row in rows}
    intro = (
        f"<p>Files: {len(files)}. Students: {len(students)}.</p>\n<ul>"
        + "".join(f"<li>{inline(fact)}</li>" for fact in facts)
        + "</ul>"
    )
    parts = [intro]
    for chapter in sorted({row.chapter for row in rows if row.chapter}):
        parts += _of_chapter(chapter, [row for row in rows if row.chapter == chapter])
    unread = [row for row in rows if not row.exercise]
    if unread:
        cells = [[row.file, row.student, row.result, row.note] for row in unread]
        parts.append("<h2>Not graded</h2>")
        parts.append(_table("Files", ["file", "student", "result", "note"], cells))
    words = [[word, says] for word, says in (RESULTS | PROBLEMS).items()]
    parts.append("<h2>What the words mean</h2>")
    parts.append(_table("Results", ["result", "meaning"], words))
    return page("Class report", "\n".join(parts))


def _of_chapter(chapter: str, rows: list[Row]) -> list[str]:
    counts = _counts(rows)
    parts = [
        f"<h2>{escape(chapter)}</h2>",
        _figure(draw_results(counts), _said(counts), "Who passed what."),
    ]
    cells = [
        [name, *(str(sum(count[result] for result in each[0]) or "") for each in GROUPS.values())]
        for name, count in counts.items()
    ]
    parts.append(_table("Notebooks by exercise and result", ["exercise", *GROUPS], cells))
    mistakes = common_mistakes(rows)
    if not mistakes:
        return [*parts, "<p>No wrong answer behaves like a known mistake.</p>"]
    shown_mistakes = mistakes[:MOST_MISTAKES]
    most, n = shown_mistakes[0]
    alt = f"Bars: {n} of the wrong answers to {most.exercise} behave like {most.misconception}. "
    alt += "The table below holds all."
    caption = "Mistakes that wrong answers behave like, the most common first."
    parts.append(_figure(draw_mistakes(shown_mistakes), alt, caption))
    cells = [[row.misconception, str(n), row.exercise, f"… {row.says}"] for row, n in mistakes]
    header = ["id", "notebooks", "exercise", "behaves like code that …"]
    return [*parts, _table("What the mistakes are", header, cells)]


def common_mistakes(rows: Iterable[Row]) -> list[tuple[Row, int]]:
    """Return one row for each mistake of each exercise, with its number, the most common first."""
    first: dict[tuple[str, str], Row] = {}
    count: Counter[tuple[str, str]] = Counter()
    for row in rows:
        if row.misconception:
            key = row.exercise, row.misconception
            first.setdefault(key, row)
            count[key] += 1
    return [(first[key], n) for key, n in count.most_common()]


def _counts(rows: list[Row]) -> dict[str, Counter[str]]:
    """Return how often each result came, by exercise, in the order of the chapter."""
    counts: dict[str, Counter[str]] = {}
    for row in rows:
        if row.exercise:
            counts.setdefault(row.exercise, Counter())[row.result] += 1
    return counts


def _said(counts: dict[str, Counter[str]]) -> str:
    told = [f"{name} {count['passed']} of {count.total()}" for name, count in counts.items()]
    return f"Bars: how many notebooks passed each exercise: {', '.join(told)}."


def draw_results(counts: dict[str, Counter[str]]) -> Figure:
    """Draw for each exercise how many notebooks passed, and how the others fared."""
    fig, ax = new_figure(8.0, 1.4 + 0.34 * len(counts))
    names = list(counts)
    left = [0] * len(names)
    for label, (results, color, hatch) in GROUPS.items():
        widths = [sum(counts[name][result] for result in results) for name in names]
        ax.barh(names, widths, left=left, color=color, hatch=hatch, edgecolor="white", label=label)
        left = [start + width for start, width in zip(left, widths, strict=True)]
    ax.margins(y=0.01)
    ax.invert_yaxis()
    ax.set_xlabel("notebooks")
    ax.xaxis.get_major_locator().set_params(integer=True)
    fig.legend(loc="outside upper center", ncols=2, frameon=False)
    return fig


def draw_mistakes(mistakes: list[tuple[Row, int]]) -> Figure:
    """Draw how many wrong answers behave like each mistake."""
    fig, ax = new_figure(8.0, 1.0 + 0.34 * len(mistakes))
    names = [f"{row.misconception} in {row.exercise}" for row, _ in mistakes]
    bars = ax.barh(names, [n for _, n in mistakes], color=PALETTE["vermilion"])
    ax.bar_label(bars, padding=3, color=GRAY)
    ax.margins(y=0.01)
    ax.invert_yaxis()
    ax.set_xlabel("notebooks")
    ax.xaxis.get_major_locator().set_params(integer=True)
    return fig


def _figure(fig: Figure, alt: str, caption: str) -> str:
    return figure_html(to_png(fig), alt, caption)


def _table(caption: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return f'<div class="wide">{table(caption, header, rows)}</div>'
