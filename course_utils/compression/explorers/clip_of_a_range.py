"""The number line: where the range of the codes ends, what is rounded and what is cut off."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from course_utils.classroom.explorer import Explorer, choice, slider, toggle
from course_utils.classroom.figures import PALETTE
from course_utils.compression.codes import affine_parameters, symmetric_scale
from course_utils.compression.controls import (
    CLIPS,
    KINDS,
    LINE_BITS,
    OUTLIER,
    SCHEMES,
    line_values,
)
from course_utils.compression.figures.line import (
    VALUE,
    Coded,
    coded,
    draw_points,
    levels_of,
    marks,
    slopes,
    stage_errors,
    stage_line,
    thickness,
    upright,
    ways,
)

MOST_BITS = 8
LIMITS = (-6.0, 6.0)  # of the values; a few codes of the widest range lie beyond
ERRORS = (-5.0, 2.2)


class Line(NamedTuple):
    """One setting: its scale, and what becomes of the values."""

    scale: float
    zero_point: int
    values: np.ndarray
    found: Coded
    rounding: float  # part of the mean squared error that is due to values within the range
    cutting: float  # part due to values outside


@lru_cache(4096)
def line_at(clip: float, bits: int, scheme: str, kind: str, outlier: bool) -> Line:
    """Return what a range makes of the values; a symmetric one reaches from -clip to clip.

    An affine one reaches from the least value to the greatest, and not beyond -clip and clip.

    >>> line = line_at(5.0, 8, "symmetric", KINDS[0], True)
    >>> round(line.scale, 4), line.zero_point, round(line.rounding + line.cutting, 4)
    (0.0392, 0, 0.0001)
    """
    values = line_values(kind, outlier)
    if scheme == SCHEMES[0]:
        scale, zero_point = float(symmetric_scale(np.array([clip]), bits)), 0
    else:
        low, high = max(values.min(), -clip), min(values.max(), clip)
        scale, zero_point = affine_parameters(low, high, bits)
    found = coded(values, scale, zero_point, bits)
    parts = [np.sum(found.errors[part] ** 2) / len(values) for part in (~found.cut, found.cut)]
    return Line(scale, zero_point, values, found, *map(float, parts))


def _stage_line(figure) -> dict:
    wide = figure.bbox.width > 1.5 * figure.bbox.height  # in the strip all is narrow and small
    line, errors = figure.subplots(2, 1, sharex=True)
    stage_line(line)
    values, nothing = line_values(), np.zeros(len(line_values()), dtype=bool)
    at = np.full(len(values), VALUE)
    artists = {
        "ways": line.add_collection(ways(values, values)),
        "marks": line.add_collection(marks(np.zeros(2))),
        "values": draw_points(line, values, at, nothing),
        "half": stage_errors(errors, 1.0),
        "errors": draw_points(errors, values, 0 * values, nothing),
    }
    ends = {"color": PALETTE["purple"], "linestyle": "--", "linewidth": 2, "zorder": 1}
    names = ("clip", None)
    artists["clip"] = [line.axvline(0, **ends, label=name) for name in names]
    errors.set_ylim(*ERRORS)
    line.set_xlim(*LIMITS)
    line.set_xticks(range(-6, 7, 2 if wide else 3))
    line.tick_params(labelbottom=False)
    errors.set_xlabel("value")
    artists["scheme"] = errors.text(0.01, 0.04, "", fontsize=11, transform=errors.transAxes)
    artists["words"] = figure.suptitle("\n", fontsize=13 if wide else 12)
    if wide:
        both = zip(
            line.get_legend_handles_labels(), errors.get_legend_handles_labels(), strict=True
        )
        keys, labels = (first[-1:] + second for first, second in both)
        figure.legend(keys, labels, loc="outside lower center", ncols=4, frameon=False)
    return artists


def _draw_line(artists, clip, bits, scheme, kind, outlier) -> str:
    line = line_at(clip, bits, scheme, kind, outlier)
    found, levels = line.found, levels_of(line.scale, line.zero_point, bits)
    artists["ways"].set_segments(slopes(line.values, found.back))
    artists["marks"].set_segments(upright(levels))
    artists["marks"].set_linewidths(thickness(levels))
    for name, heights in (("values", np.full(len(line.values), VALUE)), ("errors", found.errors)):
        points = np.column_stack([line.values, heights])
        for dots, which in zip(artists[name], (~found.cut, found.cut), strict=True):
            dots.set_offsets(points[which])
    for artist, height in zip(artists["half"], (0.5, -0.5), strict=True):
        artist.set_ydata([height * line.scale] * 2)
    for artist, x in zip(artists["clip"], (-clip, clip), strict=True):
        artist.set_xdata([x, x])
    artists["scheme"].set_text(f"{scheme} range")
    error = line.rounding + line.cutting
    artists["words"].set_text(
        f"scale {line.scale:.3f}, zero point {line.zero_point}, MSE {error:.4f}\n"
        f"= rounding {line.rounding:.4f} + cutting {line.cutting:.4f}".replace("-", "−")
    )
    n_cut, n_used = int(found.cut.sum()), len(np.unique(found.codes))
    return (
        f"{kind[0].upper()}{kind[1:]}, {'with' if outlier else 'without'} the outlier at "
        f"{OUTLIER:g}. {bits} bits, {scheme}, clip {clip:.2f}: the scale is {line.scale:.3f}, the "
        f"zero point {line.zero_point}. Of {len(line.values)} values {n_cut} are cut off; {n_used} "
        f"of {len(levels)} codes are used. The mean squared error is {error:.4f}: rounding "
        f"{line.rounding:.4f}, cutting off {line.cutting:.4f}."
    )


def _state(clip: float, **other) -> dict:
    usual = {"bits": LINE_BITS, "scheme": SCHEMES[0], "kind": KINDS[0], "outlier": True}
    return usual | {"clip": clip} | other


number_line = Explorer(
    _stage_line,
    _draw_line,
    controls={
        "clip": slider(CLIPS[0], CLIPS[-1], CLIPS[-1], "clip: the range ends there", step=0.25),
        "bits": slider(2, MOST_BITS, LINE_BITS, "bits"),
        "scheme": choice(SCHEMES, SCHEMES[0], "range"),
        "kind": choice(KINDS, KINDS[0], "values"),
        "outlier": toggle(True, f"outlier at {OUTLIER:g}"),
    },
    strip=[
        ("All in the range: wide steps", _state(CLIPS[-1])),
        ("Narrow: much is cut off", _state(1.0)),
        ("Wide again, with 8 bits", _state(CLIPS[-1], bits=MOST_BITS)),
    ],
    title="Codes on the number line",
    width=8.2,
    height=4.4,
)
