"""The linters are tests like any other: they fail with the tool's own words."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(*command):
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env=os.environ | {"NO_COLOR": "1", "PYTHONUTF8": "1"},
    )
    assert done.returncode == 0, "\n" + done.stdout


def test_ruff():
    run("-m", "ruff", "check", "--output-format", "concise", ".")


def test_mypy():
    run("-m", "mypy")


def test_import_contracts():
    run("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-logo")
