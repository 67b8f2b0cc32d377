"""The ledger is whole, verdicts follow from what a cell computed, and no chapter cheats."""

import copy
import re

import numpy as np
import pytest
from claim_fixtures import FLIPS
from claim_rules import problems, python_of, run_claim
from nbformat.v4 import new_code_cell, new_notebook, new_output

from course_utils.classroom.claims import Source, examine, ledger
from course_utils.classroom.verdicts import EXAMINATIONS, VERDICTS
from course_utils.instructor.notebooks import ROOT, load

CHAPTERS = sorted(path.stem for path in ROOT.glob("notebooks/*.ipynb"))
EXAMINED = [
    (chapter, claim)
    for chapter in CHAPTERS
    if chapter in {claim.chapter for claim in ledger()}
    for claim in ledger(chapter)
]
PAPER = Source("Tan and Le", 2019, "ICML", "EfficientNet")

# --- The ledger --------------------------------------------------------------------------------


def test_the_ledger_is_whole():
    ids = [claim.id for claim in ledger()]
    assert ids == [f"A{n:02}" for n in range(1, 31)] + [f"B{n:02}" for n in range(1, 28)]
    for claim in ledger():
        assert all(isinstance(text, str) and text == text.strip() != "" for text in claim), claim.id
        assert claim.document == claim.id[0]
        assert claim.examination in EXAMINATIONS
        assert claim.expected_verdict in VERDICTS
        assert re.fullmatch(r"\d\d_[a-z_]+", claim.chapter)
        assert re.fullmatch(r"[\d.]+( and [\d.]+)?", claim.section)


def test_the_ledger_is_in_english_with_american_spelling():
    british = r"\w*(isation|ise[ds]?|ising|our|[^s]elled|elling|optimiz?tic)\b"
    words = re.compile(rf"\b{british}", re.I)
    fine = r"four|your|(im)?precise|noise|\w*supervised|promise|denoising|raise[ds]?|optimistic"
    for claim in ledger():
        text = f"{claim.claim} {claim.examine_by}"
        assert text.isascii(), f"{claim.id} is no paraphrase in English"
        odd = [m[0] for m in words.finditer(text) if not re.fullmatch(fine, m[0], re.I)]
        assert odd == [], claim.id


@pytest.mark.parametrize("name", ["05_autoencoder", "autoencoder"])
def test_a_chapters_claims_are_found_by_both_of_its_names(name):
    assert [claim.id for claim in ledger(name)] == ["A04", "A08", "A09"]


@pytest.mark.parametrize("name", ["", "5_autoencoder", "_", 5, []])
def test_an_unknown_chapter_lists_those_there_are(name):
    with pytest.raises(ValueError, match=r"chapter must be one of .*05_autoencoder"):
        ledger(name)


# --- Verdicts ----------------------------------------------------------------------------------

T, F = np.bool_(True), False


@pytest.mark.parametrize(
    "flags, verdict",
    [
        ({"as_stated": T}, "holds"),
        ({"as_stated": T, "limited": F}, "holds"),
        ({"as_stated": T, "limited": T}, "limited"),
        ({"as_stated": T, "nearby": T}, "holds"),
        ({"as_stated": F}, "wrong"),
        ({"as_stated": F, "limited": F}, "wrong"),
        ({"as_stated": F, "nearby": F}, "wrong"),
        ({"as_stated": F, "nearby": T}, "imprecise"),
        ({"as_stated": T, "supported": T}, "holds"),
        ({"as_stated": T, "supported": F}, "unsupported"),
        ({"supported": F}, "unsupported"),
    ],
)
def test_the_verdict_follows_from_what_was_computed(flags, verdict):
    words = {"charitable": "a neuron adds"} if "nearby" in flags else {}
    found = examine("A05", **flags, **words)
    assert found.verdict == verdict
    assert f"Verdict: {VERDICTS[verdict][0]} {verdict} " in repr(found)


@pytest.mark.parametrize(
    "arguments, verdict",
    [
        ({"sources": []}, "unsupported"),
        ({"sources": [PAPER], "as_stated": F}, "wrong"),
        ({"sources": [PAPER], "as_stated": T}, "holds"),
        ({"sources": [PAPER], "as_stated": F, "nearby": T, "charitable": "at ICML"}, "imprecise"),
    ],
)
def test_rows_of_sources_are_argued_by_citations(arguments, verdict):
    found = examine("B21", **arguments)
    assert found.verdict == verdict
    assert ("Tan and Le, EfficientNet, ICML 2019" in repr(found)) == bool(arguments["sources"])
    assert "in this run" not in repr(found)


