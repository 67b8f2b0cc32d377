"""Networks in a file: read as they were written, and no other way; an older file survives."""

import builtins
import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import safetensors.torch
import torch
from torch import nn

from course_utils.checkpoints import (
    check_fit,
    join_tensors,
    load_networks,
    read_checkpoint,
    save_networks,
    split_tensors,
    write_checkpoint,
)

ROOT = Path(__file__).parents[1]
ABOUT = {"sizes": [3, 2], "score": 0.1, "note": "Ziffern 数字", "none": None}


def network(seed=0, sizes=(3, 2), dtype=torch.float32):
    layers = [nn.Linear(*sizes), nn.BatchNorm1d(sizes[1])]
    generator = torch.Generator().manual_seed(seed)
    made = nn.Sequential(*layers).to(dtype)
    with torch.no_grad():
        for weight in made.parameters():
            weight.copy_(torch.rand(weight.shape, generator=generator))
    made[1].running_mean += seed
    made[1].num_batches_tracked += seed
    return made


def state(*networks):
    return [tensor.tolist() for one in networks for tensor in one.state_dict().values()]


class TestSaveAndLoad:
    def test_two_networks_come_back_with_their_buffers(self, tmp_path):
        path = tmp_path / "a folder" / "网络 1.safetensors"
        saved, loaded = (network(1), network(2, (4, 5))), (network(3), network(4, (4, 5)))
        save_networks(path, dict(zip("GD", saved, strict=True)), ABOUT)
        assert load_networks(path, dict(zip("GD", loaded, strict=True))) == ABOUT
        assert state(*loaded) == state(*saved)
        assert os.listdir(path.parent) == [path.name]

    def test_bytes_are_read_like_a_path_given_as_text(self, tmp_path):
        path = tmp_path / "one.safetensors"
        save_networks(str(path), {"net": network(1)}, ABOUT)
        for source in (str(path), path, path.read_bytes()):
            loaded = network(2)
            assert load_networks(source, {"net": loaded}) == ABOUT
            assert state(loaded) == state(network(1))

    def test_the_same_content_gives_the_same_bytes(self, tmp_path):
        for name in "ab":
            save_networks(tmp_path / name, {"net": network(1)}, ABOUT)
        assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()

    def test_the_order_of_keys_is_no_damage(self, tmp_path):
        sums = set()
        for about in ({"a": 1, "b": 2}, {"b": 2, "a": 1}):
            write_checkpoint(tmp_path / "x", {}, about)
            header = json.loads((tmp_path / "x").read_bytes()[8:])
            sums.add(json.loads(header["__metadata__"]["course"])["sha256"])
        assert len(sums) == 1

    def test_any_tensors_library_can_read_the_file(self, tmp_path):
        save_networks(tmp_path / "one", {"net": network(1)}, ABOUT)
        tensors = safetensors.torch.load_file(tmp_path / "one")
        assert list(tensors["net.0.weight"].shape) == [2, 3] and len(tensors) == 7

    def test_a_tied_weight_is_saved_and_loaded(self, tmp_path):
        def tied():
            made = nn.ModuleDict({"up": nn.Linear(3, 3), "down": nn.Linear(3, 3)})
            made["down"].weight = made["up"].weight
            return made

        saved, loaded = tied(), tied()
        save_networks(tmp_path / "tied", {"net": saved}, {})
        assert load_networks(tmp_path / "tied", {"net": loaded}) == {}
        assert loaded["down"].weight is loaded["up"].weight
        assert torch.equal(loaded["up"].weight, saved["up"].weight)

    @pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16, torch.bool, torch.uint8])
    def test_kinds_and_shapes_of_tensors(self, tmp_path, dtype):
        whole = (torch.arange(24) % 2).to(dtype).reshape(4, 6)
        tensors = {"part": whole[:, ::2].T, "none": whole[:0], "number": whole[0, 1], "all": whole}
        write_checkpoint(tmp_path / "t", tensors, {})
        found, _ = read_checkpoint(tmp_path / "t")
        assert found.keys() == tensors.keys()
        for name, tensor in tensors.items():
            assert found[name].dtype == dtype and torch.equal(found[name], tensor)

    def test_what_is_no_network_and_no_tensor_is_refused(self, tmp_path):
        path = tmp_path / "x"
        with pytest.raises(TypeError, match=r"networks\['G'\] must be a network; got dict"):
            save_networks(path, {"G": {}}, {})
        for name in ("a.b", "", 3):
            with pytest.raises(ValueError, match=r'text without "\."; got'):
                save_networks(path, {name: network()}, {})
        with pytest.raises(TypeError, match=r"tensors\['X'\] must be a tensor; got list"):
            write_checkpoint(path, {"X": [1.0]}, {})
        with pytest.raises(TypeError, match="function is not JSON"):
            save_networks(path, {"G": network()}, {"f": network})
        with pytest.raises(TypeError, match="not JSON compliant"):
            save_networks(path, {"G": network()}, {"loss": float("nan")})
        assert os.listdir(tmp_path) == []


