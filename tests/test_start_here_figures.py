"""The chapter's pictures say in their titles, and show in their data, what was computed."""

import numpy as np
import pytest
from matplotlib.text import Text

from course_utils.classroom import pictures
from course_utils.classroom.figures import describe, to_png
from course_utils.start_here import figures
from course_utils.start_here.figures import draw_k_curve, draw_neighbors, draw_vote

IMAGES = np.arange(13 * 64).reshape(13, 64) % 17
X = np.array([[1, 1], [2, 1.5], [1.5, 3], [4, 4], [5, 3], [3, 3.2], [2.4, 2.2]])
Y = np.array([0, 0, 0, 1, 1, 1, 0])
CURVES = {"train": [1.0, 0.9, 0.8], "validation": [0.7, 0.8, 0.8]}

FIGURES = {
    "one neighbor": lambda: draw_neighbors(IMAGES[0], IMAGES[1:2], [8]),
    "five neighbors": lambda: draw_neighbors(IMAGES[0], IMAGES[1:6], [3, 8, 8, 3, 8]),
    "twelve neighbors": lambda: draw_neighbors(IMAGES[0], IMAGES[1:], range(12)),
    "vote": lambda: draw_vote(X, Y, [3, 2.5], 3),
    "vote of one": lambda: draw_vote(X, Y, [3, 2.5], 1),
    "curve": lambda: draw_k_curve([1, 3, 5], CURVES),
}


@pytest.mark.parametrize("name", FIGURES)
def test_every_picture_can_be_drawn_with_type_of_11_points_or_more(name):
    fig = FIGURES[name]()
    assert to_png(fig).startswith(b"\x89PNG")
    assert min(text.get_fontsize() for text in fig.findobj(Text) if text.get_text()) >= 11


@pytest.mark.parametrize("name", FIGURES)
def test_pictures_are_the_same_each_time(name):
    assert describe(FIGURES[name]()) == describe(FIGURES[name]())


@pytest.mark.parametrize("name", FIGURES)
def test_no_words_are_cut_off_at_the_edge(name):
    fig = FIGURES[name]()
    to_png(fig)
    box = fig.get_tightbbox()
    assert box.x0 >= 0 and box.x1 <= fig.get_figwidth()
    assert box.y0 >= 0 and box.y1 <= fig.get_figheight()


@pytest.mark.parametrize("name", FIGURES)
def test_lines_that_are_named_differ_by_more_than_color(name):
    for ax in FIGURES[name]().axes:
        named = [line for line in ax.lines if not line.get_label().startswith("_")]
        looks = [(line.get_linestyle(), line.get_marker()) for line in named]
        assert len(set(looks)) == len(looks)


def test_shared_pictures_are_exported():
    for name in ("draw_digits", "draw_curves"):
        assert getattr(figures, name) is getattr(pictures, name)
        assert name in figures.__all__


def title(fig):
    return fig.axes[0].get_title()


class TestNeighbors:
    def test_the_title_counts_the_votes(self):
        assert title(FIGURES["one neighbor"]()) == "1 vote: 1 × 8. The answer is 8"
        assert title(FIGURES["five neighbors"]()) == "5 votes: 3 × 8, 2 × 3. The answer is 8"
        tie = draw_neighbors(IMAGES[0], IMAGES[1:3], [8, 3])
        assert title(tie) == "2 votes: 1 × 3, 1 × 8. The answer is 3"

    def test_the_new_image_stands_apart_and_each_neighbor_has_its_label(self):
        [ax] = FIGURES["five neighbors"]().axes
        assert [text.get_text() for text in ax.texts] == ["?", "", *"38838"]
        picture = ax.images[0].get_array().filled(np.nan)[-8:]
        tiles = [picture[:, 9 * i : 9 * i + 8] for i in range(7)]
        assert np.isnan(tiles[1]).all()
        for tile, image in zip(tiles[:1] + tiles[2:], IMAGES, strict=False):
            assert np.array_equal(tile, image.reshape(8, 8))

    def test_images_of_rows_and_columns_are_the_same(self):
        flat = FIGURES["five neighbors"]()
        square = draw_neighbors(
            IMAGES[0].reshape(8, 8), IMAGES[1:6].reshape(5, 8, 8), [3, 8, 8, 3, 8]
        )
        assert describe(flat) == describe(square)

    def test_what_does_not_fit_is_refused(self):
        with pytest.raises(ValueError, match="1 to 12 images of 64"):
            draw_neighbors(IMAGES[0], IMAGES, range(13))
        with pytest.raises(ValueError, match="1 to 12 images of 64"):
            draw_neighbors(IMAGES[0], IMAGES[1:3, :60], [1, 2])
        with pytest.raises(ValueError, match="neighbor_images is empty"):
            draw_neighbors(IMAGES[0], [], [])
        with pytest.raises(ValueError, match="labels must hold 2 values"):
            draw_neighbors(IMAGES[0], IMAGES[1:3], [1])
        with pytest.raises(ValueError, match="image must hold 64 values"):
            draw_neighbors(IMAGES[0][:60], IMAGES[1:3], [1, 2])


