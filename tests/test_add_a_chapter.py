"""The ten steps of CONTRIBUTING.md, taken by a machine: they add a chapter, and none is idle.

Each step is read from the text: the files that it names are put into a copy of the course (from
`new_chapter/`, whose folders are those of the course), its commands are run there.
"""

import importlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NEW = Path(__file__).parent / "new_chapter"
NUMBER, NAME = "12", "centering"
CLAIM = "B01"
# Of `make test`: what looks at all chapters. `make check` runs what is about the new one.
CHOSEN = "layout or unique or each_text or steps_name"
READ = "layout add_a_chapter exercise_contract notebooks quiz slides"
IN_THE_COPY = "COURSE_STEPS"

FLIP = f"""

def no_spread(X):
    \"\"\"A distance that knows no units.\"\"\"
    return 1.0


FLIPS["{CLAIM}"] = {{"spread": no_spread}}
"""
ROW = f"| [{NUMBER} Centering](notebooks/{NUMBER}_{NAME}.ipynb) | a toy | whole |"
# What a step changes in a file that the course has already: text -> text.
EDITS: dict[str, Callable[[str], str]] = {
    "course_utils/classroom/claims.csv": lambda text: re.sub(
        rf"(?m)^({CLAIM},.*?,)\d\d_[a-z_]+,", rf"\g<1>{NUMBER}_{NAME},", text
    ),
    "tests/claim_fixtures.py": lambda text: text + FLIP,
    "README.md": lambda text: re.sub(r"(?m)^(\| \[02 .*)$", rf"\1\n{ROW}", text),
    "CHANGELOG.md": lambda text: text.replace("### Added\n", f"### Added\n- `{NAME}`.\n", 1),
}


# --- Reading the steps -----------------------------------------------------------------------


def steps_of(text: str) -> list[str]:
    """Return the numbered steps of the section on adding a chapter, in order."""
    section = text.partition("## Add a chapter in ten steps\n")[2].partition("\n## ")[0]
    found = re.findall(r"(?ms)^(\d+)\. (.*?)(?=^\d+\. |\Z)", section)
    assert [int(number) for number, _ in found] == list(range(1, len(found) + 1))
    return [words for _, words in found]


def paths_of(step: str) -> list[str]:
    """Return the paths that a step names."""
    named = re.findall(r"`([\w.<>/]+)`", step)
    return [path for path in named if "/" in path or path.endswith(".md")]


def commands_of(step: str) -> list[str]:
    """Return the commands that a step names, in order."""
    return re.findall(r"`(make [^`]*)`", step)


def filled_in(words: str, number: str = NUMBER, name: str = NAME) -> str:
    """Put a chapter's number and name into a path or a command."""
    return words.replace("NN", number).replace("<name>", name)


def written_by(step: str) -> list[str]:
    """Return the files of the new chapter that a step asks for."""
    files = []
    for path in paths_of(step):
        place = NEW / filled_in(path)
        if "<name>" in path:
            assert place.exists(), f"a step names {path}, and tests/new_chapter/ has no such file"
            inside = sorted(place.rglob("*")) if path.endswith("/") else [place]
            files += [each.relative_to(NEW).as_posix() for each in inside if each.is_file()]
    return [file for file in files if "__pycache__" not in file]


def edited_by(step: str) -> list[str]:
    """Return the files of the course that a step changes."""
    return [path for path in paths_of(step) if path in EDITS]


def lacking(root: Path, number: str, name: str, steps: list[str]) -> list[str]:
    """Return what the steps name and a chapter does not have.

    A room may be a folder; then its tests may have other names, and must import it.
    """
    paths = [filled_in(p, number, name) for s in steps for p in paths_of(s) if "<name>" in p]
    tested = "".join(path.read_text("utf-8") for path in root.glob(f"tests/test_{name}_*.py"))
    missing = []
    for path in paths:
        room = path.removeprefix(f"tests/test_{name}_").removesuffix(".py")
        folder = root / "course_utils" / name / room / "__init__.py"
        if path.startswith("course_utils/"):
            folder = root / path.removesuffix(".py") / "__init__.py"
        elif not re.search(rf"course_utils\.{name}\.{room}\b", tested):
            folder = root / path
        if not ((root / path).exists() or folder.exists()):
            missing.append(path)
    return missing


