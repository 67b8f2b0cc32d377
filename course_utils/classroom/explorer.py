"""Interactive figures: controls above a picture that follows them, and words below it."""

import inspect
import textwrap
from collections.abc import Callable

import numpy as np
from matplotlib.figure import Figure

from course_utils.validation import check_choice, check_positive

from .canvas import Canvas, encode, in_words, set_stage, tell
from .controls import Control, check_text, choice, slider, toggle
from .figures import DPI, show
from .panel import Panel

__all__ = ["Control", "Explorer", "choice", "slider", "toggle"]

LIVE_DPI = 100
_PANEL, _WIDEST = 0.55, 3.7  # a panel of the strip, as a part of the live width; inches at most
_HEADER = 0.45  # inches above each panel, for its caption on two lines at most
_LONGEST = 56


class Explorer:
    """A picture that follows its controls, after a static strip of three telling states.

    Parameters
    ----------
    stage : callable, `stage(figure) -> dict of name -> artist`
        Draws once everything that stays, and returns the artists that change (a value may also be
        a container of artists, as `Axes.bar` returns, or a whole axes, which is slower). In the
        strip `figure` is a SubFigure half as wide: give few ticks and short titles.
    draw : callable, `draw(artists, **state) -> str`
        Sets *every* artist of the dict from the state alone, and returns one or two sentences that
        describe the picture. Only the artists of the dict are drawn again: a change to anything
        else (a limit, a label, a tick) is seen late or never. `check_pure` finds that.
    controls : dict of name -> Control
    strip : three pairs (caption, complete state)
    title : str
    width, height : float, inches of the live picture; a page shows an inch as 100 of its pixels
    way : callable, `way(**state)`, an iterator of states, or None
        For pictures whose numbers take longer than a key press: it computes them step by step, and
        after each step yields a state that can be drawn by now. The live figure shows some of
        those until its own picture is ready, and keys still work meanwhile.

    Attributes
    ----------
    errors : list of str, the tracebacks of states that could not be drawn

    >>> def stage(figure):
    ...     return {"line": figure.subplots().axvline(0)}
    >>> def draw(artists, x):
    ...     artists["line"].set_xdata([x, x])
    ...     return f"The line stands at {x}."
    >>> strip = [("Left", {"x": 0}), ("Middle", {"x": 5}), ("Right", {"x": 9})]
    >>> explorer = Explorer(stage, draw, {"x": slider(0, 9, 4, "x")}, strip, "A line")
    >>> explorer.picture(x=3)[1]
    'The line stands at 3.'
    """

    def __init__(
        self,
        stage: Callable,
        draw: Callable,
        controls: dict[str, Control],
        strip: list[tuple[str, dict]],
        title: str,
        width: float = 6.4,
        height: float = 4.0,
        way: Callable | None = None,
    ):
        if not isinstance(controls, dict) or not controls:
            raise TypeError(f"controls must be a dict, name -> control; got {controls!r}.")
        for name, control in controls.items():
            if not isinstance(control, Control):
                raise TypeError(
                    f"controls[{name!r}] must be made by slider, choice or toggle; got {control!r}."
                )
        self.stage, self.draw, self.controls = stage, draw, dict(controls)
        if way is not None and not callable(way):
            raise TypeError(f"way must be a function of the state, or None; got {way!r}.")
        self.way = way or (lambda **_: iter(()))
        self.title = check_text(title, "title")
        self.width, self.height = check_positive(width, "width"), check_positive(height, "height")
        self.errors: list[str] = []
        self._canvas = self._panel = None
        self.start = {name: control.value for name, control in controls.items()}
        try:
            inspect.signature(draw).bind({}, **self.start)
        except TypeError as error:
            raise TypeError(f"draw must take (artists, {', '.join(controls)}): {error}.") from None
        self.strip = self._check_strip(strip)

    def _check_strip(self, strip) -> list[tuple[str, dict]]:
        if len(strip) != 3:
            raise ValueError(f"strip must hold three (caption, state) pairs; got {len(strip)}.")
        states = []
        for position, (caption, state) in enumerate(strip):
            if len(check_text(caption, f"strip[{position}] caption")) > _LONGEST:
                raise ValueError(
                    f"strip[{position}] caption exceeds {_LONGEST} characters: {caption}"
                )
            missing = [name for name in self.controls if name not in state]
            if missing:
                raise ValueError(f"strip[{position}] lacks the state of {', '.join(missing)}.")
            states.append((caption, self._complete(state)))
        return states

    def _complete(self, state: dict) -> dict:
        for name in state:
            check_choice(name, self.controls, "a name in the state")
        full = self.start | state
        return {name: control.check(full[name], name) for name, control in self.controls.items()}

    def picture(self, **state) -> tuple[bytes, str]:
        """Return the PNG for `state` and its description, without widgets.

        Controls that are not named stand as at the start. Errors of `draw` are raised.
        """
        pixels, words = self.pixels(self._complete(state))
        return encode(pixels), words

    def pixels(self, state: dict) -> tuple[np.ndarray, str]:
        """Return the pixels (height, width, 3) for a complete state, and its description."""
        self._canvas = self._canvas or self._new_canvas()
        return self._canvas.picture(state)

    def _new_canvas(self) -> Canvas:
        return Canvas(self.stage, self.draw, self.start, self.width, self.height, LIVE_DPI)

    def check_pure(self, states: list[dict] | None = None) -> None:
        """Raise AssertionError if a picture depends on anything but the state.

        Draws `states` (the strip and the start if None) forward and backward on one figure, each
        on a fresh one, and each with the background drawn anew, and compares pixels and words.
        """
        states = [state for _, state in self.strip] + [self.start] if states is None else states
        states = [self._complete(state) for state in states]
        used = self._new_canvas()
        forward = [used.picture(state) for state in states]
        backward = [used.picture(state) for state in reversed(states)][::-1]
        for state, first, second in zip(states, forward, backward, strict=True):
            name = in_words(state)
            for other, when in (
                (second, "after other states"),
                (self._new_canvas().picture(state), "on a fresh figure"),
            ):
                if first[1] != other[1] or not np.array_equal(first[0], other[0]):
                    raise AssertionError(
                        f"the picture of {name} differs {when}: draw must set every artist from "
                        "the state alone, and stage must draw the same each time."
                    )
            if not np.array_equal(first[0], used.redrawn(state)):
                raise AssertionError(
                    f"the picture of {name} differs when all is drawn again: draw changes "
                    "something that stage did not return."
                )

    def show(self) -> None:
        """Display the strip, an output that needs no kernel, and then the live figure.

        A cell that is run again shows the same widgets, set back to the start: nothing piles up.
        """
        fig, words = self._drawn_strip()
        alt = f"{self.title}: three states. " + " ".join(
            f"{position}. {caption.rstrip('.')}: {sentence}"
            for position, ((caption, _), sentence) in enumerate(
                zip(self.strip, words, strict=True), 1
            )
        )
        show(
            fig,
            alt=alt,
            caption=f"{self.title}. Three states; run this cell to move the live figure.",
        )
        self._panel = self._panel or Panel(self)
        self._panel.show()

    def _drawn_strip(self) -> tuple[Figure, list[str]]:
        width, height = min(_PANEL * self.width, _WIDEST), 0.7 * self.height
        fig = Figure(
            (3 * width, height + _HEADER), dpi=DPI, layout="constrained", facecolor="white"
        )
        words = []
        for column, (caption, state) in zip(fig.subfigures(1, 3), self.strip, strict=True):
            header, panel = column.subfigures(2, 1, height_ratios=(_HEADER, height))
            title = textwrap.fill(caption, int(width * 9))
            header.text(0.5, 0.5, title, ha="center", va="center", fontsize=12, weight="bold")
            words.append(tell(self.draw, set_stage(self.stage, panel), state))
        return fig, words
