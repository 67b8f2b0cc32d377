"""The set-up: what it finds, what it skips, what it mends, and what it says when it can't."""

import ast
import importlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).parents[1]
VERSION = ".".join(map(str, sys.version_info[:3]))
PYPROJECT = """
[project]
name = "toy-course"
dependencies = ["numpy >=2"]

[project.optional-dependencies]
test = ["pytest"]
browser = ["playwright"]
dev = ["ruff", "toy-course[test,browser]"]

[tool.ruff]
line-length = 100
"""


@pytest.fixture(scope="module")
def tools():
    """The modules of tools/, imported as setup_env.py imports them."""
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        names = ("setup_env", "running", "environment")
        return SimpleNamespace(**{name: importlib.import_module(name) for name in names})
    finally:
        sys.path.remove(str(ROOT / "tools"))


@pytest.fixture
def course(tmp_path):
    """A toy course: what the set-up reads of one."""
    (tmp_path / "pyproject.toml").write_text(PYPROJECT)
    (tmp_path / "requirements.lock").write_text("numpy==2.4.6\ntorch==2.13.0\n")
    return tmp_path


class Machine:
    """Stands for pip and venv: makes and fills `.venv`, and fails as it is told to."""

    def __init__(self, tools, monkeypatch):
        self.commands, self.failing, self.words, self.complaints = [], "", "", []
        self.environment = tools.environment
        monkeypatch.setattr(tools.environment, "run", self.run)
        monkeypatch.setattr(tools.environment, "must", self.must(tools))
        monkeypatch.setattr(tools.environment, "check_disk", lambda *_: None)

    def run(self, command, log, cwd, patience=20):
        words = " ".join(map(str, command))
        self.commands.append(words)
        if " -m venv " in words:
            folder = Path(command[-1]) / "bin"
            folder.mkdir(parents=True)
            stand_in = f'#!/bin/sh\ncase "$*" in *sys.version*) echo {VERSION};; esac\n'
            (folder / "python").write_text(stand_in)
            (folder / "python").chmod(0o755)
        if " -e ." in words and not self.failing:
            site = Path(cwd) / ".venv" / "lib" / "python3.11" / "site-packages"
            for name in ("numpy-2.4.6", "toy_course-1.0"):
                (site / f"{name}.dist-info").mkdir(parents=True, exist_ok=True)
                (site / f"{name}.dist-info" / "RECORD").touch()
        if self.failing and self.failing in words:
            return 1, self.words
        if "-c import" in words and self.complaints:
            return 1, self.complaints.pop(0)
        return 0, ""

    def must(self, tools):
        def must(command, log, cwd):
            code, words = self.run(command, log, cwd)
            if code:
                raise tools.setup_env.Problem(*tools.running.cause(words))

        return must

    def set_up(self, root, *extras):
        """Set up, and return the commands that this took."""
        self.commands.clear()
        self.environment.set_up(root, extras or ["test"], "")
        return list(self.commands)


@pytest.fixture
def machine(tools, monkeypatch):
    return Machine(tools, monkeypatch)


def pip_line(commands):
    """Return the one command that installs the course."""
    (line,) = [command for command in commands if "-e ." in command]
    return line


# The door


def test_the_door_is_readable_for_an_old_python():
    tree = ast.parse((ROOT / "tools" / "setup_env.py").read_text("utf-8"), feature_version=(3, 4))
    too_new = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match)
    assert not [node for node in ast.walk(tree) if isinstance(node, too_new)]
    annotated = [
        node.arg for node in ast.walk(tree) if isinstance(node, ast.arg) and node.annotation
    ]
    assert not annotated
    old = [found for name in ("python3.8", "python3.9") if (found := shutil.which(name))]
    for python in old:  # where one is there, ask it
        ran = subprocess.run([python, "--version"], capture_output=True)
        if ran.returncode == 0:
            code = f"compile(open({str(ROOT / 'tools/setup_env.py')!r}).read(), 'x', 'exec')"
            assert subprocess.run([python, "-c", code]).returncode == 0


