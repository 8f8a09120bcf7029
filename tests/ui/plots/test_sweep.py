"""The picture of a relief against what geometry says."""

import numpy as np
import pytest

from app.engine.surface import surfaces
from app.ui.plots.camera import HOME, Camera
from app.ui.plots.dye import dye
from app.ui.plots.relief import raise_relief
from app.ui.plots.sweep import sweep
from app.ui.theme import DARK, LIGHT
from tests.ui.plots.pixels import pixels_of

SIZE = (400, 300)
CAMERAS = [HOME, Camera(0.0, 90.0), Camera(90.0, 30.0), Camera(-140.0, 15.0), Camera(45.0, 50.0, 3.0)]


def relief_of(name="himmelblau", log=False):
    surface = surfaces[name]()
    return raise_relief(surface, *surface.domain, log, 300)


def seen_of(relief, camera=HOME, ratio=1.0, theme=LIGHT, fine=True):
    return sweep(relief, camera.projection(*SIZE), SIZE, ratio, dye(theme), fine)


@pytest.mark.parametrize("camera", CAMERAS)
@pytest.mark.parametrize("name", ["himmelblau", "saddle"])
def test_each_pixel_shows_the_first_ground_on_its_line(camera, name):
    relief = relief_of(name)
    seen = seen_of(relief, camera)
    projection = camera.projection(*SIZE)
    rows, columns = np.nonzero(np.isfinite(seen.away) & ~seen.wall)
    chosen = np.random.default_rng(1).choice(len(rows), 400)
    rows, columns = rows[chosen], columns[chosen]
    away = seen.away[rows, columns].astype(float)
    x, y = projection.ground(columns + 0.5, away)
    assert np.abs([x, y]).max() <= 1.0 + 1e-5
    points = np.array([relief.plane(*place) for place in zip(x, y, strict=True)]).T
    _, down, _ = projection.place(x, y, relief.rise(*points))
    # Where the ground faces the viewer; along an edge one sample more or less is another place.
    assert np.percentile(np.abs(down - rows - 0.5), 97) < 1.0


@pytest.mark.parametrize("camera", CAMERAS[:4])
def test_nothing_nearer_is_in_front_of_what_is_seen(camera):
    relief = relief_of("himmelblau")
    seen, projection = seen_of(relief, camera), camera.projection(*SIZE)
    x, y = np.random.default_rng(2).uniform(-1, 1, (2, 4000))
    points = np.array([relief.plane(*place) for place in zip(x, y, strict=True)]).T
    across, down, away = projection.place(x, y, relief.rise(*points))
    assert (seen.away_at(across, down + 2.0) <= away + 0.02).mean() > 0.985


def test_around_the_block_it_is_transparent_and_below_the_rim_are_walls():
    seen = seen_of(relief_of())
    alpha = np.frombuffer(seen.image.constBits(), np.uint32).reshape(SIZE[::-1]) >> 24
    assert alpha[0, 0] == alpha[-1, -1] == 0
    assert alpha[SIZE[1] // 2, SIZE[0] // 2] == 255
    assert seen.wall.any()
    assert not np.isfinite(seen.away[0]).any()


def test_from_straight_above_there_is_no_wall():
    assert not seen_of(relief_of(), Camera(0.0, 90.0)).wall.any()


def test_a_surface_without_values_leaves_its_walls_or_nothing_but_no_error():
    surface = surfaces["rosenbrock"]()
    relief = raise_relief(surface, (1e200, 2e200), (1e200, 2e200), True, 50)
    seen = seen_of(relief)
    assert not (np.isfinite(seen.away) & ~seen.wall).any()


def test_strips_do_not_show(monkeypatch):
    relief = relief_of("saddle")
    seen = seen_of(relief)
    monkeypatch.setattr("app.ui.plots.sweep._STRIP", 1000)
    whole = seen_of(relief)
    np.testing.assert_array_equal(seen.away, whole.away)
    np.testing.assert_array_equal(pixels_of(seen.image), pixels_of(whole.image))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_slopes_towards_the_light_are_brighter(theme):
    relief = relief_of("himmelblau")
    table, _ = dye(theme)
    shown = table.reshape(8, 64, 512)
    brightness = ((shown >> 8) & 255)[0, :, 256].astype(int)
    assert (np.diff(brightness) >= 0).all()
    assert brightness[-1] > 1.3 * brightness[8]
    assert pixels_of(seen_of(relief, theme=theme).image)[150, 200].any()


def test_coarse_and_fine_show_the_same_ground():
    relief = relief_of("himmelblau")
    fine, coarse = seen_of(relief, ratio=2.0), seen_of(relief, ratio=0.5, fine=False)
    places = np.random.default_rng(3).uniform(0, 1, (2, 2000)) * np.array(SIZE)[:, None]
    first, second = fine.away_at(*places), coarse.away_at(*places)
    both = np.isfinite(first) & np.isfinite(second)
    assert (np.isfinite(first) == np.isfinite(second)).mean() > 0.98
    assert np.median(np.abs(first[both] - second[both])) < 0.02
