"""The playground: a small network learns two moons while you watch."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from course_utils.backprop.figures.regions import RING, dots, new_border, regions, set_plane
from course_utils.backprop.model import MLPClassifier
from course_utils.classroom.explorer import Explorer, choice, slider
from course_utils.classroom.figures import CLASS_STYLES
from course_utils.datasets import Samples, make_moons

WIDTHS, DEPTHS, DECAYS = (1, 2, 3, 4, 6, 8, 16), (1, 2, 3), (0, 0.001, 0.01, 0.1)
N_TRAIN, N_VALIDATION = 60, 200
TRAINING = {"n_epochs": 60, "learning_rate": 0.2, "batch_size": 15, "activation": "tanh"}
LIMITS = ((-2.2, 3.2), (-1.8, 2.3))
HIGHEST_LOSS = 1.2  # of the right panel
_DETAIL = 80  # points a side of the picture; more cost time


class Run(NamedTuple):
    """A trained network and how it did."""

    model: MLPClassifier
    n_parameters: int
    n_right: int
    n_right_validation: int


@lru_cache
def moons(noise: float) -> tuple[Samples, Samples]:
    """Return the training and the validation samples."""
    return make_moons(N_TRAIN, rng=0, noise=noise), make_moons(N_VALIDATION, rng=1, noise=noise)


@lru_cache(32)
def run(width: int, depth: int, weight_decay: float, noise: float, seed: int) -> Run:
    """Train a network with `depth` hidden layers of `width` neurons; `seed` draws its weights.

    >>> run(16, 1, 0, 0.1, 0).n_right
    60
    """
    train, validation = moons(noise)
    hidden = (width,) * depth
    model = MLPClassifier(hidden, **TRAINING, weight_decay=weight_decay, rng=seed)
    model.fit(*train, validation=validation)
    n_right, n_right_validation = (
        int((model.predict(X) == y).sum()) for X, y in (train, validation)
    )
    n_parameters = sum(parameter.size for parameter in model.network_.parameters())
    return Run(model, n_parameters, n_right, n_right_validation)


def _stage_playground(figure) -> dict:
    wide = figure.bbox.width > 1.7 * figure.bbox.height  # in the strip all is narrow and small
    left, right = figure.subplots(1, 2, width_ratios=(1.15, 1))
    set_plane(left, LIMITS)
    left.set(xlabel="", ylabel="", xticks=[], yticks=[])
    shades = left.imshow([[0.0]], origin="lower", extent=np.ravel(LIMITS), zorder=0)
    left.set_xlim(*LIMITS[0])
    left.set_ylim(*LIMITS[1])
    size = 35 if wide else 14
    artists = {"shades": shades, "border": left.add_collection(new_border())}
    for label in (0, 1):
        artists[f"class {label}"] = left.scatter(
            [], [], label=f"class {label}", **dots(label, size)
        )
    artists["wrong"] = left.scatter([], [], **RING | {"s": 3 * size}, label="answered wrong")
    for name, style in zip(("training", "validation"), CLASS_STYLES, strict=False):
        look = {"color": style["color"], "linestyle": style["linestyle"], "linewidth": 2}
        artists[name] = right.plot([], [], label=name, **look)[0]
    right.set_xlim(0, TRAINING["n_epochs"])
    right.set_ylim(0, HIGHEST_LOSS)
    right.set_xlabel("epoch")
    if wide:
        right.set_ylabel("loss")
        keys = [artists[name] for name in ("class 0", "class 1", "wrong", "training", "validation")]
        look = {"frameon": False, "columnspacing": 1.2, "handletextpad": 0.5}
        figure.legend(handles=keys, loc="outside lower center", ncols=5, **look)
    else:
        right.set_xticks([0, TRAINING["n_epochs"]])
        right.set_yticks([0, 1])
        right.set_title("loss (- - validation)", fontsize=11)
    artists["words"] = figure.suptitle("\n", fontsize=12 if wide else 11)
    return artists


def _draw_playground(artists, width, depth, weight_decay, noise, seed) -> str:
    train, _ = moons(noise)
    trained = run(width, depth, weight_decay, noise, seed)
    shades, borders = regions(trained.model.predict_proba, LIMITS, _DETAIL)
    artists["shades"].set_data(shades)
    artists["border"].set_segments(borders)
    for label in (0, 1):
        artists[f"class {label}"].set_offsets(train.X[train.y == label])
    artists["wrong"].set_offsets(train.X[trained.model.predict(train.X) != train.y])
    epochs = range(1, TRAINING["n_epochs"] + 1)
    for name, key in (("training", "loss"), ("validation", "validation_loss")):
        artists[name].set_data(epochs, trained.model.history_[key])
    accuracy = trained.n_right / N_TRAIN, trained.n_right_validation / N_VALIDATION
    network = f"{trained.n_parameters} parameters"
    artists["words"].set_text(
        f"{network}, accuracy:\ntraining {accuracy[0]:.3f}, validation {accuracy[1]:.3f}"
    )
    layers = f"{depth} hidden layer{'s' * (depth > 1)} of {width} neuron{'s' * (width > 1)}"
    losses = [trained.model.history_[key][-1] for key in ("loss", "validation_loss")]
    return (
        f"{layers}, {network}; weight decay {weight_decay:g}, noise {noise:g}, seed {seed}. "
        f"After {TRAINING['n_epochs']} epochs {trained.n_right} of {N_TRAIN} training points are "
        f"right ({accuracy[0]:.3f}, loss {losses[0]:.2f}), and {trained.n_right_validation} of "
        f"{N_VALIDATION} validation points ({accuracy[1]:.3f}, loss {losses[1]:.2f}). "
        f"{_verdict(trained)}"
    )


def _verdict(trained: Run) -> str:
    """Say if the network overfits; else, what is left to learn."""
    losses = trained.model.history_["validation_loss"]
    best, lowest, last = int(np.argmin(losses)) + 1, min(losses), losses[-1]
    if last > 1.25 * lowest:
        return (
            f"The validation loss was lowest after epoch {best} ({lowest:.2f}) and is {last:.2f} "
            "at the end: the network overfits."
        )
    n_wrong = N_TRAIN - trained.n_right
    return (
        f"{n_wrong or 'No'} training point{'s lie' if n_wrong > 1 else ' lies'} on the wrong side."
    )


def _state(width, depth=1, weight_decay=0, noise=0.1, seed=0) -> dict:
    names = ("width", "depth", "weight_decay", "noise", "seed")
    return dict(zip(names, (width, depth, weight_decay, noise, seed), strict=True))


playground = Explorer(
    _stage_playground,
    _draw_playground,
    controls={
        "width": choice(WIDTHS, 1, "width: neurons of a hidden layer"),
        "depth": choice(DEPTHS, 1, "depth: hidden layers"),
        "weight_decay": choice(DECAYS, 0, "weight decay"),
        "noise": slider(0.0, 0.4, 0.1, "noise", step=0.1),
        "seed": slider(0, 9, 0, "seed of the first weights"),
    },
    strip=[
        ("One neuron: one straight border", _state(1)),
        ("Sixteen neurons, noisy data", _state(16, noise=0.3)),
        ("The same with weight decay", _state(16, noise=0.3, weight_decay=0.001)),
    ],
    title="A small network learns two moons",
    width=7.6,
    height=3.9,
)
