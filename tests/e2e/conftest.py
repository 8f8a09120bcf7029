"""A screen of its own, a person who sees names and presses keys, and the program started as anybody would."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.person import Person, Program

ROOT = Path(__file__).parents[2]
_NEEDED = ("Xvfb", "xdotool", "dbus-daemon")
_PYTHON = "/usr/bin/python3"


def missing() -> str:
    """Return why the program cannot be driven here, or an empty text."""
    absent = [name for name in _NEEDED if shutil.which(name) is None]
    if absent:
        return f"not on this machine: {', '.join(absent)}"
    asked = subprocess.run([_PYTHON, "-c", "import pyatspi"], capture_output=True, check=False)
    return "" if asked.returncode == 0 else f"{_PYTHON} has no pyatspi"


def pytest_collection_modifyitems(items):
    """Skip what needs a screen where there is none to be had."""
    seeing = [item for item in items if "screen" in getattr(item, "fixturenames", ())]
    reason = missing() if seeing else ""
    for item in seeing if reason else ():
        item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def screen(tmp_path_factory):
    """Return the environment of a screen with a session bus of its own."""
    log = tmp_path_factory.mktemp("screen") / "log"
    reading, writing = os.pipe()
    with log.open("w") as out, os.fdopen(reading) as number:
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
            pass_fds=(writing,), stdout=out, stderr=out,
        )  # fmt: skip
        os.close(writing)
        display = number.readline().strip()
    assert display, log.read_text()
    env = {
        key: value for key, value in os.environ.items() if not key.startswith(("QT_", "WAYLAND_", "DBUS_"))
    }
    env |= {"DISPLAY": f":{display}", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "NO_AT_BRIDGE": "0"}
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address"],
        env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    env["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
    yield env
    for process in (bus, server):
        process.terminate()
        process.wait(10)
    bus.stdout.close()


@pytest.fixture(scope="session")
def reader(screen):
    """Return the process that reads the screen."""
    process = subprocess.Popen(
        [_PYTHON, str(Path(__file__).with_name("reader.py"))],
        env=screen, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    yield process
    process.stdin.close()
    process.wait(10)
    process.stdout.close()


@pytest.fixture
def home(tmp_path):
    """Return the folder where the program keeps what it remembers."""
    return tmp_path / "home"


@pytest.fixture
def launch(home, tmp_path):
    """Return a function that starts the program in an environment."""
    started = []

    def run(env, *arguments):
        log = (tmp_path / f"log{len(started)}").open("w+")
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "--window", *arguments],
            cwd=ROOT, env=env | {"DESCENT_LAB_HOME": str(home), "DESCENT_LAB_BOOTSTRAP": "0"},
            stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        started.append(Program(process, log))
        return started[-1]

    yield run
    for program in started:
        program.stop()


@pytest.fixture
def start(screen, reader, launch):
    """Return a function that starts the program and returns it with the person before it."""

    def run(*arguments):
        program = launch(screen, *arguments)
        person = Person(reader, screen)
        person.see("Run")
        person.turn_to("Descent Lab")
        return program, person

    return run
