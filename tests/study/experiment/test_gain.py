"""What tuning came to: trials, the choice, and what it is worth on fresh seeds."""

import math

import msgspec
import numpy as np
import pytest

from app.study.experiment.gain import Fresh, best_of_curve, tuned_lanes
from app.study.experiment.kind import kind_of
from app.study.experiment.spec import TuneSpec
from app.study.experiment.table import result_rows
from app.study.experiment.tuning import FRESH
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec

replace = msgspec.structs.replace


@pytest.fixture(scope="module")
def tuning():
    return Study(
        problem=SurfaceSpec(surface="ravine", spread=0.1),
        lanes=(LaneSpec(optimizer="momentum"), LaneSpec(optimizer="adam")),
        steps=40,
        seeds=(0, 1),
        experiment=TuneSpec(trials=9, fresh=4),
    )


def run(study, stages=9):
    kind, done = kind_of(study), []
    kind.check(study)
    for stage in range(stages):
        blocks = kind.blocks(study, stage, done)
        if not blocks:
            break
        done += [(block, kind.run(study, block, lambda share: None)) for block in blocks]
    return done


def test_default_and_choice_on_fresh_seeds(tuning):
    done = run(tuning)
    for found in tuned_lanes(tuning, done):
        assert len(found.trials) == 9
        assert found.is_tuned
        fresh = result_rows(done)[0, found.lane, FRESH]
        own = fresh["final"][fresh["cell"] == found.chosen]
        assert found.tuned.losses.tolist() == np.maximum(own, 1e-15).tolist()
        assert found.gain == pytest.approx(found.default.band[0] / found.tuned.band[0])
        assert found.trials.min() == found.trials[found.chosen - 1]
        assert set(found.values) == {axis.name for axis in found.space}


def test_halfway_there_is_a_choice_but_no_verdict(tuning):
    found = tuned_lanes(tuning, run(tuning, stages=1))[0]
    assert found.chosen > 0
    assert not found.is_tuned
    assert found.gain is None
    assert tuned_lanes(tuning, [])[0].chosen == 0


def test_defaults_alone_are_untuned(tuning):
    plain = replace(tuning, experiment=TuneSpec(trials=0, fresh=3))
    found = tuned_lanes(plain, run(plain))[0]
    assert not found.is_tuned
    assert len(found.default.losses) == 3
    assert found.values == {}
    assert best_of_curve(found, 0.0) is None


def test_trials_that_were_ended_count(tuning):
    stopped = replace(tuning, experiment=TuneSpec(trials=20, fresh=2, stopping="median", pilots=4))
    for found in tuned_lanes(stopped, run(stopped)):
        assert len(found.trials) == 20
        assert 0 < found.ended < 16


def test_on_data_the_test_part_is_told():
    study = Study(
        problem=DataSpec(dataset="iris", model="softmax"),
        lanes=(LaneSpec(optimizer="adam"),),
        epochs=2,
        experiment=TuneSpec(trials=4, fresh=3),
    )
    done = run(study)
    found = tuned_lanes(study, done)[0]
    fresh = result_rows(done)[0, 0, FRESH]
    own = fresh["cell"] == found.chosen
    assert found.tuned.losses.tolist() == fresh["test_loss"][own].tolist()
    assert found.tuned.accuracy.tolist() == fresh["test_accuracy"][own].tolist()


def test_the_expected_best_falls_and_ends_near_the_best(tuning):
    found = tuned_lanes(tuning, run(tuning))[1]
    curve = best_of_curve(found, 0.0)
    assert curve.shape == (3, 9)
    assert (np.diff(curve[0]) < 0).all()
    assert found.trials.min() <= curve[0, -1] < np.median(found.trials)
    assert curve[0, 0] == pytest.approx(10 ** np.log10(found.trials).mean())


def test_a_default_that_diverges_has_no_finite_gain(tuning):
    found = tuned_lanes(tuning, run(tuning))[0]
    lost = Fresh(np.full(4, math.inf), None)
    import dataclasses

    assert dataclasses.replace(found, default=lost).gain == math.inf
    assert dataclasses.replace(found, tuned=lost).gain == 0.0
    assert dataclasses.replace(found, default=lost, tuned=lost).gain is None
