"""The distance h: what a numerical slope gains, and then loses, when two points come closer."""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from course_utils.classroom.explorer import Explorer, choice, slider
from course_utils.classroom.figures import CLASS_STYLES, GRAY
from course_utils.gradient_descent import differences
from course_utils.gradient_descent.figures.downhill import TANGENT

X = 1.0
EXPONENTS = range(1, 16)
KINDS = {"central": CLASS_STYLES[0], "forward": CLASS_STYLES[1]}
LOWEST = 1e-12  # a smaller error is drawn here
SEEN = 0.03  # parts of the picture's unit: less can't be seen
_T = np.linspace(-2, 2, 321)  # the picture, in units of h


class _Function(NamedTuple):
    f: Callable
    slope: Callable


FUNCTIONS = {
    "exp at 1": _Function(np.exp, np.exp),
    "sin at 1": _Function(np.sin, np.cos),
    "cube at 1": _Function(lambda x: x * x * x, lambda x: 3 * x * x),
}


@lru_cache
def _errors(name: str, kind: str) -> np.ndarray:
    hs = [distance(k) for k in EXPONENTS]
    return differences.h_sweep(*FUNCTIONS[name], X, hs, kind)


@lru_cache
def _zoomed(name: str, k: int) -> np.ndarray:
    """Return the rise of f from X to X + t·h, in units of what the tangent rises in h.

    With these units the tangent stands at one place for every h and function.
    """
    f, slope = FUNCTIONS[name]
    return _rise(f(X + _T * distance(k)), f(X), distance(k) * slope(X))


def _rise(values, middle, unit):
    return (values - middle) / unit


def distance(k: int) -> float:
    """Return h = 10^-k."""
    return 1 / 10.0**k


def _stage_h_sweep(figure) -> dict:
    wide = figure.bbox.width > 1.5 * figure.bbox.height  # in the strip all is narrow and small
    dot = 8 if wide else 6
    left, right = figure.subplots(1, 2)
    left.set(xlim=(-2, 2), ylim=(-2.5, 2.5), yticks=[])
    left.set_xticks([-1, 0, 1], ["x-h", "x", "x+h"])
    right.set(xscale="log", yscale="log", xlim=(1e-16, 1), ylim=(LOWEST / 2, 5))
    right.set_xticks([1e-15, 1e-10, 1e-5] if wide else [1e-15, 1e-5])
    right.set_yticks([1e-12, 1e-8, 1e-4, 1])
    right.minorticks_off()
    right.set_xlabel("h")
    artists = {
        "curve": left.plot([], [], color="black", linestyle="-", lw=2, label="curve")[0],
        "chord": left.plot([], [], lw=2)[0],
        "ends": left.plot([], [], linestyle="", markersize=dot)[0],
        "note": left.text(0.98, 0.03, "", transform=left.transAxes, ha="right", visible=wide),
        "now": right.axvline(1, color=GRAY, linestyle=":", lw=1.5),
    }
    line = left.plot([-2, 2], [-2, 2], **TANGENT, label="tangent")[0]
    keys = []
    for kind, style in KINDS.items():
        look = style | {"markersize": dot - 2, "label": f"{kind} chord, its error"}
        artists[kind] = right.plot([], [], lw=1.5, **look)[0]
        keys += right.plot([], [], lw=2, **look)
    ring = {
        "markersize": 15,
        "markerfacecolor": "none",
        "markeredgecolor": "black",
        "mew": 2,
        "clip_on": False,
    }
    artists["ring"] = right.plot([], [], marker="o", linestyle="", label="this h", **ring)[0]
    artists["words"] = figure.suptitle("\n", fontsize=13 if wide else 11)
    if wide:
        left.set_title("The view is 4 h wide")
        right.set_title("Error of the slope")
        keys = [artists["curve"], line, *keys]
        figure.legend(handles=keys, loc="outside lower center", ncols=4, frameon=False, fontsize=11)
    else:
        right.set_ylabel("error")
    return artists


