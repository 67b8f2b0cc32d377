"""How many numbers an autoencoder learns, with its own weights for the decoder or with shared ones.

`sizes` are those of the encoder, from the pixels to the code; the decoder goes back the same way.
"""

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def count_parameters(sizes, tied):
    total = 0
    for i in range(len(sizes) - 1):
        n_in, n_out = sizes[i], sizes[i + 1]
        connections = n_in * n_out
        total += connections if tied else 2 * connections
        total += n_out + n_in
    return total


def counted_in_arrays(sizes, tied):
    there = [np.zeros((sizes[i + 1], sizes[i])) for i in range(len(sizes) - 1)]
    back = [] if tied else [weights.T.copy() for weights in there]
    biases = [np.zeros(len(weights)) for weights in there]
    biases += [np.zeros(len(weights.T)) for weights in there]
    return sum(array.size for array in there + back + biases)


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(*ranges, tied):
        """Draw a size between each pair of limits; the ranges do not overlap."""
        return {"sizes": [int(rng.integers(*limits)) for limits in ranges], "tied": tied}

    return [
        drawn((6, 10), (3, 6), tied=False),
        drawn((6, 10), (3, 6), tied=True),
        drawn((20, 40), (10, 20), (3, 6), tied=True),
        drawn((20, 40), (10, 20), (3, 6), tied=False),
        drawn((50, 80), (24, 40), (12, 20), (3, 6), tied=True),
        drawn((3, 6), (8, 14), tied=True),  # a code that is larger than the image
    ]


def layer_by_layer(rule: Callable) -> Callable:
    """Return the count that adds up `rule(n_in, n_out, tied)` over the layers of the encoder."""

    def count(sizes, tied):
        return sum(rule(*pair, tied) for pair in pairwise(sizes))

    return count


def tables(tied):
    return 1 if tied else 2


@misconception(
    "A1",
    says="counts the shared weights of a tied pair twice, as if the decoder had a copy",
    hint="Encoder and decoder read the same table. If you change a number in it, in how many "
    "places was there a number to change?",
)
def copied(sizes, tied):
    return count_parameters(sizes, tied=False)


WRONG_BIASES = (
    misconception(
        "M695",
        says="counts the weights and no biases",
        hint="A layer multiplies, and then it adds. What does it add, and is that learned, too?",
    )(layer_by_layer(lambda i, o, tied: tables(tied) * i * o)),
    misconception(
        "M696",
        says="lets a tied decoder share the biases, too",
        hint="How many numbers leave the encoder's layer, and how many leave that of the decoder? "
        "Can one row of biases serve both?",
    )(layer_by_layer(lambda i, o, tied: i * o + o if tied else 2 * i * o + o + i)),
    misconception(
        "M697",
        says="gives the decoder as many biases as the encoder, and forgets that it ends in pixels",
        hint="The last layer of the decoder makes pixels. How many biases does it need?",
        also=(layer_by_layer(lambda i, o, tied: 2 * (i * o + o)),),
    )(layer_by_layer(lambda i, o, tied: tables(tied) * i * o + 2 * o)),
    misconception(
        "M698",
        says="counts the biases of the encoder alone, and the weights of both",
        hint="Which of the layers of the decoder adds something to its sums?",
        also=(layer_by_layer(lambda i, o, tied: tables(tied) * i * o + i),),
    )(layer_by_layer(lambda i, o, tied: tables(tied) * i * o + o)),
    misconception(
        "M699",
        says="gives the pixels that come in a bias, and the code two",
        hint="A bias belongs to a layer that computes. Do the pixels that come in compute?",
    )(
        lambda sizes, tied: (
            layer_by_layer(lambda i, o, tied: tables(tied) * i * o)(sizes, tied) + 2 * sum(sizes)
        )
    ),
    misconception(
        "M883",
        says="counts the encoder, and twice that where nothing is shared",
        hint="A tied decoder shares its weights. What does it learn that is its own, and how many "
        "numbers leave its last layer?",
    )(layer_by_layer(lambda i, o, tied: tables(tied) * (i * o + o))),
    misconception(
        "M884",
        says="has one bias for each of the sizes, so that layers with the same size share one",
        hint="A layer between pixels and code has a twin on the way back. How many biases do the "
        "two of them need?",
    )(
        lambda sizes, tied: (
            layer_by_layer(lambda i, o, tied: tables(tied) * i * o)(sizes, tied) + sum(sizes)
        )
    ),
    misconception(
        "M700",
        says="has one bias for each layer and not one for each number that leaves it",
        hint="A layer makes 5 numbers. Do they all have to be moved up by as much?",
    )(layer_by_layer(lambda i, o, tied: tables(tied) * i * o + 2)),
)

OTHER_COUNTS = (
    misconception(
        "M701",
        says="counts the encoder and no decoder",
        hint="With the code in hand, how do you get back to pixels? Is anything learned for that?",
        also=(layer_by_layer(lambda i, o, tied: i * o),),
    )(layer_by_layer(lambda i, o, tied: i * o + o)),
    misconception(
        "M702",
        says="turns the two kinds round: it shares where nothing is shared",
        hint="Which of the two kinds should have fewer numbers to learn?",
    )(lambda sizes, tied: count_parameters(sizes, not tied)),
    misconception(
        "M703",
        says="counts one table of weights for both kinds",
        hint="Nothing is shared. How many tables of weights lie between two layers then: one for "
        "the way there and what for the way back?",
    )(lambda sizes, tied: count_parameters(sizes, tied=True)),
    misconception(
        "M704",
        says="adds the sizes of two layers where each of the one meets each of the other",
        hint="Each of 4 inputs has a line to each of 3 neurons. How many lines do you draw?",
    )(layer_by_layer(lambda i, o, tied: tables(tied) * (i + o) + o + i)),
    misconception(
        "M705",
        says="looks at the pixels and the code only, and passes over the layers between",
        hint="Which of the sizes does your result not depend on?",
    )(lambda sizes, tied: count_parameters([sizes[0], sizes[-1]], tied)),
    misconception(
        "M706",
        says="stops after the first layer",
        hint="After how many layers does your loop end, and where does the code stand?",
    )(lambda sizes, tied: count_parameters(sizes[:2], tied)),
)

EXERCISE = Exercise(
    title="Count what is learned",
    reference=count_parameters,
    another=counted_in_arrays,
    cases=cases,
    misconceptions=(copied, *WRONG_BIASES, *OTHER_COUNTS),
    hints=(
        "Draw the layers, there and back. What does each layer multiply by, what does it add, and "
        "which of that is one and the same thing in a tied pair?",
        "Sizes 4 and 3, nothing shared: the way there has 4·3 weights and 3 biases, the way back "
        "3·4 weights and 4 biases, together 31. Tied: the 12 weights count once, which makes 19. "
        "Do 5, 4 and 2 by hand, both kinds.",
        "for each two neighbors in sizes:\n"
        "    weights ← the one times the other; twice that, unless they are shared\n"
        "    biases  ← as many as the encoder's layer makes, and as the decoder's layer makes\n"
        "    add both to the count",
    ),
    why="about how much smaller does a tied pair make the model, and what does it cost?",
    because=(
        "Nearly half: the weights are most of the numbers, and they count once. The price is "
        "freedom: decoder and encoder can't differ, whether they should or not. With little data "
        "that may help, as there is less to learn; measure it on validation."
    ),
)
