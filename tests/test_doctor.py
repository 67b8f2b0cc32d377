"""Each check finds its trouble and names the remedy; a healthy machine is left in peace."""

import json
import socket
import sys
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from types import SimpleNamespace

import pytest

from course_utils import __main__, checks, doctor, places
from course_utils.checks import Finding


def healthy(finding):
    return finding.ok and not finding.remedy


def test_python():
    assert healthy(checks.check_python())
    old = checks.check_python((3, 10, 4))
    assert not old.ok and "3.10.4" in old.detail and "3.11" in old.remedy
    narrow = checks.check_python((3, 12, 0), bits=32)
    assert not narrow.ok and "64-bit" in narrow.remedy


def test_packages_of_this_environment():
    assert healthy(checks.check_packages())
    assert any(line.startswith("torch") for line in checks.requirements())


@pytest.mark.parametrize(
    ("versions", "said"),
    [
        ({"numpy": "1.26.4", "tqdm": "4.66"}, "numpy is 1.26.4, needed is <3,>=2.0"),
        ({"numpy": "3.0", "tqdm": "4.66"}, "numpy is 3.0"),
        ({"tqdm": "4.66"}, "numpy is missing"),
    ],
)
def test_a_wrong_package_is_named(versions, said):
    def version_of(name):
        if name not in versions:
            raise PackageNotFoundError(name)
        return versions[name]

    lines = ["numpy >=2.0,<3", "tqdm >=4.66", 'pytest >=8; extra == "test"']
    finding = checks.check_packages(lines, version_of)
    assert not finding.ok and said in finding.detail and "make lab" in finding.remedy
    assert "pytest" not in finding.detail and "tqdm" not in finding.detail


def test_a_build_of_a_version_counts_as_that_version():
    assert checks.check_packages(["torch >=2.6,<3"], lambda _: "2.13.0+cpu").ok


