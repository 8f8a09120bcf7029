"""The set-up, on a small project of the same shape: its one package is a wheel made here, so no network."""

import ast
import base64
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
import zipfile
from pathlib import Path

import pytest

from app import _bootstrap, _system

ROOT = Path(__file__).parents[2]
PYTHON = getattr(sys, "_base_executable", sys.executable)

_CLI = """
import json, os, sys
def main(argv):
    import tiny
    seen = dict(argv=argv, prefix=sys.prefix, folder=os.getcwd(), dev=sys.flags.dev_mode, tiny=tiny.VERSION)
    print(json.dumps(seen | {"environment": dict(os.environ)}))
    return 7
"""


def make_wheel(folder, version):
    """Write the wheel of a package with one line, and return it as a line of a lock file."""
    info = f"tiny-{version}.dist-info"
    files = {
        "tiny.py": f"VERSION = {version!r}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: tiny\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": "[console_scripts]\ntiny = tiny:main\n",
    }
    record = ""
    for name, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        record += f"{name},sha256={digest},{len(text)}\n"
    path = folder / f"tiny-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for name, text in (files | {f"{info}/RECORD": record + f"{info}/RECORD,,\n"}).items():
            wheel.writestr(name, text)
    return f"tiny @ {path.as_uri()} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


class Project:
    """A copy of the start-up files with another program behind them."""

    def __init__(self, folder):
        self.folder = folder
        self.venv = folder / ".venv"
        self.bin = folder.parent / "bin"
        (folder / "app").mkdir(parents=True)
        (folder / "packaging").mkdir()
        self.bin.mkdir()
        for name in ("__init__", "__main__", "_bootstrap", "_environment", "_system"):
            shutil.copy(ROOT / "app" / f"{name}.py", folder / "app")
        (folder / "app/cli.py").write_text(_CLI)
        self.lock("1.0")

    def lock(self, version):
        for kind in ("run", "test"):
            (self.folder / f"packaging/{kind}.lock").write_text(make_wheel(self.folder, version))

    def installer(self, script):
        """Put a false uv on the path, which is tried before pip."""
        (self.bin / "uv").write_text("#!/bin/sh\n" + script)
        (self.bin / "uv").chmod(0o755)

    def start(self, *arguments, **variables):
        """Start ``python -m app`` as a user does who has nothing: no environment and no display."""
        keep = {k: v for k, v in os.environ.items() if not k.startswith(("DESCENT_LAB", "QT_", "PYTHON"))}
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "OPENBLAS_NUM_THREADS"):
            keep.pop(name, None)
        keep["PATH"] = os.pathsep.join([str(self.bin), "/usr/bin", "/bin"])
        keep |= {"PIP_NO_INDEX": "1", "DESCENT_LAB_NO_SYSTEM": "1"}
        return subprocess.Popen(
            [PYTHON, "-X", "dev", "-W", "ignore", "-m", "app", *arguments],
            cwd=self.folder,
            env=keep | variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments, **variables):
        """Return exit code, standard output and standard error of a whole start."""
        process = self.start(*arguments, **variables)
        out, error = process.communicate(timeout=100)
        return process.returncode, out, error

    def leftovers(self):
        return [path.name for path in self.folder.glob(".venv-*")]


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path / "a project")  # a space in the path is common on Windows and macOS


def wait_for(condition):
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


posix = pytest.mark.skipif(os.name == "nt", reason="the false installer is a shell script")


# -- a whole start -------------------------------------------------------------------------------------------


def test_first_start_sets_up_and_keeps_the_command(project):
    code, out, error = project.run("one", "two words", "--no-system", "")
    assert code == 7, error
    assert error.count("setting up") == 1
    seen = json.loads(out)  # and nothing but the app's own words
    assert seen["argv"] == ["one", "two words", ""]
    assert Path(seen["prefix"]) == project.venv
    assert Path(seen["folder"]) == project.folder
    assert seen["dev"] is True
    assert seen["environment"]["OPENBLAS_NUM_THREADS"] == "1"
    assert "DESCENT_LAB_RESTARTED" not in seen["environment"]
    if sys.platform == "linux":
        assert seen["environment"]["QT_QPA_PLATFORM"] == "offscreen"
    assert project.leftovers() == []

    code, again, error = project.run()
    assert (code, error, json.loads(again)["tiny"]) == (7, "", "1.0")


@posix
def test_scripts_name_the_folder_they_are_in(project):
    project.run()
    assert f"{project.venv}/bin/python" in (project.venv / "bin/tiny").read_text()
    for path in (project.venv / "bin").iterdir():
        assert path.is_symlink() or b".venv-new-" not in path.read_bytes()


