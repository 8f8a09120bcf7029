import numpy as np
import pytest

from app.study.spec import FilterSpec
from app.ui.plots.axis import X_AXES, end_of, places, step_at, title_of
from tests.ui.plots.racing import Racing, data_study, lane, surface_study


@pytest.fixture(scope="module")
def mixed():
    """Return a race of lanes with different batches: 350 training examples."""
    lanes = (lane("sgd", 0.05, batch_size=100), lane("adam", 0.01, batch_size="full"))
    return Racing(data_study(lanes=lanes, epochs=3))


def test_steps(mixed):
    np.testing.assert_array_equal(places(mixed.history.lanes[0], "steps", np.arange(3)), [0, 1, 2])


def test_epochs_count_passes_over_the_examples(mixed):
    first, second = mixed.history.lanes
    assert first.plan.steps_per_epoch == 4
    np.testing.assert_array_equal(places(first, "epochs", np.array([0, 2, 4, 12])), [0, 0.5, 1, 3])
    np.testing.assert_array_equal(places(second, "epochs", np.array([0, 1, 3])), [0, 1, 3])


def test_examples_know_that_the_last_batch_is_smaller(mixed):
    first, second = mixed.history.lanes
    assert first.plan.examples == 350
    np.testing.assert_array_equal(places(first, "examples", np.array([1, 3, 4, 5])), [100, 300, 350, 450])
    np.testing.assert_array_equal(places(second, "examples", np.array([1, 2])), [350, 700])


def test_examples_count_all_batches_of_a_step():
    three = (FilterSpec(name="accumulate", parameters={"batches": 3}),)
    race = Racing(data_study(lanes=(lane("sgd", 0.05, batch_size=50, filters=three),), epochs=2))
    history = race.history.lanes[0]
    assert (history.plan.steps_per_epoch, history.plan.steps) == (3, 6)
    steps = np.arange(7)
    np.testing.assert_array_equal(places(history, "examples", steps), [0, 150, 300, 350, 500, 650, 700])
    np.testing.assert_array_equal(places(history, "evaluations", steps), [0, 3, 6, 7, 10, 13, 14])


def test_evaluations_and_seconds_are_those_of_the_history(mixed):
    history = mixed.history.lanes[0]
    steps = np.array([0, 5, 12])
    np.testing.assert_array_equal(places(history, "evaluations", steps), history.evaluations[steps])
    np.testing.assert_array_equal(places(history, "seconds", steps), history.seconds[steps])


@pytest.mark.parametrize("name", X_AXES)
def test_a_surface_has_every_axis(name):
    history = Racing(surface_study(steps=20)).history.lanes[0]
    assert np.isfinite(places(history, name, np.arange(21))).all()


@pytest.mark.parametrize("name", [name for name in X_AXES if name != "seconds"])
def test_there_and_back(mixed, name):
    for history in mixed.history.lanes:
        last = history.length - 1
        for step in range(last + 1):
            x = float(places(history, name, np.array([step]))[0])
            assert abs(step_at(history, name, x, last) - step) <= (name == "examples")


@pytest.mark.parametrize("name", X_AXES)
def test_beyond_the_ends_is_the_end(mixed, name):
    history = mixed.history.lanes[0]
    assert step_at(history, name, -1e300, 12) == 0
    assert step_at(history, name, 1e300, 12) == 12
    assert step_at(history, name, float("inf"), 12) == 12


def test_where_a_race_ends(mixed):
    assert end_of(mixed.history.plan, "steps") == 12
    assert end_of(mixed.history.plan, "epochs") == 3
    assert end_of(mixed.history.plan, "examples") == 1050
    assert end_of(mixed.history.plan, "seconds") is None


def test_a_name_that_does_not_exist():
    with pytest.raises(KeyError):
        title_of("months")
