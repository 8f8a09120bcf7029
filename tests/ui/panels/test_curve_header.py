"""The row above a curve plot takes little room: what has none beside the menu is in it."""

from itertools import pairwise

import pytest
from PySide6.QtWidgets import QWidget

from app.ui.panels.curve_header import CurveHeader


@pytest.fixture
def header(qtbot):
    """Lend a header as of a race with many seeds and noisy curves."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1200, 60)
    widget = CurveHeader(window)
    widget.quantity.addItem("Validation accuracy")
    widget.x_axis.addItem("epochs")
    widget.offer(many=True, noisy=True)
    with qtbot.waitExposed(window):
        window.show()
    yield widget
    del window


def folded(header):
    """Return which of seeds, log x, and the two words are not to be seen."""
    return [part.isHidden() for part in (header.seeds, header.log_x, header.smooth, header.against)]


def test_a_wide_one_has_everything_beside_each_other(header):
    header.resize(header.minimumSizeHint().width() + 400, 40)
    assert folded(header) == [False] * 4
    assert not header.menu.log_x.isVisible()
    assert not header.menu.seeds.menuAction().isVisible()


def test_at_its_least_width_everything_is_in_reach(header):
    header.resize(header.minimumSizeHint().width(), 40)
    header.layout().activate()
    assert folded(header) == [True] * 4
    assert header.menu.log_x.isVisible()
    assert header.menu.seeds.menuAction().isVisible()
    inside = header.rect()
    for part in (header.quantity, header.x_axis, header.smoothing, header.log_y, header.menu, header.fit):
        assert inside.contains(part.geometry())
        assert part.width() >= part.minimumSizeHint().width()


def test_buttons_come_before_words(header):
    least = header.minimumSizeHint().width()
    seen = []
    for more in range(0, 400, 10):
        header.resize(least + more, 40)
        seen.append(tuple(folded(header)))
    order = list(dict.fromkeys(seen))
    assert order[0] == (True,) * 4
    assert order[-1] == (False,) * 4
    assert all(sum(after) < sum(before) for before, after in pairwise(order))
    assert all(not (seeds or log_x) or (smooth and against) for seeds, log_x, smooth, against in order)


def test_the_switch_in_the_menu_is_that_beside_it(header):
    header.resize(header.minimumSizeHint().width(), 40)
    header.menu.log_x.trigger()
    assert header.log_x.isChecked()
    header.log_x.setChecked(False)
    assert not header.menu.log_x.isChecked()


def test_one_seed_and_smooth_curves_need_less(header):
    before = header.minimumSizeHint().width()
    header.offer(many=False, noisy=False)
    assert header.minimumSizeHint().width() < before
    header.resize(header.minimumSizeHint().width() + 400, 40)
    assert folded(header) == [True, False, True, False]
    assert not header.menu.seeds.menuAction().isVisible()
