import math

import pytest

from app.ui.picture import drawing_of, picture_of
from app.ui.plots.interval_plot import Interval, IntervalPlot, Intervals
from app.ui.theme import DARK
from tests.ui.plots.results import LOOKS

ROWS = (
    (Interval(0.5, 0.4, 0.7), Interval(0.01, 0.008, 0.02)),
    (Interval(math.inf, 1.0, math.inf), Interval(2.0, 2.0, 2.0)),
    (None, Interval(0.3, 0.2, math.inf)),
)
RESULT = Intervals(ROWS, ("as it is", "tuned"), "Test loss", log=True, note="bars: quartiles")


@pytest.fixture
def plot(qtbot):
    widget = IntervalPlot()
    qtbot.addWidget(widget)
    widget.resize(600, 300)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def test_empty_it_says_what_would_be_here(plot):
    assert plot.caption.notice == plot.notice
    assert "nothing yet" in plot.describe()


def test_all_numbers_are_described(plot):
    plot.set_result(RESULT, LOOKS)
    said = plot.describe()
    assert said.startswith("Test loss: ")
    assert f"{LOOKS[0].name} as it is 0.5, tuned 0.01" in said
    assert f"{LOOKS[1].name} as it is ∞, tuned 2" in said
    assert f"{LOOKS[2].name} tuned 0.3" in said


def test_what_is_infinite_has_a_place_of_its_own(plot):
    plot.set_result(RESULT, LOOKS)
    assert "diverged" in drawing_of(plot, 900, 450).decode()
    finite = Intervals(tuple(row[1:] for row in ROWS), ("tuned",), "Test loss", log=True)
    plot.set_result(finite, LOOKS)
    assert "diverged" not in drawing_of(plot, 900, 450).decode()


def test_shares_have_an_axis_from_none_to_all(plot):
    rows = tuple((Interval(share, share - 0.05, share + 0.05),) for share in (0.3, 0.5, 0.9))
    plot.set_result(Intervals(rows, ("saved",), "Saved", percent=True), LOOKS)
    text = drawing_of(plot, 900, 450).decode()
    assert ">0%<" in text.replace("\n", "").replace(" </text>", "</text>")
    assert "100%" in text
    assert "saved 30.0%" in plot.describe()


def test_numbers_close_to_each_other_have_an_axis(plot):
    rows = tuple((Interval(value, value, value),) for value in (0.18, 0.19, 0.2))
    plot.set_result(Intervals(rows, ("tuned",), "Test loss"), LOOKS)
    assert "0.19" in drawing_of(plot, 900, 450).decode()


def test_both_themes(plot):
    plot.set_result(RESULT, LOOKS)
    image = picture_of(plot, 800, 400, theme=DARK)
    assert image.pixelColor(5, 395).name() == DARK.plot
