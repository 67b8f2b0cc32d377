"""What every test and every notebook's kernel finds around it: kernels inherit the variables.

It stands in the root, not in tests/, so that it also holds for notebooks/ and for doctests.
"""

import os
import shutil
import tempfile

import pytest

IN_WORKER = "PYTEST_XDIST_WORKER" in os.environ  # a worker inherits what the first process set

if not IN_WORKER:
    SCRATCH = tempfile.mkdtemp(prefix="course-test-")
    os.environ |= {
        "COURSE_PROGRESS": "0",  # no progress bars: outputs repeat
        "COURSE_WORK": os.path.join(SCRATCH, "work"),  # never a learner's own folder
        "IPYTHONDIR": os.path.join(SCRATCH, "ipython"),  # no start-up files, no history
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",  # a kernel's own default
        "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "1"),
    }
    os.environ.pop("COURSE_DATA", None)


def pytest_unconfigure(config):
    """Remove what the tests wrote."""
    if not IN_WORKER:
        shutil.rmtree(SCRATCH, ignore_errors=True)


@pytest.fixture(autouse=True)
def _names_in_doctests(doctest_namespace):
    """Let the examples in docstrings say `np`."""
    import numpy as np

    doctest_namespace["np"] = np
