"""A figure that draws again only what changes: what makes an explorer follow the keys."""

import contextlib
import io
from collections.abc import Callable, Iterable

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure, FigureBase
from PIL import Image

from .figures import STYLE, enlarge_type


class Canvas:
    """One figure, laid out once, with everything constant kept as a background.

    Parameters
    ----------
    stage, draw : the functions of an `Explorer`
    start : dict, the state for which the figure is laid out
    width, height : float, inches
    dpi : int, dots per inch
    """

    def __init__(self, stage, draw, start: dict, width: float, height: float, dpi: int):
        fig = Figure((width, height), dpi=dpi, layout="constrained", facecolor="white")
        self._canvas = FigureCanvasAgg(fig)
        self.artists = set_stage(stage, fig)
        self._draw = draw
        with contextlib.suppress(Exception):  # a start that fails says so when it is to be shown
            tell(draw, self.artists, start)
        enlarge_type(fig)
        fig.get_layout_engine().execute(fig)
        fig.set_layout_engine("none")
        self._layers = _layers(fig, self.artists)
        for artist in self._layers:
            artist.set_animated(True)
        self._canvas.draw()
        self._background = self._canvas.copy_from_bbox(fig.bbox)

    def picture(self, state: dict) -> tuple[np.ndarray, str]:
        """Return the pixels (height, width, 3) for `state`, and the description."""
        words = tell(self._draw, self.artists, state)
        self._canvas.restore_region(self._background)
        renderer = self._canvas.get_renderer()
        for artist in self._layers:
            artist.draw(renderer)
        return self._pixels(), words

    def redrawn(self, state: dict) -> np.ndarray:
        """Return the pixels for `state` after drawing everything, the background too."""
        tell(self._draw, self.artists, state)
        for animated in (False, True):
            for artist in self._layers:
                artist.set_animated(animated)
            if not animated:
                self._canvas.draw()
        return self._pixels()

    def _pixels(self) -> np.ndarray:
        return np.array(self._canvas.buffer_rgba())[:, :, :3]


def set_stage(stage: Callable, figure: FigureBase) -> dict:
    """Let `stage` draw on `figure` in the style of the course, and check what it returns."""
    with matplotlib.rc_context(STYLE):
        artists = stage(figure)
    if not isinstance(artists, dict) or not artists:
        raise TypeError(
            "stage must return a dict of the artists that change, name -> artist, and not an "
            f"empty one; got {artists!r}."
        )
    for name, value in artists.items():
        for artist in flat(value):
            if not isinstance(artist, Artist):
                raise TypeError(
                    f"stage must return artists; {name!r} is {artist!r}. "
                    "Axes.plot returns a list: take its first element."
                )
    return artists


def tell(draw: Callable, artists: dict, state: dict) -> str:
    """Let `draw` set `artists` for `state`, and check the description that it returns."""
    with matplotlib.rc_context(STYLE):  # a changing axes may be cleared and drawn from nothing
        words = draw(artists, **state)
    if not isinstance(words, str) or not words.strip():
        raise ValueError(
            "draw must return one or two sentences that describe the picture; "
            f"got {words!r} for {in_words(state)}."
        )
    return words.strip()


def encode(pixels: np.ndarray) -> bytes:
    """Return `pixels` as a PNG, packed fast rather than tightly."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "png", compress_level=1)
    return buffer.getvalue()


def faded(pixels: np.ndarray) -> np.ndarray:
    """Return `pixels` in pale gray, as one marks a picture that is out of date."""
    gray = pixels.mean(axis=2, keepdims=True)
    return np.repeat(128 + gray / 2, 3, axis=2).astype(np.uint8)


def in_words(state: dict) -> str:
    """Write a state as one types it: step=3, bias=True."""
    return ", ".join(f"{name}={value!r}" for name, value in state.items()) or "no controls"


def flat(value) -> Iterable:
    """Walk through an artist, or through a container of artists such as `Axes.bar` returns."""
    if isinstance(value, (list, tuple)):
        for part in value:
            yield from flat(part)
    else:
        yield value


def _layers(fig: Figure, artists: dict) -> list[Artist]:
    """Return, in drawing order, what changes and what lies above it.

    What lies above must be drawn again too, or a changing image would cover the points on it.
    """
    wanted = {id(artist): name for name, value in artists.items() for artist in flat(value)}
    missing, layers, changing = dict(wanted), [], []
    for parent in _parents(fig):
        children = sorted(parent.get_children(), key=Artist.get_zorder)
        found = [position for position, child in enumerate(children) if id(child) in wanted]
        for position in found:
            missing.pop(id(children[position]))
        above = any(parent.bbox.overlaps(other.bbox) for other in changing)  # as twin axes are
        if not (found or above) or id(parent) in wanted:  # a changing axes draws its own children
            continue
        for child in children[0 if above else found[0] :]:
            apart = child is parent.patch or (parent is fig and isinstance(child, Axes))
            if id(child) in wanted or not (apart or _is_outside(child)):
                layers.append(child)
        changing += [parent] if isinstance(parent, Axes) else []
    if missing:
        raise ValueError(
            f"stage returned {', '.join(map(repr, missing.values()))}, which is a part of another "
            "artist or of no axes. Return the axes, axis or legend that holds it."
        )
    return layers


def _is_outside(child: Artist) -> bool:
    """Say if `child` is an axis that nothing in the axes covers; it is slow to draw.

    Its ticks point outward, it has no grid, and a spine, drawn later, covers where ticks begin.
    """
    if not isinstance(child, Axis) or child.get_zorder() >= 2.5:
        return False
    spine = child.axes.spines.get(child.get_ticks_position())
    inward = any(tick.get_tickdir() != "out" for tick in child.get_major_ticks())
    grid = any(line.get_visible() for line in child.get_gridlines())
    return spine is not None and spine.get_visible() and not inward and not grid


def _parents(fig: FigureBase) -> Iterable[FigureBase | Axes]:
    """Walk through what holds artists: the figure last, as its texts lie above its axes."""
    for part in fig.subfigs:
        yield from _parents(part)
    for ax in sorted(fig.get_children(), key=Artist.get_zorder):
        if isinstance(ax, Axes):
            yield ax
            yield from ax.child_axes
    yield fig
