"""Which small changes of a model count, how a sample is drawn, and who is a witness."""

import dataclasses
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[1]

MODEL = '''\
"""A model: 1 + 1 of these words are never changed."""

LIMIT: int | None = 3


def half(x: int | float, *, wide: bool | None = None) -> float | None:
    """Return x / 2, for example 4 / 2 = 2."""
    if wide is not None:
        raise ValueError(f"ηε {LIMIT + 1}")
    if x > 5:
        x = x * 1
    return x / 2
'''
TEST = """\
from course_utils.toy.model import half
def test_half():
    assert half(4) == 2
"""
NBVAL = "--nbval --nbval-current-env --nbval-sanitize-with tests/sanitize.cfg"


@pytest.fixture(scope="module")
def tools():
    """The modules of tools/, imported as a command imports them."""
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import mutant_list
        import mutant_runs
        import mutants
    finally:
        sys.path.remove(str(ROOT / "tools"))
    return SimpleNamespace(list=mutant_list, runs=mutant_runs, mutants=mutants)


def notebook(model_output):
    """A notebook whose first cell shows the source, and whose second one uses the model."""
    show = "from pathlib import Path\nfrom course_utils.toy import model\n"
    show += "print(Path(model.__file__).read_text())"
    cells = []
    for number, (source, text, tags) in enumerate(
        ((show, MODEL + "\n", ["source"]), ("print(model.half(4))", model_output, [])), start=1
    ):
        cell = nbformat.v4.new_code_cell(source, execution_count=number, metadata={"tags": tags})
        cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=text)]
        cells.append(cell)
    return nbformat.writes(nbformat.v4.new_notebook(cells=cells))


