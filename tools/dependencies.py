"""Write `docs/dependencies.md`: each locked package, its license, and what draws it in.

`python tools/dependencies.py`, in an environment in which every extra is installed. Of a package
that is not installed there, the page keeps what it says, as long as its version is the same.
"""

import re
import sys
import tomllib
from collections import deque
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
LOCK, PAGE = ROOT / "requirements.lock", ROOT / "docs" / "dependencies.md"
MOST_NAMED = 3  # direct requirements in a row
TEXTS = {
    "BSD": "Redistribution and use in source and binary forms",
    "MIT": "Permission is hereby granted, free of charge",
    "Apache-2.0": "Apache License Version 2.0",
}
HEADER = """\
# What the course installs

Written by `tools/dependencies.py` from [requirements.lock](../requirements.lock), the packages' own
metadata, and `pyproject.toml`. "direct" names the lists of `pyproject.toml` that ask for the
package; otherwise the nearest direct requirements that need it. Learners get what "base" and
"test" draw in.

| package | version | license | why it is here |
|---|---|---|---|
"""


def locked(lock: str) -> dict[str, str]:
    """Return name -> version of a lock.

    >>> locked("# a comment\\nattrs==26.1.0\\n")
    {'attrs': '26.1.0'}
    """
    return dict(re.findall(r"(?m)^([\w.-]+)==(\S+)$", lock))


def written(page: str) -> dict[str, tuple[str, ...]]:
    """Return name -> the row (name, version, license, reason) of each package on the page.

    >>> written("| a | 1.0 | MIT | direct: base |")
    {'a': ('a', '1.0', 'MIT', 'direct: base')}
    """
    rows = [
        tuple(cell.strip() for cell in line.strip("| ").split(" | ")) for line in page.split("\n")
    ]
    return {row[0]: row for row in rows if len(row) == 4 and row[0] != "package"}


def direct(pyproject: str) -> dict[str, dict[str, set[str]]]:
    """Return list -> requirement -> its extras, the project itself left out."""
    project = tomllib.loads(pyproject)["project"]
    groups = {"base": project["dependencies"], **project["optional-dependencies"]}
    own = canonicalize_name(project["name"])
    found: dict[str, dict[str, set[str]]] = {}
    for group, lines in groups.items():
        wanted = [Requirement(line) for line in lines]
        names = {canonicalize_name(one.name): one.extras for one in wanted}
        found[group] = {name: extras for name, extras in names.items() if name != own}
    return found


def needed_by(name: str, extras: set[str]) -> dict[str, set[str]]:
    """Return what an installed package asks for on this machine: name -> extras."""
    try:
        lines = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return {}
    found: dict[str, set[str]] = {}
    for one in map(Requirement, lines):
        if any(one.marker is None or one.marker.evaluate({"extra": e}) for e in ("", *extras)):
            found.setdefault(canonicalize_name(one.name), set()).update(one.extras)
    return found


def distances(name: str, extras: set[str]) -> dict[str, int]:
    """Return how many steps each package is away that a requirement draws in, itself at 0."""
    far, left = {name: 0}, deque([(name, frozenset(extras))])
    seen = set(left)
    while left:
        here, with_extras = left.popleft()
        for other, asked in needed_by(here, set(with_extras)).items():
            far.setdefault(other, far[here] + 1)
            if (step := (other, frozenset(asked))) not in seen:
                seen.add(step)
                left.append(step)
    return far


def reasons(groups: dict[str, dict[str, set[str]]]) -> dict[str, str]:
    """Return name -> which lists ask for it, or which direct requirements need it."""
    roots: dict[str, set[str]] = {}
    for asked in groups.values():
        for name, extras in asked.items():
            roots.setdefault(name, set()).update(extras)
    needs: dict[str, list[tuple[int, str]]] = {}
    for root, extras in roots.items():
        for name, far in distances(root, extras).items():
            needs.setdefault(name, []).append((far, root))
    found = {}
    for name, by in needs.items():
        lists = [group for group, asked in groups.items() if name in asked]
        nearest = [root for _, root in sorted(by)]
        rest = len(nearest) - MOST_NAMED
        others = f" and {rest} more" if rest > 0 else ""
        found[name] = f"for {', '.join(nearest[:MOST_NAMED])}{others}"
        if lists:
            found[name] = f"direct: {', '.join(lists)}"
    return found


def license_of(name: str) -> str:
    """Return the license that an installed package declares, in a few words."""
    told = metadata.metadata(name)
    if told.get("License-Expression"):
        return told["License-Expression"]
    classes = [c.rpartition(" :: ")[2] for c in told.get_all("Classifier", []) if "License ::" in c]
    named = [c for c in classes if c != "OSI Approved"]
    first = (told.get("License") or "").strip().split("\n")[0][:60]
    return "; ".join(named) or first or _by_its_text(name) or "not declared"


def _by_its_text(name: str) -> str:
    """Return the license whose words stand in a package's license file, or ""."""
    files = metadata.files(name) or []
    texts = [f.read_text(encoding="utf-8") for f in files if "LICENSE" in f.name.upper()]
    words = " ".join(" ".join(texts).split())
    found = [kind for kind, says in TEXTS.items() if says in words]
    return f"{found[0]} (by its text)" if found else ""


def page(lock: str, pyproject: str, before: str) -> str:
    """Return the whole page.

    Raises
    ------
    LookupError
        If a package is neither installed nor on the page in this version.
    """
    why, kept = reasons(direct(pyproject)), written(before)
    lines = []
    for name, version in locked(lock).items():
        try:
            installed = metadata.version(name).partition("+")[0]
        except metadata.PackageNotFoundError:
            installed = ""
        if installed == version and name in why:
            row = (name, version, license_of(name), why[name])
        elif kept.get(name, ("", ""))[1] == version:
            row = kept[name]
        else:
            raise LookupError(
                f"{name} is locked at {version}; here is {installed or 'none'}. Run this in an "
                'environment with every extra: pip install -c requirements.lock ".[dev,hub]"'
            )
        lines.append(f"| {' | '.join(part.replace('|', '/') for part in row)} |\n")
    return HEADER + "".join(lines)


def main() -> int:
    """Write the page."""
    before = PAGE.read_text("utf-8") if PAGE.exists() else ""
    try:
        text = page(LOCK.read_text("utf-8"), (ROOT / "pyproject.toml").read_text("utf-8"), before)
    except LookupError as error:
        print(error.args[0], file=sys.stderr)
        return 1
    PAGE.write_text(text, "utf-8")
    print(f"{PAGE.relative_to(ROOT)}: {text.count(chr(10)) - HEADER.count(chr(10))} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
