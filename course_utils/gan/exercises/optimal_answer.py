"""The best answer of a discriminator where both densities are known.

Goodfellow et al., Generative adversarial nets, proposition 1, NeurIPS 2014.
"""

from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def optimal_answer(p_real, p_fake):
    answers = np.full(len(p_real), 0.5)
    for i in range(len(p_real)):
        total = p_real[i] + p_fake[i]
        if total > 0:
            answers[i] = p_real[i] / total
    return answers


def where_somebody_lives(p_real, p_fake):
    somebody = (p_real > 0) | (p_fake > 0)
    return np.divide(p_real, p_real + p_fake, out=np.full(p_real.shape, 0.5), where=somebody)


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(n, low=0.2, high=2.0, empty=(), only_real=(), only_fake=()):
        """Draw densities of which one is at least a fifth larger, and either may be that one."""
        p_real = rng.uniform(low, high, size=n)
        larger = np.where(rng.permutation(n) % 2, 1, -1)
        p_fake = p_real * rng.uniform(1.2, 3.0, size=n) ** larger
        p_fake[[*empty, *only_real]] = 0.0
        p_real[[*empty, *only_fake]] = 0.0
        return {"p_real": p_real.round(3), "p_fake": p_fake.round(3)}

    return [
        drawn(3),
        drawn(4, empty=[2]),
        drawn(5, low=0.02, high=0.15),
        drawn(6, empty=[0, 5], only_real=[2], only_fake=[3]),
        drawn(2, empty=[1], only_real=[0]),
    ]


def share_of_real(p, q):
    return p / (p + q)


def filled(formula: Callable, empty: float) -> Callable:
    """Return the formula's answers, and `empty` where neither kind of sample occurs."""

    def answers(p_real, p_fake):
        nobody = (p_real == 0) & (p_fake == 0)
        return np.where(nobody, empty, formula(p_real, p_fake))

    return answers


def however_filled(*formulas: Callable) -> tuple[Callable, ...]:
    """Return each formula with 1/2, nothing, 0 and 1 where neither kind of sample occurs."""
    return tuple(
        filled(formula, empty) for formula in formulas for empty in (0.5, np.nan, 0.0, 1.0)
    )


@misconception(
    "M913",
    says="takes the ratio of the two densities, which can be any number from 0 up",
    hint="Can an answer be 3? Between which two numbers must it lie, and which one is it where the "
    "two densities are equal?",
    also=however_filled(lambda p, q: p / q, lambda p, q: np.clip(p / q, 0, 1)),
)
def ratio(p_real, p_fake):
    return p_real / p_fake


@misconception(
    "M914",
    says="answers how likely a sample is a fake",
    hint="At a place where only real samples occur, does your code say 1 or 0?",
    also=however_filled(lambda p, q: q / (p + q)),
)
def likely_fake(p_real, p_fake):
    return np.where(p_real + p_fake > 0, p_fake / (p_real + p_fake), 0.5)


@misconception(
    "M915",
    says="divides 0 by 0 where neither kind of sample occurs",
    hint="Nothing real and nothing fake occurs at a place. Which answer favors neither of them, "
    "and what does your division make of it?",
    also=(lambda p_real, p_fake: 1 / (1 + p_fake / p_real),),
)
def zero_by_zero(p_real, p_fake):
    return p_real / (p_real + p_fake)


@misconception(
    "M916",
    says="is sure of one of the two where neither kind of sample occurs",
    hint="Nothing was ever seen at a place. Is that a reason to call it fake, or real?",
    also=(
        filled(share_of_real, 1.0),
        *(
            lambda p_real, p_fake, tiny=10.0**-k: p_real / (p_real + p_fake + tiny)
            for k in range(3, 17)
        ),
        *(
            lambda p_real, p_fake, tiny=10.0**-k: (p_real + tiny) / (p_real + p_fake + tiny)
            for k in range(3, 17)
        ),
    ),
)
def sure_of_nothing(p_real, p_fake):
    return np.nan_to_num(p_real / (p_real + p_fake))


