"""Figures as the course shows them: one style, real alt text, and the plotted data in words."""

import ast
import base64
import html
import inspect
import io
import sys
import textwrap

import matplotlib
import numpy as np
from cycler import cycler
from IPython.display import display
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.text import Text
from PIL import Image
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from course_utils.validation import as_numbers, check_choice, check_count, check_positive

from .describe import describe

__all__ = [
    "CLASS_STYLES",
    "GRAY",
    "PALETTE",
    "describe",
    "draw_montage",
    "figure_html",
    "montage",
    "new_figure",
    "show",
    "show_source",
    "to_png",
]

# Told apart by every common kind of color vision, and at 3:1 or more on white and on near-black.
PALETTE = {"blue": "#0072B2", "vermilion": "#D55E00", "green": "#009E73", "purple": "#CC79A7"}
GRAY = "#595959"  # of what stands back: axes, guides, notes
CLASS_STYLES = [
    {"color": color, "marker": marker, "linestyle": line}
    for color, marker, line in zip(PALETTE.values(), "os^D", ("-", "--", ":", "-."), strict=True)
]
MINIMUM_POINTS = 11  # the smallest type in a picture
OUTPUT_LIMIT = 150_000  # bytes of one output
DPI = 150  # dots per inch; a page shows an inch as 100 of its pixels, so that type stays sharp
STYLE = {
    "axes.axisbelow": True,
    "axes.grid": False,
    "axes.labelsize": 12,
    "axes.prop_cycle": cycler(
        color=[style["color"] for style in CLASS_STYLES],
        linestyle=[style["linestyle"] for style in CLASS_STYLES],
    ),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlesize": 13,
    "figure.titlesize": 14,
    "font.size": 12,
    "xtick.labelsize": 11,
    "ytick.labelsize": 11,
}


def new_figure(width: float = 6.4, height: float = 4.0, **subplots) -> tuple[Figure, Axes]:
    """Return a styled figure of `width` by `height` inches, and its axes.

    The figure has no pyplot state: nothing has to be closed. `subplots` goes to `Figure.subplots`
    (`nrows`, `ncols`, `sharex`, `width_ratios`, …); with several axes an array of them comes back.

    >>> fig, (left, right) = new_figure(8, 3, ncols=2)
    >>> _ = left.plot([1, 2], [3, 4])
    """
    size = check_positive(width, "width"), check_positive(height, "height")
    with matplotlib.rc_context(STYLE):
        fig = Figure(size, dpi=DPI, layout="constrained", facecolor="white")
        FigureCanvasAgg(fig)
        return fig, fig.subplots(**subplots)


