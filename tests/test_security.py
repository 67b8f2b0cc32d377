"""What the course never does with a file, a command or a page, and that each rule can fail."""

import json
import re
import tomllib
from pathlib import Path

import nbformat
import pytest
from IPython.core.inputtransformer2 import TransformerManager
from safety_rules import SCRIPT_TYPES, dangers, fetched_by, run_by, scripts_in

from course_utils.places import ROOT
from course_utils.workspace import JUPYTER_CONFIG, JUPYTER_DATA, lab_command, lab_environment

FOLDERS = ("course_utils", "tools", "benchmarks", "data", "tests")
# Each use of a forbidden name that is meant, and why it harms nobody.
MEANT = {
    ("course_utils/instructor/grading/worker.py", "run_cell"): "it is the sandbox's inside",
    ("course_utils/gradient_descent/exercises/central_differences.py", "eval"): (
        "a loss that the file itself holds as text, so that a case can be shown and handed over"
    ),
    ("tests/answers/backprop/written.py", "exec"): "answers of this repository",
    ("tests/claim_rules.py", "eval"): "cells of this repository",
    ("tests/claim_rules.py", "exec"): "cells of this repository",
    ("tests/faults/alone.py", "run_cell"): "cells of this repository",
    ("tests/reference_mutants.py", "exec"): "the course's own references, changed",
    ("tests/test_backprop_tensor.py", "exec"): "examples of this repository",
    ("tests/test_exercise_contract.py", "exec"): "answers of this repository",
    ("tests/test_exercises.py", "exec"): "answers of this repository",
    ("tests/test_judging.py", "eval"): "a function without a source file",
    ("tests/test_present.py", "exec"): "cells of this repository",
    ("tests/test_backprop_model.py", "pickle.loads"): "what the line itself has pickled",
    ("tests/test_backprop_tensor.py", "pickle.loads"): "what the line itself has pickled",
    ("tests/test_estimator.py", "pickle.loads"): "what the line itself has pickled",
    ("tests/test_gradient_descent_model.py", "pickle.loads"): "what the line itself has pickled",
}
NOTEBOOKS = sorted(ROOT.glob("notebooks/*.ipynb"))
PAGES = [
    *(
        path
        for folder in (".", "docs/**", "benchmarks", "data")
        for path in ROOT.glob(f"{folder}/*.md")
    ),
    *(p for p in ROOT.glob("course_utils/**/*") if p.suffix in (".html", ".j2", ".svg")),
]


def python_files() -> list[Path]:
    found = [path for folder in FOLDERS for path in ROOT.glob(f"{folder}/**/*.py")]
    return sorted([*found, ROOT / "conftest.py"])


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# --- Code --------------------------------------------------------------------------------------


def test_no_code_unpickles_or_runs_texts_or_starts_a_shell():
    found = {
        (name(path), used): does for path in python_files() for used, does in dangers(read(path))
    }
    new = {key: does for key, does in found.items() if key not in MEANT}
    assert new == {}, "do without, or say in MEANT why it harms nobody"
    assert MEANT.keys() - found.keys() == set(), "no longer there: take it off the list"


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_cell_does_either(notebook):
    python = TransformerManager().transform_cell
    cells = [cell for cell in nbformat.read(notebook, 4).cells if cell.cell_type == "code"]
    assert (
        cells
        and [dangers(python(cell.source)) for cell in cells if dangers(python(cell.source))] == []
    )


DANGERS = {
    "pickle": "import pickle\npickle.load(open('a', 'rb'))",
    "pickle under another name": "from pickle import loads as read\nread(b'')",
    "an unpickler": "import pickle as p\nclass Mine(p.Unpickler): ...",
    "pandas": "import pandas as pd\npd.read_pickle('a')",
    "joblib": "import joblib\njoblib.load('a')",
    "shelve": "import shelve\nshelve.open('a')",
    "marshal": "from marshal import loads\nloads(b'')",
    "torch": "import torch\ntorch.load('a.pt')",
    "torch, half": "import torch\ntorch.load('a.pt', weights_only=False)",
    "torch, later": "import torch\ntorch.load('a.pt', weights_only=careful)",
    "numpy": "import numpy as np\nnp.load('a.npy', allow_pickle=True)",
    "numpy, by a variable": "from numpy import load\nload('a.npy', allow_pickle=trusted)",
    "eval": "eval('1')",
    "exec": "exec('1')",
    "eval, handed on": "list(map(eval, ['1']))",
    "a cell": "get_ipython().run_cell('1')",
    "a shell": "import subprocess\nsubprocess.run(['ls'], shell=True)",
    "a shell, perhaps": "from subprocess import run\nrun(command, shell=posix)",
    "a text": "import subprocess\nsubprocess.run('ls -l')",
    "a text made here": "import subprocess as s\ns.check_output(f'ls {folder}')",
    "a text put together": "import subprocess\nsubprocess.Popen('ls ' + folder)",
    "a list joined": "import subprocess\nsubprocess.call(' '.join(command))",
    "os.system": "import os\nos.system('ls')",
    "os.popen": "from os import popen\npopen('ls')",
    "a magic": "!ls",
    "yaml": "import yaml\nyaml.load(text, Loader=yaml.Loader)",
    "yaml, all": "import yaml\nyaml.unsafe_load(text)",
    "mktemp": "import tempfile\ntempfile.mktemp()",
    "a hub": "import torch\ntorch.hub.load('a', 'b')",
}
HARMLESS = """
import numpy as np, pickle, re, safetensors.torch, subprocess, sys, tempfile, torch, yaml
network.eval()
re.compile("eval")
pickle.dumps(1)
np.load("a.npy"), np.load("a.npy", allow_pickle=False)
torch.load("a.pt", weights_only=True), safetensors.torch.load(content)
yaml.safe_load(text), yaml.load(text, Loader=yaml.SafeLoader), yaml.load(text, yaml.CSafeLoader)
subprocess.run([sys.executable, "-c", "1"], check=True), subprocess.run(command, shell=False)
tempfile.mkdtemp()
"""


