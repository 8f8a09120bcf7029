import pytest

from app.engine.error import InputError
from app.study.experiment.event import Completed
from app.study.experiment.results import load_results
from app.study.experiment.runner import Runner
from app.study.experiment.serial import SerialExecutor
from app.study.experiment.table import result_rows
from app.study.experiment.timing import step_seconds
from app.study.file import study_to_json
from tests.study.experiment.reading import rows_of


def test_results_are_read_while_they_come_and_at_the_end(tmp_path, surface_sweep):
    runner = Runner(surface_sweep, tmp_path, SerialExecutor(study_to_json(surface_sweep)))
    assert not load_results(tmp_path).done
    while not any(isinstance(event, Completed) for event in runner.poll()):
        pass
    part = load_results(tmp_path)
    assert (len(part.done), part.complete) == (1, False)
    runner.run()
    whole = load_results(tmp_path)
    assert (len(whole.done), whole.complete) == (2, True)
    assert whole.study == surface_sweep
    known = result_rows(whole.done)
    assert list(known) == [(0, 0, "run"), (0, 1, "run")]
    told = [float(row["best"]) for row in rows_of(tmp_path / "results.csv")]
    assert told == [*known[0, 0, "run"]["best"].tolist(), *known[0, 1, "run"]["best"].tolist()]


def test_a_completed_block_brings_its_columns(tmp_path, surface_sweep):
    runner = Runner(surface_sweep, tmp_path, SerialExecutor(study_to_json(surface_sweep)))
    events = []
    while not runner.over:
        events += runner.poll()
    found = [event.columns for event in events if isinstance(event, Completed)]
    assert [len(columns["final"]) for columns in found] == [15, 3]


def test_seconds_are_kept_apart(tmp_path, surface_sweep):
    Runner(surface_sweep, tmp_path, SerialExecutor(study_to_json(surface_sweep))).run()
    results = load_results(tmp_path)
    assert set(results.seconds) == {0, 1}
    each = step_seconds(results.done, results.seconds)
    timed = rows_of(tmp_path / "timing.csv")
    assert [row["runs"] for row in timed] == ["15", "3"]
    assert [row["steps"] for row in timed] == ["600", "120"]
    for lane, row in enumerate(timed):
        assert each[0, lane] == pytest.approx(results.seconds[lane] / int(row["steps"]))
        assert float(row["microseconds_per_step"]) == pytest.approx(1e6 * each[0, lane], rel=0.01, abs=1e-3)
    assert "seconds" not in (tmp_path / "results.csv").read_text().splitlines()[0]


def test_a_folder_without_results_is_named(tmp_path, surface_sweep):
    with pytest.raises(InputError, match=r"study.json cannot be read"):
        load_results(tmp_path)
    (tmp_path / "study.json").write_bytes(study_to_json(surface_sweep))
    with pytest.raises(InputError, match=r"blocks.log cannot be read: there is no such file"):
        load_results(tmp_path)
