"""The Mermaid diagrams of a text as figures, without Mermaid: boxes and arrows, nothing else."""

import re
import textwrap

from matplotlib.figure import Figure

from course_utils.classroom.figures import GRAY, PALETTE, new_figure
from course_utils.instructor.notebooks import NotebookError

HEADER = re.compile(r"(?:graph|flowchart)\s+(TD|TB|LR)\s*;?")
NODE = r"([A-Za-z_]\w*)\s*(?:\[\s*\"?([^\]\"]+?)\"?\s*\])?"
ARROW = re.compile(rf"{NODE}\s*-->\s*{NODE}\s*;?")
POINTS = 15  # of the type: 20 px on a slide where the diagram has its nominal size
LETTER, LINE = 0.115, 0.27  # inches that a letter and a line take
GAP = 0.3  # inches between neighbors
WRAP = 14  # letters of a line

Arrows = list[tuple[str, str]]


def parse(source: str) -> tuple[Arrows, str]:
    """Return the arrows of a Mermaid flow chart, between labels, and its direction.

    Known are a first line like `graph TD` (or TB, LR), lines `a[label] --> b[label]`, and comments.

    Raises
    ------
    NotebookError
        If a line is anything else, there is no arrow, or the arrows run in a circle.

    >>> parse("graph TD\\n    a[deep learning] --> b\\n    b --> c[GAN]")
    ([('deep learning', 'b'), ('b', 'GAN')], 'TD')
    """
    lines = [line.strip() for line in source.splitlines()]
    lines = [line for line in lines if line and not line.startswith("%%")]
    header = HEADER.fullmatch(lines[0]) if lines else None
    if not header:
        first = repr(lines[0]) if lines else "nothing"
        raise NotebookError(f"A diagram must begin with graph TD or graph LR; got {first}.")
    labels: dict[str, str] = {}
    arrows = []
    for line in lines[1:]:
        found = ARROW.fullmatch(line)
        if not found:
            raise NotebookError(
                f"Slides can't draw {line!r} of a diagram. Write one arrow a line: "
                "a[label] --> b[label]"
            )
        for name, label in (found.group(1, 2), found.group(3, 4)):
            if label or name not in labels:
                labels[name] = label or name
        arrows.append(found.group(1, 3))
    if not arrows:
        raise NotebookError("A diagram must hold an arrow, as a --> b; got none.")
    arrows = [(labels[start], labels[end]) for start, end in arrows]
    _depths(arrows)
    return arrows, header[1]


def words(arrows: Arrows) -> str:
    """Say the arrows in words: the diagram's alternative text.

    >>> words([("network", "GAN"), ("network", "classifier"), ("GAN", "images")])
    'network leads to GAN and classifier; GAN leads to images'
    """
    ends: dict[str, list[str]] = {}
    for start, end in arrows:
        ends.setdefault(start, []).append(end)
    return "; ".join(f"{start} leads to {_and(several)}" for start, several in ends.items())


def draw(arrows: Arrows, direction: str = "TD") -> Figure:
    """Draw `arrows` as boxes in ranks, top down ("TD", "TB") or left to right ("LR")."""
    depth, slot = _depths(arrows), _slots(arrows)
    text = {name: textwrap.fill(name, WRAP) for name in depth}
    wide = LETTER * max(len(line) for t in text.values() for line in t.split("\n")) + GAP
    high = LINE * max(t.count("\n") + 1 for t in text.values()) + GAP
    ranks, slots = max(depth.values()) + 1, max(slot.values()) + 1
    down = direction != "LR"
    size = (slots * wide, ranks * (high + GAP)) if down else (ranks * (wide + GAP), slots * high)
    fig, ax = new_figure(*size)
    ax.set_axis_off()
    for axis, number in ((ax.set_xlim, slots if down else ranks), (ax.set_ylim, ranks)):
        axis(-0.5, number - 0.5)
    if not down:
        ax.set_ylim(-0.5, slots - 0.5)
    ax.invert_yaxis()
    box = {"boxstyle": "round,pad=0.4", "facecolor": "white", "edgecolor": PALETTE["blue"]}
    boxes = {}
    for name in depth:
        place = (slot[name], depth[name]) if down else (depth[name], slot[name])
        style = {"fontsize": POINTS, "ha": "center", "va": "center", "bbox": box, "zorder": 2}
        boxes[name] = ax.text(*place, text[name], **style)
    for start, end in arrows:
        ends = {"patchA": boxes[start].get_bbox_patch(), "patchB": boxes[end].get_bbox_patch()}
        # drawn after the boxes, whose sizes are known by then: the arrows end at their edges
        look = {"arrowstyle": "-|>", "color": GRAY, "linewidth": 1.5} | ends
        positions = (boxes[end].get_position(), boxes[start].get_position())
        ax.annotate("", *positions, arrowprops=look, zorder=3)
    return fig


def _depths(arrows: Arrows) -> dict[str, int]:
    """Return each node's rank: below all that lead to it."""
    depth = {name: 0 for arrow in arrows for name in arrow}
    for _ in depth:
        deeper = [(end, depth[start] + 1) for start, end in arrows if depth[end] <= depth[start]]
        if not deeper:
            return depth
        for name, rank in deeper:
            depth[name] = max(depth[name], rank)
    raise NotebookError("The arrows of a diagram run in a circle: slides can't draw that.")


def _slots(arrows: Arrows) -> dict[str, float]:
    """Return each node's place in its rank: ends side by side, each parent amid its children."""
    children: dict[str, list[str]] = {name: [] for arrow in arrows for name in arrow}
    placed_under: set[str] = set()
    for start, end in arrows:
        if end not in placed_under:
            children[start].append(end)
            placed_under.add(end)
    slot: dict[str, float] = {}
    taken = 0

    def place(name: str) -> float:
        nonlocal taken
        if children[name]:
            places = [place(child) for child in children[name]]
            slot[name] = (places[0] + places[-1]) / 2
        else:
            slot[name] = taken
            taken += 1
        return slot[name]

    for name in children:
        if name not in placed_under:
            place(name)
    return slot


def _and(several: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(several[:-1]), several[-1]]))