def test_another_lock_file_brings_another_environment(project):
    project.run()
    (project.venv / "mark").touch()
    project.lock("2.0")
    code, out, error = project.run()
    assert (code, json.loads(out)["tiny"], error.count("setting up")) == (7, "2.0", 1)
    assert not (project.venv / "mark").exists()
    assert project.leftovers() == []


def test_a_set_up_that_fails_leaves_the_old_environment(project):
    project.run()
    before = (project.venv / "descent-lab.stamp").read_text()
    for kind in ("run", "test"):
        lock = project.folder / f"packaging/{kind}.lock"
        lock.write_text(re.sub("sha256:.*", "sha256:" + "0" * 64, lock.read_text()))
    code, out, error = project.run()
    assert (code, out) == (1, "")
    assert "could not install its packages" in error
    assert (project.venv / "descent-lab.stamp").read_text() == before
    assert project.leftovers() == []


@posix
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["interrupted", "killed"])
def test_a_set_up_cut_short_is_no_dead_end(project, how):
    project.installer('echo $$ > "$0.pid"; exec sleep 100\n')
    pid = project.bin / "uv.pid"
    process = project.start()
    wait_for(lambda: pid.exists() and pid.read_text().strip())
    assert project.leftovers() != []
    process.send_signal(how)
    os.kill(int(pid.read_text()), signal.SIGKILL)
    _, error = process.communicate(timeout=60)
    assert not project.venv.exists()
    if how == signal.SIGINT:
        assert error.rstrip().endswith("nothing is left half done. Start again to repeat.")
        assert project.leftovers() == []
    (project.bin / "uv").unlink()
    code, _, error = project.run()
    assert (code, error.count("waiting")) == (7, 0)
    assert project.leftovers() == []


@posix
def test_two_starts_at_once_set_up_once(project):
    project.installer('touch "$0.busy"; while [ ! -e "$0.go" ]; do sleep 0.05; done; exit 1\n')
    first = project.start()
    wait_for((project.bin / "uv.busy").exists)
    second = project.start()
    line = second.stderr.readline()
    assert "another start is setting up the same folder; waiting" in line
    assert second.poll() is None
    (project.bin / "uv.go").touch()
    outcomes = [process.communicate(timeout=60) for process in (first, second)]
    assert [first.returncode, second.returncode] == [7, 7]
    assert "uv failed; trying another way" in outcomes[0][1]
    assert [error.count("setting up") for _, error in outcomes] == [1, 0]


def test_switched_off_it_does_nothing(project):
    code, _, error = project.run(DESCENT_LAB_BOOTSTRAP="0")
    assert code == 1
    assert "No module named 'tiny'" in error
    assert not project.venv.exists()


def test_an_environment_never_reached_ends_the_circle(project):
    project.run()
    code, _, error = project.run(DESCENT_LAB_RESTARTED=str(project.venv))
    assert code == 1
    assert "PYTHONHOME" in error


def test_without_pip_and_uv_it_says_so(project, monkeypatch, capsys):
    from app import _environment

    monkeypatch.setattr(_environment, "_ways", lambda python: [])
    with pytest.raises(SystemExit, match=r"needs pip .* sudo apt-get install -y python3-pip"):
        _environment.install("run", str(project.venv))


def test_a_later_start_imports_next_to_nothing(project):
    project.run()
    (project.venv / "descent-lab.system").write_text("any x11 wayland")
    program = "import sys; from app import _bootstrap as b; b._restart = lambda: print(*sys.modules)"
    command = [PYTHON, "-S", "-c", program + "; b.ensure('run')"]
    done = subprocess.run(command, cwd=project.folder, capture_output=True, text=True, check=True)
    slow = {"subprocess", "venv", "tempfile", "shutil", "ctypes", "pathlib", "multiprocessing", "re", "json"}
    assert not slow & set(done.stdout.split())


# -- the stamp -----------------------------------------------------------------------------------------------


@pytest.fixture
def small(tmp_path, monkeypatch):
    """Point the bootstrap at a folder with two lock files and an environment that is only a python."""
    (tmp_path / "packaging").mkdir()
    for kind in ("run", "test"):
        (tmp_path / f"packaging/{kind}.lock").write_text(kind)
    (tmp_path / ".venv").mkdir()
    (tmp_path / "python").touch()
    monkeypatch.setattr(_bootstrap, "ROOT", str(tmp_path))
    monkeypatch.setattr(_bootstrap, "PYTHON", str(tmp_path / "python"))
    monkeypatch.setattr(_bootstrap, "STAMP", str(tmp_path / ".venv/stamp"))
    return tmp_path


@pytest.mark.parametrize(
    ("made_for", "runs", "tests"), [("run", True, False), ("test", True, True), ("", False, False)]
)
def test_an_environment_for_the_tests_also_runs_the_app(small, made_for, runs, tests):
    if made_for:
        (small / ".venv/stamp").write_text(_bootstrap.stamp(made_for))
    assert (_bootstrap.is_current("run"), _bootstrap.is_current("test")) == (runs, tests)


