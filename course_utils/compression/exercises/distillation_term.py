"""The soft part of the loss of distillation (Hinton, Vinyals and Dean, 2015)."""

from collections.abc import Callable

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def distillation_term(student_logits, teacher_logits, temperature):
    p = np.exp(teacher_logits / temperature)
    p = p / p.sum(axis=1, keepdims=True)
    q = np.exp(student_logits / temperature)
    q = q / q.sum(axis=1, keepdims=True)
    divergence = np.sum(p * np.log(p / q), axis=1)
    return temperature**2 * divergence.mean()


def row_by_row(student_logits, teacher_logits, temperature):
    total = 0.0
    for z, t in zip(student_logits, teacher_logits, strict=True):
        log_q = z / temperature - np.logaddexp.reduce(z / temperature)
        log_p = t / temperature - np.logaddexp.reduce(t / temperature)
        total += np.exp(log_p) @ (log_p - log_q)
    return temperature * temperature * total / len(student_logits)


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(n, n_classes, temperature):
        """Draw logits of a teacher who is sure and of a student who is less so."""
        teacher = rng.uniform(-3, 3, size=(n, n_classes))
        teacher[np.arange(n), rng.integers(0, n_classes, size=n)] += 4
        student = rng.uniform(-2, 2, size=(n, n_classes))
        return {
            "student_logits": student.round(1),
            "teacher_logits": teacher.round(1),
            "temperature": temperature,
        }

    return [
        drawn(2, 3, 2.0),
        drawn(4, 3, 4.0),
        drawn(3, 5, 1.0),
        drawn(5, 4, 3.0),
        drawn(1, 6, 2.5),
    ]


def softmax(logits, axis=1):
    powers = np.exp(logits)
    return powers / powers.sum(axis=axis, keepdims=True)


def divergence(p, q):
    return (p * np.log(p / q)).sum(axis=1)


def soft(
    distance: Callable = divergence,
    average: Callable = np.mean,
    factor: Callable = lambda T: T**2,
    student: Callable = lambda z, T: softmax(z / T),
    teacher: Callable = lambda t, T: softmax(t / T),
) -> Callable:
    """Return the term with one part or several exchanged: `distance(teacher's, student's)` …"""

    def term(student_logits, teacher_logits, temperature):
        p, q = teacher(teacher_logits, temperature), student(student_logits, temperature)
        return factor(temperature) * average(distance(p, q))

    return term


def no_factor(T):
    return 1.0


def weighed_with(log_q: Callable, average: Callable = np.mean, factor: Callable = lambda T: T**2):
    """Return the term with `log_q(student's logits, T)` where a logarithm belongs."""
    return soft(
        lambda p, z: (p * (np.log(p) - z)).sum(axis=1),
        student=log_q,
        average=average,
        factor=factor,
    )


@misconception(
    "Q12",
    says="leaves out the square of the temperature",
    hint="Both answers are softened by 4. About how many times smaller do the slopes become "
    "by that, and who makes up for it?",
    also=tuple(soft(factor=factor) for factor in (lambda T: T, lambda T: 2 * T, lambda T: T**-2)),
)
def without_the_square(student_logits, teacher_logits, temperature):
    p, q = softmax(teacher_logits / temperature), softmax(student_logits / temperature)
    return divergence(p, q).mean()


WRONG_SIZES = (
    without_the_square,
    misconception(
        "Q14",
        says="divides by all numbers of the table, classes times rows",
        hint="Two students are compared, one with 10 classes and one with 100. Should the one "
        "pay a tenth of the other for the same distance?",
        also=(soft(lambda p, q: p * np.log(p / q), factor=no_factor),),
    )(soft(lambda p, q: p * np.log(p / q))),
    misconception(
        "M204",
        says="adds up and never divides",
        hint="A batch twice as large, with the same rows twice: should it cost twice as much?",
        also=(soft(average=np.sum, factor=no_factor),),
    )(soft(average=np.sum)),
    misconception(
        "M275",
        says="returns one number for each sample and no average",
        hint="How many numbers does an optimizer make smaller in one step?",
        also=(soft(average=np.asarray, factor=no_factor),),
    )(soft(average=np.asarray)),
    misconception(
        "M763",
        says="has the opposite sign, as in a formula for what is to be made large",
        hint="The student answers like the teacher. Is your number then at its lowest, and is it "
        "ever below 0?",
        also=(soft(lambda p, q: (p * np.log(q)).sum(axis=1)),),
    )(soft(lambda p, q: -divergence(p, q))),
)

