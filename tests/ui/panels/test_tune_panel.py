"""The panel of the tuning: equal budgets, fresh seeds, and what was chosen put into the lanes."""

import json
import multiprocessing

import msgspec
import numpy as np
import pytest

from app.study.experiment.gain import Fresh
from app.study.experiment.shelf import Shelf
from app.study.experiment.spec import Axis, TuneSpec
from app.study.experiment.tune import KIND
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from app.ui.experiment_session import ExperimentSession
from app.ui.panels.gain_table import fresh_text
from app.ui.panels.tune_panel import TunePanel
from app.ui.panels.tune_sentence import tune_sentence
from app.ui.theme import DARK, LIGHT
from app.ui.tune_session import TuneSession

replace = msgspec.structs.replace
STUDY = Study(
    problem=SurfaceSpec(surface="ravine", spread=0.1),
    lanes=(
        LaneSpec(optimizer="momentum", colour="1"),
        LaneSpec(optimizer="adam", name="Mine", colour="2"),
    ),
    steps=40,
)


@pytest.fixture
def panel(qtbot, tmp_path):
    found = TunePanel(TuneSession(ExperimentSession(Shelf(tmp_path), workers=1)), LIGHT)
    qtbot.addWidget(found)
    found.resize(1000, 420)
    with qtbot.waitExposed(found):
        found.show()
    found.set_study(STUDY)
    found.form.budget.setCurrentIndex(4)
    found.form.trials.setValue(8)
    found.form.fresh.setValue(3)
    yield found
    found.session.shutdown()
    assert multiprocessing.active_children() == []


@pytest.fixture
def edits(panel):
    found = []
    panel.edited.connect(lambda study, text: text.startswith("Set up") or found.append((study, text)))
    return found


def run(panel, until):
    panel.form.start.click()
    until(lambda: not panel.session.run.is_busy)
    panel.grab()


def cells(table, column):
    return [table.item(row, column).text() for row in range(table.rowCount())]


def test_before_the_first_tuning_a_sentence_and_a_button(panel):
    assert "fair" in panel.frame.empty.label.text()
    assert panel.frame.empty.button.text() == "Tune the lanes with 8 trials each"
    assert panel.session.run.pids == []
    assert not panel.use.isVisible()


@pytest.mark.parametrize(("row", "count"), [(0, 0), (1, 25), (2, 50), (3, 75), (4, 8)])
def test_the_budgets_are_those_of_the_literature(panel, row, count):
    panel.form.budget.setCurrentIndex(row)
    panel.form._on_changed()
    assert panel.form.count == count
    assert panel.form.study().experiment.trials == count
    assert panel.form.trials.isVisible() == (row == 4)


def test_every_lane_has_the_same_trials_and_fresh_seeds(panel, until):
    run(panel, until)
    assert panel.session.run.state == "done"
    chosen = json.loads(b"".join(KIND.files(panel.session.shown, panel.session.rows())["chosen.json"]))
    for lane, told in zip(panel.session.lanes, chosen["lanes"], strict=True):
        assert len(lane.trials) == 8
        assert lane.values == told["values"]
    assert cells(panel.gains, 0) == ["Momentum", "Mine"]
    assert all("to" in text for text in cells(panel.gains, 2))  # quartiles of three fresh seeds
    assert cells(panel.gains, 5) == ["8", "8"]
    assert "8 Sobol trials a lane, 1 seed each" in panel.sentence.text()
    assert "3 fresh seeds" in panel.sentence.text()
    assert "median rule" not in panel.sentence.text()
    assert panel.plot.result.curves[0].shape == (3, 8)
    assert "after 8" in panel.plot.describe()
    assert panel.matrix.columnCount() == 3
    assert panel.matrix.item(0, 1).text() == cells(panel.gains, 3)[0]


def test_where_nothing_is_random_it_says_that_all_seeds_are_one_run():
    assert fresh_text(Fresh(np.full(10, 0.5), None)) == "0.5"
    assert fresh_text(Fresh(np.array([0.4, 0.5, 0.6]), None)) == "0.5 (0.45 to 0.55)"
    plain = replace(STUDY, problem=SurfaceSpec(surface="ravine"), experiment=TuneSpec(trials=8))
    assert "all seeds are the same run" in tune_sentence(plain)
    assert "all seeds" not in tune_sentence(replace(plain, problem=STUDY.problem))


def test_the_search_spaces_are_told(panel, until):
    run(panel, until)
    text = list(zip(*(cells(panel.spaces, column) for column in range(4)), strict=True))
    for lane in panel.session.lanes:
        for axis in lane.space:
            assert any(row[1] == axis.name for row in text)
    assert text[0][0] == "Momentum"


def test_what_was_chosen_goes_into_the_lanes_as_one_step(panel, edits, until):
    run(panel, until)
    panel.use.click()
    ((study, text),) = edits
    assert text == "Use tuned settings"
    for lane, found in zip(study.lanes, panel.session.lanes, strict=True):
        assert lane.hyperparameters == found.values
    assert [lane.name for lane in study.lanes] == ["", "Mine"]
    panel.set_study(study)
    assert not panel.use.isEnabled()
    panel.set_study(STUDY)
    assert panel.use.isEnabled()


