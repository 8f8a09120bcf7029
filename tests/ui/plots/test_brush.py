import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from app.ui.plots.brush import Brush
from app.ui.plots.stroke import Mapping, Stroke
from tests.ui.plots.pixels import pixels_of

MAPPING = Mapping(0.0, 200.0, 0.0, 100.0, 200.0, 100.0)


@pytest.fixture
def canvas():
    """Return a function that makes a white image and a painter on it."""
    open_ones = []

    def make():
        image = QImage(200, 100, QImage.Format.Format_RGB32)
        image.fill(QColor("#ffffff"))
        # Qt crashes where an image goes before its painter.
        open_ones.append((image, QPainter(image)))
        return open_ones[-1]

    yield make
    for _, painter in open_ones:
        painter.end()


def wave(until, lane=0, name="run", **more):
    rows = np.arange(until)
    return Stroke(
        3.0 * rows, 50 + 30 * np.sin(0.4 * rows), "#0000ff", lane=lane, name=name, rows=rows, **more
    )


def test_what_is_added_is_what_would_have_been_painted(canvas):
    kept, painter = canvas()
    brush = Brush()
    brush.paint(painter, painter, MAPPING, [wave(10)])
    for until in (11, 25, 26, 60):
        strokes = [wave(until)]
        brush.add(painter, painter, MAPPING, brush.news(strokes))
    fresh, other = canvas()
    Brush().paint(other, other, MAPPING, [wave(60)])
    np.testing.assert_array_equal(pixels_of(kept), pixels_of(fresh))


def test_dashes_go_on_where_they_stopped(canvas):
    kept, painter = canvas()
    brush = Brush()
    brush.paint(painter, painter, MAPPING, [wave(10, dash=(6.0, 3.0))])
    for until in (13, 30, 60):
        brush.add(painter, painter, MAPPING, brush.news([wave(until, dash=(6.0, 3.0))]))
    fresh, other = canvas()
    Brush().paint(other, other, MAPPING, [wave(60, dash=(6.0, 3.0))])
    differing = (np.abs(pixels_of(kept) - pixels_of(fresh)).max(axis=-1) > 90).sum()
    assert differing <= 6


def test_the_casing_of_what_is_new_does_not_cut_what_was_there(canvas):
    kept, painter = canvas()
    brush = Brush()
    brush.paint(painter, painter, MAPPING, [wave(30, casing="#ffffff")])
    brush.add(painter, painter, MAPPING, brush.news([wave(31, casing="#ffffff")]))
    fresh, other = canvas()
    Brush().paint(other, other, MAPPING, [wave(31, casing="#ffffff")])
    assert (np.abs(pixels_of(kept) - pixels_of(fresh)).max(axis=-1) > 90).sum() == 0


@pytest.mark.parametrize(
    "strokes",
    [
        [wave(20)],
        [wave(29)],
        [wave(40, name="another")],
        [wave(40, lane=1)],
        [wave(40, width=3.0)],
        [wave(40, dash=(2.0, 2.0))],
        [wave(40), wave(40, lane=1)],
        [Stroke(np.arange(40.0), np.arange(40.0), "#0000ff", lane=0, name="run")],
        [],
    ],
    ids=["shorter", "one less", "name", "lane", "width", "dash", "one more", "no rows", "none"],
)
def test_where_adding_would_not_be_right(canvas, strokes):
    _, painter = canvas()
    brush = Brush()
    brush.paint(painter, painter, MAPPING, [wave(30)])
    assert brush.news(strokes) is None


def test_where_nothing_is_new(canvas):
    _, painter = canvas()
    brush = Brush()
    brush.paint(painter, painter, MAPPING, [wave(30)])
    assert brush.news([wave(30)]) == []
    (found,) = brush.news([wave(31)])
    assert found[1] == 30


def test_a_covered_stroke_may_go(canvas):
    _, painter = canvas()
    brush = Brush()
    brush.paint(painter, painter, MAPPING, [wave(30, name="ghost", covered=True), wave(30)])
    assert brush.news([wave(30)]) == []


def test_a_very_long_line_is_painted_without_antialiasing_but_not_in_a_picture(canvas):
    rng = np.random.default_rng(0)
    rows = np.arange(4000)
    noise = Stroke(
        np.linspace(0, 200, 4000), rng.uniform(0, 100, 4000), "#000000", 1.0, lane=0, name="x", rows=rows
    )

    def greys(printed):
        image, painter = canvas()
        brush = Brush()
        brush.printed = printed
        brush.paint(painter, painter, MAPPING, [noise])
        return len(np.unique(pixels_of(image)[..., 0]))

    assert greys(False) == 2
    assert greys(True) > 2


def test_a_line_that_covers_the_picture_again_and_again_is_painted_in_part_while_the_view_moves(canvas):
    rng = np.random.default_rng(0)
    count = 20_000
    x, y = rng.uniform(0, 200, count), rng.uniform(0, 100, count)
    x[5000:5010] = np.nan
    noise = Stroke(x, y, "#000000", 1.0, lane=0, name="x", rows=np.arange(count))

    def drawn(moving):
        image, painter = canvas()
        brush = Brush()
        brush.moving = moving
        brush.paint(painter, painter, MAPPING, [noise])
        return (pixels_of(image)[..., 0] == 0).mean(), brush.news([noise])

    whole, part = drawn(False), drawn(True)
    assert whole[0] > part[0] > 0.5
    assert whole[1] == part[1] == []  # both have come as far


def test_edges_are_left_out_of_long_lines_while_the_view_moves(canvas):
    rows = np.arange(300)

    def edge(moving, times):
        image, painter = canvas()
        brush = Brush()
        brush.moving = moving
        up = Stroke(
            np.full(300, 100.0), np.where(rows % 2, 100.0, 0.0), "#0000ff", casing="#ff0000", width=4.0
        )
        across = Stroke(np.where(rows % 2, 200.0, 0.0), np.full(300, 50.0), "#0000ff", casing="#ff0000")
        brush.paint(painter, painter, MAPPING, [across, up][:times])
        pixels = pixels_of(image)
        return ((pixels[..., 0] > 200) & (pixels[..., 1] < 60)).any()

    assert edge(False, 1)
    assert not edge(True, 1)  # 60,000 pixels


def test_a_short_line_is_the_same_while_the_view_moves(canvas):
    def painted(moving):
        image, painter = canvas()
        brush = Brush()
        brush.moving = moving
        brush.paint(painter, painter, MAPPING, [wave(60, casing="#ff0000")])
        return pixels_of(image)

    np.testing.assert_array_equal(painted(True), painted(False))
