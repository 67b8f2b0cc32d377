"""The dial: plant defects in the training rows, and see which judge takes notice."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from course_utils.classroom.explorer import Explorer, slider, toggle
from course_utils.classroom.figures import GRAY
from course_utils.data_quality.defects import DEFECTS, spoil
from course_utils.data_quality.explorers.nearest import nearest_labels
from course_utils.data_quality.figures.shares import BEFORE, NOW, percent_in_words
from course_utils.data_quality.index_q import quality_index
from course_utils.datasets import Samples, load_digits
from course_utils.start_here import accuracy
from course_utils.validation import check_choice

N_TRAIN = 300  # rows: few, so that a picture follows the key
SEED = 0
LOW, HIGH = 0, 16  # the counts that a cell may hold
# In which they are planted if there are several: a copy has the defects of its original.
ORDER = ("noise", "units", "missing", "duplicates", "shuffled labels")
_CHANCE = 0.1


class State(NamedTuple):
    """What judges say of the training rows; all but Q are shares."""

    accuracy: float
    q: float
    missing: float
    repeated: float
    out_of_range: float


@lru_cache
def training_rows() -> Samples:
    """Return the first 300 training digits, pixel counts 0 to 16."""
    X, y = load_digits("train", scaling="raw")
    return Samples(X[:N_TRAIN].astype(float), y[:N_TRAIN])


@lru_cache
def _clean() -> Samples:
    X, y = load_digits("validation", scaling="raw")
    return Samples(X.astype(float), y)


def fill_with_median(X) -> np.ndarray:
    """Return X with each missing cell as the median of its column; 0 where a column is empty.

    >>> fill_with_median(np.array([[1.0, np.nan], [np.nan, np.nan], [3.0, np.nan]])).tolist()
    [[1.0, 0.0], [2.0, 0.0], [3.0, 0.0]]
    """
    medians = [
        np.median(column[~np.isnan(column)]) if not np.isnan(column).all() else 0.0
        for column in X.T
    ]
    return np.where(np.isnan(X), medians, X)


def state_of(kinds: str | Iterable[str], share: float) -> State:
    """Plant defects in the training rows, and judge them.

    Parameters
    ----------
    kinds : one of DEFECTS, or several; none leaves the rows as they are
    share : float from 0 to 1, of the cells or rows, for each kind

    Returns
    -------
    State
        The accuracy is that of 1-nearest-neighbor on the 360 clean validation digits.

    >>> before, after = state_of((), 0), state_of("shuffled labels", 1.0)
    >>> before.q == after.q, round(before.accuracy, 3), round(after.accuracy, 3)
    (True, 0.928, 0.086)
    """
    kinds = {kinds} if isinstance(kinds, str) else set(kinds)
    for kind in kinds:
        check_choice(kind, DEFECTS, "kinds")
    return _state(tuple(kind for kind in ORDER if kind in kinds), share)


@lru_cache(1024)
def _state(kinds, share) -> State:
    X, y = training_rows()
    for kind in kinds:
        X, y = spoil(X, y, kind, share, SEED)
    filled = fill_with_median(X)
    answers = nearest_labels(filled, y, _clean().X)
    n_different = len({row.tobytes() for row in X})
    return State(
        accuracy=accuracy(_clean().y, answers),
        q=quality_index(filled),
        missing=float(np.isnan(X).mean()),
        repeated=1 - n_different / len(X),
        out_of_range=float(((X < LOW) | (X > HIGH)).mean()),
    )


_NAMES = {
    "accuracy": "accuracy",
    "q": "Q(D)",
    "missing": "missing cells",
    "repeated": "repeated rows",
    "out_of_range": "out of range",
}
_GROUPS = (("accuracy", "q"), ("missing", "repeated", "out_of_range"))
_FULL = 1.45  # the axis, in lengths of the longest bar: the words stand beside it


def _stage_dial(figure) -> dict:
    wide = figure.bbox.width > 1.5 * figure.bbox.height  # in the strip all is narrow and small
    size = 12 if wide else 11
    axes = figure.subplots(1, 2) if wide else figure.subplots(2, 1, height_ratios=(2, 3))
    artists = {}
    for ax, group in zip(axes, _GROUPS, strict=True):
        ax.set_xlim(0, _FULL)
        ax.set_ylim(len(group) - 0.5, -0.5)
        ax.set_xticks([])
        ax.set_yticks(range(len(group)), [_NAMES[name] for name in group], fontsize=size)
        ax.tick_params(axis="y", length=0)
        ax.spines["bottom"].set_visible(False)
        for place, name in enumerate(group):
            for when, look, side in (("before", BEFORE, -0.21), ("after", NOW, 0.21)):
                bar = ax.barh(place + side, 0, 0.36, **look, label=when)[0]
                words = ax.text(0, place + side, "", va="center_baseline", fontsize=size)
                artists[f"{name} {when}"] = [bar, words]
    chance = axes[0].plot([_CHANCE] * 2, [-0.46, 0.46], color=GRAY, linestyle=":", lw=2)[0]
    if wide:
        axes[0].set_title("Two judges")
        axes[1].set_title("A profile: bad shares")
        keys = [artists["q before"][0], artists["q after"][0], chance]
        names = ["before", "after", "chance"]
        figure.legend(keys, names, loc="outside lower center", ncols=3, frameon=False)
    else:
        axes[0].set_title("(striped: before)", fontsize=11)
    artists["chance"] = chance
    artists["words"] = figure.suptitle("\n", fontsize=13 if wide else 11)
    return artists


def _draw_dial(artists, share, **switched) -> str:
    kinds = tuple(kind for kind in DEFECTS if switched[_name(kind)])
    before, after = state_of((), 0.0), state_of(kinds, share / 100)
    longest_q = max(2 * before.q, after.q)
    for when, state in (("before", before), ("after", after)):
        for name, value in state._asdict().items():
            bar, words = artists[f"{name} {when}"]
            length = value / longest_q if name == "q" else value
            bar.set_width(length)
            words.set_x(length + 0.025)
            is_judge = name in _GROUPS[0]
            words.set_text(f"{value:.3f}" if is_judge else percent_in_words(100 * value))
    changes = [_change(getattr(after, name) - getattr(before, name)) for name in _GROUPS[0]]
    planted = f"{' + '.join(kinds)}, {share} %" if kinds else "no defect is switched on"
    artists["words"].set_text(f"{planted}\naccuracy {changes[0]}, Q(D) {changes[1]}")
    profile = ", ".join(
        f"{percent_in_words(100 * getattr(after, name))} {words}"
        for name, words in list(_NAMES.items())[2:]
    )
    said = (
        f"{planted[0].upper()}{planted[1:]}: accuracy of 1-nearest-neighbor on clean validation "
        f"digits {before.accuracy:.3f} → {after.accuracy:.3f} ({changes[0]}), Q(D) {before.q:.3f} "
        f"→ {after.q:.3f} ({changes[1]}). Profile: {profile}."
    )
    return said + _about_missing(after.missing) + _about_labels(kinds, share)


def _about_missing(share: float) -> str:
    if share == 1:
        return " No cell is left: each is filled with 0."
    words = " Before they are judged, missing cells are filled with the median of their column."
    return words if share else ""


def _about_labels(kinds, share: int) -> str:
    wrong = "shuffled labels" in kinds and share
    return " No measure of the profile looks for wrong labels." if wrong else ""


def _change(difference: float) -> str:
    """Write a change with its sign; none has none.

    >>> _change(0.25), _change(-1.0), _change(-1e-15)
    ('+0.250', '-1.000', '0.000')
    """
    text = f"{difference:+.3f}"
    return text if float(text) else "0.000"


def _name(kind: str) -> str:
    return kind.replace(" ", "_")


def _only(kind: str, share: int) -> dict:
    return {_name(other): other == kind for other in DEFECTS} | {"share": share}


defect_dial = Explorer(
    _stage_dial,
    _draw_dial,
    controls={
        **{_name(kind): toggle(kind == "noise", kind) for kind in DEFECTS},
        "share": slider(0, 100, 30, "share of the cells or rows, %", step=10),
    },
    strip=[
        ("Noise: all three take notice", _only("noise", 50)),
        ("Wrong units: Q explodes", _only("units", 20)),
        ("Copied rows: the profile sees it", _only("duplicates", 100)),
    ],
    title="Defects, and who takes notice",
    width=7.8,
    height=4.1,
)
