import pytest

from app.study.experiment.setting import settings_at, settings_of_grid, unit_points
from app.study.experiment.spec import Axis
from app.study.spec import LaneSpec, ScheduleSpec

LANE = LaneSpec(optimizer="adam", schedule=ScheduleSpec(name="cosine"))


@pytest.mark.parametrize(
    ("axis", "values"),
    [
        (Axis(spacing="log", low=1e-4, high=0.1, count=4), [1e-4, 1e-3, 1e-2, 0.1]),
        (Axis(spacing="linear", low=0.0, high=0.3, count=4), [0.0, 0.1, 0.2, 0.3]),
        (Axis(name="beta1", spacing="one_minus_log", low=0.0, high=0.999, count=4), [0.0, 0.9, 0.99, 0.999]),
        (Axis(name="batch_size", spacing="log", low=1, high=8, count=7), [1, 2, 3, 4, 6, 8]),
        (Axis(spacing="log", low=0.5, high=0.5, count=1), [0.5]),
        (Axis(values=(0.3, 0.1)), [0.3, 0.1]),
    ],
)
def test_a_grid_has_round_numbers_and_its_ends(axis, values):
    assert [row[0] for row in settings_of_grid(LANE, [axis]).rows] == values


def test_all_combinations_the_last_axis_first():
    axes = [Axis(values=(1.0, 2.0)), Axis(name="eps", values=(3.0, 4.0))]
    settings = settings_of_grid(LANE, axes)
    assert settings.rows == [(1.0, 3.0), (1.0, 4.0), (2.0, 3.0), (2.0, 4.0)]
    assert settings.values(2) == {"lr": 2.0, "eps": 3.0}


@pytest.mark.parametrize("design", ["random", "sobol"])
def test_points_keep_within_the_axes(design):
    axes = [
        Axis(spacing="log", low=1e-3, high=1.0),
        Axis(name="beta2", spacing="one_minus_log", low=0.9, high=0.9999),
        Axis(name="batch_size", values=(8, 16, "full")),
    ]
    settings = settings_at(LANE, axes, unit_points(design, 64, 3, 5))
    assert len(set(settings.rows)) == 64
    for lr, beta2, batch in settings.rows:
        assert 1e-3 <= lr <= 1.0
        assert 0.9 <= beta2 <= 0.9999
        assert batch in (8, 16, "full")
    assert {row[2] for row in settings.rows} == {8, 16, "full"}
    assert settings.rows == settings_at(LANE, axes, unit_points(design, 64, 3, 5)).rows
    assert settings.rows != settings_at(LANE, axes, unit_points(design, 64, 3, 6)).rows


def test_what_cannot_differ_by_run_makes_groups():
    axes = [Axis(values=(0.1, 0.2)), Axis(name="schedule.min_factor", values=(0.0, 0.5))]
    assert groups(settings_of_grid(LANE, axes), range(4)) == [[0, 2], [1, 3]]
    assert groups(settings_of_grid(LANE, axes), [1, 2, 3]) == [[1, 3], [2]]
    axes = [Axis(values=(0.1, 0.2)), Axis(name="beta1", values=(0.0, 0.5))]
    assert groups(settings_of_grid(LANE, axes), range(1, 4)) == [[1, 2, 3]]


def groups(settings, cells):
    return [list(group) for group in settings.groups(LANE, cells)]
