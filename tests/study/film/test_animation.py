"""What may be asked for, and which tick is shown for how long."""

from itertools import pairwise

import pytest

from app.engine.error import InputError
from app.study.film.animation import FORMATS, Animation

GOOD = {
    "format": "gif",
    "width": 800,
    "height": 500,
    "rate": 20,
    "seconds": 6.0,
    "first": 0,
    "last": 300,
    "pause": 1.0,
}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("rate", [1, 3, 7, 24, 30, 50])
def test_the_length_is_what_was_asked_for(form, rate):
    animation = Animation(**GOOD | {"format": form, "rate": rate, "seconds": 3.3})
    shots = animation.shots()
    assert len(shots) == animation.count == max(round(3.3 * rate), 2)
    total = sum(shot.milliseconds for shot in shots)
    assert total == 4300
    assert min(shot.milliseconds for shot in shots) > 0
    assert all(shot.milliseconds % 10 == 0 for shot in shots) or form != "gif"


@pytest.mark.parametrize(("first", "last"), [(0, 300), (17, 18), (5, 5), (0, 10**9), (3, 2**60)])
def test_it_begins_with_the_first_tick_and_ends_with_the_last(first, last):
    ticks = [shot.tick for shot in Animation(**GOOD | {"first": first, "last": last}).shots()]
    assert (ticks[0], ticks[-1]) == (first, last)
    assert ticks == sorted(ticks)
    gaps = [after - before for before, after in pairwise(ticks)]
    assert max(gaps) - min(gaps) <= 1


def test_however_short_there_is_a_first_picture_and_a_last():
    ticks = [shot.tick for shot in Animation(**GOOD | {"rate": 1, "seconds": 0.1}).shots()]
    assert ticks == [0, 300]


def test_the_last_picture_stays_as_long_as_the_pause():
    with_pause, without = (Animation(**GOOD | {"pause": pause}).shots() for pause in (2.5, 0.0))
    assert with_pause[:-1] == without[:-1]
    assert with_pause[-1].milliseconds - without[-1].milliseconds == 2500


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"format": "giff"}, "No animation format named 'giff'. Did you mean 'gif'?"),
        ({"width": 63}, "The width of an animation is from 64 to 4096 pixels, but 63 was given."),
        ({"height": 5000}, "The height of an animation is from 64 to 4096 pixels, but 5000 was given."),
        ({"rate": 0}, "The rate of an animation is from 1 to 60 frames a second, but 0 was given."),
        ({"rate": 60}, "A GIF shows at most 50 frames a second, but 60 were asked for. Take 50, or"),
        ({"seconds": 0.0}, "The length of an animation is from 0.1 to 600 seconds, but 0 was given."),
        ({"seconds": float("nan")}, "from 0.1 to 600 seconds, but nan was given."),
        ({"pause": -1.0}, "The pause at the end of an animation is from 0 to 60 seconds, but -1 was given."),
        (
            {"format": "mp4", "width": 801},
            "even, but 801 × 500 was given. The nearest is 802 × 500.",
        ),
        ({"first": 7, "last": 6}, "to the same or a later one, but 7 to 6 was given."),
        ({"first": -1}, "goes from a tick, 0 or later"),
        (
            {"rate": 50, "seconds": 600.0},
            "at most 6,000 frames, but 600 s at 50 frames a second are 30,000.",
        ),
    ],
)
def test_what_is_no_animation_is_refused_with_the_rule(values, words):
    with pytest.raises(InputError) as caught:
        Animation(**GOOD | values)
    assert words in caught.value.message
