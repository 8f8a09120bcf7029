import csv
import errno
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from app.engine.error import InputError
from app.engine.lane import Change
from app.study import disk, history_table
from app.study.export import SUMMARY_COLUMNS, export_all, paths_of
from app.study.file import load_study
from app.study.spec import LaneSpec, Study
from app.study.summary import summarise
from app.study.target import target_loss

NAMES = ["history.csv", "history.csv-metadata.json", "summary.csv", "study.json"]


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(params=["surface_study", "data_study"])
def study(request):
    return request.getfixturevalue(request.param)


def test_all_files_are_written(tmp_path, race_of, study):
    problem, history = race_of(study)
    paths = export_all(tmp_path / "new" / "folder", study, problem, history)
    assert [path.name for path in paths] == NAMES
    assert sorted(path.name for path in (tmp_path / "new" / "folder").iterdir()) == sorted(NAMES)
    assert load_study(paths[3]) == study


def test_the_metadata_describes_the_table(tmp_path, race_of, study):
    problem, history = race_of(study)
    paths = export_all(tmp_path, study, problem, history)
    found = json.loads(paths[1].read_text(encoding="utf-8"), parse_constant=pytest.fail)
    assert found["@context"] == "http://www.w3.org/ns/csvw"
    assert found["url"] == "history.csv"
    with paths[0].open(encoding="utf-8", newline="") as file:
        assert [column["name"] for column in found["tableSchema"]["columns"]] == next(csv.reader(file))
    (notes,) = found["notes"]
    assert notes["sha256"] == hashlib.sha256(paths[0].read_bytes()).hexdigest()
    assert {quantity["name"] for quantity in notes["quantities"]} == {
        row["quantity"] for row in read(paths[0])
    }
    assert all(quantity["description"] and quantity["unit"] for quantity in notes["quantities"])
    assert notes["seeds"] == list(study.seeds)
    assert notes["target"] == target_loss(study, problem)
    assert set(notes["versions"]) == {"descent-lab", "python", "numpy", "blas", "platform", "machine"}
    assert notes["study"] == json.loads(paths[3].read_text(encoding="utf-8"))
    for lane, record in zip(notes["lanes"], history.lanes, strict=True):
        assert lane["engine_seconds"] == record.seconds[-1] > 0
        assert lane["steps"] == lane["planned_steps"] == record.plan.steps


def test_the_summary_has_a_row_for_each_run(tmp_path, race_of, study):
    problem, history = race_of(study)
    rows = read(export_all(tmp_path, study, problem, history)[2])
    assert tuple(rows[0]) == SUMMARY_COLUMNS
    assert len(rows) == len(study.lanes) * len(study.seeds)
    target = target_loss(study, problem)
    lookup = iter(rows)
    for lane in range(len(study.lanes)):
        summary = summarise(history, problem, lane, target, test=True)
        for run in summary.runs():
            row = next(lookup)
            assert (row["run"], row["seed"], row["status"]) == (str(run.run), str(run.seed), run.status)
            assert row["final_loss"] == repr(run.loss)
            assert row["best_loss"] == repr(run.best_loss)
            assert row["best_step"] == str(run.best_step)
            assert row["steps"] == str(history.lanes[lane].plan.steps)
            assert row["gradient_evaluations"] == str(summary.evaluations)
            assert row["steps_to_target"] == ("" if run.steps_to_target is None else str(run.steps_to_target))
            assert row["target"] == repr(target)
            assert float(row["microseconds_per_step"]) > 0
            if problem.kind == "surface":
                assert (row["epochs"], row["batch_size"], row["test_loss"], row["test_accuracy"]) == (
                    "",
                    "",
                    "",
                    "",
                )
            else:
                assert (row["epochs"], row["batch_size"]) == ("3.0", str(history.lanes[lane].plan.batch_size))
                assert row["test_accuracy"] == repr(run.test_accuracy)


def test_the_summary_tells_all_hyperparameters_defaults_too(tmp_path, race_of):
    study = Study(lanes=(LaneSpec(hyperparameters={"lr": 0.1}),), steps=1)
    problem, history = race_of(study)
    (row,) = read(export_all(tmp_path, study, problem, history)[2])
    assert row["hyperparameters"].startswith("lr=0.1 beta1=0.9 beta2=0.999 eps=1e-08 bias_correction=true")


