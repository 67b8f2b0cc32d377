"""Bytes brought to the range of tanh."""

import numpy as np

from answers import right, wrong

SIGNED = "gan.to_signed"


@right(SIGNED)
def to_signed(images):
    """Measure from the middle, in halves of the range; float32 is enough for 256 grays."""
    return (images.astype(np.float32) - 127.5) / 127.5


for named, function in [
    ("G11", lambda images: images.astype(float) / 255),
    ("G11", lambda images: images / 255.0),
    ("M900", lambda images: (images / 255) / 255 * 2 - 1),
    ("M900", lambda images: images / 255**2),
    ("M900", lambda images: (images / 127.5 - 1) / 127.5 - 1),
    ("M901", lambda images: 2 * (images / images.max()) - 1),
    ("M901", lambda images: (images / images.max() - 0.5) / 0.5),
    ("M901", lambda images: np.interp(images, [images.min(), images.max()], [-1, 1])),
    ("M902", lambda images: (images * 2 - 255) / 255),
    ("M902", lambda images: images * 2 / 255 - 1),
    ("M902", lambda images: (images - 128) / 128.0),
    ("M903", lambda images: (images.astype(float) - 128) / 127),
    ("M903", lambda images: (images / 1.0 - 128) / 128),
    ("M903", lambda images: images / 128.0 - 1.0),
    ("M903", lambda images: images / 127 - 1),
    ("M904", lambda images: images / 255 - 0.5),
    ("M904", lambda images: images / 127.5),
    ("M905", lambda images: 1 - images / 127.5),
    ("M905", lambda images: (127.5 - images) / 127.5),
    ("M906", lambda images: (images - images.mean()) / np.std(images)),
    ("M907", lambda images: (images / 255 - 1) * 2),
    ("M908", lambda images: np.tanh(images / 255)),
    ("M908", lambda images: np.tanh(images / 127.5 - 1)),
    ("M272", lambda images: (images / 127.5 - 1).astype(np.int8)),
    ("M272", lambda images: images // 127.5 - 1),
    (None, lambda images: images / 255 * 2 - 1 + 1e-3),
    (None, lambda images: images.astype(np.int8) / 127.5 - 1),
    (None, lambda images: np.sin(images / 255)),
    (None, lambda images: 2 * (images / 255) ** 2 - 1),
    ("M272", lambda images: (images > 127) * 2.0 - 1),
    (None, lambda images: (2 * (images / 255) - 1).T),
    (None, lambda images: (2 * (images / 255) - 1).ravel()),
    (None, lambda images: images),
]:
    wrong(SIGNED, named)(function)


@wrong(SIGNED)
def divides_in_place(images):
    images /= 127.5
    return images - 1


@wrong(SIGNED)
def one_image_only(images):
    return images[0] / 127.5 - 1
