"""Small pieces of HTML and plain text that cards, quiz, glossary and claims share."""

import re
import textwrap
from collections.abc import Sequence
from html import escape

CELL = "text-align: left; vertical-align: top"


def inline(text: str) -> str:
    """Escape `text` and set what stands between backticks as code; `$formulas$` stay for MathJax.

    >>> inline("`X @ w` if $n < 3$")
    '<code>X @ w</code> if $n &lt; 3$'
    """
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text, quote=False))


def framed(color: str, body: str, role: str = "") -> str:
    """Return `body` (HTML) beside a bar of `color`, which repeats what the words in it say."""
    said = f' role="{role}"' if role else ""
    return (
        f'<div{said} style="border-left: 6px solid {color}; padding: 2px 12px; margin: 4px 0; '
        f'max-width: 46em; line-height: 1.4">{body}</div>'
    )


def paragraph(text: str, first: str = "", after: str = "") -> str:
    """Wrap plain text at 88 columns: `first` stands before it, `after` indents the other lines."""
    return textwrap.fill(
        text, 88, initial_indent=first, subsequent_indent=after, break_on_hyphens=False
    )


def table(caption: str, header: Sequence[str], rows: Sequence[Sequence[str]], **lang: str) -> str:
    """Return an HTML table; the first column heads the rows, `lang` maps a column to its language.

    Lines are not broken in these columns: their words are short.

    >>> "<td lang=\\"zh\\"" in table("Words", ["term", "chinese"], [["bias", "偏置"]], chinese="zh")
    True
    """

    def cell(tag: str, text: str, column: str = "", scope: str = "") -> str:
        language = f' lang="{lang[column]}"' if column in lang else ""
        scope = f' scope="{scope}"' if scope else ""
        style = f"{CELL}; white-space: nowrap" if tag == "th" or language else CELL
        return f'<{tag}{language}{scope} style="{style}">{inline(text)}</{tag}>'

    head = "".join(cell("th", name, scope="col") for name in header)
    body = "".join(
        "<tr>"
        + cell("th", row[0], scope="row")
        + "".join(cell("td", text, name) for name, text in zip(header[1:], row[1:], strict=True))
        + "</tr>"
        for row in rows
    )
    return (
        f'<table><caption style="text-align: left"><strong>{inline(caption)}</strong></caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )
