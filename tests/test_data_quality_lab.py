"""The lab: turned digits, and words that tell as what they are read."""

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from course_utils.classroom.figures import PALETTE, to_png
from course_utils.data_quality.augmentation import rotate
from course_utils.data_quality.explorers import augmentation_lab
from course_utils.data_quality.explorers.lab_of_turned_digits import (
    ANGLES,
    readings,
    share_read,
)
from course_utils.datasets import load_digits
from course_utils.start_here import KNearestNeighbors


@pytest.fixture(scope="module")
def artists():
    return augmentation_lab.stage(Figure())


def words(artists, digit=6, angle=0):
    return augmentation_lab.draw(artists, digit=digit, angle=angle)


@pytest.fixture(scope="module")
def model():
    return KNearestNeighbors(k=1).fit(*load_digits("train", scaling="raw"))


@pytest.mark.parametrize(("digit", "angle"), [(6, 45), (0, 90), (8, 180), (1, 0)])
def test_readings_are_those_of_the_taught_model(model, digit, angle):
    X, y = load_digits("validation", layout="images", scaling="raw")
    turned = rotate(X[y == digit], angle).reshape(-1, 64)
    expected = model.predict(turned)
    assert readings(digit)[angle // 5].tolist() == expected.tolist()
    assert share_read(digit, angle) == (expected == digit).mean()


def test_upright_digits_are_read_as_well_as_they_are_validated(model):
    n_right = sum((readings(digit)[0] == digit).sum() for digit in range(10))
    n = sum(readings(digit).shape[1] for digit in range(10))
    assert n == 360
    assert n_right / n == model.score(*load_digits("validation", scaling="raw"))


def test_the_task_has_one_answer_that_can_be_read_off(artists):
    under = [angle for angle in ANGLES if share_read(6, angle) < 0.5]
    first = under[0]
    assert under == list(ANGLES[ANGLES.index(first) :])  # no angle beyond reads better again
    said = {angle: "under half" in words(artists, 6, angle) for angle in ANGLES}
    assert [angle for angle, is_under in said.items() if is_under] == under
    # Far from half on both sides, so that no rounding decides.
    assert share_read(6, first - 5) >= 0.55 and share_read(6, first) <= 0.45


def test_a_six_turned_by_half_is_read_as_a_nine(artists):
    counts = np.bincount(readings(6)[-1], minlength=10)
    assert counts[6] == 0 and counts.argmax() == 9
    assert f"most others as 9 ({counts[9]})" in words(artists, 6, 180)


def test_the_words_tell_the_state(artists):
    read = readings(8)[19]
    n_right, n = (read == 8).sum(), len(read)
    most = np.bincount(read[read != 8]).argmax()
    n_most = (read == most).sum()
    assert words(artists, 8, 95) == (
        f"Digit 8, turned by 95° counterclockwise: {n_right} of {n} images ({n_right / n:.3f}, "
        f"under half) are still read as 8; most others as {most} ({n_most})."
    )
    head = f"8s turned by 95°: {n_right} of {n}\nread as 8; most others as {most} ({n_most})"
    assert artists["words"].get_text() == head
    assert "no other digit is read" in words(artists, 6, 0)


def test_exactly_half_is_not_under_half(artists, monkeypatch):
    lab = augmentation_lab.draw.__globals__
    half = np.repeat([[6, 6, 1, 1]], len(ANGLES), axis=0)
    monkeypatch.setitem(lab, "readings", lambda digit: half)
    assert "(0.500, half)" in words(artists, 6, 0)


def test_every_state_has_its_own_words(artists):
    said = {words(artists, digit, angle) for digit in range(10) for angle in ANGLES}
    assert len(said) == 10 * len(ANGLES) == 370


def test_images_are_turned_and_named(artists):
    words(artists, 8, 95)
    X, y = load_digits("validation", layout="images", scaling="raw")
    turned = rotate(X[y == 8][: len(artists["names"])], 95)
    drawn = artists["picture"].get_array()
    first = drawn[3:11, :8]
    assert np.allclose(first.filled(np.nan), turned[0])
    assert drawn.compressed().sum() == pytest.approx(turned.sum())
    for text, answer in zip(artists["names"], readings(8)[19], strict=False):
        is_right = answer == 8
        assert text.get_text() == (f"{answer}" if is_right else f"{answer} ✗")
        assert text.get_weight() == ("normal" if is_right else "bold")
        assert text.get_color() == ("black" if is_right else PALETTE["vermilion"])


def test_each_name_stands_above_its_image(artists):
    rows = artists["picture"].get_array()
    for text in artists["names"]:
        x, y = text.get_position()
        below = rows[round(y + 0.7) : round(y + 0.7) + 8, round(x - 3.5) : round(x + 4.5)]
        above = rows[round(y - 2.3) : round(y + 0.7), round(x - 3.5) : round(x + 4.5)]
        assert below.shape == (8, 8) and not below.mask.any()
        assert above.shape == (3, 8) and above.mask.all()


def test_the_curve_and_the_ring_show_the_shares(artists):
    words(artists, 9, 75)
    expected = [[angle, share_read(9, angle)] for angle in ANGLES]
    assert artists["shares"].get_xydata().tolist() == expected
    assert artists["ring"].get_xydata().tolist() == [[75, share_read(9, 75)]]
    assert list(artists["now"].get_xdata()) == [75, 75]


def test_pictures_depend_on_the_state_alone():
    states = [state for _, state in augmentation_lab.strip]
    states += [{"digit": digit, "angle": 180} for digit in (6, 8)]
    augmentation_lab.check_pure([*states, augmentation_lab.start])


def test_each_caption_of_the_strip_is_true_and_none_answers_the_task():
    little, quarter, half = (state for _, state in augmentation_lab.strip)
    assert share_read(**little) == 1.0
    zeros = readings(quarter["digit"])[quarter["angle"] // 5]
    assert (zeros == 4).mean() > 0.5 and quarter["angle"] == 90
    assert half == {"digit": 9, "angle": 180} and share_read(**half) == 0
    assert all(state["digit"] != 6 for _, state in augmentation_lab.strip)


def test_in_the_strip_no_words_run_into_the_next_panel():
    fig, _ = augmentation_lab._drawn_strip()
    to_png(fig)
    for column in fig.subfigs:
        panel = column.subfigs[1]
        assert all(ax.bbox.width >= 0.9 * fig.dpi for ax in panel.axes)
        for text in panel.findobj(Text):
            if text.get_visible() and text.get_text().strip():
                box = text.get_window_extent()
                assert panel.bbox.x0 - 1 <= box.x0 and box.x1 <= panel.bbox.x1 + 1
                assert text.get_fontsize() >= 11


def test_the_picture_fits_a_laptop_screen_beside_its_controls():
    assert augmentation_lab.height <= 4.4


def test_other_values_are_refused():
    for wrong in ({"digit": 10}, {"angle": 47}, {"angle": 185}, {"shear": 1}):
        with pytest.raises(ValueError):
            augmentation_lab.picture(**wrong)
    with pytest.raises(ValueError):
        share_read(6, 47)
