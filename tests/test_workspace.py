"""A learner's copies: made once, never overwritten, and told when the course is newer."""

import importlib
import json
import os
import subprocess
import sys
from datetime import date
from threading import Timer

import pytest

from course_utils import __main__, places, workspace
from course_utils.workspace import Copy, compare, copy_missing, report, set_aside


def notebook(text="print(1)", outputs=()):
    """Return the bytes of a notebook with one cell."""
    cell = {"cell_type": "code", "source": [text], "outputs": list(outputs), "metadata": {}}
    return as_bytes([cell])


def as_bytes(cells):
    content = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return (json.dumps(content, indent=1) + "\n").encode()


@pytest.fixture
def course(tmp_path):
    """The course's notebooks and an empty place for a learner's folder."""
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    (notebooks / "02_perceptron.ipynb").write_bytes(notebook())
    (notebooks / "03_gradient_descent.ipynb").write_bytes(notebook("print(3)"))
    return notebooks, tmp_path / "my_work"


def states(copies):
    return [copy.state for copy in copies]


def test_a_copy_holds_no_speaker_notes_and_no_output_to_be_predicted(course):
    notebooks, work = course
    output = {"output_type": "stream", "name": "stdout", "text": ["42"]}
    code = {"cell_type": "code", "source": ["x"], "outputs": [output], "execution_count": 1}
    notes = {"slideshow": {"slide_type": "notes"}}
    cells = [
        {"cell_type": "markdown", "source": ["Poll next: B"], "metadata": notes},
        {**code, "metadata": {"jupyter": {"outputs_hidden": True}}},
        {**code, "metadata": {}},
    ]
    (notebooks / "02_perceptron.ipynb").write_bytes(as_bytes(cells))
    copy_missing(work, notebooks)
    copied = json.loads((work / "02_perceptron.ipynb").read_bytes())["cells"]
    assert [cell["outputs"] for cell in copied] == [[], [output]]
    assert states(compare(work, notebooks)) == ["kept", "kept"], "it is the same text"


def test_a_damaged_notebook_of_the_course_is_named(course):
    notebooks, work = course
    (notebooks / "02_perceptron.ipynb").write_bytes(b'{"cells": [')
    with pytest.raises(ValueError, match=r"02_perceptron\.ipynb is damaged; restore it: git"):
        copy_missing(work, notebooks)


def test_missing_notebooks_are_copied(course):
    notebooks, work = course
    assert states(compare(work, notebooks)) == ["missing", "missing"]
    assert not work.exists()
    assert states(copy_missing(work, notebooks)) == ["copied", "copied"]
    for source in notebooks.iterdir():
        assert (work / source.name).read_bytes() == source.read_bytes()


def test_a_learners_work_is_never_overwritten(course):
    notebooks, work = course
    copy_missing(work, notebooks)
    mine = work / "02_perceptron.ipynb"
    for content in (notebook("my answer"), b"", b"not a notebook"):
        mine.write_bytes(content)
        for course_text in ("print(1)", "print(2)"):
            (notebooks / mine.name).write_bytes(notebook(course_text))
            assert "copied" not in states(copy_missing(work, notebooks))
            assert mine.read_bytes() == content


def test_a_notebook_that_was_thrown_away_comes_back(course):
    notebooks, work = course
    copy_missing(work, notebooks)
    (work / "02_perceptron.ipynb").unlink()
    assert states(copy_missing(work, notebooks)) == ["copied", "kept"]


def test_newer_text_of_the_course_is_told_and_new_outputs_are_not(course):
    notebooks, work = course
    copy_missing(work, notebooks)
    (work / "02_perceptron.ipynb").write_bytes(notebook("my answer"))
    source = notebooks / "02_perceptron.ipynb"
    source.write_bytes(notebook(outputs=[{"output_type": "stream", "text": "1"}]))
    assert states(compare(work, notebooks)) == ["kept", "kept"]
    source.write_bytes(notebook("print('better')"))
    assert states(compare(work, notebooks)) == ["outdated", "kept"]
    assert states(copy_missing(work, notebooks)) == ["outdated", "kept"]  # and stays so
    assert states(copy_missing(work, notebooks)) == ["outdated", "kept"]


