import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.engine.dataset import datasets
from app.engine.model import models
from app.engine.optimizer import optimizers
from app.engine.parameter import Parameter
from app.engine.surface import surfaces
from app.ui.controls.number import number_text
from app.ui.controls.parameter_control import ParameterControl
from app.ui.theme import DARK, LIGHT

Key = Qt.Key
LR = Parameter("lr", 1e-3, "How long a step is.", low=0.0, scale="log", slider=(1e-5, 10.0), symbol="η")
MU = Parameter(
    "momentum", 0.9, "How much is kept.", low=0.0, high=1.0, open_high=True, scale="one_minus_log",
    slider=(0.0, 0.9999), symbol="μ",
)  # fmt: skip
CENTERED = Parameter("centered", False, "Subtracts the mean.", kind="switch", live=False)
BEND = Parameter("activation", "tanh", "The bend.", kind="choice", choices=("tanh", "relu"))
HIDDEN = Parameter("hidden", (32,), "Units.", kind="integers", low=1, high=1024)
SEED = Parameter("seed", 0, "Names the sample.", kind="integer", low=0, high=2**32 - 1, slider=(0, 100))
EVERY = [
    parameter
    for registry in (optimizers, surfaces, datasets, models)
    for item in registry
    for parameter in item.parameters
]


@pytest.fixture
def make(show):
    def made(parameter, **options):
        holder = QWidget()
        holder.control = control = ParameterControl(parameter, "Adam", LIGHT, **options)
        control.emitted = []
        control.changed.connect(lambda value, series: control.emitted.append((value, series)))
        QVBoxLayout(holder).addWidget(control)
        show(holder, 320, 120)
        return control

    return made


def retype(qtbot, entry, text, end=Key.Key_Return):
    entry.setFocus()
    entry.selectAll()
    qtbot.keyClick(entry, Key.Key_Delete)
    qtbot.keyClicks(entry, text)
    if end is not None:
        qtbot.keyClick(entry, end)


@pytest.mark.parametrize(
    ("text", "value"),
    [("1e-3", None), ("0.05", 0.05), (" 1e2 ", 100.0), ("0", 0.0), ("1E-05", 1e-5), ("", None)],
)
def test_an_exact_value_is_taken(qtbot, make, text, value):
    control = make(LR)
    retype(qtbot, control.entry, text)
    assert control.emitted == ([] if value is None else [(value, False)])
    assert control.entry.text() == number_text(control.value)
    assert not control.error.isVisible()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("-3", ["-3", "nearest valid value is 0"]),
        ("0,001", ["decimal point", "Write 0.001"]),
        ("fast", ["'fast'", "default is 0.001"]),
        ("nan", ["nan"]),
        ("inf", ["inf"]),
    ],
)
def test_a_refused_text_stays_with_its_reason_and_changes_nothing(qtbot, make, text, words):
    control = make(LR)
    retype(qtbot, control.entry, text)
    assert control.emitted == []
    assert control.value == 0.001
    assert control.entry.text() == text
    assert control.entry.property("invalid") is True
    assert control.error.isVisible()
    for word in words:
        assert word in control.error.text()


def test_escape_brings_the_old_value_back(qtbot, make):
    control = make(LR)
    retype(qtbot, control.entry, "-3")
    qtbot.keyClick(control.entry, Key.Key_Escape)
    assert control.entry.text() == "0.001"
    assert not control.entry.property("invalid")
    assert not control.error.isVisible()
    assert control.emitted == []


def test_the_reason_goes_as_soon_as_the_text_is_valid(qtbot, make):
    control = make(LR)
    retype(qtbot, control.entry, "-3")
    retype(qtbot, control.entry, "3", end=None)
    assert not control.error.isVisible()
    assert control.emitted == []
    qtbot.keyClick(control.entry, Key.Key_Return)
    assert control.emitted == [(3.0, False)]


