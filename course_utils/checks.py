"""What can be wrong with a machine: each check is a function that returns a plain `Finding`.

What a check reads of the machine comes in as an argument with a default, so that a test can hand
it another machine. Packages are imported late: a missing one must not keep the others from running.
"""

import importlib
import os
import re
import shutil
import socket
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from course_utils import workspace
from course_utils.places import ROOT, quoted, this_python

DISTRIBUTION = "neural-networks-by-running-them"
OLDEST_PYTHON = (3, 11)
MEGABYTE = 10**6
INSTALL = (
    "Run make lab again: it mends the environment (if not, remove the folder .venv first). "
    "With conda: conda env update -f environment.yml"
)


@dataclass(frozen=True)
class Finding:
    """What a check found. `ok` with a remedy is advice; not `ok` must be mended."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""


def check_python(version=sys.version_info, bits: int = sys.maxsize.bit_length() + 1) -> Finding:
    """Whether this Python is new enough, and one that PyTorch is built for."""
    detail = f"{'.'.join(map(str, version[:3]))}, {bits} bits, {sys.executable}"
    if tuple(version[:2]) < OLDEST_PYTHON:
        wanted = ".".join(map(str, OLDEST_PYTHON))
        return Finding(
            "Python",
            False,
            detail,
            f"Install Python {wanted} or newer, then PYTHON=python3.12 make lab. "
            "With conda: conda env create -f environment.yml",
        )
    if bits < 64:
        return Finding("Python", False, detail, "Install the 64-bit Python: PyTorch needs it.")
    return Finding("Python", True, detail)


def requirements() -> list[str]:
    """Return what the course needs, from its installed metadata, else from pyproject.toml."""
    try:
        return metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        with (ROOT / "pyproject.toml").open("rb") as file:
            return tomllib.load(file)["project"]["dependencies"]


def check_packages(
    lines: Iterable[str] | None = None, version_of: Callable[[str], str] = metadata.version
) -> Finding:
    """Whether every package the course needs is there, in a version inside its range."""
    from packaging.requirements import Requirement

    needed = [Requirement(line) for line in (requirements() if lines is None else lines)]
    needed = [one for one in needed if not one.marker or one.marker.evaluate({"extra": ""})]
    wrong = []
    for one in needed:
        try:
            version = version_of(one.name)
        except metadata.PackageNotFoundError:
            wrong.append(f"{one.name} is missing")
        else:
            if not one.specifier.contains(version, prereleases=True):
                wrong.append(f"{one.name} is {version}, needed is {one.specifier}")
    if wrong:
        return Finding("Packages", False, "; ".join(wrong), INSTALL)
    return Finding("Packages", True, f"{len(needed)} there, all in their ranges")


def check_imports(
    names: Iterable[str] = ("numpy", "matplotlib", "torch", "ipywidgets", "jupyterlab"),
    load: Callable[[str], object] = importlib.import_module,
) -> Finding:
    """Whether the packages with compiled parts really load."""
    for name in names:
        try:
            load(name)
        except Exception as error:  # a broken library raises whatever it likes
            remedy = INSTALL
            if "WinError 126" in str(error) or "DLL load failed" in str(error):
                remedy = "Install the Microsoft Visual C++ Redistributable (x64), then try again."
            return Finding("Imports", False, f"{name}: {type(error).__name__}: {error}", remedy)
    return Finding("Imports", True, f"{', '.join(names)} load")


def check_course(package: Path = Path(__file__).parent, here: Path | None = None) -> Finding:
    """Whether the course that runs is the one in whose folder you stand."""
    here = here or Path.cwd()
    other = next((path for path in (here, *here.parents) if (path / "course_utils").is_dir()), None)
    if other and (other / "course_utils").resolve() != package.resolve():
        return Finding(
            "Course",
            False,
            f"you are in {other}, but {package.parent} runs",
            f"Use this folder's own environment: cd {quoted(other)}, then make lab. "
            "With conda, in that folder: python -m pip install -e .",
        )
    return Finding("Course", True, str(package.parent))


def check_data(verify: Callable[[], Mapping[str, str | None]] | None = None) -> Finding:
    """Whether the data files are there and unchanged."""
    from course_utils import data_files

    found = (verify or data_files.verify_all)()
    remedies = {name: data_files.remedy(name) for name, problem in found.items() if problem}
    if remedies:
        # Each problem ends in its remedy, which has its own line here.
        wrong = [found[name].removesuffix(words).strip() for name, words in remedies.items()]
        return Finding("Data", False, " ".join(wrong), " ".join(dict.fromkeys(remedies.values())))
    return Finding("Data", True, f"{len(found)} files as shipped")


def check_work(work: Path) -> Finding:
    """Whether your notebooks and your progress can be saved."""
    try:
        work.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=work, prefix=".doctor-"):
            pass
    except OSError as error:
        return Finding(
            "Your folder",
            False,
            f"{work}: {error.strerror or error}",
            f"Make it writable (chmod u+rwx {quoted(work)}), or {workspace.OTHER_FOLDER}",
        )
    return Finding("Your folder", True, f"{work} can be written")


def check_disk(folder: Path, usage=shutil.disk_usage) -> Finding:
    """Whether there is room to save."""
    folder = next(path for path in (folder, *folder.parents) if path.exists())
    free = usage(folder).free
    detail = f"{free / MEGABYTE:,.0f} MB free in {folder}"
    if free < 100 * MEGABYTE:
        return Finding("Disk", False, detail, "Free at least 100 MB, or saving will fail.")
    advice = "Below 1 GB: free some before long." if free < 1000 * MEGABYTE else ""
    return Finding("Disk", True, detail, advice)


def available_memory(limits: Path = Path("/sys/fs/cgroup")) -> int:
    """Return the bytes a program may still take, a container's limit included."""
    import psutil

    free = psutil.virtual_memory().available
    try:
        limit = int((limits / "memory.max").read_text())
        used = int((limits / "memory.current").read_text())
    except (OSError, ValueError):  # no container, or one without a limit ("max")
        return free
    return min(free, limit - used + _droppable(limits / "memory.stat"))


