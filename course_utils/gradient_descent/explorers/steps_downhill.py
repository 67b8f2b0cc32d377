"""The walk: gradient descent on the loss of one weight, with the learning rate in your hand."""

from functools import lru_cache

import numpy as np

from course_utils.classroom.explorer import Explorer, choice, slider
from course_utils.gradient_descent.descent import CURVES, LEARNING_RATES, descend
from course_utils.gradient_descent.figures.downhill import (
    PATH,
    START,
    TANGENT,
    in_a_valley,
    loss_limits,
    outcome,
    rounded,
    shape_of,
    tangent,
)

N_STEPS = 40


@lru_cache
def _walk(name: str, learning_rate: float, start: float) -> tuple[np.ndarray, np.ndarray, str]:
    """Return the weights, the loss at each, and how it went."""
    curve = CURVES[name]
    path = descend(curve.slope, start, learning_rate, N_STEPS)
    return path, curve.loss(path), outcome(curve, path, N_STEPS)


@lru_cache
def _shape(name: str) -> tuple[np.ndarray, np.ndarray]:
    return shape_of(CURVES[name])


def _stage_downhill(figure) -> dict:
    wide = figure.bbox.width > 1.5 * figure.bbox.height  # in the strip all is narrow and small
    small = {} if wide else {"markersize": 4}
    left, right = figure.subplots(1, 2)
    for ax in (left, right):
        ax.locator_params(nbins=5 if wide else 3)
    right.set_xlim(-0.02 * N_STEPS, N_STEPS)
    right.set_xlabel("step")
    right.tick_params(labelleft=False)
    left.set_xlabel("weight w")
    left.set_ylabel("loss")
    left.yaxis.set_label_coords(-0.12 if wide else -0.3, 0.5)  # clear of the widest numbers
    if wide:
        left.set_title("The path on the loss")
        right.set_title("The loss after each step")
    lines = {"curve": left.plot([], [], color="black", linestyle="-", linewidth=2, label="loss")[0]}
    lines["tangent"] = left.plot([], [], **TANGENT, label="slope at the end")[0]
    for ax, name in ((left, "path"), (right, "losses")):
        lines[name] = ax.plot([], [], **PATH | small, label="path")[0]
        lines[f"start of {name}"] = ax.plot([], [], **START | small, label="start")[0]
    if wide:
        keys = [lines[name] for name in ("curve", "path", "start of path", "tangent")]
        figure.legend(handles=keys, loc="outside lower center", ncols=4, frameon=False)
    words = figure.suptitle("\n", fontsize=13 if wide else 11)
    # The scales follow the curve, so the axes' numbers change, too.
    return lines | {"words": words, "scales": [left.xaxis, left.yaxis, right.yaxis]}


def _draw_downhill(artists, curve, learning_rate, start) -> str:
    chosen, (weights, heights) = CURVES[curve], _shape(curve)
    path, losses, how = _walk(curve, learning_rate, start)
    left, _, right = (axis.axes for axis in artists["scales"])
    left.set_xlim(chosen.low, chosen.high)
    for ax in (left, right):
        ax.set_ylim(*loss_limits(heights))
    artists["curve"].set_data(weights, heights)
    artists["tangent"].set_data(*tangent(chosen, path[-1]))
    artists["path"].set_data(path, losses)
    artists["start of path"].set_data(path[:1], losses[:1])
    artists["losses"].set_data(np.arange(len(path)), losses)
    artists["start of losses"].set_data([0], losses[:1])
    fall = f"loss {rounded(losses[0])} → {rounded(losses[-1])}"
    artists["words"].set_text(f"learning rate {learning_rate:g}: {how}\n{fall}")
    return (
        f"{curve}, learning rate {learning_rate:g}, start {start:g}: {_verb(how)}; "
        f"{_detail(chosen, path, how)}. In {len(path) - 1} steps the loss goes from "
        f"{rounded(losses[0])} to {rounded(losses[-1])}."
    )


def _verb(how: str) -> str:
    return f"descent is {how}" if how.startswith("still") else f"descent {how}"


def _detail(curve, path, how: str) -> str:
    if how == "converges":
        near = 0.01 * (curve.high - curve.low)
        away = [step for step, w in enumerate(path) if not in_a_valley(curve, w, near)]
        return f"from step {max(away, default=-1) + 1} on it is close to w = {path[-1]:.2f}"
    if how == "jumps between two points":
        low, high = sorted(path[-2:])
        return f"w = {low:.2f} and w = {high:.2f} take turns"
    if how == "diverges":
        outside = (path < curve.low) | (path > curve.high)
        return f"step {outside.argmax()} leaves the picture"
    return f"at the end w = {path[-1]:.2f} and the slope is {curve.slope(path[-1]):.2g}"


def _state(curve: str, learning_rate: float, start: float) -> dict:
    return {"curve": curve, "learning_rate": learning_rate, "start": start}


downhill = Explorer(
    _stage_downhill,
    _draw_downhill,
    controls={
        "curve": choice(tuple(CURVES), "bowl", "loss"),
        "learning_rate": choice(LEARNING_RATES, 0.1, "learning rate"),
        "start": slider(-2.75, 3.25, -2.25, "start", step=0.5),
    },
    strip=[
        ("Steps that fit the bowl", _state("bowl", 0.3, -2.25)),
        ("Large steps: each leads higher up", _state("bowl", 1.0, 0.25)),
        ("A flat shoulder: it hardly moves", _state("saturated", 1.0, -2.75)),
    ],
    title="Downhill, with a learning rate",
    width=7.6,
    height=4.1,
)
