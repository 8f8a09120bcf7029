from itertools import pairwise

import msgspec
import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QSlider, QWidget

from app.engine.dataset import datasets
from app.engine.surface import surfaces
from app.study.preset import list_presets, load_preset
from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from app.ui.colour import study_looks, with_colours
from app.ui.controls.edit import ARTICLE, change_lane
from app.ui.controls.study_panel import StudyPanel
from app.ui.theme import DARK, LIGHT
from tests.ui.controls.steering import retype

Key = Qt.Key


def open_all(panel):
    """Open everything that can be opened."""
    panel.budget.advanced.set_open(True)
    if panel.problem.surface_editor is not None:
        panel.problem.surface_editor.chance.set_open(True)
    if panel.problem.data_editor is not None:
        panel.problem.data_editor.advanced.set_open(True)
    for card in panel.lanes.cards:
        card.set_open(True)
        card.body.more.set_open(True)
    QApplication.processEvents()


STUDIES = [
    Study(problem=SurfaceSpec(surface="rotated_ravine", start=(1.0, 2.0)), lanes=ARTICLE),
    Study(problem=DataSpec(dataset="spirals"), lanes=ARTICLE[:3], seeds=(0, 4), target=0.1),
    Study(problem=DataSpec(dataset="diabetes", model="linear"), lanes=(LaneSpec(),), epochs=3),
    Study(problem=SurfaceSpec(), lanes=()),
]


def test_showing_studies_says_nothing(panel):
    for study in [*STUDIES, *reversed(STUDIES)]:
        panel.set_study(with_colours(study))
        open_all(panel)
        assert panel.study == with_colours(study)
    assert panel.emitted == []


@pytest.mark.parametrize("preset", [preset.name for preset in list_presets()])
def test_every_preset_is_shown_as_it_is(panel, preset):
    study = with_colours(load_preset(preset))
    panel.set_study(study)
    open_all(panel)
    for name, entry in (("steps", panel.budget.steps), ("epochs", panel.budget.epochs)):
        assert entry.value == getattr(study, name)
    for card, lane in zip(panel.lanes.cards, study.lanes, strict=True):
        controls = card.body.main.controls | card.body.rest.controls
        for name, value in lane.hyperparameters.items():
            assert controls[name].value == value
    assert panel.emitted == []


@pytest.mark.parametrize("kind", [*surfaces, *datasets], ids=lambda kind: kind.name)
def test_every_problem_is_shown(panel, kind):
    on_surface = kind.name in surfaces.names()
    problem = SurfaceSpec(surface=kind.name) if on_surface else DataSpec(dataset=kind.name)
    panel.set_study(msgspec.structs.replace(panel.study, problem=problem))
    editor = panel.problem.surface_editor if on_surface else panel.problem.data_editor
    assert (editor.surface if on_surface else editor.dataset).text() == kind.title.replace("&", "&&")
    assert panel.emitted == []


def test_what_is_typed_stays_when_something_else_changes(qtbot, panel):
    entry = panel.lanes.cards[1].body.main.controls["lr"].entry
    retype(qtbot, entry, "0.0", end=None)
    entry.setCursorPosition(1)
    panel.set_study(msgspec.structs.replace(panel.study, steps=77))
    panel.set_study(change_lane(panel.study, 0, hyperparameters={"lr": 0.5}))
    assert entry.hasFocus()
    assert (entry.text(), entry.cursorPosition()) == ("0.0", 1)
    qtbot.keyClicks(entry, "")
    entry.setCursorPosition(3)
    qtbot.keyClicks(entry, "2")
    qtbot.keyClick(entry, Key.Key_Return)
    study, *_ = panel.emitted[-1]
    assert study.lanes[1].hyperparameters == {"lr": 0.02}
    assert study.lanes[0].hyperparameters == {"lr": 0.5}
    assert study.steps == 77


def test_only_what_changed_is_touched(panel):
    cards = list(panel.lanes.cards)
    widgets = set(panel.findChildren(QWidget))
    panel.set_study(change_lane(panel.study, 0, hyperparameters={"lr": 0.5}))
    assert panel.lanes.cards == cards
    assert set(panel.findChildren(QWidget)) == widgets
    assert cards[0].body.main.controls["lr"].entry.text() == "0.5"


