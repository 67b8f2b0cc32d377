"""A table of ten million cells is profiled in bounded time and memory."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

TEN_MILLION = """
import json, resource, sys, time
import numpy as np, pandas as pd
from course_utils.data_quality import Schema, profile

rng = np.random.default_rng(0)
columns = {f"c{j}": [f"{x:.9f}" for x in rng.random(156_250)] for j in range(64)}
table = pd.DataFrame({name: columns.pop(name) for name in list(columns)}, dtype=str)
start = time.process_time()
measured = profile(table, Schema({name: (0, 0.5) for name in table.columns}))
seconds = time.process_time() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # in KiB; in bytes on a Mac
peak *= 1 if sys.platform == "darwin" else 1024
json.dump([seconds, peak, measured["of"].max().item(), measured["bad"].sum().item()], sys.stdout)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no resource module")
def test_ten_million_cells_of_text_within_30_s_and_2_gib():
    run = subprocess.run(
        [sys.executable, "-c", TEN_MILLION],
        cwd=Path(__file__).parents[1],
        check=True,
        capture_output=True,
        text=True,
    )
    seconds, peak, cells, bad = json.loads(run.stdout)
    assert cells == 10_000_000 and 4_990_000 < bad < 5_010_000
    assert seconds < 30 and peak < 2 * 2**30
