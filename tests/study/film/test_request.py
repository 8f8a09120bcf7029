"""What the command line asks of an animation."""

import pytest

from app.engine.error import InputError
from app.study.build import build_problem
from app.study.film.animation import Animation
from app.study.film.request import parse_animation


def test_a_format_alone_is_the_whole_stage_to_the_end():
    asked = parse_animation("webp")
    assert asked.name == "stage.webp"
    assert asked.within(300) == Animation(
        "webp", 800, 500, rate=20, seconds=6.0, first=0, last=300, pause=1.0
    )


@pytest.mark.parametrize("rate", ["rate", "fps"])
def test_everything_can_be_said(rate):
    asked = parse_animation(f"gif:of=loss,size=640x400,{rate}=10,seconds=2.5,pause=0,from=5,to=80")
    assert asked.name == "loss.gif"
    wanted = Animation("gif", 640, 400, rate=10, seconds=2.5, first=5, last=80, pause=0.0)
    assert asked.within(80) == asked.within(300) == wanted


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("giff", "No animation format named 'giff'. Did you mean 'gif'?"),
        ("gif:sizes=1x1", "No setting of an animation named 'sizes'. Did you mean 'size'?"),
        ("gif:of=lss", "No thing to animate named 'lss'. Did you mean 'loss'?"),
        ("gif:size=800", "WIDTHxHEIGHT such as 800x500, but '800' was given."),
        ("gif:size=-8x5", "WIDTHxHEIGHT such as 800x500, but '-8x5' was given."),
        ("gif:rate=2.5", "The setting rate of an animation is a whole number, but '2.5' was given."),
        ("gif:seconds=long", "The setting seconds of an animation is a number, but 'long' was given."),
        ("gif:seconds=inf", "from 0.1 to 600 seconds, but inf was given."),
        ("gif:from=9,to=3", "to the same or a later one, but 9 to 3 was given."),
        ("gif:from=-2", "goes from a tick, 0 or later"),
        ("gif:rate=5,fps=5", "No setting of an animation named 'fps'"),
    ],
)
def test_what_is_no_animation_is_refused(text, words):
    with pytest.raises(InputError) as caught:
        parse_animation(text)
    assert words in caught.value.message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("gif:to=900", "is to end with step 900, but the last there is is 300."),
        ("gif:from=301", "is to begin with step 301, but the last there is is 300."),
        ("gif:of=validation_loss", "This problem has no validation loss to animate."),
    ],
)
def test_what_a_race_cannot_show_is_refused_before_it_is_run(surface_study, text, words):
    problem = build_problem(surface_study)
    parse_animation("gif:to=300,from=300").check(problem, 300)
    with pytest.raises(InputError) as caught:
        parse_animation(text).check(problem, 300)
    assert words in caught.value.message
