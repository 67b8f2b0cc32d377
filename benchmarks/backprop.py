"""The chapter's engine beside PyTorch's, a scalar engine's and scikit-learn's, on one thread.

All sides train the same network in float64 on the same batches, from the same weights.
"""

import statistics
import time
import warnings
from collections.abc import Callable, Iterator

import numpy as np
import torch
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier as PeerClassifier

from benchmarks.measure import Bar, Row, compare_times, make_row, seconds, take_turns
from benchmarks.perceptron import HEAVY, import_cost
from benchmarks.random_graphs import SAME, differences, draw
from course_utils.backprop import MLP, SGD, MLPClassifier, Tensor, Value, binary_cross_entropy
from course_utils.backprop import cross_entropy as our_cross_entropy
from course_utils.datasets import load_digits, make_moons
from course_utils.gradient_descent import minibatches

PEER = "PyTorch, a scalar engine or scikit-learn"
SIZES = (64, 64, 10)
MOONS = (2, 16, 16, 1)
SGD_RATE, MOMENTUM = 0.1, 0.9
EQUAL = 1e-12
SEEDS = range(5)


def torch_twin(network: MLP) -> torch.nn.Sequential:
    """Return PyTorch's ReLU network with the same weights."""
    modules = []
    for layer in network.layers:
        linear = torch.nn.Linear(*reversed(layer.weights.shape), dtype=torch.float64)
        with torch.no_grad():
            linear.weight[:] = torch.tensor(layer.weights.data)
            linear.bias[:] = torch.tensor(layer.bias.data)
        modules += [linear, torch.nn.ReLU()]
    return torch.nn.Sequential(*modules[:-1])


def digits_epochs(batch_size: int) -> tuple[Callable[[], float], Callable[[], float]]:
    """Return two functions that train one epoch and return its last loss: ours and PyTorch's."""
    X, y = load_digits("fit")
    network = MLP(SIZES)
    twin = torch_twin(network)
    ours = SGD(network.parameters(), SGD_RATE, MOMENTUM)
    theirs = torch.optim.SGD(twin.parameters(), SGD_RATE, MOMENTUM)
    X_peer, y_peer = torch.tensor(X), torch.tensor(y)
    our_order, their_order = np.random.default_rng(0), np.random.default_rng(0)

    def epoch() -> float:
        for rows in minibatches(len(X), batch_size, our_order):
            ours.zero_grad()
            loss = our_cross_entropy(network(Tensor(X[rows])), y[rows])
            loss.backward()
            ours.step()
        return loss.item()

    def peer_epoch() -> float:
        for rows in minibatches(len(X), batch_size, their_order):
            rows = torch.from_numpy(rows)
            theirs.zero_grad()
            loss = torch.nn.functional.cross_entropy(twin(X_peer[rows]), y_peer[rows])
            loss.backward()
            theirs.step()
        return loss.item()

    return epoch, peer_epoch


def random_graph_rows(n_graphs: int = 1000) -> Iterator[Row]:
    """Compare the engine with PyTorch on random graphs of all operations."""
    rng = np.random.default_rng(0)
    found = [differences(draw(rng)) for _ in range(n_graphs)]
    for what, far in zip(("values", "gradients"), zip(*found, strict=True), strict=True):
        name = f"{what} of {n_graphs:,} random graphs: largest difference from PyTorch's"
        yield make_row(name, "of the largest", [max(far)], bar=Bar("course", "<=", SAME))


def epoch_rows() -> Iterator[Row]:
    """Time an epoch on the 1,437 digits, once as one batch and once in batches of 64."""
    for name, batch_size, limit in (("full batch", 1437, 1.4), ("batches of 64", 64, 0.6)):
        ours, theirs = digits_epochs(batch_size)
        check_equal(ours(), theirs(), "PyTorch")
        bar = Bar("ratio", "<=", limit)
        yield compare_times(f"epoch, digits, 64-64-10, {name}", ours, theirs, bar)


def check_equal(loss: float, peer: float, name: str) -> None:
    """Raise if two sides do not compute the same: their times would say nothing."""
    if abs(loss - peer) > EQUAL * abs(peer):
        raise AssertionError(f"the loss is {loss!r} here, but {peer!r} in {name}.")


