"""Glossaries are whole, sorted and bilingual, and can be read by eye and by ear."""

import pytest

from course_utils.classroom import glossary as room
from course_utils.classroom.glossary import glossary, load_glossary

HEADER = "term,chinese,definition\n"
GOOD = f"""{HEADER}bias,偏置,"The number b, added."
ReLU,修正线性单元 (ReLU),"Returns `max(0, z)`; $z<0$ too."
"""
CHAPTERS = sorted(path.parent for path in room.CHAPTERS.glob("*/glossary.csv"))


@pytest.fixture
def toy(tmp_path, monkeypatch):
    """Write the glossary of the chapter "toy"."""
    monkeypatch.setattr(room, "CHAPTERS", tmp_path)
    (tmp_path / "toy").mkdir()

    def write(text):
        path = tmp_path / "toy" / "glossary.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.fixture
def shown(monkeypatch):
    bundles = []
    monkeypatch.setattr(room, "display", lambda data, raw: bundles.append(data))
    return bundles


def test_it_is_one_table_with_headings_and_languages(toy, shown):
    toy(GOOD)
    glossary("toy")
    (bundle,) = shown
    html = bundle["text/html"]
    assert html.count("<table") == 1 and html.count("<tr") == 3 and "<caption" in html
    assert html.count('<th scope="col"') == 3 and html.count('<th scope="row"') == 2
    assert html.count('<td lang="zh"') == 2 and ">偏置</td>" in html
    assert "<code>max(0, z)</code>; $z&lt;0$ too." in html


def test_its_text_says_the_same(toy, shown):
    toy(GOOD)
    glossary("toy")
    assert shown[0]["text/plain"].splitlines() == [
        "bias (偏置): The number b, added.",
        "ReLU (修正线性单元 (ReLU)): Returns max(0, z); $z<0$ too.",
    ]


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(toy):
    plain = load_glossary(toy(GOOD))
    assert load_glossary(toy(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())) == plain


@pytest.mark.parametrize(
    "text, says",
    [
        ("", "must begin with the line term,chinese,definition"),
        ("word,chinese,definition\na,偏,b\n", "must begin with .*got .word,chinese"),
        (HEADER, "holds no term"),
        (HEADER + "bias,偏置,\n", r"term 1 \(bias\): definition is empty"),
        (HEADER + "bias,,b\n", r"term 1 \(bias\): chinese is empty"),
        (HEADER + ",偏置,b\n", "term is empty"),
        (HEADER + "bias ,偏置,b\n", "term is empty or has spaces around it"),
        (HEADER + "bias,bias,b\n", "holds no Chinese character: 'bias'"),
        (HEADER + "bias,偏置,one, two\n", r"term 1 \(bias\): 4 columns instead of 3.*quotes"),
        (HEADER + "bias,偏置\n", "2 columns instead of 3"),
        (HEADER + "\nbias,偏置,b\n", r"term 1 \(empty line\): 0 columns"),
        (HEADER + "bias,偏置,b\nbias,偏置,c\n", r"term 2 \(bias\): this term comes twice"),
        (HEADER + "bias,偏置,b\nBias,偏置,c\n", r"term 2 \(Bias\): this term comes twice"),
        (HEADER + "score,得分,b\nbias,偏置,c\n", "sort: it stands after .score."),
        (HEADER + 'bias,偏置,"b\n', "is not a CSV file"),
        (HEADER.encode() + "bias,偏置,b\n".encode("gbk"), "is not a CSV file in UTF-8"),
    ],
)
def test_a_damaged_file_is_refused_with_its_place(toy, text, says):
    with pytest.raises(ValueError, match=says):
        load_glossary(toy(text))


@pytest.mark.parametrize("chapter", ["tooy", "", "../toy", None])
def test_an_unknown_chapter_lists_those_there_are(toy, chapter):
    toy(GOOD)
    with pytest.raises(ValueError, match="chapter must be one of toy; got"):
        glossary(chapter)


@pytest.mark.parametrize("folder", CHAPTERS, ids=lambda folder: folder.name)
def test_the_courses_glossaries_can_be_shown(folder, shown):
    glossary(folder.name)
    rows = load_glossary(folder / "glossary.csv")
    assert shown[0]["text/html"].count('lang="zh"') == len(rows) >= 5
    assert all(definition.endswith(".") for _, _, definition in rows)
