"""Several processes share a batch: their gradients, what ends them, and what stays behind."""

import signal
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import psutil
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from course_utils.datasets import load_digits
from course_utils.resources import processes, worker
from course_utils.resources.parallel import parallel_gradients
from course_utils.resources.speed_up import amdahl, speed_up_with_communication

SHARDS = {"equal": (100, 100), "unequal": (150, 50)}
X, y = (array[:200] for array in load_digits("train"))
SMALL = np.eye(3), [0, 1, 1]  # for runs that never come to compute


def digits_mlp(sizes=(64, 64, 10), seed=0):
    generator = torch.Generator().manual_seed(seed)
    first, last = (nn.Linear(*pair, dtype=torch.float64) for pair in pairwise(sizes))
    network = nn.Sequential(first, nn.ReLU(), last)
    for parameter in network.parameters():
        nn.init.uniform_(parameter, -0.2, 0.2, generator=generator)
    return network


def gradients_in_one_process(network, X, y):
    network.zero_grad()
    F.cross_entropy(network(torch.tensor(X)), torch.tensor(y).long()).backward()
    found = {name: parameter.grad.numpy().copy() for name, parameter in network.named_parameters()}
    network.zero_grad()
    return found


def apart(one, other):
    assert list(one) == list(other)
    return max(np.abs(one[name] - other[name]).max() for name in one)


def children():
    return psutil.Process().children(recursive=True)


