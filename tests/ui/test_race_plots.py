"""Plots without a window: none of their Qt objects is left to the end of the process."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Its look comes after what the app does at the end, and before PySide takes down what is left: what is
# registered last is called first.
SCRIPT = """
import atexit, sys
{first}
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
import shiboken6

def look():
    left = [each for each in shiboken6.getAllValidWrappers() if isinstance(each, QObject)]
    print("left:", sorted(type(each).__name__ for each in left))

if __name__ == "__main__":
    atexit.register(look)
    from app.cli import main
    sys.exit(main(sys.argv[1:]))
"""

LANES = ("--lane", "adam", "--lane", "momentum", "--seeds", "3", "--steps", "60", "--quiet")
COMMANDS = {
    "compare": ("compare", "--surface", "rosenbrock", *LANES, "--pdf", "--report"),
    "sweep": ("sweep", "--surface", "ravine", *LANES, "--lane", "rmsprop:lr=log(1e-3,1,4)", "--workers", "1"),
    "basin": ("basin", "--surface", "himmelblau", *LANES, "--workers", "1", "--resolution", "50"),
}


@pytest.mark.e2e
@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("first", ["", "import scipy.stats, app.study.statistics.verdict"])
def test_a_command_ends_without_plots(tmp_path, name, first):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT.format(first=first))
    result = subprocess.run(
        [sys.executable, script, *COMMANDS[name], "--out", tmp_path / "out"],
        cwd=ROOT,
        env=os.environ | {"DESCENT_LAB_BOOTSTRAP": "0", "PYTHONPATH": str(ROOT), "PYTHONFAULTHANDLER": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=200,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[-1] == "left: ['QApplication']"
