"""How much of each axis is shown while nobody has moved the view."""

import numpy as np
import pytest

from app.ui.plots.companion import companion_of
from app.ui.plots.curves import Curves
from app.ui.plots.following import Following
from app.ui.plots.portrait import Portrait
from app.ui.plots.spread import Spread
from app.ui.reference import Reference
from app.ui.theme import LIGHT
from tests.ui.plots.racing import LANES, Racing, lane, surface_study


def followed(racing, x, log=(False, False), frame=None, reference=None, usual=False, follows=None):
    how = ("loss", x, *log, 0.0, Spread())
    drawn = (Curves if x == "steps" else Portrait)(racing.view, *how)
    frame = frame or racing.frame()
    drawn.extend(frame)
    companion = companion_of(reference, racing.view, *how)
    follows = follows or Following(x, *log)
    return follows.view(drawn, companion, frame, LIGHT, usual)


def test_a_clock_is_shown_to_its_end(on_surface):
    (left, right), _, note = followed(on_surface, "steps")
    assert left < 0 < 200 < right < 210
    assert note == ""


def test_a_quantity_across_is_shown_as_far_as_it_goes(on_surface):
    (left, right), (bottom, top), _ = followed(on_surface, "distance")
    distances = [np.hypot(*(history.theta[:, 0] - 1).T) for history in on_surface.history.lanes]
    low, high = min(each.min() for each in distances), max(each.max() for each in distances)
    assert left < low < high < right
    assert right - left < 1.3 * (high - low)
    losses = [history.batch_loss for history in on_surface.history.lanes]
    assert bottom < min(each.min() for each in losses) < max(each.max() for each in losses) < top


def test_a_reference_is_shown_as_well(on_surface):
    other = Racing(surface_study((lane("rmsprop", 0.01),), start=(-2.0, 3.0)))
    alone = followed(on_surface, "distance")[0]
    both = followed(on_surface, "distance", reference=Reference.of(other.view, "other"))[0]
    assert both[1] > np.hypot(3.0, 2.0) > alone[1]


def test_while_a_race_goes_on_the_ranges_are_held():
    racing = Racing(surface_study(), until=60)
    follows = Following("distance", True, True)
    first = followed(racing, "distance", (True, True), follows=follows)
    racing.advance(61)
    assert followed(racing, "distance", (True, True), follows=follows)[:2] == first[:2]


@pytest.mark.parametrize("x", ["steps", "distance"])
def test_spikes_are_counted_where_they_are_not_followed(x):
    racing = Racing(surface_study(LANES[:1]))
    racing.history.lanes[0].batch_loss[100] = 1e9
    _, (_, top), note = followed(racing, x, usual=True)
    assert top < 1e3
    assert note.endswith("beyond the picture")
    assert int(note.split()[0]) >= 1


def test_nothing_that_has_a_place_leaves_the_usual_view():
    racing = Racing(surface_study(LANES[:1]), until=0)
    racing.history.lanes[0].batch_loss[0] = 0.0
    assert followed(racing, "distance", (True, True))[:2] == ((-3.0, 0.0), (-3.0, 0.0))
