"""The chapter's pictures say in their titles, and show in their data, what was computed."""

import numpy as np
import pytest
from matplotlib.image import imread
from matplotlib.quiver import Quiver
from matplotlib.text import Text

from course_utils.classroom import image_rows, pictures
from course_utils.classroom.figures import PALETTE, describe, to_png
from course_utils.gan import figures
from course_utils.gan.figures import (
    draw_ablation,
    draw_distances,
    draw_duel,
    draw_frechet_1d,
    draw_losses,
    draw_montage,
    draw_optimal,
    draw_pixel_ranges,
    draw_ring,
    draw_ring_row,
    draw_sheet,
    draw_slopes,
    grid_points,
    write_sheet,
)

RNG = np.random.default_rng(0)
PATHS = {"minimax": [[3, 4], [0, 5], [-6, 8]], "non-saturating": [[1, 0], [0, 1], [0.3, 0.4]]}
X = np.linspace(-3, 3, 13)
REAL, FAKE, ANSWERS = np.exp(-(X**2)), np.exp(-((X - 1) ** 2)), 1 / (1 + np.exp(X))
SLOPES = {"minimax": -1 / (1 + np.exp(-X)), "non-saturating": 1 / (1 + np.exp(-X)) - 1}
CENTERS = np.array([[2.0, 0], [0, 2], [-2, 0], [0, -2]])
SAMPLES = np.array([[2.1, 0], [0, 2.19], [0, 2.21], [0, 0]])  # at two modes of four
ARROWS = SAMPLES, SAMPLES / 4
TABLE = {"naive": [0, 7, 2], "full recipe": [8, 8, 8]}
IMAGES = RNG.random((5, 64))
DISTANCES = {"samples": [0.5, 1, 2, 4], "held-out images": [1.0, 3]}
NAMES = "discriminator", "generator", "D(real)", "D(fake)"
HISTORY = {name: np.array([1, 2, 3]) / (4 + i) for i, name in enumerate(NAMES)}

FIGURES = {
    "duel": lambda **k: draw_duel(PATHS, **k),
    "optimal": lambda **k: draw_optimal(X, REAL, FAKE, ANSWERS, **k),
    "slopes": lambda **k: draw_slopes(X, SLOPES, **k),
    "ring": lambda **k: draw_ring(SAMPLES, CENTERS, **k),
    "answers": lambda **k: draw_ring(
        SAMPLES, CENTERS, discriminator_grid=RNG.random(9), arrows=ARROWS, **k
    ),
    "looks": lambda **k: draw_ring_row({f"epoch {i}": SAMPLES for i in range(5)}, CENTERS, **k),
    "four looks": lambda **k: draw_ring_row({f"{i}": SAMPLES for i in range(4)}, CENTERS, **k),
    "ablation": lambda **k: draw_ablation(TABLE, "modes", **k),
    "ablation, log": lambda **k: draw_ablation(
        {"a": [0.2, 9]}, "Fréchet distance", marks={"real images": 0.1}, log=True, **k
    ),
    "sheet": lambda **k: draw_sheet(IMAGES, 3, **k),
    "distances": lambda **k: draw_distances(DISTANCES, **k),
    "copies": lambda **k: draw_distances(DISTANCES, limit=1.0, **k),
    "frechet": lambda **k: draw_frechet_1d([0, 2, 4], [5, 6, 7], **k),
    "pixels": lambda **k: draw_pixel_ranges([[0, 0.004]], [[-0.5, 2]], **k),
    "losses": lambda **k: draw_losses(HISTORY, **k),
    "montage": lambda **k: draw_montage({"sample": IMAGES, "nearest": IMAGES}, **k),
}
TITLES = {
    "duel": "2 steps around the point of rest",
    "optimal": "Answers from 0.05 to 0.95: how likely is x to be real?",
    "slopes": "At logit −3 the slopes are: minimax −0.047, non-saturating −0.953",
    "ring": "2 of 4 modes, 50 % of samples at one",
    "ablation": "Medians from 2 (naive) to 8 (full recipe)",
    "distances": "Median distance: samples 1.50, held-out images 2.00",
    "copies": "Below the limit: samples 25.0 %, held-out images 0.0 %",
    "frechet": "Fréchet distance: (−4.00)² + (1.00)² = 17.00",
    "pixels": "Pixels: real 0 to 0.004, fakes −0.5 to 2",
    "losses": "Epoch 3: discriminator 0.75, generator 0.60, D(real) 0.50, D(fake) 0.43",
}