@pytest.fixture
def toy(tmp_path):
    """A repository with one chapter, `07_toy`."""
    files = {
        "course_utils/__init__.py": "",
        "course_utils/toy/__init__.py": "ONE = 1\n",
        "course_utils/toy/model.py": MODEL,
        "course_utils/toy/figures/plots.py": "TWO = 2\n",
        "course_utils/toy/exercises/one.py": "THREE = 3\n",
        "chapters/07_toy.md": "",
        "notebooks/07_toy.ipynb": notebook("2.0\n"),
        "tests/test_toy_model.py": TEST,
        "tests/test_toy_plots.py": "from course_utils.toy.figures.plots import TWO\n",
        "tests/sanitize.cfg": "",
        "Makefile": f"NBVAL := {NBVAL}\n",
        ".gitignore": "/build/\n__pycache__/\n",
        "build/ignored.txt": "",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    return tmp_path


@pytest.fixture
def made(tools, toy):
    """The mutants of the toy's model."""
    pytest.importorskip("cosmic_ray", reason="cosmic-ray is missing: it is in the extra dev")
    return tools.list.mutants_of(toy, "toy")


def numbered(tools, count):
    mutant = tools.list.Mutant("m.py", "f", "a", "b", 1, "op", False, "p", "c", "d")
    return [dataclasses.replace(mutant, line=f"a = {i}", row=i) for i in range(count)]


# What is changed


def test_only_the_model_is_changed(tools, toy):
    found = tools.list.model_files(toy / "course_utils" / "toy")
    assert [path.name for path in found] == ["model.py"]


def test_no_annotation_and_no_docstring_is_changed(made):
    assert {one.line for one in made} == {
        "LIMIT: int | None = 3",
        "def half(x: int | float, *, wide: bool | None = None) -> float | None:",
        "if wide is not None:",
        'raise ValueError(f"ηε {LIMIT + 1}")',
        "if x > 5:",
        "x = x * 1",
        "return x / 2",
    }
    assert all("int | None" in one.mutated for one in made if one.row == 3)
    header = {one.mutated for one in made if one.row == 6}
    assert header == {"def half(x: int | float, /, wide: bool | None = None) -> float | None:"}


def test_every_mutant_is_another_program(made):
    codes = [one.code for one in made]
    assert len(set(codes)) == len(codes) > 30
    assert MODEL not in codes
    for one in made:
        compile(one.code, "<mutant>", "exec")
        assert one.diff.startswith("--- course_utils/toy/model.py\n")


def test_columns_are_counted_in_characters(tools):
    source = 'def f(a="ηηη", b: int = 1): ...\n'
    assert tools.list.annotation_spans(source) == [((1, 18), (1, 21))]


def test_a_check_is_the_condition_and_the_body_of_an_if_that_raises(made):
    checks = {one.row for one in made if one.in_check}
    assert checks == {8, 9}
    assert {one.row for one in made if not one.in_check} == {3, 6, 10, 11, 12}


def test_what_follows_a_check_is_none(tools):
    source = (
        "if a:\n    if b:\n        raise c\nelif d:\n    e = 1\n    raise f\nelse:\n    g = 2\n"
    )
    spans = tools.list.check_spans(source)
    positions = {(1, 3): False, (2, 7): True, (3, 8): True, (4, 5): True, (5, 8): True}
    for position, expected in {**positions, (8, 8): False}.items():
        assert tools.list.inside(position, spans) == expected


def test_a_missing_cosmic_ray_is_told(tools, toy, monkeypatch):
    monkeypatch.setitem(sys.modules, "cosmic_ray.commands", None)
    with pytest.raises(tools.list.MutantError, match='the extra "dev"'):
        tools.list.mutants_of(toy, "toy")


# Which are counted


def test_a_sample_is_drawn_by_its_seed(tools):
    mutants = numbered(tools, 300)
    draw = tools.mutants.draw
    one = draw(mutants, 100, 1)
    assert one == draw(mutants, 100, 1) != draw(mutants, 100, 2)
    assert len(set(one)) == 100
    assert [m.row for m in one] == sorted(m.row for m in one)
    assert draw(mutants, None, 1) == draw(mutants, 300, 1) == draw(mutants, 301, 1) == mutants


@pytest.mark.parametrize("size", ["79", "0", "-120", "many", "1.5"])
def test_a_small_sample_is_refused(tools, toy, capsys, size):
    with pytest.raises(SystemExit):
        tools.mutants.main(["toy", f"--sample={size}"], toy)
    assert f"a whole number of at least 80, or all; got '{size}'" in capsys.readouterr().err


def test_all_is_a_sample_too(tools):
    assert tools.mutants.sample_size("all") is None
    assert tools.mutants.sample_size("80") == 80


def test_a_chapter_that_is_not_there_is_told(tools, toy, capsys):
    assert tools.mutants.main(["gone"], toy) == 1
    assert "There is no chapter 'gone'. Chapters: 07_toy." in capsys.readouterr().err


def test_the_notebook_answers_for_no_check(tools):
    plain = numbered(tools, 2)
    mutants = [plain[0], dataclasses.replace(plain[1], in_check=True)]
    groups = tools.mutants.groups_of(mutants)
    assert groups == {"unit tests": mutants, "notebook": plain[:1]}


def entry(line="a = 1", **changes):
    reason = "The value is read nowhere, so no result changes."
    same = {"file": "m.py", "function": "f", "line": line, "mutated": "b", "reason": reason}
    return {**same, **changes}


def test_an_equivalent_mutant_is_not_counted(tools):
    mutants = numbered(tools, 4)
    counted, equivalent = tools.mutants.without_equivalent(mutants, [entry("a = 2")])
    assert [one.row for one in counted] == [0, 1, 3]
    assert [one.row for one in equivalent] == [2]


@pytest.mark.parametrize("change", [{"line": "gone"}, {"mutated": "c"}, {"function": "g"}])
def test_an_entry_for_a_mutant_that_is_gone_is_found(tools, change):
    with pytest.raises(tools.list.MutantError, match="must match one mutant, not 0"):
        tools.mutants.without_equivalent(numbered(tools, 4), [entry(**change)])


def test_an_entry_for_two_mutants_is_found(tools):
    with pytest.raises(tools.list.MutantError, match="must match one mutant, not 2"):
        tools.mutants.without_equivalent(numbered(tools, 4) * 2, [entry()])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reason": "It is the same."}, "needs a reason"),
        ({"reason": "It changes nothing that anybody could ever see"}, "needs a reason"),
        ({"row": "5"}, "must have exactly file, function, line, mutated, reason"),
    ],
)
def test_an_entry_without_an_argument_is_found(tools, tmp_path, change, words):
    path = tmp_path / "toy.toml"
    assert tools.mutants.read_arguments_for(path) == []
    for number, wrong in enumerate(({}, change)):
        lines = (f"{key} = '{value}'" for key, value in entry(**wrong).items())
        path.write_text("\n".join(["[[mutant]]", *lines]) + "\n", "utf-8")
        if number == 0:
            assert tools.mutants.read_arguments_for(path) == [entry()]
    with pytest.raises(tools.list.MutantError, match=words):
        tools.mutants.read_arguments_for(path)


