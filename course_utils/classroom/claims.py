"""The ledger of what two documents claim, and the verdicts that runs give.

Two published articles on "large models", Document A and Document B, stand behind this course.
claims.csv paraphrases what they say. A cell of a notebook examines each claim: it hands over what
it computed, and `examine` derives the verdict. No verdict is ever typed.
"""

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from .verdicts import EXAMINATIONS, Claim, Source, Verdict, citation, shown

__all__ = ["Claim", "Source", "Verdict", "examine", "ledger"]

LEDGER = Path(__file__).with_name("claims.csv")


def ledger(chapter: str | None = None) -> list[Claim]:
    """Return the claims of the course, or of one chapter ("02_perceptron" or "perceptron").

    >>> [claim.id for claim in ledger("perceptron")]
    ['A05']
    """
    claims = list(_by_id().values())
    if chapter is None:
        return claims
    found = [c for c in claims if chapter in (c.chapter, c.chapter.partition("_")[2])]
    if not found:
        there = ", ".join(sorted({claim.chapter for claim in claims}))
        raise ValueError(f"chapter must be one of {there}; got {chapter!r}.")
    return found


def examine(
    id: str,
    *,
    as_stated: bool | None = None,
    limited: bool | None = None,
    nearby: bool | None = None,
    supported: bool | None = None,
    charitable: str = "",
    sources: Sequence[Source] | None = None,
    evidence: Mapping[str, object] | None = None,
) -> Verdict:
    """Derive the verdict on a claim from what the cell computed.

    Stated true gives *holds*, or *limited* with a counterexample in its scope. Stated false gives
    *imprecise* if a nearby statement holds, else *wrong*.

    Parameters
    ----------
    id : str
        The claim's row in the ledger.
    as_stated : bool
        Whether the claim, read literally, is true.
    limited : bool, optional
        Whether a counterexample in its scope was found; it counts if the claim is true as stated.
    nearby : bool, optional
        Whether a nearby statement holds; it counts if the claim is false as stated.
    supported : bool, optional
        False if the run shows that nothing decides the claim (a scale or threshold is missing):
        the verdict is *unsupported*, whatever `as_stated` is.
    charitable : str
        The nearby statement in words; needed with `nearby`.
    sources : sequence of Source
        For rows whose examination is "source", and only for them: what the argument rests on. An
        empty list means that none was found: *unsupported*, and `as_stated` is left out.
    evidence : mapping of name -> number, bool, text, or an array or sequence of these
        Shown with the verdict, rounded to 3 decimals at most.

    Raises
    ------
    TypeError
        If a flag is not a bool of Python or NumPy. An array of them is none: use .all() or .any().
    ValueError
        If the id is unknown, something needed is missing, or two arguments contradict each other.

    >>> examine("A05", as_stated=np.allclose(2 * 3 + 1, 7)).verdict
    'holds'
    """
    claim = _find(id)
    flags = {"as_stated": as_stated, "limited": limited, "nearby": nearby, "supported": supported}
    flags = {name: _flag(name, value) for name, value in flags.items()}
    _check_consistent(claim, flags, charitable, sources)
    if claim.examination == "source":
        flags["supported"] = bool(sources)
    lines = [("Claim", claim.claim), *_readings(claim, flags, charitable)]
    if sources:
        lines.append(("Sources", "; ".join(map(citation, sources))))
    if evidence is not None and not isinstance(evidence, Mapping):
        raise TypeError(f"evidence must be a dict of name -> value; got {evidence!r}.")
    if evidence:
        values = (f"{name} = {shown(name, value)}" for name, value in evidence.items())
        lines.append(("Evidence", "; ".join(values)))
    return Verdict(claim, _derive(**flags), tuple(lines))


@cache
def _by_id() -> dict[str, Claim]:
    with LEDGER.open(encoding="utf-8", newline="") as file:
        return {row["id"]: Claim(**row) for row in csv.DictReader(file, strict=True)}


def _find(id: str) -> Claim:
    claims = _by_id()
    if not isinstance(id, str) or id not in claims:
        first, *_, last = claims
        raise ValueError(f"id must be a row of the ledger, {first} to {last}; got {id!r}.")
    return claims[id]


