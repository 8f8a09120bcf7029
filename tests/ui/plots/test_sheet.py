"""Several plots in one picture: each as in a picture of its own, and one legend for all."""

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from app.engine.error import InputError
from app.ui.plots.basin_plot import BasinPlot
from app.ui.plots.curve_plot import CurvePlot
from app.ui.plots.sheet import Part, Still, picture_of, sheet_of
from app.ui.plots.trajectory_plot import TrajectoryPlot
from app.ui.theme import DARK, LIGHT
from tests.ui.plots.pixels import pixels_of

SIDE = [(0, 0, 300, 300), (310, 0, 300, 140), (310, 160, 300, 140)]


@pytest.fixture
def still(shown, on_surface):
    """Return a stage of three plots, with areas or without; the curves have no legend in the window."""

    def make(areas=True):
        plots = [shown(kind, on_surface) for kind in (TrajectoryPlot, CurvePlot, CurvePlot)]
        for plot in plots[1:]:
            plot.set_legend(False)
            plot.named_elsewhere = True
        return Still(tuple(Part(plot, "", SIDE[n] if areas else None) for n, plot in enumerate(plots)))

    return make


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_each_part_is_a_picture_of_its_own(still, theme):
    stage = still()
    whole = pixels_of(picture_of(stage, 1200, 640, 96, theme=theme))
    for part, (left, top, width, height) in zip(stage.parts, stage.places(1200, 640), strict=True):
        if part.plot.named_elsewhere:
            continue  # alone it would have a legend
        alone = pixels_of(picture_of(part.plot, width, height, 96, theme=theme))
        np.testing.assert_array_equal(whole[top : top + height, left : left + width], alone)


def test_at_twice_the_resolution_all_is_twice_as_fine(still):
    stage = still(areas=False)
    coarse, fine = (pixels_of(picture_of(stage, 640 * n, 440 * n, 96 * n)) for n in (1, 2))
    assert fine.shape == (880, 1280, 3)
    small = fine.reshape(440, 2, 640, 2, 3).mean(axis=(1, 3))
    assert np.abs(small - coarse).mean() < 4.0
    # Not the pixels of the coarse one, each four times.
    assert (fine[::2, ::2] != fine[1::2, 1::2]).any(axis=-1).mean() > 0.005


def test_one_legend_says_whose_the_colours_are(still):
    stage = still()
    with sheet_of(stage, 1200, 640, 96) as sheet:
        assert [figure.legend.shown for figure in sheet.figures] == [True, False, False]
    stage.parts[0].plot.set_legend(False)  # then the first that has none by itself says it
    with sheet_of(stage, 1200, 640, 96) as sheet:
        assert [figure.legend.shown for figure in sheet.figures] == [False, True, False]


def test_a_plot_without_a_legend_in_the_window_has_one_in_a_picture_of_its_own(still):
    curves = still().parts[1].plot
    with sheet_of(curves, 700, 400, 96) as sheet:
        assert sheet.figures[0].legend.shown
    assert not curves.legend.shown
    curves.named_elsewhere = False  # as the person has chosen
    with sheet_of(curves, 700, 400, 96) as sheet:
        assert not sheet.figures[0].legend.shown


def test_where_one_has_little_room_all_have_smaller_text(still):
    with sheet_of(still(), 400, 260, 96) as sheet:
        assert sheet.ratio < 1.0
        assert all(figure.width() >= 240 and figure.height() >= 159 for figure in sheet.figures)


def test_a_size_that_is_none_is_said_of_the_whole(still):
    with pytest.raises(InputError, match="width of a picture is from 16 to 20000 pixels, but 8 was given"):
        picture_of(still(), 8, 640, 96)


def test_nothing_is_left(still):
    stage = still()
    before = set(QApplication.allWidgets())
    picture_of(stage, 900, 600, 96, title="A title")
    assert set(QApplication.allWidgets()) == before


def test_a_long_heading_does_not_push_its_plot_out_of_its_place(still):
    parts = still().parts
    titled = Still((parts[0], Part(parts[1].plot, "A heading with many words " * 9, parts[1].area), parts[2]))
    with sheet_of(titled, 1200, 640, 96) as sheet:
        figure = sheet.figures[1]
        assert figure.plotItem.size().width() <= figure.width()
        box = figure.box.mapRectToScene(figure.box.rect())
        assert box.right() <= figure.width()
        assert "…" in figure.plotItem.titleLabel.text


def test_a_heading_is_text_and_no_markup(still):
    with sheet_of(still().parts[0].plot, 600, 400, 96, title="a <b> & c") as sheet:
        assert sheet.figures[0].plotItem.titleLabel.item.toPlainText() == "a <b> & c"


def test_the_border_of_the_windows_theme_is_not_in_a_picture(qapp, shown, on_surface):
    plot = shown(CurvePlot, on_surface)
    before = qapp.styleSheet()
    qapp.setStyleSheet("QGraphicsView { border: 1px solid #ff0000; }")
    try:
        pixels = pixels_of(picture_of(plot, 480, 320, 96, theme=DARK))
    finally:
        qapp.setStyleSheet(before)
    ground = pixels[1, 1]
    assert (pixels[0] == ground).all()
    assert (pixels[:, 0] == ground).all()


def test_a_map_has_its_legend_above_it():
    assert BasinPlot.filled
    assert not CurvePlot.filled
