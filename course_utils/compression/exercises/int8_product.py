"""Multiply codes by codes and come back to numbers: what a quantized layer does (Jacob et al.)."""

from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def int8_product(codes_x, zero_x, codes_w, scale_x, scale_w):
    steps_x = codes_x.astype(np.int32) - zero_x
    totals = steps_x @ codes_w.astype(np.int32).T
    return scale_x * scale_w * totals


def numbers_first(codes_x, zero_x, codes_w, scale_x, scale_w):
    result = np.zeros((len(codes_x), len(codes_w)))
    for i, row in enumerate(codes_x.tolist()):
        for j, weights in enumerate(codes_w.tolist()):
            for code, w in zip(row, weights, strict=True):
                result[i, j] += scale_x * (code - zero_x) * (scale_w[j] * w)
    return result


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(n, d, n_out, zero_x, smallest=20):
        """Draw codes of both signs, none of them near 0, and a scale for each row of weights."""

        def codes(n_rows):
            signs = rng.choice([-1, 1], size=(n_rows, d))
            return (signs * rng.integers(smallest, 127, size=(n_rows, d))).astype(np.int8)

        return {
            "codes_x": codes(n),
            "zero_x": zero_x,
            "codes_w": codes(n_out),
            "scale_x": round(float(rng.uniform(0.02, 0.08)), 3),
            "scale_w": rng.uniform(0.002, 0.03, size=n_out).round(4),
        }

    large = drawn(2, 6, 3, -int(rng.integers(90, 128)), 100)
    large["codes_x"], large["codes_w"] = abs(large["codes_x"]), abs(large["codes_w"])
    return [
        drawn(2, 3, 4, -int(rng.integers(20, 60))),
        drawn(3, 4, 2, int(rng.integers(20, 90))),
        large,
        drawn(4, 5, 3, 0),
        drawn(3, 2, 5, -128),
        drawn(1, 7, 3, int(rng.integers(20, 90))),
    ]


def wide(codes):
    return codes.astype(np.int64)


def product(
    sums: Callable = lambda x, z, w: (wide(x) - z) @ wide(w).T,
    scales: Callable = lambda sx, sw: sx * sw,
    finish: Callable = lambda sums, scales: scales * sums,
) -> Callable:
    """Return the product with other sums of codes, other scales, or another use of them."""

    def multiply(codes_x, zero_x, codes_w, scale_x, scale_w):
        return finish(sums(codes_x, zero_x, codes_w), scales(scale_x, scale_w))

    return multiply


@misconception(
    "Q6",
    says="adds up in numbers of one or two bytes, in which a sum wraps round",
    hint="100 times 100, four times over: how large is that, and which is the largest number "
    "that fits into the type of your sums?",
    also=(
        product(lambda x, z, w: x @ w.T),
        product(lambda x, z, w: x @ w.T - z),
        product(lambda x, z, w: wide(x @ w.T) - z),
        product(lambda x, z, w: ((wide(x) - z) @ wide(w).T).astype(np.int16)),
        product(lambda x, z, w: (x.astype(np.int16) - z) @ w.astype(np.int16).T),
        product(lambda x, z, w: np.clip((wide(x) - z) @ wide(w).T, -128, 127)),
    ),
)
def sums_in_bytes(codes_x, zero_x, codes_w, scale_x, scale_w):
    return scale_x * scale_w * ((codes_x - zero_x) @ codes_w.T)