def _droppable(statistics: Path) -> int:
    """Return the bytes of files kept in memory that the system drops as soon as it needs room."""
    try:
        return int(re.search(r"(?m)^inactive_file (\d+)$", statistics.read_text())[1])
    except (OSError, TypeError):  # no such file, or no such line
        return 0


def check_memory(measure: Callable[[], int] = available_memory) -> Finding:
    """Whether a chapter fits: each needs up to 1 GB."""
    free = measure()
    detail = f"{free / MEGABYTE:,.0f} MB free"
    if free < 500 * MEGABYTE:
        return Finding("Memory", False, detail, "Close programs or other notebooks' kernels.")
    advice = "A chapter may take 1 GB: close what you don't need." if free < 1000 * MEGABYTE else ""
    return Finding("Memory", True, detail, advice)


def check_kernel(find: Callable[[], list[str]] | None = None) -> Finding:
    """Whether notebooks would run in this Python."""
    try:
        command = (find or kernel_command)()
    except Exception as error:  # NoSuchKernel, or a damaged kernel.json
        return Finding("Kernel", False, f"no kernel python3 ({error})", INSTALL)
    python = shutil.which(command[0]) or command[0]
    # "python" alone is replaced by the running one when a kernel starts.
    if not command[0].startswith("python") and Path(python).parent != Path(sys.executable).parent:
        return Finding(
            "Kernel",
            False,
            f"notebooks would run in {python}, not in {sys.executable}",
            f"Another kernel named python3 is in the way: {this_python()} -m jupyter kernelspec "
            f"list shows where; {this_python()} -m ipykernel install --sys-prefix puts this one "
            "first.",
        )
    return Finding("Kernel", True, f"notebooks run in {sys.executable}")


def kernel_command() -> list[str]:
    """Return the command that starts the kernel of the notebooks."""
    from jupyter_client.kernelspec import KernelSpecManager

    return KernelSpecManager().get_kernel_spec("python3").argv


def check_loopback(address: str = "127.0.0.1") -> Finding:
    """Whether programs on this machine can talk to each other, as JupyterLab and kernels do."""
    try:
        with socket.create_server((address, 0)) as server:
            server.settimeout(2)
            with socket.create_connection(server.getsockname(), timeout=2):
                server.accept()[0].close()
    except OSError as error:
        return Finding(
            "Local ports",
            False,
            f"{address}: {error}",
            "A firewall or a missing loopback interface (ip link set lo up) is in the way: allow "
            "Python connections to 127.0.0.1.",
        )
    return Finding("Local ports", True, f"{address} answers")


def check_threads(environ: Mapping[str, str] = os.environ, cores: int | None = None) -> Finding:
    """Whether the number of threads suits small networks."""
    cores, chosen = cores or os.cpu_count() or 1, environ.get("OMP_NUM_THREADS", "")
    if chosen and not (chosen.isdecimal() and int(chosen)):
        remedy = "unset OMP_NUM_THREADS (Windows: set OMP_NUM_THREADS=)"
        return Finding("Threads", False, f"OMP_NUM_THREADS={chosen!r} is no number", remedy)
    advice = ""
    if chosen and int(chosen) > cores:
        advice = f"More threads than the {cores} cores only wait: OMP_NUM_THREADS=1"
    said = f"OMP_NUM_THREADS={chosen}" if chosen else "not set; JupyterLab is started with 1"
    return Finding("Threads", True, said, advice)


def check_notebooks(work: Path, notebooks: Path = workspace.NOTEBOOKS) -> Finding:
    """Whether your copies follow the course's present text."""
    copies = workspace.compare(work, notebooks)
    older = [copy.name.removesuffix(".ipynb") for copy in copies if copy.state == "outdated"]
    yours = sum(copy.state != "missing" for copy in copies)
    if older:
        renew = workspace.renew_command(older[0])
        detail = f"the course has a newer version of {', '.join(older)}"
        return Finding("Notebooks", True, detail, f"{renew} sets yours aside and copies the new.")
    return Finding(
        "Notebooks", True, f"{yours} of {len(copies)} copied, none older than the course"
    )
