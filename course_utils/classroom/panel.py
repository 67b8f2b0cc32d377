"""The widgets of an explorer: its controls, its picture, and its words for eye and ear.

The labextension course-controls finds them by their classes: it gives them names for a screen
reader, and keeps their keys from JupyterLab.
"""

import asyncio
import html
import logging
import time
import traceback

import ipywidgets
from IPython.display import display

from .canvas import encode, faded

_log = logging.getLogger(__name__)
_FIRST, _NEXT = 0.05, 0.15  # seconds of computing before a picture on the way is shown
_PAUSE = 0.02  # seconds after it, in which the kernel hears other keys
# The arrow that ipywidgets draws on a dropdown is black, also where the theme is.
_LIGHT_ARROW = """<style>[data-jp-theme-light="false"] .course-explorer select {
background: linear-gradient(45deg, transparent 50%, #ddd 50%) calc(100% - 12px) 55% / 5px 5px,
linear-gradient(135deg, #ddd 50%, transparent 50%) calc(100% - 7px) 55% / 5px 5px,
var(--jp-widgets-input-background-color); background-repeat: no-repeat}</style>"""


class Panel:
    """Shows one explorer. Front ends send the next value of a slider only after the last picture,
    so a held key draws as often as the kernel can follow and ends at the last value.
    """

    def __init__(self, explorer):
        self._explorer = explorer
        self._shown: dict | None = None  # the state that picture and words are about, or will be
        self._way = iter(())  # what is still to be computed for it
        self._good = None  # the last state that could be drawn, and its pixels
        self._setting = False
        self._controls = {name: control.widget() for name, control in explorer.controls.items()}
        for widget in self._controls.values():
            widget.observe(self._follow, "value")
        reset = ipywidgets.Button(description="Reset")
        reset.on_click(lambda _: self.reset())
        self._picture = ipywidgets.Image(
            format="png",
            width=str(round(explorer.width * 100)),
            # Without its margins of 2 px, or a narrow window gets a scrollbar.
            layout=ipywidgets.Layout(max_width="calc(100% - 4px)", height="auto"),
        )
        self._picture.add_class("course-picture")
        self._words = ipywidgets.HTML()
        self._words.add_class("course-words")
        title = ipywidgets.HTML(f"{_LIGHT_ARROW}<strong>{html.escape(explorer.title)}</strong>")
        sliders = [w for n, w in self._controls.items() if explorer.controls[n].kind == "slider"]
        others = [widget for widget in self._controls.values() if widget not in sliders]
        # One row that wraps, so that controls and picture fit on a laptop's screen together.
        row = ipywidgets.HBox(
            [*others, reset],
            layout=ipywidgets.Layout(flex_flow="row wrap", align_items="center"),
        )
        parts = [title, row, *sliders, self._picture, self._words]
        self._box = ipywidgets.VBox(parts)
        self._box.add_class("course-explorer")

    def show(self) -> None:
        """Display the widgets at the start, with a sentence for readers without a kernel."""
        self.reset()
        offers = ", ".join(control.in_words() for control in self._explorer.controls.values())
        words = (
            f"Interactive figure '{self._explorer.title}': run this cell to use it. "
            f"Controls: {offers}."
        )
        page = f"<p><em>{html.escape(words)}</em></p>"
        bundle = {**self._box._repr_mimebundle_(), "text/plain": words, "text/html": page}
        display(bundle, raw=True)

    def reset(self) -> None:
        """Set all controls back to the start, and draw once."""
        self._setting = True
        for name, widget in self._controls.items():
            widget.value = self._explorer.start[name]
        self._setting = False
        self._follow()

    def _follow(self, _change=None) -> None:
        controls = self._explorer.controls
        state = {name: controls[name].nearest(w.value) for name, w in self._controls.items()}
        if self._setting or state == self._shown:
            return
        self._shown, self._way = state, self._explorer.way(**state)
        self._go_on(self._way)

    def _go_on(self, way, patience: float = _FIRST) -> None:
        """Compute until the picture is there, or for a moment: then show how far it is."""
        if way is not self._way:  # a control moved meanwhile
            return
        state, until = self._shown, time.monotonic() + patience
        try:
            for passed in way:
                if time.monotonic() > until and (loop := _running_loop()):
                    pixels, _ = self._explorer.pixels(passed)
                    self._set_picture(pixels, "Computing: the picture shows how far it is.", passed)
                    loop.call_later(_PAUSE, self._go_on, way, _NEXT)
                    return
            self._set_picture(*self._explorer.pixels(state), state)
        except Exception as error:
            self._fail(error, state)

    def _set_picture(self, pixels, words: str, state: dict) -> None:
        self._good = state, pixels
        self._picture.value = encode(pixels)
        self._picture.layout.border = None
        self._words.value = f"<p>{html.escape(words)}</p>"

    def _fail(self, error: Exception, state: dict) -> None:
        """Say what went wrong, and mark the picture as out of date."""
        where = self._in_words(state)
        self._explorer.errors.append("".join(traceback.format_exception(error)))
        _log.error("%s: no picture for %s", self._explorer.title, where, exc_info=error)
        message = html.escape(f"No picture for {where}. {type(error).__name__}: {error}")
        line = self._line_of_draw(error)
        message += f"<br>It failed in this line: <code>{html.escape(line)}</code>" if line else ""
        remedy = "Move a control or press Reset."
        if self._good is not None:
            good, pixels = self._good
            self._picture.value = encode(faded(pixels))
            self._picture.layout.border = "3px dashed #D55E00"
            remedy = f"The gray picture is out of date: it shows {self._in_words(good)}. {remedy}"
        self._words.value = f"<p><strong>Error.</strong> {message}<br>{html.escape(remedy)}</p>"

    def _in_words(self, state: dict) -> str:
        controls = self._explorer.controls
        return ", ".join(controls[name].value_in_words(value) for name, value in state.items())

    def _line_of_draw(self, error: Exception) -> str:
        """Return the line of the explorer's own code that failed, not one inside a library."""
        files = {
            function.__code__.co_filename
            for function in (self._explorer.draw, self._explorer.stage)
            if hasattr(function, "__code__")
        }
        frames = traceback.extract_tb(error.__traceback__)
        return next((f.line for f in reversed(frames) if f.filename in files and f.line), "")


def _running_loop() -> asyncio.AbstractEventLoop | None:
    """Return the loop that brings the kernel its messages; a script has none."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
