import numpy as np
import pytest

from app.study.statistics.expected_time import expected_time


def test_it_agrees_with_coco(golden):
    for case in golden["expected_time"]:
        lengths, success = np.array(case["lengths"]), np.array(case["success"])
        found = expected_time(np.where(success, lengths, np.inf), lengths)
        assert found.value == pytest.approx(case["ert"], rel=1e-14)
        assert found.low <= found.value <= found.high


def test_one_success_of_three_may_well_have_been_none():
    found = expected_time([10.0, np.inf, np.inf], [10.0, 100.0, 100.0])
    assert found.value == 210.0
    assert found.high == np.inf
    assert found.low < 210.0


def test_what_a_success_spent_after_the_target_does_not_count():
    assert expected_time([10.0, 20.0], [500.0, 500.0]).value == 15.0
