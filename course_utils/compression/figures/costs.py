"""What networks cost, and what files weigh: bars with their numbers behind them."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from course_utils.classroom.figures import PALETTE, new_figure
from course_utils.classroom.pictures import check_named, check_title
from course_utils.validation import check_count

MOST_NETWORKS, MOST_SIZES = 10, 10
_PANELS = {
    "parameters": "parameters",
    "flops": "FLOPs",
    "weight_bytes": "bytes of weights",
    "activation_bytes": "bytes kept to train",
}
_HATCHES = ("", "////", "....", "xxxx")


def draw_cost_bars(costs: dict, *, title: str | None = None) -> Figure:
    """Draw what networks cost, a row a network and a panel for each kind of cost.

    Parameters
    ----------
    costs : dict of name -> Cost, as `cost_of` and `dense_cost` return it; one to ten
    title : str, stands in place of the computed headline
    """
    check_title(title)
    check_named(costs, "costs", MOST_NETWORKS)
    table = {kind: [_cost(costs, name, kind) for name in costs] for kind in _PANELS}
    fig, axes = new_figure(10, 0.4 * len(costs) + 1.2, ncols=len(_PANELS), sharey=True)
    for ax, hatch, (kind, values) in zip(axes, _HATCHES, table.items(), strict=True):
        _draw_bars(ax, values, [f"{value:,}" for value in values], hatch, room=1.75)
        ax.set_title(_PANELS[kind])
    _set_names(axes[0], costs)
    parameters = dict(zip(costs, table["parameters"], strict=True))
    low, high = min(parameters, key=parameters.get), max(parameters, key=parameters.get)
    words = f"{high}: {parameters[high]:,} parameters"
    if low != high:
        words = f"From {parameters[low]:,} parameters ({low}) to {parameters[high]:,} ({high})"
    fig.suptitle(title or words)
    return fig


def _cost(costs: dict, name, kind: str) -> int:
    value = getattr(costs[name], kind, None)
    if value is None:
        raise ValueError(
            f"costs[{name!r}] must be a Cost, as cost_of returns it; it has no {kind}."
        )
    return check_count(value, f"costs[{name!r}].{kind}", 0)


def draw_sizes(sizes: dict, *, title: str | None = None) -> Figure:
    """Draw how many bytes things take, each as a share of the first.

    Parameters
    ----------
    sizes : dict of what -> bytes, whole numbers; the first is what the others are compared with,
        and above 0; up to ten
    title : str, stands in place of the computed headline
    """
    check_title(title)
    check_named(sizes, "sizes", MOST_SIZES)
    first, *_ = sizes
    sizes = {
        name: check_count(size, f"sizes[{name!r}]", int(name == first))
        for name, size in sizes.items()
    }
    shares = {name: 100 * size / sizes[first] for name, size in sizes.items()}
    fig, ax = new_figure(8.4, 0.46 * len(sizes) + 0.9)
    words = [f"{size:,}   ({shares[name]:.0f} %)" for name, size in sizes.items()]
    bars = _draw_bars(ax, list(sizes.values()), words, room=1.4)
    bars[0].set(facecolor="white", edgecolor=PALETTE["blue"], hatch="////", linewidth=1.5)
    _set_names(ax, sizes)
    least = min(shares, key=shares.get)
    headline = f"{least}: {shares[least]:.0f} % of the bytes of {first}"
    if least == first:
        headline = f"Nothing is smaller than {first}: {sizes[first]:,} bytes"
    ax.set_title(title or headline)
    return fig


def _draw_bars(ax: Axes, values, words, hatch: str = "", *, room: float):
    """Draw a bar a value, from top to bottom, each with its words behind it."""
    longest = max(values) or 1
    look = {"facecolor": PALETTE["blue"], "edgecolor": "white", "hatch": hatch, "linewidth": 0}
    bars = ax.barh(range(len(values)), values, 0.7, **look)
    for place, (value, word) in enumerate(zip(values, words, strict=True)):
        ax.text(value + 0.03 * longest, place, word, va="center_baseline")
    ax.set_xlim(0, room * longest)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    return bars


def _set_names(ax: Axes, names) -> None:
    ax.set_yticks(range(len(names)), [str(name) for name in names])
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)
