"""The panel of the suites, driven by its fields and buttons; results as the report has them."""

import csv
import multiprocessing

import msgspec
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtTest import QTest

from app.study.experiment.shelf import Shelf
from app.study.experiment.spec import TaskSpec, TuneSpec
from app.study.experiment.suites import suite_path
from app.study.file import save_study
from app.study.report.suite_found import found_of
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from app.ui.experiment_session import ExperimentSession
from app.ui.panels.suite_panel import SuitePanel
from app.ui.suite_session import SuiteSession
from app.ui.theme import DARK, LIGHT
from tests.study.experiment.made import SUITE, TASKS
from tests.ui.test_every_name import nameless

PLAIN = Study(lanes=(LaneSpec(optimizer="momentum"),))
ENDLESS = msgspec.structs.replace(
    SUITE,
    title="Long",
    experiment=msgspec.structs.replace(
        SUITE.experiment, tasks=tuple(msgspec.structs.replace(task, steps=3_000_000) for task in TASKS[:2])
    ),
)


@pytest.fixture
def panel(qtbot, tmp_path):
    found = SuitePanel(SuiteSession(ExperimentSession(Shelf(tmp_path / "shelf"), workers=1)), LIGHT)
    qtbot.addWidget(found)
    found.resize(1000, 420)
    with qtbot.waitExposed(found):
        found.show()
    found.set_study(PLAIN)
    yield found
    found.session.shutdown()
    assert multiprocessing.active_children() == []


@pytest.fixture
def given(panel, tmp_path):
    """Return a function that takes a study's suite into the list."""

    def give(study):
        save_study(study, tmp_path / "own.descent.json")
        panel.open(tmp_path / "own.descent.json")

    return give


def judged(panel, count):
    found = panel.session.found
    return panel.session.complete and found is not None and len(found.tasks) == count


def test_before_the_first_suite_it_says_what_the_chosen_one_asks(panel):
    assert panel.frame.pages.currentIndex() == 0
    panel.form.choose("noisy")
    assert panel.frame.empty.button.text() == "Run the suite “Noise”"
    assert "gradients are noisy" in panel.frame.empty.label.text()
    assert not panel.frame.report.isVisible()
    assert panel.session.run.pids == []


def test_a_suite_from_the_button_to_all_it_comes_to(panel, given, until):
    given(msgspec.structs.replace(SUITE, title="Five"))
    panel.frame.empty.button.click()
    assert panel.tabs.currentWidget() is panel.tasks
    assert panel.tasks.rowCount() == len(TASKS)
    until(lambda: judged(panel, len(TASKS)))
    panel.grab()
    session = panel.session
    whole = found_of(session.shown, session.rows(), range(len(TASKS)))
    assert session.found.sentences == whole.sentences
    assert panel.sentence.text().startswith("Five: ")
    first = next(each.text for each in whole.sentences if each.kind != "caution")
    assert panel.sentence.text() == f"Five: {first}"
    assert (panel.profile.result.ratios == whole.verdict.ratios).all()
    assert panel.ranks.result == whole.verdict.ranking or panel.ranks.result.ranks.tolist() == (
        whole.verdict.ranking.ranks.tolist()
    )
    assert len(panel.runtimes.result.curves) == len(SUITE.lanes)
    assert len(panel.pairs.result.pairs) == 3
    assert panel.tabs.currentWidget() is panel.profile  # it came by itself
    assert {panel.tasks.item(row, 5).text() for row in range(len(TASKS))} == {"complete"}
    for look in panel.looks():
        assert look.name in panel.key.text()
    assert panel.frame.report.isEnabled()


def test_results_are_told_while_it_runs(panel, given, until):
    given(SUITE)
    seen = []
    panel.session.changed.connect(
        lambda: panel.session.found and seen.append((len(panel.session.found.tasks), panel.sentence.text()))
    )
    panel.start()
    until(lambda: judged(panel, len(TASKS)))
    partly = [text for count, text in seen if 0 < count < len(TASKS)]
    if partly:  # a fast machine may be done before the statistics of the first task are
        assert any("tasks so far" in text for text in partly)
    assert "so far" not in panel.sentence.text()


def test_esc_cancels_and_it_goes_on_and_ends_with_the_same(panel, given, until, qtbot):
    given(ENDLESS)
    panel.start()
    until(lambda: panel.session.run.state == "running" and bool(panel.session.run.pids))
    assert not panel.frame.report.isEnabled()
    panel.frame.bar.pause.click()
    assert panel.session.run.state == "paused"
    panel.frame.bar.pause.click()
    panel.tasks.setFocus()
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    until(lambda: panel.session.run.state == "cancelled")
    assert panel.frame.bar.can_go_on
    assert not panel.frame.report.isEnabled()
    assert "missing" in panel.frame.report.toolTip()
    panel.frame.bar.pause.click()
    until(lambda: panel.session.run.is_busy)
    panel.frame.bar.stop.click()
    until(lambda: not panel.session.run.is_busy)