@pytest.fixture
def scratch(tmp_path, monkeypatch):
    """A folder for temporary files in which, at the end, nothing and nobody is left."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = set(children())
    yield tmp_path
    assert list(tmp_path.iterdir()) == [] and set(children()) <= before


@pytest.fixture
def pretend(monkeypatch, tmp_path_factory):
    """Let the processes run another script: `folder, rank` are its arguments."""

    def install(code):
        path = tmp_path_factory.mktemp("script") / "worker.py"
        path.write_text(f"import os, sys, time\nfolder, rank = sys.argv[-2:]\n{code}\n")
        monkeypatch.setattr(processes, "WORKER", path)

    return install


def run_small(**options):
    return parallel_gradients(digits_mlp((3, 4, 2)), *SMALL, {"all": (2, 1)}, **options)


# Two real processes


@pytest.fixture(scope="module")
def run():
    return parallel_gradients(digits_mlp(), X, y, SHARDS, n_timed=5)


def test_weighted_averages_are_the_gradients_of_one_process(run):
    one = gradients_in_one_process(digits_mlp(), X, y)
    assert list(run.gradients) == ["equal", "unequal"]
    for rules in run.gradients.values():
        assert list(rules) == ["weighted", "plain"]
        assert apart(rules["weighted"], one) < 1e-14


def test_plain_averages_are_so_for_equal_shards_only(run):
    network = digits_mlp()
    one, first, last = (
        gradients_in_one_process(network, X[rows], y[rows])
        for rows in (slice(200), slice(150), slice(150, 200))
    )
    assert apart(run.gradients["equal"]["plain"], one) < 1e-14
    assert apart(run.gradients["unequal"]["plain"], one) > 1e-3
    means = {name: (first[name] + last[name]) / 2 for name in one}
    assert apart(run.gradients["unequal"]["plain"], means) < 1e-14


def test_both_processes_hold_the_same_average(run):
    assert run.spread == 0.0


def test_a_message_holds_each_parameter_once_whatever_the_number_of_rows(run):
    assert run.message_bytes == 8 * (64 * 64 + 64 + 64 * 10 + 10)


def test_each_process_stays_below_700_mib(run):
    assert len(run.peak_bytes) == 2
    assert all(2**26 < peak < 700 * 2**20 for peak in run.peak_bytes)


def test_communication_is_a_share_of_the_time_of_each_process(run):
    assert list(run.communicating) == ["equal", "unequal"]
    for shares in run.communicating.values():
        assert len(shares) == 2 and all(0.01 < share < 1 for share in shares)


def test_a_run_takes_seconds(run):
    assert 0.2 < run.seconds < 30


def test_a_process_killed_at_work_is_named_at_once(scratch):
    error, seconds = killed_run(scratch, "store", n_timed=10**9)
    assert str(error).startswith("Process 1 of 2 was killed (SIGKILL), perhaps for want of memory;")
    assert seconds < 10


def killed_run(folder, sign, **options):
    """Kill process 1 some time after a file appears; return the error and the time it took."""
    errors = []

    def start():
        try:
            run_small(**options)
        except Exception as error:
            errors.append(error)

    before = set(children())
    thread = threading.Thread(target=start)
    thread.start()
    while not list(folder.glob(f"*/{sign}")):
        time.sleep(0.02)
    time.sleep(0.5)
    (victim,) = (one for one in set(children()) - before if one.cmdline()[-1] == "1")
    victim.kill()
    killed = time.monotonic()
    thread.join(60)
    return errors[0], time.monotonic() - killed


# What ends a run


def test_a_killed_process_ends_the_others_that_wait_for_it(scratch, pretend):
    pretend("time.sleep(60)")
    error, seconds = killed_run(scratch, "1.txt")
    assert isinstance(error, RuntimeError) and seconds < 5
    assert "(SIGKILL)" in str(error) and str(error).endswith("Its last words:\nnone")


def test_the_traceback_of_a_crash_comes_through(scratch, pretend, capfd):
    pretend(
        "if rank == '0': time.sleep(60)\nprint('noise', flush=True)\nraise ValueError('row 13')"
    )
    with pytest.raises(RuntimeError) as caught:
        run_small()
    said = str(caught.value)
    assert said.startswith("Process 1 of 2 failed (exit code 1); the others were ended. ")
    assert "Traceback" in said and "worker.py" in said and said.endswith("ValueError: row 13")
    assert capfd.readouterr() == ("", "")


def test_of_long_last_words_the_end_is_told(scratch, pretend):
    pretend("sys.exit('a' * 5000 + 'end')")
    with pytest.raises(RuntimeError, match=r"Process [01] of 2 .*\na{2997}end$"):
        run_small()


@pytest.mark.parametrize("guilty", [0, 1])
def test_who_failed_is_told_and_not_who_was_left_alone(scratch, pretend, guilty):
    pretend(
        f"if rank != '{guilty}': print('alone'); os._exit({worker.LOST})\n"
        "time.sleep(0.3); sys.exit('guilty')"
    )
    with pytest.raises(RuntimeError, match=f"(?s)^Process {guilty} of 2 .*guilty$"):
        run_small()


def test_a_process_that_lost_the_other_is_told_of_if_nothing_else_is_known(scratch, pretend):
    pretend(f"if rank == '1': print('alone', flush=True); sys.exit({worker.LOST})")
    with pytest.raises(RuntimeError, match=r"(?s)^Process 1 of 2 failed \(exit code 3\).*alone$"):
        run_small()


def test_processes_that_take_too_long_are_ended(scratch, pretend):
    pretend("time.sleep(60 * (rank == '1'))")
    start = time.monotonic()
    with pytest.raises(TimeoutError, match=r"^Process 1 of 2 was not done after 0\.5 s and was"):
        run_small(timeout=0.5)
    pretend("time.sleep(60)")
    with pytest.raises(TimeoutError, match=r"^Process 0 and 1 of 2 was not done after 0\.1 s"):
        run_small(timeout=0.1)
    assert 0.6 < time.monotonic() - start < 10


@pytest.fixture
def interruptible():
    """As at a terminal: a program that a shell starts in the background ignores an interrupt."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_an_interrupt_ends_the_processes(scratch, pretend, interruptible):
    pretend("time.sleep(60)")
    start = time.monotonic()
    threading.Timer(0.5, signal.raise_signal, [signal.SIGINT]).start()
    with pytest.raises(KeyboardInterrupt):
        run_small()
    assert time.monotonic() - start < 10


