import numpy as np

from app.study.statistics.bootstrap import chosen, counts, interval


def test_the_same_seed_draws_the_same_runs_and_another_does_not():
    assert (chosen(5, 2, 100, 3) == chosen(5, 2, 100, 3)).all()
    assert (chosen(5, 2, 100, 3) != chosen(5, 2, 100, 4)).any()


def test_each_task_is_drawn_for_itself():
    drawn = chosen(8, 2, 200)
    assert (drawn[:, 0] != drawn[:, 1]).any()


def test_counts_are_of_the_runs_chosen():
    drawn, found = chosen(6, 3, 50), counts(6, 3, 50)
    assert (found.sum(axis=2) == 6).all()
    assert (found[7, 2] == np.bincount(drawn[7, 2], minlength=6)).all()


def test_an_interval_holds_the_middle_of_what_was_drawn():
    found = interval(5.0, np.arange(101.0), 0.9)
    assert (found.value, found.confidence) == (5.0, 0.9)
    np.testing.assert_allclose((found.low, found.high), (5.0, 95.0))
