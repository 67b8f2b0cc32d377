"""The game on paper: paths of two parameters, the best answers, slopes of the losses."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from course_utils.classroom.figures import CLASS_STYLES, GRAY, PALETTE, new_figure
from course_utils.classroom.pictures import check_named, check_title
from course_utils.gan.figures.ring import in_plane
from course_utils.validation import as_vector

MOST_PATHS = 4
MOST_TICKS = 8


def draw_duel(paths: dict, *, title: str | None = None) -> Figure:
    """Draw where the two parameters of the smallest GAN go, a panel for each way to play.

    Parameters
    ----------
    paths : dict of name -> array of shape (n_steps + 1, 2), as `play_duel` returns it: the
        generator's parameter theta and the discriminator's psi after each step; one to four
    title : str, stands in place of the computed headline
    """
    check_title(title)
    check_named(paths, "paths", MOST_PATHS)
    paths = {name: in_plane(path, f"paths[{name!r}]") for name, path in paths.items()}
    n, reach = len(paths), 1.1 * max(np.abs(path).max() for path in paths.values()) or 1.0
    fig, axes = new_figure(max(3.2 * n, 4.0), 4.7, ncols=n, sharey=True, squeeze=False)
    for ax, (name, path) in zip(axes[0], paths.items(), strict=True):
        _draw_path(ax, path)
        start, end = np.linalg.norm(path[[0, -1]], axis=1)
        ax.set_title(f"{name}\ndistance {start:.2f} → {end:.2f}")
        ax.set_xlim(-reach, reach)
        ax.set_ylim(-reach, reach)
        ax.set_aspect("equal")
        ax.set_xlabel("generator's θ")
    axes[0, 0].set_ylabel("discriminator's ψ")
    steps = " or ".join(dict.fromkeys(f"{len(path) - 1:,}" for path in paths.values()))
    fig.suptitle(title or f"{steps} steps around the point of rest")
    keys = axes[0, 0].get_legend_handles_labels()[0]
    fig.legend(handles=keys, loc="outside lower center", ncols=3, frameon=False)
    return fig


def _draw_path(ax: Axes, path) -> None:
    lone = {"linestyle": "", "zorder": 3}
    ax.plot(*path.T, color=PALETTE["blue"], linestyle="-", linewidth=1.2)
    ax.plot(0, 0, marker="P", markersize=12, color="black", mec="white", **lone, label="at rest")
    open_square = {"marker": "s", "markersize": 11, "markerfacecolor": "none", "mew": 2}
    ax.plot(*path[:1].T, color="black", **open_square, **lone, label="start")
    end = {"marker": "o", "markersize": 10, "color": PALETTE["vermilion"], "mec": "white"}
    ax.plot(*path[-1:].T, **end, **lone, label="end")


def draw_optimal(x, real_density, fake_density, answers, *, title: str | None = None) -> Figure:
    """Draw two densities of one number, and below what a discriminator answers to each number.

    Parameters
    ----------
    x : array of shape (n,), rising
    real_density, fake_density : arrays of shape (n,), 0 or more
    answers : array of shape (n,), probabilities, such as `optimal_discriminator` returns
    title : str, stands in place of the computed headline
    """
    check_title(title)
    x = as_vector(x, "x")
    if (np.diff(x) <= 0).any():
        raise ValueError("x must rise from each number to the next. Sort it first.")
    real = _at_least_0(real_density, "real_density", len(x))
    fake = _at_least_0(fake_density, "fake_density", len(x))
    answers = _at_least_0(answers, "answers", len(x))
    if answers.max() > 1:
        raise ValueError(f"answers must be probabilities, 0 to 1; got {answers.max():g}.")
    fig, (top, below) = new_figure(8.4, 4.8, nrows=2, sharex=True)
    for density, style, name in zip((real, fake), CLASS_STYLES, ("real", "fakes"), strict=False):
        look = {"color": style["color"], "linestyle": style["linestyle"]}
        top.fill_between(x, density, color=style["color"], alpha=0.2, linewidth=0)
        top.plot(x, density, **look, linewidth=2.5, label=name)
    below.axhline(0.5, color=GRAY, linestyle=":", linewidth=2, label="can't tell: 0.5")
    below.plot(x, answers, color="black", linestyle="-", linewidth=2.5, label="D(x)")
    top.set_ylabel("density")
    top.set_ylim(bottom=0)
    below.set_ylim(-0.03, 1.03)
    below.set_yticks([0, 0.5, 1])
    below.set_ylabel("answer D(x)")
    below.set_xlabel("x")
    fig.legend(loc="outside right upper", frameon=False)
    words = f"Answers from {answers.min():.2f} to {answers.max():.2f}: how likely is x to be real?"
    fig.suptitle(title or words)
    return fig


def _at_least_0(values, name, length) -> np.ndarray:
    values = as_vector(values, name, length)
    if values.min() < 0:
        raise ValueError(f"{name} must be 0 or more everywhere; got {values.min():g}.")
    return values


def draw_slopes(logits, slopes: dict, *, title: str | None = None) -> Figure:
    """Draw how steep the generator's losses are, from fakes that are caught to fakes that pass.

    Parameters
    ----------
    logits : array of shape (n,), rising: what the discriminator says of a fake
    slopes : dict of name -> array of shape (n,), of a loss with respect to the logit; up to four
    title : str, stands in place of the computed headline
    """
    check_title(title)
    logits = as_vector(logits, "logits")
    if (np.diff(logits) <= 0).any():
        raise ValueError("logits must rise from each number to the next. Sort them first.")
    check_named(slopes, "slopes", len(CLASS_STYLES))
    fig, ax = new_figure(8.4, 4.4)
    ax.axhline(0, color=GRAY, linestyle="-", linewidth=1)
    first = []
    every = max(1, len(logits) // 8)
    for style, (name, values) in zip(CLASS_STYLES, slopes.items(), strict=False):
        values = as_vector(values, f"slopes[{name!r}]", len(logits))
        ax.plot(logits, values, **style, linewidth=2.5, markersize=8, markevery=every, label=name)
        first.append(f"{name} {values[0]:.3f}")
    step = max(1, np.ceil((logits[-1] - logits[0]) / (MOST_TICKS - 1)))
    ticks = step * np.arange(np.ceil(logits[0] / step), np.floor(logits[-1] / step) + 1)
    names = [f"{tick:g}\n{0.5 + 0.5 * np.tanh(tick / 2):.3f}" for tick in ticks]
    ax.set_xticks(ticks, [name.replace("-", "−") for name in names])
    ax.set_xlabel("logit of the fake, and D(fake) below it")
    ax.set_ylabel("slope of the loss")
    fig.legend(loc="outside right upper", frameon=False)
    words = f"At logit {logits[0]:g} the slopes are: {', '.join(first)}"
    ax.set_title(title or words.replace(" -", " −"))
    return fig
