"""What the curve plots show is a part of the study: undone, saved and opened with it."""

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.study.curve import CurveSpec
from app.study.file import load_study
from tests.ui.exporting import race
from tests.ui.panels.test_curve_panel import pick

replace = msgspec.structs.replace
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def first(window, qtbot):
    """Return the panel of the first curve plot, with nothing chosen yet."""
    session = window.session
    race(window, qtbot, replace(session.study, curves=()))
    panel = window.docks.curve(0)
    panel.set_spec(CurveSpec())
    yield panel
    for number, quantity in enumerate(("loss", "gradient_norm", "step_length")):
        window.docks.curve(number).set_spec(CurveSpec(quantity=quantity))
    window.docks["curve2"].hide()


def shown(panel):
    return panel.plot.quantity, panel.plot.x


def test_a_choice_is_kept_in_the_study_and_no_race_begins(window, first):
    history = window.session.race.history
    pick(first.x_axis, "distance")
    assert window.session.study.curves == (CurveSpec(x="distance"),)
    assert window.session.race.history is history
    assert window.session.study_to_save.curves == (CurveSpec(x="distance"),)
    assert window.session.undo_text == "Plot of Loss against distance to minimum"
    assert window.docks["curve0"].windowTitle() == "Loss against distance to minimum"


def test_undo_and_redo_go_through_the_choices(window, first):
    session = window.session
    first.x_axis.setCurrentIndex(first.x_axis.findData("distance"))
    first.x_axis.activated.emit(first.x_axis.currentIndex())
    QTest.mouseClick(first.log_x, Qt.MouseButton.LeftButton)
    assert not first.plot.log_x
    session.undo()
    assert first.plot.log_x
    assert shown(first) == ("loss", "distance")
    session.undo()
    assert shown(first) == ("loss", "steps")
    assert session.study.curves == ()
    session.redo()
    session.redo()
    assert shown(first) == ("loss", "distance")
    assert not first.plot.log_x


def test_a_file_opens_with_its_plots(window, first, qtbot, tmp_path):
    path = tmp_path / "mine.descent.json"
    pick(first.x_axis, "gradient_norm")
    QTest.mouseClick(first.log_y, Qt.MouseButton.LeftButton)
    window.document.save_to(path)
    assert load_study(path).curves == (CurveSpec(x="gradient_norm", log_y=False),)
    first.set_spec(CurveSpec(quantity="distance"))
    window.document.open(path)
    qtbot.waitUntil(lambda: window.session.race is not None)
    assert shown(first) == ("loss", "gradient_norm")
    assert not first.plot.log_y


def test_plots_of_a_file_that_are_hidden_are_opened(window, first, qtbot):
    assert window.docks["curve2"].isHidden()
    wanted = (CurveSpec(), CurveSpec(quantity="gradient_norm"), CurveSpec(quantity="distance", x="loss"))
    window.document.adopt(replace(window.session.study, curves=wanted), None)
    qtbot.waitUntil(lambda: window.session.race is not None)
    assert not window.docks["curve2"].isHidden()
    assert shown(window.docks.curve(2)) == ("distance", "loss")


def test_a_choice_in_the_second_plot_says_what_the_first_shows(window, first):
    pick(window.docks.curve(1).quantity, "distance")
    assert window.session.study.curves == (CurveSpec(), CurveSpec(quantity="distance"))
    window.session.undo()
    assert shown(window.docks.curve(1))[0] == "gradient_norm"


def test_undo_of_a_second_choice_leaves_the_first(window, first):
    pick(first.x_axis, "distance")
    pick(window.docks.curve(1).x_axis, "loss")
    assert len(window.session.study.curves) == 2
    window.session.undo()
    assert shown(window.docks.curve(1)) == ("gradient_norm", "steps")
    assert shown(first) == ("loss", "distance")