def scalar_epoch(network: MLP, X, y) -> Callable[[], float]:
    """Return a step of full-batch descent, number by number, from the weights of `network`."""
    layers = [
        [
            [[Value(w) for w in row] for row in layer.weights.data.tolist()],
            [Value(b) for b in layer.bias.data.tolist()],
        ]
        for layer in network.layers
    ]

    def score(x):
        for i, (rows, biases) in enumerate(layers):
            sums = []
            for row, total in zip(rows, biases, strict=True):
                for weight, number in zip(row, x, strict=True):
                    total = total + weight * number
                sums.append(total)
            x = sums if i == len(layers) - 1 else [number.relu() for number in sums]
        return x[0]

    def epoch() -> float:
        total = Value(0.0)
        for x, label in zip(X.tolist(), y.tolist(), strict=True):
            z = score([Value(number) for number in x])
            z = -z if label else z
            total = total + z.relu() + (1 + (-abs_of(z)).exp()).log()  # log(1 + exp(z)), stable
        loss = total / len(X)
        loss.backward()
        for rows, biases in layers:
            for parameter in [*(weight for row in rows for weight in row), *biases]:
                parameter.data -= SGD_RATE * parameter.grad
        return loss.data

    return epoch


def abs_of(value: Value) -> Value:
    return value.relu() + (-value).relu()


def scalar_row(n_samples: int = 100, n_runs: int = 5) -> Row:
    """Time an epoch on moons, 2-16-16-1, by arrays and number by number."""
    X, y = make_moons(n_samples, rng=0)
    y = (y == y.max()).astype(float)
    network, twin = MLP(MOONS), MLP(MOONS)
    optimizer = SGD(network.parameters(), SGD_RATE)
    by_number = scalar_epoch(twin, X, y)

    def epoch() -> float:
        optimizer.zero_grad()
        loss = binary_cross_entropy(network(Tensor(X)), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    for _ in range(2):  # the second loss comes from weights that were learned
        check_equal(epoch(), by_number(), "the scalar engine")
    # One epoch by arrays is too short for the clock.
    ours, theirs = take_turns(
        lambda: 1e3 * seconds(lambda: [epoch() for _ in range(100)]) / 100,
        lambda: 1e3 * seconds(by_number),
        n_runs,
    )
    name = f"epoch, {n_samples} moons, 2-16-16-1, beside the scalar engine"
    return make_row(name, "ms", ours, theirs, Bar("ratio", "<=", 1e-3))


def cpu_seconds(run: Callable[[], object]) -> float:
    """Return how long one call keeps the processor busy, in seconds."""
    start = time.process_time()
    run()
    return time.process_time() - start


def scikit_learns(rng: int) -> PeerClassifier:
    """Return scikit-learn's with the defaults of the course: network, rate, momentum, epochs."""
    ours = MLPClassifier()
    return PeerClassifier(
        ours.hidden,
        solver="sgd",
        batch_size=ours.batch_size,
        learning_rate_init=ours.learning_rate,
        momentum=ours.momentum,
        nesterovs_momentum=False,
        alpha=0.0,
        max_iter=ours.n_epochs,
        n_iter_no_change=ours.n_epochs,
        random_state=rng,
    )


def training_rows() -> Iterator[Row]:
    """Train the 1,437 digits for choosing and learning with the defaults, score the 360 others."""
    fit, test = load_digits("fit"), load_digits("test")
    ours = [MLPClassifier(rng=seed) for seed in SEEDS]
    theirs = [scikit_learns(seed) for seed in SEEDS]
    busy = [cpu_seconds(lambda model=model: model.fit(*fit)) for model in ours]
    with warnings.catch_warnings():
        # All epochs are wanted, converged or not.
        warnings.simplefilter("ignore", ConvergenceWarning)
        peers = [cpu_seconds(lambda model=model: model.fit(*fit)) for model in theirs]
    name = f"digits, defaults, {len(SEEDS)} seeds"
    scores, peer_scores = ([m.score(*test) for m in models] for models in (ours, theirs))
    accurate = Bar("course", ">=", 0.97)
    yield make_row(f"accuracy, {name}, test", "share", scores, peer_scores, accurate)
    yield make_row(f"CPU time to fit, {name}", "s", busy, peers, Bar("course", "<=", 5.0))
    n_epochs = statistics.mean(model.n_iter_ for model in theirs)
    per_epoch = [1e3 * t / ours[0].n_epochs for t in busy], [1e3 * t / n_epochs for t in peers]
    yield make_row(f"CPU time per epoch, {name}", "ms", *per_epoch)


def import_rows(n_runs: int = 7) -> Iterator[Row]:
    """Time the import, each in a process of its own, and count what heavy packages it loads."""
    statement = "import course_utils.backprop"
    costs = [import_cost(statement) for _ in range(n_runs)]
    yield make_row(f"`{statement}`", "s", [t for t, _ in costs], bar=Bar("course", "<=", 1.0))
    names = ", ".join(HEAVY)
    loaded = [n for _, n in costs]
    yield make_row(f"of {names}: loaded by it", "packages", loaded, bar=Bar("course", "<=", 0))


def rows() -> Iterator[Row]:
    """Yield each row as soon as it is measured."""
    yield from random_graph_rows()
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield from epoch_rows()
    finally:
        torch.set_num_threads(threads)
    yield scalar_row()
    yield from training_rows()
    yield from import_rows()
