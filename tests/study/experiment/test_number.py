"""Rows of blocks as one, without a list of them."""

import tracemalloc
from contextlib import closing

import pytest

from app.study.experiment.block import Block
from app.study.experiment.kind import kind_of
from app.study.experiment.number import Numbered, numbered, outline, work_of
from app.study.experiment.plan import header_of
from app.study.experiment.runner import Runner
from app.study.experiment.spec import Axis, SweepSpec
from app.study.experiment.store import Store
from app.study.spec import LaneSpec, Study, SurfaceSpec


def blocks(count, work=1.0):
    return [Block(index=index, content=index, work=work) for index in range(count)]


def test_blocks_are_counted_on_through_parts_and_stages():
    plan = numbered([blocks(2), [], blocks(3)], 1, [(Block(index=6), {})])
    assert [(block.index, block.stage, block.content) for block in plan] == [
        (7, 1, 0), (8, 1, 1), (9, 1, 0), (10, 1, 1), (11, 1, 2),
    ]  # fmt: skip
    assert [plan[place] for place in range(5)] == list(plan)
    assert plan[-1] == list(plan)[-1]
    assert plan[1:4] == list(plan)[1:4]
    with pytest.raises(IndexError, match="block 5 of 5"):
        plan[5]


def test_nothing_is_an_empty_stage():
    assert not numbered([], 0, [])
    assert list(numbered([], 0, [])) == []


def test_stages_together_keep_their_stage():
    first = numbered([blocks(2)], 0, [])
    second = numbered([blocks(1)], 3, [(first[-1], {})])
    assert [(block.index, block.stage) for block in Numbered([first, second])] == [(0, 0), (1, 0), (2, 3)]


@pytest.mark.parametrize("seeds", [1, 7, 500])
@pytest.mark.parametrize("optimizers", [("adam",), ("lbfgs", "adam")])
def test_the_work_and_the_longest_block_of_a_lane_are_known_without_making_all(seeds, optimizers):
    study = Study(
        problem=SurfaceSpec(surface="rosenbrock", noise=0.1),
        lanes=tuple(LaneSpec(optimizer=name) for name in optimizers),
        steps=3000,
        seeds=tuple(range(seeds)),
        experiment=SweepSpec(axes=(Axis(spacing="log", low=1e-4, high=1.0, count=77),)),
    )
    plan = kind_of(study).blocks(study, 0, ())
    assert work_of(plan) == pytest.approx(sum(block.work for block in plan))
    assert work_of(list(plan)) == pytest.approx(work_of(plan))
    found = list(outline(plan))
    assert len(found) == len(optimizers)
    for lane, (longest, work) in enumerate(found):
        own = [block for block in plan if block.content.lane == lane]
        assert work == pytest.approx(sum(block.work for block in own))
        assert longest.work == max(block.work for block in own)
        first = next(block for block in own if block.work == longest.work)
        assert longest.content == first.content


def test_a_list_of_blocks_stands_for_itself():
    assert list(outline(blocks(2, 3.0))) == [(block, 3.0) for block in blocks(2, 3.0)]


class Silent:
    """Takes blocks, and never answers."""

    capacity = parallel = 2

    def __init__(self):
        self.blocks = []

    def submit(self, block):
        self.blocks.append(block)

    def poll(self, wait):
        return []

    def close(self):
        pass


def test_a_hundred_million_runs_are_begun_at_once_and_are_no_list(tmp_path):
    study = Study(
        problem=SurfaceSpec(surface="rosenbrock", spread=0.1),
        lanes=(LaneSpec(optimizer="adam"),),
        steps=500,
        seeds=tuple(range(100)),
        experiment=SweepSpec(
            axes=(
                Axis(spacing="log", low=1e-4, high=1.0, count=1000),
                Axis(name="beta1", spacing="linear", low=0.0, high=0.9, count=1000),
            )
        ),
    )
    with closing(Store(tmp_path, header_of(study))) as store:
        store.note({(0, 0): 1.0})
    executor = Silent()
    tracemalloc.start()
    runner = Runner(study, tmp_path, executor)
    runner.poll()
    last = kind_of(study).blocks(study, 0, ())[-1]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    runner.close()
    assert runner.blocks > 3000
    assert [block.index for block in executor.blocks] == [0, 1]
    assert (last.index, last.content.cells[-1], last.content.seeds[-1]) == (runner.blocks - 1, 999_999, 99)
    assert peak < 10_000_000  # a list of the settings alone is ten times that
