from contextlib import suppress

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QColorDialog

from app.engine.error import InputError
from app.engine.lane import Change
from app.engine.optimizer import optimizers
from app.study.spec import DataSpec, LaneSpec, Study
from app.study.suggestion import with_suggested_lr
from app.ui.colour import study_looks, with_colours
from app.ui.controls.edit import ARTICLE
from app.ui.theme import LIGHT
from tests.ui.controls.steering import choose, open_menu, pick, retype

Key, Mod, Left = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton.LeftButton
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def only(panel):
    assert len(panel.emitted) == 1, panel.emitted
    study, text, key = panel.emitted.pop()
    assert study == panel.study
    return study, text, key


def names(panel):
    return [lane.optimizer for lane in panel.study.lanes]


# ---------------------------------------------------------------------------------------- one lane's settings


def test_a_hyperparameter_changes_exactly_that(qtbot, panel):
    before = panel.study
    retype(qtbot, panel.lanes.cards[1].body.main.controls["lr"].entry, "0.05")
    study, text, key = only(panel)
    assert study.lanes[0] == before.lanes[0]
    assert study.lanes[1].hyperparameters == {"lr": 0.05}
    assert (study.problem, study.steps, study.seeds) == (before.problem, before.steps, before.seeds)
    assert (text, key) == ("Change lr of Adam", "")


def test_the_right_button_and_the_menu_key_open_the_menu(panel):
    card = panel.lanes.cards[1]
    at = QPoint(60, 10)
    QApplication.sendEvent(
        card, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, card.mapToGlobal(at))
    )
    menu = QApplication.activePopupWidget()
    assert menu.accessibleName() == "Actions of Adam"
    menu.close()


def test_a_drag_has_one_merge_key(qtbot, panel):
    slider = panel.lanes.cards[1].body.main.controls["lr"].slider
    qtbot.mousePress(slider, Left, pos=QPoint(10, 8))
    for x in range(12, 60, 4):
        qtbot.mouseMove(slider, QPoint(x, 8))
        qtbot.waitUntil(lambda: slider.told)
    qtbot.mouseRelease(slider, Left, pos=QPoint(60, 8))
    assert len(panel.emitted) > 3
    assert {key for *_, key in panel.emitted} == {"lanes[1].hyperparameters.lr"}
    assert {text for _, text, _ in panel.emitted} == {"Change lr of Adam"}


def another(parameter):
    """Return a valid value that is not the default; of choices a neighbour."""
    if parameter.kind == "switch":
        return not parameter.default
    if parameter.kind == "choice":
        place = parameter.choices.index(parameter.default)
        return parameter.choices[place + 1 if place == 0 else place - 1]
    for value in (3, 2) if parameter.kind == "integer" else (0.25, -0.25, 0.5, 1.25, 2.5, 250.0):
        with suppress(InputError):
            if parameter.check(value) != parameter.default:
                return value
    raise AssertionError(parameter)


@pytest.mark.parametrize("kind", list(optimizers), ids=lambda kind: kind.name)
def test_every_hyperparameter_of_every_optimizer_can_be_set(qtbot, make_panel, kind):
    panel = make_panel(LaneSpec(optimizer=kind.name))
    body = panel.lanes.cards[0].body
    body.more.set_open(True)
    controls = body.main.controls | body.rest.controls
    assert set(controls) == {parameter.name for parameter in kind.parameters}
    for parameter in kind.parameters:
        control, wanted = controls[parameter.name], another(parameter)
        if parameter.kind == "switch":
            qtbot.mouseClick(control.check, Left, pos=QPoint(8, 12))
        elif parameter.kind == "choice":
            forward = parameter.choices.index(wanted) > parameter.choices.index(parameter.default)
            qtbot.keyClick(control.combo, Key.Key_Down if forward else Key.Key_Up)
        else:
            retype(qtbot, control.entry, str(wanted))
        study, text, _ = only(panel)
        assert study.lanes[0].hyperparameters[parameter.name] == wanted
        assert text == f"Change {parameter.name} of {kind.title}"


def test_more_opens_by_itself_when_something_there_is_changed(make_panel):
    panel = make_panel(LaneSpec(optimizer="adam", hyperparameters={"eps": 1e-3}), LaneSpec(optimizer="adam"))
    first, second = (card.body.more for card in panel.lanes.cards)
    assert first.is_open
    assert first.button.text() == "More · 1 changed"
    assert not second.is_open
    first.set_open(False)
    panel.set_study(with_lane(panel.study, 0, hyperparameters={"eps": 1e-3, "lr": 0.1}))
    assert not first.is_open


