"""kill -9 in the middle of a sweep: the same command goes on, and the files are as if nothing had been."""

import importlib.util
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import pytest

from app.study.experiment.store import NAME, stored_in

ROOT = Path(__file__).parents[3]
LANES = ("adam", "rmsprop", "nadam", "adamax", "radam", "momentum", "nesterov", "adagrad")

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL"),
    pytest.mark.timeout(300),
]


def python_with_dask():
    """Return a Python that has dask.distributed beside the app's packages; None if there is none."""
    named = os.environ.get("DESCENT_LAB_DASK_PYTHON")
    if named:
        return named
    return sys.executable if importlib.util.find_spec("distributed") else None


def environment():
    return os.environ | {"DESCENT_LAB_BOOTSTRAP": "0", "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}


def start(folder, *more, python=sys.executable):
    lanes = [word for name in LANES for word in ("--lane", f"{name}:lr=log(1e-5,1e-1,10)")]
    command = ["sweep", "--surface", "rosenbrock", "--steps", "15000", "--noise", "0.1", "--seeds", "3"]
    return subprocess.Popen(
        [python, "-m", "app", *command, *lanes, "--quiet", "--out", folder, *more],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def blocks_in(folder):
    return sum(1 for _ in stored_in(folder)) if (folder / NAME).exists() else 0


def wait_for(condition, seconds=90):
    end = monotonic() + seconds
    while not condition():
        assert monotonic() < end, "it did not happen"
        sleep(0.01)


def finish(process):
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """The bytes of a run that nobody disturbed."""
    folder = tmp_path_factory.mktemp("undisturbed")
    finish(start(folder))
    return (folder / "results.csv").read_bytes()


def children_of(pid):
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found.append(int(path.parent.name))
    return found


def gone(pids):
    return not any(Path(f"/proc/{pid}").exists() for pid in pids)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="children are looked up in /proc")
def test_kill_of_a_worker(tmp_path, undisturbed):
    process = start(tmp_path, "--workers", "2")
    wait_for(lambda: blocks_in(tmp_path) >= 1)
    workers = [
        pid for pid in children_of(process.pid) if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]
    os.kill(workers[0], signal.SIGKILL)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert "is run again: The worker was ended by SIGKILL." in err
    assert (tmp_path / "results.csv").read_bytes() == undisturbed


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="children are looked up in /proc")
def test_kill_of_the_app(tmp_path, undisturbed):
    for least in (1, 3):  # killed, gone on with, killed again
        process = start(tmp_path, "--workers", "2")
        wait_for(lambda least=least: blocks_in(tmp_path) >= least)
        workers = children_of(process.pid)
        process.kill()
        process.communicate(timeout=30)
        wait_for(lambda workers=workers: gone(workers))  # they notice by themselves
    before = blocks_in(tmp_path)
    assert 3 <= before < len(LANES)
    assert not (tmp_path / "results.csv").exists()
    log = tmp_path / NAME
    log.write_bytes(log.read_bytes() + b"DLB1\x40")  # as if the disk had taken a part of the next
    finish(start(tmp_path, "--workers", "1"))
    assert (tmp_path / "results.csv").read_bytes() == undisturbed
    assert blocks_in(tmp_path) == len(LANES)


def test_ctrl_c_leaves_what_was_done_and_says_so(tmp_path, undisturbed):
    process = start(tmp_path, "--workers", "2")
    wait_for(lambda: blocks_in(tmp_path) >= 1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "the same command goes on from there" in err
    finish(start(tmp_path))
    assert (tmp_path / "results.csv").read_bytes() == undisturbed


@pytest.fixture
def cluster(tmp_path):
    """A scheduler and two workers of one thread each; yields a function that starts them, and the Python."""
    python = python_with_dask()
    if python is None:
        pytest.skip(
            "dask.distributed is not installed; DESCENT_LAB_DASK_PYTHON may name a Python that has it"
        )
    processes = []

    def begin():
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        address = f"tcp://127.0.0.1:{port}"
        for name, words in (
            ("scheduler", ["scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]),
            ("worker", ["worker", address, "--nworkers", "2", "--nthreads", "1", "--no-dashboard"]),
        ):
            with (tmp_path / f"{name}.log").open("w") as log:
                processes.append(
                    subprocess.Popen(
                        [python, "-m", "dask", *words],
                        cwd=tmp_path,
                        env=environment(),
                        stdout=log,
                        stderr=subprocess.STDOUT,
                    )
                )
        return address, processes[-2]

    yield begin, python
    for process in reversed(processes):
        process.terminate()
    for process in processes:
        process.wait(30)


def test_kill_of_the_scheduler(tmp_path, undisturbed, cluster):
    begin, python = cluster
    folder = tmp_path / "out"
    address, scheduler = begin()
    process = start(folder, "--scheduler", address, python=python)
    wait_for(lambda: blocks_in(folder) >= 1)
    scheduler.kill()
    _, err = process.communicate(timeout=120)
    assert process.returncode == 1, err
    assert "is gone" in err
    assert "the same command goes on from there" in err
    done = blocks_in(folder)
    assert 1 <= done < len(LANES)
    address, _ = begin()
    finish(start(folder, "--scheduler", address, python=python))
    assert (folder / "results.csv").read_bytes() == undisturbed
