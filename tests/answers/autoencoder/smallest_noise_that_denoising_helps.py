"""What is read off the denoising dial."""

from answers import right, wrong
from course_utils.autoencoder.explorers.dial_of_noise import SIGMAS, denoised

NOISE = "autoencoder.smallest_noise_that_denoising_helps"


def gain(sigma):
    return denoised(sigma).after - denoised(sigma).before


@right(NOISE)
def smallest_noise_that_denoising_helps():
    return next(sigma for sigma in SIGMAS if gain(sigma) > 0)


first = smallest_noise_that_denoising_helps

for named, answer in [
    ("M450", lambda: SIGMAS[SIGMAS.index(first()) - 1]),
    ("M802", lambda: max(SIGMAS, key=gain)),
    ("M803", lambda: SIGMAS[SIGMAS.index(first()) + 1]),
    ("M803", lambda: 0.3),
    ("M804", lambda: round(denoised(first()).after, 1)),
    ("M804", lambda: round(denoised(first()).before, 1)),
    (None, lambda: 0),
    (None, lambda: 0.0),
    (None, lambda: first() + 0.01),
    (None, lambda: -first()),
    (None, lambda: 100 * first()),
    (None, lambda: str(first())),
    (None, lambda: (first(), 0.3)),
    (None, lambda: None),
]:
    wrong(NOISE, named)(answer)
