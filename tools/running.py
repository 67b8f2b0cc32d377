"""Run a step of the installation: show its progress, keep its words, say what went wrong."""

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from setup_env import Problem, say

# What the words of pip or of the operating system mean. The first match counts: a full disk often
# follows on warnings about the network.
CAUSES = (
    (
        r"No space left on device|Errno 28\b|quota exceeded|Errno 122\b|not enough space",
        "The disk is full.",
        "Free about 2 GB (empty the trash, or run: {python} -m pip cache purge), then run the same "
        "command again.\nIf only the temporary folder is small, name another: "
        "TMPDIR=$HOME/tmp make lab",
    ),
    (
        r"Permission denied|Errno 13\b|Access is denied|WinError 5\b|Read-only file|Errno 30\b",
        "This account may not write there.",
        "Put the course into a folder of your own (for example in your home folder) and run the "
        "command there. Don't use sudo.",
    ),
    (
        r"NewConnection|Name ?Resolution|Connect ?Timeout|Read ?Timeout|timed out"
        r"|Connection (refused|reset|aborted|broken)|RemoteDisconnected|ProxyError|SSLError"
        r"|CERTIFICATE_VERIFY|Could not fetch URL|Network is unreachable|IncompleteRead"
        r"|Retrying \(",
        "The package index can't be reached.",
        "Check the network (a browser that opens a web page is proof enough), then run the same "
        "command again: it goes on where it stopped.\n"
        "Behind a proxy, set it first: export HTTPS_PROXY=http://host:port\n"
        "Your institution's own index: export PIP_INDEX_URL=<its address>",
    ),
    (
        r"No matching distribution|ResolutionImpossible|requires a different Python",
        "pip finds no set of versions that fits.",
        "Try another Python: remove the folder .venv, then PYTHON=python3.12 make lab.\n"
        "Have you changed pyproject.toml? Then the lock must follow: make lock",
    ),
)
UNKNOWN = "The installation failed."


def cause(words: str) -> tuple[str, str]:
    """Return what is wrong and what to do, for the text of a failure.

    >>> cause("OSError: [Errno 28] No space left on device")[0]
    'The disk is full.'
    """
    for pattern, what, remedy in CAUSES:
        if re.search(pattern, words, re.IGNORECASE):
            return what, remedy.replace("{python}", sys.executable)
    return (
        UNKNOWN,
        "The last lines above say why. If they mean nothing to you, remove the folder .venv and "
        "run the same command again.",
    )


def pip_variables(environ: dict[str, str]) -> dict[str, str]:
    """Return the user's variables for pip, without those that lead out of `.venv`."""
    strays = ("PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT")
    kept = {name: value for name, value in environ.items() if name not in strays}
    return kept | {"PIP_USER": "0", "PYTHONNOUSERSITE": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def worth_showing(line: str) -> str | None:
    """Return what a learner should see of a line of pip's, or None.

    >>> worth_showing("  Downloading torch-2.13.0-cp311-cp311-linux_x86_64.whl (192.4 MB)")
    'downloading torch 2.13.0 (192.4 MB)'
    >>> worth_showing("Requirement already satisfied: tqdm")
    """
    found = re.match(r"\s*Downloading (?:\S*/)?(\w+)-([\w.]+)\S* \(([\d.]+) MB\)", line)
    if found and float(found[3]) >= 5:
        return f"downloading {found[1]} {found[2]} ({found[3]} MB)"
    if line.startswith("Installing collected packages:"):
        return f"unpacking {line.count(',') + 1} packages"
    return None


def run(command: Sequence[str | Path], log: Path, cwd: Path, patience=20) -> tuple[int, str]:
    """Run a command, keep its words in the log, show its progress; return its code and words."""
    lines, done, start = [], threading.Event(), time.monotonic()

    def report():
        while not done.wait(patience):
            say(f"      still working, {time.monotonic() - start:.0f} s")

    settings = {"cwd": cwd, "env": pip_variables(dict(os.environ)), "stdin": subprocess.DEVNULL}
    settings |= {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    settings |= {"encoding": "utf-8", "errors": "replace"}
    with log.open("a", encoding="utf-8") as kept, subprocess.Popen(command, **settings) as process:
        threading.Thread(target=report, daemon=True).start()
        try:
            kept.write(f"$ {' '.join(map(str, command))}\n")
            for line in process.stdout:
                lines.append(line.rstrip())
                kept.write(line)
                if shown := worth_showing(line):
                    say(f"      {shown}")
        except BaseException:
            process.terminate()
            raise
        finally:
            done.set()
    return process.returncode, "\n".join(lines)


def must(command: Sequence[str | Path], log: Path, cwd: Path) -> None:
    """Run a step; where it fails, show its telling words and say what to do."""
    code, words = run(command, log, cwd)
    if code:
        what, remedy = cause(words)
        # Without a network pip ends in talk of conflicts: only the lines of the cause are shown.
        telling = [line for line in words.splitlines() if cause(line)[0] == what]
        for line in telling[-12 if what == UNKNOWN else -2 :]:
            say(f"      | {line}")
        raise Problem(what, f"{remedy}\nAll that was printed: {log}")
