"""GANs beside a typical recipe, a Gaussian mixture and real images; the ring beside a naive recipe.

All learn from the 1,437 digits of "fit". The stored judge reads 2,000 samples of each, and the
Fréchet distance is to "fit". The real images are the 360 of "test", and few images look farther
away than many: beside them, 2,000 samples are flattered, and the fair row has lots of 360. The
typical recipe is the small GAN that PyTorch tutorials train on MNIST, for as many seconds of the
processor. One thread for all.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import torch
from sklearn.mixture import GaussianMixture
from torch import nn

from benchmarks.measure import Bar, Row, make_row
from course_utils.datasets import load_digits, load_run, make_ring
from course_utils.gan import GAN, Discriminator, Generator, sample, train_gan
from course_utils.gan.classifier import classes_of
from course_utils.gan.judge import Judge, Report
from course_utils.gan.modes import modes_covered, ring_centers
from course_utils.gan.stored import networks_of
from course_utils.training import constant, one_torch_thread

PEER = "a typical recipe, a Gaussian mixture, real images or a naive recipe"
SEEDS, RING_SEEDS = range(3), range(10)
N_SAMPLES = 2000
UNIT = "squared features"
N_EPOCHS = 458  # of 12 steps
FRECHET = {"conditional": 2.0, "unconditional": 4.5}
ACCURACY = Bar("course", ">=", 0.98)
OF_FLOOR = {"conditional": 0.44, "unconditional": 1.0}  # the distance, in that of real images
FIT, TEST = load_digits("fit"), load_digits("test")
RING = {
    "course": {"betas": (0.0, 0.99), "r1": 0.1, "r1_every": 1},
    "naive": {"betas": (0.9, 0.999), "r1": 0.0, "schedule": constant},
}


class Trained(NamedTuple):
    """What a training drew in the end, in [0, 1], how the judge reads it, and its CPU seconds."""

    samples: np.ndarray
    report: Report
    seconds: float


def trained(judge: Judge, kind: str, seed: int) -> Trained:
    """Train on the digits with the defaults; draw each class as often, where it knows them."""
    n_classes = 10 if kind == "conditional" else 0
    start = time.process_time()
    gan = GAN(
        Generator(n_classes=n_classes, generator=seed),
        Discriminator(n_classes=n_classes, generator=seed + 100),
    )
    known = {"labels": FIT.y} if n_classes else {}
    train_gan(gan, 2 * FIT.X - 1, **known, n_epochs=N_EPOCHS, generator=seed)
    duration = time.process_time() - start
    labels = np.arange(N_SAMPLES) % 10 if n_classes else None
    samples = (sample(gan.averaged, N_SAMPLES, labels=labels, generator=seed) + 1) / 2
    return Trained(samples, judge.judge(samples, labels), duration)


def typical(seconds: float, seed: int) -> np.ndarray:
    """Train the tutorials' GAN, which draws the digits at 8x8 pixels, for so many CPU seconds."""
    torch.manual_seed(seed)
    layers: list[nn.Module] = [nn.Linear(100, 128), nn.LeakyReLU(0.2)]
    for n_in, n_out in ((128, 256), (256, 512), (512, 1024)):
        layers += [nn.Linear(n_in, n_out), nn.BatchNorm1d(n_out), nn.LeakyReLU(0.2)]
    forger = nn.Sequential(*layers, nn.Linear(1024, 64), nn.Tanh())
    halves = nn.Linear(64, 512), nn.LeakyReLU(0.2), nn.Linear(512, 256), nn.LeakyReLU(0.2)
    detective = nn.Sequential(*halves, nn.Linear(256, 1), nn.Sigmoid())
    g_adam, d_adam = (
        torch.optim.Adam(player.parameters(), lr=2e-4, betas=(0.5, 0.999))
        for player in (forger, detective)
    )
    X, bce, end = torch.tensor(2 * FIT.X - 1).float(), nn.BCELoss(), time.process_time() + seconds
    while time.process_time() < end:
        for rows in torch.randperm(len(X)).split(64):
            yes, no = torch.ones(len(rows), 1), torch.zeros(len(rows), 1)
            fake = forger(torch.randn(len(rows), 100))
            g_adam.zero_grad()
            bce(detective(fake), yes).backward()
            g_adam.step()
            d_adam.zero_grad()
            on_both = bce(detective(X[rows]), yes) + bce(detective(fake.detach()), no)
            (on_both / 2).backward()
            d_adam.step()
    with torch.no_grad():
        return (forger(torch.randn(N_SAMPLES, 100)).double().numpy() + 1) / 2