WRONG_ANSWERS = (
    misconception(
        "M1052",
        says="turns the two round: it weighs with the student's answers",
        hint="The teacher gives a class no chance, and the student does. Whose answers decide how "
        "much that counts with you?",
        also=(
            soft(lambda p, q: divergence(q, p), factor=no_factor),
            soft(lambda p, q: (divergence(p, q) + divergence(q, p)) / 2),
        ),
    )(soft(lambda p, q: divergence(q, p))),
    misconception(
        "M1053",
        says="softens one of the two and leaves the other as it is",
        hint="Teacher and student have the same logits. Is their distance 0 in your code?",
        also=(
            soft(teacher=lambda t, T: softmax(t)),
            soft(student=lambda z, T: softmax(z), factor=no_factor),
            soft(teacher=lambda t, T: softmax(t), factor=no_factor),
        ),
    )(soft(student=lambda z, T: softmax(z))),
    misconception(
        "M1054",
        says="sharpens where it should soften, or does nothing with the temperature but a factor",
        hint="A high temperature: do the teacher's answers come closer together or farther apart "
        "with your code?",
        also=(
            soft(lambda p, q: divergence(p, q), student=lambda z, T: softmax(z * T)),
            soft(student=lambda z, T: softmax(z), teacher=lambda t, T: softmax(t)),
            soft(
                student=lambda z, T: softmax(z),
                teacher=lambda t, T: softmax(t),
                factor=no_factor,
            ),
        ),
    )(soft(student=lambda z, T: softmax(z * T), teacher=lambda t, T: softmax(t * T))),
    misconception(
        "M1200",
        says="divides the logits by the square of the temperature, too",
        hint="Two numbers carry a T in what is asked for. At which of them does the square stand?",
        also=(
            soft(
                student=lambda z, T: softmax(z / T**2),
                teacher=lambda t, T: softmax(t / T**2),
                factor=no_factor,
            ),
        ),
    )(soft(student=lambda z, T: softmax(z / T**2), teacher=lambda t, T: softmax(t / T**2))),
    misconception(
        "M1055",
        says="divides the probabilities by the temperature, where the logits are meant",
        hint="Do the softened answers of one row still add up to 1?",
        also=(
            soft(
                student=lambda z, T: softmax(softmax(z) / T),
                teacher=lambda t, T: softmax(softmax(t) / T),
            ),
        ),
    )(soft(student=lambda z, T: softmax(z) / T, teacher=lambda t, T: softmax(t) / T)),
    misconception(
        "M1056",
        says="has the cross-entropy, which stays above 0 even for a perfect student",
        hint="The student answers exactly as the teacher does. What is the distance then, and "
        "what do you get?",
        also=(soft(lambda p, q: -(p * np.log(q)).sum(axis=1), factor=no_factor),),
    )(soft(lambda p, q: -(p * np.log(q)).sum(axis=1))),
    misconception(
        "M1057",
        says="asks the teacher for its first choice only, and drops how sure it is of the others",
        hint="The teacher takes a 3 for a 3, and a little for an 8. Does your number know that?",
        also=(
            soft(lambda p, q: -np.log(q[np.arange(len(q)), p.argmax(axis=1)]), factor=no_factor),
            soft(
                lambda p, q: -np.log(q[np.arange(len(q)), p.argmax(axis=1)]),
                student=lambda z, T: softmax(z),
                factor=no_factor,
            ),
        ),
    )(soft(lambda p, q: -np.log(q[np.arange(len(q)), p.argmax(axis=1)]))),
    misconception(
        "M1170",
        says="takes the student's logits for logarithms of probabilities",
        hint="Add 5 to all logits of the student: its answers stay the same. Does your distance?",
        also=(
            weighed_with(lambda z, T: z),
            weighed_with(lambda z, T: z / T, factor=no_factor),
            weighed_with(lambda z, T: z, factor=no_factor),
        ),
    )(weighed_with(lambda z, T: z / T)),
    misconception(
        "M1147",
        says="adds up the logarithms, and does not weigh them by the teacher's answers",
        hint="The teacher gives one class 0.9 and another 0.001. Should a mistake at the second "
        "count as much as at the first?",
        also=(
            soft(lambda p, q: np.log(p / q)),
            soft(lambda p, q: np.log(p / q).sum(axis=1), factor=no_factor),
        ),
    )(soft(lambda p, q: np.log(p / q).sum(axis=1))),
    misconception(
        "M1058",
        says="measures the gap between the two in squares, or without a logarithm",
        hint="The teacher says 0.01, and the student 0.0001. Is that a small mistake or a large "
        "one, and what does your distance say?",
        also=(
            lambda student_logits, teacher_logits, temperature: np.mean(
                (student_logits - teacher_logits) ** 2
            ),
            soft(lambda p, q: ((p - q) ** 2).sum(axis=1)),
            soft(lambda p, q: (p * (np.log(p) - q)).sum(axis=1)),
            soft(lambda p, q: np.abs(p - q).sum(axis=1)),
            soft(lambda p, q: (p - q) ** 2, factor=no_factor),
        ),
    )(soft(lambda p, q: (p - q) ** 2)),
    misconception(
        "M1059",
        says="lets the samples of a batch compete, and not the classes alone",
        hint="Which numbers should add up to 1: those of one sample, or those of one class?",
        also=(
            soft(
                student=lambda z, T: softmax(z / T, axis=0),
                teacher=lambda t, T: softmax(t / T, axis=0),
                factor=no_factor,
            ),
            soft(
                student=lambda z, T: softmax(z / T, axis=None),
                teacher=lambda t, T: softmax(t / T, axis=None),
            ),
        ),
    )(
        soft(
            student=lambda z, T: softmax(z / T, axis=0),
            teacher=lambda t, T: softmax(t / T, axis=0),
        )
    ),
)