class TestOtherNetworks:
    @pytest.mark.parametrize(
        ("other", "words"),
        [
            (
                {"net": network(sizes=(4, 2))},
                r"net\.0\.weight is \(2, 3\) float32 there and \(2, 4\) float32 here\. Build",
            ),
            (
                {"net": network(dtype=torch.float64)},
                r"net\.0\.weight is \(2, 3\) float32 there and \(2, 3\) float64 here; .*"
                r"net\.1\.weight is .*; and 3 more\. Build",
            ),
            ({"net": network()[:1]}, r"net\.1\.bias is unknown here; .*; and 2 more\. Build"),
            (
                {"net": network(), "D": nn.Linear(1, 1)},
                r"these networks: D\.weight is missing; D\.bias is missing\. Build",
            ),
            ({"D": network()}, r"D\.0\.weight is missing; .*; and 11 more\. Build"),
        ],
    )
    def test_each_difference_is_named_and_nothing_changes(self, tmp_path, other, words):
        path = tmp_path / "one.safetensors"
        save_networks(path, {"net": network(1)}, {})
        before = state(*other.values())
        with pytest.raises(ValueError, match=rf"one\.safetensors does not fit .*{words}"):
            load_networks(path, other)
        assert state(*other.values()) == before

    def test_three_problems_are_all_told(self):
        with pytest.raises(ValueError, match=r"there does not fit .*D\.c is unknown here\. Build"):
            check_fit({f"D.{c}": torch.ones(1) for c in "abc"}, {}, "there")


@pytest.fixture
def content(tmp_path):
    save_networks(tmp_path / "whole", {"net": network(1, (2, 1))}, {"k": 2})
    return (tmp_path / "whole").read_bytes()


class TestDamage:
    def test_each_bit_counts(self, content):
        for place in range(len(content)):
            for bit in range(8):
                changed = bytearray(content)
                changed[place] ^= 1 << bit
                with pytest.raises(ValueError, match=r"^a file of \d+ bytes is "):
                    read_checkpoint(bytes(changed))

    def test_a_file_without_its_end_or_with_a_longer_one(self, content):
        for n in range(len(content)):
            with pytest.raises(
                ValueError, match=rf"^a file of {n} bytes is damaged, or no safetensors"
            ):
                read_checkpoint(content[:n])
        with pytest.raises(ValueError, match="damaged"):
            read_checkpoint(content + b"\0")

    def test_networks_stay_as_they_were(self, content, tmp_path):
        (tmp_path / "half").write_bytes(content[:-3])
        mine = network(2, (2, 1))
        with pytest.raises(
            ValueError, match=r"half is damaged.*another copy of it, or train again"
        ):
            load_networks(tmp_path / "half", {"net": mine})
        assert state(mine) == state(network(2, (2, 1)))

    def test_foreign_files(self, tmp_path):
        weights = {"net.weight": torch.ones(2)}
        for metadata in (None, {"format": "pt"}):
            foreign = safetensors.torch.save(weights, metadata)
            with pytest.raises(ValueError, match=r"that the course did not write.*load_file"):
                read_checkpoint(foreign)
        for said in ("{}", "no JSON", "[]", '{"about": {}}', '{"sha256": "0"}'):
            with pytest.raises(ValueError, match="its checksum is not the one that was written"):
                read_checkpoint(safetensors.torch.save(weights, {"course": said}))
        torch.save(weights, tmp_path / "pickled.pt")
        with pytest.raises(ValueError, match="or no safetensors file"):
            read_checkpoint(tmp_path / "pickled.pt")

    def test_a_missing_file(self, tmp_path):
        with pytest.raises(FileNotFoundError, match="missing"):
            read_checkpoint(tmp_path / "missing")


