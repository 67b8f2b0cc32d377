"""The tape tells, at each step, what is computed, and which gradients have arrived where."""

import itertools
import re

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from course_utils.backprop.explorers import tape
from course_utils.backprop.explorers.small_graphs import (
    GRAPHS,
    LAST_STEP,
    compute,
    differences,
    shares_after,
    total,
)
from course_utils.backprop.explorers.two_way_tape import number
from course_utils.classroom.figures import to_png

TWICE, NEURON = GRAPHS
PAIRS = list(itertools.product(range(-3, 4), repeat=2))


@pytest.fixture(scope="module")
def artists():
    return tape.stage(Figure((tape.width, tape.height)))


def words(artists, **state):
    return tape.draw(artists, **(tape.start | state))


def node(artists, graph, name):
    return artists[f"{graph}: {name}"][1].get_text().split("\n")


@pytest.mark.parametrize("graph", GRAPHS)
def test_gradients_at_the_end_are_those_of_backward_and_of_differences(graph):
    for a, b in PAIRS:
        values = compute(graph, a, b)
        values["L"].backward()
        shares = shares_after(graph, values, len(GRAPHS[graph]))
        for name, slope in differences(graph, a, b).items():
            assert total(shares, name) == pytest.approx(values[name].grad, abs=1e-12)
            assert slope == pytest.approx(values[name].grad, rel=1e-6, abs=1e-7)


def test_both_graphs_compute_what_their_names_say():
    for a, b in PAIRS:
        assert compute(TWICE, a, b)["L"].data == (a * b + a) ** 2
        assert compute(NEURON, a, b)["L"].data == pytest.approx(np.tanh(2 * a + b))


def test_every_state_has_its_own_words(artists):
    told = set()
    for graph, (a, b), step in itertools.product(GRAPHS, PAIRS, range(LAST_STEP + 1)):
        said = words(artists, graph=graph, a=a, b=b, step=step)
        assert said.startswith(f"{graph} at a = {a}, b = {b}. Step {step}, ")
        assert said.endswith(".") and "nan" not in said
        assert not re.search(r"-0(?![.\d])", said)
        assert artists["words"].get_text().count("\n") == 2
        told.add(said)
    assert len(told) == len(GRAPHS) * len(PAIRS) * (LAST_STEP + 1)


def test_values_appear_forward_and_gradients_backward(artists):
    n_known = []
    for step in range(LAST_STEP + 1):
        words(artists, step=step)
        lines = [node(artists, TWICE, name) for name in "abpsL"]
        n_known.append((sum(len(box) > 1 for box in lines), str(lines).count("grad")))
    assert n_known == [(2, 0), (3, 0), (4, 0), (5, 0), (5, 1), (5, 2), (5, 4), (5, 5)]


def test_the_words_tell_the_example(artists):
    assert "forward to p: p = a·b = 2·(-3) = -6; slopes: -3 for a, 2 for b." in words(
        artists, step=1
    )
    assert "Step 4, backward: the start: L changes as fast as itself" in words(artists, step=4)
    said = words(artists, step=6)
    assert "p gets 1·(-8) = -8, a gets 1·(-8) = -8; a is used twice: one more share" in said
    assert said.endswith("Gradients (differences): p -8 (-8), s -8 (-8), L 1 (1).")
    words(artists, step=LAST_STEP)
    assert artists["words"].get_text() == (
        "Step 7, backward through p = a·b\n"
        "a gets -3·(-8) = 24, b gets 2·(-8) = -16\n"
        "a is used twice: together -8 + 24 = 16"
    )
    assert "used twice" not in words(artists, graph=NEURON, step=LAST_STEP)


def test_the_task_can_be_read_off(artists):
    loss = compute(TWICE, **{name: tape.start[name] for name in "ab"})
    loss["L"].backward()
    said = words(artists, step=LAST_STEP)
    assert f"(differences): a {loss['a'].grad:g} ({loss['a'].grad:g})" in said
    assert node(artists, TWICE, "a") == ["a", "2", f"grad {loss['a'].grad:g}"]


