"""Images that are moved, turned and resized by hand, and what turns with them."""

import numpy as np
import pytest

from course_utils.data_quality.augmentation import augment, crop, rescale, rotate, shift
from course_utils.datasets import load_digits

# Two different images that are not square.
IMAGES = np.arange(1.0, 25.0).reshape(2, 3, 4)
CHANGES = {
    "shift": lambda images: shift(images, 1, -2),
    "rotate": lambda images: rotate(images, 30),
    "rescale": lambda images: rescale(images, 1.5),
    "crop": lambda images: crop(images, 2),
    "augment": lambda images: augment(images, np.zeros(len(images)), kind="shift", amount=1, rng=0)[
        0
    ],
}


class TestShift:
    def test_whole_pixels_move_as_they_are(self):
        expected = np.zeros_like(IMAGES)
        expected[:, 1:, :2] = IMAGES[:, :2, 2:]
        assert shift(IMAGES, 1, -2).tolist() == expected.tolist()
        expected = np.zeros_like(IMAGES)
        expected[:, :1, 3:] = IMAGES[:, 2:, :1]
        assert shift(IMAGES, -2, 3).tolist() == expected.tolist()

    def test_no_shift_is_a_copy(self):
        same = shift(IMAGES, 0, 0)
        assert same.tolist() == IMAGES.tolist()
        assert not np.shares_memory(same, IMAGES)

    def test_half_a_pixel_is_shared_out_and_the_paper_outside_is_empty(self):
        assert shift([[[0.0, 8.0, 4.0]]], 0, 0.5).tolist() == [[[0.0, 4.0, 6.0]]]
        assert shift([[[8.0], [4.0]]], -0.25, 0).tolist() == [[[7.0], [3.0]]]

    def test_what_has_left_is_lost(self):
        assert not shift(IMAGES, 3, 0).any()
        assert not shift(IMAGES, 0, -4).any()


class TestRotate:
    @pytest.mark.parametrize("turns", [-1, 0, 1, 2, 3, 4, 5])
    def test_quarter_turns_are_exact_and_counterclockwise(self, turns):
        square = IMAGES[:, :, :3]
        expected = np.rot90(square, turns, axes=(1, 2))
        assert rotate(square, 90 * turns).tolist() == expected.tolist()

    def test_half_a_turn_keeps_any_frame(self):
        assert rotate(IMAGES, 180).tolist() == IMAGES[:, ::-1, ::-1].tolist()
        assert rotate(IMAGES, 360).tolist() == IMAGES.tolist()

    def test_an_image_turned_on_its_side_loses_what_leaves_the_frame(self):
        wide = np.array([[[1.0, 2.0, 3.0, 4.0, 5.0]] * 3])
        assert rotate(wide, 90)[0].tolist() == [[0, 4, 4, 4, 0], [0, 3, 3, 3, 0], [0, 2, 2, 2, 0]]

    def test_eighth_of_a_turn(self):
        image = np.zeros((1, 3, 3))
        image[0, 0, 1] = 1.0
        turned = rotate(image, 45)[0]
        r = 2**0.5 / 2  # a corner of the frame lies √2 from the center, so it comes from (0, √2)
        assert turned[0, 0] == pytest.approx(2 - 2 * r, abs=1e-12)
        assert turned[0, 1] == pytest.approx(r * (1 - r), abs=1e-12)
        assert turned[2, 2] == 0.0

    def test_it_is_the_way_back(self):
        image = np.zeros((1, 9, 9))
        image[0, 3:6, 4] = 1.0
        there_and_back = rotate(rotate(image, 20), -20)
        assert np.corrcoef(there_and_back.ravel(), image.ravel())[0, 1] > 0.9


class TestRescale:
    def test_twice_as_large_about_the_center(self):
        assert rescale([[[0.0, 4.0, 8.0]]], 2).tolist() == [[[2.0, 4.0, 6.0]]]
        assert rescale([[[0.0], [4.0], [8.0]]], 2).tolist() == [[[2.0], [4.0], [6.0]]]

    def test_half_as_large_leaves_empty_paper(self):
        assert rescale([[[1.0, 2.0, 3.0, 4.0, 5.0]]], 0.5).tolist() == [[[0, 1, 3, 5, 0]]]

    def test_factor_one_changes_nothing(self):
        assert rescale(IMAGES, 1).tolist() == IMAGES.tolist()


