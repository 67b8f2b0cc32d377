"""The door of the set-up: find a Python that can carry the course, then hand over to `environment`.

The syntax is old on purpose (no f-strings, no annotations): a Python that is too old must still be
able to run this file and say so. Standard library only: nothing is installed yet.
"""

import argparse
import os
import shutil
import subprocess
import sys

OLDEST, NEWEST_TESTED = (3, 11), (3, 13)


class Problem(Exception):
    """What is wrong, in one sentence, and what to do about it."""

    def __init__(self, what, remedy):
        Exception.__init__(self, what)
        self.what, self.remedy = what, remedy


def say(text=""):
    """Print at once, so that progress is seen as it happens."""
    print(text)
    sys.stdout.flush()


def complain(what, remedy, code=1):
    """Print what is wrong and what to do; return the exit code."""
    say("\nPROBLEM     " + what)
    for number, line in enumerate(remedy.splitlines()):
        say(("WHAT TO DO  " if number == 0 else "            ") + line)
    return code


def dotted(version):
    """Return (3, 11) as "3.11"."""
    return ".".join(str(part) for part in version)


def version_of(python):
    """Return the version of an interpreter as a tuple, or None where it does not run."""
    code = "import sys; print('%d.%d.%d' % sys.version_info[:3])"
    try:
        out = subprocess.check_output([python, "-I", "-c", code], stderr=subprocess.DEVNULL)
        return tuple(int(part) for part in out.decode().strip().split("."))
    except (OSError, ValueError, subprocess.CalledProcessError):
        return None


def find_python(running, version, which=shutil.which, ask=version_of):
    """Return a Python that can carry the course: the running one, else one found on the PATH.

    `which` and `ask` are parameters for the tests.
    """
    if version[:2] >= OLDEST:
        return running
    # A name on the PATH proves nothing (version managers leave stand-ins): each one is asked.
    for name in ("python3.12", "python3.13", "python3.11", "python3.14", "python3", "python"):
        found = which(name)
        answer = found and ask(found)
        if answer and answer[:2] >= OLDEST:
            return found
    raise Problem(
        "This is Python %s; the course needs %s or newer." % (dotted(version[:3]), dotted(OLDEST)),
        "Install Python %s (python.org, or your system's package manager), then run the command "
        "again.\nIs it installed under another name? PYTHON=python3.12 make lab"
        % dotted(NEWEST_TESTED),
    )


def main(arguments=None):
    """Command line: `python tools/setup_env.py [--extras test] [--torch-index URL]`."""
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(description="Make or mend the course's environment, .venv.")
    parser.add_argument("--extras", default="test", help="groups of packages, with commas between")
    parser.add_argument("--torch-index", default="", help="package index with PyTorch for CPU")
    parser.add_argument("--root", default=os.path.dirname(here), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    try:
        python = find_python(sys.executable, sys.version_info)
        if python != sys.executable:
            say("This is Python %s; going on with %s" % (dotted(sys.version_info[:3]), python))
            again = sys.argv[1:] if arguments is None else list(arguments)
            return subprocess.call([python, os.path.abspath(__file__), *again])
        sys.path.insert(0, here)
        from environment import set_up

        extras = [name.strip() for name in options.extras.split(",") if name.strip()]
        set_up(options.root, extras, options.torch_index)
        return 0
    except Problem as problem:
        return complain(problem.what, problem.remedy)
    except KeyboardInterrupt:
        return complain("Stopped.", "Run the same command again: it goes on where it stopped.", 130)


if __name__ == "__main__":
    # `environment` imports this file by its name: both must see the same class Problem.
    sys.modules["setup_env"] = sys.modules["__main__"]
    sys.exit(main())