def _flag(name: str, value) -> bool | None:
    """Return `value` as a bool; None means that it was not examined."""
    if value is None or isinstance(value, (bool, np.bool_)):
        return None if value is None else bool(value)
    what = f"{type(value).__name__} {value!r}"
    remedy = "Compare in the cell, and pass what the comparison gave."
    if hasattr(value, "shape"):
        what = f"{type(value).__name__} of shape {tuple(value.shape)}"
        remedy = (
            "Use .all() or .any() to say which you mean."
            if np.prod(tuple(value.shape), dtype=int) != 1
            else "Use .item() to get the value itself."
        )
    raise TypeError(f"{name} must be True or False, computed by this cell; got {what}. {remedy}")


def _check_consistent(claim: Claim, flags: dict, charitable: str, sources) -> None:
    as_stated, nearby = flags["as_stated"], flags["nearby"]
    if (sources is not None) != (claim.examination == "source"):
        raise ValueError(
            f"{claim.id} is argued from sources: pass sources=[Source(author, year, venue)], or "
            "sources=[] if none was found."
            if sources is None
            else f"{claim.id} is examined by {claim.examination}: leave sources out."
        )
    if sources is not None and not isinstance(sources, Sequence):
        raise TypeError(f"sources must be a list of Source(author, year, venue); got {sources!r}.")
    for source in sources or ():
        _check_source(source)
    if sources is not None and flags["supported"] is not None:
        raise ValueError("leave supported out: sources say whether the claim is supported.")
    if sources is not None and not sources and any(v is not None for v in flags.values()):
        raise ValueError("with sources=[] nothing is known: leave as_stated, limited, nearby out.")
    undecided = flags["supported"] is False or (sources is not None and not sources)
    if as_stated is None and not undecided:
        raise ValueError(f"as_stated is missing: is the claim of {claim.id} true, read literally?")
    if as_stated is False and flags["limited"]:
        raise ValueError(
            "as_stated=False and limited=True contradict each other: a counterexample limits what "
            "is true. Is the claim true as stated?"
        )
    if as_stated and nearby is False:
        raise ValueError(
            "as_stated=True and nearby=False contradict each other: the charitable reading asks "
            "for less than the literal one."
        )
    if not isinstance(charitable, str) or (nearby is not None) != bool(charitable.strip()):
        raise ValueError(
            "nearby and charitable go together: charitable='…' says in words which nearby "
            f"statement was examined; got nearby={nearby!r}, charitable={charitable!r}."
        )


def _check_source(source) -> None:
    if not isinstance(source, Source):
        raise TypeError(f"sources must hold Source(author, year, venue); got {source!r}.")
    texts = (source.author, source.venue)
    if not all(isinstance(text, str) and text.strip() for text in texts):
        raise ValueError(f"author and venue must be texts; got {source!r}.")
    if type(source.year) is not int or not 1600 < source.year < 2200:
        raise ValueError(f"year must be a year such as 2019; got {source.year!r}.")


def _derive(as_stated, limited, nearby, supported) -> str:
    if supported is False:
        return "unsupported"
    if as_stated:
        return "limited" if limited else "holds"
    return "imprecise" if nearby else "wrong"


def _readings(claim: Claim, flags: dict, charitable: str) -> list[tuple[str, str]]:
    """Say in words what was examined, in the order literal, charitable."""
    where, lines = EXAMINATIONS[claim.examination], []
    if flags["supported"] is False:
        by_source = claim.examination == "source"
        lines.append(("Support", "no source was found" if by_source else "nothing decides it"))
    if flags["as_stated"] is not None:
        lines.append(("Read literally", f"{'true' if flags['as_stated'] else 'false'} {where}"))
    if flags["as_stated"] and flags["limited"] is not None:
        lines.append(("Counterexample in its scope", "found" if flags["limited"] else "none found"))
    if charitable:
        truth = "true" if flags["nearby"] else "false"
        lines.append(("Read charitably", f"{charitable.strip().rstrip('.')}: {truth} {where}"))
    return lines