def test_another_window_shows_what_was_run_last(panel, given, until, qtbot, tmp_path):
    given(SUITE)
    panel.form.expected.setPlainText("Adam.")
    panel.start()
    until(lambda: judged(panel, len(TASKS)))
    other = SuitePanel(SuiteSession(ExperimentSession(Shelf(tmp_path / "shelf"), workers=1)), DARK)
    qtbot.addWidget(other)
    other.open(tmp_path / "own.descent.json")
    other.form.choose("surfaces")
    other.recall()
    assert other.form.chosen.is_of(SUITE)  # with what was expected of it, or a report would call it changed
    assert other.prediction_now() == other.session.shown.prediction == "Adam."
    until(lambda: judged(other, len(TASKS)))
    assert other.session.found.sentences == panel.session.found.sentences
    assert other.session.run.pids == []
    other.session.shutdown()


def test_a_single_tuned_task_has_sentences_tables_and_runtimes(panel, given, until):
    task = TaskSpec(name="Iris", problem=DataSpec(dataset="iris", model="softmax"), epochs=2)
    spec = msgspec.structs.replace(SUITE.experiment, tasks=(task,), tune=TuneSpec(trials=3, fresh=3))
    given(msgspec.structs.replace(SUITE, lanes=SUITE.lanes[:2], seeds=(0,), experiment=spec))
    panel.start()
    until(lambda: judged(panel, 1))
    panel.grab()
    assert panel.profile.result is None
    assert panel.runtimes.result is not None
    assert panel.session.found.tables
    assert panel.tabs.currentWidget() is panel.said
    assert panel.tasks.item(0, 1).text().startswith("Iris")


def test_files_of_it(panel, given, until, tmp_path):
    said = []
    panel.message_raised.connect(said.append)
    panel.save(str(tmp_path / "no.csv"))
    assert said[-1].kind == "error"
    given(SUITE)
    panel.start()
    until(lambda: judged(panel, len(TASKS)))
    panel.save(str(tmp_path / "suite.csv"))
    with (tmp_path / "suite.csv").open(newline="") as table:
        rows = list(csv.DictReader(table))
    assert len(rows) == len(TASKS) * len(SUITE.lanes) * len(SUITE.seeds)
    panel.tabs.setCurrentWidget(panel.ranks)
    panel.save(str(tmp_path / "ranks.png"))
    assert not QImage(str(tmp_path / "ranks.png")).isNull()
    assert said[-1].kind == "info"


def test_a_file_that_is_dropped_is_taken_and_another_is_said_to_be_none(panel, tmp_path):
    said = []
    panel.message_raised.connect(said.append)
    save_study(PLAIN, tmp_path / "plain.descent.json")
    for path in (suite_path("noisy"), tmp_path / "plain.descent.json"):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        panel.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys))
    assert panel.form.list.item(0).text() == "Noise"
    assert len(said) == 1
    assert "holds a race only" in said[0].text


def test_other_colours_and_other_optimizers(panel, given, until):
    given(SUITE)
    panel.start()
    until(lambda: judged(panel, len(TASKS)))
    panel.apply_theme(DARK)
    assert panel.profile.theme is DARK
    assert panel.looks()[0].colour == DARK.lanes[0]
    panel.session.forget()
    assert panel.frame.pages.currentIndex() == 0


def test_surfaces_of_tasks_are_told_with_what_is_around_them(panel, given):
    task = TaskSpec(name="X", problem=SurfaceSpec(surface="ravine", noise=0.5, spread=0.1), target=0.25)
    given(msgspec.structs.replace(SUITE, experiment=msgspec.structs.replace(SUITE.experiment, tasks=(task,))))
    panel.tasks.show_tasks(panel.form.chosen.spec.tasks, [], False)
    texts = [panel.tasks.item(0, column).text() for column in range(5)]
    assert texts == ["X", "Ravine", "noise 0.5, spread 0.1", "500 steps", "0.25"]


def test_all_that_takes_the_keyboard_has_a_name(panel, given, until):
    given(SUITE)
    panel.start()
    until(lambda: judged(panel, len(TASKS)))
    panel.grab()
    assert nameless(panel) == []
