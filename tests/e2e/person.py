"""Someone who finds controls by their names, presses keys, and knows nothing of the source."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

__all__ = ["Person", "Program", "until"]


def until(holds, seconds=20.0):
    """Wait until something holds, and return it."""
    end = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < end, f"waited {seconds:g} s in vain"
        time.sleep(0.02)
    return found


class Person:
    """Eyes (a screen reader) and hands (keys and mouse).

    Parameters
    ----------
    reader : Popen
        The process of ``reader.py``.
    screen : dict
        The environment of the screen.
    """

    def __init__(self, reader, screen):
        self._reader = reader
        self._screen = screen

    def _ask(self, kind, **question):
        self._reader.stdin.write(json.dumps({"ask": kind, **question}) + "\n")
        self._reader.stdin.flush()
        told = json.loads(self._reader.stdout.readline())
        assert "error" not in told, told["error"]
        return told["answer"]

    def _hand(self, *words):
        done = subprocess.run(
            ["xdotool", *words], env=self._screen, capture_output=True, text=True, check=False
        )
        assert not done.stderr, done.stderr
        return done.stdout

    def turn_to(self, title):
        """Give a window the keyboard: no window manager does it here."""
        self._hand("windowfocus", "--sync", until(lambda: self._windows(title))[0])

    def see(self, name, role="", seconds=10.0):
        """Return what is known of a control, as soon as it is on the screen."""
        return self._ask("see", name=name, role=role, seconds=seconds)

    def seen(self, role=""):
        """Return the names of all that is on the screen, or of one role."""
        return [name for kind, name in self._ask("names") if role in ("", kind)]

    def press(self, name, role=""):
        """Press a button, a box or an entry of a menu."""
        return self._ask("press", name=name, role=role)

    def keys(self, *keys):
        """Press keys, as in ``ctrl+e``."""
        self._hand("key", "--delay", "0", *keys)

    def focus(self, name):
        """Give a control the keyboard."""
        until(lambda: self._ask("focus", name=name)["focused"])

    def type(self, name, text):
        """Put a text into a field in place of what stands there."""
        self.focus(name)
        self.keys("ctrl+a")
        self._hand("type", "--delay", "0", "--", text)
        self.keys("Return")

    def choose(self, name, text):
        """Press what opens a list, and choose from it by typing."""
        self.press(name)
        until(lambda: self._windows(name))
        self._hand("type", "--delay", "0", "--", text)
        self.keys("Return")

    def pick(self, name, item, *keys):
        """Let a list drop down and go to an item by keys."""
        self.press(name, "combo box")
        self.see(item, "list item")
        self.keys(*keys, "Return")
        self.see(item, "combo box")

    def _windows(self, title):
        return self._hand("search", "--onlyvisible", "--name", f"{title}$").split()

    def click(self, name, part=0.5, role=""):
        """Click into a control, at a part of its width."""
        x, y, width, height = self.see(name, role)["place"]
        self._hand("mousemove", str(int(x + part * width)), str(y + height // 2), "click", "1")

    def position(self):
        """Return the step at which the window stands, and the last."""
        words = self._ask("start", name="step ", role="label")["name"].replace(",", "").split()
        return int(words[1]), int(words[3])


class Program:
    """The program as the system sees it.

    Parameters
    ----------
    process : Popen
        The leader of a session of its own.
    log : file
        What it says.
    """

    def __init__(self, process, log):
        self.process = process
        self._log = log

    def family(self):
        """Return all processes of the program by number, with their command lines."""
        found = {}
        for folder in Path("/proc").iterdir():
            if not folder.name.isdigit():
                continue
            try:
                session = int((folder / "stat").read_text().rpartition(")")[2].split()[3])
                words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
            except (OSError, IndexError):
                continue
            if session == self.process.pid and words:  # a process that has ended has no words
                found[int(folder.name)] = words
        return found

    def engine(self):
        """Return the number of the engine's process."""
        return until(
            lambda: [
                number
                for number, words in self.family().items()
                if number != self.process.pid and "spawn_main" in words
            ]
        )[0]

    def spent(self):
        """Return the processor time of the program and its children so far, in ticks of the clock."""
        words = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, words[11:15]))

    def idle(self):
        """Wait until half a second has passed in which it did nothing at all."""
        seen = []

        def still():
            seen.append((time.monotonic(), self.spent()))
            since = [at for at, spent in seen if spent == seen[-1][1]]
            return since[-1] - since[0] > 0.5

        until(still)

    def said(self):
        """Return what it has said."""
        self._log.seek(0)
        return self._log.read()

    def ended(self, seconds=10.0):
        """Return the exit code, after making sure that no process is left."""
        code = self.process.wait(seconds)
        until(lambda: not self.family(), 5.0)
        return code

    def stop(self):
        """End what a failed test left."""
        for number in self.family():
            os.kill(number, signal.SIGKILL)
        self.process.wait(10)
        self._log.close()
