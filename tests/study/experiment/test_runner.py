"""Whatever happens on the way, the files are the same, and nothing is dropped in silence."""

import msgspec
import pytest

from app.engine.error import InputError
from app.study.experiment.ending import PARTIAL
from app.study.experiment.event import (
    Cancelled,
    Completed,
    Failed,
    Finished,
    Retried,
    StageBegan,
    Stopped,
    Waiting,
)
from app.study.experiment.runner import Runner
from app.study.experiment.serial import SerialExecutor
from app.study.file import load_study, study_to_json
from tests.study.experiment.script import Scripted


def run(study, folder, troubles=None, retries=2):
    executor = Scripted(study_to_json(study), troubles)
    runner = Runner(study, folder, executor, retries)
    events = []
    while not runner.over:
        events += runner.poll()
    assert executor.closed
    return events, executor


def reference(study, folder):
    ending = Runner(study, folder, SerialExecutor(study_to_json(study))).run()
    assert isinstance(ending, Finished)
    return (folder / "results.csv").read_bytes()


def of(events, kind):
    return [event for event in events if isinstance(event, kind)]


def test_order_does_not_matter(tmp_path, data_sweep):
    expected = reference(data_sweep, tmp_path / "a")
    events, executor = run(data_sweep, tmp_path / "b")
    assert executor.ran != sorted(executor.ran)
    assert (tmp_path / "b" / "results.csv").read_bytes() == expected
    assert expected.count(b"\r\n") == 1 + 6 * 2 * 2
    assert of(events, Finished)[0].paths == [tmp_path / "b" / "results.csv", tmp_path / "b" / "timing.csv"]
    assert load_study(tmp_path / "b" / "study.json") == data_sweep


def test_a_block_that_fails_is_tried_again(tmp_path, surface_sweep):
    expected = reference(surface_sweep, tmp_path / "a")
    events, _ = run(surface_sweep, tmp_path / "b", {0: ["fail", "fail"]})
    assert [(event.block.index, event.attempt) for event in of(events, Retried)] == [(0, 1), (0, 2)]
    assert not of(events, Failed)
    assert (tmp_path / "b" / "results.csv").read_bytes() == expected


@pytest.mark.parametrize(("word", "attempts"), [("fail", 3), ("hopeless", 1)])
def test_a_block_that_is_given_up_is_reported_and_run_the_next_time(tmp_path, surface_sweep, word, attempts):
    expected = reference(surface_sweep, tmp_path / "a")
    folder = tmp_path / "b"
    events, executor = run(surface_sweep, folder, {1: [word] * 9})
    failed = of(events, Failed)
    assert [(event.block.index, event.attempts, event.reason) for event in failed] == [
        (1, attempts, "It broke.")
    ]
    assert of(events, Finished)[0].failed == failed
    assert executor.ran == [0]
    assert not (folder / "results.csv").exists()
    part = (folder / f"{PARTIAL}results.csv").read_bytes()
    assert expected.startswith(part)
    assert len(part) < len(expected)
    events, executor = run(surface_sweep, folder)
    assert executor.ran == [1]
    assert of(events, StageBegan)[0].stored == 1
    assert (folder / "results.csv").read_bytes() == expected
    assert not (folder / f"{PARTIAL}results.csv").exists()


def test_an_executor_that_is_gone_stops_it_and_another_goes_on(tmp_path, surface_sweep):
    expected = reference(surface_sweep, tmp_path / "a")
    events, _ = run(surface_sweep, tmp_path / "b", {0: ["gone"]})
    assert events[-1] == Stopped("The scheduler is gone.")
    _, executor = run(surface_sweep, tmp_path / "b")
    assert executor.ran == [0]
    assert (tmp_path / "b" / "results.csv").read_bytes() == expected


def test_blocks_wait_where_nobody_is_there_and_it_is_said(tmp_path, surface_sweep):
    expected = reference(surface_sweep, tmp_path / "a")
    events, executor = run(surface_sweep, tmp_path / "b", {0: ["idle", "idle"]})
    assert of(events, Waiting) == 2 * [Waiting("Nobody is there.")]
    assert sorted(executor.ran) == [0, 1]
    assert not of(events, Retried)
    assert (tmp_path / "b" / "results.csv").read_bytes() == expected


def test_a_processor_that_rounds_differently_is_refused(tmp_path, surface_sweep):
    events, _ = run(surface_sweep, tmp_path, {1: ["other"]})
    assert "The processor of elsewhere rounds differently" in events[-1].reason
    assert not (tmp_path / "results.csv").exists()


def test_pause_begins_nothing_and_cancel_keeps_what_is_done(tmp_path, surface_sweep):
    executor = Scripted(study_to_json(surface_sweep), capacity=1)
    runner = Runner(surface_sweep, tmp_path, executor)
    assert runner.left is None
    while not of(runner.poll(), Completed):
        pass
    assert 0 < runner.share < 1
    runner.pause()
    before = len(executor.ran)
    for _ in range(5):
        assert runner.poll() == []
    assert len(executor.ran) == before
    runner.resume()
    runner.cancel()
    assert runner.poll() == [Cancelled()]
    assert executor.closed
    _, executor = run(surface_sweep, tmp_path)
    assert len(executor.ran) == 1


def test_a_finished_experiment_writes_its_files_again_without_running_anything(tmp_path, surface_sweep):
    expected = reference(surface_sweep, tmp_path)
    (tmp_path / "results.csv").unlink()
    events, executor = run(surface_sweep, tmp_path)
    assert executor.ran == []
    assert of(events, StageBegan) == [StageBegan(0, 2, 2)]
    assert (tmp_path / "results.csv").read_bytes() == expected


def test_another_study_is_refused_but_not_another_title(tmp_path, surface_sweep):
    reference(surface_sweep, tmp_path)
    titled = msgspec.structs.replace(surface_sweep, title="Which rate?")
    assert run(titled, tmp_path)[1].ran == []
    longer = msgspec.structs.replace(surface_sweep, steps=41)
    with pytest.raises(InputError, match="another experiment"):
        Runner(longer, tmp_path, SerialExecutor(study_to_json(longer)))
    assert load_study(tmp_path / "study.json") == titled
