"""The controls below a question: choose a letter, read why.

They are buttons and not radio buttons, for four reasons seen in JupyterLab. Radio buttons choose
while one moves through them; JupyterLab takes their arrow keys, and the cell loses the focus; the
ones of ipywidgets are no group to a screen reader; and a change of choice can reach the kernel
after the press that should judge it. A press of a button is one message, in order, and deliberate.
The labextension course-controls finds the box by its class, and keeps letters from JupyterLab.
"""

import html

import ipywidgets
from IPython.display import display

from .markup import inline

LETTERS = "ABCDE"
_RIGHT, _NOT_YET = "#009E73", "#D55E00"


def show_controls(name: str, item: dict) -> None:
    """Display one button for each option, and room for what is to be said about it."""
    letters = LETTERS[: len(item["options"])]
    feedback = ipywidgets.HTMLMath()

    def judge(button) -> None:
        feedback.value = feedback_on(item, button.description)

    buttons = []
    for letter in letters:
        button = ipywidgets.Button(
            description=letter,
            tooltip=f"{name}: answer {letter}",
            layout=ipywidgets.Layout(width="52px"),
        )
        button.on_click(judge)
        buttons.append(button)
    row = ipywidgets.HBox([ipywidgets.Label("Your answer:"), *buttons])
    box = ipywidgets.VBox([row, feedback])
    box.add_class("course-answer")
    words = (
        f"{name}: to answer, run this cell and click {', '.join(letters[:-1])} or {letters[-1]} "
        "(or choose with Tab and Enter)."
    )
    note = f"<p><em>{html.escape(words)}</em></p>"
    display({**box._repr_mimebundle_(), "text/plain": words, "text/html": note}, raw=True)


def feedback_on(item: dict, letter: str) -> str:
    """Return in words what the choice of `letter` means; symbol and color only repeat it."""
    option = item["options"][LETTERS.index(letter)]
    words = f"<strong>✗ Not yet: {letter}.</strong> {inline(option['feedback'])}"
    if option["correct"]:
        words = f"<strong>✓ Right: {letter}.</strong> {inline(option['feedback'])}"
        if "why" in item:
            words += f'<p style="margin: 4px 0">{inline(item["why"])}</p>'
    color = _RIGHT if option["correct"] else _NOT_YET
    return (
        f'<div role="alert" style="border-left: 6px solid {color}; padding: 2px 12px; '
        f'max-width: 46em; line-height: 1.4">{words}</div>'
    )
