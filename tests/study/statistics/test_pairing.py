import pytest

from app.engine.error import InputError
from app.study.statistics.pairing import paired


def test_runs_stand_side_by_side_by_seed():
    first, second = paired((3, 1, 2), [30.0, 10.0, 20.0], (1, 2, 9), [11.0, 21.0, 91.0])
    assert first.tolist() == [10.0, 20.0]
    assert second.tolist() == [11.0, 21.0]


def test_lanes_without_a_common_seed_are_refused():
    with pytest.raises(InputError, match="same seeds"):
        paired((1,), [1.0], (2,), [1.0])


def test_a_seed_that_stands_twice_is_refused():
    with pytest.raises(InputError, match="seed 1 stands twice"):
        paired((1, 1), [1.0, 2.0], (1, 2), [1.0, 2.0])
