"""Two judges side by side: an honest split beside a leaking one, Q beside accuracy."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from course_utils.classroom.figures import GRAY, PALETTE, new_figure
from course_utils.classroom.pictures import check_named, check_title, check_words
from course_utils.validation import as_numbers, as_vector

_MOST_STATES = 10
_STRIPES = {"facecolor": "white", "edgecolor": PALETTE["vermilion"], "hatch": "////"}
_FULL = {"facecolor": PALETTE["blue"], "edgecolor": PALETTE["blue"]}


def draw_leakage(honest, leaking, chance: float | None = None, *, measure="accuracy") -> Figure:
    """Draw the mean score with and without a leak as two bars, each repetition as a dot.

    Parameters
    ----------
    honest, leaking : arrays of shape (n_repetitions,), or one number, scores from 0 to 1
    chance : float from 0 to 1, the score of guesses, or None
    measure : str, what the score is
    """
    scores = {
        "leaking": _as_shares(leaking, "leaking"),
        "honest": _as_shares(honest, "honest"),
    }
    check_words(measure, "measure")
    fig, ax = new_figure(5.4, 4.0)
    for place, (look, (name, values)) in enumerate(
        zip((_STRIPES, _FULL), scores.items(), strict=True)
    ):
        mean = values.mean()
        ax.bar(place, mean, 0.6, linewidth=1.5, **look, label=name)
        look = {"color": "black", "marker": "o", "markersize": 5, "linestyle": ""}
        side = place + 0.22 * np.linspace(-1, 1, len(values)) if len(values) > 1 else [place]
        ax.plot(side, values, **look, markeredgecolor="white", label="one repetition")
        above = (place, max(values.max(), mean))
        up = {"textcoords": "offset points", "ha": "center", "fontsize": 13}
        ax.annotate(f"{mean:.3f}", above, (0, 6), **up)
    if chance is not None:
        chance = float(_as_shares(chance, "chance")[0])
        ax.axhline(chance, color=GRAY, linestyle=":", linewidth=2)
        where = {"transform": ax.get_yaxis_transform(), "va": "bottom", "color": GRAY}
        ax.text(0.5, chance + 0.01, f"chance\n{chance:.3f}", ha="center", **where)
    ax.set_ylim(0, 1.08)
    ax.set_yticks(np.linspace(0, 1, 6))
    ax.set_xlim(-0.6, 1.6)
    ax.set_xticks([0, 1], [f"{name} split" for name in scores])
    ax.set_ylabel(measure)
    gain = scores["leaking"].mean() - scores["honest"].mean()
    ax.set_title(f"The leak adds {gain:.3f}" if gain > 0 else f"The leak changes {gain:+.3f}")
    return fig


def _as_shares(values, name) -> np.ndarray:
    values = as_vector(np.atleast_1d(as_numbers(values, name)), name)
    if values.min() < 0 or values.max() > 1:
        raise ValueError(f"{name} must be from 0 to 1; got {values.min():g} to {values.max():g}.")
    return values


def draw_index(states: dict, *, title: str | None = None) -> Figure:
    """Draw Document B's Q(D) beside the accuracy, one row for each state of the data.

    Parameters
    ----------
    states : dict of name -> (Q, accuracy); two to ten. The first is what the others are held
        against: a dotted line marks it.
    title : str, stands in place of the computed headline
    """
    check_named(states, "states", _MOST_STATES)
    check_title(title)
    if len(states) < 2:
        raise ValueError(f"states must hold two or more states to compare; got {len(states)}.")
    pairs = []
    for name, pair in states.items():
        pair = as_vector(pair, f"states[{name!r}]", 2)
        if pair[0] < 0 or not 0 <= pair[1] <= 1:
            raise ValueError(
                f"states[{name!r}] must be (Q of at least 0, accuracy from 0 to 1); "
                f"got {tuple(pair.tolist())}."
            )
        pairs.append(pair)
    q, accuracy = np.array(pairs).T
    fig, (left, right) = new_figure(8.8, 1.4 + 0.45 * len(states), ncols=2, sharey=True)
    _draw_rows(left, q, 1.3 * (q.max() or 1.0), _STRIPES)
    _draw_rows(right, accuracy, 1.3, _FULL)
    right.set_xticks([0, 0.5, 1])
    left.set_yticks(range(len(states)), states)
    left.set_ylim(len(states) - 0.5, -0.5)
    for ax, words in ((left, "Q(D): smaller is called better"), (right, "accuracy")):
        ax.tick_params(axis="y", length=0)
        ax.set_title(words)
    fig.suptitle(title or _count_better(q, accuracy))
    return fig


def _draw_rows(ax: Axes, values, highest, look) -> None:
    ax.barh(range(len(values)), values, 0.6, linewidth=1.5, **look)
    ax.axvline(values[0], color=GRAY, linestyle=":", linewidth=2)
    # On white, or the dotted line would cross the words.
    ground = {"facecolor": "white", "edgecolor": "none", "pad": 1}
    for place, value in enumerate(values):
        ax.annotate(
            f"{value:.3f}",
            (value, place),
            (6, 0),
            textcoords="offset points",
            va="center",
            bbox=ground,
        )
    ax.set_xlim(0, highest)


def _count_better(q, accuracy) -> str:
    n = len(q) - 1
    q, accuracy = np.round(q, 3), np.round(accuracy, 3)  # as they are written beside the bars
    n_q, n_accuracy = ((values < values[0]).sum() for values in (q, -accuracy))
    return f"Of {n} change{'s' * (n > 1)}, Q calls {n_q} better; accuracy rises in {n_accuracy}"
