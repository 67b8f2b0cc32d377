"""Cards that a notebook would not show: it shows what the last line of a cell returns, no more."""

from typing import TypeVar

from IPython import get_ipython
from IPython.display import display

_unseen: list = []
T = TypeVar("T")


def to_be_seen(card: T) -> T:
    """Return `card`, which is displayed at the end of its cell if nothing displayed it till then.

    A card that came before it and is unseen still is displayed at once, so that they keep order.
    Outside of a notebook's kernel nothing is displayed.
    """
    shell = get_ipython()
    if hasattr(shell, "kernel"):
        _show_all()
        _unseen.append(card)
        shell.events.register("post_run_cell", _show_all)
    return card


def seen(card) -> None:
    """Note that a front end got the HTML of `card`."""
    _unseen[:] = [other for other in _unseen if other is not card]


def _show_all(_result=None) -> None:
    while _unseen:
        display(_unseen.pop(0))