@pytest.mark.parametrize(
    "value, says",
    [
        (np.array([True, False]), r"as_stated must be True or False.*shape \(2,\).*\.all\(\)"),
        (np.array(True), r"shape \(\).*\.item\(\)"),
        ([True], r"got list \[True\]"),
        (1, "got int 1"),
        (0.0, "got float"),
        ("True", "got str 'True'"),
        (float("nan"), "nan"),
    ],
)
@pytest.mark.parametrize("flag", ["as_stated", "limited", "nearby", "supported"])
def test_a_flag_that_is_no_bool_is_refused(flag, value, says):
    with pytest.raises(TypeError, match=says.replace("as_stated", flag)):
        examine("A05", **({"as_stated": T} | {flag: value}))


@pytest.mark.parametrize(
    "id, arguments, says",
    [
        ("A05", {}, "as_stated is missing"),
        ("A05", {"limited": T}, "as_stated is missing"),
        ("A05", {"as_stated": F, "limited": T}, "as_stated=False and limited=True contradict"),
        (
            "A05",
            {"as_stated": T, "nearby": F, "charitable": "x"},
            "as_stated=True and nearby=False",
        ),
        ("A05", {"as_stated": F, "nearby": T}, "nearby and charitable go together"),
        ("A05", {"as_stated": F, "nearby": T, "charitable": " "}, "nearby and charitable"),
        ("A05", {"as_stated": F, "charitable": "x"}, "nearby and charitable go together"),
        ("A05", {"as_stated": T, "sources": []}, "A05 is examined by run: leave sources out"),
        ("A16", {"as_stated": T, "sources": [PAPER]}, "A16 is examined by inspect"),
        ("B21", {"as_stated": T}, "B21 is argued from sources"),
        ("B21", {"sources": [], "as_stated": T}, "with sources=.. nothing is known"),
        ("B21", {"sources": [PAPER]}, "as_stated is missing"),
        ("B21", {"sources": [PAPER], "as_stated": T, "supported": T}, "leave supported out"),
        ("B21", {"sources": [Source("", 2019, "ICML")], "as_stated": T}, "author and venue"),
        ("B21", {"sources": [Source("Tan", 19, "ICML")], "as_stated": T}, "year must be"),
        ("B21", {"sources": [Source("Tan", "2019", "ICML")], "as_stated": T}, "year must be"),
        ("A5", {"as_stated": T}, "id must be a row of the ledger, A01 to B27; got 'A5'"),
        ("", {"as_stated": T}, "id must be a row of the ledger"),
        (None, {"as_stated": T}, "id must be a row of the ledger"),
    ],
)
def test_contradictions_and_gaps_are_refused(id, arguments, says):
    with pytest.raises(ValueError, match=says):
        examine(id, **arguments)


def test_sources_are_dated_citations():
    with pytest.raises(TypeError, match="sources must hold Source"):
        examine("B21", as_stated=T, sources=["Tan and Le, ICML 2019"])


def test_the_card_shows_claim_readings_evidence_and_verdict():
    found = examine(
        "A09",
        as_stated=F,
        nearby=T,
        charitable="tied weights with two biases of their own",
        evidence={"size of the code": 2, "largest error": 1e-9, "ratio": np.float64(0.123456)},
    )
    assert repr(found).splitlines()[0] == "A09: Document A, section 4.2"
    text = " ".join(repr(found).split())
    for part in (
        f"Claim: {found.claim.claim}",
        "Read literally: false in this run",
        "Read charitably: tied weights with two biases of their own: true in this run",
        "size of the code = 2; largest error = below 0.001; ratio = 0.123",
        "Verdict: ≈ imprecise (false as stated, but a nearby statement holds)",
    ):
        assert part in text
        assert part.split(": ", 1)[-1].replace("≈ ", "") in _words(found._repr_html_())


