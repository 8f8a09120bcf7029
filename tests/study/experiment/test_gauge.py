"""What is measured before the first block: a lane is cut by it, and goes on as it was cut."""

import msgspec
import numpy as np
import pytest

from app.study.experiment.columns import columns_from_bytes
from app.study.experiment.event import Finished, Stopped
from app.study.experiment.gauge import Gauging, probes_of
from app.study.experiment.kind import kind_of
from app.study.experiment.results import load_results
from app.study.experiment.runner import Runner
from app.study.experiment.serial import SerialExecutor
from app.study.experiment.store import gauge_in
from app.study.experiment.task import run_task
from app.study.file import study_from_json, study_to_json
from tests.study.experiment.script import Scripted


def probes(study, worth, monkeypatch):
    monkeypatch.setattr("app.study.experiment.gauge._WORTH", worth)
    return probes_of(kind_of(study).blocks(study, 0, ()))


def factors(study, monkeypatch):
    content = study_to_json(study)
    found = []
    for probe in probes(study_from_json(content), 0.0, monkeypatch):
        answer = run_task(content, probe, "test", lambda share: None)
        found.append(columns_from_bytes(answer.content)["factor"][0])
    return found


def test_each_lane_that_is_worth_it_has_one_probe_of_one_race(surface_sweep, data_sweep, monkeypatch):
    assert probes(surface_sweep, 3.0, monkeypatch) == []
    monkeypatch.setattr("app.study.experiment.cost._ROWS", 4)
    (first, second) = probes(surface_sweep, 0.0, monkeypatch)
    assert (first.index, second.index) == (-1, -2)
    assert (first.content.rows.lane, second.content.rows.lane) == (0, 1)
    assert len(first.content.rows.cells) * len(first.content.rows.seeds) <= 4
    assert len(probes(data_sweep, 0.0, monkeypatch)) == 1


def test_a_probe_tells_how_wrong_the_guess_is(surface_sweep, monkeypatch):
    study = msgspec.structs.replace(surface_sweep, steps=3000)
    whole = factors(study, monkeypatch)
    monkeypatch.setattr("app.study.experiment.gauge._SECONDS", 0.01)  # of a part of the race
    part = factors(study, monkeypatch)
    monkeypatch.setattr("app.study.experiment.gauge._SECONDS", 0.15)
    monkeypatch.setattr("app.study.experiment.gauge._ENOUGH", 0.002)  # as if it were far too slow
    ended = factors(study, monkeypatch)
    assert np.all(np.array(whole) > 0.01)
    # The clock is that of a machine that others use.
    assert part == pytest.approx(whole, rel=2.0)
    assert ended == pytest.approx(whole, rel=3.0)


def test_who_goes_on_cuts_as_it_was_cut(tmp_path, surface_sweep, monkeypatch):
    content = study_to_json(surface_sweep)
    reference = Runner(surface_sweep, tmp_path / "a", SerialExecutor(content)).run()
    assert isinstance(reference, Finished)
    monkeypatch.setattr("app.study.experiment.gauge._WORTH", 0.0)
    monkeypatch.setattr("app.study.experiment.cost._ROWS", 2)
    monkeypatch.setattr("app.study.experiment.gauge._MOST", 1e6)

    def begin(factor, troubles):
        column = {"factor": np.array([factor])}
        monkeypatch.setattr("app.study.experiment.task.run_probe", lambda kind, study, block: column)
        executor = Scripted(content, troubles)
        runner = Runner(surface_sweep, tmp_path / "b", executor)
        return runner, runner.run(), executor

    first, ending, _ = begin(400.0, {2: ["gone"]})
    assert isinstance(ending, Stopped)
    assert gauge_in(tmp_path / "b") == {(0, 0): 400.0, (0, 1): 400.0}
    assert not load_results(tmp_path / "b").complete
    second, ending, executor = begin(1e-3, {})
    assert isinstance(ending, Finished)
    assert second.blocks == first.blocks > 2
    assert min(executor.ran) >= 0  # nothing is measured again
    assert load_results(tmp_path / "b").complete
    assert (tmp_path / "b" / "results.csv").read_bytes() == (tmp_path / "a" / "results.csv").read_bytes()


def test_a_probe_that_is_lost_leaves_the_guess(surface_sweep, monkeypatch, tmp_path):
    monkeypatch.setattr("app.study.experiment.gauge._WORTH", 0.0)
    executor = Scripted(study_to_json(surface_sweep), {-1: ["fail"]})
    runner = Runner(surface_sweep, tmp_path, executor)
    assert runner.share == 0.0
    assert isinstance(runner.run(), Finished)
    assert list(gauge_in(tmp_path)) == [(0, 1)]
    assert Gauging([]).over
