"""The number line: codes of a range, what is rounded, and what is cut off."""

import statistics
import time

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from course_utils.classroom.figures import to_png
from course_utils.compression import affine_parameters, dequantize, quantize
from course_utils.compression.controls import (
    CLIPS,
    KINDS,
    LINE_BITS,
    OUTLIER,
    SCHEMES,
    line_values,
)
from course_utils.compression.exercises import shown
from course_utils.compression.explorers import number_line
from course_utils.compression.explorers.clip_of_a_range import LIMITS, line_at

SYMMETRIC, AFFINE = SCHEMES
WEIGHTS, AFTER_RELU = KINDS


@pytest.fixture(scope="module")
def artists():
    return number_line.stage(Figure((number_line.width, number_line.height)))


def words(artists, **state):
    return number_line.draw(artists, **(number_line.start | state))


def error(*state):
    line = line_at(*state)
    return line.rounding + line.cutting


class TestStates:
    def test_values_are_a_bell_and_one_far_out(self):
        values = line_values()
        assert len(values) == 100 and values[-1] == OUTLIER
        assert np.allclose(values[:99], -values[98::-1]) and values[49] == 0
        # A hundredth of the normal distribution lies between two of them.
        from scipy.special import ndtr

        assert ndtr(values[:99]) == pytest.approx(np.arange(1, 100) / 100)
        assert np.array_equal(line_values(outlier=False), values[:99])
        assert np.array_equal(line_values(AFTER_RELU), np.maximum(values, 0))

    def test_a_symmetric_range_reaches_from_minus_clip_to_clip(self):
        line = line_at(2.0, 3, SYMMETRIC, WEIGHTS, True)
        assert line.zero_point == 0 and line.scale == pytest.approx(4 / 7)
        assert np.abs(line.found.codes).max() == 4

    def test_an_affine_range_is_that_of_the_values_and_at_most_the_clip(self):
        for clip, kind, outlier, low, high in (
            (5.0, WEIGHTS, True, line_values().min(), 5.0),
            (4.0, WEIGHTS, False, line_values().min(), -line_values().min()),
            (2.0, WEIGHTS, True, -2.0, 2.0),
            (3.0, AFTER_RELU, True, 0.0, 3.0),
        ):
            line = line_at(clip, 4, AFFINE, kind, outlier)
            assert (line.scale, line.zero_point) == affine_parameters(low, high, 4)
        assert line.zero_point == -8

    @pytest.mark.parametrize("scheme", SCHEMES)
    @pytest.mark.parametrize("clip", [0.5, 2.25, 5.0])
    def test_the_error_is_that_of_the_way_there_and_back(self, scheme, clip):
        line = line_at(clip, 5, scheme, WEIGHTS, True)
        back = dequantize(
            quantize(line.values, line.scale, line.zero_point, 5), line.scale, line.zero_point
        )
        squares = (back - line.values) ** 2
        far = squares > (line.scale / 2) ** 2 * (1 + 1e-6)
        assert line.rounding == pytest.approx(squares[~far].sum() / 100)
        assert line.cutting == pytest.approx(squares[far].sum() / 100)
        assert np.array_equal(line.found.cut, far)


class TestTasks:
    """The exercises ask about what the explorer shows."""

    def test_the_best_clip_is_the_one_that_the_exercise_knows(self, artists):
        assert tuple(shown.errors()) == CLIPS
        for outlier in (True, False):
            for clip, known in shown.errors(outlier).items():
                assert error(clip, LINE_BITS, SYMMETRIC, WEIGHTS, outlier) == pytest.approx(known)
        assert number_line.start | {"clip": 0, "outlier": 0} == {
            "clip": 0,
            "bits": LINE_BITS,
            "scheme": SYMMETRIC,
            "kind": WEIGHTS,
            "outlier": 0,
        }
        said = {
            clip: float(words(artists, clip=clip).partition("squared error is ")[2].split(":")[0])
            for clip in CLIPS
        }
        least = [clip for clip in CLIPS if said[clip] == min(said.values())]
        assert least == [min(said, key=said.get)]  # it can be read off, and is one
        assert CLIPS[0] < least[0] < CLIPS[-1]
        assert said[least[0]] < 0.75 * said[CLIPS[-1]]

    def test_after_relu_an_affine_range_has_a_fourth_of_the_error(self):
        both = [error(3.0, 8, scheme, AFTER_RELU, False) for scheme in SCHEMES]
        assert both[0] / both[1] > 3.5
        used = [len(np.unique(line_at(3.0, 3, s, AFTER_RELU, False).found.codes)) for s in SCHEMES]
        assert used[0] <= 4 < used[1] == 8


