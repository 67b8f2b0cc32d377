"""The ring: where samples lie, what the discriminator says there, which way samples would go."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.quiver import Quiver

from course_utils.classroom.figures import PALETTE, new_figure
from course_utils.classroom.pictures import check_named, check_title, check_words
from course_utils.gan.modes import modes_covered, near_share
from course_utils.validation import as_matrix, as_numbers, check_count, check_positive

MOST_PANELS, IN_A_ROW = 8, 4
FAKE, REAL = "#f3d3bd", "#b3d5e8"  # what the discriminator says
ANSWERS = LinearSegmentedColormap.from_list("fake-real", [FAKE, "#ffffff", REAL], N=31)
ARROWS = {"angles": "xy", "scale_units": "xy", "scale": 1, "width": 0.007, "zorder": 4}
_KEY = {"linestyle": "", "markersize": 15}
_CAN_NOT_TELL = {"color": "black", "linestyle": ":", "linewidth": 1.5}


def draw_ring(
    samples,
    centers,
    *,
    discriminator_grid=None,
    arrows=None,
    spread: float = 0.05,
    title: str | None = None,
) -> Figure:
    """Draw samples of the plane beside the modes of the data.

    Parameters
    ----------
    samples : array of shape (n_samples, 2)
    centers : array of shape (n_modes, 2), of the modes
    discriminator_grid : array of n * n probabilities, or None
        What the discriminator answers at `grid_points(centers, n)`; blue is real.
    arrows : pair of arrays of shape (n_arrows, 2), or None
        Feet, and how far each goes, in the units of the plane.
    spread : float > 0, of a mode; a circle reaches four of them
    title : str, stands in place of the computed headline
    """
    check_title(title)
    samples, centers = in_plane(samples, "samples"), in_plane(centers, "centers")
    fig, ax = new_figure(7.2, 4.8)
    draw_samples(ax, samples, centers, spread)
    if arrows is not None:
        draw_arrows(ax, *_as_arrows(arrows))
        ax.plot([], [], marker=r"$\rightarrow$", **_KEY, color=PALETTE["green"], label="its way")
    if discriminator_grid is not None:
        draw_answers(ax, _as_square(discriminator_grid), centers)
        for color, label in ((REAL, "D says real"), (FAKE, "D says fake")):
            ax.fill([], [], color=color, linewidth=0, label=label)
        ax.plot([], [], **_CAN_NOT_TELL, label="D = 0.5")
    ax.set_xlabel("$x_0$")
    ax.set_ylabel("$x_1$")
    ax.set_title(title or _covered(samples, centers, spread, ", "))
    fig.legend(loc="outside right upper", frameon=False)
    return fig


def draw_ring_row(snapshots: dict, centers, *, spread: float = 0.05, title: str = "") -> Figure:
    """Draw samples beside the modes of the data, a panel a name: epochs, recipes or seeds.

    Parameters
    ----------
    snapshots : dict of panel's title -> samples, array of shape (n_samples, 2); one to eight
    centers : array of shape (n_modes, 2)
    spread : float > 0, of a mode; a circle reaches four of them
    title : str, the headline
    """
    check_words(title, "title")
    check_named(snapshots, "snapshots", MOST_PANELS)
    centers = in_plane(centers, "centers")
    n_rows = -(-len(snapshots) // IN_A_ROW)
    n_columns = -(-len(snapshots) // n_rows)
    size = max(2.5 * n_columns, 4.0), 3.4 if n_rows == 1 else 5.4
    fig, axes = new_figure(*size, nrows=n_rows, ncols=n_columns, squeeze=False)
    fig.set_layout_engine("compressed")  # or square panels would leave room between them
    for ax in axes.flat[len(snapshots) :]:
        ax.remove()
    for ax, (name, samples) in zip(axes.flat, snapshots.items(), strict=False):
        samples = in_plane(samples, f"snapshots[{name!r}]")
        draw_samples(ax, samples, centers, spread)
        ax.set_xticks([])
        ax.set_yticks([])
        ax.spines[:].set_visible(True)
        ax.set_title(f"{name}\n{_covered(samples, centers, spread)}")
    fig.suptitle(title)
    keys = axes[0, 0].get_legend_handles_labels()[0]
    fig.legend(handles=keys, loc="outside lower center", ncols=2, frameon=False)
    return fig


def grid_points(centers, n: int = 60) -> np.ndarray:
    """Return the points at which `draw_ring` shows the answers of a discriminator, (n * n, 2).

    They lie in the middle of the cells of a square, row by row, from the lower left.

    >>> grid_points([[2.0, 0.0], [0.0, 2.0]], n=2).tolist()
    [[-1.5, -1.5], [1.5, -1.5], [-1.5, 1.5], [1.5, 1.5]]
    """
    reach, n = _reach(in_plane(centers, "centers")), check_count(n, "n")
    places = reach * ((2 * np.arange(n) + 1) / n - 1)
    return np.stack(np.meshgrid(places, places), axis=-1).reshape(-1, 2)


def draw_answers(ax: Axes, grid, centers) -> AxesImage:
    """Draw the answers (n, n) of a discriminator on `ax`, and where they are 0.5."""
    reach = _reach(centers)
    square = {"extent": (-reach, reach, -reach, reach), "interpolation": "bilinear"}
    if grid.min() < 0.5 < grid.max():
        x = grid_points(centers, len(grid))[: len(grid), 0]
        color, line, width = _CAN_NOT_TELL.values()
        ax.contour(x, x, grid, [0.5], colors=color, linestyles=line, linewidths=width, zorder=1)
    return ax.imshow(grid, origin="lower", cmap=ANSWERS, vmin=0, vmax=1, zorder=0, **square)


def draw_samples(ax: Axes, samples, centers, spread: float) -> None:
    """Draw samples and the circles of the modes on `ax`, in one scale."""
    angles = np.linspace(0, 2 * np.pi, 41)
    circle = (
        4 * check_positive(spread, "spread") * np.column_stack([np.cos(angles), np.sin(angles)])
    )
    look = {"colors": "black", "linewidths": 1.3, "zorder": 3}
    ax.add_collection(LineCollection(centers[:, None] + circle, **look))
    ring = {"marker": "o", "markerfacecolor": "none", "markeredgecolor": "black"}
    ax.plot([], [], **ring, **_KEY, label="mode of the data")
    dots = {"s": 14, "color": PALETTE["vermilion"], "marker": "o", "linewidths": 0, "alpha": 0.6}
    ax.scatter(*samples.T, **dots, zorder=2, label="sample")
    reach = _reach(centers)
    ax.set_xlim(-reach, reach)
    ax.set_ylim(-reach, reach)
    ax.set_aspect("equal")


def draw_arrows(ax: Axes, feet, steps) -> Quiver:
    """Draw arrows on `ax`, each as long as its step."""
    return ax.quiver(*feet.T, *steps.T, color=PALETTE["green"], **ARROWS)


def _covered(samples, centers, spread, also="") -> str:
    words = f"{modes_covered(samples, centers, spread)} of {len(centers)} modes"
    share = f"{100 * near_share(samples, centers, spread):.0f} % of samples at one"
    return words + also + share if also else words


def _reach(centers) -> float:
    return 1.5 * float(np.linalg.norm(centers, axis=1).max()) or 1.0


def in_plane(values, name: str) -> np.ndarray:
    """Return `values` as an array of shape (n, 2), or say what is wrong."""
    values = as_matrix(values, name)
    if values.shape[1] != 2:
        raise ValueError(f"{name} must have shape (n, 2) to be drawn; got {values.shape}.")
    return values


def _as_square(values) -> np.ndarray:
    values = np.ravel(as_numbers(values, "discriminator_grid"))
    n = round(len(values) ** 0.5)
    if n * n != len(values):
        raise ValueError(
            "discriminator_grid must hold n * n answers, at grid_points(centers, n); "
            f"got {len(values)}."
        )
    if values.min() < 0 or values.max() > 1:
        raise ValueError(
            "discriminator_grid must hold probabilities, 0 to 1; got "
            f"{values.min():.3g} to {values.max():.3g}. Of logits take the sigmoid."
        )
    return values.reshape(n, n)


def _as_arrows(arrows) -> tuple[np.ndarray, np.ndarray]:
    if not isinstance(arrows, tuple | list) or len(arrows) != 2:
        raise ValueError("arrows must be a pair (feet, steps), two arrays of shape (n, 2).")
    feet, steps = (in_plane(part, f"arrows[{i}]") for i, part in enumerate(arrows))
    if len(feet) != len(steps):
        raise ValueError(f"arrows must hold as many feet as steps; got {len(feet)}, {len(steps)}.")
    return feet, steps
