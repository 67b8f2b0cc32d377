"""The tape: a small graph, computed forward and walked back, one operation at a time."""

import numpy as np

from course_utils.backprop.explorers.small_graphs import (
    GRAPHS,
    LAST_STEP,
    OPERATIONS,
    compute,
    differences,
    shares_after,
    total,
)
from course_utils.backprop.figures.graph import PALE, at_edge, new_arrow, new_box, set_sheet
from course_utils.backprop.figures.layout import bends, layout
from course_utils.classroom.explorer import Explorer, choice, slider
from course_utils.classroom.figures import GRAY, PALETTE

_SHEET, _BOX = (5.3, 2.5), (1.02, 0.72)  # as if inches
_HEADS = ("", "value", "gradient", "difference")


def _stage_tape(figure) -> dict:
    wide = figure.bbox.width > 1.7 * figure.bbox.height  # in the strip all is narrow and small
    axes = figure.subplots(1, 2, width_ratios=(5, 2.7)) if wide else [figure.subplots()]
    set_sheet(axes[0], _SHEET)
    axes[0].set_aspect("auto")
    artists = {"words": figure.suptitle("\n" * 2, x=0.02, ha="left", fontsize=12 if wide else 11)}
    for graph in GRAPHS:
        artists |= _stage_graph(axes[0], graph)
    if wide:
        artists["table"] = _stage_table(axes[1])
    return artists


def _stage_graph(ax, graph) -> dict:
    values = compute(graph, 1, 1)
    names = {value: name for name, value in values.items()}
    rows = [row for _, row in layout(values["L"]).values()]
    height = (_SHEET[1] - 1.1 * _BOX[1]) / (max(rows) - min(rows))

    def on_sheet(place):
        return 0.55 + 1.4 * place[0], 0.55 * _BOX[1] + height * (place[1] - min(rows))

    places = {node: on_sheet(place) for node, place in layout(values["L"]).items()}
    artists = {}
    for (parent, child), way in bends(values["L"]).items():
        way = [on_sheet(place) for place in way]
        start = at_edge(places[parent], [*way, places[child]][0], _BOX)
        end = at_edge(places[child], [places[parent], *way][-1], _BOX)
        points = np.array([start, *way, end])
        line = ax.plot(*points[:-1].T, linestyle="-")[0]
        middle = way[0] if way else (start + end) / 2
        label = ax.text(*np.subtract(middle, (0, 0.16)), "", ha="center", va="center", fontsize=11)
        edge = (line, new_arrow(ax, *points[-2:]), label)
        artists[f"{graph}: {names[parent]} to {names[child]}"] = edge
    for node, place in places.items():
        text = ax.text(*place, "", ha="center", va="center", fontsize=11, zorder=4)
        artists[f"{graph}: {names[node]}"] = (new_box(ax, place, _BOX), text)
    return artists


def _stage_table(ax) -> list:
    set_sheet(ax, (1, 7))
    ax.set_aspect("auto")
    for x, head in zip(_TABULATORS, _HEADS, strict=True):
        ax.text(x, 0.5, head, ha="right", va="center", fontsize=11, color=GRAY)
    ax.axhline(0.95, color=GRAY, linestyle="-", linewidth=1)
    rows = range(1, 1 + max(len(compute(graph, 1, 1)) for graph in GRAPHS))
    look = {"ha": "right", "va": "center", "fontsize": 12}
    return [[ax.text(x, row + 0.5, "", **look) for x in _TABULATORS] for row in rows]


_TABULATORS = (0.08, 0.32, 0.64, 1.0)


def _draw_tape(artists, graph, step, a, b) -> str:
    steps, values = GRAPHS[graph], compute(graph, a, b)
    n_back = step - len(steps) - 1  # 0 gives L its own gradient, -1 and less nothing
    shares = shares_after(graph, values, max(n_back, 0))
    gradients = {name: total(shares, name) for name in shares} | ({"L": 1.0} if n_back >= 0 else {})
    unknown = {each.name for each in steps[step:]}
    at_work = steps[-n_back] if n_back > 0 else steps[step - 1] if 0 < step <= len(steps) else None
    active = "L" if n_back == 0 else at_work and at_work.name
    for key, value in artists.items():
        for artist in value if ": " in key else ():
            artist.set_visible(key.startswith(f"{graph}: "))
    for each in steps:
        for parent, slope in zip(each.parents, values[each.name].slopes, strict=True):
            edge = artists[f"{graph}: {parent} to {each.name}"]
            _set_edge(edge, slope, each.name not in unknown, each == at_work)
    for name, value in values.items():
        lines = [_formula(steps, name).replace(" + ", "+")]
        lines += [] if name in unknown else [number(value.data)]
        lines += [f"grad {number(gradients[name])}"] if name in gradients else []
        _set_node(artists[f"{graph}: {name}"], lines, name not in unknown, name == active)
    waiting = {name for name in shares if len(shares[name]) < _uses(steps, name)}
    rows = _rows(graph, values, unknown, gradients, waiting, differences(graph, a, b))
    for i, texts in enumerate(artists.get("table", [])):
        for words, text in zip(rows[i] if i < len(rows) else [""] * 4, texts, strict=True):
            text.set_text(words)
    head, *lines = _now(steps, values, step, at_work, shares, waiting)
    artists["words"].set_text("\n".join([head, *lines, "", ""][:3]))
    said = f"{graph} at a = {a}, b = {b}. {head}: {'; '.join(lines)}."
    known = [f"{row[0]} {row[2]} ({row[3]})" for row in rows if row[3]]
    return f"{said} Gradients (differences): {', '.join(known)}." if known else said


