import numpy as np
import pytest

from app.ui.plots.legend_spot import INSIDE, SPOTS, Cover, beads, costs_of

NOTHING = np.zeros((0, 2)), np.zeros(0), np.zeros((0, 3)), np.zeros((0, 4))
RECTS = np.array([[300.0, 10.0, 390.0, 60.0], [10.0, 10.0, 100.0, 60.0]])
PLACES = ((1.0, 0.0), (0.0, 0.0))


def cover(**parts):
    names = ("points", "lengths", "signs", "areas")
    return Cover(*(np.array(parts.get(name, default)) for name, default in zip(names, NOTHING, strict=True)))


def test_the_spots_lie_on_the_border_and_the_corners_come_first():
    assert set(SPOTS[:4]) == {(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0)}
    assert all(across in (0.0, 1.0) or down in (0.0, 1.0) for across, down in SPOTS)
    assert len(set(SPOTS)) == len(SPOTS)


def test_a_spot_away_from_the_border_is_the_last_choice_of_those_that_hide_nothing():
    assert not set(INSIDE) & set(SPOTS)
    assert all(0.0 < share < 1.0 for spot in INSIDE for share in spot)
    corner, edge, inside = costs_of(np.tile(RECTS[0], (3, 1)), ((1.0, 0.0), (0.5, 0.0), (0.5, 0.5)), cover())
    assert corner == 0.0 < edge < inside < 2.0  # the strip


def test_beads_lie_on_the_line_close_to_each_other_and_stand_for_its_length():
    line = np.array([[0.0, 0.0], [30.0, 40.0], [30.0, 41.0]])
    points, lengths = beads(line)
    assert lengths.sum() == pytest.approx(51.0)
    steps = np.hypot(*np.diff(points, axis=0).T)
    assert steps.max() <= 6.0
    on_first = points[points[:, 0] < 30.0]
    assert np.allclose(on_first[:, 1], on_first[:, 0] * 4 / 3)


def test_what_is_not_finite_breaks_the_line():
    line = np.array([[0.0, 0.0], [6.0, 0.0], [np.nan, 0.0], [50.0, 0.0], [56.0, 0.0]])
    points, lengths = beads(line)
    assert lengths.sum() == pytest.approx(12.0)
    assert not ((points[:, 0] > 6.0) & (points[:, 0] < 50.0)).any()
    assert len(beads(line[:1])[0]) == 0


def test_a_segment_far_out_of_the_picture_has_few_beads_and_no_great_weight():
    points, lengths = beads(np.array([[0.0, 0.0], [1e9, 0.0]]))
    assert len(points) <= 200
    assert lengths.max() <= 6.0


def test_a_path_costs_by_its_length_below_the_legend():
    points, lengths = beads(np.array([[300.0, 30.0], [360.0, 30.0]]))
    first, second = costs_of(RECTS, PLACES, cover(points=points, lengths=lengths))
    assert first == pytest.approx(2.0)
    assert second == 0.0


def test_a_sign_costs_its_weight_and_the_neighbourhood_a_little():
    on, off = costs_of(RECTS, PLACES, cover(signs=[[350.0, 30.0, 4.0]]))
    assert 4.0 < on < 5.0
    assert 0.0 < off < 0.1
    near = costs_of(RECTS, PLACES, cover(signs=[[350.0, 90.0, 4.0]]))[0]
    assert off < near < 4.0


def test_what_is_written_is_not_written_over():
    first, second = costs_of(RECTS, PLACES, cover(areas=[[0.0, 50.0, 20.0, 70.0]]))
    assert first == 0.0
    assert second >= 10.0


def test_a_corner_is_a_little_better_than_a_place_between_two():
    corner, between = costs_of(RECTS, ((1.0, 0.0), (0.5, 0.0)), cover())
    assert corner < between