def mixture(judge: Judge, seed: int) -> Trained:
    """Fit a mixture of 20 Gaussians to the digits, and draw from it."""
    start = time.process_time()
    model = GaussianMixture(20, reg_covar=1e-3, random_state=seed).fit(FIT.X)
    duration = time.process_time() - start
    samples = model.sample(N_SAMPLES)[0].clip(0, 1)
    return Trained(samples, judge.judge(samples), duration)


def each(values: Callable, runs: list[Trained]) -> list[float]:
    return [values(run.report) for run in runs]


def distance_rows(judge: Judge, kind: str, runs: list[Trained]) -> Iterator[Row]:
    """Compare the Fréchet distance with that of others, which know no classes, and of images."""
    what = f"Fréchet distance, {kind}, {N_EPOCHS * 12:,} steps, {len(SEEDS)} seeds"
    seconds, ours = [run.seconds for run in runs], each(lambda report: report.frechet, runs)
    mixtures = [mixture(judge, seed) for seed in SEEDS]
    peers = {"a mixture of 20 Gaussians": each(lambda report: report.frechet, mixtures)}
    if kind == "unconditional":
        drawn = [typical(*pair) for pair in zip(seconds, SEEDS, strict=True)]
        peers["a typical recipe as long"] = [judge.frechet(samples) for samples in drawn]
    for name, theirs in peers.items():
        bar = Bar("course", "<=", FRECHET[kind])
        yield make_row(f"{what}, beside {name}", UNIT, ours, theirs, bar)
    real, bar = [judge.floor.frechet] * len(runs), Bar("ratio", "<=", OF_FLOOR[kind])
    yield make_row(f"{what}, 2,000 samples beside 360 real images", UNIT, ours, real, bar)
    lots = [judge.frechet(run.samples, len(TEST.X)) for run in runs]
    yield make_row(f"{what}, lots of 360 samples beside 360 real images", UNIT, lots, real)
    times = [run.seconds for run in mixtures]
    yield make_row(
        f"CPU time to fit, {kind}, beside a mixture of 20 Gaussians", "s", seconds, times
    )


def report_rows(judge: Judge, kind: str, runs: list[Trained]) -> Iterator[Row]:
    """Hold what else the judge says against its bars, beside the same of real images."""
    bars = {
        "n_classes": ("classes", Bar("course", ">=", 10)),
        "entropy": ("of ln 10", Bar("course", ">=", 0.995)),
        "copies": ("share", Bar("course", "<=", 0.04)),
        "nearer_to_train": ("share", None),
        "label_accuracy": ("share", Bar("course", ">=", 0.99)),
    }
    if kind == "unconditional":
        del bars["label_accuracy"]
    for field, (unit, bar) in bars.items():
        ours = each(lambda report, field=field: getattr(report, field), runs)
        real = [getattr(judge.floor, field)] * len(runs)
        yield make_row(f"{field}, {kind}, beside real images", unit, ours, real, bar)


def modes_found(recipe: str, seed: int) -> int:
    """Train on the ring of eight for 2,000 steps, and count the modes that 1,000 samples cover."""
    slope = 0.2 if recipe == "course" else 0.0
    known = {"slope": slope, "dtype": torch.float64}
    gan = GAN(
        Generator((2, 64, 64, 2), "linear", batch_norm=False, generator=seed, **known),
        Discriminator((2, 64, 64, 1), generator=seed + 100, **known),
    )
    X = make_ring(2048, rng=0).X
    train_gan(gan, X, n_epochs=125, learning_rate=5e-3, **RING[recipe], generator=seed)
    return modes_covered(sample(gan.generator, 1000, generator=99), ring_centers(), 0.05)


def ring_rows() -> Iterator[Row]:
    ours, theirs = ([modes_found(recipe, seed) for seed in RING_SEEDS] for recipe in RING)
    where = f"ring of eight, 2,000 steps, {len(RING_SEEDS)} seeds, beside the naive recipe"
    yield make_row(f"modes covered, {where}", "modes", ours, theirs)
    whole = [[float(statistics.mean(n == 8 for n in found))] for found in (ours, theirs)]
    yield make_row(f"runs that cover all, {where}", "share", *whole, Bar("course", ">=", 0.9))


def rows() -> Iterator[Row]:
    """Yield each row as soon as it is measured."""
    with one_torch_thread():
        classifier = networks_of(load_run("gan.safetensors"))["judge"]
        judge = Judge(classifier, FIT.X, *TEST)
        right = [float((classes_of(classifier, TEST.X) == TEST.y).mean())]
        yield make_row("the judge's accuracy on test", "share", right, bar=ACCURACY)
        for kind in FRECHET:
            runs = [trained(judge, kind, seed) for seed in SEEDS]
            yield from distance_rows(judge, kind, runs)
            yield from report_rows(judge, kind, runs)
        yield from ring_rows()
