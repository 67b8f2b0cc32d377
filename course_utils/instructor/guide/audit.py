"""The audit of the two documents: what the executed notebooks found, claim by claim."""

import re
from pathlib import Path

from course_utils.classroom.claims import Claim, ledger
from course_utils.classroom.verdicts import VERDICTS
from course_utils.instructor.guide.tables import table
from course_utils.instructor.notebooks import NotebookError, load
from course_utils.places import ROOT

Findings = dict[str, dict[str, str]]  # id of a claim -> label of a line of its card -> words


def findings(chapters: list[str], root: Path = ROOT) -> Findings:
    """Return what the stored outputs of some notebooks say of each claim they examine.

    Raises
    ------
    NotebookError
        If a cell that examines a claim has no verdict among its outputs.
    """
    found = {}
    for chapter in chapters:
        for cell in load(chapter, root).cells:
            for tag in cell.metadata.get("tags", []):
                if tag.startswith("claim:"):
                    found[tag[6:]] = _card(cell, f"{chapter}: {tag}")
    return found


def _card(cell, where: str) -> dict[str, str]:
    texts = ("".join(out.get("data", {}).get("text/plain", "")) for out in cell.outputs)
    cards = [text for text in texts if "\nVerdict: " in text]
    if len(cards) != 1:
        raise NotebookError(f"{where} needs one verdict among its outputs, and has {len(cards)}.")
    whole = re.sub(r"\n {2}", " ", cards[0])
    card = dict(line.split(": ", 1) for line in whole.splitlines())
    verdict = re.match(r"\S (\w+) \(", card["Verdict"])
    if not verdict or verdict[1] not in VERDICTS:
        raise NotebookError(f"{where} has an unknown verdict: {card['Verdict']}")
    return card | {"Verdict": verdict[1]}


def count_table(found: Findings) -> str:
    """Return how often each verdict was given, for each document."""
    rows = []
    for verdict, (symbol, _, meaning) in VERDICTS.items():
        counts = [
            sum(found.get(c.id, {}).get("Verdict") == verdict for c in ledger() if c.document == of)
            for of in "AB"
        ]
        rows.append((f"{symbol} {verdict}", meaning, *map(str, counts)))
    claims = {of: [claim for claim in ledger() if claim.document == of] for of in "AB"}
    waiting = [sum(claim.id not in found for claim in claims[of]) for of in "AB"]
    rows.append(("not examined yet", "its chapter is planned", *map(str, waiting)))
    rows.append(("**all claims**", "", *(f"**{len(claims[of])}**" for of in "AB")))
    return table(("verdict", "what it means", "Document A", "Document B"), rows)


def verdict_tables(found: Findings, chapters: list[str]) -> str:
    """Return a table for each chapter that examines claims."""
    parts = []
    for chapter in chapters:
        mine = [claim for claim in ledger() if claim.chapter == chapter and claim.id in found]
        rows = [_row(claim, found[claim.id]) for claim in mine]
        if rows:
            head = ("claim", "what it says", "verdict", "what was found")
            parts.append(f"### [{chapter}](../notebooks/{chapter}.ipynb)\n\n{table(head, rows)}")
    return "\n\n".join(parts)


def waiting_table(found: Findings) -> str:
    """Return the claims that no notebook examines yet."""
    rows = [
        (f"{c.id}, section {c.section}", c.claim, c.chapter) for c in ledger() if c.id not in found
    ]
    return table(("claim", "what it says", "chapter planned"), rows)


def _row(claim: Claim, card: dict[str, str]) -> tuple[str, ...]:
    symbol = VERDICTS[card["Verdict"]][0]
    said = [f"{label}: {card[label]}" for label in ("Read charitably", "Evidence") if label in card]
    return (
        f"{claim.id}, section {claim.section} ({claim.examination})",
        claim.claim,
        f"{symbol} {card['Verdict']}",
        ". ".join(part.rstrip(".") for part in said),
    )