@pytest.mark.parametrize("danger", DANGERS)
def test_each_danger_is_found(danger):
    assert len(dangers(TransformerManager().transform_cell(DANGERS[danger]))) == 1


def test_nothing_harmless_is_found():
    assert dangers(HARMLESS) == []


# --- Pages -------------------------------------------------------------------------------------


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_fetches_nothing_and_runs_no_script(notebook):
    nb = nbformat.read(notebook, 4)
    texts = [cell.source for cell in nb.cells if cell.cell_type == "markdown"]
    outputs = [output for cell in nb.cells for output in cell.get("outputs", [])]
    pages = [
        text for o in outputs for kind, text in o.get("data", {}).items() if "json" not in kind
    ]
    assert outputs and pages
    assert [found for text in [*texts, *pages] for found in fetched_by(text)] == []
    assert [found for text in texts for found in run_by(text)] == []
    assert scripts_in(outputs) == []
    assert "widgets" not in nb.metadata, "the state of a widget may hold outputs"


def test_no_page_and_no_template_fetches_anything():
    assert len(PAGES) > 10
    assert {name(path): found for path in PAGES if (found := fetched_by(read(path)))} == {}


def test_no_style_and_no_script_of_the_course_names_another_machine():
    files = [p for p in ROOT.glob("course_utils/**/*") if p.suffix in (".css", ".js", ".json")]
    assert len(files) > 5
    addresses = {one for path in files for one in re.findall(r"https?://([\w.-]+)", read(path))}
    assert addresses <= {"json-schema.org", "www.w3.org"}, "names of formats, never fetched"


def test_jupyterlab_keeps_its_defaults():
    command = [option.partition("=")[0] for option in lab_command(ROOT, "a.ipynb")[3:]]
    assert set(command) <= {
        *("--ServerApp.root_dir", "--ServerApp.jpserver_extensions", "--LabApp.default_url"),
        *("--Application.log_level", "--allow-root"),
    }, "no other address, no token given up"
    settings = json.loads(read(JUPYTER_CONFIG / "labconfig" / "default_setting_overrides.json"))
    news = settings["@jupyterlab/apputils-extension:notification"]
    assert news == {"fetchNews": "false", "checkForUpdates": False}


def test_no_code_of_the_course_makes_an_output_that_is_a_script():
    files = sorted(ROOT.glob("course_utils/**/*.py"))
    assert len(files) > 100
    assert [name(path) for path in files if any(kind in read(path) for kind in SCRIPT_TYPES)] == []


def test_the_labextension_reaches_every_jupyterlab_instead():
    """That of `make lab` by a variable, any other by what is installed with the course."""
    project = tomllib.loads(read(ROOT / "pyproject.toml"))
    installed = ROOT / project["tool"]["flit"]["external-data"]["directory"]
    assert installed / "share" / "jupyter" == JUPYTER_DATA
    assert str(JUPYTER_DATA) in lab_environment({"JUPYTER_PATH": "/a"}, ROOT)["JUPYTER_PATH"]
    (package,) = JUPYTER_DATA.glob("labextensions/*/package.json")
    about = json.loads(read(package))
    script = package.parent / about["jupyterlab"]["_build"]["load"]
    assert about["name"] == package.parent.name and f'"{about["name"]}"' in read(script)


FETCHES = {
    "a picture": '<img alt="a" src="https://example.org/a.png">',
    "a picture of either protocol": '<img alt="a" src="//example.org/a.png">',
    "one of several": '<img alt="a" srcset="a.png 1x, https://example.org/a.png 2x">',
    "a script": '<script src="https://example.org/a.js"></script>',
    "a style": '<link rel="stylesheet" href="http://example.org/a.css">',
    "a frame": '<iframe src="https://example.org/"></iframe>',
    "a drawing": '<svg><image href="https://example.org/a.png"/></svg>',
    "a style that imports": "<style>@import 'https://example.org/a.css';</style>",
    "a background": '<p style="background: url(https://example.org/a.png)">a</p>',
    "a font": "<style>@font-face { src: url('//example.org/a.woff') }</style>",
    "Markdown": "![a](https://example.org/a.png)",
}
RUNS = {
    "a script": "<script>1</script>",
    "an event": '<img src="data:," onerror="1">',
    "a link": '<a href=" JavaScript:1">a</a>',
    "a frame": '<iframe srcdoc="a"></iframe>',
    "an object": '<object data="a.svg"></object>',
}


@pytest.mark.parametrize("page", FETCHES)
def test_what_a_page_fetches_is_found(page):
    assert len(fetched_by(f"<p>words</p>\n{FETCHES[page]}")) == 1


@pytest.mark.parametrize("page", RUNS)
def test_what_a_page_runs_is_found(page):
    assert run_by(f"<p>words</p>{RUNS[page]}")
    output = {"data": {"text/html": [RUNS[page]]}}
    assert scripts_in([output]) and scripts_in([{"data": {kind: "1"}} for kind in SCRIPT_TYPES])


def test_links_and_local_pictures_are_left_alone():
    page = (
        '<a href="https://example.org/">a</a> <img alt="a" src="images/a.png"> [a](https://a.org)'
    )
    page += (
        '<style>p { background: url("data:,") }</style> <svg xmlns="http://www.w3.org/2000/svg"/>'
    )
    assert fetched_by(page) == [] and run_by(page) == []
