"""Blocks run by a cluster of dask; what becomes of them when parts of it are killed is in test_kill."""

import json
import pickle
import socket
import subprocess
import sys
from types import ModuleType

import msgspec
import pytest

from app.engine.error import InputError
from app.study.experiment.block import Block
from app.study.experiment.cluster import ClusterExecutor
from app.study.experiment.executor import Gone, Idle, LeftOut, Moved, Ran, Share, Trouble
from app.study.experiment.fingerprint import VERSIONS, fingerprint
from app.study.experiment.runner import Runner
from app.study.experiment.serial import SerialExecutor
from app.study.file import study_to_json
from tests.study.experiment.dask_cluster import environment, python_with_dask

there = pytest.mark.timeout(300)

SCRIPT = """
import json, sys, time
import msgspec
from app.study.experiment.cluster import ClusterExecutor
from app.study.experiment.event import Advanced, Completed, Finished
from app.study.experiment.runner import Runner
from app.study.file import study_to_json
from app.study.spec import LaneSpec, Study, SurfaceSpec
from app.study.experiment.spec import Axis, SweepSpec

study = Study(
    problem=SurfaceSpec(surface="rosenbrock", noise=0.1), lanes=(LaneSpec(optimizer="adam"),), steps=600_000,
    seeds=(0, 1), experiment=SweepSpec(axes=(Axis(spacing="log", low=1e-4, high=1e-2, count=3),)),
)
runner = Runner(study, sys.argv[2], ClusterExecutor(study_to_json(study), sys.argv[1]))
shares, seen, workers = [], [], []
while not runner.over:
    for event in runner.poll(0.1):
        if isinstance(event, Advanced):
            shares.append((event.index, event.share))
            seen.append(runner.shares)
        elif isinstance(event, Completed):
            workers.append(event.worker)
assert isinstance(event, Finished) and not event.failed, event
print(json.dumps({"shares": shares, "seen": seen, "workers": workers, "share": runner.share}))
"""


@pytest.mark.e2e
@there
def test_how_far_each_block_is_is_told_by_the_workers(tmp_path, cluster):
    cluster.start(workers=1)
    command = [cluster.python, "-c", SCRIPT, cluster.address, str(tmp_path / "out")]
    result = subprocess.run(
        command, env=environment(), capture_output=True, encoding="utf-8", timeout=200, check=False
    )
    assert result.returncode == 0, result.stderr
    found = json.loads(result.stdout)
    of_block = {}
    for index, share in found["shares"]:
        of_block.setdefault(index, []).append(share)
    assert any(len(shares) >= 3 for shares in of_block.values()), of_block
    for shares in of_block.values():
        assert shares[0] == 0.0  # it began
        assert shares == sorted(shares)
        assert all(0.0 <= share <= 1.0 for share in shares)
    assert any(0.0 < share < 1.0 for shown in found["seen"] for share in shown)
    assert all(worker.startswith("tcp://127.0.0.1:") for worker in found["workers"])
    assert found["share"] == 1.0


ANY = """
import sys
from pathlib import Path
from app.study.experiment.cluster import ClusterExecutor
from app.study.experiment.event import Finished
from app.study.experiment.runner import Runner
from app.study.file import load_study, study_to_json

study = load_study(Path(sys.argv[2]))
ending = Runner(study, sys.argv[3], ClusterExecutor(study_to_json(study), sys.argv[1])).run()
assert isinstance(ending, Finished) and not ending.failed, ending
"""


@pytest.mark.e2e
@there
def test_lanes_with_streams_of_their_own_give_the_bytes_of_this_process(
    tmp_path, surface_sweep, data_sweep, cluster
):
    cluster.start(workers=2)
    written = {}
    for name, study in (("surface", surface_sweep), ("data", data_sweep)):
        for pairing in ("paired", "independent"):
            paired = msgspec.structs.replace(study, pairing=pairing)
            content = study_to_json(paired)
            path, here = tmp_path / f"{name}-{pairing}.json", tmp_path / f"{name}-{pairing}-here"
            path.write_bytes(content)
            command = [cluster.python, "-c", ANY, cluster.address, path, tmp_path / path.stem]
            subprocess.run(command, env=environment(), check=True, timeout=200)
            Runner(paired, here, SerialExecutor(content)).run()
            written[name, pairing] = (here / "results.csv").read_bytes()
            assert (tmp_path / path.stem / "results.csv").read_bytes() == written[name, pairing]
    assert all(written[name, "paired"] != written[name, "independent"] for name in ("surface", "data"))


