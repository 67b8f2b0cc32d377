"""Autoencoders beside PCA and beside a typical recipe, and the training loop beside a bare one.

All learn from the 1,437 digits of "fit"; errors are those on the 360 of "test". The typical recipe
takes as many steps: ReLU, Adam at 1e-3, batches of 64 from a DataLoader. One thread for all.
"""

import math
import time
from collections.abc import Callable, Iterator

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset

from benchmarks.measure import Bar, Row, compare_times, make_row
from course_utils.autoencoder import (
    Autoencoder,
    fit_autoencoder,
    gaussian_noise,
    mean_squared_error,
    pca_baseline,
    psnr,
    reconstruct,
)
from course_utils.autoencoder.stored import networks_of, trainings_of
from course_utils.datasets import load_digits, load_run
from course_utils.training import Training, batches, one_optimizer, one_torch_thread, warmup_cosine

PEER = "PCA, a typical recipe or a bare loop"
SEEDS = range(5)
BARS = {"plane": Bar("course", "<=", 0.036), "size 32": Bar("course", "<=", 0.0015)}
SHORT = {"n_epochs": 90, "learning_rate": 8e-3}  # a run that is to pass PCA's error
FIT, TEST = load_digits("fit").X, load_digits("test").X


def busy(run: Callable[[], object]) -> tuple[object, float]:
    """Return what a call returns, and the seconds that it kept the processor busy."""
    start = time.process_time()
    result = run()
    return result, time.process_time() - start


def fitted(name: str, seed: int, **changes) -> Autoencoder:
    """Train the network of that name as the stored one was trained, but for the changes."""
    content = load_run("autoencoder.safetensors")
    how = trainings_of(content)[name] | changes
    model = Autoencoder(**networks_of(content)[name].options, generator=seed)
    fit_autoencoder(
        model,
        FIT,
        n_epochs=how["n_epochs"],
        learning_rate=how["learning_rate"],
        batch_size=how["batch_size"],
        noise=gaussian_noise(how["sigma"]) if how["sigma"] else None,
        generator=seed,
    )
    return model


def typical(sizes: list[int], n_steps: int, seed: int) -> nn.Module:
    """Train a network of the same layers in the way that tutorials show."""
    torch.manual_seed(seed)
    full = [*sizes, *sizes[-2::-1]]
    layers = []
    for i in range(len(full) - 1):
        layers += [nn.Linear(full[i], full[i + 1]), nn.ReLU()]
    del layers[2 * len(sizes) - 3]  # the codes are free, and so are the images
    model = nn.Sequential(*layers[:-1])
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    images = TensorDataset(torch.tensor(FIT, dtype=torch.float32))
    loader = DataLoader(images, batch_size=64, shuffle=True)
    step = 0
    while step < n_steps:
        for (batch,) in loader:
            optimizer.zero_grad()
            F.mse_loss(model(batch), batch).backward()
            optimizer.step()
            step += 1
            if step == n_steps:
                break
    return model


def typical_error(model: nn.Module) -> float:
    with torch.no_grad():
        return mean_squared_error(TEST, model(torch.tensor(TEST, dtype=torch.float32)).numpy())


def error_rows(name: str) -> Iterator[Row]:
    """Compare the test error after a whole run with PCA's and with the typical recipe's."""
    content = load_run("autoencoder.safetensors")
    sizes, how = networks_of(content)[name].options["sizes"], trainings_of(content)[name]
    n_steps = how["n_epochs"] * math.ceil(len(FIT) / how["batch_size"])
    ours = [busy(lambda seed=seed: fitted(name, seed)) for seed in SEEDS]
    theirs = [busy(lambda seed=seed: typical(sizes, n_steps, seed)) for seed in SEEDS]
    errors = [mean_squared_error(TEST, reconstruct(model, TEST)) for model, _ in ours]
    what = f"{'-'.join(map(str, sizes))}, {n_steps:,} steps, {len(SEEDS)} seeds"
    pca = [pca_error(sizes[-1])] * len(errors)
    peers = [typical_error(model) for model, _ in theirs]
    yield make_row(f"test error, {what}, beside PCA's", "squared ink", errors, pca, BARS[name])
    yield make_row(f"test error, {what}, beside the typical recipe's", "squared ink", errors, peers)
    times = [t for _, t in ours], [t for _, t in theirs]
    yield make_row(f"CPU time to fit, {what}, beside the typical recipe's", "s", *times)


