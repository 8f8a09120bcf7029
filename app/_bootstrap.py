"""Make Descent Lab's own environment on the first start, and run inside it from then on.

``ensure`` returns at once in an environment that matches the lock file. Otherwise it has one built in
``.venv`` beside this package and starts the same command again in it.

Two rules shape this file. Any Python from 3.6 on must be able to run it, because it is what tells the owner
of an old one. And a start with a finished environment imports next to nothing, as everybody waits for it.
"""

import os
import sys

from . import _system

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, *(["Scripts", "python.exe"] if os.name == "nt" else ["bin", "python"]))
STAMP = os.path.join(VENV, "descent-lab.stamp")

OLDEST, TOO_NEW = (3, 11), (3, 15)  # the second is the upper bound of the Qt packages in the lock file

_RESTARTED = "DESCENT_LAB_RESTARTED"
_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def ensure(kind: str) -> None:
    """Return only inside an environment that has what `kind` needs.

    Does no set-up in a frozen build, in an installed wheel, or with ``DESCENT_LAB_BOOTSTRAP=0``.

    Parameters
    ----------
    kind : {"run", "test"}
        Which lock file of ``packaging/`` must be installed; "test" contains "run".
    """
    _set_variables()
    if getattr(sys, "frozen", False) or os.environ.get("DESCENT_LAB_BOOTSTRAP") == "0":
        return
    if not os.path.isfile(lock_file(kind)):
        return
    _check_python()
    inside = os.path.realpath(sys.prefix) == os.path.realpath(VENV)
    if inside and os.environ.pop(_RESTARTED, None) == VENV:
        return  # everything was looked at a moment ago, before the restart
    if not is_current(kind):
        from . import _environment

        _environment.set_up(kind)
        inside = False
    _system.ensure(os.path.join(VENV, "descent-lab.system"))
    if not inside and not (kind == "run" and _enter()):
        _restart()


def is_current(kind: str) -> bool:
    """Tell whether the environment matches the lock file of `kind`; one for the tests also runs the app."""
    found = read_stamp()
    good = [stamp("test")] if kind == "test" else [stamp("run"), stamp("test")]
    return found in good and os.path.exists(PYTHON)


def stamp(kind: str) -> str:
    """Return what a finished environment says of itself: kind, SHA-256 of the lock file, Python, system."""
    import hashlib

    with open(lock_file(kind), "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    return " ".join((kind, digest, str(sys.implementation.cache_tag), sys.platform))


def read_stamp() -> str:
    """Return the stamp of the environment that is there, or nothing."""
    try:
        with open(STAMP) as file:
            return file.read()
    except OSError:
        return ""


def lock_file(kind: str) -> str:
    """Return the path of the list of packages for `kind`."""
    return os.path.join(ROOT, "packaging", kind + ".lock")


def _set_variables() -> None:
    if "--no-system" in sys.argv:
        sys.argv.remove("--no-system")
        os.environ["DESCENT_LAB_NO_SYSTEM"] = "1"
    for name in _ONE_THREAD:  # a sum split among threads differs from machine to machine
        os.environ.setdefault(name, "1")
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def _check_python() -> None:
    if OLDEST <= sys.version_info[:2] < TOO_NEW:
        return
    import shutil

    versions = OLDEST + (TOO_NEW[0], TOO_NEW[1] - 1) + sys.version_info[:3]
    text = "Descent Lab needs Python {}.{} to {}.{}; this is {}.{}.{}".format(*versions)
    text += " ({}).".format(sys.executable)
    for minor in range(TOO_NEW[1] - 1, OLDEST[1] - 1, -1):
        other = "python3.{}".format(minor)
        if shutil.which(other):
            text += " This machine also has {}: use that in place of python3.".format(other)
            break
    sys.exit(text)


def _enter() -> bool:
    """Go on in this process as if it had been started in the environment; False where that is not sound.

    On Linux the environment's Python is the very program that runs already, so what a restart would change is
    where packages are looked for. It saves the time of starting Python twice.
    """
    packages = os.path.join(VENV, "lib", "python{}.{}".format(*sys.version_info[:2]), "site-packages")
    if sys.platform != "linux" or not os.path.isdir(packages) or os.environ.get(_RESTARTED) == VENV:
        return False
    if os.path.realpath(PYTHON) != os.path.realpath(sys.executable):
        return False
    # Packages of the system, or of the user, must not be found: others than the lock file's may be there.
    own = [path for path in sys.path if os.path.basename(path) not in ("site-packages", "dist-packages")]
    sys.path[:] = own + [packages]
    sys.prefix = sys.exec_prefix = VENV
    sys.executable = PYTHON  # what starts the engine's process
    return True


def _restart() -> None:
    """Start the same command again in the environment; does not return."""
    if os.environ.get(_RESTARTED) == VENV:
        sys.exit(
            "Descent Lab started {} and found itself outside that environment. "
            "The variable PYTHONHOME does this; unset it and start again.".format(PYTHON)
        )
    os.environ[_RESTARTED] = VENV
    command = [PYTHON] + sys.orig_argv[1:]
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "nt":  # there exec would return to the shell before the app has ended
        import subprocess

        sys.exit(subprocess.call(command))
    os.execv(PYTHON, command)
