"""Bring the bytes of an image to where the generator's tanh can reach: from -1 to 1."""

import numpy as np

from course_utils.classroom.exercises import Exercise, misconception


def to_signed(images):
    return 2 * (images / 255) - 1


def between_the_ends(images):
    return np.interp(images, [0, 255], [-1, 1])


def cases(seed):
    rng = np.random.default_rng(seed)

    def drawn(n, d, low=0, high=255):
        """Draw bytes of which each side of the middle has some."""
        images = rng.integers(low, 110, size=(n, d), dtype=np.uint8)
        bright = rng.permutation(n * d)[: n * d // 2]
        images.flat[bright] = rng.integers(150, high + 1, size=len(bright))
        if high == 255:
            images.flat[[bright[0], np.setdiff1d(np.arange(n * d), bright)[0]]] = 255, 0
        return {"images": images}

    # Neither 0 nor 255 occurs in the third, nor in the last.
    return [drawn(2, 3), drawn(3, 4), drawn(2, 5, 40, 210), drawn(4, 3), drawn(1, 6, 20, 240)]


def of_numbers(formula):
    """Return what computes `formula` of the bytes as plain numbers, which have no upper end."""
    return lambda images: formula(images.astype(float))


@misconception(
    "G11",
    says="brings the images to [0, 1], while the generator's tanh goes down to -1",
    hint="Print the smallest and the largest number of the real images, and of the fakes. What "
    "gives a fake away at first sight?",
    also=(of_numbers(lambda x: x / 256),),
)
def from_zero_to_one(images):
    return images / 255


@misconception(
    "M900",
    says="divides by 255 twice, so that every image is nearly empty",
    hint="The first division leaves at most 1. What does the second one leave of a pixel of 255?",
    also=(of_numbers(lambda x: x / 255 / 255), of_numbers(lambda x: (x / 127.5 - 1) / 127.5 - 1)),
)
def divided_twice(images):
    return 2 * (images / 255 / 255) - 1


@misconception(
    "M901",
    says="stretches each batch from its own darkest pixel to its own brightest",
    hint="A pixel of 100 stands in two batches, a dark one and a bright one. Should it become two "
    "different numbers?",
    also=(
        of_numbers(lambda x: 2 * (x - x.min(0)) / np.ptp(x, axis=0) - 1),
        of_numbers(lambda x: (2 * (x - x.min(1, keepdims=True)) / np.ptp(x, 1, keepdims=True)) - 1),
        of_numbers(lambda x: 2 * x / x.max() - 1),
        of_numbers(lambda x: 2 * x / x.max(axis=1, keepdims=True) - 1),
        of_numbers(lambda x: (x - x.min()) / np.ptp(x)),
    ),
)
def by_its_own_ends(images):
    darkest, brightest = float(images.min()), float(images.max())
    return 2 * (images - darkest) / (brightest - darkest) - 1


@misconception(
    "M902",
    says="calculates in bytes, in which 2 times 200 is 144",
    hint="Print what the first operation makes of a byte above 127. Is it what a pocket "
    "calculator says, and in which type of number is it?",
    also=(
        lambda images: (2 * images - 255) / 255,
        lambda images: (images - 128) / 127.5,
        lambda images: (images - 128) / 128,
        lambda images: (images - 127) / 127.5,
        lambda images: (images - 128) / 127,
        lambda images: 2 * images / 255,
        lambda images: (images + images) / 255 - 1,
        lambda images: (images * np.uint8(2) - np.uint8(255)) / 255,
    ),
)
def in_bytes(images):
    return 2 * images / 255 - 1


OTHER_RANGES = (
    misconception(
        "M903",
        says="has another number where half of 255 belongs, so that an end is missed",
        hint="Which byte becomes exactly 0 with your numbers, and do 0 and 255 then land on the "
        "two ends?",
        also=tuple(
            of_numbers(lambda x, middle=middle, half=half: (x - middle) / half)
            for middle in (127, 127.5, 128)
            for half in (127, 127.5, 128)
            if (middle, half) not in [(128, 128), (127.5, 127.5)]
        ),
    )(lambda images: images / 128 - 1),
    misconception(
        "M904",
        says="does one of the two, moving or stretching, and not the other",
        hint="How far apart are 0 and 255 now, and how far apart should they be? And where is "
        "the middle between them?",
        also=(
            of_numbers(lambda x: 2 * (x / 255)),
            of_numbers(lambda x: x / 255 - 1),
            of_numbers(lambda x: x - 127.5),
            of_numbers(lambda x: x - 128),
        ),
    )(lambda images: images / 255 - 0.5),
    misconception(
        "M905",
        says="turns no ink and full ink round",
        hint="Which number does a pixel of 0 become with your code, the upper end or the lower?",
        also=(of_numbers(lambda x: 1 - x / 255),),
    )(lambda images: 1 - 2 * (images / 255)),
    misconception(
        "M906",
        says="standardizes: the spread becomes 1, and the ends lie anywhere",
        hint="Which are the smallest and the largest number of your result, and which ones can "
        "the generator make?",
        also=(
            of_numbers(lambda x: (x - x.mean(0)) / x.std(0)),
            of_numbers(lambda x: (x - x.mean(1, keepdims=True)) / x.std(1, keepdims=True)),
            of_numbers(lambda x: (x - x.mean()) / 255),
            of_numbers(lambda x: 2 * (x - x.mean()) / 255),
        ),
    )(of_numbers(lambda x: (x - x.mean()) / x.std())),
    misconception(
        "M907",
        says="subtracts before it stretches: a bracket stands in another place",
        hint="What does a pixel of 0 become: twice what, and is that the lower end?",
        also=(
            of_numbers(lambda x: 2 * (x - 1) / 255),
            of_numbers(lambda x: (2 * x - 1) / 255),
            of_numbers(lambda x: 2 * x / 254),
        ),
    )(lambda images: 2 * (images / 255 - 1)),
    misconception(
        "M908",
        says="sends the images through tanh as well, as the generator does with its last sums",
        hint="The generator bends its sums to make them fit. Do the bytes of an image need to be "
        "bent, or only moved and stretched?",
        also=(
            of_numbers(np.tanh),
            of_numbers(lambda x: np.tanh(x / 255)),
            of_numbers(lambda x: np.tanh((x - x.mean()) / x.std())),
        ),
    )(lambda images: np.tanh(2 * (images / 255) - 1)),
    misconception(
        "M272",
        says="makes an array of whole numbers, which drops everything behind the decimal point",
        hint="How many different numbers are left of all the grays between 0 and 255?",
        also=(
            lambda images: images // 127.5 - 1,
            lambda images: 2 * (images // 255) - 1.0,
            lambda images: 2 * (images / 255).round() - 1,
        ),
    )(lambda images: (2 * (images / 255) - 1).astype(int)),
)

EXERCISE = Exercise(
    title="Real images in the range of the fakes",
    reference=to_signed,
    another=between_the_ends,
    cases=cases,
    misconceptions=(from_zero_to_one, divided_twice, by_its_own_ends, in_bytes, *OTHER_RANGES),
    hints=(
        "Between which two numbers do the fakes lie, and where do 0 and 255 of a real image have "
        "to land so that nobody can tell the two kinds apart by their range?",
        "0 should become -1, and 255 should become 1. The byte 51 lies at "
        "51 / 255 = 0.2 of the way from 0 to 255; the way from -1 to 1 is 2 long, so it "
        "lands at -1 + 0.2 · 2 = -0.6. Where does 204 land?",
        "share ← byte / largest byte there is\nresult ← stretch the share to the length of the "
        "new range, then move it to where the range begins",
    ),
    why="images are left in [0, 1] and the generator ends in tanh. By which rule, without any "
    "learning, are most first fakes found out?",
    because=(
        "A pixel below 0 is a fake's: no real image has one. An untrained generator makes about as "
        "many numbers below 0 as above. It can learn to stay above 0, but its first lessons go to "
        "that, and 0 needs the middle of tanh, which it must hit exactly, where in [-1, 1] "
        "it is an end that it can push against."
    ),
)
