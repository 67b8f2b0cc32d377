"""Smaller networks beside the float network, torchao, one-shot pruning and a student alone.

All learn from the 1,437 digits of "fit", a student from 100 of them, and are judged on the 360 of
"test". Times are ratios of pairs, taken in turn, and have no bar: nothing here is made to be
faster on a processor. One thread for all.
"""

from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
import torch
from torch import nn

from benchmarks.measure import Bar, Row, make_row
from course_utils.compression.cost import cost_of
from course_utils.compression.distillation import distill
from course_utils.compression.measure import (
    file_bytes,
    latency_ratio,
    sparse_bytes,
    zipped_bytes,
)
from course_utils.compression.model import accuracy, digits_network, fit_network
from course_utils.compression.peers import torchao_bytes, torchao_codes, torchao_int8
from course_utils.compression.prune import fine_tune, prune_network
from course_utils.compression.quantization import codes_of, quantize_network, quantized_bytes
from course_utils.datasets import load_digits
from course_utils.training import one_torch_thread

PEER = "torchao, the float network, one-shot pruning, or a student alone"
SEEDS, STUDENT_SEEDS = range(5), range(10)
FIT, TEST = load_digits("fit"), load_digits("test")
SPARSITY = 0.8
TEACHER, STUDENT, N_LABELED = (64, 256, 256, 10), (64, 16, 10), 100
SIZES = {"64 hidden neurons": (64, 64, 10), "twice 512": (64, 512, 512, 10)}


def points(network: nn.Module) -> float:
    """Return the accuracy on test, in percentage points."""
    return 100 * accuracy(network, *TEST)


@cache
def trained(seed: int) -> nn.Sequential:
    """Return the chapter's network, trained with one seed."""
    network = digits_network(generator=seed)
    fit_network(network, *FIT, generator=seed)
    return network


def lost(smaller: Callable) -> list[float]:
    """Return by seed how many points of accuracy `smaller(network, seed)` lost."""
    return [points(trained(seed)) - points(smaller(trained(seed), seed)) for seed in SEEDS]


def float32_bytes(network: nn.Module) -> int:
    return 4 * sum(one.numel() for one in network.parameters())


def int8_rows() -> Iterator[Row]:
    where = f"int8 per channel, {len(SEEDS)} seeds, beside torchao"
    ours = lost(lambda network, seed: quantize_network(network))
    theirs = lost(lambda network, seed: torchao_int8(network))
    bar = Bar("course", "<=", 0.5)
    yield make_row(f"accuracy lost, {where}", "points", ours, theirs, bar)
    yield make_row(f"the most accuracy lost, {where}", "points", [max(ours)], [max(theirs)], bar)
    calibrated = lost(lambda network, seed: quantize_network(network, calibration=FIT.X[:200]))
    name = "the most accuracy lost, int8 inputs too, beside weights alone"
    yield make_row(name, "points", [max(calibrated)], [max(ours)], bar)
    network = trained(0)
    ours, theirs = quantized_bytes(quantize_network(network)), torchao_bytes(torchao_int8(network))
    ours, theirs = ([one / float32_bytes(network)] for one in (ours, theirs))
    what = "bytes of codes, scales and biases, of the float32 network's, beside torchao"
    yield make_row(what, "share", ours, theirs, Bar("course", "<=", 0.30))
    differ = []
    for seed in SEEDS:
        both = codes_of(quantize_network(trained(seed))), torchao_codes(torchao_int8(trained(seed)))
        pairs = [(both[0][name][0], both[1][name][0]) for name in both[0]]
        differ.append(sum(int((mine != other).sum()) for mine, other in pairs))
    yield make_row("codes that are not torchao's", "codes", differ, bar=Bar("course", "<=", 0))


