"""The matrix: what it sets, how it knows that a setting took, what it makes of a red one."""

import importlib.util
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NBVAL = ("--nbval", "--nbval-current-env", "-q", "-p", "no:cacheprovider")


@pytest.fixture(scope="module")
def matrix():
    spec = importlib.util.spec_from_file_location("matrix", ROOT / "tools" / "matrix.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_six_configurations_each_with_its_threads(matrix):
    six = matrix.configurations(cores=2)
    assert len({one.name for one in six}) == 6
    assert [one.variables["OMP_NUM_THREADS"] for one in six] == ["1", "2"] * 3
    assert [one.variables.get("ATEN_CPU_CAPABILITY") for one in six] == [
        *(None, None, "default", "default", "avx2", "avx2")
    ]
    assert {one.expected["OpenBLAS threads"] for one in matrix.configurations(cores=1)} == {"1"}


def test_nothing_of_the_users_choice_remains(matrix):
    one = matrix.configurations(cores=2)[0]
    mine = {"MKL_CBWR": "AVX", "OMP_NUM_THREADS": "7", "PATH": "/bin"}
    assert matrix.environment(one.variables, mine) == one.variables | {"PATH": "/bin"}
    assert mine["MKL_CBWR"] == "AVX"


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["F", "=== 1 failed, 3 passed in 2.1s (0:00:02) ===", ""], "1 failed, 3 passed in 2.1s"),
        (["== 1 error in 0.2s ==", "pytest exits"], "1 error in 0.2s"),
        (["Fatal Python error: Illegal instruction", ""], "Fatal Python error"),
        ([], "it printed nothing"),
    ],
)
def test_the_last_words_of_pytest(matrix, lines, words):
    assert matrix.last_words(lines).startswith(words)


def told(matrix, monkeypatch, codes, found=None):
    """Let the libraries agree (or say `found`) and the suite end with these codes; note calls."""
    calls = []

    def run_suite(arguments, variables):
        calls.append((arguments, variables))
        return codes[len(calls) - 1], "the words of pytest"

    agreed = {}
    for one in matrix.configurations(cores=os.cpu_count()):
        agreed[frozenset(one.variables.items())] = one.expected
    monkeypatch.setattr(matrix, "run_suite", run_suite)

    def facts(variables):
        chosen = {pair for pair in variables.items() if pair[0] in matrix.CHOSEN}
        return {"PyTorch": "AVX512"} | agreed.get(frozenset(chosen), {}) | (found or {})

    monkeypatch.setattr(matrix, "facts", facts)
    monkeypatch.setattr(matrix, "usable_cores", os.cpu_count)
    return calls


def test_it_goes_on_after_a_red_one_and_fails_at_the_end(matrix, monkeypatch, capsys):
    calls = told(matrix, monkeypatch, [0, 1, 0, -11, 0, 0])
    assert matrix.main(["--", "tests", "-q"]) == 1
    assert len(calls) == 6 and all(arguments[:2] == ["tests", "-q"] for arguments, _ in calls)
    summary = capsys.readouterr().out.partition("##### The matrix")[2]
    states = [line.split()[0] for line in summary.strip().splitlines() if line[0] != " "]
    assert states == ["green", "red", "green", "red", "green", "green"]


def test_all_green_is_success_and_one_can_be_chosen(matrix, monkeypatch):
    calls = told(matrix, monkeypatch, [0] * 6)
    assert matrix.main(["--only", "old laptop, 2", "--", "tests"]) == 0
    (_, variables), *others = calls
    assert variables["MKL_CBWR"] == "COMPATIBLE" and variables["MKL_NUM_THREADS"] == "2"
    assert not others
    with pytest.raises(SystemExit):
        matrix.main(["--only", "no such machine", "--", "tests"])
    with pytest.raises(SystemExit):
        matrix.main([])


def test_a_setting_that_does_not_take_is_red_without_running(matrix, monkeypatch, capsys):
    calls = told(matrix, monkeypatch, [0] * 6, found={"MKL": "OFF"})
    assert matrix.main(["--only", "old laptop", "--", "tests"]) == 1
    assert not calls and "MKL is OFF, not COMPATIBLE" in capsys.readouterr().out


def test_without_avx2_the_laptop_is_reported_as_not_run(matrix, monkeypatch, capsys):
    calls = told(matrix, monkeypatch, [0] * 6, found={"PyTorch": "DEFAULT"})
    assert matrix.main(["--", "tests"]) == 0
    assert len(calls) == 4
    assert capsys.readouterr().out.count("this processor has no AVX2: it would crash") == 2


def test_a_setting_that_does_not_reach_the_kernels_is_red(matrix, tmp_path, monkeypatch, capsys):
    # The plug-in does what a careless conftest.py would.
    (tmp_path / "careless.py").write_text(
        'import os\nos.environ["OMP_NUM_THREADS"] = os.environ["MKL_NUM_THREADS"] = "2"'
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    one = matrix.configurations(cores=1)[0]
    result = matrix.examine(one, [*NBVAL, "-vv", "-p", "careless"], has_avx2=True)
    assert result.state == "red" and result.words.startswith("1 failed")
    assert "PyTorch threads: 1" in result.facts
    assert "PyTorch threads: 2" in capsys.readouterr().out, "so says the kernel"
    assert not list((ROOT / "build" / "matrix").glob(f"*_{os.getpid()}.ipynb"))
