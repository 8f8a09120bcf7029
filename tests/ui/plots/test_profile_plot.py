import numpy as np
import pytest
from PySide6.QtCore import QPointF

from app.study.statistics.performance_profile import performance_profile, ratios
from app.ui.plots.profile_plot import ProfilePlot, Profiles
from tests.ui.plots.results import LOOKS, times


@pytest.fixture
def plot(qtbot):
    widget = ProfilePlot()
    qtbot.addWidget(widget)
    widget.resize(640, 400)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def test_the_staircases_are_the_profiles(plot):
    made = times()
    made[2, 1] = np.inf
    ratio = ratios(made)
    plot.set_result(Profiles(ratio, "steps"), LOOKS)
    lanes = [stroke for stroke in plot.strokes.strokes if stroke.name == "profile"]
    for tau in (1.0, 1.7, 3.0, 5.0):
        known = performance_profile(ratio, [tau])[:, 0]
        for lane, stroke in enumerate(lanes):
            assert stroke.y[np.searchsorted(stroke.x, np.log10(tau) + 1e-12) - 1] == pytest.approx(
                known[lane]
            )
    assert lanes[1].y[-1] == 7 / 8


def test_few_problems_are_said(plot):
    plot.set_result(Profiles(ratios(times(3)), "steps"), LOOKS)
    assert plot.caption.lines == ("3 problems are too few for a profile (5)",)


def test_shares_and_scores_are_read_under_the_cursor(plot):
    plot.set_result(Profiles(ratios(times()), "steps"), LOOKS)
    plot.hover(plot.box.mapFromView(QPointF(np.log10(2.5), 0.5)))
    assert "Adam" in plot.readout.text()
    assert "score" in plot.readout.text()


def test_a_problem_that_nobody_solved_is_drawn(plot):
    made = times()
    made[0] = np.inf
    plot.set_result(Profiles(ratios(made), "steps"), LOOKS)
    assert "solved 7" in plot.describe()
