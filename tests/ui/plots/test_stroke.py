import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from app.ui.plots.stroke import Mapping, Stroke, dash_of, draw_dots, draw_lines, draw_path, pieces_of
from tests.ui.plots.pixels import count_of, pixels_of

MAPPING = Mapping(0.0, 10.0, 0.0, 10.0, 100.0, 100.0)


@pytest.fixture
def canvas():
    """Return a function that paints on white, 100 × 100."""

    def paint(draw, *args):
        image = QImage(100, 100, QImage.Format.Format_RGB32)
        image.fill(QColor("#ffffff"))
        painter = QPainter(image)
        draw(painter, *args)
        painter.end()
        return pixels_of(image)

    return paint


def test_y_goes_up_in_a_view_and_down_in_pixels():
    np.testing.assert_allclose(
        MAPPING.points(np.array([0.0, 10.0]), np.array([0.0, 10.0])), [[0, 100], [100, 0]]
    )


def test_what_is_inside():
    points = np.array([[0.0, 0.0], [100.0, 100.0], [50.0, -1.0], [101.0, 5.0], [np.nan, 5.0]])
    np.testing.assert_array_equal(MAPPING.inside(points), points[:2])


def test_pieces_of_many_polylines_are_those_of_each():
    rng = np.random.default_rng(0)
    lines = [rng.uniform(-30, 130, (n, 2)) for n in (5, 0, 1, 40)]
    together = pieces_of(MAPPING, lines)
    for index, line in enumerate(lines):
        np.testing.assert_array_equal(together.lines[together.of(index)], pieces_of(MAPPING, [line]).lines)


@pytest.mark.parametrize("width", [1.0, 2.0, 3.0])
def test_a_line_is_as_wide_as_asked(canvas, width):
    pixels = canvas(draw_lines, np.array([[20.0, 50.0, 80.0, 50.0]]), "#000000", width, True)
    ink = (255 - pixels[:, 50, 0]).sum() / 255
    assert ink == pytest.approx(width, abs=0.02)


def test_in_one_piece_it_has_no_seams(canvas):
    x = np.linspace(2, 98, 30)
    lines = np.column_stack([x[:-1], np.full(29, 50.3), x[1:], np.full(29, 50.3)])
    whole = canvas(draw_path, Stroke(x, x, "#000000", 2.0), lines)
    assert len(np.unique(whole[:, 5:95, 0], axis=1).T) == 1
    pieces = canvas(draw_lines, lines, "#000000", 2.0, True)
    assert len(np.unique(pieces[:, 5:95, 0], axis=1).T) > 1


def test_a_path_with_a_gap_stays_broken(canvas):
    lines = np.array([[5.0, 50.0, 30.0, 50.0], [70.0, 50.0, 95.0, 50.0]])
    pixels = canvas(draw_path, Stroke(lines, lines, "#000000", 2.0, casing="#ff0000"), lines)
    assert (pixels[:, 40:60] == 255).all()
    assert count_of(pixels[:, 10:25], "#ff0000", 10) > 0


def test_dashes_are_cut_in_widths():
    stroke = Stroke(np.zeros(0), np.zeros(0), "#000000", 2.0, (6.0, 3.0))
    found = dash_of(stroke, np.array([[0.0, 0.0, 40.0, 0.0]]))
    np.testing.assert_allclose(found[:, [0, 2]], [[0, 12], [18, 30], [36, 40]])


def test_dots_are_round_and_as_large_as_asked(canvas):
    pixels = canvas(draw_dots, np.array([[50.0, 50.0]]), "#000000", 10.0)
    assert (255 - pixels[..., 0]).sum() / 255 == pytest.approx(np.pi * 25, rel=0.03)