def test_they_talk_over_the_loopback_device_with_one_thread_each(scratch, pretend, monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "4")
    pretend("sys.exit(' '.join(map(os.environ.get, ['GLOO_SOCKET_IFNAME', 'OMP_NUM_THREADS'])))")
    for devices, name in (("eth0", "lo"), "lo"), (("lo0", "en0"), "lo0"):
        monkeypatch.setattr("socket.if_nameindex", lambda devices=devices: list(enumerate(devices)))
        with pytest.raises(RuntimeError, match=rf"\n{name} 1$"):
            run_small()


def test_without_such_a_device_pytorch_chooses(scratch, pretend, monkeypatch):
    monkeypatch.setattr("socket.if_nameindex", lambda: [(1, "ethernet_32769")])
    monkeypatch.delenv("GLOO_SOCKET_IFNAME", raising=False)
    pretend("sys.exit(os.environ.get('GLOO_SOCKET_IFNAME', 'none named'))")
    with pytest.raises(RuntimeError, match=r"\nnone named$"):
        run_small()


@pytest.mark.parametrize("what", ["is_available", "is_gloo_available"])
def test_a_pytorch_without_gloo_is_told_of(monkeypatch, what):
    monkeypatch.setattr(f"torch.distributed.{what}", lambda: False)
    with pytest.raises(RuntimeError, match=r"^This PyTorch has no torch\.distributed with gloo"):
        run_small()


def test_the_script_finds_no_module_of_the_course_by_a_short_name(scratch, pretend):
    pretend("sys.exit('; '.join(sys.path))")
    with pytest.raises(RuntimeError) as caught:
        run_small()
    assert str(processes.WORKER.parent) not in str(caught.value).split("Its last words:")[1]


# What a process does


def job_of(**changes):
    network = digits_mlp((3, 4, 2))
    job = {
        "weights": dict(network.state_dict()),
        "X": torch.tensor(SMALL[0]),
        "y": torch.tensor(SMALL[1]),
        "shards": {"all": [2, 1], "other": [1, 2]},
        "n_timed": 3,
        "n_processes": 2,
        "timeout": 5.0,
    }
    return job | changes


@pytest.fixture
def alone(monkeypatch):
    """Replace the sum over all processes by 10 times the own message; return the messages."""
    messages = []

    def all_reduce(message):
        messages.append(message.clone())
        message *= 10

    monkeypatch.setattr(worker.distributed, "all_reduce", all_reduce)
    return messages


@pytest.mark.parametrize(
    ("rank", "rows", "others"), [(0, slice(0, 2), slice(0, 1)), (1, slice(2, 3), slice(1, 3))]
)
def test_each_rank_takes_its_rows_and_counts_by_them(alone, rank, rows, others):
    found = worker.work(job_of(), rank)
    for name, part in ("all", rows), ("other", others):
        own = gradients_in_one_process(
            digits_mlp((3, 4, 2)), SMALL[0][part], np.array(SMALL[1])[part]
        )
        n = part.stop - part.start
        for rule, weight in ("weighted", n / 3), ("plain", 1 / 2):
            expected = {key: 10 * weight * gradient for key, gradient in own.items()}
            got = {key: one.numpy() for key, one in found["gradients"][name][rule].items()}
            assert apart(got, expected) < 1e-14
        assert 0 < found["communicating"][name] < 1
    assert len(alone) == 2 * (2 + 3) and {len(message) for message in alone} == {26}
    assert found["peak_bytes"] > 2**26


def test_a_lost_connection_is_told_as_such(monkeypatch):
    def all_reduce(message):
        raise RuntimeError("Connection closed by peer")

    monkeypatch.setattr(worker.distributed, "all_reduce", all_reduce)
    with pytest.raises(ConnectionError, match=r"^Another process is gone"):
        worker.averaged({"a": torch.ones(1)}, 0.5)


