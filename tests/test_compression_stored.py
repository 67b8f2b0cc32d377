"""The stored trainings of the chapter: that they say what the text says, and repeat."""

from pathlib import Path

import numpy as np
import pytest
import torch

from course_utils.checkpoints import named_tensors, write_checkpoint
from course_utils.compression.model import accuracy, digits_network
from course_utils.compression.prune import sparsity_of
from course_utils.compression.stored import (
    networks_of,
    pruning_table_of,
    students_of,
    teacher_of,
)
from course_utils.datasets import load_digits

RUNS = Path(__file__).resolve().parents[1] / "data" / "runs"
RECIPES = ["one-shot", "one-shot + fine-tuning", "gradual", "structured"]
SPARSITIES = [0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98]
POINT = 0.01
PRUNING = b"recipe,sparsity,seed,accuracy\n"
STUDENTS = b"seed,alone,distilled,teacher\n"


@pytest.fixture(scope="module")
def table():
    return pruning_table_of((RUNS / "compression_pruning.csv").read_bytes())


@pytest.fixture
def runs(script):
    return script("compression")


class TestPruningTable:
    def test_its_recipes_sparsities_and_seeds(self, table):
        assert list(table) == RECIPES
        for row in table.values():
            assert list(row) == SPARSITIES
            assert {values.shape for values in row.values()} == {(5,)}

    def test_before_pruning_each_network_reaches_97_percent(self, table):
        assert table["one-shot"][0.0].min() >= 0.97

    def test_80_percent_go_within_a_point_after_fine_tuning_and_not_before(self, table):
        before = table["one-shot"][0.0]
        for recipe in RECIPES[1:]:
            assert (table[recipe][0.8] >= before - POINT).all(), recipe
        assert (table["one-shot"][0.8] < before - 10 * POINT).all()

    def test_90_percent_do_not(self, table):
        before = table["one-shot"][0.0]
        for recipe in RECIPES:
            assert (table[recipe][0.9] < before - POINT).all(), recipe

    def test_after_98_percent_one_shot_only_guesses(self, table):
        assert table["one-shot"][0.98].max() < 0.12

    def test_a_row_trained_anew_is_that_of_the_file(self, runs, table, monkeypatch):
        monkeypatch.setattr(runs, "PRUNING_SEEDS", [3])
        monkeypatch.setattr(runs, "SPARSITIES", (0.8,))
        rows = runs.pruning_rows()
        assert [row["recipe"] for row in rows] == RECIPES
        for row in rows:
            told = table[row["recipe"]][0.8][3]
            assert row["accuracy"] == pytest.approx(told, abs=1.5 / 360), "another processor"

    def test_structured_removes_neurons_and_one_stays(self, runs, monkeypatch):
        monkeypatch.setattr(runs, "N_EPOCHS", 1)
        for sparsity, n_neurons in ((0.0, 64), (0.5, 32), (0.9, 6), (1.0, 1)):
            smaller = runs.structured(digits_network(), sparsity, 0)
            assert smaller[0].out_features == n_neurons and sparsity_of(smaller) == 0

    def test_is_written_as_it_is_read(self, runs, tmp_path, capsys):
        rows = [
            {"recipe": "x", "sparsity": 0.5, "seed": seed, "accuracy": 0.25 * seed}
            for seed in (0, 1)
        ]
        runs.write_table(tmp_path / "x.csv", rows)
        assert capsys.readouterr().out == "  x, 0.5, 0, 0.0\n  x, 0.5, 1, 0.25\n"
        found = pruning_table_of((tmp_path / "x.csv").read_bytes())
        assert found["x"][0.5].tolist() == [0.0, 0.25]


