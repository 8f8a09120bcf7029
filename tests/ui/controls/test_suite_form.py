"""Which suites there are, what each asks, and what is run of it."""

import msgspec
import pytest

from app.engine.error import InputError
from app.study.experiment.past import Past
from app.study.experiment.spec import SuiteSpec, TaskSpec
from app.study.experiment.suites import suite_names, suite_path
from app.study.file import load_study, save_study
from app.study.prediction import PREDICTION_LIMIT
from app.study.spec import LaneSpec, Study, SurfaceSpec
from app.ui.controls.suite_form import SuiteForm
from app.ui.theme import LIGHT

TASKS = (TaskSpec(name="A", steps=20), TaskSpec(name="B", problem=SurfaceSpec(surface="beale"), steps=20))
OWN = Study(title="Mine", lanes=(LaneSpec(),), seeds=(0, 1), experiment=SuiteSpec(tasks=TASKS))
PLAIN = Study(lanes=(LaneSpec(optimizer="momentum"), LaneSpec(optimizer="adam")))


@pytest.fixture
def form(qtbot, tmp_path):
    found = SuiteForm(LIGHT, Past(tmp_path / "pace.json"))
    qtbot.addWidget(found)
    found.set_study(PLAIN)
    return found


def titles(form):
    return [form.list.item(row).text() for row in range(form.list.count())]


def test_the_shipped_suites_are_listed_with_what_they_ask(form):
    assert len(titles(form)) == len(suite_names())
    for name in suite_names():
        form.choose(name)
        study = load_study(suite_path(name))
        assert form.chosen.study == study
        assert form.study() == study
        about = form.about.text()
        assert study.description.strip() in about
        assert all(task.name in about for task in study.experiment.tasks)
        assert f"{len(study.lanes)} optimizers" in about
        assert form.summary.text().endswith(
            "known when the first blocks are done."
        )  # and not a made-up number
        assert form.start.isEnabled()


def test_seeds_prediction_and_optimizers_of_the_study(form):
    told = []
    form.kept.connect(lambda *edit: told.append(edit))
    form.choose("surfaces")
    form.seeds.setValue(3)
    form.expected.setPlainText("Nesterov.")
    form.lanes.setCurrentIndex(1)
    form._on_changed()
    found = form.study()
    assert found.seeds == (0, 1, 2)
    assert found.prediction == "Nesterov."
    assert found.lanes == PLAIN.lanes
    assert "72 runs" in form.summary.text()
    assert told == []  # a suite is no edit of the study


def test_what_is_typed_and_the_seeds_are_kept_for_each_suite(form):
    form.choose("surfaces")
    form.expected.setPlainText("Nesterov.")
    form.seeds.setValue(4)
    form.choose("noisy")
    assert form.expected.toPlainText() == ""
    assert form.seeds.value() != 4
    form.expected.setPlainText("x" * (PREDICTION_LIMIT + 1))
    assert "2,000" in form.error.text()
    form.choose("surfaces")
    assert (form.expected.toPlainText(), form.expected.reason, form.seeds.value()) == ("Nesterov.", "", 4)
    assert form.study().prediction == "Nesterov."
    form.choose("noisy")
    assert len(form.expected.toPlainText()) == PREDICTION_LIMIT + 1  # nothing that was typed is lost
    with pytest.raises(InputError):
        form.study()


def test_what_is_expected_of_the_studys_own_suite_is_its_prediction(form):
    edits = []
    form.kept.connect(lambda *edit: (edits.append(edit), form.set_study(edit[0])))
    form.set_study(msgspec.structs.replace(OWN, prediction="Adam."))
    assert form.expected.toPlainText() == "Adam."
    form.seeds.setValue(5)
    form.expected.setPlainText("Adam, on A.")
    assert [(edit[0].prediction, *edit[1:]) for edit in edits] == [
        ("Adam, on A.", "Change the prediction", "prediction")
    ]
    assert form.seeds.value() == 5  # an edit of the study takes no field back
    form.choose("surfaces")
    assert form.expected.toPlainText() == ""
    form.expected.setPlainText("Another.")
    assert len(edits) == 1  # of a shipped suite it is no part of the study
    form.list.setCurrentRow(0)
    assert form.expected.toPlainText() == "Adam, on A."
    form.set_study(msgspec.structs.replace(OWN, prediction="Adam."))  # undo
    assert form.expected.toPlainText() == "Adam."
    form.set_study(PLAIN)
    form.set_study(msgspec.structs.replace(OWN, title="Other", prediction="No idea."))
    assert (form.expected.toPlainText(), form.seeds.value()) == ("No idea.", 2)


def test_a_file_of_ones_own_is_listed_first_and_chosen(form, tmp_path):
    save_study(OWN, tmp_path / "own.descent.json")
    form.open(tmp_path / "own.descent.json")
    assert titles(form)[0] == "Mine"
    assert form.study() == OWN
    form.open(tmp_path / "own.descent.json")
    assert titles(form).count("Mine") == 1


def test_a_file_that_is_no_suite_is_refused(form, tmp_path):
    save_study(PLAIN, tmp_path / "plain.descent.json")
    with pytest.raises(InputError, match="holds a race only"):
        form.open(tmp_path / "plain.descent.json")
    form._on_file(str(tmp_path / "plain.descent.json"))
    assert "holds a race only" in form.error.text()
    form._on_file(str(tmp_path / "missing.json"))
    assert "cannot be read" in form.error.text()
    assert len(titles(form)) == len(suite_names())


def test_the_suite_of_the_study_stands_first(form):
    form.set_study(msgspec.structs.replace(OWN, title="Ours"))
    assert titles(form)[0] == "This study: Ours"
    assert form.study().experiment == OWN.experiment
    form.set_study(PLAIN)
    assert len(titles(form)) == len(suite_names())


def test_lanes_that_cannot_race_there_are_said(form):
    form.choose("surfaces")
    form.set_study(Study(lanes=(LaneSpec(hyperparameters={"lr": -1.0}),)))
    form.lanes.setCurrentIndex(1)
    form._on_changed()
    assert form.error.text()
    assert not form.start.isEnabled()
    form.lanes.setCurrentIndex(0)
    form._on_changed()
    assert form.start.isEnabled()
    assert not form.error.text()


def test_an_edit_of_the_study_costs_nothing_unless_its_lanes_are_run(form):
    told = []
    form.changed.connect(lambda: told.append(form.summary.text()))
    form.choose("surfaces")
    told.clear()
    form.set_study(msgspec.structs.replace(PLAIN, steps=7))
    assert told == []
    form.lanes.setCurrentIndex(1)
    form._on_changed()
    form.set_study(msgspec.structs.replace(PLAIN, lanes=PLAIN.lanes[:1]))
    assert "120 runs" in told[-1] or "120 runs" in form.summary.text()
    assert len(form.study().lanes) == 1