def test_the_share_of_communication_is_that_of_median_steps(monkeypatch):
    clock = [0.0]
    computing, sending = iter([1.0, 3.0, 50.0]), iter([9.0, 1.0, 0.5])

    def pass_time(seconds, answer=None):
        clock[0] += next(seconds)
        return answer

    monkeypatch.setattr("time.perf_counter", lambda: clock[0])
    received = []
    share = worker.communicating_share(
        lambda: pass_time(computing, "own"),
        lambda own: pass_time(sending, received.append(own)),
        3,
    )
    assert share == 1 / (3 + 1) and received == ["own"] * 3


def test_a_process_alone_finds_what_it_left_in_the_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("GLOO_SOCKET_IFNAME", "lo" if sys.platform == "linux" else "lo0")
    torch.save(job_of(n_processes=1, shards={"all": [3]}), tmp_path / worker.JOB)
    n_threads = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        assert worker.main(str(tmp_path), "0") == 0
        assert torch.get_num_threads() == 1 and not torch.distributed.is_initialized()
    finally:
        torch.set_num_threads(n_threads)
    found = torch.load(tmp_path / "0", weights_only=True)
    own = gradients_in_one_process(digits_mlp((3, 4, 2)), SMALL[0], np.array(SMALL[1]))
    for rule in ("weighted", "plain"):
        got = {name: one.numpy() for name, one in found["gradients"]["all"][rule].items()}
        assert apart(got, own) < 1e-14


def test_a_process_that_is_left_alone_says_so_by_its_exit_code(tmp_path, monkeypatch, capfd):
    seen = {}

    def work(job, rank):
        raise ConnectionError("gone")

    monkeypatch.setattr(worker, "work", work)
    monkeypatch.setattr(worker.distributed, "init_process_group", lambda *a, **k: seen.update(k))
    torch.save(job_of(), tmp_path / worker.JOB)
    assert worker.main(str(tmp_path), "1") == worker.LOST == 3
    assert "ConnectionError: gone" in capfd.readouterr().err
    assert (seen["rank"], seen["world_size"], seen["timeout"].total_seconds()) == (1, 2, 5.0)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux's /proc")
def test_the_peak_is_that_of_this_process_and_stays():
    before = worker.peak_bytes_of_process()
    size = before - psutil.Process().memory_info().rss + 2**27
    np.ones(size, dtype=np.uint8)
    after = worker.peak_bytes_of_process()
    assert before + 2**26 < after < before + 2**28
    assert worker.peak_bytes_of_process() == after


@pytest.mark.parametrize(("platform", "factor"), [("linux", 1024), ("darwin", 1)])
def test_without_proc_the_peak_is_that_of_getrusage(monkeypatch, platform, factor):
    resource = pytest.importorskip("resource")
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(worker.Path, "exists", lambda path: False)
    used = type("Usage", (), {"ru_maxrss": 7})
    monkeypatch.setattr(resource, "getrusage", lambda who: used)
    assert worker.peak_bytes_of_process() == 7 * factor


# What is refused