def _uses(steps, name) -> int:
    return sum(step.parents.count(name) for step in steps)


def _formula(steps, name) -> str:
    """Write how a value is made: 'p = a·b'; a leaf has its name only."""
    made = next((step for step in steps if step.name == name), None)
    return f"{name} = {OPERATIONS[made.operation][0].format(*made.parents)}" if made else name


def _set_edge(edge, slope, is_known, is_at_work) -> None:
    *lines, label = edge
    for line in lines:
        line.set_color(_ACTIVE if is_at_work else GRAY if is_known else PALE)
        line.set_linewidth(3 if is_at_work else 1.5)
    label.set_text(number(slope) if is_known else "")
    label.set_color(_ACTIVE if is_at_work else "black")
    label.set_fontweight("bold" if is_at_work else "normal")


def _set_node(node, lines, is_known, is_active) -> None:
    box, text = node
    box.set_edgecolor(_ACTIVE if is_active else "black" if is_known else PALE)
    box.set_linewidth(3.5 if is_active else 1.5)
    text.set_text("\n".join(lines))
    text.set_color("black" if is_known else GRAY)


def _rows(graph, values, unknown, gradients, waiting, by_difference) -> list[list[str]]:
    """Return the rows of the table: name, value, gradient, difference."""
    rows = []
    for name, value in values.items():
        gradient = number(gradients[name]) if name in gradients else ""
        row = [name, "" if name in unknown else number(value.data), gradient, ""]
        if name in waiting:
            row[2] += " + ?"
        elif gradient:
            row[3] = number(by_difference[name])
        rows.append(row)
    return rows


def _now(steps, values, step, at_work, shares, waiting) -> list[str]:
    """Say in two or three lines what happens at a step."""
    if at_work is None and step == 0:
        leaves = [name for name in values if all(name != each.name for each in steps)]
        return ["Step 0, the leaves", ", ".join(f"{x} = {number(values[x].data)}" for x in leaves)]
    if at_work is None:
        return [f"Step {step}, backward: the start", "L changes as fast as itself: gradient 1"]
    name, parents = at_work.name, at_work.parents
    if step <= len(steps):
        numbers = (_in_brackets(values[parent].data) for parent in parents)
        slopes = zip(parents, values[name].slopes, strict=True)
        made = OPERATIONS[at_work.operation][0].format(*numbers)
        return [
            f"Step {step}, forward to {name}",
            f"{_formula(steps, name)} = {made} = {number(values[name].data)}",
            "slopes: " + ", ".join(f"{number(slope)} for {parent}" for parent, slope in slopes),
        ]
    arrived = [
        f"{parent} gets {number(slope)}·{_in_brackets(gradient)} = {number(slope * gradient)}"
        for parent in parents
        for source, slope, gradient in shares[parent]
        if source == name
    ]
    lines = [f"Step {step}, backward through {_formula(steps, name)}", ", ".join(arrived)]
    for parent in parents:
        first, *others = (slope * gradient for _, slope, gradient in shares[parent])
        if parent in waiting:
            lines.append(f"{parent} is used twice: one more share is to come")
        elif others:
            parts = " + ".join([number(first), *map(_in_brackets, others)])
            whole = number(total(shares, parent))
            lines.append(f"{parent} is used twice: together {parts} = {whole}")
    return lines


def number(value: float) -> str:
    """Write a number with three digits that count; a very small one with one.

    >>> [number(value) for value in (-16.0, 0.41997, -0.0, 144.0, 6.09e-8)]
    ['-16', '0.42', '0', '144', '6e-08']
    """
    if abs(value) < 1e-10:
        return "0"
    return f"{value:.3g}" if abs(value) >= 1e-3 else f"{value:.0e}"


def _in_brackets(value: float) -> str:
    return f"({number(value)})" if value < 0 else number(value)


_ACTIVE = PALETTE["vermilion"]
_TWICE, _NEURON = GRAPHS


def _state(graph, step, a, b) -> dict:
    return {"graph": graph, "step": step, "a": a, "b": b}


tape = Explorer(
    _stage_tape,
    _draw_tape,
    controls={
        "graph": choice(tuple(GRAPHS), _TWICE, "graph"),
        "step": slider(0, LAST_STEP, 0, "step"),
        "a": slider(-3, 3, 2, "a"),
        "b": slider(-3, 3, -3, "b"),
    },
    strip=[
        ("Forward: values appear", _state(_TWICE, 2, 1, 2)),
        ("Backward: a waits for more", _state(_TWICE, 6, 1, 2)),
        ("The end: both shares are there", _state(_TWICE, LAST_STEP, 1, 2)),
    ],
    title="Forward and backward through a small graph",
    width=8.4,
    height=4.2,
)
