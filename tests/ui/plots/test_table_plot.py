"""The table as a picture: all rows, whatever room there is, in the colours of the lanes."""

import numpy as np
import pytest

from app.ui.frame import LaneLook
from app.ui.picture import drawing_of
from app.ui.plots.sheet import picture_of
from app.ui.plots.table_plot import TablePlot, TableShown
from app.ui.theme import DARK, LIGHT
from tests.ui.plots.pixels import count_of, pixels_of

LOOKS = tuple(LaneLook(f"Lane {number}", colour) for number, colour in enumerate(LIGHT.lanes[:8]))
TABLE = TableShown(
    ("Lane", "Loss", "Status"),
    tuple((look.name, f"{0.125 * number:.3g}", "reached") for number, look in enumerate(LOOKS)),
    frozenset({(0, 1)}),
    frozenset({0, 2}),
    sentence="Lane 0 leads.",
)


@pytest.fixture
def table(qtbot):
    plot = TablePlot()
    qtbot.addWidget(plot)
    plot.set_result(TABLE, LOOKS)
    return plot


def test_every_cell_is_text(table):
    drawing = drawing_of(table, 700, 300).decode()
    for text in (*TABLE.heads, *(cell for row in TABLE.rows for cell in row)):
        assert f"{text}<" in drawing
    assert "Lane 0 leads." in drawing
    assert drawing.count('font-weight="700"') >= 3


@pytest.mark.parametrize("size", [(700, 300), (700, 90), (260, 300)])
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_all_lanes_have_their_colours_in_any_room(table, size, theme):
    pixels = pixels_of(picture_of(table, 3 * size[0], 3 * size[1], 288, theme=theme))
    assert all(count_of(pixels, colour, 8) > 30 for colour in theme.lanes[:8])


def test_numbers_end_and_words_begin_in_line(table):
    pixels = pixels_of(picture_of(table, 700, 300, 96))
    dark = (np.abs(pixels - 255).max(axis=-1) > 100)[32:]
    spots = [np.flatnonzero(dark[21 * row : 21 * row + 21].any(axis=0)) for row in range(8)]
    assert len({int(spot[0]) for spot in spots}) == 1
    assert len({int(spot[-1]) for spot in spots}) == 1


def test_without_lanes_it_says_so(qtbot):
    plot = TablePlot()
    qtbot.addWidget(plot)
    assert plot.describe() == "There are no lanes."
    plot.set_result(TableShown(("Lane",), ()), ())
    assert not picture_of(plot, 400, 200).isNull()
