"""Rebuild `requirements.lock`: install every extra in a throw-away environment, write what came.

`python tools/lock.py [--torch VERSION]`. PyTorch stays at the version that the lock names unless
one is given: a bare range would draw in whatever is newest, CUDA libraries included.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
BUILD_TOOLS = {"pip", "setuptools", "wheel"}
HEADER = """\
# The exact versions that the committed outputs were made with: constraints for pip.
# Every extra of pyproject.toml is covered, build tools are not. Rebuild it: make lock
"""


def canonical(name: str) -> str:
    """Return a package's name as indexes compare it.

    >>> canonical("Ruamel_Yaml.clib")
    'ruamel-yaml-clib'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def requirements(pyproject: str) -> list[str]:
    """Return every requirement of a pyproject.toml, extras included, the project itself not."""
    project = tomllib.loads(pyproject)["project"]
    groups = [project["dependencies"], *project.get("optional-dependencies", {}).values()]
    own = canonical(project["name"])
    return sorted(
        {
            line
            for group in groups
            for line in group
            if canonical(re.split(r"[\s\[<>=!~;]", line)[0]) != own
        }
    )


def lock_text(freeze: str) -> str:
    """Return the lock for what `pip freeze` printed.

    >>> print(lock_text("Torch==2.13.0+cpu\\npip==26.0\\nattrs==26.1.0\\n").splitlines()[2:])
    ['attrs==26.1.0', 'torch==2.13.0']
    """
    pins = {}
    for line in freeze.splitlines():
        name, pinned, version = line.partition("==")
        if not pinned:
            raise ValueError(f"pip freeze printed {line!r}; expected name==version.")
        if canonical(name) not in BUILD_TOOLS:
            # "+cpu" names a build, not a version: other machines take another build of it.
            pins[canonical(name)] = version.partition("+")[0]
    return HEADER + "".join(f"{name}=={version}\n" for name, version in sorted(pins.items()))


def main() -> int:
    """Build the environment, then replace the lock in one step."""
    parser = argparse.ArgumentParser(description="Rebuild requirements.lock.")
    parser.add_argument("--torch", help="version of PyTorch (default: the one locked now)")
    torch = parser.parse_args().torch
    if not torch:
        found = re.search(r"(?m)^torch==(\S+)", LOCK.read_text() if LOCK.exists() else "")
        if not found:
            parser.error("no lock names a version of torch yet; pass one: make lock TORCH=2.13.0")
        torch = found.group(1)
    wanted = [f"torch=={torch}", *requirements((ROOT / "pyproject.toml").read_text("utf-8"))]
    with tempfile.TemporaryDirectory(prefix="course-lock-") as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        python = Path(folder, "Scripts/python.exe" if os.name == "nt" else "bin/python")
        subprocess.run([python, "-m", "pip", "install", *wanted], check=True)
        frozen = subprocess.run(
            [python, "-m", "pip", "freeze", "--all"], check=True, stdout=subprocess.PIPE, text=True
        ).stdout
        draft = LOCK.with_suffix(".new")
        draft.write_text(lock_text(frozen), "utf-8")
        draft.replace(LOCK)
        subprocess.run([python, ROOT / "tools" / "dependencies.py"], check=True)
    print(f"{LOCK.name}: {LOCK.read_text('utf-8').count('==')} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
