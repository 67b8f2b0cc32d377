"""Figures: what they say in words, what they refuse, and what a notebook gets to show."""

import functools
import html
import io
import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.collections import EllipseCollection
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch
from PIL import Image

from course_utils.classroom import figures
from course_utils.classroom.figures import (
    CLASS_STYLES,
    PALETTE,
    describe,
    draw_montage,
    figure_html,
    montage,
    new_figure,
    show,
    show_source,
    to_png,
)

VALUES = np.random.default_rng(1).uniform(1, 5, size=60)
INDEX = np.arange(60)
SQUARE = INDEX[:36].reshape(6, 6)
ALT = "A loss that falls."


@pytest.fixture
def shown(monkeypatch):
    """Collect what is displayed, as the bundles that a front end would get."""
    bundles = []
    monkeypatch.setattr(figures, "display", lambda bundle, raw: bundles.append(bundle))
    return bundles


def plain_figure(plot=None, **limits):
    fig = Figure()
    ax = fig.subplots()
    if plot:
        plot(ax)
    ax.set(**limits)
    return fig


# What a figure shows, in words


PLOTS = {
    "line": lambda ax, v: ax.plot(v),
    "line, x": lambda ax, v: ax.plot(v, INDEX),
    "few points": lambda ax, v: ax.plot(v[25:33], "o"),
    "scatter": lambda ax, v: ax.scatter(INDEX, v),
    "scatter, color values": lambda ax, v: ax.scatter(INDEX, INDEX, c=v),
    "scatter, sizes": lambda ax, v: ax.scatter(INDEX, INDEX, s=v),
    "scatter, colors": lambda ax, v: ax.scatter(INDEX, INDEX, c=[(x / 9, 0, 0) for x in v]),
    "bars": lambda ax, v: ax.bar(INDEX, v),
    "bars on a base": lambda ax, v: ax.bar(INDEX, 1, bottom=v),
    "horizontal bars": lambda ax, v: ax.barh(INDEX, v),
    "histogram": lambda ax, v: ax.hist(v, bins=np.linspace(0, 6, 80)),
    "stepped histogram": lambda ax, v: ax.hist(v, bins=np.linspace(0, 6, 80), histtype="step"),
    "stairs": lambda ax, v: ax.stairs(v),
    "image": lambda ax, v: ax.imshow(v[SQUARE]),
    "color image": lambda ax, v: ax.imshow(np.stack([v[SQUARE] / 9] * 3, axis=2)),
    "colored grid": lambda ax, v: ax.pcolormesh(v[SQUARE]),
    "contour lines": lambda ax, v: ax.contour(v[SQUARE], levels=[2, 3, 4]),
    "filled contours": lambda ax, v: ax.contourf(v[SQUARE], levels=[0, 2, 3, 4, 6]),
    "filled area": lambda ax, v: ax.fill_between(INDEX, v),
    "polygon": lambda ax, v: ax.fill(INDEX, v),
    "stack": lambda ax, v: ax.stackplot(INDEX, v, v),
    "arrows": lambda ax, v: ax.quiver(INDEX, INDEX, v, INDEX),
    "arrows, tails": lambda ax, v: ax.quiver(v, INDEX, INDEX, INDEX),
    "error bars": lambda ax, v: ax.errorbar(INDEX, INDEX, yerr=v),
    "box plot": lambda ax, v: ax.boxplot(v[30:31]),
    "stems": lambda ax, v: ax.stem(INDEX, v),
    "pie": lambda ax, v: ax.pie(v),
    "vertical line": lambda ax, v: ax.axvline(v[30]),
    "horizontal line": lambda ax, v: ax.axhline(v[30]),
    "endless line, slope": lambda ax, v: ax.axline((0, 0), slope=v[30]),
    "endless line, point": lambda ax, v: ax.axline((0, 0), (1, v[30])),
    "band": lambda ax, v: ax.axvspan(0, v[30]),
    "circle": lambda ax, v: ax.add_patch(Circle((0, v[30]), 1)),
    "arrow": lambda ax, v: ax.add_patch(FancyArrowPatch((0, 0), (1, v[30]))),
    "text": lambda ax, v: ax.text(0, v[30], "here"),
    "note, text": lambda ax, v: ax.annotate("here", (0, 0), (1, v[30])),
    "note, target": lambda ax, v: ax.annotate("here", (0, v[30]), (1, 1)),
    "inset": lambda ax, v: ax.inset_axes([0.5, 0.5, 0.4, 0.4]).plot(v),
    "hexagons": lambda ax, v: ax.hexbin(INDEX, INDEX, C=v, gridsize=5),
    "shapes in places": lambda ax, v: ax.add_collection(
        EllipseCollection([1], [1], [0], offsets=np.c_[INDEX, v], offset_transform=ax.transData)
    ),
    "many lines": lambda ax, v: [ax.plot([0, x]) for x in v],
    "table": lambda ax, v: ax.table([[f"{v[30]:.2f}", "b"]]),
}