def test_a_new_enough_python_is_taken_as_it_is(tools):
    def never(*_):
        raise AssertionError("nothing needs to be looked for")

    for version in ((3, 11, 0), (3, 14, 2)):
        assert tools.setup_env.find_python("/usr/bin/python3", version, never, never).endswith("n3")


def test_for_an_old_python_a_newer_one_is_found_and_asked(tools):
    there = {"python3.12": "/shims/python3.12", "python3.11": "/usr/bin/python3.11"}
    answers = {"/usr/bin/python3.11": (3, 11, 7)}  # the stand-in of a version manager does not run
    found = tools.setup_env.find_python("/usr/bin/python3", (3, 8, 1), there.get, answers.get)
    assert found == "/usr/bin/python3.11"


def test_where_every_python_is_old_it_says_which_and_what_to_do(tools):
    with pytest.raises(tools.setup_env.Problem) as caught:
        tools.setup_env.find_python(
            "python3", (3, 8, 18), lambda name: "/bin/" + name, lambda _: (3, 9)
        )
    assert "3.8.18" in caught.value.what and "3.11 or newer" in caught.value.what
    assert "PYTHON=python3.12 make lab" in caught.value.remedy


def test_an_interpreter_that_does_not_run_has_no_version(tools, tmp_path):
    broken = tmp_path / "python"
    assert tools.setup_env.version_of(str(broken)) is None
    broken.write_text("#!/bin/sh\nexit 127\n")
    broken.chmod(0o755)
    assert tools.setup_env.version_of(str(broken)) is None
    assert tools.setup_env.version_of(sys.executable) == sys.version_info[:3]


def test_a_python_without_venv_names_the_package_to_install(tools, tmp_path):
    half = tmp_path / "python"
    half.write_text(
        f'#!/bin/sh\ncase "$*" in *ensurepip*) exit 1;; esac\nexec {sys.executable} "$@"\n'
    )
    half.chmod(0o755)
    with pytest.raises(tools.setup_env.Problem) as caught:
        tools.environment.check_modules(str(half))
    assert f"python3.{sys.version_info[1]}-venv" in caught.value.remedy
    tools.environment.check_modules(sys.executable)


def test_the_command_line_says_problems_in_words(course):
    command = [
        sys.executable,
        ROOT / "tools" / "setup_env.py",
        "--root",
        course,
        "--extras",
        "nope",
    ]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.returncode == 1 and not ran.stderr
    assert "There is no extra 'nope'" in ran.stdout and "WHAT TO DO" in ran.stdout


# Disk


@pytest.mark.parametrize("place", ["course", "temporary"])
def test_too_little_disk_says_how_much_to_free_and_where(tools, tmp_path, monkeypatch, place):
    temporary = tmp_path / "temporary"
    monkeypatch.setattr(tools.environment.tempfile, "gettempdir", lambda: str(temporary))
    small = {"course": tmp_path, "temporary": temporary}[place]

    def usage(folder):
        return SimpleNamespace(free=0.3e9 if Path(folder) == small else 50e9)

    with pytest.raises(tools.setup_env.Problem, match=r"0\.3 GB free") as caught:
        tools.environment.check_disk(tmp_path, ["test"], usage)
    assert str(small) in caught.value.what
    assert re.search(r"Free \d\.\d GB", caught.value.remedy)
    assert "TMPDIR" in caught.value.remedy


def test_enough_disk_passes(tools, tmp_path):
    tools.environment.check_disk(tmp_path, ["test"], lambda _: SimpleNamespace(free=3e9))


# A first, a second, a later set-up


def test_the_first_set_up_installs_the_locked_versions(machine, course):
    line = pip_line(machine.set_up(course))
    assert "-c requirements.lock torch==2.13.0 -e .[test]" in line


def test_the_second_does_nothing(machine, course):
    machine.set_up(course)
    assert machine.set_up(course) == []


