"""Who may import whom: the contracts in pyproject.toml bite, and the floors below the window load no Qt."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

_LOAD_ALL = """
import importlib, pkgutil, sys
for name in {packages}:
    package = importlib.import_module(name)
    for module in pkgutil.walk_packages(package.__path__, name + "."):
        importlib.import_module(module.name)
print(*sorted(sys.modules))
"""


@pytest.mark.parametrize(
    ("packages", "absent"),
    [
        (["app.engine"], {"PySide6", "shiboken6", "pyqtgraph", "msgspec", "contourpy", "scipy"}),
        (["app.engine", "app.study"], {"PySide6", "shiboken6", "pyqtgraph", "scipy"}),
    ],
    ids=["engine", "study"],
)
def test_the_lower_floors_load_no_qt(packages, absent):
    program = _LOAD_ALL.format(packages=packages)
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert not absent & set(done.stdout.split())


def test_the_way_to_the_environment_needs_the_standard_library_only():
    """The engine's process imports app.__main__ again; a first start has nothing else."""
    program = "import app.__main__, sys; print(*sys.modules)"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in done.stdout.split()} - {"app"}
    assert loaded <= set(sys.stdlib_module_names) | set(_of_a_bare_start())


def test_what_encodes_animations_is_loaded_when_one_is_made():
    """The window's start is measured; Pillow takes 30 ms of it."""
    program = "import app.ui.window, app.ui.export_dialog, app.cli, sys; print(*sys.modules)"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"PIL", "av"} & set(done.stdout.split())


def _of_a_bare_start():
    program = "import sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return [name.split(".")[0] for name in done.stdout.split()]


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """Return a copy of the package and its contracts, free to be spoiled."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "app", folder / "app", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


_UP, _QT, _NUMPY, _ALONE = (
    "One way up: engine, study, ui, command line",
    "No Qt below ui",
    "The engine knows NumPy and the standard library",
    "One file adds one thing",
)


@pytest.mark.parametrize(
    ("module", "imports", "contract"),
    [
        ("app/engine/trespass.py", "app.study", _UP),
        ("app/study/trespass.py", "app.ui", _UP),
        ("app/ui/trespass.py", "app.cli", _UP),
        ("app/engine/trespass.py", "PySide6.QtCore", _QT),
        ("app/study/trespass.py", "pyqtgraph", _QT),
        ("app/engine/trespass.py", "msgspec", _NUMPY),
        ("app/engine/optimizers/trespass.py", "app.engine.optimizers.neighbour", _ALONE),
        ("app/engine/surfaces/trespass.py", "app.engine.surfaces.neighbour", _ALONE),
        ("app/engine/datasets/trespass.py", "app.engine.datasets.neighbour", _ALONE),
        ("app/engine/models/trespass.py", "app.engine.datasets.neighbour", _ALONE),
        ("app/engine/quantities/trespass.py", "app.engine.quantities.neighbour", _ALONE),
    ],
)
def test_each_contract_can_be_broken(copy, module, imports, contract):
    spoiled = [copy / module]
    spoiled[0].write_text(f"import {imports}\n")
    if imports.endswith(".neighbour"):
        spoiled.append(copy / (imports.replace(".", "/") + ".py"))
        spoiled[1].write_text("")
    try:
        code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
        done = subprocess.run(
            [sys.executable, "-c", code, "--no-cache", "--no-logo"],
            cwd=copy,
            capture_output=True,
            encoding="utf-8",
            env=os.environ | {"NO_COLOR": "1", "PYTHONUTF8": "1", "COLUMNS": "200"},
        )
    finally:
        for path in spoiled:
            path.unlink()
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"{contract} BROKEN" in done.stdout