def test_without_installed_metadata_pyproject_is_read(monkeypatch):
    def missing(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr(checks.metadata, "requires", missing)
    assert any(line.startswith("torch") for line in checks.requirements())


@pytest.mark.parametrize(
    ("error", "remedy"),
    [
        (ModuleNotFoundError("No module named 'torch'"), "make lab"),
        (OSError("[WinError 126] c10.dll or one of its dependencies"), "Visual C++"),
        (ImportError("DLL load failed while importing _C"), "Visual C++"),
    ],
)
def test_a_package_that_does_not_load(error, remedy):
    def load(name):
        if name == "torch":
            raise error

    finding = checks.check_imports(load=load)
    assert not finding.ok and finding.detail.startswith("torch: ") and remedy in finding.remedy
    assert healthy(checks.check_imports(load=lambda name: None))


def test_the_course_of_another_folder_runs(tmp_path):
    (tmp_path / "course_utils").mkdir()
    (tmp_path / "notebooks").mkdir()
    finding = checks.check_course(here=tmp_path / "notebooks")
    assert not finding.ok and str(tmp_path) in finding.remedy
    assert healthy(checks.check_course(here=places.ROOT / "notebooks"))
    assert healthy(checks.check_course(here=Path(tmp_path.anchor)))


def test_data():
    assert healthy(checks.check_data())
    finding = checks.check_data(lambda: {"a.npz": None, "b.npz": "b.npz is damaged."})
    assert not finding.ok and "b.npz is damaged" in finding.detail and "a.npz" not in finding.detail
    assert "data/b.npz" in finding.remedy and "data/a.npz" not in finding.remedy


def test_missing_and_damaged_data_files_are_found(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA", str(tmp_path / "nowhere"))
    assert not checks.check_data().ok
    (tmp_path / "checksums.txt").write_text(f"{'0' * 64}  digits.npz\n")
    (tmp_path / "digits.npz").write_bytes(b"cut off")
    monkeypatch.setenv("COURSE_DATA", str(tmp_path))
    finding = checks.check_data()
    assert "damaged" in finding.detail and "COURSE_DATA" not in finding.detail
    assert "unset COURSE_DATA" in finding.remedy and "git" not in finding.remedy


def test_your_folder(tmp_path):
    assert healthy(checks.check_work(tmp_path / "new" / "folder"))
    assert not list((tmp_path / "new" / "folder").iterdir())
    file = tmp_path / "file"
    file.touch()
    finding = checks.check_work(file)
    assert not finding.ok and str(file) in finding.detail
    assert "COURSE_WORK=$HOME" in finding.remedy and "set COURSE_WORK=%" in finding.remedy


def test_a_folder_that_may_not_be_written(tmp_path, monkeypatch):
    def refuse(**_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(checks.tempfile, "NamedTemporaryFile", refuse)
    finding = checks.check_work(tmp_path)
    assert not finding.ok and "Permission denied" in finding.detail and "chmod" in finding.remedy


@pytest.mark.parametrize(
    ("free", "ok", "advice"), [(50e6, False, "100 MB"), (500e6, True, "1 GB"), (5e9, True, "")]
)
def test_disk(tmp_path, free, ok, advice):
    finding = checks.check_disk(tmp_path / "not" / "yet", lambda _: SimpleNamespace(free=free))
    assert finding.ok is ok and advice in finding.remedy and bool(advice) == bool(finding.remedy)


@pytest.mark.parametrize(
    ("free", "ok", "advice"), [(200e6, False, "Close"), (800e6, True, "1 GB"), (8e9, True, "")]
)
def test_memory(free, ok, advice):
    finding = checks.check_memory(lambda: int(free))
    assert finding.ok is ok and advice in finding.remedy and bool(advice) == bool(finding.remedy)


def test_a_containers_limit_counts(tmp_path):
    free = checks.available_memory(tmp_path)
    assert free > 0
    (tmp_path / "memory.current").write_text("1000000\n")
    (tmp_path / "memory.max").write_text("max\n")
    assert checks.available_memory(tmp_path) > 1_000_000
    (tmp_path / "memory.max").write_text("3000000\n")
    assert checks.available_memory(tmp_path) == 2_000_000
    statistics = "anon 5\ninactive_anon 7\ninactive_file 400000\nactive_file 9\n"
    (tmp_path / "memory.stat").write_text(statistics)
    assert checks.available_memory(tmp_path) == 2_400_000, "cached files are dropped when needed"
    (tmp_path / "memory.stat").write_text("anon 5\n")
    assert checks.available_memory(tmp_path) == 2_000_000


def test_kernel(tmp_path):
    assert healthy(checks.check_kernel())
    assert healthy(checks.check_kernel(lambda: ["python", "-m", "ipykernel"]))
    assert healthy(checks.check_kernel(lambda: [sys.executable, "-m", "ipykernel"]))
    other = checks.check_kernel(lambda: [str(tmp_path / "bin" / "python"), "-m", "ipykernel"])
    assert not other.ok and str(tmp_path) in other.detail and "kernelspec list" in other.remedy


def test_no_kernel_or_a_damaged_one(tmp_path, monkeypatch):
    def missing():
        raise KeyError("python3")

    assert not checks.check_kernel(missing).ok
    spec = tmp_path / "kernels" / "python3"
    spec.mkdir(parents=True)
    (spec / "kernel.json").write_text(json.dumps({"argv": ["/elsewhere/bin/python"]}))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    finding = checks.check_kernel()
    assert not finding.ok and "/elsewhere/bin/python" in finding.detail


def test_local_ports(monkeypatch):
    assert healthy(checks.check_loopback())

    def refuse(*_, **__):
        raise OSError(101, "Network is unreachable")

    monkeypatch.setattr(socket, "create_server", refuse)
    finding = checks.check_loopback()
    assert not finding.ok and "unreachable" in finding.detail and "lo up" in finding.remedy


@pytest.mark.parametrize(
    ("value", "ok", "advice"),
    [
        (None, True, ""),
        ("1", True, ""),
        ("64", True, "only wait"),
        ("0", False, "unset"),
        ("two", False, "unset"),
    ],
)
def test_threads(value, ok, advice):
    finding = checks.check_threads({"OMP_NUM_THREADS": value} if value else {}, cores=4)
    assert finding.ok is ok and advice in finding.remedy and bool(advice) == bool(finding.remedy)


def test_notebooks_older_than_the_course(tmp_path):
    source, work = tmp_path / "notebooks", tmp_path / "work"
    source.mkdir()
    notebook = source / "02_perceptron.ipynb"
    notebook.write_text('{"cells": []}')
    assert "0 of 1" in checks.check_notebooks(work, source).detail
    checks.workspace.copy_missing(work, source)
    assert healthy(checks.check_notebooks(work, source))
    notebook.write_text('{"cells": [{"cell_type": "markdown", "source": "new"}]}')
    finding = checks.check_notebooks(work, source)
    assert finding.ok and "02_perceptron" in finding.detail
    assert f"{places.this_python()} -m course_utils lab --renew 02_perc" in finding.remedy


def test_a_check_that_breaks_is_a_finding(tmp_path):
    def broken(work):
        raise ModuleNotFoundError("No module named 'packaging'")

    first, second = doctor.examine(
        tmp_path, {"Packages": broken, "Fine": lambda work: Finding("Fine", True, str(work))}
    )
    assert (
        not first.ok and first.name == "Packages" and "packaging" in first.detail and first.remedy
    )
    assert second == Finding("Fine", True, str(tmp_path))


FINDINGS = [
    Finding("Python", True, "3.12"),
    Finding("Disk", True, "500 MB", "Free some."),
    Finding("Data", False, "gone", "git checkout -- data"),
]


def test_the_report_uses_words_and_signs():
    words = doctor.report(FINDINGS)
    assert "✓ ok   Python: 3.12" in words
    assert "! note Disk: 500 MB" in words
    assert "✗ FIX  Data: gone" in words
    assert "what to do: git checkout -- data" in words
    assert words.endswith("3 checks, 1 to fix.")


def test_the_report_needs_no_signs():
    words = doctor.report(FINDINGS, encoding="ascii")
    assert words.isascii() and "FIX  Data: gone" in words


@pytest.mark.parametrize(("findings", "code"), [(FINDINGS, 1), (FINDINGS[:2], 0)])
def test_the_exit_code_says_whether_something_must_be_mended(monkeypatch, capsys, findings, code):
    monkeypatch.setattr(doctor, "examine", lambda work: findings)
    assert __main__.main(["doctor"]) == code
    assert "Python: 3.12" in capsys.readouterr().out


def test_this_machine_is_examined_whole(tmp_path):
    findings = doctor.examine(tmp_path)
    assert [one.name for one in findings] == list(doctor.CHECKS)
    assert all(one.detail for one in findings)
    assert not [one for one in findings if "could not be checked" in one.detail]