def with_lane(study, index, **fields):
    from app.ui.controls.edit import change_lane

    return change_lane(study, index, **fields)


def test_another_optimizer_takes_its_defaults_and_the_old_values_come_back(qtbot, make_panel):
    panel = make_panel(
        LaneSpec(optimizer="adam", hyperparameters={"lr": 0.2}, changes=(Change(1, "lr", 1.0),))
    )
    body = panel.lanes.cards[0].body
    pick(qtbot, body.optimizer.open_list(), "RMSprop")
    study, text, _ = only(panel)
    assert study.lanes[0] == with_suggested_lr(study, LaneSpec(optimizer="rmsprop", colour="1"))
    assert text == "Change Adam to RMSprop"
    assert "alpha" in body.main.controls
    pick(qtbot, body.optimizer.open_list(), "Adam")
    assert only(panel)[0].lanes[0] == LaneSpec(optimizer="adam", hyperparameters={"lr": 0.2}, colour="1")


def test_batch_size(qtbot, make_panel):
    panel = make_panel(LaneSpec(optimizer="adam"), problem=DataSpec(dataset="iris"))
    batch = panel.lanes.cards[0].body.batch
    assert batch.entry.text() == "32"
    for text, kept in (("16", 16), ("full", "full"), ("33", 33), ("32", None)):
        retype(qtbot, batch.entry, text)
        study, undo, key = only(panel)
        assert study.lanes[0].batch_size == kept
        assert (undo, key) == ("Change the batch size of Adam", "")
    menu = open_menu(batch.menu, qtbot)
    assert [action.text() for action in menu.actions()][:2] == ["full (106)", "64"]
    choose(menu, "64")
    assert only(panel)[0].lanes[0].batch_size == 64
    batch.entry.setFocus()
    qtbot.keyClick(batch.entry, Key.Key_Up)
    study, _, key = only(panel)
    assert (study.lanes[0].batch_size, key) == ("full", "lanes[0].batch_size")


@pytest.mark.parametrize("text", ["0", "-3", "1.5", "some", "107", ""])
def test_a_batch_size_that_is_not_valid(qtbot, make_panel, text):
    panel = make_panel(LaneSpec(optimizer="adam"), problem=DataSpec(dataset="iris"))
    entry = panel.lanes.cards[0].body.batch.entry
    retype(qtbot, entry, text)
    assert panel.emitted == []
    assert "106" in entry.reason


def test_there_is_no_batch_size_on_a_surface(panel):
    assert not panel.lanes.cards[0].body.batch.isVisibleTo(panel)


def test_help_on_the_optimizer(qtbot, panel):
    with qtbot.waitSignal(panel.help_requested) as caught:
        qtbot.mouseClick(panel.lanes.cards[1].body.help, Left)
    assert caught.args == ["optimizer:adam"]


# -------------------------------------------------------------------------------------- name, colour, buttons


@pytest.mark.parametrize("how", ["key", "mouse", "menu"])
def test_rename(qtbot, panel, how):
    card = panel.lanes.cards[0]
    if how == "key":
        card.setFocus()
        qtbot.keyClick(card, Key.Key_F2)
    elif how == "mouse":
        qtbot.mouseDClick(card.header.name.label, Left)
    else:
        choose(open_menu(card.header.more, qtbot), "Rename")
    line = card.header.name.line
    assert line.hasFocus()
    line.selectAll()
    qtbot.keyClicks(line, "  Heavy   ball ")
    qtbot.keyClick(line, Key.Key_Return)
    study, text, _ = only(panel)
    assert study.lanes[0].name == "Heavy ball"
    assert text == "Rename Momentum"
    assert card.hasFocus()
    assert card.accessibleName() == "Lane Heavy ball"


def test_an_empty_name_is_the_usual_one_and_escape_keeps_the_old(qtbot, make_panel):
    panel = make_panel(LaneSpec(optimizer="adam", name="Mine"))
    card = panel.lanes.cards[0]
    card.header.name.start()
    qtbot.keyClicks(card.header.name.line, "Other")
    qtbot.keyClick(card.header.name.line, Key.Key_Escape)
    assert panel.emitted == []
    card.header.name.start()
    qtbot.keyClick(card.header.name.line, Key.Key_Delete)
    qtbot.keyClick(card.header.name.line, Key.Key_Return)
    assert only(panel)[0].lanes[0].name == ""
    assert card.header.name.label.text() == "Adam"


def test_the_name_as_it_stands_is_not_an_edit(qtbot, panel):
    card = panel.lanes.cards[1]
    card.header.name.start()
    qtbot.keyClick(card.header.name.line, Key.Key_Return)
    assert panel.emitted == []


