import numpy as np

from app.ui.plots.step import staircase


def test_it_rises_upright_and_goes_on_to_the_end():
    x, y = staircase(np.array([2.0, 5.0]), np.array([0.5, 1.0]), 1.0, 9.0)
    assert x.tolist() == [1, 2, 2, 5, 5, 9]
    assert y.tolist() == [0, 0, 0.5, 0.5, 1, 1]


def test_what_is_before_the_start_begins_there_and_what_is_beyond_is_left_out():
    x, y = staircase(np.array([0.0, 3.0, 99.0]), np.array([0.2, 0.4, 0.6]), 1.0, 9.0)
    assert x.tolist() == [1, 1, 1, 3, 3, 9]
    assert y.max() == 0.4


def test_nothing_reached_is_a_line_at_the_bottom():
    x, y = staircase(np.zeros(0), np.zeros(0), 1.0, 9.0)
    assert x.tolist() == [1, 9]
    assert y.tolist() == [0, 0]
