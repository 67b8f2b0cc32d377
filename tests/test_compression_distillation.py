"""Distillation, against formulas in NumPy, slopes by differences, and trainings that are equal."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from course_utils.compression.distillation import distill, distillation_loss, soften
from course_utils.compression.model import accuracy, digits_network, fit_network
from course_utils.datasets import load_digits

STUDENT = np.array([[1.0, -2.0, 0.5], [0.0, 3.0, -1.0]])
TEACHER = np.array([[4.0, 0.0, 2.0], [1.0, 1.0, -3.0]])
LABELS = np.array([0, 2])


def softmax(z: np.ndarray) -> np.ndarray:
    return np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)


def by_hand(student, teacher, y, temperature, hard_share) -> float:
    p, q = softmax(teacher / temperature), softmax(student / temperature)
    soft = (p * np.log(p / q)).sum(axis=1).mean()
    hard = -np.log(softmax(student)[np.arange(len(y)), y]).mean()
    return hard_share * hard + (1 - hard_share) * temperature**2 * soft


def loss(student=STUDENT, teacher=TEACHER, y=LABELS, **options) -> torch.Tensor:
    return distillation_loss(*(torch.tensor(one) for one in (student, teacher, y)), **options)


# The loss


@pytest.mark.parametrize("temperature", [0.5, 1.0, 4.0, 20.0])
def test_softened_answers(temperature):
    found = soften(STUDENT, temperature)
    assert isinstance(found, np.ndarray) and found == pytest.approx(softmax(STUDENT / temperature))
    tensor = torch.tensor(STUDENT, requires_grad=True)
    assert soften(tensor, temperature).detach().numpy() == pytest.approx(found)
    assert soften(tensor, temperature).requires_grad
    assert soften(STUDENT[0], temperature) == pytest.approx(found[0])


def test_softening_keeps_the_order_evens_out_and_stands_large_logits():
    hot = [soften([3.0, 1.0, 2.0], temperature) for temperature in (1, 4, 100)]
    assert [one.argsort().tolist() for one in hot] == [[1, 2, 0]] * 3
    assert hot[0].max() > hot[1].max() > hot[2].max() > 1 / 3
    assert soften([3.0, 1.0]) == pytest.approx(soften([3.0, 1.0], 1.0))
    assert soften([1000.0, -1000.0]).tolist() == [1.0, 0.0]


@pytest.mark.parametrize("temperature", [1.0, 2.0, 4.0])
@pytest.mark.parametrize("hard_share", [0.0, 0.1, 0.7, 1.0])
def test_the_loss_is_that_of_the_formula(temperature, hard_share):
    found = loss(temperature=temperature, hard_share=hard_share)
    expected = by_hand(STUDENT, TEACHER, LABELS, temperature, hard_share)
    assert found.shape == () and found.item() == pytest.approx(expected, rel=1e-12)


def test_the_defaults_are_those_of_the_text():
    expected = by_hand(STUDENT, TEACHER, LABELS, 4.0, 0.1)
    assert loss().item() == pytest.approx(expected, rel=1e-12)


def test_a_student_who_answers_as_the_teacher_has_no_soft_loss():
    assert loss(TEACHER, TEACHER + 5.0, hard_share=0.0).item() == pytest.approx(0.0, abs=1e-12)


def test_many_rows_count_as_much_as_one():
    once, thrice = loss(), loss(*(np.repeat(one, 3, axis=0) for one in (STUDENT, TEACHER, LABELS)))
    assert once.item() == pytest.approx(thrice.item(), rel=1e-12)


def test_slopes_keep_their_size_at_high_temperatures_and_none_reaches_the_teacher():
    sizes = []
    for temperature in (20.0, 40.0):
        student, teacher = (torch.tensor(one, requires_grad=True) for one in (STUDENT, TEACHER))
        distillation_loss(student, teacher, torch.tensor(LABELS), temperature, 0.0).backward()
        assert teacher.grad is None
        # Hinton et al.: toward the differences of the logits less their mean, over the classes.
        apart = STUDENT - TEACHER
        apart = (apart - apart.mean(axis=1, keepdims=True)) / (3 * len(LABELS))
        assert student.grad.numpy() == pytest.approx(apart, abs=4 / temperature)
        sizes.append(student.grad.abs().sum().item())
    assert sizes[0] == pytest.approx(sizes[1], rel=0.1)


# The training


def test_a_student_alone_learns_as_if_there_were_no_teacher():
    X, y = load_digits("train").X[:40], load_digits("train").y[:40]
    alone = [digits_network((64, 4, 10)) for _ in range(3)]
    options = {"n_epochs": 5, "hard_share": 1.0, "generator": 3}
    for student, seed in zip(alone[:2], (1, 2), strict=True):
        distill(student, digits_network(generator=seed), X, y, **options)
    distill(alone[2], digits_network(generator=1), X, y, **options | {"hard_share": 0.9})
    assert torch.equal(alone[0][0].weight, alone[1][0].weight)
    assert not torch.equal(alone[0][0].weight, alone[2][0].weight)


def test_without_noise_it_is_adamw_on_the_loss_along_half_a_cosine():
    X, y = load_digits("train").X[:30], load_digits("train").y[:30].astype(int)
    student, teacher = digits_network((64, 4, 10)), digits_network(generator=5)
    history = distill(student, teacher, X, y, 6, 0.02, temperature=3.0, hard_share=0.4, sigma=0.0)
    twin, rows, labels = digits_network((64, 4, 10)), torch.tensor(X), torch.tensor(y)
    adam = torch.optim.AdamW(twin.parameters(), lr=0.02, weight_decay=0.01)
    losses = []
    for epoch in range(6):
        adam.param_groups[0]["lr"] = 0.02 * (1 + np.cos(np.pi * (epoch + 0.5) / 6)) / 2
        loss = distillation_loss(twin(rows), teacher(rows).detach(), labels, 3.0, 0.4)
        adam.zero_grad()
        loss.backward()
        adam.step()
        losses.append(loss.item())
    assert history["loss"] == pytest.approx(losses, rel=1e-9) and history["stopped"] == "n_epochs"
    assert student[0].weight.detach().numpy() == pytest.approx(twin[0].weight.detach().numpy())


def test_the_teacher_sees_the_very_rows_that_the_student_sees():
    class Watch(nn.Linear):
        def forward(self, x):
            seen.append(x.detach().double())
            return super().forward(x)

    seen = []
    student, teacher = (Watch(4, 2, dtype=dtype) for dtype in (torch.float64, torch.float32))
    X = np.zeros((3000, 4))
    distill(student, teacher, X, np.zeros(3000), n_epochs=2, sigma=0.5, generator=1)
    # By turns, the teacher first, and in its own dtype.
    assert all(
        torch.equal(a, b.float().double()) for a, b in zip(seen[::2], seen[1::2], strict=True)
    )
    assert len(seen) == 2 * 2 * 24, "batches of 128"
    drawn = torch.cat(seen[1::2])
    assert drawn.std().item() == pytest.approx(0.5, rel=0.02)
    assert not torch.equal(seen[1][:50], seen[49][:50]), "drawn anew"
    seen.clear()
    distill(student, teacher, X, np.zeros(3000), n_epochs=1, generator=1)
    assert torch.cat(seen[1::2]).std().item() == pytest.approx(0.2, rel=0.02)


def test_the_teacher_stays_as_it_was():
    teacher = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.Linear(4, 2))
    before = {name: one.clone() for name, one in teacher.state_dict().items()}
    history = distill(digits_network((3, 2)), teacher, np.eye(3), [0, 1, 1], n_epochs=2)
    assert all(torch.equal(before[name], one) for name, one in teacher.state_dict().items())
    assert teacher.training and teacher[0].weight.requires_grad
    assert all(one.grad is None for one in teacher.parameters())
    assert history["loss"].shape == (2,)


def test_another_seed_is_another_training_and_the_same_one_the_same():
    X, y = np.eye(3), [0, 1, 1]
    weights = []
    for seed in (1, 1, 2):
        student = digits_network((3, 2))
        distill(student, digits_network((3, 2), generator=9), X, y, n_epochs=3, generator=seed)
        weights.append(student[0].weight.detach())
    assert torch.equal(weights[0], weights[1]) and not torch.equal(weights[0], weights[2])


def test_of_few_rows_a_student_learns_more_with_a_teacher():
    train, validation = load_digits("train"), load_digits("validation")
    teacher = digits_network((64, 64, 10))
    fit_network(teacher, *train, n_epochs=10)
    rows = np.random.default_rng(0).choice(len(train.X), 100, replace=False)
    found = []
    for hard_share in (1.0, 0.1):
        student = digits_network((64, 16, 10))
        distill(student, teacher, train.X[rows], train.y[rows], 200, hard_share=hard_share)
        found.append(accuracy(student, *validation))
    assert found[1] > found[0] + 0.03


def test_the_settings_are_those_of_the_signature():
    X, y, said = np.eye(3), [0, 1, 1], {"temperature": 4.0, "hard_share": 0.1, "sigma": 0.2}
    teacher, losses = digits_network((3, 4, 2), generator=5), []
    for options in ({}, said | {"learning_rate": 0.01, "generator": 0}):
        history = distill(digits_network((3, 2)), teacher, X, y, n_epochs=3, **options)
        losses.append(history["loss"].tolist())
    assert losses[0] == losses[1]


# What is refused


def call(**options):
    known = {"student": digits_network((3, 2)), "teacher": digits_network((3, 4, 2))}
    known |= {"X": np.eye(3), "y": [0, 1, 1], "n_epochs": 1}
    return distill(**known | options)


@pytest.mark.parametrize(
    "options, words",
    [
        ({"teacher": digits_network((4, 2))}, r"^teacher must take .*\(3, 2\); got \(4, 2\)\.$"),
        ({"teacher": digits_network((3, 5))}, r"^teacher must take .*\(3, 2\); got \(3, 5\)\.$"),
        ({"teacher": nn.ReLU()}, r"^teacher has no linear layer"),
        (
            {"student": digits_network((3, 2)).requires_grad_(False)},
            r"^student is frozen, or holds no weights to train: call",
        ),
        ({"X": np.eye(2)}, r"^X must have shape \(n, 3\); got \(2, 2\)"),
        ({"y": [0, 1, 2]}, r"^y may hold only the labels 0, 1; got 2"),
        ({"y": [0, 1]}, r"^y must hold 3 values"),
        ({"n_epochs": 0}, r"^n_epochs must be at least 1"),
        ({"learning_rate": 0.0}, r"^learning_rate must be a finite number above 0"),
        ({"temperature": 0.0}, r"^temperature must be a finite number above 0"),
        ({"hard_share": 1.1}, r"^hard_share must lie in \[0, 1\]; got 1\.1\.$"),
        ({"hard_share": -0.1}, r"^hard_share must lie in \[0, 1\]; got -0\.1\.$"),
        ({"sigma": -1.0}, r"^sigma must be a finite number of at least 0"),
    ],
)
def test_bad_values_are_refused_at_the_door(options, words):
    with pytest.raises(ValueError, match=words):
        call(**options)


def test_a_teacher_of_its_own_is_refused():
    network = digits_network((3, 2))
    with pytest.raises(ValueError, match=r"^teacher and student are one network\. Pass two\.$"):
        call(student=network, teacher=network)


@pytest.mark.parametrize(
    "options, words",
    [
        ({"teacher": "network"}, r"^teacher must be an nn\.Module; got str"),
        ({"hard_share": True}, r"^hard_share must be a number from 0 to 1; got True\.$"),
        ({"hard_share": "0.1"}, r"^hard_share must be a number from 0 to 1; got '0\.1'\.$"),
        ({"generator": None}, r"^generator must be a torch\.Generator"),
    ],
)
def test_wrong_types_are_refused_at_the_door(options, words):
    with pytest.raises(TypeError, match=words):
        call(**options)


def test_the_loss_refuses_what_does_not_fit():
    for student in (STUDENT[:1], STUDENT[:, :2]):
        with pytest.raises(ValueError, match=r"^student_logits and teacher_logits must both be"):
            loss(student)
    with pytest.raises(ValueError, match=r"^student_logits must be a 2-D .*; got \(3,\)\.$"):
        loss(STUDENT[0], TEACHER[0])
    with pytest.raises(ValueError, match=r"^temperature must be"):
        loss(temperature=-1.0)
    with pytest.raises(ValueError, match=r"^temperature must be"):
        soften(STUDENT, 0.0)
    with pytest.raises(ValueError, match=r"^hard_share must lie in"):
        loss(hard_share=2.0)
    with pytest.raises(ValueError, match=r"^logits contains NaN"):
        soften([np.nan])


def test_equal_shares_are_both_means():
    assert loss(hard_share=1.0).item() == pytest.approx(
        F.cross_entropy(torch.tensor(STUDENT), torch.tensor(LABELS)).item()
    )