STEPS = steps_of((ROOT / "CONTRIBUTING.md").read_text("utf-8"))
CHAPTERS = sorted(path.stem for path in ROOT.glob("chapters/*.md"))


# --- A copy of the course --------------------------------------------------------------------


class Course:
    """A copy of the course with a `.venv` that holds the same packages, and the copy itself."""

    def __init__(self, root: Path):
        self.root = root
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
        for name in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "PYTHONPATH"):
            kept.pop(name, None)
        self.environment = kept | {
            IN_THE_COPY: "1",
            # One process, as each would collect the tests; and of these not all.
            "MAKEFLAGS": "-- PARALLEL= SUITE="
            + r"\ ".join(f"tests/test_{name}.py" for name in READ.split()),
            "PIP_NO_INDEX": "1",  # were something to be installed, it would fail and not download
            "PYTEST_ADDOPTS": f"-k '{CHOSEN}'",
            "PYTHON": sys.executable,
            "TORCH_INDEX": "",
        }

    def run(self, *command: str, where: str | Path = "") -> subprocess.CompletedProcess:
        """Run a command in the copy."""
        return subprocess.run(
            command,
            cwd=self.root / where,
            env=self.environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def git(self, *arguments: str) -> str:
        """Run git as nobody in particular; return what it prints."""
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "gc.auto=0")
        done = self.run("git", *who, *arguments)
        assert done.returncode == 0, done.stdout
        return done.stdout

    def make_environment(self) -> None:
        """Link the installed packages, all but the one that points at the original."""
        real, own = Path(sys.prefix), self.root / ".venv"
        packages = Path(sysconfig.get_path("purelib"))
        place = own / packages.relative_to(real)
        place.mkdir(parents=True)
        for entry in packages.iterdir():
            if entry.name != "course_utils.pth":
                (place / entry.name).symlink_to(entry)
        (place / "course_utils.pth").write_text(f"{self.root}\n", "utf-8")
        for name in ("bin", "etc", "share", "pyvenv.cfg"):
            if (real / name).exists():
                (own / name).symlink_to(real / name)
        sys.path.insert(0, str(ROOT / "tools"))
        try:
            environment = importlib.import_module("environment").Environment(self.root)
        finally:
            sys.path.remove(str(ROOT / "tools"))
        note = environment.finished_note(environment.with_earlier(["dev"]))
        environment.write_note(note | {"packages": [path.name for path in environment.packages()]})
        # Or a command would begin to install, and through the links change the original.
        assert environment.is_complete(["dev"])

    def take(self, step: str) -> str:
        """Do what a step says; return what its commands printed."""
        for file in written_by(step):
            (self.root / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(NEW / file, self.root / file)
        for file in edited_by(step):
            before = (self.root / file).read_text("utf-8")
            after = EDITS[file](before)
            assert after != before, f"{file} has no place for the new chapter's line"
            (self.root / file).write_text(after, "utf-8")
        printed = ""
        for command in map(filled_in, commands_of(step)):
            done = self.run(*command.split())
            assert done.returncode == 0, f"{command}\n{done.stdout[-8000:]}"
            printed += f"$ {command}\n{done.stdout}"
        return printed

    def forget(self, step: str) -> None:
        """Undo a step."""
        for file in written_by(step):
            (self.root / file).unlink()
        for file in edited_by(step):
            self.git("checkout", "--", file)


def copy_of_the_course(root: Path) -> Course:
    """Copy all that git knows or would know, and commit it."""
    names = subprocess.check_output(
        ["git", "ls-files", "-z", "-co", "--exclude-standard"], cwd=ROOT, text=True
    )
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, root / name)
    course = Course(root)
    course.make_environment()
    course.git("init", "-q")
    course.git("add", "-A")
    course.git("commit", "-q", "-m", "The course as it is")
    return course