@pytest.mark.parametrize("plot", PLOTS.values(), ids=PLOTS)
def test_one_moved_point_changes_the_words(plot):
    moved = VALUES.copy()
    moved[30] += 0.1
    before = describe(plain_figure(lambda ax: plot(ax, VALUES)))
    assert before == describe(plain_figure(lambda ax: plot(ax, VALUES)))
    assert before != describe(plain_figure(lambda ax: plot(ax, moved)))


ORDERED = ("line", "scatter", "bars", "image", "filled area", "arrows", "stairs")


@pytest.mark.parametrize("kind", ORDERED)
def test_two_points_that_change_places_change_the_words(kind):
    swapped = VALUES.copy()
    swapped[[20, 30]] = swapped[[30, 20]]
    one, other = (
        describe(plain_figure(lambda ax, v=v: PLOTS[kind](ax, v))) for v in (VALUES, swapped)
    )
    assert one != other


WORDS = {
    "title": lambda ax: ax.set_title("b"),
    "left title": lambda ax: ax.set_title("b", loc="left"),
    "figure title": lambda ax: ax.figure.suptitle("b"),
    "x label": lambda ax: ax.set_xlabel("b"),
    "y label": lambda ax: ax.set_ylabel("b"),
    "log scale": lambda ax: ax.set_yscale("log"),
    "limits": lambda ax: ax.set_xlim(0, 5),
    "tick names": lambda ax: ax.set_xticks([0, 1], ["no", "yes"]),
    "label": lambda ax: ax.lines[0].set_label("b"),
    "legend": lambda ax: ax.legend(["b"]),
    "legend title": lambda ax: ax.legend(["a"], title="b"),
    "color": lambda ax: ax.lines[0].set_color(PALETTE["green"]),
    "line style": lambda ax: ax.lines[0].set_linestyle("--"),
    "text": lambda ax: ax.text(0, 0, "b"),
    "note": lambda ax: ax.annotate("b", (0, 0)),
    "figure text": lambda ax: ax.figure.text(0, 0, "b"),
    "figure legend": lambda ax: ax.figure.legend(["b"]),
    "one line less": lambda ax: ax.lines[0].set_visible(False),
    "color map": lambda ax: ax.imshow([[1.0, 2.0]], cmap="gray_r", extent=(0, 1, 2, 3)),
    "second axes": lambda ax: ax.twinx().plot([1, 2]),
}


@pytest.mark.parametrize("change", WORDS.values(), ids=WORDS)
def test_words_and_looks_are_described(change):
    fig = plain_figure(lambda ax: ax.plot([1, 2, 4], color=PALETTE["blue"]))
    before = describe(fig)
    change(fig.axes[0])
    assert describe(fig) != before


def test_a_reader_who_cannot_see_learns_the_points_and_where_they_lie():
    def plot(ax):
        ax.plot([0, 1], [2, 0.5], **CLASS_STYLES[1], label="loss")
        ax.scatter([3], [4], color=PALETTE["blue"])

    text = describe(plain_figure(plot, xlabel="epoch", title="Training", yscale="log"))
    assert text.splitlines()[:3] == [
        "Axes 'Training'; x axis 'epoch'; y axis log scale.",
        "- dashed vermilion line 'loss', 2 points: (0, 2), (1, 0.5)",
        "- 1 blue point: (3, 4)",
    ]


def test_a_mirrored_picture_reads_differently_to_a_human():
    ramp = np.arange(12.0).reshape(3, 4)
    words = [describe(plain_figure(lambda ax, v=v: ax.imshow(v))) for v in (ramp, ramp[:, ::-1])]
    assert "left, right, top, bottom: 4.5, 6.5, 1.5, 9.5" in words[0]
    assert "left, right, top, bottom: 6.5, 4.5, 1.5, 9.5" in words[1]


