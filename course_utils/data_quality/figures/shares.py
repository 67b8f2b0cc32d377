"""A profile as bars: how much of a table is bad, measure by measure, before and after."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.container import BarContainer
from matplotlib.figure import Figure

from course_utils.classroom.figures import GRAY, PALETTE, new_figure
from course_utils.classroom.pictures import check_title

COLUMNS = ("dimension", "measure", "bad", "of", "share")
# Told apart by the pattern, too: stripes stand back, full color is what is now.
BEFORE = {"facecolor": "white", "edgecolor": GRAY, "hatch": "////", "linewidth": 1}
NOW = {"facecolor": PALETTE["blue"], "edgecolor": PALETTE["blue"], "linewidth": 1}
_ROOM = 1.3  # times the longest bar, so that the words beside it stay inside


def draw_profile(profile, before=None, *, title: str | None = None) -> Figure:
    """Draw the bad share of each measure as a bar, beside an earlier profile if there is one.

    A measure that nothing in the table can answer (its share is NaN) says "unknown".

    Parameters
    ----------
    profile : DataFrame with the columns dimension, measure, bad, of, share, as `profile` returns it
    before : DataFrame of the same measures in the same order, or None
    title : str, stands in place of the computed headline
    """
    _check_profile(profile, "profile")
    check_title(title)
    if before is not None:
        _check_profile(before, "before")
        for names in ("dimension", "measure"):
            if before[names].tolist() != profile[names].tolist():
                raise ValueError(
                    f"before must hold the measures of profile in their order; their {names}s "
                    "differ. Make both profiles with the same schema."
                )
    n = len(profile)
    fig, ax = new_figure(8.6, 0.9 + n * (0.34 if before is None else 0.5))
    places = np.arange(n)
    height, shift = (0.6, 0.0) if before is None else (0.36, 0.22)
    if before is not None:
        _draw_shares(ax, places - shift, before, height, BEFORE, "before")
    _draw_shares(ax, places + shift, profile, height, NOW, "now" if before is not None else "bad")
    shares = [_shares(table) for table in (profile, before) if table is not None]
    longest = np.nan_to_num(np.concatenate(shares)).max()
    ax.set_xlim(0, 100 * _ROOM * (longest or 1.0))
    ax.set_ylim(n - 0.5, -0.5)
    ax.set_yticks(places, _names(profile))
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel("share, %")
    if before is not None:
        fig.legend(loc="outside lower center", ncols=2, frameon=False)
    ax.set_title(title or _headline(profile, before))
    return fig


def _check_profile(profile, name) -> None:
    if not isinstance(profile, pd.DataFrame):
        raise TypeError(f"{name} must be what profile(table) returns; got {type(profile)}.")
    if profile.columns.has_duplicates:
        raise ValueError(f"{name} has columns of one name. Pass what profile(table) returns.")
    if missing := [column for column in COLUMNS if column not in profile.columns]:
        raise ValueError(f"{name} lacks {', '.join(missing)}. Pass what profile(table) returns.")
    if not len(profile):
        raise ValueError(f"{name} is empty; pass at least one measure.")
    shares = _shares(profile, name)
    if ((shares < 0) | (shares > 1)).any():
        raise ValueError(f"{name} must hold shares from 0 to 1; got {shares.tolist()}.")


def _draw_shares(ax: Axes, places, profile, height, look, label) -> BarContainer:
    percent = 100 * _shares(profile)
    bars = ax.barh(places, np.nan_to_num(percent), height, **look, label=label)
    words = ["unknown" if np.isnan(value) else percent_in_words(value) for value in percent]
    for place, value, text in zip(places, np.nan_to_num(percent), words, strict=True):
        ax.annotate(
            text,
            (value, place),
            (5, 0),
            textcoords="offset points",
            va="center_baseline",
            fontsize=11,
        )
    return bars


def percent_in_words(percent: float) -> str:
    """Write a percentage with one decimal; 0 only if there is nothing, as 100 only if all is.

    >>> [percent_in_words(value) for value in (0.0, 0.01, 2.04, 99.99, 100.0)]
    ['0 %', '< 0.1 %', '2.0 %', '> 99.9 %', '100 %']
    """
    if percent in (0, 100):
        return f"{percent:.0f} %"
    if percent < 0.05:
        return "< 0.1 %"
    return "> 99.9 %" if percent >= 99.95 else f"{percent:.1f} %"


def _names(profile) -> list[str]:
    """Name each measure, after its dimension where a new one begins."""
    names, last = [], None
    for dimension, measure in zip(profile["dimension"], profile["measure"], strict=True):
        names.append(measure if dimension == last else f"{dimension}: {measure}")
        last = dimension
    return names


def _headline(profile, before) -> str:
    """Count the measures that found something bad, of those that can tell good from bad.

    How large a class is, is not bad by itself; and what is unknown is not counted.
    """
    counts = (profile["dimension"].to_numpy() != "balance") & ~np.isnan(_shares(profile))
    n_bad = (_shares(profile)[counts] > 0).sum()
    if before is None:
        return f"Something is wrong by {n_bad} of {counts.sum()} measures"
    n_before = (_shares(before)[counts] > 0).sum()
    return f"Something is wrong by {n_before} of {counts.sum()} measures before, by {n_bad} now"


def _shares(profile, name="profile") -> np.ndarray:
    try:
        return profile["share"].to_numpy(float, na_value=np.nan)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must hold shares from 0 to 1: {error}.") from error
