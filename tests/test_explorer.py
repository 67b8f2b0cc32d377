"""Explorers: pure pictures, honest errors, controls at the keyboard, and a strip for readers."""

import gc
import io
import logging

import ipywidgets
import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from course_utils.classroom import figures, panel
from course_utils.classroom.explorer import Explorer, choice, slider, toggle

X = np.linspace(-3, 3, 25)
CONTROLS = {
    "k": slider(0, 9, 1, "steepness"),
    "shift": slider(-1.0, 1.0, 0.0, "shift", step=0.1),
    "kind": choice(["line", "step"], "line", "unit"),
    "flip": toggle(False, "flip the sign"),
}
START = {"k": 1, "shift": 0.0, "kind": "line", "flip": False}
STRIP = [
    ("Flat", START | {"k": 0}),
    ("Gentle", START | {"k": 2}),
    ("A step", START | {"kind": "step", "flip": True}),
]


def stage(figure):
    ax = figure.subplots()
    field = ax.imshow(np.zeros((2, 2)), extent=(-3, 3, -9, 9), vmin=0, vmax=9, aspect="auto")
    ax.scatter(X, X, label="data")  # above the image that changes
    (curve,) = ax.plot(X, X)
    ax.set(xticks=[0], yticks=[0])  # few ticks are drawn fast
    return {"field": field, "curve": curve, "title": ax.set_title("k = 0")}


def draw(artists, k, shift, kind, flip):
    if k == 7:
        raise ArithmeticError("seven is not <allowed>")
    y = k * (X - shift) if kind == "line" else k * np.sign(X - shift)
    artists["curve"].set_ydata(-y if flip else y)
    artists["field"].set_data(np.full((2, 2), k))
    artists["title"].set_text(f"k = {k}")
    return f"The {kind} ends at {y[-1]:.1f}."


def make(stage=stage, draw=draw, **changes):
    parts = {"controls": CONTROLS, "strip": STRIP, "title": "Steepness", "width": 3, "height": 2}
    return Explorer(stage, draw, **(parts | changes))


@pytest.fixture
def shown(monkeypatch):
    """Collect what is displayed, as the bundles that a front end would get."""
    bundles = []
    for module in (figures, panel):
        monkeypatch.setattr(module, "display", lambda bundle, raw: bundles.append(bundle))
    return bundles


def live(explorer):
    """Show `explorer` and return its widgets: controls by label, and the parts below them."""
    made = []
    ipywidgets.Widget.on_widget_constructed(made.append)
    explorer.show()
    ipywidgets.Widget.on_widget_constructed(None)
    widgets = {w.description: w for w in made if getattr(w, "description", "")}
    (widgets["picture"],) = (w for w in made if isinstance(w, ipywidgets.Image))
    (widgets["words"],) = (w for w in made if "course-words" in getattr(w, "_dom_classes", ()))
    return widgets


def pixels(png):
    with Image.open(io.BytesIO(png)) as picture:
        return np.asarray(picture.convert("RGB")).astype(int)


# Pictures


def test_a_picture_follows_its_state():
    explorer = make()
    png, words = explorer.picture(k=3)
    assert words == "The line ends at 9.0."
    assert pixels(png).shape == (200, 300, 3)
    assert png == explorer.picture(**START | {"k": 3})[0]
    for other in ({"k": 4}, {"k": 3, "shift": 0.5}, {"k": 3, "flip": True}):
        assert explorer.picture(**other)[0] != png


def test_pictures_are_pure():
    make().check_pure()
    make().check_pure([{"k": 5}, {}, {"kind": "step", "k": 9}])


def test_points_stay_above_an_image_that_changes():
    def bare(figure):
        artists = stage(figure)
        figure.axes[0].collections[0].remove()
        return artists

    with_points, without = (pixels(make(s).picture(k=9, shift=1.0)[0]) for s in (stage, bare))
    assert (with_points != without).any(axis=2).sum() > 100


@pytest.mark.parametrize(
    "style",
    [
        lambda ax: ax.grid(True),
        lambda ax: ax.tick_params(direction="in"),
        lambda ax: ax.legend(loc="upper left"),
        lambda ax: ax.set_axisbelow(False),
        lambda ax: ax.inset_axes([0.5, 0.5, 0.4, 0.4]).plot(X, X),
        lambda ax: ax.figure.suptitle("Above"),
        lambda ax: ax.twinx().plot(X, X**2),
    ],
    ids=["grid", "inward ticks", "legend", "axis above", "inset", "title", "twin"],
)
def test_whatever_lies_above_a_change_stays_above(style):
    def styled(figure):
        artists = stage(figure)
        style(figure.axes[0])
        return artists

    make(styled).check_pure([{"k": 9}])