def test_the_words_repeat_on_another_processor():
    def text(noise):
        wiggle = 1 + noise * np.random.default_rng(0).standard_normal(60)

        def plot(ax):
            ax.plot(VALUES * wiggle)
            ax.plot(np.cos(np.pi * INDEX) * 0 + (wiggle - 1) * 1e-3)  # zero but for rounding
            ax.scatter(INDEX, VALUES * wiggle, c=INDEX / 16 * wiggle)  # 0.0625: ties at 3 decimals
            ax.scatter(INDEX, 0.3 * wiggle)
            ax.imshow((VALUES * wiggle)[SQUARE])
            ax.bar([0, 1], [0.0625 * wiggle[0], -1e-17])

        return describe(plain_figure(plot))

    assert text(0) == text(1e-13) == text(-3e-13)
    assert "y always 0; level" in text(1e-13)
    assert "y always 0.3; correlation undefined" in text(1e-13)


def test_numbers_are_short_and_plain():
    def plot(ax):
        ax.plot([1 / 3, -1e-9, 2e5 / 3, 1e-17 - 1e-17])
        ax.plot([1e-5 / 3, 2e-5, 3e-5])
        ax.plot([1e9 / 3, 2e9])
        ax.plot(np.r_[VALUES, np.nan, np.inf])
        ax.imshow(np.array([[np.nan, 1.0]]))

    text = describe(plain_figure(plot))
    assert not re.search(r"\.\d{4}", text)
    assert not re.search(r"-0(\.0+)?\b(?!\.)", text)
    assert "0x" not in text
    assert "(0, 0.333e-5), (1, 2e-5), (2, 3e-5)" in text
    assert "(0, 0.3), (1, 0), (2, 66666.7), (3, 0)" in text
    assert "(2 not finite)" in text


def test_a_crowded_figure_stays_compact():
    fig, axes = new_figure(nrows=2, ncols=2)
    for ax in axes.flat:
        ax.scatter(INDEX, VALUES)
        ax.plot(INDEX, VALUES)
    for row in range(6):
        for column in range(6):
            axes[0, 0].text(row, column, str(row * column))
    assert len(describe(fig).splitlines()) <= 4 * 4 + 1
    lines = describe(plain_figure(lambda ax: PLOTS["many lines"](ax, VALUES))).splitlines()
    assert len(lines) == 1 + 10 + 1 + 1
    assert lines[-2] == "- 50 more of the kind Line2D"
    assert describe(Figure()) == "An empty figure."


@pytest.mark.parametrize(
    "plot",
    [
        lambda ax: ax.plot([], []),
        lambda ax: ax.scatter([], []),
        lambda ax: ax.bar([], []),
        lambda ax: ax.fill_between([], []),
        lambda ax: ax.imshow(np.full((3, 3), np.nan)),
        lambda ax: ax.imshow(np.ma.masked_greater(np.arange(9.0).reshape(3, 3), 2)),
        lambda ax: ax.imshow(np.eye(3) > 0),
        lambda ax: ax.plot(["a", "b"], [1, 2]),
        lambda ax: ax.plot(np.array(["2026-01-01", "2026-02-01"], dtype="M8[D]"), [1, 2]),
        lambda ax: ax.figure.colorbar(ax.pcolormesh(VALUES[SQUARE])),
        lambda ax: ax.secondary_xaxis("top"),
        lambda ax: ax.violinplot(VALUES),
        lambda ax: ax.set_axis_off(),
    ],
)
def test_unusual_plots_are_described_too(plot):
    text = describe(plain_figure(plot))
    assert text.startswith("Axes")
    assert not re.search(r"0x|array|masked", text)


def test_three_dimensions_are_refused():
    fig = Figure()
    fig.add_subplot(projection="3d")
    with pytest.raises(ValueError, match="describe cannot read 3-D axes; a heat map"):
        describe(fig)


# Pictures


def test_equal_figures_give_equal_opaque_bytes_without_software():
    def drawn(ground="white"):
        fig, ax = new_figure()
        ax.plot(VALUES)
        fig.patch.set_facecolor(ground)
        return fig

    fig = drawn()
    canvas = fig.canvas
    png = to_png(fig)
    assert fig.canvas is canvas
    assert png == to_png(fig) == to_png(drawn())
    with Image.open(io.BytesIO(png)) as picture:
        assert set(picture.info) == {"dpi"}
        assert picture.size == (960, 600)
        pixels = np.asarray(picture.convert("RGBA")).astype(int)
    assert (pixels[..., 3] == 255).all()
    assert (pixels[0, 0] == 255).all()
    with Image.open(io.BytesIO(to_png(drawn("none")))) as picture:
        assert np.abs(np.asarray(picture.convert("RGBA")) - pixels).mean() < 0.1


