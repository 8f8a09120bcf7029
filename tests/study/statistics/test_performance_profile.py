import numpy as np
import pytest

from app.study.statistics.performance_profile import integrated_score, performance_profile, ratios


def test_the_integrated_score_agrees_with_algoperf(golden):
    known = golden["algoperf"]
    found = integrated_score(ratios(known["times"]))
    # AlgoPerf samples the profile; it was recorded at 100,001 points.
    assert found == pytest.approx(np.array(known["score"]), abs=2e-5)


def test_the_profile_starts_with_the_wins_and_ends_with_what_was_solved():
    times = [[1.0, 2.0], [3.0, 3.0], [np.inf, 5.0], [np.inf, np.inf]]
    found = performance_profile(ratios(times), [1.0, 2.0, 100.0])
    assert found.tolist() == [[0.5, 0.5, 0.5], [0.5, 0.75, 0.75]]


def test_the_score_is_the_area_below_the_profile():
    ratio = ratios(np.random.default_rng(0).lognormal(2.0, 0.5, (6, 3)))
    taus = np.linspace(1.0, 4.0, 60_001)
    area = np.trapezoid(performance_profile(ratio, taus), taus, axis=1) / 3.0
    assert integrated_score(ratio) == pytest.approx(area, abs=1e-4)


def test_reached_at_the_start_is_infinitely_much_faster_than_later():
    assert ratios([[0.0, 0.0, 5.0]]).tolist() == [[1.0, 1.0, np.inf]]
