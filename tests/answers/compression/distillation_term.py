"""The student's distance from the teacher."""

import numpy as np
import torch
import torch.nn.functional as F
from scipy.special import log_softmax, softmax

from answers import right, wrong

TERM = "compression.distillation_term"


@right(TERM)
def distillation_term(student_logits, teacher_logits, temperature):
    """Ask PyTorch, which wants the student's logarithms first."""
    q = F.log_softmax(torch.tensor(student_logits) / temperature, dim=1)
    p = F.softmax(torch.tensor(teacher_logits) / temperature, dim=1)
    return (F.kl_div(q, p, reduction="batchmean") * temperature**2).item()


def torch_term(reduction, power, given=torch.log_softmax, wanted=torch.softmax):
    """Return the term as PyTorch computes it, with a slip."""

    def term(student_logits, teacher_logits, temperature):
        q = given(torch.tensor(student_logits) / temperature, 1)
        p = wanted(torch.tensor(teacher_logits) / temperature, 1)
        return (F.kl_div(q, p, reduction=reduction) * temperature**power).numpy()

    return term


def numpy_term(rule, power=2):
    """Return the term of `rule(z, t, T)`, averaged over the rows."""
    return lambda student_logits, teacher_logits, temperature: (
        np.mean(rule(student_logits, teacher_logits, temperature)) * temperature**power
    )


def kl(p_logits, q_logits):
    p, q = log_softmax(p_logits, axis=1), log_softmax(q_logits, axis=1)
    return np.sum(np.exp(p) * (p - q), axis=1)


def cross(p_logits, q_logits):
    return -np.sum(softmax(p_logits, axis=1) * log_softmax(q_logits, axis=1), axis=1)


def hard(t, q_logits):
    return -log_softmax(q_logits, axis=1)[np.arange(len(t)), t.argmax(axis=1)]


for named, function in [
    ("Q12", torch_term("batchmean", 0)),
    ("Q12", torch_term("batchmean", 1)),
    ("Q12", torch_term("batchmean", -2)),
    ("Q14", torch_term("mean", 2)),
    ("Q14", torch_term("mean", 0)),
    ("M204", torch_term("sum", 2)),
    ("M204", torch_term("sum", 0)),
    (
        "M275",
        lambda student_logits, teacher_logits, temperature: (
            temperature**2 * kl(teacher_logits / temperature, student_logits / temperature)
        ),
    ),
    ("M763", numpy_term(lambda z, t, T: -kl(t / T, z / T))),
    ("M1052", numpy_term(lambda z, t, T: kl(z / T, t / T))),
    ("M1052", numpy_term(lambda z, t, T: kl(z / T, t / T), 0)),
    ("M1053", numpy_term(lambda z, t, T: kl(t / T, z))),
    ("M1053", numpy_term(lambda z, t, T: kl(t, z / T))),
    ("M1053", numpy_term(lambda z, t, T: kl(t / T, z), 0)),
    ("M1054", numpy_term(lambda z, t, T: kl(t * T, z * T))),
    ("M1054", numpy_term(lambda z, t, T: kl(t, z))),
    ("M1054", numpy_term(lambda z, t, T: kl(t, z), 0)),
    ("M1200", numpy_term(lambda z, t, T: kl(t / T**2, z / T**2))),
    ("M1200", numpy_term(lambda z, t, T: kl(t / T**2, z / T**2), 0)),
    ("M1056", numpy_term(lambda z, t, T: cross(t / T, z / T))),
    ("M1056", numpy_term(lambda z, t, T: cross(t / T, z / T), 0)),
    ("M1057", numpy_term(lambda z, t, T: hard(t, z / T))),
    ("M1057", numpy_term(lambda z, t, T: hard(t, z), 0)),
    ("M1147", numpy_term(lambda z, t, T: np.log(softmax(t / T, 1) / softmax(z / T, 1)).sum(1))),
    (
        "M1059",
        numpy_term(
            lambda z, t, T: (softmax(t / T) * np.log(softmax(t / T) / softmax(z / T))).sum(1)
        ),
    ),
    ("M1058", numpy_term(lambda z, t, T: (z - t) ** 2, 0)),
    ("M1058", torch_term("batchmean", 2, given=torch.softmax)),
    ("M1170", torch_term("batchmean", 2, given=lambda logits, dim: logits)),
    ("M1170", torch_term("batchmean", 0, given=lambda logits, dim: logits)),
    (
        "M1170",
        numpy_term(lambda z, t, T: (softmax(t / T, 1) * (np.log(softmax(t / T, 1)) - z)).sum(1)),
    ),
    (None, torch_term("batchmean", 2, wanted=torch.log_softmax)),
    (None, torch_term("batchmean", 3)),
    (None, torch_term("none", 2)),
    (None, numpy_term(lambda z, t, T: kl(t, t))),
    (None, numpy_term(lambda z, t, T: kl(t / T, z / T) + hard(t, z))),
    (None, lambda student_logits, teacher_logits, temperature: 0.0),
]:
    wrong(TERM, named)(function)


@wrong(TERM, "M1055")
def softens_the_probabilities(student_logits, teacher_logits, temperature):
    p = softmax(teacher_logits, axis=1) / temperature
    q = softmax(student_logits, axis=1) / temperature
    return temperature**2 * np.mean(np.sum(p * np.log(p / q), axis=1))


@wrong(TERM, "M1059")
def over_the_batch(student_logits, teacher_logits, temperature):
    p = softmax(teacher_logits / temperature, axis=0)
    q = softmax(student_logits / temperature, axis=0)
    return temperature**2 * np.sum(p * np.log(p / q)) / len(p)
