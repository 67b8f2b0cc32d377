"""`python -m course_utils <command>`: what the Makefile runs, and what runs without make."""

import argparse
import errno
import os
import sys
from pathlib import Path

from course_utils.places import REMEDY, ROOT, install_command, writable

CANT_WRITE = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM}


def doctor(_options, _rest) -> int:
    """Say what is wrong with this machine."""
    from course_utils import doctor

    return doctor.run()


def progress(_options, _rest) -> int:
    """List the exercises that passed, and those still open."""
    from course_utils.report import report

    print(report())
    return 0


def lab(options, rest) -> int:
    """Copy missing notebooks and open JupyterLab; `rest` goes to JupyterLab."""
    from course_utils.workspace import open_lab

    return open_lab(rest, renew=options.renew, dev=options.dev)


def slides(options, _rest) -> int:
    """Build the deck and the handout of a chapter, or of all."""
    from course_utils.instructor import slides

    out = options.out or build_folder("slides", options.chapter)
    if options.chapter:
        print(f"The deck is {slides.build(options.chapter, out, pdf=options.pdf)}")
    else:
        print(f"The decks are listed in {slides.build_all(out, pdf=options.pdf)}")
    return 0


def solutions(options, _rest) -> int:
    """Build a chapter's notebook, or all, with their exercises filled in."""
    from course_utils.instructor import solutions

    out = options.out or build_folder("solutions", options.chapter, ".ipynb")
    if options.chapter:
        print(f"The notebook is {solutions.build(options.chapter, out)}")
    else:
        print(f"The notebooks are in {solutions.build_all(out)}")
    return 0


def build_folder(kind: str, chapter: str | None, ending: str = "") -> Path:
    """Return where a chapter's product goes, or that of all, if the user names no other place."""
    from course_utils.instructor.notebooks import find_chapter

    folder = writable(ROOT / "build") / kind
    return folder / f"{find_chapter(chapter)}{ending}" if chapter else folder


def grade(options, _rest) -> int:
    """Grade the notebooks of a folder, each in a process of its own."""
    from course_utils.instructor.grading import grade

    grades = grade(
        options.folder,
        options.out or writable(Path.cwd()) / "grades.csv",
        seed=options.seed,
        seconds=options.seconds,
        memory=options.memory,
        chapter=options.chapter,
    )
    print(
        f"{grades.n_files} files, {grades.n_graded_now} graded now, seed {grades.seed}. "
        f"The rows are in {grades.table}, the class in {grades.report}, "
        f"each student's page in {grades.feedback}"
    )
    return 0


def present(options, rest) -> int:
    """Open a chapter as a live slide show; `rest` goes to JupyterLab."""
    from course_utils.instructor.present import open_presentation

    return open_presentation(options.chapter, rest)


def lab_options(command) -> None:
    renew = "set yours aside, copy it anew"
    command.add_argument("--renew", metavar="NOTEBOOK", default="", help=renew)
    command.add_argument("--dev", action="store_true", help="for authors: open notebooks/")


def slides_options(command) -> None:
    command.add_argument("chapter", nargs="?", help=f"{EXAMPLE} (default: all)")
    where = "the folder to write (default: in build/slides/)"
    command.add_argument("--out", metavar="FOLDER", type=Path, help=where)
    printed = "also print slides and handout to PDF files (needs Chromium)"
    command.add_argument("--pdf", action="store_true", help=printed)


def solutions_options(command) -> None:
    command.add_argument("chapter", nargs="?", help=f"{EXAMPLE} (default: all)")
    where = "the file, or for all the folder, to write (default: in build/solutions/)"
    command.add_argument("--out", metavar="FILE", type=Path, help=where)


def present_options(command) -> None:
    command.add_argument("chapter", help=EXAMPLE)


def grade_options(command) -> None:
    command.add_argument("folder", type=Path, help="what was handed in")
    where = "the table to write (default: grades.csv)"
    command.add_argument("-o", "--out", type=Path, help=where)
    cases = "of the cases (default: that of the last run, or a new one)"
    command.add_argument("--seed", type=int, help=cases)
    limit = "for one cell or exercise (default: %(default)g)"
    command.add_argument("--seconds", type=float, default=20.0, help=limit)
    limit = "megabytes for one notebook (default: %(default)g)"
    command.add_argument("--memory", type=float, default=2000.0, help=limit)
    command.add_argument("--chapter", help="grade the notebooks of this chapter alone")


EXAMPLE = "for example perceptron or 02_perceptron"
# Each command is a function of this module, with what adds its options.
COMMANDS = {
    doctor: None,
    progress: None,
    lab: lab_options,
    slides: slides_options,
    present: present_options,
    solutions: solutions_options,
    grade: grade_options,
}


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    top = argparse.ArgumentParser(prog="python -m course_utils", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True, metavar="command")
    for function, add_options in COMMANDS.items():
        command = commands.add_parser(function.__name__, help=function.__doc__)
        command.set_defaults(run=function)
        if add_options:
            add_options(command)
    return top


def main(arguments: list[str] | None = None) -> int:
    """Run one command; what goes wrong is said in words, with exit code 1."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # no sign may end a command on an old terminal
    try:
        code = run_in_words(arguments)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # who reads the output, `head` for example, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def run_in_words(arguments: list[str] | None) -> int:
    """Run one command; print what goes wrong, and return its exit code."""
    top = parser()
    options, rest = top.parse_known_args(arguments)
    if rest and options.run not in (lab, present):
        top.error(f"{options.command} does not know {' '.join(rest)}")
    try:
        return options.run(options, [part for part in rest if part != "--"])
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "course_utils":
            raise  # a fault of the course, not of its installation
        print(f"{error}. Install what is missing: {install_command()}")
    except (OSError, ValueError) as error:
        known = REMEDY in str(error) or getattr(error, "errno", None) not in CANT_WRITE
        print(f"{options.command}: {error}" if known else f"{options.command}: {error}. {REMEDY}")
    except KeyboardInterrupt as stopped:
        print(f"{options.command}: stopped. {stopped}".strip())
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main())
