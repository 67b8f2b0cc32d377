"""pyproject.toml, requirements.lock and environment.yml agree; each rule is shown to fail."""

import ast
import importlib.util
import re
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

import course_utils

ROOT = Path(__file__).parents[1]
CONDA_NAMES = {"torch": "pytorch-cpu"}
FROM_PIP = {"torchao"}  # conda-forge does not build it for every system
BUILD_TOOLS = {"pip", "setuptools", "wheel", "flit-core"}
# What is imported under another name, or is part of a declared package's interface.
COMES_WITH = {
    "PIL": "pillow",
    "cycler": "matplotlib",
    "sklearn": "scikit-learn",
    **dict.fromkeys(("jupyter_client", "jupyter_core"), "jupyterlab"),
}
FILES = ("pyproject.toml", "requirements.lock", "environment.yml")


def read_files() -> dict[str, str]:
    """Return file name -> text of the three files."""
    return {name: (ROOT / name).read_text("utf-8") for name in FILES}


def requirements(lines, own) -> list[Requirement]:
    """Return the parsed requirements without those that point at the project's own extras."""
    return [one for one in map(Requirement, lines) if canonicalize_name(one.name) != own]


def lock_problems(text: str, needed: list[Requirement]) -> list[str]:
    """Return what is wrong with the lock, by itself and against the ranges."""
    problems, pins = [], {}
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    for line in lines:
        name, _, version = line.partition("==")
        try:
            pins[name] = Version(version)
        except InvalidVersion:
            problems.append(f"lock: {line!r} is no exact pin")
            continue
        if name != canonicalize_name(name) or name in BUILD_TOOLS or pins[name].local:
            problems.append(f"lock: {line!r} is not a plain pin of a runtime package")
    if lines != sorted(set(lines), key=lambda line: line.partition("==")[0]):
        problems.append("lock: not sorted, or a package stands twice")
    if len(pins) < len(lines):
        problems.append("lock: a package stands twice")
    if "://" in text or "\n-" in text:
        problems.append("lock: names a host or an option")
    for one in needed:
        version = pins.get(canonicalize_name(one.name))
        if version is None:
            problems.append(f"lock: {one.name} is missing")
        elif version not in one.specifier:
            problems.append(f"lock: {one.name} {version} is outside {one.specifier}")
    return problems


def conda_problems(text: str, base: list[Requirement], python: str) -> list[str]:
    """Return where environment.yml and the base dependencies differ."""
    content = yaml.safe_load(text)
    entries = content["dependencies"]
    problems = []
    if content["channels"] != ["conda-forge"]:
        problems.append("conda: the channel is not conda-forge alone")
    from_pip = [line for one in entries if isinstance(one, dict) for line in one["pip"]]
    if from_pip[-1:] != ["-e ."]:
        problems.append("conda: the pip section does not install the course")
    problems += range_problems(
        "pip section", from_pip[:-1], [one for one in base if one.name in FROM_PIP]
    )
    plain = [one for one in entries if isinstance(one, str)]
    named = [one for one in plain if re.fullmatch(r"python=\d+\.\d+", one)]
    if len(named) != 1 or not SpecifierSet(python).contains(named[0].partition("=")[2]):
        problems.append(f"conda: no single named Python inside {python}")
    if "pip" not in plain:
        problems.append("conda: pip is missing")
    others = [one for one in plain if one != "pip" and not one.startswith("python=")]
    return problems + range_problems(
        "conda", others, [one for one in base if one.name not in FROM_PIP]
    )


def range_problems(where: str, lines: list[str], base: list[Requirement]) -> list[str]:
    """Return where the lines of a part of environment.yml and the base dependencies differ."""
    ours = {CONDA_NAMES.get(one.name, one.name): one.specifier for one in base}
    theirs = {one.name: one.specifier for one in map(Requirement, lines)}
    return [
        f"{where}: {name} is {theirs.get(name)}, pyproject has {ours.get(name)}"
        for name in sorted(ours.keys() | theirs.keys())
        if ours.get(name) != theirs.get(name)
    ]


