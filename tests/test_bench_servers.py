"""What the scripts that start servers compute, refuse and leave behind."""

import doctest
import subprocess
import sys

import psutil
import pytest
import yaml
from nbformat import v4

from benchmarks import binder, classroom_load, hub, server_kernel
from benchmarks.classroom_load import Student, line, share_of_success, sizes
from benchmarks.server_kernel import Run


@pytest.mark.parametrize("module", [classroom_load, server_kernel])
def test_the_examples_run(module):
    outcome = doctest.testmod(module)
    assert outcome.attempted and not outcome.failed


# --- A class ---------------------------------------------------------------------------------


def test_a_class_has_a_size():
    assert sizes("20") == [20] and sizes("1,50") == [1, 50]
    for bad in ("0", "51", "5,0", "x", "", "-1", "2.5"):
        with pytest.raises(ValueError, match="students must be from 1 to 50"):
            sizes(bad)


def test_a_row_shows_medians_and_those_who_failed():
    well = [Student(f"s{i}", 1.0, 2.0, 3.0, 4.0 + i, 100.0) for i in range(3)]
    assert line(well) == "| 3 | 100% | 1, 1 | 2, 2 | 3, 3 | 5, 5.9 | 100, 100 | 300 | 0 |"
    lost = Student("s3", 1.0, trouble="TimeoutError: …")
    assert share_of_success([*well, lost]) == 0.75
    assert share_of_success([Student("s4", 1, 2, 3, 4, 5, trouble="cell 3: NameError: x")]) == 0
    assert line([lost]) == "| 1 | 0% | 1, 1 | – | – | – | – | 0 | 0 |"


def test_a_hub_listens_on_this_machine_alone(tmp_path):
    text = hub.config_text([1, 2, 3], tmp_path, "word", tmp_path / "proxy")
    compile(text, "config", "exec")
    addresses = [part for part in text.split('"') if part.startswith("http")]
    assert len(addresses) == 3
    assert all(address.startswith("http://127.0.0.1:") for address in addresses)


def test_ports_are_free_and_differ():
    assert len(set(hub.free_ports(5))) == 5


ASLEEP = "import time; time.sleep(60)"
FAMILY = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {ASLEEP!r}])"


def test_what_a_process_started_ends_with_it():
    process = subprocess.Popen([sys.executable, "-c", FAMILY])
    while not (family := hub.descendants(process.pid)):
        assert process.poll() is None
    hub.end(process)
    assert process.poll() is not None
    assert not any(each.is_running() and each.status() != psutil.STATUS_ZOMBIE for each in family)
    assert hub.descendants(process.pid) == []
    hub.end(process)  # once more does no harm


def test_a_hub_without_npm_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(hub, "NODE", tmp_path)
    monkeypatch.setattr(hub.shutil, "which", lambda name: None)
    with pytest.raises(FileNotFoundError, match="npm is missing"):
        hub.find_proxy()


# --- Binder ----------------------------------------------------------------------------------


def test_what_fits_is_said():
    fits = binder.Cost("02_x", 500.0, 1.0, Run(2.0, 9.0))
    assert binder.line(fits) == "| 02_x | 500 | yes | 1 | 2 | 9 |"
    assert not binder.within(fits._replace(memory=1025.0))
    assert not binder.within(fits._replace(run=Run(None, 9.0, ["cell 1: MemoryError: "])))
    assert "**no**" in binder.line(fits._replace(memory=1025.0))


def test_a_notebook_runs_on_a_server_and_one_that_takes_too_much_is_refused(monkeypatch):
    show = "from IPython.display import HTML, display\ndisplay(HTML('<figure>x</figure>'))"
    sources = [show, "import os; assert os.environ['OMP_NUM_THREADS'] == '1'", "x = bytes(2**31)"]
    cells = [v4.new_code_cell(source) for source in sources]
    monkeypatch.setattr(binder, "load", lambda chapter: v4.new_notebook(cells=cells))
    cost = binder.measure("02_perceptron")
    assert 0 < cost.ready < cost.run.first_figure < cost.run.seconds
    assert 60 < cost.memory < 1024
    assert cost.run.errors == ["cell 3: MemoryError: "]
    assert not binder.within(cost)


def test_a_family_that_grows_beyond_the_limit_is_ended(monkeypatch):
    monkeypatch.setattr(binder, "LIMIT", 2**20)
    process = subprocess.Popen([sys.executable, "-c", ASLEEP])
    watch = binder.Watch(process)
    watch.start()
    watch.join(30)
    assert process.poll() is not None and watch.total > 2**20
    assert not watch.is_alive()


# --- What the pages say ----------------------------------------------------------------------


def cells_of(name):
    """Return the rows of a page's table, cells apart, without the head."""
    lines = (hub.ROOT / "benchmarks" / name).read_text("utf-8").splitlines()
    rows = [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")]
    return rows[1:]


def test_every_notebook_was_measured_and_fits():
    rows = cells_of("BINDER.md")
    assert [row[0] for row in rows] == sorted(p.stem for p in hub.ROOT.glob("chapters/*.md"))
    assert all(row[2] == "yes" and float(row[1].replace(",", "")) < 1024 for row in rows)


def test_a_class_of_twenty_got_through():
    assert cells_of("CLASS.md")[-1][:2] == ["20", "100%"]


def test_the_memory_of_a_large_class_is_that_which_was_measured():
    text = (hub.ROOT / "docs" / "class_server.md").read_text("utf-8")
    values = yaml.safe_load(text.partition("```yaml\n")[2].partition("```")[0])
    memory = {name: int(size[:-1]) * 1e6 for name, size in values["singleuser"]["memory"].items()}
    a_student = float(cells_of("CLASS.md")[-1][6].split(", ")[1]) * 2**20
    heaviest = max(float(row[1].replace(",", "")) for row in cells_of("BINDER.md")) * 2**20
    assert a_student < memory["guarantee"] and heaviest < memory["limit"]
    hook = values["singleuser"]["lifecycleHooks"]["postStart"]["exec"]["command"]
    assert hook[:2] == ["python", "-c"]
    compile(hook[2], "hook", "exec")