@pytest.mark.parametrize(
    "flags, line",
    [
        (
            {"as_stated": F, "nearby": F, "charitable": "it adds."},
            "Read charitably: it adds: false",
        ),
        ({"as_stated": F, "nearby": T, "charitable": "it adds"}, "Read charitably: it adds: true"),
        ({"as_stated": T, "limited": F}, "Counterexample in its scope: none found"),
        ({"as_stated": T, "limited": T}, "Counterexample in its scope: found"),
        ({"supported": F}, "Support: nothing decides it"),
    ],
)
def test_each_reading_is_told_in_words(flags, line):
    assert line in repr(examine("A05", **flags))


def test_two_sections_are_named_in_the_plural():
    assert "Document A, sections 2 and 3.4" in repr(examine("A28", as_stated=F))


def _words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", html).replace("≈ ", "").split())


def test_the_card_is_not_told_by_color_alone_and_escapes():
    html = examine("A05", as_stated=T, evidence={"<b>": "<script>"})._repr_html_()
    assert "✓" in html and "holds" in html
    assert "<script>" not in html and "<b>" not in html
    assert html.count("<dt ") == html.count("</dt>") == html.count("<dd ") == 3


@pytest.mark.parametrize(
    "value, shown",
    [
        (True, "yes"),
        (np.bool_(False), "no"),
        (3, "3"),
        (np.int64(-2), "-2"),
        (-0.0, "0"),
        (1e-17, "0"),
        (-1e-9, "below 0.001"),
        (2.0, "2"),
        (1234.56789, "1234.57"),
        (float("nan"), "nan"),
        (float("-inf"), "-inf"),
        (np.array([[1.0, 0.33333], [2.0, -1e-9]]), "[[1, 0.333], [2, below 0.001]]"),
        ((6, 3), "(6, 3)"),
        ((3,), "(3,)"),
        ("a word", "a word"),
    ],
)
def test_evidence_is_rounded_and_reads_the_same_everywhere(value, shown):
    assert f"Evidence: it = {shown}" in repr(examine("A05", as_stated=T, evidence={"it": value}))


@pytest.mark.parametrize("value", [None, np.zeros(17), {1: 2}, object(), 1j, np.array(["a", None])])
def test_evidence_that_has_no_short_words_is_refused(value):
    with pytest.raises(TypeError, match="evidence 'it' must be a number"):
        examine("A05", as_stated=T, evidence={"it": value})


# --- Every chapter -----------------------------------------------------------------------------


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_examines_each_of_its_claims_and_types_no_verdict(chapter):
    mine = [claim for name, claim in EXAMINED if name == chapter]
    assert problems(load(chapter), mine) == []


RUNS = [pair for pair in EXAMINED if pair[1].examination == "run"]


@pytest.mark.parametrize("chapter, claim", RUNS, ids=[claim.id for _, claim in RUNS])
def test_the_verdict_flips_where_the_run_gives_something_else(chapter, claim):
    assert claim.id in FLIPS, "tests/claim_fixtures.py lacks a fixture that flips its verdict"
    assert run_claim(load(chapter), claim.id).verdict == claim.expected_verdict
    flipped = run_claim(load(chapter), claim.id, FLIPS[claim.id]).verdict
    assert flipped != claim.expected_verdict


def test_each_fixture_is_for_a_claim_that_is_run():
    assert FLIPS.keys() <= {claim.id for claim in ledger() if claim.examination == "run"}


# --- The proof that these rules can fail ---------------------------------------------------------

SETUP = """%matplotlib inline
import numpy as np
from course_utils.classroom.claims import examine
def neuron(X, W, b, activation):
    return activation(X @ W.T + b)
"""
CELL = """%%time
one = neuron(np.ones(4), np.ones((3, 4)), np.ones(3), np.tanh)
same = np.allclose(one, np.tanh(5)) and one.shape == (3,)
same = same and bool(one.any())
examine("A05", as_stated=same)"""


@pytest.fixture
def toy():
    cells = [
        new_code_cell(SETUP, metadata={"tags": ["setup"]}),
        new_code_cell(CELL, metadata={"tags": ["claim", "claim:A05"]}),
    ]
    nb = new_notebook(cells=cells)
    return with_outputs(nb)


def with_outputs(nb):
    """Give the claim's cell the output of its run."""
    data = {"text/plain": repr(run_claim(nb, "A05"))}
    nb.cells[1].outputs = [new_output("execute_result", data, execution_count=2)]
    return nb


def test_the_toy_chapter_keeps_the_rules(toy):
    assert problems(toy, ledger("perceptron")) == []


