"""The noises beside PyTorch's own draws."""

import pytest
import torch

from course_utils.autoencoder import gaussian_noise, masking_noise

IMAGES = torch.rand((40, 64), generator=torch.Generator().manual_seed(5), dtype=torch.float64)


def seeded(seed=1):
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
class TestBoth:
    def test_gaussian_noise_adds_normal_draws_times_sigma(self, dtype):
        images = IMAGES.to(dtype)
        noisy = gaussian_noise(0.3)(images, seeded())
        drawn = torch.empty(40, 64, dtype=dtype).normal_(generator=seeded())
        assert noisy.dtype == dtype
        assert torch.allclose(noisy, images + 0.3 * drawn)
        assert torch.std(noisy - images).item() == pytest.approx(0.3, rel=0.05)

    def test_masking_noise_sets_a_share_to_0_and_leaves_the_rest(self, dtype):
        images = IMAGES.to(dtype)
        noisy = masking_noise(0.2)(images, seeded())
        dead = torch.empty(40, 64, dtype=dtype).uniform_(generator=seeded()) < 0.2
        assert noisy.dtype == dtype
        assert torch.equal(noisy, images.masked_fill(dead, 0))
        assert dead.double().mean().item() == pytest.approx(0.2, abs=0.02)


@pytest.mark.parametrize("make", [gaussian_noise, masking_noise])
def test_no_noise_and_fresh_noise(make):
    assert torch.equal(make(0)(IMAGES, seeded()), IMAGES)
    noise, generator = make(0.5), seeded()
    first, second = noise(IMAGES, generator), noise(IMAGES, generator)
    assert torch.equal(first, noise(IMAGES, seeded())) and not torch.equal(first, second)


def test_all_pixels_masked_and_nothing_clipped():
    assert not masking_noise(1)(IMAGES, seeded()).any()
    noisy = gaussian_noise(2.0)(IMAGES, seeded())
    assert noisy.min() < -1 and noisy.max() > 2


@pytest.mark.parametrize(
    ("make", "value", "error", "words"),
    [
        (gaussian_noise, -0.1, ValueError, "sigma must be a finite number of at least 0"),
        (gaussian_noise, "1", TypeError, "sigma must be a number"),
        (masking_noise, -0.1, ValueError, "share must be a finite number of at least 0"),
        (masking_noise, 1.01, ValueError, "share must lie between 0 and 1; got 1.01"),
    ],
)
def test_bad_arguments_are_refused(make, value, error, words):
    with pytest.raises(error, match=words):
        make(value)


@pytest.mark.parametrize("make", [gaussian_noise, masking_noise])
def test_a_seed_is_as_good_as_a_generator_and_what_is_neither_is_refused(make):
    noise = make(0.5)
    assert torch.equal(noise(IMAGES, 1), noise(IMAGES, seeded()))
    with pytest.raises(TypeError, match=r"generator must be a torch\.Generator or a whole number"):
        noise(IMAGES, None)
    for images, came in ((IMAGES.numpy(), "float64"), ([[0.5]], "list"), (IMAGES.int(), "int32")):
        with pytest.raises(TypeError, match=rf"images must be a float tensor; got .*{came}"):
            noise(images, 1)