def _draw_h_sweep(artists, function, kind, k) -> str:
    (f, slope), h = FUNCTIONS[function], distance(k)
    true, error = float(slope(X)), float(_errors(function, kind)[k - 1])
    estimate = differences.numerical_slope(f, X, h, kind)
    t = np.array([-1.0 if kind == "central" else 0.0, 1.0])
    ends = _rise(f(X + t * h), f(X), h * true)
    steepness = (ends[1] - ends[0]) / (t[1] - t[0])
    artists["curve"].set_data(_T, _zoomed(function, k))
    artists["ends"].set_data(t, ends)
    artists["chord"].set_data(_T[[0, -1]], ends[0] + steepness * (_T[[0, -1]] - t[0]))
    for name in ("ends", "chord"):
        artists[name].set_color(KINDS[kind]["color"])
    artists["ends"].set_marker(KINDS[kind]["marker"])
    artists["chord"].set_linestyle(KINDS[kind]["linestyle"])
    for name in KINDS:
        errors = np.maximum(_errors(function, name), LOWEST)
        artists[name].set_data([distance(k) for k in EXPONENTS], errors)
        artists[name].set_alpha(1.0 if name == kind else 0.4)
    artists["now"].set_xdata([h, h])
    artists["ring"].set_data([h], [max(error, LOWEST)])
    note, seen = _what_is_seen(function, k)
    artists["note"].set_text(note)
    digits = _digits(error, true)
    artists["words"].set_text(f"h = 1e-{k}, {kind}: error {error:.2g}\n{digits}")
    return (
        f"{function}, {kind}, h = 1e-{k}: the numerical slope is {estimate:.12g}, the true one "
        f"{true:.12g}; the error is {error:.2g}, {digits}. The view is 4 h wide: {seen}"
    )


def _what_is_seen(function: str, k: int) -> tuple[str, str]:
    """Return a note for the picture, and the end of a sentence, on what the zoomed curve shows."""
    f, slope = FUNCTIONS[function]
    if np.spacing(f(X)) / distance(k) / slope(X) > SEEN:
        return "a staircase", "so close, the curve is a staircase, as floats have gaps."
    if np.abs(_zoomed(function, k) - _T).max() > SEEN:
        return "the curve bends", "the curve bends away from its tangent."
    return "looks straight", "so close, the curve looks straight, one line with its tangent."


def _digits(error: float, true: float) -> str:
    """Count the digits up to which a number rounds as the true one, or say by how much it is off.

    A digit is right if the error is less than half a unit of its place.

    >>> _digits(0.003, 3.0), _digits(0.3, 3.0)  # 3.003 is 3.00
    ('3 digits are right', 'off by 10 %')
    """
    relative = max(error / abs(true), 1e-16)
    first_place = np.floor(np.log10(abs(true)))
    n = int(first_place + 1 - np.log10(2 * relative * abs(true)))
    return f"{n} digits are right" if n > 1 else f"off by {100 * relative:.0f} %"


def _cube(k: int) -> dict:
    # Sums and products alone: its rounding is the same on every machine.
    return {"function": "cube at 1", "kind": "forward", "k": k}


h_sweep = Explorer(
    _stage_h_sweep,
    _draw_h_sweep,
    controls={
        "function": choice(tuple(FUNCTIONS), "exp at 1", "function"),
        "kind": choice(tuple(KINDS), "central", "kind"),
        "k": slider(EXPONENTS[0], EXPONENTS[-1], EXPONENTS[0], "k of h = 1e-k"),
    },
    strip=[
        ("Far apart: a chord, no tangent", _cube(1)),
        ("Closer: nearly the tangent", _cube(3)),
        ("Too close: floats are a staircase", _cube(15)),
    ],
    title="A slope from two points",
    width=7.8,
    height=4.2,
)
