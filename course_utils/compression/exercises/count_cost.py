"""What a network costs by hand: the numbers that it learns, and the operations of one answer.

It is the count of chapter 05 in a new dress: there the layers go and come back, here they work.
"""

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def count_cost(sizes):
    parameters = flops = 0
    for i in range(len(sizes) - 1):
        n_in, n_out = sizes[i], sizes[i + 1]
        parameters += n_in * n_out + n_out
        flops += 2 * n_in * n_out + n_out
    return parameters, flops + sum(sizes[1:-1])


def counted_in_arrays(sizes):
    layers = [np.zeros((n_out, n_in + 1)) for n_in, n_out in pairwise(sizes)]
    parameters = sum(layer.size for layer in layers)
    products = sum(layer[:, 1:].size for layer in layers)
    per_unit = [2] * (len(layers) - 1) + [1]  # the bias, and ReLU but in the last layer
    others = sum(n * len(layer) for n, layer in zip(per_unit, layers, strict=True))
    return parameters, 2 * products + others


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(*ranges):
        """Draw a size between each pair of limits; the ranges do not overlap."""
        return {"sizes": [int(rng.integers(*limits)) for limits in ranges]}

    return [
        drawn((6, 10), (4, 6), (2, 4)),
        drawn((20, 40), (10, 20), (3, 6)),
        drawn((30, 50), (2, 5)),  # no hidden layer, no ReLU
        drawn((4, 8), (30, 50), (9, 12)),
        drawn((50, 80), (24, 40), (12, 20), (3, 6)),
        drawn((60, 90), (30, 50), (20, 25), (9, 12), (2, 4)),
    ]


def adding_up(
    parameters: Callable = lambda i, o: i * o + o,
    flops: Callable = lambda i, o: 2 * i * o + o,
    of_relu: Callable = lambda sizes: sum(sizes[1:-1]),
    layers: Callable = pairwise,
) -> Callable:
    """Return both counts: sums over layers of functions of (n_in, n_out), and ReLU's."""

    def count(sizes):
        pairs = list(layers(sizes))
        return (
            sum(parameters(*pair) for pair in pairs),
            sum(flops(*pair) for pair in pairs) + of_relu(sizes),
        )

    return count


def nothing(sizes):
    return 0


def first_layer(sizes):
    return [sizes[:2]]


WRONG_PARAMETERS = (
    misconception(
        "M695",
        says="counts the weights and no biases",
        hint="A layer multiplies, and then it adds. What does it add, and is that learned, too?",
        also=(
            adding_up(lambda i, o: i * o, lambda i, o: 2 * i * o),
            adding_up(lambda i, o: i * o, lambda i, o: 2 * i * o, nothing),
        ),
    )(adding_up(lambda i, o: i * o)),
    misconception(
        "M700",
        says="has one bias for each layer and not one for each number that leaves it",
        hint="A layer makes 5 numbers. Do they all have to be moved up by as much?",
        also=(
            adding_up(lambda i, o: i * o + 1, lambda i, o: 2 * i * o + 1),
            adding_up(lambda i, o: i * o + i),
            adding_up(lambda i, o: i * o + i, lambda i, o: 2 * i * o + i),
        ),
    )(adding_up(lambda i, o: i * o + 1)),
    misconception(
        "M704",
        says="adds the sizes of two layers where each of the one meets each of the other",
        hint="Each of 4 inputs has a line to each of 3 neurons. How many lines do you draw?",
        also=(adding_up(lambda i, o: i + o, lambda i, o: 2 * (i + o)),),
    )(adding_up(lambda i, o: i + o + o, lambda i, o: 2 * (i + o) + o)),
    misconception(
        "M706",
        says="stops after the first layer",
        hint="After how many layers does your loop end, and which number of the list comes then?",
        also=(
            adding_up(layers=first_layer, of_relu=nothing),
            adding_up(layers=first_layer, of_relu=lambda sizes: sizes[1]),
        ),
    )(adding_up(layers=first_layer)),
)

WRONG_FLOPS = (
    misconception(
        "M1000",
        says="counts a multiplication and the addition after it as one operation",
        hint="2·3 + 4·5: how many signs of arithmetic stand there? And on the whole for 64 inputs?",
        also=(
            adding_up(flops=lambda i, o: i * o),
            adding_up(flops=lambda i, o: i * o + o, of_relu=nothing),
            adding_up(flops=lambda i, o: i * o, of_relu=nothing),
        ),
    )(adding_up(flops=lambda i, o: i * o + o)),
    misconception(
        "M1001",
        says="forgets the operation that ReLU is, or counts it for other numbers than the hidden",
        hint="Which numbers pass a ReLU on their way, and how many are they?",
        also=(
            adding_up(of_relu=sum),
            adding_up(of_relu=lambda sizes: sum(sizes[:-1])),
            adding_up(of_relu=lambda sizes: len(sizes) - 2),
        ),
    )(adding_up(of_relu=nothing)),
    misconception(
        "M1140",
        says="has one operation too many for each logit: a ReLU there too, or a bias that counts "
        "twice in place of ReLU",
        hint="Follow one logit: when its products are added up, what is still done to it, and how "
        "often?",
        also=(adding_up(flops=lambda i, o: 2 * (i + 1) * o, of_relu=nothing),),
    )(adding_up(of_relu=lambda sizes: sum(sizes[1:]))),
    misconception(
        "M1002",
        says="has one addition too few for each neuron, as if no bias were added",
        hint="A neuron begins at 0. Each product is added to that, and then the bias: how many "
        "additions are there for 3 inputs?",
        also=(adding_up(flops=lambda i, o: 2 * i * o, of_relu=nothing),),
    )(adding_up(flops=lambda i, o: 2 * i * o)),
    misconception(
        "M1003",
        says="takes two operations for each number that is learned, the biases among them",
        hint="A weight multiplies, and its product is added. Does a bias do both?",
    )(adding_up(flops=lambda i, o: 2 * (i + 1) * o)),
    misconception(
        "M41",
        says="returns the right values in another order",
        hint="Which of the two comes first in the words above your code?",
    )(lambda sizes: count_cost(sizes)[::-1]),
)

EXERCISE = Exercise(
    title="What a network costs",
    reference=count_cost,
    another=counted_in_arrays,
    cases=cases,
    outputs=("parameters", "flops"),
    misconceptions=(*WRONG_PARAMETERS, *WRONG_FLOPS),
    hints=(
        "Take one neuron and one row of data. Which numbers has it learned, and what does it do "
        "with each of them, step by step, until its answer leaves?",
        "Sizes 3, 2, 4: the first layer has 3·2 weights and 2 biases, the second 2·4 and 4, "
        "together 20. One row: 6 multiplications and 6 additions, 2 biases added, 2 times ReLU, "
        "which makes 16; then 8 and 8 and 4, which makes 20. The sum is 36. And for 5, 3, 2?",
        "for each two neighbors in sizes:\n"
        "    learned    ← connections, and a bias for each number that leaves\n"
        "    operations ← two for each connection, and one for each bias\n"
        "operations ← one more for each number that passes a ReLU\nreturn both",
    ),
    why="two networks have the same FLOPs. Are they equally fast?",
    because=(
        "Not by that alone. A small network waits more for Python and for memory than it "
        "computes, wide layers use a processor better than many narrow ones, and a GPU better "
        "still. FLOPs say how much there is to do; how long it takes has to be measured."
    ),
)