def test_colour(qtbot, panel):
    menu = open_menu(panel.lanes.cards[0].header.swatch, qtbot)
    assert len([action for action in menu.actions() if action.text()]) == 9
    choose(menu, "Violet")
    study, text, _ = only(panel)
    assert study.lanes[0].colour == "8"
    assert text == "Change the colour of Momentum"


def test_a_colour_of_ones_own(panel, monkeypatch):
    opened = []
    monkeypatch.setattr(QColorDialog, "open", lambda self: opened.append(self))
    swatch = panel.lanes.cards[0].header.swatch
    swatch._open_dialog()
    from PySide6.QtGui import QColor

    opened[0].colorSelected.emit(QColor("#12ab34"))
    assert only(panel)[0].lanes[0].colour == "#12ab34"
    opened[0].deleteLater()


@pytest.mark.parametrize("how", ["key", "mouse"])
def test_mute(qtbot, panel, how):
    card = panel.lanes.cards[0]
    for muted, text in ((True, "Hide Momentum"), (False, "Show Momentum")):
        if how == "key":
            card.setFocus()
            qtbot.keyClick(card, Key.Key_M)
        else:
            qtbot.mouseClick(card.header.eye, Left)
        study, undo, _ = only(panel)
        assert (study.lanes[0].muted, undo) == (muted, text)


def test_solo_is_asked_for_and_taken_back(qtbot, panel):
    asked = []
    panel.solo_requested.connect(lambda found, to=asked: to.append(found))
    first, second = panel.lanes.cards
    qtbot.mouseClick(first.header.solo, Left)
    second.setFocus()
    qtbot.keyClick(second, Key.Key_S)
    assert not first.header.solo.isChecked()
    qtbot.keyClick(second, Key.Key_S)
    assert asked == [0, 1, -1]
    assert panel.emitted == []


def test_looks_say_who_is_alone_and_who_is_highlighted(panel):
    looks = lambda solo, bold=None: study_looks(panel.study, LIGHT, solo, bold)  # noqa: E731
    first, second = panel.lanes.cards
    panel.set_looks(looks(1, 0))
    assert [card.header.solo.isChecked() for card in (first, second)] == [False, True]
    assert first.property("selected")
    assert not second.property("selected")
    panel.set_looks(looks(None))
    assert not second.header.solo.isChecked()
    assert not first.property("selected")


def test_one_lane_that_is_not_hidden_is_not_solo(make_panel):
    panel = make_panel(LaneSpec(optimizer="sgd", muted=True), LaneSpec(optimizer="adam"))
    panel.set_looks(study_looks(panel.study, LIGHT, None, None))
    assert not panel.lanes.cards[1].header.solo.isChecked()
    panel.lanes.toggle_solo(1)
    panel.set_looks(study_looks(panel.study, LIGHT, 1, None))
    assert panel.lanes.cards[1].header.solo.isChecked()


