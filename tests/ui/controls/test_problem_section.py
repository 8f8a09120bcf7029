import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt

from app.study.check import check_study
from app.study.spec import DataSpec, LaneSpec, SurfaceSpec
from tests.ui.controls.steering import choose, open_menu, pick, retype

Key = Qt.Key
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def surface(panel):
    return panel.problem.surface_editor


@pytest.fixture
def on_data(make_panel):
    return make_panel(problem=DataSpec(dataset="iris", model="softmax"))


def only(panel):
    """Return the one edit there was, checked, and forget it."""
    assert len(panel.emitted) == 1
    study, text, key = panel.emitted.pop()
    check_study(study)
    assert study == panel.study
    return study, text, key


def test_another_surface_takes_its_own_start_and_keeps_the_noise(qtbot, make_panel):
    panel = make_panel(
        problem=SurfaceSpec(surface="ravine", parameters={"kappa": 9.0}, start=(1.0, 1.0), noise=0.5)
    )
    before = panel.study
    pick(qtbot, panel.problem.surface_editor.surface.open_list(), "rosenbrock")
    study, text, key = only(panel)
    assert study.problem == SurfaceSpec(surface="rosenbrock", noise=0.5)
    assert (study.lanes, study.steps, study.seeds) == (before.lanes, before.steps, before.seeds)
    assert text == "Choose the surface Rosenbrock"
    assert key == ""
    editor = panel.problem.surface_editor
    assert [entry.text() for entry in editor.start] == ["-1.2", "1"]
    assert editor.form.controls == {}
    assert "valley" in editor.about.text


def test_a_value_of_the_surface(qtbot, panel, surface):
    retype(qtbot, surface.form.controls["kappa"].entry, "200")
    study, text, key = only(panel)
    assert study.problem == SurfaceSpec(surface="ravine", parameters={"kappa": 200.0})
    assert (text, key) == ("Change kappa of the surface", "")
    qtbot.keyClick(surface.form.controls["kappa"].entry, Key.Key_Up)
    assert only(panel)[2] == "problem.parameters.kappa"


def test_the_start(qtbot, panel, surface):
    retype(qtbot, surface.start[0], "1.5")
    study, text, key = only(panel)
    assert study.problem.start == (1.5, 1.0)
    assert (text, key) == ("Change the start", "")
    retype(qtbot, surface.start[1], "-2e-1")
    assert only(panel)[0].problem.start == (1.5, -0.2)
    qtbot.keyClick(surface.start[1], Key.Key_Down)
    assert only(panel)[2] == "problem.start[1]"


@pytest.mark.parametrize("text", ["left", "1,5", "1e9", "nan"])
def test_a_start_that_is_not_valid(qtbot, panel, surface, text):
    retype(qtbot, surface.start[0], text)
    assert panel.emitted == []
    assert surface.start[0].property("invalid")
    assert surface.start[0].reason
    assert panel.study.problem.start is None


def test_a_start_that_a_click_has_given_is_short_and_stays_what_it_is(qtbot, panel, surface):
    place = (-2.6125000000000003, 1 / 3)
    panel.set_study(replace(panel.study, problem=replace(panel.study.problem, start=place)))
    assert [entry.text() for entry in surface.start] == ["-2.6125", "0.333333333"]
    surface.start[0].setFocus()
    qtbot.keyClick(surface.start[0], Key.Key_Return)
    assert panel.emitted == []
    assert panel.study.problem.start == place


def test_a_preset_of_the_start(qtbot, panel, surface):
    choose(open_menu(surface.presets, qtbot), "(4.5, -0.5)")
    assert only(panel)[0].problem.start == (4.5, -0.5)
    assert [entry.text() for entry in surface.start] == ["4.5", "-0.5"]


@pytest.mark.parametrize(("name", "text"), [("noise", "gradient noise"), ("spread", "spread of the start")])
def test_noise_and_spread(qtbot, panel, surface, name, text):
    surface.chance.set_open(True)
    retype(qtbot, getattr(surface, name).entry, "0.25")
    study, undo, _ = only(panel)
    assert study.problem == SurfaceSpec(surface="ravine", **{name: 0.25})
    assert undo == f"Change the {text}"


def test_noise_is_seen_where_there_is_some(make_panel):
    panel = make_panel(problem=SurfaceSpec(surface="ravine", noise=0.3))
    assert panel.problem.surface_editor.noise.isVisible()
    assert not make_panel().problem.surface_editor.noise.isVisible()


def test_help(qtbot, panel, surface):
    with qtbot.waitSignal(panel.help_requested) as caught:
        qtbot.mouseClick(surface.help, Qt.MouseButton.LeftButton)
    assert caught.args == ["surface:ravine"]
    with qtbot.waitSignal(panel.help_requested) as caught:
        qtbot.mouseClick(surface.about, Qt.MouseButton.LeftButton, pos=surface.about._link.center().toPoint())
    assert caught.args == ["surface:ravine"]


