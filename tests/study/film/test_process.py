"""The process that encodes: the same bytes as at home, and nothing left of one that was ended."""

import os
import signal
import sys

import pytest

from app.study.film.animation import Animation
from app.study.film.encode import write_animation
from app.study.film.process import FilmOrder, FilmProcess, Ready
from app.study.writing import Exported, Failed


@pytest.fixture
def large(frames):
    """Return the frames at a size that is one for an animation."""
    return [frame.repeat(8, axis=0).repeat(8, axis=1) for frame in frames]


def order(path, form="gif"):
    return FilmOrder(path, Animation(form, 480, 320, 8, 1.0, 0, 7))


def give(process, frames):
    """Give each frame as it is asked for."""
    for number, frame in enumerate(frames):
        assert process.connection.poll(60)
        assert process.receive() == Ready(number)
        process.give(frame)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("form", ["gif", "apng", "webp"])
def test_the_bytes_are_those_that_are_written_at_home(tmp_path, large, form):
    ours = order(tmp_path / "there", form)
    process = FilmProcess(ours)
    give(process, large)
    assert process.receive() == Exported([tmp_path / "there"])
    assert process.receive() is None
    process.end()
    write_animation(tmp_path / "here", ours.animation, large)
    assert (tmp_path / "there").read_bytes() == (tmp_path / "here").read_bytes()
    assert names(tmp_path) == ["here", "there"]


@pytest.mark.parametrize("how", ["end", "close", "ask"])
def test_one_that_is_ended_leaves_what_was_there(tmp_path, large, how):
    (tmp_path / "film.gif").write_bytes(b"mine")
    process = FilmProcess(order(tmp_path / "film.gif"))
    give(process, large[:3])
    assert process.connection.poll(60)  # it has made something of the third frame
    assert len(names(tmp_path)) == 2
    if how == "close":
        process.connection.close()
        process._process.join(10)
    elif how == "ask" and sys.platform != "win32":
        process.ask_to_end()
        process._process.join(10)
        assert process._process.exitcode == 0
    process.end()
    assert names(tmp_path) == ["film.gif"]
    assert (tmp_path / "film.gif").read_bytes() == b"mine"


@pytest.mark.skipif(os.name == "nt", reason="has no such signal")
def test_one_that_is_killed_leaves_nothing_after_its_end(tmp_path, large):
    process = FilmProcess(order(tmp_path / "film.gif"))
    give(process, large[:2])
    assert process.connection.poll(60)
    assert process.receive() == Ready(2)
    os.kill(process.pid, signal.SIGKILL)
    assert process.receive() is None
    process.give(large[2])
    assert "SIGKILL" in process.ending()
    process.end()
    assert names(tmp_path) == []


def test_what_goes_wrong_is_said(tmp_path, large):
    (tmp_path / "film.gif").mkdir()
    process = FilmProcess(order(tmp_path / "film.gif"))
    told = process.receive()
    process.end()
    assert isinstance(told, Failed)
    assert "this is a folder, not a file" in told.text
    assert names(tmp_path) == ["film.gif"]