def test_a_click_or_enter_selects(qtbot, panel):
    chosen = []
    panel.lane_selected.connect(lambda found, to=chosen: to.append(found))
    card = panel.lanes.cards[1]
    qtbot.mouseClick(card.header, Left, pos=QPoint(card.header.width() // 2, 12))
    card.setFocus()
    qtbot.keyClick(card, Key.Key_Return)
    assert chosen == [1, 1]
    entry = card.body.main.controls["lr"].entry
    entry.setFocus()
    qtbot.keyClick(entry, Key.Key_Return)
    assert chosen == [1, 1]


# ------------------------------------------------------------------------------------------ the list of lanes


def add(qtbot, panel, title):
    qtbot.mouseClick(panel.lanes.add, Left)
    pick(qtbot, QApplication.activePopupWidget(), title)


def test_add(qtbot, panel):
    before = panel.study
    add(qtbot, panel, "RMSprop")
    study, text, _ = only(panel)
    assert study.lanes == (*before.lanes, with_suggested_lr(study, LaneSpec(optimizer="rmsprop")))
    assert study.lanes[2].hyperparameters["lr"] > 0.0
    assert text == "Add RMSprop"
    assert panel.lanes.cards[2].hasFocus()
    assert panel.lanes.cards[2].is_open
    assert panel.lanes.count.text() == "3 lanes"


def test_a_rate_is_suggested_on_a_surface_and_the_dot_brings_the_default_back(qtbot, panel):
    card = panel.lanes.cards[1]
    default = next(p.default for p in optimizers["adam"].parameters if p.name == "lr")
    choose(open_menu(card.header.more, qtbot), "Suggest lr for this surface")
    study, text, _ = only(panel)
    lr = study.lanes[1].hyperparameters["lr"]
    assert (lr != default, text) == (True, "Suggest lr of Adam")
    control = card.body.main.controls["lr"]
    assert "tried out" in control.entry.toolTip()
    qtbot.mouseClick(control.dot, Left)
    assert only(panel)[0].lanes[1].hyperparameters == {}
    assert control.value == default


def test_no_rate_is_suggested_on_data(qtbot, make_panel):
    panel = make_panel(LaneSpec(optimizer="adam"), problem=DataSpec(dataset="iris"))
    menu = open_menu(panel.lanes.cards[0].header.more, qtbot)
    assert "Suggest lr for this surface" not in [a.text() for a in menu.actions() if a.isVisible()]
    menu.close()
    add(qtbot, panel, "RMSprop")
    assert only(panel)[0].lanes[1] == LaneSpec(optimizer="rmsprop")


def test_the_menu_offers_every_optimizer_mini_batch_and_all_eight(qtbot, panel):
    picker = panel.open_add_menu()
    model = picker.list.model()
    titles = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert [title for title in titles if title not in ("Mini-batch", "All eight methods")] == [
        kind.title for kind in optimizers
    ]
    assert titles.index("Mini-batch") == titles.index("SGD") + 1
    assert titles[-1] == "All eight methods"
    picker.close()


def test_add_mini_batch_and_all_eight(qtbot, panel):
    add(qtbot, panel, "Mini-batch")
    study, text, _ = only(panel)
    lane = LaneSpec(optimizer="sgd", batch_size=64, name="Mini-batch")
    assert study.lanes[-1] == with_suggested_lr(study, lane)
    assert text == "Add Mini-batch"
    add(qtbot, panel, "All eight methods")
    study, text, _ = only(panel)
    assert len(study.lanes) == 11
    assert text == "Add 8 methods"
    assert not panel.lanes.cards[-1].is_open


@pytest.mark.parametrize("how", ["key", "menu"])
@pytest.mark.parametrize(
    ("action", "entry", "key", "after", "text", "focus"),
    [
        (
            "duplicate",
            "Duplicate",
            (Key.Key_D, Mod.ControlModifier),
            "sgd adam adam momentum",
            "Duplicate Adam",
            2,
        ),
        ("up", "Move up", (Key.Key_Up, Mod.AltModifier), "adam sgd momentum", "Move Adam up", 0),
        ("down", "Move down", (Key.Key_Down, Mod.AltModifier), "sgd momentum adam", "Move Adam down", 2),
        ("remove", "Remove", (Key.Key_Delete, Mod.NoModifier), "sgd momentum", "Remove Adam", 1),
    ],
)
def test_actions(qtbot, make_panel, how, action, entry, key, after, text, focus):
    panel = make_panel(*(LaneSpec(optimizer=name) for name in ("sgd", "adam", "momentum")))
    cards = list(panel.lanes.cards)
    if how == "key":
        cards[1].setFocus()
        qtbot.keyClick(cards[1], key[0], key[1])
    else:
        choose(open_menu(cards[1].header.more, qtbot), entry)
    assert only(panel)[1] == text
    assert names(panel) == after.split()
    assert panel.lanes.cards[focus].hasFocus()
    if action in ("up", "down"):
        assert panel.lanes.cards[focus] is cards[1]
        assert sorted(map(id, panel.lanes.cards)) == sorted(map(id, cards))
    QApplication.processEvents()
    tops = [card.y() for card in panel.lanes.cards]
    assert tops == sorted(tops)


def test_reset(qtbot, make_panel):
    panel = make_panel(LaneSpec(optimizer="adam", hyperparameters={"lr": 0.5}, batch_size=4, name="Mine"))
    choose(open_menu(panel.lanes.cards[0].header.more, qtbot), "Reset to defaults")
    study, text, _ = only(panel)
    assert study.lanes == (LaneSpec(optimizer="adam", name="Mine", colour="1"),)
    assert text == "Reset Mine to its defaults"
    choose(open_menu(panel.lanes.cards[0].header.more, qtbot), "Reset to defaults")
    assert panel.emitted == []


def test_the_ends_cannot_be_moved_further(qtbot, panel):
    for card, key in zip(panel.lanes.cards, (Key.Key_Up, Key.Key_Down), strict=True):
        card.setFocus()
        qtbot.keyClick(card, key, Mod.AltModifier)
    assert panel.emitted == []


def test_delete_in_a_control_is_not_for_the_card(qtbot, panel):
    body = panel.lanes.cards[0].body
    for widget in (body.main.controls["lr"].entry, body.optimizer, body.more.button):
        widget.setFocus()
        qtbot.keyClick(widget, Key.Key_Delete)
    assert len(panel.study.lanes) == 2


def test_a_drag_moves_a_card(qtbot, make_panel):
    panel = make_panel(*ARTICLE)
    cards = list(panel.lanes.cards)
    header = cards[0].header
    grip = QPoint(header.width() // 2, 12)
    below = header.mapFromGlobal(cards[2].mapToGlobal(QPoint(0, cards[2].height() - 4)))
    qtbot.mousePress(header, Left, pos=grip)
    for y in range(grip.y(), below.y() + 1, 6):
        qtbot.mouseMove(header, QPoint(grip.x(), y))
    assert panel.lanes.list._reorder.line.isVisible()
    qtbot.mouseRelease(header, Left, pos=QPoint(grip.x(), below.y()))
    study, text, _ = only(panel)
    assert text == "Move Gradient descent down"
    assert [lane.optimizer for lane in study.lanes][:3] == ["sgd", "sgd", "gradient_descent"]
    assert not panel.lanes.list._reorder.line.isVisible()


def test_without_lanes_there_is_a_way_on(qtbot, make_panel):
    panel = make_panel(LaneSpec())
    card = panel.lanes.cards[0]
    card.setFocus()
    qtbot.keyClick(card, Key.Key_Delete)
    assert only(panel)[0].lanes == ()
    assert panel.lanes.empty.isVisible()
    assert panel.lanes.empty.button.hasFocus()
    qtbot.mouseClick(panel.lanes.empty.button, Left)
    pick(qtbot, QApplication.activePopupWidget(), "Adam")
    assert names(panel) == ["adam"]
    assert not panel.lanes.empty.isVisible()


def test_arrows_go_from_card_to_card_and_open_them(qtbot, make_panel):
    panel = make_panel(*ARTICLE)
    first, second = panel.lanes.cards[:2]
    first.setFocus()
    qtbot.keyClick(first, Key.Key_Down)
    assert second.hasFocus()
    qtbot.keyClick(second, Key.Key_Right)
    assert second.is_open
    qtbot.keyClick(second, Key.Key_Left)
    assert not second.is_open
    qtbot.keyClick(second, Key.Key_Up)
    assert first.hasFocus()


def test_many_lanes_start_closed_and_say_what_matters(make_panel):
    panel = make_panel(*ARTICLE)
    assert not any(card.is_open for card in panel.lanes.cards)
    assert all(card.body is None for card in panel.lanes.cards)
    assert [card.header.note.text() for card in panel.lanes.cards][-2:] == ["lr 1", "lr 0.001"]
    assert "SGD" in panel.lanes.cards[2].header.note.toolTip() + panel.lanes.cards[2].header.note.text()
    assert panel.lanes.list.height() < 8 * 44


def test_status(panel):
    panel.show_lane_status(1, "diverged at step 12", "bad")
    note = panel.lanes.cards[1].header.note
    assert note.text() == "diverged at step 12"
    assert note.property("tone") == "bad"
    panel.show_lane_status(1, "", "")
    assert note.text() == ""
    panel.show_lane_status(9, "no such lane", "")


def test_32_lanes_are_the_most(qtbot, make_panel):
    panel = make_panel(*ARTICLE * 4)
    assert len(panel.lanes.cards) == 32
    assert not panel.lanes.add.isEnabled()
    card = panel.lanes.cards[31]
    card.setFocus()
    qtbot.keyClick(card, Key.Key_D, Mod.ControlModifier)
    assert panel.emitted == []
    qtbot.keyClick(card, Key.Key_Delete)
    assert len(panel.study.lanes) == 31
    assert panel.lanes.add.isEnabled()


def test_all_eight_stop_at_the_limit(qtbot, make_panel):
    panel = make_panel(*(LaneSpec(optimizer="adam", name=str(n)) for n in range(30)))
    pick(qtbot, panel.open_add_menu(), "All eight methods")
    assert len(only(panel)[0].lanes) == 32


def test_cards_follow_their_lanes_when_others_go(make_panel):
    panel = make_panel(*ARTICLE)
    kept = panel.lanes.cards[5]
    kept.set_open(True)
    study = panel.study
    panel.set_study(Study(problem=study.problem, lanes=study.lanes[4:]))
    assert panel.lanes.cards[1] is kept
    assert kept.is_open
    panel.set_study(with_colours(Study(problem=study.problem, lanes=study.lanes)))
    assert panel.lanes.cards[5] is kept