def test_leaving_takes_the_value_and_leaving_unchanged_does_not(qtbot, make):
    control = make(LR)
    retype(qtbot, control.entry, "0.2", end=None)
    assert control.emitted == []
    control.entry.clearFocus()
    assert control.emitted == [(0.2, False)]
    control.entry.setFocus()
    control.entry.clearFocus()
    assert control.emitted == [(0.2, False)]


def test_arrows_step_ten_a_decade_and_shift_is_finer(qtbot, make):
    control = make(LR)
    control.entry.setFocus()
    for _ in range(10):
        qtbot.keyClick(control.entry, Key.Key_Up)
    assert control.value == 0.01
    assert all(series for _, series in control.emitted)
    qtbot.keyClick(control.entry, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert control.value == 0.0099
    assert control.entry.text() == "0.0099"


def wheel(widget, delta):
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle, QPointF(widget.mapToGlobal(middle.toPoint())), QPoint(), QPoint(0, delta),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)
    return event


@pytest.mark.parametrize("part", ["entry", "slider"])
def test_the_wheel_acts_with_the_focus_alone(make, part):
    control = make(LR)
    widget = getattr(control, part)
    control.entry.clearFocus()
    assert not wheel(widget, 120).isAccepted()
    assert control.emitted == []
    widget.setFocus()
    wheel(widget, 120)
    assert control.emitted == [(0.00125, True)]


def test_a_slider_says_the_value_and_not_its_place(make):
    control = make(LR)
    control.set_value(0.02)
    said = QAccessible.queryAccessibleInterface(control.slider)
    assert said.text(QAccessible.Text.Description) == "0.02"
    assert said.text(QAccessible.Text.Name) == "lr of Adam, slider"


def test_the_wheel_passes_over_a_list_without_the_focus(make):
    control = make(BEND)
    control.combo.clearFocus()
    wheel(control.combo, -120)
    assert control.emitted == []


def test_a_drag_is_a_series_and_sets_round_values(qtbot, make):
    control = make(LR)
    slider = control.slider
    middle, height = slider.width() // 2, slider.height() // 2
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(middle, height))
    for x in range(middle + 5, slider.width() + 30, 5):
        qtbot.mouseMove(slider, QPoint(x, height))
        qtbot.waitUntil(lambda: slider.told)
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width(), height))
    values = [value for value, _ in control.emitted]
    assert len(values) > 5
    assert values == sorted(values)
    assert values[-1] == 10.0
    assert all(series for _, series in control.emitted)
    assert all(value == float(f"{value:.2g}") for value in values)
    assert control.entry.text() == "10"


def test_moves_that_come_too_fast_are_told_of_together_and_the_last_of_them_always(qtbot, make):
    control = make(LR)
    slider = control.slider
    height = slider.height() // 2
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(20, height))
    for x in range(21, slider.width() - 10):
        qtbot.mouseMove(slider, QPoint(x, height))
    assert len(control.emitted) <= 2
    qtbot.waitUntil(lambda: slider.told)
    place = control.value
    assert place == control.emitted[-1][0]
    qtbot.mouseMove(slider, QPoint(15, height))
    qtbot.mouseMove(slider, QPoint(12, height))
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(12, height))
    assert slider.told
    assert control.value == control.emitted[-1][0] < place


def test_keys_of_the_slider(qtbot, make):
    control = make(MU)
    control.slider.setFocus()
    qtbot.keyClick(control.slider, Key.Key_Right)
    assert control.value == 0.92
    qtbot.keyClick(control.slider, Key.Key_End)
    assert control.value == 0.9999
    qtbot.keyClick(control.slider, Key.Key_Home)
    assert control.value == 0.0


def test_a_value_beyond_the_slider_is_fine(qtbot, make):
    control = make(LR)
    retype(qtbot, control.entry, "1000")
    assert control.emitted == [(1000.0, False)]
    assert control.slider.value() == control.slider.maximum()