def test_a_copy_made_by_hand_is_known_from_then_on(course):
    notebooks, work = course
    work.mkdir()
    (work / "02_perceptron.ipynb").write_bytes(notebook())
    assert states(copy_missing(work, notebooks)) == ["kept", "copied"]
    (notebooks / "02_perceptron.ipynb").write_bytes(notebook("new"))
    assert states(compare(work, notebooks)) == ["outdated", "kept"]
    (work / "02_perceptron.ipynb").write_bytes(notebook("new"))
    assert states(compare(work, notebooks)) == ["kept", "kept"]


@pytest.mark.parametrize("record", ["", "[1]", "{", '{"02_perceptron.ipynb": 5}'])
def test_a_damaged_record_costs_no_work(course, record):
    notebooks, work = course
    copy_missing(work, notebooks)
    (work / "02_perceptron.ipynb").write_bytes(notebook("my answer"))
    (work / workspace.RECORD).write_text(record)
    assert "copied" not in states(copy_missing(work, notebooks))
    assert (work / "02_perceptron.ipynb").read_bytes() == notebook("my answer")


def test_an_interrupted_copy_leaves_no_half_notebook(course, monkeypatch):
    notebooks, work = course
    monkeypatch.setattr(places.os, "replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        copy_missing(work, notebooks)
    assert not list(work.iterdir())


def test_renewing_sets_the_learners_version_aside(course):
    notebooks, work = course
    copy_missing(work, notebooks)
    mine = work / "02_perceptron.ipynb"
    names = []
    for text in ("first", "second", "third"):
        mine.write_bytes(notebook(text))
        names.append(set_aside(work, "perceptron", date(2026, 11, 21)))
        assert names[-1].read_bytes() == notebook(text)
        copy_missing(work, notebooks)
        assert mine.read_bytes() == notebook()
    assert [path.name for path in names] == [
        "02_perceptron.2026-11-21.ipynb",
        "02_perceptron.2026-11-21-2.ipynb",
        "02_perceptron.2026-11-21-3.ipynb",
    ]
    assert names[0].read_bytes() == notebook("first")


@pytest.mark.parametrize("name", ["02_perceptron", "02_perceptron.ipynb"])
def test_renewing_takes_the_full_name_too(course, name):
    notebooks, work = course
    copy_missing(work, notebooks)
    assert set_aside(work, name).exists()


@pytest.mark.parametrize("name", ["percepton", "", "../02_perceptron"])
def test_renewing_an_unknown_notebook_lists_those_there(course, name):
    notebooks, work = course
    copy_missing(work, notebooks)
    with pytest.raises(FileNotFoundError, match="02_perceptron, 03_gradient_descent"):
        set_aside(work, name)


def test_the_report_says_what_became_of_each(tmp_path):
    copies = [Copy("a.ipynb", "copied"), Copy("b.ipynb", "kept"), Copy("c.ipynb", "outdated")]
    words = report(copies, tmp_path).splitlines()
    assert str(tmp_path) in words[0]
    assert words[1] == "  a.ipynb: copied"
    assert words[2] == "  b.ipynb: kept as you left it"
    assert "NEWER VERSION" in words[3]
    assert words[5] == f"  {places.this_python()} -m course_utils lab --renew c"
    assert "newer" not in report(copies[:2], tmp_path)


@pytest.fixture
def launched(monkeypatch, course):
    """`open_lab` with a recorder in JupyterLab's place: returns (command, variables)."""
    notebooks, work = course
    monkeypatch.setattr(workspace, "work_folder", lambda: work)
    monkeypatch.setattr(workspace, "copy_missing", lambda work: copy_missing(work, notebooks))
    calls = []

    def open_lab(*arguments, **options):
        code = workspace.open_lab(
            list(arguments), launch=lambda *call: calls.append(call) or 0, **options
        )
        assert code == 0
        return calls[-1]

    return open_lab


def test_lab_opens_the_learners_folder_first_at_the_new_notebook(launched, course, capsys):
    command, variables = launched()
    assert f"--ServerApp.root_dir={course[1]}" in command
    assert "--LabApp.default_url=/lab/tree/02_perceptron.ipynb" in command
    assert variables["COURSE_WORK"] == str(course[1])
    assert "02_perceptron.ipynb: copied" in capsys.readouterr().out
    command, _ = launched("--no-browser")
    assert command[-1] == "--no-browser"
    assert not any("default_url" in part for part in command)


def test_lab_renews_when_asked(launched, course, capsys):
    launched()
    (course[1] / "02_perceptron.ipynb").write_bytes(notebook("my answer"))
    launched(renew="perceptron")
    assert (course[1] / "02_perceptron.ipynb").read_bytes() == notebook()
    assert f"02_perceptron.{date.today().isoformat()}.ipynb" in capsys.readouterr().out


def test_jupytext_is_on_for_authors_only(launched):
    assert any("'jupyterlab_jupytext': False" in part for part in launched()[0])
    command, _ = launched(dev=True)
    assert any("'jupyterlab_jupytext': True" in part for part in command)
    assert f"--ServerApp.root_dir={workspace.ROOT}" in command


def test_jupyterlab_says_its_address_what_is_wrong_and_no_more(tmp_path):
    own = {f"JUPYTER_{kind}_DIR": str(tmp_path / kind) for kind in ("CONFIG", "DATA", "RUNTIME")}
    variables = workspace.lab_environment({**os.environ, **own}, tmp_path)
    variables.pop("JUPYTER_TOKEN", None)
    (tmp_path / "CONFIG").mkdir()
    command = [*workspace.lab_command(tmp_path), "--no-browser", "--ServerApp.unheard_of=1"]
    lab = subprocess.Popen(
        command, env=variables, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    at_last = Timer(60, lab.kill)
    at_last.start()
    said = []
    for line in lab.stdout:
        said.append(line)
        if "http://127.0.0.1" in line:
            lab.kill()
            break
    lab.communicate()
    at_last.cancel()
    logged = [line for line in said if line.startswith("[")]
    assert said[: len(logged)] == logged, "nothing stands between"
    assert "--Application.log_level=WARN" in command
    *warnings, address = logged
    assert warnings and all("unheard_of" in line for line in warnings), warnings
    assert address.startswith("[C ") and "?token=" in said[-1]


def test_the_users_own_variables_come_first(monkeypatch, tmp_path):
    variables = workspace.lab_environment({"OMP_NUM_THREADS": "3"}, tmp_path)
    assert variables["OMP_NUM_THREADS"] == "3"
    assert workspace.lab_environment({}, tmp_path)["OMP_NUM_THREADS"] == "1"
    both = workspace.lab_environment({"JUPYTER_CONFIG_PATH": "/mine"}, tmp_path)
    assert both["JUPYTER_CONFIG_PATH"].split(os.pathsep)[0] == "/mine"


def test_lab_asks_nobody_for_news(tmp_path, monkeypatch):
    from jupyter_core.paths import jupyter_config_path

    variables = workspace.lab_environment({}, tmp_path)
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", variables["JUPYTER_CONFIG_PATH"])
    folders = [workspace.Path(path) for path in jupyter_config_path()]
    found = [path / "labconfig" / "default_setting_overrides.json" for path in folders]
    settings = json.loads(next(path for path in found if path.exists()).read_text())
    chosen = settings["@jupyterlab/apputils-extension:notification"]
    assert chosen == {"fetchNews": "false", "checkForUpdates": False}


def test_without_jupyterlab_nothing_is_set_aside(course, monkeypatch):
    notebooks, work = course
    copy_missing(work, notebooks)
    before = sorted(work.iterdir())
    monkeypatch.setattr(workspace, "work_folder", lambda: work)
    monkeypatch.setattr(workspace, "find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match="JupyterLab is not installed"):
        workspace.open_lab([], renew="perceptron", launch=lambda *_: 0)
    assert sorted(work.iterdir()) == before


def test_where_no_process_can_be_replaced_ctrl_c_does_not_end_the_wait():
    answers = [KeyboardInterrupt, KeyboardInterrupt, 3]

    class Lab:
        def __init__(self, command, env):
            self.started = (command, env)
            lab.append(self)

        def wait(self):
            answer = answers.pop(0)
            if answer is KeyboardInterrupt:
                raise answer
            return answer

    lab = []
    assert workspace.become(["python"], {"A": "1"}, replace=False, start=Lab) == 3
    assert [one.started for one in lab] == [(["python"], {"A": "1"})] and not answers


def test_a_folder_that_cannot_be_written_says_what_to_do(course):
    notebooks, work = course
    work.touch()
    with pytest.raises(OSError, match=r"my_work can't be written .*HOME/course.*USERPROFILE"):
        copy_missing(work, notebooks)


# The command line


def test_commands_say_in_words_what_is_wrong(course, monkeypatch, capsys):
    monkeypatch.setattr(workspace, "work_folder", lambda: course[1])
    assert __main__.main(["lab", "--renew", "nothing"]) == 1
    assert "no notebook 'nothing'" in capsys.readouterr().out
    for command in ("slides", "solutions"):
        assert __main__.main([command, "nothing"]) == 1
        assert "nothing" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["fly"], ["doctor", "--wings"], ["slides", "--wings"]])
def test_an_unknown_command_or_option_is_refused(arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        __main__.main(arguments)
    assert caught.value.code == 2
    assert "python -m course_utils" in capsys.readouterr().err


def test_what_is_not_installed_is_named(monkeypatch, capsys):
    def missing(chapter, out, pdf):
        raise ModuleNotFoundError("No module named 'nbclassic'", name="nbclassic")

    monkeypatch.setattr("course_utils.instructor.slides.build", missing)
    assert __main__.main(["slides", "perceptron"]) == 1
    said = capsys.readouterr().out
    assert "nbclassic" in said and "make setup EXTRAS=" in said and "-m pip install" in said


@pytest.mark.parametrize(
    ("command", "kind", "what"),
    [
        ("slides", "FOLDER", "the folder to write"),
        ("solutions", "FILE", "the file, or for all the folder, to write"),
    ],
)
def test_help_says_what_out_names(command, kind, what, capsys):
    with pytest.raises(SystemExit):
        __main__.main([command, "--help"])
    words = " ".join(capsys.readouterr().out.split())
    assert f"--out {kind} {what} (default: in build/{command}/)" in words


@pytest.mark.parametrize("command", ["slides", "solutions"])
def test_without_a_chapter_all_are_built(command, monkeypatch, capsys, tmp_path):
    asked = []
    room = importlib.import_module(f"course_utils.instructor.{command}")
    monkeypatch.setattr(room, "build_all", lambda out, **options: asked.append(out) or "there")
    monkeypatch.setattr(room, "build", None)
    assert __main__.main([command, "--out", str(tmp_path)]) == 0
    assert asked == [tmp_path] and "there" in capsys.readouterr().out


def test_a_fault_of_the_course_is_not_dressed_up(monkeypatch):
    def fail(chapter, out, pdf):
        raise RuntimeError("a bug")

    monkeypatch.setattr("course_utils.instructor.slides.build", fail)
    with pytest.raises(RuntimeError, match="a bug"):
        __main__.main(["slides", "perceptron"])


def test_progress_is_listed(capsys):
    assert __main__.main(["progress"]) == 0
    assert "perceptron" in capsys.readouterr().out


def test_an_old_terminal_ends_no_command():
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "course_utils", "progress"]
    ran = subprocess.run(command, env=environment, cwd=workspace.ROOT, capture_output=True)
    assert ran.returncode == 0, ran.stderr
