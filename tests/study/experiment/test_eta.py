from app.study.experiment.eta import Pace


def test_nothing_is_said_before_two_blocks_are_done():
    pace = Pace()
    assert pace.left(10, 1) is None
    pace.note(1.0, 2.0)
    assert pace.left(10, 1) is None


def test_a_range_from_what_blocks_took_for_their_work():
    pace = Pace()
    pace.note(1.0, 2.0)
    pace.note(2.0, 4.0)
    assert pace.left(10, 1) == (20.0, 20.0)
    assert pace.left(10, 4) == (5.0, 5.0)
    pace.note(1.0, 6.0)
    low, high = pace.left(10, 1)
    assert 20.0 <= low < high <= 60.0
