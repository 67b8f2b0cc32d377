"""The stored trainings: their scores, computed anew, and what reads and makes their files."""

import csv
import hashlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from course_utils.autoencoder import (
    gaussian_noise,
    mean_squared_error,
    pca_baseline,
    psnr,
    reconstruct,
)
from course_utils.autoencoder.stored import networks_of, size_curve_of, trainings_of
from course_utils.checkpoints import named_tensors, read_checkpoint, write_checkpoint
from course_utils.data_files import verify_all
from course_utils.datasets import load_digits, load_run

ROOT = Path(__file__).resolve().parents[1]
RUNS = ROOT / "data" / "runs"
SIZES = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32]
DRIFT = 2e-6  # between processors, and by rounding to 6 decimals


@pytest.fixture(scope="module")
def networks():
    return networks_of(load_run("autoencoder.safetensors"))


@pytest.fixture(scope="module")
def trainings():
    return trainings_of(load_run("autoencoder.safetensors"))


@pytest.fixture(scope="module")
def curve():
    return size_curve_of(load_run("autoencoder_sizes.csv"))


@pytest.fixture(scope="module")
def X():
    return load_digits("test").X


def test_error(model, X, sigma=0.0):
    """The error on images that got the noise that the file's own scores were taken with."""
    seen = gaussian_noise(sigma)(torch.tensor(X), torch.Generator().manual_seed(0))
    return mean_squared_error(X, reconstruct(model, seen))


test_error.__test__ = False


# What is stored


def test_every_network_is_there_with_its_sizes(networks):
    layers = {name: tuple(model.options["sizes"]) for name, model in networks.items()}
    assert layers.pop("denoiser")[0] == 64
    assert layers == {"plane": (64, 32, 2)} | {f"size {k}": (64, 128, k) for k in SIZES}


def test_the_files_stay_small():
    assert sum(path.stat().st_size for path in RUNS.glob("autoencoder*")) < 1_000_000


def test_the_scores_in_the_file_are_those_of_its_networks(networks, trainings, X):
    assert sorted(trainings) == sorted(networks)
    for name, how in trainings.items():
        found = test_error(networks[name], X, how["sigma"])
        assert found == pytest.approx(how["test_error"], abs=DRIFT), name


def test_the_networks_reach_their_bars(networks, X):
    assert test_error(networks["plane"], X) <= 0.036
    assert test_error(networks["size 32"], X) <= 0.0015


