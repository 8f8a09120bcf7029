"""The switch of pairing: what it says, and what comes of it."""

import msgspec
import pytest
from PySide6.QtCore import Qt

from app.study.spec import DataSpec, LaneSpec, Study, SurfaceSpec
from app.ui.controls.pairing_row import PairingRow

NOISY = Study(problem=SurfaceSpec(noise=0.1, spread=0.2))


@pytest.fixture
def row(show):
    widget = PairingRow()
    widget.told = []
    widget.chosen.connect(lambda pairing: widget.told.append(pairing))
    widget.set_study(NOISY)
    return show(widget, 300, 80)


def independent(study):
    return msgspec.structs.replace(study, pairing="independent")


def test_a_click_chooses_once(qtbot, row):
    paired, alone = row.switch.buttons
    qtbot.mouseClick(paired, Qt.MouseButton.LeftButton)  # as it is
    assert row.told == []
    qtbot.mouseClick(alone, Qt.MouseButton.LeftButton)
    assert row.told == ["independent"]
    row.set_study(independent(NOISY))
    assert row.told == ["independent"]
    assert alone.isChecked()


def test_the_keys_choose_too(qtbot, row):
    row.switch.buttons[0].setFocus()
    qtbot.keyClick(row.switch.buttons[0], Qt.Key.Key_Right)
    assert row.told == ["independent"]


def test_it_says_what_is_a_lanes_own_and_what_may_be_concluded(row):
    paired, alone = (button.toolTip() for button in row.switch.buttons)
    assert "all lanes have the same starts and gradient noise" in paired
    assert "9 of 10 seeds" in paired
    assert "each lane has its own starts and gradient noise" in alone
    assert "83 of 100 pairs of runs" in alone
    assert not row.note.isVisible()
    row.set_study(independent(NOISY))
    assert row.note.text() == "Each lane has its own starts and gradient noise."
    assert row.note.isVisible()
    row.set_study(independent(Study(problem=DataSpec(model="mlp"), lanes=(LaneSpec(batch_size=16),))))
    assert row.note.text() == "Each lane has its own initial weights and order of the examples."


def test_where_nothing_is_drawn_it_says_that_there_is_nothing_to_decouple(row):
    row.set_study(Study(problem=SurfaceSpec()))
    assert not row.isVisible()
    row.set_study(independent(Study(problem=SurfaceSpec())))
    assert row.isVisible()
    assert all("Nothing here depends on chance" in button.toolTip() for button in row.switch.buttons)
    assert (
        row.note.text()
        == "Nothing here depends on chance: one start, and no noise. Both choices give the same runs."
    )
    assert row.note.isVisible()


def test_each_button_has_a_name_and_its_meaning_for_who_does_not_see_it(row):
    assert [button.accessibleName() for button in row.switch.buttons] == [
        "Pairing: Paired lanes",
        "Pairing: Independent",
    ]
    assert all(button.accessibleDescription() == button.toolTip() for button in row.switch.buttons)


def test_an_error_is_shown_and_goes(row):
    row.show_error("Lanes are 'paired' or 'independent'.")
    assert row.error.isVisible()
    row.show_error("")
    assert not row.error.isVisible()
