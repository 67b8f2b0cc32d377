"""The dial: how many neighbors vote, what becomes of the map, and of two accuracies."""

from functools import lru_cache

import numpy as np
from matplotlib.colors import ListedColormap

from course_utils.classroom.explorer import Explorer, choice, slider
from course_utils.classroom.figures import CLASS_STYLES, GRAY
from course_utils.datasets import load_digits
from course_utils.start_here.choosing import accuracies
from course_utils.start_here.figures.curve import LOOKS, RING
from course_utils.start_here.model import KNearestNeighbors
from course_utils.start_here.plane import KS, N_TRAIN, in_the_plane, spread_rows

LIMITS = ((24.0, 78.0), (6.0, 46.0))  # percent of the ink
DETAIL = 45  # cells of the map in a row
TINTS = ("#dcebf5", "#f7d5bd")
NAMES = ("no loop", "loop: 0, 6, 8, 9")


@lru_cache
def _validation() -> tuple[np.ndarray, np.ndarray]:
    return in_the_plane(*load_digits("validation"))


@lru_cache
def _training(n: int) -> tuple[np.ndarray, np.ndarray]:
    points, has_loop = in_the_plane(*load_digits("train"))
    rows = spread_rows(len(points), n)
    return points[rows], has_loop[rows]


@lru_cache
def _accuracies(n: int) -> dict[str, np.ndarray]:
    return accuracies(KS, _training(n), _validation())


@lru_cache
def _votes(n: int) -> np.ndarray:
    """Count for each cell of the map the loops among its 1, 2, 3 … nearest training images."""
    sides = [low + (high - low) * (np.arange(DETAIL) + 0.5) / DETAIL for low, high in LIMITS]
    cells = np.stack(np.meshgrid(*sides), axis=-1).reshape(-1, 2)
    points, has_loop = _training(n)
    nearest = KNearestNeighbors(KS[-1]).fit(points, has_loop).neighbors(cells)
    return has_loop[nearest].cumsum(axis=1).astype(np.int16).reshape(DETAIL, DETAIL, -1)


def _is_wide(figure) -> bool:
    """Say whether this is the live figure; in the strip all is narrow and small."""
    return figure.bbox.width > 1.5 * figure.bbox.height


def _stage_dial(figure) -> dict:
    wide = _is_wide(figure)
    left, right = figure.subplots(1, 2, width_ratios=(1, 1.1))
    look = {"cmap": ListedColormap(TINTS), "interpolation": "nearest", "zorder": 0}
    image = left.imshow(
        [[0]], vmin=0, vmax=1, origin="lower", extent=np.ravel(LIMITS), aspect="auto", **look
    )
    artists = {"map": image}
    dots = []
    for name, style in zip(NAMES, CLASS_STYLES, strict=False):
        look = {"color": style["color"], "marker": style["marker"], "linestyle": ""}
        artists[name] = left.plot([], [], **look)[0]
        dots += left.plot([], [], **look, markersize=6, label=name)
    left.set(xlim=LIMITS[0], ylim=LIMITS[1])
    right.set(xlim=(-2, 101), ylim=(0.58, 1.02))
    right.set_xticks([1, 25, 50, 75, 99] if wide else [1, 50, 99])
    right.set_yticks([0.6, 0.7, 0.8, 0.9, 1.0])
    for name, look in LOOKS.items():
        look = look | {"lw": 2, "markevery": 8, "markersize": 6 if wide else 4}
        artists[name] = right.plot([], [], **look)[0]
    artists["now"] = right.axvline(1, color=GRAY, linestyle=":", lw=1.5)
    size = {"markersize": 14 if wide else 10}
    artists["rings"] = right.plot([], [], **RING | size, label="this k")[0]
    artists["words"] = figure.suptitle("\n", fontsize=13 if wide else 11)
    left.set_xlabel("% of the ink in the two middle columns" if wide else "% middle columns")
    left.set_ylabel("% in the upper left quarter" if wide else "% upper left")
    right.set_xlabel("k")
    if wide:
        left.set_title("The answer, by place (tint)")
        right.set_title("Accuracy")
        keys = [*dots, *(artists[name] for name in (*LOOKS, "rings"))]
        place = {"loc": "outside lower center", "ncols": 5, "frameon": False, "fontsize": 11}
        legend = figure.legend(handles=keys, **place)
        legend.set_zorder(2)  # below the words, so that it is not drawn anew with them
    return artists


def _draw_dial(artists, k, n) -> str:
    points, has_loop = _training(n)
    dot = (3.5 if _is_wide(artists["map"].figure) else 1.8) * (100 / n) ** 0.25  # shows the tint
    for label, name in enumerate(NAMES):
        artists[name].set_data(*points[has_loop == label].T)
        artists[name].set_markersize(dot)
    answers = 2 * _votes(n)[:, :, k - 1] > k
    artists["map"].set_data(answers.astype(float))
    now = {}
    for name in LOOKS:
        found = _accuracies(n)[name]
        artists[name].set_data(KS, found)
        now[name] = found[KS.index(k)]
    artists["now"].set_xdata([k, k])
    artists["rings"].set_data([k, k], list(now.values()))
    training, validation = now.values()
    artists["words"].set_text(
        f"k = {k}, {n:,} training images\ntraining {training:.3f}, validation {validation:.3f}"
    )
    voters = "1 neighbor decides" if k == 1 else f"{k} neighbors vote"
    return (
        f"{voters} (k = {k}), out of {n:,} training images: training accuracy {training:.3f}, "
        f"validation accuracy {validation:.3f}. On the map, {_in_words(answers)}."
    )


def _in_words(answers) -> str:
    """Say into how many pieces the map's answer "loop" falls, without a number."""
    pieces = count_pieces(answers)
    words = ("is nowhere", "is in one piece", "is in a few pieces", "falls into many pieces")
    return f'the answer "loop" {words[np.searchsorted((0, 1, 5), pieces)]}'


def count_pieces(cells) -> int:
    """Count the pieces of a map of True and False: cells join side by side, or above each other.

    >>> count_pieces(np.array([[True, False, True], [True, False, False]]))
    2
    """
    left, pieces = np.pad(cells, 1), 0
    for start in zip(*np.nonzero(left), strict=True):
        pieces += bool(left[start])
        todo = [start]
        while todo:
            row, column = todo.pop()
            if left[row, column]:
                left[row, column] = False
                todo += [(row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)]
    return pieces


k_dial = Explorer(
    _stage_dial,
    _draw_dial,
    controls={
        "k": slider(KS[0], KS[-1], 5, "k", step=2),
        "n": choice(N_TRAIN, 100, "training images"),
    },
    strip=[
        ("3 of 300 vote: a map with islands", {"k": 3, "n": 300}),
        ("51 of 1,077 vote: smoother borders", {"k": 51, "n": 1077}),
        ("99 of 100 vote: one answer everywhere", {"k": 99, "n": 100}),
    ],
    title="How many neighbors vote",
    width=7.8,
    height=4.3,
)