def time_rows() -> Iterator[Row]:
    """Compare the time for one row, and for 360, with that of the float32 network."""
    for name, sizes in SIZES.items():
        network = digits_network(sizes, dtype=torch.float32)
        networks = {
            "int8 weights": quantize_network(network),
            "int8 weights and inputs": quantize_network(network, calibration=FIT.X[:200]),
            f"{SPARSITY:.0%} of the weights 0": prune_network(network, SPARSITY)[0],
        }
        for n_rows in (1, len(TEST.X)):
            X = TEST.X[:n_rows]
            for what, smaller in networks.items():
                row, theirs = f"time, {what}, {name}, {n_rows} row(s) at once", None
                if what == "int8 weights":
                    row += ", beside torchao"
                    theirs = [latency_ratio(torchao_int8(network), network, X)]
                ours = [latency_ratio(smaller, network, X)]
                yield make_row(row, "of the float32 network's", ours, theirs)


def pruned(network: nn.Module, seed: int) -> nn.Module:
    smaller, masks = prune_network(network, SPARSITY)
    fine_tune(smaller, masks, *FIT, generator=seed)
    return smaller


def pruning_rows() -> Iterator[Row]:
    where = f"{SPARSITY:.0%} of the weights 0"
    ours = lost(pruned)
    theirs = lost(lambda network, seed: prune_network(network, SPARSITY)[0])
    what = f"accuracy lost, {where} and fine-tuned, {len(SEEDS)} seeds, beside one-shot"
    bar = Bar("course", "<=", 1.0)
    yield make_row(what, "points", ours, theirs, bar)
    yield make_row(
        what.replace("accuracy", "the most accuracy"), "points", [max(ours)], [max(theirs)], bar
    )
    dense = trained(0)
    sparse = pruned(dense, 0)
    for what, size in {"file": file_bytes, "zipped file": zipped_bytes}.items():
        yield make_row(
            f"{what}, {where}, beside the dense one", "bytes", [size(sparse)], [size(dense)]
        )
    weights = [layer.weight.detach().float() for layer in sparse if isinstance(layer, nn.Linear)]
    in_rows = sum(sparse_bytes(weight) for weight in weights)
    dense_bytes = sum(4 * weight.numel() for weight in weights)
    what = f"weights in float32 as compressed rows, {where}, beside dense"
    yield make_row(what, "bytes", [in_rows], [dense_bytes])


def student_rows() -> Iterator[Row]:
    teacher = digits_network(TEACHER)
    fit_network(teacher, *FIT, n_epochs=30)
    found = {"alone": [], "distilled": []}
    for seed in STUDENT_SEEDS:
        rows = np.random.default_rng(seed).choice(len(FIT.X), N_LABELED, replace=False)
        for name, hard_share in (("alone", 1.0), ("distilled", 0.1)):
            student = digits_network(STUDENT, generator=seed)
            labeled = FIT.X[rows], FIT.y[rows]
            distill(student, teacher, *labeled, hard_share=hard_share, generator=seed)
            found[name].append(points(student))
    size = [cost_of(digits_network(sizes), 64).parameters for sizes in (STUDENT, TEACHER)]
    yield make_row(
        "parameters of a student, beside its teacher",
        "parameters",
        *([one] for one in size),
        Bar("ratio", "<=", 0.1),
    )
    where = f"{N_LABELED} labeled rows, {len(STUDENT_SEEDS)} seeds"
    alone, distilled = found["alone"], found["distilled"]
    row = f"accuracy with a teacher, {where}, beside the same student alone"
    yield make_row(row, "points", distilled, alone, Bar("ratio", ">", 1.0))
    above = float(np.mean(np.array(distilled) > alone))
    yield make_row(
        f"seeds with a teacher above alone, {where}", "share", [above], bar=Bar("course", ">=", 0.9)
    )
    apart = [points(teacher) - one for one in distilled]
    yield make_row(f"below the teacher, {where}", "points", apart)


def rows() -> Iterator[Row]:
    """Yield each row as soon as it is measured."""
    with one_torch_thread():
        for part in (int8_rows, pruning_rows, student_rows, time_rows):
            yield from part()