def title(fig):
    return fig._suptitle.get_text() if fig._suptitle else fig.axes[0].get_title()


@pytest.mark.parametrize("name", FIGURES)
def test_every_picture_has_type_of_11_points_or_more_and_all_words_inside(name):
    fig = FIGURES[name](title="Mine")
    assert title(fig) == "Mine"
    assert to_png(fig).startswith(b"\x89PNG") and describe(fig)
    assert min(text.get_fontsize() for text in fig.findobj(Text) if text.get_text()) >= 11
    box, (width, height) = fig.get_tightbbox(), fig.get_size_inches()
    assert min(box.x0, box.y0) >= -0.01
    assert box.x1 <= width + 0.01 and box.y1 <= height + 0.01
    assert width <= 10.5 and height <= 5.5


@pytest.mark.parametrize("name", TITLES)
def test_titles_say_what_was_computed(name):
    assert title(FIGURES[name]()) == TITLES[name]


def test_shared_pictures_are_handed_on():
    shared = pictures.draw_curves, pictures.draw_digits, image_rows.draw_montage
    assert (figures.draw_curves, figures.draw_digits, figures.draw_montage) == shared


class TestGame:
    def test_each_path_has_its_panel_in_one_scale(self):
        left, right = draw_duel(PATHS).axes
        assert left.get_title() == "minimax\ndistance 5.00 → 10.00"
        assert right.get_title() == "non-saturating\ndistance 1.00 → 0.50"
        path, rest, start, end = (line.get_xydata().tolist() for line in left.lines)
        assert path == PATHS["minimax"]
        assert (rest, start, end) == ([[0, 0]], path[:1], path[-1:])
        assert left.get_xlim() == right.get_ylim() == pytest.approx((-8.8, 8.8))
        assert left.get_aspect() == 1

    def test_densities_stand_above_the_answers_to_them(self):
        top, below = draw_optimal(X, REAL, FAKE, ANSWERS).axes
        assert [line.get_ydata().tolist() for line in top.lines] == [REAL.tolist(), FAKE.tolist()]
        guide, answers = below.lines
        assert set(guide.get_ydata()) == {0.5} and answers.get_ydata().tolist() == ANSWERS.tolist()

    def test_slopes_are_drawn_over_logits_and_what_d_says_there(self):
        [ax] = draw_slopes(X, SLOPES).axes
        assert [line.get_label() for line in ax.lines[1:]] == list(SLOPES)
        assert ax.lines[1].get_ydata().tolist() == SLOPES["minimax"].tolist()
        labels = [label.get_text() for label in ax.get_xticklabels()]
        assert ax.get_xticks().tolist() == list(range(-3, 4)) and labels[1] == "−2\n0.119"
        [wide] = draw_slopes(np.arange(-6.5, 9), {"a": np.arange(16)}).axes
        assert wide.get_xticks().tolist() == [-6, -3, 0, 3, 6]
        [huge] = draw_slopes([-1000, 0, 1000], {"a": [0, 1, 2]}).axes
        assert huge.get_xticklabels()[0].get_text().endswith("\n0.000")

    def test_what_can_not_be_drawn_is_refused(self):
        for call, words in (
            (lambda: draw_duel({}), "1 to 4 names"),
            (lambda: draw_duel({"a": np.ones((3, 3))}), r"paths\['a'\] must have shape \(n, 2\)"),
            (lambda: draw_optimal(X[::-1], REAL, FAKE, ANSWERS), "x must rise"),
            (lambda: draw_optimal(X, -REAL, FAKE, ANSWERS), "real_density must be 0 or more"),
            (lambda: draw_optimal(X, REAL, FAKE[:2], ANSWERS), "fake_density must hold 13"),
            (lambda: draw_optimal(X, REAL, FAKE, 2 * ANSWERS), "answers must be probabilities"),
            (lambda: draw_slopes([1, 1], {"a": [0, 0]}), "logits must rise"),
            (lambda: draw_slopes(X, {"a": [0, 0]}), r"slopes\['a'\] must hold 13"),
        ):
            with pytest.raises(ValueError, match=words):
                call()


