"""Make Descent Lab's own environment on the first start, and run inside it from then on.

``ensure`` returns at once in an environment that matches the lock file. Otherwise it builds one in ``.venv`` beside
this package, from nothing but the standard library and either uv or pip, and starts the same command again in it.

Two rules shape this file. Any Python from 3.6 on must be able to run it, because it is what tells the owner of an old
one. And a start with a finished environment imports next to nothing, because everybody pays for it every time.
"""

import contextlib
import os
import sys

from . import _system

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "Scripts", "python.exe") if os.name == "nt" else os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, "descent-lab.stamp")

OLDEST, TOO_NEW = (3, 11), (3, 15)  # the second is the upper bound of the Qt packages in the lock file

_RESTARTED = "DESCENT_LAB_RESTARTED"
_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def ensure(kind: str) -> None:
    """Return only inside an environment that has what `kind` needs.

    Parameters
    ----------
    kind : {"run", "test"}
        Which lock file of ``packaging/`` must be installed; "test" contains "run".
    """
    _set_variables()
    if getattr(sys, "frozen", False) or os.environ.get("DESCENT_LAB_BOOTSTRAP") == "0":
        return
    if not os.path.isfile(_lock_file(kind)):
        return  # installed as a wheel: its installer saw to the packages
    _check_python()
    inside = os.path.realpath(sys.prefix) == os.path.realpath(VENV)
    if not is_current(kind):
        _set_up(kind)
        inside = False
    _system.ensure(os.path.join(VENV, "descent-lab.system"))
    if inside:
        os.environ.pop(_RESTARTED, None)
    else:
        _restart()


def is_current(kind: str) -> bool:
    """Tell whether the environment matches the lock file of `kind` (one made for the tests also runs the app)."""
    try:
        with open(STAMP) as file:
            found = file.read()
    except OSError:
        return False
    good = [stamp("test")] if kind == "test" else [stamp("run"), stamp("test")]
    return found in good and os.path.exists(PYTHON)


