"""Which lanes are seen and how, without a race."""

import pytest

from app.ui.appearance import Appearance
from app.ui.theme import DARK, LIGHT


@pytest.fixture
def appearance(qapp, study):
    found = Appearance(LIGHT)
    assert found.open_study(study)
    return found


def test_one_alone_hides_the_others_and_one_that_stands_out_does_not(appearance):
    appearance.set_solo(1)
    assert [look.visible for look in appearance.looks] == [False, True, False]
    appearance.set_solo(None)
    appearance.set_highlighted(2)
    assert [look.visible for look in appearance.looks] == [True, True, True]
    assert [look.highlighted for look in appearance.looks] == [False, False, True]


def test_colours_are_the_themes(appearance):
    assert [look.colour for look in appearance.looks] == list(LIGHT.lanes[:3])
    appearance.set_theme(DARK)
    assert [look.colour for look in appearance.looks] == list(DARK.lanes[:3])


@pytest.mark.parametrize(("asked", "shown"), [(-1, 0), (0, 0), (99, 0)])
def test_the_run_that_is_drawn_is_one_of_the_study(appearance, asked, shown):
    appearance.set_run_shown(asked)
    assert appearance.run_shown == shown


def test_none_of_it_is_an_edit(appearance):
    before = appearance.study
    appearance.set_solo(0)
    appearance.set_highlighted(1)
    appearance.set_theme(DARK)
    assert appearance.study is before
    assert not appearance.modified
