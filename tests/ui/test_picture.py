"""Pictures are opened again and looked at: size, resolution, legibility, and what an SVG is made of."""

import re
import xml.etree.ElementTree as ElementTree
import zlib

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from app.engine.error import InputError
from app.study.curve import CurveSpec
from app.ui.picture import copy_to_clipboard, save_pdf, save_png, save_svg, write_pictures
from app.ui.plots.curve_plot import CurvePlot
from app.ui.plots.trajectory_plot import TrajectoryPlot
from app.ui.theme import DARK, LIGHT
from tests.ui.plots.pixels import count_of, pixels_of
from tests.ui.plots.racing import Racing, data_study, lane, surface_study

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def on_surface():
    return Racing(surface_study())


@pytest.fixture(scope="module")
def on_data():
    return Racing(data_study())


@pytest.fixture
def plot_of(qtbot):
    """Return a function that makes a plot which nobody has seen."""

    def make(kind, racing, **settings):
        plot = kind()
        qtbot.addWidget(plot)
        for name, value in settings.items():
            getattr(plot, name)(*value if isinstance(value, tuple) else (value,))
        plot.set_race(racing.view)
        plot.show_frame(racing.frame())
        return plot

    return make


def drawn(path, width, height):
    """Return an SVG file as another program draws it."""
    renderer = QSvgRenderer(QByteArray(path.read_bytes()))
    assert renderer.isValid()
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(0xFFFF00FF)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return pixels_of(image)


# ------------------------------------------------------------ PNG


@pytest.mark.parametrize(("width", "height", "dpi"), [(640, 480, 96), (1200, 900, 300), (333, 777, 72)])
@pytest.mark.parametrize("kind", [CurvePlot, TrajectoryPlot])
def test_a_png_has_the_size_and_the_resolution_asked_for(
    plot_of, on_surface, tmp_path, kind, width, height, dpi
):
    save_png(plot_of(kind, on_surface), tmp_path / "plot.png", width, height, dpi)
    image = QImage(str(tmp_path / "plot.png"))
    assert (image.width(), image.height()) == (width, height)
    assert image.dotsPerMeterX() == image.dotsPerMeterY() == round(dpi / 0.0254)


@pytest.mark.parametrize("dpi", [96, 192, 384])
def test_lines_legend_and_axes_grow_with_the_resolution(plot_of, on_surface, tmp_path, dpi):
    times = dpi // 96
    save_png(plot_of(CurvePlot, on_surface), tmp_path / "plot.png", 500 * times, 400 * times, dpi)
    pixels = pixels_of(QImage(str(tmp_path / "plot.png")))
    # The first lane's curve is blue, and almost level here.
    part = pixels[130 * times :, 320 * times : 400 * times]
    blue = part[..., 2] - part[..., 1] > 15
    thickness = np.median((blue * (255 - part[..., 0])).sum(axis=0) / 255)
    assert thickness == pytest.approx(2 * times, rel=0.12)
    axis = np.abs(pixels - pixels_of_colour(LIGHT.line)).max(axis=-1) < 12
    vertical = axis[100 * times : 300 * times].all(axis=0)
    assert vertical.sum() == pytest.approx(times, abs=1)


def pixels_of_colour(name):
    return np.array([int(name[at : at + 2], 16) for at in (1, 3, 5)])


def test_a_larger_scale_is_larger_text_in_the_same_picture(plot_of, on_surface, tmp_path):
    plot = plot_of(CurvePlot, on_surface)
    ink = []
    for scale in (1.0, 1.6):
        save_png(plot, tmp_path / "plot.png", 900, 600, 96, scale)
        pixels = pixels_of(QImage(str(tmp_path / "plot.png")))
        ink.append(count_of(pixels[570:], LIGHT.muted, 60))
        assert pixels.shape[:2] == (600, 900)
    assert ink[1] > 1.3 * ink[0]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_theme_of_the_picture_is_not_that_of_the_window(plot_of, on_surface, tmp_path, theme):
    save_png(plot_of(CurvePlot, on_surface), tmp_path / "plot.png", 500, 400, 96, theme=theme)
    pixels = pixels_of(QImage(str(tmp_path / "plot.png")))
    assert count_of(pixels, theme.plot) > 0.6 * 500 * 400
    assert all(count_of(pixels, colour, 8) > 30 for colour in theme.lanes[:3])


