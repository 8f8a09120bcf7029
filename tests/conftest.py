"""What holds for every test: no screen, no settings of the user's, and no dialog that waits for a click.

Qt is touched only where a test has loaded it, so that the tests of the engine also run where there is no Qt:
``python3 -m tests -p no:pytest-qt tests/engine``.
"""

import gc
import itertools
import os
import sys

import pytest

from app.ui.garbage import collect_due
from tests.turn import needed, turn

os.environ["QT_QPA_PLATFORM"] = "offscreen"
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

# What shows a window and waits: a class of QtWidgets, and its methods.
_WAITS = {
    "QDialog": ("exec", "exec_"),
    "QMessageBox": ("exec", "about", "aboutQt", "critical", "information", "question", "warning"),
    "QFileDialog": (
        "exec",
        "getExistingDirectory",
        "getExistingDirectoryUrl",
        "getOpenFileName",
        "getOpenFileNames",
        "getOpenFileUrl",
        "getOpenFileUrls",
        "getSaveFileName",
        "getSaveFileUrl",
    ),
    "QColorDialog": ("exec", "getColor"),
    "QFontDialog": ("exec", "getFont"),
    "QInputDialog": ("exec", "getDouble", "getInt", "getItem", "getMultiLineText", "getText"),
}
# QMenu.exec is not among them: Qt for Python finds it past the class. A menu that waits meets the timeout.


def pytest_addoption(parser, pluginmanager):
    """Keep the settings in pyproject.toml known where pytest-qt is switched off."""
    if not pluginmanager.hasplugin("pytest-qt"):
        for name in ("qt_api", "qt_log_level_fail", "qt_log_ignore"):
            parser.addini(name, "Without pytest-qt, nothing.")


@pytest.fixture(autouse=True)
def _collected_here():
    """Collect garbage as the window does: the thread of an engine would destroy what lives on this one."""
    gc.disable()
    yield
    collect_due()


def pytest_configure():
    """Give property tests the same examples on every run, and no deadline: machines differ."""
    import hypothesis

    hypothesis.settings.register_profile("same", derandomize=True, deadline=None, database=None)
    hypothesis.settings.register_profile("explore", deadline=None, max_examples=2000)
    hypothesis.settings.load_profile("same")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item):
    """Have a test that measures time run alone; waiting for that is not part of its own time."""
    if not needed():
        return (yield)
    with turn(item.get_closest_marker("alone") is not None):
        return (yield)


@pytest.fixture(scope="session")
def _homes(tmp_path_factory):
    """Return an endless row of folders that are not there yet: most tests need none, and none is made."""
    root = tmp_path_factory.mktemp("homes")
    return (root / str(number) for number in itertools.count())


@pytest.fixture(autouse=True)
def _own_home(_homes, monkeypatch):
    """Keep what the app remembers in a folder of the test's own."""
    monkeypatch.setenv("DESCENT_LAB_HOME", str(next(_homes)))


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    """Fail a test that opens a dialog and would wait for ever; one that means to, replaces the method."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None:
        yield
        return
    opened = []

    def refuse(name):
        def fail(*args, **kwargs):
            opened.append(name)
            pytest.fail(f"{name} would wait for a click")

        return fail

    for kind, methods in _WAITS.items():
        for method in methods:
            if hasattr(getattr(widgets, kind), method):
                monkeypatch.setattr(getattr(widgets, kind), method, refuse(f"{kind}.{method}"))
    yield
    # A slot's failure may be caught on its way here, and the test pass.
    assert not opened, f"a dialog was opened and would wait for a click: {', '.join(opened)}"
