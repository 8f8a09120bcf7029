import numpy as np
import pytest

from app.engine.history import History, LanePlan, RacePlan
from app.study import tally as module
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from app.study.tally import Tally


@pytest.fixture(params=[0, 1], ids=["one block", "many blocks"])
def _blocks(request, monkeypatch):
    if request.param:
        monkeypatch.setattr(module, "_BLOCK_ENTRIES", 1)


@pytest.mark.usefixtures("_blocks")
def test_it_agrees_with_the_whole_column_at_every_row(race_of):
    study = Study(
        problem=SurfaceSpec(surface="rosenbrock", noise=5.0, spread=0.3),
        lanes=(LaneSpec(hyperparameters={"lr": 0.3}),),
        steps=400,
        seeds=(0, 1, 2),
    )
    problem, history = race_of(study)
    record = history.lanes[0]
    tally = Tally(record, problem)
    losses = record.batch_loss
    for rows in [1, 2, 63, 64, 65, 200, 401, 100, 5]:
        best, row = tally.best(rows)
        assert (best == losses[:rows].min(axis=0)).all()
        assert (row == losses[:rows].argmin(axis=0)).all()
        for target in (1.0, 0.5, 0.5, 1e-9):
            hit = losses[:rows] <= target
            expected = np.where(hit.any(axis=0), hit.argmax(axis=0), -1)
            assert (tally.reached(target, rows) == expected).all(), (rows, target)


@pytest.mark.usefixtures("_blocks")
def test_it_follows_a_growing_history(race_of):
    problem, _ = race_of(Study(steps=1), ticks=0)
    history = History(RacePlan((LanePlan(1, 2, 999, path=True),)))
    record = history.lanes[0]
    record.diverged_at[:] = -1
    record.batch_loss[:, 0] = np.abs(np.arange(1000) - 700) + 1.0
    tally = Tally(record, problem)
    for rows in range(1, 1001, 37):
        record.lengths[0] = rows
        best, row = tally.best(rows)
        assert row[0] == min(rows - 1, 700)
        assert best[0] == record.batch_loss[row[0], 0]
        assert tally.reached(101.0, rows)[0] == (600 if rows > 600 else -1)


@pytest.mark.usefixtures("_blocks")
def test_rows_from_the_divergence_on_do_not_count(race_of):
    problem, _ = race_of(Study(steps=1), ticks=0)
    history = History(RacePlan((LanePlan(2, 2, 199, path=True),)))
    record = history.lanes[0]
    record.batch_loss[:] = np.linspace(10, 1, 200)[:, None]
    record.batch_loss[150:, 0] = -np.inf
    record.batch_loss[7, 1] = np.nan
    record.diverged_at[:] = [150, -1]
    record.lengths[0] = 200
    best, row = Tally(record, problem).best(200)
    assert row.tolist() == [149, 199]
    assert best.tolist() == [record.batch_loss[149, 0], 1.0]
    assert Tally(record, problem).reached(1.0, 200).tolist() == [-1, 199]


def test_rows_of_data_are_evaluations(race_of):
    study = Study(problem=DataSpec(dataset="iris", model="softmax"), epochs=4, evaluations_per_epoch=2)
    problem, history = race_of(study)
    tally = Tally(history.lanes[0], problem)
    assert tally.loss.length(history.lanes[0]) == 9
    _, row = tally.best(9)
    assert tally.steps_of(row) == history.lanes[0].plan.evaluate_at[row]


def test_nothing_is_known_of_nothing(race_of):
    problem, history = race_of(Study(), ticks=-1)
    best, _ = Tally(history.lanes[0], problem).best(0)
    assert np.isinf(best).all()
    assert Tally(history.lanes[0], problem).reached(1e9, 0).tolist() == [-1]
