"""The chapter's pictures say in their titles, and show in their data, what was computed."""

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Polygon, Rectangle
from matplotlib.text import Text

from course_utils.autoencoder.figures import (
    draw_angles,
    draw_curves,
    draw_digits,
    draw_error_histogram,
    draw_few_labels,
    draw_interpolation,
    draw_kl,
    draw_montage,
    draw_network,
    draw_output_ranges,
    draw_plane,
    draw_sizes,
)
from course_utils.classroom import pictures
from course_utils.classroom.figures import PALETTE, describe, to_png

RNG = np.random.default_rng(0)
IMAGES = RNG.random((5, 64))
ROWS = {"original": IMAGES, "autoencoder\nerror 0.036": IMAGES / 2, "PCA": 1 - IMAGES}
SIZES, PCA_ERRORS = [1, 2, 8], [0.06, 0.05, 0.02]
OURS = [[0.05, 0.03, 0.013], [0.07, 0.032, 0.015], [0.06, 0.028, 0.017]]
CODES = np.vstack([RNG.normal(center, 0.3, (9, 2)) for center in ((0, 0), (4, 0), (0, 4))])
LABELS = np.repeat([0, 3, 5], 9)
ACCURACIES = {"code": [[0.6, 0.8], [0.9, 0.9]], "pixels": [[0.5, 0.5], [0.8, 1.0]]}
ANGLES = {"linear": [0.2, 0.1, 0.0], "random": [89, 70, 40]}
NORMAL, STRANGE = np.linspace(0, 0.1, 20), np.linspace(0.05, 0.4, 10)
SPREAD = np.array([-2.0, -0.5, 0.0, 0.5, 3.0])

FIGURES = {
    "montage": lambda: draw_montage(ROWS, labels=range(5), title="Two numbers a digit"),
    "montage, a long name": lambda: draw_montage({"from N(0, 1), MAMMOTH": IMAGES}),
    "interpolation": lambda: draw_interpolation(IMAGES, IMAGES[::-1]),
    "sizes": lambda: draw_sizes(SIZES, OURS, PCA_ERRORS),
    "plane": lambda: draw_plane(CODES, LABELS, point=[1, 2]),
    "few labels": lambda: draw_few_labels([1, 5], ACCURACIES),
    "angles": lambda: draw_angles(ANGLES),
    "histogram": lambda: draw_error_histogram(NORMAL, STRANGE),
    "histogram, threshold": lambda: draw_error_histogram(NORMAL, STRANGE, threshold=0.0899),
    "kl": lambda: draw_kl([0, 1], [1, 0.5], [0, 0.8181]),
    "network": lambda: draw_network((64, 32, 2)),
    "smallest network": lambda: draw_network((64, 8)),
    "ranges": lambda: draw_output_ranges(SPREAD, name="standardized pixels"),
}


def title(fig):
    return fig._suptitle.get_text() if fig._suptitle else fig.axes[0].get_title()


@pytest.mark.parametrize("name", FIGURES)
def test_every_picture_can_be_drawn_with_type_of_11_points_or_more(name):
    fig = FIGURES[name]()
    assert to_png(fig).startswith(b"\x89PNG")
    assert min(text.get_fontsize() for text in fig.findobj(Text) if text.get_text()) >= 11


@pytest.mark.parametrize("name", FIGURES)
def test_all_words_lie_inside_the_picture(name):
    fig = FIGURES[name]()
    to_png(fig)
    box, (width, height) = fig.get_tightbbox(), fig.get_size_inches()  # all in inches
    assert min(box.x0, box.y0) >= -0.01
    assert box.x1 <= width + 0.01 and box.y1 <= height + 0.01


@pytest.mark.parametrize("name", FIGURES)
def test_pictures_are_the_same_each_time(name):
    assert describe(FIGURES[name]()) == describe(FIGURES[name]())


