"""Animations without a window."""

import numpy as np
import pytest

from app.study.film.request import parse_animation
from app.ui.plots.sheet import picture_of
from app.ui.race_film import write_film
from app.ui.race_plots import discard, race_plots
from app.ui.theme import DARK, LIGHT
from tests.study.film.reading import read
from tests.ui.plots.pixels import pixels_of
from tests.ui.plots.racing import Racing, data_study, surface_study


@pytest.fixture(scope="module")
def on_surface():
    return Racing(surface_study())


@pytest.fixture(scope="module")
def on_data():
    return Racing(data_study())


def write(folder, racing, text, **more):
    return write_film(
        folder, racing.study, racing.view.problem, racing.history, parse_animation(text), **more
    )


@pytest.mark.parametrize("of", ["stage", "trajectory", "loss", "step_length"])
@pytest.mark.parametrize("form", ["gif", "apng", "webp"])
def test_any_plot_in_any_format(on_surface, qapp, tmp_path, form, of):
    before = len(qapp.allWidgets())
    written = write(tmp_path / "out", on_surface, f"{form}:of={of},size=400x300,rate=5,seconds=2,pause=0.5")
    assert written == [tmp_path / "out" / f"{of}.{form}"]
    frames, times = read(written[0])
    assert len(frames) == 10
    assert {frame.shape for frame in frames} == {(300, 400)}
    assert sum(times) == 2500
    assert len(qapp.allWidgets()) == before


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_last_frame_is_the_picture(on_data, qapp, tmp_path, theme):
    (path,) = write(tmp_path, on_data, "apng:of=validation_loss,rate=2,seconds=2", theme=theme)
    frames, _ = read(path)
    colours = {"light": LIGHT, "dark": DARK}[theme]
    plots = list(
        race_plots(on_data.study, on_data.view.problem, on_data.history, colours, ["validation_loss"])
    )
    image = picture_of(plots[-1][1], 800, 500, 96.0, theme=colours, title=on_data.study.title)
    for _, plot in plots:
        discard(plot)
    shades = np.stack([frames[-1] >> 16 & 255, frames[-1] >> 8 & 255, frames[-1] & 255], axis=-1)
    np.testing.assert_array_equal(shades.astype(int), pixels_of(image))


def test_a_gif_keeps_the_colours_of_the_lanes(on_surface, qapp, tmp_path):
    for theme, colours in (("light", LIGHT), ("dark", DARK)):
        (path,) = write(tmp_path / theme, on_surface, "gif:of=stage,rate=5,seconds=1", theme=theme)
        last = read(path)[0][-1]
        for colour in colours.lanes[:3]:
            assert (last == int(colour[1:], 16)).sum() > 200


def test_one_that_is_given_up_leaves_nothing(on_surface, qapp, tmp_path):
    before, seen = len(qapp.allWidgets()), []

    def show(frames):
        seen.append(frames)
        if frames == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(tmp_path, on_surface, "gif:of=loss,size=320x200", show=show)
    assert seen == [1, 2, 3]
    assert list(tmp_path.iterdir()) == []
    assert len(qapp.allWidgets()) == before
