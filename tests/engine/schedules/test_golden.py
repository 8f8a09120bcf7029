"""Factors, momenta and races as ``torch.optim`` gives them; see ``tests/golden/record_schedules.py``."""

import json
from pathlib import Path

import numpy as np
import pytest

from app.engine.schedule import schedules
from app.study.build import build_race
from app.study.spec import FilterSpec, LaneSpec, ScheduleSpec, Study, SurfaceSpec

GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "schedules.json").read_text(encoding="utf-8"))
STEPS = GOLDEN["steps"]


def identify(case):
    return "-".join([case.get("name", ""), *(f"{name}={value}" for name, value in case["values"].items())])


@pytest.mark.parametrize("case", GOLDEN["schedules"], ids=identify)
def test_the_learning_rate_of_every_step(case):
    schedule = schedules[case["name"]](STEPS, case["values"])
    ours = [schedule.factor(step) for step in range(STEPS)]
    np.testing.assert_allclose(ours, case["factors"], rtol=0, atol=1e-14)
    momenta = [schedule.momentum(step) for step in range(STEPS)]
    if "momenta" in case:
        np.testing.assert_allclose(momenta, case["momenta"], rtol=0, atol=1e-14)
    else:
        assert set(momenta) == {None}


@pytest.mark.parametrize("case", GOLDEN["plateaus"], ids=identify)
def test_the_learning_rate_after_every_loss(case):
    losses = [float(loss) for loss in GOLDEN["losses"]]
    schedule = schedules["reduce_on_plateau"](STEPS, case["values"])
    ours = []
    for loss in losses:
        schedule.watch(1, {"loss": np.array([loss])})
        ours.append(schedule.factor(1))
    np.testing.assert_allclose(ours, case["factors"], rtol=1e-14)
    assert len(set(ours)) > 2


@pytest.mark.parametrize(
    "case", GOLDEN["races"], ids=lambda case: "-".join(each["name"] for each in case["filters"]) or "schedule"
)
def test_a_race_under_schedule_and_filters(case):
    race = build_race(
        Study(
            problem=SurfaceSpec(surface="rosenbrock", start=(-1.2, 1.0)),
            lanes=(
                LaneSpec(
                    optimizer=case["optimizer"],
                    hyperparameters=case["values"],
                    schedule=case["schedule"] and ScheduleSpec(**case["schedule"]),
                    filters=tuple(FilterSpec(**each) for each in case["filters"]),
                ),
            ),
            steps=STEPS,
        )
    )
    race.run()
    np.testing.assert_allclose(race.history.lanes[0].theta[1:, 0], case["rows"], rtol=1e-11, atol=1e-13)
