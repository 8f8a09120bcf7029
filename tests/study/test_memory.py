"""The block of memory between engine and window."""

import errno
import gc
import os
import shutil
import stat
import sys
from pathlib import Path

import numpy as np
import pytest

from app.engine.error import InputError
from app.study import memory

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="blocks have no files there")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(memory, "folders", lambda: [tmp_path])
    return tmp_path


def test_one_writes_and_the_other_reads(folder):
    block, address = memory.create("a", 80)
    view = memory.attach(address, 80)
    ours, theirs = np.frombuffer(block), np.frombuffer(view)
    assert not theirs.any()
    ours[3] = 1.5
    assert theirs[3] == 1.5
    assert not theirs.flags.writeable


def test_it_outlives_its_name(folder):
    block, address = memory.create("a", 80)
    view = memory.attach(address, 80)
    memory.forget("a")
    assert list(folder.iterdir()) == []
    block[:3] = b"abc"
    assert view[:3] == b"abc"
    memory.forget("a")  # twice is no harm
    with pytest.raises(OSError, match="No such file"):
        memory.attach(address, 80)


def test_nobody_else_may_read_it(folder):
    _, address = memory.create("a", 80)
    assert stat.S_IMODE(Path(address).stat().st_mode) == 0o600


def test_a_name_in_use_is_not_taken(folder):
    (folder / "a").write_text("somebody's")
    with pytest.raises(FileExistsError):
        memory.create("a", 80)
    (folder / "b").symlink_to(folder / "a")
    with pytest.raises(FileExistsError):
        memory.create("b", 80)
    assert (folder / "a").read_text() == "somebody's"


def test_the_room_is_reserved_at_once(folder):
    _, address = memory.create("a", 2**20)
    assert Path(address).stat().st_blocks * 512 >= 2**20


def test_no_room_is_an_input_error(folder, monkeypatch):
    usage = shutil.disk_usage(folder)._replace(free=10 * 2**20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(InputError, match=r"needs 2,048 MiB.*Free some"):
        memory.create("a", 2**31)
    assert list(folder.iterdir()) == []


def test_a_disk_that_fills_up_meanwhile_is_an_input_error(folder, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full, raising=False)
    with pytest.raises(InputError, match="not enough room"):
        memory.create("a", 80)
    assert list(folder.iterdir()) == []


def test_a_file_system_that_cannot_reserve_still_serves(folder, monkeypatch):
    def unknown(*_):
        raise OSError(errno.EOPNOTSUPP, "Operation not supported")

    monkeypatch.setattr(os, "posix_fallocate", unknown, raising=False)
    block, _ = memory.create("a", 80)
    assert len(block) == 80


def test_without_room_in_memory_the_disk_serves(tmp_path, monkeypatch):
    small, large = tmp_path / "small", tmp_path / "large"
    small.mkdir()
    large.mkdir()
    usage = shutil.disk_usage(large)
    monkeypatch.setattr(memory, "folders", lambda: [small, large])
    monkeypatch.setattr(memory, "_IN_MEMORY", small)
    monkeypatch.setattr(
        shutil, "disk_usage", lambda path: usage._replace(free=1500 * 2**10) if path == small else usage
    )
    # Half of what is free in memory is left to others.
    assert memory.create("a", 700 * 2**10)[1] == str(small / "a")
    assert memory.create("b", 800 * 2**10)[1] == str(large / "b")
    memory.forget("a")
    memory.forget("b")
    assert list(small.iterdir()) == list(large.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="counts open files in /proc")
def test_nothing_is_left_when_nobody_refers_to_it(folder):
    before = len(list(Path("/proc/self/fd").iterdir()))
    for turn in range(20):
        block, address = memory.create(f"{turn}", 4096)
        view = np.frombuffer(memory.attach(address, 4096))
        memory.forget(f"{turn}")
    del block, view
    gc.collect()
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    assert str(folder) not in Path("/proc/self/maps").read_text()
