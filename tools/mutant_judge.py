"""Run pytest until a failure that counts, in a process of its own.

    python tools/mutant_judge.py FILE SECONDS ARGUMENTS

No process may compute for longer than SECONDS. FILE gets the name of what failed, or nothing. A
cell tagged `source` displays code, so its failure says nothing about what the code does, and the
run goes on.
"""

import sys
from pathlib import Path

import pytest

MEMORY = 4 * 2**30  # bytes: a mutant may well ask for 2**(2**256)


class Judge:
    """A plugin of pytest that stops at the first witness."""

    def __init__(self):
        self.witness = ""

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item, call):
        report = yield
        tags = item.cell.metadata.get("tags", []) if hasattr(item, "cell") else []
        if report.failed and "source" not in tags:
            self.witness = report.nodeid
            item.session.shouldstop = "a mutant was caught"
        return report

    def pytest_collectreport(self, report):
        if report.failed:
            self.witness = report.nodeid


def main(verdict: str, seconds: str, *arguments: str) -> None:
    """Run pytest and write down the witness."""
    try:
        import resource
    except ImportError:  # Windows
        pass
    else:
        for kind, limit in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, int(seconds))):
            resource.setrlimit(kind, (limit, limit))  # a notebook's kernel inherits it
    judge = Judge()
    code = pytest.main([*arguments], plugins=[judge])
    if not judge.witness and code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        sys.exit(f"pytest ended with {code!r}")
    Path(verdict).write_text(judge.witness, "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