def test_extras_only_grow(machine, course):
    machine.set_up(course, "dev")
    assert machine.set_up(course, "test") == []
    assert machine.set_up(course, "test", "browser") == []  # dev contains both
    (course / "requirements.lock").write_text("numpy==2.4.7\ntorch==2.13.0\n")
    assert "-e .[browser,dev,test]" in pip_line(machine.set_up(course, "test"))


def test_an_extra_that_is_no_longer_there_is_forgotten(machine, course):
    machine.set_up(course, "browser")
    renamed = PYPROJECT.replace("browser = ", "chromium = ").replace("[test,browser]", "[test]")
    (course / "pyproject.toml").write_text(renamed)
    assert "-e .[test]" in pip_line(machine.set_up(course, "test"))
    assert machine.set_up(course, "test") == []
    with pytest.raises(Exception, match="no extra 'browser'"):
        machine.set_up(course, "browser")


def test_a_missing_extra_is_added_to_those_there(machine, course):
    machine.set_up(course, "test")
    commands = machine.set_up(course, "browser")
    assert "-e .[browser,test]" in pip_line(commands)
    assert not any(" -m venv " in command for command in commands)


@pytest.mark.parametrize(
    ("name", "old", "new", "installs"),
    [
        ("requirements.lock", "2.4.6", "2.4.7", True),
        ("pyproject.toml", "numpy >=2", "numpy >=2.1", True),
        ("pyproject.toml", 'test = ["pytest"]', 'test = ["pytest", "pyyaml"]', True),
        ("pyproject.toml", "line-length = 100", "line-length = 90", False),
    ],
)
def test_what_decides_is_what_is_installed(machine, course, name, old, new, installs):
    machine.set_up(course)
    text = (course / name).read_text()
    assert old in text
    (course / name).write_text(text.replace(old, new))
    assert bool(machine.set_up(course)) is installs


def test_a_package_taken_away_is_put_back_and_one_more_is_left_alone(machine, course):
    machine.set_up(course)
    site = course / ".venv" / "lib" / "python3.11" / "site-packages"
    (site / "pandas-2.0.dist-info").mkdir()
    assert machine.set_up(course) == []
    shutil.rmtree(site / "numpy-2.4.6.dist-info")
    assert pip_line(machine.set_up(course))


def test_another_python_in_the_environment_is_noticed(machine, course):
    machine.set_up(course)
    note = course / ".venv" / "course-setup.json"
    note.write_text(note.read_text().replace(VERSION, "3.99.0"))
    assert pip_line(machine.set_up(course))


# Interrupted, damaged, moved


def test_an_interrupted_set_up_goes_on(machine, course):
    machine.failing = "-e ."
    with pytest.raises(Exception, match="installation failed"):
        machine.set_up(course, "dev")
    machine.failing = ""
    commands = machine.set_up(course, "test")
    assert "-e .[browser,dev,test]" in pip_line(commands)  # it remembers what was begun
    assert not any(" -m venv " in command for command in commands)
    assert machine.set_up(course) == []


def test_a_package_cut_off_while_it_was_unpacked_is_done_again(machine, course):
    machine.set_up(course)
    (course / "requirements.lock").write_text("numpy==2.4.7\ntorch==2.13.0\n")
    site = course / ".venv" / "lib" / "python3.11" / "site-packages"
    for name, files in {"whole-1.0": ("METADATA", "RECORD"), "half-2.0": ("METADATA",)}.items():
        (site / f"{name}.dist-info").mkdir()
        for file in files:
            (site / f"{name}.dist-info" / file).touch()
    machine.set_up(course)
    assert (site / "whole-1.0.dist-info").exists()
    assert not (site / "half-2.0.dist-info").exists()


