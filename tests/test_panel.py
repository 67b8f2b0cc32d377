"""A picture that takes long: what the live figure shows on the way to it."""

import asyncio
from types import SimpleNamespace

import ipywidgets
import pytest

from course_utils.classroom import figures, panel
from course_utils.classroom.explorer import Explorer, slider

STRIP = [("None", {"n": 0}), ("One", {"n": 1}), ("Two", {"n": 2})]


def stage(figure):
    return {"words": figure.subplots().text(0.5, 0.5, "")}


def draw(artists, n):
    artists["words"].set_text(f"n = {n}")
    return f"It is {n}."


def count_up(n):
    if n == 9:
        raise ArithmeticError("nine")
    for passed in range(n):
        yield {"n": passed}


@pytest.fixture
def live(monkeypatch):
    """Return an explorer, its slider, its words, and the list of the pictures that follow."""
    clock = iter(range(1_000_000))  # each step takes a second
    monkeypatch.setattr(panel, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    for module in (figures, panel):
        monkeypatch.setattr(module, "display", lambda bundle, raw: None)
    explorer = Explorer(
        stage, draw, {"n": slider(0, 9, 0, "n")}, STRIP, "Up", width=2, height=1, way=count_up
    )
    made, pictures = [], []
    ipywidgets.Widget.on_widget_constructed(made.append)
    explorer.show()
    ipywidgets.Widget.on_widget_constructed(None)
    (control,) = (w for w in made if isinstance(w, ipywidgets.IntSlider))
    (picture,) = (w for w in made if isinstance(w, ipywidgets.Image))
    (words,) = (w for w in made if "course-words" in getattr(w, "_dom_classes", ()))
    picture.observe(lambda change: pictures.append(change.new), "value")
    return explorer, control, words, pictures


def pictures_of(explorer, *numbers):
    return [explorer.picture(n=n)[0] for n in numbers]


def test_it_shows_how_far_it_is_and_ends_at_its_own_picture(live):
    explorer, control, words, pictures = live

    async def move():
        control.value = 3
        assert pictures == []  # the key is done, and others can be pressed
        assert words.value.startswith("<p>Computing")
        await asyncio.sleep(0.5)

    asyncio.run(move())
    assert pictures == pictures_of(explorer, 1, 2, 3)  # that of 0 stood there already
    assert words.value == "<p>It is 3.</p>"


def test_a_key_on_the_way_leads_elsewhere_at_once(live):
    explorer, control, words, pictures = live

    async def move():
        control.value = 8
        control.value = 1
        await asyncio.sleep(0.5)

    asyncio.run(move())
    assert pictures[-1] == pictures_of(explorer, 1)[0]
    assert not set(pictures) & set(pictures_of(explorer, 2, 3, 4, 5, 6, 7, 8))
    assert words.value == "<p>It is 1.</p>"


def test_an_error_on_the_way_is_told(live, caplog):
    explorer, control, words, _ = live
    control.value = 9
    assert "ArithmeticError: nine" in words.value and len(explorer.errors) == 1
    control.value = 2
    assert words.value == "<p>It is 2.</p>"


def test_without_a_loop_there_is_one_picture(live):
    explorer, control, _, pictures = live
    control.value = 3
    assert pictures == pictures_of(explorer, 3)
