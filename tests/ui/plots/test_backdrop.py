import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from app.ui.plots.backdrop import Backdrop
from app.ui.plots.stroke import Mapping
from tests.ui.plots.pixels import count_of, pixels_of


def paint(backdrop, mapping, ratio=1.0):
    image = QImage(int(mapping.width * ratio), int(mapping.height * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor("#ffffff"))
    painter = QPainter(image)
    backdrop.paint_ground(painter, mapping, ratio)
    painter.end()
    return pixels_of(image)


@pytest.fixture
def quarters():
    """Return a backdrop of four colours over 0..10: red above left, green, blue below left, black."""
    image = QImage(2, 2, QImage.Format.Format_RGB32)
    for (x, y), colour in zip(
        ((0, 0), (1, 0), (0, 1), (1, 1)), ("#ff0000", "#00ff00", "#0000ff", "#000000"), strict=True
    ):
        image.setPixelColor(x, y, QColor(colour))
    backdrop = Backdrop()
    backdrop.set_image(image.scaled(100, 100), (0.0, 10.0), (0.0, 10.0))
    return backdrop


def test_without_a_picture_nothing_is_painted():
    assert (paint(Backdrop(), Mapping(0, 1, 0, 1, 50, 40)) == 255).all()


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_it_covers_its_part_of_the_view(quarters, ratio):
    pixels = paint(quarters, Mapping(-10.0, 10.0, 0.0, 20.0, 80.0, 80.0), ratio)
    size = pixels.shape[0]
    assert (pixels[: size // 2 - 1] == 255).all()
    assert (pixels[:, : size // 2 - 1] == 255).all()
    below_right = pixels[size // 2 :, size // 2 :]
    assert [count_of(below_right, c, 5) > 0.2 * below_right[..., 0].size for c in ("#ff0000", "#00ff00")]
    assert tuple(below_right[3, 3]) == (255, 0, 0)
    assert tuple(below_right[-3, 3]) == (0, 0, 255)


def test_zoomed_in_it_shows_the_part_in_view(quarters):
    pixels = paint(quarters, Mapping(6.0, 9.0, 6.0, 9.0, 60.0, 60.0))
    assert count_of(pixels, "#00ff00", 5) == 3600


@pytest.mark.parametrize("far", [1e3, 1e9, 1e16, 1e50, 1e150])
def test_from_far_away_it_is_too_small_to_paint(quarters, far):
    pixels = paint(quarters, Mapping(-far, far, -far, far, 60.0, 60.0))
    assert count_of(pixels, "#ffffff") >= 3590


@pytest.mark.parametrize("at", [20.0, -1e12])
def test_beside_it_there_is_nothing(quarters, at):
    assert (paint(quarters, Mapping(at, at + 10, at, at + 10, 60.0, 60.0)) == 255).all()


def test_lines_lie_where_they_should_and_stay_inside(quarters):
    line = np.array([[0.0, 7.5], [30.0, 7.5]])
    quarters.set_image(quarters.image, (0.0, 10.0), (0.0, 10.0), (line,), "#ffffff", 2.0)
    pixels = paint(quarters, Mapping(0.0, 10.0, 0.0, 10.0, 80.0, 80.0))
    assert count_of(pixels[18:22], "#ffffff", 5) == pytest.approx(160, abs=10)
    assert count_of(pixels[:17], "#ffffff", 60) == 0


def test_another_picture_takes_its_place(quarters):
    mapping = Mapping(0.0, 10.0, 0.0, 10.0, 40.0, 40.0)
    paint(quarters, mapping)
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffff00"))
    quarters.set_image(image, (0.0, 10.0), (0.0, 10.0))
    assert count_of(paint(quarters, mapping), "#ffff00") == 1600
