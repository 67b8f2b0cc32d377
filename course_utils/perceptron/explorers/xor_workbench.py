"""The workbench: set the lines of two hidden neurons, and see if a third can finish XOR."""

from functools import lru_cache
from itertools import product

import numpy as np

from course_utils.classroom.explorer import Explorer, slider
from course_utils.classroom.figures import CLASS_STYLES
from course_utils.datasets import logic_table
from course_utils.perceptron.figures.layers import (
    HIDDEN_LIMITS,
    HIDDEN_STYLES,
    NAME,
    answers_on,
    beside_corner,
    place_named_arrow,
    set_hidden_plane,
    tint,
)
from course_utils.perceptron.figures.plane import (
    RING,
    TINT,
    line_ends,
    new_arrow,
    set_plane,
)
from course_utils.perceptron.units import neuron, score

LIMITS = ((-1.8, 1.8), (-1.8, 1.8))
ARROW = 0.32
# Output neurons, weights and bias: one hidden neuron alone, and the two for each corner.
OUTPUTS = (
    *((v, 0) for v in ((1, 0), (0, 1), (-1, 0), (0, -1))),
    *((v, c) for c in (-1, 1) for v in product((1, -1), repeat=2)),
)

X, _LABELS = logic_table("XOR")
Y = np.where(_LABELS == 1, 1, -1)
CORNERS = tuple(product((-1, 1), repeat=2))  # of hidden space


def line_of(direction: float, distance: float) -> tuple[np.ndarray, float]:
    """Return weights of length 1 and the bias of a neuron, given where its line stands.

    Parameters
    ----------
    direction : float, degrees, in which the arrow points
    distance : float, of the line from the origin, along the arrow

    >>> weights, bias = line_of(90, 0.5)
    >>> weights.tolist(), bias
    ([0.0, 1.0], -0.5)
    """
    angle = np.radians(direction)
    # Rounded, or the cosine of 90° would be 6e-17, and an input on the line beside it.
    return np.round([np.cos(angle), np.sin(angle)], 12) + 0.0, -distance


@lru_cache
def best_output(hidden: tuple) -> tuple[tuple[int, int], int, int]:
    """Return the first of `OUTPUTS` with the most of XOR right: weights, bias, and how many.

    `hidden` holds the answers of A and B to each row of `X`.
    """
    n_right = [int((neuron(hidden, v, c) == Y).sum()) for v, c in OUTPUTS]
    best = int(np.argmax(n_right))
    return *OUTPUTS[best], n_right[best]


def _stage_workbench(figure) -> dict:
    wide = figure.bbox.width > 1.7 * figure.bbox.height  # in the strip all is narrow and small
    dot, ring, head = (60, 190, 18) if wide else (30, 110, 11)
    left, right = figure.subplots(1, 2)
    set_plane(left, LIMITS)
    left.set_xticks([0, 1])
    left.set_yticks([0, 1])
    set_hidden_plane(right)
    artists = {"tint": tint(left, LIMITS), "hidden tint": tint(right, HIDDEN_LIMITS)}
    for name, style in HIDDEN_STYLES.items():
        look = {"color": style["color"], "linestyle": style["linestyle"], "linewidth": 2.5}
        artists |= {
            name: left.plot([], [], label=f"line of {name}", **look)[0],
            f"arrow {name}": new_arrow(left, f"arrow of {name}", style["color"], head),
            f"name {name}": left.text(0, 0, name, **NAME),
        }
    artists["output"] = right.plot([], [], color="black", linestyle="-.", label="output's line")[0]
    labels = []
    for label, positive, size in ((-1, False, 60), (1, True, 150)):
        look = {key: CLASS_STYLES[positive][key] for key in ("color", "marker")}
        dots = {"s": dot, "zorder": 3, "label": f"label {label:+d}"}
        labels.append(left.scatter(*X[label == Y].T, **dots, **look))
        artists[f"hidden {label:+d}"] = right.scatter([], [], s=size, zorder=4 - label / 2, **look)
    artists["wrong"] = left.scatter([], [], **RING | {"s": ring}, label="answered wrong")
    artists["corners"] = [
        right.text(*beside_corner(np.array(corner)), "", ha="center", va="center", fontsize=11)
        for corner in CORNERS
    ]
    artists["words"] = figure.suptitle("\n", fontsize=12 if wide else 11)
    if wide:
        left.set_title("Inputs")
        right.set_title("Hidden answers")
        ground = left.fill([], [], color=TINT, label="answer +1")[0]
        keys = [*labels, *(artists[name] for name in ("wrong", "A", "B", "output")), ground]
        figure.legend(handles=keys, loc="outside right center", frameon=False, fontsize=11)
    else:
        left.set(xlabel="inputs", ylabel="")
        right.set(xlabel="answers of A, B", ylabel="")
    return artists


