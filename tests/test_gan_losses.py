"""The losses beside PyTorch's and their formulas, the penalties beside finite differences."""

import math

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from course_utils.gan.losses import LOSSES, gradient_penalty, r1_penalty
from course_utils.gan.model import Discriminator


def drawn(*shape, seed=0):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)


REAL, FAKE = 3 * drawn(9, seed=1), 3 * drawn(7, seed=2)


def bce(logits, answer):
    return F.binary_cross_entropy_with_logits(logits, torch.full_like(logits, answer))


D_BY_HAND = {
    "minimax": lambda real, fake: bce(real, 1.0) + bce(fake, 0.0),
    "non-saturating": lambda real, fake: bce(real, 1.0) + bce(fake, 0.0),
    "smoothed": lambda real, fake: bce(real, 0.9) + bce(fake, 0.0),
    "hinge": lambda real, fake: (1 - real).clamp(min=0).mean() + (1 + fake).clamp(min=0).mean(),
    "wasserstein": lambda real, fake: fake.mean() - real.mean(),
}
G_BY_HAND = {
    "minimax": lambda fake: -bce(fake, 0.0),
    "non-saturating": lambda fake: bce(fake, 1.0),
    "smoothed": lambda fake: bce(fake, 1.0),
    "hinge": lambda fake: -fake.mean(),
    "wasserstein": lambda fake: -fake.mean(),
}


class TestLosses:
    def test_their_names(self):
        assert list(LOSSES) == ["minimax", "non-saturating", "smoothed", "hinge", "wasserstein"]

    @pytest.mark.parametrize("name", LOSSES)
    def test_values_and_slopes(self, name):
        def with_slopes(loss, *logits):
            logits = [one.clone().requires_grad_() for one in logits]
            value = loss(*logits)
            assert value.shape == ()
            return torch.cat([value[None], *torch.autograd.grad(value, logits)])

        ours = with_slopes(LOSSES[name].discriminator, REAL, FAKE)
        assert torch.allclose(ours, with_slopes(D_BY_HAND[name], REAL, FAKE), rtol=1e-12)
        ours = with_slopes(LOSSES[name].generator, FAKE)
        assert torch.allclose(ours, with_slopes(G_BY_HAND[name], FAKE), rtol=1e-12)

    @pytest.mark.parametrize("name", ["minimax", "non-saturating"])
    def test_at_logits_whose_sigmoid_is_0_or_1(self, name):
        far = torch.tensor([1000.0, -1000.0])
        d_loss, g_loss = LOSSES[name]
        assert d_loss(far[:1], far[1:]).item() == 0 and d_loss(far[1:], far[:1]).item() == 2000
        sign = -1 if name == "minimax" else 1
        assert [g_loss(x).item() for x in far] == ([-1000, 0] if sign < 0 else [0, 1000])

    def test_the_minimax_slope_saturates_and_the_other_does_not(self):
        answers = torch.tensor([1e-4, 0.5, 0.9999], dtype=torch.float64)
        slopes = {}
        for name in ("minimax", "non-saturating"):
            logits = torch.logit(answers).requires_grad_()
            (slopes[name],) = torch.autograd.grad(3 * LOSSES[name].generator(logits), logits)
        assert slopes["minimax"].tolist() == pytest.approx((-answers).tolist(), rel=1e-9)
        assert slopes["non-saturating"].tolist() == pytest.approx((answers - 1).tolist(), rel=1e-9)

    def test_when_nobody_can_tell(self):
        d_loss, g_loss = LOSSES["non-saturating"]
        zeros = torch.zeros(4)
        assert d_loss(zeros, zeros).item() == pytest.approx(2 * math.log(2))
        assert g_loss(zeros).item() == pytest.approx(math.log(2))

    def test_hinge_pays_nothing_beyond_the_margin(self):
        real, fake = torch.tensor([1.0, 5.0, 0.5]), torch.tensor([-1.0, -7.0, 0.25])
        assert LOSSES["hinge"].discriminator(real, fake).item() == pytest.approx(1.75 / 3)


def network(**options):
    """Return a discriminator of 3 numbers in float64, all biases not 0."""
    model = Discriminator((3, 6, 5, 1), generator=2, dtype=torch.float64, **options)
    with torch.no_grad():
        for layer in model.layers:
            layer.bias.copy_(drawn(*layer.bias.shape, seed=4))
            layer.weight.mul_(2)
    return model