@pytest.mark.parametrize("damage", ["no python", "no pip", "moved", "old python"])
def test_an_unusable_environment_is_made_anew(machine, course, damage):
    machine.set_up(course)
    bin_folder = course / ".venv" / "bin"
    note = course / ".venv" / "course-setup.json"
    if damage == "moved":
        note.write_text(json.dumps(json.loads(note.read_text()) | {"root": "/elsewhere"}))
    else:
        (bin_folder / "python").unlink()
    if damage == "no pip":
        (bin_folder / "python").write_text(
            f'#!/bin/sh\n[ "$2" = pip ] && exit 1\nexec {sys.executable} "$@"\n'
        )
    if damage == "old python":
        (bin_folder / "python").write_text("#!/bin/sh\necho 3.8.18\n")
    if damage in ("no pip", "old python"):
        (bin_folder / "python").chmod(0o755)
        note.write_text("{}")
    commands = machine.set_up(course)
    assert any(" -m venv " in command for command in commands)
    assert machine.set_up(course) == []


@pytest.mark.parametrize("text", ["", "[]", '{"complete": tr', "null"])
def test_a_damaged_note_means_not_finished(machine, course, text):
    machine.set_up(course)
    (course / ".venv" / "course-setup.json").write_text(text)
    assert pip_line(machine.set_up(course))


def test_where_mending_does_not_help_it_is_made_anew_once(machine, course):
    machine.set_up(course)
    (course / ".venv" / "course-setup.json").write_text("{}")
    machine.complaints = ["ModuleNotFoundError: No module named 'traitlets'"]
    commands = machine.set_up(course)
    assert sum(" -m venv " in command for command in commands) == 1
    machine.complaints = ["ImportError: x"] * 5
    (course / ".venv" / "course-setup.json").write_text("{}")
    with pytest.raises(Exception, match="does not start: ImportError: x"):
        machine.set_up(course)


def test_without_network_an_earlier_environment_is_offered(machine, course):
    machine.set_up(course)
    (course / "requirements.lock").write_text("numpy==2.4.7\ntorch==2.13.0\n")
    machine.failing, machine.words = "-e .", "Retrying (Retry(total=4)) after connection broken"
    with pytest.raises(Exception, match="can't be reached") as caught:
        machine.set_up(course)
    assert "-m course_utils lab" in caught.value.remedy


# What pip's words mean


@pytest.mark.parametrize(
    ("words", "what", "advice"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
         "disk is full", "TMPDIR"),
        ("OSError: [Errno 122] Disk quota exceeded", "disk is full", "pip cache purge"),
        ("[Errno 13] Permission denied: '/srv/course/.venv'", "may not write", "home folder"),
        ("OSError: [Errno 30] Read-only file system", "may not write", "Don't use sudo"),
        ("WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError"
         "': [Errno -3] Temporary failure in name resolution", "can't be reached", "PIP_INDEX_URL"),
        ("SSLError(SSLCertVerificationError(1, 'CERTIFICATE_VERIFY_FAILED'))", "can't be reached",
         "HTTPS_PROXY"),
        ("ERROR: No matching distribution found for torch==2.13.0", "no set of versions",
         "PYTHON=python3.12"),
        ("Retrying (Retry(total=4))\nERROR: No matching distribution found for torch==2.13.0",
         "can't be reached", "network"),
        ("Retrying (Retry(total=4))\n[Errno 28] No space left on device", "disk is full", "Free"),
        ("something never seen", "installation failed", "last lines"),
    ],
)  # fmt: skip
def test_a_failure_is_said_in_words_with_its_remedy(tools, words, what, advice):
    found, remedy = tools.running.cause(words)
    assert what in found and advice in remedy


def test_a_failing_step_shows_its_telling_words_and_names_the_log(tools, tmp_path, capsys):
    log = tmp_path / "log"
    words = "print('Retrying (Retry(total=0))'); print('ERROR: ResolutionImpossible'); exit(1)"
    with pytest.raises(tools.setup_env.Problem, match="can't be reached") as caught:
        tools.running.must([sys.executable, "-c", words], log, tmp_path)
    shown = capsys.readouterr().out
    assert "Retrying" in shown and "Resolution" not in shown
    assert str(log) in caught.value.remedy and "Resolution" in log.read_text()