KILLED = """
import os, sys, torch
from course_utils import places
from course_utils.checkpoints import write_checkpoint
def die(*_):
    print("in the middle", flush=True)
    {how}
setattr(os, sys.argv[2], die)
write_checkpoint(sys.argv[1], {{"x": torch.zeros(1000)}}, {{"new": True}})
print("written")
"""


class TestInterruptedWriting:
    @pytest.fixture
    def older(self, tmp_path):
        path = tmp_path / "older.safetensors"
        save_networks(path, {"net": network(1)}, ABOUT)
        return path

    @pytest.mark.parametrize(
        ("how", "where"), [("os._exit(3)", "fsync"), ("os.kill(os.getpid(), 9)", "replace")]
    )
    def test_a_killed_program_leaves_the_older_file(self, older, how, where):
        if "kill" in how and not hasattr(signal, "SIGKILL"):
            pytest.skip("needs SIGKILL")
        before = older.read_bytes()
        command = [sys.executable, "-c", KILLED.format(how=how), str(older), where]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode != 0 and done.stdout == "in the middle\n", done.stderr
        assert older.read_bytes() == before
        save_networks(older, {"net": network(2)}, {})
        assert read_checkpoint(older)[1] == {}

    @pytest.mark.parametrize("place", ["open", "write", "fsync"])
    def test_a_full_disk_leaves_the_older_file(self, older, monkeypatch, place):
        before = older.read_bytes()

        def full(*_, **__):
            raise OSError(errno.ENOSPC, "No space left on device")

        if place == "fsync":
            monkeypatch.setattr(os, "fsync", full)
        else:
            opened = builtins.open

            def opens(*arguments, **options):
                if place == "open":
                    full()
                file = opened(*arguments, **options)

                class Disk:
                    write = staticmethod(full)

                    def __enter__(self):
                        return self

                    def __exit__(self, *_):
                        file.close()

                return Disk()

            monkeypatch.setattr(builtins, "open", opens)
        with pytest.raises(
            OSError, match=r"older\.safetensors was not written: No space"
        ) as caught:
            save_networks(older, {"net": network(2)}, {})
        monkeypatch.undo()
        assert caught.value.errno == errno.ENOSPC and "Free some space" in str(caught.value)
        assert older.read_bytes() == before and os.listdir(older.parent) == [older.name]

    def test_an_error_without_a_number_is_told_too(self, older, monkeypatch):
        def lost(*_):
            raise OSError("the drive is gone")

        monkeypatch.setattr(os, "replace", lost)
        with pytest.raises(OSError, match=r"was not written: the drive is gone\. A file"):
            write_checkpoint(older, {}, {})


def test_nested_values_are_split_and_joined():
    ones = torch.ones(2)
    nested = {
        "groups": [{"lr": 0.5, "betas": (0.9, 0.999), "params": [0, 1]}],
        "state": {0: {"step": torch.tensor(3.0), "old": [ones, None]}, 1: {}},
        "tensor": {"tensor": ones},
        "word": {"tensor": 3},
    }
    tensors, rest = split_tensors(nested)
    assert sorted(tensors) == ["state.0.old.0", "state.0.step", "tensor.tensor"]
    joined = join_tensors(tensors, rest)
    assert joined["groups"] == [{"lr": 0.5, "betas": [0.9, 0.999], "params": [0, 1]}]
    assert joined["state"]["0"]["old"] == [ones, None] and joined["state"]["0"]["step"] == 3
    assert joined["state"]["1"] == {} and joined["tensor"] == {"tensor": ones}
    assert joined["word"] == {"tensor": 3}