class TestVote:
    def test_the_rings_are_on_the_nearest_and_the_circle_goes_through_the_last(self):
        fig = FIGURES["vote"]()
        ax = fig.axes[0]
        order = np.argsort(np.linalg.norm(X - [3, 2.5], axis=1))
        [rings] = [dots for dots in ax.collections if dots.get_label() == "votes"]
        assert sorted(rings.get_offsets().tolist()) == sorted(X[order[:3]].tolist())
        [circle] = [line for line in ax.lines if line.get_label() == "nearest 3"]
        radii = np.linalg.norm(circle.get_xydata() - [3, 2.5], axis=1)
        assert radii == pytest.approx(np.full(181, np.linalg.norm(X[order[2]] - [3, 2.5])))
        assert title(fig) == "3 votes: 2 × 0, 1 × 1. The answer is 0"

    def test_each_class_has_its_points(self):
        ax = FIGURES["vote"]().axes[0]
        for label, dots in enumerate(ax.collections[:2]):
            assert dots.get_label() == f"label {label}"
            assert dots.get_offsets().tolist() == X[label == Y].tolist()

    def test_what_does_not_lie_in_the_plane_is_refused(self):
        with pytest.raises(ValueError, match="2 features"):
            draw_vote(np.ones((3, 3)), [0, 1, 1], [1, 1], 1)
        with pytest.raises(ValueError, match="two labels; got 3"):
            draw_vote(X[:3], [0, 1, 2], [1, 1], 1)
        with pytest.raises(ValueError, match="point must hold 2 values"):
            draw_vote(X, Y, [1, 1, 1], 1)


class TestCurve:
    def test_the_best_on_validation_is_ringed(self):
        fig = FIGURES["curve"]()
        ring = fig.axes[0].lines[-1]
        assert ring.get_xydata().tolist() == [[3, 0.8]] and ring.get_label() == "best: 0.800"
        assert title(fig) == "Best on validation: k = 3, the first of 2 that tie"
        alone = draw_k_curve([1, 3, 5], CURVES | {"validation": [0.7, 0.6, 0.75]})
        assert title(alone) == "Best on validation: k = 5"

    def test_both_curves_are_drawn(self):
        lines = FIGURES["curve"]().axes[0].lines[:2]
        assert [line.get_label() for line in lines] == ["training", "validation"]
        for line, values in zip(lines, CURVES.values(), strict=True):
            assert line.get_xydata().tolist() == np.column_stack([[1, 3, 5], values]).tolist()

    def test_what_is_no_curve_is_refused(self):
        with pytest.raises(ValueError, match="ks must rise"):
            draw_k_curve([1, 1, 3], CURVES)
        with pytest.raises(ValueError, match="must be in accuracies"):
            draw_k_curve([1, 3, 5], {"train": CURVES["train"]})
        with pytest.raises(ValueError, match="must hold 2 values"):
            draw_k_curve([1, 3], CURVES)
        with pytest.raises(TypeError, match="must be a dict; got list"):
            draw_k_curve([1, 3], [0.5, 0.6])