WRONG_ANSWERS = (
    misconception(
        "M90",
        says="decides: 0 or 1, with nothing between",
        hint="Of four samples at a place, three are real. What is the best answer to the next one, "
        "if a sure answer costs a great deal whenever it is wrong?",
        also=(
            lambda p_real, p_fake: p_real > p_fake,
            lambda p_real, p_fake: p_real >= p_fake,
            lambda p_real, p_fake: np.heaviside(p_real - p_fake, 0.5),
            lambda p_real, p_fake: np.round(p_real / (p_real + p_fake)),
        ),
    )(lambda p_real, p_fake: np.where(p_real > p_fake, 1.0, 0.0)),
    misconception(
        "M917",
        says="leaves the fakes out: its answers say how common real samples are",
        hint="Which of the two arguments does your result not depend on? Fakes move to a place "
        "that was free of them: should the answer there stay what it was?",
        also=(
            lambda p_real, p_fake: p_real / p_real.max(),
            lambda p_real, p_fake: p_real / p_real.sum(),
            lambda p_real, p_fake: np.clip(p_real, 0, 1),
            lambda p_real, p_fake: p_real / (1 + p_real),
            lambda p_real, p_fake: 1 / (1 + np.exp(-p_real)),
            lambda p_real, p_fake: np.where(p_real > 0, 1.0, 0.0),
        ),
    )(lambda p_real, p_fake: p_real.copy()),
    misconception(
        "M918",
        says="looks at the difference of the two densities, where their shares decide",
        hint="Densities 0.2 and 0.1 at one place, 2 and 1 at another. Are real samples likelier "
        "at one of the two?",
        also=(
            lambda p_real, p_fake: 1 / (1 + np.exp(p_fake - p_real)),
            lambda p_real, p_fake: (1 + p_real - p_fake) / 2,
            lambda p_real, p_fake: np.clip(p_real - p_fake, 0, 1),
            *however_filled(lambda p, q: (p - q) / (p + q)),
        ),
    )(lambda p_real, p_fake: p_real - p_fake),
    misconception(
        "M919",
        says="returns the logit of the answer and not the answer",
        hint="Can an answer be below 0? What would still have to be done to yours?",
        also=however_filled(lambda p, q: np.log(p / q)),
    )(lambda p_real, p_fake: np.log(p_real) - np.log(p_fake)),
    misconception(
        "M920",
        says="divides by the densities of all places together",
        hint="A sample lies at one place. Do the densities elsewhere say anything about it?",
        also=(
            lambda p_real, p_fake: p_real / p_real.sum() / (p_fake / p_fake.sum() + 1),
            *however_filled(
                lambda p, q: (p / p.sum()) / (p / p.sum() + q / q.sum()),
                lambda p, q: (p / p.max()) / (p / p.max() + q / q.max()),
            ),
        ),
    )(lambda p_real, p_fake: p_real / np.sum(p_real + p_fake)),
    misconception(
        "M921",
        says="answers 1/2 everywhere, as if the generator had won already",
        hint="Only when the two densities are equal is nothing left to tell. Are they equal here?",
    )(lambda p_real, p_fake: np.full(p_real.shape, 0.5)),
)

EXERCISE = Exercise(
    title="The best discriminator there is",
    reference=optimal_answer,
    another=where_somebody_lives,
    cases=cases,
    misconceptions=(ratio, likely_fake, zero_by_zero, sure_of_nothing, *WRONG_ANSWERS),
    hints=(
        "Look at one place only. Of all samples that turn up there, real and fake, which part is "
        "real? And what would you say of a place where none turns up?",
        "Densities 0.3 and 0.1: of four samples there three are real, so 0.3 / 0.4 = 0.75. "
        "Densities 0 and 0.7: none is real, so 0. Densities 0 and 0: nobody was there, 0.5. What "
        "is it for 0.2 and 0.6, and for 5 and 5?",
        "for each place:\n    both ← what the two densities there add up to\n"
        "    if anything is there: answer ← part of it that is real\n"
        "    else:                 answer ← one half",
    ),
    why="the generator's density has become that of the data. What does the best discriminator "
    "answer, and what is its loss?",
    because=(
        "1/2 everywhere, as both shares are equal at each place. Its loss is then -ln(1/2) - "
        "ln(1/2) = 2 ln 2, about 1.386, and no discriminator can do better. The reverse does not "
        "hold: one that has learned nothing answers 1/2 and pays 1.386, too."
    ),
)