def test_edges_carry_local_derivatives_once_they_are_known(artists):
    for step, expected in ((0, ["", "", "", "", ""]), (2, ["-3", "2", "1", "1", ""])):
        words(artists, step=step)
        edges = [f"{TWICE}: {way}" for way in ("a to p", "b to p", "p to s", "a to s", "s to L")]
        assert [artists[edge][-1].get_text() for edge in edges] == expected


def test_the_operation_at_work_is_marked_and_no_other(artists):
    marked = []
    for step in range(LAST_STEP + 1):
        words(artists, step=step)
        marked.append([n for n in "abpsL" if artists[f"{TWICE}: {n}"][0].get_linewidth() > 2])
        thick = [k for k, v in artists.items() if " to " in k and v[0].get_linewidth() > 2]
        active = [key for key in thick if key.startswith(TWICE)]
        assert all(key.endswith(f"to {marked[-1][0]}") for key in active)
        assert len(active) == (0 if step in (0, 4) else {"L": 1}.get(marked[-1][0], 2))
    assert marked == [[], ["p"], ["s"], ["L"], ["L"], ["L"], ["s"], ["p"]]


def test_the_table_holds_differences_of_finished_gradients_only(artists):
    words(artists, step=6)
    rows = [[text.get_text() for text in row] for row in artists["table"]]
    assert rows[0] == ["a", "2", "-8 + ?", ""]
    assert rows[3] == ["s", "-4", "-8", "-8"]
    assert rows[5] == ["", "", "", ""]
    words(artists, step=LAST_STEP, graph=NEURON)
    rows = [[text.get_text() for text in row] for row in artists["table"]]
    assert [row[0] for row in rows] == ["a", "x", "b", "p", "s", "L"]
    assert all(row[2] == row[3] != "" for row in rows)


def test_only_the_chosen_graph_is_seen(artists):
    for graph in GRAPHS:
        words(artists, graph=graph)
        for key, value in artists.items():
            if ": " in key:
                assert {part.get_visible() for part in value} == {key.startswith(f"{graph}: ")}


def test_pictures_depend_on_the_state_alone():
    states = [state for _, state in tape.strip]
    tape.check_pure([*states, tape.start, {"graph": NEURON, "step": 6, "a": -1, "b": 3}])


def test_the_strip_tells_no_answer_of_a_task(artists):
    values = compute(TWICE, **{name: tape.start[name] for name in "ab"})
    values["L"].backward()
    for caption, state in tape.strip:
        told = f"{caption} {words(artists, **state)} {artists['words'].get_text()}"
        assert not re.search(rf"\b{values['a'].grad:g}\b", told)


def test_in_the_strip_words_stay_in_their_boxes_and_panels():
    fig, _ = tape._drawn_strip()
    to_png(fig)
    for column in fig.subfigs:
        panel = column.subfigs[1]
        assert panel._suptitle.get_window_extent().x1 <= panel.bbox.x1
        [ax] = panel.axes
        for text in ax.texts:
            if not text.get_visible() or not text.get_text():
                continue
            inside = text.get_window_extent()
            assert panel.bbox.x0 <= inside.x0 and inside.x1 <= panel.bbox.x1
        boxes = [patch for patch in ax.patches if isinstance(patch, FancyBboxPatch)]
        labels = [text for text in ax.texts if text.get_zorder() == 4]
        for box, text in zip(boxes, labels, strict=True):
            frame, inside = box.get_window_extent(), text.get_window_extent()
            if text.get_visible():
                assert frame.x0 <= inside.x0 and inside.x1 <= frame.x1, text.get_text()
                assert frame.y0 <= inside.y0 and inside.y1 <= frame.y1, text.get_text()


def test_numbers_are_short():
    assert [number(x) for x in (-16, 1 / 3, -1e-14, 6.1e-8, 0.001)] == [
        "-16",
        "0.333",
        "0",
        "6e-08",
        "0.001",
    ]


def test_the_picture_fits_a_laptop_screen_beside_its_controls():
    assert tape.height <= 4.2


def test_states_that_do_not_exist_are_refused():
    for wrong in ({"step": LAST_STEP + 1}, {"a": 4}, {"b": 0.5}, {"graph": "L = a"}):
        with pytest.raises(ValueError):
            tape.picture(**wrong)
