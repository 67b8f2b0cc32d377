"""What the two players pay: losses as functions of logits, and penalties on the slopes of D."""

from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional as F

from course_utils.training.checks import check_callable, check_tensor
from course_utils.validation import check_length


class Losses(NamedTuple):
    """`discriminator(real_logits, fake_logits)` and `generator(fake_logits)`: 0-d tensors."""

    discriminator: Callable[[Tensor, Tensor], Tensor]
    generator: Callable[[Tensor], Tensor]


def cross_entropy_of_both(real_logits: Tensor, fake_logits: Tensor) -> Tensor:
    """Return -E[log D(real)] - E[log(1 - D(fake))] with D = sigmoid(logit); no overflow.

    >>> round(cross_entropy_of_both(torch.zeros(3), torch.zeros(3)).item(), 3)  # 2 ln 2
    1.386
    """
    return F.softplus(-real_logits).mean() + F.softplus(fake_logits).mean()


def smoothed_cross_entropy_of_both(real_logits: Tensor, fake_logits: Tensor) -> Tensor:
    """Return the same with 0.9 in place of 1 as the answer to real samples.

    Salimans et al., Improved techniques for training GANs, NeurIPS 2016.

    >>> logit = torch.tensor([2.0, 2.2, 3.0])  # 2.2 is the logit of 0.9: none costs less
    >>> [round(smoothed_cross_entropy_of_both(x, x - 9).item(), 3) for x in logit]
    [0.328, 0.326, 0.351]
    """
    return cross_entropy_of_both(real_logits, fake_logits) + 0.1 * real_logits.mean()


def hinge_of_both(real_logits: Tensor, fake_logits: Tensor) -> Tensor:
    """Return E[max(0, 1 - real)] + E[max(0, 1 + fake)] (Lim and Ye, 2017).

    >>> hinge_of_both(torch.tensor([2.0]), torch.tensor([-0.5])).item()
    0.5
    """
    return F.relu(1 - real_logits).mean() + F.relu(1 + fake_logits).mean()


def difference_of_both(real_scores: Tensor, fake_scores: Tensor) -> Tensor:
    """Return E[fake] - E[real], a critic's loss (Arjovsky, Chintala and Bottou, ICML 2017).

    >>> difference_of_both(torch.tensor([2.0]), torch.tensor([-0.5])).item()
    -2.5
    """
    return fake_scores.mean() - real_scores.mean()


def log_not_caught(fake_logits: Tensor) -> Tensor:
    """Return E[log(1 - D(fake))], the generator's side of the minimax game: it saturates.

    >>> round(log_not_caught(torch.zeros(3)).item(), 3)
    -0.693
    """
    return -F.softplus(fake_logits).mean()


def log_taken_for_real(fake_logits: Tensor) -> Tensor:
    """Return -E[log D(fake)], the non-saturating loss.

    >>> round(log_taken_for_real(torch.tensor([-1000.0])).item(), 3)
    1000.0
    """
    return F.softplus(-fake_logits).mean()


def minus_score(fake_scores: Tensor) -> Tensor:
    """Return -E[fake].

    >>> minus_score(torch.tensor([1.0, 2.0])).item()
    -1.5
    """
    return -fake_scores.mean()


LOSSES = {
    "minimax": Losses(cross_entropy_of_both, log_not_caught),
    "non-saturating": Losses(cross_entropy_of_both, log_taken_for_real),
    "smoothed": Losses(smoothed_cross_entropy_of_both, log_taken_for_real),
    "hinge": Losses(hinge_of_both, minus_score),
    "wasserstein": Losses(difference_of_both, minus_score),
}


def r1_penalty(discriminator: Callable, real: Tensor, labels: Tensor | None = None) -> Tensor:
    """Return half the mean squared length of D's slope at real samples, a 0-d tensor.

    Where real samples are, a discriminator should be flat: then it has no reason to push a
    generator away that has found them.

    Parameters
    ----------
    discriminator : callable (samples, labels) -> logits
    real : tensor of shape (n, n_features)

    References
    ----------
    Mescheder, Geiger and Nowozin, Which training methods for GANs do actually converge?, ICML 2018.

    >>> r1_penalty(lambda x, labels: 3 * x[:, 0] + 4 * x[:, 1], torch.zeros(5, 2)).item()
    12.5
    """
    check_callable(discriminator, "discriminator")
    check_tensor(real, "real", 2, finite=False)
    return _slopes(discriminator, real, labels).square().sum(1).mean() / 2


def gradient_penalty(
    discriminator: Callable,
    real: Tensor,
    fake: Tensor,
    generator: torch.Generator,
    labels: Tensor | None = None,
) -> Tensor:
    """Return the mean of (length of the critic's slope - 1)² between real samples and fakes.

    Parameters
    ----------
    discriminator : callable (samples, labels) -> scores
    real, fake : tensors of shape (n, n_features); on the line between each pair one point is drawn
    generator : torch.Generator, for the points

    References
    ----------
    Gulrajani et al., Improved training of Wasserstein GANs, NeurIPS 2017.

    >>> x, draws = torch.zeros(5, 2), torch.Generator()
    >>> gradient_penalty(lambda x, _: 3 * x[:, 0] + 4 * x[:, 1], x, x + 1, draws).item()
    16.0
    """
    check_callable(discriminator, "discriminator")
    check_tensor(real, "real", 2, finite=False)
    check_length(check_tensor(fake, "fake", 2, finite=False), "fake", len(real))
    share = torch.rand(len(real), 1, generator=generator, dtype=real.dtype)
    between = share * real + (1 - share) * fake
    return (_slopes(discriminator, between, labels).norm(dim=1) - 1).square().mean()


def _slopes(discriminator, samples: Tensor, labels) -> Tensor:
    """Return the slope of D at each sample, through which gradients pass on to D's weights."""
    samples = samples.detach().requires_grad_()
    (slopes,) = torch.autograd.grad(
        discriminator(samples, labels).sum(), samples, create_graph=True
    )
    return slopes
