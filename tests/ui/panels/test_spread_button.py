from app.ui.panels.spread_button import SpreadButton
from app.ui.plots.spread import Spread


def test_a_choice_is_told_once(qtbot):
    button = SpreadButton()
    qtbot.addWidget(button)
    told = []
    button.chosen.connect(lambda spread: told.append(spread))
    button.kinds["mean"].trigger()
    button.singles.trigger()
    assert told == [Spread("mean"), Spread("mean", True)]
    assert not button.kinds["median"].isChecked()


def test_to_show_a_choice_tells_nobody(qtbot):
    button = SpreadButton()
    qtbot.addWidget(button)
    with qtbot.assertNotEmitted(button.chosen):
        button.set_spread(Spread("mean", True))
    assert button.spread == Spread("mean", True)


def test_every_entry_says_what_it_is(qtbot):
    button = SpreadButton()
    qtbot.addWidget(button)
    assert all(action.toolTip() for action in [*button.kinds.values(), button.singles])
    assert button.accessibleName()
