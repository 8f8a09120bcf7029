"""Clicks on lanes with keys held: on a curve, on a path, on a name in the legend."""

import pytest
from PySide6.QtCore import Qt

from app.ui.plots.curve_plot import CurvePlot
from app.ui.plots.trajectory_plot import TrajectoryPlot
from tests.ui.plots import mouse

NONE, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier,
)  # fmt: skip
HELD = [(NONE, "lane_clicked"), (SHIFT, "lane_soloed"), (CTRL, "lane_muted")]


@pytest.mark.parametrize(("held", "name"), HELD)
@pytest.mark.parametrize("kind", [CurvePlot, TrajectoryPlot])
def test_a_line_is_highlighted_shown_alone_or_hidden(shown, qtbot, on_surface, kind, held, name):
    plot = shown(kind, on_surface)
    stroke = next(s for s in plot.strokes.strokes if s.lane == 1 and s.name in ("run 0", "0"))
    middle = len(stroke.x) // 2
    place = mouse.place_of(plot, float(stroke.x[middle]), float(stroke.y[middle]))
    lane = plot.strokes.lane_at(plot.box.mapFromScene(plot.mapToScene(place)))
    with qtbot.waitSignal(getattr(plot, name)) as caught:
        mouse.click(plot, place, held)
    assert caught.args == [lane]
    assert lane >= 0


@pytest.mark.parametrize(("held", "name"), HELD)
def test_a_name_in_the_legend_too(shown, qtbot, on_surface, held, name):
    plot = shown(TrajectoryPlot, on_surface)
    entry = plot.legend._entries()[2].center()
    place = plot.mapFromScene(plot.box.mapToScene(entry))
    with qtbot.waitSignal(getattr(plot, name)) as caught:
        mouse.click(plot, place, held)
    assert caught.args == [2]