class TestRing:
    def test_samples_lie_among_circles_of_four_spreads_at_the_modes(self):
        [ax] = draw_ring(SAMPLES, CENTERS, spread=0.1).axes
        circles, dots = ax.collections
        assert dots.get_offsets().tolist() == SAMPLES.tolist()
        for circle, center in zip(circles.get_segments(), CENTERS, strict=True):
            assert np.linalg.norm(circle - center, axis=1) == pytest.approx(0.4)
        assert ax.get_xlim() == ax.get_ylim() == (-3, 3)

    def test_answers_lie_where_the_discriminator_was_asked(self):
        points = grid_points(CENTERS, 30)
        fig = draw_ring(SAMPLES, CENTERS, discriminator_grid=points[:, 0] > 1)
        [image] = fig.axes[0].images
        assert image.get_extent() == [-3, 3, -3, 3] and image.get_clim() == (0, 1)
        assert image.origin == "lower" and image.get_array()[7].tolist() == [0] * 20 + [1] * 10
        border = fig.axes[0].collections[-1].get_paths()[0].vertices
        assert np.abs(border[:, 0] - 1).max() < 0.11
        labels = [text.get_text() for text in fig.legends[0].get_texts()]
        assert labels == ["mode of the data", "sample", "D says real", "D says fake", "D = 0.5"]
        low, high = image.get_cmap()([0.0, 1.0])
        assert low[0] > low[2] and high[0] < high[2]  # fake is vermilion, real is blue

    def test_a_discriminator_of_one_mind_has_no_border(self):
        [ax] = draw_ring(SAMPLES, CENTERS, discriminator_grid=[0.2] * 4).axes
        assert len(ax.collections) == 2

    def test_arrows_are_as_long_as_their_steps(self):
        [ax] = draw_ring(SAMPLES, CENTERS, arrows=ARROWS).axes
        [arrows] = [part for part in ax.collections if isinstance(part, Quiver)]
        assert (
            arrows.XY.tolist() == SAMPLES.tolist() and arrows.V.tolist() == ARROWS[1][:, 1].tolist()
        )
        assert (arrows.scale, arrows.angles, arrows.scale_units) == (1, "xy", "xy")

    def test_each_look_has_a_panel_that_counts(self):
        axes = draw_ring_row({"start": SAMPLES * 0, "end": SAMPLES}, CENTERS).axes
        assert [ax.get_title() for ax in axes] == ["start\n0 of 4 modes", "end\n2 of 4 modes"]
        assert axes[1].collections[1].get_offsets().tolist() == SAMPLES.tolist()
        assert len(FIGURES["looks"]().axes) == 5

    def test_what_can_not_be_drawn_is_refused(self):
        for options, words in (
            ({"discriminator_grid": [0.5] * 8}, r"n \* n answers.*got 8"),
            ({"discriminator_grid": [-1, 0, 0, 0]}, "Of logits take the sigmoid"),
            ({"discriminator_grid": [0, 0, 0, 1.1]}, "Of logits take the sigmoid"),
            ({"arrows": SAMPLES}, "pair"),
            ({"arrows": (SAMPLES, SAMPLES[:2])}, "as many feet as steps; got 4, 2"),
            ({"spread": 0}, "spread"),
        ):
            with pytest.raises(ValueError, match=words):
                draw_ring(SAMPLES, CENTERS, **options)
        with pytest.raises(ValueError, match=r"samples must have shape \(n, 2\)"):
            draw_ring(IMAGES, CENTERS)
        with pytest.raises(ValueError, match="1 to 8 names"):
            draw_ring_row({}, CENTERS)