def test_a_very_small_picture_is_still_a_whole_plot(plot_of, on_surface, tmp_path):
    save_png(plot_of(CurvePlot, on_surface), tmp_path / "plot.png", 120, 80, 600)
    pixels = pixels_of(QImage(str(tmp_path / "plot.png")))
    assert pixels.shape == (80, 120, 3)
    assert (np.abs(pixels - pixels_of_colour(LIGHT.lanes[0])).max(axis=-1) < 90).sum() > 5


@pytest.mark.parametrize("save", [save_png, save_svg, save_pdf])
@pytest.mark.parametrize(("width", "height", "dpi"), [(0, 100, 96), (100, 30_000, 96), (100, 100, 0)])
def test_what_is_no_picture_leaves_no_file(plot_of, on_surface, tmp_path, save, width, height, dpi):
    with pytest.raises(InputError):
        save(plot_of(CurvePlot, on_surface), tmp_path / "plot", width, height, dpi)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("save", [save_png, save_svg, save_pdf])
def test_where_nothing_can_be_written_what_stood_there_stays(plot_of, on_surface, tmp_path, save):
    plot = plot_of(CurvePlot, on_surface)
    with pytest.raises(InputError):
        save(plot, tmp_path / "no" / "such" / "folder" / "plot", 400, 300)
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError):
        save(plot, tmp_path / "folder", 400, 300)
    assert (tmp_path / "folder").is_dir()


def test_the_stage_without_a_window_has_one_legend(on_surface, qapp, tmp_path):
    racing = on_surface
    write_pictures(tmp_path, racing.study, racing.view.problem, racing.history, kinds=("svg",))
    text = (tmp_path / "stage.svg").read_text()
    assert text.count("Gradient descent<") == 1
    assert "Loss after 200 steps" in text
    assert "Gradient norm after 200 steps" in text


# ------------------------------------------------------------ SVG


@pytest.mark.parametrize(
    "log", [(False, False), (False, True), (True, True)], ids=["lin", "log y", "log log"]
)
def test_a_drawing_shows_what_the_picture_shows(plot_of, on_surface, tmp_path, log):
    plot = plot_of(CurvePlot, on_surface, set_log=log)
    save_svg(plot, tmp_path / "plot.svg", 600, 450)
    save_png(plot, tmp_path / "plot.png", 600, 450, 96)
    first, second = drawn(tmp_path / "plot.svg", 600, 450), pixels_of(QImage(str(tmp_path / "plot.png")))
    for colour in LIGHT.lanes[:3]:
        places = [
            np.argwhere(np.abs(pixels - pixels_of_colour(colour)).max(axis=-1) < 60)
            for pixels in (first, second)
        ]
        assert len(places[0]) == pytest.approx(len(places[1]), rel=0.25)
        np.testing.assert_allclose(places[0].mean(axis=0), places[1].mean(axis=0), atol=4)


@pytest.mark.parametrize(("width", "height", "dpi"), [(600, 450, 96), (1600, 1000, 192)])
def test_a_drawing_parses_and_has_the_size_asked_for(plot_of, on_surface, tmp_path, width, height, dpi):
    save_svg(
        plot_of(CurvePlot, on_surface), tmp_path / "plot.svg", width, height, dpi, title="A <title> & more"
    )
    root = ElementTree.parse(tmp_path / "plot.svg").getroot()
    assert root.tag == f"{SVG}svg"
    box = [float(part) for part in root.get("viewBox").split()]
    assert box[2:] == [width * 96 / dpi, height * 96 / dpi]
    assert root.find(f"{SVG}title").text == "A <title> & more"
    assert "Loss after 200 steps" in root.find(f"{SVG}desc").text


