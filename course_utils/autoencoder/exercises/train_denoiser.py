"""The bug hunt: a linear denoiser that learns to give the noise back."""

import numpy as np

from course_utils.autoencoder.exercises.wrong_denoisers import (
    and_one_bug,
    and_with_the_bugs,
    as_seen,
    first_draw,
    of_clean_images,
    piled_up,
    target_drifts,
    training,
    turned_gradients,
    turned_guess,
)
from course_utils.classroom.exercises import Exercise, misconception


def train_denoiser(X, noises, learning_rate):
    n, d = X.shape
    W, b = np.zeros((d, d)), np.zeros(d)
    for drawn in noises:
        noisy = X + drawn
        error = noisy @ W.T + b - X
        dW = 2 / n * error.T @ noisy
        db = 2 / n * error.sum(axis=0)
        W = W - learning_rate * dW
        b = b - learning_rate * db
    return W, b


def with_a_pixel_that_is_always_one(X, noises, learning_rate):
    n, d = X.shape
    M = np.zeros((d, d + 1))
    for noise in noises:
        rows = np.column_stack([X + noise, np.ones(n)])
        gradients = [np.outer(M @ row - x, row) for row, x in zip(rows, X, strict=True)]
        M = M - learning_rate * 2 * np.mean(gradients, axis=0)
    return M[:, :d], M[:, d]


def shipped(X, noises, learning_rate):
    n, d = X.shape
    W, b = np.zeros((d, d)), np.zeros(d)
    noisy = X + noises[0]
    for _ in noises:
        error = noisy @ W.T + b - noisy
        dW = 2 / n * error.T @ noisy
        db = 2 / n * error.sum(axis=0)
        W = W - learning_rate * dW
        b = b - learning_rate * db
    return W, b


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(n, d, n_epochs, learning_rate):
        noises = rng.uniform(0.1, 0.5, size=(n_epochs, n, d))
        return {
            "X": rng.uniform(0.1, 1, size=(n, d)).round(1),
            "noises": (noises * rng.choice([-1, 1], size=noises.shape)).round(2),
            "learning_rate": learning_rate,
        }

    return [
        drawn(3, 2, 2, 0.5),
        drawn(2, 3, 3, 0.25),
        drawn(5, 3, 4, 0.4),
        drawn(4, 3, 1, 0.5),
        drawn(6, 4, 5, 0.2),
        drawn(1, 3, 3, 0.1),
    ]


WRONG_PAIRS = (
    misconception(
        "A5",
        says="still asks for the noisy images back",
        hint="What would be the best weights for the error that the code computes? Try those that "
        "change nothing at all: is the picture clean then?",
        also=(
            training(given=first_draw, asked=as_seen),
            training(given=lambda X, noises, epoch: X + noises[-1], asked=as_seen),
        ),
    )(training(asked=as_seen)),
    misconception(
        "A6",
        says="still shows the same noise in every epoch",
        hint="There are as many draws of noise as epochs. How many of them does your result "
        "depend on?",
        also=(
            training(given=lambda X, noises, epoch: X + noises[-1]),
            training(given=lambda X, noises, epoch: X + noises.mean(axis=0)),
        ),
    )(training(given=first_draw)),
    misconception(
        "M720",
        says="gives the clean images and asks for the noisy ones",
        hint="Which of the two pictures do you have when the denoiser is in use?",
    )(
        training(
            given=lambda X, noises, epoch: X,
            asked=lambda X, seen, noise: X + noise,
        )
    ),
    misconception(
        "M731",
        says="forgets the noise: both sides are clean",
        hint="Take all the noise ten times as strong. Do the weights change?",
    )(training(given=lambda X, noises, epoch: X)),
    misconception(
        "M724",
        says="asks for the noise and not for the image",
        hint="What should be on the screen in the end: the digit, or the dirt?",
        also=(training(given=first_draw, asked=lambda X, seen, noise: seen - X),),
    )(training(asked=lambda X, seen, noise: noise)),
    misconception(
        "M727",
        says="puts new noise upon the old, so that the dirt piles up",
        hint="What does the third epoch put its noise on: on the images, or on those of the "
        "second epoch?",
        also=(
            training(given=piled_up, asked=as_seen),
            training(given=piled_up),
            training(given=lambda X, noises, epoch: X + noises[0] + noises[: epoch + 1].sum(0)),
        ),
    )(target_drifts),
)