def pca_error(size: int) -> float:
    return mean_squared_error(TEST, pca_baseline(FIT, size).reconstruct(TEST))


def passing_row(name: str) -> Row:
    """Time a short run that ends below PCA's error; a run that does not counts as endless."""
    times = []
    for seed in SEEDS:
        model, seconds = busy(lambda seed=seed: fitted(name, seed, **SHORT))
        limit = pca_error(model.options["sizes"][-1])
        passed = mean_squared_error(TEST, reconstruct(model, TEST)) < limit
        times.append(seconds if passed else float("inf"))
    sizes = "-".join(map(str, model.options["sizes"]))
    what = (
        f"CPU time of {SHORT['n_epochs']} epochs that pass PCA's error, {sizes}, {len(SEEDS)} seeds"
    )
    return make_row(what, "s", times, bar=Bar("course", "<=", 1.5))


def noisy(X: np.ndarray, sigma: float, seed: int) -> np.ndarray:
    return gaussian_noise(sigma)(torch.tensor(X), seed).numpy()


def denoising_row() -> Row:
    """Compare what denoising gains with what a projection on principal components gains.

    How many components are kept is chosen on the noisy images of "fit".
    """
    sigma = trainings_of(load_run("autoencoder.safetensors"))["denoiser"]["sigma"]
    pcas = [pca_baseline(FIT, size) for size in range(1, 65)]
    ours, theirs = [], []
    for seed in SEEDS:
        seen = noisy(TEST, sigma, seed)
        before = psnr(TEST, seen)
        ours.append(psnr(TEST, reconstruct(fitted("denoiser", seed), seen)) - before)
        learned = noisy(FIT, sigma, seed)
        best = max(pcas, key=lambda pca, learned=learned: psnr(FIT, pca.reconstruct(learned)))
        theirs.append(psnr(TEST, best.reconstruct(seen)) - before)
    name = f"gain in PSNR by denoising, sigma {sigma}, {len(SEEDS)} seeds, beside PCA's"
    return make_row(name, "dB", ours, theirs, Bar("course", ">=", 4.0))


def overhead_row(n_epochs: int = 20) -> Row:
    """Time the course's training loop and a bare one, for as many steps from the same weights."""
    X = torch.tensor(FIT, dtype=torch.float32)
    schedule, batch_size = warmup_cosine(), 128

    def built():
        model = Autoencoder((64, 32, 2))
        return model, torch.optim.AdamW(model.parameters(), lr=4e-3, fused=True)

    def course():
        model, optimizer = built()
        step = one_optimizer(
            model, optimizer, lambda net, batch, _: F.mse_loss(net(*batch), *batch)
        )
        training = Training(step, {"model": model}, {"optimizer": optimizer}, 0, schedule=schedule)
        training.run(X, n_epochs, batch_size)
        return model

    def bare():
        model, optimizer = built()
        generator = torch.Generator().manual_seed(0)
        n_steps, step = n_epochs * math.ceil(len(X) / batch_size), 0
        for _ in range(n_epochs):
            for rows in batches(len(X), batch_size, generator):
                optimizer.param_groups[0]["lr"] = 4e-3 * schedule((step + 0.5) / n_steps)
                optimizer.zero_grad()
                batch = X[rows]
                F.mse_loss(model(batch), batch).backward()
                optimizer.step()
                step += 1
        return model

    ends = [mean_squared_error(FIT, reconstruct(run(), FIT)) for run in (course, bare)]
    if abs(ends[0] - ends[1]) > 0.1 * ends[1]:
        raise AssertionError(f"the two loops end with the errors {ends}: their times say nothing.")
    return compare_times(
        f"{n_epochs} epochs, 64-32-2, the training loop beside a bare one",
        course,
        bare,
        Bar("ratio", "<=", 1.3),
        n_runs=15,
    )


def rows() -> Iterator[Row]:
    """Yield each row as soon as it is measured."""
    with one_torch_thread():
        for name in BARS:
            yield from error_rows(name)
            yield passing_row(name)
        yield denoising_row()
        yield overhead_row()