@pytest.mark.parametrize(
    "draw",
    [
        lambda title: draw_interpolation(IMAGES, IMAGES, title=title),
        lambda title: draw_montage(ROWS, title=title),
        lambda title: draw_sizes(SIZES, OURS, PCA_ERRORS, title=title),
        lambda title: draw_plane(CODES, LABELS, title=title),
        lambda title: draw_few_labels([1, 5], ACCURACIES, title=title),
        lambda title: draw_angles(ANGLES, title=title),
        lambda title: draw_error_histogram(NORMAL, STRANGE, threshold=0.1, title=title),
        lambda title: draw_kl([0], [1], [0], title=title),
        lambda title: draw_network((64, 2), title=title),
        lambda title: draw_output_ranges(SPREAD, title=title),
    ],
)
def test_a_title_of_ones_own_takes_the_place_of_the_computed_one(draw):
    assert title(draw("Mine")) == "Mine"


def test_shared_pictures_are_handed_on():
    assert (draw_digits, draw_curves) == (pictures.draw_digits, pictures.draw_curves)


class TestMontage:
    def test_rows_stand_under_each_other_in_one_scale(self):
        [ax] = draw_montage(ROWS).axes
        [image] = ax.images
        drawn = image.get_array()
        assert drawn.shape == (3 * 9 - 1, 5 * 9 - 1) and image.get_clim() == (0, 1)
        assert np.array_equal(drawn[:8, 9:17], IMAGES[1].reshape(8, 8))
        assert np.array_equal(drawn[18:, :8], 1 - IMAGES[0].reshape(8, 8))
        assert drawn.mask[8].all() and drawn.mask[:, 8].all()

    def test_names_stand_beside_rows_and_labels_above_columns(self):
        [ax] = draw_montage(ROWS, labels="abcde").axes
        assert [text.get_text() for text in ax.get_yticklabels()] == list(ROWS)
        assert [text.get_text() for text in ax.get_xticklabels()] == list("abcde")
        assert ax.get_yticks().tolist() == [3.5, 12.5, 21.5]
        assert ax.get_xticks().tolist() == [3.5, 12.5, 21.5, 30.5, 39.5]
        assert not len(draw_montage(ROWS).axes[0].get_xticks())

    def test_ways_are_labeled_by_how_far_one_has_come(self):
        [ax] = draw_interpolation(IMAGES, 1 - IMAGES).axes
        labels = [text.get_text() for text in ax.get_xticklabels()]
        assert labels == ["0 %", "25 %", "50 %", "75 %", "100 %"]
        names = [text.get_text() for text in ax.get_yticklabels()]
        assert names == ["through the codes", "through the pixels"]
        drawn = ax.images[0].get_array()
        assert np.array_equal(drawn[9:, :8], 1 - IMAGES[0].reshape(8, 8))

    def test_wrong_rows_are_refused(self):
        for wrong, words in (
            ({}, "1 to 6 names"),
            ({str(i): IMAGES for i in range(7)}, "1 to 6 names"),
            ({"a": IMAGES, "b": IMAGES[:3]}, r"rows\['b'\] must have shape \(5, 64\).*\(3, 64\)"),
            ({"a": IMAGES[:, :9]}, r"rows\['a'\] must have shape \(5, 64\)"),
            ({"a": np.zeros((17, 64))}, "16 images at most to be drawn; got 17"),
        ):
            with pytest.raises(ValueError, match=words):
                draw_montage(wrong)
        with pytest.raises(ValueError, match="labels must hold 5"):
            draw_montage(ROWS, labels=[1, 2])


class TestSizes:
    def test_lines_and_bars_are_means_and_extremes_of_the_seeds(self):
        [ax] = draw_sizes(SIZES, OURS, PCA_ERRORS).axes
        [bars] = ax.containers
        assert bars[0].get_xydata() == pytest.approx(np.column_stack([SIZES, [0.06, 0.03, 0.015]]))
        ends = np.array(bars[2][0].get_segments())[:, :, 1]
        assert ends == pytest.approx(np.array([[0.05, 0.07], [0.028, 0.032], [0.013, 0.017]]))
        [pca] = [line for line in ax.lines if line.get_label() == "PCA"]
        assert pca.get_ydata().tolist() == PCA_ERRORS
        assert ax.get_xscale() == ax.get_yscale() == "log"
        assert [text.get_text() for text in ax.get_xticklabels()] == ["1", "2", "8"]
        assert [text.get_text() for text in ax.get_yticklabels()] == ["0.02", "0.05"]

    def test_the_title_names_the_size_with_the_greatest_gain(self):
        fig = draw_sizes(SIZES, OURS, PCA_ERRORS)
        assert title(fig) == "With 2 numbers the autoencoder makes 0.60 of PCA's error"

    def test_wrong_sizes_are_refused(self):
        for sizes, ours, pca, words in (
            ([2, 1, 8], OURS, PCA_ERRORS, "sizes must rise"),
            ([0, 1, 8], OURS, PCA_ERRORS, "sizes must rise from 1"),
            ([1, 1, 8], OURS, PCA_ERRORS, "sizes must rise"),
            (SIZES, np.ones((3, 2)), PCA_ERRORS, "column for each of the 3 sizes"),
            (SIZES, OURS, [0.1, 0.2], "pca must hold 3"),
            (SIZES, OURS, [0, 1, 1], "pca must be above 0"),
            (SIZES, -np.ones((2, 3)), PCA_ERRORS, "ours must be above 0"),
        ):
            with pytest.raises(ValueError, match=words):
                draw_sizes(sizes, ours, pca)


