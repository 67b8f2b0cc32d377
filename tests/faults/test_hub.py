"""Students at one JupyterHub: they get through, and nothing of it stays."""

import shutil

import psutil
import pytest

from benchmarks import classroom_load, hub


def test_two_students_run_a_chapter_and_nothing_stays():
    pytest.importorskip("jupyterhub", reason="jupyterhub is missing: it is in the extra hub")
    if shutil.which("npm") is None:
        pytest.skip("npm is missing: the hub's proxy comes from there")
    before = {process.pid for process in psutil.process_iter()}
    students = classroom_load.hold_class(2, "02_perceptron")
    assert [student.trouble for student in students] == ["", ""]
    assert classroom_load.share_of_success(students) == 1
    for each in students:
        assert 0 < each.login < each.server < each.figure < each.done
        assert 100 < each.memory < 1024
    left = [p for p in psutil.process_iter(["cmdline"]) if p.pid not in before]
    assert not [p for p in left if "jupyterhub" in " ".join(p.info["cmdline"] or [])]
    assert not [p for p in left if "configurable-http-proxy" in " ".join(p.info["cmdline"] or [])]
    assert hub.find_proxy().exists()