def leaves_traces(artists, k, **state):
    if k > 1:
        artists["curve"].set_linewidth(4)
    return draw(artists, k, **state)


def moves_the_limits(artists, k, **state):
    artists["curve"].axes.set_ylim(-1, k + 1)
    return draw(artists, k, **state)


def changes_what_is_not_returned(artists, k, **state):
    artists["curve"].axes.set_xlabel(f"k = {k}")
    return draw(artists, k, **state)


class Counting:
    def __init__(self):
        self.calls = 0

    def __call__(self, artists, **state):
        self.calls += 1
        return f"{draw(artists, **state)} Picture {self.calls}."


class RandomStage:
    def __init__(self):
        self.rng = np.random.default_rng(0)

    def __call__(self, figure):
        artists = stage(figure)
        figure.axes[0].plot(X, self.rng.uniform(-9, 9, len(X)))
        return artists


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"draw": leaves_traces}, "of k=0, .* differs after other states"),
        ({"draw": moves_the_limits}, "something that stage did not return"),
        ({"draw": changes_what_is_not_returned}, "something that stage did not return"),
        ({"draw": Counting()}, "differs after other states"),
        ({"stage": RandomStage()}, "differs on a fresh figure"),
    ],
    ids=["traces", "limits", "not returned", "words", "random stage"],
)
def test_impure_explorers_are_found(changes, message):
    with pytest.raises(AssertionError, match=message):
        make(**changes).check_pure()


def test_containers_and_whole_axes_may_change():
    def bars(figure):
        left, right = figure.subplots(1, 2)
        return {"bars": left.bar([0, 1, 2], [1, 9, 1]), "right": right}

    def draw_bars(artists, k, **_):
        for bar in artists["bars"]:
            bar.set_height(k)
        artists["right"].clear()
        artists["right"].plot([0, k])
        return f"Bars of {k}."

    explorer = make(bars, draw_bars)
    explorer.check_pure()
    assert explorer.picture(k=2)[0] != explorer.picture(k=3)[0]


@pytest.mark.parametrize(
    ("returned", "error", "message"),
    [
        (lambda ax: None, TypeError, "stage must return a dict of the artists that change"),
        (lambda ax: {}, TypeError, "and not an empty one"),
        (lambda ax: {"curve": 3}, TypeError, "'curve' is 3"),
        (lambda ax: {"label": ax.xaxis.label}, ValueError, "'label', which is a part of another"),
    ],
)
def test_a_stage_must_return_artists_that_can_change(returned, error, message):
    with pytest.raises(error, match=message):
        make(lambda figure: returned(figure.subplots()), lambda artists, **_: "Fine.").picture()


@pytest.mark.parametrize("words", [None, "", "  ", 3])
def test_a_picture_needs_a_description(words):
    with pytest.raises(ValueError, match="draw must return one or two sentences"):
        make(draw=lambda artists, **state: words).picture()


# Controls and states


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((3, 3, 3, "a"), "minimum must be below maximum; got 3 and 3"),
        ((0, 5, 6, "a"), "value must be from 0 to 5; got 6"),
        (
            (0, 5, 2.5, "a"),
            "value must be the minimum, 0.0, plus a multiple of the step, 1.0; got 2.5",
        ),
        (
            (0, 5, 0, "a", 2),
            "maximum must be the minimum, 0, plus a multiple of the step, 2; got 5",
        ),
        ((0, 5, 0, "a", 0), "step must be a finite number above 0"),
        ((0, 5, 0, " "), "label must be a text that is not empty"),
        (("0", 5, 0, "a"), "minimum must be a finite number; got '0'"),
        ((0, float("nan"), 0, "a"), "maximum must be a finite number; got nan"),
        ((0, 5, True, "a"), "value must be a finite number; got True"),
    ],
)
def test_a_slider_that_cannot_work_is_refused(arguments, message):
    with pytest.raises((ValueError, TypeError), match=message):
        slider(*arguments)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([], "a", "l"), "options must hold two or more different values"),
        ((["a"], "a", "l"), "options must hold two or more different values"),
        ((["a", "a"], "a", "l"), "options must hold two or more different values"),
        (("ab", "a", "l"), "options must be a list"),
        (([None, "a"], "a", "l"), "options must be a list"),
        ((["a", "b"], "c", "l"), "value must be one of 'a', 'b'; got 'c'"),
        ((["a", "b"], "a", ""), "label must be a text"),
    ],
)
def test_a_choice_that_cannot_work_is_refused(arguments, message):
    with pytest.raises((ValueError, TypeError), match=message):
        choice(*arguments)