@pytest.mark.parametrize(
    "before, after",
    [
        ("as_stated=same", "as_stated=True"),
        ("as_stated=same", "as_stated=not False"),
        ("as_stated=same", "as_stated=(1 == 1)"),
        ("as_stated=same", "as_stated=bool(1)"),
        ("as_stated=same", "as_stated=np.bool_(True)"),
        ("as_stated=same", "as_stated=all([True, True])"),
        ("as_stated=same", "as_stated=same, limited=False"),
        ("same and bool(one.any())", "True"),
        ("same and bool(one.any())", "yes = True"),
        ("same = same and bool(one.any())", "same, one = True, one.any()"),
        ("same = same and bool(one.any())", "same = (yes := 1 < 2)"),
    ],
)
def test_a_typed_flag_is_found(toy, before, after):
    toy.cells[1].source = CELL.replace(before, after)
    assert toy.cells[1].source != CELL
    assert "is typed, not computed" in " ".join(problems(toy, ledger("perceptron")))


@pytest.mark.parametrize("line", ['print("so it holds")', 'f"{one} is wrong"', '"""Imprecise."""'])
def test_a_typed_verdict_is_found(toy, line):
    toy.cells[1].source = CELL.replace("one = ", f"{line}\none = ", 1)
    assert "names a verdict" in " ".join(problems(toy, ledger("perceptron")))


@pytest.mark.parametrize(
    "source, says",
    [
        (CELL.replace('"A05"', "id"), "an id that is not written out"),
        (CELL.replace("as_stated=same", "**{'as_stated': same}"), "write the arguments"),
        (CELL.replace('examine("A05"', 'verdict = examine("A05"'), "end the cell with examine"),
        (CELL + "\nexamine('A05', as_stated=same)", "A05 is examined 2 times"),
        (CELL.replace("A05", "A09"), "A09 is no claim of this chapter"),
        ("print(1)", "A05 is examined 0 times"),
        ("%%html\n<b>examine('A05')</b>", "A05 is examined 0 times"),
    ],
)
def test_a_cell_that_does_not_examine_its_claim_properly_is_found(toy, source, says):
    toy.cells[1].source = source
    assert says in " ".join(problems(toy, ledger("perceptron")))


def test_tags_that_do_not_fit_are_found(toy):
    for wrong in ([], ["claim"], ["claim:A05"], ["claim", "claim:A05", "claim:A06"]):
        toy.cells[1].metadata["tags"] = wrong
        assert problems(toy, ledger("perceptron")), wrong


def test_a_claim_examined_by_two_cells_is_found(toy):
    toy.cells.append(copy.deepcopy(toy.cells[1]))
    assert "A05 is examined 2 times" in " ".join(problems(toy, ledger("perceptron")))


def test_an_output_that_says_something_else_is_found(toy):
    for text in ("", "A05: Document A\nVerdict: ✗ wrong (…)", "A09: …\nVerdict: ✓ holds (…)"):
        toy.cells[1].outputs[0].data["text/plain"] = text
        assert "the ledger expects holds" in " ".join(problems(toy, ledger("perceptron")))
    toy.cells[1].outputs = []
    assert "the ledger expects holds" in " ".join(problems(toy, ledger("perceptron")))


def test_a_claim_that_the_chapter_forgot_is_found(toy):
    assert problems(toy, ledger("perceptron") + ledger("gradient_descent")) == [
        "A06 is examined 0 times instead of once"
    ]


def test_the_toy_claim_flips(toy):
    assert run_claim(toy, "A05", FLIPS["A05"]).verdict == "wrong"
    with pytest.raises(AssertionError, match="setup cell does not define"):
        run_claim(toy, "A05", {"nuron": None})
    with pytest.raises(AssertionError, match="the cell itself sets"):
        toy.cells[1].source = "neuron = abs\n" + CELL.removeprefix("%%time\n")
        run_claim(toy, "A05", FLIPS["A05"])


def test_a_verdict_that_does_not_depend_on_the_run_does_not_flip(toy):
    toy.cells[1].source = CELL.replace("as_stated=same", "as_stated=np.isclose(1, 1)")
    assert run_claim(toy, "A05", FLIPS["A05"]).verdict == "holds"


def test_magics_are_read_as_python():
    assert python_of("%%bash\nls (") == ""
    assert python_of("%%time\n%time x = 1\n") == "x = 1\n"
    assert "get_ipython()" in python_of("!ls\n%matplotlib inline\n")
