"""Build what needs no Python: ``python3 packaging/build.py`` for a folder, with ``deb`` for a package.

The result is in ``dist``. It is started before this program says that it is done.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app import _bootstrap, _environment, _system  # noqa: E402

NAME = "descent-lab"
ID = "org.descentlab.DescentLab"
WORK, DIST = ROOT / "build", ROOT / "dist"
BUNDLE = DIST / NAME
SIZES = (16, 24, 32, 48, 64, 128, 256)


def main() -> None:
    """Build the bundle, try it, and wrap it up if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("form", nargs="?", choices=["folder", "deb"], default="folder", help="(folder)")
    form = parser.parse_args().form
    _check_tools(form)
    python = _environment_for_building()
    _run(
        python,
        "-m",
        "PyInstaller",
        "--noconfirm",
        "--log-level=WARN",
        f"--distpath={DIST}",
        f"--workpath={WORK / 'pyinstaller'}",
        ROOT / f"packaging/{NAME}.spec",
    )
    _try_out(BUNDLE / (NAME + (".exe" if os.name == "nt" else "")))
    print(f"Built and tried: {BUNDLE} ({_megabytes(BUNDLE)} MB)")
    if form == "deb":
        package = _debian_package(python)
        print(f"Built: {package} ({_megabytes(package)} MB)")


def _check_tools(form: str) -> None:
    tools = {"objcopy": "binutils"} if sys.platform == "linux" else {}
    if form == "deb":
        tools["dpkg-deb"] = "dpkg"
    absent = [package for tool, package in tools.items() if not shutil.which(tool)]
    if absent:
        sys.exit(f"This needs a tool that is not here: sudo apt-get install -y {' '.join(absent)}")
    if sys.platform == "linux":
        packages = _system.missing(list(_system.LIBRARIES))
        if packages:
            line = "sudo apt-get install -y --no-install-recommends " + " ".join(packages)
            print(f"Not here, so the bundle must find them on its user's system; to include them: {line}")


def _environment_for_building() -> Path:
    """Return the python of an environment with the app's packages and PyInstaller."""
    folder = WORK / "environment"
    python = folder / Path(_bootstrap.PYTHON).relative_to(_bootstrap.VENV)
    stamp = folder / Path(_bootstrap.STAMP).name
    if not (python.exists() and stamp.exists() and stamp.read_text() == _bootstrap.stamp("build")):
        print(f"Setting up {folder} ...", flush=True)
        venv.EnvBuilder(clear=True, symlinks=os.name != "nt", with_pip=False).create(folder)
        _environment.install("build", str(folder))
        stamp.write_text(_bootstrap.stamp("build"))
    return python


def _try_out(program: Path) -> None:
    """Start the bundle where it cannot find the source: its self-test must pass and its window stay open."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "QT_", "DESCENT_LAB"))}
    home = WORK / "home"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    clean |= {"QT_QPA_PLATFORM": "offscreen", "DESCENT_LAB_HOME": str(home)}
    code = subprocess.call([program, "--self-test"], cwd=home, env=clean, timeout=300)
    if code:
        sys.exit(f"{program} --self-test failed with exit code {code}.")
    window = subprocess.Popen(
        [program, "open", "--window"], cwd=home, env=clean, stderr=subprocess.PIPE, encoding="utf-8"
    )
    try:
        _, errors = window.communicate(timeout=10)
    except subprocess.TimeoutExpired:  # as it should be
        window.terminate()
        _, errors = window.communicate()
        if "Traceback" not in errors:
            return
    sys.exit(f"The window of {program} did not stay open.\n{errors}")


def _debian_package(python: Path) -> Path:
    """Return a package of the bundle, which lies in /opt, with what a desktop needs to know of it."""
    architecture = _output("dpkg", "--print-architecture")
    version = re.search(r'"(.+)"', (ROOT / "app/__init__.py").read_text().split("__version__")[1])[1]
    stage = WORK / "deb"
    shutil.rmtree(stage, ignore_errors=True)
    shutil.copytree(BUNDLE, stage / "opt" / NAME, symlinks=True)
    (stage / "usr/bin").mkdir(parents=True)
    (stage / "usr/bin" / NAME).symlink_to(f"/opt/{NAME}/{NAME}")
    linux = ROOT / "packaging/linux"
    icon = ROOT / "resources/icons/app.svg"
    for source, place in (
        (linux / f"{ID}.desktop", f"applications/{ID}.desktop"),
        (linux / f"{ID}.metainfo.xml", f"metainfo/{ID}.metainfo.xml"),
        (linux / f"{ID}.mime.xml", f"mime/packages/{ID}.xml"),
        (icon, f"icons/hicolor/scalable/apps/{ID}.svg"),
        (ROOT / "LICENSE", f"doc/{NAME}/copyright"),
    ):
        target = stage / "usr/share" / place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    _run(python, ROOT / "packaging/render_icon.py", icon, stage / "usr/share/icons/hicolor", ID, *SIZES)
    depends = ["libc6 (>= 2.34)"]  # as the Qt wheels
    depends += [p for name in ("any", "x11", "wayland") for p in _system.LIBRARIES[name].values()]
    control = f"""\
Package: {NAME}
Version: {version}
Architecture: {architecture}
Section: science
Priority: optional
Maintainer: Descent Lab contributors <descent-lab@descentlab.example>
Installed-Size: {sum(path.lstat().st_size for path in stage.rglob("*")) // 1024}
Depends: {", ".join(depends)}
Description: watch and compare the optimizers of deep learning
 Races optimizers side by side on test surfaces and small data sets, live, with
 every step recorded; exports figures, CSV files and studies that give the same
 numbers again.
"""
    (stage / "DEBIAN").mkdir()
    (stage / "DEBIAN/control").write_text(control)
    for path in (stage, *stage.rglob("*")):  # whatever the umask is here
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    package = DIST / f"{NAME}_{version}_{architecture}.deb"
    _run("dpkg-deb", "--root-owner-group", "-Zzstd", "--build", stage, package)
    return package


def _run(*command: object) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    code = subprocess.call([str(part) for part in command], cwd=ROOT, env=environment)
    if code:
        sys.exit(f"{command[0]} failed with exit code {code}; the lines above say why.")


def _output(*command: str) -> str:
    return subprocess.check_output(command, text=True).strip()


def _megabytes(path: Path) -> int:
    files = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file() and not p.is_symlink()]
    return round(sum(p.stat().st_size for p in files) / 1e6)


if __name__ == "__main__":
    main()
