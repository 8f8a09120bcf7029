import numpy as np

from app.study.statistics.score_profile import score_profile


def test_it_agrees_with_rliable(golden):
    thresholds, share, low, high = (np.array(part) for part in golden["rliable"]["profile"])
    found = score_profile(golden["rliable"]["x"], thresholds, resamples=4000)
    np.testing.assert_allclose(found[0], share, rtol=1e-13)
    np.testing.assert_allclose(found[1], low, atol=1.01 / 60)  # one run of the sixty
    np.testing.assert_allclose(found[2], high, atol=1.01 / 60)


def test_a_failed_run_is_above_no_threshold():
    assert score_profile([1.0, -np.inf], [-1e9])[0].tolist() == [0.5]
