import csv
import io

import msgspec
import numpy as np
import pytest

from app.engine.quantity import quantities
from app.study import history_table
from app.study.build import lane_names
from app.study.export import write_history_csv
from app.study.history_table import HISTORY_COLUMNS, exported_quantities
from app.study.spec import LaneSpec, Study, SurfaceSpec


def table(tmp_path, study, problem, history):
    path = tmp_path / "history.csv"
    write_history_csv(path, study, problem, history)
    content = path.read_bytes()
    assert content.count(b"\n") == content.count(b"\r\n")
    return content, list(csv.reader(io.StringIO(content.decode("utf-8"), newline="")))


ASKED = tuple(kind.name for kind in quantities if kind.asked)


@pytest.fixture(params=["surface_study", "data_study", "asked of surface_study", "asked of data_study"])
def study(request):
    found = request.getfixturevalue(request.param.split()[-1])
    return msgspec.structs.replace(found, quantities=ASKED) if "asked" in request.param else found


@pytest.fixture(params=[65_536, 7], ids=["one block", "blocks of seven"], autouse=True)
def _block(request, monkeypatch):
    monkeypatch.setattr(history_table, "_BLOCK", request.param)


def test_every_number_comes_back_bit_by_bit(tmp_path, race_of, study):
    problem, history = race_of(study)
    content, rows = table(tmp_path, study, problem, history)
    assert content.startswith(b"lane,optimizer,run,seed,step,epoch,quantity,value\r\n")
    assert rows[0] == list(HISTORY_COLUMNS)
    body = iter(rows[1:])
    for name, lane, record in zip(lane_names(study), study.lanes, history.lanes, strict=True):
        for run, seed in enumerate(study.seeds):
            for quantity in exported_quantities(problem, history):
                length = quantity.length(record)
                steps = quantity.steps(record, 0, length)
                values = quantity.values(record, problem, 0, length)[:, run]
                for step, value in zip(steps, values, strict=True):
                    if step == 0 and np.isnan(value) and record.diverged_at[run] != 0:
                        back = getattr(quantity, "looks_back", False)
                        assert back or quantity.name in ("step_length", "lr", "effective_lr", "noise_scale")
                        continue
                    row = next(body)
                    assert row[:5] == [name, lane.optimizer, str(run), str(seed), str(step)]
                    per_epoch = record.plan.steps_per_epoch
                    assert row[5] == (repr(float(step / per_epoch)) if per_epoch else "")
                    assert row[6] == quantity.name
                    assert np.float64(row[7]).tobytes() == np.float64(value).tobytes() or np.isnan(value)
                    assert not np.isnan(value) or row[7] == "nan"
    assert next(body, None) is None


def test_the_order_is_lane_run_quantity_step(tmp_path, race_of, study):
    problem, history = race_of(study)
    _, rows = table(tmp_path, study, problem, history)
    lanes = lane_names(study)
    names = [quantity.name for quantity in exported_quantities(problem, history)]
    keys = [(lanes.index(r[0]), int(r[2]), names.index(r[6]), int(r[4])) for r in rows[1:]]
    assert keys == sorted(set(keys))


def test_every_quantity_that_the_problem_has_is_there_and_no_clock(tmp_path, race_of, study):
    problem, history = race_of(study)
    _, rows = table(tmp_path, study, problem, history)
    there = {row[6] for row in rows[1:]}
    expected = {quantity.name for quantity in quantities if quantity().available(problem)}
    # No lane here estimates its distance to the solution.
    assert there == expected - (set(ASKED) - set(study.quantities)) - {"distance_estimate"}
    assert not {"seconds", "time"} & there


def test_the_same_study_gives_the_same_bytes_however_it_is_cut(tmp_path, race_of, study):
    from app.study.build import build_problem, build_race

    problem, history = race_of(study)
    first, _ = table(tmp_path, study, problem, history)
    problem = build_problem(study)
    race = build_race(study, problem=problem)
    while not race.finished:
        race.advance(3)
    assert table(tmp_path, study, problem, race.history)[0] == first


def test_only_what_is_published_is_written(tmp_path, race_of, surface_study):
    problem, history = race_of(surface_study, ticks=10)
    _, rows = table(tmp_path, surface_study, problem, history)
    assert max(int(row[4]) for row in rows[1:]) == 10
    problem, history = race_of(surface_study, ticks=-1)
    _, rows = table(tmp_path, surface_study, problem, history)
    assert rows == [list(HISTORY_COLUMNS)]


def test_a_diverged_run_is_written_in_words(tmp_path, race_of, surface_study):
    problem, history = race_of(surface_study)
    _, rows = table(tmp_path, surface_study, problem, history)
    wild = [row for row in rows[1:] if row[1] == "gradient_descent"]
    assert {"inf", "nan"} & {row[7] for row in wild}
    assert {row[7] for row in wild if row[6] == "loss"} <= {row[7] for row in wild}
    assert sum(row[6] == "loss" for row in wild) == 2 * 61


def test_a_start_that_is_no_number_is_written(tmp_path, race_of):
    study = Study(problem=SurfaceSpec(surface="goldstein_price", start=(1e6, 1e6)), steps=2)
    problem, history = race_of(study)
    history.lanes[0].batch_loss[0] = np.nan
    history.lanes[0].diverged_at[0] = 0
    _, rows = table(tmp_path, study, problem, history)
    assert ["0", "", "loss", "nan"] in [row[4:] for row in rows]


@pytest.mark.parametrize("name", ['a, "b"', "line\r\nbreak", "ümlaut 漢字", " spaces ", "'", "-1"])
def test_names_that_need_quotes(tmp_path, race_of, name):
    study = Study(lanes=(LaneSpec(name=name), LaneSpec()), steps=2)
    problem, history = race_of(study)
    path = tmp_path / "history.csv"
    write_history_csv(path, study, problem, history)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert {row[0] for row in rows[1:]} == {name, "Adam"}
    assert {len(row) for row in rows} == {8}


def test_quotes_only_where_needed(tmp_path, race_of, surface_study):
    problem, history = race_of(surface_study)
    assert b'"' not in table(tmp_path, surface_study, problem, history)[0]
