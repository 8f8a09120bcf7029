"""The turns of tests in several processes."""

import select
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("fcntl")

# Says that it has its turn, and ends it when it is told so.
_PERSON = """
import sys
from pathlib import Path
from tests.turn import turn
with turn(sys.argv[1] == "alone", (Path(sys.argv[2]), Path(sys.argv[3]))):
    print("in", flush=True)
    sys.stdin.readline()
"""


class Person:
    def __init__(self, kind, files):
        self.process = subprocess.Popen(
            [sys.executable, "-c", _PERSON, kind, *map(str, files)],
            cwd=Path(__file__).parents[1],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def comes_in(self, seconds=60):
        return bool(select.select([self.process.stdout], [], [], seconds)[0])

    def leaves(self):
        if self.process.poll() is None:
            self.process.communicate("\n", timeout=60)
        assert self.process.returncode == 0


@pytest.fixture
def person(tmp_path):
    """Return a function that starts a process that wants a turn."""
    files, started = (tmp_path / "gate", tmp_path / "room"), []
    for file in files:
        file.touch()

    def start(kind):
        started.append(Person(kind, files))
        return started[-1]

    yield start
    for each in started:
        each.leaves()


def test_those_who_share_are_there_together(person):
    first, second = person("shared"), person("shared")
    assert first.comes_in()
    assert second.comes_in()


def test_one_alone_waits_and_is_waited_for(person):
    first = person("shared")
    assert first.comes_in()
    alone = person("alone")
    assert not alone.comes_in(0.5)
    later = person("shared")
    assert not later.comes_in(0.5), "it would be let in before the one who waits"
    first.leaves()
    assert alone.comes_in()
    assert not later.comes_in(0.5)
    alone.leaves()
    assert later.comes_in()
