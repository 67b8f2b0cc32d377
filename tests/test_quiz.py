"""Questions can be read without a kernel, answered with one, and no file breaks a rule."""

import copy
import json
import re

import ipywidgets
import pytest

from course_utils.classroom import answering
from course_utils.classroom import quiz as room
from course_utils.classroom.quiz import load_all, load_quiz, problems, quiz

WIDGET = "application/vnd.jupyter.widget-view+json"
ITEM = {
    "id": "toy-entry-sum",
    "part": "entry",
    "question": "What is $1 < 2$ plus `a & b`?",
    "options": [
        {"text": "Three $x^2$", "correct": False, "feedback": "Which sign is `^` in *this*?"},
        {"text": "<b>Two</b>", "correct": True, "feedback": "One and one make two."},
    ],
    "why": "Because counting $\\to$ adding.",
}


def item(**changes) -> dict:
    return copy.deepcopy(ITEM) | changes


def options(*texts, right=0) -> list[dict]:
    return [
        {"text": text, "correct": number == right, "feedback": "Say in words why."}
        for number, text in enumerate(texts)
    ]


@pytest.fixture
def toy(tmp_path, monkeypatch):
    """Write a course with one chapter, "toy", that holds the items given."""
    monkeypatch.setattr(room, "CHAPTERS", tmp_path)

    def write(*items, chapter="toy"):
        path = tmp_path / chapter / "quiz.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps({"items": items}), encoding="utf-8")
        return path

    return write


@pytest.fixture
def displayed(monkeypatch):
    """The bundles that a notebook would get."""
    bundles = []
    for module in (room, answering):
        monkeypatch.setattr(module, "display", lambda data, raw: bundles.append(data))
    return bundles


def controls(bundle):
    """The buttons by their letters, and the feedback, behind a displayed view."""
    box = ipywidgets.widgets.widget._instances[bundle[WIDGET]["model_id"]]
    _, *buttons = box.children[0].children
    return {button.description: button for button in buttons}, box.children[1]


# --- What is shown -----------------------------------------------------------------------------


def test_each_question_is_an_output_of_its_own_followed_by_its_controls(toy, displayed):
    toy(item(), item(id="toy-entry-b"), item(id="toy-poll", part="poll"))
    quiz("toy", "entry")
    assert [WIDGET in bundle for bundle in displayed] == [False, True, False, True]
    assert displayed[0]["text/plain"] == (
        "Question 1: What is $1 < 2$ plus a & b?\n  A. Three $x^2$\n  B. <b>Two</b>"
    )
    assert "Question 2" in displayed[2]["text/plain"] and "Question 2" in displayed[3]["text/plain"]


def test_a_question_that_stands_alone_has_no_number(toy, displayed):
    toy(item(), item(id="toy-poll", part="poll"))
    quiz("toy", "poll")
    assert displayed[0]["text/plain"].startswith("Question: What")


def test_the_static_question_is_a_real_list_with_formulas_and_code(toy, displayed):
    toy(item())
    quiz("toy", "entry")
    html = displayed[0]["text/html"]
    assert html.count("<li") == 2 and "<ul" in html
    assert "$1 &lt; 2$ plus <code>a &amp; b</code>" in html
    assert "<strong>B.</strong> &lt;b&gt;Two&lt;/b&gt;" in html


def test_no_output_tells_the_answer(toy, displayed):
    toy(item())
    quiz("toy", "entry")
    buttons, feedback = controls(displayed[1])
    assert list(buttons) == ["A", "B"] and feedback.value == ""
    everything = json.dumps(displayed)
    for secret in ("Right", "Not yet", "counting", "make two", "Which sign"):
        assert secret not in everything


def test_readers_without_a_kernel_are_told_what_the_controls_are(toy, displayed):
    toy(item())
    quiz("toy", "entry")
    for kind in ("text/plain", "text/html"):
        assert (
            "run this cell and click A or B (or choose with Tab and Enter)." in displayed[1][kind]
        )


def test_two_runs_show_the_same_texts_in_the_same_order(toy, displayed):
    toy(item(options=options("one", "two", "three", "four", "five", right=3)))
    quiz("toy", "entry")
    quiz("toy", "entry")
    for bundle in displayed:
        bundle.pop(WIDGET, None)
    assert displayed[:2] == displayed[2:]


