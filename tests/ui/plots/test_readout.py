import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.ui.plots.readout import Readout, number, row
from app.ui.theme import DARK, LIGHT


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"), (-0.5, "−0.5"), (1 / 3, "0.333333"), (1e-300, "1e−300"), (-1e21, "−1e+21"),
        (float("nan"), "nan"), (float("-inf"), "−inf"),
    ],
)  # fmt: skip
def test_numbers_have_six_digits_and_a_true_minus(value, text):
    assert number(value) == text


def test_names_cannot_be_markup():
    assert "&lt;b&gt;" in row("#ff0000", "<b>", "1 < 2")
    assert "1 &lt; 2" in row("#ff0000", "<b>", "1 < 2")


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("right", [True, False])
def test_it_stands_in_a_corner_and_the_mouse_passes_through(qtbot, theme, right):
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(500, 400)
    readout = Readout(parent)
    readout.apply_theme(theme)
    readout.show_rows("Step 12", [row("#ff0000", "Adam", "0.5")], right, (50, 10, 480, 350))
    place = readout.geometry()
    assert place.top() == 16
    assert (place.right() == 473) if right else (place.left() == 56)
    assert readout.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    assert theme.raised in readout.styleSheet()
    assert "Step 12" in readout.text()


def test_it_is_as_large_as_what_it_says(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    readout = Readout(parent)
    readout.show_rows("x", [], False, (0, 0, 100, 100))
    small = readout.height()
    readout.show_rows("x", [row("#ff0000", f"lane {n}", "1") for n in range(8)], False, (0, 0, 100, 100))
    assert readout.height() > small + 80