def stamp(kind: str) -> str:
    """Return what a finished environment says of itself: its kind, its lock file's SHA-256, and its Python."""
    import hashlib

    with open(_lock_file(kind), "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    return " ".join((kind, digest, str(sys.implementation.cache_tag), sys.platform))


def _lock_file(kind: str) -> str:
    return os.path.join(ROOT, "packaging", kind + ".lock")


def _say(text: str) -> None:
    print("Descent Lab: " + text, file=sys.stderr, flush=True)


def _set_variables() -> None:
    if "--no-system" in sys.argv:
        sys.argv.remove("--no-system")
        os.environ["DESCENT_LAB_NO_SYSTEM"] = "1"
    for name in _ONE_THREAD:  # sums in one order give the same numbers on every machine, and small arrays are faster
        os.environ.setdefault(name, "1")
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def _check_python() -> None:
    if OLDEST <= sys.version_info[:2] < TOO_NEW:
        return
    import shutil

    text = "Descent Lab needs Python {}.{} to {}.{}; this is {}.{}.{} ({}).".format(
        *OLDEST, TOO_NEW[0], TOO_NEW[1] - 1, *sys.version_info[:3], sys.executable
    )
    for minor in range(TOO_NEW[1] - 1, OLDEST[1] - 1, -1):
        other = "python3.{}".format(minor)
        if shutil.which(other):
            text += " This machine also has {}: use that in place of python3.".format(other)
            break
    sys.exit(text)


def _restart() -> None:
    if os.environ.get(_RESTARTED) == VENV:
        sys.exit(
            "Descent Lab started {} and found itself outside that environment. The variable PYTHONHOME does this; "
            "unset it and start again.".format(PYTHON)
        )
    os.environ[_RESTARTED] = VENV
    command = [PYTHON] + sys.orig_argv[1:]
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "nt":  # there exec would return to the shell before the app has ended
        import subprocess

        sys.exit(subprocess.call(command))
    os.execv(PYTHON, command)


def _set_up(kind: str) -> None:
    try:
        with _only_one():
            if is_current(kind):
                return  # the start that was waited for made it
            with contextlib.suppress(OSError), open(STAMP) as file:
                kind = "test" if file.read().startswith("test ") else kind
            _build(kind)
    except OSError as error:
        sys.exit(
            "Descent Lab keeps its packages in {}, which could not be written: {}. "
            "Copy the project to a folder of your own, or end other windows of it.".format(VENV, error)
        )
    except KeyboardInterrupt:
        sys.exit("\nDescent Lab: set-up was interrupted. Nothing is left half done; start again to repeat it.")


@contextlib.contextmanager
def _only_one():
    """Hold a lock between processes, which the system takes back even from a killed one."""
    waiting = "another start is setting up the same folder; waiting for it ..."
    with open(VENV + ".lock", "a") as file:
        if os.name == "nt":
            import msvcrt
            import time

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
    """Build the environment aside and put it in its place by renaming, so that a cut never leaves half of one."""
    import shutil
    import tempfile
    import time
    import venv

    began = time.monotonic()
    _say("setting up {} (needed once; about 100 MB to download) ...".format(VENV))
    for name in os.listdir(ROOT):
        if name.startswith((".venv-new-", ".venv-old-")):
            shutil.rmtree(os.path.join(ROOT, name), ignore_errors=True)
    fresh = tempfile.mkdtemp(prefix=".venv-new-", dir=ROOT)
    try:
        os.chmod(fresh, 0o755)
        venv.EnvBuilder(symlinks=os.name != "nt", with_pip=False).create(fresh)
        _install(kind, fresh)
        _rename_in_scripts(fresh)
        with open(os.path.join(fresh, os.path.basename(STAMP)), "w") as file:
            file.write(stamp(kind))
        old = fresh.replace(".venv-new-", ".venv-old-")
        if os.path.lexists(VENV):
            os.rename(VENV, old)
        os.rename(fresh, VENV)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    _say("ready after {:.0f} s.".format(time.monotonic() - began))


def _install(kind: str, venv: str) -> None:
    """Install the lock file into `venv`, with uv if there is one, else with pip from outside (no ensurepip)."""
    import shutil
    import subprocess

    python = os.path.join(venv, os.path.relpath(PYTHON, VENV))
    what = ["--require-hashes", "--only-binary", ":all:", "-r", _lock_file(kind)]
    if not sys.stderr.isatty():
        what.append("--quiet")
    ways = []
    if shutil.which("uv"):
        ways.append([shutil.which("uv"), "pip", "install", "--python", python])
    for outer in dict.fromkeys((sys.executable, getattr(sys, "_base_executable", sys.executable))):
        if subprocess.call([outer, "-c", "import pip"], stderr=subprocess.DEVNULL) == 0:
            options = ["--no-user", "--no-deps", "--disable-pip-version-check", "--no-warn-script-location"]
            ways.append([outer, "-m", "pip", "--python", python, "install"] + options)
    for number, way in enumerate(ways, 1):
        # The tools' own words go to standard error: standard output belongs to the app.
        if subprocess.call(way + what, stdin=subprocess.DEVNULL, stdout=2) == 0:
            return
        if number < len(ways):
            _say("{} failed; trying another way ...".format(os.path.basename(way[0])))
    if ways:
        sys.exit(
            "Descent Lab could not install its packages; the lines above say why. It needs the network once, and on "
            "Linux a system no older than Debian 12 or Ubuntu 22.04. Start again to repeat it."
        )
    sys.exit(
        "Descent Lab needs pip to install its packages, and {} has none. "
        "On Debian and Ubuntu: sudo apt-get install -y python3-pip. "
        "Elsewhere: {} -m ensurepip --user".format(sys.executable, os.path.basename(sys.executable))
    )


def _rename_in_scripts(fresh: str) -> None:
    """Make the scripts of a new environment name the folder it is about to get."""
    folder = os.path.dirname(os.path.join(fresh, os.path.relpath(PYTHON, VENV)))
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        if os.path.islink(path) or not os.path.isfile(path):
            continue
        with open(path, "rb") as file:
            text = file.read()
        if b"\0" not in text and os.fsencode(fresh) in text:  # not a program
            with open(path, "wb") as file:
                file.write(text.replace(os.fsencode(fresh), os.fsencode(VENV)))