def test_changes_on_the_way_are_kept_and_raced_again(tmp_path, race_of):
    lane = LaneSpec(hyperparameters={"lr": 0.1}, changes=(Change(20, "lr", 0.01),))
    study = Study(lanes=(lane,), steps=50)
    export_all(tmp_path / "one", study, *race_of(study))
    again = load_study(tmp_path / "one" / "study.json")
    assert again.lanes[0].changes == lane.changes
    export_all(tmp_path / "two", again, *race_of(again))
    tables = [(tmp_path / folder / "history.csv").read_bytes() for folder in ("one", "two")]
    assert tables[0] == tables[1]
    plain = msgspec.structs.replace(study, lanes=(msgspec.structs.replace(lane, changes=()),))
    export_all(tmp_path / "plain", plain, *race_of(plain))
    assert (tmp_path / "plain" / "history.csv").read_bytes() != tables[0]


def test_a_race_that_was_stopped(tmp_path, race_of, study):
    problem, history = race_of(study, ticks=4)
    rows = read(export_all(tmp_path, study, problem, history)[2])
    assert {row["status"] for row in rows if not row["status"].startswith(("diverged", "target"))} <= {
        f"stopped at step {record.length - 1} of {record.plan.steps}" for record in history.lanes
    }


def test_a_race_that_never_began(tmp_path, race_of, study):
    problem, history = race_of(study, ticks=-1)
    rows = read(export_all(tmp_path, study, problem, history)[2])
    assert {(row["status"], row["final_loss"], row["best_step"]) for row in rows} == {
        ("not started", "nan", "")
    }


@pytest.mark.parametrize("broken", NAMES)
def test_a_disk_that_fills_up_leaves_no_half_file(tmp_path, race_of, monkeypatch, surface_study, broken):
    problem, history = race_of(surface_study)
    export_all(tmp_path, surface_study, problem, history)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    real = disk._write

    def full(path, pieces):
        if path.name.startswith(f".{broken}."):
            path.write_bytes(b"half")
            raise OSError(errno.ENOSPC, "No space left on device")
        real(path, pieces)

    monkeypatch.setattr(disk, "_write", full)
    with pytest.raises(InputError) as caught:
        export_all(tmp_path, surface_study, problem, history)
    assert str(caught.value) == f"{tmp_path / broken} cannot be written: the disk is full."
    after = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert after == before


@pytest.mark.parametrize(
    ("parts", "names"),
    [
        (["history"], NAMES[:2]),
        (["summary"], NAMES[2:3]),
        (["study"], NAMES[3:]),
        (["study", "history"], None),
    ],
)
def test_a_part_of_it(tmp_path, race_of, study, parts, names):
    problem, history = race_of(study)
    whole = export_all(tmp_path / "whole", study, problem, history)
    some = export_all(tmp_path / "some", study, problem, history, parts)
    assert [path.name for path in some] == (names or [*NAMES[:2], NAMES[3]])
    assert sorted(path.name for path in (tmp_path / "some").iterdir()) == sorted(path.name for path in some)
    for path in some:
        if path.suffix == ".csv" or path.name == "study.json":
            assert path.read_bytes() == whole[NAMES.index(path.name)].read_bytes()
    assert paths_of(tmp_path / "some", parts) == some


def test_it_says_how_far_it_is(tmp_path, race_of, monkeypatch, study):
    monkeypatch.setattr(history_table, "_BLOCK", 10)
    problem, history = race_of(study)
    seen = []
    paths = export_all(tmp_path, study, problem, history, show=lambda *numbers: seen.append(numbers))
    done, totals = zip(*seen, strict=True)
    assert list(done) == sorted(done)
    assert (done[0], done[-1]) == (0, len(read(paths[0])))
    assert len(set(totals)) == 1
    assert len(seen) > 10
    # A row that is undefined at the start is counted and not written.
    assert 0 <= totals[0] - done[-1] <= 3 * len(study.lanes) * len(study.seeds)


def test_an_export_that_is_interrupted_changes_nothing(tmp_path, race_of, study):
    problem, history = race_of(study)
    export_all(tmp_path, study, problem, history)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def interrupt(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_all(tmp_path, study, problem, history, show=interrupt)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_folder_that_cannot_be(tmp_path, race_of, surface_study):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(InputError, match=r"The folder .*file.*none cannot be made"):
        export_all(Path(tmp_path / "file" / "none"), surface_study, *race_of(surface_study))


def test_thirty_two_lanes(tmp_path, race_of):
    lanes = tuple(LaneSpec(hyperparameters={"lr": 0.01 * (k + 1)}) for k in range(32))
    study = Study(lanes=lanes, steps=5)
    paths = export_all(tmp_path, study, *race_of(study))
    assert len({row["lane"] for row in read(paths[0])}) == 32
    assert len(read(paths[2])) == 32


def test_summaries_may_be_compared_by_their_rows(race_of, surface_study):
    problem, history = race_of(surface_study)
    run = summarise(history, problem, 0, 1.0).runs()[0]
    assert replace(run) == run
