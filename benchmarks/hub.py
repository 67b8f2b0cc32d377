"""A JupyterHub on this machine alone, for as long as a block of code runs."""

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import requests

from course_utils.places import ROOT

PROXY = "configurable-http-proxy@5.3.0"
NODE = ROOT / "build" / "hub"
START = 60  # seconds
CONFIG = """\
c.JupyterHub.bind_url = "http://127.0.0.1:{ports[0]}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{ports[1]}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{ports[2]}"
c.ConfigurableHTTPProxy.command = [{proxy!r}]
c.JupyterHub.cookie_secret_file = {folder!r} + "/cookie_secret"
c.JupyterHub.db_url = "sqlite:///" + {folder!r} + "/hub.sqlite"
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = {password!r}
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"  # servers are processes of this user
c.SimpleLocalProcessSpawner.home_dir_template = {folder!r} + "/home/{{username}}"
c.Spawner.cmd = [{python!r}, "-m", "jupyterhub.singleuser", "--allow-root"]
c.Spawner.notebook_dir = {folder!r} + "/home/{{username}}"
c.Spawner.environment = {environment!r}
c.Spawner.start_timeout = c.Spawner.http_timeout = 600
"""


@dataclass(frozen=True)
class Hub:
    """A running hub: its address, the folder of its students' homes, the password of all."""

    url: str
    homes: Path
    password: str
    pid: int


def config_text(ports: list[int], folder: Path, password: str, proxy: Path) -> str:
    """Return the configuration; everything listens on the loopback address alone."""
    python_path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    environment = {"OMP_NUM_THREADS": "1", "COURSE_PROGRESS": "0", "PYTHONPATH": python_path}
    return CONFIG.format(
        ports=ports,
        folder=str(folder),
        password=password,
        proxy=str(proxy),
        python=sys.executable,
        environment=environment,
    )


def find_proxy() -> Path:
    """Return the proxy, installed by npm into build/ if it is not there yet.

    Raises
    ------
    FileNotFoundError
        If neither the proxy nor npm is there.
    """
    program = NODE / "node_modules" / ".bin" / "configurable-http-proxy"
    if not program.exists():
        npm = shutil.which("npm")
        if npm is None:
            raise FileNotFoundError("npm is missing: a hub needs Node.js for its proxy.")
        NODE.mkdir(parents=True, exist_ok=True)
        command = [npm, "install", "--prefix", str(NODE), "--no-audit", "--no-fund", PROXY]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return program


def free_ports(n: int) -> list[int]:
    """Return ports that nobody listens on now."""
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(n)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


@contextlib.contextmanager
def running_hub() -> Iterator[Hub]:
    """Start a hub, and end it with all that it started, however the block ends.

    Raises
    ------
    RuntimeError
        If it does not answer within a minute; the end of its log is in the message.
    """
    proxy, password, ports = find_proxy(), secrets.token_hex(16), free_ports(3)
    with tempfile.TemporaryDirectory(prefix="course-hub-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "home").mkdir()
        (folder / "config.py").write_text(config_text(ports, folder, password, proxy), "utf-8")
        command = [sys.executable, "-m", "jupyterhub", "-f", str(folder / "config.py")]
        environment = os.environ | {"CONFIGPROXY_AUTH_TOKEN": secrets.token_hex(16)}
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                command, cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True
            )
        try:
            hub = Hub(f"http://127.0.0.1:{ports[0]}", folder / "home", password, process.pid)
            _wait_for(hub, process, folder / "log")
            yield hub
        finally:
            end(process)


def _wait_for(hub: Hub, process: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + START
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(requests.RequestException):
            if requests.get(f"{hub.url}/hub/api", timeout=5).ok:
                return
        time.sleep(0.2)
    words = log.read_text("utf-8", "replace")[-2000:]
    raise RuntimeError(f"The hub did not start within {START} s:\n{words}")


def end(process: subprocess.Popen, patience: float = 20) -> None:
    """End a process and all that it started: it is asked first, what is left is killed."""
    family = descendants(process.pid)
    process.send_signal(signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(patience)
    for each in [*family, *descendants(process.pid)]:
        with contextlib.suppress(psutil.NoSuchProcess):
            each.kill()
    process.kill()
    process.wait()
    psutil.wait_procs(family, timeout=patience)


def descendants(pid: int) -> list[psutil.Process]:
    """Return the processes that a process started, and those that these did."""
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []
