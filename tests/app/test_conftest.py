"""The safety net itself: a dialog that waits fails the test, and the user's settings are out of reach."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_TESTS = """
import contextlib
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox

class Custom(QDialog):
    pass

def test_dialog(qtbot):
    QDialog().exec()

def test_subclass(qtbot):
    Custom().exec()

def test_message(qtbot):
    QMessageBox.question(None, "title", "text")

def test_file(qtbot):
    QFileDialog.getSaveFileName()

def test_from_a_timer(qtbot):
    QTimer.singleShot(0, QDialog().exec)
    qtbot.wait(50)

def test_swallowed(qtbot):
    with contextlib.suppress(BaseException):
        QDialog().exec()

def test_meant(qtbot, monkeypatch):
    monkeypatch.setattr(QDialog, "exec", lambda self: 1)
    assert QDialog().exec() == 1
"""


@pytest.mark.parametrize("_", range(2))
def test_settings_go_to_a_folder_of_the_tests_own(tmp_path_factory, _):
    home = Path(os.environ["DESCENT_LAB_HOME"])
    assert home.is_relative_to(tmp_path_factory.getbasetemp())
    assert not home.exists()
    home.mkdir()


def test_a_dialog_that_waits_fails_the_test(tmp_path):
    tests = Path(__file__).parents[1]
    shutil.copy(tests / "conftest.py", tmp_path)
    (tmp_path / "pytest.ini").write_text(f"[pytest]\nqt_api = pyside6\npythonpath = '{tests.parent}'\n")
    (tmp_path / "test_it.py").write_text(_TESTS)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-rA"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    words = done.stdout.split("short test summary info")[1].splitlines()
    passed = [line for line in words if line.startswith("PASSED")]
    assert passed == ["PASSED test_it.py::test_swallowed", "PASSED test_it.py::test_meant"]
    # The swallowed one is found out when the test has ended.
    bad = [line for line in words if line.startswith(("FAILED", "ERROR"))]
    failed = {line.split("::test_")[1].split(" ")[0] for line in bad}
    assert failed == {"dialog", "subclass", "message", "file", "from_a_timer", "swallowed"}
    assert done.stdout.count("would wait for a click") >= len(failed)
