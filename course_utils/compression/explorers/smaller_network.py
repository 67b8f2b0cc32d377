"""Prune and quantize: what is left of the weights, of the accuracy, and of the bytes."""

import copy
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from torch import nn

from course_utils.classroom.explorer import Explorer, choice, slider, toggle
from course_utils.classroom.figures import PALETTE, montage
from course_utils.compression.controls import BITS, FLOAT, SPARSITIES
from course_utils.compression.figures.spread import shared_bins
from course_utils.compression.measure import sparse_bytes, zipped_bytes
from course_utils.compression.model import accuracy, digits_network, fit_network
from course_utils.compression.prune import prune_network
from course_utils.compression.quantization import codes_of, quantize_network, quantized_bytes
from course_utils.compression.weights import weights_of
from course_utils.datasets import load_digits

SIDE, N_IN_STRIP = 8, 3  # pictures in a row; rows of them in the strip
N_BINS = 101
WIDER = 1.4  # with 2 bits the smallest code stands for 4/3 of the largest weight, negated
POINT = 0.01 + 1e-9
SIZES = {
    "dense": "dense float32",
    "codes": "dense codes",
    "sparse": "sparse float32",
    "zipped": "zipped file",
}
_LOOKS = (
    {"facecolor": PALETTE["blue"]},
    {"facecolor": "white", "edgecolor": PALETTE["vermilion"], "hatch": "////"},
    {"facecolor": PALETTE["green"], "edgecolor": "white", "hatch": "...."},
    {"facecolor": PALETTE["purple"], "edgecolor": "white", "hatch": "xxxx"},
)


class Smaller(NamedTuple):
    """The network in one setting."""

    weights: np.ndarray  # (64, 64) of the first layer, as it computes with them
    accuracy: float  # on validation
    sizes: dict[str, int]  # bytes of all that it keeps; no "codes" in float


@lru_cache
def network() -> nn.Sequential:
    """Return the chapter's network, trained on "train": validation is new to it.

    >>> [layer.out_features for layer in network()[::2]]
    [64, 10]
    """
    trained = digits_network()
    fit_network(trained, *load_digits("train"))
    return trained.requires_grad_(False)


@lru_cache(2048)
def smaller(sparsity: float, bits: int | str, per_channel: bool) -> Smaller:
    """Return the network after pruning in one shot, and then quantization of the weights.

    >>> smaller(0.9, 8, True).sizes["dense"] == smaller(0.0, "float", False).sizes["dense"]
    True
    """
    pruned, _ = prune_network(network(), sparsity)
    shown, codes = pruned, {}
    if bits != FLOAT:
        shown = quantize_network(pruned, bits, per_channel)
        codes = {"codes": quantized_bytes(shown)}
        for name, (whole, scale) in codes_of(shown).items():
            pruned.get_submodule(name).weight.copy_(whole * scale)
    share = accuracy(shown, *_validation())
    float32 = copy.deepcopy(pruned).float()
    weights = list(weights_of(float32).values())
    biases = sum(one.nbytes for one in float32.parameters() if one.ndim == 1)
    sizes = {
        "dense": biases + sum(one.nbytes for one in weights),
        **codes,
        "sparse": biases + sum(map(sparse_bytes, weights)),
        "zipped": zipped_bytes(shown if codes else float32),
    }
    return Smaller(weights_of(pruned)["0.weight"].numpy(), share, sizes)


@lru_cache
def _validation() -> tuple[np.ndarray, np.ndarray]:
    return load_digits("validation")


def ink(weights: np.ndarray, n_rows: int = SIDE) -> np.ndarray:
    """Return how large the weights of the first neurons are, as one picture; 0 is white.

    >>> ink(np.zeros((64, 64)), 2).shape
    (17, 71)
    """
    return montage(np.abs(weights[: n_rows * SIDE]).reshape(-1, 8, 8), SIDE)


def counts(weights: np.ndarray) -> np.ndarray:
    """Return how many weights there are in each bin of the histogram; its axis is logarithmic.

    >>> int(counts(np.zeros((3, 2))).max())
    6
    """
    return np.histogram(weights, _bins())[0]


@lru_cache
def _bins() -> np.ndarray:
    return shared_bins([WIDER * _first()], N_BINS)


def _first() -> np.ndarray:
    """Return the weights of the first layer as they were trained."""
    return network()[0].weight.numpy()


