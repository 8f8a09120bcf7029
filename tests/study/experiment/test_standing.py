import msgspec
import numpy as np

from app.study.experiment.gain import tuned_lanes
from app.study.experiment.spec import Axis, SweepSpec, TuneSpec
from app.study.experiment.standing import clock_of, evidence_of, final_name, measure_of, swept_lanes
from app.study.experiment.table import result_rows
from app.study.spec import LaneSpec
from tests.study.experiment.made import SUITE, SWEEP, TUNE, parts


def test_of_a_tuning_it_is_the_choice_on_fresh_seeds_and_the_test_part():
    (part,) = parts(TUNE)
    found = evidence_of(part)
    assert found.seeds == tuple(range(3, 13))
    assert (found.trials, found.fresh_seeds, found.budget) == ((8, 8), True, "3 epochs")
    assert final_name(part) == "test loss"
    chosen = tuned_lanes(part.study, part.done)[1].chosen
    columns = result_rows(part.done)[0, 1, "fresh"]
    own = columns["cell"] == chosen
    assert chosen > 0
    np.testing.assert_array_equal(np.sort(found.finals[1]), np.sort(columns["test_loss"][own]))


def test_of_a_sweep_it_is_the_best_setting_on_the_same_seeds():
    (part,) = parts(SWEEP)
    found = evidence_of(part)
    assert (found.trials, found.fresh_seeds) == ((7, 12, 1), False)
    best = swept_lanes(part)[0]
    np.testing.assert_array_equal(found.finals[0], best.losses[best.best])
    assert measure_of(SWEEP).name == "final"


def test_a_best_value_at_the_end_of_its_axis_is_named():
    axes = (Axis(spacing="log", low=1e-6, high=1e-4, count=3),)
    study = msgspec.structs.replace(SWEEP, lanes=SWEEP.lanes[:1], experiment=SweepSpec(axes=axes))
    (part,) = parts(study)
    assert evidence_of(part).edges == ("Momentum (lr)",)
    tried = tuple(0.001 * 2.0**power for power in range(10))
    inside = msgspec.structs.replace(study, experiment=SweepSpec(axes=(Axis(values=tried),)))
    (part,) = parts(inside)
    assert 0 < swept_lanes(part)[0].best < 9
    assert evidence_of(part).edges == ()


def test_a_choice_that_is_the_outermost_trial_is_named():
    axes = (Axis(spacing="log", low=1e-9, high=1e-7),)
    study = msgspec.structs.replace(
        TUNE, lanes=(LaneSpec(optimizer="momentum"),), experiment=TuneSpec(trials=6, axes=axes, fresh=2)
    )
    (part,) = parts(study)
    assert evidence_of(part).edges == ("Momentum (lr)",)


def test_misses_are_infinite_and_runs_are_in_the_order_of_their_seeds():
    part = parts(SUITE)[1]
    found = evidence_of(part)
    columns = result_rows(part.done)[0, 2, "run"]
    assert np.isinf(found.times["steps"][2]).all()  # AdaGrad's default is far too small
    assert (columns["steps_to_target"] == -1).all()
    assert found.seeds == tuple(range(10))
    assert found.trials == ()


def test_a_diverged_run_has_spent_what_it_did_until_then():
    study = msgspec.structs.replace(
        SUITE, lanes=(LaneSpec(optimizer="gradient_descent", hyperparameters={"lr": 0.5}),)
    )
    found = evidence_of(parts(study)[1])
    assert found.diverged == (10,)
    assert np.isinf(found.finals).all()
    assert (found.spent["steps"] < 60).all()


def test_without_a_test_part_it_is_the_loss():
    problem = msgspec.structs.replace(TUNE.problem, split=(0.8, 0.2, 0.0))
    (part,) = parts(msgspec.structs.replace(TUNE, problem=problem))
    assert final_name(part) == "loss"
    lane = tuned_lanes(part.study, part.done)[0]
    columns = result_rows(part.done)[0, 0, "fresh"]
    own = columns["final"][columns["cell"] == lane.chosen]
    np.testing.assert_array_equal(np.sort(evidence_of(part).finals[0]), np.sort(own))


def test_lanes_with_batches_of_other_sizes_are_compared_by_examples():
    assert clock_of(parts(SUITE)[0]) == "evaluations"
    assert clock_of(parts(TUNE)[0]) == "evaluations"
    lanes = (LaneSpec(optimizer="momentum", batch_size=16), LaneSpec(optimizer="adam", batch_size=32))
    assert clock_of(parts(msgspec.structs.replace(TUNE, lanes=lanes))[0]) == "examples"


def test_independent_lanes_are_not_paired_and_have_the_seeds_of_the_study():
    (part,) = parts(msgspec.structs.replace(TUNE, pairing="independent"))
    found = evidence_of(part)
    assert not found.paired
    assert found.seeds == tuple(range(3, 13))
    assert evidence_of(parts(TUNE)[0]).paired