def test_an_echo_of_the_edit_changes_nothing(qtbot, panel):
    panel.study_edited.connect(lambda study, text, key: panel.set_study(with_colours(study)))
    entry = panel.lanes.cards[1].body.main.controls["lr"].entry
    entry.setFocus()
    for _ in range(5):
        qtbot.keyClick(entry, Key.Key_Up)
    assert [study.lanes[1].hyperparameters["lr"] for study, *_ in panel.emitted] == [
        0.00125, 0.0016, 0.002, 0.0025, 0.0032,
    ]  # fmt: skip
    assert entry.hasFocus()


@pytest.mark.parametrize(
    ("where", "find"),
    [
        ("lanes[1].hyperparameters.lr", lambda p: p.lanes.cards[1].body.main.controls["lr"].entry),
        ("lanes[1].hyperparameters.eps", lambda p: p.lanes.cards[1].body.rest.controls["eps"].entry),
        ("lanes[0].batch_size", lambda p: p.lanes.cards[0].body.batch.entry),
        ("lanes[0].optimizer", lambda p: p.lanes.cards[0].body.optimizer),
        ("problem.surface", lambda p: p.problem.surface_editor.surface),
        ("problem.parameters.kappa", lambda p: p.problem.surface_editor.form.controls["kappa"].entry),
        ("problem.start", lambda p: p.problem.surface_editor.start[0]),
        ("problem.start[1]", lambda p: p.problem.surface_editor.start[1]),
        ("problem.noise", lambda p: p.problem.surface_editor.noise.entry),
        ("steps", lambda p: p.budget.steps.entry),
        ("seeds", lambda p: p.budget.count.entry),
        ("seeds[1]", lambda p: p.budget.seeds),
        ("target", lambda p: p.budget.target),
    ],
)
def test_an_error_is_shown_at_its_place_until_the_next_edit(qtbot, panel, where, find):
    panel.lanes.cards[0].set_open(False)
    panel.show_error(where, "This cannot be.")
    field = find(panel)
    assert field.property("invalid")
    assert panel.emitted == []
    retype(qtbot, panel.budget.steps.entry, "123")
    assert not field.property("invalid")


@pytest.mark.parametrize(
    ("where", "find"),
    [
        ("problem.dataset", lambda e: e.dataset),
        ("problem.dataset_parameters.n", lambda e: e.dataset_form.controls["n"].entry),
        ("problem.model", lambda e: e.model),
        ("problem.model_parameters.hidden", lambda e: e.model_form.controls["hidden"].entry),
        ("problem.model_parameters.l2", lambda e: e.training_form.controls["l2"].entry),
        ("problem.split", lambda e: e.split.parts),
        ("problem.split_seed", lambda e: e.split.seed.entry),
    ],
)
def test_an_error_on_data_is_shown_at_its_place(make_panel, where, find):
    panel = make_panel(problem=DataSpec(dataset="blobs", model="mlp"))
    panel.show_error(where, "This cannot be.")
    assert find(panel.problem.data_editor).property("invalid")


@pytest.mark.parametrize(
    "where", ["", "lanes", "lanes[9].optimizer", "problem.unknown", "nonsense", "lanes[0].name"]
)
def test_an_error_without_a_control_is_let_pass(panel, where):
    panel.show_error(where, "This cannot be.")
    assert panel.emitted == []


def test_a_refused_edit_is_taken_back(qtbot, panel):
    before = panel.study
    panel.study_edited.connect(lambda *_: panel.show_error("steps", "Too many steps for the memory."))
    retype(qtbot, panel.budget.steps.entry, "1000000")
    assert panel.study == before
    assert panel.budget.steps.entry.text() == "500"
    assert panel.budget.steps.error.text() == "Too many steps for the memory."
    card = panel.lanes.cards[0]
    card.setFocus()
    qtbot.keyClick(card, Key.Key_Delete)
    assert len(panel.lanes.cards) == 2


def test_running_is_said_where_it_matters(panel):
    notes = (panel.problem.note, panel.budget.note)
    assert not any(note.text() for note in notes)
    panel.set_running(True)
    assert all("starts the race again" in note.text() for note in notes)
    assert panel.budget.steps.entry.isEnabled()
    panel.set_running(False)
    assert not any(note.text() for note in notes)