@pytest.mark.parametrize("what", ["lock", "python", "interpreter"])
def test_a_changed_ground_makes_the_stamp_stale(small, what, monkeypatch):
    (small / ".venv/stamp").write_text(_bootstrap.stamp("run"))
    if what == "lock":
        (small / "packaging/run.lock").write_text("changed")
    elif what == "python":  # the folder was copied to a machine that keeps its Python elsewhere
        (small / "python").unlink()
    else:
        monkeypatch.setattr(sys.implementation, "cache_tag", "cpython-399")
    assert not _bootstrap.is_current("run")


# -- an old Python -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", [(3, 6, 15), (3, 10, 13), (3, 15, 0)])
def test_a_python_that_does_not_fit_is_named(version, monkeypatch):
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 to 3\.14; this is 3\.\d+\.\d+ \(.+\)"):
        _bootstrap._check_python()


@pytest.mark.parametrize(
    "name",
    ["app/__init__", "app/__main__", "app/_bootstrap", "app/_system", "tests/__init__", "tests/__main__"],
)
def test_an_old_python_can_read_what_tells_it_so(name):
    ast.parse((ROOT / f"{name}.py").read_text(encoding="ascii"), feature_version=(3, 7))


# -- system libraries ----------------------------------------------------------------------------------------


@pytest.fixture
def bogus(monkeypatch):
    """Ask for one library that no system has, as an ordinary user of Debian on Linux."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/" + name)
    monkeypatch.delenv("DESCENT_LAB_NO_SYSTEM", raising=False)
    monkeypatch.setitem(_system.LIBRARIES, "any", {"libbogus.so.9": "libbogus9"})


def test_a_missing_library_comes_with_the_line_that_mends_it(bogus, tmp_path):
    record = tmp_path / "record"
    with pytest.raises(SystemExit) as stop:
        _system.ensure(str(record))
    assert "\n    sudo apt-get install -y --no-install-recommends libbogus9\n" in str(stop.value)
    assert not record.exists()


def test_without_apt_the_files_are_named(bogus, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert "libbogus.so.9" in _system.advice(["libbogus9"])


def test_the_superuser_gets_them_installed(bogus, tmp_path, monkeypatch):
    calls = []

    def call(command, **options):
        calls.append([part for part in command if not part.startswith(("-q", "-o", "DPkg"))])
        if "install" in command:
            _system.LIBRARIES["any"].clear()
        return 0

    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(subprocess, "call", call)
    _system.ensure(str(tmp_path / "record"))
    apt = "/usr/bin/apt-get"
    assert calls == [[apt, "update"], [apt, "install", "-y", "--no-install-recommends", "libbogus9"]]
    assert (tmp_path / "record").read_text() == "any"


def test_no_system_leaves_the_system_alone(bogus, tmp_path, monkeypatch):
    monkeypatch.setenv("DESCENT_LAB_NO_SYSTEM", "1")
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    _system.ensure(str(tmp_path / "record"))
    assert not (tmp_path / "record").exists()


def test_a_set_found_complete_is_not_looked_for_again(bogus, tmp_path):
    (tmp_path / "record").write_text("any")
    _system.ensure(str(tmp_path / "record"))


@pytest.mark.parametrize(
    ("variables", "sets"),
    [
        ({}, ["any"]),
        ({"DISPLAY": ":0"}, ["any", "x11"]),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, ["any", "wayland"]),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, ["any"]),
    ],
)
def test_the_screen_decides_what_is_needed(variables, sets, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert _system.needed() == sets


def test_an_import_that_fails_for_a_library_is_explained(bogus):
    with pytest.raises(SystemExit, match="libbogus9"):
        _system.explain(ImportError("libbogus.so.9: cannot open shared object file"))
    _system.explain(ImportError("No module named 'numpy'"))  # another matter: the traceback stays


# -- the lock files ------------------------------------------------------------------------------------------


def pins(name):
    text = (ROOT / f"packaging/{name}.lock").read_text()
    return {line.rstrip(" \\") for line in text.splitlines() if re.match(r"[a-z0-9]", line)}


def test_the_lock_files_agree():
    assert pins("run") < pins("test")
    assert pins("run") < pins("build")


def test_the_lock_files_hold_what_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {re.match(r"[\w-]+", line)[0].lower() for line in project["dependencies"]}
    assert wanted <= {re.match(r"[\w-]+", pin)[0] for pin in pins("run")}


@pytest.mark.parametrize("name", ["run", "test", "build"])
def test_the_lock_files_name_no_place(name):
    assert "://" not in (ROOT / f"packaging/{name}.lock").read_text()