def test_no_training_took_more_than_8000_steps(trainings):
    n_rows = len(load_digits("fit").X)
    for how in trainings.values():
        assert 0 < how["n_epochs"] * -(-n_rows // how["batch_size"]) <= 8000


def test_the_denoiser_gains_4_decibels_at_the_noise_it_learned_from(networks, trainings, X):
    assert trainings["denoiser"]["sigma"] == 0.3
    assert {how["sigma"] for name, how in trainings.items() if name != "denoiser"} == {0.0}
    seen = X + 0.3 * np.random.default_rng(0).normal(size=X.shape)
    assert psnr(X, reconstruct(networks["denoiser"], seen)) - psnr(X, seen) >= 4.0


def test_the_networks_are_for_use_and_not_for_training(networks):
    for model in networks.values():
        assert not model.training and not any(p.requires_grad for p in model.parameters())


# The table of sizes


def test_the_table_has_five_seeds_of_each_size(curve, trainings):
    sizes, ours, pca = curve
    assert sizes.tolist() == SIZES and ours.shape == (5, len(SIZES)) and pca.shape == (len(SIZES),)
    rows = list(csv.DictReader((RUNS / "autoencoder_sizes.csv").read_text("utf-8").splitlines()))
    assert [(int(row["size"]), int(row["seed"])) for row in rows] == [
        (size, seed) for size in SIZES for seed in range(5)
    ]
    n_batches = -(-len(load_digits("fit").X) // trainings["size 1"]["batch_size"])
    assert {int(row["n_steps"]) for row in rows} == {
        trainings[f"size {size}"]["n_epochs"] * n_batches for size in SIZES
    }


def test_its_first_seed_is_the_stored_network_and_its_pca_is_pca(curve, networks, X):
    sizes, ours, pca = curve
    fit = load_digits("fit").X
    for size, error, peer in zip(sizes, ours[0], pca, strict=True):
        assert test_error(networks[f"size {size}"], X) == pytest.approx(error, abs=DRIFT)
        expected = mean_squared_error(X, pca_baseline(fit, int(size)).reconstruct(X))
        assert expected == pytest.approx(peer, abs=DRIFT)


def test_a_larger_code_errs_less_and_every_autoencoder_less_than_pca(curve):
    _, ours, pca = curve
    assert (np.diff(np.median(ours, axis=0)) < 0).all() and (np.diff(pca) < 0).all()
    assert (ours < pca).all()


# Reading


def test_what_is_no_such_file_is_refused(tmp_path, networks):
    for content in ("autoencoder.safetensors", RUNS / "autoencoder.safetensors", None):
        with pytest.raises(TypeError, match=r"^content must be the bytes of a file, as load_run"):
            networks_of(content)
        with pytest.raises(TypeError, match=r"^content must be the bytes of a file, as load_run"):
            size_curve_of(content)
    path = tmp_path / "x.safetensors"
    write_checkpoint(path, named_tensors({"plane": networks["plane"]}), {"epoch": 3})
    for read in (networks_of, trainings_of):
        with pytest.raises(ValueError, match=r"^content holds no autoencoders of the course\. "):
            read(path.read_bytes())


def test_a_file_whose_header_and_weights_differ_is_refused(tmp_path):
    tensors, about = read_checkpoint(load_run("autoencoder.safetensors"))
    path = tmp_path / "x.safetensors"
    about["networks"]["plane"]["options"]["sizes"] = [64, 32, 3]
    write_checkpoint(path, tensors, about)
    with pytest.raises(ValueError, match=r"does not fit these networks: plane\."):
        networks_of(path.read_bytes())


def test_a_damaged_file_is_refused():
    content = load_run("autoencoder.safetensors")
    with pytest.raises(ValueError, match="is damaged"):
        networks_of(content[:-1] + bytes([content[-1] ^ 1]))


@pytest.mark.parametrize(
    "content",
    [
        b"size,seed,autoencoder\n2,0,0.5\n",
        b"size,seed,autoencoder,pca\n2,0,0.5,1\n4,1,0.2,1\n",
        b"size,seed,autoencoder,pca\n2,0,half,1\n",
        b"size,seed,autoencoder,pca\n2,0\n",
        b"size,seed,autoencoder,pca\n2,0,nan,1\n",
        b"",
        b"\xff\xfe",
    ],
)
def test_a_table_with_holes_is_refused(content):
    with pytest.raises(ValueError, match=r"^content must be a table with the columns size, seed"):
        size_curve_of(content)


def test_rows_may_stand_in_any_order():
    curve = size_curve_of(b"pca,seed,size,autoencoder\n.7,1,4,.3\n1,0,2,.5\n.7,0,4,.2\n1,1,2,.4\n")
    assert [part.tolist() for part in curve] == [[2, 4], [[0.5, 0.2], [0.4, 0.3]], [1.0, 0.7]]


# load_run


@pytest.mark.parametrize("name", ["", "../digits.npz", "runs/autoencoder.safetensors", "x", None])
def test_what_is_no_stored_training_is_refused(name):
    with pytest.raises(ValueError, match=r"data file of the course|must be a file of data/runs/"):
        load_run(name)


def test_the_runs_have_checksums_of_their_own():
    lines = (RUNS / "checksums.txt").read_text().splitlines()
    files = [path for path in RUNS.iterdir() if path.suffix in (".csv", ".safetensors", ".npz")]
    assert lines == [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in sorted(files)
    ]
    found = verify_all()
    assert [found[f"runs/{path.name}"] for path in files] == [None] * len(files)


# Making


@pytest.fixture
def small(script, monkeypatch):
    """The recipes of the chapter, cut down to seconds."""
    runs = script("autoencoder")
    monkeypatch.setattr(runs, "SIZES", (1, 3))
    monkeypatch.setattr(runs, "TRIED_SIZES", (1, 2))
    monkeypatch.setattr(runs, "SEEDS", range(2))
    for name in ("PLANES", "CURVES", "DENOISERS"):
        short = [recipe._replace(n_steps=40) for recipe in getattr(runs, name)[:2]]
        monkeypatch.setattr(runs, name, short)
    return runs


def test_both_files_are_made_and_read_back(small, script, tmp_path, capsys, X):
    train = script("train")
    assert train.main(["autoencoder"], tmp_path) == 0
    said = capsys.readouterr().out
    assert said.count("chosen: ") == 3 and "autoencoder: written in " in said
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "autoencoder.safetensors",
        "autoencoder_sizes.csv",
        "checksums.txt",
    ]
    content = (tmp_path / "autoencoder.safetensors").read_bytes()
    made, how = networks_of(content), trainings_of(content)
    assert sorted(made) == ["denoiser", "plane", "size 1", "size 3"]
    # 40 steps are 3 epochs of 12 batches
    assert {(one["n_epochs"], one["batch_size"]) for one in how.values()} == {(3, 128)}
    sizes, ours, _ = size_curve_of((tmp_path / "autoencoder_sizes.csv").read_bytes())
    assert sizes.tolist() == [1, 3] and ours.shape == (2, 2)
    for size, error in zip(sizes, ours[0], strict=True):
        assert test_error(made[f"size {size}"], X) == pytest.approx(error, abs=DRIFT)
    assert ours[0, 0] != ours[1, 0], "another seed is another training"


def test_the_recipe_with_the_least_validation_error_is_chosen(small, monkeypatch):
    errors = {"tanh": {1: 0.1, 2: 0.4}, "elu": {1: 0.3, 2: 0.1}}
    fed = []

    def trained(recipe, X):
        fed.append(len(X))
        return recipe

    monkeypatch.setattr(small, "trained", trained)
    monkeypatch.setattr(
        small, "error_of", lambda recipe, X, sigma: errors[recipe.activation][recipe.sizes[-1]]
    )
    recipes = [small.Recipe((64, 2), name, 1e-3, 40) for name in errors]
    assert small.chosen(recipes).activation == "elu"
    assert small.chosen(recipes, (1,)).activation == "tanh"
    assert small.chosen(recipes, (1, 2)).activation == "elu", "0.03 is less than 0.04"
    assert set(fed) == {len(load_digits("train").X)}


def test_an_unknown_chapter_is_named(script, capsys):
    with pytest.raises(SystemExit) as caught:
        script("train").main(["perceptron"])
    assert caught.value.code == 2
    assert (
        "perceptron has no stored trainings; autoencoder, gan, compression, resources has."
        in capsys.readouterr().err
    )


def test_the_command_runs_from_anywhere(tmp_path):
    run = subprocess.run(
        [sys.executable, str(RUNS / "train.py"), "--help"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0 and "autoencoder" in run.stdout
