"""kill -9 in the middle: the same command goes on, and the files are as if nothing had been.

Of a sweep each kill has a test of its own; of a tuning, a suite and basin maps there is one with two kills.
"""

import csv
import os
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import pytest

from app.study.experiment.runner import Runner
from app.study.experiment.serial import SerialExecutor
from app.study.experiment.spec import BasinSpec, SuiteSpec, TaskSpec, TuneSpec
from app.study.experiment.store import NAME, stored_in
from app.study.file import study_to_json
from app.study.spec import LaneSpec, Study, SurfaceSpec
from tests.study.experiment.dask_cluster import environment

ROOT = Path(__file__).parents[3]
LANES = ("adam", "rmsprop", "nadam", "adamax", "radam", "momentum", "nesterov", "adagrad")

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL"),
    pytest.mark.timeout(300),
]


def start(folder, *more, python=sys.executable, command=()):
    if not command:
        lanes = [word for name in LANES for word in ("--lane", f"{name}:lr=log(1e-5,1e-1,10)")]
        command = ["sweep", "--surface", "rosenbrock", "--steps", "15000", "--noise", "0.1", "--seeds", "3"]
        command += lanes
    return subprocess.Popen(
        [python, "-m", "app", *command, "--quiet", "--out", folder, *more],
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


def is_a_worker(pid):
    return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()


def gone(pids):
    return not any(Path(f"/proc/{pid}").exists() for pid in pids)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="children are looked up in /proc")
def test_kill_of_the_workers(tmp_path, undisturbed):
    process = start(tmp_path, "--workers", "2")
    wait_for(lambda: blocks_in(tmp_path) >= 1)
    for pid in children_of(process.pid):
        if is_a_worker(pid):
            os.kill(pid, signal.SIGKILL)  # both: one at least is in the middle of a block
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


LANES_OF_OTHERS = tuple(LaneSpec(optimizer=name) for name in ("adam", "momentum", "rmsprop"))
SURFACES = tuple(SurfaceSpec(surface=name, noise=0.1) for name in ("rosenbrock", "beale", "ravine", "booth"))
OTHER_KINDS = {
    "tune": Study(
        problem=SURFACES[0],
        lanes=LANES_OF_OTHERS,
        steps=5000,
        seeds=(0, 1),
        experiment=TuneSpec(trials=4, fresh=2),
    ),
    "suite": Study(
        lanes=LANES_OF_OTHERS[:2],
        seeds=(0, 1),
        experiment=SuiteSpec(
            tasks=tuple(TaskSpec(name=each.surface, problem=each, steps=5000) for each in SURFACES)
        ),
    ),
    "basin": Study(
        problem=SurfaceSpec(surface="himmelblau"),
        lanes=LANES_OF_OTHERS[:2],
        steps=3000,
        experiment=BasinSpec(resolution=100),
    ),
}


def written(folder):
    """Return the files of results by name, but for the one of seconds."""
    return {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.name in ("results.csv", "chosen.json", "basin.csv", "basin_shares.csv")
    }


@pytest.fixture(params=OTHER_KINDS)
def other_kind(request, tmp_path):
    """A command, and the files of an undisturbed run in this process."""
    study = OTHER_KINDS[request.param]
    path, folder = tmp_path / "study.json", tmp_path / "undisturbed"
    path.write_bytes(study_to_json(study))
    Runner(study, folder, SerialExecutor(path.read_bytes())).run()
    return [request.param, path, "--no-report"], written(folder)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="children are looked up in /proc")
def test_kill_of_the_workers_and_then_of_the_app_in_the_middle_of_another_kind(tmp_path, other_kind):
    command, expected = other_kind
    folder = tmp_path / "out"
    process = start(folder, "--workers", "2", command=command)
    wait_for(lambda: blocks_in(folder) >= 1)
    for pid in children_of(process.pid):
        if is_a_worker(pid):
            os.kill(pid, signal.SIGKILL)  # both: one at least is in the middle of a block
    wait_for(lambda: blocks_in(folder) >= 2)
    process.kill()  # perhaps before it has said what became of the worker
    process.communicate(timeout=30)
    assert not written(folder)
    finish(start(folder, command=command))
    assert written(folder) == expected
    assert expected


