"""Any section of the chapters from 06 on runs alone: a second file, for a second worker."""

import sys

import pytest
from alone import ROOT, problems_alone

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="this system has no fork")
CHAPTERS = sorted(ROOT.glob("notebooks/*.ipynb"))[6:]


@pytest.mark.parametrize("path", CHAPTERS, ids=[path.stem for path in CHAPTERS])
def test_each_section_runs_after_the_setup_cell_alone(path):
    problems = problems_alone(path)
    assert not problems, "\n\n".join(problems)