def disagreements(files: dict[str, str]) -> list[str]:
    """Return in words where the three files disagree; an empty list if they agree."""
    project = tomllib.loads(files["pyproject.toml"])["project"]
    own = canonicalize_name(project["name"])
    base = requirements(project["dependencies"], own)
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    problems = lock_problems(files["requirements.lock"], base + requirements(extras, own))
    problems += conda_problems(files["environment.yml"], base, project["requires-python"])
    problems += [f"pyproject: {one.name} has no lower bound" for one in base if not lower(one)]
    return problems


def lower(one: Requirement) -> bool:
    """Whether a requirement says from which version on."""
    return any(part.operator == ">=" for part in one.specifier)


def test_the_three_files_agree():
    assert disagreements(read_files()) == []


MUTATIONS = {
    "a range changed in pyproject": (
        "pyproject.toml",
        '"numpy >=2.0,<3"',
        '"numpy >=2.1,<3"',
        r"conda: numpy is",
    ),
    "a range that excludes the lock": (
        "pyproject.toml",
        '"torch >=2.6,<3"',
        '"torch >=99"',
        r"torch .* outside",
    ),
    "a dependency more": (
        "pyproject.toml",
        '"numpy >=2.0,<3"',
        '"numpy >=2.0,<3",\n"polars >=1"',
        r"polars is missing",
    ),
    "a dependency less": ("pyproject.toml", '    "numpy >=2.0,<3",\n', "", r"conda: numpy is"),
    "an extra that is not locked": (
        "pyproject.toml",
        '"nbval ',
        '"astropy >=7",\n"nbval ',
        r"astropy is missing",
    ),
    "a dependency without a range": (
        "pyproject.toml",
        '"packaging >=23"',
        '"packaging"',
        r"packaging has no lower bound",
    ),
    "the lock has another version": (
        "requirements.lock",
        r"(?m)^numpy==.*$",
        "numpy==1.26.4",
        r"numpy 1.26.4 is outside",
    ),
    "the lock lacks a package": (
        "requirements.lock",
        r"(?m)^matplotlib==.*\n",
        "",
        r"matplotlib is missing",
    ),
    "the lock lacks a test package": (
        "requirements.lock",
        r"(?m)^nbval==.*\n",
        "",
        r"nbval is missing",
    ),
    "the lock has a build": (
        "requirements.lock",
        r"(?m)^(torch==.*)$",
        r"\1+cpu",
        r"torch.*not a plain pin",
    ),
    "the lock has a range": (
        "requirements.lock",
        r"(?m)^torch==.*$",
        "torch>=2.6",
        r"torch.*no exact pin",
    ),
    "the lock has a build tool": (
        "requirements.lock",
        r"\Z",
        "wheel==0.45\n",
        r"wheel.*not a plain pin",
    ),
    "the lock is not sorted": ("requirements.lock", r"\Z", "aaa==1.0\n", r"not sorted"),
    "the lock names a package twice": (
        "requirements.lock",
        r"(?m)^(numpy==.*\n)",
        r"\1\1",
        r"twice",
    ),
    "the lock names a host": (
        "requirements.lock",
        r"\A",
        "# from https://example.org\n",
        r"names a host",
    ),
    "the lock has an option": ("requirements.lock", r"\Z", "-e .\n", r"no exact pin"),
    "conda has another range": (
        "environment.yml",
        "numpy >=2.0,<3",
        "numpy >=1.26,<3",
        r"conda: numpy is",
    ),
    "conda lacks a package": ("environment.yml", r"  - tqdm.*\n", "", r"conda: tqdm is None"),
    "conda has a package more": (
        "environment.yml",
        r"(  - tqdm.*\n)",
        r"\1  - polars >=1\n",
        r"conda: polars is",
    ),
    "conda has the CUDA torch": (
        "environment.yml",
        "pytorch-cpu",
        "pytorch",
        r"pytorch-cpu is None",
    ),
    "pip has another range": (
        "environment.yml",
        "torchao >=0.17,<1",
        "torchao >=0.10,<1",
        r"pip section: torchao is >=0.10,<1|pip section: torchao is <1,>=0.10",
    ),
    "pip lacks a package": (
        "environment.yml",
        "      - torchao >=0.17,<1\n",
        "",
        r"pip section: torchao is None",
    ),
    "pip has a package more": (
        "environment.yml",
        "      - torchao",
        "      - polars >=1\n      - torchao",
        r"pip section: polars is",
    ),
    "torchao stands among the packages of conda": (
        "environment.yml",
        "  - tqdm",
        "  - torchao >=0.17,<1\n  - tqdm",
        r"conda: torchao is",
    ),
    "conda has no named Python": (
        "environment.yml",
        r"  - python=.*\n",
        "",
        r"no single named Python",
    ),
    "conda has an old Python": (
        "environment.yml",
        r"python=3\.\d+",
        "python=3.10",
        r"no single named Python",
    ),
    "conda does not install the course": (
        "environment.yml",
        r"      - -e \.\n",
        "",
        r"does not install",
    ),
    "conda has another channel": (
        "environment.yml",
        "  - conda-forge",
        "  - defaults",
        r"not conda-forge",
    ),
}


