"""One reader for each kind of artist: its words, and the arrays that it plots."""

from collections.abc import Callable

import numpy as np
from matplotlib.artist import Artist
from matplotlib.collections import Collection, PathCollection, PolyCollection, QuadMesh
from matplotlib.colors import to_hex
from matplotlib.container import BarContainer
from matplotlib.contour import ContourSet
from matplotlib.image import AxesImage
from matplotlib.legend import Legend
from matplotlib.lines import AxLine, Line2D
from matplotlib.patches import FancyArrowPatch, Patch
from matplotlib.quiver import Quiver
from matplotlib.table import Table
from matplotlib.text import Annotation, Text

from .words import (
    LISTED,
    as_floats,
    correlation,
    count,
    listed,
    number,
    point,
    points,
    samples,
    spread,
)

COLOR_NAMES = {
    "#0072b2": "blue",
    "#d55e00": "vermilion",
    "#009e73": "green",
    "#cc79a7": "purple",
    "#000000": "black",
    "#ffffff": "white",
}
_LINES = {"-": "solid ", "--": "dashed ", ":": "dotted ", "-.": "dash-dotted "}

Reading = tuple[str, list]  # the words for one artist, and the arrays it plots


def read(artist: Artist) -> Reading:
    """Return what there is to say about `artist`."""
    return next(reader for kind, reader in _READERS if isinstance(artist, kind))(artist)


def read_bars(bars: BarContainer) -> Reading:
    boxes = np.array([bar.get_bbox().extents for bar in bars], dtype=float)  # x0, y0, x1, y1
    x0, y0, x1, y1 = boxes.T
    across = bars.orientation == "horizontal"
    places, lengths = ((y0 + y1) / 2, x1 - x0) if across else ((x0 + x1) / 2, y1 - y0)
    tell = listed if len(boxes) <= LISTED else spread
    words = f"{count(len(boxes), _color(bars[0].get_facecolor()) + 'bar')}{_name(bars)}"
    return f"{words} at {tell(places)}: lengths {tell(lengths)}", [boxes]


def _line(line: Line2D) -> Reading:
    x, y = (np.atleast_1d(v) for v in (line.get_xdata(orig=False), line.get_ydata(orig=False)))
    style = line.get_linestyle()
    kind = "line" if style in _LINES else "points"
    words = f"{_LINES.get(style, '')}{_color(line.get_color())}{kind}{_name(line)}"
    if line.get_transform() == line.axes.get_xaxis_transform():
        return f"{words}, vertical at x = {number(x[0])}", [x]
    if line.get_transform() == line.axes.get_yaxis_transform():
        return f"{words}, horizontal at y = {number(y[0])}", [y]
    words += f", {count(len(x), 'point')}: {points(x, y)}"
    words += f"; {samples(x, y)}" if len(x) > LISTED else ""
    return words, [x, y]


def _endless_line(line: AxLine) -> Reading:
    start, slope = line.get_xy1(), line.get_slope()
    words = f"endless {_color(line.get_color())}line{_name(line)} through {point(*start)}"
    if slope is None:
        return f"{words} and {point(*line.get_xy2())}", [start, line.get_xy2()]
    return f"{words} with slope {number(slope)}", [start, [slope]]


def _scatter(scatter: PathCollection) -> Reading:
    x, y = scatter.get_offsets().reshape(-1, 2).T
    values, colors = scatter.get_array(), _colors(scatter)
    color = _color(colors[0]) if len(colors) == 1 and values is None else ""
    words = f"{count(len(x), color + 'point')}{_name(scatter)}: {points(x, y)}"
    words += f"; correlation {correlation(x, y)}" if len(x) > LISTED else ""
    if values is not None:
        return f"{words}; color values {spread(values)}", [x, y, values, scatter.get_sizes()]
    words += f"; {len(np.unique(colors, axis=0))} colors" if len(colors) > 1 else ""
    return words, [x, y, colors, scatter.get_sizes()]


def _arrows(arrows: Quiver) -> Reading:
    tails, steps = (arrows.X, arrows.Y), (np.ravel(arrows.U), np.ravel(arrows.V))
    words = f"{count(len(arrows.X), 'arrow')}{_name(arrows)} from {points(*tails)}"
    return f"{words}; by {points(*steps)}", [*tails, *steps]


def _contours(contours: ContourSet) -> Reading:
    kind = "filled contours" if contours.filled else "contour lines"
    corners = _corners(contours)
    words = f"{kind} at levels {listed(contours.levels)}: {points(*corners.T)}"
    return words, [contours.levels, corners]


def _grid(mesh: QuadMesh) -> Reading:
    corners, values = mesh.get_coordinates().reshape(-1, 2), mesh.get_array()
    words = f"colored grid of {_shape(values)} cells{_name(mesh)}, values {spread(values)}"
    words += _halves(values, "lower") if np.ndim(values) == 2 else ""
    return f"{words}: {points(*corners.T)}", [corners, values]


