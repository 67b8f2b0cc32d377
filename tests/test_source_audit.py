"""The audit of the documents says what the executed notebooks found, and nothing else."""

import pytest
from nbformat import v4

from course_utils.classroom.claims import ledger
from course_utils.instructor.guide import audit, chapter_names, renewed_audit
from course_utils.instructor.notebooks import NotebookError
from course_utils.places import ROOT

CARD = """\
A05: Document A, section 4.2
Claim: The forward pass of a neuron is a matter of
  two lines
Read literally: false in this run
Read charitably: one line: true in this run
Evidence: lines = [1, 2]; ratio = 1:2
Verdict: ≈ imprecise (false as stated, but a nearby statement holds)"""


@pytest.fixture
def notebook(monkeypatch):
    """Let the chapter "02_x" consist of one cell with the outputs given."""

    def put(*texts):
        outputs = [v4.new_output("execute_result", {"text/plain": text}) for text in texts]
        cell = v4.new_code_cell("…", metadata={"tags": ["claim:A05"]}, outputs=outputs)
        monkeypatch.setattr(audit, "load", lambda *_: v4.new_notebook(cells=[cell]))

    return put


def test_the_pages_are_as_the_notebooks_say():
    for path, text in renewed_audit().items():
        assert (ROOT / path).read_text("utf-8") == text, f"{path} is old: make guide"


def test_each_claim_of_a_chapter_that_is_there_has_a_verdict():
    there = chapter_names()
    examined = {claim.id for claim in ledger() if claim.chapter in there}
    assert set(audit.findings(there)) == examined
    page = renewed_audit()[audit_page()]
    for claim in ledger():
        assert page.count(f"| {claim.id}, section ") == 1, claim.id


def audit_page():
    return next(path for path in renewed_audit() if path.name == "source_audit.md")


def test_a_card_is_read_line_by_line(notebook):
    notebook("7", CARD)
    found = audit.findings(["02_x"])
    assert found["A05"]["Verdict"] == "imprecise"
    assert found["A05"]["Claim"].endswith("a matter of two lines")
    assert found["A05"]["Evidence"] == "lines = [1, 2]; ratio = 1:2"
    assert "| ≈ imprecise | false as stated, but a nearby statement holds | 1 | 0 |" in (
        audit.count_table(found)
    )
    (row,) = [
        line
        for line in audit.verdict_tables(found, ["02_perceptron"]).splitlines()
        if line.startswith("| A05")
    ]
    assert "≈ imprecise" in row and "one line: true in this run. Evidence: lines" in row


@pytest.mark.parametrize("texts", [(), ("7",), (CARD, CARD), (CARD.replace("imprecise", "good"),)])
def test_a_cell_without_one_known_verdict_is_refused(notebook, texts):
    notebook(*texts)
    with pytest.raises(NotebookError, match="02_x: claim:A05"):
        audit.findings(["02_x"])
