"""Start the course's JupyterLab as `make lab` does, with a home of its own."""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class LabServer:
    """A running JupyterLab: its address, its token and the folder that it shows."""

    url: str
    token: str
    root: Path
    log: Path
    seconds_to_start: float

    def address(self, notebook: str) -> str:
        """Where `notebook` opens, in a new workspace: an old one would restore old tabs."""
        workspace = secrets.token_hex(4)
        path = f"lab/workspaces/{workspace}/tree/{quote(notebook)}"
        return f"{self.url}/{path}?token={self.token}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def private_environment(home: Path, work: Path) -> dict[str, str]:
    """The environment of a new user: a home without settings, no way out of the machine."""
    nowhere = "http://127.0.0.1:9"
    return {
        **os.environ,
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "IPYTHONDIR": str(home / "ipython"),
        "MPLCONFIGDIR": str(home / "matplotlib"),
        "COURSE_WORK": str(work),
        # A cell that downloads fails, because there is no proxy on this port.
        "http_proxy": nowhere,
        "https_proxy": nowhere,
        "no_proxy": "127.0.0.1,localhost",
    }


def lab_command(port: int, token: str) -> list[str]:
    """What `make lab` runs, on a given port and without opening a browser."""
    return [
        *(sys.executable, "-m", "course_utils", "lab", "--no-browser", "--ip=127.0.0.1"),
        *(f"--port={port}", "--ServerApp.port_retries=0"),
        f"--IdentityProvider.token={token}",
        "--LabApp.expose_app_in_browser=True",
    ]


def answers(url: str) -> bool:
    """Whether a server answers at `url`, asked without any proxy."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=2) as reply:
            return reply.status == 200
    except OSError:
        return False


def wait_until_up(process: subprocess.Popen[bytes], url: str, log: Path, timeout: float) -> None:
    deadline = time.monotonic() + timeout
    while not answers(url):
        if process.poll() is not None or time.monotonic() > deadline:
            tail = log.read_text(errors="replace")[-3000:]
            raise RuntimeError(f"JupyterLab did not start within {timeout:.0f} s:\n{tail}")
        time.sleep(0.1)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End the server; it ends its kernels."""
    process.terminate()
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(5)


@contextlib.contextmanager
def lab_server(root: Path, timeout: float = 90) -> Iterator[LabServer]:
    """The course's JupyterLab with `root` as `my_work`, and a home that is removed after."""
    token, port = secrets.token_hex(16), free_port()
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="lab-", ignore_cleanup_errors=True) as home:
        log = Path(home) / "lab.log"
        started = time.monotonic()
        with log.open("wb") as stream:
            process = subprocess.Popen(
                lab_command(port, token),
                env=private_environment(Path(home), root),
                stdout=stream,
                stderr=subprocess.STDOUT,
                cwd=REPOSITORY,
            )
            try:
                wait_until_up(process, f"{url}/api/status?token={token}", log, timeout)
                yield LabServer(url, token, root, log, time.monotonic() - started)
            finally:
                stop(process)
