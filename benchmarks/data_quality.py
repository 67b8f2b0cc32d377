"""How much of what was planted is found, what a leaking split promises, and what a profile costs.

Each share is the worst over the seeds of the generator, none of which is the committed table's.
"""

import json
import subprocess
import sys
from collections.abc import Iterator

import numpy as np

from benchmarks.measure import Bar, Row, make_row
from course_utils import data_quality as dq
from course_utils.datasets import load_digits
from course_utils.start_here import KNearestNeighbors

PEER = "split at random"
SEEDS = range(5)
FOUND, SUSPECTED = Bar("course", ">=", 0.95), Bar("course", ">=", 0.7)
HONEST = Bar("course", "<=", 0.1)
SAYS = {
    "missing": "missing",
    "out of range": "out of range",
    "unit": "another unit",
    "spelling": "another spelling",
}
PROFILE = """
import json, resource, time
import numpy as np, pandas as pd
from course_utils.data_quality import PIXELS, Schema, profile
cells = np.random.default_rng(0).integers(-1, 17, (156_250, 64)).astype(str).astype(object)
table = pd.DataFrame(cells, columns=PIXELS)
start = time.perf_counter()
profile(table, Schema(dict.fromkeys(PIXELS, (0, 16))))
seconds = time.perf_counter() - start
print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


def defects_of(seed: int) -> dict[str, dq.Score]:
    """Plant defects, repair the table, and score each kind against the truth."""
    table, truth = dq.make_messy(*load_digits("fit", scaling="raw"), seed=100 + seed)
    repaired, log = dq.clean(table, dq.MESSY_SCHEMA, units=["ink"])
    scores = {
        kind: dq.found(log[log.why.str.startswith(why)], truth, kind) for kind, why in SAYS.items()
    }
    scores["exact duplicate"] = dq.found(log[log.column == ""], truth, "exact duplicate")
    rows = np.setdiff1d(np.arange(len(table)), log[log.column == ""].row)  # those that stay

    near = dq.deduplicate(repaired, columns=dq.PIXELS, near=dq.NEAR_DIGITS)
    removed = near.log.assign(row=rows[near.log.row.to_numpy(int)])
    scores["near duplicate"] = dq.found(removed, truth, "near duplicate")
    rows = np.delete(rows, near.log.row.to_numpy(int))

    labeled = near.table.label.notna().to_numpy()
    X = dq.impute(near.table.loc[labeled, [*dq.PIXELS]]).parts[0]
    suspects = dq.suspect_labels(X, near.table.label[labeled].to_numpy(int))
    cells = suspects.assign(row=rows[labeled][suspects.row], column="label")
    staying = truth[truth.row.isin(rows[labeled])]
    scores["wrong label"] = dq.found(cells, staying, "wrong label")
    return scores


def detection_rows() -> Iterator[Row]:
    """Yield recall and precision of each kind of defect, the worst of all seeds."""
    scores = [defects_of(seed) for seed in SEEDS]
    for kind in scores[0]:
        bar = SUSPECTED if kind == "wrong label" else FOUND
        for measure in ("recall", "precision"):
            worst = min(getattr(score[kind], measure) for score in scores)
            yield make_row(
                f"{kind}: {measure}, worst of {len(SEEDS)} seeds", "share", [worst], bar=bar
            )


def leakage_row() -> Row:
    """Compare what the test rows promise with what new rows give, by both ways to split."""
    digits, new = (
        dq.spoil(*load_digits(part, scaling="raw"), "shuffled labels", 0.3, 0)
        for part in ("fit", "test")
    )
    X, y, same_digit = dq.scan_again(*digits, rng=0)
    gaps = {"grouped": [], "random": []}
    for seed in SEEDS:
        for name, groups in (("grouped", same_digit), ("random", None)):
            model = KNearestNeighbors(1)
            promised, kept = dq.promised_and_kept(model, X, y, new, groups=groups, rng=seed)
            gaps[name].append(promised - kept)
    name = "accuracy promised less accuracy kept, near copies, 30 % wrong labels"
    return make_row(name, "share", gaps["grouped"], gaps["random"], HONEST)


def profile_rows() -> Iterator[Row]:
    """Profile ten million cells of text in a process of its own."""
    measured = [
        json.loads(subprocess.check_output([sys.executable, "-c", PROFILE])) for _ in range(3)
    ]
    times, peaks = zip(*measured, strict=True)
    yield make_row("profile of 10,000,000 cells", "s", times, bar=Bar("course", "<=", 30))
    name = "profile of 10,000,000 cells, peak of the process"
    yield make_row(name, "MiB", peaks, bar=Bar("course", "<=", 2048))


def rows() -> Iterator[Row]:
    """Yield each row as soon as it is measured."""
    yield from detection_rows()
    yield leakage_row()
    yield from profile_rows()