class TestFewLabels:
    def test_lines_are_means_and_bars_one_standard_deviation(self):
        [ax] = draw_few_labels([1, 5], ACCURACIES).axes
        code, pixels = ax.containers
        assert code[0].get_xydata() == pytest.approx(np.array([[1, 0.7], [5, 0.9]]))
        ends = np.array(pixels[2][0].get_segments())[:, :, 1]
        assert ends == pytest.approx(np.array([[0.5, 0.5], [0.8, 1.0]]))

    def test_the_title_compares_where_labels_are_fewest(self):
        assert title(draw_few_labels([1, 5], ACCURACIES)) == (
            "With 1 label a class: code 0.70, pixels 0.50"
        )
        assert title(draw_few_labels([2, 5], ACCURACIES)).startswith("With 2 labels a class")

    def test_wrong_curves_are_refused(self):
        for counts, curves, words in (
            ([1, 5, 9], ACCURACIES, "row for each of the 3 numbers"),
            ([5, 1], ACCURACIES, "n_per_class must rise"),
            ([1, 5], {"code": [[1.1], [0.5]]}, "accuracies from 0 to 1"),
            ([1, 5], {"code": [[-0.1], [0.5]]}, "accuracies from 0 to 1"),
            ([1, 5], {}, "1 to 4 names"),
        ):
            with pytest.raises(ValueError, match=words):
                draw_few_labels(counts, curves)


class TestAngles:
    def test_angles_are_drawn_in_their_order_under_the_largest(self):
        fig = draw_angles(ANGLES)
        linear, random = fig.axes[0].lines
        assert linear.get_xydata().tolist() == [[1, 0.2], [2, 0.1], [3, 0.0]]
        assert random.get_ydata().tolist() == [89, 70, 40]
        assert title(fig) == "Largest angle: linear 0.2°, random 89.0°"
        assert fig.axes[0].get_ylim()[1] > 90
        assert fig.axes[0].get_xticks().tolist() == [1, 2, 3]

    def test_what_is_no_angle_is_refused(self):
        for wrong in ({"a": [91.0]}, {"a": [-1.0]}, {}, {"a": []}):
            with pytest.raises(ValueError):
                draw_angles(wrong)