@pytest.fixture(scope="module")
def grown(tmp_path_factory):
    """The copy after all steps, and what each printed."""
    pytest.importorskip("jupytext", reason="jupytext is missing: it is in the extra dev")
    if IN_THE_COPY in os.environ:
        pytest.skip("this is the copy")
    if sys.prefix == sys.base_prefix or not (ROOT / ".git").exists():
        pytest.skip("needs the environment of make setup, and git")
    course = copy_of_the_course(tmp_path_factory.mktemp("grown").resolve())
    return course, [course.take(step) for step in STEPS]


# --- The steps are whole ---------------------------------------------------------------------


def test_each_file_and_each_edit_belongs_to_one_step():
    written = [file for step in STEPS for file in written_by(step)]
    there = [path for path in NEW.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    there = [path.relative_to(NEW).as_posix() for path in there if path.parent != NEW]
    assert len(STEPS) == 10 and sorted(written) == sorted(there)
    assert sorted(file for step in STEPS for file in edited_by(step)) == sorted(EDITS)


def test_what_a_step_only_points_to_is_there():
    for step in STEPS:
        for path in paths_of(step):
            assert "<name>" in path or (ROOT / path).exists(), path


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_has_what_the_steps_name(chapter):
    number, _, name = chapter.partition("_")
    assert lacking(ROOT, number, name, STEPS) == []


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_stands_in_the_readme_and_in_the_changelog(chapter):
    readme, changelog = ((ROOT / name).read_text("utf-8") for name in ("README.md", "CHANGELOG.md"))
    assert f"(notebooks/{chapter}.ipynb) |" in readme
    assert chapter.partition("_")[2] in changelog


# --- They add a chapter ----------------------------------------------------------------------


def test_the_steps_add_a_chapter_whose_tests_pass(grown):
    _, printed = grown
    said = printed[-1]
    assert said.count("$ make ") == 5 and f"{NUMBER}_{NAME}: built in" in said
    for command in ("make check", "make test"):
        assert int(re.search(r"(\d+) passed", said.partition(command)[2])[1]) > 40
    assert not re.search(r"\d+ (failed|errors?|skipped)", said)
    assert "[1/4]" not in said, "the set-up found something to do"


def test_the_copy_ran_its_own_code(grown):
    course, _ = grown
    code = "import course_utils; print(course_utils.__file__)"
    done = course.run(str(course.root / ".venv/bin/python"), "-c", code, where="notebooks")
    assert done.stdout.strip() == str(course.root / "course_utils/__init__.py")


def test_the_steps_leave_what_they_name_and_the_notebook(grown):
    course, _ = grown
    expected = [file for step in STEPS for file in written_by(step) + edited_by(step)]
    expected += [f"notebooks/{NUMBER}_{NAME}.ipynb", "benchmarks/RESULTS.md"]
    status = course.git("status", "--porcelain", "-uall").splitlines()
    assert sorted(line[3:] for line in status) == sorted(expected)


# Title of the step -> the test file that misses it.
MISSED = {
    "Figures and explorers": "test_layout.py",
    "Answers": "test_exercise_contract.py",
    "Claims": "test_claims.py",
}


@pytest.mark.parametrize("title", MISSED)
def test_a_step_left_out_is_noticed(grown, title):
    course, _ = grown
    (step,) = (step for step in STEPS if step.startswith(f"**{title}.**"))
    command = (
        ".venv/bin/python",
        "-m",
        "pytest",
        "-q",
        "-k",
        f"{NAME} or rooms",
        f"tests/{MISSED[title]}",
    )
    course.forget(step)
    try:
        left_out = course.run(*command)
    finally:
        course.take(step)
    assert left_out.returncode not in (0, 5), left_out.stdout
    assert NAME in left_out.stdout


@pytest.mark.parametrize("step", STEPS[:7], ids=lambda step: step.partition("*")[2][1:9])
def test_a_file_left_out_is_found(tmp_path, step):
    course = Course(tmp_path)
    for each in STEPS[:7]:
        course.take(each)
    assert lacking(tmp_path, NUMBER, NAME, STEPS) == []
    for file in written_by(step):
        (tmp_path / file).unlink()
    left = [filled_in(path) for path in paths_of(step) if "<name>" in path]
    files = [path for path in left if not path.endswith("/")]
    assert [path for path in lacking(tmp_path, NUMBER, NAME, STEPS)] == files
