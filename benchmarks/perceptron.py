"""Time `Perceptron.fit` beside scikit-learn's, on one core: `python benchmarks/perceptron.py`.

Both run with their defaults, and take turns, so that a busy moment meets both. A row shows the
median of each, and the median of the ratios of neighbors. The bars are those of the course; rows
without one are shown for honesty: where classes overlap much, a compiled loop is far ahead.
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # before NumPy starts its threads

import subprocess
import sys
from statistics import median
from time import perf_counter

import numpy as np
from sklearn.linear_model import Perceptron as PeerPerceptron

from course_utils.datasets import load_digits, make_blobs
from course_utils.perceptron import Perceptron

N_RUNS = 31
IMPORT_BAR = 1.0  # seconds


def cases() -> dict:
    """Return name -> (samples, the highest ratio allowed or None)."""
    separable = {
        f"separable blobs, {n:,}": (make_blobs(n, rng=0), 0.25) for n in (200, 2_000, 20_000)
    }
    return separable | {
        "digits 0 against 1": (load_digits("fit", classes=(0, 1)), 0.25),
        "overlapping blobs, 2,000": (make_blobs(2_000, rng=0, spread=1.5), 6.0),
        "heavily overlapping, 2,000": (make_blobs(2_000, rng=0, spread=2.0), None),
    }


def seconds(model, X, y) -> float:
    """Return how long one fit takes."""
    start = perf_counter()
    model.fit(X, y)
    return perf_counter() - start


def compare(X, y, n_runs=N_RUNS) -> tuple[float, float, float]:
    """Return the median seconds of the course and of scikit-learn, and the median ratio."""
    ours, peer = Perceptron(), PeerPerceptron()
    seconds(ours, X, y), seconds(peer, X, y)  # the first run of each also loads code
    pairs = [(seconds(ours, X, y), seconds(peer, X, y)) for _ in range(n_runs)]
    return *map(median, zip(*pairs, strict=True)), median(a / b for a, b in pairs)


def import_seconds(n_runs=5) -> float:
    """Return the median time of `import course_utils.perceptron` in a fresh interpreter."""
    code = (
        "import time; t = time.perf_counter(); import course_utils.perceptron; "
        "print(time.perf_counter() - t)"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        for _ in range(n_runs)
    ]
    return median(float(run.stdout) for run in runs)


def main() -> int:
    """Print the table; return 1 if a bar is missed."""
    failed = False
    print(f"{'data':<28}{'course':>10}{'peer':>10}{'ratio':>8}{'bar':>7}  accuracy course, peer")
    for name, ((X, y), bar) in cases().items():
        ours, peer, ratio = compare(X, y)
        failed |= bar is not None and ratio > bar
        accuracies = [model.fit(X, y).score(X, y) for model in (Perceptron(), PeerPerceptron())]
        print(
            f"{name:<28}{ours * 1e3:>7.2f} ms{peer * 1e3:>7.2f} ms{ratio:>8.2f}"
            f"{'-' if bar is None else bar:>7}  {accuracies[0]:.3f}, {accuracies[1]:.3f}"
        )
    loading = import_seconds()
    failed |= loading > IMPORT_BAR
    print(f"import course_utils.perceptron: {loading:.2f} s (bar {IMPORT_BAR:g} s)")
    print(f"NumPy {np.__version__}, {N_RUNS} runs each")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
