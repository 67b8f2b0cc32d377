"""A task for the latent plane: a place where the classifier can't tell what the decoder draws.

Any such point is right: the confidence there is computed with the stored network.
"""

from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception
from course_utils.classroom.judging import Observation, observe

FAR = 1e6  # beyond it there are no pictures, only rounding


def uncertain_point():
    from course_utils.autoencoder.exercises.stored_networks import POINTS, confidences

    return POINTS[np.argmin(confidences(POINTS))]


def where_a_real_digit_is_least_clear():
    from course_utils.autoencoder import codes_of
    from course_utils.autoencoder.exercises.stored_networks import confidences, stored_network
    from course_utils.datasets import load_digits

    codes = codes_of(stored_network("plane"), load_digits("fit").X)
    x, y = codes[np.argmin(confidences(codes))]
    return float(x), float(y)


def cases(seed):
    return [{}]


def observe_point(function: Callable, case: dict) -> Observation:
    """Report what kind of answer came, and the confidence at the point if it is one."""
    from course_utils.autoencoder.exercises.stored_networks import confidences

    confidences([[0.0, 0.0]])  # whatever that needs is made before the time runs
    observation = observe(function, case)
    if "raised" in observation:
        return observation
    values = [value for key, value in observation.items() if key.startswith("result")]
    if any(isinstance(value, str) or value.dtype.kind not in "iuf" for value in values):
        return {"result": "no point (x, y)", "kind": "no point"}
    numbers = np.hstack([np.ravel(value) for value in [*values, []]])
    if len(numbers) == 1:
        return {"result": "one number", "kind": "one number"}
    if len(numbers) != 2 or not (np.abs(numbers) < FAR).all():
        return {"result": "no point (x, y)", "kind": "no point"}
    confidence = confidences(numbers[None])[0]
    if confidence < 0.5:
        return {"result": "a confidence below 0.5", "kind": "below"}
    kind = "sure" if confidence > 0.9 else "more than half"
    return {"result": f"a confidence of {confidence:.3f}", "kind": kind}


def same_kind(observation: Observation, reference: Observation) -> list[str]:
    """Compare kinds of answers: all points with a confidence below 0.5 are equally right."""
    kinds = [seen.get("kind", seen.get("raised")) for seen in (observation, reference)]
    return [] if kinds[0] == kinds[1] else ["result"]


def point_with(confidence: float) -> tuple[float, float]:
    """Return the point of the sliders that comes nearest to this confidence."""
    from course_utils.autoencoder.exercises.stored_networks import POINTS, confidences

    return POINTS[np.abs(confidences(POINTS) - confidence).argmin()]


EXERCISE = Exercise(
    title="Latent plane: a place of doubt",
    reference=uncertain_point,
    another=where_a_real_digit_is_least_clear,
    cases=cases,
    observe=observe_point,
    compare=same_kind,
    misconceptions=(
        misconception(
            "M756",
            says="stops at a place where one digit still has more than half of the confidence",
            hint="There is a doubt already. Could all other digits together win against the first?",
            also=(lambda: point_with(0.55), lambda: point_with(0.85)),
        )(lambda: point_with(0.7)),
        misconception(
            "M800",
            says="picks a place at which the digit is clear",
            hint="Is the picture there one digit, or something between two? Which of them was "
            "wanted?",
            also=(lambda: point_with(0.95),),
        )(lambda: point_with(1.0)),
        misconception(
            "M801",
            says="gives the confidence that is read there, and not the place",
            hint="Where must somebody else put the two sliders to see the same picture?",
        )(lambda: 0.4),
    ),
    hints=(
        "Amid the codes of one digit the classifier is sure. Where would the decoder have to draw "
        "something that two or three digits could claim?",
        "Two digits meet: on the one side the first has 0.9, on the other side the second has 0.9, "
        "and between them there is a place with 0.5 for each. With a third digit near, it is less "
        "than 0.5 for all: say 0.4, 0.35 and 0.25. Move a slider from one class to the next, and "
        "watch the number fall. Where is it below 0.5?",
        "begin amid one class\nmove towards another one, a step at a time\n"
        "stop where the confidence is below 0.5\nreturn both sliders as (x, y)",
    ),
    why="the network was never shown an image from there. Why does it draw one all the same?",
    because=(
        "The decoder is a function of two numbers: it has an answer everywhere, and a smooth one, "
        "so that between two digits it must pass through what is neither. Nothing in its loss says "
        "what to draw where no code was. That is why a code picked at random makes no good digit."
    ),
)
