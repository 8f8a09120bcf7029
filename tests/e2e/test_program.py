"""The whole program as a student meets it: started as a program, read by names, driven by keys and mouse."""

import csv
import json
import os
import signal

import pytest

from tests.e2e.person import until

pytestmark = pytest.mark.e2e


def test_a_first_afternoon(start, tmp_path):
    program, person = start()

    # A surface, one optimizer more, and its learning rate.
    person.see("Gradient descent", "label")
    person.keys("ctrl+n")
    person.see("Rosenbrock", "label")
    person.choose("Surface", "himmel")
    person.see("Himmelblau", "label")
    person.choose("Add optimizer", "nest")
    person.type("lr of Nesterov", "0.0005")
    assert "2 lanes" in person.seen("label")
    assert person.position() == (0, 500)

    # Run and pause; a step on, two back.
    person.press("Run")
    until(lambda: person.position()[0] > 5)
    person.press("Pause")
    person.see("Resume")
    at = person.position()[0]
    assert 5 < at < 500
    person.press("Step")
    until(lambda: person.position()[0] == at + 1)
    person.press("Step back")
    person.press("Step back")
    until(lambda: person.position()[0] == at - 1)

    # Another learning rate while it runs, which a click on the time line does not forget.
    person.press("Resume")
    person.type("lr of Nesterov", "0.0007")
    until(lambda: person.position()[0] > 60)
    person.press("Pause")
    person.see("Resume")
    person.click("Time line", 0.0)
    until(lambda: person.position()[0] == 0)
    person.keys("Page_Down")
    until(lambda: person.position()[0] == 50)

    # One lane hidden, one alone.
    person.press("Hide Nesterov")
    person.press("Show Nesterov")
    person.press("Solo Nesterov")
    until(lambda: person.see("Solo Nesterov")["checked"])
    person.press("Solo Nesterov")

    # Help on what is chosen, and the guide.
    person.press("How Nesterov works")
    until(lambda: "the gradient is felt" in person.see("Help", "label")["text"])
    person.keys("F1")
    until(lambda: "In one minute" in person.see("Help", "label")["text"])

    # To the end, and everything into a folder.
    person.pick("Speed", "As fast as it computes", "End")
    person.press("Resume")
    person.see("Run again", seconds=20)
    assert person.position() == (500, 500)
    person.keys("ctrl+e")
    folder = tmp_path / "results"
    person.type("Folder", str(folder))
    until(lambda: "Folder" not in person.seen("text"))
    person.turn_to("Descent Lab")
    names = {path.name for path in folder.iterdir()}
    assert {"history.csv", "summary.csv", "study.json", "trajectory.png", "loss.svg"} <= names

    # Back to the start, and closed in the middle of a race.
    person.press("Reset")
    until(lambda: person.position() == (0, 500))
    person.pick("Speed", "1 step / s", "Home", "Down", "Down")
    person.press("Run")
    person.see("Pause")
    person.keys("ctrl+q")
    assert program.ended() == 0
    assert "Traceback" not in program.said()

    # The files say what was done.
    study = json.loads((folder / "study.json").read_text())["study"]
    changed = study["lanes"][1]["changes"]
    assert [(change["name"], change["value"]) for change in changed] == [("lr", 0.0007)]
    assert study["lanes"][1]["hyperparameters"] == {"lr": 0.0005}
    with (folder / "history.csv").open(newline="") as file:
        rows = [
            row for row in csv.DictReader(file) if row["lane"] == "Nesterov" and row["quantity"] == "loss"
        ]
    assert [int(row["step"]) for row in rows] == list(range(501))


def test_a_killed_engine_leaves_the_window_and_the_recording(start):
    program, person = start()
    person.see("Gradient descent", "label")
    person.press("Run")
    until(lambda: person.position()[0] > 3)
    os.kill(program.engine(), signal.SIGKILL)
    told = until(lambda: [name for name in person.seen() if "engine" in name and "." in name])[0]
    assert "kept" in told or "recorded" in told
    at, end = person.position()
    assert 3 < at < end
    person.press("Step back")
    until(lambda: person.position() == (at - 1, end))
    # Another engine takes its place.
    person.press("Reset")
    until(lambda: person.position() == (0, end))
    person.press("Run")
    until(lambda: person.position()[0] > 3)
    person.keys("ctrl+q")
    assert program.ended() == 0
    assert "Traceback" not in program.said()