MISTAKES = (
    sums_in_bytes,
    misconception(
        "M1045",
        says="takes the zero point off while the codes are still bytes: the difference wraps round",
        hint="The code is 127 and the zero point -100. How large is the difference, and does it "
        "fit into a byte?",
        also=(product(lambda x, z, w: np.clip(wide(x) - z, -128, 127) @ wide(w).T),),
    )(product(lambda x, z, w: wide(x - np.int8(z)) @ wide(w).T)),
    misconception(
        "M1046",
        says="forgets the zero point, or adds it where it has to go",
        hint="Which number does the code stand for that equals the zero point, and what does your "
        "product make of a row of such codes?",
        also=(product(lambda x, z, w: (wide(x) + z) @ wide(w).T),),
    )(product(lambda x, z, w: wide(x) @ wide(w).T)),
    misconception(
        "M1047",
        says="takes the zero point off the sums, once, and not off each input",
        hint="Each of the inputs is too large by the zero point, and each meets a weight. By how "
        "much is the sum too large?",
        also=(
            product(lambda x, z, w: wide(x) @ wide(w).T - z * x.shape[1]),
            product(lambda x, z, w: wide(x) @ wide(w).T - z * wide(w).sum()),
        ),
    )(product(lambda x, z, w: wide(x) @ wide(w).T - z)),
    misconception(
        "M1171",
        says="takes the zero point off twice",
        hint="A code of the input equals the zero point, so it stands for 0. Is what you multiply "
        "with the weights 0, too, and is it still 0 at the end?",
        also=(
            product(lambda x, z, w: (wide(x) - z) @ wide(w).T - z),
            product(lambda x, z, w: (wide(x) - z) @ wide(w).T - z * wide(w).sum(axis=1)),
            product(lambda x, z, w: (wide(x) - z) @ wide(w).T - z * x.shape[1]),
        ),
    )(product(lambda x, z, w: (wide(x) - 2 * z) @ wide(w).T)),
    misconception(
        "M1048",
        says="takes the zero point off the weights, too, or off them alone",
        hint="The weights are symmetric: which code of theirs stands for the number 0?",
        also=(product(lambda x, z, w: wide(x) @ (wide(w) - z).T),),
    )(product(lambda x, z, w: (wide(x) - z) @ (wide(w) - z).T)),
    misconception(
        "M1049",
        says="leaves one of the scales out, or both",
        hint="One code of the input stands for so much, and one of a weight for so much. For how "
        "much does the product of two codes stand?",
        also=(
            product(scales=lambda sx, sw: sx),
            product(scales=lambda sx, sw: sw),
            product(scales=lambda sx, sw: sx * sw.mean()),
            product(scales=lambda sx, sw: sx * sw.max()),
        ),
    )(product(scales=lambda sx, sw: 1)),
    misconception(
        "M1050",
        says="does something else with the scales than to multiply by both",
        hint="A code of 2 with a scale of 0.1 stands for 0.2. And its product with a code of 3 "
        "with a scale of 0.1?",
        also=(
            product(finish=lambda sums, scales: sums / scales),
            product(scales=lambda sx, sw: sx / sw),
            product(scales=lambda sx, sw: sw / sx),
        ),
    )(product(scales=lambda sx, sw: sx + sw)),
    misconception(
        "M1051",
        says="makes whole numbers of the result",
        hint="You asked for the numbers that a layer gives to the next one. Are they all whole?",
        also=(
            product(finish=lambda sums, scales: (scales * sums).astype(int)),
            product(finish=lambda sums, scales: np.clip(np.round(scales * sums), -128, 127)),
        ),
    )(product(finish=lambda sums, scales: np.round(scales * sums))),
)

EXERCISE = Exercise(
    title="A product of codes",
    reference=int8_product,
    another=numbers_first,
    cases=cases,
    misconceptions=MISTAKES,
    hints=(
        "Which number does one code of the input stand for, and which one a code of a weight? How "
        "large can a product of two codes become, and a whole row of them?",
        "Codes 120 and -30 with zero point -28 and scale 0.5; weights' codes 100 and 4 with scale "
        "0.1. The inputs are 148 and -2 steps from 0. The sum is 148 · 100 - 2 · 4 = 14792, far "
        "beyond a byte, and the result 0.5 · 0.1 · 14792 = 739.6. What is it with zero point 20?",
        "steps ← codes of the input, in 32 bits, minus the zero point\n"
        "total ← steps times the codes of the weights turned, in 32 bits\n"
        "return total, times the input's scale, times the scale of each neuron",
    ),
    why="why is it enough to multiply by the scales once, after the sum, and why may each neuron "
    "have its own?",
    because=(
        "All products in one sum have the same two factors in front, the input's scale and that "
        "neuron's, so they can be taken out of the sum. The inner loop then has whole numbers "
        "only, which small processors multiply fast. A scale for each *input* could not be taken "
        "out: it changes within the sum."
    ),
)
