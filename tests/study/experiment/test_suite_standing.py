import msgspec
import numpy as np

from app.study.experiment.spec import SuiteSpec, TaskSpec
from app.study.experiment.standing import evidence_of
from app.study.experiment.suite_standing import stand
from app.study.spec import DataSpec
from tests.study.experiment.made import SUITE, TUNED_SUITE, parts


def test_times_are_those_of_the_tasks_by_gradient_evaluations():
    found = stand(parts(SUITE))
    assert found.whole.times.shape == (5, 3, 10)
    assert found.whole.unit == "gradient evaluations"
    assert found.whole.budget == "60 steps"
    for task, part in enumerate(parts(SUITE)):
        np.testing.assert_array_equal(found.whole.times[task], evidence_of(part).times["evaluations"])


def test_what_was_saved_is_a_share_of_the_budget_and_nothing_for_a_miss():
    found = stand(parts(SUITE))
    missed = np.isinf(found.whole.times)
    assert missed.any()
    assert not missed.all()
    assert (found.saved[missed] == 0.0).all()
    np.testing.assert_allclose(found.saved[~missed], 1.0 - found.whole.times[~missed] / 60.0)


def test_curves_end_at_the_share_that_reached_the_target():
    found = stand(parts(SUITE))
    for lane, (at, share) in enumerate(found.curves()):
        reached = np.isfinite(found.whole.times[:, lane]).mean()
        assert (share[-1] if len(share) else 0.0) == np.float64(reached)
        assert (at <= 1.0).all()


def test_pairs_count_all_runs_and_have_an_interval_from_ten_seeds_on():
    pairs = stand(parts(SUITE)).pairs()
    assert [(pair.first, pair.second) for pair in pairs] == [(0, 1), (0, 2), (1, 2)]
    assert all(pair.runs == 50 and pair.probability is not None for pair in pairs)


def test_a_tuned_suite_says_with_how_many_trials():
    found = stand(parts(TUNED_SUITE))
    assert found.whole.trials == (5, 5)
    assert found.whole.times.shape == (2, 2, 10)


def test_budgets_of_one_kind_are_listed_and_others_are_those_of_each_task():
    spec = SUITE.experiment
    longer = msgspec.structs.replace(spec.tasks[0], steps=30)
    study = msgspec.structs.replace(SUITE, experiment=SuiteSpec(tasks=(longer, spec.tasks[1])))
    assert stand(parts(study)).whole.budget == "30 or 60 steps"
    data = TaskSpec(name="Iris", problem=DataSpec(dataset="iris", model="softmax"), epochs=2)
    study = msgspec.structs.replace(SUITE, experiment=SuiteSpec(tasks=(longer, data)))
    assert stand(parts(study)).whole.budget == "that of each task"


def test_of_independent_lanes_all_pairs_of_runs_are_counted():
    found = stand(parts(msgspec.structs.replace(SUITE, pairing="independent")))
    assert not found.whole.paired
    assert found.whole.defaults == ("Momentum", "Adam", "AdaGrad")
    for pair in found.pairs():
        assert pair.runs == 5 * 10 * 10
        shares = (pair.won + 0.5 * pair.tied) / pair.runs
        np.testing.assert_allclose(pair.probability.value, shares)