def test_the_dot_shows_a_change_and_resets(qtbot, make):
    control = make(LR)
    assert not control.dot.on
    control.set_value(0.5)
    assert control.dot.on
    assert control.dot.accessibleName() == "Reset lr of Adam to 0.001"
    qtbot.mouseClick(control.dot, Qt.MouseButton.LeftButton)
    assert control.emitted == [(0.001, False)]
    assert not control.dot.on


def test_a_double_click_on_the_label_and_an_empty_entry_reset(qtbot, make):
    control = make(LR)
    control.set_value(0.5)
    qtbot.mouseDClick(control.label, Qt.MouseButton.LeftButton)
    assert control.value == 0.001
    control.set_value(0.5)
    retype(qtbot, control.entry, "")
    assert control.emitted[-1] == (0.001, False)


def test_set_value_says_nothing_and_leaves_what_is_typed(qtbot, make):
    control = make(LR)
    control.set_value(0.3)
    retype(qtbot, control.entry, "0.77", end=None)
    control.entry.setCursorPosition(2)
    control.set_value(0.3)
    assert control.entry.text() == "0.77"
    assert control.entry.cursorPosition() == 2
    assert control.entry.hasFocus()
    assert control.emitted == []


def test_a_switch(qtbot, make):
    control = make(CENTERED)
    control.check.setFocus()
    qtbot.keyClick(control.check, Key.Key_Space)
    assert control.emitted == [(True, False)]
    qtbot.mouseClick(control.check, Qt.MouseButton.LeftButton, pos=QPoint(8, control.check.height() // 2))
    assert control.emitted == [(True, False), (False, False)]


def test_a_choice(qtbot, make):
    control = make(BEND)
    control.combo.setFocus()
    qtbot.keyClick(control.combo, Key.Key_Down)
    assert control.emitted == [("relu", False)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("64x32", (64, 32)),
        ("8 8 8", (8, 8, 8)),
        ("16, 4", (16, 4)),
        ("", ()),
        ("16×2", (16, 2)),
        ("12", (12,)),
    ],
)
def test_a_list_of_numbers(qtbot, make, text, value):
    control = make(HIDDEN)
    retype(qtbot, control.entry, text)
    assert control.emitted == [(value, False)]


@pytest.mark.parametrize("text", ["0x3", "5000", "2.5", "wide"])
def test_a_list_that_is_not_valid(qtbot, make, text):
    control = make(HIDDEN)
    retype(qtbot, control.entry, text)
    assert control.emitted == []
    assert control.error.isVisible()


def test_a_whole_number(qtbot, make):
    control = make(SEED)
    assert control.slider is None
    retype(qtbot, control.entry, "1e3")
    assert control.emitted == [(1000, False)]
    assert isinstance(control.value, int)
    retype(qtbot, control.entry, "1.5")
    assert "nearest valid value is 2" in control.error.text()


def test_an_error_from_outside_is_shown_until_the_next_edit(qtbot, make):
    control = make(LR)
    control.show_error("lr is too large for this problem.")
    assert control.entry.property("invalid")
    assert control.error.isVisible()
    control.entry.setFocus()
    qtbot.keyClick(control.entry, Key.Key_Up)
    assert not control.error.isVisible()
    assert not control.entry.property("invalid")


@pytest.mark.parametrize("parameter", EVERY, ids=lambda parameter: parameter.name)
def test_every_parameter_has_a_control_that_shows_its_default(make, parameter):
    control = make(parameter)
    assert control.value == parameter.default
    assert not control.dot.on
    for widget in (control.entry, control.slider, control.combo, control.check):
        if widget is not None:
            assert "of Adam" in widget.accessibleName()
            assert parameter.name in widget.toolTip()
    control.apply_theme(DARK)


def test_a_long_name_gets_a_line_of_its_own(make):
    long = next(parameter for parameter in EVERY if len(parameter.name) > 20)
    control = make(long)
    assert control.label.width() >= control.label.sizeHint().width()
    assert control.slider.y() > control.label.y()
