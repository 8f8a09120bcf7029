"""Races to draw, each run once for a module, and plots on the screen."""

import pytest
from PySide6.QtWidgets import QApplication

from app.ui.theme import LIGHT
from tests.ui.plots.racing import Racing, data_study, lane, surface_study
from tests.ui.plots.sweeping import LOOKS


@pytest.fixture(scope="module")
def on_surface():
    """Return a finished race of three lanes on Rosenbrock."""
    return Racing(surface_study())


@pytest.fixture(scope="module")
def on_data():
    """Return a finished race of two lanes on two features."""
    return Racing(data_study())


@pytest.fixture(scope="module")
def blown_up():
    """Return a finished race of which one lane diverges."""
    return Racing(surface_study((lane("adam", 0.05), lane("gradient_descent", 0.05))))


@pytest.fixture
def shown(qtbot):
    """Return a function that shows a plot with a race."""

    def show(kind, racing=None, size=(640, 480), theme=LIGHT, frame=None, **settings):
        plot = kind(theme)
        qtbot.addWidget(plot)
        plot.resize(*size)
        for name, value in settings.items():
            getattr(plot, name)(*value if isinstance(value, tuple) else (value,))
        with qtbot.waitExposed(plot):
            plot.show()
        if racing is not None:
            plot.set_race(racing.view)
            plot.show_frame(frame or racing.frame())
            plot.settle()
        plot.grab()
        QApplication.processEvents()  # the layout comes to rest
        return plot

    return show


@pytest.fixture
def drawn(qtbot):
    """Return a function that shows a plot with a result."""

    def show(plot, result, looks=LOOKS[:1]):
        qtbot.addWidget(plot)
        plot.resize(640, 360)
        plot.show()
        plot.set_result(result, looks)
        plot.settle()
        plot.grab()
        return plot

    return show