class TestSheets:
    def test_bytes_and_flat_images_look_as_squares_from_0_to_1(self):
        [image] = draw_sheet(IMAGES, 3).axes[0].images
        drawn = image.get_array()
        assert image.get_clim() == (0, 1) and drawn.shape == (17, 26)
        assert np.array_equal(drawn[9:, 9:17], IMAGES[4].reshape(8, 8))
        ink = np.arange(64, dtype=np.uint8).reshape(1, 8, 8)
        [image] = draw_sheet(ink).axes[0].images
        assert np.array_equal(image.get_array(), ink[0] / 255)

    def test_a_file_holds_the_same_sheet(self, tmp_path):
        ink = np.array([[0] * 1024, [255] * 1024, [51] * 1024], dtype=np.uint8)
        path = write_sheet(tmp_path / "new" / "sheet.png", ink, 2, scale=3)
        read = 1 - imread(path)
        assert read.shape == (3 * 65, 3 * 65)
        assert [read[0, 0], read[0, -1], read[-1, 0], read[-1, -1]] == pytest.approx([0, 1, 0.2, 0])
        assert (read[:96, 96:99] == 0).all() and (read[:96, 99:] == 1).all()
        assert [file.name for file in path.parent.iterdir()] == ["sheet.png"]

    def test_wrong_images_are_refused(self, tmp_path):
        for images, words in (
            (2 * IMAGES - 1, r"\(samples \+ 1\) / 2"),
            (IMAGES + 0.5, "from 0 to 1"),
            (IMAGES[0], r"got \(64,\). For one pass images\[None\]"),
            (np.zeros((2, 4, 16)), r"got \(2, 4, 16\)"),
            (np.zeros((2, 784)), r"got \(2, 784\)"),
            (np.zeros((401, 64)), "400 at most"),
        ):
            with pytest.raises(ValueError, match=words):
                draw_sheet(images)
        with pytest.raises(ValueError, match=r"must end in .png; got 'a.jpg'"):
            write_sheet(tmp_path / "a.jpg", IMAGES)

    def test_rows_may_hold_large_images(self):
        rows = {"sample": np.zeros((2, 1024)), "nearest": np.ones((2, 1024))}
        [ax] = draw_montage(rows, labels="ab").axes
        assert ax.images[0].get_array().shape == (65, 65)
        assert ax.get_yticks().tolist() == ax.get_xticks().tolist() == [15.5, 48.5]
        with pytest.raises(ValueError, match=r"must have shape \(2, 1024\).*got \(2, 64\)"):
            draw_montage(rows | {"small": np.zeros((2, 64))})


