"""The pictures that chapters share: digits, a confusion matrix, curves of a training."""

import numpy as np
import pytest
from matplotlib.text import Text

from course_utils.classroom.figures import describe, to_png
from course_utils.classroom.pictures import draw_confusion, draw_curves, draw_digits
from course_utils.datasets import load_digits

DIGITS = load_digits("test", classes=(0, 1))
COUNTS = np.array([[50, 3], [12, 20]])
TEN = np.diag(np.arange(30, 40)) + np.eye(10, k=3, dtype=int)
CURVES = {"training": [0.9, 0.5, 0.4], "validation": ([0, 2, 4], [1.0, 0.6, 0.7])}
FIGURES = {
    "digits": lambda: draw_digits(DIGITS.X[:5], DIGITS.y[:5], title="Five"),
    "two classes": lambda: draw_confusion(COUNTS, ["healthy", "ill"]),
    "ten classes": lambda: draw_confusion(TEN),
    "curves": lambda: draw_curves(CURVES, title="It turns"),
    "eight curves": lambda: draw_curves({str(i): np.arange(99) + i for i in range(8)}),
    "one point": lambda: draw_curves({"loss": [0.5]}, log=True),
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
    assert fig.get_tightbbox().x0 >= 0 and fig.get_tightbbox().x1 <= fig.get_figwidth()
    assert fig.get_tightbbox().y0 >= 0 and fig.get_tightbbox().y1 <= fig.get_figheight()


def title(fig):
    return fig.axes[0].get_title()


class TestDigits:
    def test_flat_and_square_digits_look_alike(self):
        flat = describe(draw_digits(DIGITS.X[:7], n_columns=4))
        assert describe(draw_digits(DIGITS.X[:7].reshape(-1, 8, 8), n_columns=4)) == flat
        assert "17 by 35 pixels" in flat

    def test_labels_stand_above_in_order(self):
        texts = draw_digits(DIGITS.X[:3], ["a", "b", "c"], title="T").axes[0].texts
        assert [text.get_text() for text in texts] == ["a", "b", "c"]


class TestConfusion:
    def test_rows_are_the_truth_and_columns_the_answers(self):
        ax = draw_confusion(COUNTS, ["healthy", "ill"]).axes[0]
        assert (ax.get_ylabel(), ax.get_xlabel()) == ("truth", "predicted")
        written = {text.get_position(): text.get_text() for text in ax.texts}
        assert written == {(0, 0): "50", (1, 0): "3", (0, 1): "12", (1, 1): "20"}
        for labels in (ax.get_xticklabels(), ax.get_yticklabels()):
            assert [label.get_text() for label in labels] == ["healthy", "ill"]

    def test_right_and_wrong_have_colors_and_scales_of_their_own(self):
        right, wrong = draw_confusion(COUNTS).axes[0].images
        assert right.get_array().compressed().tolist() == [50, 20]
        assert wrong.get_array().compressed().tolist() == [3, 12]
        assert right.get_cmap().name != wrong.get_cmap().name
        assert right.get_clim()[1] / 50 == wrong.get_clim()[1] / 12 > 1  # type stays readable

    def test_the_title_counts_and_names_the_most_frequent_mistake(self):
        words = "70 of 85 right; most often wrong: ill as healthy, 12×"
        assert title(draw_confusion(COUNTS, ["healthy", "ill"])) == words
        assert title(draw_confusion(TEN)) == "345 of 352 right"  # all mistakes are as frequent
        assert title(draw_confusion(np.diag([2, 3]))) == "5 of 5 right"
        assert title(draw_confusion([[3]])) == "3 of 3 right"
        assert title(draw_confusion(COUNTS, title="Mine")) == "Mine"

    def test_empty_cells_are_left_empty_but_on_the_diagonal(self):
        texts = draw_confusion([[0, 0, 1], [0, 4, 0], [0, 0, 5]]).axes[0].texts
        assert [text.get_text() for text in texts] == ["0", "1", "4", "5"]
        bold = [text.get_weight() == "bold" for text in texts]
        assert bold == [True, False, True, True]

    def test_a_table_of_zeros_can_be_drawn(self):
        assert title(draw_confusion(np.zeros((2, 2)))) == "0 of 0 right"


class TestCurves:
    def test_a_line_counts_from_1_unless_it_brings_its_x(self):
        ax = draw_curves(CURVES).axes[0]
        training, validation = ax.lines
        assert training.get_xydata().tolist() == [[1, 0.9], [2, 0.5], [3, 0.4]]
        assert validation.get_xydata().tolist() == [[0, 1], [2, 0.6], [4, 0.7]]
        assert [line.get_label() for line in ax.lines] == list(CURVES)

    def test_two_numbers_are_no_pair(self):
        for two in ((0.5, 0.25), [0.5, 0.25], np.array([0.5, 0.25])):
            [line] = draw_curves({"a": two}).axes[0].lines
            assert line.get_xydata().tolist() == [[1, 0.5], [2, 0.25]]
        [line] = draw_curves({"a": [np.float64(0.5), 0.25, 0.1]}).axes[0].lines
        assert len(line.get_xydata()) == 3

    def test_words_and_scale_are_as_asked(self):
        look = {"xlabel": "step", "ylabel": "size", "title": "T"}
        ax = draw_curves(CURVES, **look, log=True).axes[0]
        assert (ax.get_xlabel(), ax.get_ylabel(), ax.get_title()) == ("step", "size", "T")
        assert ax.get_yscale() == "log"
        assert draw_curves(CURVES).axes[0].get_yscale() == "linear"

    def test_epochs_are_counted_in_whole_numbers(self):
        assert all(tick == round(tick) for tick in draw_curves(CURVES).axes[0].get_xticks())
        halves = draw_curves({"a": ([0.0, 0.5], [1, 2])}).axes[0].get_xticks()
        assert any(tick != round(tick) for tick in halves)

    def test_no_two_lines_look_alike_and_color_is_never_alone(self):
        lines = FIGURES["eight curves"]().axes[0].lines
        looks = {(line.get_color(), line.get_linestyle(), line.get_marker()) for line in lines}
        assert len(looks) == 8
        for other in lines[1:4]:
            assert other.get_linestyle() != lines[0].get_linestyle()
            assert other.get_marker() != lines[0].get_marker()


BAD = {
    "digits of 63": (
        lambda: draw_digits(np.ones((2, 63))),
        r"X must hold images.*got shape \(2, 63\)",
    ),
    "digits one": (lambda: draw_digits(np.ones(64)), r"got shape \(64,\). For one pass X\[None\]"),
    "digits wide": (lambda: draw_digits(np.ones((2, 4, 16))), r"got shape \(2, 4, 16\)"),
    "digits none": (lambda: draw_digits(np.empty((0, 64))), "X is empty"),
    "digits NaN": (lambda: draw_digits(np.full((1, 64), np.nan)), "X contains NaN"),
    "digits columns": (lambda: draw_digits(DIGITS.X, n_columns=0), "n_columns must be at least 1"),
    "digits labels": (lambda: draw_digits(DIGITS.X[:3], [1]), "labels must hold 3 values"),
    "confusion oblong": (lambda: draw_confusion(np.ones((2, 3))), r"each class; got shape \(2, 3"),
    "confusion shares": (lambda: draw_confusion([[0.5, 0], [0, 1]]), "must hold counts"),
    "confusion below 0": (lambda: draw_confusion([[-1, 0], [0, 1]]), "must hold counts"),
    "confusion names": (lambda: draw_confusion(COUNTS, ["a"]), "names must hold 2 values"),
    "confusion large": (lambda: draw_confusion(np.eye(13)), "12 classes at most.*got 13"),
    "curves none": (lambda: draw_curves({}), "curves must be a dict of 1 to 8"),
    "curves list": (lambda: draw_curves([1, 2]), "curves must be a dict of 1 to 8"),
    "curves many": (
        lambda: draw_curves({i: [1] for i in range(9)}),
        r"dict of 1 to 8 names; got 9 of them\.$",
    ),
    "curves empty": (lambda: draw_curves({"a": []}), r"curves\['a'\] is empty"),
    "curves NaN": (lambda: draw_curves({"a": [1, np.nan]}), r"curves\['a'\] contains NaN"),
    "curves pair": (lambda: draw_curves({"a": ([1], [1, 2])}), r"curves\['a'\]\[1\] must hold 1"),
    "curves log": (lambda: draw_curves({"a": [1, 0]}, log=True), "above 0.*got 0. Pass log=False"),
}


WRONG_KIND = {
    "title": (lambda: draw_digits(DIGITS.X[:3], title=3), "title must be text; got 3"),
    "no title": (lambda: draw_curves({"a": [1]}, title=None), "title must be text; got None"),
    "headline": (lambda: draw_confusion(COUNTS, title=["x"]), "title must be text"),
    "xlabel": (lambda: draw_curves({"a": [1]}, xlabel=1), "xlabel must be text; got 1"),
    "log": (lambda: draw_curves({"a": [1]}, log="yes"), "log must be True or False; got 'yes'"),
    "labels": (lambda: draw_digits(DIGITS.X[:3], 7), "labels must be a sequence of 3 texts"),
    "dict": (lambda: draw_digits(DIGITS.X[:1], {"a": 1}), "labels must be a sequence of 1"),
    "a name": (lambda: draw_confusion(COUNTS, ["a", None]), "must hold texts or numbers; got None"),
    "NaN": (lambda: draw_confusion(COUNTS, [0, np.nan]), "must hold texts or numbers; got nan"),
}


@pytest.mark.parametrize("name", WRONG_KIND)
def test_what_is_no_text_is_not_written_into_a_picture(name):
    call, words = WRONG_KIND[name]
    with pytest.raises(TypeError, match=words):
        call()


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_in_words(name):
    call, words = BAD[name]
    with pytest.raises(ValueError, match=words):
        call()
