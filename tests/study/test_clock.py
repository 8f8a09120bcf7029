import numpy as np

from app.study.build import build_problem, build_race
from app.study.clock import places
from app.study.spec import DataSpec, LaneSpec, Study


def test_the_last_batch_of_an_epoch_may_be_smaller():
    study = Study(
        problem=DataSpec(dataset="iris", model="mlp"),
        lanes=(LaneSpec(optimizer="sgd", batch_size=32),),
        epochs=2,
    )
    race = build_race(study, problem=build_problem(study))
    race.run()
    lane = race.history.lanes[0]
    plan = lane.plan
    steps = np.array([0, 1, plan.steps_per_epoch, plan.steps])
    assert places(lane, "examples", steps).tolist() == [0, 32, plan.examples, 2 * plan.examples]
    assert places(lane, "epochs", steps)[-1] == 2.0
    assert places(lane, "steps", steps).tolist() == steps.tolist()
    assert places(lane, "evaluations", steps).tolist() == steps.tolist()
    assert (np.diff(places(lane, "seconds", np.arange(plan.steps + 1))) >= 0).all()