def _shapes(shapes: Collection) -> Reading:
    corners, colors, values = _corners(shapes), _colors(shapes), shapes.get_array()
    kind = "filled area" if isinstance(shapes, PolyCollection) else "group of shapes"
    words = f"{_color(colors[0]) if len(colors) else ''}{kind}{_name(shapes)}"
    words += f", {len(corners)} corners: {points(*corners.T)}"
    data = [corners]
    if len(shapes.get_offsets()) > 1:  # one shape in many places, as in hexbin
        data.append(shapes.get_offsets())
        words += f"; at {points(*shapes.get_offsets().T)}"
    if values is not None:
        data.append(values)
        words += f"; color values {spread(values)}"
    return words, data


def _image(image: AxesImage) -> Reading:
    values = image.get_array()
    words = f"image of {_shape(values)} pixels{_name(image)}, values {spread(values)}"
    if np.ndim(values) == 2 and np.isfinite(as_floats(values)).any():
        low, high = (listed([limit], among=image.get_clim()) for limit in image.get_clim())
        words += _halves(values, image.origin)
        words += f"; colors {image.get_cmap().name} from {low} to {high}"
    return words, [values, image.get_extent()]


def _halves(values, origin: str) -> str:
    """Say where the large values lie: it shows a picture that was turned or mirrored by mistake."""
    rows, columns = (size // 2 for size in values.shape)
    if not rows or not columns:
        return ""
    halves = map(
        as_floats, (values[:, :columns], values[:, -columns:], values[:rows], values[-rows:])
    )
    means = [
        half[np.isfinite(half)].mean() if np.isfinite(half).any() else np.nan for half in halves
    ]
    order = "left, right, top, bottom" if origin == "upper" else "left, right, bottom, top"
    return f"; mean of the halves {order}: {listed(means, among=values)}"


def _patch(patch: Patch) -> Reading:
    if isinstance(patch, FancyArrowPatch):  # its public path depends on the layout
        corners = np.reshape([end for end in patch._posA_posB if end is not None], (-1, 2))
    else:
        corners = patch.get_patch_transform().transform_path(patch.get_path()).vertices
    kind = type(patch).__name__.removesuffix("Patch").lower()
    words = f"{_color(patch.get_facecolor())}{kind}{_name(patch)}, {len(corners)} corners"
    return f"{words}: {points(*corners.T)}", [corners]


def read_texts(texts: list[Text]) -> Reading:
    places = [text.get_position() for text in texts]
    words = [quoted(text) for text in texts]
    if len(texts) <= LISTED:
        words = [f"{word} at {point(*place)}" for word, place in zip(words, places, strict=True)]
    return f"text {', '.join(words)}", [places]


def _annotation(note: Annotation) -> Reading:
    place, target = note.get_position(), note.xy
    return f"text {quoted(note)} pointing to {point(*target)}", [place, target]


def read_legend(legend: Legend) -> Reading:
    title = f" {quoted(legend.get_title())}" if legend.get_title().get_text() else ""
    return f"legend{title}: {', '.join(text.get_text() for text in legend.get_texts())}", []


def _table(table: Table) -> Reading:
    cells = [cell.get_text().get_text() for _, cell in sorted(table.get_celld().items())]
    return f"table: {', '.join(cells)}", []


def _other(artist: Artist) -> Reading:
    return f"{type(artist).__name__}{_name(artist)}", []


_READERS: list[tuple[type, Callable]] = [  # the first kind that fits reads the artist
    (AxLine, _endless_line),
    (Line2D, _line),
    (PathCollection, _scatter),
    (Quiver, _arrows),
    (ContourSet, _contours),
    (QuadMesh, _grid),
    (Collection, _shapes),
    (AxesImage, _image),
    (Patch, _patch),
    (Annotation, _annotation),
    (Legend, read_legend),
    (Table, _table),
    (Artist, _other),
]


def _colors(shapes: Collection) -> np.ndarray:
    return shapes.get_facecolor() if len(shapes.get_facecolor()) else shapes.get_edgecolor()


def _corners(shapes: Collection) -> np.ndarray:
    return np.concatenate([np.empty((0, 2)), *(path.vertices for path in shapes.get_paths())])


def _shape(values) -> str:
    return " by ".join(str(size) for size in np.shape(values)[:2])


def quoted(text: Text | str) -> str:
    words = text if isinstance(text, str) else text.get_text()
    return "'" + " / ".join(words.strip().split("\n")) + "'"


def _name(artist) -> str:
    label = str(artist.get_label() or "")
    return "" if label.startswith("_") or not label else f" {quoted(label)}"


def _color(color) -> str:
    name = COLOR_NAMES.get(to_hex(color))
    return f"{name} " if name else ""
