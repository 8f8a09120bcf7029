import pytest

from app.study.statistics.success import success_rate


def test_it_agrees_with_statsmodels(golden):
    for successes, runs, low, high in golden["wilson"]:
        found = success_rate(int(successes), int(runs))
        assert found.value == successes / runs
        assert found.low == pytest.approx(low, abs=1e-12)
        assert found.high == pytest.approx(high, abs=1e-12)


def test_ten_of_ten_is_not_certainty():
    assert success_rate(10, 10).low < 0.75
