from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect
from PySide6.QtGui import QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QWidget

from app.ui.frame import LaneLook
from app.ui.plots.curve_plot import CurvePlot
from app.ui.plots.legend import CORNERS
from app.ui.plots.trajectory_plot import TrajectoryPlot
from app.ui.theme import DARK, LIGHT, font
from tests.ui.plots import mouse
from tests.ui.plots.pixels import count_of, painted, pixels_of
from tests.ui.plots.racing import LANES, Racing, lane, surface_study


def on_screen(plot, point):
    return plot.mapFromScene(plot.box.mapToScene(point))


def under(plot):
    """Return the pixels that the legend covers."""
    area = plot.legend.area().toRect()
    corner = on_screen(plot, QPointF(area.topLeft()))
    return painted(plot)[corner.y() : corner.y() + area.height(), corner.x() : corner.x() + area.width()]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_each_visible_lane_has_its_colour_and_name(shown, on_surface, theme):
    plot = shown(CurvePlot, on_surface, theme=theme, frame=on_surface.frame(theme=theme))
    pixels = under(plot)
    assert all(count_of(pixels, colour, 8) >= 18 for colour in theme.lanes[:3])
    assert count_of(pixels, theme.text, 40) > 100
    plot.show_frame(on_surface.frame(theme=theme, solo=1))
    pixels = under(plot)
    assert count_of(pixels, theme.lanes[1], 8) >= 18
    assert count_of(pixels, theme.lanes[0], 8) == 0


def test_in_an_enlarged_picture_of_the_window_it_has_the_pixels_of_the_picture(shown, on_surface):
    """As in a film of the stage, whose painter enlarges what it is told."""
    plot = shown(CurvePlot, on_surface, size=(500, 320))
    image = QImage(plot.size() * 3, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        painter.scale(3, 3)
        QWidget.render(plot, painter, QPoint(0, 0))
    area = plot.legend.area().adjusted(-1, -1, 1, 1).toAlignedRect()
    corner = 3 * on_screen(plot, QPointF(area.topLeft()))
    size = 3 * area.size()
    pixels = pixels_of(image.copy(QRect(corner, size)))
    stretched = pixels[1::3, 1::3].repeat(3, 0).repeat(3, 1)
    assert count_of(pixels, LIGHT.text, 80) > 50
    assert np.abs(pixels - stretched).max() > 100


def test_a_click_on_a_name_chooses_the_lane(shown, qtbot, on_surface):
    plot = shown(CurvePlot, on_surface)
    for number, place in enumerate(plot.legend._entries()):
        with qtbot.waitSignal(plot.lane_clicked) as caught:
            mouse.click(plot, on_screen(plot, place.center()))
        assert caught.args == [number]


def test_names_in_the_legend_are_those_of_the_lanes_that_are_left(shown, qtbot, on_surface):
    plot = shown(CurvePlot, on_surface, frame=on_surface.frame(solo=2))
    (place,) = plot.legend._entries()
    with qtbot.waitSignal(plot.lane_clicked) as caught:
        mouse.click(plot, on_screen(plot, place.center()))
    assert caught.args == [2]


@pytest.mark.parametrize("corner", CORNERS)
def test_it_stays_inside_in_every_corner(shown, on_surface, corner):
    plot = shown(CurvePlot, on_surface)
    plot.legend.set_corner(corner)
    area, rect = plot.legend.area(), plot.box.rect()
    assert rect.contains(area)
    vertical, horizontal = corner.split()
    assert (area.center().x() > rect.center().x()) == (horizontal == "right")
    assert (area.center().y() > rect.center().y()) == (vertical == "bottom")


def test_where_it_would_cover_too_much_it_stays_away(shown, on_surface):
    plot = shown(CurvePlot, on_surface, size=(170, 130))
    assert plot.legend.area().isEmpty()
    plot.legend.always = True
    assert not plot.legend.area().isEmpty()


def test_switched_off_it_is_not_there_and_no_click_meets_it(shown, on_surface):
    plot = shown(CurvePlot, on_surface)
    point = plot.legend._entries()[0].center()
    plot.set_legend(False)
    assert plot.legend.area().isEmpty()
    assert plot.legend.lane_at(point) == -1
    plot.set_legend(True)
    assert plot.legend.lane_at(point) == 0


def test_a_long_name_is_cut(shown):
    study = surface_study((lane("adam", 0.05, name="Adam with a name that will not come to its end"),))
    plot = shown(CurvePlot, Racing(study, until=5))
    (place,) = plot.legend._entries()
    assert place.width() <= 230
    assert place.width() > QFontMetricsF(font(8.5)).horizontalAdvance("Adam with a name")


def test_many_lanes_above_the_plot_flow_in_lines(shown):
    racing = Racing(surface_study([LANES[0]] * 12, steps=5))
    plot = shown(CurvePlot, racing)
    plot.legend.set_above(True)
    places = plot.legend._entries()
    assert len(places) == 12
    assert len({place.top() for place in places}) > 1
    assert all(place.bottom() <= 0 for place in places)
    assert all(not first.intersects(second) for first, second in pairwise(places))


def test_a_long_note_is_parted_so_that_the_legend_stays_narrow_and_in_a_strip_it_is_not(shown, on_surface):
    plot = shown(CurvePlot, on_surface)
    rows = ((0, LaneLook("Gradient descent", "#ff0000")), (1, LaneLook("Adam", "#00ff00")))
    plot.legend.set_rows(rows)
    bare = plot.legend.extent()
    plot.legend.set_rows(rows, "➤ momentum  ⇢ last step  ▭ √squares")
    assert plot.legend.extent().width() <= 1.2 * bare.width()
    lines = plot.legend._entries()[2:]
    assert len(lines) > 1
    assert all(first.bottom() <= second.top() for first, second in pairwise(lines))
    assert "".join(plot.legend._wrapped()).replace(" ", "") == "➤momentum⇢laststep▭√squares"
    plot.legend.set_above(True)
    assert len(plot.legend._entries()) == 3


def test_a_note_stands_below_the_names_and_is_no_lane(shown, on_surface):
    plot = shown(CurvePlot, on_surface)
    plot.legend.set_rows(((0, LaneLook("only", "#ff0000")),), "a note")
    first, note = plot.legend._entries()
    assert note.top() >= first.bottom()
    assert plot.legend.lane_at(note.center()) == -1
    assert plot.legend.lane_at(first.center()) == 0


def test_in_lines_above_the_plot_the_names_stand_in_columns(shown):
    racing = Racing(surface_study([lane("adam", 0.001 * 3**n) for n in range(10)], steps=5))
    plot = shown(CurvePlot, racing)
    plot.legend.set_above(True)
    places = plot.legend._entries()
    first = [place.left() for place in places if place.top() == places[0].top()]
    assert 1 < len(first) < 10
    assert {place.left() for place in places} == set(first)
    assert all(place.right() <= plot.box.rect().width() + 1 for place in places)


def test_on_a_surface_it_keeps_away_from_the_paths(shown):
    racing = Racing(surface_study((lane("momentum", 0.01), lane("adam", 0.3)), 60, "himmelblau"))
    plot = shown(TrajectoryPlot, racing)
    area = plot.legend.area()
    mapping = plot.strokes.mapping()
    points = np.concatenate([mapping.points(stroke.x, stroke.y) for stroke in plot.strokes.strokes])
    covered = sum(area.contains(*point) for point in points)
    assert covered < 0.05 * len(points)
