"""Distillation: a small network learns from the answers of a large one, doubts included."""

import copy
from numbers import Real

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from course_utils.compression.model import (
    as_labels,
    as_rows,
    check_network,
    descend,
    dtype_of,
)
from course_utils.training import Moment
from course_utils.training.checks import check_tensor
from course_utils.validation import as_numbers, check_length, check_nonnegative, check_positive


def soften(logits, temperature: float = 1.0) -> Tensor | np.ndarray:
    """Return probabilities, softmax(logits / temperature): the hotter, the more even.

    Parameters
    ----------
    logits : tensor or array of shape (n_samples, n_classes), or (n_classes,)
    temperature : float > 0; 1 is the usual softmax

    Returns
    -------
    Probabilities of the shape of `logits`; a tensor where it is one.

    References
    ----------
    Hinton, Vinyals and Dean, Distilling the knowledge in a neural network, 2015.

    >>> soften([[4.0, 2.0, 0.0]], 2.0).round(3)
    array([[0.665, 0.245, 0.09 ]])
    """
    temperature = check_positive(temperature, "temperature")
    if isinstance(logits, Tensor):
        return F.softmax(logits / temperature, dim=-1)
    return F.softmax(torch.tensor(as_numbers(logits, "logits")) / temperature, dim=-1).numpy()


def distillation_loss(
    student_logits: Tensor,
    teacher_logits: Tensor,
    y: Tensor,
    temperature: float = 4.0,
    hard_share: float = 0.1,
) -> Tensor:
    """Return how far the student is from the labels and from the teacher's softened answers.

    hard_share · cross-entropy + (1 - hard_share) · T² · KL(teacher's ‖ student's), both softened
    at temperature T. Their slopes shrink as 1 / T², which T² makes good. Each part is a mean over
    the rows, of sums over the classes.

    Parameters
    ----------
    student_logits, teacher_logits : tensors of shape (n_samples, n_classes)
        The teacher's are taken as they are: no slope goes there.
    y : tensor of whole numbers, shape (n_samples,)
    temperature : float > 0
    hard_share : float in [0, 1]; with 1 the teacher does not count

    References
    ----------
    Hinton, Vinyals and Dean, Distilling the knowledge in a neural network, 2015.

    >>> student, teacher = torch.tensor([[0.0, 2.0]]), torch.tensor([[2.0, 0.0]])
    >>> round(distillation_loss(student, teacher, torch.tensor([0]), 2.0, 0.5).item(), 3)
    1.988
    """
    temperature = check_positive(temperature, "temperature")
    hard_share = _as_share(hard_share)
    check_logits(student_logits, teacher_logits, y)
    hard = F.cross_entropy(student_logits, y)
    soft = F.kl_div(
        F.log_softmax(student_logits / temperature, dim=1),
        F.softmax(teacher_logits.detach() / temperature, dim=1),
        reduction="batchmean",
    )
    return hard_share * hard + (1 - hard_share) * temperature**2 * soft


def check_logits(student_logits, teacher_logits, y) -> None:
    """Raise unless both logits have one shape (n_samples, n_classes), and y that many classes."""
    check_tensor(student_logits, "student_logits", 2, finite=False)
    check_tensor(teacher_logits, "teacher_logits", 2, finite=False)
    if student_logits.shape != teacher_logits.shape:
        raise ValueError(
            "student_logits and teacher_logits must both be (n_samples, n_classes); "
            f"got {tuple(student_logits.shape)} and {tuple(teacher_logits.shape)}."
        )
    check_length(check_tensor(y, "y", 1, torch.int64), "y", len(student_logits))


def distill(
    student: nn.Module,
    teacher: nn.Module,
    X,
    y,
    n_epochs: int = 400,
    learning_rate: float = 1e-2,
    *,
    temperature: float = 4.0,
    hard_share: float = 0.1,
    sigma: float = 0.2,
    generator: torch.Generator | int = 0,
) -> dict:
    """Train the student on labels and on the teacher's answers to the same noisy rows.

    AdamW along half a cosine. With `hard_share=1` the student learns alone, and all else is the
    same: its order of rows and its noise. After an interrupt the weights of the last finished
    epoch remain.

    Parameters
    ----------
    student : nn.Module from rows to logits, which goes on from the weights that it has
    teacher : nn.Module from the same rows to as many logits; it is not changed
    X : array of shape (n_samples, n_features)
    y : whole numbers of shape (n_samples,), the classes from 0
    n_epochs : int >= 1
    learning_rate : float > 0, at the beginning; at the end it is 0
    temperature, hard_share : see `distillation_loss`
    sigma : float >= 0, standard deviation of the noise on each feature, drawn anew in each step
    generator : torch.Generator or seed, for the order of the rows and the noise

    Returns
    -------
    dict
        "loss", ndarray of shape (n_epochs,); "stopped", why the training ended.

    >>> from course_utils.compression.model import accuracy, digits_network
    >>> student, teacher = digits_network((2, 4, 2)), digits_network((2, 2))
    >>> teacher[0].weight.data = torch.tensor([[-9.0, 9.0], [9.0, -9.0]]).double()
    >>> history = distill(student, teacher, [[0.0, 1.0], [1.0, 0.0]], [0, 1])
    >>> history["loss"].shape, accuracy(student, [[0.1, 0.9], [0.9, 0.1]], [0, 1])
    ((400,), 1.0)
    """
    rows = as_rows(check_network(student, "student"), X)
    labels = as_labels(student, y, len(rows))
    check_teacher(teacher, student)
    teacher = copy.deepcopy(teacher).eval()
    temperature, hard_share = check_positive(temperature, "temperature"), _as_share(hard_share)
    sigma = check_nonnegative(sigma, "sigma")

    def loss_of(student: nn.Module, batch: tuple[Tensor, ...], moment: Moment) -> Tensor:
        clean, y = batch
        noise = torch.randn(clean.shape, generator=moment.generator, dtype=clean.dtype)
        seen = clean + sigma * noise
        with torch.no_grad():
            answers = teacher(seen.to(dtype_of(teacher))).to(seen.dtype)
        return distillation_loss(student(seen), answers, y, temperature, hard_share)

    tensors = rows, labels
    return descend(student, loss_of, tensors, n_epochs, learning_rate, generator, name="student")


def check_teacher(teacher, student) -> None:
    """Raise unless the teacher answers the student's rows with as many logits."""
    check_network(teacher, "teacher")
    if teacher is student:
        raise ValueError("teacher and student are one network. Pass two.")
    sizes = {
        name: [layer for layer in network.modules() if hasattr(layer, "in_features")]
        for name, network in (("student", student), ("teacher", teacher))
    }
    there, here = ((one[0].in_features, one[-1].out_features) for one in sizes.values())
    if there != here:
        raise ValueError(
            f"teacher must take and give as many numbers as the student, {there}; got {here}."
        )


def _as_share(hard_share) -> float:
    if isinstance(hard_share, bool) or not isinstance(hard_share, Real):
        raise TypeError(f"hard_share must be a number from 0 to 1; got {hard_share!r}.")
    if not 0 <= hard_share <= 1:
        raise ValueError(f"hard_share must lie in [0, 1]; got {hard_share!r}.")
    return float(hard_share)
