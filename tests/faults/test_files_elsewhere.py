"""A copy in a folder with spaces and Chinese letters, used from another folder, without a network.

Each program of the course runs once here. A hook in each of its Python processes notes and refuses
every address but the machine's own; where the system allows it, there is no network at all.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from course_utils import checks, workspace

HOOK = """
import os, sys

def refuse(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        host = arguments[1][0] if isinstance(arguments[1], tuple) else "localhost"
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0] or "localhost"
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    if host not in ("localhost", "::1") and not host.startswith("127."):
        with open(os.environ["REFUSED"], "a") as log:
            log.write(f"{event} {host} by {sys.argv[:4]}\\n")
        raise OSError(101, "Network is unreachable")

sys.addaudithook(refuse)
"""
HERE = "here/and there"  # where the learner stands, below `place`
ALL_DATA = """
from course_utils import data_files, datasets
assert datasets.load_digits("all").X.shape == (1797, 64) and len(datasets.load_images()) == 100
assert datasets.load_messy()[0].shape == (1557, 67)
names = [name for name in datasets.verify_all() if name.startswith(data_files.RUNS)]
print(len(names), sum(len(datasets.load_run(name.removeprefix("runs/"))) for name in names))
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder that is not the course's, with a home, a learner's folder and the log."""
    place = tmp_path_factory.mktemp("my place")
    for name in ("hook", "home", HERE):
        (place / name).mkdir(parents=True)
    (place / "hook" / "sitecustomize.py").write_text(HOOK, "utf-8")
    return place


@pytest.fixture
def offline(course, run, alone, place):
    """Run a program from another folder, cut off; it must not even try to reach out."""
    log = place / "refused.txt"
    log.unlink(missing_ok=True)
    variables = {
        "PYTHONPATH": f"{place / 'hook'}{os.pathsep}{course}",
        "REFUSED": str(log),
        "HOME": str(place / "home"),
        "COURSE_WORK": str(place / "学习 work"),
    }

    def offline(*arguments, code=0, **more):
        done = run(arguments, course, place / HERE, prefix=alone, **variables | more)
        assert done.returncode == code, done.stdout
        assert not re.search(r"^Traceback", done.stdout, flags=re.M), done.stdout
        return done.stdout

    offline.variables, offline.log = variables, log
    yield offline
    tried = log.read_text() if log.exists() else ""
    assert not tried, f"somebody tried to reach out:\n{tried}"


@pytest.mark.parametrize(
    "reach",
    [
        "import urllib.request as u; u.urlopen('http://192.0.2.1/')",
        "import socket; socket.gethostbyname('example.org')",
        "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'', ('192.0.2.1', 9))",
        "import asyncio; asyncio.run(asyncio.open_connection('example.org', 80))",
    ],
)
def test_the_hook_notes_who_reaches_out(offline, reach):
    with pytest.raises(AssertionError, match="Network is unreachable"):
        offline("-c", reach)
    assert re.search(r"192\.0\.2\.1|example\.org", offline.log.read_text())
    offline.log.unlink()


def test_doctor_finds_nothing_to_fix(offline, course):
    said = offline("-m", "course_utils", "doctor")
    assert "12 checks, 0 to fix." in said and f"Course: {course}\n" in said


def test_all_data_load(offline):
    files, size = map(int, offline("-c", ALL_DATA).split())
    assert files >= 10 and size > 1_000_000


def test_a_whole_notebook_gives_its_outputs(offline, course):
    notebook = course / "notebooks" / "00_start_here.ipynb"
    sanitize = course / "tests" / "sanitize.cfg"
    options = f"--nbval --nbval-current-env --nbval-sanitize-with={sanitize}"
    said = offline("-m", "pytest", "-qp", "no:cacheprovider", *split(options), notebook)
    cells = [c for c in json.loads(notebook.read_bytes())["cells"] if c["cell_type"] == "code"]
    assert f"{len(cells)} passed" in said


def split(options: str) -> list[str]:
    """Split at " --" alone: a folder may hold spaces."""
    return [f"--{option}" for option in options.removeprefix("--").split(" --")]


def test_slides_are_built_and_told_where(offline, course):
    said = offline("-m", "course_utils", "slides", "perceptron")
    deck = Path(said.removeprefix("The deck is ").strip())
    assert deck == course / "build" / "slides" / "02_perceptron" / "index.html"
    assert deck.stat().st_size > 100_000


def test_a_check_passes_and_is_recorded(offline):
    code = "from course_utils.perceptron import exercises as e; "
    offline("-c", f"{code}assert e.check(e.EXERCISES[0].reference, e.EXERCISES[0].name).passed")
    assert Path(offline.variables["COURSE_WORK"], ".progress", "perceptron.predict_labels").exists()


def test_a_reader_that_has_seen_enough_ends_a_command_in_peace(offline, place):
    """As in `… progress | head`: a reader that is gone is no fault to be told at length."""
    code = """if True:
        import sys
        from course_utils import __main__, report
        report.report = lambda: "a line\\n" * 10_000
        sys.exit(__main__.main(["progress"]))
    """
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as gone:
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | offline.variables,
            cwd=place,
            stdout=gone,
            stderr=subprocess.PIPE,
        )
    assert done.returncode == 1 and done.stderr == b""


def test_a_notebook_is_graded(offline, course, place):
    handed_in = place / "handed in"
    handed_in.mkdir()
    notebook = json.loads((course / "notebooks" / "00_start_here.ipynb").read_bytes())
    tag = "exercise:share_right"
    cell = next(c for c in notebook["cells"] if tag in c["metadata"].get("tags", ()))
    cell["source"] = "def share_right(*arguments):\n    return 0.5\n\n\ncheck(share_right)"
    (handed_in / "Ли Вэй 李.ipynb").write_text(json.dumps(notebook), "utf-8")
    said = offline("-m", "course_utils", "grade", handed_in)
    assert "1 files, 1 graded now" in said and str(place / HERE / "grades.csv") in said
    rows = (place / HERE / "grades.csv").read_text("utf-8").splitlines()
    assert [row.split(",")[4] for row in rows[1:3]] == ["wrong", "not attempted"]
    assert rows[1].startswith("Ли Вэй 李,Ли Вэй 李.ipynb,00_start_here,share_right")


# Talks to the server from inside its network, as a browser on the same machine would.
VISIT = '''
import json, os, pathlib, subprocess, sys, time, urllib.request
from jupyter_client.blocking import BlockingKernelClient
ASK = """
import os; from course_utils import datasets, places
print(os.getcwd(), places.work_folder(), datasets.data_folder(), sep=chr(10))
datasets.load_digits()
"""
runtime = pathlib.Path(os.environ["JUPYTER_RUNTIME_DIR"])
lab = subprocess.Popen([sys.executable, "-m", "course_utils", "lab", "--no-browser"])
try:
    until = time.monotonic() + 60
    while not (found := list(runtime.glob("jpserver-*.json"))):
        assert lab.poll() is None and time.monotonic() < until, "JupyterLab did not start"
        time.sleep(0.05)
    time.sleep(0.2)
    server = json.loads(found[0].read_text())
    def ask(path, data=None):
        request = urllib.request.Request(f"{server['url']}{path}", data)
        request.add_header("Authorization", f"token {server['token']}")
        with urllib.request.urlopen(request, timeout=30) as reply:
            return reply.read()
    page = ask("lab")
    names = [one["name"] for one in json.loads(ask("api/contents"))["content"]]
    ask("api/contents/00_start_here.ipynb")
    settings = json.loads(ask("lab/api/settings/@jupyterlab/apputils-extension:notification"))
    kernel = json.loads(ask("api/kernels", b'{"path": "00_start_here.ipynb"}'))["id"]
    client = BlockingKernelClient(connection_file=str(runtime / f"kernel-{kernel}.json"))
    client.load_connection_file()
    client.start_channels()
    client.wait_for_ready(60)
    said = []
    client.execute_interactive(
        ASK, timeout=60, output_hook=lambda message: said.append(message["content"].get("text", ""))
    )
    client.stop_channels()
    print("VISITED", json.dumps([len(page), names, "".join(said).splitlines()]))
finally:
    lab.terminate()
    lab.wait(20)
'''


def test_jupyterlab_starts_and_its_kernels_find_both_folders(offline, course, place):
    private = {f"JUPYTER_{n}_DIR": str(place / "home" / n) for n in ("RUNTIME", "DATA", "CONFIG")}
    chosen = {
        "COURSE_WORK": "../../学习 work",
        "COURSE_DATA": os.path.relpath(course / "data", place / HERE),
    }
    said = offline("-c", VISIT, **private, **chosen)
    size, names, folders = json.loads(re.search(r"^VISITED (.*)$", said, flags=re.M)[1])
    work = str(place / "学习 work")
    assert size > 1000 and folders == [work, work, str(course / "data")]
    shipped = {path.name for path in course.glob("notebooks/*.ipynb")}
    assert shipped and shipped <= set(names)
    for name in shipped:
        assert f"{name}: copied" in said


NAMES = ["课程 копия", "it's mine", "$HOME", 'say "a"', "a & b (c)", "`ls`; c!", "back\\slash", "~"]


@pytest.mark.skipif(os.name != "posix", reason="these are names for the shells of POSIX")
@pytest.mark.parametrize("name", NAMES)
def test_commands_for_the_learner_can_be_typed_as_they_stand(name, tmp_path, monkeypatch):
    """They are typed in a shell: what it does must be done in that very folder."""
    folder = tmp_path / name / "course"
    (folder / "course_utils").mkdir(parents=True)

    def typed(command, cwd=tmp_path):
        return subprocess.run(["sh", "-c", command], cwd=cwd, capture_output=True, text=True).stdout

    told = checks.check_course(here=folder).remedy
    assert typed(f"{re.search('(cd .*), then make', told)[1]} && pwd").strip() == str(folder)

    monkeypatch.setattr(checks.tempfile, "NamedTemporaryFile", refuse)
    told = checks.check_work(folder).remedy
    folder.chmod(0o500)
    typed(re.search(r"\((chmod .*?)\), or choose", told)[1])
    assert folder.stat().st_mode & 0o777 == 0o700

    python = folder / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\necho "$0" "$@"\n')
    python.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(python))
    for here in (tmp_path, folder):
        monkeypatch.chdir(here)
        ran = typed(workspace.renew_command("02_perceptron"), here).split(" -m ")
        assert (here / ran[0]) == python and ran[1] == "course_utils lab --renew 02_perceptron\n"


def refuse(**_):
    raise PermissionError(13, "Permission denied")