class TestPlane:
    def test_each_code_is_drawn_as_its_digit(self):
        [ax] = draw_plane(CODES, LABELS).axes
        assert [dots.get_label() for dots in ax.collections] == ["0", "3", "5"]
        for dots, digit in zip(ax.collections, (0, 3, 5), strict=True):
            assert dots.get_offsets().tolist() == CODES[digit == LABELS].tolist()
        shapes = {dots.get_paths()[0].vertices.tobytes() for dots in ax.collections}
        assert len(shapes) == 3
        zero, _, five = (to_hex(dots.get_facecolor()[0]) for dots in ax.collections)
        assert zero == five == PALETTE["blue"].lower()  # of one color, and told apart by shape

    def test_a_large_digit_stands_amid_each_class(self):
        [ax] = draw_plane(CODES, LABELS).axes
        names = {text.get_text(): text.get_position() for text in ax.texts}
        assert set(names) == {"0", "3", "5"}
        assert names["3"] == pytest.approx(np.median(CODES[LABELS == 3], axis=0))

    def test_digits_of_classes_that_lie_on_each_other_are_pushed_apart(self):
        near = np.array([[0.0, 0.0], [10.0, 8.0], [5.0, 4.0], [5.1, 4.0]])
        [ax] = draw_plane(near, [1, 2, 3, 4]).axes
        places = {text.get_text(): np.array(text.get_position()) for text in ax.texts}
        gap = (places["4"] - places["3"]) / (10, 8)
        assert np.linalg.norm(gap) == pytest.approx(0.06, rel=0.01)
        assert (places["3"] + places["4"]) / 2 == pytest.approx([5.05, 4.0])
        assert places["1"] == pytest.approx([0, 0]) and places["2"] == pytest.approx([10, 8])

    def test_the_point_is_marked_where_there_is_one(self):
        assert draw_plane(CODES, LABELS).axes[0].lines[:] == []
        [point] = draw_plane(CODES, LABELS, point=[1, 2]).axes[0].lines
        assert point.get_xydata().tolist() == [[1, 2]]

    def test_the_title_counts(self):
        assert title(draw_plane(CODES, LABELS)) == "27 digits of 3 classes, each at its code"

    def test_wrong_codes_are_refused(self):
        for codes, labels, words in (
            (np.ones((27, 3)), LABELS, "2 numbers each to be drawn; got 3"),
            (CODES, LABELS[:5], "labels must hold 27"),
            (CODES, LABELS + 7, "labels may hold only"),
        ):
            with pytest.raises(ValueError, match=words):
                draw_plane(codes, labels)
        with pytest.raises(ValueError, match="point"):
            draw_plane(CODES, LABELS, point=[1, 2, 3])


class TestHistogram:
    def test_both_share_their_bins_and_count_in_percent(self):
        [ax] = draw_error_histogram([0.1, 0.1, 0.3], [0.4], n_bins=4).axes
        normal, strange = (np.array(patch.get_xy()) for patch in ax.patches)
        assert normal[:, 1].max() == pytest.approx(200 / 3) and strange[:, 1].max() == 100
        assert set(normal[:, 0].round(9)) >= {0.0, 0.1, 0.2, 0.3, 0.4}
        assert ax.get_xlim() == (0, 0.4)

    def test_without_a_threshold_the_title_compares_medians(self):
        fig = draw_error_histogram(NORMAL, STRANGE)
        assert title(fig) == "Median error: normal 0.050, anomalies 0.225"

    def test_with_a_threshold_it_counts_alarms_right_and_false(self):
        fig = draw_error_histogram(NORMAL, STRANGE, threshold=0.0899)
        assert title(fig) == "80 % of the anomalies found, 10 % false alarms"
        [line] = fig.axes[0].lines
        assert line.get_xdata() == [0.0899, 0.0899] and line.get_label() == "threshold 0.090"

    def test_an_error_on_the_threshold_raises_no_alarm(self):
        fig = draw_error_histogram([1.0, 2.0], [2.0, 3.0], threshold=2.0)
        assert title(fig) == "50 % of the anomalies found, 0 % false alarms"

    def test_errors_of_zero_can_be_drawn_and_negative_ones_not(self):
        assert to_png(draw_error_histogram([0.0], [0.0]))
        with pytest.raises(ValueError, match="anomalies must hold errors of 0 or more"):
            draw_error_histogram([0.1], [-0.1])


class TestKl:
    def test_each_panel_holds_two_densities_and_the_number(self):
        first, second = draw_kl([0, 1], [1, 0.5], [0, 0.8181]).axes
        assert second.get_title() == "μ = 1, σ = 0.5\nKL = 0.818"
        ours, standard = second.lines
        x, density = ours.get_data()
        assert np.trapezoid(density, x) == pytest.approx(1, abs=1e-3)
        assert x[density.argmax()] == pytest.approx(1, abs=0.02)
        assert density.max() == pytest.approx(2 * standard.get_ydata().max(), rel=1e-3)
        assert first.lines[0].get_ydata() == pytest.approx(first.lines[1].get_ydata())

    def test_the_highest_density_fits_the_picture_and_so_does_the_widest(self):
        for ax in draw_kl([0, 3], [0.2, 2.0], [1, 2]).axes:
            assert ax.get_ylim() == (0, pytest.approx(1.05 * 5 / np.sqrt(2 * np.pi)))
            x = ax.lines[0].get_xdata()
            assert x[0] == -9 and x[-1] == 9

    def test_wrong_numbers_are_refused(self):
        for means, deviations, divergences, words in (
            ([0], [0], [0], "standard_deviations must be above 0"),
            ([0, 1], [1], [0, 0], "standard_deviations must hold 2"),
            ([0, 1], [1, 1], [0], "divergences must hold 2"),
            (np.zeros(5), np.ones(5), np.zeros(5), "4 numbers at most"),
        ):
            with pytest.raises(ValueError, match=words):
                draw_kl(means, deviations, divergences)


