"""A file of arrays: mapped by all, removed by the last."""

import errno
import gc
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from app.study.intake import pages as module
from app.study.intake.pages import PagesWriter, clear_unused, open_pages

ROOT = Path(__file__).resolve().parents[3]
USER = """
import sys
from pathlib import Path
from app.study.intake.pages import open_pages
pages = open_pages(Path(sys.argv[1]))
print(pages.arrays()["numbers"].sum(), flush=True)
sys.stdin.readline()
"""
only_posix = pytest.mark.skipif(sys.platform == "win32", reason="a mapped file cannot be removed there")


def written(path, values=None):
    values = np.arange(12.0).reshape(3, 4) if values is None else values
    with PagesWriter(path) as writer:
        writer.make("numbers", values.shape, values.dtype)[...] = values
        writer.make("none", (0, 4), np.float64)
        writer.make("whole", (2,), np.int64)[...] = 7, -7
        return writer.finish()


@pytest.fixture
def path(tmp_path):
    return tmp_path / f"some{module.SUFFIX}"


@pytest.fixture
def user(path):
    """Return a function that starts a process which uses the file."""
    started = []

    def start():
        process = subprocess.Popen(
            [sys.executable, "-c", USER, path],
            cwd=ROOT,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        started.append(process)
        assert process.stdout.readline().strip() == "66.0"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_arrays_come_back_read_only_and_are_the_same_memory(path):
    first = written(path)
    second = open_pages(path)
    one, other = first.arrays(), second.arrays()
    np.testing.assert_array_equal(one["numbers"], np.arange(12.0).reshape(3, 4))
    np.testing.assert_array_equal(one["whole"], [7, -7])
    assert one["none"].shape == (0, 4)
    assert np.shares_memory(one["numbers"], other["numbers"])
    with pytest.raises(ValueError, match="read-only"):
        one["numbers"][0] = 1.0


@only_posix
def test_the_file_goes_when_the_last_array_does(path):
    numbers = written(path).arrays()["numbers"]
    gc.collect()
    assert path.exists(), "the array holds it"
    del numbers
    gc.collect()
    assert not path.exists()
    assert list(path.parent.iterdir()) == []


@only_posix
def test_while_another_process_has_it_the_file_stays(path, user):
    pages = written(path)
    process = user()
    del pages
    gc.collect()
    assert path.exists()
    clear_unused(path.parent)
    assert path.exists()
    process.communicate("go\n")
    assert not path.exists(), "that was the last one, and it ended by itself"


@only_posix
def test_what_a_killed_process_had_is_cleared_away(path, user):
    pages = written(path)
    process = user()
    del pages
    gc.collect()
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert path.exists()
    clear_unused(path.parent)
    assert not path.exists()


@only_posix
def test_a_file_that_was_replaced_does_not_take_the_new_one_with_it(path):
    first = written(path)
    module._open.clear()
    second = written(path)
    del first
    gc.collect()
    assert path.exists()
    assert second.arrays()["whole"].tolist() == [7, -7]


def test_nothing_is_there_before_it_is_whole(path):
    with PagesWriter(path) as writer:
        writer.make("numbers", (3,), np.float64)
        assert not path.exists()
        assert open_pages(path) is None
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"12345678", b"\xff" * 100, b"{}" + (2).to_bytes(8, "little")])
def test_a_damaged_file_is_as_good_as_none(path, content):
    path.write_bytes(content)
    assert open_pages(path) is None


def test_a_full_disk_is_an_error_and_not_a_crash(path, monkeypatch):
    def full(descriptor, nbytes, start):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(module, "reserve", full)
    with pytest.raises(OSError, match="No space"):
        written(path)
    assert list(path.parent.iterdir()) == []