# --- Answering ---------------------------------------------------------------------------------


@pytest.fixture
def answer(toy, displayed):
    """Press the button of a letter, return the feedback's HTML."""

    def press(letter):
        buttons, feedback = controls(displayed[1])
        buttons[letter].click()
        return feedback.value

    toy(item())
    quiz("toy", "entry")
    return press


def test_a_wrong_choice_gets_its_own_words(answer):
    html = answer("A")
    assert "✗ Not yet: A." in html and "Which sign is <code>^</code>" in html
    assert "make two" not in html and "counting" not in html


def test_the_right_choice_gets_its_words_and_the_why(answer):
    html = answer("B")
    assert "✓ Right: B." in html and "One and one make two." in html
    assert "Because counting $\\to$ adding." in html


def test_an_answer_can_be_changed(answer):
    for letter, words, other in (("A", "Not yet", "Right"), ("B", "Right", "Not yet")) * 2:
        html = answer(letter)
        assert words in html and other not in html


def test_every_letter_gets_the_feedback_of_its_option(toy, displayed):
    five = options(*"vwxyz", right=2)
    toy(item(options=[o | {"feedback": f"This is about {o['text']}."} for o in five]))
    quiz("toy", "entry")
    buttons, feedback = controls(displayed[1])
    for letter, option in zip("ABCDE", five, strict=True):
        buttons[letter].click()
        verdict = "Right" if letter == "C" else "Not yet"
        assert f"{verdict}: {letter}.</strong> This is about {option['text']}." in feedback.value


def test_each_question_has_its_own_answer(toy, displayed):
    toy(item(), item(id="toy-entry-b"))
    quiz("toy", "entry")
    (first, above), (second, below) = controls(displayed[1]), controls(displayed[3])
    second["B"].click()
    assert above.value == "" and "Right: B." in below.value
    assert first["A"].tooltip == "Question 1: answer A"


def test_the_feedback_is_announced_and_not_told_by_color_alone(answer):
    for letter, words in (("A", "✗ Not yet"), ("B", "✓ Right")):
        html = answer(letter)
        assert 'role="alert"' in html and words in re.sub("<[^>]+>", "", html)


# --- Rules of the file -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "bad, says",
    [
        (item(options=options("one", "two", right=9)), "0 options are marked correct"),
        (
            item(options=[o | {"correct": True} for o in options("one", "two")]),
            "2 options are marked correct",
        ),
        (item(options=options("One", "one")), "two options are the same"),
        (item(options=options("one", "All of the above")), "'all of the above'"),
        (item(options=options("one", "None of these")), "'all of the above'"),
        (item(options=options("one", "Both of them")), "'all of the above'"),
        (item(options=options("costs $5", "two")), "a $ has no partner"),
        (item(question="Is `x right?"), "a ` has no partner"),
        (
            item(options=[o | {"misconception": "P1"} for o in options("one", "two")]),
            "the right option names a misconception",
        ),
        (
            item(options=[o | {"feedback": "✓ 42!"} for o in options("one", "two")]),
            "the feedback of A needs words",
        ),
        (
            item(options=[o | {"feedback": "Right, all is fine."} for o in options("a", "b")]),
            "the feedback of B repeats",
        ),
    ],
)
def test_rules_that_a_schema_cannot_say(toy, bad, says):
    with pytest.raises(
        ValueError, match=f"toy/quiz.json has to be mended:(.|\n)*{re.escape(says)}"
    ):
        load_quiz(toy(bad))


