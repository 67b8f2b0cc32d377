"""The controls of an explorer, as plain data: a slider, a choice, a toggle."""

from collections.abc import Iterable
from dataclasses import dataclass
from numbers import Integral, Real

import ipywidgets
import numpy as np

from course_utils.validation import check_choice, check_positive

from .words import number

_WIDTHS = {"slider": "640px", "choice": "400px", "toggle": "640px"}


@dataclass(frozen=True)
class Control:
    """Plain data of one control; made by `slider`, `choice` or `toggle`."""

    kind: str
    label: str
    value: object
    minimum: float = 0
    maximum: float = 0
    step: float = 1
    options: tuple = ()

    def check(self, value, name: str):
        """Return `value` as the control would give it, or say why it can't."""
        if self.kind != "slider":
            return check_choice(value, self.options, name)
        low, high, step = self.minimum, self.maximum, self.step
        if isinstance(value, bool) or not isinstance(value, Real):
            raise TypeError(f"{name} must be a number from {low} to {high}; got {value!r}.")
        if not low <= value <= high:
            raise ValueError(f"{name} must be from {low} to {high}; got {value!r}.")
        if abs(self.nearest(value) - value) > 1e-6 * step:
            raise ValueError(
                f"{name} must be the minimum, {low}, plus a multiple of the step, {step}; "
                f"got {value!r}."
            )
        return self.nearest(value)

    def nearest(self, value):
        """Return what the control offers next to `value`, which somebody may have typed."""
        if self.kind != "slider":
            return value
        steps = round((value - self.minimum) / self.step)
        # Rounded, or 3 steps of 0.1 would give 0.30000000000000004.
        return round(self.minimum + steps * self.step, 10)

    def in_words(self) -> str:
        """Say what the control offers: 'step 0 to 20'."""
        if self.kind == "slider":
            return f"{self.label} {number(self.minimum)} to {number(self.maximum)}"
        options = ("on", "off") if self.kind == "toggle" else map(str, self.options)
        return f"{self.label} ({', '.join(options)})"

    def value_in_words(self, value) -> str:
        """Say a value under the label that the learner sees: 'step 3'."""
        if self.kind == "toggle":
            return f"{self.label} {'on' if value else 'off'}"
        return f"{self.label} {number(value) if self.kind == 'slider' else value}"

    def widget(self) -> ipywidgets.ValueWidget:
        """Build the widget; its keys are the browser's own: arrows, Page Up, Home, Space."""
        look = {
            "description": self.label,
            "value": self.value,
            "style": {"description_width": "initial"},
            "layout": ipywidgets.Layout(width="auto", max_width=_WIDTHS[self.kind]),
        }
        if self.kind == "toggle":
            return ipywidgets.Checkbox(indent=False, **look)
        if self.kind == "choice":
            return ipywidgets.Dropdown(options=self.options, **look)
        limits = {"min": self.minimum, "max": self.maximum, "step": self.step}
        if isinstance(self.value, int):
            return ipywidgets.IntSlider(continuous_update=True, **limits, **look)
        exact = (d for d in range(10) if all(round(x, d) == x for x in (self.minimum, self.step)))
        decimals = next(exact, 10)
        return ipywidgets.FloatSlider(
            continuous_update=True, readout_format=f".{decimals}f", **limits, **look
        )


def slider(minimum: float, maximum: float, value: float, label: str, step: float = 1) -> Control:
    """Make a slider from `minimum` to `maximum`; whole numbers all through give whole numbers.

    >>> slider(0, 1, 0.3, "noise", step=0.1).in_words()
    'noise 0 to 1'
    """
    numbers = {"minimum": minimum, "maximum": maximum, "value": value, "step": step}
    for name, given in numbers.items():
        if isinstance(given, bool) or not isinstance(given, Real) or not np.isfinite(given):
            raise TypeError(f"{name} must be a finite number; got {given!r}.")
    if minimum >= maximum:
        raise ValueError(f"minimum must be below maximum; got {minimum!r} and {maximum!r}.")
    check_positive(step, "step")
    kind = int if all(isinstance(given, Integral) for given in numbers.values()) else float
    low, high, step = kind(minimum), kind(maximum), kind(step)
    control = Control("slider", check_text(label, "label"), kind(value), low, high, step)
    control.check(value, "value")
    control.check(maximum, "maximum")
    return control


def choice(options, value, label: str) -> Control:
    """Make a list of `options` (texts or numbers) of which one is chosen, first `value`."""
    listed = isinstance(options, Iterable) and not isinstance(options, str)
    if not listed or not all(isinstance(option, (str, Real)) for option in options):
        raise TypeError(f"options must be a list of texts or numbers; got {options!r}.")
    options = tuple(options)
    if len(options) < 2 or len(set(map(str, options))) < len(options):
        raise ValueError(f"options must hold two or more different values; got {options!r}.")
    check_choice(value, options, "value")
    return Control("choice", check_text(label, "label"), value, options=options)


def toggle(value: bool, label: str) -> Control:
    """Make a box that is ticked or not."""
    check_choice(value, (True, False), "value")
    return Control("toggle", check_text(label, "label"), value, options=(True, False))


def check_text(value, name: str) -> str:
    """Return `value` if it is a text that says something."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{name} must be a text that is not empty; got {value!r}.")
    return value
