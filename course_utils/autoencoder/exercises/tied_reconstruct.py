"""An autoencoder with tied weights: one table of weights, read in both directions."""

from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def tied_reconstruct(X, W, b, c):
    rebuilt = []
    for x in X:
        z = [np.tanh(W[k] @ x + b[k]) for k in range(len(b))]
        rebuilt.append(sum(z[k] * W[k] for k in range(len(b))) + c)
    return np.array(rebuilt)


def there_and_back_at_once(X, W, b, c):
    return np.tanh(X @ W.T + b) @ W + c


def cases(seed):
    rng = np.random.default_rng(seed)
    drawn = []
    for n, d, k in [(2, 3, 2), (3, 4, 2), (4, 5, 3), (6, 5, 1), (1, 4, 3)]:
        signs = rng.choice([-1, 1], size=(k, d))
        case = {
            "X": np.round(rng.uniform(0.1, 0.9, size=(n, d)), 1),
            "W": np.round(rng.uniform(0.4, 1.6, size=(k, d)), 1) * signs,
            # Biases so large that each of them shows, and outputs that leave the range of tanh.
            "b": np.round(rng.uniform(0.2, 0.7, size=k), 1) * rng.choice([-1, 1], size=k),
            "c": np.round(rng.uniform(1.1, 1.9, size=d), 1) * rng.choice([-1, 1], size=d),
        }
        drawn.append(case)
    return drawn


def plain(values):
    return values


def sigmoid(values):
    return 1 / (1 + np.exp(-values))


def relu(values):
    return np.maximum(values, 0)


def passed(inside: Callable = np.tanh, outside: Callable = plain, **parts: float) -> Callable:
    """Return the way there and back with two activations; b and c are multiplied by `parts`."""

    def reconstruct(X, W, b, c):
        codes = inside(X @ W.T + parts.get("b", 1) * b)
        return outside(codes @ W + parts.get("c", 1) * c)

    return reconstruct


def decoded(decode: Callable) -> Callable:
    """Return the right way there, and `decode(codes, W, b, c)` on the way back."""
    return lambda X, W, b, c: decode(np.tanh(X @ W.T + b), W, b, c)


@misconception(
    "A12",
    says="puts an activation behind the last layer, where any number should be possible",
    hint="Which layer is the last, and which numbers can leave it? Can a pixel be 1.5 there?",
    also=(
        passed(inside=plain, outside=np.tanh),
        passed(outside=sigmoid),
        passed(outside=relu),
        passed(outside=lambda values: np.clip(values, 0, 1)),
    ),
)
def activated_output(X, W, b, c):
    return np.tanh(np.tanh(X @ W.T + b) @ W + c)


@misconception(
    "M688",
    says="uses the encoder's bias in the decoder, too",
    hint="How many numbers leave the decoder? Which of the two biases has as many?",
)
def encoder_bias_twice(X, W, b, c):
    return np.tanh(X @ W.T + b) @ W + b


def reread(W):
    """Return the numbers of W in the form of W turned."""
    return W.reshape(W.shape[::-1])


OTHER_PAIRS = (
    misconception(
        "M97",
        says="puts arrays together whose shapes do not fit, such as (4, 2) @ (3, 2)",
        hint="Images stand in rows here. Write the sizes beside each of your lines: in which "
        "direction is the one table read on the way there, and in which on the way back? Has each "
        "bias as many numbers as the rows it is added to?",
    )(lambda X, W, b, c: np.tanh(X @ W + b) @ W.T + c),
    misconception(
        "M393",
        says="makes the shapes fit by reading the numbers in another order",
        hint="The form is right now. Does each number still meet the pixel it belongs to?",
    )(lambda X, W, b, c: np.tanh(X @ reread(W) + b) @ W + c),
    misconception(
        "M689",
        says="leaves the activation of the code out",
        hint="Without any curve on the way, which method from this chapter would it be?",
    )(passed(inside=plain)),
    misconception(
        "M690",
        says="takes another activation for the code",
        hint="Which numbers can the activation of the code return? Can yours be below 0, and "
        "above 1?",
        also=(passed(inside=relu),),
    )(passed(inside=sigmoid)),
    misconception(
        "M101",
        says="adds the bias after the activation",
        hint="Does the bias move where the curve bends, or what comes out of the curve?",
    )(lambda X, W, b, c: (np.tanh(X @ W.T) + b) @ W + c),
    misconception(
        "M8",
        says="leaves the bias out",
        hint="Two layers, two biases. Does each of your two lines have its own?",
        also=(passed(b=0), passed(c=0)),
    )(passed(b=0, c=0)),
    misconception(
        "M694",
        says="subtracts the bias",
        hint="A pixel is bright in every image. Should its bias push the pixel up, or down?",
        also=(passed(b=-1), passed(b=-1, c=-1)),
    )(passed(c=-1)),
    misconception(
        "M691",
        says="takes the encoder's bias away again before it decodes",
        hint="Must the decoder undo each step of the encoder? What is the decoder's own bias for?",
    )(decoded(lambda codes, W, b, c: (codes - b) @ W + c)),
    misconception(
        "M692",
        says="decodes with an inverse of the weights and not with the weights themselves",
        hint="Sharing the weights: does it mean that the decoder undoes them, or that it reads the "
        "same table the other way?",
    )(decoded(lambda codes, W, b, c: codes @ np.linalg.pinv(W).T + c)),
    misconception(
        "M693",
        says="stops at the code, or returns it beside the images",
        hint="What was asked for: the code, or images with as many pixels as those that came in?",
        also=(decoded(lambda codes, W, b, c: (codes, codes @ W + c)),),
    )(decoded(lambda codes, W, b, c: codes)),
    misconception(
        "M882",
        says="has the right images, but in columns, where they came in rows",
        hint="An image came in as a row. How does it stand in your result?",
    )(lambda X, W, b, c: there_and_back_at_once(X, W, b, c).T),
    misconception(
        "M52",
        says="answers for the first sample only",
        hint="How many images came in, and how many come back?",
    )(lambda X, W, b, c: np.tanh(W @ X[0] + b) @ W + c),
)

EXERCISE = Exercise(
    title="Tied weights",
    reference=tied_reconstruct,
    another=there_and_back_at_once,
    cases=cases,
    misconceptions=(activated_output, encoder_bias_twice, *OTHER_PAIRS),
    hints=(
        "The table of weights has a row for each number of the code and a column for each pixel. "
        "How is it read on the way there, how on the way back, and what has each of the two layers "
        "for itself alone?",
        "Two pixels, a code of one number: W = [[1, 2]], b = [-3], c = [0.5, 0]. The image (1, 1) "
        "has 1·1 + 2·1 - 3 = 0, and tanh(0) = 0 is its code; back comes 0·(1, 2) + c = (0.5, 0). "
        "The image (1, 2) has 2, and tanh(2) = 0.964. What comes back for it?",
        "code (n, k) ← tanh of (X times W turned, plus b)\n"
        "images (n, d) ← code times W, plus c\n"
        "no activation behind the second line",
    ),
    why="one table does the work of two. What does each row of it mean on the way there, and on "
    "the way back?",
    because=(
        "On the way there a row is a pattern to look for: its product with an image says how much "
        "of the pattern is there. On the way back the same row is a pattern to draw, as strongly "
        "as its number in the code says. The biases are not shared, as they are not even of the "
        "same length."
    ),
)
