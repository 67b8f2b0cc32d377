"""Change a chapter's model in small ways, one at a time: its tests and its notebook must notice.

    python tools/mutants.py perceptron                 120 of each group (02_perceptron, 02 do too)
    python tools/mutants.py perceptron --sample 200    200 of each, drawn at random by --seed 1
    python tools/mutants.py perceptron --sample all    every one: about an hour on two cores

Two groups are counted. Unit tests must catch 95 % of all mutants. The notebook alone, compared by
nbval, must catch 80 % of those outside the checks of input (an `if` that ends in `raise`); a cell
tagged `source` shows the changed code and is no witness. Mutants of annotations are left out, and
those that tests/equivalent_mutants/ argues, one by one, to change nothing. The exit code is 1
below a bar. All results: build/mutants/CHAPTER.json.
"""

import argparse
import json
import random
import sys
import tomllib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from mutant_list import Mutant, MutantError, mutants_of
from mutant_runs import Workshop

from course_utils.instructor.notebooks import NotebookError, find_chapter
from course_utils.places import ROOT, write_whole

BARS = {"unit tests": 95, "notebook": 80}
SMALLEST_SAMPLE = 80
IDENTITY = ("file", "function", "line", "mutated")


def groups_of(mutants: Iterable[Mutant]) -> dict[str, list[Mutant]]:
    """Return the mutants that each group of tests answers for."""
    mutants = list(mutants)
    return {"unit tests": mutants, "notebook": [one for one in mutants if not one.in_check]}


def draw(mutants: Sequence[Mutant], size: int | None, seed: int) -> list[Mutant]:
    """Return `size` mutants drawn at random, in their old order; all of them where size is None."""
    if size is None or size >= len(mutants):
        return list(mutants)
    return [mutants[i] for i in sorted(random.Random(seed).sample(range(len(mutants)), size))]


def read_arguments_for(path: Path) -> list[dict]:
    """Read the mutants that are argued to be equivalent; a file that is missing holds none.

    Raises
    ------
    MutantError
        If an entry lacks a key, or its reason is no sentence.
    """
    if not path.exists():
        return []
    entries = tomllib.loads(path.read_text("utf-8")).get("mutant", [])
    for number, entry in enumerate(entries, start=1):
        if set(entry) != {*IDENTITY, "reason"}:
            expected = ", ".join((*IDENTITY, "reason"))
            raise MutantError(f"{path.name}: mutant {number} must have exactly {expected}.")
        if len(entry["reason"].split()) < 6 or not entry["reason"].endswith("."):
            raise MutantError(f"{path.name}: mutant {number} needs a reason, a sentence at least.")
    return entries


def without_equivalent(
    mutants: Sequence[Mutant], entries: Iterable[dict]
) -> tuple[list[Mutant], list[Mutant]]:
    """Return the mutants to count, and those that an entry argues to be equivalent.

    Raises
    ------
    MutantError
        If an entry matches no mutant, or more than one.
    """
    found = []
    for entry in entries:
        wanted = tuple(entry[key] for key in IDENTITY)
        matches = [one for one in mutants if tuple(getattr(one, key) for key in IDENTITY) == wanted]
        if len(matches) != 1:
            raise MutantError(
                f"An equivalent mutant must match one mutant, not {len(matches)}: {wanted}. "
                "Mend or remove its entry; build/mutants/ lists what there is."
            )
        found += matches
    return [one for one in mutants if one not in found], found


def table(verdicts: dict[str, dict[Mutant, str]]) -> tuple[list[str], bool]:
    """Return the table of both groups, and whether each reaches its bar."""
    lines, passed = ["group        caught  total  percent   bar"], True
    for group, found in verdicts.items():
        caught = sum(bool(by) for by in found.values())
        percent = 100 * caught / len(found) if found else 0.0
        passed = passed and percent >= BARS[group]
        lines.append(f"{group:<11}  {caught:6}  {len(found):5}  {percent:6.1f}  {BARS[group]:4} %")
    return lines, passed


def examine(
    chapter: str, root: Path, size: int | None, seed: int, say: Callable[[str], None] = print
) -> bool:
    """Run the tests on the mutants of one chapter (its full name); return whether they suffice.

    Raises
    ------
    MutantError
        If the tests don't pass without a mutant, if the list of equivalent mutants is wrong, or
        if a test catches a mutant that the list calls equivalent.
    """
    topic = chapter.partition("_")[2]
    arguments = root / "tests" / "equivalent_mutants" / f"{topic}.toml"
    with Workshop(root, chapter) as workshop:
        every = mutants_of(workshop.copy, topic)
        counted, equivalent = without_equivalent(every, read_arguments_for(arguments))
        chosen = {group: draw(all_, size, seed) for group, all_ in groups_of(counted).items()}
        say(f"{chapter}: {len(every)} mutants, {len(equivalent)} argued to be equivalent.")
        for line in workshop.rehearse():
            say(line)
        refuted = workshop.run({group: equivalent for group in chosen}) if equivalent else {}
        verdicts = workshop.run(chosen)
    wrongly_argued = {one: by for found in refuted.values() for one, by in found.items() if by}
    write_report(root / "build" / "mutants" / f"{topic}.json", every, equivalent, verdicts)
    for group, found in verdicts.items():
        for survivor in (one for one, by in found.items() if not by):
            say(f"\nNot caught by the {group}:\n{survivor.diff}")
    for one, by in wrongly_argued.items():
        say(f"\nCalled equivalent, yet caught by {by}:\n{one.diff}")
    lines, passed = table(verdicts)
    say("\n" + "\n".join(lines))
    if wrongly_argued:
        raise MutantError(f"{len(wrongly_argued)} equivalent mutant(s) are none: see above.")
    return passed


def write_report(path, every, equivalent, verdicts) -> None:
    """Write what came of each mutant."""
    rows = []
    for one in every:
        row = {key: getattr(one, key) for key in (*IDENTITY, "row", "operator", "in_check")}
        row["equivalent"] = one in equivalent
        rows.append(row | {group: found[one] for group, found in verdicts.items() if one in found})
    write_whole(path, json.dumps(rows, indent=1, ensure_ascii=False) + "\n")


def sample_size(text: str) -> int | None:
    """Return the size of a sample, None for all mutants, or say why it can't be one."""
    if text == "all":
        return None
    if not text.isdecimal() or int(text) < SMALLEST_SAMPLE:
        raise argparse.ArgumentTypeError(
            f"a sample must be a whole number of at least {SMALLEST_SAMPLE}, or all; got {text!r}."
        )
    return int(text)


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Run the command; the exit code is 1 if a group stays below its bar."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("chapter", help="for example perceptron or 02_perceptron")
    parser.add_argument("--sample", type=sample_size, metavar="N", default=120, help="or all")
    parser.add_argument("--seed", type=int, default=1, help="of the sample (default: 1)")
    options = parser.parse_args(arguments)
    try:
        chapter = find_chapter(options.chapter, root)
        return 0 if examine(chapter, root, options.sample, options.seed) else 1
    except (MutantError, NotebookError) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