class TestHistograms:
    def test_shares_are_in_percent_of_each_group_and_bins_are_shared(self):
        [ax] = draw_distances(DISTANCES, limit=1.0, n_bins=4).axes
        samples, held_out = (np.array(patch.get_xy()) for patch in ax.patches)
        assert samples[:, 1].max() == 25 and held_out[:, 1].max() == 50
        assert set(samples[:, 0]) == set(held_out[:, 0]) == {0, 1, 2, 3, 4}
        assert ax.lines[0].get_xdata() == [1, 1]
        assert not draw_distances(DISTANCES).axes[0].lines

    def test_normals_have_the_moments_and_the_area_of_the_numbers(self):
        [ax] = draw_frechet_1d([0, 2, 4], [5, 6, 7]).axes
        labels = [line.get_label() for line in ax.lines]
        assert labels[0] == "normal fitted to real:\nmean 2.00, deviation 2.00"
        for line, mean, deviation in zip(ax.lines, (2, 6), (2, 1), strict=True):
            x, height = line.get_data()
            assert x[0] <= mean - 3 * deviation and x[-1] >= mean + 3 * deviation
            assert x[height.argmax()] == pytest.approx(mean, abs=0.02)
            assert np.trapezoid(height, x) == pytest.approx(100 * 7 / 40, rel=0.01)
            assert height.max() == pytest.approx(17.5 / deviation / np.sqrt(2 * np.pi), rel=0.01)

    def test_pixels_are_shown_at_least_over_the_range_of_tanh(self):
        real, fake = draw_pixel_ranges([[0, 0.1]], [[0.2]]).axes
        for ax, share in ((real, 50), (fake, 100)):
            xy = np.array(ax.patches[0].get_xy())
            assert (xy[:, 0].min(), xy[:, 0].max(), xy[:, 1].max()) == (-1, 1, share)

    def test_what_can_not_be_drawn_is_refused(self):
        for call, words in (
            (lambda: draw_distances({"a": [-1]}), r"distances\['a'\] must be 0 or more"),
            (lambda: draw_distances({str(i): [1] for i in range(3)}), "1 to 2 names"),
            (lambda: draw_frechet_1d([1, 1], [1, 2]), "not all equal"),
            (lambda: draw_frechet_1d([1, 2], [1, 3], names=("a", "a")), "names must be two that"),
            (lambda: draw_frechet_1d([1, 2], [1, 3], names=("a",)), "names must hold 2 values"),
            (lambda: draw_frechet_1d([1, 2], [1]), "not all equal"),
            (lambda: draw_pixel_ranges([], [1]), "real is empty"),
        ):
            with pytest.raises(ValueError, match=words):
                call()


class TestTraining:
    def test_losses_and_answers_are_drawn_from_epoch_1_beside_their_balance(self):
        left, right = draw_losses(HISTORY).axes
        assert [line.get_ydata()[0] for line in left.lines[:2]] == [2 * np.log(2), np.log(2)]
        for line, name in zip([*left.lines[2:], *right.lines[1:]], NAMES, strict=True):
            assert line.get_label() == name and line.get_color() in PALETTE.values()
            assert line.get_xdata().tolist() == [1, 2, 3]
            assert line.get_ydata().tolist() == HISTORY[name].tolist()
        assert [len(ax.lines) for ax in draw_losses(HISTORY, balance=False).axes] == [2, 2]

    def test_seeds_of_a_recipe_stand_apart_around_their_median(self):
        [ax] = draw_ablation(TABLE, "modes", marks={"all": 8}).axes
        naive, full = (dots.get_offsets() for dots in ax.collections)
        assert naive.tolist() == [[0, -0.25], [7, 0], [2, 0.25]]
        assert full.tolist() == [[8, 0.75], [8, 1], [8, 1.25]]
        assert [line.get_xdata()[0] for line in ax.lines] == [2, 8, 8]
        assert ax.lines[2].get_label() == "all: 8"
        assert [text.get_text() for text in ax.texts] == ["median 2", "median 8"]
        assert [text.get_text() for text in ax.get_yticklabels()] == list(TABLE)
        assert ax.yaxis_inverted() and ax.get_xlabel() == "modes"

    def test_results_may_have_a_logarithmic_scale(self):
        [ax] = FIGURES["ablation, log"]().axes
        assert ax.get_xscale() == "log"
        names = ax.xaxis.get_major_formatter().format_ticks(ax.get_xticks())
        assert {"0.2", "0.5", "5"} <= set(names)

    def test_what_can_not_be_drawn_is_refused(self):
        for call, words in (
            (lambda: draw_losses({"generator": [1]}), "as train_gan returns it"),
            (lambda: draw_losses(HISTORY | {"generator": [1]}), r"'generator'\] must hold 3"),
            (lambda: draw_ablation({}, "a"), "1 to 10 names"),
            (lambda: draw_ablation(TABLE, "a", log=True), "above 0 for log=True; got 0"),
            (lambda: draw_ablation({"a": [1]}, "a", marks={"b": -1}, log=True), "got -1"),
            (lambda: draw_ablation(TABLE, "a", marks={}), "marks must be a dict of 1 to 4"),
            (lambda: draw_ablation(TABLE, "a", marks={"b": np.nan}), r"marks\['b'\] contains NaN"),
        ):
            with pytest.raises(ValueError, match=words):
                call()
