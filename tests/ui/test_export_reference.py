"""What an export holds while a race is compared with another: both, and each by its name."""

import csv
import hashlib
import json

import msgspec
import pytest
from PIL import Image

from app.study.build import build_problem
from app.study.export import export_all
from app.study.file import load_study
from tests.recorded import raced_again
from tests.ui.exporting import TABLES, export, names, only, race

replace = msgspec.structs.replace


@pytest.fixture
def compared(window, qtbot):
    """Keep the race, and race the study with another learning rate beside it."""
    before = window.session.study_to_save
    window.split.keep()
    lanes = window.session.study.lanes
    race(window, qtbot, replace(before, lanes=(replace(lanes[0], hyperparameters={"lr": 0.02}), *lanes[1:])))
    yield before
    window.split.end()
    race(window, qtbot, before)


def test_the_reference_is_offered_beside_the_race(window, dialog_for, compared):
    dialog = dialog_for(window)
    assert [name for name, *_ in window.exhibit.plots()][:2] == ["trajectory", "reference-trajectory"]
    box = dialog.form.boxes["reference"]
    assert window.split.reference.title in box.text()
    assert dialog.form.animation.of.itemText(0) == "The whole stage, both races"
    assert dialog.form.animation.of.findData("reference-trajectory") > 0
    only(dialog, "png", "reference")
    assert not box.isEnabled()  # the same as what is ticked above, which is nothing
    assert not dialog.form.reference_wanted


def test_its_tables_are_those_of_its_race(qtbot, window, dialog_for, tmp_path, compared):
    dialog = dialog_for(window)
    only(dialog, "history", "summary", "study", "reference")
    written = export(qtbot, dialog)
    assert sorted(path.relative_to(tmp_path / "out").as_posix() for path in written) == sorted(
        [*TABLES, *(f"reference/{name}" for name in TABLES)]
    )
    study = load_study(tmp_path / "out" / "reference" / "study.json")
    assert study == compared
    export_all(tmp_path / "again", study, build_problem(study), raced_again(study))
    kept = (tmp_path / "out" / "reference" / "history.csv").read_bytes()
    assert kept == (tmp_path / "again" / "history.csv").read_bytes()
    assert kept != (tmp_path / "out" / "history.csv").read_bytes()
    with (tmp_path / "out" / "summary.csv").open(newline="") as file:
        assert "lr=0.02" in str(next(csv.DictReader(file)))


def test_its_picture_is_one_of_the_pictures(qtbot, window, dialog_for, tmp_path, compared):
    dialog = dialog_for(window)
    only(dialog, "svg")
    export(qtbot, dialog)
    assert "reference-trajectory.svg" in names(tmp_path / "out")
    text = (tmp_path / "out" / "reference-trajectory.svg").read_text()
    assert "Ref: " in text
    assert "Ref: " not in (tmp_path / "out" / "trajectory.svg").read_text()


def test_an_animation_of_the_stage_has_both(qtbot, window, dialog_for, tmp_path, compared):
    dialog = dialog_for(window)
    only(dialog)
    form = dialog.form.animation
    form.box.setChecked(True)
    form.format.setCurrentIndex(form.format.findData("gif"))
    form.of.setCurrentIndex(form.of.findData("stage"))
    assert window.split.panel.plot in form.plots
    form.spins["seconds"].setValue(0.5)
    form.spins["rate"].setValue(4)
    export(qtbot, dialog)
    window.settings.set("export/animation", False)
    with Image.open(tmp_path / "out" / "stage.gif") as film:
        assert film.n_frames >= 2


def test_without_a_reference_there_is_no_such_choice(window, dialog_for):
    dialog = dialog_for(window)
    assert "reference" not in dialog.form.boxes
    assert dialog.form.animation.of.itemText(0) == "The whole stage"
    assert "reference-trajectory" not in [name for name, *_ in window.exhibit.plots()]


def test_a_path_in_the_plane_of_two_quantities_has_its_own_name(qtbot, window, dialog_for, tmp_path):
    panel = window.docks.curves[0]
    panel.choose("loss", "distance")
    try:
        dialog = dialog_for(window)
        only(dialog, "svg")
        export(qtbot, dialog)
        text = (tmp_path / "out" / "loss-against-distance.svg").read_text()
        assert "Distance to minimum" in text
    finally:
        panel.choose("loss", "steps")


def test_points_of_plots_are_written_under_the_names_of_their_axes(qtbot, window, dialog_for, tmp_path):
    panel = window.docks.curves[0]
    panel.choose("loss", "distance")
    try:
        dialog = dialog_for(window)
        only(dialog, "curves")
        export(qtbot, dialog)
        assert names(tmp_path / "out") == ["gradient_norm-against-steps.csv", "loss-against-distance.csv"]
        with (tmp_path / "out" / "loss-against-distance.csv").open(newline="") as file:
            rows = list(csv.DictReader(file))
        assert list(rows[0])[-2:] == ["distance", "loss"]
        history = window.session.race.history.lanes[0]
        assert float(rows[3]["loss"]) == history.batch_loss[3, 0]
    finally:
        panel.choose("loss", "steps")


def test_points_of_the_reference_stand_in_the_tables_of_the_curves(
    qtbot, window, dialog_for, tmp_path, compared
):
    dialog = dialog_for(window)
    only(dialog, "curves")
    assert dialog.form.boxes["reference"].isEnabled()
    export(qtbot, dialog)
    alone = (tmp_path / "out" / "loss-against-steps.csv").read_bytes()
    assert len(names(tmp_path / "out")) == 2
    dialog = dialog_for(window, tmp_path / "both")
    only(dialog, "curves", "reference")
    files = {"gradient_norm-against-steps.csv", "loss-against-steps.csv"}
    assert set(map(str, (path.name for path in export(qtbot, dialog)))) == {
        *files, *(f"{name}-metadata.json" for name in files),
    }  # fmt: skip
    both = (tmp_path / "both" / "loss-against-steps.csv").read_bytes()
    assert both.startswith(alone)
    with (tmp_path / "both" / "loss-against-steps.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["lane"].startswith("ref · Adam")]
    history = raced_again(compared).lanes[0]
    assert [float(row["loss"]) for row in rows] == history.batch_loss[:51, 0].tolist()
    told = json.loads((tmp_path / "both" / "loss-against-steps.csv-metadata.json").read_bytes())
    assert told["notes"][0]["sha256"] == hashlib.sha256(both).hexdigest()
    assert told["notes"][0]["reference"]["title"] == window.split.reference.title
