"""What several test files need."""

import importlib.util
import sys
from pathlib import Path

import pytest

RUNS = Path(__file__).parents[1] / "data" / "runs"


@pytest.fixture
def script(monkeypatch):
    """Import a script of data/runs/ as Python does that runs train.py."""
    monkeypatch.setattr(sys, "path", list(sys.path))  # the script adds to it

    def load(name):
        spec = importlib.util.spec_from_file_location(name, RUNS / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        monkeypatch.setitem(sys.modules, name, module)
        spec.loader.exec_module(module)
        return module

    return load
