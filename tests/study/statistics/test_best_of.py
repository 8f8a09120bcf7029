import numpy as np
import pytest

from app.engine.error import InputError
from app.study.statistics.best_of import best_of


def test_it_agrees_with_show_your_work(golden):
    known = golden["best_of"]
    # There a higher score is better.
    found = best_of(-np.array(known["scores"]))
    assert -found[0] == pytest.approx(np.array(known["expected"]), rel=1e-12)


def test_it_is_what_drawing_trials_gives():
    values = np.random.default_rng(0).lognormal(size=12)
    drawn = np.random.default_rng(1).choice(values, (40_000, 5)).min(axis=1).mean()
    assert best_of(values)[0, 4] == pytest.approx(drawn, rel=0.02)


def test_one_trial_is_the_mean_and_the_interval_encloses():
    mean, low, high = best_of([1.0, 2.0, 6.0, 3.0])
    assert mean[0] == 3.0
    assert (np.diff(mean) < 0).all()
    assert (low <= mean).all()
    assert (mean <= high).all()


def test_a_failed_trial_must_be_given_a_value():
    with pytest.raises(InputError, match="expected best"):
        best_of([1.0, np.inf])
    assert best_of([1.0, np.inf], failed=5.0)[0, 0] == 3.0
