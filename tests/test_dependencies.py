"""The page of dependencies says what the lock says, and the lock is one that can be audited."""

import importlib.util
import re
import subprocess
import sys

import pytest

from course_utils.places import ROOT
from tools import dependencies
from tools.dependencies import direct, locked, page, written

LOCK = (ROOT / "requirements.lock").read_text("utf-8")
PYPROJECT = (ROOT / "pyproject.toml").read_text("utf-8")
PAGE = dependencies.PAGE.read_text("utf-8")
REMEDY = "run tools/dependencies.py where every extra is installed"


def test_the_page_agrees_with_the_lock():
    rows = written(PAGE)
    assert {name: row[1] for name, row in rows.items()} == locked(LOCK), REMEDY
    assert all(row[2] and re.match("(direct: |for )", row[3]) for row in rows.values())


def test_the_page_names_what_pyproject_asks_for():
    lists: dict[str, list[str]] = {}
    for group, asked in direct(PYPROJECT).items():
        for name in asked:
            lists.setdefault(name, []).append(group)
    told = {name: row[3][8:] for name, row in written(PAGE).items() if row[3][:8] == "direct: "}
    assert told == {name: ", ".join(groups) for name, groups in lists.items()}, REMEDY
    named = {one for row in written(PAGE).values() for one in re.findall(r"[\w-]+", row[3])}
    assert set(lists) & named, "no indirect row names a direct requirement"


def test_a_page_is_written_anew_or_kept_or_refused():
    row = next(row for name, row in written(PAGE).items() if name == "numpy")
    again = written(page(f"numpy=={row[1]}\n", PYPROJECT, PAGE))
    assert again["numpy"][:3] == row[:3]
    kept = "| gone | 1.0 | MIT | for numpy |"
    assert written(page("gone==1.0\n", PYPROJECT, kept)) == written(kept)
    with pytest.raises(LookupError, match=r"gone is locked at 2\.0; here is none"):
        page("gone==2.0\n", PYPROJECT, kept)


def test_what_draws_a_package_in_is_found(monkeypatch):
    wheels = {"a": {"b": set()}, "b": {"c": {"x"}}, "c": {}, "d": {"c": set()}}
    monkeypatch.setattr(dependencies, "needed_by", lambda name, extras: wheels[name])
    found = dependencies.reasons({"base": {"a": set()}, "dev": {"d": set(), "a": set()}})
    assert found == {"a": "direct: base, dev", "b": "for a", "c": "for d, a", "d": "direct: dev"}


def test_every_line_of_the_lock_can_be_audited():
    if importlib.util.find_spec("pip_audit") is None:
        pytest.skip("pip-audit is missing: it is in the extra proof")
    options = ["-r", ROOT / "requirements.lock", "--no-deps", "--disable-pip", "--dry-run"]
    command = [sys.executable, "-m", "pip_audit", *options]
    told = subprocess.run(command, capture_output=True, text=True, timeout=100).stderr
    assert f"would have audited {len(locked(LOCK))} packages" in told
