"""The line below heat maps."""

from app.ui.plots.heat_key import HeatKey
from app.ui.theme import LIGHT


def test_the_key_names_the_ends(qtbot):
    key = HeatKey(LIGHT)
    qtbot.addWidget(key)
    key.set_meaning("Final loss", (-2.0, 1.0), True)
    assert "from 0.01 to 10" in key.accessibleDescription()
    assert key.sizeHint().width() > 200
    key.grab()
