"""Some releases of PySide6 lose references to None and True, and so abort a long run on Python 3.11."""

import subprocess
import sys

_PROGRAM = """
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel

application = QApplication([])
label = QLabel()
for _ in range(20_000):
    label.setText("x")

class Sender(QObject):
    changed = Signal(bool)

seen = []
sender = Sender()
sender.changed.connect(lambda found, to=seen: to.append(found))
for _ in range(20_000):
    sender.changed.emit(True)
assert seen == [True] * 20_000
print("alive")
"""


def test_qt_keeps_its_references():
    done = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout.strip()) == (0, "alive"), done.stderr
