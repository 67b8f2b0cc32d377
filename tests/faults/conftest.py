"""A copy of the course in a folder with an awkward name, and ways to cut programs off."""

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOT_COPIED = (".venv", ".git", ".*_cache", "__pycache__", "my_work", "build", "node_modules")
# Programs in a network of their own, in which there is nobody but themselves.
ALONE = """
import fcntl, os, socket, struct, sys
up = struct.pack("16sh", b"lo", 0x41)  # IFF_UP and IFF_RUNNING
fcntl.ioctl(socket.socket(), 0x8914, up)  # SIOCSIFFLAGS
os.execvp(sys.argv[1], sys.argv[1:])
"""


@pytest.fixture(scope="session")
def course(tmp_path_factory) -> Path:
    """A copy of the course where a shell, a URL and an old encoding stumble."""
    target = tmp_path_factory.mktemp("faults") / "课程 копия" / "my course"
    shutil.copytree(ROOT, target, ignore=shutil.ignore_patterns(*NOT_COPIED))
    return target


@pytest.fixture(scope="session")
def run():
    """Run a program of the course in `course` from the folder `cwd`; return what it said.

    Variables that are None are taken out of the environment.
    """

    def run(arguments, course, cwd, *, prefix=(), timeout=120, **variables):
        variables = {"PYTHONPATH": str(course)} | variables
        environment = {k: v for k, v in (os.environ | variables).items() if v is not None}
        command = [*prefix, sys.executable, *map(str, arguments)]
        return subprocess.run(
            command,
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=timeout,
        )

    return run


@functools.cache
def namespaces(*kinds: str) -> tuple[str, ...]:
    """Return the words that start a program in namespaces of its own; () if it can't have them."""
    prefix = ("unshare", "--map-root-user", *kinds)
    try:
        done = subprocess.run([*prefix, "true"], capture_output=True, timeout=20)
    except OSError:
        return ()
    return prefix if done.returncode == 0 else ()


@pytest.fixture(scope="session")
def alone() -> tuple[str, ...]:
    """The words before a program that give it a loopback address and no other network."""
    prefix = namespaces("--net")
    return (*prefix, sys.executable, "-c", ALONE) if prefix else ()


@pytest.fixture(scope="session")
def mounted():
    """Make the words before a program that run the shell's `mount` lines first, for it alone."""
    prefix = namespaces("--mount")
    if not prefix:
        pytest.skip("this system lets no ordinary user mount anything")

    def mounted(lines: str, *folders: Path) -> tuple[str, ...]:
        # The folder in which the program begins may now be another: look again.
        script = f'set -e; {lines}; shift {len(folders)}; cd "$PWD"; exec "$@"'
        return (*prefix, "sh", "-c", script, "sh", *map(str, folders))

    return mounted
