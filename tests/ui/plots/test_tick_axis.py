import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from app.ui.plots.tick_axis import TickAxis, power_of_ten, tick_text
from app.ui.plots.trajectory_plot import TrajectoryPlot


@pytest.fixture
def log_axis(qapp):
    axis = TickAxis("left")
    axis.setLogMode(True, True)
    return axis


@pytest.mark.parametrize(
    ("exponent", "text"), [(-3, "10⁻³"), (-1, "0.1"), (0, "1"), (1, "10"), (2, "100"), (12, "10¹²")]
)
def test_powers(exponent, text):
    assert power_of_ten(exponent) == text


@pytest.mark.parametrize(
    ("value", "spacing", "text"),
    [
        (0.0, 1.0, "0"),
        (-2.0, 1.0, "−2"),
        (0.25, 0.05, "0.25"),
        (1500.0, 500.0, "1\u202f500"),
        (2e7, 1e7, "2·10⁷"),
        (1e7, 1e7, "10⁷"),
        (3e-7, 1e-7, "3·10⁻⁷"),
        (1e-20, 1.0, "0"),
    ],
)
def test_numbers(value, spacing, text):
    assert tick_text(value, spacing) == text


@pytest.mark.parametrize(
    ("low", "high"), [(-300.0, 300.0), (-12.0, 2.0), (-3.0, 1.0), (-1.2, 0.9), (0.1, 0.4)]
)
@pytest.mark.parametrize("size", [60, 250, 900])
def test_a_logarithmic_axis_has_few_and_different_labels(log_axis, low, high, size):
    spacing, values = log_axis.tickValues(low, high, size)[0]
    texts = log_axis.tickStrings(values, 1.0, spacing)
    assert len(set(texts)) == len(texts)
    assert len(texts) * 12 <= size or len(texts) <= 6
    assert all(low - 1e-9 <= value <= high + 1e-9 for value in values)
    assert len(texts) >= (1 if size < 100 else 2)


def test_two_and_five_are_labelled_where_powers_are_far_apart(log_axis):
    spacing, values = log_axis.tickValues(-1.05, 1.05, 400)[0]
    texts = log_axis.tickStrings(values, 1.0, spacing)
    assert texts == ["0.1", "0.2", "0.5", "1", "2", "5", "10"]


def test_no_prefix(qapp):
    axis = TickAxis("bottom")
    axis.setRange(0, 1e-6)
    axis.set_title("Loss")
    assert "x1e" not in axis.labelString()
    assert axis.autoSIPrefix is False


def test_a_title_that_is_too_long_loses_what_is_in_brackets_then_its_end(shown, on_data):
    plot = shown(TrajectoryPlot, on_data, set_view="plane", size=(700, 700))
    axis = plot.axes["left"]
    assert axis.labelText == axis.title
    assert "of the variance" in axis.title
    for height, text in ((300, "Second main direction"), (150, "Second m")):
        plot.resize(700, height)
        plot.grab()
        assert axis.labelText.startswith(text)
        assert "(" not in axis.labelText
        assert axis.label.boundingRect().width() < height
    plot.resize(700, 700)
    plot.grab()
    assert axis.labelText == axis.title


def test_within_one_power_of_ten_there_are_three_labels_or_more(log_axis):
    axis = log_axis
    for low, high in ((0.55, 2.6), (2.2, 29.0), (1.0, 9.0), (3.0, 4.0), (0.011, 0.012)):
        (spacing, values), *_ = axis.tickValues(np.log10(low), np.log10(high), 300.0)
        assert 3 <= len(values) <= 7
        assert all(low * (1 - 1e-9) <= 10**value <= high * (1 + 1e-9) for value in values)
        texts = axis.tickStrings(values, 1.0, spacing)
        assert len(set(texts)) == len(texts)


def test_no_room_is_given_back_while_the_view_is_moved(shown, on_surface):
    plot = shown(TrajectoryPlot, on_surface)
    axis = plot.axes["left"]

    def width(y):
        plot.following = False
        plot.set_view_range((0.0, 1.0), y)
        for _ in range(2):  # painted, laid out anew
            plot.grab()
            QApplication.processEvents()
        return axis.width()

    wide = width((1000.0, 1000.001))
    axis.set_moving(True)
    assert width((0.0, 4.0)) == wide
    axis.set_moving(False)
    assert width((0.0, 5.0)) < wide
