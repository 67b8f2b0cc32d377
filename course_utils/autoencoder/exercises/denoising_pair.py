"""What a denoising autoencoder is given, and what it is asked for.

Vincent, Larochelle, Bengio, and Manzagol, Extracting and composing robust features with denoising
autoencoders, ICML 2008.
"""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def denoising_pair(X, noise):
    n_copies, n, d = noise.shape
    given = np.zeros((n_copies * n, d))
    asked = np.zeros((n_copies * n, d))
    for k in range(n_copies):
        for i in range(n):
            given[k * n + i] = X[i] + noise[k, i]
            asked[k * n + i] = X[i]
    return given, asked


def in_two_lines(X, noise):
    n_copies, _, d = noise.shape
    return (X + noise).reshape(-1, d), np.tile(X, (n_copies, 1))


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(n_copies, n, d):
        """Draw images with pixels of 0 and of 1, which noise drives out of [0, 1]."""
        X = rng.uniform(0.1, 0.9, size=(n, d)).round(1)
        X[0, 0], X[-1, -1] = 0.0, 1.0
        noise = rng.uniform(0.11, 0.6, size=(n_copies, n, d)) * rng.choice([-1, 1], X.shape)
        noise[:, 0, 0] *= -np.sign(noise[:, 0, 0])
        noise[:, -1, -1] *= np.sign(noise[:, -1, -1])
        return {"X": X, "noise": noise.round(2)}

    return [drawn(2, 3, 2), drawn(3, 2, 4), drawn(1, 3, 4), drawn(3, 4, 3), drawn(4, 1, 3)]


def pairs(given, asked):
    """Return the pairs made by `given` and `asked`, functions of X and noise, copy by copy."""

    def pair(X, noise):
        sides = (side(X, noise) + np.zeros_like(noise) for side in (given, asked))
        return tuple(side.reshape(-1, X.shape[1]) for side in sides)

    return pair


def noisy(X, noise):
    return X + noise


def clean(X, noise):
    return X


def noise_itself(X, noise):
    return noise


def piled_up(X, noise):
    return X + noise.cumsum(axis=0)


def one_copy_before(X, noise):
    """Return what `X = X + noise[k]` leaves behind before its round k."""
    return piled_up(X, noise) - noise


def image_by_image(array):
    return np.swapaxes(array, 0, 1).reshape(-1, array.shape[2])


WRONG_SIDES = (
    misconception(
        "A5",
        says="asks for the noisy images back",
        hint="Who returns just what came in gets no error at all. What does the network learn "
        "then about dirt?",
    )(pairs(noisy, noisy)),
    misconception(
        "A6",
        says="uses one draw of noise again and again",
        hint="The same picture comes twice. Is there new dirt on it the second time?",
        also=(
            pairs(lambda X, noise: X + noise[-1:], clean),
            pairs(lambda X, noise: X + noise.mean(axis=0), clean),
            pairs(lambda X, noise: X + noise[:1], lambda X, noise: X + noise[:1]),
        ),
    )(pairs(lambda X, noise: X + noise[:1], clean)),
    misconception(
        "M720",
        says="gives the clean images and asks for the noisy ones",
        hint="Which of the two pictures do you have when the network is in use, and which one do "
        "you wish for?",
    )(pairs(clean, noisy)),
    misconception(
        "M731",
        says="forgets the noise: both sides are clean",
        hint="Take all the noise ten times as strong. Does any number of your result change?",
    )(pairs(clean, clean)),
    misconception(
        "M724",
        says="asks for the noise and not for the image",
        hint="What should be on the screen in the end: the digit, or the dirt?",
        also=(pairs(noisy, lambda X, noise: -noise),),
    )(pairs(noisy, noise_itself)),
    misconception(
        "M723",
        says="gives the noise alone, without an image",
        hint="Cover the second result. Which digit can be read off the first one?",
    )(pairs(noise_itself, clean)),
)

