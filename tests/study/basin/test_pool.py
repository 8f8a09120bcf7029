"""Processes that stay warm: the newest study counts, and nothing is left behind."""

import multiprocessing
import os
import signal
from time import monotonic

import msgspec
import numpy as np
import pytest

from app.study.basin.block import BasinBlock, run_block
from app.study.basin.message import Failed, Ran
from app.study.basin.pool import BasinPool
from app.study.own.folder import TEMPLATE
from app.study.spec import LaneSpec, Study, SurfaceSpec

STEP = "        self.b *= self.momentum\n        self.b += grad\n        theta -= self.lr * self.b\n"
replace = msgspec.structs.replace
STUDY = Study(
    problem=SurfaceSpec(surface="himmelblau"),
    lanes=(LaneSpec(optimizer="adam", hyperparameters={"lr": 0.3}),),
    steps=30,
)
LONG = replace(STUDY, steps=1_000_000)
BLOCKS = [BasinBlock(0, 25, 0), BasinBlock(0, 50, 0), BasinBlock(0, 100, 0), BasinBlock(0, 200, 3)]


@pytest.fixture(scope="module")
def shared():
    pool = BasinPool(2)
    pool.warm_up()
    yield pool
    pool.close()
    assert multiprocessing.active_children() == []


@pytest.fixture
def pool(shared):
    yield shared
    shared.stop()


def answers(pool, seconds=30.0):
    found, until = [], monotonic() + seconds
    while pool.busy:
        assert monotonic() < until
        found += pool.wait(0.1)
    return found


def test_blocks_come_as_they_are_run_here(pool):
    pool.begin(STUDY)
    pool.ask(BLOCKS)
    found = answers(pool)
    assert sorted((each.block.level, each.block.part) for each in found) == [
        (25, 0),
        (50, 0),
        (100, 0),
        (200, 3),
    ]
    for each in found:
        assert isinstance(each, Ran)
        for name, column in run_block(STUDY, each.block).items():
            assert np.array_equal(column, each.columns[name], equal_nan=True)


@pytest.mark.alone
def test_the_newest_study_is_heard_within_a_second_of_a_long_one(pool):
    pool.begin(LONG)
    pool.ask(BLOCKS)
    while not pool.warm:
        pool.wait(0.1)
    assert pool.wait(0.3) == []
    began = monotonic()
    pool.begin(STUDY)
    pool.ask(BLOCKS[:1])
    found = answers(pool)
    assert monotonic() - began < 1.0
    assert [each.generation for each in found] == [pool.generation]


def test_a_stop_drops_all_and_keeps_the_processes(pool):
    pool.begin(LONG)
    pool.ask(BLOCKS)
    before = pool.pids
    pool.stop()
    assert not pool.busy
    assert pool.wait(0.2) == []
    assert pool.pids == before


def test_a_block_that_cannot_be_run_is_told(pool):
    pool.begin(replace(STUDY, lanes=(LaneSpec(optimizer="gone"),)))
    pool.ask(BLOCKS[:1])
    (failed,) = answers(pool)
    assert isinstance(failed, Failed)
    assert "No optimizer named 'gone'" in failed.text


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no such signal here")
def test_the_blocks_of_a_process_that_is_killed_are_run_by_another(pool):
    pool.begin(replace(STUDY, steps=3000))
    pool.ask(BLOCKS)
    os.kill(pool.pids[0], signal.SIGKILL)
    found = answers(pool)
    assert len(found) == len(BLOCKS)
    assert len(pool.pids) in (1, 2)  # the second is on its way


HANGS = """        self.b += 1
        while self.b.max() > 300:
            pass
        theta -= self.lr * self.b
"""


def test_a_process_that_hangs_is_ended_when_another_study_is_wanted(pool, tmp_path, monkeypatch):
    monkeypatch.setattr("app.study.basin.pool._PATIENCE", 0.5)
    assert STEP in TEMPLATE
    mine = tmp_path / "mine.py"
    mine.write_text(TEMPLATE.replace(STEP, HANGS))
    lanes = (LaneSpec(optimizer="my_optimizer", hyperparameters={"lr": 1e-9}),)
    pool.begin(replace(STUDY, lanes=lanes, steps=1000), (str(mine),))
    pool.ask(BLOCKS[:1])
    until = monotonic() + 2.0
    while monotonic() < until:
        assert pool.wait(0.1) == []
    before = set(pool.pids)
    pool.begin(STUDY)
    pool.ask(BLOCKS[:1])
    (found,) = answers(pool)
    assert isinstance(found, Ran)
    while set(pool.pids) >= before:
        pool.wait(0.1)


def test_an_optimizer_of_ones_own_runs(pool, tmp_path):
    mine = tmp_path / "mine.py"
    mine.write_text(TEMPLATE)
    lanes = (LaneSpec(optimizer="my_optimizer", hyperparameters={"lr": 1e-3}),)
    pool.begin(replace(STUDY, lanes=lanes), (str(mine),))
    pool.ask(BLOCKS[:1])
    (found,) = answers(pool)
    assert isinstance(found, Ran), found.text
    usual = replace(STUDY, lanes=(LaneSpec(optimizer="momentum", hyperparameters={"lr": 1e-3}),))
    assert np.allclose(found.columns["x_end"], run_block(usual, BLOCKS[0])["x_end"])


@pytest.mark.alone
def test_closing_in_the_middle_leaves_nothing(pool):
    other = BasinPool(1)
    other.begin(LONG)
    other.ask(BLOCKS)
    (pid,) = other.pids
    began = monotonic()
    other.close()
    assert monotonic() - began < 1.0
    assert pid not in {child.pid for child in multiprocessing.active_children()}
