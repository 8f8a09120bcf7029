from app.study.spec import LaneSpec, Study, SurfaceSpec
from app.study.summary import summarise


def seeds(race_of, steps, **keys):
    """Return the summary of a lane with three seeds, of which the middle one diverges by its start."""
    study = Study(
        problem=SurfaceSpec(surface="quartic", start=(1.0, 1.0), spread=1.0),
        lanes=(LaneSpec(optimizer="gradient_descent", hyperparameters={"lr": 0.2}),),
        steps=60,
        seeds=(0, 1, 2, 3, 4),
    )
    problem, history = race_of(study, steps)
    return summarise(history, problem, 0, keys.pop("target", -1.0), **keys)


def test_a_lane_that_runs_is_told_from_one_that_stopped_and_one_that_is_done(race_of):
    study = Study(lanes=(LaneSpec(hyperparameters={"lr": 0.01}),), steps=40)
    problem, history = race_of(study, 12)
    assert summarise(history, problem, 0, -1.0).status == "stopped at step 12 of 40"
    assert summarise(history, problem, 0, -1.0, running=True).status == "at step 12 of 40"
    problem, history = race_of(study)
    for running in (False, True):
        assert summarise(history, problem, 0, -1.0, running=running).status == "finished"
    assert summarise(history, problem, 0, -1.0, until_step=12, running=True).status == "at step 12 of 40"


def test_before_the_start(race_of):
    problem, history = race_of(Study(), -1)
    summary = summarise(history, problem, 0, 0.0)
    assert summary.status == summary.runs()[0].status == "not started"


def test_seeds_that_fared_alike_share_their_words(race_of):
    study = Study(lanes=(LaneSpec(hyperparameters={"lr": 0.01}),), steps=40, seeds=(0, 1, 2))
    problem, history = race_of(study, 12)
    assert summarise(history, problem, 0, -1.0).status == "stopped at step 12 of 40"
    assert summarise(history, problem, 0, -1.0, running=True).status == "at step 12 of 40"
    assert summarise(history, problem, 0, 1e9).status == "3 of 3 reached the target"


def test_seeds_that_fared_differently_are_counted(race_of):
    summary = seeds(race_of, 30)
    gone = int((summary.diverged_at >= 0).sum())
    assert 0 < gone < 5
    assert summary.status == f"{gone} of 5 diverged, {5 - gone} stopped at step 30 of 60"
    assert seeds(race_of, 30, running=True).status == f"{gone} of 5 diverged, {5 - gone} at step 30 of 60"
    assert seeds(race_of, None).status == f"{gone} of 5 diverged"
    words = {run.status for run in summary.runs()}
    steps = {f"diverged at step {step}" for step in summary.diverged_at if step >= 0}
    assert words == steps | {"stopped at step 30 of 60"}
