"""The verdict on a claim: its five kinds, the card that shows it, evidence in words."""

from dataclasses import dataclass
from html import escape
from typing import NamedTuple

import numpy as np

from .markup import framed, inline, paragraph
from .words import number

# verdict -> symbol, color of the bar beside it, and what it means
VERDICTS = {
    "holds": ("✓", "#009E73", "true as it is stated"),
    "limited": ("◐", "#0072B2", "true as stated, with a counterexample in its scope"),
    "imprecise": ("≈", "#CC79A7", "false as stated, but a nearby statement holds"),
    "wrong": ("✗", "#D55E00", "false as stated, and no nearby statement was found to hold"),
    "unsupported": ("?", "#767676", "nothing was found by which it could be decided"),
}
# how a claim is examined -> where the answer comes from
EXAMINATIONS = {
    "run": "in this run",
    "inspect": "by inspecting the document",
    "source": "by the sources cited",
}
_TWO_COLUMNS = "display: grid; grid-template-columns: max-content 1fr; gap: 4px 1em"


class Claim(NamedTuple):
    """One row of the ledger; `examine_by` is a lead, `expected_verdict` what a test expects."""

    id: str
    document: str
    section: str
    kind: str
    examination: str
    claim: str
    chapter: str
    examine_by: str
    expected_verdict: str


class Source(NamedTuple):
    """A dated citation."""

    author: str
    year: int
    venue: str
    title: str = ""


@dataclass(frozen=True, repr=False)
class Verdict:
    """What an examination found; a notebook shows it as a card."""

    claim: Claim
    verdict: str
    lines: tuple[tuple[str, str], ...]  # label, words

    def __repr__(self) -> str:
        symbol, _, meaning = VERDICTS[self.verdict]
        rows = [f"{self._title()}", *(f"{label}: {words}" for label, words in self.lines)]
        rows.append(f"Verdict: {symbol} {self.verdict} ({meaning})")
        return "\n".join(paragraph(row.replace("`", ""), after="  ") for row in rows)

    def _repr_html_(self) -> str:
        symbol, color, meaning = VERDICTS[self.verdict]
        rows = "".join(
            f'<dt style="width: auto; white-space: nowrap"><strong>{escape(label)}</strong></dt>'
            f'<dd style="width: auto; margin: 0">{inline(words)}</dd>'
            for label, words in self.lines
        )
        return framed(
            color,
            f'<p style="margin: 4px 0"><strong>{self._title()}</strong></p>'
            f'<dl style="margin: 4px 0; {_TWO_COLUMNS}">{rows}</dl>'
            f'<p style="margin: 4px 0"><strong>Verdict: <span aria-hidden="true">{symbol}</span> '
            f"{self.verdict}</strong> ({meaning})</p>",
        )

    def _title(self) -> str:
        claim = self.claim
        plural = "s" if " and " in claim.section else ""
        return f"{claim.id}: Document {claim.document}, section{plural} {claim.section}"


def citation(source: Source) -> str:
    title = f"{source.title}, " if source.title else ""
    return f"{source.author}, {title}{source.venue} {source.year}"


def shown(name: str, value) -> str:
    """Write a piece of evidence so that every machine writes the same."""
    if isinstance(value, str):
        return value
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    if isinstance(value, (float, np.floating)):
        # Processors differ in the last bits, and so in all digits of what should be 0.
        return "below 0.001" if 1e-12 < abs(value) < 0.0005 else number(float(value))
    if hasattr(value, "tolist"):  # an array of NumPy or PyTorch
        return shown(name, value.tolist())
    if isinstance(value, (list, tuple)) and len(value) <= 16:
        parts = ", ".join(shown(name, part) for part in value)
        if isinstance(value, list):
            return f"[{parts}]"
        return f"({parts},)" if len(value) == 1 else f"({parts})"
    raise TypeError(
        f"evidence {name!r} must be a number, a bool, a text, or at most 16 of them; got "
        f"{type(value).__name__}. Pass what the reader should see of it: a mean, a shape, the "
        "first values."
    )
