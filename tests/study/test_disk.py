import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.engine.error import InputError
from app.study import disk
from app.study.disk import make_folder, read_whole, remove_parts, write_together, write_whole


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_written_in_pieces_and_read_back(tmp_path):
    write_whole(tmp_path / "a", (piece for piece in (b"one", b"two")))
    assert read_whole(tmp_path / "a") == b"onetwo"
    write_whole(str(tmp_path / "a"), b"new")
    assert read_whole(str(tmp_path / "a")) == b"new"
    assert names(tmp_path) == ["a"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_stays_and_its_file_is_replaced(tmp_path):
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_whole(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


@pytest.mark.skipif(os.name == "nt", reason="no such modes there")
def test_others_may_read_it_as_usual(tmp_path):
    write_whole(tmp_path / "a", b"")
    (tmp_path / "b").write_bytes(b"")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EACCES, "there is no permission"),
        (errno.EROFS, "the disk is read-only"),
        (errno.EIO, os.strerror(errno.EIO)),
    ],
)
@pytest.mark.parametrize("when", ["write", "replace"])
def test_a_failed_write_leaves_the_old_file_alone(tmp_path, monkeypatch, number, words, when):
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")

    def fail(*args):
        raise OSError(number, os.strerror(number))

    def pieces():
        yield b"half"
        fail()

    if when == "replace":
        monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(InputError) as caught:
        write_whole(path, pieces() if when == "write" else b"new")
    assert str(caught.value) == f"{path} cannot be written: {words}."
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.csv"]


def test_an_interrupted_write_leaves_nothing_behind(tmp_path):
    def pieces():
        yield b"half"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "a", pieces())
    assert names(tmp_path) == []


@pytest.mark.skipif(os.name == "nt", reason="no such limit there")
def test_a_limit_of_the_system_stops_a_real_write(tmp_path):
    program = (
        "import resource, sys; from app.study.disk import write_whole\n"
        "from app.engine.error import InputError\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))\n"
        "try: write_whole(sys.argv[1], (b'x' * 1000 for _ in range(100)))\n"
        "except InputError as error: print(error)"
    )
    path = tmp_path / "a"
    path.write_bytes(b"old")
    command = [sys.executable, "-c", program, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[2])
    assert done.stdout.strip() == f"{path} cannot be written: files may not become that large here."
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a"]


def test_a_folder_below_a_file_cannot_be(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(InputError, match=r"a part of the path is a file|is in the way|no such file"):
        write_whole(tmp_path / "file" / "a", b"")
    with pytest.raises(InputError, match=r"The folder .* cannot be made"):
        make_folder(tmp_path / "file" / "a")
    with pytest.raises(InputError, match=r"The folder .* cannot be made"):
        make_folder(tmp_path / "file")


def test_a_folder_that_is_missing(tmp_path):
    with pytest.raises(InputError, match="no such file or folder"):
        write_whole(tmp_path / "none" / "a", b"")
    with pytest.raises(InputError, match="no such file or folder"):
        read_whole(tmp_path / "none")
    assert make_folder(tmp_path / "new" / "deep").is_dir()


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(InputError, match="this is a folder, not a file"):
        write_whole(tmp_path, b"")
    with pytest.raises(InputError, match="cannot be read"):
        read_whole(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders there")
def test_a_device_or_a_pipe_is_not_replaced(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="a device or a pipe"):
        write_whole(tmp_path / "pipe", b"")
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.parametrize("name", ["x" * 5000, "a\0b"])
def test_a_name_that_no_system_takes(tmp_path, name):
    with pytest.raises(InputError, match="cannot be written"):
        write_whole(tmp_path / name, b"")
    with pytest.raises(InputError, match="cannot be read"):
        read_whole(tmp_path / name)


def test_a_reason_without_words_is_the_systems():
    assert disk.reason(OSError(errno.EIO, "Input/output error")) == "Input/output error"
    assert disk.reason(OSError("odd")) == "odd"


def test_together_all_are_new_or_none(tmp_path):
    for name in "ab":
        (tmp_path / name).write_bytes(b"old")

    def pieces():
        yield b"half"
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(InputError) as caught:
        write_together([(tmp_path / "a", b"new"), (tmp_path / "b", pieces())])
    assert str(caught.value) == f"{tmp_path / 'b'} cannot be written: the disk is full."
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"old", "b": b"old"}
    write_together([(tmp_path / "a", b"new"), (tmp_path / "b", [b"ne", b"w"])])
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"new", "b": b"new"}


def test_together_a_later_content_may_depend_on_an_earlier_one(tmp_path):
    seen = []

    def first():
        seen.append(1)
        yield b"first"

    def second():
        yield str(seen).encode()

    write_together([(tmp_path / "a", first()), (tmp_path / "b", second())])
    assert (tmp_path / "b").read_bytes() == b"[1]"


def test_together_no_content_is_asked_for_if_a_place_cannot_be(tmp_path):
    (tmp_path / "b").mkdir()

    def pieces():
        pytest.fail("asked for in vain")
        yield b""

    with pytest.raises(InputError, match="b cannot be written: this is a folder"):
        write_together([(tmp_path / "a", pieces()), (tmp_path / "b", b"")])
    assert names(tmp_path) == ["b"]


def test_parts_are_found_by_their_mark(tmp_path):
    def pieces():
        yield b"half"
        assert names(tmp_path) == [".a.ours.tmp", ".b.theirs.tmp"]
        remove_parts([tmp_path / "a", tmp_path / "b"], "theirs")
        assert names(tmp_path) == [".a.ours.tmp"]

    (tmp_path / ".b.theirs.tmp").write_bytes(b"half")
    write_together([(tmp_path / "a", pieces())], "ours")
    assert names(tmp_path) == ["a"]


def test_a_long_file_is_handed_to_the_disk_on_the_way(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr(disk, "_SYNCED", 10)
    monkeypatch.setattr(os, "fsync", lambda file: synced.append(os.fstat(file).st_size))
    write_whole(tmp_path / "a", [b"four"] * 6)
    assert synced == [12, 24, 24]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_in_a_circle(tmp_path):
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(InputError, match="cannot be written"):
        write_whole(tmp_path / "a", b"")
    assert names(tmp_path) == ["a", "b"]


def test_ctrl_c_while_files_are_moved_waits_until_all_are_there(tmp_path, monkeypatch):
    move, calls = Path.replace, []

    def interrupted(path, place):
        calls.append(place)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return move(path, place)

    monkeypatch.setattr(Path, "replace", interrupted)
    files = [(tmp_path / name, name.encode()) for name in ("a", "b", "c")]
    with pytest.raises(KeyboardInterrupt, match="in their places"):
        write_together(files)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"a", "b": b"b", "c": b"c"}
