"""Two notebooks in one folder write the same files at the same time: nothing is lost or torn."""

import json
import os
import re
import subprocess
import sys
import threading

import pytest
import torch

from course_utils import checkpoints, places, workspace
from course_utils.classroom import progress
from course_utils.training import Training, one_optimizer

# Two kernels, "a" and "b", begin together, write in turns, and read what the other one wrote.
KERNEL = """
import json, pathlib, sys, time, torch
from course_utils import checkpoints, places, workspace
from course_utils.classroom import progress
from course_utils.perceptron.exercises import EXERCISES, check

me, others, turns = sys.argv[1], "ab".replace(sys.argv[1], ""), int(sys.argv[2])
work = places.work_folder()
(work / f"ready-{me}").touch()
while not (work / f"ready-{others}").exists():
    time.sleep(0.001)
bad, met, turn, until = [], 0, 0, time.monotonic() + 60
while turn < turns or not any(work.glob("met-*")) and time.monotonic() < until:
    x = torch.full((5000,), float(turn))
    checkpoints.write_checkpoint(work / "same.safetensors", {"x": x}, {"turn": turn, "by": me})
    for _ in range(3):
        tensors, about = checkpoints.read_checkpoint(work / "same.safetensors")
        if set(tensors["x"].tolist()) != {float(about["turn"])}:
            bad.append(f"turn {turn}: a mixture of two checkpoints")
        if about["by"] == others:
            met += 1
            (work / f"met-{me}").touch()
    turn += 1
half = EXERCISES[me == "b"::2]
for turn in range(turns):
    for name in ("same", me):
        if words := progress.record(f"toy.{name}{turn}"):
            bad.append(words)
    mine = {f"toy.{name}{i}" for name in ("same", me) for i in range(turn + 1)}
    if lost := mine - progress.passed().keys():
        bad.append(f"turn {turn}: {sorted(lost)} was recorded and is gone")
    if turn < len(half) and not check(half[turn].reference, half[turn].name).passed:
        bad.append(f"{half[turn].name} did not pass")
    copies = workspace.copy_missing(work)
    if any(copy.state not in ("kept", "copied") for copy in copies):
        bad.append(str(copies))
print("FOUND", json.dumps([bad, met, len(half)]))
"""
TURNS = 30


@pytest.fixture(scope="module")
def kernels(tmp_path_factory):
    """Let two programs work in one folder; return what each found, and the folder."""
    work = tmp_path_factory.mktemp("work")
    environment = os.environ | {"COURSE_WORK": str(work), "PYTHONPATH": str(places.ROOT)}
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", KERNEL, name, str(TURNS)],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        for name in "ab"
    ]
    said = [run.communicate(timeout=120)[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], "\n".join(said)
    found = [json.loads(re.search(r"^FOUND (.*)$", words, flags=re.M)[1]) for words in said]
    return found, work


def test_each_kernel_finds_what_it_wrote(kernels):
    found, _ = kernels
    assert [bad for bad, _, _ in found] == [[], []]
    assert sum(met for _, met, _ in found) > 0, "neither ever read what the other wrote"


def test_every_pass_is_there(kernels, monkeypatch):
    found, work = kernels
    monkeypatch.setenv("COURSE_WORK", str(work))
    passed = progress.passed()
    toys = {f"toy.{name}{i}" for name in ("same", "a", "b") for i in range(TURNS)}
    assert toys <= passed.keys()
    assert len(passed.keys() - toys) == sum(checked for _, _, checked in found)


def test_files_are_whole_and_no_draft_is_left(kernels):
    _, work = kernels
    tensors, about = checkpoints.read_checkpoint(work / "same.safetensors")
    assert set(tensors["x"].tolist()) == {about["turn"]} and about["turn"] >= TURNS - 1
    copies = workspace.compare(work)
    assert copies and {copy.state for copy in copies} == {"kept"}
    for copy in copies:
        assert (work / copy.name).read_bytes() == workspace.learners_copy(
            workspace.NOTEBOOKS / copy.name
        )
    names = {copy.name for copy in copies} | {"same.safetensors", ".progress", workspace.RECORD}
    signs = {path.name for path in work.glob("*-[ab]")}
    assert {path.name for path in work.iterdir()} == names | signs
    assert not [path.name for path in (work / ".progress").iterdir() if path.suffix == ".new"]


def test_threads_of_one_kernel_have_drafts_of_their_own(tmp_path):
    path, torn = tmp_path / "same.txt", []
    contents = [letter * 20_000 for letter in "abcd"]

    def write(content):
        for _ in range(25):
            try:
                places.write_whole(path, content)
                read = path.read_text()
                torn.extend([] if read in contents else ["a mixture"])
            except OSError as error:
                torn.append(str(error))

    threads = [threading.Thread(target=write, args=(content,)) for content in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert torn == [] and [one.name for one in tmp_path.iterdir()] == ["same.txt"]


def training(folder, seed):
    torch.manual_seed(0)
    line = torch.nn.Linear(200, 1, dtype=torch.float64)
    sgd = torch.optim.SGD(line.parameters(), lr=0.001)

    def loss_of(network, batch, moment):
        return (network(batch[0]) - seed).square().mean()

    step = one_optimizer(line, sgd, loss_of)
    return Training(step, {"line": line}, {"line": sgd}, seed, folder=folder)


def test_two_trainings_in_one_folder_leave_one_that_can_go_on(tmp_path):
    """Both write last and best after each epoch; what is read at any moment is a whole training."""
    X = torch.ones(4, 200, dtype=torch.float64)
    errors = []

    def resume_again_and_again():
        while any(thread.is_alive() for thread in threads):
            other = training(tmp_path, 1)
            try:
                other.resume()
                assert all(torch.isfinite(p).all() for p in other.networks["line"].parameters())
            except FileNotFoundError:
                continue  # nobody has finished an epoch yet
            except Exception as error:
                errors.append(repr(error))

    n_threads = torch.get_num_threads()
    trainings = [training(tmp_path, seed) for seed in (1, 2)]
    threads = [
        threading.Thread(target=one.run, args=(X, 40), kwargs={"save_every": 1})
        for one in trainings
    ]
    for thread in threads:
        thread.start()
    resume_again_and_again()
    torch.set_num_threads(n_threads)  # each sets it for its run, and may put back the other's
    assert errors == [] and [one.stopped for one in trainings] == ["n_epochs", "n_epochs"]
    last = training(tmp_path, 1)
    last.resume()
    assert last.n_epochs_done == 40
    assert {path.name for path in tmp_path.iterdir()} == {"last.safetensors", "best.safetensors"}
