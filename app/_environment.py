"""Build the environment in ``.venv``, from nothing but the standard library and either uv or pip.

It is built aside and put in its place by renaming, under a lock between processes. So there is never half of
one, whatever is cut short or started twice. See `_bootstrap` for when this happens.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import venv

from . import _bootstrap
from ._bootstrap import ROOT, VENV

_ASIDE, _REPLACED = ".venv-new-", ".venv-old-"
_MEGABYTES = {"run": 135, "test": 160}


def set_up(kind: str) -> None:
    """Build the environment for `kind` unless another process just did; ends the program on failure."""
    try:
        with _only_one():
            if not _bootstrap.is_current(kind):
                had_tests = _bootstrap.read_stamp().startswith("test ")
                _build("test" if had_tests else kind)
    except OSError as error:
        sys.exit(
            "Descent Lab keeps its packages in {}, which could not be written: {}. "
            "Copy the project to a folder of your own, or close its other windows.".format(VENV, error)
        )
    except KeyboardInterrupt:
        sys.exit("\nDescent Lab: set-up was interrupted; nothing is left half done. Start again to repeat.")


def _say(text: str) -> None:
    # Standard output belongs to the app; all words of a set-up go to standard error.
    print("Descent Lab: " + text, file=sys.stderr, flush=True)


@contextlib.contextmanager
def _only_one():
    """Hold a lock between processes, which the system takes back even from a killed one."""
    waiting = "another start is setting up the same folder; waiting for it ..."
    with open(VENV + ".lock", "a") as file:
        if os.name == "nt":
            import msvcrt

            while True:
                try:
                    msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
                    break
                except OSError:
                    if waiting:
                        _say(waiting)
                        waiting = ""
                    time.sleep(0.2)
        else:
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                _say(waiting)
                fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _build(kind: str) -> None:
    began = time.monotonic()
    _say("setting up {} (needed once; downloads about {} MB) ...".format(VENV, _MEGABYTES[kind]))
    for name in os.listdir(ROOT):
        if name.startswith((_ASIDE, _REPLACED)):  # of a process that was killed: the lock is ours
            shutil.rmtree(os.path.join(ROOT, name), ignore_errors=True)
    fresh = tempfile.mkdtemp(prefix=_ASIDE, dir=ROOT)
    try:
        os.chmod(fresh, 0o755)
        # No pip inside: that needs ensurepip, which Debian leaves out, and takes seconds.
        venv.EnvBuilder(symlinks=os.name != "nt", with_pip=False, prompt="descent-lab").create(fresh)
        install(kind, fresh)
        _rename_in_scripts(fresh)
        with open(os.path.join(fresh, os.path.basename(_bootstrap.STAMP)), "w") as file:
            file.write(_bootstrap.stamp(kind))
        replaced = fresh.replace(_ASIDE, _REPLACED)
        if os.path.lexists(VENV):
            os.rename(VENV, replaced)
        os.rename(fresh, VENV)
        shutil.rmtree(replaced, ignore_errors=True)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    _say("ready after {:.0f} s.".format(time.monotonic() - began))


def install(kind: str, folder: str) -> None:
    """Install the lock file of `kind` into the environment in `folder`."""
    what = ["--require-hashes", "--only-binary", ":all:", "-r", _bootstrap.lock_file(kind)]
    if not sys.stderr.isatty():
        what.append("--quiet")
    ways = _ways(os.path.join(folder, os.path.relpath(_bootstrap.PYTHON, VENV)))
    for number, way in enumerate(ways, 1):
        if subprocess.call(way + what, stdin=subprocess.DEVNULL, stdout=2) == 0:
            return
        if number < len(ways):
            _say("{} failed; trying another way ...".format(os.path.basename(way[0])))
    if ways:
        sys.exit(
            "Descent Lab could not install its packages; the lines above say why. It needs the network once, "
            "and on Linux a system no older than Debian 12 or Ubuntu 22.04. Start again to repeat."
        )
    sys.exit(
        "Descent Lab needs pip to install its packages, and {} has none. "
        "On Debian and Ubuntu: sudo apt-get install -y python3-pip. "
        "Elsewhere: {} -m ensurepip --user".format(sys.executable, os.path.basename(sys.executable))
    )


def _ways(python: str) -> list:
    """Return the commands that can install into the environment of `python`, the fastest first."""
    ways = []
    uv = shutil.which("uv")
    if uv:
        ways.append([uv, "pip", "install", "--python", python])
    for outer in dict.fromkeys((sys.executable, getattr(sys, "_base_executable", sys.executable))):
        if subprocess.call([outer, "-c", "import pip"], stderr=subprocess.DEVNULL) == 0:
            pip = [outer, "-m", "pip", "--python", python, "install", "--disable-pip-version-check"]
            ways.append(pip + ["--no-user", "--no-deps", "--no-warn-script-location"])
    return ways


def _rename_in_scripts(fresh: str) -> None:
    """Make the scripts of a new environment name the folder it is about to get."""
    scripts = os.path.dirname(os.path.join(fresh, os.path.relpath(_bootstrap.PYTHON, VENV)))
    for name in os.listdir(scripts):
        path = os.path.join(scripts, name)
        if os.path.islink(path):
            continue
        with open(path, "rb") as file:
            text = file.read()
        if b"\0" not in text and os.fsencode(fresh) in text:  # a zero byte: a program, not a script
            with open(path, "wb") as file:
                file.write(text.replace(os.fsencode(fresh), os.fsencode(VENV)))