def slopes_by_differences(model, samples, labels=None, h=1e-6):
    slopes = torch.zeros_like(samples)
    with torch.no_grad():
        for j in range(samples.shape[1]):
            move = torch.zeros_like(samples)
            move[:, j] = h
            up, down = model(samples + move, labels), model(samples - move, labels)
            slopes[:, j] = (up - down) / (2 * h)
    return slopes.numpy()


X, FAKES = drawn(6, 3, seed=7), drawn(6, 3, seed=8)
LABELS = torch.tensor([0, 1, 1, 0, 0, 1])


class TestR1:
    @pytest.mark.parametrize(("classes", "labels"), [(0, None), (2, LABELS)])
    def test_slopes_by_differences(self, classes, labels):
        model = network(n_classes=classes)
        expected = (slopes_by_differences(model, X, labels) ** 2).sum(1).mean() / 2
        penalty = r1_penalty(model, X, labels)
        assert penalty.shape == () and penalty.item() == pytest.approx(expected, rel=1e-7)

    def test_a_smooth_one_by_hand(self):
        penalty = r1_penalty(lambda x, _: (x**2).sum(1), X)
        assert penalty.item() == pytest.approx((2 * (X**2).sum(1).mean()).item(), rel=1e-12)

    def test_samples_are_left_alone_and_may_come_from_a_network(self):
        x = X.clone()
        r1_penalty(network(), x)
        assert not x.requires_grad and x.grad is None and torch.equal(x, X)
        recorded = (X.clone().requires_grad_() * 2) / 2
        assert r1_penalty(network(), recorded).item() == r1_penalty(network(), X).item()


class TestGradientPenalty:
    @pytest.mark.parametrize(("classes", "labels"), [(0, None), (2, LABELS)])
    def test_slopes_by_differences_at_the_points_that_are_drawn(self, classes, labels):
        model, draws = network(n_classes=classes), torch.Generator().manual_seed(5)
        penalty = gradient_penalty(model, X, FAKES, draws, labels)
        share = torch.rand(6, 1, generator=torch.Generator().manual_seed(5), dtype=torch.float64)
        between = FAKES + share * (X - FAKES)
        lengths = np.linalg.norm(slopes_by_differences(model, between, labels), axis=1)
        assert penalty.item() == pytest.approx(((lengths - 1) ** 2).mean(), rel=1e-7)

    def test_each_pair_has_its_own_point_in_the_dtype_of_the_samples(self):
        seen = []

        def critic(x, labels):
            seen.append(x.detach())
            return x.sum(1)

        zeros = torch.zeros(6, 3)
        penalty = gradient_penalty(critic, zeros + 1, zeros, torch.Generator().manual_seed(5))
        (points,) = seen
        assert points.dtype == torch.float32 and len(set(points[:, 0].tolist())) == 6
        assert torch.equal(points[:, 0], points[:, 1])
        assert points.min() >= 0 and points.max() <= 1
        assert penalty.item() == pytest.approx((3**0.5 - 1) ** 2)


@pytest.mark.parametrize("spectral_norm", [False, True])
@pytest.mark.parametrize("kind", ["r1", "gp"])
def test_weights_get_the_slopes_of_the_penalty(kind, spectral_norm):
    """Move each weight of the first two layers a little: the penalty follows its gradient."""
    model = network(spectral_norm=spectral_norm).eval()

    def penalty():
        if kind == "r1":
            return r1_penalty(model, X)
        return gradient_penalty(model, X, FAKES, torch.Generator().manual_seed(5))

    weights = [weight for weight in model.parameters() if weight.ndim == 2]
    gradients = torch.autograd.grad(penalty(), weights)
    h, n_checked = 1e-6, 0
    for weight, gradient in zip(weights, gradients, strict=True):
        for i, j in ((0, 0), (-1, 1), (0, 2)):
            values = []
            for move in (h, -h):
                with torch.no_grad():
                    weight[i, j] += move
                values.append(penalty().item())
                with torch.no_grad():
                    weight[i, j] -= move
            slope = (values[0] - values[1]) / (2 * h)
            assert gradient[i, j].item() == pytest.approx(slope, rel=1e-5, abs=1e-8)
            n_checked += abs(slope) > 1e-6
    assert n_checked >= 5
