"""Where the legend goes by itself, when it stays, and how a person moves it."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from app.ui.plots.curve_plot import CurvePlot
from app.ui.plots.legend_spot import beads
from app.ui.plots.overlay import Overlays
from app.ui.plots.stroke import Stroke
from app.ui.plots.trajectory_plot import TrajectoryPlot
from tests.ui.plots import mouse
from tests.ui.plots.racing import Racing, lane, surface_study


@pytest.fixture
def shown(qtbot, shown):
    """Return a function that shows a plot and waits until its layout, and so its legend, has come to rest."""

    def show(*given, **settings):
        plot = shown(*given, **settings)
        plot.redraw()
        qtbot.waitUntil(lambda: not plot.seat._rest.isActive())
        return plot

    return show


EIGHT = (
    lane("gradient_descent", 0.002), lane("sgd", 0.012), lane("momentum", 0.0007), lane("nesterov", 0.002),
    lane("adagrad", 0.25), lane("rmsprop", 0.01), lane("adadelta", 2.0), lane("adam", 0.15),
)  # fmt: skip


def himmelblau(until=None, lanes=EIGHT):
    return Racing(surface_study(lanes, 300, "himmelblau", start=(-0.2, 0.7)), until)


def hidden(plot):
    """Return what lies below the legend: pixels of paths, and signs."""
    area, mapping = plot.legend.area(), plot.strokes.mapping()
    if plot.legend.above:
        return 0.0, []
    length = 0.0
    for stroke in plot.strokes.strokes:
        points, lengths = beads(mapping.points(stroke.x, stroke.y))
        below = [area.contains(*point) for point in points]
        length += float(lengths[np.array(below, bool)].sum()) if below else 0.0
    places = [(mark, mapping.points(np.array([mark.x]), np.array([mark.y]))[0]) for mark in plot.signs.marks]
    return length, [mark.kind for mark, place in places if area.contains(*place)]


def on_screen(plot, point):
    return plot.mapFromScene(plot.box.mapToScene(point))


def drag(plot, start, end):
    mouse.drag(plot, on_screen(plot, start), on_screen(plot, end))


@pytest.mark.parametrize("size", [(560, 480), (1000, 700), (380, 400)])
def test_at_the_first_start_it_lies_over_no_minimum_saddle_or_start(shown, size):
    plot = shown(TrajectoryPlot, himmelblau(0), size=size)
    assert not plot.legend.area().isEmpty()
    assert hidden(plot) == (0.0, [])
    assert plot.legend.above or not plot.legend.area().intersects(plot.start.area())


def test_at_the_end_it_lies_over_no_path(shown):
    plot = shown(TrajectoryPlot, himmelblau(), size=(700, 560))
    length, signs = hidden(plot)
    assert length == 0.0
    assert signs == []


def test_a_crowded_plot_has_it_in_a_strip_above_and_gives_the_room_back(qtbot, shown):
    crowded = himmelblau()
    plot = shown(TrajectoryPlot, crowded, size=(360, 460))
    assert plot.legend.above
    height = plot.box.rect().height()
    plot.show_frame(crowded.frame(solo=3))
    qtbot.waitUntil(lambda: not plot.legend.above)
    plot.grab()
    qtbot.waitUntil(lambda: plot.box.rect().height() > height)
    assert hidden(plot)[1] == []


def ring(qtbot, shown, size):
    """Return a plot of a path along the border, all around."""
    plot = shown(CurvePlot, himmelblau(5), size=size)
    left, right, bottom, top, *_ = plot.view()
    inset = 0.04 * (right - left), 0.04 * (top - bottom)
    x = [left + inset[0], right - inset[0], right - inset[0], left + inset[0], left + inset[0]]
    y = [bottom + inset[1], bottom + inset[1], top - inset[1], top - inset[1], bottom + inset[1]]
    plot.strokes.set_strokes([Stroke(np.array(x), np.array(y), "#000000", lane=0)])
    plot.signs.set_marks(())
    return plot


def test_where_only_the_middle_is_free_it_stands_there(qtbot, shown):
    plot = ring(qtbot, shown, (700, 560))
    plot.seat._place(0.0, strip=True)
    assert not plot.legend.above
    assert all(0.0 < share < 1.0 for share in plot.legend.spot)
    assert hidden(plot)[0] == 0.0


@pytest.mark.parametrize("view", ["surface", "landscape"])
def test_in_a_strip_it_knows_how_the_plot_would_be_without(qtbot, shown, view):
    """What the strip takes away must not be the reason to stay there."""
    plot = shown(TrajectoryPlot, himmelblau(), size=(640, 520), set_view=view)
    mapping = plot.strokes.mapping()
    free = mapping.points(*np.array([[mark.x, mark.y] for mark in plot.signs.marks]).T)
    plot.seat.choose("above")
    plot.grab()
    plot.settle()
    room = plot.seat._room
    assert room > 20
    mapping = plot.strokes.mapping()
    less = mapping.points(*np.array([[mark.x, mark.y] for mark in plot.signs.marks]).T)
    assert np.abs(free - less).max() > 10.0
    np.testing.assert_allclose(plot.stretched(less, room), free, atol=2.0)


def test_on_a_landscape_with_all_overlays_it_finds_the_free_ground(qtbot, shown):
    plot = shown(TrajectoryPlot, himmelblau(), size=(520, 440), set_view="landscape")
    plot.set_overlays(Overlays(gradient=True, adjusted=True, steps=True, target=True))
    plot.set_note("➤ momentum  ⇢ last step  ▭ √squares")
    plot.seat._place(0.0, strip=True)
    assert not plot.legend.above
    length, signs = hidden(plot)
    assert length < 15.0
    assert signs == []


def test_it_stays_while_the_race_goes_on_and_looks_again_at_rest(qtbot, shown):
    racing = himmelblau(0)
    plot = shown(TrajectoryPlot, racing, size=(700, 560))
    before = plot.legend.spot
    for tick in range(1, 12):
        racing.advance(tick)
        plot.show_frame(replace(racing.frame(), running=True))
        assert plot.legend.spot == before
    racing.advance(300)
    plot.show_frame(racing.frame())
    qtbot.waitUntil(lambda: hidden(plot)[0] < 30.0)


def test_while_it_moves_it_goes_away_from_much_of_a_path_only(shown):
    racing = himmelblau()
    plot = shown(TrajectoryPlot, racing, size=(700, 560))
    here = plot.legend.spot
    worst = max(
        ((1.0, 0.125 * step) for step in range(9)),
        key=lambda spot: plot.seat.cover_at(spot),
    )
    plot.legend.set_spot(worst)
    plot.seat._pace.hurry()
    plot.show_frame(replace(racing.frame(299), running=True))
    assert plot.seat.cover_at(plot.legend.spot) < plot.seat.cover_at(worst) - 5.0
    assert plot.seat.cover_at(here) < 2.0


def test_dragged_it_stays_where_it_is_let_go(qtbot, shown):
    racing = himmelblau()
    plot = shown(TrajectoryPlot, racing, size=(700, 560))
    middle = plot.box.rect().center()
    grip = plot.legend.area().center()
    with qtbot.waitSignal(plot.seat.chosen) as caught:
        drag(plot, grip, middle)
    assert (plot.legend.area().center() - middle).manhattanLength() < 4
    assert caught.args[0] == plot.seat.text
    spot = plot.legend.spot
    plot.resize(600, 500)
    plot.show_frame(racing.frame(100))
    qtbot.wait(250)  # as long as it would take to find another place
    assert plot.legend.spot == spot


def test_let_go_near_the_border_it_comes_to_it_and_above_the_plot_it_is_a_strip(qtbot, shown):
    plot = shown(TrajectoryPlot, himmelblau(), size=(700, 560))
    rect = plot.box.rect()
    size = plot.legend.extent()
    grip = plot.legend.area().center()
    near = QPointF(0.5 * size.width() + 14, rect.height() - 0.5 * size.height() - 14)
    drag(plot, grip, near)
    assert plot.legend.spot == (0.0, 1.0)
    grip = plot.legend.area().topLeft() + QPointF(5, 5)
    drag(plot, grip, QPointF(100, -5))
    assert plot.seat.text == "above"
    plot.grab()
    assert plot.legend.area().bottom() <= 0
    grip = plot.legend.area().center()
    drag(plot, grip, plot.box.rect().center())
    assert not plot.legend.above
    assert plot.legend.rect_at(plot.legend.spot).contains(plot.box.rect().center())


def test_a_drag_of_the_legend_does_not_pan_and_a_click_on_a_name_still_chooses(qtbot, shown):
    plot = shown(TrajectoryPlot, himmelblau(), size=(700, 560))
    view = plot.box.viewRange()
    grip = plot.legend.area().center()
    drag(plot, grip, grip + QPointF(-60, -60))
    assert plot.box.viewRange() == view
    with qtbot.waitSignal(plot.lane_clicked) as caught:
        mouse.click(plot, on_screen(plot, plot.legend._entries()[2].center()))
    assert caught.args == [2]


def test_a_double_click_lets_it_find_its_place_again(qtbot, shown):
    plot = shown(TrajectoryPlot, himmelblau(), size=(700, 560))
    plot.seat.choose("0.5 0.5")
    point = on_screen(plot, plot.legend.area().center())
    with qtbot.waitSignal(plot.seat.chosen) as caught:
        mouse.double_click(plot, point)
    assert caught.args == [""]
    assert plot.seat.text == ""
    assert hidden(plot)[1] == []


def test_a_key_moves_it_around_above_and_back_to_its_own_place(shown):
    plot = shown(TrajectoryPlot, himmelblau(), size=(700, 560))
    found = []
    for _ in range(6):
        plot.seat.move()
        found.append((plot.legend.corner, plot.legend.above, plot.seat.text))
    corners = [corner for corner, above, text in found if text not in ("above", "")]
    assert corners == ["top right", "bottom right", "bottom left", "top left"]
    assert found[4][1:] == (True, "above")
    assert found[5][2] == ""


def test_hidden_it_takes_no_room_and_comes_back_where_it_was(shown):
    plot = shown(TrajectoryPlot, himmelblau(), size=(700, 560))
    plot.seat.choose("above")
    plot.grab()
    low = plot.box.rect().height()
    plot.seat.toggle()
    plot.grab()
    assert plot.seat.text == "hidden"
    assert plot.box.rect().height() > low
    plot.seat.toggle()
    assert plot.seat.text == "above"


@pytest.mark.parametrize("text", ["nonsense", "2 3", "1", "nan 0"])
def test_a_choice_it_does_not_know_is_none(shown, text):
    plot = shown(TrajectoryPlot, himmelblau(0))
    plot.seat.choose(text)
    assert plot.seat.text == ""


def test_a_copy_takes_the_choice_and_else_finds_a_place_of_its_own(shown):
    plot = shown(TrajectoryPlot, himmelblau(), size=(700, 560))
    plot.seat.choose("0.25 1")
    copy = plot.clone()
    assert copy.seat.text == "0.25 1"
    copy.close()


def test_a_curve_plot_has_it_placed_too(shown):
    racing = himmelblau()
    plot = shown(CurvePlot, racing, size=(600, 400))
    length, _ = hidden(plot)
    assert length < 60.0


def test_a_plot_that_is_hidden_meanwhile_is_left_alone_until_it_is_seen(qtbot, shown):
    racing = himmelblau(100)
    plot = shown(TrajectoryPlot, racing, size=(700, 560))
    racing.advance(300)
    plot.show_frame(racing.frame())
    assert plot.seat._rest.isActive()
    plot.hide()
    before = plot.legend.spot
    qtbot.waitUntil(lambda: not plot.seat._rest.isActive())
    assert plot.legend.spot == before
    plot.show()
    plot.redraw()
    assert plot.seat._rest.isActive()


def test_a_plot_that_was_closed_is_left_alone(qtbot):
    racing = himmelblau(100)
    plot = TrajectoryPlot()
    plot.show()
    plot.set_race(racing.view)
    plot.show_frame(racing.frame())
    racing.advance(300)
    plot.show_frame(racing.frame())
    assert plot.seat._rest.isActive()
    plot.close()
    qtbot.wait(300)  # an error in the event loop would fail the test
    plot.deleteLater()


def test_on_a_landscape_it_is_dragged_and_the_landscape_does_not_turn(qtbot, shown):
    plot = shown(TrajectoryPlot, himmelblau(), size=(700, 560), set_view="landscape")
    grip, camera = plot.legend.area().center(), plot.camera
    with qtbot.waitSignal(plot.seat.chosen):
        drag(plot, grip, plot.box.rect().center())
    assert plot.camera == camera
    assert (plot.legend.area().center() - plot.box.rect().center()).manhattanLength() < 4


def test_the_wheel_over_it_zooms_as_elsewhere(shown):
    plot = shown(TrajectoryPlot, himmelblau(), size=(700, 560))
    before = plot.box.viewRange()
    mouse.wheel(plot, on_screen(plot, plot.legend.area().center()))
    assert plot.box.viewRange() != before