class TestReading:
    def test_order(self):
        found = pruning_table_of(
            PRUNING + b"b,.9,1,.1\nb,.9,0,.2\nb,.5,1,.3\nb,.5,0,.4\n"
            b"a,.5,0,.5\na,.5,1,.6\na,.9,0,.7\na,.9,1,.8\n"
        )
        assert list(found) == ["b", "a"] and list(found["b"]) == [0.5, 0.9]
        assert found["b"][0.9].tolist() == [0.2, 0.1] and found["a"][0.9].tolist() == [0.7, 0.8]
        assert found["a"][0.5].dtype == np.float64
        students = students_of(STUDENTS + b"10,.1,.2,.3\n9,.4,.5,.6\n")
        assert {name: values.tolist() for name, values in students.items()} == {
            "alone": [0.4, 0.1],
            "distilled": [0.5, 0.2],
            "teacher": [0.6, 0.3],
        }

    @pytest.mark.parametrize(
        "rows",
        [
            b"a,.5,0,.5\na,.5,0,.5\n",
            b"a,.5,0,.5\na,.5,1,.5\na,.9,0,.5\n",
            b"a,.5,0,.5\nb,.5,1,.5\n",
            b"a,.5,0,.5\na,.9,0,.5\nb,.5,0,.5\na,.5,0,.5\n",
        ],
    )
    def test_incomplete_or_doubled_rows(self, rows):
        with pytest.raises(ValueError, match=r"^content must hold each of \d recipes, \d spars"):
            pruning_table_of(PRUNING + rows)

    def test_a_seed_twice(self):
        with pytest.raises(ValueError, match=r"^content must hold each seed once\."):
            students_of(STUDENTS + b"1,.1,.2,.3\n1,.4,.5,.6\n")

    @pytest.mark.parametrize("read", [pruning_table_of, students_of])
    def test_what_is_no_such_table(self, read):
        for content in (b"", PRUNING, STUDENTS, b"\xff\xfe", b"a,b\n1,2\n", PRUNING + b"a,x,0,1\n"):
            with pytest.raises(ValueError, match=r"^content must be a table with .*compression_"):
                read(content)
        for content in ("text", RUNS, None):
            with pytest.raises(TypeError, match=r"^content must be the bytes of a file"):
                read(content)

    def test_a_number_that_is_not_finite(self):
        with pytest.raises(ValueError, match=r"^accuracy contains NaN"):
            pruning_table_of(PRUNING + b"a,.5,0,nan\n")


class TestTrainingsAreWhatTheFilesSay:
    """On any processor, for which one image of the 360 may be read otherwise."""

    def test_a_student_learned_anew_scores_as_in_the_table(self, runs):
        teacher = teacher_of((RUNS / "compression.safetensors").read_bytes())
        students = students_of((RUNS / "compression_students.csv").read_bytes())
        test = load_digits("test")
        assert accuracy(teacher, *test) == pytest.approx(students["teacher"][0], abs=0.003)
        for name, share in (("alone", 1.0), ("distilled", runs.HARD_SHARE)):
            student = runs.trained_student(teacher, 1, share)
            assert accuracy(student, *test) == pytest.approx(students[name][1], abs=0.003)

    def test_the_stored_student_is_the_first_of_the_table(self):
        student = networks_of((RUNS / "compression.safetensors").read_bytes())["student"]
        students = students_of((RUNS / "compression_students.csv").read_bytes())
        found = accuracy(student, *load_digits("test"))
        assert found == pytest.approx(students["distilled"][0], abs=0.003)


class TestNetworks:
    def written(self, path, sizes=(3, 4, 2)):
        networks = {"teacher": digits_network((3, 4, 2)), "student": digits_network((3, 2))}
        sizes = {"teacher": list(sizes), "student": [3, 2]}
        about = {"networks": {name: {"options": {"sizes": sizes[name]}} for name in networks}}
        write_checkpoint(path, named_tensors(networks), about)
        return networks

    def test_are_those_that_were_written(self, tmp_path):
        path = tmp_path / "x.safetensors"
        networks = self.written(path)
        found = networks_of(path.read_bytes())
        assert found.keys() == networks.keys()
        for name, network in found.items():
            for one, other in zip(network.parameters(), networks[name].parameters(), strict=True):
                assert torch.equal(one, other) and not one.requires_grad
            assert not network.training
        teacher = teacher_of(path.read_bytes())
        assert torch.equal(teacher[0].weight, networks["teacher"][0].weight)

    def test_what_is_no_such_file(self, tmp_path):
        path = tmp_path / "x.safetensors"
        self.written(path, sizes=(3, 5, 2))
        with pytest.raises(ValueError, match=r"does not fit these networks: teacher\."):
            networks_of(path.read_bytes())
        for about in ({}, {"networks": {}}, []):
            write_checkpoint(path, named_tensors({"x": digits_network((3, 2))}), about)
            with pytest.raises(ValueError, match=r"^content holds no teacher\. Pass load_run"):
                networks_of(path.read_bytes())
        with pytest.raises(TypeError, match=r"^content must be the bytes of a file"):
            networks_of(path)
        with pytest.raises(ValueError, match=r"is damaged"):
            networks_of(path.read_bytes()[:-1])
