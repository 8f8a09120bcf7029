"""Frames come back as they were appended, read while they are written, up to the first that is torn."""

import os

import pytest

from app.engine.error import InputError
from app.study.experiment.log import Log, bodies_in


def test_bodies_come_back_while_the_file_grows(tmp_path):
    log = Log(tmp_path / "file.log")
    places = [(log.append(body), body) for body in (b"one", b"", b"three" * 1000)]
    assert list(bodies_in(log.path)) == places
    assert [log.body(offset, len(body)) for offset, body in places] == [body for _, body in places]
    log.cut(places[1][0])
    assert log.size == places[1][0]
    assert [body for _, body in bodies_in(log.path)] == [b"one", b""]
    log.close()
    log.close()


def test_one_that_writes_keeps_others_out_until_it_is_closed(tmp_path):
    log = Log(tmp_path / "file.log")
    with pytest.raises(InputError, match="Another process writes"):
        Log(log.path)
    log.close()
    Log(log.path).close()


def test_the_disk_is_asked_once_a_second_at_most_and_at_the_end(tmp_path, monkeypatch):
    now, asked = [100.0], []
    monkeypatch.setattr("app.study.experiment.log.monotonic", lambda: now[0])
    real = os.fsync
    monkeypatch.setattr("app.study.experiment.log.os.fsync", lambda file: asked.append(now[0]) or real(file))
    log = Log(tmp_path / "file.log")
    for _ in range(25):
        log.append(b"body")
        log.sync_now_and_then()
        now[0] += 0.1
    assert len(asked) == 2
    log.close()
    assert len(asked) == 3


def test_bytes_that_another_program_has_cut_off_are_told(tmp_path):
    log = Log(tmp_path / "file.log")
    offset = log.append(b"body")
    os.truncate(log.path, offset)
    with pytest.raises(InputError, match="cut short"):
        log.body(offset, 4)
    log.close()
