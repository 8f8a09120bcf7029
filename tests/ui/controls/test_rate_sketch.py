import pytest

from app.engine.schedule import schedules
from app.ui.controls.rate_sketch import RateSketch, rates_of, sentence
from app.ui.theme import DARK, LIGHT


def blue(image, colour):
    """Return how many pixels of each column are of the colour of the curve."""
    from PySide6.QtGui import QColor

    wanted = QColor(colour)
    return [
        sum(
            abs(image.pixelColor(x, y).red() - wanted.red()) < 40
            and abs(image.pixelColor(x, y).blue() - wanted.blue()) < 40
            for y in range(image.height())
        )
        for x in range(image.width())
    ]


@pytest.mark.parametrize("total", [1, 2, 100, 240, 241, 10**7])
def test_both_ends_are_among_the_points(total):
    steps, rates = rates_of(schedules["cosine"](total), 0.5)
    assert (steps[0], steps[-1]) == (0, total - 1)
    assert len(steps) == len(rates) == min(total, 240)
    assert rates[0] == 0.5


def test_the_sentence_says_what_is_drawn():
    def said(name, total=100, **values):
        schedule = schedules[name](total, values)
        return sentence(schedule, *rates_of(schedule, 0.1))

    assert said("constant", 1000) == "Begins at 0.1, ends at 0.1; 1,000 steps."
    assert said("one_cycle") == (
        "Begins at 0.004, is largest near step 29 with 0.1, ends at 4e-07; 100 steps."
    )
    assert "falls whenever the loss stands still, which is not drawn" in said("reduce_on_plateau")


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_schedule_is_drawn_across_the_whole_width(qapp, theme):
    sketch = RateSketch(LIGHT)
    sketch.apply_theme(theme)
    sketch.resize(200, 58)
    for kind in schedules:
        sketch.set_schedule(kind(300), 0.1)
        columns = blue(sketch.grab().toImage(), theme.accent)
        assert sum(count > 0 for count in columns) > (100 if kind.watches else 150), kind.name
    sketch.deleteLater()


def test_it_is_named(qapp):
    sketch = RateSketch(LIGHT)
    sketch.set_owner("Adam")
    sketch.set_schedule(schedules["cosine"](50), 0.1)
    assert sketch.accessibleName() == "Learning rate of Adam over the race"
    assert sketch.accessibleDescription() == sketch.toolTip() != ""
    sketch.deleteLater()
