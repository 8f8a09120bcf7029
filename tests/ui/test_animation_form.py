"""What can be chosen of an animation, what is refused at once, and what is remembered."""

import sys

import pytest
from PySide6.QtCore import Qt

from app.study.film.animation import Animation
from app.ui.animation_form import SIZES
from tests.ui.exporting import export, only, refused


@pytest.fixture
def opened(dialog_for):
    """Return a function that opens the dialog with an animation of the loss alone, as small as can be."""

    def open_dialog(window, **more):
        dialog = dialog_for(window, **more)
        only(dialog)
        form = dialog.form.animation
        form.box.setChecked(True)
        form.of.setCurrentIndex(form.of.findData("loss"))
        form.format.setCurrentIndex(form.format.findData("gif"))
        form.size.setCurrentIndex(len(SIZES) - 1)
        for name, value in {"width": 320, "height": 200, "rate": 10, "seconds": 0.5, "pause": 0.0}.items():
            form.spins[name].setValue(value)
        return dialog

    return open_dialog


def choose(combo, data):
    combo.setCurrentIndex(combo.findData(data))


def test_it_asks_for_what_is_chosen(window, opened):
    form = opened(window).form.animation
    assert form.chosen() == Animation("gif", 320, 200, rate=10, seconds=0.5, first=0, last=50, pause=0.0)
    assert form.name == "loss.gif"
    form.first.setValue(10)
    form.last.setValue(40)
    choose(form.format, "webp")
    choose(form.of, "stage")
    assert (form.chosen().first, form.chosen().last, form.name) == (10, 40, "stage.webp")
    assert len(form.plots) == 1 + len(window.exhibit.plots()[1:])
    assert form.last.maximum() == 50


@pytest.mark.parametrize("index", range(len(SIZES)))
def test_a_size_sets_both_sides_and_only_an_own_one_can_be_typed(window, opened, index):
    form = opened(window).form.animation
    form.size.setCurrentIndex(index)
    own = index == len(SIZES) - 1
    assert form.spins["width"].isEnabled() == form.spins["height"].isEnabled() == own
    if not own:
        assert (form.spins["width"].value(), form.spins["height"].value()) == SIZES[index][1:]


def test_nothing_of_it_can_be_chosen_until_it_is_wanted(window, opened):
    dialog = opened(window)
    form = dialog.form.animation
    assert dialog.export_button.isEnabled()
    assert dialog.form.look.isEnabled()
    form.box.setChecked(False)
    parts = (form.format, form.of, form.size, form.first, form.last, *form.spins.values())
    assert not any(part.isEnabled() for part in parts)
    assert not dialog.export_button.isEnabled()
    assert not dialog.form.look.isEnabled()


def test_every_control_has_a_name_and_is_reached_by_tab(window, opened):
    dialog = opened(window)
    form = dialog.form.animation
    parts = {form.box, form.format, form.of, form.size, form.first, form.last, *form.spins.values()}
    reached, widget = set(), dialog.form.folder
    for _ in range(80):
        reached.add(widget)
        widget = widget.nextInFocusChain()
    assert parts <= reached
    names = [part.accessibleName() for part in parts - {form.box}]
    assert all(names)
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda form: form.first.setValue(50) or form.last.setValue(20), "but 50 to 20 was given."),
        (lambda form: form.spins["rate"].setValue(60), "A GIF shows at most 50 frames a second"),
        (lambda form: choose(form.format, "mp4"), "MP4 needs the extra 'video'. Install av"),
    ],
    ids=["order", "rate", "extra"],
)
def test_what_is_no_animation_is_said_at_once_and_refused(
    qtbot, window, opened, tmp_path, monkeypatch, change, words
):
    monkeypatch.setitem(sys.modules, "av", None)
    dialog = opened(window)
    change(dialog.form.animation)
    assert words in dialog.note.text()
    assert words in refused(qtbot, dialog)
    assert not (tmp_path / "out").exists()
    dialog.form.animation.box.setChecked(False)
    assert words not in dialog.note.text()


def test_choices_are_remembered_but_for_the_steps(qtbot, window, opened):
    dialog = opened(window)
    form = dialog.form.animation
    choose(form.format, "apng")
    form.spins["seconds"].setValue(0.7)
    form.first.setValue(10)
    export(qtbot, dialog)
    window.commands.on_export()
    form = window.document.export_dialog.form.animation
    assert form.wanted
    assert form.chosen() == Animation("apng", 320, 200, rate=10, seconds=0.7, first=0, last=50, pause=0.0)
    assert form.name == "loss.apng"
    form.box.setChecked(False)
    form.remember()


def test_settings_that_are_nonsense_are_not_taken(window):
    for name, text in {
        "format": "bmp",
        "of": "nothing",
        "size": "99",
        "width": "wide",
        "rate": "inf",
    }.items():
        window.settings.set(f"export/animation_{name}", text)
    window.commands.on_export()
    form = window.document.export_dialog.form.animation
    assert form.format.currentData() == "gif"
    assert form.of.currentIndex() == 0
    assert form.size.currentIndex() == 1
    assert (form.spins["width"].value(), form.spins["rate"].value()) == (800, 20)


def test_an_animation_that_is_there_is_replaced_only_when_told_so(qtbot, window, opened, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "loss.gif").write_bytes(b"mine")
    dialog = opened(window)
    assert dialog.form.place.text() == "loss.gif is in this folder already."
    assert refused(qtbot, dialog).startswith(f"loss.gif is in {tmp_path / 'out'} already.")
    assert (tmp_path / "out" / "loss.gif").read_bytes() == b"mine"
    with qtbot.waitSignal(dialog.exported, timeout=60_000):
        qtbot.mouseClick(dialog.bar._act, Qt.MouseButton.LeftButton)
    assert (tmp_path / "out" / "loss.gif").read_bytes().startswith(b"GIF89a")
