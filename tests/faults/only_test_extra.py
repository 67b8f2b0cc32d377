"""A pytest plugin that hides what the learners' set-up does not install."""

import functools
import tomllib
from importlib import metadata
from importlib.machinery import PathFinder
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))[
    "project"
]


def required(requirements: list[str]) -> set[str]:
    """Return the packages that `requirements` name.

    >>> sorted(required(["jupytext >=1.17,<2", "nbval"]))
    ['jupytext', 'nbval']
    """
    return {canonicalize_name(Requirement(each).name) for each in requirements}


@functools.cache
def hidden() -> frozenset[str]:
    """Return the names that Python imports from packages which only authors have."""
    extras = PROJECT["optional-dependencies"]
    ours = required([*PROJECT["dependencies"], *extras["test"], PROJECT["name"]])
    authors = required([each for extra in extras.values() for each in extra]) - ours
    found = metadata.packages_distributions().items()
    return frozenset(
        name for name, packages in found if authors.intersection(map(canonicalize_name, packages))
    )


def hide(names: frozenset[str]) -> None:
    """Let Python find no package of `names` from now on."""
    find = PathFinder.find_spec

    def find_others(name, path=None, target=None):
        return None if name.partition(".")[0] in names else find(name, path, target)

    PathFinder.find_spec = find_others


def pytest_configure() -> None:
    hide(hidden())