def to_png(fig: Figure) -> bytes:
    """Draw `fig` as an opaque PNG, equal bytes for equal figures; type below 11 pt is enlarged."""
    if not isinstance(fig, Figure):
        hint = " Pass its .figure." if hasattr(fig, "figure") else ""
        raise TypeError(f"fig must be a matplotlib Figure; got {type(fig).__name__}.{hint}")
    enlarge_type(fig)
    canvas = fig.canvas
    try:
        agg = FigureCanvasAgg(fig)
        agg.draw()
    finally:
        fig.set_canvas(canvas)
    drawn = Image.fromarray(np.asarray(agg.buffer_rgba()))
    opaque = Image.alpha_composite(Image.new("RGBA", drawn.size, "white"), drawn).convert("RGB")
    # 256 colors without dithering look the same and take a third of the bytes.
    small = opaque.quantize(256, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    small.save(buffer, "png", compress_level=9, dpi=(fig.dpi, fig.dpi))
    return buffer.getvalue()


def enlarge_type(fig: Figure) -> None:
    """Raise all smaller type of `fig` to 11 points."""
    for text in fig.findobj(Text):
        if text.get_fontsize() < MINIMUM_POINTS:
            text.set_fontsize(MINIMUM_POINTS)


def montage(images, n_columns: int) -> np.ndarray:
    """Arrange `images` in rows, as one picture with an empty pixel between neighbors.

    Parameters
    ----------
    images : array-like of shape (n_images, height, width); NaN stays empty
    n_columns : int, images in a row; the last row may be shorter

    Returns
    -------
    ndarray of shape (n_rows * (height + 1) - 1, n_columns * (width + 1) - 1), NaN in the gaps

    >>> montage([[[1, 2]], [[3, 4]], [[5, 6]]], n_columns=2)
    array([[ 1.,  2., nan,  3.,  4.],
           [nan, nan, nan, nan, nan],
           [ 5.,  6., nan, nan, nan]])
    """
    images = _as_images(images)
    n_columns = min(check_count(n_columns, "n_columns"), len(images))
    n_rows = -(-len(images) // n_columns)
    height, width = images.shape[1:]
    tiles = np.full((n_rows * n_columns, height + 1, width + 1), np.nan)
    tiles[: len(images), :height, :width] = images
    rows = tiles.reshape(n_rows, n_columns, height + 1, width + 1).swapaxes(1, 2)
    return rows.reshape(n_rows * (height + 1), -1)[:-1, :-1]


def _as_images(images) -> np.ndarray:
    images = as_numbers(images, "images", nan=True)
    if images.ndim != 3:
        raise ValueError(
            "images must be 3-D (n_images, height, width); "
            f"got shape {images.shape}. For flat digits pass X.reshape(-1, 8, 8)."
        )
    return images


def draw_montage(ax: Axes, images, n_columns: int, labels=None, **imshow) -> AxesImage:
    """Draw `images` on `ax` as one picture, with a label above each image if `labels` are given.

    `imshow` goes to `Axes.imshow` (`vmin`, `vmax`, `cmap`). Labels take the place of a pixel row or
    two: leave the axes tall enough for them.
    """
    if not isinstance(ax, Axes):
        raise TypeError(f"ax must be the axes of a figure; got {type(ax).__name__}.")
    images = _as_images(images)
    named = labels is not None
    if named and not np.iterable(labels):
        raise TypeError(f"labels must be a sequence, one for each image; got {labels!r}.")
    labels = [str(label) for label in labels] if named else []
    if named and len(labels) != len(images):
        raise ValueError(f"labels must hold {len(images)} values, one an image; got {len(labels)}.")
    room = 0
    if labels:
        room = max(1, round(images.shape[1] / 3))
        images = np.pad(images, ((0, 0), (room, 0), (0, 0)), constant_values=np.nan)
    look = {"cmap": "gray_r", "interpolation": "nearest"} | imshow
    picture = ax.imshow(montage(images, n_columns), **look)
    ax.set_axis_off()
    for position, label in enumerate(labels):
        row, column = divmod(position, min(n_columns, len(images)))
        x = column * (images.shape[2] + 1) + (images.shape[2] - 1) / 2
        y = row * (images.shape[1] + 1) + room - 0.7
        ax.text(x, y, label, ha="center", va="bottom", fontsize=MINIMUM_POINTS)
    return picture


def show(fig: Figure, *, alt: str, caption: str = "") -> None:
    """Display `fig` as one output: the picture with alt text and caption, and its data in words.

    Parameters
    ----------
    fig : Figure
    alt : str, what one sees: the point of the picture, for somebody who cannot see it
    caption : str, what to notice, shown below; may be empty

    Raises
    ------
    ValueError : `alt` is missing or says nothing, or the output is larger than 150 kB
    """
    _check_alt(alt, caption)
    page = figure_html(to_png(fig), alt, caption)
    words = f"{alt}\n{describe(fig)}"
    size = len(page.encode()) + len(words.encode())
    if size > OUTPUT_LIMIT:
        raise ValueError(
            f"the output of this figure is {size / 1000:.0f} kB; the limit is "
            f"{OUTPUT_LIMIT / 1000:.0f} kB. Make it smaller (width, height), plot fewer points, or "
            "show it as two figures."
        )
    if "matplotlib.pyplot" in sys.modules:  # or the inline backend would show it once more
        sys.modules["matplotlib.pyplot"].close(fig)
    display({"text/html": page, "text/plain": words}, raw=True)


def figure_html(png: bytes, alt: str, caption: str = "") -> str:
    """Return an HTML figure around `png`, as JupyterLab keeps it in a notebook it doesn't trust."""
    _check_alt(alt, caption)
    if not isinstance(png, bytes) or not png.startswith(b"\x89PNG"):
        raise TypeError(
            f"png must be the bytes of a picture, as to_png gives them; got {png!r:.40}."
        )
    with Image.open(io.BytesIO(png)) as picture:
        width = round(picture.width * 100 / picture.info.get("dpi", (100, 100))[0])
    source = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    below = f"<figcaption>{html.escape(caption)}</figcaption>" if caption else ""
    return (
        f'<figure style="margin:0"><img src="{source}" alt="{html.escape(alt)}" width="{width}" '
        f'style="max-width:100%;height:auto;background-color:#ffffff">{below}</figure>'
    )


def _check_alt(alt, caption) -> None:
    for value, name in ((alt, "alt"), (caption, "caption")):
        if not isinstance(value, str):
            raise TypeError(f"{name} must be text; got {value!r}.")
    plain = alt.strip().rstrip(".").casefold()
    opening = plain.replace("an ", "a ", 1).removeprefix("a ").removeprefix("the ")
    remedy = "Say what one sees and what it shows, for somebody who cannot see it."
    if not any(character.isalpha() for character in plain):
        raise ValueError(f"alt must not be empty; got {alt!r}. {remedy}")
    if plain == caption.strip().rstrip(".").casefold():
        raise ValueError(f"alt must not repeat the caption; got {alt!r} for both. {remedy}")
    for start in ("image of", "picture of", "photo of", "figure", "screenshot of"):
        if opening.startswith(start):
            raise ValueError(f"alt must not start with {start!r}; got {alt!r}. {remedy}")


def show_source(obj, *, docstring: bool = True) -> None:
    """Display the source of a function, method or class, as the tests cover it.

    Parameters
    ----------
    obj : a function, method, property or class whose Python source exists
    docstring : bool, False leaves the first line of each docstring only

    Raises
    ------
    TypeError : `obj` has no Python source: it is compiled, or a value
    """
    check_choice(docstring, (True, False), "docstring")
    target = obj.fget if isinstance(obj, property) else getattr(obj, "func", obj)
    try:
        source = textwrap.dedent(inspect.getsource(inspect.unwrap(target))).rstrip("\n")
    except (TypeError, OSError) as error:
        raise TypeError(
            f"obj must be a function, method or class written in Python; got {obj!r}. "
            "Compiled functions and plain values have no source; for an object pass type(object)."
        ) from error
    source = source if docstring else _first_lines(source)
    # Fixed colors on a fixed ground: readable in light and dark themes. Long lines wrap in slides.
    style = (
        "background-color:#f8f8f8;color:#1a1a1a;padding:8px;margin:0;"
        "white-space:pre-wrap;overflow-wrap:break-word;line-height:1.4"
    )
    marked = highlight(source, PythonLexer(), HtmlFormatter(nowrap=True, noclasses=True))
    page = f'<pre style="{style}">{marked.rstrip()}</pre>'
    display({"text/html": page, "text/plain": source}, raw=True)


def _first_lines(source: str) -> str:
    """Cut each docstring in `source` down to its first line."""
    lines = source.split("\n")
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    for node in reversed([node for node in ast.walk(ast.parse(source)) if isinstance(node, kinds)]):
        if ast.get_docstring(node) is not None and node.body[0].end_lineno > node.body[0].lineno:
            first, last = node.body[0].lineno, node.body[0].end_lineno
            lines[first - 1 : last] = [f'{lines[first - 1].rstrip()}"""']
    return "\n".join(lines)