FIND = """
import sys
from app.engine.error import InputError
from app.study.experiment.address import find_scheduler

for address in sys.argv[1:]:
    try:
        find_scheduler(address, 30.0 if address == sys.argv[1] else 3.0)  # it may still be starting
        print("found")
    except InputError as error:
        print(error)
"""


@pytest.mark.e2e
@there
def test_who_answers_is_asked_before_a_client_is_made_that_would_wait(cluster):
    cluster.start(workers=0)
    with socket.socket() as silent, socket.socket() as closed:
        for each in (silent, closed):
            each.bind(("127.0.0.1", 0))
        silent.listen()
        places = [f"tcp://127.0.0.1:{each.getsockname()[1]}" for each in (silent, closed)]
        command = [cluster.python, "-c", FIND, cluster.address, *places]
        result = subprocess.run(
            command, env=environment(), capture_output=True, encoding="utf-8", timeout=60, check=True
        )
    found, of_silent, of_closed = result.stdout.splitlines()
    assert found == "found"
    begin = "--scheduler: A scheduler of dask.distributed belongs at the address, but at '{}' there is none: "
    assert of_silent.startswith(begin.format(places[0]))
    assert of_closed.startswith(begin.format(places[1]) + "OSError: Timed out")
    assert result.stderr == ""


# ---------------------------------------- without dask: who is given what, and what is said of it

FIT = VERSIONS | {"fingerprint": fingerprint()}
OLD = VERSIONS | {"Descent Lab": "0.0.1"}


class Future:
    """What `Client.submit` returns; `end` is for a test."""

    def __init__(self, asked, workers):
        _, self.block, self.topic = pickle.loads(asked)
        self.workers, self.status, self.released = workers, "pending", False
        self.answer = None

    def add_done_callback(self, call):
        self.call = call

    def end(self, answer, status="finished"):
        self.answer, self.status = answer, status
        self.call(self)

    def result(self, timeout):
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    exception = result

    def release(self):
        self.released = True


class Client:
    """A scheduler of which a test says who its workers are, and what they have."""

    def __init__(self, address, **_):
        self.status, self.workers, self.futures, self.looks = "running", {}, [], []
        self.workers = dict(Client.first)

    def nthreads(self):
        return dict.fromkeys(self.workers, 1)

    def run(self, look, workers, on_error):
        self.looks += workers
        return {address: self.workers[address] for address in workers}

    def submit(self, call, version, asked, pure, workers):
        self.futures.append(Future(asked, workers))
        return self.futures[-1]

    def subscribe_topic(self, topic, hear):
        self.hear = hear

    def say(self, index, share, worker):
        self.hear((0.0, (index, share, worker)))

    def scheduler_info(self):
        return {"address": "tcp://there"}

    def cancel(self, futures, force):
        pass

    def close(self, timeout):
        self.status = "closed"


@pytest.fixture
def executor(monkeypatch):
    """An executor with one worker, ``a``, that fits; ``looked`` lets it look, and polls."""
    module = ModuleType("distributed")
    module.Client = Client
    Client.first = {"a": FIT}
    monkeypatch.setitem(sys.modules, "distributed", module)
    monkeypatch.setattr("app.study.experiment.cluster.find_scheduler", lambda address, seconds: None)
    found = ClusterExecutor(b"", "tcp://there:1")
    monkeypatch.setattr(found, "_count_aside", lambda: found._count(found._crew.asked))

    def looked():
        found._looked = -1.0
        return [*found.poll(0.0), *found.poll(0.0)]

    found.looked, found.client = looked, found._client
    return found