def test_silence_is_filled_with_a_sign_of_life(tools, tmp_path, capsys):
    words = "import time; time.sleep(0.5)"
    log = tmp_path / "log"
    assert tools.running.run([sys.executable, "-c", words], log, tmp_path, patience=0.1) == (0, "")
    assert "still working" in capsys.readouterr().out


def test_pip_is_kept_inside_the_environment(tools):
    kept = tools.running.pip_variables(
        {"PIP_TARGET": "/x", "PYTHONPATH": "/y", "PIP_USER": "1", "PIP_INDEX_URL": "mirror"}
    )
    assert "PIP_TARGET" not in kept and "PYTHONPATH" not in kept
    assert kept["PIP_USER"] == "0" and kept["PIP_INDEX_URL"] == "mirror"


# PyTorch


@pytest.mark.parametrize(
    ("system", "answers", "there", "asks"),
    [
        ("Linux", True, None, True),
        ("Linux", False, None, False),
        ("Linux", True, "torch-2.13.0+cpu", False),
        ("Linux", True, "torch-2.12.0", True),
        ("Darwin", True, None, False),
        ("Windows", True, None, False),
    ],
)
def test_the_cpu_index_is_used_where_it_helps(
    tools, machine, course, monkeypatch, system, answers, there, asks
):
    monkeypatch.setattr(tools.environment, "reachable", lambda _: answers)
    environment = tools.environment.Environment(course)
    if there:
        (course / f".venv/lib/python3.11/site-packages/{there}.dist-info").mkdir(parents=True)
    tools.environment.install_torch(environment, "https://example.org/cpu", lambda: system)
    wanted = "--no-deps --progress-bar off --index-url https://example.org/cpu torch==2.13.0"
    assert [wanted in command for command in machine.commands] == [True] * asks


def test_an_address_that_does_not_answer_is_given_up_at_once(tools):
    assert not tools.environment.reachable("http://127.0.0.1:9/", timeout=0.5)
    assert not tools.environment.reachable("no address")


def test_a_damaged_lock_says_how_to_get_it_back(tools, course):
    (course / "requirements.lock").write_text("numpy==2.4.6\n")
    with pytest.raises(tools.setup_env.Problem, match="no version of torch") as caught:
        tools.environment.locked_torch(course)
    assert "git checkout" in caught.value.remedy


# The Makefile


def make(*arguments):
    """Return what make would run, without running it."""
    ran = subprocess.run(["make", "-n", *arguments], cwd=ROOT, capture_output=True, text=True)
    return ran.returncode, ran.stdout + ran.stderr


needs_make = pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")


@needs_make
def test_make_alone_lists_every_target():
    text = (ROOT / "Makefile").read_text()
    phony = set(re.search(r"(?m)^\.PHONY: (.*)$", text)[1].split())
    documented = set(re.findall(r"(?m)^([a-z-]+):.*## ", text))
    assert phony == documented == set(re.findall(r"(?m)^([a-z-]+):(?!=)", text))
    shown = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True).stdout
    assert all(f"make {target} " in shown for target in documented)


@needs_make
@pytest.mark.parametrize("target", ["check", "slides", "present", "solutions", "notebooks"])
@pytest.mark.parametrize("name", ["perceptron", "02", "02_perceptron"])
def test_a_chapter_has_three_names(target, name):
    code, words = make(target, f"CHAPTER={name}")
    assert code == 0, words
    by_name = r"(slides|present|solutions|notebooks\.py) 02_perceptron"
    assert re.search(rf"notebooks/02_perceptron\.ipynb|{by_name}", words)


@needs_make
@pytest.mark.parametrize("target", ["check", "present", "slides", "solutions"])
def test_a_chapter_must_be_named_and_exist(target):
    code, words = make(target)
    of_all = target in ("slides", "solutions")
    asked = re.search(r"Say which chapter: make \w+ CHAPTER=\d\d_\w+", words)
    assert (code == 0 and not asked) if of_all else (code and asked), words
    for name in ("percepton", "0", "02_"):
        code, words = make(target, f"CHAPTER={name}")
        assert code and f'no chapter "{name}"' in words and "02_perceptron" in words