def test_curves_are_vectors_with_text_as_text(plot_of, on_surface, tmp_path):
    save_svg(plot_of(CurvePlot, on_surface), tmp_path / "plot.svg", 600, 450)
    root = ElementTree.parse(tmp_path / "plot.svg").getroot()
    assert root.findall(f".//{SVG}image") == []
    texts = "".join(node.text or "" for node in root.iter(f"{SVG}text"))
    for word in ("Adam", "Momentum", "Gradient descent", "Step", "Loss"):
        assert word in texts
    assert "nan" not in (tmp_path / "plot.svg").read_text().lower().replace("nanum", "")


@pytest.mark.parametrize("view", ["regions", "plane"])
def test_examples_and_paths_are_vectors(plot_of, on_data, tmp_path, view):
    save_svg(plot_of(TrajectoryPlot, on_data, set_view=view), tmp_path / "plot.svg", 600, 450)
    root = ElementTree.parse(tmp_path / "plot.svg").getroot()
    # The shades of the regions are a picture in themselves; points, paths and text are not.
    assert len(root.findall(f".//{SVG}image")) == (1 if view == "regions" else 0)
    assert drawn(tmp_path / "plot.svg", 600, 450).shape == (450, 600, 3)


def test_a_surface_is_one_image_below_vectors(plot_of, on_surface, tmp_path):
    save_svg(plot_of(TrajectoryPlot, on_surface), tmp_path / "plot.svg", 600, 450)
    root = ElementTree.parse(tmp_path / "plot.svg").getroot()
    assert len(root.findall(f".//{SVG}image")) == 1
    colours = re.findall(r'stroke="(#[0-9a-f]{6})"', (tmp_path / "plot.svg").read_text())
    assert set(LIGHT.lanes[:3]) <= set(colours)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_a_drawing_has_its_theme(plot_of, on_surface, tmp_path, theme):
    save_svg(plot_of(CurvePlot, on_surface), tmp_path / "plot.svg", 600, 450, theme=theme)
    pixels = drawn(tmp_path / "plot.svg", 600, 450)
    assert count_of(pixels, theme.plot) > 0.6 * 600 * 450
    assert count_of(pixels, "#ff00ff") == 0


# ------------------------------------------------------------ PDF


def streams_of(content):
    """Return what a PDF draws with, unpacked."""
    packed = re.findall(rb"FlateDecode.*?stream\n(.*?)endstream", content, re.S)
    return [zlib.decompress(found) for found in packed]


@pytest.mark.parametrize(("width", "height", "dpi"), [(600, 450, 96), (1600, 1000, 192)])
def test_a_page_is_as_large_as_the_picture_on_paper(plot_of, on_surface, tmp_path, width, height, dpi):
    save_pdf(plot_of(CurvePlot, on_surface), tmp_path / "plot.pdf", width, height, dpi)
    content = (tmp_path / "plot.pdf").read_bytes()
    assert content.startswith(b"%PDF-")
    (box,) = re.findall(rb"/MediaBox \[([^]]*)\]", content)
    sides = [float(part) for part in box.split()]
    assert sides == pytest.approx([0, 0, 72 * width / dpi, 72 * height / dpi], abs=0.6)


def test_curves_of_a_page_are_vectors_and_text_has_its_font(plot_of, on_surface, tmp_path):
    save_pdf(plot_of(CurvePlot, on_surface), tmp_path / "plot.pdf", 600, 450, title="Three of them")
    content = (tmp_path / "plot.pdf").read_bytes()
    assert b"/Subtype /Image" not in content
    assert b"/FontFile2" in content
    assert "Three of them".encode("utf-16-be") in content
    drawn = b"".join(streams_of(content))
    assert drawn.count(b" l\n") > 300  # the parts of the curves
    pens = [
        [float(part) for part in pen.split()] for pen in re.findall(rb"([\d.]+ [\d.]+ [\d.]+) SCN", drawn)
    ]
    for colour in LIGHT.lanes[:3]:
        assert any(
            np.allclose(pixels_of_colour(colour) / 255, np.array(pen, float), atol=2e-3) for pen in pens
        )


