"""How far each image is from what came out of the decoder: one number an image."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def reconstruction_errors(X, guess):
    errors = np.zeros(len(X))
    for i in range(len(X)):
        for j in range(X.shape[1]):
            errors[i] += (X[i, j] - guess[i, j]) ** 2 / X.shape[1]
    return errors


def errors_at_once(X, guess):
    return ((X - guess) ** 2).mean(axis=1)


def cases(seed):
    rng = np.random.default_rng(seed)
    drawn = []
    for n, d in [(3, 4), (2, 5), (5, 3), (4, 6), (1, 7)]:
        X = np.round(rng.uniform(0.1, 0.9, size=(n, d)), 2)
        # More pixels come out too dark than too bright, so that signs cancel only in part.
        misses = rng.uniform(0.2, 0.8, size=(n, d)) * rng.choice([-1, 1, 1], size=(n, d))
        guess = np.round(X + misses, 2) + 0.0  # no -0
        if n == 4:
            guess[2] = X[2]  # an image that came back as it was
        drawn.append({"X": X, "guess": guess})
    return drawn


def of_misses(formula):
    """Return what computes `formula` of the right differences."""
    return lambda X, guess: formula(X - guess)


@misconception(
    "M670",
    says="averages over the images, which leaves a number for each pixel",
    hint="How many numbers come out of your code: as many as there are images, or pixels?",
)
def one_for_each_pixel(X, guess):
    return ((X - guess) ** 2).mean(axis=0)


@misconception(
    "M671",
    says="averages over everything, which leaves a single number",
    hint="Which of the images came back worst? Can your result say that?",
    also=(of_misses(lambda misses: np.sum(misses**2)),),
)
def one_for_all(X, guess):
    return np.mean((X - guess) ** 2)


OTHER_ERRORS = (
    misconception(
        "M204",
        says="adds up and never divides",
        hint="Twice as many pixels, each missed by as much as before: should the number double?",
    )(of_misses(lambda misses: np.sum(misses**2, axis=1))),
    misconception(
        "M672",
        says="divides by the number of images, where the pixels of one image are averaged",
        hint="How many terms do you add up for one image? Is that the number you divide by?",
    )(of_misses(lambda misses: np.sum(misses**2, axis=1) / len(misses))),
    misconception(
        "M881",
        says="divides by 64, which is right for images of 64 pixels only",
        hint="How many pixels has an image of the case that failed? Where does your code ask?",
    )(of_misses(lambda misses: np.sum(misses**2, axis=1) / 64)),
    misconception(
        "M273",
        says="takes the square root at the end",
        hint="Every pixel of an image is missed by 0.5. Which was asked for, 0.5 or its square?",
        also=(of_misses(lambda misses: np.sqrt(np.sum(misses**2, axis=1))),),
    )(of_misses(lambda misses: np.sqrt(np.mean(misses**2, axis=1)))),
    misconception(
        "M274",
        says="takes the sizes of the misses and not their squares",
        hint="One pixel is missed by twice as much as another. How much more should it weigh?",
        also=(of_misses(lambda misses: np.sum(np.abs(misses), axis=1)),),
    )(of_misses(lambda misses: np.mean(np.abs(misses), axis=1))),
    misconception(
        "M279",
        says="averages the misses with their signs",
        hint="One pixel is too bright by 0.3, another too dark by 0.3. Was nothing missed?",
        also=(
            of_misses(lambda misses: -misses.mean(axis=1)),
            of_misses(lambda misses: misses.sum(axis=1)),
            of_misses(lambda misses: -misses.sum(axis=1)),
        ),
    )(of_misses(lambda misses: misses.mean(axis=1))),
    misconception(
        "M276",
        says="averages first and squares afterwards",
        hint="One pixel is too bright by 0.3, another too dark by 0.3. Do you square before the "
        "two meet, or afterwards, and what is left of them?",
        also=(of_misses(lambda misses: misses.sum(axis=1) ** 2),),
    )(of_misses(lambda misses: misses.mean(axis=1) ** 2)),
    misconception(
        "M673",
        says="measures how the misses spread around their own average",
        hint="An image comes back too bright by 0.2 everywhere. Does your code notice?",
        also=(of_misses(lambda misses: misses.std(axis=1)),),
    )(of_misses(lambda misses: misses.var(axis=1))),
    misconception(
        "M277",
        says="takes half of the mean",
        hint="One pixel, missed by 0.4: what is the average of the single number 0.16?",
        also=(of_misses(lambda misses: np.sum(misses**2, axis=1) / 2),),
    )(of_misses(lambda misses: np.mean(misses**2, axis=1) / 2)),
    misconception(
        "M674",
        says="returns a number for each pixel of each image and no average",
        hint="To sort the images from best to worst, how many numbers do you need for each?",
    )(of_misses(lambda misses: misses**2)),
    misconception(
        "M60",
        says="returns a column, one row of length 1 for each sample",
        hint="A plain row of numbers was asked for. How many dimensions has your result?",
    )(of_misses(lambda misses: np.mean(misses**2, axis=1, keepdims=True))),
    misconception(
        "M675",
        says="divides by the strength of the image, so that a pale one counts more",
        hint="A pale image and a dark one, each missed by 0.2 everywhere: is one of them worse?",
        also=(lambda X, guess: np.mean((X - guess) ** 2, axis=1) / np.mean(X, axis=1),),
    )(lambda X, guess: np.sum((X - guess) ** 2, axis=1) / np.sum(X**2, axis=1)),
    misconception(
        "M52",
        says="answers for the first sample only",
        hint="How many images came in, and how many of them have a say in your result?",
    )(of_misses(lambda misses: np.mean(misses[0] ** 2))),
)

EXERCISE = Exercise(
    title="How well each image came back",
    reference=reconstruction_errors,
    another=errors_at_once,
    cases=cases,
    misconceptions=(one_for_each_pixel, one_for_all, *OTHER_ERRORS),
    hints=(
        "Images stand in rows, pixels in columns. Along which of the two do you average, so that "
        "one number is left for each image?",
        "Two images of three pixels: (1, 0, 1) comes back as (1, 0.5, 0), and (0, 1, 0) as (0, 1, "
        "0). The misses of the first are 0, -0.5 and 1, their squares 0, 0.25 and 1, the mean "
        "1.25 / 3 = 0.417. What is the second number?",
        "misses ← X - guess\n"
        "square each of them\n"
        "for each row: the mean of its squares\n"
        "the result has as many numbers as X has rows",
    ),
    why="the loss of the training is one number. What do you learn from one number for each image?",
    because=(
        "You see which images come back badly. Most of them do well and a few do not: a rare way "
        "to write a digit, or something that is no digit at all. One mean over all images hides "
        "them; later in this chapter such an error raises an alarm."
    ),
)