class TestPicture:
    def test_the_words_tell_the_state(self, artists):
        line = line_at(1.5, 4, AFFINE, AFTER_RELU, True)
        said = words(artists, clip=1.5, bits=4, scheme=AFFINE, kind=AFTER_RELU)
        total = line.rounding + line.cutting
        assert said == (
            "After ReLU: 0 and above, with the outlier at 5. 4 bits, affine, clip 1.50: the scale "
            f"is {line.scale:.3f}, the zero point -8. Of 100 values {line.found.cut.sum()} are cut "
            f"off; 16 of 16 codes are used. The mean squared error is {total:.4f}: rounding "
            f"{line.rounding:.4f}, cutting off {line.cutting:.4f}."
        )
        assert artists["words"].get_text() == (
            f"scale {line.scale:.3f}, zero point −8, MSE {total:.4f}\n"
            f"= rounding {line.rounding:.4f} + cutting {line.cutting:.4f}"
        )
        said = words(artists, outlier=False)
        assert "both signs, without the outlier at 5. 3 bits, symmetric" in said
        assert "Of 99 values 0 are cut off" in said

    def test_the_picture_shows_the_state(self, artists):
        words(artists, clip=1.0, bits=3)
        line = line_at(1.0, 3, SYMMETRIC, WEIGHTS, True)
        for name, heights in (("values", np.ones(100)), ("errors", line.found.errors)):
            rounded, cut = (dots.get_offsets() for dots in artists[name])
            for points, which in ((rounded, ~line.found.cut), (cut, line.found.cut)):
                expected = np.column_stack([line.values[which], heights[which]])
                assert np.array_equal(points, expected)
        ends = np.array([path.vertices[:, 0] for path in artists["ways"].get_paths()])
        assert np.allclose(ends, np.column_stack([line.values, line.found.back]))
        places = [path.vertices[0, 0] for path in artists["marks"].get_paths()]
        assert places == pytest.approx(line.scale * np.arange(-4, 4))
        mark, way = (artists[name].get_paths()[0].vertices[:, 1] for name in ("marks", "ways"))
        assert mark[0] == -mark[1] < 0 and way.tolist() == [1, mark[1]]  # it ends on a mark
        assert [artist.get_xdata() for artist in artists["clip"]] == [[-1, -1], [1, 1]]
        assert [artist.get_ydata()[0] for artist in artists["half"]] == pytest.approx(
            [line.scale / 2, -line.scale / 2]
        )
        thick = artists["marks"].get_linewidths()[0]
        words(artists, bits=8)
        assert artists["marks"].get_linewidths()[0] < thick

    def test_all_values_clips_and_errors_lie_inside_the_picture(self, artists):
        low, high = artists["errors"][0].axes.get_ylim()
        for clip in CLIPS:
            errors = line_at(clip, 2, SYMMETRIC, WEIGHTS, True).found.errors
            assert low < errors.min() and errors.max() < high
        assert LIMITS[0] < -CLIPS[-1] and CLIPS[-1] < LIMITS[1]

    def test_from_the_start_every_control_changes_picture_and_words(self):
        at_start = number_line.picture()
        changes = [{"clip": 4.75}, {"bits": 2}, {"scheme": AFFINE}, {"kind": AFTER_RELU}]
        changes += [{"outlier": False}]
        pictures = [number_line.picture(**change) for change in changes]
        for parts in zip(at_start, *pictures, strict=True):
            assert len(set(parts)) == len(changes) + 1

    def test_each_caption_of_the_strip_is_true_and_none_answers_the_task(self):
        wide, narrow, fine = (line_at(**state) for _, state in number_line.strip)
        assert wide.cutting == fine.cutting == 0 and narrow.cutting > 10 * narrow.rounding
        assert fine.rounding < 0.01 * wide.rounding
        assert {state["clip"] for _, state in number_line.strip} == {1.0, CLIPS[-1]}
        best = min(shown.errors(), key=shown.errors().get)
        assert best not in {1.0, CLIPS[-1], number_line.start["clip"]}

    def test_pictures_depend_on_the_state_alone(self):
        states = [state for _, state in number_line.strip]
        other = {"scheme": AFFINE, "kind": AFTER_RELU, "outlier": False, "bits": 2, "clip": 0.5}
        number_line.check_pure([*states, other, number_line.start])

    def test_a_key_is_followed_by_its_picture_in_time(self):
        """CPU time, as machines are shared."""
        number_line.picture()
        times = []
        for clip in CLIPS[:10]:
            start = time.process_time()
            number_line.picture(clip=clip, bits=8)
            times.append(time.process_time() - start)
        assert statistics.median(times) < 0.25

    def test_in_the_strip_no_words_run_into_the_next_panel(self):
        fig, _ = number_line._drawn_strip()
        to_png(fig)
        for column in fig.subfigs:
            panel = column.subfigs[1]
            for text in panel.findobj(Text):
                if text.get_visible() and text.get_text().strip():
                    box = text.get_window_extent()
                    assert panel.bbox.x0 - 1 <= box.x0 and box.x1 <= panel.bbox.x1 + 1
                    assert text.get_fontsize() >= 11

    def test_the_picture_fits_a_laptop_screen_beside_its_controls(self):
        assert number_line.height <= 4.4

    def test_other_values_are_refused(self):
        for wrong in ({"clip": 5.25}, {"clip": 1.1}, {"bits": 9}, {"kind": "weights"}):
            with pytest.raises(ValueError):
                number_line.picture(**wrong)