class TestNetwork:
    def test_layers_are_mirrored_at_the_code_and_as_high_as_they_are_large(self):
        [ax] = draw_network((64, 32, 2)).axes
        bars = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
        heights = np.array([bar.get_height() for bar in bars])
        assert heights / heights[0] == pytest.approx([1, 0.5, 2 / 64, 0.5, 1], abs=0.005)
        assert [bar.get_y() for bar in bars] == pytest.approx(-heights / 2)
        words = [text.get_text() for text in ax.texts]
        assert words == ["64", "32", "2", "32", "64", "encoder", "code", "decoder"]

    def test_the_parts_are_told_apart_by_color_and_stand_over_their_names(self):
        [ax] = draw_network((64, 32, 2)).axes
        bars = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
        blue, red = PALETTE["blue"].lower(), PALETTE["vermilion"].lower()
        colors = [to_hex(bar.get_facecolor()) for bar in bars]
        assert colors == [blue, blue, "#000000", red, red]
        centers = [bar.get_x() + bar.get_width() / 2 for bar in bars]
        encoder, code, decoder = (text.get_position()[0] for text in ax.texts[-3:])
        assert code == pytest.approx(centers[2])
        assert encoder == pytest.approx(np.mean(centers[:2]))
        assert decoder == pytest.approx(np.mean(centers[3:]))

    def test_a_flow_leads_from_each_layer_to_the_next(self):
        [ax] = draw_network((64, 8)).axes
        flows = [patch.get_xy() for patch in ax.patches if isinstance(patch, Polygon)]
        bars = [patch for patch in ax.patches if isinstance(patch, Rectangle)]
        assert len(flows) == 2
        for corners, left, right in zip(flows, bars, bars[1:], strict=False):
            assert corners[:, 0].min() == pytest.approx(left.get_x() + left.get_width())
            assert corners[:, 0].max() == pytest.approx(right.get_x())
            assert np.ptp(corners[:, 1]) == pytest.approx(
                max(left.get_height(), right.get_height())
            )

    def test_the_title_says_what_becomes_of_the_numbers(self):
        assert title(draw_network((64, 128, 32))) == (
            "64 numbers, written down as 32, and read back"
        )

    def test_wrong_sizes_are_refused(self):
        for wrong in ((64,), (64, 32, 16, 8, 4, 2), (64, 0)):
            with pytest.raises(ValueError, match="sizes"):
                draw_network(wrong)


class TestRanges:
    def test_each_layer_says_how_much_it_can_not_answer(self):
        fig = draw_output_ranges(SPREAD)
        _, below = fig.axes
        assert [text.get_text() for text in below.get_yticklabels()] == [
            "linear",
            "relu",
            "tanh",
            "sigmoid",
        ]
        words = [text.get_text() for text in below.texts]
        assert words == ["0 % out", "40 % out", "40 % out", "60 % out"]
        assert title(fig) == "A sigmoid layer can't answer 60 % of the pixels"

    def test_bars_reach_as_far_as_the_layers(self):
        _, below = draw_output_ranges(SPREAD).axes
        ends = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in below.patches]
        low, high = below.get_xlim()
        assert ends == [(low, high), (0, high), (-1, 1), (0, 1)]
        assert low < SPREAD.min() and SPREAD.max() < high
        hatches = [bar.get_hatch() or "" for bar in below.patches]
        assert hatches == ["", "//", "//", "//"]

    def test_what_all_can_answer_is_said(self):
        assert title(draw_output_ranges([[0.0, 1.0]])) == "Every last layer can answer all of them"
