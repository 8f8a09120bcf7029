import numpy as np
import pytest
from PySide6.QtCore import QPointF

from app.ui.plots.runtime_plot import RuntimeCurves, RuntimePlot
from tests.ui.plots.results import LOOKS

CURVES = (
    (np.array([0.0, 10.0, 100.0]), np.array([0.1, 0.5, 0.8])),
    (np.array([50.0]), np.array([0.4])),
    (np.zeros(0), np.zeros(0)),
)


@pytest.fixture
def plot(qtbot):
    widget = RuntimePlot()
    qtbot.addWidget(widget)
    widget.resize(640, 400)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.set_result(RuntimeCurves(CURVES, (), (400.0, 400.0, 400.0), "Steps", "51 targets"), LOOKS)
    return widget


def test_each_lane_is_a_staircase_to_the_end_of_what_was_observed(plot):
    first, second, third = plot.strokes.strokes
    assert 10 ** first.x[-1] == pytest.approx(400.0)
    assert first.y[-1] == 0.8
    assert second.y.tolist() == [0, 0, 0.4, 0.4]
    assert set(third.y) == {0.0}
    assert plot.caption.lines[0] == "51 targets"


def test_the_shares_under_the_cursor_are_read_best_first(plot):
    at = plot.box.mapFromView(QPointF(np.log10(60.0), 0.5))
    plot.hover(at)
    text = plot.readout.text()
    assert text.index("Adam") < text.index("RMSprop") < text.index("Momentum")
    assert "50%" in text
    assert "40%" in text


def test_a_race_in_which_nothing_was_reached_is_drawn_too(plot):
    nothing = tuple((np.zeros(0), np.zeros(0)) for _ in LOOKS)
    plot.set_result(RuntimeCurves(nothing, nothing, (0.0, 0.0, 0.0), "Steps", "51 targets"), LOOKS)
    assert "Adam 0%" in plot.describe()
