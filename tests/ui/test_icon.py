import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon

from app.ui.actions import ACTIONS
from app.ui.icon import icon, pixmap
from app.ui.theme import DARK, LIGHT

FOLDER = Path(__file__).parents[2] / "resources" / "icons"
NAMES = sorted(path.stem for path in FOLDER.glob("*.svg") if path.stem != "app")


def ink(picture):
    """Return the colours of the opaque pixels."""
    image = picture.toImage()
    return {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }


def near(one, other):
    """Return whether two colours are the same but for rounding."""
    pairs = zip(QColor(one).getRgb(), QColor(other).getRgb(), strict=True)
    return all(abs(a - b) <= 2 for a, b in pairs)


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_is_drawn_in_the_colour_of_text(qapp, name):
    for theme in (LIGHT, DARK):
        drawn = ink(icon(name, theme).pixmap(QSize(64, 64)))
        assert drawn
        assert all(near(colour, theme.text) for colour in drawn)


@pytest.mark.parametrize("name", NAMES)
def test_files_are_lines_of_one_width_in_the_current_colour(name):
    text = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    assert 'viewBox="0 0 24 24"' in text
    assert 'stroke="currentColor"' in text
    assert 'stroke-width="1.75"' in text
    assert not re.search(r"#[0-9a-fA-F]{3,6}", text)


def test_every_action_has_its_icon():
    assert {spec.icon for spec in ACTIONS if spec.icon} <= set(NAMES)


def test_a_given_colour_wins(qapp):
    assert ink(icon("play", LIGHT, "#ff0000").pixmap(QSize(48, 48))) == {"#ff0000"}


def test_disabled_is_fainter(qapp):
    image = icon("play", LIGHT).pixmap(QSize(48, 48), QIcon.Mode.Disabled).toImage()
    strongest = max(image.pixelColor(x, y).alpha() for x in range(48) for y in range(48))
    assert 0 < strongest < 200


def test_sizes_fit_the_device_pixel_ratio(qapp):
    picture = pixmap("check", QColor("#123456").name(), 16, 2.0)
    assert picture.width() == 32
    assert picture.devicePixelRatio() == 2.0
    crisp = icon("check", LIGHT).pixmap(QSize(16, 16), 2.0)
    assert crisp.size() == QSize(32, 32)


def test_an_icon_is_made_once(qapp):
    assert icon("plus", LIGHT).cacheKey() == icon("plus", LIGHT).cacheKey()


def test_a_missing_icon_is_an_error(qapp):
    with pytest.raises(FileNotFoundError, match="no-such-icon"):
        icon("no-such-icon", LIGHT)