WRONG_STEPS = (
    misconception(
        "M733",
        says="multiplies the errors by the clean images, which the denoiser never saw",
        hint="A weight is blamed for the number that came through it. Which number was that?",
        also=and_with_the_bugs(gradients=of_clean_images),
    )(training(gradients=of_clean_images)),
    misconception(
        "M734",
        says="turns the gradient of the weights on its side, which a square matrix allows",
        hint="Row 0 of the weights makes pixel 0 of the answer. Whose errors stand in row 0 of "
        "your gradient?",
        also=(
            *and_one_bug(gradients=turned_gradients),
            *and_one_bug(guess=turned_guess),
            *and_one_bug(gradients=turned_gradients, guess=turned_guess),
        ),
    )(training(gradients=turned_gradients)),
    misconception(
        "B9",
        says="forgets that the loss is a mean: it is never divided by the number of samples",
        hint="Each image comes twice. Should the step be twice as long?",
        also=and_with_the_bugs(factors=lambda n, d, rate: (2 * rate, 2 * rate)),
    )(training(factors=lambda n, d, rate: (2 * rate, 2 * rate))),
    misconception(
        "M732",
        says="divides by the number of pixels too",
        hint="That line was right. Over what does the loss take its mean, and over what its sum?",
        also=and_with_the_bugs(factors=lambda n, d, rate: (2 * rate / n / d, 2 * rate / n / d)),
    )(training(factors=lambda n, d, rate: (2 * rate / n / d, 2 * rate / n / d))),
    misconception(
        "M423",
        says="has a 1 where a 2 stands",
        hint="What is the slope of the square of e?",
        also=and_with_the_bugs(factors=lambda n, d, rate: (rate / n, rate / n)),
    )(training(factors=lambda n, d, rate: (rate / n, rate / n))),
    misconception(
        "M435",
        says="moves uphill",
        hint="The denoiser answers 0.9 where 0.2 is right. Should the bias grow?",
        also=and_with_the_bugs(factors=lambda n, d, rate: (-2 * rate / n, -2 * rate / n)),
    )(training(factors=lambda n, d, rate: (-2 * rate / n, -2 * rate / n))),
    misconception(
        "M13",
        says="never moves the bias",
        hint="Every pixel should come out a little brighter. What could do that?",
        also=and_with_the_bugs(factors=lambda n, d, rate: (2 * rate / n, 0.0)),
    )(training(factors=lambda n, d, rate: (2 * rate / n, 0.0))),
    misconception(
        "M14",
        says="takes a step of size 1 whatever was asked",
        hint="Which of the three arguments does your result not depend on?",
        also=and_with_the_bugs(factors=lambda n, d, rate: (2 / n, 2 / n)),
    )(training(factors=lambda n, d, rate: (2 / n, 2 / n))),
    misconception(
        "M304",
        says="returns after the first batch",
        hint="How often does your loop reach its second round?",
        also=and_with_the_bugs(n_epochs=lambda noises: 1),
    )(training(n_epochs=lambda noises: 1)),
)

EXERCISE = Exercise(
    title="Bug hunt: a denoiser that gives the noise back",
    reference=train_denoiser,
    another=with_a_pixel_that_is_always_one,
    cases=cases,
    shipped=shipped,
    outputs=("weights", "bias"),
    misconceptions=(*WRONG_PAIRS, *WRONG_STEPS),
    hints=(
        "Two bugs. With which weights would the loss of this code be 0 at once, and what would "
        "such a denoiser do? And what does the second epoch show that the first did not?",
        "One image with the one pixel 0.5, noises 0.1 and -0.3, learning rate 0.5. Epoch 1 sees "
        "0.6: the answer is 0, the error 0 - 0.5 = -0.5, so W becomes 0 + 0.5 · 2 · 0.5 · 0.6 = "
        "0.3 and b becomes 0.5. Epoch 2 sees 0.5 - 0.3 = 0.2: the answer is 0.3 · 0.2 + 0.5 = "
        "0.56. What is the error now, and what does the code with the bugs make of both epochs?",
        "for each epoch:\n    input ← clean images + this epoch's noise\n"
        "    error ← answer to the input - clean images\n"
        "    slopes ← 2 / n · errors times inputs, added up over the images\n"
        "    slopes of the bias ← 2 / n · errors added up\n    move both against their slopes",
    ),
    why="the mended denoiser has a larger loss in training than the code with the bugs. Why is it "
    "the better one?",
    because=(
        "The two losses do not measure the same thing. To give back what came in is easy: W = 1 "
        "on the diagonal and 0 elsewhere has no error at all, and removes no noise. And noise that "
        "never changes can be learned by heart, as a part of the images. Judge both on new images "
        "with new noise, by the distance to the clean ones."
    ),
)
