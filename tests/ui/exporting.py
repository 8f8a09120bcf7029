"""What tests of exports share: a race at its end, and what a person does in the dialog."""

import math

from PySide6.QtCore import Qt

from app.study.spec import LaneSpec

TABLES = ["history.csv", "history.csv-metadata.json", "study.json", "summary.csv"]
KINDS = ("pdf", "png", "svg")
PICTURES = [f"{name}.{kind}" for name in ("gradient_norm", "loss", "stage", "trajectory") for kind in KINDS]
LONG = 150_000


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def race(window, qtbot, study):
    """Race a study to its end."""
    window.document.adopt(study, None)
    qtbot.waitUntil(lambda: not window.session.player.pending, timeout=20_000)
    window.session.set_speed(math.inf)
    window.session.run()
    qtbot.waitUntil(lambda: window.session.state == "finished", timeout=60_000)


def lane(optimizer, **values):
    return LaneSpec(optimizer=optimizer, hyperparameters=values)


def at_rest(window):
    if window.document._exporter is not None:
        window.document._exporter.stop()
    if window.document.export_dialog is not None:
        window.document.export_dialog.reject()


def only(dialog, *kinds):
    for kind, box in dialog.form.boxes.items():
        box.setChecked(kind in kinds)


def export(qtbot, dialog):
    """Click on Export and return what is written."""
    with qtbot.waitSignal(dialog.exported, timeout=60_000) as caught:
        qtbot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    return caught.args[0]


def under_way(qtbot, dialog):
    """Click on Export and wait until a part of history.csv is written."""
    qtbot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: 0 < dialog.progress.value() < 1000, timeout=60_000)
    assert dialog.exporter.busy


def refused(qtbot, dialog):
    """Click on Export and return what the bar says."""
    qtbot.mouseClick(dialog.export_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.exporter.busy and dialog.bar.text != "", timeout=60_000)
    assert dialog.isVisible()
    assert dialog.export_button.isVisible()
    return dialog.bar.text
