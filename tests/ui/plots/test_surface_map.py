import numpy as np
import pytest

from app.engine.surface import surfaces
from app.ui.plots.surface_map import colour_table, paint_heights, survey
from app.ui.theme import DARK, LIGHT
from tests.ui.plots.pixels import pixels_of


class Shape:
    """A function with what a survey asks of a surface."""

    colour_scale = "linear"
    lowest = None

    def __init__(self, value):
        self.value = value


@pytest.mark.parametrize("surface", [surface.name for surface in surfaces])
def test_every_surface_has_a_picture_with_contours(surface):
    kind = surfaces[surface]
    found = survey(kind(), *kind().domain, 120, 90)
    assert found.shade.shape == (90, 120)
    known = found.shade[~np.isnan(found.shade)]
    assert known.min() == 0.0
    assert known.max() == 1.0
    assert np.median(known) > 0.02
    assert len(found.contours) >= 3


def test_the_lowest_row_is_the_lowest_y():
    found = survey(Shape(lambda x, y: y + 0 * x), (0.0, 1.0), (0.0, 1.0), 10, 10)
    assert (np.diff(found.shade, axis=0) >= 0).all()
    assert found.shade[0, 0] == 0.0


def test_contours_lie_at_equal_heights():
    found = survey(Shape(lambda x, y: x * x + y * y), (-1.0, 1.0), (-1.0, 1.0), 200, 200)
    for line in found.contours:
        radius = np.hypot(*line.T)
        assert np.ptp(radius) < 0.02


@pytest.mark.parametrize(
    "value",
    [
        lambda x, y: np.full_like(x, 3.0),
        lambda x, y: np.full_like(x, np.nan),
        lambda x, y: np.where(x > 0, np.inf, x),
        lambda x, y: np.where(x > 0, np.nan, x + y),
        lambda x, y: 1e308 * x,
        lambda x, y: 1e-300 * x,
    ],
    ids=["flat", "nowhere", "infinite", "half", "huge", "tiny"],
)
@pytest.mark.parametrize("scale", ["linear", "log"])
def test_awkward_heights(value, scale):
    shape = Shape(value)
    shape.colour_scale = scale
    found = survey(shape, (-1.0, 1.0), (-1.0, 1.0), 30, 20)
    known = found.shade[~np.isnan(found.shade)]
    assert ((known >= 0) & (known <= 1)).all()
    pixels = pixels_of(paint_heights(found.shade, LIGHT.surface_map, LIGHT.plot))
    assert pixels.shape == (20, 30, 3)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_colours_go_from_the_lowest_to_the_highest(theme):
    table = colour_table(theme.surface_map)
    assert len(table) == 1024
    assert table[0] == int("ff" + theme.surface_map[0][1:], 16)
    assert table[-1] == int("ff" + theme.surface_map[-1][1:], 16)
    shade = np.array([[0.0, 1.0], [np.nan, 0.5]])
    pixels = pixels_of(paint_heights(shade, theme.surface_map, "#ff00ff"))
    assert tuple(pixels[0, 0]) == (255, 0, 255)
    assert "#{:02x}{:02x}{:02x}".format(*pixels[1, 0]) == theme.surface_map[0]
    assert "#{:02x}{:02x}{:02x}".format(*pixels[1, 1]) == theme.surface_map[-1]
