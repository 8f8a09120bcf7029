import msgspec
import numpy as np
import pytest

from app.study.build import build_problem, build_race
from app.study.excerpt import excerpt, lengths_of
from app.study.export import export_all
from app.study.spec import LaneSpec, Study, SurfaceSpec
from tests.recorded import raced_again


@pytest.fixture(params=["surface_study", "data_study"])
def study(request):
    found = request.getfixturevalue(request.param)
    return msgspec.structs.replace(found, quantities=("sharpness", "alignment"))


def test_files_of_an_excerpt_are_those_of_that_moment(tmp_path, study):
    problem = build_problem(study)
    race = build_race(study, problem=problem)
    race.begin()
    race.advance(7)
    then = lengths_of(race.history)
    export_all(tmp_path / "then", study, problem, race.history)
    race.run()
    export_all(tmp_path / "now", study, problem, excerpt(race.history, then))
    for name in ("history.csv", "summary.csv", "study.json"):
        assert (tmp_path / "now" / name).read_bytes() == (tmp_path / "then" / name).read_bytes()


def test_nothing_is_copied_and_the_history_goes_on(study):
    history = raced_again(study)
    rows = [(1, 1, 1, 1)] * len(history.lanes)
    cut = excerpt(history, rows)
    assert [lane.length for lane in cut.lanes] == [1] * len(rows)
    assert lengths_of(history) != lengths_of(cut)
    for ours, theirs in zip(cut.lanes, history.lanes, strict=True):
        assert np.shares_memory(ours.batch_loss, theirs.batch_loss)
        assert theirs.length == theirs.plan.steps + 1


def test_a_divergence_after_its_end_is_not_known():
    wild = LaneSpec(optimizer="gradient_descent", hyperparameters={"lr": 0.1})
    study = Study(problem=SurfaceSpec(surface="rosenbrock", start=(-1.2, 1.0)), lanes=(wild,), steps=40)
    history = raced_again(study)
    (at,) = history.lanes[0].diverged_at
    assert at > 0
    before, after = (excerpt(history, [(rows, 0, 0, 0)]) for rows in (at, at + 1))
    assert before.lanes[0].diverged_at.tolist() == [-1]
    assert after.lanes[0].diverged_at.tolist() == [at]
    assert history.lanes[0].diverged_at.tolist() == [at]
