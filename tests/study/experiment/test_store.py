"""The store gives back what was added, whatever became of its last bytes."""

import numpy as np
import pytest

from app.engine.error import InputError
from app.study.experiment.columns import columns_to_bytes
from app.study.experiment.store import NAME, Header, Store, Stored

HEADER = Header(plan="one", fingerprint=1, versions={"NumPy": "2"})


def stored(index):
    columns = {"loss": np.arange(3.0) + index, "seed": np.array([1, 2, 2**62])}
    return Stored(index, 7 * index, 0.5, "me", columns_to_bytes(columns))


def filled(folder, count):
    store = Store(folder, HEADER)
    for index in range(count):
        store.add(stored(index))
    store.close()
    return folder / NAME


def test_what_was_added_comes_back(tmp_path):
    filled(tmp_path / "new" / "folder", 3)
    store = Store(tmp_path / "new" / "folder", HEADER)
    assert len(store) == 3
    assert 2 in store
    assert 3 not in store
    assert store.key(2) == 14
    assert store.stored(1) == stored(1)
    assert store.columns(2)["loss"].tolist() == [2.0, 3.0, 4.0]
    assert store.columns(2)["seed"].tolist() == [1, 2, 2**62]
    assert store.dropped == 0
    store.close()


def test_a_file_cut_at_any_byte_gives_the_frames_before_and_is_gone_on_with(tmp_path):
    path = filled(tmp_path, 3)
    whole = path.read_bytes()
    ends = []
    for count in range(4):
        ends.append(len(filled(tmp_path / str(count), count).read_bytes()))
    # Every byte around the ends of frames, every seventh between them: each is a file that is synced.
    near = {end + by for end in (0, *ends) for by in range(-12, 40)}
    for cut in sorted((near | set(range(0, len(whole), 7))) & set(range(len(whole)))):
        path.write_bytes(whole[:cut])
        store = Store(tmp_path, HEADER)
        kept = sum(end <= cut for end in ends[1:])
        assert len(store) == kept
        assert store.dropped == (cut - ends[kept] if cut >= ends[0] else cut)
        for index in range(3):
            store.add(stored(index))
        store.close()
        assert path.read_bytes() == whole


@pytest.mark.parametrize("place", [0, 5, 9, 30, -40, -1])
def test_a_byte_that_was_changed_is_never_taken_for_a_result(tmp_path, place):
    path = filled(tmp_path, 3)
    content = bytearray(path.read_bytes())
    content[place] ^= 0x40
    path.write_bytes(content)
    store = Store(tmp_path, HEADER)
    for index in range(3):
        assert index not in store or store.stored(index) == stored(index)
    assert store.dropped > 0
    store.close()


def test_a_block_that_comes_twice_is_kept_once(tmp_path):
    path = filled(tmp_path, 2)
    size = path.stat().st_size
    store = Store(tmp_path, HEADER)
    store.add(stored(1))
    store.close()
    assert path.stat().st_size == size


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (Header(plan="two", fingerprint=1, versions={"NumPy": "2"}), "another experiment"),
        (Header(plan="one", fingerprint=2, versions={"NumPy": "2"}), "rounds differently"),
        (
            Header(plan="one", fingerprint=1, versions={"NumPy": "3"}),
            "NumPy 2, but this is NumPy 3",
        ),
    ],
)
def test_results_of_another_experiment_are_left_alone(tmp_path, header, words):
    path = filled(tmp_path, 2)
    before = path.read_bytes()
    with pytest.raises(InputError, match=words):
        Store(tmp_path, header)
    assert path.read_bytes() == before
    Store(tmp_path, HEADER).close()  # and nobody holds it


def test_one_process_at_a_time(tmp_path):
    store = Store(tmp_path, HEADER)
    with pytest.raises(InputError, match="Another process writes"):
        Store(tmp_path, HEADER)
    store.close()
    Store(tmp_path, HEADER).close()


@pytest.mark.parametrize("content", [b"my diary " * 1000, b"hello\n", b"DLB2" * 10])
def test_a_file_of_something_else_is_not_overwritten(tmp_path, content):
    path = tmp_path / NAME
    path.write_bytes(content)
    with pytest.raises(InputError, match="not a file of results"):
        Store(tmp_path, HEADER)
    assert path.read_bytes() == content


@pytest.mark.parametrize("content", [b"", b"DL", b"DLB1\x40\x00", bytes(200)])
def test_the_beginning_of_a_file_of_results_is_begun_anew(tmp_path, content):
    (tmp_path / NAME).write_bytes(content)
    store = Store(tmp_path, HEADER)
    assert store.dropped == len(content)
    store.close()
    assert (tmp_path / NAME).read_bytes() == filled(tmp_path / "new", 0).read_bytes()


def test_a_full_disk_is_said_and_leaves_whole_frames(tmp_path, monkeypatch):
    store = Store(tmp_path, HEADER)
    store.add(stored(0))
    before = store.path.read_bytes()
    file = store._log._file

    class Full:
        def __getattr__(self, name):
            return getattr(file, name)

        def write(self, content):
            if len(content) > 20:
                return file.write(content[:20])
            raise OSError(28, "No space left on device")

    store._log._file = Full()
    with pytest.raises(InputError, match="the disk is full"):
        store.add(stored(1))
    store._log._file = file
    store.close()
    assert store.path.read_bytes() == before
