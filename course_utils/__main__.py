"""`python -m course_utils <command>`: what the Makefile runs, and what runs without make."""

import argparse
import sys
from pathlib import Path

from course_utils.places import install_command


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

    if options.chapter:
        print(f"The deck is {slides.build(options.chapter, options.out, pdf=options.pdf)}")
    else:
        print(f"The decks are listed in {slides.build_all(options.out, pdf=options.pdf)}")
    return 0


def solutions(options, _rest) -> int:
    """Build a chapter's notebook, or all, with their exercises filled in."""
    from course_utils.instructor import solutions

    if options.chapter:
        print(f"The notebook is {solutions.build(options.chapter, options.out)}")
    else:
        print(f"The notebooks are in {solutions.build_all(options.out)}")
    return 0


def parser() -> argparse.ArgumentParser:
    """Return the command line: each command is a function of this module."""
    top = argparse.ArgumentParser(prog="python -m course_utils", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True, metavar="command")
    for function in (doctor, progress, lab, slides, solutions):
        command = commands.add_parser(function.__name__, help=function.__doc__)
        command.set_defaults(run=function)
        if function is lab:
            command.add_argument(
                "--renew", metavar="NOTEBOOK", default="", help="set yours aside, copy it anew"
            )
            command.add_argument("--dev", action="store_true", help="for authors: open notebooks/")
        if function in (slides, solutions):
            example = "for example perceptron or 02_perceptron (default: all)"
            command.add_argument("chapter", nargs="?", help=example)
            kind = "folder" if function is slides else "file"
            where = f"the {kind} to write (default: in build/{function.__name__}/)"
            command.add_argument("--out", metavar=kind.upper(), type=Path, help=where)
        if function is slides:
            printed = "also print slides and handout to PDF files (needs Chromium)"
            command.add_argument("--pdf", action="store_true", help=printed)
    return top


def main(arguments: list[str] | None = None) -> int:
    """Run one command; what goes wrong is said in words, with exit code 1."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # no sign may end a command on an old terminal
    top = parser()
    options, rest = top.parse_known_args(arguments)
    if rest and options.run is not lab:
        top.error(f"{options.command} does not know {' '.join(rest)}")
    try:
        return options.run(options, [part for part in rest if part != "--"])
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "course_utils":
            raise  # a fault of the course, not of its installation
        print(f"{error}. Install what is missing: {install_command()}")
    except (OSError, ValueError) as error:
        print(f"{options.command}: {error}")
    return 1


if __name__ == "__main__":
    sys.exit(main())
