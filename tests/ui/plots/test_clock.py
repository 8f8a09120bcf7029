import numpy as np
import pytest

from app.engine.quantity import quantities
from app.ui.plots.clock import Clock, clocks_of
from app.ui.plots.scale import Scale


def test_places_are_computed_as_rows_come(on_surface):
    lane = on_surface.history.lanes[0]
    clock = Clock(lane, quantities["loss"](), "steps", Scale(False))
    for rows in (1, 2, 90, 201):
        np.testing.assert_array_equal(clock.until(rows), np.arange(rows))
    np.testing.assert_array_equal(clock.until(3), np.arange(3))


@pytest.mark.parametrize(("x", "shared"), [("steps", True), ("epochs", True), ("seconds", False)])
def test_lanes_of_a_surface_share_what_is_the_same(on_surface, x, shared):
    clocks = clocks_of(on_surface.history.lanes, quantities["loss"](), x, Scale(True))
    assert len(clocks) == len(on_surface.history.lanes) > 1
    assert (len(set(map(id, clocks))) == 1) == shared


def test_lanes_on_data_have_clocks_of_their_own(on_data):
    lanes = on_data.history.lanes
    clocks = clocks_of(lanes, quantities["batch_loss"](), "steps", Scale(False))
    assert len(set(map(id, clocks))) == len(lanes)
