"""The expected best of n trials, drawn."""

import numpy as np
import pytest

from app.ui.plots.best_of_plot import BestOf, BestOfPlot
from app.ui.theme import LIGHT
from tests.ui.plots.sweeping import LOOKS, place_at


def test_the_best_of_n_with_its_band(drawn):
    curve = np.array([[1.0, 0.5, 0.3], [0.8, 0.4, 0.2], [2.0, 0.9, 0.5]])
    plot = drawn(BestOfPlot(LIGHT), BestOf((curve, None), "final loss"), LOOKS)
    (stroke,) = plot.strokes.strokes
    assert stroke.y == pytest.approx(np.log10(curve[0]))
    assert len(plot.bands.bands) == 1
    plot.hover(place_at(plot, 2.1, -0.2))
    assert "best of 2 trials" in plot.readout.text()
    assert "(0.4 to 0.9)" in plot.readout.text()
    assert plot.describe() == "Expected best of n trials: Adam 0.3 after 3."