def test_a_lane_that_is_another_now_is_left_alone(panel, until):
    run(panel, until)
    other = replace(STUDY, lanes=(STUDY.lanes[1], LaneSpec(optimizer="rmsprop")))
    study = panel.session.with_choices(other)
    assert study.lanes[0].hyperparameters == panel.session.lanes[1].values
    assert study.lanes[1] == other.lanes[1]


def test_defaults_alone_are_labelled_untuned(panel, until):
    panel.form.budget.setCurrentIndex(0)
    panel.form._on_changed()
    assert not panel.form.stopping.isEnabled()
    run(panel, until)
    assert cells(panel.gains, 2) == ["untuned", "untuned"]
    assert panel.sentence.text().startswith("Untuned")
    assert not panel.use.isEnabled()


def test_early_stopping_is_named(panel, until):
    panel.form.trials.setValue(20)
    panel.form.stopping.setChecked(True)
    run(panel, until)
    assert "median rule, 8 pilots" in panel.sentence.text()
    ended = [lane.ended for lane in panel.session.lanes]
    assert sum(ended) > 0
    assert cells(panel.gains, 5) == [f"20 ({count} ended early)" for count in ended]


def test_on_data_the_test_part_is_told(panel, until):
    panel.set_study(Study(problem=DataSpec(dataset="iris", model="softmax"), lanes=STUDY.lanes, epochs=1))
    run(panel, until)
    heads = [panel.gains.horizontalHeaderItem(column).text() for column in range(panel.gains.columnCount())]
    assert heads[1:3] == ["Default: test loss", "Tuned: test loss"]
    assert heads[4] == "Test accuracy"
    assert all(text.endswith(" %") for text in cells(panel.gains, 4))


def test_without_a_validation_part_nothing_can_be_chosen(panel):
    data = DataSpec(dataset="iris", model="softmax", split=(0.8, 0.0, 0.2))
    panel.set_study(Study(problem=data, lanes=STUDY.lanes, epochs=1))
    panel.start()
    assert "validation part, which is empty" in panel.form.error.text()
    assert panel.session.shown is None


def test_cancelled_it_leaves_nothing_running_and_goes_on(panel, until):
    panel.set_study(replace(STUDY, steps=60_000))
    panel.start()
    until(lambda: bool(panel.session.run.pids))
    panel.frame.bar.stop.click()
    until(lambda: not multiprocessing.active_children())
    assert panel.session.run.state == "cancelled"
    assert panel.frame.bar.can_go_on
    panel.frame.bar.pause.click()
    assert panel.session.run.state == "running"
    panel.session.run.cancel()


def test_a_new_window_shows_it_again(panel, until, tmp_path):
    run(panel, until)
    other = TuneSession(ExperimentSession(Shelf(tmp_path), workers=1))
    other.recall()
    assert other.run.state == "done"
    assert [lane.values for lane in other.lanes] == [lane.values for lane in panel.session.lanes]


def test_a_tuning_of_the_study_fills_the_form(panel):
    panel.set_study(replace(STUDY, seeds=(0, 1), experiment=TuneSpec(trials=50, fresh=4, stopping="median")))
    assert panel.form.count == 50
    assert panel.form.fresh.value() == 4
    assert panel.form.stopping.isChecked()
    assert panel.form.study().seeds == (0, 1)


def test_numbers_and_picture_as_files(panel, until, tmp_path):
    told = []
    panel.message_raised.connect(lambda message: told.append(message.text))
    panel.save(str(tmp_path / "none.csv"))
    assert "no run yet" in told[-1]
    run(panel, until)
    panel.save(str(tmp_path / "tuning.csv"))
    lines = (tmp_path / "tuning.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + 2 * (9 + 2 * 3)
    panel.save(str(tmp_path / "tuning.svg"))
    assert "<svg" in (tmp_path / "tuning.svg").read_text(encoding="utf-8")


def test_both_themes_and_all_heights(panel, until):
    run(panel, until)
    panel.apply_theme(DARK)
    assert panel.plot.looks[1].colour == DARK.lanes[1]
    assert panel.tabs.indexOf(panel.gains) == -1 or panel.height() < panel.gains.whole + 330
    panel.resize(1000, 900)
    assert panel.tabs.indexOf(panel.gains) == -1
    assert panel.gains.isVisible()
    panel.resize(1000, 300)
    assert panel.tabs.indexOf(panel.gains) == 0


def test_a_choice_at_the_edge_of_its_range_is_a_warning(panel, until):
    """The ravine wants rates above the first range, and within the second."""
    for low, high, warned in ((1e-7, 1e-5, True), (1e-6, 1e1, False)):
        axes = (Axis(spacing="log", low=low, high=high),)
        spec = TuneSpec(trials=12, fresh=3, axes=axes)
        panel.session.begin(replace(STUDY, lanes=STUDY.lanes[:1], experiment=spec))
        until(lambda: not panel.session.run.is_busy)
        panel.refresh()
        text = "The best value of Momentum (lr) is at the edge of what was tried"
        assert (text in panel.sentence.text()) == warned
        panel._say()
        assert (text in panel.accessibleDescription()) == warned