def test_colors_survive_the_packing():
    fig, ax = new_figure(2, 2)
    ax.set_axis_off()
    ax.imshow(VALUES[SQUARE], cmap="viridis")
    for position, color in enumerate(PALETTE.values()):
        ax.axhspan(position, position + 0.8, color=color)
    with Image.open(io.BytesIO(to_png(fig))) as picture:
        found = np.unique(np.asarray(picture.convert("RGB")).reshape(-1, 3), axis=0).astype(int)
    for color in PALETTE.values():
        wanted = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)])
        assert np.abs(found - wanted).sum(axis=1).min() <= 3


def test_no_type_is_smaller_than_11_points():
    fig, ax = new_figure()
    ax.plot(VALUES, label="a")
    ax.legend(fontsize=6)
    ax.text(0, 0, "tiny", fontsize=5)
    ax.tick_params(labelsize=7)
    to_png(fig)
    assert min(text.get_fontsize() for text in fig.findobj(figures.Text)) == 11


def luminance(color):
    shares = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_palette_reads_on_white_and_near_black_and_never_by_color_alone():
    for color in PALETTE.values():
        assert contrast(color, "#ffffff") >= 3
        assert contrast(color, "#111111") >= 3
    for key in ("color", "marker", "linestyle"):
        assert len({style[key] for style in CLASS_STYLES}) == 4
    _, ax = new_figure()
    lines = [ax.plot([0, 1])[0] for _ in range(4)]
    assert len({line.get_linestyle() for line in lines}) == 4


def test_new_figures_leave_matplotlib_as_it_was():
    before = dict(plt.rcParams)
    new_figure(ncols=2)
    assert dict(plt.rcParams) == before
    assert plt.get_fignums() == []


@pytest.mark.parametrize(("width", "error"), [(0, ValueError), (-1, ValueError), ("6", TypeError)])
def test_a_figure_needs_a_size(width, error):
    with pytest.raises(error, match="width must be a"):
        new_figure(width)


def test_what_is_no_figure_is_named():
    _, ax = new_figure()
    with pytest.raises(TypeError, match=r"got Axes\. Pass its \.figure"):
        to_png(ax)
    with pytest.raises(TypeError, match="fig must be a matplotlib Figure; got list"):
        describe([ax])


# Montage


def test_a_montage_keeps_order_and_leaves_gaps():
    tiles = np.arange(5 * 2 * 3).reshape(5, 2, 3)
    picture = montage(tiles, 2)
    assert picture.shape == (3 * 3 - 1, 2 * 4 - 1)
    assert (picture[3:5, 4:7] == tiles[3]).all()
    assert (picture[6:8, 0:3] == tiles[4]).all()
    assert np.isnan(picture).sum() == picture.size - tiles.size
    assert montage(tiles[:1], 10).shape == (2, 3)


@pytest.mark.parametrize(
    "images", [np.zeros((5, 64)), np.zeros((0, 8, 8)), [], np.zeros((2, 0, 3))]
)
def test_a_montage_needs_images(images):
    with pytest.raises(ValueError, match=r"images (must be 3-D .* X.reshape\(-1, 8, 8\)|is empty)"):
        montage(images, 3)


def test_a_montage_needs_a_count_of_columns():
    with pytest.raises(ValueError, match="n_columns must be at least 1"):
        montage(np.zeros((1, 8, 8)), 0)


def test_labels_stand_above_their_images():
    _, ax = new_figure()
    draw_montage(ax, np.ones((5, 8, 8)), 3, labels=list("abcde"), vmin=0)
    places = {text.get_text(): text.get_position() for text in ax.texts}
    assert np.isnan(ax.images[0].get_array().filled(np.nan)[:3]).all()  # room for the first labels
    assert places["a"][1] < 3
    assert places["a"][1] == places["b"][1] < places["d"][1]
    assert places["a"][0] == places["d"][0] < places["b"][0]
    with pytest.raises(ValueError, match="labels must hold 5 values, one an image; got 1"):
        draw_montage(ax, np.ones((5, 8, 8)), 3, labels=["a"])


# One output


def test_show_gives_picture_alt_caption_and_data(shown):
    fig, ax = new_figure()
    ax.plot([3, 1], label="loss")
    show(fig, alt='Falls from "3" to <1> & stays.', caption="Loss < 3 & more")
    (bundle,) = shown
    assert set(bundle) == {"text/html", "text/plain"}
    assert 'alt="Falls from &quot;3&quot; to &lt;1&gt; &amp; stays."' in bundle["text/html"]
    assert "<figcaption>Loss &lt; 3 &amp; more</figcaption>" in bundle["text/html"]
    assert bundle["text/plain"] == 'Falls from "3" to <1> & stays.\n' + describe(fig)