def test_surface_and_data_are_remembered(qtbot, make_panel):
    lanes = (LaneSpec(optimizer="adam", hyperparameters={"lr": 0.2}),)
    panel = make_panel(*lanes, problem=SurfaceSpec(surface="rosenbrock", start=(0.5, 0.5), noise=0.1))
    was, before = panel.study.problem, panel.study.lanes
    surface, data = panel.problem.switch.buttons
    qtbot.mouseClick(data, Qt.MouseButton.LeftButton)
    study, text, _ = only(panel)
    assert isinstance(study.problem, DataSpec)
    assert study.lanes == before
    assert text == "Switch to data"
    pick(qtbot, panel.problem.data_editor.dataset.open_list(), "Wine")
    wine = only(panel)[0].problem
    surface.setFocus()
    qtbot.mouseClick(surface, Qt.MouseButton.LeftButton)
    study, text, _ = only(panel)
    assert study.problem == was
    assert text == "Switch to a surface"
    qtbot.keyClick(surface, Key.Key_Right)
    assert only(panel)[0].problem == wine


def test_only_the_editor_in_use_is_seen(qtbot, panel):
    assert panel.problem.data_editor is None
    qtbot.mouseClick(panel.problem.switch.buttons[1], Qt.MouseButton.LeftButton)
    assert panel.problem.data_editor.isVisibleTo(panel)
    assert not panel.problem.surface_editor.isVisibleTo(panel)
    assert panel.budget.epochs.isVisibleTo(panel)
    assert not panel.budget.steps.isVisibleTo(panel)


def test_another_data_set_keeps_a_model_that_fits_or_finds_one(qtbot, on_data):
    editor = on_data.problem.data_editor
    pick(qtbot, editor.dataset.open_list(), "Wine")
    study, text, _ = only(on_data)
    assert (study.problem.dataset, study.problem.model) == ("wine", "softmax")
    assert text == "Choose the data set Wine"
    assert editor.shape.text() == "178 × 13 · classification, 3 classes"
    pick(qtbot, editor.dataset.open_list(), "Diabetes")
    assert only(on_data)[0].problem.model == "linear"
    assert editor.shape.text() == "442 × 10 · regression"
    offered = {choice.name for choice in editor.model._choices}
    assert {"linear", "mlp"} <= offered
    assert offered.isdisjoint({"logistic", "softmax"})


def test_more_classes_drop_a_model_for_two(qtbot, make_panel):
    panel = make_panel(problem=DataSpec(dataset="blobs", dataset_parameters={"classes": 2}, model="logistic"))
    retype(qtbot, panel.problem.data_editor.dataset_form.controls["classes"].entry, "4")
    study, *_ = only(panel)
    assert (study.problem.dataset_parameters["classes"], study.problem.model) == (4, "softmax")


def test_the_model_and_its_values(qtbot, on_data):
    editor = on_data.problem.data_editor
    pick(qtbot, editor.model.open_list(), "Neural network (MLP)")
    study, text, _ = only(on_data)
    assert (study.problem.model, text) == ("mlp", "Choose the model Neural network (MLP)")
    retype(qtbot, editor.model_form.controls["hidden"].entry, "16x8")
    study, text, _ = only(on_data)
    assert (study.problem.model_parameters, text) == (
        {"hidden": (16, 8)},
        "Change hidden layers of the model",
    )
    combo = editor.model_form.controls["activation"].combo
    combo.setFocus()
    qtbot.keyClick(combo, Key.Key_Down)
    assert only(on_data)[0].problem.model_parameters["activation"] == combo.currentText()


def test_standardise(qtbot, on_data):
    editor = on_data.problem.data_editor
    editor.standardise.setFocus()
    qtbot.keyClick(editor.standardise, Key.Key_Space)
    study, text, _ = only(on_data)
    assert study.problem.standardise is False
    assert text == "Do not standardise features"


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("80 / 10 / 10", (0.8, 0.1, 0.1)),
        ("60 20 20", (0.6, 0.2, 0.2)),
        ("100/0/0", (1.0, 0.0, 0.0)),
        ("90, 10", (0.9, 0.1, 0.0)),
    ],
)
def test_the_split(qtbot, on_data, text, split):
    editor = on_data.problem.data_editor
    qtbot.mouseClick(editor.advanced.button, Qt.MouseButton.LeftButton)
    assert editor.split.parts.text() == "70 / 15 / 15"
    retype(qtbot, editor.split.parts, text)
    study, undo, _ = only(on_data)
    assert study.problem.split == pytest.approx(split)
    assert undo == "Change the split"


@pytest.mark.parametrize("text", ["70 / 20 / 20", "half", "0/50/50", "120/-10/-10", "1 2 3 4"])
def test_a_split_that_is_not_valid(qtbot, on_data, text):
    editor = on_data.problem.data_editor
    editor.advanced.set_open(True)
    retype(qtbot, editor.split.parts, text)
    assert on_data.emitted == []
    assert text in editor.split.parts.reason


def test_label_noise(qtbot, on_data):
    on_data.problem.data_editor.advanced.set_open(True)
    retype(qtbot, on_data.problem.data_editor.split.noise.entry, "0.25")
    study, text, _ = only(on_data)
    assert (study.problem.label_noise, text) == (0.25, "Change the label noise")
    assert on_data.problem.field("label_noise") is on_data.problem.data_editor.split.noise


def test_the_split_seed(qtbot, on_data):
    editor = on_data.problem.data_editor
    editor.advanced.set_open(True)
    retype(qtbot, editor.split.seed.entry, "7")
    assert only(on_data)[0].problem.split_seed == 7


def test_help_on_data(qtbot, on_data):
    editor = on_data.problem.data_editor
    for button, topic in ((editor.dataset_help, "dataset:iris"), (editor.model_help, "model:softmax")):
        with qtbot.waitSignal(on_data.help_requested) as caught:
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert caught.args == [topic]
