"""The perceptron beside scikit-learn's: time to fit, accuracy, and what an import costs.

Both run with their defaults: at most 10 passes here, 1,000 and a stopping rule there. Where
classes overlap much, a compiled loop is far ahead; those rows are shown too.
"""

import json
import subprocess
import sys
from collections.abc import Iterator

from sklearn.linear_model import Perceptron as PeerPerceptron

from benchmarks.measure import Bar, Row, compare_times, make_row, take_turns
from course_utils.datasets import Samples, load_digits, make_blobs
from course_utils.perceptron import Perceptron

PEER = "scikit-learn"
FAST = Bar("ratio", "<=", 0.25)
HEAVY = ("torch", "sklearn", "scipy", "pandas", "matplotlib")
IMPORT = """
import json, sys, time
start = time.perf_counter()
{statement}
seconds = time.perf_counter() - start
print(json.dumps([seconds, sum(name in sys.modules for name in {heavy})]))
"""


def data() -> dict[str, tuple[Samples, Bar | None]]:
    """Return name -> (samples, the bar on the time to fit)."""
    separable = {
        f"separable blobs, {n:,} points": (make_blobs(n, rng=0), FAST) for n in (200, 2_000, 20_000)
    }
    return separable | {
        "digits 0 and 1": (load_digits("fit", classes=(0, 1)), FAST),
        "overlapping blobs, 2,000 points": (
            make_blobs(2_000, rng=0, spread=1.5),
            Bar("ratio", "<=", 6.0),
        ),
        "heavily overlapping blobs, 2,000 points": (make_blobs(2_000, rng=0, spread=2.0), None),
    }


def fit_row(name: str, samples: Samples, bar: Bar | None) -> Row:
    """Time `fit` of both on the same samples."""
    ours, peer = Perceptron(), PeerPerceptron()
    return compare_times(
        f"fit, {name}", lambda: ours.fit(*samples), lambda: peer.fit(*samples), bar
    )


def accuracy_row(name: str, fit: Samples, test: Samples, bar: Bar | None = None) -> Row:
    """Compare the accuracy of both; neither draws anything, so once is enough."""
    ours, peer = (model.fit(*fit).score(*test) for model in (Perceptron(), PeerPerceptron()))
    return make_row(f"accuracy, {name}", "share", [ours], [peer], bar)


def import_cost(statement: str) -> tuple[float, int]:
    """Return the seconds of an import in a fresh process, and how many heavy packages came."""
    code = IMPORT.format(statement=statement, heavy=HEAVY)
    return tuple(json.loads(subprocess.check_output([sys.executable, "-c", code])))


def import_rows(n_runs: int = 7) -> Iterator[Row]:
    """Compare the import of both, each in processes of its own."""
    ours = "import course_utils.perceptron"
    peer = "from sklearn.linear_model import Perceptron"
    pairs = take_turns(lambda: import_cost(ours)[0], lambda: import_cost(peer)[0], n_runs)
    yield make_row(f"`{ours}`", "s", *pairs, Bar("course", "<=", 1.0))
    loaded = [[import_cost(statement)[1]] for statement in (ours, peer)]
    names = ", ".join(HEAVY)
    yield make_row(f"of {names}: loaded by it", "packages", *loaded, Bar("course", "<=", 0))


def rows() -> Iterator[Row]:
    """Yield each row as soon as it is measured."""
    for name, (samples, bar) in data().items():
        yield fit_row(name, samples, bar)
    zero_one = [load_digits(split, classes=(0, 1)) for split in ("fit", "test")]
    yield accuracy_row("digits 0 and 1, test", *zero_one, Bar("course", ">=", 0.99))
    overlapping, _ = data()["overlapping blobs, 2,000 points"]
    yield accuracy_row("overlapping blobs, the same points", overlapping, overlapping)
    yield from import_rows()