def test_a_worker_of_another_version_is_told_of_once_and_is_sent_nothing(executor):
    executor.client.workers |= {"b": OLD, "c": FIT}
    (told,) = executor.looked()
    assert isinstance(told, LeftOut)
    assert "The worker at b has Descent Lab 0.0.1, but " in told.reason
    assert executor.looked() == []
    assert executor.parallel == 2
    executor.submit(Block(index=0))
    assert executor.client.futures[0].workers == ["a", "c"]
    assert executor.client.looks == ["a", "b", "c"]  # nobody is asked twice


def test_with_nobody_that_fits_blocks_wait_and_that_is_said(executor):
    executor.client.workers = {"b": OLD}
    told = executor.looked()
    assert [type(each) for each in told] == [LeftOut, LeftOut]
    assert executor.capacity == 0
    executor._worked -= 100.0
    (idle,) = executor.looked()
    assert isinstance(idle, Idle)
    assert "has no worker that fits; blocks wait for one." in idle.reason
    executor.client.workers["c"] = FIT
    assert executor.looked() == []
    assert executor.capacity == 2


def test_a_block_whose_workers_have_all_ended_goes_to_others(executor):
    executor.submit(Block(index=0))
    executor.submit(Block(index=1))
    executor.client.say(0, 0.0, "a")
    assert executor.poll(0.0) == [Share(0, 0.0)]
    executor.client.workers = {}
    (left,) = executor.looked()
    assert left.reason == "The worker at a ended, and none is left; blocks wait for one."
    assert len(executor.client.futures) == 2
    executor.client.workers = {"b": FIT}
    assert executor.looked() == [Moved(0, "The worker at a ended, and another one runs it.")]
    first, second, *again = executor.client.futures
    assert first.released
    assert second.released
    assert [(future.block.index, future.workers) for future in again] == [(0, ["b"]), (1, ["b"])]
    first.end(None, "cancelled")  # what comes of the old ones is nothing any more
    assert executor.poll(0.0) == []
    ran = Ran(0, b"", 1.0, 0, "b")
    again[0].end(ran)
    assert executor.poll(0.0) == [ran]


def test_a_block_that_ends_all_its_workers_again_and_again_is_told_as_trouble(executor):
    executor.submit(Block(index=7))
    told = []
    for worker, after in ("ab", "bc", "cd", "de"):
        executor.client.say(7, 0.0, worker)
        executor.poll(0.0)
        executor.client.workers = {after: FIT}
        told += [each for each in executor.looked() if not isinstance(each, LeftOut)]
    assert [type(each) for each in told] == [Moved, Moved, Moved, Trouble]
    assert told[-1] == Trouble(7, "The workers that ran it ended, one after the other.")


def test_a_worker_that_has_become_another_one_is_looked_at_again(executor):
    executor.submit(Block(index=0))
    executor.client.workers["a"] = OLD
    executor.client.futures[0].end(Gone("The worker at a has Descent Lab 0.0.1."))
    assert executor.poll(0.0) == []
    (told,) = executor.looked()
    assert "The worker at a has Descent Lab 0.0.1" in told.reason
    executor.client.workers["b"] = FIT
    assert executor.looked() == []
    assert executor.client.futures[1].workers == ["b"]


def test_a_result_that_is_lost_on_its_way_is_run_again(executor):
    executor.submit(Block(index=0))
    executor.client.futures[0].end(TimeoutError("it does not come"))
    executor.poll(0.0)
    assert len(executor.client.futures) == 2
    executor.client.status = "connecting"
    executor.client.futures[1].end(TimeoutError("it does not come"))
    (gone,) = executor.poll(0.0)
    assert gone == Gone("The scheduler at tcp://there is gone: it does not come.")


@pytest.mark.skipif(python_with_dask() is not None, reason="dask is installed")
def test_without_dask_it_says_what_to_install():
    with pytest.raises(InputError, match="descent-lab\\[cluster\\]"):
        ClusterExecutor(b"", "tcp://127.0.0.1:1")
