"""What can be chosen for an export, what is remembered, and which folders are taken."""

import pytest

from tests.ui.exporting import (
    TABLES,
    export,
    names,
    only,
    refused,
)


def test_nothing_at_all_cannot_be_exported(window, dialog_for):
    dialog = dialog_for(window)
    only(dialog)
    assert not dialog.export_button.isEnabled()
    assert dialog.note.text() == "Tick at least one thing to export."
    dialog.form.boxes["png"].setChecked(True)
    assert dialog.export_button.isEnabled()
    for box in dialog.form.plots.values():
        box.setChecked(False)
    assert not dialog.export_button.isEnabled()


def test_it_says_how_many_rows_it_will_write(qtbot, window, dialog_for, tmp_path):
    dialog = dialog_for(window)
    text = dialog.form.boxes["history"].text()
    export(qtbot, dialog)
    rows = (tmp_path / "out" / "history.csv").read_bytes().count(b"\n") - 1
    (said,) = [int(word.replace(",", "")) for word in text.split("(")[1].split() if word[0].isdigit()]
    assert rows <= said <= rows + 8


def test_every_control_has_a_name_and_is_reached_by_tab(window, dialog_for):
    dialog = dialog_for(window)
    dialog.activateWindow()
    form = dialog.form
    wanted = {form.folder, form.size, form.look, *form.boxes.values(), *form.plots.values()}
    wanted |= {dialog.export_button, dialog.close_button}
    reached, widget = set(), dialog.form.folder
    for _ in range(60):
        reached.add(widget)
        widget = widget.nextInFocusChain()
    assert wanted <= reached
    assert all(
        thing.accessibleName() or thing.text() for thing in wanted if thing not in (form.size, form.look)
    )
    assert form.size.accessibleName()
    assert form.look.accessibleName()
    letters = [
        box.text()[box.text().index("&") + 1].lower()
        for box in (*form.boxes.values(), form.animation.box, dialog.export_button)
        if "&" in box.text()
    ]
    assert len(letters) == len(set(letters)) == 9


def test_choices_are_remembered(qtbot, window, dialog_for, tmp_path):
    dialog = dialog_for(window, tmp_path / "mine")
    dialog.form.boxes["svg"].setChecked(False)
    dialog.form.boxes["summary"].setChecked(False)
    dialog.form.plots["loss"].setChecked(False)
    dialog.form.size.setCurrentIndex(4)
    dialog.form.spins["width"].setValue(777)
    dialog.form.look.setCurrentIndex(1)
    export(qtbot, dialog)
    window.commands.on_export()
    form = window.document.export_dialog.form
    assert form.folder.text() == str(tmp_path / "mine")
    assert {kind: box.isChecked() for kind, box in form.boxes.items()} == {
        "history": True,
        "summary": False,
        "study": True,
        "curves": False,
        "png": True,
        "svg": False,
        "pdf": True,
    }
    assert [name for name, box in form.plots.items() if not box.isChecked()] == ["loss"]
    assert (form.size.currentIndex(), form.spins["width"].value(), form.dark) == (4, 777, True)


def test_settings_that_are_nonsense_are_not_taken(window):
    for key, value in (("size", "9"), ("width", "-4"), ("dpi", "much"), ("look", "7")):
        window.settings.set(f"export/{key}", value)
    window.commands.on_export()
    form = window.document.export_dialog.form
    assert form.size.currentIndex() == 4
    assert form.look.currentIndex() == 1
    assert [spin.value() for spin in form.spins.values()][::2] == [200, 50]


def test_a_folder_that_is_not_there_is_made(qtbot, window, dialog_for, tmp_path):
    dialog = dialog_for(window, tmp_path / "deep" / "deeper")
    assert dialog.form.place.text() == f"{tmp_path / 'deep' / 'deeper'} will be made."
    export(qtbot, dialog)
    assert set(TABLES) <= set(names(tmp_path / "deep" / "deeper"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  ", "A folder to write to belongs here"),
        ("~no-one-here/x", "There is no home folder of '~no-one-here'"),
    ],
)
def test_no_folder_is_refused_in_the_bar(qtbot, window, dialog_for, text, words):
    dialog = dialog_for(window, text)
    assert words in dialog.form.place.text()
    assert words in refused(qtbot, dialog)


def test_a_path_that_begins_nowhere_is_in_the_home_folder(qtbot, window, dialog_for, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    export(qtbot, dialog_for(window, "results"))
    export(qtbot, dialog_for(window, "~/others "))
    assert set(TABLES) <= set(names(tmp_path / "results")) & set(names(tmp_path / "others"))
