"""The stepper: Rosenblatt's rule, one visit at a time."""

from functools import lru_cache

import numpy as np

from course_utils.classroom.explorer import Explorer, choice, slider, toggle
from course_utils.classroom.figures import CLASS_STYLES, GRAY
from course_utils.datasets import logic_table, make_blobs
from course_utils.perceptron.figures.plane import (
    ARROW_KEY,
    line_ends,
    new_arrow,
    place_arrow,
    set_plane,
)
from course_utils.perceptron.rule import Visit, convergence_bound, trace

LAST_STEP = 40
FAR = "The line passes outside the picture."
LIMITS = ((-0.8, 2.3), (-0.8, 2.3))
CONVENTIONS = {"-1 and +1": (-1, 1), "0 and 1": (0, 1)}


@lru_cache
def _samples(data: str) -> tuple[np.ndarray, np.ndarray]:
    if data != "blobs":
        return logic_table(data)
    X, y = make_blobs(10, rng=7, centers=((0, 0), (1, 1)), spread=0.3)
    return np.round(4 * X) / 4, y  # quarters keep the arithmetic short, and exact


@lru_cache
def _run(data: str, labels: str, fit_bias: bool) -> list[Visit]:
    """Return what the rule with learning rate 1 does in at most `LAST_STEP` visits."""
    X, y = _samples(data)
    negative, positive = CONVENTIONS[labels]
    y = np.where(y == 1, positive, negative)
    return trace(X, y, 1.0, LAST_STEP // len(X), fit_bias=fit_bias, labels=(negative, positive))


def _stage_stepper(figure) -> dict:
    beside = figure.bbox.width > 1.3 * figure.bbox.height  # in the strip all is narrow and small
    dot = 70 if beside else 30
    ax = figure.subplots()
    set_plane(ax, LIMITS)
    ax.set_xticks(range(3))
    ax.set_yticks(range(3))
    artists = {
        "negative": ax.scatter([], [], s=dot, **_dots(0), label="negative"),
        "positive": ax.scatter([], [], s=dot, **_dots(1), label="positive"),
        "before": ax.plot([], [], color=GRAY, linestyle="--", lw=2, label="before")[0],
        "after": ax.plot([], [], color="black", linestyle="-", lw=2, label="after")[0],
    }
    ring = ax.scatter(
        [], [], s=4.7 * dot, facecolors="none", edgecolors="black", lw=2, label="this visit"
    )
    normal = new_arrow(ax, "w")
    figure.legend(
        handles=[*artists.values(), ring, normal],
        loc="outside right center" if beside else "outside lower center",
        ncols=1 if beside else 3,
        handler_map=ARROW_KEY,
        frameon=False,
        fontsize=11,
        markerscale=0.8,
        handlelength=1.3,
        handletextpad=0.5,
        columnspacing=1.0,
    )
    words = figure.suptitle("\n" * 3, x=0.02, ha="left", fontsize=11)
    return artists | {"ring": ring, "normal": normal, "words": words}


def _dots(label: int) -> dict:
    return {name: CLASS_STYLES[label][name] for name in ("color", "marker")} | {"zorder": 3}


def _draw_stepper(artists, data, step, labels, fit_bias) -> str:
    X, y = _samples(data)
    visits = _run(data, labels, fit_bias)
    shown = min(step, len(visits))
    visit = visits[shown - 1]
    artists["negative"].set_offsets(X[y == 0])
    artists["positive"].set_offsets(X[y == 1])
    artists["ring"].set_offsets([visit.x])
    before = line_ends(visit.weights_before, visit.bias_before, LIMITS)
    after = line_ends(visit.weights, visit.bias, LIMITS)
    artists["before"].set_data(*before.T)
    artists["after"].set_data(*after.T)
    artists["normal"].set_visible(len(after) > 0)
    if len(after):
        artists["normal"].set_positions(*place_arrow(after, visit.weights, X, 0.5))
    where = f"visit {shown}" if shown == step else f"the run ended at visit {shown}"
    count = _count(visits[:shown])
    artists["words"].set_text(f"{where}, {_arithmetic(visit, fit_bias)}; {count}")
    absent = "No line is drawn: all weights are 0." if not visit.weights.any() else FAR
    said = f"{data}, {where}: {_what_happened(visit)}. {count.capitalize()}; "
    said += _the_run(visits, shown)
    return said if len(after) else f"{said} {absent}"


def _arithmetic(visit: Visit, fit_bias: bool) -> str:
    w, x, b = _vector(visit.weights_before), _vector(visit.x), _number(visit.bias_before)
    y = f"({visit.y})" if visit.y < 0 else f"{visit.y}"
    pairs = zip(visit.weights_before, visit.x, strict=True)
    products = [f"{_number(weight)}·{_number(value)}" for weight, value in pairs]
    total = " + ".join([*products, b]).replace("+ -", "- ")
    first = f"epoch {visit.epoch}: x = {x}, y = {visit.y}\ny(w·x + b) = {visit.y}({total})"
    agreement = _number(visit.agreement)
    if not visit.updated:
        return f"{first}\n= {agreement} > 0: right\nw and b stay"
    moved = f"b ← {b} + 1·{y} = {_number(visit.bias)}" if fit_bias else "no bias"
    return f"{first} = {agreement} ≤ 0\nw ← {w} + 1·{y}·{x} = {_vector(visit.weights)}\n{moved}"


def _moved(visit: Visit) -> bool:
    return visit.bias != visit.bias_before or bool((visit.weights != visit.weights_before).any())


def _count(visits: list[Visit]) -> str:
    """Count the updates; where some moved nothing, they are called mistakes."""
    mistakes = sum(visit.updated for visit in visits)
    moves = sum(_moved(visit) for visit in visits)
    if moves == mistakes:
        return f"updates so far: {moves}"
    return f"mistakes so far: {mistakes}, {mistakes - moves} moved nothing"


def _what_happened(visit: Visit) -> str:
    w, b = _vector(visit.weights_before), _number(visit.bias_before)
    agreement = _number(visit.agreement)
    seen = f"{_vector(visit.x)} with label {visit.y} has y(w·x + b) = {agreement}"
    if not visit.updated:
        return f"{seen}, above 0; w = {w} and b = {b} stay"
    if not _moved(visit):
        return f"{seen}, a mistake to the rule, yet what it adds is 0 and moves nothing"
    moves = f"w goes from {w} to {_vector(visit.weights)}, b from {b} to {_number(visit.bias)}"
    return f"{seen}, a mistake; {moves}"


def _the_run(visits: list[Visit], shown: int) -> str:
    """Say what becomes of the run, without the counts that the tasks ask for."""
    visit, last = visits[shown - 1], visits[-1]
    final = [each for each in visits if each.epoch == last.epoch]
    X, y = np.array([each.x for each in final]), [each.y for each in final]
    if 0 in y:
        above = np.count_nonzero(X @ visit.weights + visit.bias > 0)
        return f"no label of 0 can push back, and {above} of {len(y)} samples score above 0."
    if any(each.updated for each in final):  # else an earlier epoch would have ended the run
        return f"none of the {last.epoch} epochs shown is free of mistakes."
    if shown < len(visits):
        return "the run goes on until an epoch is free of mistakes."
    bound = convergence_bound(X, y, last.weights, last.bias)
    return f"theory allows at most {bound:.0f} here. An epoch without a mistake ends the run."


def _vector(values) -> str:
    return "(" + ", ".join(map(_number, values)) + ")"


def _number(value: float) -> str:
    return f"{value + 0.0:g}"  # + 0.0 turns -0.0 into 0.0


_LEARNS = {"labels": "-1 and +1", "fit_bias": True}

stepper = Explorer(
    _stage_stepper,
    _draw_stepper,
    controls={
        "data": choice(("AND", "blobs", "XOR"), "AND", "data"),
        "step": slider(1, LAST_STEP, 1, "visit"),
        "labels": choice(tuple(CONVENTIONS), "-1 and +1", "labels"),
        "fit_bias": toggle(True, "bias"),
    },
    strip=[
        ("AND: a mistake moves the line", {"data": "AND", "step": 8, **_LEARNS}),
        ("blobs: an epoch without mistakes", {"data": "blobs", "step": 40, **_LEARNS}),
        ("XOR: no line will ever do", {"data": "XOR", "step": 6, **_LEARNS}),
    ],
    title="Rosenblatt's rule, one visit at a time",
    width=6.4,
    height=4.7,
)
