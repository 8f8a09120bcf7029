"""Where each block stands follows from the events alone, however many blocks share a cell."""

import pytest

from app.study.experiment.block import Block
from app.study.experiment.board import DONE, FAILED, RUNNING, WAITING, Board
from app.study.experiment.event import (
    Advanced,
    Began,
    Completed,
    Failed,
    Finished,
    Recalled,
    Retried,
    StageBegan,
)
from app.study.experiment.runner import Runner
from app.study.file import study_to_json
from tests.study.experiment.script import Scripted


def block(index):
    return Block(index=index, label=f"Adam, seeds {index} to {index}")


def board(blocks, *events):
    found = Board()
    for event in (StageBegan(0, blocks, 0), *events):
        found.take(event)
    return found


def states(found):
    return [cell.state for cell in found.cells(100)]


def test_a_block_waits_runs_and_is_done():
    found = board(3, Began(block(1), 1), Advanced(1, 0.25), Began(block(0), 1), Completed(block(0), 1.0, "p"))
    assert states(found) == [DONE, RUNNING, WAITING]
    assert [cell.share for cell in found.cells(3)] == [1.0, 0.25, 0.0]
    assert found.sentence() == "3 blocks: 1 done, 1 under way (block 2 25%), 1 waiting."
    assert found.told(found.cells(3)[1]) == "Block 2 of 3: under way, 25%\nAdam, seeds 1 to 1"


def test_one_that_is_run_again_says_why_until_it_is_done():
    found = board(2, Began(block(0), 1), Advanced(0, 0.9), Retried(block(0), 1, "The worker ended."))
    (cell, _) = found.cells(2)
    assert (cell.state, cell.share, cell.retried) == (WAITING, 0.0, 1)
    assert "Run again: The worker ended." in found.told(cell)
    assert "1 of them to be run again" in found.sentence()
    found.take(Began(block(0), 2))
    assert found.cells(2)[0].retried == 1
    found.take(Completed(block(0), 1.0, "p"))
    assert found.cells(2)[0].retried == 0
    assert found.told(found.cells(2)[0]) == "Block 1 of 2: done"


def test_one_that_was_given_to_another_worker_runs_on_without_another_beginning():
    found = board(1, Began(block(0), 1), Retried(block(0), 1, "Moved."), Advanced(0, 0.5))
    assert states(found) == [RUNNING]


def test_a_failure_is_told_with_its_reason():
    found = board(2, Began(block(1), 3), Failed(block(1), 3, "It broke."))
    assert states(found) == [WAITING, FAILED]
    assert found.sentence() == "2 blocks: 1 waiting, 1 failed (block 2: It broke)."
    assert found.told(found.cells(2)[1]) == "Block 2 of 2: failed\nAdam, seeds 1 to 1\nIt broke."


def test_what_an_earlier_run_has_left_is_done_and_stages_follow_each_other():
    found = board(2, Recalled([(block(0), {}), (block(1), {})]), StageBegan(1, 1, 0), Began(block(2), 1))
    assert states(found) == [DONE, DONE, RUNNING]


def test_halted_nothing_runs():
    found = board(2, Began(block(0), 1), Advanced(0, 0.5), Began(block(1), 1), Completed(block(1), 1.0, "p"))
    found.halt()
    assert states(found) == [WAITING, DONE]
    assert found.cells(2)[0].share == 0.0


@pytest.mark.parametrize("most", [1, 7, 100])
def test_thousands_share_cells_and_each_is_counted_once(most):
    found = board(1003)
    for index in range(500):
        found.take(Completed(block(index), 1.0, "p"))
    found.take(Failed(block(900), 3, "It broke."))
    cells = found.cells(most)
    assert len(cells) == most
    assert [cell.first for cell in cells[1:]] == [cell.last + 1 for cell in cells[:-1]]
    assert [sum(cell.counts[state] for cell in cells) for state in (DONE, WAITING, FAILED)] == [500, 502, 1]
    sizes = {sum(cell.counts) for cell in cells}
    assert max(sizes) - min(sizes) <= 1
    (bad,) = (cell for cell in cells if cell.counts[FAILED])
    assert bad.state == FAILED
    if most > 1:
        assert "in a cell" in found.told(bad)
    assert "Block 901: It broke." in found.told(bad)


def test_of_nothing_there_are_no_cells_and_no_words():
    assert (Board().cells(10), Board().sentence(), len(Board())) == ([], "", 0)


def test_it_agrees_with_the_runner_at_every_event(tmp_path, surface_sweep):
    runner = Runner(
        surface_sweep, tmp_path, Scripted(study_to_json(surface_sweep), {0: ["fail"], 1: ["hopeless"]})
    )
    found, events = Board(), []
    while not runner.over:
        for event in runner.poll():
            version = found.version
            found.take(event)
            assert (found.version != version) == (not isinstance(event, Finished))
            events.append(event)
        assert found.count(DONE) + (runner.over and found.count(FAILED)) == (
            len(found) if runner.over else runner.finished_blocks
        )
    assert any(isinstance(event, Retried) for event in events)
    assert (found.count(DONE), found.count(FAILED)) == (1, 1)
