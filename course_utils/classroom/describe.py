"""What a figure shows, in words: a text that changes when the plotted data change.

It is for readers who cannot see the picture, and for tests, which compare it from run to run.
"""

from collections import Counter
from collections.abc import Iterable

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.container import BarContainer
from matplotlib.figure import FigureBase
from matplotlib.text import Annotation, Text
from matplotlib.ticker import LogFormatter, NullFormatter, ScalarFormatter

from .readers import Reading, quoted, read, read_bars, read_legend, read_texts
from .words import LISTED, listed, weighted_sum


def describe(fig: FigureBase) -> str:
    """Describe the plotted data of `fig` in a few lines for each axes.

    Titles, axis labels and scales come first, then each artist: how many points, their range and
    mean, or the points themselves if they are few. The last line is a weighted sum of all plotted
    numbers: it differs even where one point of many moved or two points changed places.

    Returns
    -------
    str : the same on every machine: at most 3 decimals, no -0.0, no addresses.

    >>> from matplotlib.figure import Figure
    >>> fig = Figure()
    >>> _ = fig.subplots().plot([0, 1, 2], [5, 3, 4], label="loss", color="#0072B2")
    >>> print(describe(fig))
    Axes.
    - solid blue line 'loss', 3 points: (0, 5), (1, 3), (2, 4)
    All plotted numbers, weighted and added: 23.30
    """
    if not isinstance(fig, FigureBase):
        raise TypeError(f"fig must be a matplotlib Figure; got {type(fig).__name__}.")
    lines, data = [], []
    every = [inner for ax in fig.axes for inner in (ax, *ax.child_axes) if _counts(inner)]
    for part in _parts(fig):
        lines += [f"Figure text {quoted(text)}." for text in part.texts if _shown(text)]
        lines += [f"Figure {read_legend(legend)[0]}." for legend in part.legends]
        for position, ax in enumerate(every, start=1):
            if ax.figure is not part:
                continue
            name = f"Axes {position} of {len(every)}" if len(every) > 1 else "Axes"
            lines.append(_heading(ax, name))
            for words, arrays in _readings(ax):
                lines += [f"- {words}"] if words else []
                data += arrays
    if data:
        lines.append(f"All plotted numbers, weighted and added: {weighted_sum(data):.2f}")
    return "\n".join(lines) or "An empty figure."


def _parts(fig) -> list[FigureBase]:
    return [fig, *(inner for part in fig.subfigs for inner in _parts(part))]


def _heading(ax: Axes, name: str) -> str:
    titles = [ax.get_title(loc) for loc in ("left", "center", "right") if ax.get_title(loc)]
    words = " ".join([name, *map(quoted, titles)])
    if not ax.axison:
        return words + "."
    for axis, limits, automatic in (
        (ax.xaxis, ax.get_xlim(), ax.get_autoscalex_on()),
        (ax.yaxis, ax.get_ylim(), ax.get_autoscaley_on()),
    ):
        facts = [quoted(axis.label)] if axis.label.get_text() else []
        facts += [f"{axis.get_scale()} scale"] if axis.get_scale() != "linear" else []
        low, high = (listed([limit], among=limits) for limit in limits)
        facts += [] if automatic else [f"from {low} to {high}"]
        facts += _tick_names(axis)
        words += f"; {axis.axis_name} axis {', '.join(facts)}" if facts else ""
    return words + "."


def _tick_names(axis) -> list[str]:
    """Return the names at the ticks where somebody chose them; plain numbers say nothing new."""
    formatter = axis.get_major_formatter()
    if isinstance(formatter, (ScalarFormatter, LogFormatter, NullFormatter)):
        return []
    names = [str(name) for name in formatter.format_ticks(axis.get_majorticklocs()) if str(name)]
    return [f"ticks {', '.join(names)}"] if names else []


def _readings(ax: Axes) -> Iterable[Reading]:
    if ax.get_label() == "<colorbar>":
        yield "color bar", []
        return
    told = {id(part) for part in (ax.patch, ax.xaxis, ax.yaxis, *ax.spines.values())}
    told |= {id(part) for part in (ax.title, ax._left_title, ax._right_title)}
    for bars in ax.containers:
        if isinstance(bars, BarContainer) and any(bar.get_visible() for bar in bars):
            told |= {id(bar) for bar in bars}
            yield read_bars(bars)
    notes, kinds = [], Counter()
    for artist in ax.get_children():
        if not _shown(artist) or id(artist) in told or artist in ax.child_axes:
            continue
        if isinstance(artist, Text) and not isinstance(artist, Annotation):
            notes.append(artist)
            continue
        kinds[type(artist).__name__] += 1
        words, arrays = read(artist)
        yield (words if kinds[type(artist).__name__] <= LISTED else ""), arrays
    if notes:
        yield read_texts(notes)
    for kind, size in kinds.items():
        if size > LISTED:
            yield f"{size - LISTED} more of the kind {kind}", []


def _counts(ax) -> bool:
    if getattr(ax, "name", "") == "3d":
        raise ValueError(
            "describe cannot read 3-D axes; a heat map or contours show the same and can be read."
        )
    return isinstance(ax, Axes) and ax.get_visible()  # a secondary axis holds no data


def _shown(artist: Artist) -> bool:
    return artist.get_visible() and not (isinstance(artist, Text) and not artist.get_text().strip())
