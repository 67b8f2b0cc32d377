"""The live figures of the perceptron chapter: controls, a stage, and a pure draw function."""

from functools import lru_cache

import numpy as np
from matplotlib.patches import FancyArrowPatch

from course_utils.classroom.explorer import Explorer, choice, slider, toggle
from course_utils.classroom.figures import CLASS_STYLES, PALETTE
from course_utils.datasets import logic_table, make_blobs
from course_utils.perceptron.figures import GRAY, line_ends, set_plane
from course_utils.perceptron.model import Visit, convergence_bound, trace

__all__ = ["stepper"]

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
    ax = figure.subplots()
    set_plane(ax, LIMITS)
    artists = {
        "negative": ax.scatter([], [], s=70, **_dots(0), label="negative"),
        "positive": ax.scatter([], [], s=70, **_dots(1), label="positive"),
        "before": ax.plot([], [], color=GRAY, linestyle="--", lw=2, label="before")[0],
        "after": ax.plot([], [], color="black", linestyle="-", lw=2, label="after")[0],
    }
    ring = ax.scatter([], [], s=330, facecolors="none", edgecolors="black", lw=2, label="in hand")
    look = {"arrowstyle": "-|>", "mutation_scale": 18, "linewidth": 2, "color": PALETTE["purple"]}
    normal = ax.add_patch(FancyArrowPatch((0, 0), (1, 1), shrinkA=0, shrinkB=0, **look))
    key = ax.plot([], [], color=look["color"], linestyle="-", lw=3, label="w")
    figure.legend(
        handles=[*artists.values(), ring, *key],
        loc="outside lower center",
        ncols=3,
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
        artists["normal"].set_positions(*_arrow(after, visit.weights, X))
    updates = sum(seen.updated for seen in visits[:shown])
    artists["words"].set_text(_arithmetic(visit, shown, updates, fit_bias))
    absent = "No line is drawn: all weights are 0." if not visit.weights.any() else FAR
    said = f"{data}, visit {shown}: {_what_happened(visit)}. {_the_run(visits, shown, updates)}"
    return said if len(after) else f"{said} {absent}"


def _arrow(line, weights, X) -> tuple[np.ndarray, np.ndarray]:
    """Return foot and tip of an arrow along the weights, where it covers no sample."""
    step = 0.5 * weights / np.linalg.norm(weights)
    feet = [line[0] + part * (line[1] - line[0]) for part in (0.2, 0.5, 0.8)]
    foot = max(feet, key=lambda foot: np.linalg.norm(X - foot - 0.7 * step, axis=1).min())
    return foot, foot + step


def _arithmetic(visit: Visit, shown: int, updates: int, fit_bias: bool) -> str:
    w, x, b = _vector(visit.weights_before), _vector(visit.x), visit.bias_before
    y = f"({visit.y})" if visit.y < 0 else f"{visit.y}"
    products = [f"{a:g}·{c:g}" for a, c in zip(visit.weights_before, visit.x, strict=True)]
    total = " + ".join([*products, f"{b:g}"]).replace("+ -", "- ")
    sign = "≤" if visit.updated else ">"
    lines = [
        f"visit {shown}, epoch {visit.epoch}: x = {x}, y = {visit.y}",
        f"y(w·x + b) = {visit.y}({total}) = {visit.agreement:g} {sign} 0",
    ]
    if visit.updated:
        moved = f"b ← {b:g} + 1·{y} = {visit.bias:g}" if fit_bias else "no bias"
        lines += [f"w ← {w} + 1·{y}·{x} = {_vector(visit.weights)}", moved]
    else:
        lines += [f"right: w = {w} stays", f"b = {b:g} stays"]
    return "\n".join(lines) + f"; updates so far: {updates}"


def _what_happened(visit: Visit) -> str:
    old, new = (visit.weights_before, visit.bias_before), (visit.weights, visit.bias)
    seen = f"{_vector(visit.x)} with label {visit.y} has y(w·x + b) = {visit.agreement:g}"
    if not visit.updated:
        return f"{seen}, above 0; w = {_vector(new[0])} and b = {new[1]:g} stay"
    if np.array_equal(old[0], new[0]) and old[1] == new[1]:
        return f"{seen}, a mistake to the rule, yet what it adds is 0 and moves nothing"
    moves = f"w goes from {_vector(old[0])} to {_vector(new[0])}, b from {old[1]:g} to {new[1]:g}"
    return f"{seen}, a mistake; {moves}"


def _the_run(visits: list[Visit], shown: int, updates: int) -> str:
    """Say how many updates there were, and what is to come of them."""
    words, visit, last = f"Updates so far: {updates}", visits[shown - 1], visits[-1]
    final = [each for each in visits if each.epoch == last.epoch]
    X, y = np.array([each.x for each in final]), [each.y for each in final]
    if 0 in y:
        above = np.count_nonzero(X @ visit.weights + visit.bias > 0)
        return (
            f"{words}; no label of 0 can push back, and {above} of {len(y)} samples score above 0."
        )
    left = sum(each.updated for each in final)
    if left:
        return f"{words}; epoch {last.epoch}, the last shown, has {left} of {len(y)} mistakes."
    words += f"; the bound is {convergence_bound(X, y, last.weights, last.bias):.0f}"
    end = ", and an epoch without a mistake ends the run" if shown == len(visits) else ""
    return f"{words}{end}."


def _vector(values) -> str:
    return "(" + ", ".join(f"{value:g}" for value in values) + ")"


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
        ("AND: an epoch without mistakes", {"data": "AND", "step": 36, **_LEARNS}),
        ("XOR: mistakes for ever", {"data": "XOR", "step": 39, **_LEARNS}),
    ],
    title="Rosenblatt's rule, one visit at a time",
    width=6.4,
    height=5.6,
)
