import numpy as np
import pytest

from app.ui.plots.words import losses, ranking
from tests.ui.plots.racing import LANES, Racing, lane, surface_study


def test_lowest_first_at_the_playhead(on_surface):
    for tick in (0, 40, 200):
        found = losses(on_surface.view, on_surface.frame(tick))
        recorded = [float(history.batch_loss[tick, 0]) for history in on_surface.history.lanes]
        assert [value for value, _ in found] == sorted(recorded)
        assert all(recorded[index] == value for value, index in found)


def test_on_data_it_is_the_last_one_evaluated(on_data):
    frame = on_data.frame(30)
    for value, index in losses(on_data.view, frame):
        history = on_data.history.lanes[index]
        row = np.searchsorted(history.plan.evaluate_at, frame.steps[index], side="right") - 1
        assert value == history.evaluated["loss"][row, 0]


def test_who_is_muted_or_has_diverged_is_left_out(blown_up, on_surface):
    assert [index for _, index in losses(blown_up.view, blown_up.frame())] == [0]
    assert [index for _, index in losses(blown_up.view, blown_up.frame(0))] == [0, 1]
    assert [index for _, index in losses(on_surface.view, on_surface.frame(solo=1))] == [1]


def test_one_sentence(on_surface, blown_up):
    said = ranking(on_surface.view, on_surface.frame(), "Rosenbrock")
    assert said.startswith("Rosenbrock, loss after 200 steps: ")
    assert said.count(";") == 2
    assert said.count("lowest") == 1
    assert said.endswith(".")
    assert ranking(blown_up.view, blown_up.frame(), "X").endswith("1 diverged.")


def test_of_many_only_the_best_are_named():
    racing = Racing(surface_study([lane("adam", 0.01 * (n + 1)) for n in range(9)], steps=20))
    assert ranking(racing.view, racing.frame(), "X").endswith("; 5 more.")


@pytest.mark.parametrize("solo", [0])
def test_with_nobody_to_see(solo):
    muted = [lane("adam", 0.1, muted=True), *LANES[:1]]
    racing = Racing(surface_study(muted, steps=5))
    frame = racing.frame(solo=solo)
    hidden = type(frame)(
        frame.race, frame.tick, frame.recorded, frame.steps,
        tuple(type(look)(look.name, look.colour, visible=False) for look in frame.looks),
    )  # fmt: skip
    assert ranking(racing.view, hidden, "X") == "X: no lane is shown."
