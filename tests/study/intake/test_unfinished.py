"""What is being written is kept while its writer lives, and only so long."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.study.intake import unfinished as module
from app.study.intake.unfinished import clear_abandoned, unfinished

ROOT = Path(__file__).resolve().parents[3]
WRITER = """
import sys, time
from pathlib import Path
from app.study.intake.unfinished import unfinished
with unfinished(Path(sys.argv[1])) as place:
    (place / "half").write_text("so far")
    print(place, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def writer(tmp_path):
    """Return a process that writes, and its place."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, tmp_path], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    place = Path(process.stdout.readline().strip())
    yield process, place
    process.kill()
    process.wait()
    process.stdout.close()


def test_it_goes_with_the_work_and_what_was_moved_out_stays(tmp_path):
    with unfinished(tmp_path / "deep" / "folder") as place:
        (place / "done").write_text("whole")
        (place / "half").write_text("so far")
        (place / "done").rename(place.parent / "done")
    assert [path.name for path in (tmp_path / "deep" / "folder").iterdir()] == ["done"]


def test_it_goes_when_the_work_fails(tmp_path):
    with pytest.raises(ZeroDivisionError), unfinished(tmp_path):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_of_a_writer_that_lives_nothing_is_taken(tmp_path, writer):
    _, place = writer
    clear_abandoned(tmp_path)
    with unfinished(tmp_path):
        assert (place / "half").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="has no such signal")
def test_of_one_that_was_killed_everything_goes_with_the_next(tmp_path, writer):
    process, place = writer
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert place.exists(), "nobody has looked yet"
    with unfinished(tmp_path) as mine:
        assert [path for path in tmp_path.iterdir() if path != mine] == []


def test_a_place_whose_lock_is_not_made_yet_is_left_for_a_while(tmp_path, monkeypatch):
    place = tmp_path / f"{module.PREFIX}x"
    place.mkdir()
    clear_abandoned(tmp_path)
    assert place.exists()
    monkeypatch.setattr(module, "_YOUNG", -1.0)
    clear_abandoned(tmp_path)
    assert not place.exists()