WRONG_NOISE = (
    misconception(
        "M721",
        says="takes the noise off where it should be put on",
        hint="A pixel without ink is 0 and its noise is 0.2. Which number does the network see?",
    )(pairs(lambda X, noise: X - noise, clean)),
    misconception(
        "M722",
        says="multiplies by the noise, so that pixels without ink stay clean",
        hint="A pixel without ink is 0. Can your dirt ever reach it?",
        also=(pairs(lambda X, noise: X * (1 + noise), clean),),
    )(pairs(lambda X, noise: X * noise, clean)),
    misconception(
        "M725",
        says="cuts off what leaves the range from 0 to 1",
        hint="A pixel of 1 gets more ink still. How much of that is left in your result, and who "
        "wanted it taken away?",
        also=(
            pairs(lambda X, noise: np.maximum(X + noise, 0), clean),
            pairs(lambda X, noise: np.minimum(X + noise, 1), clean),
        ),
    )(pairs(lambda X, noise: np.clip(X + noise, 0, 1), clean)),
    misconception(
        "M727",
        says="puts new noise upon the old, so that the dirt piles up",
        hint="The last picture of a digit is the dirtiest one. Whose dirt is on it?",
        also=(pairs(piled_up, one_copy_before), pairs(piled_up, piled_up)),
    )(pairs(piled_up, clean)),
)


@misconception(
    "M726",
    says="has the two sides in different orders, so that pictures meet the wrong answers",
    hint="Put the first five rows of both results side by side. Is it the same digit each time?",
    also=(lambda X, noise: (image_by_image(X + noise), np.tile(X, (len(noise), 1))),),
)
def sides_in_different_orders(X, noise):
    return (X + noise).reshape(-1, X.shape[1]), np.repeat(X, len(noise), axis=0)


@misconception(
    "M729",
    says="has the right pairs, image by image and not draw by draw",
    hint="Which row comes second: the second image, or the first one with other dirt?",
)
def another_order(X, noise):
    return image_by_image(X + noise), np.repeat(X, len(noise), axis=0)


@misconception(
    "M728",
    says="leaves draws out",
    hint="How many rows does your first result have, and how many rows of noise came in?",
    also=(
        lambda X, noise: (X + noise[-1], X),
        lambda X, noise: (X + noise.mean(axis=0), X),
        lambda X, noise: (X + noise.sum(axis=0), X),
    ),
)
def one_draw_only(X, noise):
    return X + noise[0], X


@misconception(
    "M730",
    says="leaves a table for each draw, where one long table is asked for",
    hint="A network takes a table with a row for each image. How many dimensions does yours have?",
    also=(
        lambda X, noise: (X + noise, np.repeat(X[None], len(noise), axis=0)),
        lambda X, noise: ((X + noise).reshape(-1, X.shape[1]), X),
    ),
)
def not_stacked(X, noise):
    return X + noise, X


EXERCISE = Exercise(
    title="What goes in, and what should come out",
    reference=denoising_pair,
    another=in_two_lines,
    cases=cases,
    outputs=("input", "target"),
    misconceptions=(
        *WRONG_SIDES,
        *WRONG_NOISE,
        sides_in_different_orders,
        another_order,
        one_draw_only,
        not_stacked,
    ),
    hints=(
        "Who cleans a window needs to know two things: what it looks like now, and what it should "
        "look like. Which of the two has dirt on it, and does it differ from day to day?",
        "One image (0.2, 1.0) and two draws of noise, (0.1, 0.3) and (-0.3, 0.1). The inputs are "
        "(0.3, 1.3) and (-0.1, 1.1): they may leave the range from 0 to 1. The target is (0.2, "
        "1.0) both times. What are the four rows of each side if a second image (0.5, 0.0) comes "
        "along, with noise (0, 0.1) and then (0.2, 0)?",
        "for each draw of noise, in order:\n    for each image, in order:\n"
        "        a row of the input  ← image + its noise of this draw\n"
        "        a row of the target ← the same image, as it is\nreturn both tables",
    ),
    why="the network never sees the noise by itself. How can it learn to take it away?",
    because=(
        "It can't know one draw of noise, but over many draws the same clean image stays and the "
        "noise averages out. The guess with the smallest squared error is the mean of the clean "
        "images that could lie under this noisy one, and to know those is to know digits."
    ),
)
