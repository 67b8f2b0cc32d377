"""Neurons that each know one digit answer together: the one with the greatest score decides."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def predict_digit(X, W, b):
    digits = np.zeros(len(X), dtype=int)
    for i, x in enumerate(X):
        highest = -np.inf
        for k, weights in enumerate(W):
            score = x @ weights + b[k]
            if score > highest:
                highest = score
                digits[i] = k
    return digits


def digit_by_table(X, W, b):
    scores = X @ W.T + b  # a row for each sample, a column for each detector
    return scores.argmax(axis=1)


def kinds(X, W, b):
    """Say which samples are of which kind; on each kind another wrong rule goes astray."""
    scores = X @ W.T + b
    ordered = np.sort(scores, axis=1)
    lead = ordered[:, -1] - ordered[:, -2]
    winner, yes = scores.argmax(axis=1), scores > 0
    last_yes = yes.shape[1] - 1 - yes[:, ::-1].argmax(axis=1)
    unbiased, opposed = (X @ W.T).argmax(axis=1), (X @ W.T - b).argmax(axis=1)
    length = np.linalg.norm(W, axis=1)
    clear = (lead > 0) & (winner > 0)
    return {
        "a later yes wins": clear & yes.any(axis=1) & (winner > yes.argmax(axis=1)),
        "an earlier yes wins": clear & yes.any(axis=1) & (winner < last_yes),
        "nobody says yes": clear & ~yes.any(axis=1),
        "a no is the loudest": clear & (winner != np.abs(scores).argmax(axis=1)),
        "the bias decides": clear & (winner != unbiased) & (unbiased != opposed),
        "the lengths mislead": clear & (winner != (scores / length).argmax(axis=1)),
        "a tie": (lead == 0) & (ordered[:, -1] > 0),
    }


def draw(n_features, n_detectors, wanted, rng):
    """Draw detectors and a sample of each kind in `wanted`: whole scores, several winners."""
    while True:
        W = rng.integers(1, 5, size=(n_detectors, n_features)) * 1.0
        W *= rng.choice([-1, 1], size=W.shape)
        b = rng.choice(np.arange(-8.0, 9.0), size=n_detectors, replace=False)
        pool = rng.integers(-4, 5, size=(300, n_features)) * 1.0
        # No score is 0, so that "more than 0" and "0 or more" are one and the same mistake.
        pool = pool[(pool @ W.T + b != 0).all(axis=1)]
        found = kinds(pool, W, b)
        if all(found[kind].any() for kind in wanted):
            X = pool[[rng.choice(np.flatnonzero(found[kind])) for kind in wanted]]
            winners = (X @ W.T + b).argmax(axis=1)
            if len(np.unique(X, axis=0)) == len(X) and (len(X) == 1 or np.ptp(winners)):
                return {"X": X, "W": W, "b": b}


def draw_ties(n_features, n_detectors, rng):
    """Draw samples with ties at six different places, two of them between three detectors."""
    while True:
        W = rng.integers(-3, 4, size=(n_detectors, n_features)) * 1.0
        b = rng.choice(np.arange(-8.0, 9.0), size=n_detectors, replace=False)
        pool = rng.integers(-4, 5, size=(300, n_features)) * 1.0
        scores = pool @ W.T + b
        pool, scores = pool[(scores != 0).all(axis=1)], scores[(scores != 0).all(axis=1)]
        tied = scores == scores.max(axis=1, keepdims=True)
        places, first = np.unique(tied, axis=0, return_index=True)
        of_two, of_three = (first[places.sum(axis=1) == n] for n in (2, 3))
        if len(of_two) >= 4 and len(of_three) >= 2:
            X = pool[[*rng.permutation(of_two)[:4], *rng.permutation(of_three)[:2]]]
            return {"X": rng.permutation(X), "W": W, "b": b}


def cases(seed):
    rng = np.random.default_rng(seed)
    some_no = ("a later yes wins", "nobody says yes", "a no is the loudest", "the bias decides")
    some_yes = ("an earlier yes wins", "nobody says yes", "the lengths mislead", "a later yes wins")
    return [
        draw(2, 3, some_no, rng),
        draw(3, 5, some_yes, rng),
        draw(5, 4, ("a tie", "an earlier yes wins", "a later yes wins"), rng),
        draw(3, 6, ("the lengths mislead", "a no is the loudest", "a tie", "nobody says yes"), rng),
        draw_ties(2, 5, rng),
        draw(4, 10, ("nobody says yes",), rng),
    ]


@misconception(
    "M2",
    says="asks who says yes, and takes the first who does",
    hint="Two detectors say yes, one just so and one loudly: who should decide? And if all say no?",
)
def first_yes(X, W, b):
    return np.argmax(X @ W.T + b >= 0, axis=1)


@misconception(
    "M147",
    says="looks for the best sample of each detector, not for the best detector of each sample",
    hint="One answer for each sample: how many answers come out of your code?",
)
def best_sample(X, W, b):
    return np.argmax(X @ W.T + b, axis=0)


@misconception(
    "M148",
    says="picks the detector that is surest of its no",
    hint="Which of two detectors is more in favor of its digit: one with 3 or one with -3?",
)
def smallest(X, W, b):
    return np.argmin(X @ W.T + b, axis=1)


@misconception(
    "M149",
    says="compares the sizes without their signs",
    hint="A detector shouts a loud no. Should its digit win?",
)
def largest_size(X, W, b):
    return np.argmax(np.abs(X @ W.T + b), axis=1)


@misconception(
    "M150",
    says="returns the winner's score and not its number",
    hint="Is the question how high the winner stands, or who it is?",
)
def winning_score(X, W, b):
    return np.max(X @ W.T + b, axis=1)


@misconception(
    "M157",
    says="begins its search at 0 and so finds nobody where all scores are negative",
    hint="All detectors say no, one of them hardly. With which value must your search begin to "
    "find it?",
)
def begins_at_zero(X, W, b):
    return np.argmax(np.maximum(X @ W.T + b, 0), axis=1)


def surest(X, W, b):
    return (X @ W.T + b).argmax(axis=1)


OTHER_VOTES = (
    misconception(
        "M8",
        says="leaves the bias out",
        hint="One detector is hard to please: it starts at -5. Does your vote know?",
    )(lambda X, W, b: surest(X, W, 0)),
    misconception(
        "M26",
        says="subtracts the bias",
        hint="All inputs are 0, and one detector has a bias of 5. Is it for its digit?",
    )(lambda X, W, b: surest(X, W, -b)),
    misconception(
        "M151",
        says="counts the detectors from 1",
        hint="The very first detector wins. Which digit does it stand for?",
    )(lambda X, W, b: surest(X, W, b) + 1),
    misconception(
        "M152",
        says="looks for one winner in the whole batch",
        hint="How many samples came in, and how many answers go out?",
    )(lambda X, W, b: (X @ W.T + b).argmax()),
    misconception(
        "M52",
        says="answers for the first sample only",
        hint="Does your code reach the second sample before it hands over its answer?",
    )(lambda X, W, b: surest(X, W, b)[0]),
    misconception(
        "M153",
        says="gives a tie to another detector than the first of the equal ones",
        hint="Two detectors are equally sure. Which one did we promise the sample to?",
        # A sort that is not stable leaves equal scores in any order, on another CPU in another.
        also=(lambda X, W, b: np.argsort(X @ W.T + b, axis=1)[:, -1],),
    )(lambda X, W, b: len(W) - 1 - (X @ W.T + b)[:, ::-1].argmax(axis=1)),
    misconception(
        "M154",
        says="returns a table with a 1 at the winner",
        hint="Can you say who won with a single number for each sample?",
    )(lambda X, W, b: np.eye(len(W))[surest(X, W, b)]),
    misconception(
        "M155",
        says="returns all scores and picks nobody",
        hint="Your table tells what each detector thinks. Who decides?",
    )(lambda X, W, b: X @ W.T + b),
    misconception(
        "M156",
        says="refuses to answer with a digit where every detector says no",
        hint="Every detector says no. Is one of them still less sure of it than the others?",
    )(lambda X, W, b: np.where((X @ W.T + b).max(axis=1) < 0, -1, surest(X, W, b))),
    misconception(
        "M158",
        says="asks who says yes, and takes the last who does",
        hint="The last two detectors both say yes. Does your code ask which of them is surer?",
    )(lambda X, W, b: ((X @ W.T + b > 0) * np.arange(len(W))).max(axis=1)),
    misconception(
        "M159",
        says="returns each detector's yes or no",
        hint="Several detectors answered. Which one answer leaves your function?",
    )(lambda X, W, b: np.where(X @ W.T + b >= 0, 1, -1)),
    misconception(
        "M160",
        says="compares distances to the boundaries and not scores",
        hint="Here the greatest sum decides, bias and all. Do you change one before?",
    )(lambda X, W, b: ((X @ W.T + b) / np.linalg.norm(W, axis=1)).argmax(axis=1)),
)

EXERCISE = Exercise(
    title="Which digit is it?",
    reference=predict_digit,
    another=digit_by_table,
    cases=cases,
    misconceptions=(
        first_yes,
        best_sample,
        smallest,
        largest_size,
        winning_score,
        begins_at_zero,
        *OTHER_VOTES,
    ),
    hints=(
        "Every detector has an opinion on every sample. What do you compare, and what do you "
        "remember of the winner?",
        "Three detectors for one sample score 2, -7 and 5. Two say yes, and the last is surer, so "
        "the answer is 2, as we count from 0. Which one wins with -4, -1 and -6, though all say "
        "no? A tie goes to the lower number: 3, 3 and 1 give 0.",
        "for every sample:\n"
        "    for every detector: score ← its weights times the sample, plus its bias\n"
        "    answer ← the number of the detector with the greatest score (the first, if equal)",
    ),
    why="why can't every detector simply answer yes or no, and the one that says yes decide?",
    because=(
        "The detectors were trained apart and nobody makes them agree. On some images several "
        "say yes, on others none does. Scores can be compared in both cases."
    ),
)