def _draw_workbench(artists, angle_a, distance_a, angle_b, distance_b) -> str:
    lines = {"A": (angle_a, distance_a), "B": (angle_b, distance_b)}
    (w_a, b_a), (w_b, b_b) = (line_of(*line) for line in lines.values())
    W, b = np.array([w_a, w_b]), np.array([b_a, b_b])
    hidden = neuron(X, W, b)
    v, c, n_right = best_output(tuple(map(tuple, hidden.tolist())))
    for name, weights, bias in zip(HIDDEN_STYLES, W, b, strict=True):
        _place_line(artists, name, weights, bias)
    answers = {
        "tint": answers_on(LIMITS, lambda points: neuron(neuron(points, W, b), v, c), 200),
        "hidden tint": answers_on(HIDDEN_LIMITS, lambda points: neuron(points, v, c), 200),
    }
    for name, image in answers.items():
        artists[name].set_data(image)
    artists["output"].set_data(*line_ends(v, c, HIDDEN_LIMITS).T)
    for label in (-1, 1):
        artists[f"hidden {label:+d}"].set_offsets(hidden[label == Y])
    for corner, text in zip(CORNERS, artists["corners"], strict=True):
        here = (hidden == corner).all(axis=1)
        text.set_text(" ".join(_input(x) for x in X[here]))
    wrong = X[neuron(hidden, v, c) != Y]
    artists["wrong"].set_offsets(wrong)
    verdict = f"{n_right} of {len(X)} right"
    artists["words"].set_text(f"{verdict}\noutput: +1 where {_rule(v, c)}")
    said = _lines_in_words(lines) + _hits_in_words(W, b)
    said += f"Hidden answers of A and B: {_pairs_in_words(hidden)}. "
    said += f"The best output neuron answers +1 where {_rule(v, c)}: {verdict}"
    return f"{said}; wrong: {', '.join(map(_input, wrong))}." if len(wrong) else f"{said}."


def _place_line(artists, name, weights, bias) -> None:
    ends = line_ends(weights, bias, LIMITS)
    artists[name].set_data(*ends.T)
    foot, tip, end = place_named_arrow(ends, weights, X, ARROW, HIDDEN_STYLES[name]["between"])
    artists[f"arrow {name}"].set_positions(foot, tip)
    artists[f"name {name}"].set_position(end)


def _input(x) -> str:
    return f"{x[0]:.0f}{x[1]:.0f}"


def _rule(v, c) -> str:
    """Write an output neuron as one reads it: A - B - 1 ≥ 0."""
    terms = [(sign, name) for sign, name in zip((*v, c), "AB1", strict=True) if sign]
    words = " ".join(f"{'+' if sign > 0 else '-'} {name}" for sign, name in terms)
    return f"{words[2:] if words[0] == '+' else '-' + words[2:]} ≥ 0"


def _lines_in_words(lines) -> str:
    places = [f"{angle}°, {distance:g} from the origin" for angle, distance in lines.values()]
    if places[0] == places[1]:
        return f"A and B have the same line: arrow at {places[0]}. "
    return f"Line A: arrow at {places[0]}; line B: arrow at {places[1]}. "


def _hits_in_words(W, b) -> str:
    """Name the inputs that lie on a line: they count as +1."""
    words = ""
    for name, hits in zip(HIDDEN_STYLES, score(X, W, b).T == 0, strict=True):
        if hits.any():
            words += f"On line {name}, which counts as +1: {' and '.join(map(_input, X[hits]))}. "
    return words


def _pairs_in_words(hidden) -> str:
    return ", ".join(f"{_input(x)} ({a:+d}, {b:+d})" for x, (a, b) in zip(X, hidden, strict=True))


def _angle(value: int, name: str):
    return slider(0, 345, value, f"{name}: direction", step=15)


def _distance(value: float, name: str):
    return slider(0.0, 1.0, value, f"{name}: distance", step=0.25)


def _state(*values) -> dict:
    return dict(zip(("angle_a", "distance_a", "angle_b", "distance_b"), values, strict=True))


workbench = Explorer(
    _stage_workbench,
    _draw_workbench,
    controls={
        "angle_a": _angle(0, "A"),
        "distance_a": _distance(0.5, "A"),
        "angle_b": _angle(90, "B"),
        "distance_b": _distance(0.5, "B"),
    },
    strip=[
        ("Equal lines: one neuron, twice", _state(0, 0.5, 0, 0.5)),
        ("Upright and level: XOR again", _state(0, 0.5, 90, 0.5)),
        ("Two lines, too close together", _state(45, 0.25, 45, 0.5)),
    ],
    title="Two hidden neurons on XOR",
    width=7.6,
    height=3.9,
)