EXERCISE = Exercise(
    title="How far is the student from the teacher?",
    reference=distillation_term,
    another=row_by_row,
    cases=cases,
    misconceptions=(*WRONG_SIZES, *WRONG_ANSWERS),
    hints=(
        "Both answer with probabilities, softened by the same temperature. How far is the one row "
        "from the other, weighed by whom, and over what do you average?",
        "One sample, two classes, temperature 2: the teacher's logits 4 and 0 become 2 and 0, and "
        "so 0.881 and 0.119; the student's 2 and 0 become 1 and 0, so 0.731 and 0.269. The "
        "distance is 0.881 · ln(0.881 / 0.731) + 0.119 · ln(0.119 / 0.269) = 0.067; times 2² it is "
        "0.27. What is it if the student's logits are 4 and 0, too?",
        "divide both sets of logits by the temperature\n"
        "make probabilities of each, row by row\n"
        "for each row: add up p * ln(p / q) over the classes; p is the teacher's\n"
        "return the average over the rows, times the square of the temperature",
    ),
    why="the cross-entropy with the teacher's answers has another value. Why does the student "
    "learn the same from it?",
    because=(
        "The two differ by the entropy of the teacher's answers, in which the student has no say: "
        "the slopes are equal. The distance has the nicer end: it is 0 for a student who answers "
        "like the teacher, so that you can see how far there is to go."
    ),
)
