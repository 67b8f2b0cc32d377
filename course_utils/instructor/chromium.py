"""The Chromium of this machine, and what it prints: a page of the course as PDF."""

import os
import re
import shutil
import subprocess
import tempfile
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from course_utils.instructor.notebooks import NotebookError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
# Whatever a page asks for, no name resolves and nothing is sent.
OFFLINE = (
    "--headless=new",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
TIMEOUT = 120  # seconds that one printing may take


def find_installed() -> str | None:
    """Return the path of $CHROMIUM, or of the system's Chromium or Chrome; None without one."""
    candidates = [os.environ.get("CHROMIUM"), *map(shutil.which, NAMES), *PLACES]
    return next((path for path in candidates if path and Path(path).is_file()), None)


def find_chromium() -> str:
    """Return the path of the system's Chromium or Chrome, or else of Playwright's.

    Raises
    ------
    NotebookError
        If there is none; the message says how to get one.
    """
    path = find_installed()
    if path is None and find_spec("playwright"):
        with import_module("playwright.sync_api").sync_playwright() as playwright:
            path = playwright.chromium.executable_path
    if path is None or not Path(path).is_file():
        raise NotebookError(
            "A PDF needs Chromium or Google Chrome, and none was found. Install one (Debian, "
            "Ubuntu: apt-get install chromium), or set CHROMIUM to its path. Without it: open "
            "index.html?print-pdf or handout.html in any browser, and print it to a file."
        )
    return path


def count_pages(pdf: bytes) -> int:
    """Return the number of pages of a PDF that Chromium wrote.

    >>> count_pages(b"<</Type /Page\\n>> <</Type /Pages /Kids []>> <</Type /Page>>")
    2
    """
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def print_pdf(address: str, pages: int) -> bytes:
    """Print a page of the deck, and hold that it came out whole.

    Parameters
    ----------
    address : str
        A file's URI.
    pages : int
        How many pages there must be.

    Returns
    -------
    bytes
        The PDF.

    Raises
    ------
    NotebookError
        If there is no Chromium, it fails, or the number of pages is another one.
    """
    chromium = find_chromium()
    with tempfile.TemporaryDirectory(prefix="course-", ignore_cleanup_errors=True) as folder:
        pdf = Path(folder, "print.pdf")
        command = [chromium, *OFFLINE, f"--user-data-dir={folder}", "--no-pdf-header-footer"]
        command += [f"--print-to-pdf={pdf}", "--virtual-time-budget=60000"]
        if getattr(os, "geteuid", lambda: 1)() == 0:
            command.append("--no-sandbox")  # Chromium refuses to run as root with one
        try:
            run = subprocess.run(
                [*command, address], capture_output=True, timeout=TIMEOUT, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NotebookError(f"{chromium} did not print: {error}") from None
        if not pdf.is_file():
            said = run.stderr.decode(errors="replace").strip()[-500:]
            raise NotebookError(f"{chromium} did not print: {said or run.returncode}")
        printed = pdf.read_bytes()
    if count_pages(printed) != pages:
        raise NotebookError(
            f"{chromium} printed {count_pages(printed)} pages of {address} instead of {pages}: "
            "text runs over a slide's end, or this version prints in another way."
        )
    return printed
