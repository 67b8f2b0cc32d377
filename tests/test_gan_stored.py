"""The stored trainings of the GANs: their scores, computed anew, and what reads and makes them."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
import torch

from course_utils.checkpoints import named_tensors, write_checkpoint
from course_utils.datasets import load_digits, load_images, load_run
from course_utils.gan import sample
from course_utils.gan.case import as_bytes
from course_utils.gan.classifier import classes_of
from course_utils.gan.judge import Judge
from course_utils.gan.stored import (
    ablation_of,
    case_of,
    networks_of,
    ring_table_of,
    run_of,
    trainings_of,
)

ROOT = Path(__file__).resolve().parents[1]
RUNS = ROOT / "data" / "runs"
READERS = {
    "gan.safetensors": networks_of,
    "gan_run.safetensors": run_of,
    "gan_case.safetensors": case_of,
    "gan_ring.csv": ring_table_of,
    "gan_ablation.csv": ablation_of,
}
RING = ["naive", "+ falling rate", "+ LeakyReLU, betas (0, 0.99)", "+ R1", "+ running mean"]
ABLATION = [
    "full",
    "without running mean",
    "without R1",
    "without batch norm",
    "betas (0.9, 0.999)",
    "minimax loss",
]
DRIFT = 1e-6  # between processors, in float64
COUNTED = 0.002  # 4 of 2,000 samples that lie at a limit, on another processor


@pytest.fixture(scope="module")
def networks():
    return networks_of(load_run("gan.safetensors"))


@pytest.fixture(scope="module")
def trainings():
    return trainings_of(load_run("gan.safetensors"))


@pytest.fixture(scope="module")
def run():
    return run_of(load_run("gan_run.safetensors"))


@pytest.fixture(scope="module")
def case():
    return case_of(load_run("gan_case.safetensors"))


@pytest.fixture(scope="module")
def judge(networks):
    return Judge(networks["judge"], load_digits("fit").X, *load_digits("test"))


@pytest.fixture(scope="module")
def reports(networks, judge):
    """What the judge says of 2,000 samples of each generator, the noise being that of the file."""
    labels = np.arange(2000) % 10
    drawn = {
        "conditional": sample(networks["conditional"], 2000, labels=labels, generator=99),
        "unconditional": sample(networks["unconditional"], 2000, generator=99),
    }
    return {
        name: judge.judge((samples + 1) / 2, labels if name == "conditional" else None)
        for name, samples in drawn.items()
    }


# The networks


def test_every_network_is_there_with_its_sizes(networks):
    sizes = {name: network.options["sizes"] for name, network in networks.items()}
    assert sizes == {
        "judge": [64, 128, 64, 10],
        "conditional": [32, 128, 128, 64],
        "unconditional": [32, 128, 128, 64],
    }
    known = {name: networks[name].options["n_classes"] for name in sizes if name != "judge"}
    assert known == {"conditional": 10, "unconditional": 0}


def test_each_file_stays_small():
    for name in READERS:
        assert len(load_run(name)) < 1_000_000, name


def test_the_networks_are_for_use_and_not_for_training(networks):
    for network in networks.values():
        assert not network.training and not any(p.requires_grad for p in network.parameters())
        assert {p.dtype for p in network.parameters()} == {torch.float64}


def test_the_judge_reads_the_test_images_as_well_as_the_file_says(networks, trainings):
    X, y = load_digits("test")
    accuracy = (classes_of(networks["judge"], X) == y).mean()
    assert accuracy == pytest.approx(trainings["judge"]["test_accuracy"], abs=1.5 / len(y))
    assert accuracy >= 0.98


def test_the_scores_in_the_file_are_those_of_its_networks(reports, trainings):
    for name, report in reports.items():
        for field, found in report._asdict().items():
            told = trainings[name][field]
            drift = DRIFT if field == "frechet" else COUNTED
            assert found == told if told is None else found == pytest.approx(told, abs=drift), field


def test_the_generators_reach_their_bars(reports, judge):
    limits = {"conditional": (2.0, 0.44), "unconditional": (4.5, 1.0)}
    for name, (limit, of_floor) in limits.items():
        report = reports[name]
        assert report.frechet <= min(limit, of_floor * judge.floor.frechet), name
        assert report.n_classes == 10 and report.entropy >= 0.995 and report.copies <= 0.04, name
    assert reports["conditional"].label_accuracy >= 0.99


def test_few_samples_look_farther_away_so_the_bar_beside_360_real_images_flatters(networks, judge):
    labels = np.arange(2000) % 10
    samples = (sample(networks["conditional"], 2000, labels=labels, generator=99) + 1) / 2
    assert judge.frechet(samples, 360) > 3 * judge.frechet(samples)


def test_no_generator_took_more_than_5500_steps(trainings):
    n_rows = len(load_digits("fit").X)
    for name in ("conditional", "unconditional"):
        how = trainings[name]
        assert how["n_steps"] == how["n_epochs"] * -(-n_rows // how["batch_size"]) <= 5500


# The training of the scrubber


def test_the_run_has_a_snapshot_each_tenth_epoch_and_at_the_end(run, trainings):
    n_epochs = trainings["unconditional"]["n_epochs"]
    assert run.epochs.tolist() == [*range(10, n_epochs, 10), n_epochs]
    assert run.samples.shape == (len(run.epochs), 64, 64) and run.samples.dtype == np.uint8
    assert run.frechet.shape == run.epochs.shape
    assert run.discriminator.shape == run.generator.shape == (n_epochs,)
    for values in (run.discriminator, run.generator, run.frechet):
        assert values.dtype == np.float64 and np.isfinite(values).all() and (values > 0).all()


def test_it_ends_with_the_stored_generator(run, networks, judge):
    samples = sample(networks["unconditional"], 1000, generator=99)
    assert judge.frechet((samples + 1) / 2) == pytest.approx(run.frechet[-1], abs=DRIFT)
    apart = np.abs(as_bytes(samples[:64]).astype(int) - run.samples[-1])
    assert apart.max() <= 1, "another processor may round the other way"


def test_the_samples_come_nearer_while_the_losses_hardly_move(run):
    assert run.frechet[-1] < run.frechet[0] / 4
    for losses in (run.discriminator[run.epochs - 1], run.generator[run.epochs - 1]):
        assert losses.max() / losses.min() < 1.1


# The tables


def test_the_tables_have_their_recipes_and_seeds():
    ring, ablation = (
        READERS[name](load_run(name)) for name in ("gan_ring.csv", "gan_ablation.csv")
    )
    assert {name: list(table) for name, table in ring.items()} == {"modes": RING, "near": RING}
    assert {name: list(table) for name, table in ablation.items()} == {
        "frechet": ABLATION,
        "entropy": ABLATION,
    }
    assert {values.shape for table in ring.values() for values in table.values()} == {(10,)}
    assert {values.shape for table in ablation.values() for values in table.values()} == {(5,)}


def test_the_whole_recipe_finds_all_eight_modes_and_the_naive_one_does_not():
    modes = ring_table_of(load_run("gan_ring.csv"))["modes"]
    whole = {name: int((found == 8).sum()) for name, found in modes.items()}
    assert min(whole["+ R1"], whole["+ running mean"]) >= 9
    assert max(whole["naive"], whole["+ falling rate"]) <= 2
    assert whole["+ falling rate"] < whole["+ LeakyReLU, betas (0, 0.99)"] < whole["+ R1"]


def test_without_r1_every_seed_is_worse_than_any_with_it():
    frechet = ablation_of(load_run("gan_ablation.csv"))["frechet"]
    assert frechet["without R1"].min() > 1.5 * frechet["full"].max()
    assert (frechet["without running mean"] > frechet["full"]).all(), "seed by seed"


# The documents' case


def test_the_case_has_sheets_of_25_images_along_the_way(case):
    n_sheets, n_epochs = len(case.epochs), len(case.discriminator)
    assert n_sheets >= 6 and case.epochs[-1] == n_epochs == len(case.generator)
    assert case.samples.shape == (n_sheets, 25, 1024) and case.samples.dtype == np.uint8
    assert case.copies.shape == case.nearer_to_train.shape == (n_sheets,)
    for shares in (case.copies, case.nearer_to_train):
        assert ((shares >= 0) & (shares <= 1)).all()


# Reading


@pytest.mark.parametrize("name", READERS)
def test_what_is_no_such_file_is_refused(name):
    for content in (name, RUNS / name, None):
        with pytest.raises(TypeError, match=r"^content must be the bytes of a file, as load_run"):
            READERS[name](content)


@pytest.mark.parametrize("name", [name for name in READERS if name.endswith(".safetensors")])
@pytest.mark.parametrize("position", [0, 0.5, 1])
def test_a_damaged_file_is_refused(name, position):
    content = bytearray(load_run(name))
    content[round(position * (len(content) - 1))] ^= 1
    with pytest.raises(ValueError, match="is damaged"):
        READERS[name](bytes(content))
    with pytest.raises(ValueError, match="is damaged"):
        READERS[name](load_run(name)[:-1])


def test_one_file_is_not_taken_for_another(tmp_path):
    with pytest.raises(ValueError, match=r"^content must hold epochs, .*frechet; got "):
        run_of(load_run("gan_case.safetensors"))
    with pytest.raises(ValueError, match=r"^content must hold epochs, .*copies, .*; got "):
        case_of(load_run("gan_run.safetensors"))
    for read in (networks_of, trainings_of):
        with pytest.raises(ValueError, match=r"^content holds no judge and generators\. "):
            read(load_run("gan_run.safetensors"))
    for read, other in ((ring_table_of, "gan_ablation.csv"), (ablation_of, "gan_ring.csv")):
        with pytest.raises(ValueError, match=r"^content must be a table with the columns recipe"):
            read(load_run(other))


def test_a_file_whose_header_and_weights_differ_is_refused(tmp_path, networks):
    about = {"networks": {"judge": {"options": {"sizes": [64, 128, 63, 10]}}}}
    path = tmp_path / "x.safetensors"
    write_checkpoint(path, named_tensors({"judge": networks["judge"]}), about)
    with pytest.raises(ValueError, match=r"does not fit these networks: judge\."):
        networks_of(path.read_bytes())


def test_the_files_have_checksums():
    lines = (RUNS / "checksums.txt").read_text().splitlines()
    for name in READERS:
        assert f"{hashlib.sha256((RUNS / name).read_bytes()).hexdigest()}  {name}" in lines


# Making


@pytest.fixture
def small(script, monkeypatch):
    """The trainings of the chapter, cut down to seconds."""
    runs = script("gan")
    monkeypatch.setattr(runs, "LENGTHS", runs.Lengths(2, 3, 2, 1, 1, 3, 2))
    monkeypatch.setattr(runs, "RING_SEEDS", range(2))
    monkeypatch.setattr(runs, "ABLATION_SEEDS", range(2))
    return runs


def test_all_files_are_made_and_read_back(small, script, tmp_path, capsys):
    assert script("train").main(["gan"], tmp_path) == 0
    said = capsys.readouterr().out
    assert "gan: written in " in said and all(f"  {name}: " in said for name in RING + ABLATION)
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(["checksums.txt", *READERS])
    made = {name: read((tmp_path / name).read_bytes()) for name, read in READERS.items()}
    networks, run, case, ring, ablation = made.values()
    assert sorted(networks) == ["conditional", "judge", "unconditional"]
    how = trainings_of((tmp_path / "gan.safetensors").read_bytes())
    assert {name: one["n_steps"] for name, one in how.items()} == {
        "judge": 24,
        "conditional": 36,
        "unconditional": 36,
    }
    assert run.epochs.tolist() == case.epochs.tolist() == [2, 3]
    assert np.abs(run.samples[0].astype(int) - run.samples[1]).max() > 0
    assert run.discriminator.shape == case.generator.shape == (3,)
    assert {values.shape for values in ring["modes"].values()} == {(2,)}
    for recipe, values in ablation["frechet"].items():
        assert values[0] != values[1], f"{recipe}: another seed is another training"
        assert recipe == "full" or (values != ablation["frechet"]["full"]).all(), recipe


def test_enlarged_digits_are_the_images_of_the_case(script):
    large = script("gan").enlarged(load_digits("fit").X)
    ours = {image.tobytes() for image in large}
    assert large.shape == (1437, 32, 32) and large.dtype == np.uint8
    assert {image.tobytes() for image in load_images()} < ours and len(ours) == 1437
