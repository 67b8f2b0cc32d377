"""What the trainings of this course cost: the table that chapter 08 plans with.

    python data/runs/resources.py JOB [SHARE]    does one of them, and prints what it cost

Each job runs in a Python of its own, which loads what this job needs and nothing else; loading
counts. Seconds are the processor's, so that other programs do not count. Another machine gives
other figures.
"""

import csv
import io
import json
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(HERE)]  # this course, and the trainings of its other chapters

from course_utils.datasets import load_digits  # noqa: E402
from course_utils.places import write_whole  # noqa: E402

TABLE = "resources_jobs.csv"
SHARE = 1.0  # of the epochs of each job


class Job(NamedTuple):
    """A training, and the words by which a section of the text shows that it rests on it."""

    chapter: str
    marks: str  # a regular expression
    train: Callable[[float], object]  # takes the share of the epochs


def make(folder: Path) -> None:
    """Do each job, and write the table into `folder`."""
    rows = []
    for name, job in JOBS.items():
        row = {"job": name, "chapter": job.chapter} | measured(name) | {"minutes": minutes_of(job)}
        print(f"  {', '.join(map(str, row.values()))}", flush=True)
        rows.append(row)
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    write_whole(folder / TABLE, text.getvalue())


def measured(name: str) -> dict:
    """Return the processor seconds and the peak bytes of a job that a fresh Python does."""
    command = [sys.executable, __file__, name, str(SHARE)]
    return json.loads(subprocess.check_output(command, text=True).splitlines()[-1])


def do(name: str, share: float = 1.0) -> dict:
    """Do a job here, and return what this process has cost, from its start."""
    JOBS[name].train(share)
    return {"seconds": round(time.process_time(), 2), "peak_bytes": peak_bytes()}


def peak_bytes() -> int:
    """Return the most bytes of memory that this process has held."""
    if sys.platform == "darwin":
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # On Linux getrusage begins with the peak of the process that started this one.
    return 1024 * int(re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())[1])


def minutes_of(job: Job) -> int:
    """Return the minutes of the chapter's core sections that rest on a job."""
    (path,) = (ROOT / "chapters").glob(f"*_{job.chapter}.md")
    sections = re.split(
        r'^\+\+\+ .*"(core|extra)", "min-(\d+)".*$', path.read_text("utf-8"), flags=re.M
    )
    return sum(
        int(minutes)
        for kind, minutes, text in zip(*(sections[i::3] for i in (1, 2, 3)), strict=True)
        if kind == "core" and re.search(job.marks, text)
    )


# The jobs. Each loads what it needs itself.


def epochs(n: int, share: float) -> int:
    return max(1, round(n * share))


def one_vs_rest(share: float) -> None:
    from course_utils.perceptron import OneVsRest

    OneVsRest(n_epochs=epochs(30, share)).fit(*load_digits("fit"))


def softmax(share: float) -> None:
    from course_utils.gradient_descent import SoftmaxRegression

    SoftmaxRegression(epochs(300, share), learning_rate=2.0).fit(*load_digits("fit"))


def mlp(share: float) -> None:
    from course_utils.backprop import MLPClassifier

    MLPClassifier(hidden=(64,), n_epochs=epochs(30, share)).fit(*load_digits("fit"))


def plane(share: float) -> None:
    import autoencoder

    trained(autoencoder.PLANES[0], share)


def code_sizes(share: float) -> None:
    import autoencoder

    for size in autoencoder.SIZES:
        trained(autoencoder.with_code(autoencoder.CURVES[0], size), share)


def denoiser(share: float) -> None:
    import autoencoder

    trained(autoencoder.DENOISERS[0], share)


def trained(recipe, share: float) -> None:
    import autoencoder

    n_rows = len(load_digits("fit").X)
    n_steps = max(recipe.n_steps * share, -(-n_rows // autoencoder.BATCH_SIZE))
    autoencoder.trained(recipe._replace(n_steps=round(n_steps)), load_digits("fit").X)


def judge(share: float) -> None:
    import gan

    gan.LENGTHS = gan.Lengths(classifier=epochs(gan.LENGTHS.classifier, share))
    gan.trained_classifier()


def ring(share: float) -> None:
    import gan

    gan.LENGTHS = gan.Lengths(ring=epochs(gan.LENGTHS.ring, share))
    gan.ring_scores(gan.RING[-1], 0)


def digits_gan(share: float) -> None:
    import gan

    gan.LENGTHS = gan.Lengths(digits=epochs(gan.LENGTHS.digits, share))
    gan.trained_conditional()


def ablated_gan(share: float) -> None:
    import gan
    import torch

    from course_utils.gan import train_gan

    settings = {"n_epochs": epochs(gan.LENGTHS.ablation, share), "generator": gan.SEED}
    players = gan.digit_players(gan.SEED, dtype=torch.float32)
    train_gan(players, 2 * load_digits("fit").X - 1, **settings)


def case_gan(share: float) -> None:
    import gan

    gan.LENGTHS = gan.Lengths(case=epochs(gan.LENGTHS.case, share))
    gan.watched_case()


JOBS = {
    "one-vs-rest perceptron": Job("perceptron", "OneVsRest", one_vs_rest),
    "softmax regression": Job("gradient_descent", "SoftmaxRegression", softmax),
    "multilayer perceptron": Job("backprop", "MLPClassifier", mlp),
    "codes of two numbers": Job("autoencoder", "latent_plane", plane),
    "codes of ten sizes": Job("autoencoder", "size_curve_of|bottleneck", code_sizes),
    "denoiser": Job("autoencoder", "noise", denoiser),
    "judge of digits": Job("gan", "[jJ]udge", judge),
    "GAN on the ring": Job("gan", r"ring\b|ring_", ring),
    "GAN on the digits": Job("gan", "stored|scrubber", digits_gan),
    "GAN without one part": Job("gan", "ablation_of", ablated_gan),
    "GAN on the case": Job("gan", "case_of", case_gan),
}

if __name__ == "__main__":
    print(json.dumps(do(sys.argv[1], *map(float, sys.argv[2:]))))