def test_closed_sections_say_what_is_in_them(qtbot, panel):
    for section in (panel.problem, panel.budget):
        qtbot.mouseClick(section.heading, Qt.MouseButton.LeftButton)
        assert not section.body.isVisible()
    assert panel.problem.note.text() == "Ravine from (-4, 1)"
    assert panel.budget.note.text() == "500 steps · 1 seed"
    panel.set_study(msgspec.structs.replace(STUDIES[1], steps=9))
    assert panel.problem.note.text() == "Spirals · Neural network (MLP)"
    assert panel.budget.note.text() == "20 epochs · 2 seeds"
    panel.show_error("epochs", "Too long.")
    assert panel.budget.body.isVisible()
    assert not panel.problem.body.isVisible()
    assert panel.emitted == []


@pytest.mark.parametrize("problem", [SurfaceSpec(surface="ravine"), DataSpec(dataset="blobs", model="mlp")])
def test_every_control_has_a_name_for_assistive_technology(make_panel, problem):
    panel = make_panel(*ARTICLE, problem=problem)
    open_all(panel)
    nameless = [
        widget
        for widget in panel.findChildren(QWidget)
        if isinstance(widget, (QAbstractButton, QComboBox, QLineEdit, QSlider))
        or widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if not widget.accessibleName() and not getattr(widget, "text", str)()
        if widget.window() is panel
    ]
    assert nameless == []
    names = [widget.accessibleName() for widget in panel.findChildren(QLineEdit)]
    assert "lr of Adam" in names
    assert len(names) == len(set(names)), sorted(names)


def test_names_follow_the_lane(panel):
    panel.set_study(change_lane(panel.study, 1, name="Mine"))
    assert panel.lanes.cards[1].body.main.controls["lr"].entry.accessibleName() == "lr of Mine"


def test_tab_goes_from_top_to_bottom(qtbot, panel):
    open_all(panel)
    first = panel.problem.heading
    first.setFocus()
    seen = [first]
    for _ in range(200):
        qtbot.keyClick(QApplication.focusWidget(), Key.Key_Tab)
        if QApplication.focusWidget() is first:
            break
        seen.append(QApplication.focusWidget())
    places = [widget.mapTo(panel, widget.rect().topLeft()) for widget in seen]
    rows = [point.y() for point in places]
    assert len(seen) > 30
    assert all(after >= before - 6 for before, after in pairwise(rows))
    names = [widget.accessibleName() for widget in seen]
    assert names.index("lr of Momentum") < names.index("lr of Adam") < names.index("eps of Adam")


def test_it_fits_into_300_pixels(make_panel):
    for problem in (SurfaceSpec(surface="rotated_ravine"), DataSpec(dataset="breast_cancer", model="mlp")):
        panel = make_panel(*ARTICLE, problem=problem)
        open_all(panel)
        panel.set_running(True)
        assert panel.minimumSizeHint().width() <= 290


def test_nothing_flashes_as_a_window(qtbot, make_panel):
    panel = make_panel()
    windows = []

    class Watch(QObject):
        def eventFilter(self, watched, event):  # noqa: N802
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                windows.append(watched)
            return False

    watch = Watch()
    QApplication.instance().installEventFilter(watch)
    for study in STUDIES:
        panel.set_study(with_colours(study))
        open_all(panel)
        panel.show_error("steps", "This cannot be.")
    QApplication.instance().removeEventFilter(watch)
    assert windows == []
    assert panel.isActiveWindow()


def test_the_theme_changes_in_place(panel):
    open_all(panel)
    widgets = set(panel.findChildren(QWidget))
    panel.apply_theme(DARK)
    panel.set_looks(study_looks(panel.study, DARK, None, None))
    assert set(panel.findChildren(QWidget)) == widgets
    assert panel.lanes.cards[0].header.swatch._colour == DARK.lanes[0]
    panel.apply_theme(LIGHT)
    assert panel.emitted == []


def test_removed_lanes_leave_no_widgets(panel):
    few = with_colours(Study(problem=panel.study.problem, lanes=ARTICLE[:1]))
    many = with_colours(Study(problem=panel.study.problem, lanes=ARTICLE[:4]))
    counts = []
    for _ in range(3):
        panel.set_study(many)
        open_all(panel)
        panel.set_study(few)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        counts.append(len(panel.findChildren(QWidget)))
    assert counts == [counts[0]] * 3


def test_a_panel_needs_no_study(qtbot):
    panel = StudyPanel(LIGHT)
    qtbot.addWidget(panel)
    assert panel.study == Study()