def test_a_toggle_is_on_or_off():
    with pytest.raises(ValueError, match="value must be one of True, False; got 1"):
        toggle(1, "bias")


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ({"q": 1}, "a name in the state must be one of 'k', 'shift', 'kind', 'flip'; got 'q'"),
        ({"k": 10}, "k must be from 0 to 9; got 10"),
        ({"k": 1.5}, "k must be the minimum, 0, plus a multiple of the step, 1; got 1.5"),
        ({"k": "1"}, "k must be a number from 0 to 9; got '1'"),
        ({"k": float("nan")}, "k must be from 0 to 9; got nan"),
        (
            {"shift": 0.05},
            "shift must be the minimum, -1.0, plus a multiple of the step, 0.1; got 0.05",
        ),
        ({"kind": "curve"}, "kind must be one of 'line', 'step'; got 'curve'"),
        ({"flip": 0}, "flip must be one of True, False; got 0"),
    ],
)
def test_a_state_that_no_control_gives_is_refused(state, message):
    with pytest.raises((ValueError, TypeError), match=message):
        make().picture(**state)
    with pytest.raises((ValueError, TypeError), match=message):
        make(strip=[*STRIP[:2], ("Other", START | state)])


def test_steps_of_a_tenth_arrive_as_tenths():
    seen = []
    explorer = make(draw=lambda artists, shift, **_: seen.append(shift) or "Fine.")
    explorer.picture(shift=-1.0 + 13 * 0.1)
    assert seen[-1] == 0.3
    assert type(CONTROLS["k"].check(3.0, "k")) is int


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"strip": STRIP[:2]}, r"three \(caption, state\) pairs; got 2"),
        ({"strip": [*STRIP, STRIP[0]]}, r"three \(caption, state\) pairs; got 4"),
        ({"strip": [*STRIP[:2], ("", START)]}, r"strip\[2\] caption must be a text"),
        ({"strip": [*STRIP[:2], ("A " * 30, START)]}, r"strip\[2\] caption exceeds 56"),
        ({"strip": [*STRIP[:2], ("A", {"k": 1})]}, r"strip\[2\] lacks .* shift, kind, flip"),
        ({"title": ""}, "title must be a text"),
        ({"width": 0}, "width must be a finite number above 0"),
        ({"controls": {}}, "controls must be a dict"),
        ({"way": 3}, "way must be a function of the state, or None; got 3"),
        (
            {"controls": {"k": 3}},
            r"controls\['k'\] must be made by slider, choice or toggle; got 3",
        ),
        ({"draw": lambda artists, k: ""}, r"draw must take \(artists, k, shift, kind, flip\)"),
    ],
)
def test_an_explorer_that_cannot_work_is_refused(changes, message):
    with pytest.raises((ValueError, TypeError), match=message):
        make(**changes)


# What a reader without a kernel gets


def test_the_strip_tells_all_three_states(shown):
    make().show()
    strip, _ = shown
    assert set(strip) == {"text/html", "text/plain"}
    size = sum(len(part.encode()) for part in strip.values())
    assert size <= 150_000
    sentences = (
        "1. Flat: The line ends at 0.0. 2. Gentle: The line ends at 6.0. "
        "3. A step: The step ends at 1.0."
    )
    assert f'alt="Steepness: three states. {sentences}"' in strip["text/html"]
    assert strip["text/html"].count("<img") == 1
    lines = strip["text/plain"].splitlines()
    for caption, end in (("Flat", "always 0"), ("Gentle", "-6 to 6"), ("A step", "-1 to 1")):
        place = lines.index(f"Figure text '{caption}'.")
        assert end in "".join(lines[place : place + 5])


def test_the_live_figure_leaves_a_sentence_without_ids(shown):
    for _ in range(2):
        make().show()
    assert "application/vnd.jupyter.widget-view+json" in shown[1]
    assert (
        shown[1]["text/plain"]
        == shown[3]["text/plain"]
        == (
            "Interactive figure 'Steepness': run this cell to use it. Controls: steepness 0 to 9, "
            "shift -1 to 1, unit (line, step), flip the sign (on, off)."
        )
    )


def test_an_exported_page_shows_the_strip_and_no_error(shown):
    from nbconvert import HTMLExporter  # slow to import
    from nbformat import v4

    make().show()
    outputs = [v4.new_output("display_data", data=bundle) for bundle in shown]
    cell = v4.new_code_cell("explorer.show()", outputs=outputs, execution_count=1)
    page, _ = HTMLExporter().from_notebook_node(v4.new_notebook(cells=[cell]))
    body = page[page.index("<main") :]
    assert 'alt="Steepness: three states.' in body
    assert "run this cell to use it" in body
    assert "Error" not in body


# The live figure


def test_controls_move_the_picture_and_the_words(shown):
    explorer = make()
    widgets = live(explorer)
    assert widgets["picture"].value == explorer.picture()[0]
    widgets["steepness"].value = 5
    widgets["unit"].value = "step"
    widgets["flip the sign"].value = True
    png, words = explorer.picture(k=5, kind="step", flip=True)
    assert widgets["picture"].value == png
    assert widgets["words"].value == f"<p>{words}</p>"
    widgets["Reset"].click()
    assert widgets["picture"].value == explorer.picture()[0]
    assert widgets["steepness"].value == 1


