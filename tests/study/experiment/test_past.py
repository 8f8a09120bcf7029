"""What blocks took tells how long others may take; where none was run, nothing is told."""

import json

import msgspec
import pytest

from app.study.experiment.kind import kind_of
from app.study.experiment.past import Past, guess_of
from app.study.experiment.runner import Runner
from app.study.experiment.serial import SerialExecutor
from app.study.file import study_to_json
from tests.study.experiment.made import SUITE, TASKS


@pytest.fixture
def past(tmp_path):
    return Past(tmp_path / "folder" / "pace.json")


@pytest.fixture
def blocks():
    """Return the blocks of the suite by task and lane."""
    found = {}
    for block in kind_of(SUITE).blocks(SUITE, 0, []):
        found.setdefault((block.content.task, block.content.lane), []).append(block)
    return found


def test_without_a_block_nothing_is_told(past, blocks):
    assert past.seconds(SUITE, blocks[0, 0]) is None
    past.save()
    assert not past.path.exists()


def test_the_factor_of_the_optimizer_on_the_problem_counts(past, blocks):
    (block, *_) = blocks[0, 0]
    for factor in (2.0, 2.0, 3.0):
        past.note(SUITE, block, factor * block.work, {})
    past.save()
    low, high = Past(past.path).seconds(SUITE, [block, block])
    assert low == pytest.approx(4.0 * block.work, rel=0.02)
    assert high == pytest.approx(6.0 * block.work, rel=0.02)


def test_two_blocks_are_no_range(past, blocks):
    (block, *_) = blocks[0, 0]
    for _ in range(2):
        past.note(SUITE, block, block.work, {})
    past.save()
    assert past.seconds(SUITE, [block]) is None


def test_another_optimizer_on_the_problem_and_another_problem_are_next(past, blocks):
    (one, *_), (other, *_) = blocks[0, 0], blocks[0, 1]
    for factor in (1.0, 2.0, 4.0):
        past.note(SUITE, one, factor * one.work, {})
    past.save()
    low, high = past.seconds(SUITE, [other])
    assert (low / other.work, high / other.work) == pytest.approx((1.0, 4.0), rel=0.02)
    assert len({task.problem.surface for task in TASKS}) == len(TASKS)
    for task, lane in ((0, 1), (0, 2), (1, 0)):
        assert past.seconds(SUITE, blocks[2, 0]) is None  # one problem tells nothing of others
        past.note(SUITE, blocks[task, lane][0], 3.0 * blocks[task, lane][0].work, {})
        past.save()
    assert past.seconds(SUITE, blocks[2, 0]) is not None


def test_what_was_gauged_counts_by_what_it_was_guessed_at_first(blocks):
    (block, *_) = blocks[0, 0]
    gauged = msgspec.structs.replace(block, work=4.0 * block.work)
    assert guess_of(gauged, {(0, 0): 4.0}) == pytest.approx(block.work)
    assert guess_of(msgspec.structs.replace(block, content=None)) == 0.0


def test_a_runner_notes_what_it_ran_and_not_what_it_found(past, tmp_path):
    content = study_to_json(SUITE)
    for _ in range(2):
        Runner(SUITE, tmp_path / "run", SerialExecutor(content), past=past).run()
    held = json.loads(past.path.read_bytes())["pairs"]
    assert sum(map(len, held.values())) == len(kind_of(SUITE).blocks(SUITE, 0, []))
    assert any(key.startswith("surface|") for key in held)


def test_of_another_machine_or_torn_it_counts_as_none(past, blocks, monkeypatch):
    (block, *_) = blocks[0, 0]
    for _ in range(3):
        past.note(SUITE, block, block.work, {})
    past.save()
    assert past.seconds(SUITE, [block]) is not None
    monkeypatch.setattr("app.study.experiment.past.platform.node", lambda: "elsewhere")
    assert past.seconds(SUITE, [block]) is None
    past.path.write_bytes(b"{")
    assert past.seconds(SUITE, [block]) is None


def test_a_file_that_cannot_be_written_does_no_harm(tmp_path, blocks):
    (tmp_path / "file").write_text("")
    past = Past(tmp_path / "file" / "pace.json")
    past.note(SUITE, blocks[0, 0][0], 1.0, {})
    past.save()
