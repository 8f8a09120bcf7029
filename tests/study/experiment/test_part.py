import numpy as np

from app.study.experiment.spec import TuneSpec
from app.study.experiment.table import result_rows
from tests.study.experiment.made import SUITE, SWEEP, TUNED_SUITE, done, parts


def test_a_sweep_is_its_only_part():
    (part,) = parts(SWEEP)
    assert (part.name, part.study, part.done) == ("", SWEEP, done(SWEEP).done)


def test_each_task_of_a_suite_has_its_own_runs():
    found = parts(SUITE)
    assert [part.name for part in found] == ["Bowl", "Ravine", "Beale", "Himmelblau", "Rosenbrock"]
    whole = result_rows(done(SUITE).done)
    for task, part in enumerate(found):
        own = result_rows(part.done)
        assert set(own) == {(0, lane, "run") for lane in range(3)}
        assert part.study.problem == SUITE.experiment.tasks[task].problem
        for lane in range(3):
            np.testing.assert_array_equal(own[0, lane, "run"]["final"], whole[task, lane, "run"]["final"])


def test_a_task_of_a_tuned_suite_is_a_tuning():
    assert all(isinstance(part.study.experiment, TuneSpec) for part in parts(TUNED_SUITE))