@pytest.mark.parametrize(
    ("network", "message"),
    [
        ("MLP", "got 'MLP'"),
        (nn.Linear(3, 2).double(), "nn.Linear at both ends"),
        (nn.Sequential().double(), "nn.Linear at both ends"),
        (nn.Sequential(nn.Linear(3, 2), nn.ReLU()).double(), "nn.Linear at both ends"),
        (nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2)).double(), "and nn.ReLU in"),
        (nn.Sequential(nn.Linear(3, 2, bias=False)).double(), r"\(with bias\)"),
        (nn.Sequential(nn.Linear(3, 2)), r"float64; call network\.double\(\)"),
    ],
)
def test_another_network_is_refused(network, message):
    with pytest.raises(TypeError, match=rf"(?s)^network must .*{message}"):
        parallel_gradients(network, *SMALL, {"all": (2, 1)})


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"X": np.eye(4)[:3]}, ValueError, r"^X must have shape \(n_samples, 3\); got \(3, 4\)"),
        ({"X": np.zeros(3)}, ValueError, "^X must be 2-D"),
        ({"y": [0, 1]}, ValueError, "^y must hold 3 values"),
        ({"y": [0, 1, 2]}, ValueError, r"^y may hold only the labels 0, 1; got 2"),
        ({"shards": {}}, TypeError, r'such as \{"equal": \(1, 2\)\}; got \{\}'),
        ({"shards": [(2, 1)]}, TypeError, "^shards must give each way"),
        ({"shards": {"a": (2, 2)}}, ValueError, r"^shards\['a'\] must hold 2 .* 3; got \[2, 2\]"),
        ({"shards": {"a": (2, 1), "b": (1, 1, 1)}}, ValueError, r"^shards\['b'\] must hold 2 "),
        ({"shards": {"a": (3, 0)}}, ValueError, r"^shards\['a'\] must be at least 1; got 0"),
        ({"shards": {"a": (2.0, 1)}}, TypeError, r"^shards\['a'\] must be a whole number"),
        ({"shards": {"a": (3,)}}, ValueError, r"among 2 to 8 processes; got 1"),
        ({"n_timed": 0}, ValueError, "^n_timed must be at least 1"),
        ({"timeout": 0}, ValueError, "^timeout must be a finite number above 0"),
    ],
)
def test_bad_arguments_are_refused_before_anything_starts(monkeypatch, changes, error, message):
    monkeypatch.setattr("subprocess.Popen", None)
    arguments = {"X": SMALL[0], "y": SMALL[1], "shards": {"all": (2, 1)}} | changes
    with pytest.raises(error, match=message):
        parallel_gradients(digits_mlp((3, 4, 2)), **arguments)


@pytest.mark.parametrize("n", [8, 9])
def test_eight_processes_are_the_most(monkeypatch, n):
    monkeypatch.setattr("course_utils.resources.parallel.run_processes", lambda job: 1 / 0)
    with pytest.raises(ZeroDivisionError if n == 8 else ValueError):
        parallel_gradients(digits_mlp((3, 4, 2)), np.ones((n, 3)), np.zeros(n), {"a": (1,) * n})


# How much faster


def test_amdahl_by_hand():
    assert amdahl(0.25, 3) == 2.0 and isinstance(amdahl(0.25, 3), float)
    assert amdahl(0.0, [1, 2, 7]).tolist() == pytest.approx([1, 2, 7])
    assert amdahl(1.0, [1, 2, 7]).tolist() == [1, 1, 1]
    assert 19.9 < amdahl(0.05, 10**5) < 20


def test_communication_by_hand():
    # Half the work is shared by 4, in 1/8 of the time; a message takes 1/16.
    assert speed_up_with_communication(0.5, 4, 1 / 16) == 1 / (0.5 + 0.125 + 1.5 / 16)
    assert speed_up_with_communication(0.5, 4, 1 / 16, "star") == 1 / (0.5 + 0.125 + 6 / 16)
    for pattern in ("ring", "star"):
        assert speed_up_with_communication(0.3, 1, 0.7, pattern) == pytest.approx(1)
    assert amdahl(0.3, 5) == speed_up_with_communication(0.3, 5, 0.0, "star")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((-0.1, 2, 0.0), "^serial_share must be a finite number of at least 0"),
        ((1.1, 2, 0.0), r"^serial_share must lie in \[0, 1\]; got 1\.1"),
        ((0.1, 0, 0.0), "^n_processes must be whole numbers >= 1; got 0"),
        ((0.1, [1, 2.5], 0.0), "^n_processes must be whole numbers"),
        ((0.1, 2, -1.0), "^message must be a finite number"),
        ((0.1, 2, 0.0, "tree"), "^pattern must be one of 'ring', 'star'; got 'tree'"),
    ],
)
def test_what_no_speed_up_can_be_computed_from_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        speed_up_with_communication(*arguments)