def test_the_html_holds_only_what_untrusted_notebooks_keep():
    page = figure_html(to_png(new_figure()[0]), ALT, "Caption")
    tags = set(re.findall(r"<(\w+)", page))
    assert tags == {"figure", "img", "figcaption"}
    assert set(re.findall(r' ([a-z-]+)="', page)) <= {"style", "src", "alt", "width"}
    assert 'width="640"' in page
    assert "background-color:#ffffff" in page


@pytest.mark.parametrize(
    ("alt", "error"),
    [
        ("", "must not be empty"),
        (" \n", "must not be empty"),
        ("123.", "must not be empty"),
        ("The Caption.", "must not repeat the caption"),
        ("Image of a falling loss", "must not start with 'image of'"),
        ("An image of a loss", "must not start with 'image of'"),
        ("A picture of a loss", "must not start with 'picture of'"),
        ("Figure 3: the loss", "must not start with 'figure'"),
    ],
)
def test_an_alt_text_that_says_nothing_is_refused(shown, alt, error):
    with pytest.raises(ValueError, match=error):
        show(new_figure()[0], alt=alt, caption="the caption")
    assert shown == []


def test_alt_must_be_given_as_text():
    fig, _ = new_figure()
    with pytest.raises(TypeError, match="alt"):
        show(fig)
    with pytest.raises(TypeError, match="alt must be text; got None"):
        show(fig, alt=None)
    with pytest.raises(TypeError, match="caption must be text; got 3"):
        show(fig, alt=ALT, caption=3)


def test_an_output_that_is_too_large_is_refused_with_a_remedy(shown):
    fig, ax = new_figure()
    ax.imshow(np.random.default_rng(0).random((400, 600)))
    with pytest.raises(ValueError, match=r"is \d+ kB; the limit is 150 kB. Make it smaller"):
        show(fig, alt=ALT)
    assert shown == []


def test_a_pyplot_figure_is_closed_so_that_it_shows_once(shown):
    fig, _ = plt.subplots()
    show(fig, alt=ALT)
    assert len(shown) == 1
    assert plt.get_fignums() == []


# Source


class Sample:
    """A sample.

    With details.
    """

    def double(self, x):
        """Return twice `x`.

        More about it.
        """
        return 2 * x  # <b>

    @property
    def half(self):
        return 0.5


@pytest.mark.parametrize(
    ("target", "first"),
    [
        (luminance, "def luminance(color):"),
        (Sample, "class Sample:"),
        (Sample.double, "def double(self, x):"),
        (Sample().double, "def double(self, x):"),
        (Sample.half, "@property"),
        (functools.partial(luminance, "#ffffff"), "def luminance(color):"),
        (functools.wraps(luminance)(lambda color: 0), "def luminance(color):"),
    ],
)
def test_source_is_shown_without_indent(shown, target, first):
    show_source(target)
    assert shown[0]["text/plain"].splitlines()[0] == first
    text = html.unescape(re.sub(r"<[^>]*>", "", shown[0]["text/html"]))
    assert text == shown[0]["text/plain"]


def test_docstrings_can_be_cut_to_their_first_line(shown):
    show_source(Sample, docstring=False)
    assert shown[0]["text/plain"].splitlines()[:5] == [
        "class Sample:",
        '    """A sample."""',
        "",
        "    def double(self, x):",
        '        """Return twice `x`."""',
    ]
    compile(shown[0]["text/plain"], "shown", "exec")


def test_source_is_readable_in_light_and_dark_and_does_not_clip(shown):
    show_source(Sample)
    show_source(figures.show_source)
    for bundle in shown:
        page = bundle["text/html"]
        ground = re.search(r"background-color:(#\w+)", page)[1]
        assert "white-space:pre-wrap" in page
        assert "class=" not in page
        for color in re.findall(r'[";]\s*color:\s*(#\w+)', page):
            full = color if len(color) == 7 else "#" + "".join(2 * digit for digit in color[1:])
            if full != "#BBBBBB":  # the color that Pygments gives to blanks
                assert contrast(full, ground) >= 4.5, color


@pytest.mark.parametrize("target", [len, 3, np.sin, type("Made", (), {}), "text", None, Sample()])
def test_what_has_no_source_is_named(shown, target):
    with pytest.raises(TypeError, match="obj must be a function, method or class written in"):
        show_source(target)
    assert shown == []