# ------------------------------------------------------------ elsewhere


@pytest.mark.parametrize("kind", [CurvePlot, TrajectoryPlot])
def test_on_the_clipboard_it_is_twice_as_fine_as_on_the_screen(plot_of, on_surface, kind):
    plot = plot_of(kind, on_surface)
    plot.resize(420, 310)
    copy_to_clipboard(plot)
    image = QGuiApplication.clipboard().image()
    assert (image.width(), image.height()) == (840, 620)
    assert all(count_of(pixels_of(image), colour, 8) > 100 for colour in LIGHT.lanes[:3])


def test_a_diverged_lane_is_labelled_in_the_picture(plot_of, tmp_path):
    racing = Racing(surface_study((lane("adam", 0.05), lane("gradient_descent", 0.05))))
    save_svg(plot_of(TrajectoryPlot, racing), tmp_path / "plot.svg", 600, 450)
    step = int(racing.history.lanes[1].diverged_at[0])
    root = ElementTree.parse(tmp_path / "plot.svg").getroot()
    texts = [node.text for node in root.iter(f"{SVG}text")]
    assert f"diverged at step {step}" in texts


def test_the_pictures_of_a_race(on_surface, on_data, qapp, tmp_path):
    for racing, names in (
        (on_surface, {"trajectory", "loss", "gradient_norm", "stage"}),
        (
            on_data,
            {
                "trajectory",
                "stage",
                "loss",
                "gradient_norm",
                "validation_loss",
                "train_accuracy",
                "validation_accuracy",
            },
        ),
    ):
        folder = tmp_path / str(len(names))
        written = write_pictures(folder, racing.study, racing.view.problem, racing.history)
        assert {path.stem for path in written} == names
        assert set(written) == set(folder.iterdir())
        for path in written:
            if path.suffix == ".png":
                assert QImage(str(path)).size().toTuple() == (1600, 1000)
            else:
                ElementTree.parse(path)


def test_of_a_race_that_has_not_begun_there_is_no_picture(qapp, tmp_path):
    racing = Racing(surface_study(), until=0)
    for history in racing.history.lanes:
        history.lengths[:] = 0
    assert write_pictures(tmp_path / "out", racing.study, racing.view.problem, racing.history) == []
    assert not (tmp_path / "out").exists()


def test_pictures_show_the_seeds_as_asked_for(qapp, tmp_path):
    racing = Racing(surface_study(seeds=tuple(range(10)), noise=1.0, steps=50))
    for seeds in ("", "mean+runs"):
        folder = tmp_path / (seeds or "median")
        write_pictures(folder, racing.study, racing.view.problem, racing.history, kinds=("svg",), seeds=seeds)
    texts = [(tmp_path / name / "loss.svg").read_text() for name in ("median", "mean+runs")]
    assert "median of 10 seeds" in texts[0]
    assert "mean of 10 seeds" in texts[1]
    assert texts[1].count("<polyline") > texts[0].count("<polyline")


def test_a_quantity_against_another_that_the_study_shows_is_a_picture(qapp, tmp_path):
    curves = (
        CurveSpec(x="distance", log_x=False),
        CurveSpec(x="evaluations"),
        CurveSpec(quantity="train_accuracy", x="loss"),  # no surface has one
        CurveSpec(quantity="sharpness", x="loss"),  # nobody asked for it
    )
    racing = Racing(msgspec.structs.replace(surface_study(steps=50), curves=curves))
    written = write_pictures(tmp_path, racing.study, racing.view.problem, racing.history, kinds=("svg",))
    names = {"trajectory", "loss", "gradient_norm", "loss-against-distance", "stage"}
    assert {path.stem for path in written} == names
    assert "Distance to minimum" in (tmp_path / "loss-against-distance.svg").read_text()
