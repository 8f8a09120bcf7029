"""What is read off paths: values in words, changes where they were made."""

import pytest

from app.study.spec import Change
from app.ui.plots.path_reading import changes_on, reading, said
from app.ui.plots.portrait import Portrait, Spot
from app.ui.theme import LIGHT
from tests.ui.plots.racing import LANES, Racing, lane, surface_study


def paths_of(racing):
    paths = Portrait(racing.view, "loss", "distance", False, False, 0.0)
    paths.extend(racing.frame())
    return paths


@pytest.mark.parametrize(("value", "words"), [(0.01, "0.01"), (1e-5, "1e−05"), (True, "True"), (3, "3")])
def test_values_in_words(value, words):
    assert said(value) == words


def test_changes_are_where_the_lane_was_and_only_when_it_was_there():
    changes = (Change(step=10, name="lr", value=0.02), Change(step=90, name="lr", value=0.01))
    racing = Racing(surface_study((LANES[0], lane("adam", 0.05, changes=changes))))
    paths = paths_of(racing)
    assert [mark.tip for mark in changes_on(paths, racing.frame(), LIGHT)] == [
        "Adam: lr = 0.02 from step 10",
        "Adam: lr = 0.01 from step 90",
    ]
    (mark,) = changes_on(paths, racing.frame(50), LIGHT)
    assert mark.y == racing.history.lanes[1].batch_loss[10, 0]
    assert changes_on(paths, racing.frame(solo=0), LIGHT) == []


def test_the_lane_that_is_pointed_at_comes_first_then_the_best(on_surface):
    spot = Spot(0, 150, 0.0, 0.0, 0.0)
    head, rows = reading(
        spot, paths_of(on_surface), None, on_surface.frame(), LIGHT, ("distance", "loss"), None
    )
    assert head == "Gradient descent, step 150\nDistance to minimum · Loss"
    names = [next(name for name in ("Gradient descent", "Momentum", "Adam") if name in each) for each in rows]
    losses = {look.name: float(history.batch_loss[150, 0]) for look, history in zip(
        on_surface.frame().looks, on_surface.history.lanes, strict=True
    )}  # fmt: skip
    assert names == ["Gradient descent", *sorted(("Momentum", "Adam"), key=losses.__getitem__)]
    assert all(f"{losses[name]:.6g}" in each for name, each in zip(names, rows, strict=True))
