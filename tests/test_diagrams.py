"""Mermaid's flow charts, drawn without Mermaid."""

import pytest
from matplotlib.text import Annotation

from course_utils.instructor import diagrams
from course_utils.instructor.notebooks import NotebookError

TREE = """graph TD
    root[deep learning] --> left[neural network]
    root --> right
    %% a comment
    left --> a[image recognition];

    left --> b
    right --> b
"""


def test_arrows_run_between_labels():
    arrows, direction = diagrams.parse(TREE)
    assert direction == "TD"
    assert arrows == [
        ("deep learning", "neural network"),
        ("deep learning", "right"),
        ("neural network", "image recognition"),
        ("neural network", "b"),
        ("right", "b"),
    ]


def test_a_label_may_come_later_and_be_quoted():
    arrows, direction = diagrams.parse('flowchart LR\na --> b\nb["the end"] --> c')
    assert arrows == [("a", "the end"), ("the end", "c")] and direction == "LR"


def test_words_say_every_arrow():
    arrows = [("net", "a"), ("net", "b"), ("net", "c"), ("c", "d")]
    assert diagrams.words(arrows) == "net leads to a, b and c; c leads to d"


@pytest.mark.parametrize("direction", ["TD", "LR"])
def test_boxes_stand_in_ranks_and_apart(direction):
    fig = diagrams.draw(diagrams.parse(TREE)[0], direction)
    fig.canvas.draw()
    (ax,) = fig.axes
    boxes = {
        text.get_text().replace("\n", " "): text.get_bbox_patch().get_window_extent()
        for text in ax.texts
        if not isinstance(text, Annotation)
    }
    assert len(boxes) == 5 and sum(isinstance(text, Annotation) for text in ax.texts) == 5
    every = list(boxes.values())
    assert not any(a.overlaps(b) for i, a in enumerate(every) for b in every[:i])
    assert all(fig.bbox.x0 <= b.x0 and b.x1 <= fig.bbox.x1 for b in every)
    assert all(fig.bbox.y0 <= b.y0 and b.y1 <= fig.bbox.y1 for b in every)

    centers = [((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2) for box in every]
    shown = max(text.zorder for text in ax.texts if not isinstance(text, Annotation))
    for arrow in (text for text in ax.texts if isinstance(text, Annotation)):
        assert arrow.zorder > shown, "a box's size is known when it has been drawn"
        extent = arrow.arrow_patch.get_window_extent()
        assert not any(extent.contains(*center) for center in centers), "ends at the edges"

    def behind(name, other):
        a, b = boxes[name], boxes[other]
        return a.y1 < b.y0 if direction == "TD" else a.x0 > b.x1

    assert behind("neural network", "deep learning") and behind("b", "neural network")
    assert behind("b", "right")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("", "must begin with graph TD or graph LR; got nothing"),
        ("pie\n a --> b", "got 'pie'"),
        ("graph TD", "must hold an arrow"),
        ("graph TD\n a -->|yes| b", r"can't draw 'a -->\|yes\| b'.*one arrow a line"),
        ("graph TD\n a --> b --> c", "can't draw"),
        ("graph TD\n a --> b\n b --> a", "run in a circle"),
    ],
)
def test_what_cannot_be_drawn_is_said(source, said):
    with pytest.raises(NotebookError, match=said):
        diagrams.parse(source)