class TestCrop:
    def test_the_middle_is_cut_out(self):
        assert crop(IMAGES, 2).tolist() == IMAGES[:, 0:2, 1:3].tolist()
        assert crop(IMAGES, 3).tolist() == IMAGES[:, :, 0:3].tolist()
        assert crop(np.arange(24).reshape(1, 4, 6), 2).tolist() == [[[8, 9], [14, 15]]]
        assert crop(np.arange(20).reshape(1, 5, 4), 1).tolist() == [[[9.0]]]

    def test_it_is_no_window_on_the_input(self):
        assert not np.shares_memory(crop(IMAGES, 2), IMAGES)

    @pytest.mark.parametrize("size", [4, 9])
    def test_it_fits_into_the_shorter_side(self, size):
        with pytest.raises(ValueError, match=rf"at most 3, the shorter side; got {size}\."):
            crop(IMAGES, size)


class TestAugment:
    def test_the_originals_come_first_and_each_copy_has_its_label(self):
        images, labels = augment(IMAGES, ["6", "9"], kind="rotate", amount=10, copies=3, rng=0)
        assert images.shape == (8, 3, 4)
        assert images[:2].tolist() == IMAGES.tolist()
        assert labels.tolist() == ["6", "9"] * 4

    def test_one_copy_is_what_you_get_unless_you_ask_for_more(self):
        assert len(augment(IMAGES, [6, 9], kind="rescale", amount=0.1, rng=0)[0]) == 4

    def test_row_i_was_made_from_row_i_modulo_n(self):
        images, _ = augment(IMAGES, [6, 9], kind="shift", amount=0, copies=2, rng=0)
        assert images.tolist() == np.concatenate([IMAGES] * 3).tolist()

    @pytest.mark.parametrize("most", [1, 2, 3])
    def test_shifts_are_whole_pixels_in_all_directions_up_to_the_amount(self, most):
        dot = np.zeros((1, 7, 9))
        dot[0, 3, 4] = 1.0
        images, _ = augment(dot, [0], kind="shift", amount=most, copies=600, rng=0)
        moved = np.argwhere(images == 1.0)[:, 1:] - [3, 4]
        steps = range(-most, most + 1)
        assert len(moved) == 601
        assert set(map(tuple, moved.tolist())) == {
            (down, right) for down in steps for right in steps
        }

    def test_turns_and_factors_are_drawn_evenly_up_to_the_amount(self, monkeypatch):
        from course_utils.data_quality import augmentation

        seen = {"rotate": [], "rescale": []}
        for kind, drawn in seen.items():
            draw, _ = augmentation._KINDS[kind]
            note = lambda image, value, drawn=drawn: drawn.append(float(value)) or image  # noqa: E731
            monkeypatch.setitem(augmentation._KINDS, kind, (draw, note))
        augment(IMAGES, [6, 9], kind="rotate", amount=30, copies=500, rng=0)
        augment(IMAGES, [6, 9], kind="rescale", amount=0.25, copies=500, rng=0)
        assert (-30 <= min(seen["rotate"]) < -29) and (29 < max(seen["rotate"]) <= 30)
        assert np.mean(seen["rotate"]) == pytest.approx(0, abs=2)
        assert (0.75 <= min(seen["rescale"]) < 0.76) and (1.24 < max(seen["rescale"]) <= 1.25)
        assert len(seen["rotate"]) == len(seen["rescale"]) == 1000

    def test_a_copy_is_its_original_under_the_named_change(self):
        for kind, change, amount in (("rotate", rotate, 20), ("rescale", rescale, 0.5)):
            new = augment(IMAGES, [6, 9], kind=kind, amount=amount, rng=3)[0][2:]
            rng = np.random.default_rng(3)
            low, high = (-20, 20) if kind == "rotate" else (0.5, 1.5)
            for i in range(2):
                expected = change(IMAGES[i : i + 1], rng.uniform(low, high))
                assert new[i].tolist() == expected[0].tolist()

    def test_a_seed_repeats_and_a_generator_goes_on(self):
        rng = np.random.default_rng(5)
        first, second = (
            augment(IMAGES, [6, 9], kind="rotate", amount=40, rng=rng)[0].tolist() for _ in range(2)
        )
        assert first != second
        assert first == augment(IMAGES, [6, 9], kind="rotate", amount=40, rng=5)[0].tolist()

    @pytest.mark.parametrize(
        ("change", "error", "message"),
        [
            ({"labels": [6]}, ValueError, "labels must hold 2 values, one for each; got 1"),
            ({"labels": [[6], [9]]}, ValueError, r"labels must be 1-D, one .*shape \(2, 1\)"),
            ({"kind": "crop"}, ValueError, "kind must be one of 'shift', 'rotate', 'rescale'"),
            ({"amount": -1}, ValueError, "amount must be a finite number of at least 0"),
            ({"amount": 1.5}, ValueError, "amount must be whole pixels for kind='shift'; got 1.5"),
            ({"kind": "rescale", "amount": 1}, ValueError, "below 1 for kind='rescale'; got 1"),
            ({"kind": "rescale", "amount": 1.5}, ValueError, r"kind='rescale'; got 1\.5\.$"),
            # A kind that is put together at run time is equal to the one in the code, but not it.
            ({"kind": "".join("rescale"), "amount": 2}, ValueError, r"kind='rescale'; got 2\.$"),
            ({"kind": "".join("shift"), "amount": 0.5}, ValueError, r"kind='shift'; got 0\.5\.$"),
            ({"copies": 0}, ValueError, "copies must be at least 1; got 0"),
            ({"rng": None}, TypeError, "rng must be"),
        ],
    )
    def test_bad_input_is_refused(self, change, error, message):
        right = {"labels": [6, 9], "kind": "shift", "amount": 1, "copies": 1, "rng": 0}
        with pytest.raises(error, match=message):
            augment(IMAGES, **(right | change))

    def test_more_than_a_pixel_and_nearly_everything_are_allowed(self):
        assert len(augment(IMAGES, [6, 9], kind="rescale", amount=0.99, rng=0)[0]) == 4
        assert len(augment(IMAGES, [6, 9], kind="shift", amount=2.0, rng=0)[0]) == 4
        assert len(augment(IMAGES, [6, 9], kind="rotate", amount=1.5, rng=0)[0]) == 4
        assert len(augment(IMAGES, [6, 9], kind="shift", amount=300, rng=0)[0]) == 4
        assert len(augment(IMAGES, [6, 9], kind="rotate", amount=360, rng=0)[0]) == 4

    def test_nothing_to_change_changes_nothing(self):
        for kind in ("shift", "rotate", "rescale"):
            images, _ = augment(IMAGES, [6, 9], kind=kind, amount=0, rng=0)
            assert images[2:].tolist() == IMAGES.tolist()


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
class TestEveryChange:
    def test_the_input_is_never_changed(self, change):
        images = IMAGES.copy()
        change(images)[:] = 7
        assert images.tolist() == IMAGES.tolist()

    def test_each_image_is_changed_by_itself(self, change):
        single = np.concatenate([change(IMAGES[i : i + 1])[:1] for i in range(2)])
        assert change(IMAGES)[:2].tolist() == single.tolist()

    def test_counts_become_floats(self, change):
        assert change(IMAGES.astype(np.uint8)).dtype == float

    @pytest.mark.parametrize(
        ("images", "message"),
        [
            (
                np.zeros((3, 4)),
                r"images must be 3-D .* got shape \(3, 4\): for one .* images\[None\]",
            ),
            (np.zeros(12), r"images.reshape\(1, height, width\)"),
            (np.zeros((2, 3, 4, 3)), "pass gray images, one number a pixel"),
            (np.zeros((0, 3, 4)), "images is empty"),
            (np.full((1, 3, 3), np.nan), "images contains NaN"),
        ],
    )
    def test_what_is_no_stack_of_images_is_refused(self, change, images, message):
        with pytest.raises(ValueError, match=message):
            change(images)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: shift(IMAGES, [1], 0), ValueError, "down must be one number"),
        (lambda: shift(IMAGES, 0, np.inf), ValueError, "right contains inf"),
        (lambda: rotate(IMAGES, "30"), ValueError, "degrees must hold real numbers"),
        (lambda: rescale(IMAGES, 0), ValueError, "factor must be a finite number above 0; got 0"),
        (lambda: crop(IMAGES, 0), ValueError, "size must be at least 1; got 0"),
        (lambda: crop(IMAGES, 1.5), TypeError, "size must be a whole number"),
    ],
)
def test_bad_arguments_are_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()


def test_a_six_turned_upside_down_looks_like_a_nine():
    X, y = load_digits("train", layout="images")
    sixes, nines = X[y == 6], X[y == 9]
    turned = rotate(sixes, 180).mean(axis=0)
    to_six, to_nine = (np.linalg.norm(turned - some.mean(axis=0)) for some in (sixes, nines))
    assert to_nine < to_six / 1.5