def test_a_cell_that_is_run_again_starts_at_the_start(shown):
    explorer = make()
    widgets = live(explorer)
    widgets["steepness"].value = 5
    explorer.show()
    assert widgets["steepness"].value == 1
    assert widgets["picture"].value == explorer.picture()[0]


def test_a_typed_value_between_two_steps_is_drawn_at_the_nearest(shown):
    explorer = make()
    widgets = live(explorer)
    widgets["shift"].value = 0.2345
    assert widgets["picture"].value == explorer.picture(shift=0.2)[0]
    assert explorer.errors == []


def test_controls_work_by_keyboard_and_have_names(shown):
    widgets = live(make())
    assert widgets["steepness"].continuous_update
    assert isinstance(widgets["steepness"], ipywidgets.IntSlider)
    assert widgets["shift"].readout_format == ".1f"
    halves = slider(-2.75, 3.25, -2.25, "start", step=0.5).widget()
    assert halves.readout_format == ".2f"  # not -2.3, as the step alone would have it
    for label in ("steepness", "shift", "unit", "flip the sign", "Reset"):
        assert widgets[label].tabbable is not False
        assert not widgets[label].disabled


def test_nothing_is_drawn_when_nothing_changed(shown):
    count = Counting()
    widgets = live(make(draw=count))
    before = count.calls
    widgets["Reset"].click()
    widgets["steepness"].value = 1
    assert count.calls == before
    widgets["steepness"].value = 4
    widgets["shift"].value = 0.5
    assert count.calls == before + 2
    widgets["Reset"].click()  # moves two controls, draws once
    assert count.calls == before + 3


def test_an_error_is_told_kept_and_survived(shown, caplog):
    explorer = make()
    widgets = live(explorer)
    widgets["steepness"].value = 2
    good = widgets["picture"].value
    with caplog.at_level(logging.ERROR, logger="course_utils.classroom"):
        widgets["steepness"].value = 7
    words = widgets["words"].value
    assert "Error." in words
    assert "No picture for steepness 7, shift 0, unit line, flip the sign off." in words
    assert "ArithmeticError: seven is not &lt;allowed&gt;" in words
    assert "<code>raise ArithmeticError(" in words
    assert "out of date: it shows steepness 2" in words
    assert len(explorer.errors) == 1
    assert "in draw" in explorer.errors[0]
    assert "Steepness: no picture for steepness 7" in caplog.text
    stale = widgets["picture"].value
    assert widgets["picture"].layout.border_top.endswith("#D55E00")
    assert np.ptp(pixels(stale), axis=2).max() == 0 < np.ptp(pixels(good), axis=2).max()
    widgets["steepness"].value = 2
    assert widgets["picture"].value == good
    assert widgets["picture"].layout.border_top is None
    assert "Error" not in widgets["words"].value
    assert len(explorer.errors) == 1


def test_an_error_deep_in_a_library_names_the_line_of_the_explorer(shown, caplog):
    def deep(artists, k, **state):
        if k == 3:
            np.linalg.inv(np.zeros((2, 2)))
        return draw(artists, k, **state)

    widgets = live(make(draw=deep))
    widgets["steepness"].value = 3
    assert "<code>np.linalg.inv(np.zeros((2, 2)))</code>" in widgets["words"].value


def test_an_error_at_the_start_leaves_the_explorer_usable(shown, caplog):
    def late(artists, k, **state):
        if k == 3:
            raise ArithmeticError("not at the start")
        return draw(artists, k, **state)

    explorer = make(draw=late, controls=CONTROLS | {"k": slider(0, 9, 3, "steepness")})
    widgets = live(explorer)
    assert "not at the start" in widgets["words"].value
    assert "out of date" not in widgets["words"].value
    widgets["steepness"].value = 4
    assert widgets["picture"].value == explorer.picture(k=4)[0]


def test_errors_of_picture_are_raised():
    with pytest.raises(ArithmeticError, match="seven"):
        make().picture(k=7)


def test_a_cell_that_is_run_again_and_again_piles_nothing_up(shown):
    explorer = make()
    explorer.show()

    def alive():
        gc.collect()
        return sum(issubclass(type(thing), Figure) for thing in gc.get_objects())

    before, made = alive(), []
    ipywidgets.Widget.on_widget_constructed(made.append)
    for _ in range(2):
        explorer.show()
    ipywidgets.Widget.on_widget_constructed(None)
    assert alive() == before
    assert made == []
    assert len({str(bundle) for bundle in shown}) == 2
