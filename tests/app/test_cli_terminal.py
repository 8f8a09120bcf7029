"""The command line on a terminal: the bar, Ctrl+C by its key, and nothing of either in a pipe."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("terminals are others there", allow_module_level=True)

import fcntl
import pty
import termios

ROOT = Path(__file__).parents[2]
TABLES = {"history.csv", "history.csv-metadata.json", "study.json", "summary.csv"}
BAR = re.compile(r"\r\[[#.]{40}\] +\d+ %  (writing, )?about \d+ s left \033\[K")
# With noise a race takes long enough for its bar to be seen.
COMPARE = ["compare", "--surface", "bowl", "--noise", "1e-9", "--lane", "gd:lr=1e-9"]
COMPARE += ["--target", "-1", "--no-pictures"]


class Terminal:
    """A program on a terminal of its own: all that it writes is read there, and keys are typed there."""

    def __init__(self, *words, **environment):
        self.ours, theirs = pty.openpty()
        known = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "DISPLAY")}
        self.text = ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "app", *map(str, words)],
            cwd=ROOT,
            env=known | {"DESCENT_LAB_BOOTSTRAP": "0", "TERM": "xterm"} | environment,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(theirs)

    def read_until(self, words):
        """Read until these words have come, or all if they do not."""
        while words not in self.text and (piece := self._read()):
            self.text += piece
        assert words in self.text, self.text

    def press_ctrl_c(self):
        os.write(self.ours, b"\x03")

    def end(self):
        """Read to the end; return the exit code."""
        while piece := self._read():
            self.text += piece
        os.close(self.ours)
        return self.process.wait(60)

    def _read(self):
        try:
            return os.read(self.ours, 65_536).decode("utf-8", "replace")
        except OSError:  # on Linux the end of a terminal is an error
            return ""


@pytest.fixture
def start():
    """Return a function that starts a program on a terminal; none of them outlives the test."""
    terminals = []

    def call(*words, **environment):
        terminals.append(Terminal(*words, **environment))
        return terminals[-1]

    yield call
    for terminal in terminals:
        terminal.process.kill()
        terminal.process.wait(60)


def names(folder):
    return {path.name for path in folder.iterdir()}


@pytest.mark.e2e
def test_a_bar_while_it_races_and_another_while_it_writes(start, tmp_path):
    terminal = start(*COMPARE, "--steps", 150_000, "--out", tmp_path)
    assert terminal.end() == 0
    bars = [found.group() for found in BAR.finditer(terminal.text)]
    writing = ["writing" in bar for bar in bars]
    assert writing == sorted(writing)
    assert {False, True} == set(writing)
    shares = [int(re.search(r"(\d+) %", bar)[1]) for bar, late in zip(bars, writing, strict=True) if late]
    assert shares == sorted(shares)
    # Each bar is wiped, and what stays is the table and the paths.
    rest = BAR.sub("", terminal.text)
    assert rest.count("\r\033[K") == 2
    assert "\033" not in rest.replace("\r\033[K", "")
    assert str(tmp_path / "history.csv") in rest
    assert names(tmp_path) == TABLES


@pytest.mark.e2e
@pytest.mark.parametrize(
    ("words", "environment"), [(["--quiet"], {}), ([], {"TERM": "dumb"})], ids=["quiet", "dumb"]
)
def test_no_bar_where_it_is_not_wanted_or_cannot_be_wiped(start, tmp_path, words, environment):
    terminal = start(*COMPARE, "--steps", 60_000, *words, "--out", tmp_path, **environment)
    assert terminal.end() == 0
    assert "\033" not in terminal.text
    assert "%" not in terminal.text


@pytest.mark.e2e
def test_no_colours_where_none_are_wanted(start, tmp_path):
    terminal = start(*COMPARE, "--steps", 60_000, "--out", tmp_path, NO_COLOR="1")
    assert terminal.end() == 0
    assert BAR.search(terminal.text)
    assert not re.search(r"\033\[[0-9;]*m", terminal.text)


@pytest.mark.e2e
def test_nothing_of_it_in_a_pipe(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "app", *COMPARE, "--steps", "60000", "--out", str(tmp_path)],
        cwd=ROOT,
        env=os.environ | {"DESCENT_LAB_BOOTSTRAP": "0", "TERM": "xterm"},
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "\r" not in done.stdout
    assert "\033" not in done.stdout


@pytest.mark.e2e
def test_ctrl_c_while_it_races_writes_what_was_recorded(start, tmp_path):
    terminal = start(*COMPARE, "--steps", 5_000_000, "--out", tmp_path)
    terminal.read_until(" %  about")
    terminal.press_ctrl_c()
    assert terminal.end() == 130
    assert "Descent Lab: interrupted; what was recorded until then is being written." in terminal.text
    assert "Descent Lab: interrupted; what was recorded until then is written." in terminal.text
    assert "Traceback" not in terminal.text
    assert names(tmp_path) == TABLES
    (step,) = re.search(r"stopped at step (\d+) of 5000000", terminal.text).groups()
    table = (tmp_path / "history.csv").read_bytes()
    assert table.endswith(b"\r\n")
    assert f",{step},,loss,".encode() in table


@pytest.mark.e2e
def test_ctrl_c_while_it_writes_leaves_what_was_there(start, tmp_path):
    (tmp_path / "history.csv").write_bytes(b"old")
    terminal = start(*COMPARE, "--steps", 400_000, "--out", tmp_path)
    terminal.read_until("writing")
    terminal.press_ctrl_c()
    assert terminal.end() == 130
    assert f"Descent Lab: interrupted; no results were written to {tmp_path}." in terminal.text
    assert "Traceback" not in terminal.text
    assert names(tmp_path) == {"history.csv", "study.json"}
    assert (tmp_path / "history.csv").read_bytes() == b"old"


@pytest.mark.e2e
def test_ctrl_c_while_pictures_are_drawn_leaves_whole_files(start, tmp_path):
    words = [word for word in COMPARE if word != "--no-pictures"]
    terminal = start(*words, "--steps", 100_000, "--out", tmp_path)
    terminal.read_until("writing")
    while not (tmp_path / "history.csv").exists() and terminal.process.poll() is None:
        pass
    terminal.press_ctrl_c()
    assert terminal.end() == 130
    assert "Traceback" not in terminal.text
    assert names(tmp_path) >= TABLES
    assert not [name for name in names(tmp_path) if name.endswith(".tmp")]
