"""The ring stepper: two small players on eight modes, a round of steps at a time."""

from collections.abc import Iterator

import numpy as np

from course_utils.classroom.explorer import Explorer, choice, slider, toggle
from course_utils.classroom.figures import CLASS_STYLES, GRAY, PALETTE
from course_utils.gan.controls import N_ROUNDS, RATIOS, RING_LOSSES, STEPS, THEN
from course_utils.gan.figures.ring import FAKE, REAL, draw_answers, draw_arrows, draw_samples
from course_utils.gan.modes import ring_centers
from course_utils.gan.ring_states import N_ARROWS, N_GRID, N_SAMPLES, SPREAD, RingState, ring_state

CENTERS = ring_centers()
ARROW, LONGEST = 0.3, 0.7  # of a slope of 1, and at most; in the units of the plane
LOSSES = (-2.0, 4.0)  # limits of their axis
_START = 4  # rounds; from there on every control shows at once
_CURVES = {"D": "discriminator", "G": "generator"}


def rounds(loss: str, ratio: float, r1: bool, n_rounds: int, then: str) -> list[RingState]:
    """Return the states after 0, 1, … n_rounds rounds, and what comes then as one more.

    >>> [state.covered for state in rounds("minimax", 1, False, 2, "nothing more")]
    [0, 0, 0]
    """
    states = [ring_state(loss, ratio, r1, n) for n in range(n_rounds + 1)]
    return states if then == THEN[0] else [*states, ring_state(loss, ratio, r1, n_rounds, then)]


def trained(n_rounds: int, then: str, **setting) -> Iterator[dict]:
    """Train round by round but for the last, and yield the state after each."""
    for n in range(n_rounds):
        ring_state(**setting, n_rounds=n)
        yield setting | {"n_rounds": n, "then": THEN[0]}


def ways(state: RingState) -> np.ndarray:
    """Return the arrows as they are drawn, the longest ones cut, shape (40, 2)."""
    arrows = ARROW * state.arrows
    lengths = np.linalg.norm(arrows, axis=1, keepdims=True)
    return arrows * (LONGEST / np.maximum(lengths, LONGEST))


def _stage_ring(figure) -> dict:
    wide = figure.bbox.width > 1.5 * figure.bbox.height  # in the strip all is narrow and small
    places = figure.add_gridspec(2, 2 if wide else 1, width_ratios=(1.25, 1) if wide else None)
    plane, artists = figure.add_subplot(places[:, 0]), {}
    if wide:
        artists = _stage_curves(*(figure.add_subplot(places[row, 1]) for row in (0, 1)))
    answers = draw_answers(plane, np.full((N_GRID, N_GRID), 0.5), CENTERS)
    draw_samples(plane, np.zeros((N_SAMPLES, 2)), CENTERS, SPREAD)
    plane.set(xticks=[], yticks=[])
    plane.spines[:].set_visible(True)
    nowhere = np.zeros((N_ARROWS, 2))
    artists |= {
        "answers": answers,
        "samples": plane.collections[-1],
        "arrows": draw_arrows(plane, nowhere, nowhere),
        "words": figure.suptitle("\n", fontsize=13 if wide else 12),
    }
    if wide:
        _stage_legend(figure, plane)
    return artists


def _stage_legend(figure, plane) -> None:
    look = {"color": PALETTE["green"], "linestyle": "", "markersize": 15}
    plane.plot([], [], marker=r"$\rightarrow$", **look, label="its way")
    for color, name in ((REAL, "D says real"), (FAKE, "D says fake")):
        plane.fill([], [], color=color, label=name)
    keys, names = plane.get_legend_handles_labels()
    look = {"frameon": False, "columnspacing": 1.2, "handletextpad": 0.5}
    figure.legend(keys, names, loc="outside lower center", ncols=5, **look)


def _stage_curves(losses, modes) -> dict:
    losses.set_ylim(*LOSSES)
    modes.set_ylim(-0.4, 8.4)
    modes.set_yticks([0, 4, 8])
    losses.set_ylabel("loss")
    modes.set_ylabel("modes")
    modes.set_xlabel("round")
    for ax in (losses, modes):
        ax.set_xticks(range(0, N_ROUNDS + 1, 10))
        ax.set_xlim(0, N_ROUNDS + 1)
    losses.tick_params(labelbottom=False)
    look = {"color": GRAY, "linestyle": ":", "linewidth": 2, "ymax": 0.75}  # below the legend
    artists = {"now": [ax.axvline(0, **look) for ax in (losses, modes)]}
    for style, name in zip(CLASS_STYLES, _CURVES, strict=False):
        look = {"color": style["color"], "linestyle": style["linestyle"], "linewidth": 2}
        artists[name] = losses.plot([], [], label=name, **look)[0]
    losses.legend(frameon=False, ncols=2, loc="upper right", borderaxespad=0)
    artists["modes"] = modes.plot([], [], color="black", linestyle="-", linewidth=2)[0]
    return artists


def _draw_ring(artists, loss, ratio, r1, n_rounds, then) -> str:
    states = rounds(loss, ratio, r1, n_rounds, then)
    shown = states[-1]
    artists["answers"].set_data(0.5 + 0.5 * np.tanh(shown.logits / 2))  # the sigmoid
    artists["samples"].set_offsets(shown.samples)
    artists["arrows"].set_offsets(shown.samples[:N_ARROWS])
    artists["arrows"].set_UVC(*ways(shown).T)
    if "modes" in artists:  # the strip has no curves
        numbers = range(len(states))
        for line in artists["now"]:
            line.set_xdata([numbers[-1]] * 2)
        for name, field in _CURVES.items():
            artists[name].set_data(numbers, [getattr(state, field) for state in states])
        artists["modes"].set_data(numbers, [state.covered for state in states])
    artists["words"].set_text(
        f"round {n_rounds}: {shown.covered} of {len(CENTERS)} modes\n"
        f"loss of D {shown.discriminator:.3f}, of G {shown.generator:.3f}"
    )
    after = "" if then == THEN[0] else f", and then {then}"
    return (
        f"{loss.capitalize()} loss, D's learning rate {ratio:g} times that of G, "
        f"{'with' if r1 else 'without'} R1. After {n_rounds} "
        f"round{'s' * (n_rounds != 1)} of {STEPS} steps{after}: the loss of D is "
        f"{shown.discriminator:.3f}, that of G {shown.generator:.3f}. "
        f"{shown.covered} of {len(CENTERS)} modes are covered; "
        f"{100 * shown.near:.0f} % of the samples lie at one."
    )


def _state(n_rounds: int, then: str = THEN[0]) -> dict:
    names = ("loss", "ratio", "r1", "n_rounds", "then")
    return dict(zip(names, (RING_LOSSES[0], 1, False, n_rounds, then), strict=True))


ring_stepper = Explorer(
    _stage_ring,
    _draw_ring,
    controls={
        "n_rounds": slider(0, N_ROUNDS, _START, f"rounds of {STEPS} steps"),
        "then": choice(THEN, THEN[0], "then"),
        "loss": choice(RING_LOSSES, RING_LOSSES[0], "loss of G"),
        "ratio": choice(RATIOS, 1, "learning rate of D, in those of G"),
        "r1": toggle(False, "R1: D pays for its slopes at real samples"),
    },
    strip=[
        ("Round 4: a cloud at no mode", _state(4)),
        ("Round 32: most modes covered", _state(32)),
        ("Round 35: beside them all", _state(35)),
    ],
    title="A generator chases eight modes",
    width=8.2,
    height=4.4,
    way=trained,
)