def test_ctrl_c_leaves_what_was_done_and_says_so(tmp_path, undisturbed):
    process = start(tmp_path, "--workers", "2")
    wait_for(lambda: blocks_in(tmp_path) >= 1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "the same command goes on from there" in err
    finish(start(tmp_path))
    assert (tmp_path / "results.csv").read_bytes() == undisturbed


def start_there(folder, cluster, command=()):
    return start(folder, "--scheduler", cluster.address, python=cluster.python, command=command)


def test_kill_of_the_scheduler(tmp_path, undisturbed, cluster):
    cluster.start(workers=2)
    folder = tmp_path / "out"
    process = start_there(folder, cluster)
    wait_for(lambda: blocks_in(folder) >= 1)
    cluster.scheduler.kill()
    _, err = process.communicate(timeout=120)
    assert process.returncode == 1, err
    assert "is gone" in err
    assert "the same command goes on from there" in err
    done = blocks_in(folder)
    assert 1 <= done < len(LANES)
    cluster.start(workers=2)
    finish(start_there(folder, cluster))
    assert (folder / "results.csv").read_bytes() == undisturbed


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="children are looked up in /proc")
def test_kill_of_the_workers_of_a_cluster(tmp_path, undisturbed, cluster):
    cluster.start(workers=2)
    folder = tmp_path / "out"
    process = start_there(folder, cluster)
    wait_for(lambda: blocks_in(folder) >= 1)
    (nannies,) = cluster.workers
    for pid in children_of(nannies.pid):
        if is_a_worker(pid):
            os.kill(pid, signal.SIGKILL)  # both: one at least is in the middle of a block
    _, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert "is run again: The worker at tcp://127.0.0.1:" in err
    assert (folder / "results.csv").read_bytes() == undisturbed
    assert blocks_in(folder) == len(LANES)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="children are looked up in /proc")
def test_kill_of_a_worker_and_then_of_the_scheduler_in_the_middle_of_another_kind(
    tmp_path, other_kind, cluster
):
    command, expected = other_kind
    folder = tmp_path / "out"
    cluster.start(workers=2)
    process = start_there(folder, cluster, command)
    wait_for(lambda: blocks_in(folder) >= 1)
    (nannies,) = cluster.workers
    os.kill(next(pid for pid in children_of(nannies.pid) if is_a_worker(pid)), signal.SIGKILL)
    wait_for(lambda: blocks_in(folder) >= 2)
    cluster.scheduler.kill()
    _, err = process.communicate(timeout=120)
    assert process.returncode == 1, err
    assert "is gone" in err
    assert not written(folder)
    cluster.start(workers=2)
    finish(start_there(folder, cluster, command))
    assert written(folder) == expected


def test_workers_that_join_later_are_used(tmp_path, undisturbed, cluster):
    cluster.start(workers=0)
    folder = tmp_path / "out"
    process = start_there(folder, cluster)
    wait_for(lambda: (folder / NAME).exists())
    assert f"has no worker; blocks wait for one. To start one: dask worker {cluster.address}" in (
        process.stderr.readline()
    )
    assert process.poll() is None
    cluster.add_worker()
    cluster.add_worker()
    finish(process)
    assert (folder / "results.csv").read_bytes() == undisturbed
    with (folder / "timing.csv").open(newline="", encoding="utf-8") as file:
        assert len({row["worker"] for row in csv.DictReader(file)}) == 2


OTHERS = {
    "app": ("import app; app.__version__ = '0.0.1'", "has Descent Lab 0.0.1, but "),
    "numpy": ("import numpy; numpy.__version__ = '1.0.7'", "has NumPy 1.0.7, but "),
    "none": (
        f"import sys; sys.path = [each for each in sys.path if each != {str(ROOT)!r}]",
        "cannot load Descent Lab: No module named 'app'. Install Descent Lab ",
    ),
}


def add_other(folder, cluster, which):
    """Start a worker that differs in what is named, and return what will be said of it."""
    code, sentence = OTHERS[which]
    path = folder / f"other-{which}"
    path.mkdir()
    (path / "sitecustomize.py").write_text(code)
    cluster.add_worker(paths=[str(path)])
    return sentence


def test_workers_of_other_versions_that_join_in_the_middle_are_told_of_and_get_no_block(
    tmp_path, undisturbed, cluster
):
    cluster.start(workers=1)
    folder = tmp_path / "out"
    process = start_there(folder, cluster)
    wait_for(lambda: blocks_in(folder) >= 1)
    sentences = [add_other(tmp_path, cluster, which) for which in OTHERS]
    _, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    said = [sentence for sentence in sentences if err.count(sentence) == 1]
    assert said  # the others were not there yet when it was over
    assert err.count("It gets no block.") == len(said)
    assert "Traceback" not in err
    assert (folder / "results.csv").read_bytes() == undisturbed
    with (folder / "timing.csv").open(newline="", encoding="utf-8") as file:
        assert len({row["worker"] for row in csv.DictReader(file)}) == 1


def test_with_workers_of_other_versions_alone_it_waits_and_says_so(tmp_path, undisturbed, cluster):
    cluster.start(workers=0)
    sentences = [add_other(tmp_path, cluster, which) for which in OTHERS]
    folder = tmp_path / "out"
    process = start_there(folder, cluster)
    said = ""
    while not ("It gets no block." in said and "has no worker" in said and all(map(said.count, sentences))):
        line = process.stderr.readline()
        assert line, said
        said += line
    assert said.count("It gets no block.") == len(OTHERS)
    assert said.count("Install") == len(OTHERS)
    assert said.count("blocks wait for one") == 1
    assert blocks_in(folder) == 0
    assert process.poll() is None
    cluster.add_worker(2)
    finish(process)
    assert (folder / "results.csv").read_bytes() == undisturbed
