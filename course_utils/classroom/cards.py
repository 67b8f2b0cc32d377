"""One look for every answer the course gives: a word, a symbol and a color; HTML and plain text."""

import textwrap
from dataclasses import dataclass
from html import escape
from typing import Literal

from .markup import CELL, framed, inline, paragraph
from .unseen import seen

# A status is told three times: by its word, by its symbol and only then by its color.
STATUSES = {
    "passed": ("✓", "Passed", "#009E73"),
    "not yet": ("✗", "Not yet", "#D55E00"),
    "not attempted": ("○", "Not attempted yet", "#0072B2"),
    "hint": ("?", "Hint", "#CC79A7"),
    "solution": ("≡", "Solution", "#0072B2"),
}

_PLAIN = "margin: 2px 0; background: none"

Block = tuple[Literal["text", "question", "code", "facts"], object]


@dataclass(frozen=True)
class Card:
    """A status, a headline and blocks of plain data: text, question, code, (label, value) facts."""

    status: str
    headline: str = ""
    blocks: tuple[Block, ...] = ()

    def __repr__(self) -> str:
        symbol, word, _ = STATUSES[self.status]
        title = f"{word}: {self.headline}" if self.headline else word
        return "\n".join([f"{symbol} {title}", *(_as_text(*block) for block in self.blocks)])

    def _repr_html_(self) -> str:
        seen(self)
        symbol, word, color = STATUSES[self.status]
        head = f'<strong><span aria-hidden="true">{symbol}</span> {word}</strong>'
        if self.headline:
            head += f": {inline(self.headline)}"
        return framed(color, head + "".join(_as_html(*block) for block in self.blocks), "status")


def _as_text(kind, content) -> str:
    if kind == "code":
        return textwrap.indent(content, "    ")
    if kind == "facts":
        width = max(len(label) for label, _ in content)
        lines = []
        for label, value in content:
            indented = value.replace("\n", "\n" + " " * (width + 4))
            lines.append(f"  {label:<{width}}  {indented}")
        return "\n".join(lines)
    return paragraph(content.replace("`", ""))


def _as_html(kind, content) -> str:
    if kind == "code":
        return f'<pre style="{_PLAIN}; white-space: pre-wrap">{escape(content)}</pre>'
    if kind == "facts":
        rows = "".join(
            f'<tr><th scope="row" style="{CELL}">{escape(label)}</th>'
            f'<td style="{CELL}"><pre style="{_PLAIN}">{escape(value)}</pre></td></tr>'
            for label, value in content
        )
        return f"<table>{rows}</table>"
    tag = "em" if kind == "question" else "span"
    return f'<p style="margin: 6px 0"><{tag}>{inline(content)}</{tag}></p>'
