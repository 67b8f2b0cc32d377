"""The live figure of the toy chapter: choose the mean that three values shall have."""

import numpy as np

from course_utils.centering.model import center
from course_utils.classroom.explorer import Explorer, slider
from course_utils.classroom.figures import CLASS_STYLES

__all__ = ["mover"]

VALUES = np.array([1.0, 2.0, 6.0])


def _stage(figure) -> dict:
    ax = figure.subplots()
    ax.set(xlim=(-4.5, 8.5), ylim=(-1, 1), yticks=(), xticks=(-4, 0, 4, 8), xlabel="value")
    look = CLASS_STYLES[0] | {"linestyle": "none"}
    (dots,) = ax.plot(VALUES, np.zeros(3), markersize=9, **look)
    return {"dots": dots, "mean": ax.axvline(0, color="black", linestyle="--")}


def _draw(artists, target) -> str:
    moved = center(VALUES[:, None])[:, 0] + target
    artists["dots"].set_xdata(moved)
    artists["mean"].set_xdata([target, target])
    return f"The values {', '.join(f'{value:g}' for value in moved)} have mean {target}."


mover = Explorer(
    _stage,
    _draw,
    controls={"target": slider(-2, 4, 3, "mean")},
    strip=[
        ("As measured", {"target": 3}),
        ("Centered", {"target": 0}),
        ("Below zero", {"target": -2}),
    ],
    title="Three values and their mean",
    width=5.4,
    height=2.6,
)
