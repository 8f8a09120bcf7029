"""An animation is written as a whole, or what stood there stays."""

import sys

import pytest

from app.engine.error import InputError
from app.study.film.animation import Animation
from app.study.film.encode import require, write_animation
from tests.study.film.reading import read


@pytest.fixture
def large(frames):
    """Return the frames at a size that is one for an animation."""
    return [frame.repeat(2, axis=0).repeat(2, axis=1) for frame in frames]


def asked(form):
    return Animation(form, 120, 80, rate=8, seconds=1.0, first=0, last=7)


@pytest.mark.parametrize("form", ["gif", "apng", "webp"])
def test_frames_size_and_time_are_those_that_were_asked_for(tmp_path, large, form):
    path = tmp_path / f"film.{form}"
    write_animation(path, asked(form), large)
    found, times = read(path)
    assert len(found) == 8
    assert {frame.shape for frame in found} == {(80, 120)}
    assert sum(times) == 2000
    assert [entry.name for entry in tmp_path.iterdir()] == [f"film.{form}"]


@pytest.mark.parametrize("form", ["gif", "apng", "webp"])
def test_one_that_is_given_up_leaves_what_was_there(tmp_path, large, form):
    path = tmp_path / "film"
    path.write_bytes(b"mine")

    def broken():
        yield from large[:5]
        raise InputError("No more of it.")

    with pytest.raises(InputError, match="No more of it"):
        write_animation(path, asked(form), broken())
    assert [entry.name for entry in tmp_path.iterdir()] == ["film"]
    assert path.read_bytes() == b"mine"


def test_a_frame_too_few_is_a_mistake_that_leaves_nothing(tmp_path, large):
    with pytest.raises(ValueError, match="longer"):
        write_animation(tmp_path / "film", asked("gif"), large[:7])
    assert list(tmp_path.iterdir()) == []


def test_where_nothing_can_be_written_it_says_so(tmp_path, large):
    with pytest.raises(InputError, match="there is no such file or folder"):
        write_animation(tmp_path / "no" / "film.gif", asked("gif"), large)


def test_what_cannot_be_encoded_here_is_refused_before_anything_is_drawn(monkeypatch):
    monkeypatch.setitem(sys.modules, "av", None)
    for form in ("gif", "apng", "webp"):
        require(asked(form))
    with pytest.raises(InputError, match="needs the extra 'video'"):
        require(asked("mp4"))
