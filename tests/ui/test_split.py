"""The split view in the window, as a person uses it."""

import multiprocessing

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.study.file import save_study
from app.study.spec import Study
from tests.ui.conftest import lane
from tests.ui.exporting import race

replace = msgspec.structs.replace
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def split(window, qtbot):
    window.split.end()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.setFocus()
    yield window.split
    window.split.end()


def shown(split):
    return split.panel is not None and split.panel.isVisible()


def table_of(window):
    model = window.table._model
    return [model.data(model.index(row, 0)) for row in range(model.rowCount())]


def edited(window, qtbot, lr):
    study = window.session.study
    first = replace(study.lanes[0], hyperparameters={"lr": lr})
    race(window, qtbot, replace(study, lanes=(first, *study.lanes[1:])))


def test_a_key_keeps_the_race_and_an_edit_is_seen_beside_it(window, split, qtbot):
    assert not shown(split)
    QTest.keyClick(window, Qt.Key.Key_K)
    assert shown(split)
    assert "kept at step 50" in split.reference.title
    kept = split.reference
    edited(window, qtbot, 0.02)
    assert split.reference is kept
    assert table_of(window) == ["Adam", "Momentum", "ref · Adam", "ref · Momentum"]
    window.session.seek(20)
    qtbot.waitUntil(lambda: split.panel.plot.frame is not None and split.panel.plot.frame.steps == (20, 20))
    assert any(stroke.lane < -1 for stroke in window.docks.curves[0].plot.strokes.strokes)
    assert split.panel.step.text() == "step 20"
    QTest.keyClick(window, Qt.Key.Key_D, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert not shown(split)
    qtbot.waitUntil(lambda: table_of(window) == ["Adam", "Momentum"])
    assert not any(stroke.lane < -1 for stroke in window.docks.curves[0].plot.strokes.strokes)
    assert not window.actions_by_name["compare_end"].isEnabled()


def test_undo_and_the_file_know_nothing_of_it(window, split, qtbot, tmp_path):
    session = window.session
    before, can = session.study, session.can_undo
    paths = [tmp_path / f"{name}.descent.json" for name in ("before", "after")]
    save_study(session.study_to_save, paths[0])
    split.keep()
    assert session.study == before
    assert session.can_undo is can
    assert not session.modified
    save_study(session.study_to_save, paths[1])
    assert paths[0].read_bytes() == paths[1].read_bytes()
    edited(window, qtbot, 0.02)
    session.undo()
    assert shown(split)


def test_it_is_offered_what_there_is_to_compare_with(window, split, qtbot, tmp_path):
    study = Study(steps=30, lanes=(lane("nadam", lr=0.1),))
    path = tmp_path / "saved.descent.json"
    save_study(study, path)
    window.settings.add_recent(path)
    QTest.keyClick(window, Qt.Key.Key_D, CTRL)
    picker = split.picker
    assert picker.isVisible()
    titles = [choice.title for choice in split.choices()]
    assert titles[0] == "This race, as it is now"
    assert "A study file…" in titles
    assert "saved.descent.json" in titles
    assert any(title.startswith("Example: ") for title in titles)
    picker.search.setText("saved")
    QTest.keyClick(picker.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: split.reference is not None, timeout=30_000)
    assert split.reference.title == "saved.descent.json"
    qtbot.waitUntil(lambda: table_of(window) == ["Adam", "Momentum", "ref · NAdam"])
    assert len(multiprocessing.active_children()) == 1
    assert window.session.study.lanes[0].optimizer == "adam"


def test_the_study_before_the_last_change_is_raced_again(window, split, qtbot):
    before = window.session.study
    session = window.session
    first = replace(before.lanes[0], hyperparameters={"lr": 0.03})
    session.edit(replace(before, lanes=(first, *before.lanes[1:])), "learning rate")
    split._on_chosen("before:")
    assert shown(split)
    assert split.panel.progress.isVisible()
    qtbot.waitUntil(lambda: split.reference is not None, timeout=30_000)
    assert split.reference.title == "before: learning rate"
    assert split.reference.race.study.lanes[0].hyperparameters == {"lr": 0.1}
    assert not split.panel.progress.isVisible()


def test_the_cross_gives_up_what_is_being_raced(window, split, qtbot):
    split._race(Study(steps=1_000_000, lanes=(lane("adam", lr=0.1),)), "endless")
    qtbot.waitUntil(lambda: split.panel.progress.value() > 0, timeout=30_000)
    assert "is raced in the background" in split.panel.plot.caption.notice
    assert split.panel.close_button.accessibleName() == "Cancel: do not race it"
    split.panel.close_button.click()
    assert not shown(split)
    assert len(multiprocessing.active_children()) == 1


def test_a_file_that_cannot_be_opened_changes_nothing(window, split, tmp_path):
    path = tmp_path / "bad.json"
    path.write_text("{")
    split.keep()
    kept = split.reference
    assert not split.open(path)
    assert window.message_bar.text.startswith("bad.json was not opened.")
    assert split.reference is kept


def test_a_row_of_the_reference_is_not_a_lane(window, split, qtbot):
    split.keep()
    qtbot.waitUntil(lambda: len(table_of(window)) == 4)
    view = window.table.view
    for row, told in ((0, True), (3, False)):
        place = view.visualRect(window.table._order.index(row, 0)).center()
        signal = window.table.lane_clicked
        if told:
            with qtbot.waitSignal(signal):
                QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        else:
            with qtbot.assertNotEmitted(signal):
                QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_the_theme_reaches_it(window, split):
    split.keep()
    before = split.panel.plot.theme
    window.actions_by_name["theme"].trigger()
    assert split.panel.plot.theme is window.theme is not before
    window.actions_by_name["theme"].trigger()


def test_opened_and_ended_often_it_leaves_nothing(window, split, qtbot):
    split.keep()
    split.end()
    widgets = len(window.findChildren(type(split.panel)))
    for _ in range(20):
        split.keep()
        split.end()
    assert len(window.findChildren(type(split.panel))) == widgets == 1


def test_a_lane_that_is_hidden_from_a_plot_comes_back_with_undo(window, split):
    plot = window.docks.curves[0].plot
    plot.lane_muted.emit(1)
    assert [lane.muted for lane in window.session.study.lanes] == [False, True]
    window.session.undo()
    assert not window.session.study.lanes[1].muted
    plot.lane_soloed.emit(1)
    assert window.session.solo == 1
    plot.lane_soloed.emit(1)
    assert window.session.solo is None