@pytest.mark.parametrize(
    ("unit", "cells", "passed"), [(95, 80, True), (94, 80, False), (95, 79, False)]
)
def test_both_bars_must_be_reached(tools, unit, cells, passed):
    mutants = numbered(tools, 100)
    verdicts = {
        group: {one: "test" if one.row < caught else "" for one in mutants}
        for group, caught in (("unit tests", unit), ("notebook", cells))
    }
    lines, found = tools.mutants.table(verdicts)
    assert found == passed
    assert lines[1].split() == ["unit", "tests", str(unit), "100", f"{unit}.0", "95", "%"]
    assert lines[2].split() == ["notebook", str(cells), "100", f"{cells}.0", "80", "%"]


# How they are judged


def test_the_course_itself_names_its_tests(tools):
    unit = tools.runs.unit_tests(ROOT, "perceptron")
    assert "course_utils/perceptron/rule.py" in unit and "tests/test_perceptron_model.py" in unit
    assert "tests/test_perceptron_figures.py" not in unit
    cells = tools.runs.notebook_tests(ROOT, "02_perceptron")
    assert "--nbval" in cells and cells[-1] == "notebooks/02_perceptron.ipynb"


def test_unit_tests_catch_what_they_check_and_the_tree_stays(tools, toy, made):
    before = (toy / "course_utils/toy/model.py").read_text("utf-8")
    with tools.runs.Workshop(toy, "07_toy") as workshop:
        assert not (workshop.copy / "build").exists()
        assert workshop.arguments["unit tests"] == [
            "course_utils/toy/model.py",
            "tests/test_toy_model.py",
        ]
        del workshop.arguments["notebook"]
        assert len(list(workshop.rehearse())) == 1
        last = {one.mutated: one for one in made if one.line == "return x / 2"}
        caught, missed = last["return x * 2"], last["return x // 2"]
        found = workshop.run({"unit tests": [missed, caught, missed]})["unit tests"]
        copies = workshop.copies
        assert [(copy / "course_utils/toy/model.py").read_text("utf-8") for copy in copies] == [
            before,
            before,
        ]
    assert found == {caught: "tests/test_toy_model.py::test_half", missed: ""}
    assert (toy / "course_utils/toy/model.py").read_text("utf-8") == before


def test_tests_that_fail_without_a_mutant_are_told(tools, toy):
    (toy / "tests/test_toy_model.py").write_text(TEST.replace("== 2", "== 3"), "utf-8")
    with (
        tools.runs.Workshop(toy, "07_toy") as workshop,
        pytest.raises(tools.list.MutantError, match=r"fail without any mutant, at .*::test_half"),
    ):
        list(workshop.rehearse())


def test_tests_that_do_not_load_the_model_are_told(tools, toy):
    (toy / "tests/test_toy_model.py").write_text("def test_nothing():\n    pass\n", "utf-8")
    with tools.runs.Workshop(toy, "07_toy") as workshop:
        workshop.arguments = {"unit tests": ["tests/test_toy_model.py"]}
        with pytest.raises(tools.list.MutantError, match=r"pass without model.py"):
            list(workshop.rehearse())


def test_an_endless_mutant_is_caught(tools, toy):
    (toy / "course_utils/toy/model.py").write_text("while True:\n    pass\n", "utf-8")
    with tools.runs.Workshop(toy, "07_toy") as workshop:
        assert workshop.judge("unit tests", workshop.copy, 2) in ("signal 9", "the limit of 8 s")


def test_a_cell_that_shows_the_source_is_no_witness(tools, toy):
    with tools.runs.Workshop(toy, "07_toy") as workshop:
        model = workshop.copy / "course_utils/toy/model.py"
        model.write_text(MODEL.replace("x / 2\n", "x / 2 + 0\n"), "utf-8")
        assert workshop.judge("notebook", workshop.copy, 60) == ""
        model.write_text(MODEL.replace("x / 2\n", "x / 3\n"), "utf-8")
        assert workshop.judge("notebook", workshop.copy, 60).endswith("Cell 1")