@pytest.mark.parametrize("change", MUTATIONS)
def test_a_changed_file_is_noticed(change):
    files = read_files()
    name, old, new, expected = MUTATIONS[change]
    pattern = re.escape(old) if old in files[name] else old
    files[name], count = re.subn(pattern, new, files[name], count=1)
    assert count == 1
    assert any(re.search(expected, problem) for problem in disagreements(files))


def undeclared(package: Path, declared: set[str]) -> set[str]:
    """Return the packages that the course's code imports and pyproject.toml does not name."""
    names = set()
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names.add(node.module.partition(".")[0])
    names -= {*sys.stdlib_module_names, "course_utils"}
    return {name for name in names if COMES_WITH.get(name, name).lower() not in declared}


def test_what_the_code_imports_is_declared():
    project = tomllib.loads(read_files()["pyproject.toml"])["project"]
    extras = project["optional-dependencies"]
    base = {Requirement(line).name for line in project["dependencies"]}
    course = ROOT / "course_utils"
    listed = {name: {Requirement(line).name for line in extras[name]} for name in extras}
    assert undeclared(course, base | listed["instructor"]) == set()
    assert undeclared(course / "instructor", base | listed["instructor"]) == set()
    assert undeclared(course / "instructor", base | listed["test"]) == set(), "tests load it"
    for folder in ("classroom", "perceptron"):
        assert undeclared(course / folder, base) == set()


def test_an_undeclared_import_is_found(tmp_path):
    (tmp_path / "model.py").write_text("import os, pandas.io\nfrom scipy.linalg import svd\n")
    assert undeclared(tmp_path, {"numpy"}) == {"pandas", "scipy"}


def test_version_is_stated_once_and_the_same():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert project["version"] == course_utils.__version__ == str(citation["version"])


def test_the_lock_tool_covers_all_extras_and_drops_builds():
    spec = importlib.util.spec_from_file_location("lock", ROOT / "tools" / "lock.py")
    lock = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(lock)
    needed = lock.requirements(read_files()["pyproject.toml"])
    names = {Requirement(line).name for line in needed}
    assert {"torch", "nbval", "playwright", "nbclassic", "ruff"} <= names
    assert not any(name.startswith("neural-networks") for name in names)
    text = lock.lock_text("Zope.x==1\nsetuptools==80\ntorch==2.13.0+cpu\nattrs==26.1.0\n")
    assert text.splitlines()[-3:] == ["attrs==26.1.0", "torch==2.13.0", "zope-x==1"]
    with pytest.raises(ValueError, match="course @ file"):
        lock.lock_text("course @ file:///somewhere")