@pytest.mark.parametrize(
    "bad, says",
    [
        (item(options=options("one")), "item 1, options: .* is too short"),
        (item(options=options(*"abcdef")), "item 1, options: .* is too long"),
        (item(options="AB"), "item 1, options: 'AB' is not of type 'array'"),
        (item(question=""), "item 1, question: "),
        (item(question=" padded "), "item 1, question: "),
        (item(question=7), "item 1, question: 7 is not of type 'string'"),
        (item(id="Toy 1"), "item 1, id: 'Toy 1' does not match"),
        (item(part=""), "item 1, part: "),
        (item(answer=2), "'answer' was unexpected"),
        ({k: v for k, v in ITEM.items() if k != "id"}, "item 1: 'id' is a required property"),
        (
            item(options=[{"text": "one", "correct": True}, *options("two", right=1)]),
            "item 1, option 1: 'feedback' is a required property",
        ),
        (
            item(options=[o | {"correct": "yes"} for o in options("one", "two")]),
            "item 1, option 2, correct: 'yes' is not of type 'boolean'",
        ),
        (
            item(options=[o | {"misconception": "row 3"} for o in options("one", "two")]),
            "item 1, option 1, misconception: ",
        ),
    ],
)
def test_rules_of_the_schema_name_the_place(toy, bad, says):
    with pytest.raises(ValueError, match=says):
        load_quiz(toy(bad))


@pytest.mark.parametrize("data", [{}, [], {"items": []}, {"items": [ITEM], "more": 1}, 3, None])
def test_a_file_of_another_form_is_refused(tmp_path, data):
    path = tmp_path / "quiz.json"
    path.write_text(json.dumps(data))
    with pytest.raises(ValueError, match="has to be mended"):
        load_quiz(path)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b'{"items": NaN,}'])
def test_a_file_that_is_no_json_is_refused(tmp_path, content):
    path = tmp_path / "quiz.json"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"quiz\.json is not JSON"):
        load_quiz(path)


def test_everything_wrong_is_said_at_once():
    found = problems([item(), item(options=options("one", "one", right=9))])
    assert len(found) == 3 and "this id is used twice" in found[0]


def test_ids_are_unique_in_the_whole_course(toy, tmp_path):
    toy(item())
    toy(item(), chapter="other")
    with pytest.raises(ValueError, match="'toy-entry-sum' is used in other and toy"):
        load_all(tmp_path)


@pytest.mark.parametrize("chapter", ["tooy", "", "../toy", "02_toy", None])
def test_an_unknown_chapter_lists_those_there_are(toy, chapter):
    toy(item())
    with pytest.raises(ValueError, match="chapter must be one of toy; got"):
        quiz(chapter, "entry")


@pytest.mark.parametrize("part", ["entyr", "", None, 1])
def test_an_unknown_part_lists_those_there_are(toy, part):
    toy(item(), item(id="toy-poll", part="poll-sum"))
    with pytest.raises(ValueError, match="part must be one of entry, poll-sum in toy; got"):
        quiz("toy", part)


# --- The course's own questions ----------------------------------------------------------------

COURSE = load_all()


def tells(items: list[dict]) -> list[str]:
    """Return by what habit of the author the answer could be guessed."""
    right = [next(n for n, o in enumerate(i["options"]) if o["correct"]) for i in items]
    longest = [
        max(range(len(i["options"])), key=lambda n, i=i: len(i["options"][n]["text"]))
        for i in items
    ]
    same = sum(a == b for a, b in zip(right, longest, strict=True))
    found = []
    if len(items) >= 6 and max(map(right.count, right)) > 0.6 * len(items):
        found.append("the right answer mostly stands at the same place")
    if len(items) >= 6 and same > 0.6 * len(items):
        found.append("the right answer is mostly the longest")
    return found


@pytest.mark.parametrize("chapter", COURSE)
def test_a_chapter_has_three_questions_at_each_end_and_can_be_shown(chapter, displayed):
    parts = [item["part"] for item in COURSE[chapter]]
    if chapter != "start_here":
        assert parts.count("entry") == parts.count("exit") == 3
    for part in dict.fromkeys(parts):
        quiz(chapter, part)
    assert len(displayed) == 2 * len(parts)


@pytest.mark.parametrize("chapter", COURSE)
def test_answers_cannot_be_guessed_from_place_or_length(chapter):
    assert tells(COURSE[chapter]) == []


def test_habits_that_tell_are_found():
    place = [item(options=options("one", "twenty", "three", right=0)) for _ in range(6)]
    assert tells(place) == ["the right answer mostly stands at the same place"]
    length = [
        item(options=options(*w, right=w.index("long"))) for w in (("a", "long"), ("long", "a"))
    ]
    assert tells(length * 3) == ["the right answer is mostly the longest"]
