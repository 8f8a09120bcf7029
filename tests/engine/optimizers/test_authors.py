"""Trajectories as the authors' packages and optax give them; see ``tests/golden/record_authors.py``.

Compared is the point at which a method is measured. The tolerance is 1e-12 of the largest size that a
coordinate has on the way. Sums over weights are added up in another order there, and products of several
factors rounded in another order, so the bits differ from the first step on; rows are kept only as long as the
problem does not amplify the difference.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from app.engine.history import History, LanePlan, RacePlan
from app.engine.lane import Lane
from app.engine.model import models
from app.engine.optimizer import optimizers
from app.engine.problem import DataProblem
from app.engine.race import Race
from app.engine.split import Part, Split
from app.study.build import build_race
from app.study.spec import LaneSpec, Study, SurfaceSpec

GOLDEN = json.loads((Path(__file__).parents[2] / "golden" / "authors.json").read_text(encoding="utf-8"))
CASES = GOLDEN["cases"]
TOLERANCE = 1e-12


def identify(case):
    values = case["rosenbrock"]["values"]
    return "-".join([case["optimizer"], *(f"{name}={value}" for name, value in values.items())])


every_case = pytest.mark.parametrize("case", CASES, ids=identify)
alone = pytest.mark.parametrize("case", [case for case in CASES if "gradients" in case], ids=identify)


def assert_same(ours, theirs, start):
    ours, theirs = np.asarray(ours), np.asarray(theirs)
    size = np.abs([start, *theirs]).max(axis=0)
    assert np.max(np.abs(ours - theirs) / size) <= TOLERANCE


@alone
def test_the_rule_alone(case):
    """Rows from recorded gradients of scales 1e-8 to 1e5, among them zeros."""
    recorded, start = case["gradients"], GOLDEN["gradients"]["start"]
    theta = np.array([start])
    optimizer = optimizers[case["optimizer"]](1, theta.shape[1], recorded["values"])
    optimizer.begin(theta)
    shown = theta if optimizer.point is None else optimizer.point
    ours = []
    for step, row in enumerate(GOLDEN["gradients"]["rows"][: recorded["steps"][-1]], start=1):
        optimizer.update(theta, np.array([row]))
        if step in recorded["steps"]:
            ours.append(shown[0].copy())
    assert_same(ours, recorded["rows"], start)


@every_case
def test_rosenbrock_through_a_race(case):
    recorded, start = case["rosenbrock"], (-1.2, 1.0)
    race = build_race(
        Study(
            problem=SurfaceSpec(surface="rosenbrock", start=start),
            lanes=(LaneSpec(optimizer=case["optimizer"], hyperparameters=recorded["values"]),),
            steps=GOLDEN["steps"]["rosenbrock"],
        )
    )
    race.run()
    assert_same(race.history.lanes[0].theta[recorded["steps"], 0], recorded["rows"], start)


class RecordedStart(DataProblem):
    """A problem whose weights start where the recording did."""

    def initial(self):
        return np.array([GOLDEN["network"]["start"]])


@every_case
def test_a_network_through_a_race(case):
    recorded, given = case["network"], GOLDEN["network"]
    features, targets = np.array(given["features"]), np.array(given["targets"])
    inputs, *hidden, outputs = given["widths"]
    model = models["mlp"](inputs, outputs, "classification", {"hidden": hidden, "activation": "tanh"})
    none = Part(features[:0], targets[:0], np.arange(0))
    split = Split(
        Part(features, targets, np.arange(len(targets))), none, none, np.zeros(inputs), np.ones(inputs)
    )
    problem = RecordedStart(None, None, split, model, (0,))
    kept = np.array(recorded["steps"])
    plan = RacePlan(
        (LanePlan(1, model.size, int(kept[-1]), path=False, batch_size=len(targets), snapshot_at=kept),)
    )
    history = History(plan)
    optimizer = optimizers[case["optimizer"]](
        1, model.size, recorded["values"], problem.order, problem.layers
    )
    Race([Lane(problem, optimizer, history.lanes[0])], history).run()
    assert_same(history.lanes[0].snapshots[:, 0], recorded["rows"], given["start"])


def test_each_has_three_settings():
    recorded = [case["optimizer"] for case in CASES]
    assert all(recorded.count(name) >= 3 for name in set(recorded))
    assert set(recorded) == {
        "lion",
        "signum",
        "lars",
        "lamb",
        "prodigy",
        "dadapt_adam",
        "dadapt_sgd",
        "schedule_free_sgd",
        "schedule_free_adamw",
        "lookahead",
        "sam",
    }


def test_enough_is_recorded():
    """Each setting moved every weight of the network, and one of each method is there to the end."""
    start = np.array(GOLDEN["network"]["start"])
    for case in CASES:
        moved = np.abs(np.array(case["network"]["rows"]) - start).max(axis=0)
        assert (moved > 1e-9).all(), identify(case)
        assert max(case["rosenbrock"]["steps"]) >= 20, identify(case)
        assert max(case["network"]["steps"]) >= 5, identify(case)
    for kind in ("gradients", "rosenbrock", "network"):
        last = GOLDEN["steps"][kind]
        to_the_end = {case["optimizer"] for case in CASES if last in case.get(kind, {"steps": ()})["steps"]}
        assert to_the_end >= {case["optimizer"] for case in CASES if kind in case}, kind
