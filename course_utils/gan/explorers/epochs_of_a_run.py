"""The scrubber: a stored training on the digits, with its samples, losses and distance linked."""

import numpy as np

from course_utils.classroom.explorer import Explorer, slider
from course_utils.classroom.figures import CLASS_STYLES, PALETTE, montage
from course_utils.gan.controls import N_SNAPSHOTS
from course_utils.gan.explorers.stored import stored_run

_WIDE, _NARROW = 8, 6  # images a side of the sheet
_MARK = {"marker": "o", "markersize": 8, "linestyle": ""}


def sheet(snapshot: int, side: int) -> np.ndarray:
    """Return side² of the samples of a snapshot (from 1) as one picture, ink from 0 to 1.

    >>> sheet(1, 8).shape
    (71, 71)
    """
    images = stored_run().samples[snapshot - 1, : side * side] / 255
    return montage(images.reshape(-1, 8, 8), side)


def _stage_scrubber(figure) -> dict:
    wide = figure.bbox.width > 1.5 * figure.bbox.height  # in the strip all is narrow and small
    places = figure.add_gridspec(2, 2 if wide else 1, width_ratios=(1.15, 1) if wide else None)
    images, artists = figure.add_subplot(places[:, 0]), {}
    images.set(xticks=[], yticks=[])
    images.spines[:].set_visible(False)
    if wide:
        artists = _stage_curves(*(figure.add_subplot(places[row, 1]) for row in (0, 1)))
    first = sheet(1, _WIDE if wide else _NARROW)
    return artists | {
        "sheet": images.imshow(first, cmap="gray_r", vmin=0, vmax=1),
        "words": figure.suptitle("\n", fontsize=13 if wide else 12),
    }


def _stage_curves(losses, distance) -> dict:
    run = stored_run()
    epochs, artists = np.arange(1, len(run.discriminator) + 1), {}
    for style, name in zip(CLASS_STYLES, ("discriminator", "generator"), strict=False):
        look = {"color": style["color"], "linestyle": style["linestyle"], "linewidth": 1.5}
        losses.plot(epochs, getattr(run, name), label=name, **look)
        artists[name] = losses.plot([], [], color=style["color"], **_MARK)[0]
    look = {"color": PALETTE["green"], "linewidth": 1.5, "linestyle": "-"}
    distance.plot(run.epochs, run.frechet, **look)
    artists["distance"] = distance.plot([], [], color=PALETTE["green"], **_MARK)[0]
    losses.set_ylim(0, 1.1 * max(run.discriminator.max(), run.generator.max()))
    distance.set_yscale("log")
    distance.set_ylim(0.8 * run.frechet.min(), 1.2 * run.frechet.max())
    distance.set_yticks([0.5, 1, 2, 4], ["0.5", "1", "2", "4"])
    distance.minorticks_off()
    losses.set_ylabel("loss")
    distance.set_ylabel("Fréchet distance")
    distance.set_xlabel("epoch")
    for ax in (losses, distance):
        ax.set_xlim(0, epochs[-1] + 8)
    losses.tick_params(labelbottom=False)
    losses.legend(frameon=False, ncols=2, loc="lower center")
    return artists


def _draw_scrubber(artists, snapshot) -> str:
    run = stored_run()
    i = snapshot - 1
    epoch, distance = int(run.epochs[i]), run.frechet[i]
    values = {name: getattr(run, name)[epoch - 1] for name in ("discriminator", "generator")}
    side = (artists["sheet"].get_array().shape[1] + 1) // 9
    artists["sheet"].set_data(sheet(snapshot, side))
    for name, value in (values | {"distance": distance}).items():
        if name in artists:  # the strip has no curves
            artists[name].set_data([epoch], [value])
    losses = f"D {values['discriminator']:.3f}, G {values['generator']:.3f}"
    artists["words"].set_text(f"epoch {epoch}: Fréchet {distance:.3f}\nlosses {losses}")
    return (
        f"Snapshot {snapshot} of {len(run.epochs)}, after epoch {epoch} of "
        f"{len(run.discriminator)}: the Fréchet distance of 1,000 samples to the training images "
        f"is {distance:.3f}. The loss of D is {values['discriminator']:.3f}, that of G "
        f"{values['generator']:.3f}."
    )


scrubber = Explorer(
    _stage_scrubber,
    _draw_scrubber,
    controls={"snapshot": slider(1, N_SNAPSHOTS, 1, "snapshot, one every 10 epochs")},
    strip=[
        ("Ten epochs: strokes", {"snapshot": 1}),
        ("A hundred: most can be read", {"snapshot": 10}),
        ("The last one: clean digits", {"snapshot": N_SNAPSHOTS}),
    ],
    title="The same noise through a training",
    width=8.2,
    height=4.4,
)