def _stage_network(figure) -> dict:
    wide = figure.bbox.width > 1.5 * figure.bbox.height  # in the strip all is narrow and small
    places = figure.add_gridspec(
        2, 2 if wide else 1, width_ratios=(1, 1.25) if wide else None, height_ratios=(1.1, 1)
    )
    neurons = figure.add_subplot(places[:, 0] if wide else places[0])
    spread, artists = figure.add_subplot(places[0, 1] if wide else places[1]), {}
    if wide:
        artists = _stage_sizes(figure.add_subplot(places[1, 1]))
    neurons.set(xticks=[], yticks=[])
    neurons.spines[:].set_visible(False)
    blank = ink(_first(), SIDE if wide else N_IN_STRIP)
    strong = float(np.quantile(np.abs(_first()), 0.97))
    spread.set_xlim(_bins()[0], _bins()[-1])
    spread.set_xticks([-0.5, 0, 0.5])
    spread.set_yscale("log")
    spread.set_ylim(0.7, 2 * _first().size)
    spread.set_yticks([1, 10, 100, 1000], ["1", "10", "100", "1,000"])
    spread.minorticks_off()
    spread.set_ylabel("weights")
    if wide:
        neurons.set_title("first layer: a picture a neuron", fontsize=12)
    spread.set_xlabel("value of a weight")
    full = {"fill": True, "color": PALETTE["blue"], "baseline": 0.01}
    return artists | {
        "ink": neurons.imshow(blank, cmap="gray_r", vmin=0, vmax=strong),
        "counts": spread.stairs(np.ones(len(_bins()) - 1), _bins(), **full),
        "words": figure.suptitle("\n", fontsize=13 if wide else 12),
    }


def _stage_sizes(ax) -> dict:
    ax.set_xlim(0, 1.3 * smaller(0.0, FLOAT, True).sizes["sparse"])
    ax.set_ylim(len(SIZES) - 0.5, -0.5)
    ax.set_yticks(range(len(SIZES)), list(SIZES.values()))
    ax.tick_params(axis="y", length=0)
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    return {
        name: (ax.barh(place, 0, 0.7, **look)[0], ax.text(0, place, "", va="center_baseline"))
        for place, (name, look) in enumerate(zip(SIZES, _LOOKS, strict=True))
    }


def _draw_network(artists, sparsity, bits, per_channel) -> str:
    found, before = smaller(sparsity, bits, per_channel), smaller(0.0, FLOAT, True)
    n_rows = (artists["ink"].get_array().shape[0] + 1) // 9
    artists["ink"].set_data(ink(found.weights, n_rows))
    artists["counts"].set_data(counts(found.weights))
    for name in SIZES:
        if name in artists:  # the strip has no bars
            bar, text = artists[name]
            size = found.sizes.get(name, 0)
            bar.set_width(size)
            text.set_x(size + 0.01 * bar.axes.get_xlim()[1])
            text.set_text(f"{size:,} bytes" if size else "none in float")
    scales = "" if bits == FLOAT else ", a scale a row" if per_channel else ", one scale a layer"
    kind = "float" if bits == FLOAT else f"{bits} bits{scales}"
    artists["words"].set_text(
        f"sparsity {sparsity:.2f}, {kind}\n{100 * found.accuracy:.1f} % right on validation"
    )
    within = "within" if found.accuracy >= before.accuracy - POINT else "not within"
    n_zero, n_values = int((found.weights == 0).sum()), len(np.unique(found.weights))
    codes = f"as dense codes {found.sizes['codes']:,}, " if "codes" in found.sizes else ""
    return (
        f"Sparsity {sparsity:.2f}, {kind}: {100 * found.accuracy:.1f} % of the validation images "
        f"are right, {within} 1 point of the {100 * before.accuracy:.1f} % before. Of "
        f"{found.weights.size:,} weights of the first layer {n_zero:,} are 0; they have "
        f"{n_values:,} different values. Bytes: as dense float32 {found.sizes['dense']:,}, {codes}"
        f"as sparse float32 {found.sizes['sparse']:,}, zipped about "
        f"{max(1, round(found.sizes['zipped'] / 1000))},000."
    )


def _state(sparsity: float, bits=FLOAT, per_channel: bool = True) -> dict:
    return {"sparsity": sparsity, "bits": bits, "per_channel": per_channel}


prune_and_quantize = Explorer(
    _stage_network,
    _draw_network,
    controls={
        "sparsity": slider(SPARSITIES[0], SPARSITIES[-1], 0.0, "sparsity", step=0.02),
        "bits": choice(BITS, 8, "bits of a weight"),
        "per_channel": toggle(True, "per channel: a scale for each row"),
    },
    strip=[
        ("As trained", _state(0.0)),
        ("Most weights are gone at once", _state(0.8)),
        ("All are there, in 3 bits", _state(0.0, 3)),
    ],
    title="Fewer weights, fewer bits",
    width=8.2,
    height=4.4,
)
