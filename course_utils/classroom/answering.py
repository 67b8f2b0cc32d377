"""The controls below a question: choose a letter, read why.

They are buttons and not radio buttons, for four reasons seen in JupyterLab. Radio buttons choose
while one moves through them; JupyterLab takes their arrow keys, and the cell loses the focus; the
ones of ipywidgets are no group to a screen reader; and a change of choice can reach the kernel
after the press that should judge it. A press of a button is one message, in order, and deliberate.
"""

import html

import ipywidgets
from IPython.display import display

from .markup import inline

LETTERS = "ABCDE"
# JupyterLab takes a bare letter for a command (B adds a cell, D twice deletes one), also while an
# answer button has the focus. It leaves alone the keys of an element with this attribute; on the
# box around it would be too late, as Lab's shortcuts match the focused element itself. All other
# keys (Shift+Enter, arrows, Escape) stay Lab's own. Where no script may run, nothing breaks.
_KEEP_LETTERS = """
if (!window.courseKeepsLetters) {
  window.courseKeepsLetters = true;
  window.addEventListener('keydown', event => {
    const button = event.target;
    if (!button.closest || !button.closest('.course-answer')) return;
    const bare = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (bare) button.setAttribute('data-lm-suppress-shortcuts', 'true');
    else button.removeAttribute('data-lm-suppress-shortcuts');
  }, true);
}
"""
_SCRIPT = {
    "output_type": "display_data",
    "data": {"application/javascript": _KEEP_LETTERS, "text/plain": ""},
    "metadata": {},
}
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
    keys = ipywidgets.Output(layout=ipywidgets.Layout(display="none"), outputs=(_SCRIPT,))
    box = ipywidgets.VBox([row, feedback, keys])
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
